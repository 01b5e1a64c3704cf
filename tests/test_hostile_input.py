"""Whatever comes in, only documented errors come out, quickly, and none repeats what a patient entered."""

import itertools
import time
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ketaclinic as kc


class MyInt(int):
    """Not exactly an int."""


NOT_COUNTS = [True, False, 6.0, Decimal(6), Fraction(6), "6", b"6", None, MyInt(6), [6], kc.Money(6), object()]


@pytest.mark.parametrize("value", NOT_COUNTS, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("argument", ["infusions", "completed"])
def test_a_count_is_exactly_an_int(argument: str, value: Any) -> None:
    arguments: dict[str, Any] = {"infusions": 1, argument: value}
    with pytest.raises(kc.InvalidTypeError) as refused:
        kc.quote(**arguments)

    expected = "a whole number (int) from 0 to 1,000,000"
    assert (refused.value.argument, refused.value.expected) == (argument, expected)
    assert refused.value.given == f"a value of type {type(value).__name__}"


@pytest.mark.parametrize("value", [-1, -(10**30), 1_000_001, 10**5_000], ids=["-1", "small", "+1", "huge"])
@pytest.mark.parametrize("argument", ["infusions", "completed"])
def test_a_count_is_from_none_to_a_million(argument: str, value: int) -> None:
    arguments: dict[str, Any] = {"infusions": 1, argument: value}
    with pytest.raises(kc.InvalidInputError) as refused:
        kc.quote(**arguments)

    # A number of infusions is a patient's history, and so it is not repeated.
    assert str(refused.value) == f"{argument}: expected a whole number from 0 to 1,000,000"
    arguments[argument] = 1_000_000
    assert getattr(kc.quote(**arguments), argument) == 1_000_000


@pytest.mark.parametrize(
    "treating", ["chronic_pain", b"pain", kc.Indication.PTSD, 5, object(), ["ptsd"], [None], {}, {1: 2}]
)
def test_what_is_treated_is_an_iterable_of_indications(treating: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^treating") as refused:
        kc.quote(6, treating=treating)

    assert "pain" not in str(refused.value)
    assert "ptsd" not in str(refused.value)


@pytest.mark.parametrize("services", ["infusion", b"x", kc.Service.INFUSION, 5, ["infusion"], [None], None])
def test_services_are_an_iterable_of_services(services: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^services"):
        kc.quote(6, services=services)


def test_an_item_of_another_type_is_named_by_its_place() -> None:
    with pytest.raises(
        kc.InvalidTypeError, match=r"^treating\[1\]: expected a value of type Indication, got a value of"
    ):
        kc.quote(6, treating=[kc.Indication.PTSD, "ptsd"])  # type: ignore[list-item]


def test_infusions_are_not_among_the_services() -> None:
    with pytest.raises(kc.InvalidInputError, match="^services: expected consultations"):
        kc.quote(6, services=[kc.Service.TELEPHONE_CONSULTATION, kc.Service.INFUSION])


@pytest.mark.parametrize(
    "call",
    [
        lambda: kc.quote(1, services=itertools.repeat(kc.Service.TELEPHONE_CONSULTATION)),
        lambda: kc.quote(1, treating=itertools.repeat(kc.Indication.PTSD)),
        lambda: kc.quote(1, services=[kc.Service.TELEPHONE_CONSULTATION] * 10_001),
        lambda: kc.Money("9" * 1_000_000),
        lambda: kc.Money(1, "U" * 1_000_000),
        lambda: kc.clause("a" * 1_000_000),
        lambda: kc.render(kc.Money(1), locale="e" * 1_000_000),
        lambda: kc.render(kc.Money(1), form="t" * 1_000_000),  # type: ignore[arg-type]
    ],
)
def test_too_much_is_refused_at_once(call: Callable[[], object]) -> None:
    kc.faq_policy()
    with pytest.raises((kc.InvalidInputError, kc.UnknownLocaleError)) as refused:
        call()
    began = time.perf_counter()
    with pytest.raises((kc.InvalidInputError, kc.UnknownLocaleError)):
        call()

    assert time.perf_counter() - began < 0.1
    assert len(str(refused.value)) < 300


def test_ten_thousand_services_are_taken() -> None:
    assert len(kc.quote(0, services=[kc.Service.INFORMATION_CONSULTATION] * 10_000).payments) == 10_000


class Contrary(list[kc.Service]):
    """Says that it equals everything."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


class Raising(list[kc.Service]):
    """Cannot be compared."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    __hash__ = None


@pytest.mark.parametrize("kind", [Contrary, Raising])
def test_no_comparison_of_a_strangers_is_trusted(kind: Any) -> None:
    assert kc.quote(1, services=kind([kc.Service.INFORMATION_CONSULTATION])).total == kc.Money("800")


@pytest.mark.parametrize("policy", ["faq", 5, object(), kc.Policy, {}])
def test_a_policy_is_a_policy(policy: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^policy: expected a value of type Policy"):
        kc.quote(6, policy=policy)


JUNK = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.lists(st.integers())


@given(JUNK, JUNK, JUNK, JUNK)
def test_only_documented_errors_come_out_of_a_quote(
    infusions: Any, completed: Any, services: Any, treating: Any
) -> None:
    try:
        kc.quote(infusions, completed=completed, services=services, treating=treating)
    except kc.KetaclinicError as error:
        assert isinstance(error, (ValueError, TypeError, LookupError))
        assert len(str(error)) < 300


@given(JUNK, JUNK)
def test_only_documented_errors_come_out_of_money(amount: Any, currency: Any) -> None:
    try:
        kc.Money(amount, currency)
    except kc.KetaclinicError as error:
        assert isinstance(error, (ValueError, TypeError))
        assert len(str(error)) < 300


@pytest.mark.parametrize("value", [[], "quote", None, kc.clause("price.initial"), kc.faq_policy()])
def test_what_has_no_rendering_is_refused(value: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^value: expected an answer of ketaclinic, or Money, got"):
        kc.render(value)


# ---- Characters that stand for many

LONG = "\ufdfa"
"""One character that stands for 18 letters."""
SPELLED = "صلى الله عليه وسلم"
LISTS = ["medications", "conditions", "substances"]


def screened(entries: list[str], *, into: str = "medications") -> kc.Screening:
    lists: dict[str, Any] = {into: entries}
    return kc.screen(**lists)


@pytest.mark.parametrize("into", LISTS)
def test_an_entry_is_as_long_as_what_it_stands_for(into: str) -> None:
    longest = f"{LONG * 27}{'x' * 14}"
    for entry in (longest[:-1], longest):
        assert screened([entry], into=into).findings[0].entry == entry

    for entry in (f"{longest}x", LONG * 28, LONG * 500):
        with pytest.raises(kc.InvalidInputError, match=rf"^{into}\[1\]: expected at most 500 characters$"):
            screened([longest, entry], into=into)


@pytest.mark.parametrize("into", LISTS)
def test_a_list_is_as_long_as_what_its_entries_stand_for(into: str) -> None:
    longest = [f"{LONG * 27}{'x' * 14}"] * 40
    for entries in ([*longest[:-1], longest[-1][:-1]], longest):
        assert len(screened(entries, into=into).findings) == 40

    with pytest.raises(kc.InvalidInputError, match=f"^{into}: expected at most 20,000 characters in all$"):
        screened([*longest, "x"], into=into)


def test_marks_that_a_letter_takes_up_count_as_they_are_typed() -> None:
    assert screened(["e\u0301" * 250]).findings
    with pytest.raises(kc.InvalidInputError, match=r"^medications\[0\]: expected at most 500 characters$"):
        screened(["e\u0301" * 250 + "x"])


def test_the_words_for_an_indication_are_as_long_as_what_they_stand_for() -> None:
    assert kc.Indication.recognize(f"PTSD {LONG * 27}") == ()
    with pytest.raises(kc.InvalidInputError, match="^text: expected at most 500 characters$"):
        kc.Indication.recognize(LONG * 28)


@given(st.lists(st.text(st.sampled_from(f"{LONG}\u3300\ufb03\u00df\u0301 x,Ⅷ½"), max_size=60), max_size=40))
def test_every_entry_yields_a_finding_or_its_list_is_refused(entries: list[str]) -> None:
    try:
        screening = screened(entries)
    except kc.InvalidInputError:
        return
    assert {finding.entry for finding in screening.findings} == {*entries}


def seconds(entries: list[str]) -> float:
    """The least time in which they are screened or refused, of three."""
    times = []
    for _ in range(3):
        began = time.process_time()
        with suppress(kc.InvalidInputError):
            screened(entries)
        times.append(time.process_time() - began)
    return min(times)


@pytest.mark.parametrize("between", ["", " ", ","])
def test_no_list_takes_many_times_as_long_as_its_letters_do(between: str) -> None:
    screened(["klonapin", LONG])
    plain = [((SPELLED + between) * 30)[:500]] * 40
    usual = seconds(plain)

    for each in (500, 27 * 2, 27, 26):
        assert seconds([((LONG + between) * 500)[:each]] * 40) < 5 * usual + 0.02
