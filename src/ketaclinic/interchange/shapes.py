"""What a document of each public value holds: what it is made from, what follows from it, and what is only told.

A value is made from what is *stored*. What is *derived* follows from it and stands in a document for those who read it
without this library; where it is there, it has to agree. What is *told* are words, which may change with a version.
"""

import enum
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any, Final, get_type_hints

import attrs
import pendulum

from ketaclinic.calendars import ClinicCalendar, ShiftReason
from ketaclinic.cancellation import Cancellation, Outcome, Unsaid, assess_cancellation
from ketaclinic.errors import DocumentError, Fault, InvalidInputError, PriceNotPublishedError, Remedy
from ketaclinic.explanations import Explanation, Fact, FactName, Step, explain
from ketaclinic.figures import CountRange, Days, Hours, Medicine, Minutes, MinutesRange, Percent, Telephone
from ketaclinic.indications import Indication
from ketaclinic.instants import instant, zone_of
from ketaclinic.instructions import Instruction, InstructionKind, Strength
from ketaclinic.interchange.findings import found
from ketaclinic.levels import Action, Disposition, Level
from ketaclinic.money import Money
from ketaclinic.plans import Shift, TreatmentPlan
from ketaclinic.policy import (
    CancellationPolicy,
    Clinic,
    Consultations,
    PlanPolicy,
    Policy,
    PreparationPolicy,
    Pricing,
    ScreeningPolicy,
    ScreeningRule,
    VisitPolicy,
)
from ketaclinic.preparation import PreparationSheet, prepare, prepare_plan
from ketaclinic.pricing import ConsultationPrice, PriceSchedule, Service, Tier
from ketaclinic.quote_lines import Payment, Payments, QuoteLine
from ketaclinic.quotes import Quote, QuoteNote, quote, quote_plan
from ketaclinic.recognition import FindingNote, Match
from ketaclinic.register import Basis, Clause, Paragraph, clause, paragraphs
from ketaclinic.rendering.locales import LocaleStatus, MessageStatus, locales
from ketaclinic.reviews import Departure, DepartureKind
from ketaclinic.screening import Finding, Said, Screening, Suggestion, screen
from ketaclinic.values import Result, made, remade
from ketaclinic.visits import Phase, Purpose, SupportiveMedication, Visit, Window
from ketaclinic.waiting import Offer, WaitingPatient
from ketaclinic.wordings import Wording

VERSION: Final = 1
"""Of every form. A later version of the library that writes another one still reads this."""


REQUIRED: Final = object()
"""The default of a field that has to be there."""


@attrs.frozen
class Field:
    """One field of a document: its type, how it is read off a value, and what it is where it is left out."""

    type: Any
    read: Callable[[Any], Any]
    default: Any = REQUIRED


@attrs.frozen
class Shape:
    """The form of the documents of one kind of value."""

    kind: type
    make: Callable[..., Any]
    """Makes the value of a policy and, by name, of what is stored."""
    stored: Mapping[str, Field]
    derived: Mapping[str, Field]
    told: Mapping[str, Field]
    policy: Callable[[Any], Policy | None] | None = None
    """The policy that a value is from, which its document names; None where a value is from none."""

    @property
    def fields(self) -> dict[str, Field]:
        """All fields, in the order of a document."""
        return {**self.stored, **self.derived, **self.told}


def id_of(kind: type) -> str:
    """The name of a class in documents, such as `treatment_plan`."""
    return re.sub(r"(?<=.)(?=[A-Z])", "_", kind.__name__).lower()


def schema_name(kind: type) -> str:
    """The name and the version of the form of that class."""
    return f"ketaclinic/{id_of(kind)}@{VERSION}"


@attrs.frozen
class PaymentDue:
    """A payment in the document of a plan's quote."""

    service: Service
    number: int | None
    amount: Money
    due: pendulum.DateTime | None


_NAMES: Final = {"pendulum": pendulum, "Visit": Visit, "TreatmentPlan": TreatmentPlan}
"""What some annotations name for type checkers alone."""


