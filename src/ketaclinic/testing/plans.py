"""Visits, plans, and what is said of them."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Final

from hypothesis import strategies as st

from ketaclinic.calendars import ClinicCalendar
from ketaclinic.errors import NoFeasiblePlanError
from ketaclinic.instants import local_date, zone_of
from ketaclinic.planning import propose_plan
from ketaclinic.plans import Shift, TreatmentPlan
from ketaclinic.policy import Policy
from ketaclinic.reviews import Departure, review_plan
from ketaclinic.testing.picking import one_among
from ketaclinic.testing.policy_parts import policy_or_drawn
from ketaclinic.testing.prices import counts
from ketaclinic.testing.times import clinic_calendars, clinic_datetimes
from ketaclinic.visits import Phase, SupportiveMedication, Visit, Window, supportive_medications

_QUARTER: Final = timedelta(minutes=15)
_DAY: Final = timedelta(days=1)
_MOST_WEEKS: Final = 8
"""Proposals are sought under policies of so many weeks: for a year, what would help takes seconds to tell."""
_NUMBERS: Final = st.just(1) | st.integers(1, 60)
_PHASES: Final = st.sampled_from(Phase)
_COMPLETED: Final = st.just(0) | counts()
_MADE: Final = st.sampled_from(("propose_plan", "TreatmentPlan.of"))
_LATER: Final = st.just(()) | st.lists(st.integers(1, 400), max_size=3)
"""The days of maintenance visits after the last of the series."""
_INFUSIONS: Final = st.integers(1, 6) | st.integers(1, 9)
_STARTS: Final = st.lists(
    st.integers(0, 9).map(lambda days: _DAY * days) | st.integers(0, 21 * 96).map(lambda number: _QUARTER * number),
    max_size=9,
)
"""At one time of the day, on one date and at one moment, too; or at any."""


@st.composite
def visits(draw: st.DrawFn, *, policy: Policy | None = None) -> Visit:
    """Lone visits under that policy, or under the FAQ's and others: the initial one as often as a later one.

    >>> from hypothesis import find
    >>> from ketaclinic.testing import visits
    >>> visit = find(visits(), lambda drawn: drawn.starts.fold == 1)  # in an hour that comes twice
    >>> visit.number
    1
    """
    policy = draw(policy_or_drawn(policy))
    starts = draw(clinic_datetimes(zone=policy.clinic.time_zone))
    return Visit.at(starts, number=draw(_NUMBERS), phase=draw(_PHASES), policy=policy)


def windows() -> st.SearchStrategy[Window]:
    """When visits are expected to end, and when infusions run."""
    is_end = st.booleans()
    return st.builds(lambda visit, ends: (not ends and visit.infusion) or visit.ends_between, visits(), is_end)


@st.composite
def supportive(draw: st.DrawFn) -> SupportiveMedication:
    """What is given along with an infusion."""
    policy = draw(policy_or_drawn(None))
    given = supportive_medications(2, nausea_after=[1], headache_after=[1], policy=policy)
    return draw(one_among(lambda: given))


@st.composite
def treatment_plans(draw: st.DrawFn, *, policy: Policy | None = None) -> TreatmentPlan:
    """Plans under that policy, or under the FAQ's and others: proposed ones, and ones that depart from every regimen.

    They begin near a clock change half of the time, and some have maintenance visits.

    >>> from hypothesis import find
    >>> import ketaclinic as kc
    >>> from ketaclinic.testing import treatment_plans
    >>> plan = find(treatment_plans(policy=kc.faq_policy()), lambda drawn: drawn.visits and not kc.review_plan(drawn))
    >>> len(plan.initial)
    4
    """
    policy = draw(policy_or_drawn(policy))
    first, completed = draw(clinic_datetimes(zone=policy.clinic.time_zone)), draw(_COMPLETED)
    if draw(_MADE) == "propose_plan" and policy.plan.weeks.most <= _MOST_WEEKS:
        plan = _proposed(draw, first, completed, policy)
    else:
        starts = [first.astimezone(UTC) + after for after in draw(_STARTS)]
        plan = TreatmentPlan.of(starts, completed=completed, policy=policy)
    last = plan.visits[-1].moment if plan.visits else first.astimezone(UTC)
    return plan.with_maintenance([last + days * _DAY for days in draw(_LATER)])


def _proposed(draw: st.DrawFn, first: datetime, completed: int, policy: Policy) -> TreatmentPlan:
    """A plan of the library's own: on a calendar, without one where none fits it, at last of the first visit alone."""
    typical = policy.plan.per_week
    infusions, more = draw(_INFUSIONS), draw(st.integers(0, typical.most - typical.least))
    for calendar in (draw(_calendars(_date(first, policy))), None):
        with suppress(NoFeasiblePlanError):
            return propose_plan(
                first=first,
                infusions=infusions,
                per_week=typical.most - more,
                calendar=calendar,
                completed=completed,
                policy=policy,
            )
    return TreatmentPlan.of([first], completed=completed, policy=policy)


def _calendars(first: date) -> st.SearchStrategy[ClinicCalendar | None]:
    """None, any calendar, or one that is closed on a day of the first week on which an even series has a visit."""
    a_day = st.sampled_from((2, 3, 4)).map(lambda days: ClinicCalendar(closed=[first + days * _DAY]))
    return st.none() | a_day | clinic_calendars(first=first)


def _date(moment: datetime, policy: Policy) -> date:
    return local_date(moment, zone_of(policy.clinic.time_zone))


_DAYS: Final = st.lists(st.integers(1, 9), max_size=3)
_FOUR_TO_SIX: Final = st.integers(4, 6)


@st.composite
def shifts(draw: st.DrawFn) -> Shift:
    """Why a proposed visit is not on the date of an even spacing."""
    first, infusions = draw(clinic_datetimes()), draw(_FOUR_TO_SIX)
    closed, taken = ([first.date() + days * _DAY for days in draw(_DAYS)] for _ in range(2))
    for calendar in (ClinicCalendar(closed=closed, taken=taken), None):
        with suppress(NoFeasiblePlanError):
            plan = propose_plan(first=first, infusions=infusions, calendar=calendar)
            if plan.shifts:
                return draw(st.sampled_from(plan.shifts))
    even = plan.visits[1].starts.date()
    return propose_plan(first=first, infusions=4, calendar=ClinicCalendar(closed=[even])).shifts[0]


@st.composite
def _slow_plans(draw: st.DrawFn) -> TreatmentPlan:
    """Plans of a visit every week or so, which few of any dates are."""
    first, days = draw(clinic_datetimes()).astimezone(UTC), draw(st.integers(5, 9))
    return TreatmentPlan.of([first + timedelta(days=days * visit) for visit in range(draw(st.integers(4, 7)))])


@st.composite
def departures(draw: st.DrawFn) -> Departure:
    """The ways in which plans depart from the typical regimen and from a calendar."""
    plan = draw(treatment_plans() | _slow_plans())
    first = _date(plan.visits[0].moment, plan.policy) if plan.visits else date(2026, 12, 1)
    found = review_plan(plan, draw(_calendars(first)))
    return draw(st.sampled_from(found or review_plan(TreatmentPlan.of([]))))
