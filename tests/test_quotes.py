"""What it will cost: the FAQ's prices, and the properties that any graduated price has."""

from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.testing import consultations, counts, policies, treatings

FIRST, LATER = kc.Money("600"), kc.Money("450")
ZERO = kc.Money(0)


def fee(number: int) -> kc.Money:
    """The FAQ's fee for one infusion: its first five cost 600 dollars each, each one after that 450."""
    return FIRST if number <= 5 else LATER


def q(n: int, k: int = 0) -> kc.Money:
    return kc.quote(n, completed=k).total


# ---- The FAQ's figures


@pytest.mark.parametrize(("infusions", "total"), [(0, "0"), (1, "600"), (4, "2400"), (5, "3000"), (6, "3450")])
def test_the_price_of_the_first_infusions(infusions: int, total: str) -> None:
    assert q(infusions) == kc.Money(total)


@pytest.mark.parametrize(("completed", "total"), [(3, "1200"), (4, "1050"), (5, "900"), (6, "900")])
def test_what_was_completed_counts(completed: int, total: str) -> None:
    assert q(2, completed) == kc.Money(total)


def test_every_total_equals_a_naive_loop_over_the_fees() -> None:
    for k in range(61):
        for n in range(61):
            assert q(n, k) == kc.Money.sum((fee(k + i) for i in range(1, n + 1)), currency="USD")


@pytest.mark.parametrize(("n", "k"), [(10_000, 0), (9_999, 1), (9_996, 4), (5_000, 5), (777, 9_223), (1, 9_999)])
def test_large_totals_equal_a_naive_loop_over_the_fees(n: int, k: int) -> None:
    assert q(n, k) == kc.Money.sum((fee(k + i) for i in range(1, n + 1)), currency="USD")


def test_the_largest_quote() -> None:
    assert q(1_000_000) == kc.Money(5 * 600 + 999_995 * 450)
    assert q(1_000_000, 1_000_000) == kc.Money(1_000_000 * 450)


# ---- The properties of a graduated price


@given(counts(), counts(), counts())
def test_a_price_splits_at_any_point(a: int, b: int, k: int) -> None:
    assert q(a + b, k) == q(a, k) + q(b, k + a)


@given(counts(most=10_000), counts())
def test_one_more_infusion_costs_its_own_fee(n: int, k: int) -> None:
    assert q(n + 1, k) - q(n, k) == fee(n + k + 1)


@given(counts(most=10_000), counts())
def test_the_price_lies_between_all_later_and_all_first_fees(n: int, k: int) -> None:
    assert LATER * n <= q(n, k) <= FIRST * n


@given(counts(), st.integers(5, 60))
def test_after_five_infusions_all_cost_the_later_fee(n: int, k: int) -> None:
    assert q(n, k) == LATER * n


@given(st.integers(0, 5), st.integers(0, 5))
def test_up_to_five_infusions_all_cost_the_first_fee(n: int, k: int) -> None:
    if n + k <= 5:
        assert q(n, k) == FIRST * n


@given(policies(), counts(), counts())
def test_no_more_infusions_cost_less(policy: kc.Policy, n: int, k: int) -> None:
    schedule = policy.pricing.infusions
    if schedule.last is None or n + 1 + k <= schedule.last:
        assert kc.quote(n + 1, completed=k, policy=policy).total >= kc.quote(n, completed=k, policy=policy).total


# ---- Lines and payments


@given(counts(), counts(), consultations())
def test_lines_are_not_empty_follow_each_other_and_sum_to_the_total(n: int, k: int, services: list[kc.Service]) -> None:
    quote = kc.quote(n, completed=k, services=services)
    infusions = [line for line in quote.lines if line.service is kc.Service.INFUSION]
    others = [line for line in quote.lines if line.service is not kc.Service.INFUSION]

    numbers = [x for line in infusions for x in range(line.first or 0, (line.last or 0) + 1)]
    assert numbers == list(range(k + 1, k + n + 1))
    assert all(line.quantity >= 1 for line in quote.lines)
    assert {line.service: line.quantity for line in others} == {s: services.count(s) for s in services}
    assert all((line.first, line.last) == (None, None) for line in others)
    assert kc.Money.sum((line.amount for line in quote.lines), currency="USD") == quote.total
    assert all(line.amount == line.unit_price * line.quantity for line in quote.lines)
    assert quote.lines[: len(others)] == tuple(others)


def test_a_line_groups_a_tier() -> None:
    lines = kc.quote(10_000).lines

    assert [(line.first, line.last, line.quantity, line.unit_price, line.clauses) for line in lines] == [
        (1, 5, 5, FIRST, ("price.initial",)),
        (6, 10_000, 9_995, LATER, ("price.thereafter",)),
    ]