def _type(kind: type, name: str) -> Any:
    """The type of a field or of a property."""
    if attrs.has(kind) and name in attrs.fields_dict(kind):
        return get_type_hints(kind, localns=_NAMES)[name]
    return get_type_hints(getattr(kind, name).fget, localns=_NAMES)["return"]


def _field(kind: type, name: str) -> Field:
    field = attrs.fields_dict(kind).get(name)
    default = REQUIRED if field is None or field.default is attrs.NOTHING else field.default
    return Field(_type(kind, name), attrgetter(name), default)


def _fields(kind: type, names: str) -> dict[str, Field]:
    return {name: _field(kind, name) for name in names.split()}


def _made_of_fields(kind: type, derived: str = "") -> Shape:
    """The shape of a value that its fields make, or of a result that is checked as if it were unpickled."""
    names = " ".join(field.name for field in attrs.fields(kind))

    def make(_: Policy, **stored: Any) -> Any:
        return remade(kind, tuple(stored.values())) if issubclass(kind, Result) else kind(**stored)

    return Shape(kind, make, _fields(kind, names), _fields(kind, derived), {})


def _moment(name: str, default: Any = REQUIRED) -> Field:
    """A moment that the value keeps in UTC, and that its document shows in the clinic's zone."""
    read = attrgetter(name)

    def shown(value: Any) -> datetime | None:
        moment: datetime | None = read(value)
        return None if moment is None else moment.astimezone(zone_of(value.policy.clinic.time_zone))

    return Field(datetime if default is REQUIRED else datetime | None, shown, default)


def _utc(argument: str, moment: datetime | None) -> datetime | None:
    return None if moment is None else instant(argument, moment)


def _of_visit(visit: Visit | None) -> Policy | None:
    return None if visit is None else visit.policy


# ---- Results with times of a policy


def _visit(policy: Policy, number: int, starts: datetime, phase: Phase) -> Visit:
    return Visit.at(starts, number=number, phase=phase, policy=policy)


def _window(policy: Policy, begins: datetime, ends: datetime) -> Window:
    return remade(Window, (instant("begins", begins), instant("ends", ends), policy))


def _instruction(policy: Policy, kind: InstructionKind, numbers: tuple[int, ...], **told: Any) -> Instruction:
    first, last = (_utc(name, told[name]) for name in ("begins", "ends"))
    others = (told[name] for name in ("findings", "amount", "medications", "of_visit"))
    instruction = made(Instruction, kind, first, last, numbers, policy, *others)
    instruction._check_but_for_findings()  # noqa: SLF001  # whose entries have been screened as they were read
    return instruction


def _plan(
    policy: Policy,
    starts: tuple[datetime, ...],
    maintenance: tuple[datetime, ...],
    completed: int,
    shifts: tuple[Shift, ...],
) -> TreatmentPlan:
    plan = TreatmentPlan.of(starts, maintenance=maintenance, completed=completed, policy=policy)
    return remade(TreatmentPlan, (plan.visits, plan.completed, policy, shifts)) if shifts else plan


def _starts(phase: Phase) -> Field:
    def shown(plan: TreatmentPlan) -> tuple[datetime, ...]:
        zone = zone_of(plan.policy.clinic.time_zone)
        return tuple(visit.moment.astimezone(zone) for visit in plan.visits if visit.phase is phase)

    return Field(tuple[datetime, ...], shown, REQUIRED if phase is Phase.INITIAL else ())


# ---- Results of functions


def _quote(policy: Policy, *, plan: TreatmentPlan | None, infusions: int, completed: int, **asked: Any) -> Quote:
    if plan is not None and (infusions, completed) != (len(plan.visits), plan.completed):
        raise InvalidInputError("plan", "a plan of as many infusions, after as many")
    try:
        return (
            quote(infusions, completed=completed, policy=policy, **asked) if plan is None else quote_plan(plan, **asked)
        )
    except PriceNotPublishedError as error:
        is_priced = policy.pricing.chronic_pain is not None or Indication.CHRONIC_PAIN not in (asked["treating"] or ())
        place = "infusions" if is_priced else "treating"
        raise DocumentError((Fault(place, str(error), error.clause, error.telephone),)) from None


