"""What of a preparation sheet stands in a calendar: an event for each thing that has a time, with its alarms."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

import attrs

from ketaclinic.cancellation import Cancellation
from ketaclinic.instants import zone_of
from ketaclinic.instructions import Instruction, InstructionKind
from ketaclinic.plans import TreatmentPlan
from ketaclinic.preparation import PreparationSheet, prepare, treated_in
from ketaclinic.rendering import cancellations
from ketaclinic.rendering.answers import NO_ADVICE
from ketaclinic.rendering.blocks import Remark
from ketaclinic.rendering.plans import PROPOSAL
from ketaclinic.rendering.sheets import FIRST, TEXTS, remarks, sentences, unsaid, zone_remark
from ketaclinic.rendering.words import Words, clinical, marked
from ketaclinic.values import made
from ketaclinic.visits import Visit

CANCELLATION: Final = "cancellation"
"""The kind of the event that ends with a visit's last timely moment; the others are ids of instructions."""

_HOUR: Final = timedelta(hours=1)


@attrs.frozen
class Event:
    """One event of a visit, in words. Its moments are in UTC."""

    number: int
    """The number of the visit."""
    kind: str
    first: datetime
    last: datetime
    summary: str
    remarks: tuple[Remark, ...]
    closing: str
    """Whom to ask."""
    alarms: tuple[datetime, ...]
    """The moments at which they go off."""


def events(sheet: PreparationSheet, words: Words, *, entries: bool) -> tuple[Event, ...]:
    """The events of each visit, which are always of the same kinds; `entries` tells what a patient entered, too."""
    return tuple(event for visit in sheet.visits for event in _of_visit(visit, sheet, words, entries=entries))


def cancelled(visits: Iterable[Visit], words: Words) -> Iterator[Event]:
    """The same events once their visits are cancelled: nothing is to be done, so that nothing is told."""
    for visit in visits:
        summary = words.gettext(_CANCELLED, number=words.number(visit.number))
        for event in events(prepare(visit), words, entries=False):
            yield attrs.evolve(event, summary=summary, remarks=(), closing="", alarms=())


def _of_visit(visit: Visit, sheet: PreparationSheet, words: Words, *, entries: bool) -> Iterator[Event]:
    clinic = visit.policy.clinic
    closing = words.gettext(NO_ADVICE, clinic=clinic.name, telephone=clinic.telephone.number)
    yield _deadline(visit, sheet, words, closing)
    own = _own(visit, sheet, entries=entries)
    for told in own.instructions:
        if told.kind in _ALARMS and told.first is not None and told.last is not None:
            is_visit = told.kind is InstructionKind.VISIT
            text = _whole(visit, sheet, own, words, entries=entries) if is_visit else [_remark(told, visit, own, words)]
            # Whoever has no driver yet has to know it before the visit, and not at its end.
            from_ = visit.moment if told.kind is InstructionKind.DRIVER else told.first
            alarms = tuple(from_ - lead for lead in _ALARMS[told.kind])
            summary = _summary(told, visit, words)
            yield Event(visit.number, told.kind.value, told.first, told.last, summary, tuple(text), closing, alarms)


def _own(visit: Visit, sheet: PreparationSheet, *, entries: bool) -> PreparationSheet:
    """The sheet of one visit. Calendars are synchronised and shared: what a patient entered is left out unasked."""
    if not entries:
        # Of what is treated, the price alone is told, which would be a wrong one otherwise.
        treated = treated_in(sheet.treating, sheet.screening)
        return prepare(visit, treating=treated, infusion_ended=sheet.infusion_ended)
    return prepare(
        visit,
        screening=sheet.screening,
        treating=sheet.treating,
        infusion_ended=sheet.infusion_ended,
        nausea_after=sheet.nausea_after,
        headache_after=sheet.headache_after,
    )


def _remark(told: Instruction, visit: Visit, own: PreparationSheet, words: Words) -> Remark:
    is_recorded = own.infusion_ended is not None
    return Remark(" ".join(sentences(told, visit, words, is_recorded=is_recorded)), told.clauses)


