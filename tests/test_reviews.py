"""A review finds every departure from the typical regimen, and none other: held against an oracle of dates alone."""

import copy
import itertools
import pickle
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.reviews import DepartureKind
from ketaclinic.testing import clinic_calendars
from ketaclinic.values import remade
from strategies import FIRST, at, dates

POLICY = kc.faq_policy()
DAY = timedelta(days=1)
K = DepartureKind


def plan_on(*days: int, completed: int = 0, policy: kc.Policy | None = None, hour: int = 18) -> kc.TreatmentPlan:
    """A series on those days, counted from the first of December 2026."""
    midnight = datetime(2026, 12, 1, hour, tzinfo=UTC)
    return kc.TreatmentPlan.of((midnight + day * DAY for day in days), completed=completed, policy=policy)


def review(*days: int) -> dict[DepartureKind, tuple[tuple[int, ...], tuple[int, ...]]]:
    """By kind, the visits' numbers and the days."""
    return {
        departure.kind: (departure.numbers, tuple((day - FIRST).days for day in departure.dates))
        for departure in kc.review_plan(plan_on(*days))
    }


def oracle(days: list[int], least: int = 2, most: int = 3, span: int = 21) -> dict[DepartureKind, Any]:
    """What departs, by brute force; `days` are in order."""
    found: dict[DepartureKind, Any] = {}
    numbered = list(enumerate(days, 1))

    def tell(kind: DepartureKind, numbers: set[int], told: set[int] | None = None) -> None:
        if numbers or told:
            on = {day for number, day in numbered if number in numbers} if told is None else told
            found[kind] = (tuple(sorted(numbers)), tuple(sorted(on)))

    if len(days) < 4:
        found[K.TOO_FEW] = ((), ())
    if len(days) > 6:
        found[K.TOO_MANY] = (tuple(range(7, len(days) + 1)), ())
    if days:
        times = Counter(days)
        tell(K.SAME_DAY, {number for number, day in numbered if times[day] > 1})
        crowded: set[int] = set()
        for begin in range(days[0] - 6, days[-1] + 1):
            inside = {number for number, day in numbered if begin <= day < begin + 7}
            crowded |= inside if len(inside) > most else set()
        tell(K.TOO_DENSE, crowded)
        weeks = [range(begin, begin + 7) for begin in range(days[0], days[-1] + 1, 7)][:-1]
        sparse = [week for week in weeks if sum(day in week for day in days) < least]
        tell(
            K.TOO_SPARSE,
            {number for number, day in numbered if any(day in week for week in sparse)},
            {week[0] for week in sparse},
        )
        tell(K.TOO_LONG, {number for number, day in numbered if day - days[0] + 1 > span})
    return found


LISTS = st.lists(st.integers(0, 45) | st.integers(0, 14), max_size=14)


@settings(max_examples=1_000)
@given(LISTS)
def test_a_review_equals_the_oracle(days: list[int]) -> None:
    found = review(*days)

    assert found == oracle(sorted(days))
    assert list(found) == [kind for kind in K if kind in found]


@given(LISTS, st.integers(-300, 300), st.integers(0, 23))
def test_without_a_calendar_the_date_changes_nothing(days: list[int], away: int, hour: int) -> None:
    def told(plan: kc.TreatmentPlan, shift: int) -> list[tuple[Any, ...]]:
        return [(d.kind, d.numbers, [day - shift * DAY for day in d.dates]) for d in kc.review_plan(plan)]

    shifted = (
        kc.TreatmentPlan.of(at("2026-12-01T00:00") + (away + day) * DAY + timedelta(hours=hour) for day in days)
        if hour not in {1, 2}
        else kc.TreatmentPlan.of(at("2026-12-01T12:00") + (away + day) * DAY for day in days)
    )
    assert told(shifted, away) == told(plan_on(*days), 0)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12), st.integers(0, 30))
def test_adding_a_visit_never_removes_that_there_are_too_many_too_dense_or_too_long(days: list[int], more: int) -> None:
    kinds = {K.TOO_MANY, K.TOO_DENSE, K.TOO_LONG, K.SAME_DAY}
    assert review(*days).keys() & kinds <= review(*days, more).keys() & kinds


# ---- Thresholds


