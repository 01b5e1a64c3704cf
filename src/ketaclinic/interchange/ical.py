"""Plans and preparation sheets as calendars (RFC 5545), for a patient's phone. It needs the extra `ical`.

Each visit has six events: the last timely moment to cancel it, marijuana, fasting, the visit, the driver, and the hours
without driving. They say what the sheet says, in the patient's language. What begins has alarms; no alarm tells an end.
"""

import re
from datetime import datetime
from typing import Final

import attrs

from ketaclinic import checks
from ketaclinic.catalogs import SHIPPED
from ketaclinic.errors import InvalidInputError, MissingExtraError
from ketaclinic.instants import instant
from ketaclinic.instructions import InstructionKind
from ketaclinic.plans import TreatmentPlan
from ketaclinic.policy import Clinic
from ketaclinic.preparation import PreparationSheet, prepare, prepare_plan
from ketaclinic.rendering import said
from ketaclinic.rendering.blocks import Remark
from ketaclinic.rendering.events import Event, cancelled, events
from ketaclinic.rendering.forms import citation
from ketaclinic.rendering.words import words
from ketaclinic.values import Checked
from ketaclinic.visits import Visit

try:
    import icalendar

    from ketaclinic.interchange.ical_times import Raw, before, escaped, in_utc, put_span, time_zone
except ImportError as _error:
    raise MissingExtraError(__name__, "ical") from _error

__all__ = ["cancellation_calendar", "plan_calendar", "sheet_calendar"]

_UID: Final = re.compile(r"[A-Za-z0-9._@+-]{1,100}")
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,5}")


def sheet_calendar(  # noqa: PLR0913  # each is a property of the calendar
    sheet: PreparationSheet,
    *,
    uid: str,
    stamp: datetime,
    sequence: int = 0,
    locale: str = SHIPPED[0],
    allow_unreviewed: bool = False,
    location: str | None = None,
    organizer: str | None = None,
    replaces: TreatmentPlan | None = None,
    entries: bool = False,
) -> bytes:
    """A preparation sheet as a calendar: the events of its visit or visits, in UTF-8.

    `uid` names the booking. It is to be unlike any other's, as `"booking-17@clinic.example"` is; each event's own id is
    made of it, the visit's number and what the event is about. `stamp` is when the calendar is made. A calendar of the
    same `uid` with a larger `sequence` replaces an earlier one; where `replaces` gives the plan of the earlier one,
    visits that are there no more are marked as cancelled.

    `location` is where the visit takes place, which no policy knows; without it, none is told. With `organizer`, the
    clinic's e-mail address, the calendar can be sent by mail as a publication (RFC 5546).

    Calendars are synchronised and shared, so what a patient entered is left out unless `entries` is True. The price is
    the sheet's in any case.
    `locale` and `allow_unreviewed` are those of `ketaclinic.render`.

    Raises:
        InvalidTypeError: other types than those.
        InvalidInputError: a `uid` with other characters than letters, digits and `._@+-`, or of more than 100; a
            malformed `location` or `organizer`; a `sequence` out of range, or 0 with `replaces`; or no visit at all.
        NaiveDatetimeError: a `stamp` without a zone or an offset.
        UnknownLocaleError: a locale that is not shipped.

    >>> import ketaclinic as kc
    >>> from datetime import datetime
    >>> from zoneinfo import ZoneInfo
    >>> from ketaclinic.interchange.ical import sheet_calendar
    >>> zone = ZoneInfo("America/Los_Angeles")
    >>> sheet = kc.prepare(kc.Visit.at(datetime(2026, 12, 3, 10, tzinfo=zone), number=2))
    >>> written = sheet_calendar(sheet, uid="booking-17", stamp=datetime(2026, 11, 2, 9, tzinfo=zone)).decode()
    >>> [line for line in written.splitlines() if line.startswith("UID:")][:3]
    ['UID:2-cancellation-booking-17', 'UID:2-cannabis-booking-17', 'UID:2-fasting-booking-17']
    """
    checks.instance("sheet", sheet, PreparationSheet)
    checks.flag("entries", entries)
    head = _Head(
        uid=uid, stamp=stamp, sequence=sequence, location=location, organizer=organizer, clinic=sheet.policy.clinic
    )
    gone = () if replaces is None else _gone(sheet, replaces, sequence)
    if not (sheet.visits or gone):
        raise InvalidInputError("sheet", "a sheet with at least one visit")
    told, void = said(
        lambda spoken: (events(sheet, spoken, entries=entries), tuple(cancelled(gone, spoken))),
        locale=locale,
        allow_unreviewed=allow_unreviewed,
        wording=sheet.policy.clinic.wording,
    )
    method = None if organizer is None else "PUBLISH"
    return head.calendar(told, void, method)


def plan_calendar(  # noqa: PLR0913  # as above
    plan: TreatmentPlan | Visit,
    *,
    uid: str,
    stamp: datetime,
    sequence: int = 0,
    locale: str = SHIPPED[0],
    allow_unreviewed: bool = False,
    location: str | None = None,
    organizer: str | None = None,
    replaces: TreatmentPlan | None = None,
) -> bytes:
    """A plan or a lone visit, with its preparation, as a calendar. The arguments are those of `sheet_calendar`.

    A plan does not know what is treated, and chronic pain has prices of its own: where you know it, make the plan's
    sheet with it (`ketaclinic.prepare_plan`), and give that to `sheet_calendar`.

    Raises:
        InvalidTypeError, InvalidInputError, NaiveDatetimeError, UnknownLocaleError: as `sheet_calendar`.
    """
    return sheet_calendar(
        prepare(plan) if isinstance(plan, Visit) else prepare_plan(plan),
        uid=uid,
        stamp=stamp,
        sequence=sequence,
        locale=locale,
        allow_unreviewed=allow_unreviewed,
        location=location,
        organizer=organizer,
        replaces=replaces,
    )


