"""Every time that enters is one moment, checked once; clock changes hold against a model in whole seconds."""

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.instants import days_before, instant, kept, local, local_date, on, reading, zone_of
from strategies import DAY, EPOCH, HOUR, LA, QUARTER, YEARS, at, clock, moment, policy_in, seconds

ZONES = sorted(YEARS)


def test_the_model_knows_the_clock_changes() -> None:
    """As published: in the United States on the second Sunday of March and the first of November, at two o'clock."""
    shown = [moment(second).strftime("%m-%d %H") for second in clock("America/Los_Angeles").changes]

    assert len(shown) == 62
    assert shown[:2] == ["03-11 10", "11-04 09"]
    assert all("03-08" <= text[:5] <= "03-14" for text in shown[::2])
    assert all("11-01" <= text[:5] <= "11-07" for text in shown[1::2])
    kathmandu, apia = clock("Asia/Kathmandu"), clock("Pacific/Apia")
    assert (kathmandu.changes, kathmandu.offsets) == ([504_901_800], [19_800, 20_700])
    assert DAY in {after - before for before, after in zip(apia.offsets, apia.offsets[1:], strict=False)}
    assert min(len(clock(name).changes) for name in ZONES if name != "Asia/Kathmandu") > 15


@pytest.mark.parametrize("name", ZONES)
def test_around_every_clock_change_a_local_time_is_its_moment_and_is_shown_again(name: str) -> None:
    zoned, zone = clock(name), zone_of(name)
    for second in zoned.around():
        given_ = zoned.aware(second)
        kept_ = instant("starts", given_)
        shown = local(kept_, zone)

        assert kept_ == moment(second)
        assert shown.replace(tzinfo=None) == given_.replace(tzinfo=None)
        assert (shown.fold, shown.utcoffset()) == (given_.fold, timedelta(seconds=zoned.offset(second)))
        assert local_date(kept_, zone) == given_.date()


@pytest.mark.parametrize("name", ZONES)
def test_a_local_time_that_a_clock_change_skips_is_refused(name: str) -> None:
    zoned, skipped = clock(name), 0
    for index, change in enumerate(zoned.changes):
        before, after = zoned.offsets[index : index + 2]
        for wall in {*range(change + before, change + after, QUARTER), change + after - 1} if after > before else ():
            skipped += 1
            assert not zoned.readings(wall)
            for fold in (0, 1):
                with pytest.raises(kc.InvalidInputError, match="^starts: expected a time that exists: a clock change"):
                    kc.Visit.at(zoned.shown(wall, fold), number=1)
        for edge in (change - 1, change):
            assert kc.Visit.at(zoned.aware(edge), number=1).moment == moment(edge)
    assert skipped


def test_of_a_repeated_hour_the_fold_or_the_offset_says_which_is_meant() -> None:
    first, second = at("2026-11-01T01:30"), at("2026-11-01T01:30").replace(fold=1)
    half_past_eight = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)

    assert instant("x", first) == half_past_eight
    assert instant("x", second) == half_past_eight + timedelta(hours=1)
    assert instant("x", at("2026-11-01T01:30").replace(tzinfo=timezone(timedelta(hours=-7)))) == half_past_eight
    assert instant("x", at("2026-11-01T01:30").replace(tzinfo=timezone(timedelta(hours=-8)))) == instant("x", second)


def test_a_skipped_time_by_its_offset_is_a_moment() -> None:
    assert instant("x", datetime(2026, 3, 8, 2, 30, tzinfo=timezone(timedelta(hours=-8)))) == datetime(
        2026, 3, 8, 10, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "value",
    [
        pendulum.datetime(2026, 12, 1, 10, tz="America/Los_Angeles"),
        pendulum.DateTime(2026, 12, 1, 10, tzinfo=LA),
        pendulum.datetime(2026, 12, 1, 18),
        pendulum.DateTime(2026, 12, 1, 18, tzinfo=UTC),
        datetime(2026, 12, 1, 18, tzinfo=UTC),
        datetime(2026, 12, 1, 10, tzinfo=timezone(timedelta(hours=-8))),
        datetime(2026, 12, 1, 19, tzinfo=ZoneInfo("Europe/Paris")),
        datetime(2026, 12, 1, 23, 45, tzinfo=ZoneInfo("Asia/Kathmandu")),
    ],
)
def test_one_moment_is_one_moment_in_any_zone_and_of_any_kind(value: datetime) -> None:
    kept_ = instant("x", value)

    assert (type(kept_), kept_.tzinfo) == (datetime, UTC)
    assert kept_ == datetime(2026, 12, 1, 18, tzinfo=UTC)
    assert kc.Visit.at(value, number=1) == kc.Visit.at(at("2026-12-01T10:00"), number=1)


def test_a_moment_in_utc_is_taken_as_it_is() -> None:
    assert instant("x", NOON) is NOON
    twice = instant("x", NOON.replace(fold=1))
    assert (twice, twice.fold) == (NOON, 0)
    first, last = datetime(1900, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, 23, 59, 59, 999_999, UTC)
    assert (instant("x", first), instant("x", last)) == (first, last)
    for beyond in (first - timedelta(microseconds=1), last + timedelta(microseconds=1)):
        with pytest.raises(kc.InvalidInputError, match="^x: expected a time from 1900 to 2199$"):
            instant("x", beyond)


