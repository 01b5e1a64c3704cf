"""A clinic's own wording: in place of messages that are not clinical, with the same fields, inert in every form."""

import copy
import pickle
from datetime import UTC, datetime
from pathlib import Path

import attrs
import html5lib
import pytest

import ketaclinic as kc
from ketaclinic.catalogs import SHIPPED
from ketaclinic.rendering.screenings import SAFETY

PAID = "No infusion is charged up front; each is paid at its visit."
TOTAL = "Total price: {amount}"
SHIPPED_ONES = "one of en_US, es_US, ko, fa"
SPANISH = kc.Wording("es_US", PAID, "Se paga al salir.")


def clinic_with(*wording: kc.Wording) -> kc.Policy:
    policy = kc.faq_policy()
    return attrs.evolve(policy, clinic=attrs.evolve(policy.clinic, wording=wording))


def test_a_clinic_says_it_in_its_own_words_in_that_locale_alone() -> None:
    quote = kc.quote(1, policy=clinic_with(SPANISH))

    assert "- Se paga al salir. (price.pay-as-you-go)" in kc.render(quote, locale="es_MX")
    assert "Se paga al salir." in kc.render(quote, locale="es_US", form="html", detail="brief")
    assert str(quote) == str(kc.quote(1))
    assert kc.render(quote, locale="ko") == kc.render(kc.quote(1), locale="ko")


def test_the_english_can_be_worded_anew_and_its_fields_are_filled_in() -> None:
    quote = kc.quote(1, policy=clinic_with(kc.Wording("en_US", TOTAL, "You pay {amount} in all")))

    assert str(quote).startswith("You pay $600.00 in all\n")
    assert kc.render(kc.Money(1)) == "$1.00"


def test_beside_its_english_a_translation_has_the_words_of_the_clinic_in_both_languages() -> None:
    entered = "You entered: {entries}."
    policy = clinic_with(
        kc.Wording("en_US", entered, "You told us: {entries}."), kc.Wording("es_US", entered, "Nos dijo: {entries}.")
    )
    visit = kc.Visit.at(datetime(2026, 12, 21, 18, tzinfo=UTC), number=1, policy=policy)
    sheet = kc.prepare(visit, screening=kc.screen(medications=["Xanax"], policy=policy))
    text = " ".join(kc.render(sheet, locale="es_US").split())

    assert "You told us: Xanax. If you take a benzodiazepine, " in text
    assert ": Nos dijo: Xanax. Si toma una benzodiacepina, " in text
    assert "You entered" not in text


@pytest.mark.parametrize("locale", ["es_MX", "xx", "", "en"])
def test_a_locale_that_is_not_shipped_is_refused(locale: str) -> None:
    with pytest.raises(kc.InvalidInputError) as refused:
        kc.Wording(locale, PAID, "x")

    expected = "1 to 200 printable characters on one line, with no blanks around them" if not locale else SHIPPED_ONES
    assert str(refused.value) == f"locale: expected {expected}, got {locale!r}"


@pytest.mark.parametrize("message", ["No such message.", "{count} hour", "x"])
def test_only_messages_can_be_worded_anew(message: str) -> None:
    with pytest.raises(kc.InvalidInputError) as refused:
        kc.Wording("es_US", message, "x")

    assert str(refused.value) == f"message: expected the English text of a message, got {message!r}"


@pytest.mark.parametrize("message", [str(SAFETY), "Speak with the doctor about this first."])
def test_no_clinical_message_can_be_worded_anew(message: str) -> None:
    with pytest.raises(kc.InvalidInputError, match="^message: expected the English text of a message .* not clinical"):
        kc.Wording("en_US", message, "All is well.")


@pytest.mark.parametrize("text", ["Total", "{amount} {amount}", "{total}", "{amount} {clinic}"])
def test_a_wording_has_the_fields_of_its_message(text: str) -> None:
    with pytest.raises(kc.InvalidInputError, match=r"^text: expected a text with \{amount\}, as the message has$"):
        kc.Wording("en_US", TOTAL, text)
    with pytest.raises(kc.InvalidInputError, match="^text: expected a text with no fields"):
        kc.Wording("en_US", PAID, "{amount}")
    with pytest.raises(kc.InvalidInputError, match=r"^text: expected a text with \{first\}, \{last\}, as the message"):
        kc.Wording("en_US", "{first} to {last}", text)


def test_a_message_is_worded_once_in_a_locale() -> None:
    first, second = (kc.Wording("en_US", "Total", text) for text in ("Sum", "In all"))

    assert len(clinic_with(first, kc.Wording("es_US", "Total", "Suma")).clinic.wording) == 2
    for twice in ((first, second), (first, first)):
        with pytest.raises(kc.InvalidInputError, match="^wording: expected each message once in a locale$"):
            clinic_with(*twice)


def test_a_wording_survives_a_policy_file(tmp_path: Path) -> None:
    policy = clinic_with(SPANISH, kc.Wording("fa", TOTAL, "{amount}"))
    path = tmp_path / "clinic.toml"
    path.write_text(kc.dump_policy(policy), encoding="utf-8")

    assert kc.load_policy(path) == policy
    assert kc.load_policy(path).clinic.wording == policy.clinic.wording
    for twin in (pickle.loads(pickle.dumps(policy)), copy.deepcopy(policy)):  # noqa: S301
        assert twin == policy


def test_every_fault_of_a_wording_in_a_file_is_told_with_its_place(tmp_path: Path) -> None:
    text = kc.dump_policy(clinic_with(SPANISH))
    path = tmp_path / "clinic.toml"
    path.write_text(text.replace(PAID, "Nothing.").replace("es_US", "xx"), encoding="utf-8")

    with pytest.raises(kc.PolicyError) as refused:
        kc.load_policy(path)
    assert [fault.place for fault in refused.value.faults] == ["clinic.wording[0].locale", "clinic.wording[0].message"]

    path.write_text(text.replace("[[clinic.wording]]", "[clinic.wording]"), encoding="utf-8")
    with pytest.raises(kc.PolicyError, match=r"clinic\.wording: expected a list of tables, got a value of type dict"):
        kc.load_policy(path)

    table = text[text.index("[[clinic.wording]]") :].partition("\n\n")[0]
    path.write_text(text.replace(table, f"{table}\n\n{table}"), encoding="utf-8")
    with pytest.raises(kc.PolicyError, match=r"clinic\.wording: expected each message once in a locale$"):
        kc.load_policy(path)


@pytest.mark.parametrize("locale", SHIPPED)
def test_a_long_and_hostile_wording_is_inert(locale: str) -> None:
    hostile = ("<script>x</script>&\"'*_|`" * 3_000)[:65_536].strip()
    quote = kc.quote(1, policy=clinic_with(kc.Wording(locale, PAID, hostile)))
    tree = html5lib.parseFragment(kc.render(quote, locale=locale, form="html"), namespaceHTMLElements=False)

    assert hostile in "".join(tree.itertext())
    assert "script" not in {element.tag for element in tree.iter()}


def test_a_wording_that_is_too_long_is_refused() -> None:
    with pytest.raises(kc.InvalidInputError, match="^text: expected 1 to 65536 printable characters"):
        kc.Wording("en_US", PAID, "x" * 65_537)
