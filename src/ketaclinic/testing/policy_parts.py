"""Policies of other clinics, and their parts."""

from functools import cache
from typing import Final, TypeVar

import attrs
from hypothesis import strategies as st

from ketaclinic import checks
from ketaclinic.catalogs import SHIPPED, messages
from ketaclinic.errors import InvalidInputError
from ketaclinic.figures import CountRange, Days, Hours, Medicine, Minutes, MinutesRange, Percent, Telephone
from ketaclinic.levels import Level
from ketaclinic.policy import (
    GROUPS,
    CancellationPolicy,
    Clinic,
    PlanPolicy,
    Policy,
    PreparationPolicy,
    ScreeningPolicy,
    ScreeningRule,
    VisitPolicy,
)
from ketaclinic.policy_file import faq_policy
from ketaclinic.testing.picking import as_often_as_named
from ketaclinic.testing.prices import clause_or_any, pricings
from ketaclinic.wordings import Wording

T = TypeVar("T")

ZONES: Final = (
    "America/Los_Angeles",
    "UTC",
    "Australia/Lord_Howe",  # half an hour
    "America/Sao_Paulo",  # at midnight
    "Africa/Casablanca",  # around Ramadan
    "Pacific/Apia",  # without the 30th of December 2011
    "Asia/Kathmandu",  # a quarter of an hour off
    "Europe/Dublin",  # where winter is the exception
)
_MOST: Final = 10_000


_PRINTABLE: Final = st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" ")
_LINES: Final = st.text(_PRINTABLE, min_size=1, max_size=40).map(str.strip).filter(bool)


def lines() -> st.SearchStrategy[str]:
    """One line of text that prints, metacharacters of every format among it."""
    return _LINES


def _figures(kind: type[T], clause: str | None, least: int, usual: int, most: int = _MOST) -> st.SearchStrategy[T]:
    return st.builds(kind, st.integers(least, usual) | st.integers(least, most), clause_or_any(clause))


def minutes(clause: str | None = None) -> st.SearchStrategy[Minutes]:
    """Numbers of minutes, of an hour or so more often than not."""
    return _figures(Minutes, clause, 0, 100)


def hours(clause: str | None = None, *, least: int = 0) -> st.SearchStrategy[Hours]:
    """Numbers of hours, of a few days more often than not."""
    return _figures(Hours, clause, least, 100)


def days(clause: str | None = None, *, least: int = 0) -> st.SearchStrategy[Days]:
    """Numbers of days, of a week more often than not."""
    return _figures(Days, clause, least, 7)


def percents(clause: str | None = None) -> st.SearchStrategy[Percent]:
    """Shares of a hundred."""
    return _figures(Percent, clause, 0, 100, 100)


def _ends(least: int, usual: int, most: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(least, usual) | st.integers(least, most), min_size=2, max_size=2).map(sorted)


def count_ranges(clause: str | None = None, *, usual: int = 9, most: int = _MOST) -> st.SearchStrategy[CountRange]:
    """From so many of a thing to so many."""
    return st.builds(
        lambda ends, named: CountRange(ends[0], ends[1], named), _ends(1, usual, most), clause_or_any(clause)
    )


def minutes_ranges(clause: str | None = None) -> st.SearchStrategy[MinutesRange]:
    """From so many minutes to so many."""
    return st.builds(
        lambda ends, named: MinutesRange(ends[0], ends[1], named), _ends(0, 200, _MOST), clause_or_any(clause)
    )


def medicines(clause: str | None = None) -> st.SearchStrategy[Medicine]:
    """Names of medicines, as no pharmacy writes them."""
    return st.builds(Medicine, lines(), lines(), clause_or_any(clause))


def telephones(clause: str | None = None) -> st.SearchStrategy[Telephone]:
    """Telephone numbers in every way of writing them."""
    number = st.from_regex(r"\A\+?[0-9(][0-9 ().-]{2,27}[0-9]\Z")
    return st.builds(Telephone, number, clause_or_any(clause))


def wordings() -> st.SearchStrategy[Wording]:
    """A message in the words of a clinic: as it is, or with some before it."""
    before = st.just("") | lines().map(lambda line: f"{line.translate(_NO_FIELD)} ")
    messages = st.deferred(lambda: st.sampled_from(_messages()))
    return st.builds(
        lambda locale, message, some: Wording(locale, message, f"{some}{message}"),
        st.sampled_from(SHIPPED),
        messages,
        before,
    )


_NO_FIELD: Final = str.maketrans("{}", "()")


@cache
def _messages() -> tuple[str, ...]:
    """The messages that a clinic may word anew."""
    return tuple(sorted(text for context, text in messages() if not context))