@pytest.mark.parametrize(
    ("days", "kinds"),
    [
        ((), {K.TOO_FEW}),
        ((0,), {K.TOO_FEW}),
        ((0, 2, 4), {K.TOO_FEW}),
        ((0, 2, 4, 7), set()),
        ((0, 2, 4, 7, 9), set()),
        ((0, 2, 4, 7, 9, 11), set()),
        ((0, 2, 4, 7, 9, 11, 14), {K.TOO_MANY}),
        ((0, 3, 7, 10, 14, 20), set()),
        ((0, 3, 7, 10, 14, 21), {K.TOO_SPARSE, K.TOO_LONG}),
        ((0, 3, 7, 10, 14, 17, 20), {K.TOO_MANY}),
        ((0, 3, 7, 10, 14, 17, 21), {K.TOO_MANY, K.TOO_LONG}),
        ((0, 1, 2, 7), set()),
        ((0, 1, 2, 3), {K.TOO_DENSE}),
        ((0, 2, 4, 6), {K.TOO_DENSE}),
        ((0, 2, 6, 7), set()),
        ((0, 5, 6, 7, 11), {K.TOO_DENSE}),
        ((0, 0, 7, 8), {K.SAME_DAY}),
        ((0, 0, 1, 1), {K.SAME_DAY, K.TOO_DENSE}),
        ((0, 7, 8, 9), {K.TOO_SPARSE}),
        ((0, 6, 7, 13, 14), set()),
        ((0, 1, 2, 14), {K.TOO_SPARSE}),
        ((0, 1, 7, 8, 14), set()),
    ],
)
def test_each_threshold_flips_exactly(days: tuple[int, ...], kinds: set[DepartureKind]) -> None:
    assert review(*days).keys() == kinds


def test_a_departure_tells_all_that_is_concerned() -> None:
    assert review(0, 2, 4, 5, 9, 30, 31, 31) == {
        K.TOO_MANY: ((7, 8), ()),
        K.SAME_DAY: ((7, 8), (31,)),
        K.TOO_DENSE: ((1, 2, 3, 4), (0, 2, 4, 5)),
        K.TOO_SPARSE: ((5,), (7, 14, 21)),
        K.TOO_LONG: ((6, 7, 8), (30, 31)),
    }


def test_each_departure_has_its_clause() -> None:
    own = {
        K.TOO_FEW: "plan.series",
        K.TOO_MANY: "plan.series",
        K.SAME_DAY: "plan.spacing",
        K.TOO_DENSE: "plan.spacing",
        K.TOO_SPARSE: "plan.spacing",
        K.TOO_LONG: "plan.span",
    }
    for kind in K:
        assert kind.clauses == ((own[kind],) if kind in own else ()) + ("plan.individual",)
    (departure,) = kc.review_plan(plan_on(0, 1))
    assert departure.clauses == K.TOO_FEW.clauses


def test_dates_are_those_of_the_clinics_zone() -> None:
    # In Los Angeles, seven in the morning in UTC is the evening before.
    starts = [datetime(2026, 12, day, hour, tzinfo=UTC) for day, hour in ((1, 18), (3, 7), (4, 18), (8, 18))]
    assert kc.review_plan(kc.TreatmentPlan.of(starts)) == ()
    same_day = [datetime(2026, 12, 1, 18, tzinfo=UTC), datetime(2026, 12, 2, 7, tzinfo=UTC)]
    assert K.SAME_DAY in {departure.kind for departure in kc.review_plan(kc.TreatmentPlan.of(same_day))}


def test_a_clock_change_moves_no_date() -> None:
    """The seventh date after a Monday at half past eleven at night is 167 or 169 hours away."""
    for first in ("2026-03-02T23:30", "2026-10-26T23:30"):
        plan = kc.TreatmentPlan.of(at(first) + day * DAY for day in (0, 2, 4, 7))
        assert kc.review_plan(plan) == ()


def test_maintenance_has_no_spacing_number_or_span() -> None:
    series = [at("2026-12-01T10:00") + day * DAY for day in (0, 2, 4, 7)]
    for later in (range(8, 40), [300], [9, 9, 9, 9, 9]):
        plan = kc.TreatmentPlan.of(series, maintenance=[series[0] + day * DAY for day in later])
        assert kc.review_plan(plan) == ()


def test_who_comes_for_maintenance_alone_has_not_too_few() -> None:
    later = [at("2026-12-01T10:00")]
    assert kc.review_plan(kc.TreatmentPlan.of([], maintenance=later, completed=6)) == ()
    assert [d.kind for d in kc.review_plan(kc.TreatmentPlan.of([], maintenance=later))] == [K.TOO_FEW]
    assert [d.kind for d in kc.review_plan(kc.TreatmentPlan.of(later, completed=6))] == [K.TOO_FEW]


# ---- With a calendar


