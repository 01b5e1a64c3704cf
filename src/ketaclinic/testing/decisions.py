"""Decisions on plans: cancellations, offers, sheets, and explanations."""

from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import strategies as st

from ketaclinic.cancellation import Cancellation, assess_cancellation
from ketaclinic.explanations import Explanation, Fact, Step, explain
from ketaclinic.instructions import Instruction
from ketaclinic.policy import Policy
from ketaclinic.preparation import PreparationSheet, prepare, prepare_plan
from ketaclinic.testing.names import screenings
from ketaclinic.testing.picking import one_among
from ketaclinic.testing.plans import treatment_plans, visits
from ketaclinic.testing.policy_parts import lines, policy_or_drawn
from ketaclinic.testing.quoting import quotes, treatings
from ketaclinic.testing.times import clinic_datetimes
from ketaclinic.visits import Visit
from ketaclinic.waiting import Offer, WaitingPatient, offer_freed_visits

_SECOND: Final = timedelta(seconds=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = 86_400


@st.composite
def cancellations(draw: st.DrawFn, *, policy: Policy | None = None) -> Cancellation:
    """Cancellations under that policy, or under the FAQ's and others; with the visits of a plan, or not told of any.

    The notice comes at the deadline or at the start, to the second, more often than not.

    >>> from hypothesis import find
    >>> import ketaclinic as kc
    >>> from ketaclinic.testing import cancellations
    >>> at_risk = find(cancellations(), lambda drawn: bool(drawn.at_risk))
    >>> at_risk.visit.number
    1
    """
    policy = draw(policy_or_drawn(policy))
    plan = draw(treatment_plans(policy=policy).filter(lambda drawn: bool(drawn.visits)) | st.none())
    visit = draw(visits(policy=policy) if plan is None else st.sampled_from(plan.visits))
    limit = draw(st.sampled_from([timedelta(hours=policy.cancellation.notice.hours), timedelta()]))
    away = draw(st.integers(-1, 1) | st.integers(-4 * _DAY, 4 * _DAY))
    notified = visit.moment - limit + away * _SECOND
    return assess_cancellation(visit, notified=notified, reserved=None if plan is None else plan.visits)


def _spans(first: datetime) -> st.SearchStrategy[tuple[datetime, datetime]]:
    """Spans of time that begin within a month of a moment."""
    hours = st.tuples(st.integers(-100, 700), st.integers(1, 100))
    return hours.map(lambda drawn: (first + drawn[0] * _HOUR, first + (drawn[0] + drawn[1]) * _HOUR))


@st.composite
def waiting_patients(draw: st.DrawFn, *, visit: Visit | None = None) -> WaitingPatient:
    """Patients on a waiting list. With a visit, they are ready and can come for it.

    >>> from hypothesis import find
    >>> from ketaclinic.testing import waiting_patients
    >>> find(waiting_patients(), lambda drawn: drawn.ready).availability
    ()
    """
    since = draw(clinic_datetimes())
    first = since.astimezone(UTC) if visit is None else visit.moment
    dates = st.integers(0, 30).map(lambda days: (first + timedelta(days=days)).date())
    available = draw(st.lists(dates | _spans(first), max_size=4))
    if visit is not None:
        available = [*available, (visit.moment, visit.ends_between.last)]
    return WaitingPatient(
        id=draw(lines()),
        since=since,
        ready=draw(st.booleans()) if visit is None else True,
        availability=available,
    )


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    """Freed visits, each offered to somebody who can come."""
    visit = draw(visits().filter(lambda drawn: drawn.ends_between.last > drawn.moment))
    (offer,) = offer_freed_visits([visit], [draw(waiting_patients(visit=visit))])
    return offer


@st.composite
def preparation_sheets(draw: st.DrawFn, *, policy: Policy | None = None) -> PreparationSheet:
    """Sheets for visits and for plans, with a screening or without, under that policy, or under the FAQ's and others.

    >>> from hypothesis import find
    >>> from ketaclinic.testing import preparation_sheets
    >>> find(preparation_sheets(), lambda drawn: drawn.infusion_ended is not None).not_told
    ('medications', 'conditions', 'substances')
    """
    policy = draw(policy_or_drawn(policy))
    screening = draw(st.none() | screenings(policy=policy))
    treating = draw(treatings(chronic_pain=True))
    complaints = st.lists(st.integers(1, 9), max_size=2)
    nausea, headache = draw(complaints), draw(complaints)
    if draw(st.booleans()):
        plan = draw(treatment_plans(policy=policy))
        return prepare_plan(plan, screening=screening, treating=treating, nausea_after=nausea, headache_after=headache)
    visit = draw(visits(policy=policy))
    ended = draw(st.none() | st.integers(1, _DAY).map(lambda seconds: visit.moment + seconds * _SECOND))
    return prepare(
        visit,
        screening=screening,
        treating=treating,
        infusion_ended=ended,
        nausea_after=nausea,
        headache_after=headache,
    )


@st.composite
def instructions(draw: st.DrawFn) -> Instruction:
    """The instructions of a sheet."""
    sheet = draw(preparation_sheets().filter(lambda drawn: bool(drawn.instructions)))
    return draw(one_among(lambda: sheet.instructions))


def explanations(*, policy: Policy | None = None) -> st.SearchStrategy[Explanation]:
    """Why quotes, screenings, plans, cancellations and sheets are as they are.

    >>> from hypothesis import find
    >>> import ketaclinic as kc
    >>> from ketaclinic.testing import explanations
    >>> type(find(explanations(), lambda drawn: "cancel.notice" in drawn.clauses).decision) is kc.Cancellation
    True
    """
    return st.one_of(
        quotes(policy=policy).map(explain),
        screenings(policy=policy).map(explain),
        treatment_plans(policy=policy).map(explain),
        cancellations(policy=policy).map(explain),
        preparation_sheets(policy=policy).map(explain),
    )


def steps() -> st.SearchStrategy[Step]:
    """Single clauses that were considered."""
    return explanations().flatmap(lambda drawn: one_among(lambda: drawn.steps))


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    """What decided that a clause applied."""
    told = draw(explanations().map(lambda drawn: [fact for step in drawn.steps for fact in step.facts]).filter(len))
    return draw(one_among(lambda: told))
