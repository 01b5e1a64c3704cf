"""What treatment will cost: quotes by line, and each payment as the patient goes along (price.*)."""

import enum
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, overload

import attrs

from ketaclinic import checks
from ketaclinic.display import Displayed
from ketaclinic.errors import InvalidInputError, PriceNotPublishedError
from ketaclinic.indications import Indication
from ketaclinic.money import Money
from ketaclinic.policy import Policy
from ketaclinic.policy_file import faq_policy
from ketaclinic.pricing import PriceSchedule, Service
from ketaclinic.register import check_clause_id
from ketaclinic.values import Result

__all__ = ["Payment", "Payments", "Quote", "QuoteLine", "QuoteNote", "quote"]


class QuoteNote(enum.Enum):
    """What goes with a quote, and what it rests on; `ketaclinic.render` says it in words."""

    ESTIMATE = "estimate"
    """The price is for that number of infusions; how many a patient needs is the doctor's to say."""
    HISTORY_COUNTS = "history_counts"
    """The infusions already completed decide the price of the next ones."""
    PAY_AS_YOU_GO = "pay_as_you_go"
    """No infusion is charged up front."""
    PRE_INFUSION_CONSULTATION_FREE = "pre_infusion_consultation_free"
    TELEPHONE_CONSULTATION_FREE = "telephone_consultation_free"
    CONSULTATION_PAYMENT_NOT_STATED = "consultation_payment_not_stated"
    """When a consultation is paid is not stated."""
    INSURANCE = "insurance"
    """Insurance is unlikely to pay, and nothing is deducted for it."""
    ASSUMES_NO_CHRONIC_PAIN = "assumes_no_chronic_pain"
    """Infusions for chronic pain are priced differently."""
    CHRONIC_PAIN_PRICES = "chronic_pain_prices"
    """The prices are the policy's own for chronic pain."""

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that the note rests on."""
        return _NOTE_CLAUSES[self]


_NOTE_CLAUSES: Final = {
    QuoteNote.ESTIMATE: ("plan.individual",),
    QuoteNote.HISTORY_COUNTS: ("price.initial",),
    QuoteNote.PAY_AS_YOU_GO: ("price.pay-as-you-go",),
    QuoteNote.PRE_INFUSION_CONSULTATION_FREE: ("price.consultation",),
    QuoteNote.TELEPHONE_CONSULTATION_FREE: ("price.consultation",),
    QuoteNote.CONSULTATION_PAYMENT_NOT_STATED: ("price.pay-as-you-go",),
    QuoteNote.INSURANCE: ("price.insurance",),
    QuoteNote.ASSUMES_NO_CHRONIC_PAIN: ("price.chronic-pain",),
    QuoteNote.CHRONIC_PAIN_PRICES: ("price.chronic-pain",),
}


@attrs.frozen(init=False, weakref_slot=False)
class QuoteLine(Result):
    """One line of a quote: the infusions of one tier, or the consultations of one kind, at one price."""

    _made_by = "quote"

    service: Service
    first: int | None
    """The number of the line's first infusion in the patient's history; None for a consultation."""
    last: int | None
    """The number of its last infusion; None for a consultation."""
    quantity: int
    unit_price: Money
    clauses: tuple[str, ...]

    @property
    def amount(self) -> Money:
        """The quantity times the unit price."""
        return self.unit_price * self.quantity

    def _check(self) -> None:
        checks.instance("service", self.service, Service)
        checks.count("quantity", self.quantity, least=1)
        checks.instance("unit_price", self.unit_price, Money)
        for id in self.clauses:
            check_clause_id("clauses", id)
        if self.service is Service.INFUSION:
            first = checks.count("first", self.first, least=1, most=2 * checks.MOST)
            expected: tuple[int | None, int | None] = (first, first + self.quantity - 1)
        else:
            expected = (None, None)
        if (self.first, self.last) != expected:
            raise InvalidInputError("last", "the number of the line's last infusion")


@attrs.frozen(init=False)
class Payment(Result):
    """One amount to pay: for the infusion of that number in the patient's history, or for a consultation."""

    _made_by = "quote"

    service: Service
    number: int | None
    """The infusion's number in the patient's history; None for a consultation."""
    amount: Money
    due: datetime | None
    """When it is paid: None where no date is known. When a consultation is paid is not stated."""

    def _check(self) -> None:
        checks.instance("service", self.service, Service)
        checks.instance("amount", self.amount, Money)
        if self.number is not None:
            checks.count("number", self.number, least=1, most=2 * checks.MOST)


