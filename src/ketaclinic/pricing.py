"""Prices: graduated tiers for infusions, and one price for each kind of consultation (price.*)."""

import enum
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, Final

import attrs

from ketaclinic import checks
from ketaclinic.errors import (
    CurrencyMismatchError,
    InvalidInputError,
    InvalidTypeError,
    PriceNotPublishedError,
    of_type,
    shown,
)
from ketaclinic.figures import cited
from ketaclinic.money import Money
from ketaclinic.values import Checked

__all__ = ["ConsultationPrice", "PriceSchedule", "Service", "Tier"]


_UNIT_PRICE_LIMIT: Final = 10**11
"""So that the total of any quote is an amount."""

MOST_TIERS: Final = 100


class Service(enum.Enum):
    """What a patient can be charged for, in the order in which it comes."""

    TELEPHONE_CONSULTATION = "telephone_consultation"
    """With the doctor, by telephone."""
    INFORMATION_CONSULTATION = "information_consultation"
    """With the medical director, about treatment in general; a service of its own."""
    PRE_INFUSION_CONSULTATION = "pre_infusion_consultation"
    """The evaluation before the first infusion."""
    INFUSION = "infusion"


def _unit_price(_: object, field: "attrs.Attribute[Any]", value: Money) -> None:
    amount = checks.instance(field.name, value, Money).amount
    if amount < 0:
        raise InvalidInputError(field.name, "an amount of 0 or more", shown(str(amount)))
    if amount >= _UNIT_PRICE_LIMIT:
        raise InvalidInputError(field.name, f"an amount below {_UNIT_PRICE_LIMIT:,}", shown(str(amount)))


@attrs.frozen
class Tier(Checked):
    """The price of each infusion up to number `last`, from where the tier before ends; None: of every later one.

    A tier of a policy names the clause that it rests on.
    """

    last: int | None = attrs.field(validator=attrs.validators.optional(checks.whole(least=1)))
    unit_price: Money = attrs.field(validator=_unit_price)
    clause: str | None = attrs.field(default=None, validator=attrs.validators.optional(cited))


def _tiers(values: Iterable[Tier]) -> tuple[Tier, ...]:
    if isinstance(values, AbstractSet):
        raise InvalidTypeError("tiers", "an iterable with an order", of_type(values))
    tiers = checks.listed("tiers", values, Tier)
    if not 1 <= len(tiers) <= MOST_TIERS:
        raise InvalidInputError("tiers", f"1 to {MOST_TIERS} tiers", str(len(tiers)))
    return tiers


@attrs.frozen
class PriceSchedule(Checked):
    """What infusions cost, by their number in the patient's history: each at the price of its own tier.

    The 1 to 100 tiers follow each other without a gap, from infusion 1. The last one may be open (`last=None`) or
    closed; a closed schedule publishes no price for what lies beyond it.

    Raises:
        InvalidTypeError: not an iterable of tiers, or one without an order, such as a set.
        InvalidInputError: no tier, more than 100, tiers out of order, or one behind an open one.
        CurrencyMismatchError: tiers in two currencies.

    >>> from ketaclinic import Money, PriceSchedule, Tier
    >>> tiers = (Tier(last=5, unit_price=Money("600")), Tier(last=None, unit_price=Money("450")))
    >>> schedule = PriceSchedule(tiers=tiers)
    >>> schedule.price(5), schedule.price(6)
    (Money('600.00', 'USD'), Money('450.00', 'USD'))
    >>> schedule.total(infusions=4, completed=3)
    Money('2100.00', 'USD')
    """

    tiers: tuple[Tier, ...] = attrs.field(converter=_tiers)

    _rules = ("_one_after_the_other", "_of_one_currency")

    def _one_after_the_other(self) -> Iterator[InvalidInputError]:
        end: int | None = 0
        for index, tier in enumerate(self.tiers):
            if end is None:
                yield InvalidInputError(f"tiers[{index}]", "no tier after an open one")
            elif tier.last is not None and tier.last <= end:
                yield InvalidInputError(
                    f"tiers[{index}].last", f"more than {end}, where the tier before ends", str(tier.last)
                )
            end = tier.last

    def _of_one_currency(self) -> Iterator[InvalidInputError]:
        for index, tier in enumerate(self.tiers):
            if tier.unit_price.currency != self.currency:
                place = f"tiers[{index}].unit_price"
                yield CurrencyMismatchError(place, f"an amount in {self.currency}", shown(tier.unit_price.currency))

    @property
    def currency(self) -> str:
        """The currency of every tier."""
        return self.tiers[0].unit_price.currency

    @property
    def last(self) -> int | None:
        """The last infusion that has a price; None if every one has."""
        return self.tiers[-1].last

    def price(self, number: int) -> Money:
        """The price of the infusion of that number in the patient's history, from 1.

        Raises:
            InvalidTypeError, InvalidInputError: not a whole number from 1 to 2,000,000.
            PriceNotPublishedError: the schedule is closed and ends before it.
        """
        checks.count("number", number, least=1, most=2 * checks.MOST)
        return next(self.charged(number, number))[2].unit_price

    def total(self, *, infusions: int, completed: int = 0) -> Money:
        """The price of the next infusions for a patient who has completed some already.

        Raises:
            InvalidTypeError, InvalidInputError: not whole numbers from 0 to 1,000,000.
            PriceNotPublishedError: the schedule is closed and ends before the last of them.

        >>> import ketaclinic as kc
        >>> kc.faq_policy().pricing.infusions.total(infusions=2, completed=4)
        Money('1050.00', 'USD')
        """
        checks.count("infusions", infusions)
        checks.count("completed", completed)
        parts = self.charged(completed + 1, completed + infusions)
        return Money.sum((tier.unit_price * (b - a + 1) for a, b, tier in parts), currency=self.currency)

    def charged(self, first: int, last: int) -> Iterator[tuple[int, int, Tier]]:
        """The tiers that infusions `first` to `last` fall in, each with the first and the last number it covers.

        Raises:
            InvalidTypeError, InvalidInputError: not whole numbers to 2,000,000, from 1 (`first`) and from 0 (`last`).
            PriceNotPublishedError: the schedule is closed and ends before `last`.
        """
        checks.count("first", first, least=1, most=2 * checks.MOST)
        checks.count("last", last, most=2 * checks.MOST)
        return self._charged(first, last)

    def _charged(self, first: int, last: int) -> Iterator[tuple[int, int, Tier]]:
        if first <= last:
            self.require(last)
        for tier in self.tiers:
            end = last if tier.last is None or tier.last > last else tier.last
            if first <= end:
                yield first, end, tier
                first = end + 1

    def require(self, number: int, *, telephone: str | None = None) -> None:
        """Refuse the infusion of that number if the schedule has no price for it; `telephone` is whom to ask.

        Raises:
            InvalidTypeError, InvalidInputError: not a whole number from 0 to 2,000,000.
            PriceNotPublishedError: the schedule is closed and ends before it.
        """
        checks.count("number", number, most=2 * checks.MOST)
        if self.last is not None and number > self.last:
            raise PriceNotPublishedError(self.tiers[-1].clause or "price.thereafter", telephone)


@attrs.frozen
class ConsultationPrice(Checked):
    """What one consultation costs (0 if it is free), the clause it rests on, and its minutes if they are stated."""

    unit_price: Money = attrs.field(validator=_unit_price)
    clause: str = attrs.field(validator=cited)
    minutes: int | None = attrs.field(default=None, validator=attrs.validators.optional(checks.whole(least=1)))
