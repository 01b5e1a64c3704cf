"""Amounts and prices."""

from decimal import Decimal
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


def counts(*, most: int = 60) -> st.SearchStrategy[int]:
    """Numbers of infusions, near the edges of usual tiers more often than not.

    >>> from hypothesis import find
    >>> from ketaclinic.testing import counts
    >>> find(counts(), lambda drawn: drawn > 5)
    6
    """
    return st.integers(0, min(8, most)) | st.integers(0, most)


@st.composite
def moneys(draw: st.DrawFn, *, currency: str | None = None, least: int = _LEAST, most: int = _MOST) -> Money:
    """Amounts between two numbers of minor units, in that currency or in one of several.

    >>> from hypothesis import find
    >>> from ketaclinic.testing import moneys
    >>> find(moneys(currency="EUR", least=1), lambda drawn: True)
    Money('0.01', 'EUR')
    """
    code = draw(st.sampled_from(CURRENCIES)) if currency is None else currency
    units = draw(st.integers(least, most))
    return Money(Decimal(units).scaleb(-minor_digits(code)), code)


def unit_prices(currency: str | None = None) -> st.SearchStrategy[Money]:
    """Prices of one, none of them negative."""
    return moneys(currency=currency, least=0, most=_MOST_PRICE)


def clause_ids() -> st.SearchStrategy[str]:
    """The ids of clauses."""
    return st.sampled_from([clause.id for clause in clauses()])


def tiers() -> st.SearchStrategy[Tier]:
    """Single tiers, open and closed."""
    return st.builds(
        Tier,
        last=st.none() | st.integers(1, 50),
        unit_price=unit_prices(),
        clause=st.none() | clause_ids(),
    )


def consultation_prices(
    *, currency: str | None = None, clause: str | None = None
) -> st.SearchStrategy[ConsultationPrice]:
    """Prices of a consultation, often none, and with its minutes or without."""
    code = st.sampled_from(CURRENCIES) if currency is None else st.just(currency)
    return st.builds(
        ConsultationPrice,
        unit_price=code.flatmap(lambda drawn: st.just(Money(0, drawn)) | unit_prices(drawn)),
        clause=clause_ids() if clause is None else st.just(clause),
        minutes=st.none() | st.integers(1, 90),
    )


@st.composite
def price_schedules(
    draw: st.DrawFn,
    *,
    currency: str | None = None,
    clauses: tuple[str | None, ...] = (None, "price.initial", "price.thereafter"),
    closed: bool | None = None,
) -> PriceSchedule:
    """Schedules of one to five tiers; `closed` says whether the last one is, and None draws it.

    >>> from hypothesis import find
    >>> from ketaclinic.testing import price_schedules
    >>> find(price_schedules(closed=True), lambda drawn: len(drawn.tiers) > 1).last
    2
    """
    ends = draw(st.lists(st.integers(1, 50), min_size=1, max_size=5, unique=True).map(sorted))
    lasts: list[int | None] = [*ends]
    if not (draw(st.booleans()) if closed is None else closed):
        lasts[-1] = None
    price = unit_prices(draw(st.sampled_from(CURRENCIES)) if currency is None else currency)
    return PriceSchedule(
        tiers=[Tier(last=last, unit_price=draw(price), clause=draw(st.sampled_from(clauses))) for last in lasts]
    )


def consultations_of(currency: str) -> st.SearchStrategy[Consultations]:
    """What each kind of consultation costs, in that currency."""
    free = consultation_prices(currency=currency, clause="price.consultation")
    paid = consultation_prices(currency=currency, clause="price.information-consultation")
    return st.builds(Consultations, pre_infusion=free, telephone=free, information=paid)


@st.composite
def pricings(draw: st.DrawFn, *, currency: str | None = None) -> Pricing:
    """All prices of a clinic, with or without a schedule for chronic pain.

    >>> from hypothesis import find
    >>> from ketaclinic.testing import pricings
    >>> find(pricings(), lambda drawn: drawn.chronic_pain is not None).currency
    'USD'
    """
    code = draw(st.sampled_from(CURRENCIES)) if currency is None else currency
    return Pricing(
        currency=code,
        infusions=draw(price_schedules(currency=code, clauses=("price.initial", "price.thereafter"))),
        consultations=draw(consultations_of(code)),
        chronic_pain=draw(st.none() | price_schedules(currency=code, clauses=("price.chronic-pain",))),
    )
