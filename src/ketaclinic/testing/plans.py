"""Visits, plans, and what is said of them."""

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
from ketaclinic.testing.policy_parts import policy_or_drawn
from ketaclinic.testing.prices import counts
from ketaclinic.testing.times import clinic_calendars, clinic_datetimes
from ketaclinic.visits import Phase, SupportiveMedication, Visit, Window, supportive_medications

_QUARTER: Final = timedelta(minutes=15)
_DAY: Final = timedelta(days=1)
_THREE_WEEKS: Final = 21 * _DAY // _QUARTER


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
    number = draw(st.just(1) | st.integers(1, 60))
    return Visit.at(starts, number=number, phase=draw(st.sampled_from(Phase)), policy=policy)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """When visits are expected to end, and when infusions run."""
    visit = draw(visits())
    return draw(st.sampled_from([visit.ends_between, *([] if visit.infusion is None else [visit.infusion])]))


@st.composite
def supportive(draw: st.DrawFn) -> SupportiveMedication:
    """What is given along with an infusion."""
    policy = draw(policy_or_drawn(None))
    given = supportive_medications(draw(st.integers(1, 9)), nausea_after=[1], headache_after=[1], policy=policy)
    return draw(st.sampled_from(given))


@st.composite
def treatment_plans(draw: st.DrawFn, *, policy: Policy | None = None) -> TreatmentPlan:
    """Plans under that policy, or under the FAQ's and others: proposed ones, and ones that depart from every regimen.

    They begin near a clock change more often than not, and some have maintenance visits.

    >>> from hypothesis import find
    >>> import ketaclinic as kc
    >>> from ketaclinic.testing import treatment_plans
    >>> plan = find(treatment_plans(policy=kc.faq_policy()), lambda drawn: not kc.review_plan(drawn))
    >>> len(plan.visits)
    4
    """
    policy = draw(policy_or_drawn(policy))
    first, completed = draw(clinic_datetimes(zone=policy.clinic.time_zone)), draw(counts())
    made_by = draw(st.sampled_from([_proposed, _of]))
    plan: TreatmentPlan = draw(made_by(first, completed, policy))
    last = (plan.visits[-1].moment if plan.visits else first).astimezone(UTC)
    later = st.lists(st.integers(1, 400), max_size=3).map(lambda days: [last + day * _DAY for day in days])
    return plan.with_maintenance(draw(st.just([]) | later))


@st.composite
def _proposed(draw: st.DrawFn, first: datetime, completed: int, policy: Policy) -> TreatmentPlan:
    """A plan of the library's own; if there is none on that calendar, a plan of the first visit alone."""
    typical = policy.plan.per_week
    infusions = draw(st.integers(1, 6) | st.integers(1, 9))
    per_week = draw(st.integers(typical.least, typical.most))
    calendar = draw(st.just(ClinicCalendar()) | clinic_calendars(first=_date(first, policy)))
    try:
        return propose_plan(
            first=first,
            infusions=infusions,
            per_week=per_week,
            calendar=calendar,
            completed=completed,
            policy=policy,
        )
    except NoFeasiblePlanError:
        return TreatmentPlan.of([first], completed=completed, policy=policy)


@st.composite
def _of(draw: st.DrawFn, first: datetime, completed: int, policy: Policy) -> TreatmentPlan:
    """A plan of somebody else's: visits at any times within three weeks, on one date or at one moment, too."""
    quarters = draw(st.lists(st.integers(0, 9).map(lambda days: 96 * days) | st.integers(0, _THREE_WEEKS), max_size=9))
    starts = [first.astimezone(UTC) + number * _QUARTER for number in quarters]
    return TreatmentPlan.of(starts, completed=completed, policy=policy)


def _date(moment: datetime, policy: Policy) -> date:
    return local_date(moment, zone_of(policy.clinic.time_zone))


@st.composite
def shifts(draw: st.DrawFn) -> Shift:
    """Why a proposed visit is not on the date of an even spacing."""
    first = draw(clinic_datetimes())
    days = st.lists(st.integers(1, 9).map(lambda day: first.date() + day * _DAY), max_size=3)
    calendar = ClinicCalendar(closed=draw(days), taken=draw(days))
    infusions = draw(st.integers(4, 6))
    try:
        plan = propose_plan(first=first, infusions=infusions, calendar=calendar)
    except NoFeasiblePlanError:
        plan = propose_plan(first=first, infusions=infusions)
    if plan.shifts:
        return draw(st.sampled_from(plan.shifts))
    return _shifted(first)


def _shifted(first: datetime) -> Shift:
    """That of the second visit, on whose date the clinic is closed."""
    even = propose_plan(first=first, infusions=4).visits[1]
    calendar = ClinicCalendar(closed=[even.starts.date()])
    return propose_plan(first=first, infusions=4, calendar=calendar).shifts[0]


@st.composite
def departures(draw: st.DrawFn) -> Departure:
    """The ways in which plans depart from the typical regimen and from a calendar."""
    plan = draw(treatment_plans())
    first = _date(plan.visits[0].moment, plan.policy) if plan.visits else date(2026, 12, 1)
    found = review_plan(plan, draw(st.none() | clinic_calendars(first=first)))
    return draw(st.sampled_from(found or review_plan(TreatmentPlan.of([]))))
