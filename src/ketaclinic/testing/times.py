"""Times that are hard on a program: local times around the clock changes of a zone, and a clinic's calendars."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hypothesis import strategies as st

from ketaclinic import checks
from ketaclinic.calendars import ClinicCalendar
from ketaclinic.errors import InvalidInputError, InvalidTypeError, of_type
from ketaclinic.policy_file import faq_policy
from ketaclinic.testing.picking import as_often_as_named

_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)

_FIRST: Final = date(1900, 1, 2)
_LAST: Final = date(2199, 12, 30)
"""A time of the days before and after is in some zones in a year in which none is taken."""

_AWAY: Final = (0, 0, 0, 0, 0, 0, -1, 1, -2, 2, -3, 3)
"""In days: rules of the FAQ look back over two days and over three."""


def clinic_datetimes(
    *, zone: str | None = None, first: date = date(2007, 1, 1), last: date = date(2037, 12, 31)
) -> st.SearchStrategy[datetime]:
    """Aware local times in the clinic's zone or in that one, near the clock changes half of the time.

    `fold` tells which of two repeated times is meant; a time that a clock change skips is never drawn.

    Raises:
        InvalidTypeError: a `zone` that is not a str, or a `first` or `last` that is not a date.
        InvalidInputError: a time zone that nobody knows, a day before 1900-01-02 or after 2199-12-30, on which times
            cannot be taken everywhere, or a `last` before `first`.

    >>> from hypothesis import find
    >>> from ketaclinic.testing import clinic_datetimes
    >>> find(clinic_datetimes(), lambda drawn: True).isoformat()
    '2007-01-01T00:00:00-08:00'
    >>> find(clinic_datetimes(zone="Australia/Lord_Howe"), lambda drawn: drawn.fold == 1).tzinfo
    zoneinfo.ZoneInfo(key='Australia/Lord_Howe')
    """
    named = _zone(faq_policy().clinic.time_zone if zone is None else zone)
    return _datetimes(named, _day("first", first, _FIRST), _day("last", last, max(first, _FIRST)))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(checks.text("zone", name))
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise InvalidInputError("zone", "the name of a time zone, such as 'Europe/Madrid'") from None


def _day(argument: str, day: date, least: date) -> date:
    if type(day) is not date:
        raise InvalidTypeError(argument, "a date", of_type(day))
    if not least <= day <= _LAST:
        raise InvalidInputError(argument, f"a date from {least} to {_LAST}")
    return day


@cache
def _datetimes(zone: ZoneInfo, first: date, last: date) -> st.SearchStrategy[datetime]:
    begins, ends = datetime.combine(first, time()), datetime.combine(last, time.max)
    utc, until = (shown.replace(tzinfo=zone).astimezone(UTC) for shown in (begins, ends))
    whole = st.integers(0, (until - utc) // _SECOND).map(lambda s: (utc + s * _SECOND).astimezone(zone))
    fine = st.datetimes(begins, ends, timezones=st.just(zone)).map(
        lambda drawn: drawn.astimezone(UTC).astimezone(zone)  # so that it exists, and no `fold` says nothing
    )
    changes = tuple(_changes(zone, utc, until))
    near = st.builds(
        _near,
        st.sampled_from(changes),
        st.sampled_from((-1000, 0, 1000)) | st.integers(-1000, 1000),
        st.sampled_from((0, -1, 1)),
        st.sampled_from(_AWAY),
        st.just(zone),
    )
    drawn = as_often_as_named(whole, near, near, fine) if changes else whole | fine
    return drawn.filter(lambda shown: first <= shown.date() <= last)  # what a change skips or moves may lie beyond


Change = tuple[datetime, timedelta]
"""The moment in UTC of a clock change, and by how much the clocks go forward or back."""


def _near(change: Change, thousandths: int, seconds: int, days: int, zone: ZoneInfo) -> datetime:
    moment, width = change
    return (moment + width * thousandths / 1000 + seconds * _SECOND + days * _DAY).astimezone(zone)


def _changes(zone: ZoneInfo, moment: datetime, last: datetime) -> Iterator[Change]:
    """The clock changes of a zone between two moments in UTC."""
    while moment < last:
        after = moment + _DAY
        width = abs(_offset(after, zone) - _offset(moment, zone))
        if width:
            yield _change(moment, after, zone), width
        moment = after


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    offset = _offset(before, zone)
    while after - before > _SECOND:
        middle = before + (after - before) // (2 * _SECOND) * _SECOND
        before, after = (middle, after) if _offset(middle, zone) == offset else (before, middle)
    return after


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


@st.composite
def clinic_calendars(draw: st.DrawFn, *, first: date = date(2026, 12, 1)) -> ClinicCalendar:
    """Calendars of every kind, mostly open in the four weeks from `first` on.

    >>> from hypothesis import find
    >>> import ketaclinic as kc
    >>> from ketaclinic.testing import clinic_calendars
    >>> find(clinic_calendars(), lambda drawn: True) == kc.ClinicCalendar()
    True
    """
    return ClinicCalendar(
        open_weekdays=draw(_WEEKDAYS),
        closed=[(first + begins * _DAY, first + (begins + more) * _DAY) for begins, more in draw(_CLOSED)],
        taken=[first + day * _DAY for day in draw(_TAKEN)],
        opens=draw(_OPENS),
        closes=draw(_CLOSES),
    )


_WEEKDAYS: Final = st.just(frozenset(range(7))) | st.frozensets(st.integers(0, 6), min_size=3)
_CLOSED: Final = st.lists(st.tuples(st.integers(0, 27), st.just(0) | st.integers(0, 4)), max_size=5)
"""The days from the first one, and how many more are closed."""
_TAKEN: Final = st.lists(st.integers(0, 27), max_size=4)
_OPENS: Final = st.none() | st.just(time(9))
_CLOSES: Final = st.none() | st.sampled_from([time(11), time(12), time(18)])
