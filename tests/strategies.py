"""What the tests draw: legal values of every kind, and the careless input that comes with them."""

from decimal import Decimal

import attrs
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.currencies import minor_digits

CURRENCIES = ("USD", "EUR", "JPY", "KWD", "UYW", "IQD")
"""Of two, none, three and four decimal places, and one whose CLDR digits differ."""


def counts(most: int = 60) -> st.SearchStrategy[int]:
    """Numbers of infusions, near the tiers' edges more often than not."""
    return st.integers(0, 8) | st.integers(0, most)


@st.composite
def moneys(draw: st.DrawFn, currency: str | None = None, least: int = -(10**12), most: int = 10**12) -> kc.Money:
    """Amounts, drawn in minor units."""
    code = draw(st.sampled_from(CURRENCIES)) if currency is None else currency
    units = draw(st.integers(least, most))
    return kc.Money(Decimal(units).scaleb(-minor_digits(code)), code)


@st.composite
def schedules(
    draw: st.DrawFn, currency: str = "USD", clauses: tuple[str, ...] = ("price.initial",), closed: bool | None = False
) -> kc.PriceSchedule:
    """Price schedules of one to five tiers; `closed` None draws whether the last tier is."""
    ends = draw(st.lists(st.integers(1, 50), min_size=1, max_size=5, unique=True).map(sorted))
    lasts: list[int | None] = [*ends]
    if not (draw(st.booleans()) if closed is None else closed):
        lasts[-1] = None
    price = moneys(currency, least=0, most=10**7)
    return kc.PriceSchedule(
        tiers=tuple(kc.Tier(last=last, unit_price=draw(price), clause=draw(st.sampled_from(clauses))) for last in lasts)
    )


@st.composite
def pricings(draw: st.DrawFn) -> kc.Pricing:
    """Pricings in any currency, with or without a schedule for chronic pain."""
    currency = draw(st.sampled_from(CURRENCIES))
    price = moneys(currency, least=0, most=10**7)
    return kc.Pricing(
        currency=currency,
        infusions=draw(schedules(currency, ("price.initial", "price.thereafter"), closed=None)),
        consultations=kc.Consultations(
            pre_infusion=kc.ConsultationPrice(draw(price), "price.consultation"),
            telephone=kc.ConsultationPrice(draw(price), "price.consultation"),
            information=kc.ConsultationPrice(
                draw(price), "price.information-consultation", draw(st.none() | st.integers(1, 90))
            ),
        ),
        chronic_pain=draw(st.none() | schedules(currency, ("price.chronic-pain",), closed=None)),
    )


PRINTABLE = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).filter(
    lambda text: text.isprintable() and text == text.strip()
)
"""Names that a clinic can have, metacharacters of every format among them."""


@st.composite
def policies(draw: st.DrawFn) -> kc.Policy:
    """Policies with other prices, names and figures than the FAQ's."""
    policy = kc.faq_policy()
    clinic = attrs.evolve(policy.clinic, name=draw(PRINTABLE), doctor=draw(PRINTABLE))
    notice = kc.Hours(draw(st.integers(0, 10_000)), "cancel.notice")
    return attrs.evolve(
        policy,
        clinic=clinic,
        pricing=draw(pricings()),
        cancellation=kc.CancellationPolicy(notice=notice),
    )


def treatings() -> st.SearchStrategy[frozenset[kc.Indication] | None]:
    """What is treated, chronic pain left out."""
    others = [indication for indication in kc.Indication if indication is not kc.Indication.CHRONIC_PAIN]
    return st.none() | st.frozensets(st.sampled_from(others))


def consultations() -> st.SearchStrategy[list[kc.Service]]:
    """Lists of services that are not infusions."""
    return st.lists(st.sampled_from([service for service in kc.Service if service is not kc.Service.INFUSION]))
