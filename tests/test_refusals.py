"""What exactly a refusal says: the argument, what was expected, and the value where it is nobody's secret."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest

import ketaclinic as kc

ONE = kc.Money(1)
ANY: Any = object()
TYPE = "got a value of type object"
NAMED = "expected the id of a clause; ketaclinic.clauses() lists them all"
AMOUNT = "expected a plain decimal number with at most 18 whole digits and 2 decimal places"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ONE + ANY, f"operand: expected Money, since an amount goes with amounts only, {TYPE}"),
        (lambda: ANY + ONE, f"addition: expected Money and Money, {TYPE}"),
        (lambda: ONE * ANY, f"multiplication: expected Money and an int, {TYPE}"),
        (lambda: ONE * 10**18, f"multiplication: expected an int of at most 18 digits, got {10**18}"),
        (lambda: kc.Money(1, "EUR") > ONE, "operand: expected an amount in EUR, got 'USD'"),
        (lambda: kc.Money.sum(ANY, currency="USD"), f"items: expected an iterable of Money, {TYPE}"),
        (lambda: kc.Money(ANY), f"amount: expected text, an int or a Decimal, since a float is not exact, {TYPE}"),
        (lambda: kc.Money("1e3"), f"amount: {AMOUNT}, got '1e3'"),
        (lambda: kc.Money(10**18), f"amount: {AMOUNT}, got {10**18}"),
        (lambda: kc.Money(Decimal("NaN")), f"amount: {AMOUNT}"),
        (lambda: kc.Money(Decimal("0.001")), f"amount: {AMOUNT}"),
        (
            lambda: kc.Money(1, "usd"),
            "currency: expected a currency code of ISO 4217 in capitals, such as 'USD', got 'usd'",
        ),
        (lambda: kc.Money(1, ANY), f"currency: expected a currency code of ISO 4217, such as 'USD', {TYPE}"),
        (lambda: kc.clause("x"), f"id: {NAMED}, got 'x'"),
        (lambda: kc.clause(ANY), f"id: expected text, {TYPE}"),
        (lambda: kc.Hours(1, "x"), f"clause: {NAMED}, got 'x'"),
        (lambda: kc.Hours(-1, "visit.onset"), "hours: expected a whole number from 0 to 10,000, got -1"),
        (lambda: kc.Hours(ANY, "visit.onset"), f"hours: expected a whole number (int) from 0 to 10,000, {TYPE}"),
        (
            lambda: kc.Medicine("", "x", "plan.antiemetic"),
            "generic: expected 1 to 200 printable characters on one line, with no blanks around them, got ''",
        ),
        (
            lambda: kc.Telephone("x", "plan.dose"),
            "number: expected a telephone number, such as '+1 555 010 0199', got 'x'",
        ),
        (lambda: kc.Tier(last=1, unit_price=ANY), f"unit_price: expected a value of type Money, {TYPE}"),
        (lambda: kc.Tier(last=1, unit_price=-ONE), "unit_price: expected an amount of 0 or more, got '-1.00'"),
        (lambda: kc.PriceSchedule(tiers=ANY), f"tiers: expected an iterable of Tier values, {TYPE}"),
        (lambda: kc.PriceSchedule(tiers=[ANY]), f"tiers[0]: expected a value of type Tier, {TYPE}"),
        (lambda: kc.PriceSchedule(tiers=set()), "tiers: expected an iterable with an order, got a value of type set"),
        (lambda: kc.PriceSchedule(tiers=[]), "tiers: expected 1 to 100 tiers, got 0"),
        (lambda: kc.faq_policy().screening.rule("x"), "group: expected a group of ketaclinic.GROUPS, got 'x'"),
        (lambda: kc.faq_policy().screening.rule(ANY), f"group: expected text, {TYPE}"),
        (
            lambda: kc.ScreeningRule("x", kc.Level.AVOID, "screen.psychosis"),
            "group: expected a group of ketaclinic.GROUPS, got 'x'",
        ),
        (lambda: kc.ScreeningRule(ANY, kc.Level.AVOID, "screen.psychosis"), f"group: expected text, {TYPE}"),
        (
            lambda: attrs.evolve(kc.faq_policy().screening, groups=()),
            "groups: expected one rule for each group of ketaclinic.GROUPS",
        ),
        (
            lambda: attrs.evolve(kc.faq_policy().clinic, time_zone="x"),
            "time_zone: expected a time zone of the IANA database, such as 'America/Los_Angeles', got 'x'",
        ),
        (
            lambda: attrs.evolve(kc.faq_policy().pricing, infusions=ANY),
            f"infusions: expected a value of type PriceSchedule, {TYPE}",
        ),
        (lambda: kc.quote(ANY), f"infusions: expected a whole number (int) from 0 to 1,000,000, {TYPE}"),
        (lambda: kc.quote(1, completed=-1), "completed: expected a whole number from 0 to 1,000,000"),
        (lambda: kc.quote(1, treating=ANY), f"treating: expected an iterable of Indication values, {TYPE}"),
        (lambda: kc.quote(1, services=ANY), f"services: expected an iterable of Service values, {TYPE}"),
        (
            lambda: kc.quote(1, services=[kc.Service.INFUSION]),
            "services: expected consultations; the number of infusions is the first argument",
        ),
        (lambda: kc.quote(1, policy=ANY), f"policy: expected a value of type Policy, {TYPE}"),
        (lambda: kc.quote(1).payments[ANY], f"index: expected a whole number or a slice of them, {TYPE}"),
        (lambda: kc.load_policy(ANY), f"path: expected a path of a file, as text or a pathlib.Path, {TYPE}"),
        (lambda: kc.dump_policy(ANY), f"policy: expected a value of type Policy, {TYPE}"),
        (lambda: kc.render(ANY), f"value: expected an answer of ketaclinic, or Money, {TYPE}"),
        (lambda: kc.render(ONE, form="x"), "form: expected text, markdown or html, got 'x'"),  # type: ignore[arg-type]
        (lambda: kc.render(ONE, locale=ANY), f"locale: expected the name of a locale, such as 'en_US', {TYPE}"),
        (lambda: kc.render(ONE, locale="x"), "locale: expected one of en_US or a regional variant, got 'x'"),
        (lambda: kc.Quote(), "Quote: expected a call of ketaclinic.quote, which makes it"),
    ],
)
def test_a_refusal_says_what_was_expected_and_got(call: Callable[[], object], message: str) -> None:
    with pytest.raises(kc.KetaclinicError) as refused:
        call()

    assert str(refused.value) == message


def test_a_payment_that_is_not_there_is_an_index_error_as_of_any_sequence() -> None:
    with pytest.raises(IndexError, match="^payment index out of range$"):
        kc.quote(1).payments[1]