@given(counts(), counts(), consultations())
def test_payments_are_one_for_each_charged_unit_and_sum_to_the_total(
    n: int, k: int, services: list[kc.Service]
) -> None:
    quote = kc.quote(n, completed=k, services=services)
    payments = quote.payments

    paid = services.count(kc.Service.INFORMATION_CONSULTATION)
    assert len(payments) == len(list(payments)) == n + paid
    assert kc.Money.sum((payment.amount for payment in payments), currency="USD") == quote.total
    assert [payment.number for payment in payments] == [None] * paid + list(range(k + 1, k + n + 1))
    assert [payment.amount for payment in payments][paid:] == [fee(i) for i in range(k + 1, k + n + 1)]
    assert {payment.due for payment in payments} <= {None}
    assert {payment.service for payment in payments[paid:]} <= {kc.Service.INFUSION}
    assert {payment.service for payment in payments[:paid]} <= {kc.Service.INFORMATION_CONSULTATION}


@given(counts(most=20), counts(most=20), consultations(), st.slices(30))
def test_payments_are_a_sequence(n: int, k: int, services: list[kc.Service], part: slice) -> None:
    payments = kc.quote(n, completed=k, services=services).payments
    listed = list(payments)

    assert [payments[i] for i in range(-len(listed), len(listed))] == listed * 2
    assert payments[part] == tuple(listed[part])
    assert list(reversed(payments)) == listed[::-1]
    for beyond in (len(listed), -len(listed) - 1):
        with pytest.raises(IndexError):
            payments[beyond]


