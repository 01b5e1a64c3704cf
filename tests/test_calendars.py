"""When a clinic takes patients: days, ranges, hours, and what a calendar can be made of."""

import copy
import itertools
import pickle
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.calendars import ShiftReason
from ketaclinic.testing import clinic_calendars
from strategies import FIRST, at, policy_in

POLICY = kc.faq_policy()
DAY = timedelta(days=1)


def obstacle(calendar: kc.ClinicCalendar, starts: datetime, *, is_initial: bool = False) -> ShiftReason | None:
    return calendar.obstacle(starts.astimezone(UTC), POLICY, is_initial=is_initial)


def test_by_default_every_day_and_hour_is_open() -> None:
    calendar = kc.ClinicCalendar()

    assert all(calendar.is_open(FIRST + day * DAY) for day in range(400))
    assert obstacle(calendar, at("2026-12-25T03:00"), is_initial=True) is None
    assert (calendar.opens, calendar.closes, calendar.closed, calendar.taken) == (None, None, (), ())


@given(clinic_calendars(), st.integers(-10, 60))
def test_a_day_is_open_by_its_weekday_and_outside_what_is_closed(calendar: kc.ClinicCalendar, away: int) -> None:
    day = FIRST + away * DAY
    in_range = any(day in [first + n * DAY for n in range((last - first).days + 1)] for first, last in calendar.closed)

    assert calendar.is_open(day) == (day.weekday() in calendar.open_weekdays and not in_range)


DAYS = st.integers(0, 40).map(lambda day: FIRST + day * DAY)
RANGES = st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair)))


@given(st.lists(DAYS | RANGES, max_size=12))
def test_dates_and_ranges_close_just_their_days_in_any_order(closed: list[Any]) -> None:
    calendar = kc.ClinicCalendar(closed=closed)
    days = {FIRST + n * DAY for n in range(-1, 42)}
    spans = [item if type(item) is tuple else (item, item) for item in closed]
    shut = {day for day in days for first, last in spans if first <= day <= last}

    assert {day for day in days if not calendar.is_open(day)} == shut
    assert calendar == kc.ClinicCalendar(closed=closed[::-1])
    assert all(one[1] + DAY < other[0] for one, other in itertools.pairwise(calendar.closed))
    assert attrs.evolve(calendar) == calendar == kc.ClinicCalendar(closed=[list(pair) for pair in calendar.closed])  # type: ignore[misc]


def test_ranges_that_overlap_or_touch_are_one() -> None:
    def day(number: int) -> date:
        return date(2026, 12, number)

    calendar = kc.ClinicCalendar(closed=[day(9), (day(1), day(3)), (day(3), day(4)), day(5), (day(7), day(12)), day(8)])
    assert calendar.closed == ((day(1), day(5)), (day(7), day(12)))
    ends = kc.ClinicCalendar(closed=[date.max, date.min, (date.min, date.min + DAY)])
    assert ends.closed == ((date.min, date.min + DAY), (date.max, date.max))
    assert not ends.is_open(date.max)


@pytest.mark.parametrize(
    ("starts", "is_initial", "expected"),
    [
        ("2026-12-01T08:59:59.999999", False, ShiftReason.OUTSIDE_HOURS),
        ("2026-12-01T09:00", False, None),
        ("2026-12-01T15:30", False, None),
        ("2026-12-01T15:30:00.000001", False, ShiftReason.OUTSIDE_HOURS),
        ("2026-12-01T14:30", True, None),
        ("2026-12-01T14:30:01", True, ShiftReason.OUTSIDE_HOURS),
        ("2026-12-01T23:00", False, ShiftReason.OUTSIDE_HOURS),
    ],
)
def test_a_visit_lies_wholly_within_the_hours(starts: str, is_initial: bool, expected: ShiftReason | None) -> None:
    calendar = kc.ClinicCalendar(opens=time(9), closes=time(17))
    assert obstacle(calendar, at(starts), is_initial=is_initial) is expected


def test_only_an_opening_or_only_a_closing_hour_is_kept() -> None:
    assert obstacle(kc.ClinicCalendar(opens=time(9)), at("2026-12-01T08:00")) is ShiftReason.OUTSIDE_HOURS
    assert obstacle(kc.ClinicCalendar(opens=time(9)), at("2026-12-01T23:59")) is None
    assert obstacle(kc.ClinicCalendar(closes=time(9)), at("2026-12-01T00:00")) is None
    assert obstacle(kc.ClinicCalendar(closes=time(9)), at("2026-12-01T07:31")) is ShiftReason.OUTSIDE_HOURS