def test_microseconds_are_kept() -> None:
    assert instant("x", at("2026-12-01T10:00:59.999999")).microsecond == 999_999
    assert kc.Visit.at(at("2026-12-01T10:00:59.999999"), number=1).starts.microsecond == 999_999


class Strange(tzinfo):
    """A zone of somebody else's making."""

    def __init__(self, offset: Callable[[], Any], back: Any = lambda value: value) -> None:
        self.offset, self.back = offset, back

    def utcoffset(self, _: datetime | None) -> Any:
        return self.offset()

    def fromutc(self, value: datetime) -> Any:
        return self.back(value)

    def dst(self, _: datetime | None) -> timedelta:
        return timedelta()

    def tzname(self, _: datetime | None) -> str:
        return "strange"


def fail(*_: object) -> Any:
    raise RuntimeError("10 o'clock")


def leave(*_: object) -> Any:
    raise KeyError


SKIPPED = "a time that exists: a clock change skips this one"
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (Strange(fail), "an aware datetime whose zone can be computed with"),
        (Strange(leave), "an aware datetime whose zone can be computed with"),
        (Strange(lambda: 5), "an aware datetime whose zone can be computed with"),
        (Strange(lambda: timedelta(days=3)), "an aware datetime whose zone can be computed with"),
        (Strange(timedelta, fail), "an aware datetime whose zone can be computed with"),
        (Strange(timedelta, lambda _: None), "an aware datetime whose zone can be computed with"),
        (Strange(timedelta, lambda _: "x"), "an aware datetime whose zone can be computed with"),
        (Strange(lambda: None), "an aware datetime, such as one with tzinfo=ZoneInfo(...)"),
        *[
            (
                Strange(timedelta, lambda value, away=away: value + away),
                "a time that exists: a clock change skips this one",
            )
            for away in (timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))
        ],
    ],
)
def test_a_zone_that_answers_nonsense_is_refused(zone: tzinfo, expected: str) -> None:
    with pytest.raises(kc.InvalidInputError) as refused:
        instant("notified", NOON.replace(tzinfo=zone))

    assert str(refused.value) == f"notified: expected {expected}"
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_a_time_without_a_zone_or_an_offset_is_naive() -> None:
    for zone in (None, Strange(lambda: None)):
        with pytest.raises(kc.NaiveDatetimeError, match="^x: expected an aware datetime, such as one with tzinfo=Zone"):
            instant("x", NOON.replace(tzinfo=zone))
    assert issubclass(kc.NaiveDatetimeError, kc.InvalidInputError)


@pytest.mark.parametrize(
    "value", [None, "2026-12-01T10:00Z", 5, 5.0, True, date(2026, 12, 1), time(10), timedelta(1), b""]
)
def test_what_is_no_datetime_is_refused_by_its_type(value: Any) -> None:
    with pytest.raises(kc.InvalidTypeError) as refused:
        instant("starts", value)

    assert str(refused.value) == f"starts: expected an aware datetime, got a value of type {type(value).__name__}"


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        (datetime(1900, 1, 1, tzinfo=UTC), True),
        (datetime(1900, 1, 1, tzinfo=UTC) - timedelta(microseconds=1), False),
        (datetime(2199, 12, 31, 23, 59, 59, tzinfo=UTC), True),
        (datetime(2200, 1, 1, tzinfo=UTC), False),
        (datetime(1, 1, 1, tzinfo=UTC), False),
        (datetime(9999, 12, 31, 23, 59, tzinfo=UTC), False),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), False),
        (datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12))), False),
        (datetime(1900, 1, 1, 13, 59, tzinfo=timezone(timedelta(hours=14))), False),
        (datetime(1900, 1, 1, 14, tzinfo=timezone(timedelta(hours=14))), True),
        (datetime(2199, 12, 31, 12, tzinfo=timezone(timedelta(hours=-12))), False),
        (datetime(2199, 12, 31, 11, tzinfo=timezone(timedelta(hours=-12))), True),
        (datetime(2200, 1, 1, tzinfo=timezone(timedelta(hours=14))), False),
    ],
)
def test_times_are_taken_from_1900_to_2199_and_what_is_taken_is_taken_again(value: datetime, taken: bool) -> None:
    if taken:
        visit = kc.Visit.at(value, number=1)
        assert copy.copy(visit) == visit
        assert instant("x", visit.moment) == visit.moment
    else:
        with pytest.raises(kc.InvalidInputError, match="^starts: expected a time from 1900 to 2199$"):
            kc.Visit.at(value, number=1)


class Mine(datetime):
    """A datetime that computes in ways of its own."""

    def __sub__(self, other: Any) -> Any:
        return "nonsense"

    __add__ = __radd__ = __rsub__ = __sub__

    def __eq__(self, other: object) -> bool:
        return True

    def replace(self, *_: Any, **__: Any) -> Any:
        return fail()

    astimezone = timestamp = date = time = replace
    __hash__ = datetime.__hash__


