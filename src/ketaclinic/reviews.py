"""How a plan departs from the typical regimen (plan.*). No departure is an error: the doctor tailors each plan."""

import enum
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

import attrs
import pendulum

from ketaclinic import checks
from ketaclinic.calendars import ClinicCalendar, ShiftReason
from ketaclinic.display import Spoken
from ketaclinic.errors import InvalidInputError
from ketaclinic.instants import local_date, local_day, zone_of
from ketaclinic.plans import TreatmentPlan
from ketaclinic.spacing import WEEK
from ketaclinic.values import Result, made
from ketaclinic.visits import Visit

__all__ = ["Departure", "DepartureKind", "review_plan"]


class DepartureKind(enum.Enum):
    """In which way a plan departs from the typical regimen, or from the clinic's calendar."""

    TOO_FEW = "too_few"
    """Fewer infusions in the series than is typical (plan.series)."""
    TOO_MANY = "too_many"
    """More infusions in the series than is typical (plan.series)."""
    SAME_DAY = "same_day"
    """Two infusions of the series on one date (plan.spacing)."""
    TOO_DENSE = "too_dense"
    """More infusions within 7 dates in a row than is typical (plan.spacing)."""
    TOO_SPARSE = "too_sparse"
    """Fewer infusions than is typical in a week of 7 dates, counted from the first infusion (plan.spacing)."""
    TOO_LONG = "too_long"
    """The series spans more dates than is typical (plan.span)."""
    CLOSED = "closed"
    """On a date on which the clinic is closed."""
    TAKEN = "taken"
    """On a date on which the clinic is full."""
    OUTSIDE_HOURS = "outside_hours"
    """Not wholly within the opening hours."""

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that it rests on."""
        return _CLAUSES[self]


_CLAUSES: Final = {
    DepartureKind.TOO_FEW: ("plan.series", "plan.individual"),
    DepartureKind.TOO_MANY: ("plan.series", "plan.individual"),
    DepartureKind.SAME_DAY: ("plan.spacing", "plan.individual"),
    DepartureKind.TOO_DENSE: ("plan.spacing", "plan.individual"),
    DepartureKind.TOO_SPARSE: ("plan.spacing", "plan.individual"),
    DepartureKind.TOO_LONG: ("plan.span", "plan.individual"),
    DepartureKind.CLOSED: ("plan.individual",),
    DepartureKind.TAKEN: ("plan.individual",),
    DepartureKind.OUTSIDE_HOURS: ("plan.individual",),
}

_OF_NO_DATE: Final = frozenset({DepartureKind.TOO_FEW, DepartureKind.TOO_MANY})


@attrs.frozen(init=False)
class Departure(Result, Spoken):
    """One way in which a plan departs from the typical regimen, with all that is concerned."""

    _made_by = "review_plan"

    kind: DepartureKind
    numbers: tuple[int, ...]
    """The numbers of the visits concerned; none where visits are missing."""
    dates: tuple[date, ...]
    """The dates concerned, in the clinic's zone; of weeks with too few infusions, the first date of each."""

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that it rests on."""
        return self.kind.clauses

    def _check(self) -> None:
        kind = checks.instance("kind", self.kind, DepartureKind)
        for index, number in enumerate(self.numbers):
            checks.count(f"numbers[{index}]", number, least=1)
        for index, day in enumerate(self.dates):
            local_day(f"dates[{index}]", checks.instance(f"dates[{index}]", day, date))
        # A week may be too sparse with visits in it, and with none.
        if kind is not DepartureKind.TOO_SPARSE and bool(self.numbers) is (kind is DepartureKind.TOO_FEW):
            raise InvalidInputError("numbers", "those of the visits concerned, and none where visits are missing")
        if bool(self.dates) is (kind in _OF_NO_DATE):
            raise InvalidInputError("dates", "those that are concerned, and none where it is the number of infusions")


def review_plan(plan: TreatmentPlan, calendar: ClinicCalendar | None = None) -> tuple[Departure, ...]:
    """Every departure of a plan from the typical regimen, at most one of each kind; none for a typical plan.

    Number, spacing and span are those of the initial series, on dates in the clinic's zone; the FAQ states no interval
    for maintenance. With a calendar, every visit is held against it.

    Raises:
        InvalidTypeError: not a plan, or not a calendar.

    >>> import ketaclinic as kc
    >>> from datetime import datetime, timezone
    >>> starts = [datetime(2026, 12, day, 18, tzinfo=timezone.utc) for day in (1, 2, 3, 4)]
    >>> [(departure.kind.name, departure.numbers) for departure in kc.review_plan(kc.TreatmentPlan.of(starts))]
    [('TOO_DENSE', (1, 2, 3, 4))]
    """
    checks.instance("plan", plan, TreatmentPlan)
    zone = zone_of(plan.policy.clinic.time_zone)
    dated = [(local_date(visit.moment, zone), visit) for visit in plan.initial]
    departures = [*_of_number(plan), *_of_dates(plan, dated)]
    if calendar is not None:
        departures += _of_calendar(plan, checks.instance("calendar", calendar, ClinicCalendar), zone)
    return tuple(departures)


def _of_number(plan: TreatmentPlan) -> Iterator[Departure]:
    typical, visits = plan.policy.plan.infusions, plan.initial
    # Somebody who has had infusions before may well come for maintenance alone.
    if len(visits) < typical.least and (visits or not plan.completed):
        yield made(Departure, DepartureKind.TOO_FEW, (), ())
    if len(visits) > typical.most:
        yield made(Departure, DepartureKind.TOO_MANY, tuple(visit.number for visit in visits[typical.most :]), ())


def _of_dates(plan: TreatmentPlan, dated: list[tuple[date, Visit]]) -> Iterator[Departure]:
    if not dated:
        return
    figures = plan.policy.plan
    first = dated[0][0]
    times = Counter(day for day, _ in dated)
    yield from _departure(DepartureKind.SAME_DAY, [(day, visit) for day, visit in dated if times[day] > 1])
    yield from _departure(DepartureKind.TOO_DENSE, _crowded(dated, figures.per_week.most))
    weeks = Counter((day - first).days // WEEK for day, _ in dated)
    sparse = [week for week in range(max(weeks)) if weeks[week] < figures.per_week.least]
    if sparse:
        begins = tuple(date.fromordinal(first.toordinal() + WEEK * week) for week in sparse)
        few = set(sparse)
        numbers = tuple(visit.number for day, visit in dated if (day - first).days // WEEK in few)
        yield made(Departure, DepartureKind.TOO_SPARSE, numbers, begins)
    late = [(day, visit) for day, visit in dated if (day - first).days >= WEEK * figures.weeks.most]
    yield from _departure(DepartureKind.TOO_LONG, late)


def _crowded(dated: list[tuple[date, Visit]], most: int) -> list[tuple[date, Visit]]:
    """The visits that stand in any 7 dates in a row with more than `most` of them."""
    crowded = {
        number
        for index in range(most, len(dated))
        if (dated[index][0] - dated[index - most][0]).days < WEEK
        for number in range(index - most, index + 1)
    }
    return [dated[index] for index in sorted(crowded)]


def _of_calendar(plan: TreatmentPlan, calendar: ClinicCalendar, zone: pendulum.Timezone) -> Iterator[Departure]:
    met: dict[ShiftReason, list[tuple[date, Visit]]] = {}
    for visit in plan.visits:
        reason = calendar.obstacle(visit.moment, plan.policy, is_initial=visit.is_initial)
        if reason is not None:
            met.setdefault(reason, []).append((local_date(visit.moment, zone), visit))
    for reason in (ShiftReason.CLOSED, ShiftReason.TAKEN, ShiftReason.OUTSIDE_HOURS):
        yield from _departure(DepartureKind(reason.value), met.get(reason, []))


def _departure(kind: DepartureKind, dated: list[tuple[date, Visit]]) -> Iterator[Departure]:
    if dated:
        dates = tuple(dict.fromkeys(day for day, _ in dated))
        yield made(Departure, kind, tuple(visit.number for _, visit in dated), dates)