def test_hours_are_elapsed_time_on_a_day_on_which_the_clocks_change() -> None:
    to_four = kc.ClinicCalendar(closes=time(4))
    # 90 minutes from half past one: on the 8th of March the clocks show four then, on the 1st of November two.
    assert obstacle(to_four, at("2026-03-08T01:30")) is None
    assert obstacle(to_four, at("2026-03-08T01:31")) is ShiftReason.OUTSIDE_HOURS
    to_two, again = kc.ClinicCalendar(closes=time(2)), at("2026-11-01T01:30").replace(fold=1)
    assert obstacle(to_two, at("2026-11-01T01:30")) is None
    assert obstacle(to_two, again) is ShiftReason.OUTSIDE_HOURS
    # A closing time that comes twice is the first of the two.
    half_past_one = kc.ClinicCalendar(closes=time(1, 30))
    assert obstacle(half_past_one, at("2026-11-01T00:00")) is None
    assert obstacle(half_past_one, at("2026-11-01T00:01")) is ShiftReason.OUTSIDE_HOURS


def test_the_day_is_that_of_the_clinics_zone() -> None:
    calendar = kc.ClinicCalendar(closed=[date(2026, 12, 1)])
    late = datetime(2026, 12, 2, 7, 59, tzinfo=UTC)

    assert obstacle(calendar, late) is ShiftReason.CLOSED
    assert obstacle(calendar, late + timedelta(minutes=1)) is None
    assert calendar.obstacle(late, policy_in("Pacific/Apia"), is_initial=False) is None


def test_the_first_reason_that_applies_is_told() -> None:
    day = date(2026, 12, 1)
    full = kc.ClinicCalendar(closed=[day], taken=[day], opens=time(12))
    assert obstacle(full, at("2026-12-01T10:00")) is ShiftReason.CLOSED
    assert obstacle(attrs.evolve(full, closed=()), at("2026-12-01T10:00")) is ShiftReason.TAKEN
    assert obstacle(attrs.evolve(full, closed=(), taken=()), at("2026-12-01T10:00")) is ShiftReason.OUTSIDE_HOURS
    assert obstacle(attrs.evolve(full, closed=(), taken=(), opens=None), at("2026-12-01T10:00")) is None


def test_a_date_that_is_taken_is_open_and_full() -> None:
    calendar = kc.ClinicCalendar(taken=[date(2026, 12, 3), date(2026, 12, 1), date(2026, 12, 1)])

    assert calendar.taken == (date(2026, 12, 1), date(2026, 12, 3))
    assert calendar.is_open(date(2026, 12, 1))
    assert [obstacle(calendar, at(f"2026-12-0{day}T10:00")) for day in (1, 2, 3, 4)] == [
        ShiftReason.TAKEN,
        None,
        ShiftReason.TAKEN,
        None,
    ]


class Holiday(date):
    """A date of somebody else's making."""


def test_kinds_of_dates_and_times_of_others_are_taken_for_what_they_show() -> None:
    calendar = kc.ClinicCalendar(
        closed=[pendulum.date(2026, 12, 25), (Holiday(2026, 12, 30), Holiday(2026, 12, 31))],
        taken={Holiday(2026, 12, 1)},
        opens=pendulum.time(9),
        closes=pendulum.time(17, 30),
    )
    assert calendar == kc.ClinicCalendar(
        closed=[date(2026, 12, 25), (date(2026, 12, 30), date(2026, 12, 31))],
        taken=[date(2026, 12, 1)],
        opens=time(9),
        closes=time(17, 30),
    )
    values = [*itertools.chain.from_iterable(calendar.closed), *calendar.taken]
    assert {type(value) for value in values} == {date}
    assert {type(calendar.opens), type(calendar.closes)} == {time}
    assert not calendar.is_open(Holiday(2026, 12, 25))


