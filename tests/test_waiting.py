"""Freed visits go to those who have waited longest, are ready and can come: held against a brute-force oracle."""

import copy
import itertools
import pickle
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.values import remade
from ketaclinic.waiting import Offer, WaitingPatient
from strategies import EPOCH, FIRST, at, policy_in

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
MORNING = at("2026-12-01T10:00")


def patient(id: str = "a", since: int = 0, ready: bool = True, availability: Any = (FIRST,)) -> WaitingPatient:
    return WaitingPatient(id, since=EPOCH + since * DAY, ready=ready, availability=availability)


def visit(starts: datetime = MORNING, number: int = 2) -> kc.Visit:
    return kc.Visit.at(starts, number=number)


def told(offers: tuple[Offer, ...]) -> list[tuple[int, str]]:
    return [(offer.visit.number, offer.patient.id) for offer in offers]


# ---- The oracle


def span(item: kc.Visit) -> tuple[datetime, datetime]:
    """A visit up to its latest expected end."""
    return item.moment, item.moment + (150 if item.number == 1 else 90) * MINUTE


def can_come(somebody: WaitingPatient, item: kc.Visit) -> bool:
    """Whether each minute of the visit lies in some stretch of time that was given."""
    begins, ends = span(item)
    minutes = (begins + minute * MINUTE for minute in range(int((ends - begins) / MINUTE)))
    return all(any(holds(given_, minute) for given_ in somebody.availability) for minute in minutes)


def holds(given_: Any, minute: datetime) -> bool:
    if isinstance(given_, tuple):
        first, last = given_
        return bool(first <= minute and minute + MINUTE <= last)
    return bool(minute.astimezone(MORNING.tzinfo).date() == given_)


def clash(one: kc.Visit, other: kc.Visit) -> bool:
    (first, last), (begins, ends) = span(one), span(other)
    return (first < ends and begins < last) or one.starts.date() == other.starts.date()


def oracle(visits: list[kc.Visit], waiting: list[WaitingPatient]) -> list[tuple[kc.Visit, WaitingPatient]]:
    """In order of time, each visit to the first in order of arrival who can take it."""
    offers: list[tuple[kc.Visit, WaitingPatient]] = []
    for item in sorted(dict.fromkeys(visits), key=lambda item: item.moment):
        for somebody in sorted(waiting, key=lambda somebody: somebody.since):
            taken = [other for other, who in offers if who == somebody]
            if somebody.ready and can_come(somebody, item) and not any(clash(item, other) for other in taken):
                offers.append((item, somebody))
                break
    return offers


QUARTERS = st.integers(0, 4 * 24 * 4).map(lambda quarter: at("2026-12-01T00:00") + quarter * 15 * MINUTE)
STRETCHES = st.tuples(QUARTERS, st.integers(1, 40)).map(lambda pair: (pair[0], pair[0] + pair[1] * 15 * MINUTE))
AVAILABLE = st.lists(st.integers(0, 4).map(lambda day: FIRST + day * DAY) | STRETCHES, max_size=4)
VISITS = st.builds(visit, QUARTERS, st.integers(1, 3))


@st.composite
def waiting_lists(draw: st.DrawFn) -> list[WaitingPatient]:
    ids = draw(st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6))
    return [patient(id, draw(st.integers(0, 3)), draw(st.booleans() | st.just(True)), draw(AVAILABLE)) for id in ids]


@settings(max_examples=300)
@given(st.lists(VISITS, max_size=6), waiting_lists())
def test_the_offers_are_those_of_the_oracle(visits: list[kc.Visit], waiting: list[WaitingPatient]) -> None:
    offers = kc.offer_freed_visits(iter(visits), iter(waiting))

    assert [(offer.visit, offer.patient) for offer in offers] == oracle(visits, waiting)
    # What the oracle comes to: nobody twice at a time or on a date, no visit twice, and nobody left out who could come.
    assert len({offer.visit for offer in offers}) == len(offers)
    for one, other in itertools.combinations(offers, 2):
        assert one.patient != other.patient or not clash(one.visit, other.visit)
    for offer in offers:
        assert offer.patient.ready
        assert can_come(offer.patient, offer.visit)
    free = [item for item in visits if item not in {offer.visit for offer in offers}]
    for item, somebody in itertools.product(free, waiting):
        taken = [offer.visit for offer in offers if offer.patient == somebody]
        assert not (somebody.ready and can_come(somebody, item) and not any(clash(item, other) for other in taken))


@given(st.permutations([visit(MORNING + away * HOUR, number) for away, number in ((0, 2), (30, 1), (50, 3))]))
def test_the_order_of_the_visits_changes_nothing(visits: list[kc.Visit]) -> None:
    waiting = [patient(availability=[FIRST, FIRST + DAY]), patient("b", 1, availability=[FIRST + DAY, FIRST + 2 * DAY])]

    assert told(kc.offer_freed_visits(visits, waiting)) == [(2, "a"), (1, "a"), (3, "b")]


