"""Times in a calendar (RFC 5545): local to a clinic, by a definition of its time zone that the calendar brings along.

The definition lists each clock change in a row, without a rule for others, so that it is the zone's own whatever the
zone does. A local time that the clocks show twice is written in UTC: in a calendar, it would mean the first one.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo
from typing import Final

import icalendar

from ketaclinic.instants import zone_of

_SECOND: Final = timedelta(seconds=1)
_LEAST: Final = timedelta(microseconds=1)
_DAY: Final = timedelta(days=1)
_MARGIN: Final = 366 * _DAY
"""How far before the first time and after the last one clock changes are listed: so both halves of a year are there."""


class Raw(icalendar.vText):
    """Text as it stands in a calendar, without a further escape.

    The package's own takes a backslash with a capital N for a line break.
    """

    def to_ical(self) -> bytes:
        """The text."""
        return self.encode()


def escaped(text: str) -> Raw:
    """The text, inert."""
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return Raw(text.replace("\n", "\\n"))


def in_utc(moment: datetime) -> icalendar.vDatetime:
    """A moment as a time in UTC. A calendar knows no parts of a second."""
    return icalendar.vDatetime(_whole(moment))


def before(first: datetime, moment: datetime) -> Raw:
    """How long before an event an alarm goes off, never in days: in a calendar, these follow the clocks."""
    seconds = (first - moment) // _SECOND
    for unit, size in (("H", 60 * 60), ("M", 60)):
        if seconds and seconds % size == 0:
            return Raw(f"-PT{seconds // size}{unit}")
    return Raw(f"-PT{seconds}S" if seconds else "PT0S")


def put_span(event: icalendar.Event, first: datetime, last: datetime, zone_name: str) -> None:
    """Give an event its start and, unless it is over at once, its end; both in UTC where one would be ambiguous.

    A part of a second is left out of a start, and never shortens what goes up to an end.
    """
    zone = zone_of(zone_name)
    first, last = _whole(first), _whole(last + _SECOND - _LEAST)
    times = {"DTSTART": first} | ({"DTEND": last} if last > first else {})
    is_ambiguous = any(_is_repeated(moment.astimezone(zone)) for moment in times.values())
    for name, moment in times.items():
        event[name] = in_utc(moment) if is_ambiguous else _in_zone(moment, zone, zone_name)


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _is_repeated(shown: datetime) -> bool:
    return shown.replace(fold=1 - shown.fold).utcoffset() != shown.utcoffset()


def _in_zone(moment: datetime, zone: tzinfo, name: str) -> icalendar.vDatetime:
    time = icalendar.vDatetime(moment.astimezone(zone).replace(tzinfo=None))
    time.params["TZID"] = name
    return time


def time_zone(name: str, moments: Iterable[datetime]) -> icalendar.Timezone:
    """The definition of a time zone, for all times among those moments and a year around them."""
    zone = zone_of(name)
    spread = sorted(moments)
    begins, ends = _whole(spread[0]) - _MARGIN, spread[-1] + _MARGIN
    defined = icalendar.Timezone()
    defined["TZID"] = escaped(name)
    from_ = begins.astimezone(zone)
    for moment in (begins, *_changes(zone, begins, ends)):
        to = moment.astimezone(zone)
        defined.add_component(_observance(moment, from_, to))
        from_ = to
    return defined


def _observance(moment: datetime, from_: datetime, to: datetime) -> icalendar.Component:
    """What the clocks show from a moment on. It begins at a local time as they showed it before."""
    is_ahead = (to.dst() or timedelta()) > timedelta()
    observance = icalendar.TimezoneDaylight() if is_ahead else icalendar.TimezoneStandard()
    before = from_.utcoffset() or timedelta()
    observance["DTSTART"] = icalendar.vDatetime(moment.replace(tzinfo=None) + before)
    observance["TZOFFSETFROM"] = icalendar.vUTCOffset(before)
    observance["TZOFFSETTO"] = icalendar.vUTCOffset(to.utcoffset() or timedelta())
    observance["TZNAME"] = escaped(to.tzname() or "")
    return observance


def _changes(zone: tzinfo, begins: datetime, ends: datetime) -> Iterator[datetime]:
    """The moments at which the clocks of the zone change, to the second; no zone's change twice within a day."""
    reading = _reading(begins, zone)
    while begins < ends:
        following = _reading(begins + _DAY, zone)
        if following != reading:
            before, after = 0, 24 * 60 * 60
            while after - before > 1:
                middle = (before + after) // 2
                is_before = _reading(begins + middle * _SECOND, zone) == reading
                before, after = (middle, after) if is_before else (before, middle)
            yield begins + after * _SECOND
        begins, reading = begins + _DAY, following


def _reading(moment: datetime, zone: tzinfo) -> tuple[object, ...]:
    shown = moment.astimezone(zone)
    return shown.utcoffset(), shown.tzname(), shown.dst()