def cancellation_calendar(  # noqa: PLR0913  # as above
    plan: TreatmentPlan | Visit,
    *,
    uid: str,
    stamp: datetime,
    sequence: int,
    locale: str = SHIPPED[0],
    organizer: str | None = None,
) -> bytes:
    """What takes all events of a plan, or of one visit of it, out of a calendar again (`METHOD:CANCEL`).

    `uid` is that of the calendar which put them there, and `sequence` is larger than its own. It does not say whether
    the notice is timely: `ketaclinic.assess_cancellation` does.

    Raises:
        InvalidTypeError, InvalidInputError, NaiveDatetimeError, UnknownLocaleError: as `sheet_calendar`.
    """
    visits = (plan,) if isinstance(plan, Visit) else checks.instance("plan", plan, TreatmentPlan).visits
    checks.count("sequence", sequence, least=1)
    if not visits:
        raise InvalidInputError("plan", "a plan with at least one visit")
    clinic = plan.policy.clinic
    head = _Head(uid=uid, stamp=stamp, sequence=sequence, location=None, organizer=organizer, clinic=clinic)
    void = tuple(cancelled(visits, words(locale, wording=clinic.wording)))
    return head.calendar((), void, "CANCEL")


def _gone(sheet: PreparationSheet, replaces: TreatmentPlan, sequence: int) -> tuple[Visit, ...]:
    """The visits of the earlier plan whose numbers are there no more."""
    earlier = checks.instance("replaces", replaces, TreatmentPlan).visits
    checks.count("sequence", sequence, least=1)
    numbers = {visit.number for visit in sheet.visits}
    return tuple(visit for visit in earlier if visit.number not in numbers)


def _uid(_: object, field: "attrs.Attribute[str]", value: str) -> None:
    if not _UID.fullmatch(checks.text(field.name, value)):
        raise InvalidInputError(field.name, "1 to 100 letters, digits or signs of ._@+-")


def _address(_: object, field: "attrs.Attribute[str]", value: str | None) -> None:
    if value is not None and not _ADDRESS.fullmatch(checks.text(field.name, value)):
        raise InvalidInputError(field.name, "an e-mail address, such as 'desk@clinic.example'")


def _place(_: object, field: "attrs.Attribute[str]", value: str | None) -> None:
    if value is not None:
        checks.text(field.name, value)


def _moment(value: datetime) -> datetime:
    return instant("stamp", value)


@attrs.frozen(kw_only=True)
class _Head(Checked):
    """What all events of a calendar have in common."""

    uid: str = attrs.field(validator=_uid)
    stamp: datetime = attrs.field(converter=_moment)
    sequence: int = attrs.field(validator=checks.whole())
    location: str | None = attrs.field(validator=_place)
    organizer: str | None = attrs.field(validator=_address)
    clinic: Clinic

    def calendar(self, told: tuple[Event, ...], void: tuple[Event, ...], method: str | None) -> bytes:
        """The calendar of the events that are to be, and of those that are not to be any more."""
        calendar = icalendar.Calendar()
        calendar["PRODID"] = Raw("-//ketaclinic//ketaclinic.interchange.ical//EN")
        calendar["VERSION"] = Raw("2.0")
        calendar["CALSCALE"] = Raw("GREGORIAN")
        if method is not None:
            calendar["METHOD"] = Raw(method)
        moments = [moment for event in (*told, *void) for moment in (event.first, event.last)]
        calendar.add_component(time_zone(self.clinic.time_zone, moments))
        for event in told:
            calendar.add_component(self._told(event))
        for event in void:
            written = self._bare(event)
            written["STATUS"] = Raw("CANCELLED")
            calendar.add_component(written)
        return bytes(calendar.to_ical())

    def _told(self, event: Event) -> icalendar.Event:
        """An event with all that is to be said of it, and its alarms."""
        written = self._bare(event)
        written["DESCRIPTION"] = escaped("\n\n".join((*map(_cited, event.remarks), event.closing)))
        # What goes along with a visit takes nobody's time.
        written["TRANSP"] = Raw("OPAQUE" if event.kind == InstructionKind.VISIT.value else "TRANSPARENT")
        for alarm in event.alarms:
            written.add_component(_alarm(event, alarm))
        return written

    def _bare(self, event: Event) -> icalendar.Event:
        """What tells an event from every other, its times, and whom to ask."""
        written = icalendar.Event()
        written["UID"] = Raw(f"{event.number}-{event.kind}-{self.uid}")
        written["DTSTAMP"] = in_utc(self.stamp)
        written["SEQUENCE"] = icalendar.vInt(self.sequence)
        put_span(written, event.first, event.last, self.clinic.time_zone)
        written["SUMMARY"] = escaped(event.summary)
        written["CLASS"] = Raw("PRIVATE")
        written["CONTACT"] = escaped(f"{self.clinic.name}, {self.clinic.telephone.number}")
        if self.location is not None:
            written["LOCATION"] = escaped(self.location)
        if self.organizer is not None:
            written["ORGANIZER"] = Raw(f"mailto:{self.organizer}")
        return written


def _cited(remark: Remark) -> str:
    return f"{remark.text} {citation(remark)}"


def _alarm(event: Event, moment: datetime) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm["ACTION"] = Raw("DISPLAY")
    alarm["DESCRIPTION"] = escaped(event.summary)
    alarm["TRIGGER"] = before(event.first, moment)
    return alarm