# ---- Cases


def test_who_has_waited_longest_comes_first_and_a_tie_keeps_the_order_of_the_list() -> None:
    waiting = [patient("c", 3), patient("b", 1), patient("a", 1), patient("d", 0, ready=False)]

    assert told(kc.offer_freed_visits([visit()], waiting)) == [(2, "b")]
    assert told(kc.offer_freed_visits([visit()], waiting[2:])) == [(2, "a")]
    assert told(kc.offer_freed_visits([visit()], waiting[3:])) == []


@pytest.mark.parametrize(
    ("availability", "is_offered"),
    [
        ([FIRST], True),
        ([FIRST + DAY], False),
        ([], False),
        ([(MORNING, at("2026-12-01T11:30"))], True),
        ([(MORNING, at("2026-12-01T11:29:59"))], False),
        ([(at("2026-12-01T10:00:01"), at("2026-12-01T12:00"))], False),
        ([(MORNING, at("2026-12-01T11:00")), (at("2026-12-01T11:00"), at("2026-12-01T12:00"))], True),
        ([(at("2026-12-01T10:30"), at("2026-12-01T12:00")), (at("2026-12-01T09:00"), at("2026-12-01T11:00"))], True),
        ([(MORNING, at("2026-12-01T11:00")), (at("2026-12-01T11:01"), at("2026-12-01T12:00"))], False),
        ([(at("2026-12-01T09:00"), at("2026-12-01T13:00")), (MORNING, at("2026-12-01T10:30"))], True),
        ([[MORNING.astimezone(UTC), at("2026-12-01T11:30").astimezone(UTC)]], True),
    ],
)
def test_one_must_be_able_to_come_for_the_whole_visit(availability: Any, is_offered: bool) -> None:
    assert bool(kc.offer_freed_visits([visit()], [patient(availability=availability)])) is is_offered


def test_a_first_visit_takes_longer() -> None:
    until_noon = [patient(availability=[(MORNING, at("2026-12-01T12:29"))])]
    assert kc.offer_freed_visits([visit(number=1)], until_noon) == ()
    assert told(kc.offer_freed_visits([visit(number=2)], until_noon)) == [(2, "a")]


@pytest.mark.parametrize(
    ("starts", "days", "is_offered"),
    [
        ("2026-12-01T22:30", [1], True),
        ("2026-12-01T22:31", [1], False),
        ("2026-12-01T22:31", [1, 2], True),
        ("2026-12-01T22:31", [2], False),
        ("2026-12-01T00:00", [1], True),
        ("2026-03-08T00:00", [8], True),
        ("2026-03-08T22:31", [8], False),
        ("2026-11-01T22:30", [1], True),
    ],
)
def test_a_date_counts_whole_in_the_clinics_zone(starts: str, days: list[int], is_offered: bool) -> None:
    start = at(starts)
    availability = [start.date().replace(day=day) for day in days]
    offers = kc.offer_freed_visits([visit(start)], [patient(availability=availability)])
    assert bool(offers) is is_offered


def test_a_date_is_one_of_the_clinics_zone() -> None:
    there = kc.Visit.at(datetime(2026, 12, 1, 12, tzinfo=UTC), number=2, policy=policy_in("Pacific/Apia"))

    assert kc.offer_freed_visits([there], [patient(availability=[date(2026, 12, 1)])]) == ()
    assert told(kc.offer_freed_visits([there], [patient(availability=[date(2026, 12, 2)])])) == [(2, "a")]


def test_nobody_is_offered_two_visits_at_a_time_or_on_a_date() -> None:
    days = [FIRST, FIRST + DAY, FIRST + 2 * DAY]
    ours, theirs = patient(availability=days), patient("b", 1, availability=days)
    same_time = [visit(number=2), visit(number=3)]
    assert told(kc.offer_freed_visits(same_time, [ours])) == [(2, "a")]
    assert told(kc.offer_freed_visits(same_time, [ours, theirs])) == [(2, "a"), (3, "b")]
    same_date = [visit(number=2), visit(MORNING + 8 * HOUR, 3)]
    assert told(kc.offer_freed_visits(same_date, [ours])) == [(2, "a")]
    overnight = [visit(at("2026-12-01T23:00"), 2), visit(at("2026-12-02T00:15"), 3)]
    assert told(kc.offer_freed_visits(overnight, [ours])) == [(2, "a")]
    next_day = [visit(at("2026-12-01T23:00"), 2), visit(at("2026-12-02T00:30"), 3)]
    assert told(kc.offer_freed_visits(next_day, [ours])) == [(2, "a"), (3, "a")]