@cache
def clinics(time_zone: str | None = None) -> st.SearchStrategy[Clinic]:
    """Clinics of any name, in one of several zones or in that one."""
    faq = faq_policy().clinic
    worded = st.lists(wordings(), max_size=2, unique_by=lambda drawn: (drawn.locale, drawn.message))
    return st.builds(
        Clinic,
        name=st.just(faq.name) | lines(),
        doctor=st.just(faq.doctor) | lines(),
        telephone=st.just(faq.telephone) | telephones(faq.telephone.clause),
        time_zone=st.sampled_from(ZONES) if time_zone is None else st.just(time_zone),
        wording=st.just(()) | worded,
    )


def plan_policies() -> st.SearchStrategy[PlanPolicy]:
    """Typical series of other clinics."""
    return st.builds(
        PlanPolicy,
        infusions=count_ranges("plan.series"),
        per_week=count_ranges("plan.spacing", usual=4, most=9),
        weeks=count_ranges("plan.span", usual=4, most=52),
        antiemetic=medicines("plan.antiemetic"),
        headache=medicines("plan.headache"),
    )


def visit_policies() -> st.SearchStrategy[VisitPolicy]:
    """How long visits take elsewhere."""
    more = st.integers(0, 100) | st.integers(0, _MOST // 3)
    return st.builds(
        _visit_policy, st.tuples(more, more, more, more), minutes_ranges("visit.recovery"), hours("visit.onset")
    )


def _visit_policy(minutes: tuple[int, int, int, int], recovery: MinutesRange, onset: Hours) -> VisitPolicy:
    """Nobody is disturbed in an infusion, and nobody's first visit ends before it."""
    infusion, undisturbed, first, more = minutes
    return VisitPolicy(
        first=MinutesRange(infusion + first, infusion + first + more, "plan.first-visit"),
        infusion=Minutes(infusion, "visit.infusion"),
        undisturbed=Minutes(infusion + undisturbed, "visit.undisturbed"),
        recovery=recovery,
        onset=onset,
    )


def cancellation_policies() -> st.SearchStrategy[CancellationPolicy]:
    """Other notices, none among them."""
    return st.builds(CancellationPolicy, notice=hours("cancel.notice"))


def preparation_policies() -> st.SearchStrategy[PreparationPolicy]:
    """Other times before and after a visit."""
    return st.builds(
        PreparationPolicy,
        fasting=hours("prepare.fasting", least=1),
        cannabis=days("prepare.cannabis", least=1),
        aftercare=hours("aftercare.twelve-hours", least=1),
    )


@cache
def _rules(group: str) -> tuple[ScreeningRule, ...]:
    """The rules that a policy may have for a group: that of the FAQ, and the more serious ones."""
    rule = faq_policy().screening.rule(group)
    legal = []
    for level in Level:
        try:
            legal.append(attrs.evolve(rule, level=level))
        except InvalidInputError:
            continue
    return tuple(reversed(legal))


def screening_rules() -> st.SearchStrategy[ScreeningRule]:
    """What a policy may say of a group."""
    return st.sampled_from(GROUPS).flatmap(lambda group: st.sampled_from(_rules(group)))


def screening_policies() -> st.SearchStrategy[ScreeningPolicy]:
    """Policies that take some groups more seriously than the FAQ does."""
    return st.builds(_screening_policy, percents("candidacy.response"), st.lists(screening_rules(), max_size=3))


def _screening_policy(success_rate: Percent, changed: list[ScreeningRule]) -> ScreeningPolicy:
    rules = {rule.group: rule for rule in (*faq_policy().screening.groups, *changed)}
    return ScreeningPolicy(success_rate=success_rate, groups=rules.values())


@st.composite
def policies(draw: st.DrawFn, *, time_zone: str | None = None) -> Policy:
    """Policies of other clinics, in that zone or in one of several; each part is often the FAQ's.

    >>> from hypothesis import find
    >>> import ketaclinic as kc
    >>> from ketaclinic.testing import policies
    >>> find(policies(), lambda drawn: drawn.preparation.fasting.hours > 4).preparation.fasting
    Hours(hours=5, clause='prepare.fasting')
    """
    return draw(_policies(time_zone))  # as a composite, whose own description stays short


@cache
def _policies(time_zone: str | None) -> st.SearchStrategy[Policy]:
    faq = faq_policy()
    return st.builds(
        Policy,
        clinic=clinics(time_zone),
        pricing=st.just(faq.pricing) | pricings(),
        plan=st.just(faq.plan) | plan_policies(),
        visit=st.just(faq.visit) | visit_policies(),
        cancellation=st.just(faq.cancellation) | cancellation_policies(),
        preparation=st.just(faq.preparation) | preparation_policies(),
        screening=st.just(faq.screening) | screening_policies(),
    )


def policy_or_drawn(policy: Policy | None) -> st.SearchStrategy[Policy]:
    """That policy; or, if there is none, the FAQ's, and now and then another.

    Raises:
        InvalidTypeError: not a policy.
    """
    return _faq_or_another() if policy is None else st.just(checks.instance("policy", policy, Policy))


@cache
def _faq_or_another() -> st.SearchStrategy[Policy]:
    faq = st.just(faq_policy())
    return as_often_as_named(faq, faq, faq, policies())
