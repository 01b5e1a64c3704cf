"""When a clinic takes patients. The FAQ states no opening days or hours, so by default every day is open."""

import enum
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from typing import Final

import attrs

from ketaclinic import checks
from ketaclinic.errors import InvalidInputError, InvalidTypeError, of_type
from ketaclinic.instants import reading, zone_of
from ketaclinic.policy import Policy
from ketaclinic.values import Checked
from ketaclinic.visits import expected_minutes

__all__ = ["ClinicCalendar", "ShiftReason"]

_DAY: Final = timedelta(days=1)
_FIRST: Final = itemgetter(0)


class ShiftReason(enum.Enum):
    """Why a proposed visit is not on the date that an even spacing would give it."""

    CLOSED = "closed"
    """The clinic is closed on that date."""
    TAKEN = "taken"
    """The clinic is full on that date."""
    OUTSIDE_HOURS = "outside_hours"
    """At that time of that date, the visit would not lie within the opening hours."""
    CLOCK_CHANGE = "clock_change"
    """A clock change skips that time on that date."""
    SPACING = "spacing"
    """The date is open, but not together with the other visits' dates (plan.spacing, plan.span)."""


_EVERY_DAY: Final = frozenset(range(7))


def _weekdays(values: Iterable[int]) -> frozenset[int]:
    days = checks.listed("open_weekdays", values, int)
    return frozenset(checks.count(f"open_weekdays[{at}]", day, most=6) for at, day in enumerate(days))


def a_date(argument: str, value: object) -> date:
    """The value as a plain calendar day.

    Raises:
        InvalidTypeError: not a date; a datetime is none, since its day depends on the zone.
    """
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InvalidTypeError(argument, "a date (and no datetime, whose day depends on the zone)", of_type(value))
    return date(value.year, value.month, value.day)


def _dates(values: Iterable[date]) -> tuple[date, ...]:
    items = checks.gathered("taken", values, "dates")
    return tuple(sorted({a_date(f"taken[{at}]", value) for at, value in enumerate(items)}))


def _ranges(values: Iterable[date | tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    """The dates and ranges as ranges, in order; those that overlap or touch are one."""
    merged: list[tuple[date, date]] = []
    items = checks.gathered("closed", values, "dates, or pairs of a first and a last one")
    for first, last in sorted(_range(f"closed[{at}]", value) for at, value in enumerate(items)):
        if merged and (first <= merged[-1][1] or first - merged[-1][1] == _DAY):
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def _range(place: str, value: object) -> tuple[date, date]:
    if isinstance(value, tuple | list):
        if len(value) != 2:
            raise InvalidInputError(place, "a date, or a pair of the first and the last one")
        first, last = a_date(f"{place}[0]", value[0]), a_date(f"{place}[1]", value[1])
        if first > last:
            raise InvalidInputError(place, "a pair whose first date is not after its last one")
        return first, last
    only = a_date(place, value)
    return only, only


def _clock(argument: str, value: object) -> time | None:
    """The value as a plain time of day."""
    if value is None:
        return None
    if not isinstance(value, time):
        raise InvalidTypeError(argument, "a time of day, or None", of_type(value))
    if value.tzinfo is not None or value.fold:
        raise InvalidInputError(argument, "a time of day without a zone; it is in the clinic's own")
    return time(value.hour, value.minute, value.second, value.microsecond)


def _opens(value: time | None) -> time | None:
    return _clock("opens", value)


def _closes(value: time | None) -> time | None:
    return _clock("closes", value)


@attrs.frozen
class ClinicCalendar(Checked):
    """The days and hours at which a clinic takes patients, in its own zone.

    `open_weekdays` counts from 0, Monday. `closed` takes dates and pairs of a first and a last date; the dates of a
    public-holidays package can be passed as they are, in a list. `taken` are dates on which the clinic is full. A visit
    starts no earlier than `opens`, and its latest expected end is no later than `closes`, on the same day.

    Raises:
        InvalidTypeError: a weekday that is not an int, a date that is a datetime, or a bare str for a list.
        InvalidInputError: a weekday above 6, a range that ends before it begins, or `closes` not after `opens`.

    >>> from datetime import date
    >>> import ketaclinic as kc
    >>> calendar = kc.ClinicCalendar(open_weekdays=range(5), closed=[date(2026, 12, 25)])
    >>> calendar.is_open(date(2026, 12, 25)), calendar.is_open(date(2026, 12, 28))
    (False, True)
    """

    open_weekdays: frozenset[int] = attrs.field(default=_EVERY_DAY, converter=_weekdays)
    closed: tuple[tuple[date, date], ...] = attrs.field(default=(), converter=_ranges)
    """Ranges of dates, in order, none overlapping."""
    opens: time | None = attrs.field(default=None, converter=_opens)
    closes: time | None = attrs.field(default=None, converter=_closes)
    taken: tuple[date, ...] = attrs.field(default=(), converter=_dates)

    _rules = ("_opens_first",)

    def _opens_first(self) -> Iterator[InvalidInputError]:
        if self.opens is not None and self.closes is not None and self.opens >= self.closes:
            yield InvalidInputError("closes", "a time after `opens`")

    def is_open(self, day: date) -> bool:
        """Whether the clinic takes patients on that day; a date that is taken is open, and full."""
        return self._is_open(a_date("day", day))

    def _is_open(self, day: date) -> bool:
        if day.weekday() not in self.open_weekdays:
            return False
        if not self.closed:
            return True
        after = bisect_right(self.closed, day, key=_FIRST)
        return not after or day > self.closed[after - 1][1]

    def _is_taken(self, day: date) -> bool:
        at = bisect_left(self.taken, day)
        return at < len(self.taken) and self.taken[at] == day

    def obstacle(self, moment: datetime, policy: Policy, *, is_initial: bool) -> ShiftReason | None:
        """Why the clinic would not take a visit that starts at that moment; None if it would."""
        shown = moment.astimezone(zone_of(policy.clinic.time_zone))
        return self.obstacle_on(shown.date(), shown.time(), moment, policy, is_initial=is_initial)

    def obstacle_on(
        self, day: date, clock: time, moment: datetime, policy: Policy, *, is_initial: bool
    ) -> ShiftReason | None:
        """The same where it is known what the clinic's calendar and clocks show at that moment."""
        if not self._is_open(day):
            return ShiftReason.CLOSED
        if self.taken and self._is_taken(day):
            return ShiftReason.TAKEN
        if self.opens is not None and clock < self.opens:
            return ShiftReason.OUTSIDE_HOURS
        if self.closes is not None:
            _, minutes = expected_minutes(policy, is_initial=is_initial)
            if moment + timedelta(minutes=minutes) > reading(day, self.closes, zone_of(policy.clinic.time_zone)):
                return ShiftReason.OUTSIDE_HOURS
        return None
