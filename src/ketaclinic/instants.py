"""Instants and local times: every time that enters the library becomes an instant in UTC, checked once.

Instants are compared, subtracted and kept in UTC, where a clock change moves nothing; a local time is made of one when
it is shown. Pendulum's own times serve as what is shown only: pickled, they lose which of two repeated hours they mean,
and two of them in such an hour compare as equal.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Final, TypeGuard

import pendulum

from ketaclinic.errors import InvalidInputError, InvalidTypeError, NaiveDatetimeError, of_type

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199
_YEARS: Final = f"a time from {_FIRST_YEAR} to {_LAST_YEAR}"
_AWARE: Final = "an aware datetime, such as one with tzinfo=ZoneInfo(...)"


def instant(argument: str, value: object) -> datetime:
    """The moment in UTC. In an hour that a clock change repeats, `fold` or the offset says which one is meant.

    Raises:
        InvalidTypeError: not a datetime.
        NaiveDatetimeError: without a zone or an offset.
        InvalidInputError: before 1900 or after 2199, or a local time that a clock change skips.
    """
    if is_kept(value):
        return value
    if not isinstance(value, datetime):
        raise InvalidTypeError(argument, "an aware datetime", of_type(value))
    if value.tzinfo is None:
        raise NaiveDatetimeError(argument, _AWARE)
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise InvalidInputError(argument, _YEARS)
    try:
        there_and_back = _there_and_back(value, value.tzinfo)
    except Exception:  # noqa: BLE001  # a zone of somebody else's making may raise anything
        raise InvalidInputError(argument, "an aware datetime whose zone can be computed with") from None
    if there_and_back is None:
        raise NaiveDatetimeError(argument, _AWARE)
    moment, is_shown = there_and_back
    if not is_shown:
        raise InvalidInputError(argument, "a time that exists: a clock change skips this one")
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:  # so that what is taken once is taken again, as it is kept
        raise InvalidInputError(argument, _YEARS)
    return moment


def _there_and_back(value: datetime, zone: tzinfo) -> tuple[datetime, bool] | None:
    """The moment in UTC, and whether the clocks of the zone show it; None if the zone has no offset for it."""
    offset = value.utcoffset()
    if offset is None:
        return None
    # Subclasses of datetime, pendulum's among them, do arithmetic of their own.
    plain = datetime(
        value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond, tzinfo=UTC
    )
    moment = plain - offset
    again = moment.astimezone(zone)
    return moment, (value.minute, value.hour, value.day, value.second) == (
        again.minute,
        again.hour,
        again.day,
        again.second,
    )


def is_kept(value: object) -> TypeGuard[datetime]:
    """Whether it is a moment as the library keeps it, of a year in which times are taken."""
    return (
        type(value) is datetime and value.tzinfo is UTC and not value.fold and _FIRST_YEAR <= value.year <= _LAST_YEAR
    )


def within_years(argument: str, day: date) -> date:
    """The day, if it is in the years in which times are taken.

    Raises:
        InvalidInputError: before 1900 or after 2199.
    """
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise InvalidInputError(argument, f"a date from {_FIRST_YEAR} to {_LAST_YEAR}")
    return day


def local_day(argument: str, day: date) -> date:
    """The day, if a moment that is taken can lie on it: the clocks of a zone show up to a day more or less than UTC.

    Raises:
        InvalidInputError: before the last day of 1899 or after the first one of 2200.
    """
    if not date(_FIRST_YEAR - 1, 12, 31) <= day <= date(_LAST_YEAR + 1, 1, 1):
        raise InvalidInputError(argument, f"a date from {_FIRST_YEAR} to {_LAST_YEAR}, by a clock somewhere")
    return day


def kept(argument: str, value: object) -> datetime:
    """The moment, if it is one as the library keeps it: a plain datetime in UTC, of any year.

    Raises:
        InvalidTypeError: it is none.
    """
    if type(value) is not datetime or value.tzinfo is not UTC:
        raise InvalidTypeError(argument, "a datetime in UTC", of_type(value))
    return value


@cache
def zone_of(name: str) -> pendulum.Timezone:
    """The time zone of that name, which a policy has checked."""
    return pendulum.timezone(name)


def local(moment: datetime, zone: pendulum.Timezone) -> pendulum.DateTime:
    """The moment as the clocks of the zone show it."""
    shown = moment.astimezone(zone)
    return pendulum.DateTime(
        shown.year,
        shown.month,
        shown.day,
        shown.hour,
        shown.minute,
        shown.second,
        shown.microsecond,
        tzinfo=zone,
        fold=shown.fold,
    )


def local_date(moment: datetime, zone: pendulum.Timezone) -> date:
    """The calendar day of the zone in which the moment lies."""
    return moment.astimezone(zone).date()


def reading(day: date, clock: time, zone: pendulum.Timezone) -> datetime:
    """The moment at which the clocks of the zone show that time on that day.

    Of a repeated hour it is the earlier one; a skipped time is taken as if the clocks had not changed yet.
    """
    return datetime.combine(day, clock.replace(fold=0), tzinfo=zone).astimezone(UTC)


def on(day: date, clock: time, zone: pendulum.Timezone) -> datetime | None:
    """The same, or None if a clock change skips that time on that day."""
    moment = reading(day, clock, zone)
    shown = moment.astimezone(zone)
    return moment if shown.date() == day and shown.time() == clock else None


def days_before(moment: datetime, days: int, zone: pendulum.Timezone) -> datetime:
    """The same reading of the clock so many calendar days before, or that many times 24 hours, whichever is earlier.

    Where a clock change skips that reading, it is the moment of the change or one before it.
    """
    shown = moment.astimezone(zone)
    return min(reading(shown.date() - timedelta(days=days), shown.time(), zone), moment - timedelta(days=days))
