"""A proposal is the plan that exhaustive search finds: for its existence, for the choice, and for what would help."""

import copy
import pickle
import random
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import combinations, count
from time import process_time
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.spacing import possible, spread
from ketaclinic.testing import clinic_calendars
from strategies import DAY, FIRST, LA, at, clock, dates, policy_in, seconds

ZONE = clock("America/Los_Angeles")
POLICY = kc.faq_policy()
TEN = at("2026-12-01T10:00")
ONE_DAY = timedelta(days=1)
NIGHT = [time(1, 15), time(2, 30)]
"""Once a year a day has the first twice, and once a year a day has the second not at all."""


# ---- The oracle


def fits(days: tuple[int, ...], per_week: int, least: int = 2, length: int = 21) -> bool:
    """Whether a series on those days, counted from 0, meets plan.spacing and plan.span."""
    if (
        days[0]
        or days[-1] >= length
        or any(late - early < 7 for early, late in zip(days, days[per_week:], strict=False))
    ):
        return False
    in_week = Counter(day // 7 for day in days)
    return all(in_week[week] >= least for week in range(days[-1] // 7))


@cache
def best_first(infusions: int, per_week: int) -> list[tuple[int, tuple[int, ...]]]:
    """Every choice of days that meets the rules, as bits and as days: nearest to even first, then earliest."""
    every = ((0, *later) for later in combinations(range(1, 21), infusions - 1))
    even = [7 * number // per_week for number in range(infusions)]
    away = [
        (sum(abs(day - wanted) for day, wanted in zip(days, even, strict=True)), days)
        for days in every
        if fits(days, per_week)
    ]
    return [(sum(1 << day for day in days), days) for _, days in sorted(away)]


def choice(is_open: Iterable[bool], infusions: int, per_week: int) -> tuple[int, ...] | None:
    """What exhaustive search chooses."""
    closed = sum(1 << day for day, open_ in enumerate(is_open) if not open_)
    return next((days for bits, days in best_first(infusions, per_week) if not bits & closed), None)


def is_open(first: datetime, day: int, calendar: kc.ClinicCalendar, completed: int) -> bool:
    """Whether the clinic takes a visit on that day at the clock time of the first: by integers alone."""
    on = first.date() + day * ONE_DAY
    clock_time = first.hour * 3600 + first.minute * 60
    midnight = (on - date(1970, 1, 1)).days * DAY
    starts = ZONE.readings(midnight + clock_time)
    if not starts:
        return False
    begins = starts[first.fold if not day and len(starts) > 1 else 0]
    ends = begins + 60 * (150 if not day and not completed else 90)
    closing = calendar.closes
    closes = None if closing is None else ZONE.readings(midnight + closing.hour * 3600 + closing.minute * 60)[0]
    return (
        on.weekday() in calendar.open_weekdays
        and not any(begin <= on <= end for begin, end in calendar.closed)
        and on not in calendar.taken
        and (calendar.opens is None or clock_time >= calendar.opens.hour * 3600 + calendar.opens.minute * 60)
        and (closes is None or ends <= closes)
    )


# ---- Existence and choice


def test_the_search_chooses_as_exhaustive_search_does() -> None:
    drawn = random.Random(4)  # noqa: S311  # no secret
    found = 0
    for _ in range(700):
        likely = drawn.choice((0.4, 0.6, 0.8, 0.95))
        open_days = [drawn.random() < 0.97, *(drawn.random() < likely for _ in range(20))]
        for per_week in (2, 3):
            numbers = possible(open_days, per_week=per_week, least=2)
            for infusions in range(1, 10):
                expected = choice(open_days, infusions, per_week)
                assert spread(open_days.__getitem__, 21, infusions=infusions, per_week=per_week, least=2) == expected
                assert bool(numbers >> infusions & 1) == (expected is not None)
                found += expected is not None
            assert numbers < 1 << 10
    assert 5_000 < found < 11_000  # of 12,600


FIRSTS = st.builds(
    lambda day, clock_time, fold: datetime.combine(day, clock_time, tzinfo=LA).replace(fold=fold),
    st.just(FIRST) | st.dates(date(2026, 2, 14), date(2026, 3, 12)) | st.dates(date(2026, 10, 8), date(2026, 11, 2)),
    st.sampled_from(
        [time(10), time(9), time(8, 59), time(9, 30), time(15, 30), time(16, 31), time(2, 30), time(1, 15)]
    ),
    st.integers(0, 1),
)


def asked(first: datetime, infusions: int, per_week: int, calendar: kc.ClinicCalendar, completed: int) -> Any:
    """The plan or the refusal."""
    try:
        return kc.propose_plan(
            first=first, infusions=infusions, per_week=per_week, calendar=calendar, completed=completed
        )
    except kc.NoFeasiblePlanError as error:
        return error


@settings(max_examples=250)
@given(st.data(), FIRSTS, st.integers(1, 9), st.integers(2, 3), st.integers(0, 1))
def test_a_proposal_is_what_exhaustive_search_finds_and_what_would_help_does(
    data: st.DataObject, first: datetime, infusions: int, per_week: int, completed: int
) -> None:
    assume(ZONE.readings(int((first.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())))
    calendar = data.draw(clinic_calendars(first=first.date()))
    open_days = [is_open(first, day, calendar, completed) for day in range(21)]
    expected = choice(open_days, infusions, per_week)
    answer = asked(first, infusions, per_week, calendar, completed)

    if expected is None:
        assert isinstance(answer, kc.NoFeasiblePlanError)
        check_refusal(answer, first, infusions, per_week, calendar, completed, open_days)
        return
    assert isinstance(answer, kc.TreatmentPlan)
    assert [(day - first.date()).days for day in dates(answer.visits)] == list(expected)
    assert all(visit.starts.time() == first.time() for visit in answer.visits)
    assert answer.visits[0].moment == kc.Visit.at(first, number=1).moment
    assert [visit.number for visit in answer.visits] == list(range(completed + 1, completed + infusions + 1))
    assert {visit.phase for visit in answer.visits} == {kc.Phase.INITIAL}
    departures = {departure.kind for departure in kc.review_plan(answer, calendar)}
    number = {kc.DepartureKind.TOO_FEW} if infusions < 4 else {kc.DepartureKind.TOO_MANY} if infusions > 6 else set()
    assert departures == number
    even = [7 * number // per_week for number in range(infusions)]
    shifted = [(at_, wanted) for at_, (day, wanted) in enumerate(zip(expected, even, strict=True)) if day != wanted]
    assert [(shift.number, shift.even) for shift in answer.shifts] == [
        (completed + 1 + at_, first.date() + wanted * ONE_DAY) for at_, wanted in shifted
    ]
    for shift, (_, wanted) in zip(answer.shifts, shifted, strict=True):
        assert (shift.reason is kc.ShiftReason.SPACING) == open_days[wanted]


def check_refusal(  # noqa: PLR0917  # what was asked
    error: kc.NoFeasiblePlanError,
    first: datetime,
    infusions: int,
    per_week: int,
    calendar: kc.ClinicCalendar,
    completed: int,
    open_days: list[bool],
) -> None:
    most = {2: 6, 3: 9}[per_week]
    constraint = "first_date" if not open_days[0] else "infusions" if infusions > most else "open_dates"
    clause = {"first_date": "plan.individual", "infusions": "plan.span", "open_dates": "plan.spacing"}[constraint]
    assert (error.constraint, error.clause) == (constraint, clause)
    remedies = {remedy.kind: remedy.change for remedy in error.remedies}
    assert len(remedies) == len(error.remedies)

    # A series that keeps to the regimen is not to leave it: fewer than 4 are told to those who asked for fewer.
    least = 4 if infusions >= 4 else 1
    fewer = [number for number in range(least, infusions) if choice(open_days, number, per_week)]
    assert remedies.get("infusions") == max(fewer, default=None)
    paces = [pace for pace in (2, 3) if choice(open_days, infusions, pace)]
    assert remedies.get("per_week") == min(paces, default=None)
    always = kc.ClinicCalendar(opens=calendar.opens, closes=calendar.closes)
    lifted = [
        first.date() + day * ONE_DAY
        for day in range(21)
        if not open_days[day]
        and is_open(first, day, always, completed)
        and choice([*open_days[:day], True, *open_days[day + 1 :]], infusions, per_week)
    ]
    assert remedies.get("open_date") == min(lifted, default=None)
    at_once = [is_open(first, day, calendar, 1) for day in range(77)]
    starts = [first.date() + day * ONE_DAY for day in range(57)]
    possible_ = [
        starts[day]
        for day in range(1, 57)
        if choice(at_once[day : day + 21], infusions, per_week)
        and is_open(datetime.combine(starts[day], first.time(), tzinfo=LA), 0, calendar, completed)
    ]
    assert remedies.get("first_date") == min(possible_, default=None)


def test_the_example_of_the_specification() -> None:
    calendar = kc.ClinicCalendar(closed=[date(2026, 12, 25)])
    plan = kc.propose_plan(first=TEN, infusions=6, per_week=3, calendar=calendar)

    days = ["2026-12-01", "2026-12-03", "2026-12-05", "2026-12-08", "2026-12-10", "2026-12-12"]
    assert [visit.starts.to_date_string() for visit in plan.visits] == days
    assert plan.shifts == ()
    assert kc.review_plan(plan) == ()
    assert plan == kc.propose_plan(first=TEN, infusions=6)


def test_all_infusions_are_at_the_same_local_time_through_a_clock_change() -> None:
    plan = kc.propose_plan(first=at("2026-10-27T10:00:30.000001"), infusions=6)

    assert {visit.starts.time() for visit in plan.visits} == {time(10, 0, 30, 1)}
    assert {visit.starts.utcoffset() for visit in plan.visits} == {timedelta(hours=-7), timedelta(hours=-8)}


def test_a_first_start_in_another_zone_is_taken_to_the_clinics() -> None:
    plan = kc.propose_plan(first=TEN.astimezone(clock("Pacific/Apia").zone), infusions=6)
    assert plan == kc.propose_plan(first=TEN, infusions=6)


def test_no_visit_is_at_a_local_time_that_is_skipped() -> None:
    plan = kc.propose_plan(first=at("2026-03-01T02:30"), infusions=4, per_week=2)

    # The 8th of March is day 7, and the clocks go from two to three.
    assert [day.day for day in dates(plan.visits)] == [1, 4, 9, 11]
    assert [(shift.number, shift.even, shift.reason) for shift in plan.shifts] == [
        (3, date(2026, 3, 8), kc.ShiftReason.CLOCK_CHANGE)
    ]


def test_a_day_that_is_skipped_as_a_whole_has_no_visit() -> None:
    policy = policy_in("Pacific/Apia")
    plan = kc.propose_plan(first=at("2011-12-23T10:00", clock("Pacific/Apia").zone), infusions=6, policy=policy)

    assert date(2011, 12, 30) not in dates(plan.visits)
    assert plan.shifts[0].reason is kc.ShiftReason.CLOCK_CHANGE


@pytest.mark.parametrize(
    ("calendar", "reason"),
    [
        (kc.ClinicCalendar(closed=[date(2026, 12, 3)]), kc.ShiftReason.CLOSED),
        (kc.ClinicCalendar(taken=[date(2026, 12, 3)]), kc.ShiftReason.TAKEN),
        (kc.ClinicCalendar(open_weekdays=[0, 1, 2, 4, 5, 6]), kc.ShiftReason.CLOSED),
    ],
)
def test_a_shift_tells_why(calendar: kc.ClinicCalendar, reason: kc.ShiftReason) -> None:
    shift = kc.propose_plan(first=TEN, infusions=5, calendar=calendar).shifts[0]

    assert (shift.number, shift.even, shift.reason) == (2, date(2026, 12, 3), reason)


def test_a_shift_that_only_follows_from_others_is_of_spacing() -> None:
    calendar = kc.ClinicCalendar(closed=[(date(2026, 12, 8), date(2026, 12, 9))])
    plan = kc.propose_plan(first=TEN, infusions=6, calendar=calendar)

    assert {shift.reason for shift in plan.shifts} >= {kc.ShiftReason.CLOSED}
    reasons = {shift.even: shift.reason for shift in plan.shifts}
    assert all(reason is kc.ShiftReason.SPACING for day, reason in reasons.items() if day > date(2026, 12, 9))


def test_the_first_visit_is_longer_only_if_it_is_the_patients_first() -> None:
    closes_at_noon = kc.ClinicCalendar(closes=time(12))
    with pytest.raises(kc.NoFeasiblePlanError) as refused:
        kc.propose_plan(first=TEN, infusions=4, calendar=closes_at_noon)

    assert (refused.value.constraint, refused.value.remedies) == (
        "first_date",
        (kc.Remedy("first_time", time(9, 30)),),
    )
    assert len(kc.propose_plan(first=TEN, infusions=4, calendar=closes_at_noon, completed=1).visits) == 4
    assert kc.propose_plan(first=TEN, infusions=4, calendar=kc.ClinicCalendar(closes=time(12, 30))).shifts == ()


# ---- Refusals


def refusal(**arguments: Any) -> kc.NoFeasiblePlanError:
    with pytest.raises(kc.NoFeasiblePlanError) as refused:
        kc.propose_plan(**{"first": TEN, "infusions": 6, **arguments})
    return refused.value


@pytest.mark.parametrize(
    ("hour", "opens", "closes", "helps"),
    [
        (16, time(9), time(18), time(15, 30)),  # the first visit takes two and a half hours at most
        (7, time(9), time(18), time(9)),
        (7, time(9), None, time(9)),
        (22, None, time(23), time(20, 30)),
        (16, time(9), time(11, 30), time(9)),
        (16, time(9), time(11, 29), None),  # too short a day for any first visit
        (23, None, time(2), None),  # the last start would be on the day before
    ],
)
def test_another_time_of_the_first_day_is_told_where_the_hour_alone_is_wrong(
    hour: int, opens: time | None, closes: time | None, helps: time | None
) -> None:
    calendar = kc.ClinicCalendar(opens=opens, closes=closes)
    first = TEN.replace(hour=hour)
    remedies = {remedy.kind: remedy.change for remedy in refusal(first=first, calendar=calendar).remedies}

    assert remedies == ({} if helps is None else {"first_time": helps})
    if helps is not None:
        nearer = first.replace(hour=helps.hour, minute=helps.minute)
        assert len(kc.propose_plan(first=nearer, infusions=6, calendar=calendar).visits) == 6


def test_another_time_is_told_only_if_a_plan_exists_from_it() -> None:
    shut = kc.ClinicCalendar(closed=[(date(2026, 12, 2), date(2027, 12, 1))], opens=time(9), closes=time(18))
    assert refusal(first=TEN.replace(hour=17), calendar=shut).remedies == ()
    assert kc.Remedy("first_time", time(9)) not in refusal(calendar=kc.ClinicCalendar(closed=[FIRST])).remedies


def test_a_refusal_says_what_is_in_the_way_and_what_would_help() -> None:
    first = refusal(calendar=kc.ClinicCalendar(closed=[date(2026, 12, 1)]))
    assert str(first) == (
        "no plan fits: the clinic takes nobody at that time of the first date (plan.individual). "
        "What would help: taking patients on 2026-12-01; a first date of 2026-12-02"
    )
    many = refusal(infusions=10)
    assert str(many) == (
        "no plan fits: so many infusions do not fit into the series (plan.span). What would help: infusions=9"
    )
    weekends = refusal(calendar=kc.ClinicCalendar(open_weekdays=[1]))
    assert weekends.constraint == "open_dates"
    assert str(weekends).startswith("no plan fits: the calendar leaves too few dates, or dates too far apart (plan.spa")
    assert weekends.remedies == ()  # one infusion would fit, and is no series
    assert refusal(infusions=7, per_week=2).remedies[-1] == kc.Remedy("per_week", 3)
    none = refusal(calendar=kc.ClinicCalendar(open_weekdays=[]))
    assert str(none).endswith("What would help: no single change")
    assert none.remedies == ()


@pytest.mark.parametrize(
    ("days", "asked", "told"),
    [([0, 2, 4, 7], 6, 4), ([0, 2, 4], 6, None), ([0, 2, 4], 4, None), ([0, 2], 3, 2), ([0], 3, 1)],
)
def test_no_help_is_a_shorter_series_than_is_typical_unless_such_a_one_was_asked_for(
    days: list[int], asked: int, told: int | None
) -> None:
    closed = [FIRST + ONE_DAY * day for day in range(60) if day not in days]
    remedies = refusal(infusions=asked, calendar=kc.ClinicCalendar(closed=closed)).remedies

    assert {remedy.kind: remedy.change for remedy in remedies}.get("infusions") == told


def test_far_too_many_infusions_are_refused_at_once() -> None:
    began = process_time()
    error = refusal(infusions=1_000_000)

    assert process_time() - began < 1
    assert (error.constraint, error.remedies) == ("infusions", (kc.Remedy("infusions", 9),))


@pytest.mark.parametrize("infusions", [9, 10])
def test_nine_infusions_fit_and_ten_do_not(infusions: int) -> None:
    assert isinstance(asked(TEN, infusions, 3, kc.ClinicCalendar(), 0), kc.TreatmentPlan) == (infusions == 9)


def test_a_refusal_survives_pickling_and_copying() -> None:
    error = refusal(calendar=kc.ClinicCalendar(closed=[date(2026, 12, 1)]))
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301  # our own
        assert type(twin) is kc.NoFeasiblePlanError
        assert (str(twin), twin.args, vars(twin)) == (str(error), error.args, vars(error))
    assert isinstance(error, LookupError)
    assert isinstance(error, kc.KetaclinicError)
    assert (pickle.loads(pickle.dumps(error.remedies[0]))) == error.remedies[0]  # noqa: S301  # our own


def test_another_first_date_is_none_on_which_a_clock_change_skips_the_time() -> None:
    eve = at("2027-03-13T02:30")
    remedies = refusal(first=eve, calendar=kc.ClinicCalendar(closed=[eve.date()])).remedies

    assert kc.Remedy("first_date", date(2027, 3, 15)) in remedies


def test_another_first_date_is_looked_for_within_eight_weeks() -> None:
    def until(days: int) -> kc.ClinicCalendar:
        return kc.ClinicCalendar(closed=[(FIRST, FIRST + days * ONE_DAY)])

    assert refusal(calendar=until(55)).remedies == (kc.Remedy("first_date", FIRST + 56 * ONE_DAY),)
    assert refusal(calendar=until(56)).remedies == ()


NO_COUNTS: list[Any] = [True, 3.0, "3", None, [3]]
NONE_OF_THEM: dict[str, list[Any]] = {
    "first": [None, "2026-12-01", date(2026, 12, 1), 5, True],
    "infusions": NO_COUNTS,
    "per_week": NO_COUNTS,
    "completed": NO_COUNTS,
    "calendar": ["every day", [], date(2026, 12, 1), kc.ClinicCalendar],
    "policy": ["faq", {}, kc.Policy, 5],
}
WRONG_TYPES = [(argument, value, kc.InvalidTypeError) for argument, values in NONE_OF_THEM.items() for value in values]


@pytest.mark.parametrize(
    ("argument", "value", "kind"),
    [
        *WRONG_TYPES,
        ("infusions", 0, kc.InvalidInputError),
        ("infusions", 1_000_001, kc.InvalidInputError),
        ("per_week", 1, kc.InvalidInputError),
        ("per_week", 4, kc.InvalidInputError),
        ("completed", -1, kc.InvalidInputError),
        ("completed", 1_000_001, kc.InvalidInputError),
        ("first", datetime(2026, 12, 1, 10), kc.NaiveDatetimeError),  # noqa: DTZ001  # on purpose
        ("first", at("2026-03-08T02:30"), kc.InvalidInputError),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(argument: str, value: Any, kind: type[Exception]) -> None:
    arguments: dict[str, Any] = {"first": TEN, "infusions": 6, argument: value}
    with pytest.raises(kind, match=f"^{argument}: expected ") as refused:
        kc.propose_plan(**arguments)

    assert "2026" not in str(refused.value)


def test_numbers_past_a_million_are_refused() -> None:
    assert kc.propose_plan(first=TEN, infusions=6, completed=999_994).visits[-1].number == 1_000_000
    with pytest.raises(kc.InvalidInputError, match="^completed: expected a whole number from 0 to 999,994$"):
        kc.propose_plan(first=TEN, infusions=6, completed=999_995)


# ---- Other policies


def with_figures(weeks: int, per_week: int, least: int = 2) -> kc.Policy:
    plan = attrs.evolve(
        POLICY.plan,
        weeks=kc.CountRange(1, weeks, "plan.span"),
        per_week=kc.CountRange(least, per_week, "plan.spacing"),
    )
    return attrs.evolve(POLICY, plan=plan)


def test_the_figures_are_the_policys() -> None:
    daily = kc.propose_plan(first=TEN, infusions=14, per_week=7, policy=with_figures(2, 7))
    assert [(day - FIRST).days for day in dates(daily.visits)] == list(range(14))
    with pytest.raises(kc.NoFeasiblePlanError):
        kc.propose_plan(first=TEN, infusions=15, per_week=7, policy=with_figures(2, 7))
    once = kc.propose_plan(first=TEN, infusions=3, per_week=1, policy=with_figures(3, 3, 1))
    assert [(day - FIRST).days for day in dates(once.visits)] == [0, 7, 14]
    with pytest.raises(kc.InvalidInputError, match="^per_week: expected a whole number from 2 to 7$"):
        kc.propose_plan(first=TEN, infusions=3, per_week=8, policy=with_figures(2, 7))


@pytest.mark.parametrize(("per_week", "least", "length"), [(1, 1, 21), (4, 3, 14), (5, 2, 14), (7, 1, 10), (9, 2, 10)])
def test_other_figures_are_searched_exhaustively_too(per_week: int, least: int, length: int) -> None:
    drawn = random.Random(per_week)  # noqa: S311  # no secret
    for _ in range(15):
        open_days = [True, *(drawn.random() < 0.7 for _ in range(length - 1))]
        numbers = possible(open_days, per_week=per_week, least=least)
        for infusions in range(1, 7):
            even = [7 * number // per_week for number in range(infusions)]
            candidates = [
                (sum(abs(day - wanted) for day, wanted in zip(days, even, strict=True)), days)
                for later in combinations(range(1, length), infusions - 1)
                if all(open_days[day] for day in later) and fits(days := (0, *later), per_week, least, length)
            ]
            expected = min(candidates, default=(0, None))[1]
            found = spread(open_days.__getitem__, length, infusions=infusions, per_week=per_week, least=least)
            assert found == expected
            assert bool(numbers >> infusions & 1) == bool(candidates)


@pytest.mark.parametrize("per_week", [2, 3, 5, 7])
@pytest.mark.parametrize("infusions", [20, 40, 60, 84, 85, 200])
def test_long_and_dense_series_are_searched_quickly(infusions: int, per_week: int) -> None:
    drawn = random.Random(infusions)  # noqa: S311  # no secret
    closed = [FIRST + day * ONE_DAY for day in range(1, 84) if drawn.random() < 0.25]
    policy, calendar = with_figures(12, 7), kc.ClinicCalendar(closed=closed)
    kc.propose_plan(first=TEN, infusions=1, policy=policy)
    began = process_time()
    try:
        plan = kc.propose_plan(first=TEN, infusions=infusions, per_week=per_week, policy=policy, calendar=calendar)
        days = tuple((day - FIRST).days for day in dates(plan.visits))
        assert fits(days, per_week, 2, 84)
    except kc.NoFeasiblePlanError as error:
        assert error.remedies
    took = process_time() - began

    assert took < 20  # a second on an idle machine


def test_a_series_of_a_year_needs_no_deep_stack() -> None:
    plan = kc.propose_plan(
        first=TEN, infusions=150, policy=with_figures(52, 3), calendar=kc.ClinicCalendar(closed=[date(2026, 12, 3)])
    )
    assert len(plan.visits) == 150


def test_a_series_is_at_most_a_year() -> None:
    with pytest.raises(kc.InvalidInputError, match=r"^weeks\.most: expected at most 52, got 53$"):
        with_figures(53, 3)


def test_a_far_off_plan_is_found_however_far() -> None:
    """Every day of the second week but two is closed, so that the distance goes beyond what is tried first."""
    is_open_: Callable[[int], bool] = {0, 5, 6, 12, 13, 19, 20}.__contains__
    for infusions in count(2):
        expected = choice(map(is_open_, range(21)), infusions, 2)
        assert spread(is_open_, 21, infusions=infusions, per_week=2, least=2) == expected
        if expected is None:
            break
    assert infusions == 7 or infusions > 2


def test_visits_after_the_last_year_taken_are_copied_all_the_same() -> None:
    plan = kc.propose_plan(first=at("2199-12-28T12:00"), infusions=6)
    assert plan.visits[-1].starts.year == 2200
    assert pickle.loads(pickle.dumps(plan)) == plan  # noqa: S301  # our own
    assert seconds(plan.visits[0].moment) == int(at("2199-12-28T12:00").timestamp())
