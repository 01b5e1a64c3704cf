"""What treatment will cost (price.*)."""

import enum
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Final

import attrs

from ketaclinic import checks
from ketaclinic.display import Displayed
from ketaclinic.errors import InvalidInputError, PriceNotPublishedError
from ketaclinic.indications import Indication
from ketaclinic.money import Money
from ketaclinic.policy import Policy
from ketaclinic.policy_file import faq_policy
from ketaclinic.pricing import PriceSchedule, Service
from ketaclinic.quote_lines import Payments, QuoteLine
from ketaclinic.values import Result, made

if TYPE_CHECKING:  # a quote without a plan needs no pendulum
    from ketaclinic.plans import TreatmentPlan

__all__ = ["Quote", "QuoteNote", "quote", "quote_plan"]


class QuoteNote(enum.Enum):
    """What goes with a quote, and what it rests on; `ketaclinic.render` says it in words."""

    ESTIMATE = "estimate"
    """The price is for that number of infusions; how many a patient needs is the doctor's to say."""
    HISTORY_COUNTS = "history_counts"
    """The infusions already completed decide the price of the next ones."""
    ASSUMES_NO_EARLIER_INFUSIONS = "assumes_no_earlier_infusions"
    """None was said to be completed."""
    PAY_AS_YOU_GO = "pay_as_you_go"
    """No infusion is charged up front."""
    PRE_INFUSION_CONSULTATION_FREE = "pre_infusion_consultation_free"
    PRE_INFUSION_CONSULTATION_NOT_INCLUDED = "pre_infusion_consultation_not_included"
    """The policy charges for it, and it was not asked for."""
    TELEPHONE_CONSULTATION_FREE = "telephone_consultation_free"
    CONSULTATION_PAYMENT_NOT_STATED = "consultation_payment_not_stated"
    """When a consultation is paid is not stated."""
    INSURANCE = "insurance"
    """Insurance is unlikely to pay, and nothing is deducted for it."""
    ASSUMES_NO_CHRONIC_PAIN = "assumes_no_chronic_pain"
    """It was not said what is treated, and infusions for chronic pain are priced differently."""
    CHRONIC_PAIN_PRICED_DIFFERENTLY = "chronic_pain_priced_differently"
    """What is treated was said, and chronic pain was not named; it would be priced differently."""
    CHRONIC_PAIN_PRICES = "chronic_pain_prices"
    """The prices are the policy's own for chronic pain."""

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that the note rests on."""
        return _NOTE_CLAUSES[self]


_NOTE_CLAUSES: Final = {
    QuoteNote.ESTIMATE: ("plan.individual",),
    QuoteNote.HISTORY_COUNTS: ("price.initial",),
    QuoteNote.ASSUMES_NO_EARLIER_INFUSIONS: ("price.initial",),
    QuoteNote.PAY_AS_YOU_GO: ("price.pay-as-you-go",),
    QuoteNote.PRE_INFUSION_CONSULTATION_FREE: ("price.consultation",),
    QuoteNote.PRE_INFUSION_CONSULTATION_NOT_INCLUDED: ("price.consultation",),
    QuoteNote.TELEPHONE_CONSULTATION_FREE: ("price.consultation",),
    QuoteNote.CONSULTATION_PAYMENT_NOT_STATED: ("price.pay-as-you-go",),
    QuoteNote.INSURANCE: ("price.insurance",),
    QuoteNote.ASSUMES_NO_CHRONIC_PAIN: ("price.chronic-pain",),
    QuoteNote.CHRONIC_PAIN_PRICED_DIFFERENTLY: ("price.chronic-pain",),
    QuoteNote.CHRONIC_PAIN_PRICES: ("price.chronic-pain",),
}


@attrs.frozen(init=False)
class Quote(Result, Displayed):
    """The price of a number of infusions and services for one patient: an estimate, exact for that number.

    `ketaclinic.quote` makes it. It holds what was asked and the policy, and derives the rest of them when it is asked
    for, so that no quote can disagree with its policy; it equals another of the same request under the same policy.
    """

    _made_by = "quote"

    infusions: int
    """How many infusions were asked for."""
    completed: int
    """How many the patient has had before, in the whole history at the clinic."""
    services: tuple[Service, ...]
    """The consultations asked for, in the order of `Service`."""
    treating: tuple[Indication, ...] | None
    """What is treated, once each and in the order of `Indication`; None if that was not said."""
    policy: Policy = attrs.field(repr=False)
    """The policy that the prices are from."""
    plan: "TreatmentPlan | None" = attrs.field(default=None, eq=False, repr=False)
    """The plan that is quoted, whose visits date the payments; no part of the quote's equality."""

    @property
    def lines(self) -> tuple[QuoteLine, ...]:
        """The consultations, a line for each kind; then the infusions, a line for each tier."""
        schedule, prices = _schedule(self.policy, self.treating), self.policy.pricing.consultations
        consultations = [
            made(QuoteLine, service, None, self.services.count(service), prices.price(service))
            for service in dict.fromkeys(self.services)
        ]
        infusions = [
            made(QuoteLine, Service.INFUSION, first, last - first + 1, tier)
            for first, last, tier in schedule.charged(self.completed + 1, self.completed + self.infusions)
        ]
        return (*consultations, *infusions)

    @property
    def total(self) -> Money:
        """The sum of the lines. No reimbursement is deducted (price.insurance)."""
        return Money.sum((line.amount for line in self.lines), currency=self.policy.pricing.currency)

    @property
    def infusions_due_before_first_visit(self) -> Money:
        """What is to be paid for infusions before the first visit, which is nothing (price.pay-as-you-go)."""
        return Money(0, self.policy.pricing.currency)

    @property
    def payments(self) -> Payments:
        """The payments, in order; each infusion is paid at its visit (price.pay-as-you-go)."""
        visits = () if self.plan is None else self.plan.visits
        return made(Payments, tuple(line for line in self.lines if line.unit_price.amount), visits)

    @property
    def notes(self) -> tuple[QuoteNote, ...]:
        """What goes with the price."""
        return tuple(_notes(self))

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that the quote rests on, in the order in which it names them."""
        return _unique(*(line.clauses for line in self.lines), *(note.clauses for note in self.notes))

    def __reduce__(self) -> tuple[object, ...]:
        asked = (self.infusions, self.completed, self.services, self.treating, self.policy, self.plan)
        return _quote_again, asked


def quote(
    infusions: int,
    *,
    completed: int = 0,
    services: Iterable[Service] = (),
    treating: Iterable[Indication] | None = None,
    policy: Policy | None = None,
) -> Quote:
    """The price of the next `infusions` of a patient who has `completed` some already, and of any consultations.

    Infusions count over the patient's whole history at the clinic (price.initial). A patient who is treated for
    chronic pain, whatever else is treated, has prices that the FAQ does not give (price.chronic-pain): such a quote is
    refused as a whole, a consultation in it included. Without `treating`, no chronic pain is assumed, and without
    `completed` no earlier infusion; notes say so.

    Raises:
        InvalidTypeError: a count that is not exactly an int, a bare str where an iterable is meant, or other types.
        InvalidInputError: a count below 0 or above 1,000,000, or an infusion among the services.
        PriceNotPublishedError: chronic pain is treated and the policy has no schedule for it, or its schedule ends
            before the last infusion.

    >>> import ketaclinic as kc
    >>> kc.quote(6).total
    Money('3450.00', 'USD')
    >>> kc.quote(2, completed=4).total
    Money('1050.00', 'USD')
    >>> kc.quote(0, services=[kc.Service.INFORMATION_CONSULTATION]).total
    Money('200.00', 'USD')
    """
    # The calls say what is wrong; the conditions spare a right count the call.
    if type(infusions) is not int or not 0 <= infusions <= checks.MOST:
        checks.count("infusions", infusions)
    if type(completed) is not int or not 0 <= completed <= checks.MOST:
        checks.count("completed", completed)
    policy = faq_policy() if policy is None else checks.instance("policy", policy, Policy)
    treated = None if treating is None else named_indications(treating)
    consultations = () if type(services) is tuple and not services else _consultations(services)
    schedule = _schedule(policy, treated)
    if schedule.last is not None and infusions:
        schedule.require(completed + infusions, telephone=policy.clinic.telephone.number)
    return made(Quote, infusions, completed, consultations, treated, policy)


def quote_plan(
    plan: "TreatmentPlan", *, services: Iterable[Service] = (), treating: Iterable[Indication] | None = None
) -> Quote:
    """The price of a plan's visits and of any consultations; each infusion's payment is dated with its visit.

    The plan's own `completed` and policy are those of the quote.

    Raises:
        InvalidTypeError, InvalidInputError, PriceNotPublishedError: as `ketaclinic.quote`.

    >>> import ketaclinic as kc
    >>> from datetime import datetime, timezone
    >>> starts = [datetime(2026, 12, day, 18, tzinfo=timezone.utc) for day in (1, 4)]
    >>> for payment in kc.quote_plan(kc.TreatmentPlan.of(starts, completed=4)).payments:
    ...     print(payment.number, payment.amount, payment.due.to_date_string())
    5 $600.00 2026-12-01
    6 $450.00 2026-12-04
    """
    from ketaclinic.plans import TreatmentPlan  # needs pendulum

    checks.instance("plan", plan, TreatmentPlan)
    priced = quote(len(plan.visits), completed=plan.completed, services=services, treating=treating, policy=plan.policy)
    return made(Quote, priced.infusions, priced.completed, priced.services, priced.treating, priced.policy, plan)


def named_indications(treating: Iterable[Indication]) -> tuple[Indication, ...]:
    """What is treated, once each and in the order of `Indication`."""
    named = checks.listed("treating", treating, Indication)
    return tuple(indication for indication in Indication if indication in named)


def _consultations(services: Iterable[Service]) -> tuple[Service, ...]:
    wanted = checks.listed("services", services, Service)
    if Service.INFUSION in wanted:
        raise InvalidInputError("services", "consultations; the number of infusions is the first argument")
    return tuple(service for service in Service for _ in range(wanted.count(service)))


def _schedule(policy: Policy, treating: tuple[Indication, ...] | None) -> PriceSchedule:
    if treating is None or Indication.CHRONIC_PAIN not in treating:
        return policy.pricing.infusions
    if policy.pricing.chronic_pain is None:
        raise PriceNotPublishedError("price.chronic-pain", policy.clinic.telephone.number)
    return policy.pricing.chronic_pain


def _unique(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(groups)))


def _notes(quote: Quote) -> Iterator[QuoteNote]:
    consultations = quote.policy.pricing.consultations
    if quote.infusions:
        yield QuoteNote.ESTIMATE
        yield QuoteNote.HISTORY_COUNTS if quote.completed else QuoteNote.ASSUMES_NO_EARLIER_INFUSIONS
        yield QuoteNote.PAY_AS_YOU_GO
    if not consultations.pre_infusion.unit_price.amount:
        yield QuoteNote.PRE_INFUSION_CONSULTATION_FREE
    elif quote.infusions and not quote.completed and Service.PRE_INFUSION_CONSULTATION not in quote.services:
        yield QuoteNote.PRE_INFUSION_CONSULTATION_NOT_INCLUDED
    if not consultations.telephone.unit_price.amount:
        yield QuoteNote.TELEPHONE_CONSULTATION_FREE
    if any(consultations.price(service).unit_price.amount for service in quote.services):
        yield QuoteNote.CONSULTATION_PAYMENT_NOT_STATED
    if quote.infusions:
        yield QuoteNote.INSURANCE
    yield _on_chronic_pain(quote.treating)


def _on_chronic_pain(treating: tuple[Indication, ...] | None) -> QuoteNote:
    if treating is None:
        return QuoteNote.ASSUMES_NO_CHRONIC_PAIN
    if Indication.CHRONIC_PAIN in treating:
        return QuoteNote.CHRONIC_PAIN_PRICES
    return QuoteNote.CHRONIC_PAIN_PRICED_DIFFERENTLY


def _quote_again(  # noqa: PLR0913, PLR0917  # the fields of a quote
    infusions: int,
    completed: int,
    services: tuple[Service, ...],
    treating: tuple[Indication, ...] | None,
    policy: Policy,
    plan: "TreatmentPlan | None",
) -> Quote:
    if plan is not None:
        return quote_plan(plan, services=services, treating=treating)
    return quote(infusions, completed=completed, services=services, treating=treating, policy=policy)
