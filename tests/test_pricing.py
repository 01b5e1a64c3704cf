"""Graduated tiers: each infusion costs what its own tier says, counted over the patient's history (price.*)."""

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.pricing import Service
from ketaclinic.testing import counts, moneys, price_schedules

TWO_TIERS = kc.PriceSchedule(
    tiers=(kc.Tier(last=5, unit_price=kc.Money("600")), kc.Tier(last=None, unit_price=kc.Money("450")))
)
CLOSED = kc.PriceSchedule(
    tiers=(
        kc.Tier(last=2, unit_price=kc.Money("10"), clause="price.initial"),
        kc.Tier(last=4, unit_price=kc.Money("8"), clause="price.chronic-pain"),
    )
)


@pytest.mark.parametrize(("number", "price"), [(1, "600"), (4, "600"), (5, "600"), (6, "450"), (7, "450")])
def test_the_price_falls_after_the_fifth_infusion(number: int, price: str) -> None:
    assert TWO_TIERS.price(number) == kc.Money(price)


@given(price_schedules(currency="USD"), counts(), counts())
def test_a_total_is_the_sum_of_a_naive_loop_of_prices(schedule: kc.PriceSchedule, n: int, k: int) -> None:
    if schedule.last is not None and n and n + k > schedule.last:
        with pytest.raises(kc.PriceNotPublishedError):
            schedule.total(infusions=n, completed=k)
    else:
        prices = [schedule.price(number) for number in range(k + 1, k + n + 1)]
        assert schedule.total(infusions=n, completed=k) == kc.Money.sum(prices, currency="USD")


@given(price_schedules(currency="USD"), st.integers(1, 60), st.integers(0, 60))
def test_the_ranges_charged_follow_each_other_without_a_gap(schedule: kc.PriceSchedule, n: int, k: int) -> None:
    if schedule.last is not None and n + k > schedule.last:
        return
    ranges = list(schedule.charged(k + 1, k + n))

    assert [number for first, last, _ in ranges for number in range(first, last + 1)] == list(range(k + 1, k + n + 1))
    assert all(first <= last for first, last, _ in ranges)
    for first, last, tier in ranges:
        assert {schedule.price(first), schedule.price(last)} == {tier.unit_price}


def test_a_closed_schedule_publishes_no_price_beyond_its_end() -> None:
    assert CLOSED.price(4) == kc.Money("8")
    assert CLOSED.total(infusions=4) == kc.Money("36")
    assert CLOSED.total(infusions=0, completed=9) == kc.Money(0)
    for beyond in (lambda: CLOSED.price(5), lambda: CLOSED.total(infusions=5), lambda: [*CLOSED.charged(1, 5)]):
        with pytest.raises(kc.PriceNotPublishedError) as refused:
            beyond()
        assert refused.value.clause == "price.chronic-pain"
        assert refused.value.telephone is None


def test_a_closed_schedule_without_clauses_names_the_rule_for_later_infusions() -> None:
    schedule = kc.PriceSchedule(tiers=[kc.Tier(last=1, unit_price=kc.Money(1))])

    with pytest.raises(kc.PriceNotPublishedError) as refused:
        schedule.require(2, telephone="+1 555 010 0199")
    assert (refused.value.clause, refused.value.telephone) == ("price.thereafter", "+1 555 010 0199")


@pytest.mark.parametrize("number", [-1, 2_000_001])
def test_a_range_is_of_infusions_that_can_be(number: int) -> None:
    for call in (lambda: TWO_TIERS.charged(1, number), lambda: TWO_TIERS.require(number)):
        with pytest.raises(kc.InvalidInputError, match="expected a whole number from 0 to 2,000,000$"):
            call()
    with pytest.raises(kc.InvalidInputError, match="^first: expected a whole number from 1 to 2,000,000$"):
        TWO_TIERS.charged(number, 1)
    assert [*TWO_TIERS.charged(1, 0)] == []
    assert [(a, b) for a, b, _ in TWO_TIERS.charged(2_000_000, 2_000_000)] == [(2_000_000, 2_000_000)]
    TWO_TIERS.require(0)
    TWO_TIERS.require(2_000_000)


@pytest.mark.parametrize("number", ["a", 1.5, None])
def test_a_range_of_another_type_is_refused_at_once(number: Any) -> None:
    for call in (
        lambda: TWO_TIERS.charged(number, 3),
        lambda: TWO_TIERS.charged(1, number),
        lambda: CLOSED.require(number),
    ):
        with pytest.raises(kc.InvalidTypeError, match="^(first|last|number): "):
            call()


