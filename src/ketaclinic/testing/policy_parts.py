"""Policies of other clinics, and their parts."""

from functools import cache
from typing import Any, Final, TypeVar

import attrs
from hypothesis import strategies as st

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
from ketaclinic.testing.prices import clause_ids, pricings
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


def lines() -> st.SearchStrategy[str]:
    """One line of text that prints, metacharacters of every format among it."""
    printable = st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" ")
    return st.text(printable, min_size=1, max_size=40).map(str.strip).filter(bool)


def _figures(kind: type[T], least: int, usual: int, most: int, clause: str | None) -> st.SearchStrategy[T]:
    number = st.integers(least, usual) | st.integers(least, most)
    return st.builds(kind, number, clause_ids() if clause is None else st.just(clause))


def minutes(clause: str | None = None, *, least: int = 0) -> st.SearchStrategy[Minutes]:
    """Numbers of minutes, of an hour or so more often than not."""
    return _figures(Minutes, least, max(least, 100), _MOST, clause)


def hours(clause: str | None = None, *, least: int = 0) -> st.SearchStrategy[Hours]:
    """Numbers of hours, of a few days more often than not."""
    return _figures(Hours, least, 100, _MOST, clause)


def days(clause: str | None = None, *, least: int = 0) -> st.SearchStrategy[Days]:
    """Numbers of days, of a week more often than not."""
    return _figures(Days, least, 7, _MOST, clause)


def percents(clause: str | None = None) -> st.SearchStrategy[Percent]:
    """Shares of a hundred."""
    return _figures(Percent, 0, 100, 100, clause)


def _ranges(kind: type[T], least: int, usual: int, most: int, clause: str | None) -> st.SearchStrategy[T]:
    ends = st.lists(st.integers(least, usual) | st.integers(least, most), min_size=2, max_size=2).map(sorted)
    named = clause_ids() if clause is None else st.just(clause)
    return st.builds(lambda both, clause: kind(*both, clause), ends, named)  # type: ignore[call-arg]


def count_ranges(clause: str | None = None, *, usual: int = 9, most: int = _MOST) -> st.SearchStrategy[CountRange]:
    """From so many of a thing to so many."""
    return _ranges(CountRange, 1, usual, most, clause)


def minutes_ranges(clause: str | None = None, *, least: int = 0) -> st.SearchStrategy[MinutesRange]:
    """From so many minutes to so many."""
    return _ranges(MinutesRange, least, max(least, 200), _MOST, clause)


def medicines(clause: str | None = None) -> st.SearchStrategy[Medicine]:
    """Names of medicines, as no pharmacy writes them."""
    return st.builds(Medicine, lines(), lines(), clause_ids() if clause is None else st.just(clause))


def telephones(clause: str | None = None) -> st.SearchStrategy[Telephone]:
    """Telephone numbers in every way of writing them."""
    number = st.from_regex(r"\A\+?[0-9(][0-9 ().-]{2,27}[0-9]\Z")
    return st.builds(Telephone, number, clause_ids() if clause is None else st.just(clause))


def wordings() -> st.SearchStrategy[Wording]:
    """A message in the words of a clinic."""
    worded = st.sampled_from(_messages()).flatmap(
        lambda message: st.tuples(
            st.just(message), st.just(message) | lines().map(lambda line: f"{line.translate(_NO_FIELD)} {message}")
        )
    )
    return st.builds(lambda locale, both: Wording(locale, *both), st.sampled_from(SHIPPED), worded)


_NO_FIELD: Final = str.maketrans("{}", "()")


@cache
def _messages() -> tuple[str, ...]:
    """The messages that a clinic may word anew."""
    return tuple(sorted(text for context, text in messages() if not context))


@st.composite
def clinics(draw: st.DrawFn, *, time_zone: str | None = None) -> Clinic:
    """Clinics of any name, in one of several zones or in that one."""
    faq = faq_policy().clinic
    worded = st.lists(wordings(), max_size=2, unique_by=lambda drawn: (drawn.locale, drawn.message))
    return Clinic(
        name=draw(st.just(faq.name) | lines()),
        doctor=draw(st.just(faq.doctor) | lines()),
        telephone=draw(st.just(faq.telephone) | telephones(faq.telephone.clause)),
        time_zone=draw(st.sampled_from(ZONES)) if time_zone is None else time_zone,
        wording=draw(st.just(()) | worded),
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


@st.composite
def visit_policies(draw: st.DrawFn) -> VisitPolicy:
    """How long visits take elsewhere."""
    infusion = draw(minutes("visit.infusion"))
    return VisitPolicy(
        first=draw(minutes_ranges("plan.first-visit", least=infusion.minutes)),
        infusion=infusion,
        undisturbed=draw(minutes("visit.undisturbed", least=infusion.minutes)),
        recovery=draw(minutes_ranges("visit.recovery")),
        onset=draw(hours("visit.onset")),
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


@st.composite
def screening_policies(draw: st.DrawFn) -> ScreeningPolicy:
    """Policies that take some groups more seriously than the FAQ does."""
    rules = {rule.group: rule for rule in faq_policy().screening.groups}
    rules |= {rule.group: rule for rule in draw(st.lists(screening_rules(), max_size=3))}
    return ScreeningPolicy(success_rate=draw(percents("candidacy.response")), groups=rules.values())


@st.composite
def policies(draw: st.DrawFn, *, time_zone: str | None = None) -> Policy:
    """Policies of other clinics, in that zone or in one of several; each part is often the FAQ's.

    >>> from hypothesis import find
    >>> import ketaclinic as kc
    >>> from ketaclinic.testing import policies
    >>> find(policies(), lambda drawn: drawn.preparation.fasting.hours > 4).preparation.fasting
    Hours(hours=5, clause='prepare.fasting')
    """
    faq = faq_policy()

    def part(name: str, others: st.SearchStrategy[Any]) -> Any:
        return draw(st.just(getattr(faq, name)) | others)

    return Policy(
        clinic=draw(clinics(time_zone=time_zone)),
        pricing=part("pricing", pricings()),
        plan=part("plan", plan_policies()),
        visit=part("visit", visit_policies()),
        cancellation=part("cancellation", cancellation_policies()),
        preparation=part("preparation", preparation_policies()),
        screening=part("screening", screening_policies()),
    )


def policy_or_drawn(policy: Policy | None) -> st.SearchStrategy[Policy]:
    """That policy; or, if there is none, the FAQ's as often as another."""
    return st.just(faq_policy()) | policies() if policy is None else st.just(policy)