def test_a_visit_that_is_named_twice_is_offered_once() -> None:
    waiting = [patient(), patient("b", 1)]
    assert told(kc.offer_freed_visits([visit(), visit()], waiting)) == [(2, "a")]


def test_nothing_free_or_nobody_waiting_is_no_offer() -> None:
    assert kc.offer_freed_visits([], [patient()]) == kc.offer_freed_visits([visit()], []) == ()


def test_what_was_offered_rests_on_the_waiting_list() -> None:
    (offer,) = kc.offer_freed_visits([visit()], [patient()])

    assert offer.clauses == ("cancel.waiting-list",)
    for value in (offer, offer.patient):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            twin = pickle.loads(pickle.dumps(value, protocol))  # noqa: S301  # our own
            assert (twin, hash(twin)) == (value, hash(value))
        assert copy.copy(value) == copy.deepcopy(value) == value
    for fields in ((None, patient()), (visit(), "a")):
        with pytest.raises(kc.InvalidTypeError, match="^(visit|patient): "):
            remade(Offer, fields)


def test_times_are_kept_in_utc_and_one_can_be_evolved() -> None:
    first, second = at("2026-11-01T01:30"), at("2026-11-01T01:30").replace(fold=1)
    somebody = WaitingPatient("a", since=second, ready=True, availability=[(first, second), FIRST])

    assert somebody.since == datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
    assert somebody.availability == ((somebody.since - HOUR, somebody.since), FIRST)
    assert attrs.evolve(somebody) == somebody
    assert attrs.evolve(somebody, ready=False).ready is False


def test_a_thousand_visits_for_a_thousand_patients_are_offered_quickly() -> None:
    visits = [visit(MORNING + hours * HOUR) for hours in range(0, 2_000, 2)]
    nobody_can = [patient(str(n), n, availability=[date(2030, 1, 1 + n % 28), FIRST - DAY]) for n in range(999)]
    everybody_can = [
        patient(str(n), n, availability=[FIRST + day * DAY for day in range(n % 60, n % 60 + 30)]) for n in range(1_000)
    ]
    for waiting in (nobody_can, everybody_can):
        began = perf_counter()
        offers = kc.offer_freed_visits(visits, waiting)
        took = perf_counter() - began

        assert took < 30
        assert bool(offers) == (waiting is everybody_can)


# ---- Refusals


def test_visits_of_two_policies_and_two_patients_of_one_id_are_refused() -> None:
    other = kc.Visit.at(MORNING + DAY, number=2, policy=policy_in("Europe/Dublin"))
    with pytest.raises(kc.InvalidInputError, match="^visits: expected visits under one policy$"):
        kc.offer_freed_visits([visit(), other], [])
    equal = kc.Visit.at(MORNING + DAY, number=2, policy=attrs.evolve(kc.faq_policy()))
    assert len(kc.offer_freed_visits([visit(), equal], [patient(availability=[FIRST, FIRST + DAY])])) == 2
    with pytest.raises(kc.InvalidInputError, match="^waiting_list: expected each patient once$"):
        kc.offer_freed_visits([visit()], [patient("a"), patient("b"), patient("a", 1, ready=False)])


@pytest.mark.parametrize("items", [None, "abc", b"abc", 5, True, {}, {1: 2}, [None], ["a"], [5], [MORNING], [FIRST]])
def test_visits_and_patients_are_iterables_of_them(items: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match=r"^visits(\[0\])?: expected "):
        kc.offer_freed_visits(items, [])
    with pytest.raises(kc.InvalidTypeError, match=r"^waiting_list(\[0\])?: expected "):
        kc.offer_freed_visits([], items)


def test_endless_lists_are_refused() -> None:
    with pytest.raises(kc.InvalidInputError, match="^visits: expected at most 10,000 items$"):
        kc.offer_freed_visits(itertools.repeat(visit()), [])
    with pytest.raises(kc.InvalidInputError, match="^waiting_list: expected at most 10,000 items$"):
        kc.offer_freed_visits([], itertools.repeat(patient()))
    with pytest.raises(kc.InvalidInputError, match="^availability: expected at most 10,000 items$"):
        patient(availability=itertools.repeat(FIRST))


TYPE, VALUE, NAIVE = kc.InvalidTypeError, kc.InvalidInputError, kc.NaiveDatetimeError
NO_ZONE, NO_TIME = datetime(2026, 12, 1), at("2026-03-08T02:30")  # noqa: DTZ001  # on purpose
YEAR_ONE, OTHER = datetime(1, 1, 1, tzinfo=UTC), MORNING + HOUR

