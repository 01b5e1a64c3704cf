"""Amounts and prices."""

from decimal import Decimal
from functools import cache
from typing import Final

from hypothesis import strategies as st

from ketaclinic.currencies import minor_digits
from ketaclinic.money import Money
from ketaclinic.policy import Consultations, Pricing
from ketaclinic.pricing import ConsultationPrice, PriceSchedule, Tier
from ketaclinic.register import clauses

CURRENCIES: Final = ("USD", "EUR", "JPY", "KWD", "UYW", "IQD")
"""Of two, none, three and four decimal places, and one whose CLDR digits differ."""

_LEAST: Final = -(10**12)
_MOST: Final = 10**12
_MOST_PRICE: Final = 10**7
"""In minor units."""
_MOST_TIERS: Final = 5


def counts(*, most: int = 60) -> st.SearchStrategy[int]:
    """Numbers of infusions, near the edges of usual tiers more often than not.

    >>> from hypothesis import find
    >>> from ketaclinic.testing import counts
    >>> find(counts(), lambda drawn: drawn > 5)
    6
    """
    return st.integers(0, min(8, most)) | st.integers(0, most)


def moneys(*, currency: str | None = None, least: int = _LEAST, most: int = _MOST) -> st.SearchStrategy[Money]:
    """Amounts between two numbers of minor units, in that currency or in one of several.

    >>> from hypothesis import find
    >>> from ketaclinic.testing import moneys
    >>> find(moneys(currency="EUR", least=1), lambda drawn: True)
    Money('0.01', 'EUR')
    """
    return st.builds(_amount, st.integers(least, most), currencies(currency))


def _amount(units: int, currency: str) -> Money:
    return Money(Decimal(units).scaleb(-minor_digits(currency)), currency)


def currencies(currency: str | None = None) -> st.SearchStrategy[str]:
    """That currency; or, if there is none, one of several."""
    return st.sampled_from(CURRENCIES) if currency is None else st.just(currency)


@cache
def unit_prices(currency: str | None = None) -> st.SearchStrategy[Money]:
    """Prices of one, none of them negative."""
    return moneys(currency=currency, least=0, most=_MOST_PRICE)


@cache
def clause_ids() -> st.SearchStrategy[str]:
    """The ids of clauses."""
    return st.sampled_from([clause.id for clause in clauses()])


def clause_or_any(clause: str | None) -> st.SearchStrategy[str]:
    """The id of that clause; or, if there is none, of any."""
    return clause_ids() if clause is None else st.just(clause)


def tiers() -> st.SearchStrategy[Tier]:
    """Single tiers, open and closed."""
    last = st.none() | st.integers(1, 50)
    return st.builds(Tier, last=last, unit_price=unit_prices(), clause=st.none() | clause_ids())


def consultation_prices(currency: str | None = None, clause: str | None = None) -> st.SearchStrategy[ConsultationPrice]:
    """Prices of a consultation, often none, and with its minutes or without."""
    return st.builds(
        ConsultationPrice,
        unit_price=st.builds(Money, st.just(0), currencies(currency)) | unit_prices(currency),
        clause=clause_or_any(clause),
        minutes=st.none() | st.integers(1, 90),
    )


def price_schedules(
    *,
    currency: str | None = None,
    clauses: tuple[str | None, ...] = (None, "price.initial", "price.thereafter"),
    closed: bool | None = None,
) -> st.SearchStrategy[PriceSchedule]:
    """Schedules of one to five tiers; `closed` says whether the last one is, and None draws it.

    >>> from hypothesis import find
    >>> from ketaclinic.testing import price_schedules
    >>> find(price_schedules(closed=True), lambda drawn: len(drawn.tiers) > 1).last
    2
    """
    ends = st.lists(st.integers(1, 50), min_size=1, max_size=_MOST_TIERS, unique=True)
    figures = st.tuples(st.integers(0, _MOST_PRICE), st.sampled_from(clauses))
    priced = st.lists(figures, min_size=_MOST_TIERS, max_size=_MOST_TIERS)
    return st.builds(
        _schedule, ends, priced, currencies(currency), st.booleans() if closed is None else st.just(closed)
    )


def _schedule(ends: list[int], priced: list[tuple[int, str | None]], currency: str, closed: bool) -> PriceSchedule:  # noqa: FBT001  # as it is drawn
    lasts: list[int | None] = [*sorted(ends)]
    if not closed:
        lasts[-1] = None
    return PriceSchedule(
        tiers=[
            Tier(last=last, unit_price=_amount(units, currency), clause=clause)
            for last, (units, clause) in zip(lasts, priced, strict=False)
        ]
    )


@cache
def consultations_of(currency: str) -> st.SearchStrategy[Consultations]:
    """What each kind of consultation costs, in that currency."""
    free = consultation_prices(currency, "price.consultation")
    paid = consultation_prices(currency, "price.information-consultation")
    return st.builds(Consultations, pre_infusion=free, telephone=free, information=paid)


def pricings(*, currency: str | None = None) -> st.SearchStrategy[Pricing]:
    """All prices of a clinic, with or without a schedule for chronic pain.

    >>> from hypothesis import find
    >>> from ketaclinic.testing import pricings
    >>> find(pricings(), lambda drawn: drawn.chronic_pain is not None).currency
    'USD'
    """
    return currencies(currency).flatmap(_pricings)


@cache
def _pricings(currency: str) -> st.SearchStrategy[Pricing]:
    return st.builds(
        Pricing,
        currency=st.just(currency),
        infusions=price_schedules(currency=currency, clauses=("price.initial", "price.thereafter")),
        consultations=consultations_of(currency),
        chronic_pain=st.none() | price_schedules(currency=currency, clauses=("price.chronic-pain",)),
    )