def _payments_due(quote: Quote) -> tuple[PaymentDue, ...] | None:
    """The payments of a plan's quote. Those of any other are what its lines say, and may be a million."""
    if quote.plan is None:
        return None
    return tuple(PaymentDue(paid.service, paid.number, paid.amount, paid.due) for paid in quote.payments)


def _cancellation(_: Policy, visit: Visit, **told: Any) -> Cancellation:
    return assess_cancellation(visit, **told)


def _screening(policy: Policy, **lists: Any) -> Screening:
    return screen(policy=policy, **lists)


def _sheet(_: Policy, subject: Visit | TreatmentPlan, infusion_ended: datetime | None, **told: Any) -> PreparationSheet:
    if isinstance(subject, Visit):
        return prepare(subject, infusion_ended=infusion_ended, **told)
    if infusion_ended is not None:
        raise InvalidInputError("infusion_ended", "none, since the subject is a plan")
    return prepare_plan(subject, **told)


def _explanation(_: Policy, decision: Any) -> Explanation:
    return explain(decision)


# ---- What is looked up


def _clause(_: Policy, id: str) -> Clause:  # as the field is called
    return clause(id)


def _step(_: Policy, clause: str, applied: bool, facts: tuple[Fact, ...]) -> Step:  # noqa: FBT001  # by name
    return remade(Step, (_clause(_, clause), applied, facts))


def _paragraph(_: Policy, number: int) -> Paragraph:
    for paragraph in paragraphs():
        if paragraph.number == number:
            return paragraph
    raise InvalidInputError("number", "the number of a paragraph of the FAQ")


def _locale(_: Policy, name: str) -> LocaleStatus:
    for status in locales():
        if status.name == name:
            return status
    raise InvalidInputError("name", "a locale that is shipped")


_PLAN: Final = Shape(
    TreatmentPlan,
    _plan,
    {
        "starts": _starts(Phase.INITIAL),
        "maintenance": _starts(Phase.MAINTENANCE),
        "completed": Field(int, attrgetter("completed"), 0),
        "shifts": _field(TreatmentPlan, "shifts"),
    },
    _fields(TreatmentPlan, "visits clauses"),
    {},
)

