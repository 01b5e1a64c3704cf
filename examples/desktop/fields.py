"""What was typed into a field, read strictly: what could mean two things is refused, with the reason why."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

MOST: Final = 999
"""The largest count that a front desk means; what is larger is a slip of the finger."""

YEARS: Final = range(1900, 2200)
"""The years of which the library takes times."""

_DAY: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_MONTH_FIRST: Final = re.compile(r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4})")
_BY_24_HOURS: Final = re.compile(r"(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9])")
_BY_12_HOURS: Final = re.compile(
    r"(?P<hour>0?[1-9]|1[0-2])(:(?P<minute>[0-5][0-9]))?\s?(?P<half>[ap])(\.\s?m\.|m)", re.IGNORECASE
)
_HOUR_OF_ONE_DIGIT: Final = re.compile(r"[1-9]:[0-5][0-9]")
_LONGEST: Final = 20


class UnreadableError(Exception):
    """A field that cannot be used. `reason` is the key of the label that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Problem:
    """Why a field cannot be used."""

    reason: str
    """The key of the label that says so."""
    choices: tuple[datetime, ...] = ()
    """The two moments that a time in a repeated hour can mean."""


def read_count(text: str, *, least: int = 0) -> int:
    """A whole number in figures.

    Raises:
        UnreadableError: nothing, anything else, or a number out of range.
    """
    if not text.strip():
        raise UnreadableError("missing_number" if least else "missing_count")
    if not re.fullmatch(r"[0-9]{1,3}", text.strip(), re.ASCII):
        raise UnreadableError("not_a_count")
    if int(text) < least:
        raise UnreadableError("counts_from_one")
    return int(text)


def read_day(text: str, *, month_first: bool) -> date:
    """A calendar day as 2026-12-03 or, where everybody puts the month first, 12/3/2026.

    Raises:
        UnreadableError: nothing, anything else, a day that does not exist, or a year that the library does not take.
    """
    trimmed = text.strip()
    if not trimmed:
        raise UnreadableError("missing_day")
    found = None if len(trimmed) > _LONGEST else _DAY.fullmatch(trimmed)
    if found is None and month_first:
        found = _MONTH_FIRST.fullmatch(trimmed)
    if found is None:
        raise UnreadableError("not_a_day")
    if int(found["year"]) not in YEARS:
        raise UnreadableError("year_not_taken")
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise UnreadableError("no_such_day") from None


def read_time(text: str) -> time:
    """A time of day as 14:30 or 2:30 PM; a bare 2:30 could be either half of the day, and is refused.

    Raises:
        UnreadableError: nothing, or anything else.
    """
    trimmed = text.strip()
    if not trimmed:
        raise UnreadableError("missing_time")
    if found := _BY_24_HOURS.fullmatch(trimmed):
        return time(int(found["hour"]), int(found["minute"]))
    if found := _BY_12_HOURS.fullmatch(trimmed[:_LONGEST]):
        return time(int(found["hour"]) % 12 + (12 if found["half"] in "pP" else 0), int(found["minute"] or 0))
    raise UnreadableError("which_half_of_the_day" if _HOUR_OF_ONE_DIGIT.fullmatch(trimmed) else "not_a_time")


def moments(day: date, clock: time, zone: tzinfo) -> tuple[datetime, ...]:
    """The moments at which the clocks of the zone show that: one, two in a repeated hour, none in a skipped one."""
    shown = datetime.combine(day, clock)
    either = {shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(sorted(moment for moment in either if moment.astimezone(zone).replace(tzinfo=None) == shown))


def stepped_count(text: str, by: int) -> str:
    """The number above or below, for the arrow keys; what is no number stays."""
    if not text.strip():
        return "0"
    try:
        return str(min(max(read_count(text) + by, 0), MOST))
    except UnreadableError:
        return text


def stepped_day(text: str, by: int, *, today: date, month_first: bool) -> str:
    """The day before or after, for the arrow keys; of nothing, it is today; what is no day, and the last one, stays."""
    if not text.strip():
        return today.isoformat()
    try:
        day = read_day(text, month_first=month_first) + timedelta(days=by)
    except UnreadableError:
        return text
    return day.isoformat() if day.year in YEARS else text