def test_a_kind_of_datetime_of_somebody_elses_is_taken_for_what_it_shows() -> None:
    kept_ = instant("x", Mine(2026, 12, 1, 10, 15, tzinfo=LA))

    assert type(kept_) is datetime
    assert kept_ == datetime(2026, 12, 1, 18, 15, tzinfo=UTC)


def test_visits_in_the_two_readings_of_a_repeated_hour_differ_and_survive_copying() -> None:
    first = kc.Visit.at(at("2026-11-01T01:30"), number=2)
    second = kc.Visit.at(at("2026-11-01T01:30").replace(fold=1), number=2)

    assert first != second
    assert hash(first) != hash(second)
    assert len({first, second, copy.copy(first), copy.deepcopy(second)}) == 2
    assert (first.starts.fold, second.starts.fold) == (0, 1)
    assert second.starts.timestamp() - first.starts.timestamp() == HOUR
    for visit in (first, second):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            twin = pickle.loads(pickle.dumps(visit, protocol))  # noqa: S301  # our own
            assert (twin, hash(twin)) == (visit, hash(visit))
            assert (twin.starts.fold, twin.starts.utcoffset()) == (visit.starts.fold, visit.starts.utcoffset())
        for twin in (copy.copy(visit), copy.deepcopy(visit)):
            assert (twin, twin.starts.fold) == (visit, visit.starts.fold)


@pytest.mark.parametrize("name", ZONES)
def test_so_many_calendar_days_before_is_no_later_than_so_many_times_24_hours(name: str) -> None:
    zoned, zone = clock(name), zone_of(name)
    for second in zoned.around():
        before = seconds(days_before(moment(second), 3, zone))
        readings = zoned.readings(zoned.wall(second) - 3 * DAY)

        assert before == min([second - 3 * DAY, *readings])
        assert zoned.wall(before) <= zoned.wall(second) - 3 * DAY
        assert zoned.wall(before) // DAY <= zoned.wall(second) // DAY - 3


@pytest.mark.parametrize("name", ZONES)
def test_a_clock_reading_on_a_day_is_its_first_moment_or_none(name: str) -> None:
    zoned, zone = clock(name), zone_of(name)
    for index, change in enumerate(zoned.changes):
        wall_before = change + zoned.offsets[index]
        for wall in range(wall_before - 3 * HOUR, wall_before + 3 * HOUR, QUARTER):
            shown = moment(wall)
            found = on(shown.date(), shown.time(), zone)
            readings = zoned.readings(wall)
            assert found == (moment(readings[0]) if readings else None)
            taken = readings[0] if readings else wall - zoned.offsets[index]
            assert reading(shown.date(), shown.time(), zone) == moment(taken)
            assert reading(shown.date(), shown.time().replace(fold=1), zone) == moment(taken)


def test_a_skip_of_seconds_is_noticed_too() -> None:
    """Paramaribo put its clocks forward by 16 seconds at the beginning of 1935."""
    paramaribo = ZoneInfo("America/Paramaribo")
    for second in (0, 5, 15):
        assert on(date(1935, 1, 1), time(0, 0, second), zone_of(paramaribo.key)) is None
        with pytest.raises(kc.InvalidInputError, match="a clock change skips this one$"):
            instant("x", datetime(1935, 1, 1, 0, 0, second, tzinfo=paramaribo))
    assert on(date(1935, 1, 1), time(0, 0, 16, 5), zone_of(paramaribo.key)) == instant(
        "x", datetime(1935, 1, 1, 0, 0, 16, 5, tzinfo=paramaribo)
    )


def test_a_moment_is_kept_in_utc_or_refused() -> None:
    late = datetime(2300, 1, 1, tzinfo=UTC)
    assert kept("first", late) is late
    for value in (
        None,
        "x",
        NOON.replace(tzinfo=None),
        NOON.astimezone(LA),
        pendulum.datetime(2026, 12, 1),
        date(2026, 1, 1),
    ):
        with pytest.raises(kc.InvalidTypeError, match="^first: expected a datetime in UTC, got a value of type"):
            kept("first", value)


@given(st.integers(0, 2**31), st.sampled_from(ZONES))
def test_a_moment_shown_anywhere_is_the_same_moment(second: int, name: str) -> None:
    zone = zone_of(name)
    assert instant("x", local(moment(second), zone)) == moment(second)
    assert kc.Visit.at(moment(second), number=1, policy=policy_in(name)).moment == EPOCH + timedelta(seconds=second)


def test_every_zone_that_a_policy_takes_can_be_computed_with() -> None:
    names = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    for name in set(names) - {"Factory"}:
        zone, theirs = zone_of(name), ZoneInfo(name)
        for second in (1_500_000_000, 1_800_000_000):
            assert local(moment(second), zone).utcoffset() == moment(second).astimezone(theirs).utcoffset()
    assert len(names) > 500
