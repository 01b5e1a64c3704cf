"""The catalogs: every message in every locale, with the same figures and fields, and marked until it is reviewed."""

import re
from collections import Counter
from io import BytesIO
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo
from messages import in_code, read, source

import ketaclinic as kc
from ketaclinic.catalogs import CONTEXT, SHIPPED, compiled_catalog

TRANSLATED = SHIPPED[1:]
EACH = pytest.mark.parametrize("locale", TRANSLATED)
SAFETY = "Never stop or change a dose without your prescriber and the doctor: stopping suddenly is dangerous."

SAME = {"angina", "catatonia", "eclampsia", "endocarditis", "pericarditis", "alcohol"}
"""The same words in Spanish."""

Key = tuple[str | None, tuple[str, ...]]


def entries(catalog: Any) -> dict[Key, Message]:
    return {(context(message), tuple(originals(message))): message for message in catalog if message.id}


def context(message: Message) -> str | None:
    """Its context; Babel reads a compiled one as bytes."""
    found: Any = message.context
    return (found.decode("utf-8") if isinstance(found, bytes) else found) or None


def forms(message: Message) -> list[str]:
    found: Any = message.string
    return [found] if isinstance(found, str) else list(found)


def originals(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def fields(text: str) -> Counter[str]:
    return Counter(re.findall(r"\{[^}]*\}", text))


def figures(text: str) -> Counter[str]:
    """The numbers in a text, in ASCII digits."""
    return Counter(str(int(number)) for number in re.findall(r"\d+", text))


def test_there_are_messages_in_code_and_in_the_register() -> None:
    keys = entries(source())

    assert len(keys) > 250
    assert (CONTEXT, (SAFETY,)) in keys
    assert (CONTEXT, (kc.clause("price.initial").summary,)) in keys
    assert (None, ("{count} hour", "{count} hours")) in keys
    assert {place for place, _, _ in in_code()} >= {"quotes.py", "screenings.py", "plans.py", "sheets.py", "words.py"}
    assert (CONTEXT, ("asthma",)) in keys
    assert (CONTEXT, ("marijuana",)) in keys
    assert (CONTEXT, ("alprazolam",)) not in keys


@EACH
def test_no_message_is_missing_and_none_is_stale(locale: str) -> None:
    assert entries(read(locale)).keys() == entries(source()).keys()


@EACH
def test_every_message_is_translated_in_every_form(locale: str) -> None:
    catalog = read(locale)
    for message in entries(catalog).values():
        assert len(forms(message)) in {1, catalog.num_plurals}
        assert all(form.strip() and form == form.strip() for form in forms(message)), message.id


@EACH
def test_a_translation_has_the_fields_of_its_source_and_no_others(locale: str) -> None:
    for message in entries(read(locale)).values():
        for form in forms(message):
            assert fields(form) in [fields(original) for original in originals(message)], message.id
            assert all(re.fullmatch(r"\{[a-z_]+\}", field) for field in fields(form))
            assert "{" not in re.sub(r"\{[a-z_]+\}", "", form)


@EACH
def test_a_translation_has_the_figures_of_its_source(locale: str) -> None:
    for message in entries(read(locale)).values():
        for form in forms(message):
            assert figures(form) in [figures(original) for original in originals(message)], message.id


@EACH
def test_no_clinical_text_is_left_in_english(locale: str) -> None:
    for (context, texts), message in entries(read(locale)).items():
        assert context in {None, CONTEXT}
        if context is not None and re.search("[a-z]{4}", re.sub(r"\{[a-z_]+\}", "", texts[0])):
            assert forms(message)[0] != texts[0] or (locale == "es_US" and texts[0] in SAME)


@EACH
def test_no_translation_turns_text_round_or_hides_in_it(locale: str) -> None:
    for message in entries(read(locale)).values():
        for form in forms(message):
            assert form.replace("\u200c", "").isprintable(), message.id


@EACH
def test_what_is_compiled_is_what_the_catalog_says(locale: str) -> None:
    catalog = entries(read(locale))
    every = entries(read_mo(BytesIO(compiled_catalog(locale, "all.mo"))))
    reviewed = entries(read_mo(BytesIO(compiled_catalog(locale, "reviewed.mo"))))

    assert {key: forms(message) for key, message in every.items()} == {
        key: forms(message) for key, message in catalog.items()
    }, "the catalogs changed since the package was installed: install it again"
    assert reviewed.keys() == {key for key, message in catalog.items() if not message.fuzzy}


@EACH
def test_nothing_is_called_reviewed_that_no_qualified_person_has_reviewed(locale: str) -> None:
    status = next(each for each in kc.locales() if each.name == locale)

    assert not any(message.is_reviewed for message in status.messages)
    assert not status.is_reviewed
    assert {message.message for message in status.messages if message.is_clinical} >= {SAFETY}


def test_each_locale_lists_the_same_messages_and_english_is_the_source() -> None:
    english, *others = kc.locales()

    assert english.is_reviewed
    assert sorted((message.message, message.is_clinical) for message in english.messages) == sorted(
        (texts[0], context == CONTEXT) for context, texts in entries(source())
    )
    assert [each.name for each in kc.locales()] == list(SHIPPED)
    assert [each.direction for each in kc.locales()] == ["ltr", "ltr", "ltr", "rtl"]
    for other in others:
        assert [(m.message, m.is_clinical) for m in other.messages] == [
            (m.message, m.is_clinical) for m in english.messages
        ]