def _whole(
    visit: Visit, sheet: PreparationSheet, own: PreparationSheet, words: Words, *, entries: bool
) -> Iterator[Remark]:
    """What goes with a visit and has no event of its own: what comes before all else, the visit, and what holds always.

    So nothing of a sheet is lost in a calendar.
    """
    along = (told for told in own.instructions if told.kind not in _ALARMS or told.kind is InstructionKind.VISIT)
    for told in sorted(along, key=lambda told: (told.kind not in FIRST, told.first is None)):
        yield _remark(told, visit, own, words)
    if isinstance(sheet.subject, TreatmentPlan):
        yield Remark(words.gettext(PROPOSAL), ("plan.individual",))
    if entries:
        yield from remarks(own, words)
    else:
        yield Remark(words.gettext(_LEFT_OUT), ("candidacy.doctor-decides",))
        yield zone_remark(own, words)
    yield unsaid(words)


def _deadline(visit: Visit, sheet: PreparationSheet, words: Words, closing: str) -> Event:
    """The last timely moment, with what a cancellation just in time would put at risk."""
    reserved = sheet.visits if isinstance(sheet.subject, TreatmentPlan) else None
    last = visit.moment - _HOUR * max(visit.policy.cancellation.notice.hours, 1)  # at the start, it would be missed
    cancellation = made(Cancellation, visit, last, reserved)
    at = cancellation.deadline_moment
    moment = words.moment(at, zone_of(visit.policy.clinic.time_zone))
    text = (
        Remark(words.gettext(cancellations.DEADLINE, moment=moment), ("cancel.notice",)),
        *cancellations.remarks(cancellation, words),
        *cancellations.unsaid(cancellation, words),
    )
    summary = words.gettext(_DEADLINE, number=words.number(visit.number), moment=moment)
    # Some calendars show an event without a length as an hour, which is not to come after that moment.
    return Event(visit.number, CANCELLATION, at - _HOUR, at, summary, text, closing, (at - _NOTICE_LEAD,))


def _summary(told: Instruction, visit: Visit, words: Words) -> str:
    """What an event, and the alarms of it, say in one line; it stands for itself wherever and whenever it is read."""
    zone = zone_of(visit.policy.clinic.time_zone)
    first, last = (words.moment(moment, zone) for moment in (told.first or visit.moment, told.last or visit.moment))
    fields = {"number": words.number(visit.number), "clinic": visit.policy.clinic.name, "first": first, "last": last}
    return words.gettext(_SUMMARIES[told.kind], **fields)


_ALARMS: Final = {
    InstructionKind.CANNABIS: (24 * _HOUR, 0 * _HOUR),
    InstructionKind.FASTING: (12 * _HOUR, 0 * _HOUR),
    InstructionKind.VISIT: (24 * _HOUR,),
    InstructionKind.DRIVER: (24 * _HOUR,),
    InstructionKind.TWELVE_HOURS: (0 * _HOUR,),
}
"""The instructions that are events, and how long before each its alarms go off; the rules state no such times.

What begins is announced while one can still get ready for it, and again when it begins. No alarm tells an end.
"""

_NOTICE_LEAD: Final = 24 * _HOUR
"""The same for the last timely moment: at that moment itself, an alarm would be too late."""

_SUMMARIES: Final = {
    InstructionKind.CANNABIS: clinical("No marijuana from {first} on."),
    InstructionKind.FASTING: clinical("Eat and drink nothing, not even water, from {first} on."),
    InstructionKind.VISIT: marked("Infusion {number}: {clinic}"),
    InstructionKind.DRIVER: TEXTS[InstructionKind.DRIVER],
    InstructionKind.TWELVE_HOURS: clinical("No driving and no decisions before {last} at the earliest."),
}

_DEADLINE: Final = marked("Last timely moment to cancel infusion {number}: {moment}")
_CANCELLED: Final = marked("Cancelled: infusion {number}")
_LEFT_OUT: Final = clinical(
    "This calendar leaves out whatever you entered about medicines, conditions and substances. Follow your preparation "
    "sheet, too, and ask the doctor."
)