@settings(max_examples=200)
@given(clinic_calendars(), st.lists(st.integers(0, 27), max_size=8), st.integers(16, 25), st.integers(0, 1))
def test_with_a_calendar_every_visit_is_held_against_it(
    calendar: kc.ClinicCalendar, days: list[int], hour: int, completed: int
) -> None:
    midnight = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(hours=hour)
    half = len(days) // 2
    days = sorted(set(days))
    plan = kc.TreatmentPlan.of(
        [midnight + day * DAY for day in days[:half]],
        maintenance=[midnight + day * DAY for day in days[half:]],
        completed=completed,
    )
    expected: dict[DepartureKind, list[int]] = {}
    for visit in plan.visits:
        begins = visit.starts.replace(tzinfo=None)
        ends = begins + timedelta(minutes=150 if visit.number == 1 else 90)
        on = date(begins.year, begins.month, begins.day)
        if not calendar.is_open(on):
            kind = K.CLOSED
        elif on in calendar.taken:
            kind = K.TAKEN
        elif (calendar.opens is not None and begins.time() < calendar.opens) or (
            calendar.closes is not None and ends > datetime.combine(on, calendar.closes)
        ):
            kind = K.OUTSIDE_HOURS
        else:
            continue
        expected.setdefault(kind, []).append(visit.number)
    without = kc.review_plan(plan)
    found = kc.review_plan(plan, calendar)

    assert found[: len(without)] == without
    assert {departure.kind: list(departure.numbers) for departure in found[len(without) :]} == expected
    assert [d.kind for d in found] == [kind for kind in K if kind in {d.kind for d in found}]
    by_number = dict(zip((visit.number for visit in plan.visits), dates(plan.visits), strict=True))
    for departure in found[len(without) :]:
        assert departure.dates == tuple(dict.fromkeys(by_number[number] for number in departure.numbers))


def test_the_figures_are_the_policys() -> None:
    figures = attrs.evolve(
        POLICY.plan,
        infusions=kc.CountRange(2, 3, "plan.series"),
        per_week=kc.CountRange(1, 1, "plan.spacing"),
        weeks=kc.CountRange(1, 2, "plan.span"),
    )
    policy = attrs.evolve(POLICY, plan=figures)
    kinds = {
        days: [d.kind for d in kc.review_plan(plan_on(*days, policy=policy))]
        for days in [(0,), (0, 7), (0, 6), (0, 7, 13), (0, 7, 14), (0, 7, 14, 21)]
    }
    assert kinds == {
        (0,): [K.TOO_FEW],
        (0, 7): [],
        (0, 6): [K.TOO_DENSE],
        (0, 7, 13): [K.TOO_DENSE],
        (0, 7, 14): [K.TOO_LONG],
        (0, 7, 14, 21): [K.TOO_MANY, K.TOO_LONG],
    }


# ---- Speed, the value, refusals


def test_sixty_maintenance_dates_take_no_more_than_in_proportion() -> None:
    def took(number: int) -> float:
        later = [at("2027-01-01T10:00") + 7 * day * DAY for day in range(number)]
        plan = kc.propose_plan(first=at("2026-12-01T10:00"), infusions=6).with_maintenance(later)
        calendar = kc.ClinicCalendar(closed=[date(2027, 1, 8)], opens=time(9), closes=time(18))
        best = 1.0
        for _ in range(9):
            began = process_time()
            kc.review_plan(plan, calendar)
            best = min(best, process_time() - began)
        return best

    assert took(600) < 10 * 2 * took(60)


def test_ten_thousand_visits_over_three_hundred_years_are_reviewed_quickly() -> None:
    plan = kc.TreatmentPlan.of(datetime(1901, 1, 1, tzinfo=UTC) + 10 * day * DAY for day in range(10_000))
    began = process_time()
    found = kc.review_plan(plan)

    assert process_time() - began < 2
    assert [departure.kind for departure in found] == [K.TOO_MANY, K.TOO_SPARSE, K.TOO_LONG]


def test_copies_are_equal_and_checked() -> None:
    for departure in kc.review_plan(plan_on(0, 2, 4, 5, 9, 30, 31, 31)):
        for twin in (pickle.loads(pickle.dumps(departure)), copy.copy(departure), copy.deepcopy(departure)):  # noqa: S301
            assert (twin, hash(twin)) == (departure, hash(departure))
    with pytest.raises(kc.InvalidTypeError, match="^kind: "):
        remade(kc.Departure, ("too_few", (), ()))


@pytest.mark.parametrize(
    "plan", [None, "plan", 5, True, [], plan_on(0).visits, plan_on(0).visits[0], at("2026-12-01T10:00")]
)
def test_a_plan_is_a_plan(plan: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^plan: expected a value of type TreatmentPlan, got a value of "):
        kc.review_plan(plan)


@pytest.mark.parametrize(
    "calendar", ["every day", 5, True, [], date(2026, 12, 1), itertools.repeat(FIRST), kc.ClinicCalendar]
)
def test_a_calendar_is_a_calendar(calendar: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^calendar: expected a value of type ClinicCalendar, got a value "):
        kc.review_plan(plan_on(0), calendar)


def test_a_first_visit_is_held_against_the_opening_hours_by_its_own_length() -> None:
    starts = [datetime(2026, 12, 1, 16, tzinfo=ZoneInfo("America/Los_Angeles"))]
    calendar = kc.ClinicCalendar(closes=time(18))  # two hours later: enough for a later visit, and not for the first
    first, later = (kc.review_plan(kc.TreatmentPlan.of(starts, completed=done), calendar) for done in (0, 1))

    assert kc.DepartureKind.OUTSIDE_HOURS in {departure.kind for departure in first}
    assert kc.DepartureKind.OUTSIDE_HOURS not in {departure.kind for departure in later}
