"""The strategy of each public type that Hypothesis cannot make by itself; enums it can."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st

from ketaclinic.calendars import ClinicCalendar
from ketaclinic.cancellation import Cancellation
from ketaclinic.errors import Fault, Remedy
from ketaclinic.explanations import Explanation, Fact, Step
from ketaclinic.figures import CountRange, Days, Hours, Medicine, Minutes, MinutesRange, Percent, Telephone
from ketaclinic.instructions import Instruction
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
from ketaclinic.preparation import PreparationSheet
from ketaclinic.pricing import ConsultationPrice, PriceSchedule, Tier
from ketaclinic.quote_lines import Payment, Payments, QuoteLine
from ketaclinic.quotes import Quote
from ketaclinic.register import Clause, Paragraph, clauses, paragraphs
from ketaclinic.rendering.locales import LocaleStatus, MessageStatus, locales
from ketaclinic.reviews import Departure
from ketaclinic.screening import Finding, Screening, Suggestion
from ketaclinic.testing import decisions, names, plans, policy_parts, prices, quoting, times
from ketaclinic.testing.picking import one_among
from ketaclinic.visits import SupportiveMedication, Visit, Window
from ketaclinic.waiting import Offer, WaitingPatient
from ketaclinic.wordings import Wording

_FIRST: Final = date(1900, 1, 1)
_LAST: Final = date(2199, 12, 31)

Made = Callable[[], st.SearchStrategy[Any]]


def _consultations() -> st.SearchStrategy[Consultations]:
    return st.sampled_from(prices.CURRENCIES).flatmap(prices.consultations_of)


def _messages() -> st.SearchStrategy[MessageStatus]:
    return _locales().flatmap(lambda drawn: one_among(lambda: drawn.messages))


def _locales() -> st.SearchStrategy[LocaleStatus]:
    return one_among(locales)


def _remedies() -> st.SearchStrategy[Remedy]:
    return st.one_of(
        st.builds(Remedy, st.sampled_from(["infusions", "per_week"]), st.integers(1, 9)),
        st.builds(Remedy, st.sampled_from(["open_date", "first_date"]), st.dates(_FIRST, _LAST)),
        st.builds(Remedy, st.just("first_time"), st.times()),
    )


STRATEGIES: Final[dict[type, Made]] = {
    Cancellation: decisions.cancellations,
    CancellationPolicy: policy_parts.cancellation_policies,
    Clause: lambda: one_among(clauses),
    Clinic: policy_parts.clinics,
    ClinicCalendar: times.clinic_calendars,
    ConsultationPrice: prices.consultation_prices,
    Consultations: _consultations,
    CountRange: policy_parts.count_ranges,
    Days: policy_parts.days,
    Departure: plans.departures,
    Explanation: decisions.explanations,
    Fact: decisions.facts,
    Fault: lambda: st.builds(Fault, policy_parts.lines(), policy_parts.lines()),
    Finding: names.findings,
    Hours: policy_parts.hours,
    Instruction: decisions.instructions,
    LocaleStatus: _locales,
    Medicine: policy_parts.medicines,
    MessageStatus: _messages,
    Minutes: policy_parts.minutes,
    MinutesRange: policy_parts.minutes_ranges,
    Money: prices.moneys,
    Offer: decisions.offers,
    Paragraph: lambda: one_among(paragraphs),
    Payment: quoting.payments,
    Payments: quoting.all_payments,
    Percent: policy_parts.percents,
    PlanPolicy: policy_parts.plan_policies,
    Policy: policy_parts.policies,
    PreparationPolicy: policy_parts.preparation_policies,
    PreparationSheet: decisions.preparation_sheets,
    PriceSchedule: prices.price_schedules,
    Pricing: prices.pricings,
    Quote: quoting.quotes,
    QuoteLine: quoting.quote_lines,
    Remedy: _remedies,
    Screening: names.screenings,
    ScreeningPolicy: policy_parts.screening_policies,
    ScreeningRule: policy_parts.screening_rules,
    Shift: plans.shifts,
    Step: decisions.steps,
    Suggestion: names.suggestions,
    SupportiveMedication: plans.supportive,
    Telephone: policy_parts.telephones,
    Tier: prices.tiers,
    TreatmentPlan: plans.treatment_plans,
    Visit: plans.visits,
    VisitPolicy: policy_parts.visit_policies,
    WaitingPatient: decisions.waiting_patients,
    Window: plans.windows,
    Wording: policy_parts.wordings,
}
