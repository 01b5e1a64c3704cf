"""Proposing a plan: dates for a first series that fit the FAQ's rules and the clinic's calendar (plan.*)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

import attrs

from ketaclinic import checks
from ketaclinic.calendars import ClinicCalendar, ShiftReason
from ketaclinic.errors import NoFeasiblePlanError, Remedy
from ketaclinic.instants import instant, on, reading, zone_of
from ketaclinic.plans import Shift, TreatmentPlan, fitting
from ketaclinic.policy import Policy
from ketaclinic.policy_file import faq_policy
from ketaclinic.spacing import WEEK, even, possible, spread
from ketaclinic.values import made
from ketaclinic.visits import Phase, Visit, expected_minutes

__all__ = ["propose_plan"]

_EVERY_DAY: Final = ClinicCalendar()

_SEARCHED: Final = 56
"""Another first date is looked for in as many days after the first one."""


def propose_plan(  # noqa: PLR0913  # each is a question of its own, and all are keywords
    *,
    first: datetime,
    infusions: int,
    per_week: int = 3,
    calendar: ClinicCalendar | None = None,
    completed: int = 0,
    policy: Policy | None = None,
) -> TreatmentPlan:
    """A first series of so many infusions from that first start on, all at the same local time of day.

    No two infusions are on one date; no 7 dates in a row have more than `per_week`, and each week counted from the
    first date has at least 2 of them, save the week of the last one; the last date is at most the 21st
    (plan.spacing, plan.span; the figures are the policy's). Among the plans that fit the calendar, it is the one
    nearest to an even spacing, and among equals the one with the earliest dates: `shifts` tells where it departs from
    that. It finds a plan whenever there is one.

    Raises:
        NoFeasiblePlanError: no plan fits; the error says what is in the way and what would help.
        NaiveDatetimeError: `first` has no zone and no offset.
        InvalidTypeError: other types than those.
        InvalidInputError: fewer than 1 infusion, a `per_week` that the policy does not know (the FAQ: 2 or 3), or a
            `first` that a clock change skips.

    >>> import ketaclinic as kc
    >>> from datetime import date, datetime
    >>> from zoneinfo import ZoneInfo
    >>> first = datetime(2026, 12, 21, 10, tzinfo=ZoneInfo("America/Los_Angeles"))
    >>> plan = kc.propose_plan(first=first, infusions=4, calendar=kc.ClinicCalendar(closed=[date(2026, 12, 25)]))
    >>> [(visit.number, visit.starts.to_date_string()) for visit in plan.visits]
    [(1, '2026-12-21'), (2, '2026-12-23'), (3, '2026-12-24'), (4, '2026-12-28')]
    >>> [(shift.number, shift.even.isoformat(), shift.reason.name) for shift in plan.shifts]
    [(3, '2026-12-25', 'CLOSED')]
    """
    policy = faq_policy() if policy is None else checks.instance("policy", policy, Policy)
    checks.count("infusions", infusions, least=1)
    checks.count("per_week", per_week, least=policy.plan.per_week.least, most=policy.plan.per_week.most)
    checks.count("completed", completed)
    calendar = _EVERY_DAY if calendar is None else checks.instance("calendar", calendar, ClinicCalendar)
    request = _Request(instant("first", first), infusions, per_week, calendar, completed, policy)
    days = request.days()
    if days is None:
        raise _refusal(request)
    return request.plan(days)


class _Request:
    """What is asked for, with every argument checked."""

    def __init__(  # noqa: PLR0913, PLR0917  # those of `propose_plan`
        self,
        first: datetime,
        infusions: int,
        per_week: int,
        calendar: ClinicCalendar,
        completed: int,
        policy: Policy,
    ) -> None:
        self.first = first
        self.infusions = infusions
        self.per_week = per_week
        self.calendar = calendar
        self.completed = completed
        self.policy = policy
        self.length = WEEK * policy.plan.weeks.most
        """How many dates the series may span."""
        self._zone = zone_of(policy.clinic.time_zone)
        starts = first.astimezone(self._zone)
        self._first_date = starts.date()
        self._clock = starts.time()
        """The local time of day of every visit."""
        self._days: dict[int, tuple[date, datetime | None]] = {0: (self._first_date, first)}

    def starting(self, first: datetime) -> "_Request":
        """The same from another first start on."""
        return _Request(first, self.infusions, self.per_week, self.calendar, self.completed, self.policy)

    def day(self, number: int) -> tuple[date, datetime | None]:
        """The date of that day of the series, counted from 0, and when a visit starts on it.

        There is no start where a clock change skips that time.
        """
        if number not in self._days:
            shown = self._first_date + timedelta(days=number)
            self._days[number] = shown, on(shown, self._clock, self._zone)
        return self._days[number]

    def date(self, day: int) -> date:
        """The date of that day of the series."""
        return self.day(day)[0]

    def obstacle(self, day: int, calendar: ClinicCalendar | None = None) -> ShiftReason | None:
        """Why no visit can be on that day; None if one can."""
        shown, moment = self.day(day)
        if moment is None:
            return ShiftReason.CLOCK_CHANGE
        is_initial = not day and not self.completed
        held = calendar or self.calendar
        return held.obstacle_on(shown, self._clock, moment, self.policy, is_initial=is_initial)

    def edges(self) -> Iterator[tuple[datetime, time]]:
        """The first start within the opening hours of the first day, and the last one."""
        _, minutes = expected_minutes(self.policy, is_initial=not self.completed)
        if self.calendar.opens is not None:
            yield reading(self._first_date, self.calendar.opens, self._zone), self.calendar.opens
        if self.calendar.closes is not None:
            last = reading(self._first_date, self.calendar.closes, self._zone) - timedelta(minutes=minutes)
            yield last, last.astimezone(self._zone).time()

    def is_open(self, day: int) -> bool:
        """Whether a visit can be on that day."""
        return self.obstacle(day) is None

    def days(self) -> tuple[int, ...] | None:
        """The days of the visits, or None."""
        least = self.policy.plan.per_week.least
        return spread(self.is_open, self.length, infusions=self.infusions, per_week=self.per_week, least=least)

    def opened(self) -> list[bool]:
        """Of each day of the series, whether a visit can be on it."""
        return [self.is_open(day) for day in range(self.length)]

    def numbers(self, opened: list[bool], per_week: int | None = None) -> int:
        """For which numbers of infusions there is a plan on those days: bit n stands for n."""
        return possible(opened, per_week=per_week or self.per_week, least=self.policy.plan.per_week.least)

    def fits(self, opened: list[bool], per_week: int | None = None) -> bool:
        """Whether there is a plan on those days."""
        return bool(self.numbers(opened, per_week) >> self.infusions & 1)

    def plan(self, days: tuple[int, ...]) -> TreatmentPlan:
        """The plan on those days."""
        fitting(self.completed, len(days))
        visits = tuple(
            made(Visit, number, self.day(day)[1], Phase.INITIAL, self.policy)  # none of them is skipped
            for number, day in enumerate(days, self.completed + 1)
        )
        return made(TreatmentPlan, visits, self.completed, self.policy, tuple(self._shifts(days)))

    def _shifts(self, days: tuple[int, ...]) -> Iterator[Shift]:
        for index, day in enumerate(days):
            wanted = even(index, self.per_week)
            if day != wanted:
                reason = self.obstacle(wanted) or ShiftReason.SPACING
                yield made(Shift, self.completed + 1 + index, self.date(wanted), reason)


def _refusal(request: _Request) -> NoFeasiblePlanError:
    """What is in the way, and which single changes would help."""
    opened = request.opened()
    if not opened[0]:
        constraint, clause = "first_date", "plan.individual"
    elif not request.fits([True] * request.length):
        constraint, clause = "infusions", "plan.span"
    else:
        constraint, clause = "open_dates", "plan.spacing"
    found = (
        _date_to_open(request, opened),
        _fewer_infusions(request, opened),
        _another_pace(request, opened),
        _another_first_date(request),
        _another_time(request),
    )
    return NoFeasiblePlanError(constraint, clause, tuple(remedy for remedy in found if remedy is not None))


def _date_to_open(request: _Request, opened: list[bool]) -> Remedy | None:
    """The first date that the clinic would only have to take patients on."""
    always = attrs.evolve(request.calendar, open_weekdays=range(WEEK), closed=(), taken=())
    for day, is_open in enumerate(opened):
        blocked = not is_open and request.obstacle(day, always) is None
        if blocked and request.fits([*opened[:day], True, *opened[day + 1 :]]):
            return Remedy("open_date", request.date(day))
    return None


def _fewer_infusions(request: _Request, opened: list[bool]) -> Remedy | None:
    """The largest number of them below the one asked for; none that leaves the typical regimen which that one keeps."""
    fewer = (request.numbers(opened) & (1 << request.infusions) - 1).bit_length() - 1
    typical = request.policy.plan.infusions.least
    is_told = fewer >= (typical if request.infusions >= typical else 1)
    return Remedy("infusions", fewer) if is_told else None


def _another_pace(request: _Request, opened: list[bool]) -> Remedy | None:
    weekly = request.policy.plan.per_week
    for per_week in range(weekly.least, min(weekly.most, WEEK) + 1):
        if request.fits(opened, per_week):
            return Remedy("per_week", per_week)
    return None


def _another_first_date(request: _Request) -> Remedy | None:
    """The next date from which a plan exists, within eight weeks."""
    for number in range(1, _SEARCHED + 1):
        day, moment = request.day(number)
        if moment is not None:
            later = request.starting(moment)
            if later.fits(later.opened()):
                return Remedy("first_date", day)
    return None


def _another_time(request: _Request) -> Remedy | None:
    """The time of the first day nearest to the one asked for at which its visit lies within the opening hours."""
    if request.obstacle(0) is not ShiftReason.OUTSIDE_HOURS:
        return None
    for moment, clock in sorted(request.edges(), key=lambda edge: abs(edge[0] - request.first)):
        nearer = request.starting(moment)
        if nearer.fits(nearer.opened()):
            return Remedy("first_time", clock)
    return None
