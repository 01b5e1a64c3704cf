"""Treatment plans in words: the dates, how they were chosen, and how they depart from the typical regimen."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from ketaclinic.calendars import ShiftReason
from ketaclinic.instants import local_date, zone_of
from ketaclinic.plans import Shift, TreatmentPlan
from ketaclinic.rendering.answers import answer
from ketaclinic.rendering.blocks import Document, Remark, Row, Table
from ketaclinic.rendering.forms import width_of
from ketaclinic.rendering.words import Words, clinical, marked
from ketaclinic.reviews import Departure, DepartureKind, review_plan
from ketaclinic.visits import Phase, Visit
from ketaclinic.waiting import Offer


def plan_document(plan: TreatmentPlan, words: Words) -> Document:
    """The plan: its visits as a table and, in text, as a calendar; then what goes with them."""
    departures = review_plan(plan)
    return answer(
        plan,
        words,
        outcome=titled(plan.visits, words, one=_ONE, several=_SEVERAL),
        to_do=(words.gettext(_CONFIRM),) if plan.visits else (),
        tables=(_table(plan, words),) if plan.visits else (),
        drawing="\n\n".join(_months(plan, words)),
        remarks=_remarks(plan, departures, words),
        unsaid=_unsaid(plan, words),
        brief=(
            *(departure_sentence(departure, words, most=2) for departure in departures[:1]),
            words.gettext(PROPOSAL),
        ),
    )


def titled(visits: tuple[Visit, ...], words: Words, *, one: str, several: str) -> str:
    """The title of what is made for visits: a message for one, or one for several."""
    if not visits:
        return words.gettext(_NO_VISITS)
    zone = zone_of(visits[0].policy.clinic.time_zone)
    first, last = (words.day(visit.moment, zone) for visit in (visits[0], visits[-1]))
    if len(visits) == 1:
        return words.gettext(one, date=first)
    return words.gettext(several, count=words.number(len(visits)), first=first, last=last)


def _table(plan: TreatmentPlan, words: Words) -> Table:
    headings = (
        words.gettext("Infusion"),
        words.gettext("Date"),
        words.gettext("Start"),
        words.gettext("Expected end"),
        words.gettext("Part of the treatment"),
        words.gettext("Rule"),
    )
    return Table(headings, tuple(_row(visit, words) for visit in plan.visits), numeric=frozenset({0}), is_headed=True)


def _row(visit: Visit, words: Words) -> Row:
    zone = zone_of(visit.policy.clinic.time_zone)
    ends = visit.ends_between
    is_same_day = local_date(ends.last, zone) == local_date(visit.moment, zone)
    said = words.time if is_same_day else words.moment
    between = words.gettext("{first} to {last}", first=said(ends.first, zone), last=said(ends.last, zone))
    phase = words.gettext(_PHASES[visit.phase])
    return Row(
        (
            words.number(visit.number),
            words.day(visit.moment, zone),
            words.time(visit.moment, zone),
            between,
            phase,
            visit.clauses[0],
        )
    )


def _remarks(plan: TreatmentPlan, departures: tuple[Departure, ...], words: Words) -> Iterator[Remark]:
    yield Remark(words.gettext(PROPOSAL), ("plan.individual",))
    if plan.visits:
        yield Remark(words.gettext(_ZONE, zone=plan.policy.clinic.time_zone.replace("_", " ")), ("plan.individual",))
    for departure in departures:
        yield Remark(departure_sentence(departure, words), departure.clauses)
    for shift in plan.shifts:
        yield Remark(_moved(shift, words), ("plan.spacing",))
    if any(visit.is_initial for visit in plan.visits):
        yield Remark(words.gettext(_FIRST), ("plan.first-visit",))
        yield Remark(words.gettext(_REFERRAL), ("candidacy.referral",))
    yield Remark(words.gettext(_ADJUNCT), ("plan.adjunct",))


def _unsaid(plan: TreatmentPlan, words: Words) -> Iterator[Remark]:
    if plan.visits:
        yield Remark(words.gettext(_HOURS), ("plan.individual",))
    if plan.maintenance:
        yield Remark(words.gettext(_SPRAY), ("plan.spray",))
    else:
        yield Remark(words.gettext(_MAINTENANCE), ("plan.maintenance",))
    yield Remark(words.gettext(_ROUTE), ("plan.route", "plan.dose"))


def _moved(shift: Shift, words: Words) -> str:
    return words.gettext(_SHIFTS[shift.reason], number=words.number(shift.number), date=words.calendar_date(shift.even))


def departure_sentence(departure: Departure, words: Words, *, most: int | None = None) -> str:
    """One departure from the typical regimen, with all that is concerned, or the first of them."""
    numbers = [words.number(number) for number in departure.numbers[:most]]
    dates: list[str] = [words.calendar_date(day) for day in departure.dates[:most]]
    if most is not None and len(departure.dates) > most:
        dates.append("\N{HORIZONTAL ELLIPSIS}")
    if most is not None and len(departure.numbers) > most:
        numbers.append("\N{HORIZONTAL ELLIPSIS}")
    return words.gettext(_DEPARTURES[departure.kind], numbers=words.listed(numbers), dates=words.listed(dates))


def visit_sentence(visit: Visit, words: Words) -> str:
    """When a visit starts, and between when it is expected to end."""
    zone, ends = zone_of(visit.policy.clinic.time_zone), visit.ends_between
    return words.gettext(
        _VISIT,
        number=words.number(visit.number),
        moment=words.moment(visit.moment, zone),
        first=words.time(ends.first, zone),
        last=words.time(ends.last, zone),
    )


def offer_sentence(offer: Offer, words: Words) -> str:
    """Who is offered which visit."""
    return words.gettext(_OFFER, patient=offer.patient.id, visit=visit_sentence(offer.visit, words))


def _months(plan: TreatmentPlan, words: Words) -> Iterator[str]:
    """A small calendar of each month with a visit, its days in brackets."""
    zone = zone_of(plan.policy.clinic.time_zone)
    days = sorted({local_date(visit.moment, zone) for visit in plan.visits})
    for first, visited in groupby(days, key=lambda day: day.replace(day=1)):
        yield "\n".join(_month(first, set(visited), words))


def _month(first: date, visited: set[date], words: Words) -> Iterator[str]:
    week = words.weekdays()
    yield words.month(first)
    yield "".join(" " * (_CELL - width_of(name)) + name + " " for _, name in week).rstrip()
    day = first - timedelta(days=[weekday for weekday, _ in week].index(first.weekday()))
    while (day.year, day.month) <= (first.year, first.month):
        cells = [day + timedelta(days=number) for number in range(len(week))]
        yield "".join(_cell(cell, visited) if cell.month == first.month else _BLANK for cell in cells).rstrip()
        day += timedelta(days=len(week))


def _cell(day: date, visited: set[date]) -> str:
    return f"[{day.day}]".rjust(_CELL + 1) if day in visited else f"{day.day}".rjust(_CELL) + " "


_CELL: Final = 4
_BLANK: Final = " " * (_CELL + 1)

_PHASES: Final = {Phase.INITIAL: marked("First series"), Phase.MAINTENANCE: marked("Maintenance")}

_NO_VISITS: Final = marked("This plan has no visits.")
_ONE: Final = marked("Proposed plan: one infusion, on {date}")
_SEVERAL: Final = marked("Proposed plan: {count} infusions, from {first} to {last}")
_CONFIRM: Final = marked("Ask the doctor to confirm this plan.")
_VISIT: Final = marked("Infusion {number}: {moment}. Expected end: {first} to {last}.")
_OFFER: Final = marked("Offered to {patient}: {visit}")
PROPOSAL: Final = marked("This is a proposal until the doctor confirms it. The doctor fits each plan to the patient.")
_ZONE: Final = marked("All times are those of the clinic ({zone}). Each end is an estimate.")
_HOURS: Final = marked(
    "The rules name no opening days and no opening hours. Ask the clinic whether it is open at these times."
)
_FIRST: Final = clinical("The first visit is an evaluation, and then the first infusion.")
_REFERRAL: Final = marked("You can come without a referral from a psychiatrist.")
_MAINTENANCE: Final = clinical(
    "Most patients need maintenance infusions later on, as symptoms ask for them. No interval is stated for them."
)
_SPRAY: Final = clinical(
    "A ketamine nasal spray on prescription may be part of maintenance. No price and no schedule are stated for it."
)
_ROUTE: Final = clinical("The clinic gives ketamine into a vein. Its dose is not stated; the doctor decides it.")
_ADJUNCT: Final = clinical("Ketamine goes along with your other treatment. It is no cure.")

_SHIFTS: Final = {
    ShiftReason.CLOSED: marked("Infusion {number} is not on {date}, since the clinic is closed then."),
    ShiftReason.TAKEN: marked("Infusion {number} is not on {date}, since the clinic is full then."),
    ShiftReason.OUTSIDE_HOURS: marked(
        "Infusion {number} is not on {date}, since it would not lie within the opening hours."
    ),
    ShiftReason.CLOCK_CHANGE: marked(
        "Infusion {number} is not on {date}, since the clocks skip the time of its start on that day."
    ),
    ShiftReason.SPACING: marked("Infusion {number} is not on {date}, so that all infusions keep their distance."),
}

_DEPARTURES: Final = {
    DepartureKind.TOO_FEW: marked("The first series has fewer infusions than is typical."),
    DepartureKind.TOO_MANY: marked("The first series has more infusions than is typical: see infusion {numbers}."),
    DepartureKind.SAME_DAY: marked("There is more than one infusion on {dates}."),
    DepartureKind.TOO_DENSE: marked("Infusions {numbers} are closer together than is typical."),
    DepartureKind.TOO_SPARSE: marked("There are fewer infusions than is typical in the week from {dates}."),
    DepartureKind.TOO_LONG: marked("The first series goes on for longer than is typical: see {dates}."),
    DepartureKind.CLOSED: marked("The clinic is closed on {dates}."),
    DepartureKind.TAKEN: marked("The clinic is full on {dates}."),
    DepartureKind.OUTSIDE_HOURS: marked("Not within the opening hours: {dates}."),
}
