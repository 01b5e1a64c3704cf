"""A ketamine clinic's published FAQ as a library: typed, immutable answers that name the rule they rest on.

    >>> import ketaclinic as kc
    >>> kc.quote(6).total
    Money('3450.00', 'USD')

It says no more than the FAQ says, and clears no patient: the doctor decides.

Whatever needs Babel is imported when it is first asked for, so that an import, and a quote, stay light.
"""

from typing import TYPE_CHECKING

from ketaclinic.display import Form
from ketaclinic.errors import (
    CurrencyMismatchError,
    Fault,
    InvalidInputError,
    InvalidTypeError,
    KetaclinicError,
    PolicyError,
    PriceNotPublishedError,
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
from ketaclinic.quotes import Quote, QuoteNote, quote
from ketaclinic.register import Basis, Clause, Paragraph, clause, clauses, paragraphs

if TYPE_CHECKING:
    from ketaclinic.recognition import FindingNote, Match
    from ketaclinic.rendering import render
    from ketaclinic.screening import Finding, Screening, Suggestion, screen
else:
    # PEP 562: the names whose module is heavier than what a quote needs, each with its module.
    _LAZY = {
        "Finding": "ketaclinic.screening",
        "FindingNote": "ketaclinic.recognition",
        "Match": "ketaclinic.recognition",
        "Screening": "ketaclinic.screening",
        "Suggestion": "ketaclinic.screening",
        "render": "ketaclinic.rendering",
        "screen": "ketaclinic.screening",
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
    "CancellationPolicy",
    "Clause",
    "Clinic",
    "ConsultationPrice",
    "Consultations",
    "CountRange",
    "CurrencyMismatchError",
    "Days",
    "Disposition",
    "Fault",
    "Finding",
    "FindingNote",
    "Form",
    "Hours",
    "Indication",
    "InvalidInputError",
    "InvalidTypeError",
    "KetaclinicError",
    "Level",
    "Match",
    "Medicine",
    "Minutes",
    "MinutesRange",
    "Money",
    "Paragraph",
    "Payment",
    "Payments",
    "Percent",
    "PlanPolicy",
    "Policy",
    "PolicyError",
    "PreparationPolicy",
    "PriceNotPublishedError",
    "PriceSchedule",
    "Pricing",
    "Quote",
    "QuoteLine",
    "QuoteNote",
    "Screening",
    "ScreeningPolicy",
    "ScreeningRule",
    "Service",
    "Suggestion",
    "Telephone",
    "Tier",
    "UnknownLocaleError",
    "VisitPolicy",
    "clause",
    "clauses",
    "dump_policy",
    "faq_policy",
    "load_policy",
    "paragraphs",
    "quote",
    "render",
    "screen",
]
