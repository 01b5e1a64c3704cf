"""Treatment plans: the visits of a patient on real dates (plan.*)."""

from collections.abc import Iterable
from datetime import date, datetime

import attrs

from ketaclinic import checks
from ketaclinic.calendars import ShiftReason
from ketaclinic.display import Displayed
from ketaclinic.errors import InvalidInputError
from ketaclinic.instants import instant, is_kept, local_date, within_years, zone_of
from ketaclinic.policy import Policy
from ketaclinic.policy_file import faq_policy
from ketaclinic.values import Result, made
from ketaclinic.visits import Phase, Visit

__all__ = ["Shift", "TreatmentPlan"]


@attrs.frozen(init=False)
class Shift(Result):
    """A proposed visit that is not on the date of an even spacing, and why."""

    _made_by = "propose_plan"

    number: int
    """The number of the visit."""
    even: date
    """The date that an even spacing would give it."""
    reason: ShiftReason

    def _check(self) -> None:
        checks.count("number", self.number, least=1)
        within_years("even", checks.instance("even", self.even, date))
        checks.instance("reason", self.reason, ShiftReason)


@attrs.frozen(init=False)
class TreatmentPlan(Result, Displayed):
    """The visits of one patient: a proposal until the doctor confirms it (plan.individual).

    `ketaclinic.propose_plan` makes one from a first date; `TreatmentPlan.of` takes one that was made elsewhere.
    """

    _made_by = "propose_plan or TreatmentPlan.of"

    visits: tuple[Visit, ...]
    """In order of time, the initial series first. Their numbers go on from `completed`."""
    completed: int
    """How many infusions the patient has had before, in the whole history at the clinic."""
    policy: Policy = attrs.field(repr=False)
    shifts: tuple[Shift, ...] = attrs.field(default=(), eq=False, repr=False)
    """How a proposal departs from an even spacing; no part of the plan's equality."""

    @classmethod
    def of(
        cls,
        starts: Iterable[datetime],
        *,
        maintenance: Iterable[datetime] = (),
        completed: int = 0,
        policy: Policy | None = None,
    ) -> "TreatmentPlan":
        """A plan with those starts of the initial series, in any order, and of maintenance visits after it.

        Nothing about it is an error: `ketaclinic.review_plan` tells how it departs from the typical regimen.

        Raises:
            NaiveDatetimeError: a start without a zone or an offset.
            InvalidTypeError: other types than those.
            InvalidInputError: a start that a clock change skips, a maintenance visit that does not come after the
                series, or more than 10,000 starts.

        >>> import ketaclinic as kc
        >>> from datetime import datetime, timedelta, timezone
        >>> first = datetime(2026, 12, 1, 18, tzinfo=timezone.utc)
        >>> plan = kc.TreatmentPlan.of([first + timedelta(days=3), first], completed=4)
        >>> [(visit.number, visit.starts.to_datetime_string()) for visit in plan.visits]
        [(5, '2026-12-01 10:00:00'), (6, '2026-12-04 10:00:00')]
        """
        policy = faq_policy() if policy is None else checks.instance("policy", policy, Policy)
        checks.count("completed", completed)
        series, later = _moments("starts", starts), _moments("maintenance", maintenance)
        return _numbered(cls, _in_phases(series, later), completed, policy)

    @property
    def initial(self) -> tuple[Visit, ...]:
        """The visits of the initial series."""
        return tuple(visit for visit in self.visits if visit.phase is Phase.INITIAL)

    @property
    def maintenance(self) -> tuple[Visit, ...]:
        """The visits after the initial series."""
        return tuple(visit for visit in self.visits if visit.phase is Phase.MAINTENANCE)

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that it rests on."""
        if not self.visits:
            return _ALWAYS
        first, last = self.visits[0], self.visits[-1]  # of which the first one may be the initial appointment
        spray = ("plan.spray",) if last.phase is Phase.MAINTENANCE else ()
        return (*_ALWAYS, *spray, *first.clauses, *(() if first.is_initial is last.is_initial else last.clauses))

    def with_maintenance(self, starts: Iterable[datetime]) -> "TreatmentPlan":
        """The plan with those maintenance visits added. The FAQ states no interval, so the dates are the caller's.

        Raises:
            NaiveDatetimeError, InvalidTypeError, InvalidInputError: as `TreatmentPlan.of`.
        """
        later = [*(visit.moment for visit in self.maintenance), *_moments("starts", starts)]
        phased = _in_phases([visit.moment for visit in self.initial], sorted(later), argument="starts")
        return _numbered(TreatmentPlan, phased, self.completed, self.policy, self.shifts)

    def without(self, number: int) -> "TreatmentPlan":
        """The plan that remains when the visit of that number is cancelled; those after it are renumbered.

        Raises:
            InvalidTypeError: not exactly an int.
            InvalidInputError: no visit has that number.

        >>> import ketaclinic as kc
        >>> from datetime import datetime, timezone
        >>> plan = kc.TreatmentPlan.of([datetime(2026, 12, day, 18, tzinfo=timezone.utc) for day in (1, 4, 8)])
        >>> [(visit.number, visit.starts.day) for visit in plan.without(2).visits]
        [(1, 1), (2, 8)]
        """
        if checks.count("number", number) not in {visit.number for visit in self.visits}:
            raise InvalidInputError("number", "the number of a visit of the plan")
        left = [(visit.moment, visit.phase) for visit in self.visits if visit.number != number]
        return _numbered(TreatmentPlan, left, self.completed, self.policy)

    def _check(self) -> None:
        checks.listed("visits", self.visits, Visit)
        checks.instance("policy", self.policy, Policy)
        series, later = (sorted(visit.moment for visit in visits) for visits in (self.initial, self.maintenance))
        if (
            _numbered(TreatmentPlan, _in_phases(series, later), checks.count("completed", self.completed), self.policy)
            != self
        ):
            raise InvalidInputError("visits", "visits in order, numbered from `completed` on")
        zone = zone_of(self.policy.clinic.time_zone)
        dates = {visit.number: local_date(visit.moment, zone) for visit in self.initial}
        for index, shift in enumerate(checks.listed("shifts", self.shifts, Shift)):
            if dates.pop(shift.number, shift.even) == shift.even:
                raise InvalidInputError(
                    f"shifts[{index}]", "a visit of the series, once, and another date than its own"
                )


_ALWAYS = (
    "plan.series",
    "plan.spacing",
    "plan.span",
    "plan.individual",
    "plan.route",
    "plan.dose",
    "plan.adjunct",
    "plan.maintenance",
)


def fitting(completed: int, visits: int) -> None:
    """Check that the number of so many visits after those completed is one that is taken.

    Raises:
        InvalidInputError: it is too large.
    """
    checks.count("completed", completed, most=checks.MOST - visits)


def _moments(argument: str, starts: Iterable[datetime]) -> list[datetime]:
    given = checks.gathered(argument, starts, "aware datetimes")
    return sorted(
        [start if is_kept(start) else instant(f"{argument}[{index}]", start) for index, start in enumerate(given)]
    )


def _in_phases(
    series: list[datetime], later: list[datetime], *, argument: str = "maintenance"
) -> list[tuple[datetime, Phase]]:
    if series and later and later[0] <= series[-1]:
        raise InvalidInputError(argument, "times after the last visit of the initial series")
    initial, maintenance = Phase.INITIAL, Phase.MAINTENANCE
    return [(moment, initial) for moment in series] + [(moment, maintenance) for moment in later]


def _numbered(
    kind: type[TreatmentPlan],
    phased: list[tuple[datetime, Phase]],
    completed: int,
    policy: Policy,
    shifts: tuple[Shift, ...] = (),
) -> TreatmentPlan:
    fitting(completed, len(phased))
    visits = [
        made(Visit, number, moment, phase, policy) for number, (moment, phase) in enumerate(phased, completed + 1)
    ]
    return made(kind, tuple(visits), completed, policy, shifts)
