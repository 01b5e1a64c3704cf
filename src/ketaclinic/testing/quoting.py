"""Quotes, and what is asked for in one."""

from typing import Final

from hypothesis import strategies as st

from ketaclinic.indications import Indication
from ketaclinic.policy import Policy
from ketaclinic.pricing import Service
from ketaclinic.quote_lines import Payment, Payments, QuoteLine
from ketaclinic.quotes import Quote, quote, quote_plan
from ketaclinic.testing.plans import treatment_plans
from ketaclinic.testing.policy_parts import policy_or_drawn
from ketaclinic.testing.prices import counts


def treatings(*, chronic_pain: bool = False) -> st.SearchStrategy[frozenset[Indication] | None]:
    """What is treated, if that is said; chronic pain, which the FAQ has no price for, only on request.

    >>> from hypothesis import find
    >>> from ketaclinic.testing import treatings
    >>> find(treatings(), lambda drawn: True) is None
    True
    """
    named = [indication for indication in Indication if chronic_pain or indication is not Indication.CHRONIC_PAIN]
    return st.none() | st.frozensets(st.sampled_from(named))


def consultations() -> st.SearchStrategy[list[Service]]:
    """Lists of services that are not infusions.

    >>> from hypothesis import find
    >>> from ketaclinic.testing import consultations
    >>> find(consultations(), len)
    [<Service.TELEPHONE_CONSULTATION: 'telephone_consultation'>]
    """
    return st.lists(st.sampled_from([service for service in Service if service is not Service.INFUSION]), max_size=5)


_CHRONIC_PAIN: Final = st.just(frozenset({Indication.CHRONIC_PAIN}))


@st.composite
def quotes(draw: st.DrawFn, *, policy: Policy | None = None) -> Quote:
    """Quotes under that policy, or under the FAQ's and others; of a number of infusions, and of plans.

    >>> from hypothesis import find
    >>> import ketaclinic as kc
    >>> from ketaclinic.testing import quotes
    >>> find(quotes(policy=kc.faq_policy()), lambda drawn: len(drawn.lines) == 2 and not drawn.services).infusions
    6
    """
    policy = draw(policy_or_drawn(policy))
    services = draw(consultations())
    pricing = policy.pricing
    treating = draw(treatings() if pricing.chronic_pain is None else _CHRONIC_PAIN | treatings(chronic_pain=True))
    chronic_pain = treating is not None and Indication.CHRONIC_PAIN in treating
    last = (pricing.chronic_pain if chronic_pain and pricing.chronic_pain else pricing.infusions).last
    if draw(st.booleans()):
        plan = draw(treatment_plans(policy=policy))
        if last is None or plan.completed + len(plan.visits) <= last:
            return quote_plan(plan, services=services, treating=treating)
    completed = draw(counts(most=60 if last is None else last))
    infusions = draw(counts() if last is None else counts(most=last - completed) | st.just(last - completed))
    return quote(infusions, completed=completed, services=services, treating=treating, policy=policy)


@st.composite
def quote_lines(draw: st.DrawFn) -> QuoteLine:
    """Lines of quotes."""
    return draw(st.sampled_from(draw(quotes().filter(lambda drawn: bool(drawn.lines))).lines))


def all_payments() -> st.SearchStrategy[Payments]:
    """The payments of quotes."""
    return quotes().map(lambda drawn: drawn.payments)


@st.composite
def payments(draw: st.DrawFn) -> Payment:
    """Single payments, with a date and without."""
    of_quote = draw(all_payments().filter(len))
    return of_quote[draw(st.integers(0, len(of_quote) - 1))]
