"""The catalogs: every message in every locale, with the same figures and fields, and marked until it is reviewed."""

import re
from collections import Counter
from functools import cache
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


@cache
def held(locale: str) -> dict[Key, Message]:
    return entries(read(locale))


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


def test_the_spanish_plural_is_the_longer_form() -> None:
    plurals = [forms(message) for message in held("es_US").values() if len(forms(message)) > 1]

    assert len(plurals) > 3
    assert all(len(singular) < len(plural) for singular, plural in plurals)


TURNED_ROUND = {
    ("es_US", "Eat and drink nothing from {time} on {date}. Somebody else must drive you home."),
    ("ko", "Eat and drink nothing from {time} on {date}. Somebody else must drive you home."),
    ("ko", "Before and after your {count} visits, from {first} to {last}"),
}
"""Where a language puts what is filled in into another order; each is to be read by somebody who knows it."""


@EACH
def test_no_two_fields_of_a_translation_change_places(locale: str) -> None:
    turned = {
        (locale, originals(message)[-1])
        for message in entries(read(locale)).values()
        for form in forms(message)
        if list(fields(form)) != list(fields(originals(message)[-1]))
    }

    assert turned == {each for each in TURNED_ROUND if each[0] == locale}


@EACH
def test_a_translation_has_the_figures_of_its_source(locale: str) -> None:
    for message in entries(read(locale)).values():
        for form in forms(message):
            assert figures(form) in [figures(original) for original in originals(message)], message.id


SAID: dict[str, tuple[str, str, str]] = {
    "never": ("nunca", "절대로|결코", "هرگز"),
    "not|no|nothing|nobody|cannot|nor": (
        r"\b(no|ni|nada|nadie|nunca|sin|ningún|ninguna?|tampoco|fuera)\b",
        "않|없|아니|아닙|아닌|못|마세요|말고|안 [되됩]|다른 이름",
        r"(?<!\w)ن(?!وبت|ام|فر|مونه|ظر|وع|اک|شان|یاز|سخ|تیج|زد|خست)\w|هیچ|بدون|غیر|خیر|بیرون",
    ),
    "must|has to": ("tiene|debe|es necesario", "해야|야 |필요", "باید|لازم|مجبور"),
    "may": ("pued|podr|quizá", "수 있|수도|도 [되됩]|는지|다고", "ممکن|می‌توان|شاید|بتوان"),
    "before": ("antes|previ|anterior|hasta|faltan|anticipación", "전|먼저|미만", "پیش|قبل|تا|مانده"),
    "two": ("dos", "두|이틀|2", "دو"),
    "three": ("tres", "세|사흘|3", "سه"),
    "at least": ("al menos|mínimo", "최소|이상", "دست‌کم|حداقل"),
    "at most": ("como máximo", "최대", "حداکثر"),
    "less than": ("menos de", "미만", "کمتر"),
    "avoid|avoided": ("evit", "피", "پرهیز|اجتناب"),
    "alcohol": ("alcohol", "술|알코올", "الکل"),
    "marijuana": ("marihuana", "마리화나", "ماری"),
    "cocaine": ("cocaína", "코카인", "کوکائین"),
    "heroin": ("heroína", "헤로인", "هروئین"),
    "benzodiazepines?": ("benzodiac", "벤조디아제핀", "بنزودیازپین"),
    "lamotrigine": ("lamotrigin", "lamotrigine|라모트리진", "lamotrigine|لاموتریژین"),
    "prescriber": ("receta", "처방", "تجویز"),
    "primary care physician": ("médico de cabecera|primaria", "주치의", "پزشک"),
    "doctor": ("doctor", "의사", "پزشک"),
    "drive|driving|driver": ("manej|conduc", "운전", "راننده|رانندگی"),
    "eat": ("com[ae]", "먹", "خور"),
    "drink": ("beb", "마[시실]", "نوش"),
    "stop|stopped|stopping": ("suspend|dej|interrump", "끊|중단", "قطع|کنار"),
    "suddenly": ("repente", "갑자기", "ناگهان"),
    "at risk": ("riesgo|perder", "잃게", "از دست|خطر|در معرض"),
    "seizures?": ("convuls", "발작", "تشنج"),
    "psychosis|psychotic": ("psic", "정신", "روان"),
    "water": ("agua", "물", "آب"),
    "call": ("llam", "전화", "تماس"),
    "price|priced": ("preci|cuest|cost|tarifa", "가격|비용|요금|단가|책정", "قیمت|هزینه"),
    "dangerous": ("peligro", "위험", "خطرناک"),
    "hours?": ("hora", "시간|시", "ساعت"),
    "days?": ("día", "일|날|사흘", "روز"),
    "minutes?": ("minuto", "분", "دقیقه"),
    "cancel|cancelled|cancelling|cancellation": ("cancel", "취소", "لغو"),
}
"""Words on which it depends what a patient does, and what stands for them in Spanish, Korean and Persian."""


@pytest.mark.parametrize("english", SAID)
@EACH
def test_a_translation_says_what_its_source_does_of_what_matters_most(locale: str, english: str) -> None:
    said = re.compile(SAID[english][TRANSLATED.index(locale)], re.IGNORECASE)
    asked = re.compile(rf"(?<![{{\w.-])({english})(?![\w}}-])", re.IGNORECASE)
    told = [form for message in held(locale).values() if asked.search(originals(message)[0]) for form in forms(message)]

    assert told
    assert [form for form in told if not said.search(form)] == []


SAFETY_IN = {
    "es_US": (
        "Nunca suspenda ni cambie una dosis sin el acuerdo del médico que se la receta y del doctor de la clínica: "
        "suspender el medicamento de repente es peligroso."
    ),
    "ko": (
        "약을 처방한 의료진과 클리닉 의사 모두와 함께 정하지 않고는, 절대로 약을 끊거나 용량을 바꾸지 마세요. "
        "갑자기 끊으면 위험합니다."
    ),
    "fa": (
        "هرگز بدون نظر تجویزکنندهٔ دارویتان و پزشک کلینیک، دارو را قطع نکنید و دوز آن را تغییر ندهید: "
        "قطع ناگهانی دارو خطرناک است."
    ),
}


@EACH
def test_the_safety_sentence_is_the_one_that_was_read_back_from_the_language(locale: str) -> None:
    assert forms(entries(read(locale))[CONTEXT, (SAFETY,)]) == [SAFETY_IN[locale]]


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

    assert {message.is_reviewed for message in status.messages} == {False}
    assert not status.is_reviewed
    assert {message.message for message in status.messages if message.is_clinical} >= {SAFETY}


def test_each_locale_lists_the_same_messages_and_english_is_the_source() -> None:
    english, *others = kc.locales()

    assert english.is_reviewed
    assert sorted((message.message, message.is_clinical) for message in english.messages) == sorted(
        (texts[0], context == CONTEXT) for context, texts in entries(source())
    )
    assert [each.name for each in kc.locales()] == list(SHIPPED)
    assert [each.language for each in kc.locales()] == ["English", "español", "한국어", "فارسی"]
    assert [each.direction for each in kc.locales()] == ["ltr", "ltr", "ltr", "rtl"]
    for other in others:
        assert [(m.message, m.is_clinical) for m in other.messages] == [
            (m.message, m.is_clinical) for m in english.messages
        ]
