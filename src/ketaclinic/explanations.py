"""Why an answer is as it is: each clause that was considered, whether it applied, and the facts that decided it."""

import enum
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

import attrs

from ketaclinic import checks
from ketaclinic.cancellation import Cancellation, Outcome
from ketaclinic.display import Displayed
from ketaclinic.errors import InvalidTypeError, of_type
from ketaclinic.instants import kept, local_date, within_years, zone_of
from ketaclinic.instructions import InstructionKind
from ketaclinic.levels import Level
from ketaclinic.money import Money
from ketaclinic.plans import TreatmentPlan
from ketaclinic.policy import Policy
from ketaclinic.preparation import PreparationSheet
from ketaclinic.quotes import Quote
from ketaclinic.register import Clause, clauses
from ketaclinic.screening import Screening
from ketaclinic.spacing import WEEK
from ketaclinic.values import Result, made

__all__ = ["Explanation", "Fact", "FactName", "Step", "explain"]

Decision = Cancellation | PreparationSheet | Quote | Screening | TreatmentPlan


class FactName(enum.Enum):
    """What a fact is about."""

    FIRST_INFUSION = "first_infusion"
    """The number of the first infusion that a clause was used for."""
    LAST_INFUSION = "last_infusion"
    UNIT_PRICE = "unit_price"
    QUANTITY = "quantity"
    AMOUNT = "amount"
    COMPLETED = "completed"
    """How many infusions the patient has had before."""
    INFUSIONS = "infusions"
    """How many infusions there are."""
    TYPICAL_LEAST = "typical_least"
    TYPICAL_MOST = "typical_most"
    DUE_BEFORE = "due_before"
    """What is due for infusions before the first visit."""
    ENTRY = "entry"
    """What the patient entered, as typed."""
    LEVEL = "level"
    DATES = "dates"
    """How many dates the series spans, the first and the last included."""
    DATES_MOST = "dates_most"
    STARTS = "starts"
    """The start of a visit, a moment in UTC."""
    NOTICE = "notice"
    """The elapsed time from a notice to the start."""
    NOTICE_REQUIRED = "notice_required"
    DEADLINE = "deadline"
    """The last timely moment, in UTC."""
    IS_INITIAL = "is_initial"
    """Whether the cancelled visit is the initial appointment."""
    AT_RISK = "at_risk"
    """The number of a visit at risk."""
    EVEN_DATE = "even_date"
    """The date that an even spacing would have given to a visit that is on another."""
    BEGINS = "begins"
    """When an instruction begins, a moment in UTC."""
    ENDS = "ends"
    """When an instruction ends, a moment in UTC."""


@attrs.frozen(init=False)
class Fact(Result):
    """One thing that was known or computed, under its name. Moments are in UTC."""

    _made_by = "explain"

    name: FactName
    value: int | str | bool | Money | Level | date | datetime | timedelta

    def _check(self) -> None:
        expected = _TYPES.get(checks.instance("name", self.name, FactName), int)
        checks.instance("value", self.value, expected)
        if expected is int:
            checks.count("value", self.value, most=2 * checks.MOST)  # the last infusion of as many after as many
        elif isinstance(self.value, datetime):
            kept("value", self.value)
        elif isinstance(self.value, date):
            within_years("value", self.value)


_TYPES: Final[dict[FactName, type]] = {
    FactName.UNIT_PRICE: Money,
    FactName.AMOUNT: Money,
    FactName.DUE_BEFORE: Money,
    FactName.ENTRY: str,
    FactName.LEVEL: Level,
    FactName.STARTS: datetime,
    FactName.NOTICE: timedelta,
    FactName.NOTICE_REQUIRED: timedelta,
    FactName.DEADLINE: datetime,
    FactName.IS_INITIAL: bool,
    FactName.EVEN_DATE: date,
    FactName.BEGINS: datetime,
    FactName.ENDS: datetime,
}
"""What a fact of that name is, where it is no number."""


@attrs.frozen(init=False)
class Step(Result):
    """A clause that was considered."""

    _made_by = "explain"

    clause: Clause
    applied: bool
    """Whether the answer rests on it."""
    facts: tuple[Fact, ...]
    """What decided it, in order; none where the clause does not depend on the case."""


