"""A ketamine clinic's published FAQ as a library: typed, immutable answers that name the rule they rest on.

    >>> import ketaclinic as kc
    >>> kc.quote(6).total
    Money('3450.00', 'USD')

It says no more than the FAQ says, and clears no patient: the doctor decides.

Whatever needs Babel or pendulum is imported when it is first asked for, so that an import, and a quote, stay light.
"""

from typing import TYPE_CHECKING

from ketaclinic.display import Detail, Form
from ketaclinic.errors import (
    CurrencyMismatchError,
    DocumentError,
    Fault,
    InvalidInputError,
    InvalidTypeError,
    KetaclinicError,
    MissingExtraError,
    NaiveDatetimeError,
    NoFeasiblePlanError,
    PolicyError,
    PriceNotPublishedError,
    Remedy,
    UnknownLocaleError,
)
from ketaclinic.figures import CountRange, Days, Hours, Medicine, Minutes, MinutesRange, Percent, Telephone
from ketaclinic.indications import Indication
from ketaclinic.levels import Action, Disposition, Level
from ketaclinic.money import Money
from ketaclinic.policy import (
    GROUPS,
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
from ketaclinic.policy_file import dump_policy, faq_policy, load_policy
from ketaclinic.pricing import ConsultationPrice, PriceSchedule, Service, Tier
from ketaclinic.quote_lines import Payment, Payments, QuoteLine
from ketaclinic.quotes import Quote, QuoteNote, quote, quote_plan
from ketaclinic.register import Basis, Clause, Paragraph, clause, clauses, paragraphs
from ketaclinic.wordings import Wording

if TYPE_CHECKING:
    from ketaclinic.calendars import ClinicCalendar, ShiftReason
    from ketaclinic.cancellation import Cancellation, Outcome, Unsaid, assess_cancellation
    from ketaclinic.explanations import Explanation, Fact, FactName, Step, explain
    from ketaclinic.instructions import Instruction, InstructionKind, Strength
    from ketaclinic.planning import propose_plan
    from ketaclinic.plans import Shift, TreatmentPlan
    from ketaclinic.preparation import PreparationSheet, prepare, prepare_plan
    from ketaclinic.recognition import FindingNote, Match
    from ketaclinic.rendering import render
    from ketaclinic.rendering.locales import LocaleStatus, MessageStatus, locales
    from ketaclinic.reviews import Departure, DepartureKind, review_plan
    from ketaclinic.screening import Finding, Screening, Suggestion, screen
    from ketaclinic.visits import Phase, Purpose, SupportiveMedication, Visit, Window, supportive_medications
    from ketaclinic.waiting import Offer, WaitingPatient, offer_freed_visits
else:
    # PEP 562: the names whose module is heavier than what a quote needs, each with its module.
    _LAZY = {
        "Cancellation": "ketaclinic.cancellation",
        "ClinicCalendar": "ketaclinic.calendars",
        "Departure": "ketaclinic.reviews",
        "DepartureKind": "ketaclinic.reviews",
        "Explanation": "ketaclinic.explanations",
        "Fact": "ketaclinic.explanations",
        "FactName": "ketaclinic.explanations",
        "Finding": "ketaclinic.screening",
        "FindingNote": "ketaclinic.recognition",
        "Instruction": "ketaclinic.instructions",
        "InstructionKind": "ketaclinic.instructions",
        "LocaleStatus": "ketaclinic.rendering.locales",
        "Match": "ketaclinic.recognition",
        "MessageStatus": "ketaclinic.rendering.locales",
        "Offer": "ketaclinic.waiting",
        "Outcome": "ketaclinic.cancellation",
        "Phase": "ketaclinic.visits",
        "PreparationSheet": "ketaclinic.preparation",
        "Purpose": "ketaclinic.visits",
        "Screening": "ketaclinic.screening",
        "Shift": "ketaclinic.plans",
        "ShiftReason": "ketaclinic.calendars",
        "Step": "ketaclinic.explanations",
        "Strength": "ketaclinic.instructions",
        "Suggestion": "ketaclinic.screening",
        "SupportiveMedication": "ketaclinic.visits",
        "TreatmentPlan": "ketaclinic.plans",
        "Unsaid": "ketaclinic.cancellation",
        "Visit": "ketaclinic.visits",
        "WaitingPatient": "ketaclinic.waiting",
        "Window": "ketaclinic.visits",
        "assess_cancellation": "ketaclinic.cancellation",
        "explain": "ketaclinic.explanations",
        "locales": "ketaclinic.rendering.locales",
        "offer_freed_visits": "ketaclinic.waiting",
        "prepare": "ketaclinic.preparation",
        "prepare_plan": "ketaclinic.preparation",
        "propose_plan": "ketaclinic.planning",
        "render": "ketaclinic.rendering",
        "review_plan": "ketaclinic.reviews",
        "screen": "ketaclinic.screening",
        "supportive_medications": "ketaclinic.visits",
    }

    def __getattr__(name):
        if name not in _LAZY:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        globals()[name] = value = getattr(import_module(_LAZY[name]), name)
        return value

    def __dir__():
        return sorted({*globals(), *__all__})


__all__ = [
    "GROUPS",
    "Action",
    "Basis",
    "Cancellation",
    "CancellationPolicy",
    "Clause",
    "Clinic",
    "ClinicCalendar",
    "ConsultationPrice",
    "Consultations",
    "CountRange",
    "CurrencyMismatchError",
    "Days",
    "Departure",
    "DepartureKind",
    "Detail",
    "Disposition",
    "DocumentError",
    "Explanation",
    "Fact",
    "FactName",
    "Fault",
    "Finding",
    "FindingNote",
    "Form",
    "Hours",
    "Indication",
    "Instruction",
    "InstructionKind",
    "InvalidInputError",
    "InvalidTypeError",
    "KetaclinicError",
    "Level",
    "LocaleStatus",
    "Match",
    "Medicine",
    "MessageStatus",
    "Minutes",
    "MinutesRange",
    "MissingExtraError",
    "Money",
    "NaiveDatetimeError",
    "NoFeasiblePlanError",
    "Offer",
    "Outcome",
    "Paragraph",
    "Payment",
    "Payments",
    "Percent",
    "Phase",
    "PlanPolicy",
    "Policy",
    "PolicyError",
    "PreparationPolicy",
    "PreparationSheet",
    "PriceNotPublishedError",
    "PriceSchedule",
    "Pricing",
    "Purpose",
    "Quote",
    "QuoteLine",
    "QuoteNote",
    "Remedy",
    "Screening",
    "ScreeningPolicy",
    "ScreeningRule",
    "Service",
    "Shift",
    "ShiftReason",
    "Step",
    "Strength",
    "Suggestion",
    "SupportiveMedication",
    "Telephone",
    "Tier",
    "TreatmentPlan",
    "UnknownLocaleError",
    "Unsaid",
    "Visit",
    "VisitPolicy",
    "WaitingPatient",
    "Window",
    "Wording",
    "assess_cancellation",
    "clause",
    "clauses",
    "dump_policy",
    "explain",
    "faq_policy",
    "load_policy",
    "locales",
    "offer_freed_visits",
    "paragraphs",
    "prepare",
    "prepare_plan",
    "propose_plan",
    "quote",
    "quote_plan",
    "render",
    "review_plan",
    "screen",
    "supportive_medications",
]