_SHAPES: Final = (
    *map(_made_of_fields, (Minutes, Hours, Days, Percent, CountRange, MinutesRange, Medicine, Telephone, Wording)),
    *map(_made_of_fields, (Money, Tier, PriceSchedule, ConsultationPrice, Consultations, Pricing, Clinic, PlanPolicy)),
    *map(_made_of_fields, (VisitPolicy, CancellationPolicy, PreparationPolicy, ScreeningRule, ScreeningPolicy, Policy)),
    *map(_made_of_fields, (ClinicCalendar, WaitingPatient, Fault, Remedy)),
    *map(_made_of_fields, (Shift, Suggestion, Fact, MessageStatus)),
    Shape(
        Finding,
        found,
        _fields(Finding, f"entry {' '.join(field.name for field in attrs.fields(Said))}"),
        _fields(Finding, "action"),
        {},
    ),
    _made_of_fields(Departure, "clauses"),
    _made_of_fields(SupportiveMedication, "clauses"),
    attrs.evolve(_made_of_fields(Offer, "clauses"), policy=attrgetter("visit.policy")),
    _made_of_fields(QuoteLine, "last unit_price amount clauses"),
    _made_of_fields(PaymentDue),
    attrs.evolve(_made_of_fields(Payment, "due"), policy=lambda payment: _of_visit(payment.visit)),
    attrs.evolve(_made_of_fields(Payments), policy=lambda payments: _of_visit(next(iter(payments.visits), None))),
    Shape(
        Visit,
        _visit,
        {
            "number": _field(Visit, "number"),
            "starts": _moment("moment"),
            "phase": Field(Phase, attrgetter("phase"), Phase.INITIAL),
        },
        _fields(Visit, "is_initial infusion undisturbed_until ends_between clauses"),
        {},
    ),
    Shape(Window, _window, {"begins": _moment("first"), "ends": _moment("last")}, {}, {}),
    Shape(
        Instruction,
        _instruction,
        {
            "kind": _field(Instruction, "kind"),
            "begins": _moment("first", None),
            "ends": _moment("last", None),
            **_fields(Instruction, "numbers findings amount medications of_visit"),
        },
        _fields(Instruction, "strength clauses"),
        {},
    ),
    _PLAN,
    Shape(
        Quote,
        _quote,
        {
            "infusions": Field(int, attrgetter("infusions")),
            "completed": Field(int, attrgetter("completed"), 0),
            "services": Field(tuple[Service, ...], attrgetter("services"), ()),
            "treating": Field(tuple[Indication, ...] | None, attrgetter("treating"), None),
            "plan": _field(Quote, "plan"),
        },
        {
            **_fields(Quote, "lines total infusions_due_before_first_visit"),
            "payments": Field(tuple[PaymentDue, ...] | None, _payments_due),
            **_fields(Quote, "notes clauses"),
        },
        {},
    ),
    Shape(
        Screening,
        _screening,
        {
            name: Field(tuple[str, ...] | None, attrgetter(name), None)
            for name in ("medications", "conditions", "substances")
        },
        _fields(Screening, "not_asked disposition findings indications clauses"),
        {},
    ),
    Shape(
        Cancellation,
        _cancellation,
        {
            "visit": _field(Cancellation, "visit"),
            "notified": _moment("notified"),
            "reserved": Field(tuple[Visit, ...] | None, attrgetter("reserved"), None),
        },
        _fields(Cancellation, "outcome deadline notice remaining_at_risk at_risk unsaid telephone clauses"),
        {},
    ),
    Shape(
        PreparationSheet,
        _sheet,
        {
            "subject": _field(PreparationSheet, "subject"),
            "screening": Field(Screening | None, attrgetter("screening"), None),
            "treating": Field(tuple[Indication, ...] | None, attrgetter("treating"), None),
            "infusion_ended": _moment("infusion_ended", None),
            "nausea_after": Field(tuple[int, ...], attrgetter("nausea_after"), ()),
            "headache_after": Field(tuple[int, ...], attrgetter("headache_after"), ()),
        },
        _fields(PreparationSheet, "instructions not_told clauses"),
        {},
    ),
    Shape(
        Step,
        _step,
        {"clause": Field(str, attrgetter("clause.id")), **_fields(Step, "applied facts")},
        {},
        {},
    ),
    Shape(Explanation, _explanation, _fields(Explanation, "decision"), _fields(Explanation, "steps clauses"), {}),
    Shape(Clause, _clause, _fields(Clause, "id"), {}, _fields(Clause, "paragraphs basis topic summary reading")),
    Shape(Paragraph, _paragraph, _fields(Paragraph, "number"), {}, _fields(Paragraph, "fingerprint background")),
    Shape(
        LocaleStatus,
        _locale,
        _fields(LocaleStatus, "name"),
        {},
        _fields(LocaleStatus, "tag language direction is_reviewed messages"),
    ),
)

SHAPES: Final[Mapping[type, Shape]] = {
    shape.kind: attrs.evolve(shape, policy=attrgetter("policy")) if hasattr(shape.kind, "policy") else shape
    for shape in _SHAPES
}
"""By class."""

ENUMS: Final[tuple[type[enum.Enum], ...]] = (
    Action,
    Basis,
    DepartureKind,
    Disposition,
    FactName,
    FindingNote,
    Indication,
    InstructionKind,
    Level,
    Match,
    Outcome,
    Phase,
    Purpose,
    QuoteNote,
    Service,
    ShiftReason,
    Strength,
    Unsaid,
)

KINDS: Final[Mapping[str, type]] = {schema_name(kind): kind for kind in (*SHAPES, *ENUMS) if kind is not PaymentDue}
"""The public kinds, by the names of their forms."""