@attrs.frozen(init=False)
class Explanation(Result, Displayed):
    """The trace of an answer."""

    _made_by = "explain"

    decision: Decision
    """The answer that is explained."""
    steps: tuple[Step, ...] = attrs.field(repr=False)
    """Each clause of the answer's topics, in the order of the register, and each other one that it rests on."""

    @property
    def policy(self) -> Policy:
        """The policy of the answer."""
        return self.decision.policy

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that applied."""
        return tuple(step.clause.id for step in self.steps if step.applied)

    def __reduce__(self) -> tuple[object, ...]:
        return explain, (self.decision,)


def explain(decision: Decision) -> Explanation:
    """Which clauses were considered for an answer, which of them applied, and why.

    The facts are those that the answer itself holds or computes; nothing is decided a second time.

    Raises:
        InvalidTypeError: not a quote, a screening, a plan, a cancellation or a preparation sheet.

    >>> import ketaclinic as kc
    >>> for step in kc.explain(kc.quote(6)).steps[3:6]:
    ...     print(step.clause.id, step.applied, [(fact.name.value, str(fact.value)) for fact in step.facts[:3]])
    price.pay-as-you-go True [('due_before', '$0.00')]
    price.chronic-pain True []
    price.consultation True []
    """
    if type(decision) not in _TOPICS:
        raise InvalidTypeError("decision", "an answer of ketaclinic that rests on clauses", of_type(decision))
    facts: dict[str, list[Fact]] = {}
    for id_, name, value in _FACTS[type(decision)](decision):
        facts.setdefault(id_, []).append(made(Fact, name, value))
    named = frozenset(decision.clauses)
    considered = (clause for clause in clauses() if clause.id in named or clause.topic in _TOPICS[type(decision)])
    steps = tuple(made(Step, clause, clause.id in named, tuple(facts.get(clause.id, ()))) for clause in considered)
    return made(Explanation, decision, steps)


Told = tuple[str, FactName, Any]


def _of_quote(quote: Quote) -> Iterator[Told]:
    for line in quote.lines:
        for id_ in line.clauses:
            if line.first is not None:
                yield id_, FactName.FIRST_INFUSION, line.first
                yield id_, FactName.LAST_INFUSION, line.last
            yield id_, FactName.QUANTITY, line.quantity
            yield id_, FactName.UNIT_PRICE, line.unit_price
            yield id_, FactName.AMOUNT, line.amount
    yield "price.pay-as-you-go", FactName.DUE_BEFORE, quote.infusions_due_before_first_visit
    yield "price.initial", FactName.COMPLETED, quote.completed
    yield "plan.individual", FactName.INFUSIONS, quote.infusions


def _of_screening(screening: Screening) -> Iterator[Told]:
    for finding in screening.findings:
        for id_ in finding.clauses:
            yield id_, FactName.ENTRY, finding.entry
            yield id_, FactName.LEVEL, finding.level


def _of_plan(plan: TreatmentPlan) -> Iterator[Told]:
    typical, zone = plan.policy.plan, zone_of(plan.policy.clinic.time_zone)
    yield "plan.series", FactName.INFUSIONS, len(plan.initial)
    yield "plan.series", FactName.TYPICAL_LEAST, typical.infusions.least
    yield "plan.series", FactName.TYPICAL_MOST, typical.infusions.most
    yield "plan.spacing", FactName.TYPICAL_LEAST, typical.per_week.least
    yield "plan.spacing", FactName.TYPICAL_MOST, typical.per_week.most
    for shift in plan.shifts:
        yield "plan.spacing", FactName.EVEN_DATE, shift.even
    if plan.initial:
        first, last = (local_date(visit.moment, zone) for visit in (plan.initial[0], plan.initial[-1]))
        yield "plan.span", FactName.DATES, (last - first).days + 1
    yield "plan.span", FactName.DATES_MOST, WEEK * typical.weeks.most
    for visit in plan.visits:
        yield visit.clauses[0], FactName.STARTS, visit.moment


def _of_cancellation(cancellation: Cancellation) -> Iterator[Told]:
    yield "cancel.notice", FactName.NOTICE_REQUIRED, timedelta(hours=cancellation.policy.cancellation.notice.hours)
    if cancellation.outcome is not Outcome.MISSED:
        yield "cancel.notice", FactName.NOTICE, cancellation.notice
    yield "cancel.notice", FactName.DEADLINE, cancellation.deadline_moment
    yield "cancel.initial", FactName.IS_INITIAL, cancellation.visit.is_initial
    for visit in cancellation.at_risk:
        yield "cancel.initial", FactName.AT_RISK, visit.number


def _of_sheet(sheet: PreparationSheet) -> Iterator[Told]:
    for told in sheet.instructions:
        # An instruction names other rules, too; its window and its price are those of its own.
        own = told.clauses[0] if told.amount is None else (told.of_visit or told.clauses)[0]
        if told.first is not None:
            yield own, FactName.BEGINS, told.first
        if told.last is not None and told.kind not in _OPEN_ENDED:
            yield own, FactName.ENDS, told.last
        if told.amount is not None:
            yield own, FactName.AMOUNT, told.amount
        for finding in told.findings:
            for id_ in dict.fromkeys((own, *finding.clauses)):
                yield id_, FactName.ENTRY, finding.entry


_OPEN_ENDED: Final = frozenset({InstructionKind.FASTING, InstructionKind.CANNABIS, InstructionKind.DRIVER})
"""Of which no text tells an end: nobody is to eat, smoke or drive at that moment."""

_FACTS: Final[dict[type, Callable[[Any], Iterator[Told]]]] = {
    Quote: _of_quote,
    Screening: _of_screening,
    TreatmentPlan: _of_plan,
    Cancellation: _of_cancellation,
    PreparationSheet: _of_sheet,
}
_TOPICS: Final = {
    Quote: frozenset({"price"}),
    Screening: frozenset({"screen"}),
    TreatmentPlan: frozenset({"plan", "visit"}),
    Cancellation: frozenset({"cancel"}),
    PreparationSheet: frozenset({"prepare", "aftercare"}),
}
"""What an answer of a kind is about: every clause of these topics is considered for it."""