def test_the_last_infusion_with_a_price() -> None:
    assert (TWO_TIERS.last, CLOSED.last) == (None, 4)


@pytest.mark.parametrize("number", [0, -1, 2_000_001])
def test_infusions_are_counted_from_one(number: int) -> None:
    with pytest.raises(kc.InvalidInputError, match="^number: expected a whole number from 1 to 2,000,000$"):
        TWO_TIERS.price(number)
    assert TWO_TIERS.price(2_000_000) == kc.Money("450")


@pytest.mark.parametrize("number", [True, 1.0, "1", None])
def test_a_number_of_another_type_is_refused(number: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^number: "):
        TWO_TIERS.price(number)
    with pytest.raises(kc.InvalidTypeError, match="^infusions: "):
        TWO_TIERS.total(infusions=number)
    with pytest.raises(kc.InvalidTypeError, match="^completed: "):
        TWO_TIERS.total(infusions=1, completed=number)


def tier(last: int | None, price: str = "1", currency: str = "USD") -> kc.Tier:
    return kc.Tier(last=last, unit_price=kc.Money(price, currency))


def test_a_schedule_has_a_tier() -> None:
    with pytest.raises(kc.InvalidInputError, match="^tiers: expected 1 to 100 tiers, got 0$"):
        kc.PriceSchedule(tiers=())


def test_a_schedule_has_a_hundred_tiers_at_most() -> None:
    tiers = [tier(last) for last in range(1, 102)]

    assert len(kc.PriceSchedule(tiers=tiers[:100]).tiers) == 100
    with pytest.raises(kc.InvalidInputError, match="^tiers: expected 1 to 100 tiers, got 101$"):
        kc.PriceSchedule(tiers=tiers)


def test_tiers_without_an_order_are_refused() -> None:
    for unordered in ({tier(1), tier(None)}, frozenset({tier(None)})):
        with pytest.raises(kc.InvalidTypeError, match="^tiers: expected an iterable with an order"):
            kc.PriceSchedule(tiers=unordered)


@pytest.mark.parametrize(("first", "second"), [(5, 5), (5, 4), (1, 1)])
def test_tiers_that_do_not_follow_each_other_are_refused(first: int, second: int) -> None:
    message = rf"^tiers\[1\]\.last: expected more than {first}, where the tier before ends, got {second}$"
    with pytest.raises(kc.InvalidInputError, match=message):
        kc.PriceSchedule(tiers=(tier(first), tier(second)))
    assert kc.PriceSchedule(tiers=(tier(first), tier(first + 1))).last == first + 1


def test_no_tier_stands_behind_an_open_one() -> None:
    with pytest.raises(kc.InvalidInputError, match=r"^tiers\[1\]: expected no tier after an open one$"):
        kc.PriceSchedule(tiers=(tier(None), tier(5)))


def test_tiers_are_in_one_currency() -> None:
    with pytest.raises(
        kc.CurrencyMismatchError, match=r"^tiers\[1\]\.unit_price: expected an amount in USD, got 'EUR'$"
    ):
        kc.PriceSchedule(tiers=(tier(1), tier(None, currency="EUR")))


def test_all_that_is_wrong_with_a_schedule_is_told() -> None:
    with pytest.raises(kc.InvalidInputError) as refused:
        kc.PriceSchedule(tiers=(tier(3), tier(2), tier(None, currency="EUR"), tier(9)))

    assert [error.argument for error in (refused.value, *refused.value.others)] == [
        "tiers[1].last",
        "tiers[3]",
        "tiers[2].unit_price",
    ]


@pytest.mark.parametrize("tiers", [None, 5, "abc", b"abc", {"a": 1}, [1], [None], tier(5)])
def test_tiers_of_another_type_are_refused(tiers: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^tiers"):
        kc.PriceSchedule(tiers=tiers)


def test_an_endless_iterable_of_tiers_is_refused() -> None:
    def endless() -> Any:
        while True:
            yield tier(1)

    with pytest.raises(kc.InvalidInputError, match="^tiers: expected at most 10,000 items$"):
        kc.PriceSchedule(tiers=endless())


@pytest.mark.parametrize("last", [0, -1, 1_000_001])
def test_a_tier_ends_at_an_infusion(last: int) -> None:
    with pytest.raises(kc.InvalidInputError, match=f"^last: expected a whole number from 1 to 1,000,000, got {last}$"):
        tier(last)


@pytest.mark.parametrize("last", [True, 5.0, "5"])
def test_a_tiers_end_of_another_type_is_refused(last: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^last: "):
        tier(last)


def test_a_unit_price_is_not_negative() -> None:
    assert tier(5, "0").unit_price == kc.Money(0)
    with pytest.raises(kc.InvalidInputError, match="^unit_price: expected an amount of 0 or more, got '-0.01'$"):
        tier(5, "-0.01")
    with pytest.raises(kc.InvalidInputError, match="^unit_price: "):
        kc.ConsultationPrice(kc.Money("-1"), "price.consultation")


def test_a_unit_price_is_small_enough_for_any_total() -> None:
    dearest = tier(None, "99999999999.99")

    assert kc.PriceSchedule(tiers=[dearest]).total(infusions=1_000_000) == kc.Money("99999999999990000")
    with pytest.raises(
        kc.InvalidInputError, match="^unit_price: expected an amount below 100,000,000,000, got '1000000"
    ):
        tier(None, "100000000000")


def test_a_subclass_is_not_the_value() -> None:
    class Other(kc.Tier):
        pass

    with pytest.raises(
        kc.InvalidTypeError, match=r"^tiers\[0\]: expected a value of type Tier, got a value of type Other"
    ):
        kc.PriceSchedule(tiers=[Other(last=None, unit_price=kc.Money(1))])


@pytest.mark.parametrize("price", [None, 600, "600", 600.0])
def test_a_unit_price_is_money(price: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^unit_price: expected a value of type Money"):
        kc.Tier(last=5, unit_price=price)


def test_a_tier_names_a_clause_that_exists_if_any() -> None:
    assert tier(5).clause is None
    with pytest.raises(kc.InvalidInputError, match="^clause: expected the id of a clause"):
        attrs.evolve(tier(5), clause="price.unheard-of")


@pytest.mark.parametrize("minutes", [0, -30])
def test_a_consultation_takes_a_minute_at_least(minutes: int) -> None:
    with pytest.raises(kc.InvalidInputError, match="^minutes: "):
        kc.ConsultationPrice(kc.Money(1), "price.consultation", minutes)
    assert kc.ConsultationPrice(kc.Money(1), "price.consultation", 1).minutes == 1


@given(price_schedules(currency="USD", closed=False), counts(), counts(), st.integers(2, 9))
def test_scaling_the_fees_scales_the_total(schedule: kc.PriceSchedule, n: int, k: int, factor: int) -> None:
    scaled = kc.PriceSchedule(tiers=[attrs.evolve(t, unit_price=t.unit_price * factor) for t in schedule.tiers])

    assert scaled.total(infusions=n, completed=k) == schedule.total(infusions=n, completed=k) * factor


@given(st.lists(moneys(currency="USD", least=0), min_size=1, max_size=4), counts(), counts())
def test_the_currency_changes_the_code_alone(prices: list[kc.Money], n: int, k: int) -> None:
    def schedule(currency: str) -> kc.PriceSchedule:
        lasts = [*range(2, 2 * len(prices), 2), None]
        return kc.PriceSchedule(
            tiers=[
                kc.Tier(last=last, unit_price=attrs.evolve(price, currency=currency))
                for last, price in zip(lasts, prices, strict=True)
            ]
        )

    dollars, euros = (schedule(code).total(infusions=n, completed=k) for code in ("USD", "EUR"))

    assert (dollars.amount, dollars.currency, euros.currency) == (euros.amount, "USD", "EUR")


def test_each_consultation_has_its_price() -> None:
    prices = kc.faq_policy().pricing.consultations

    assert prices.price(Service.PRE_INFUSION_CONSULTATION) is prices.pre_infusion
    assert prices.price(Service.TELEPHONE_CONSULTATION) is prices.telephone
    assert prices.price(Service.INFORMATION_CONSULTATION) is prices.information
    with pytest.raises(kc.InvalidInputError, match="^service: expected a consultation"):
        prices.price(Service.INFUSION)
    with pytest.raises(kc.InvalidTypeError, match="^service: expected a value of type Service"):
        prices.price([])  # type: ignore[arg-type]