WRONG: list[tuple[str, Any, type[Exception], str]] = [
    *[("id", value, TYPE, "id") for value in [None, 5, True, b"a", ["a"]]],
    *[("id", value, VALUE, "id") for value in ["", " a", "John\nDoe", "x" * 201, "\u202ea"]],
    *[("since", value, TYPE, "since") for value in [None, 5, "2026-12-01", FIRST, True]],
    ("since", NO_ZONE, NAIVE, "since"),
    *[("since", value, VALUE, "since") for value in [NO_TIME, YEAR_ONE]],
    *[("ready", value, TYPE, "ready") for value in (None, 0, 1, "yes", 1.0)],
    *[("availability", value, TYPE, "availability") for value in [None, "abc", b"abc", 5, FIRST, {FIRST: 1}]],
    *[
        ("availability", [FIRST, value], TYPE, r"availability\[1\]")
        for value in [None, "2026", 5, MORNING, {MORNING, OTHER}]
    ],
    *[("availability", [value], VALUE, r"availability\[0\]") for value in [(), (MORNING,), [MORNING, OTHER, OTHER]]],
    *[("availability", [value], VALUE, r"availability\[0\]") for value in [(MORNING, MORNING), (OTHER, MORNING)]],
    *[("availability", [(value, OTHER)], TYPE, r"availability\[0\]\[0\]") for value in [None, FIRST, "2026", 5]],
    *[("availability", [(MORNING, value)], TYPE, r"availability\[0\]\[1\]") for value in [None, FIRST, "2026", 5]],
    ("availability", [(MORNING, NO_ZONE)], NAIVE, r"availability\[0\]\[1\]"),
    ("availability", [(NO_TIME, OTHER)], VALUE, r"availability\[0\]\[0\]"),
    *[("availability", [value], VALUE, r"availability\[0\]") for value in [date.min, date.max, date(1899, 12, 31)]],
    ("availability", [date(2200, 1, 1)], VALUE, r"availability\[0\]"),
]


@pytest.mark.parametrize(("argument", "value", "kind", "place"), WRONG)
def test_what_is_no_waiting_patient_is_refused(argument: str, value: Any, kind: type[Exception], place: str) -> None:
    arguments: dict[str, Any] = {"id": "a", "since": MORNING, "ready": True, "availability": [], argument: value}
    with pytest.raises(kind, match=f"^{place}: expected ") as refused:
        WaitingPatient(arguments.pop("id"), **arguments)

    # No id and no time of a patient is repeated; years stand for what is taken.
    assert not any(told_ in str(refused.value) for told_ in ("John", "2026", "xx", "10:00"))
    arguments = {"id": "a", "since": MORNING, "ready": True, "availability": [], argument: value}
    with attrs.validators.disabled(), pytest.raises(kind):
        WaitingPatient(arguments.pop("id"), **arguments)


def test_the_first_and_the_last_date_that_are_taken() -> None:
    somebody = patient(availability=[date(1900, 1, 1), date(2199, 12, 31)])
    assert kc.offer_freed_visits([visit()], [somebody]) == ()
    last = visit(at("2199-12-31T10:00"))
    assert told(kc.offer_freed_visits([last], [somebody])) == [(2, "a")]


def test_an_offer_unpacks_into_its_visit_and_its_patient() -> None:
    visit = kc.Visit.at(datetime(2026, 12, 1, 18, tzinfo=UTC), number=1)
    patient = kc.WaitingPatient("a", since=visit.moment, ready=True, availability=[date(2026, 12, 1)])
    (offered, to), *_ = kc.offer_freed_visits([visit], [patient])

    assert (offered, to) == (visit, patient)


NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
GATHERED = "expected an iterable of dates, or pairs of a first and a last moment"
PAIR = "expected a date, or a pair of aware datetimes"
IN_ORDER = "expected a pair whose first moment is before its last one"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"availability": 5}, f"availability: {GATHERED}, got a value of type int"),
        ({"availability": ["x"]}, f"availability[0]: {PAIR}, got a value of type str"),
        ({"availability": [(1,)]}, f"availability[0]: {PAIR}"),
        (
            {"availability": [(NOON, NOON)]},
            "availability[0]: expected a pair whose first moment is before its last one",
        ),
        ({"ready": 1}, "ready: expected True or False, got a value of type int"),
        ({"id": ""}, "id: expected 1 to 200 printable characters on one line, with no blanks around them"),
    ],
)
def test_a_refusal_of_a_waiting_patient_says_what_was_expected(fields: dict[str, Any], said: str) -> None:
    given_: dict[str, Any] = {"id": "a", "since": NOON, "ready": True, "availability": [], **fields}
    with pytest.raises((kc.InvalidInputError, kc.InvalidTypeError)) as refused:
        kc.WaitingPatient(**given_)
    assert str(refused.value) == said


def test_nothing_that_a_refusal_carries_shows_the_id() -> None:
    with pytest.raises(kc.InvalidInputError) as refused:
        kc.WaitingPatient("x\n SECRET", since=NOON, ready=True, availability=[])
    assert refused.value.__context__ is None
    assert "SECRET" not in repr(refused.value.args)