@attrs.frozen(init=False)
class Payments(Result, Sequence[Payment]):
    """The payments of a quote, in order, one for each unit that is charged; free consultations have none.

    Each is made when it is asked for, so that the last one of ten thousand costs no more than the first.

    >>> import ketaclinic as kc
    >>> payments = kc.quote(2, completed=4).payments
    >>> [(payment.number, payment.amount) for payment in payments]
    [(5, Money('600.00', 'USD')), (6, Money('450.00', 'USD'))]
    """

    _made_by = "quote"

    lines: tuple[QuoteLine, ...]
    """The lines that are charged."""

    def __len__(self) -> int:
        return sum(line.quantity for line in self.lines)

    @overload
    def __getitem__(self, index: int) -> Payment: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Payment, ...]: ...
    def __getitem__(self, index: int | slice) -> Payment | tuple[Payment, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        left = index if index >= 0 else index + len(self)
        for line in self.lines:
            if 0 <= left < line.quantity:
                return _payment(line, left)
            left -= line.quantity
        raise IndexError("payment index out of range")

    def __iter__(self) -> Iterator[Payment]:
        return (_payment(line, at) for line in self.lines for at in range(line.quantity))

    def _check(self) -> None:
        checks.listed("lines", self.lines, QuoteLine)


def _payment(line: QuoteLine, at: int) -> Payment:
    return Payment._of(line.service, None if line.first is None else line.first + at, line.unit_price, None)


@attrs.frozen(init=False)
class Quote(Result, Displayed):
    """The price of a number of infusions and services for one patient: an estimate, exact for that number.

    `ketaclinic.quote` makes it. It is equal to another of the same request under the same policy.
    """

    _made_by = "quote"

    infusions: int
    completed: int
    treating: frozenset[Indication] | None
    """What is treated; None if that was not said."""
    lines: tuple[QuoteLine, ...]
    """Consultations first, by kind; then infusions, a line for each tier."""
    policy: Policy = attrs.field(repr=False)

    @property
    def total(self) -> Money:
        """The sum of the lines. No reimbursement is deducted (price.insurance)."""
        return Money.sum((line.amount for line in self.lines), currency=self.policy.pricing.currency)

    @property
    def infusions_due_before_first_visit(self) -> Money:
        """What is to be paid for infusions before the first visit: nothing (price.pay-as-you-go)."""
        return Money(0, self.policy.pricing.currency)

    @property
    def payments(self) -> Payments:
        """The payments, in order; each infusion is paid at its visit (price.pay-as-you-go)."""
        return Payments._of(tuple(line for line in self.lines if line.unit_price.amount))

    @property
    def notes(self) -> tuple[QuoteNote, ...]:
        """What goes with the price."""
        return tuple(_notes(self))

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that the quote rests on, in the order in which it names them."""
        return tuple(dict.fromkeys(id for part in (*self.lines, *self.notes) for id in part.clauses))

    def __reduce__(self) -> tuple[object, ...]:
        services = [line.service for line in self.lines for _ in range(line.quantity) if line.first is None]
        return _quote_again, (self.infusions, self.completed, services, self.treating, self.policy)


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
    chronic pain, whatever else is treated, has prices that the FAQ does not give (price.chronic-pain). Without
    `treating`, no chronic pain is assumed, and a note says so.

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
    checks.count("infusions", infusions)
    checks.count("completed", completed)
    policy = faq_policy() if policy is None else checks.instance("policy", policy, Policy)
    treated = None if treating is None else frozenset(checks.listed("treating", treating, Indication))
    lines = _consultation_lines(checks.listed("services", services, Service), policy) if services != () else []
    schedule = _schedule(policy, treated)
    try:
        for first, last, tier in schedule.charged(completed + 1, completed + infusions):
            # A policy sees to it that each of its tiers names a clause.
            clauses = (tier.clause,)
            lines.append(QuoteLine._of(Service.INFUSION, first, last, last - first + 1, tier.unit_price, clauses))
    except PriceNotPublishedError as error:
        raise PriceNotPublishedError(error.clause, policy.clinic.telephone.number) from None
    return Quote._of(infusions, completed, treated, tuple(lines), policy)


def _schedule(policy: Policy, treated: frozenset[Indication] | None) -> PriceSchedule:
    if treated is None or Indication.CHRONIC_PAIN not in treated:
        return policy.pricing.infusions
    if policy.pricing.chronic_pain is None:
        raise PriceNotPublishedError("price.chronic-pain", policy.clinic.telephone.number)
    return policy.pricing.chronic_pain


def _consultation_lines(services: tuple[Service, ...], policy: Policy) -> list[QuoteLine]:
    if Service.INFUSION in services:
        raise InvalidInputError("services", "consultations; the number of infusions is the first argument")
    wanted = Counter(services)
    prices = ((service, policy.pricing.consultations.price(service)) for service in Service if wanted[service])
    return [
        QuoteLine._of(service, None, None, wanted[service], price.unit_price, (price.clause,))
        for service, price in prices
    ]


def _notes(quote: Quote) -> Iterator[QuoteNote]:
    consultations = quote.policy.pricing.consultations
    if quote.infusions:
        yield QuoteNote.ESTIMATE
        if quote.completed:
            yield QuoteNote.HISTORY_COUNTS
        yield QuoteNote.PAY_AS_YOU_GO
    if not consultations.pre_infusion.unit_price.amount:
        yield QuoteNote.PRE_INFUSION_CONSULTATION_FREE
    if not consultations.telephone.unit_price.amount:
        yield QuoteNote.TELEPHONE_CONSULTATION_FREE
    if any(line.service is not Service.INFUSION and line.unit_price.amount for line in quote.lines):
        yield QuoteNote.CONSULTATION_PAYMENT_NOT_STATED
    if quote.infusions:
        yield QuoteNote.INSURANCE
    if quote.treating is not None and Indication.CHRONIC_PAIN in quote.treating:
        yield QuoteNote.CHRONIC_PAIN_PRICES
    else:
        yield QuoteNote.ASSUMES_NO_CHRONIC_PAIN


def _quote_again(
    infusions: int, completed: int, services: list[Service], treating: frozenset[Indication] | None, policy: Policy
) -> Quote:
    return quote(infusions, completed=completed, services=services, treating=treating, policy=policy)