@given(clinic_calendars())
def test_a_copy_is_equal_and_so_is_its_hash(calendar: kc.ClinicCalendar) -> None:
    for twin in (pickle.loads(pickle.dumps(calendar)), copy.copy(calendar), copy.deepcopy(calendar)):  # noqa: S301
        assert (twin, hash(twin)) == (calendar, hash(calendar))


@pytest.mark.parametrize("weekdays", [range(5), [4, 3, 2, 1, 0, 0], {0, 1, 2, 3, 4}, (0, 1, 2, 3, 4)])
def test_weekdays_are_any_iterable_from_monday_on(weekdays: Any) -> None:
    calendar = kc.ClinicCalendar(open_weekdays=weekdays)

    assert calendar.open_weekdays == frozenset(range(5))
    assert [calendar.is_open(date(2026, 11, 30) + day * DAY) for day in range(7)] == [True] * 5 + [False] * 2
    assert kc.ClinicCalendar(open_weekdays=iter(range(5))).open_weekdays == frozenset(range(5))


TYPE, VALUE = kc.InvalidTypeError, kc.InvalidInputError
NOON = datetime(2026, 12, 1, 12)  # noqa: DTZ001  # on purpose


@pytest.mark.parametrize(
    ("argument", "value", "kind", "place"),
    [
        *[("open_weekdays", value, TYPE, "open_weekdays") for value in ("01234", b"01", None, 5, {0: 1})],
        *[("open_weekdays", [0, value], TYPE, r"open_weekdays\[1\]") for value in ("0", True, 1.0, None)],
        *[("open_weekdays", [0, value], VALUE, r"open_weekdays\[1\]") for value in (7, -1)],
        ("open_weekdays", itertools.repeat(0), VALUE, "open_weekdays"),
        *[("closed", value, TYPE, "closed") for value in ("2026-12-25", None, 5, {FIRST: 1}, FIRST)],
        *[("closed", [FIRST, value], TYPE, r"closed\[1\]") for value in ("2026-12-25", None, 5, NOON)],
        ("closed", [(FIRST, NOON)], TYPE, r"closed\[0\]\[1\]"),
        ("closed", [("x", FIRST)], TYPE, r"closed\[0\]\[0\]"),
        ("closed", [(FIRST,)], VALUE, r"closed\[0\]"),
        ("closed", [(FIRST, FIRST, FIRST)], VALUE, r"closed\[0\]"),
        ("closed", [(FIRST + DAY, FIRST)], VALUE, r"closed\[0\]"),
        ("closed", itertools.repeat(FIRST), VALUE, "closed"),
        *[("taken", value, TYPE, "taken") for value in ("2026-12-25", None, 5, {FIRST: 1})],
        *[("taken", [FIRST, value], TYPE, r"taken\[1\]") for value in ("2026-12-25", None, NOON, (FIRST, FIRST))],
        ("taken", itertools.repeat(FIRST), VALUE, "taken"),
        *[(name, value, TYPE, name) for name in ("opens", "closes") for value in (9, "09:00", True, NOON, DAY)],
        *[(name, time(9, tzinfo=UTC), VALUE, name) for name in ("opens", "closes")],
        *[(name, time(9, fold=1), VALUE, name) for name in ("opens", "closes")],
    ],
)
def test_what_is_no_calendar_is_refused_by_its_place(
    argument: str, value: Any, kind: type[Exception], place: str
) -> None:
    with pytest.raises(kind, match=f"^{place}: expected "):
        kc.ClinicCalendar(**{argument: value})
    with attrs.validators.disabled(), pytest.raises(kind):
        kc.ClinicCalendar(**{argument: value})


@pytest.mark.parametrize("closes", [time(9), time(8, 59, 59), time(0)])
def test_a_clinic_closes_after_it_opens(closes: time) -> None:
    with pytest.raises(kc.InvalidInputError, match="^closes: expected a time after `opens`$"):
        kc.ClinicCalendar(opens=time(9), closes=closes)
    assert kc.ClinicCalendar(opens=time(9), closes=time(9, 0, 0, 1)).closes == time(9, 0, 0, 1)


@pytest.mark.parametrize("day", [None, "2026-12-01", 5, NOON, time(9)])
def test_a_day_is_a_date(day: Any) -> None:
    with pytest.raises(
        kc.InvalidTypeError, match=r"^day: expected a date \(and no datetime, whose day depends on the zone\), "
    ):
        kc.ClinicCalendar().is_open(day)