@pytest.mark.parametrize("index", [0.5, -0.5, Decimal("1.5"), "a", None, slice("a"), slice(0, 1.5)], ids=repr)
def test_a_payment_has_a_whole_index(index: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^index: expected a whole number or a slice of them"):
        kc.quote(6).payments[index]


def test_the_last_of_ten_thousand_payments() -> None:
    payment = kc.quote(10_000).payments[9_999]

    assert (payment.service, payment.number, payment.amount, payment.due) == (
        kc.Service.INFUSION,
        10_000,
        LATER,
        None,
    )


def test_nothing_is_due_for_infusions_before_the_first_visit() -> None:
    assert kc.quote(6).infusions_due_before_first_visit == ZERO
    assert kc.quote(6, services=[kc.Service.INFORMATION_CONSULTATION]).infusions_due_before_first_visit == ZERO


# ---- Consultations


@pytest.mark.parametrize(
    ("service", "price", "clause"),
    [
        (kc.Service.PRE_INFUSION_CONSULTATION, "0", "price.consultation"),
        (kc.Service.TELEPHONE_CONSULTATION, "0", "price.consultation"),
        (kc.Service.INFORMATION_CONSULTATION, "200", "price.information-consultation"),
    ],
)
def test_the_price_of_each_consultation(service: kc.Service, price: str, clause: str) -> None:
    (line,) = kc.quote(0, services=[service]).lines

    assert (line.service, line.quantity, line.unit_price, line.clauses) == (service, 1, kc.Money(price), (clause,))


def test_two_information_consultations_cost_twice_as_much() -> None:
    assert kc.quote(0, services=[kc.Service.INFORMATION_CONSULTATION] * 2).total == kc.Money("400")


# ---- Chronic pain


@given(counts(), counts(), treatings(), consultations())
def test_chronic_pain_gives_no_figure(
    n: int, k: int, others: frozenset[kc.Indication] | None, services: list[kc.Service]
) -> None:
    treating = {kc.Indication.CHRONIC_PAIN, *(others or ())}
    with pytest.raises(kc.PriceNotPublishedError) as refused:
        kc.quote(n, completed=k, treating=treating, services=services)

    assert refused.value.clause == "price.chronic-pain"
    assert refused.value.telephone == "(866) 987-7874"
    assert str(refused.value) == (
        "the policy publishes no price for this (price.chronic-pain): ask the clinic at (866) 987-7874"
    )


@given(counts(), counts(), treatings())
def test_what_else_is_treated_changes_no_price(n: int, k: int, treating: frozenset[kc.Indication] | None) -> None:
    assert kc.quote(n, completed=k, treating=treating).total == q(n, k)


def with_chronic_pain() -> kc.Policy:
    """A policy whose chronic-pain infusions cost 900 dollars each, the fourth being the last with a price."""
    policy = kc.faq_policy()
    schedule = kc.PriceSchedule(tiers=[kc.Tier(last=4, unit_price=kc.Money("900"), clause="price.chronic-pain")])
    return attrs.evolve(policy, pricing=attrs.evolve(policy.pricing, chronic_pain=schedule))


def test_chronic_pain_has_the_prices_of_a_policy_that_publishes_them() -> None:
    both = [kc.Indication.DEPRESSION, kc.Indication.CHRONIC_PAIN]
    quote = kc.quote(2, completed=2, treating=both, policy=with_chronic_pain())

    assert quote.total == kc.Money("1800")
    assert [line.clauses for line in quote.lines] == [("price.chronic-pain",)]
    assert kc.QuoteNote.CHRONIC_PAIN_PRICES in quote.notes
    assert kc.QuoteNote.ASSUMES_NO_CHRONIC_PAIN not in quote.notes
    assert kc.quote(2, completed=2, policy=with_chronic_pain()).total == kc.Money("1200")


def test_an_infusion_beyond_a_closed_schedule_has_no_price() -> None:
    policy, pain = with_chronic_pain(), [kc.Indication.CHRONIC_PAIN]

    assert kc.quote(4, treating=pain, policy=policy).total == kc.Money("3600")
    assert kc.quote(0, completed=5, treating=pain, policy=policy).total == ZERO
    for n, k in ((5, 0), (1, 4), (4, 1)):
        with pytest.raises(kc.PriceNotPublishedError) as refused:
            kc.quote(n, completed=k, treating=pain, policy=policy)
        assert (refused.value.clause, refused.value.telephone) == ("price.chronic-pain", "(866) 987-7874")


# ---- Notes and clauses

ALWAYS = [kc.QuoteNote.PRE_INFUSION_CONSULTATION_FREE, kc.QuoteNote.TELEPHONE_CONSULTATION_FREE]


def test_the_notes_of_a_plain_quote() -> None:
    assert kc.quote(6).notes == (
        kc.QuoteNote.ESTIMATE,
        kc.QuoteNote.ASSUMES_NO_EARLIER_INFUSIONS,
        kc.QuoteNote.PAY_AS_YOU_GO,
        *ALWAYS,
        kc.QuoteNote.INSURANCE,
        kc.QuoteNote.ASSUMES_NO_CHRONIC_PAIN,
    )


def test_completed_infusions_are_noted_and_so_is_that_none_was_told() -> None:
    counted, assumed = kc.QuoteNote.HISTORY_COUNTS, kc.QuoteNote.ASSUMES_NO_EARLIER_INFUSIONS

    assert [note for note in kc.quote(1, completed=1).notes if note in (counted, assumed)] == [counted]
    assert [note for note in kc.quote(1).notes if note in (counted, assumed)] == [assumed]
    for quote in (kc.quote(0, completed=1), kc.quote(0)):
        assert not {counted, assumed} & set(quote.notes)


def test_when_a_charged_consultation_is_paid_is_said_not_to_be_stated() -> None:
    charged = kc.quote(0, services=[kc.Service.INFORMATION_CONSULTATION])
    free = kc.quote(0, services=[kc.Service.TELEPHONE_CONSULTATION])

    assert charged.notes == (
        *ALWAYS,
        kc.QuoteNote.CONSULTATION_PAYMENT_NOT_STATED,
        kc.QuoteNote.ASSUMES_NO_CHRONIC_PAIN,
    )
    assert free.notes == (*ALWAYS, kc.QuoteNote.ASSUMES_NO_CHRONIC_PAIN)


def test_a_quote_that_was_not_told_what_is_treated_says_what_it_assumes() -> None:
    assert kc.quote(1).notes[-1] is kc.QuoteNote.ASSUMES_NO_CHRONIC_PAIN


@pytest.mark.parametrize("treating", [[], [kc.Indication.DEPRESSION], list(kc.Indication)[:-1]])
def test_a_quote_that_was_told_says_that_chronic_pain_would_differ(treating: list[kc.Indication]) -> None:
    assert kc.quote(1, treating=treating).notes[-1] is kc.QuoteNote.CHRONIC_PAIN_PRICED_DIFFERENTLY


def test_a_consultation_that_is_charged_and_not_asked_for_is_said_not_to_be_included() -> None:
    policy = kc.faq_policy()
    price = kc.ConsultationPrice(kc.Money("75"), "price.consultation")
    consultations = attrs.evolve(policy.pricing.consultations, pre_infusion=price)
    policy = attrs.evolve(policy, pricing=attrs.evolve(policy.pricing, consultations=consultations))
    note, service = kc.QuoteNote.PRE_INFUSION_CONSULTATION_NOT_INCLUDED, kc.Service.PRE_INFUSION_CONSULTATION

    assert note in kc.quote(1, policy=policy).notes
    assert "not included. It costs $75.00. (price.consultation)\n" in str(kc.quote(1, policy=policy))
    assert note not in kc.quote(1, policy=policy, services=[service]).notes
    assert note not in kc.quote(1, policy=policy, completed=1).notes
    assert note not in kc.quote(0, policy=policy).notes
    assert note not in kc.quote(1).notes


def test_a_consultation_that_is_not_free_is_not_called_free() -> None:
    policy = kc.faq_policy()
    price = kc.ConsultationPrice(kc.Money("1"), "price.consultation")
    for name, note in (("pre_infusion", ALWAYS[0]), ("telephone", ALWAYS[1])):
        consultations = attrs.evolve(policy.pricing.consultations, **{name: price})
        changed = attrs.evolve(policy, pricing=attrs.evolve(policy.pricing, consultations=consultations))

        assert [known for known in kc.quote(1, policy=changed).notes if known in ALWAYS] == [
            other for other in ALWAYS if other is not note
        ]


def test_a_quote_names_its_clauses_once_each_in_order() -> None:
    assert kc.quote(6, services=[kc.Service.INFORMATION_CONSULTATION]).clauses == (
        "price.information-consultation",
        "price.initial",
        "price.thereafter",
        "plan.individual",
        "price.pay-as-you-go",
        "price.consultation",
        "price.insurance",
        "price.chronic-pain",
    )


@given(policies(), counts(), counts(), consultations())
def test_every_clause_of_a_quote_exists(policy: kc.Policy, n: int, k: int, services: list[kc.Service]) -> None:
    schedule = policy.pricing.infusions
    if schedule.last is None or not n or n + k <= schedule.last:
        quote = kc.quote(n, completed=k, services=services, policy=policy)
        assert [kc.clause(id).id for id in quote.clauses] == list(quote.clauses)
        assert all(line.clauses for line in quote.lines)
        assert all(note.clauses for note in quote.notes)


# ---- The policy


@given(policies(), counts(most=20))
def test_a_quote_is_in_the_currency_of_its_policy(policy: kc.Policy, n: int) -> None:
    schedule = policy.pricing.infusions
    if schedule.last is None or n <= schedule.last:
        quote = kc.quote(n, policy=policy)
        amounts = (quote.total, quote.infusions_due_before_first_visit, *(line.amount for line in quote.lines))
        assert {amount.currency for amount in amounts} == {policy.pricing.currency}
        assert quote.policy is policy


def test_the_policy_is_the_faqs_unless_another_is_given() -> None:
    assert kc.quote(6).policy is kc.faq_policy()
    assert kc.quote(6) == kc.quote(6, policy=kc.faq_policy())


# ---- Equality


def test_quotes_of_the_same_request_are_equal() -> None:
    services = [kc.Service.INFORMATION_CONSULTATION, kc.Service.TELEPHONE_CONSULTATION]
    quote = kc.quote(6, services=services, treating=[kc.Indication.PTSD, kc.Indication.OCD])
    same = kc.quote(6, services=reversed(services), treating=(i for i in (kc.Indication.OCD, kc.Indication.PTSD)))

    assert quote == same
    assert hash(quote) == hash(same)
    assert len({quote, same, kc.quote(6), kc.quote(6, completed=1), kc.quote(5), kc.quote(6, treating=[])}) == 5


def test_what_is_treated_and_asked_for_is_kept_in_one_order() -> None:
    quote = kc.quote(1, services=list(kc.Service)[2::-1], treating={*kc.Indication} - {kc.Indication.CHRONIC_PAIN})

    assert quote.treating == tuple(kc.Indication)[:-1]
    assert quote.services == tuple(kc.Service)[:3]
    assert kc.quote(1, treating=[kc.Indication.PTSD] * 3).treating == (kc.Indication.PTSD,)


def test_the_total_of_the_dearest_quote_is_an_amount() -> None:
    policy = kc.faq_policy()
    price = kc.Money("99999999999.99")
    schedule = kc.PriceSchedule(tiers=[kc.Tier(last=None, unit_price=price, clause="price.initial")])
    dearest = kc.ConsultationPrice(price, "price.consultation")
    consultations = attrs.evolve(policy.pricing.consultations, telephone=dearest)
    pricing = attrs.evolve(policy.pricing, infusions=schedule, consultations=consultations)
    policy = attrs.evolve(policy, pricing=pricing)
    quote = kc.quote(1_000_000, services=[kc.Service.TELEPHONE_CONSULTATION] * 10_000, policy=policy)

    assert quote.total == price * 1_010_000
    assert str(quote).startswith("Total price: $100,999,999,999,989,900.00\n")


def test_a_quote_shows_what_was_asked_and_not_its_policy() -> None:
    assert repr(kc.quote(6, completed=1)) == "Quote(infusions=6, completed=1, services=(), treating=None)"
