"""What is said once somebody qualified has reviewed translations: those alone, without the English beside them."""

import sys
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from babel.messages.mofile import write_mo
from messages import read

import ketaclinic as kc
from ketaclinic import catalogs
from ketaclinic.catalogs import SHIPPED
from ketaclinic.rendering.screenings import SAFETY

IN = pytest.mark.parametrize("locale", SHIPPED[1:])
NOTHING = kc.screen(medications=[], conditions=[], substances=[])
OUTCOME = "Nothing that the rules name was found; the doctor decides."
ANSWERS = [NOTHING, kc.screen(medications=["Xanax", "zoloff"], conditions=["asthma"]), kc.Action.PLAN_WITH_PRESCRIBER]

Review = Callable[[Callable[[str], bool]], None]


def forget() -> None:
    """Drop what was read of the catalogs."""
    # The package has functions of these names, so the modules are not its attributes.
    worded, listed = (sys.modules[f"ketaclinic.rendering.{name}"] for name in ("words", "locales"))
    for kept in (worded._words, worded._catalog, listed.locales, catalogs.messages):
        kept.cache_clear()


@pytest.fixture
def review(monkeypatch: pytest.MonkeyPatch) -> Iterator[Review]:
    """Have those messages reviewed, by their English text, in each locale."""

    def reviewed(is_reviewed: Callable[[str], bool]) -> None:
        def compiled(_package: str, path: str) -> bytes:
            _, locale, _, name = path.split("/")
            catalog = read(locale)
            for message in catalog:
                original = message.id if isinstance(message.id, str) else message.id[0]
                if original and is_reviewed(original):
                    message.flags.discard("fuzzy")
            written = BytesIO()
            write_mo(written, catalog, use_fuzzy=name == "all.mo")
            return written.getvalue()

        monkeypatch.setattr(catalogs, "packaged_bytes", compiled)
        forget()

    yield reviewed
    monkeypatch.undo()
    forget()


@IN
def test_a_reviewed_translation_stands_alone_and_the_others_beside_their_english(locale: str, review: Review) -> None:
    before = kc.render(NOTHING, locale=locale)
    translated = kc.render(NOTHING, locale=locale, allow_unreviewed=True).splitlines()[0]
    review(lambda message: message == OUTCOME)
    first, *others = kc.render(NOTHING, locale=locale).splitlines()
    before_first, *before_others = before.splitlines()

    assert first == translated
    assert before_first.startswith(f"{OUTCOME} [")
    assert before_first.endswith(f": {translated}]")
    assert others == before_others
    assert "This is no medical advice" in others[1]


@IN
def test_just_what_is_reviewed_is_listed_as_reviewed(locale: str, review: Review) -> None:
    review(lambda message: message in {SAFETY, "Total"})
    status = next(each for each in kc.locales() if each.name == locale)

    assert {(told.message, told.is_clinical) for told in status.messages if told.is_reviewed} == {
        (str(SAFETY), True),
        ("Total", False),
    }
    assert status.is_reviewed is False


@IN
def test_once_all_is_reviewed_no_english_is_left(locale: str, review: Review) -> None:
    review(lambda _: True)

    assert next(each for each in kc.locales() if each.name == locale).is_reviewed
    for answer in ANSWERS:
        told = kc.render(answer, locale=locale)
        assert told == kc.render(answer, locale=locale, allow_unreviewed=True)
        assert SAFETY not in told


@IN
def test_a_review_of_what_is_not_clinical_changes_no_text(locale: str, review: Review) -> None:
    before = [kc.render(answer, locale=locale) for answer in ANSWERS]
    review(lambda message: message in {"Rules that it rests on: {rules}", "You entered", "Rule"})

    assert [kc.render(answer, locale=locale) for answer in ANSWERS] == before


@IN
def test_as_long_as_nothing_is_reviewed_each_clinical_text_has_its_english(locale: str) -> None:
    for answer in ANSWERS[:2]:
        english = str(answer).split("\n\n")
        shown = kc.render(answer, locale=locale).split("\n\n")
        assert shown[0].startswith(f"{english[0]} [")
        assert shown[1].startswith("This is no medical advice, and it clears nobody for treatment.")
