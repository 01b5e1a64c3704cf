"""A clinic's policy as one value: every figure that the library computes with, beside the clause that it rests on.

A policy is frozen all the way down. `ketaclinic.faq_policy()` is the FAQ's own; `attrs.evolve` makes a changed one.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

import attrs

from ketaclinic import checks
from ketaclinic.currencies import minor_digits
from ketaclinic.data import packaged_text, read_table
from ketaclinic.errors import CurrencyMismatchError, InvalidInputError, shown
from ketaclinic.figures import CountRange, Days, Hours, Medicine, Minutes, MinutesRange, Percent, Telephone, cited
from ketaclinic.levels import Level
from ketaclinic.pricing import ConsultationPrice, PriceSchedule, Service
from ketaclinic.values import Checked
from ketaclinic.wordings import Wording

__all__ = [
    "GROUPS",
    "CancellationPolicy",
    "Clinic",
    "Consultations",
    "PlanPolicy",
    "Policy",
    "PreparationPolicy",
    "Pricing",
    "ScreeningPolicy",
    "ScreeningRule",
    "VisitPolicy",
]

GROUPS: Final = (
    "psychosis",
    "paranoia",
    "aminophylline",
    "seizures",
    "hypertension",
    "cardiac",
    "pulmonary",
    "benzodiazepine",
    "lamotrigine",
    "cannabis",
    "alcohol",
    "cocaine",
    "heroin",
    "illicit",
    "tricyclic",
    "ssri",
    "snri",
    "lithium",
    "bupropion",
)
"""The groups of medicines, conditions and substances that the FAQ has a rule for; every policy rules on each."""


@attrs.frozen
class RestsOn:
    """A validator: the field is a figure of that kind, or a schedule, and rests on one of those clauses."""

    kind: type[Any]
    clauses: tuple[str, ...]
    optional: bool = False

    def __call__(self, _: object, field: "attrs.Attribute[Any]", value: Any) -> None:
        """Refuse a value of another kind, or that rests on another clause."""
        if value is None and self.optional:
            return
        checks.instance(field.name, value, self.kind)
        cited_by = (
            [(f"{field.name}[{index}].clause", tier.clause) for index, tier in enumerate(value.tiers)]
            if isinstance(value, PriceSchedule)
            else [(f"{field.name}.clause", value.clause)]
        )
        for place, clause in cited_by:
            if clause not in self.clauses:
                raise InvalidInputError(place, " or ".join(self.clauses), shown(clause))


def _resting_on(kind: type[Any], *clauses: str) -> RestsOn:
    return RestsOn(kind, clauses)


def _time_zone(_: object, field: "attrs.Attribute[Any]", value: str) -> None:
    if checks.text(field.name, value) not in _time_zones():
        expected = "a time zone of the IANA database, such as 'America/Los_Angeles'"
        raise InvalidInputError(field.name, expected, shown(value))


@cache
def _time_zones() -> frozenset[str]:
    """The names in the IANA database as tzdata, which pendulum needs, ships it: the same on every machine."""
    return frozenset(packaged_text("tzdata", "zones").split()) - {"Factory"}


def _currency(_: object, __: object, value: str) -> None:
    minor_digits(value)


def _wordings(values: Iterable[Wording]) -> tuple[Wording, ...]:
    return checks.listed("wording", values, Wording)


@attrs.frozen(kw_only=True)
class Clinic(Checked):
    """Who the clinic is, how to reach it, and the zone that its calendar days are in."""

    name: str = attrs.field(validator=checks.line())
    doctor: str = attrs.field(validator=checks.line())
    telephone: Telephone = attrs.field(validator=_resting_on(Telephone, "candidacy.doctor-decides"))
    time_zone: str = attrs.field(validator=_time_zone)
    wording: tuple[Wording, ...] = attrs.field(default=(), converter=_wordings)
    """The clinic's own words for messages that are not clinical, in any of the shipped locales, each once."""

    _rules = ("_each_message_once",)

    def _each_message_once(self) -> Iterator[InvalidInputError]:
        if len({(wording.locale, wording.message) for wording in self.wording}) < len(self.wording):
            yield InvalidInputError("wording", "each message once in a locale")


@attrs.frozen(kw_only=True)
class Consultations(Checked):
    """What each kind of consultation costs."""

    pre_infusion: ConsultationPrice = attrs.field(validator=_resting_on(ConsultationPrice, "price.consultation"))
    telephone: ConsultationPrice = attrs.field(validator=_resting_on(ConsultationPrice, "price.consultation"))
    information: ConsultationPrice = attrs.field(
        validator=_resting_on(ConsultationPrice, "price.information-consultation")
    )

    def price(self, service: Service) -> ConsultationPrice:
        """The price of a consultation.

        Raises:
            InvalidTypeError: not a service.
            InvalidInputError: the service is an infusion, which a schedule prices.
        """
        by_service = {
            Service.PRE_INFUSION_CONSULTATION: self.pre_infusion,
            Service.TELEPHONE_CONSULTATION: self.telephone,
            Service.INFORMATION_CONSULTATION: self.information,
        }
        if checks.instance("service", service, Service) not in by_service:
            raise InvalidInputError("service", "a consultation; infusions have a schedule")
        return by_service[service]


@attrs.frozen(kw_only=True)
class Pricing(Checked):
    """Every price of the clinic, in one currency. `chronic_pain` is None where no schedule is published for it."""

    currency: str = attrs.field(validator=_currency)
    infusions: PriceSchedule = attrs.field(validator=_resting_on(PriceSchedule, "price.initial", "price.thereafter"))
    consultations: Consultations = attrs.field(validator=checks.a(Consultations))
    chronic_pain: PriceSchedule | None = attrs.field(
        default=None, validator=RestsOn(PriceSchedule, ("price.chronic-pain",), optional=True)
    )

    _rules = ("_of_one_currency",)

    def _of_one_currency(self) -> Iterator[InvalidInputError]:
        consultations = attrs.fields(Consultations)
        prices = [(f"consultations.{f.name}", getattr(self.consultations, f.name).unit_price) for f in consultations]
        schedules = [("infusions", self.infusions), ("chronic_pain", self.chronic_pain)]
        for place, priced in (*schedules, *prices):
            if priced is not None and priced.currency != self.currency:
                yield CurrencyMismatchError(place, f"amounts in {self.currency}", shown(priced.currency))


_MOST_WEEKS: Final = 52
"""A first series that is longer is a slip of the pen, and its dates would take long to search."""


@attrs.frozen(kw_only=True)
class PlanPolicy(Checked):
    """The typical initial series, and the medicines that support it."""

    infusions: CountRange = attrs.field(validator=_resting_on(CountRange, "plan.series"))
    per_week: CountRange = attrs.field(validator=_resting_on(CountRange, "plan.spacing"))
    weeks: CountRange = attrs.field(validator=_resting_on(CountRange, "plan.span"))
    antiemetic: Medicine = attrs.field(validator=_resting_on(Medicine, "plan.antiemetic"))
    headache: Medicine = attrs.field(validator=_resting_on(Medicine, "plan.headache"))

    _rules = ("_within_a_year",)

    def _within_a_year(self) -> Iterator[InvalidInputError]:
        if self.weeks.most > _MOST_WEEKS:
            yield InvalidInputError("weeks.most", f"at most {_MOST_WEEKS}", str(self.weeks.most))


@attrs.frozen(kw_only=True)
class VisitPolicy(Checked):
    """How long a visit takes; `first` is the whole first visit, `onset` the time in which benefit is noticed."""

    first: MinutesRange = attrs.field(validator=_resting_on(MinutesRange, "plan.first-visit"))
    infusion: Minutes = attrs.field(validator=_resting_on(Minutes, "visit.infusion"))
    undisturbed: Minutes = attrs.field(validator=_resting_on(Minutes, "visit.undisturbed"))
    recovery: MinutesRange = attrs.field(validator=_resting_on(MinutesRange, "visit.recovery"))
    onset: Hours = attrs.field(validator=_resting_on(Hours, "visit.onset"))

    _rules = ("_undisturbed_throughout", "_infused_at_the_first")

    def _undisturbed_throughout(self) -> Iterator[InvalidInputError]:
        yield from self._long_enough("undisturbed.minutes", self.undisturbed.minutes)

    def _infused_at_the_first(self) -> Iterator[InvalidInputError]:
        yield from self._long_enough("first.least_minutes", self.first.least_minutes)

    def _long_enough(self, name: str, minutes: int) -> Iterator[InvalidInputError]:
        if minutes < self.infusion.minutes:
            expected = f"at least {self.infusion.minutes}, which the infusion in it takes"
            yield InvalidInputError(name, expected, str(minutes))


@attrs.frozen(kw_only=True)
class CancellationPolicy(Checked):
    """The notice that makes a cancellation timely."""

    notice: Hours = attrs.field(validator=_resting_on(Hours, "cancel.notice"))


@attrs.frozen(kw_only=True)
class PreparationPolicy(Checked):
    """How long before a visit, and after it, a patient keeps from what; each at least 1."""

    fasting: Hours = attrs.field(validator=_resting_on(Hours, "prepare.fasting"))
    cannabis: Days = attrs.field(validator=_resting_on(Days, "prepare.cannabis"))
    aftercare: Hours = attrs.field(validator=_resting_on(Hours, "aftercare.twelve-hours"))

    _rules = ("_fasts", "_holds_cannabis", "_rests")

    def _fasts(self) -> Iterator[InvalidInputError]:
        yield from _at_least_one("fasting.hours", self.fasting.hours)

    def _holds_cannabis(self) -> Iterator[InvalidInputError]:
        yield from _at_least_one("cannabis.days", self.cannabis.days)

    def _rests(self) -> Iterator[InvalidInputError]:
        yield from _at_least_one("aftercare.hours", self.aftercare.hours)


def _at_least_one(name: str, number: int) -> Iterator[InvalidInputError]:
    if number < 1:
        yield InvalidInputError(name, "1 or more", str(number))


def _group(_: object, field: "attrs.Attribute[Any]", value: str) -> None:
    if checks.text(field.name, value) not in GROUPS:
        raise InvalidInputError(field.name, "a group of ketaclinic.GROUPS", shown(value))


_NEVER_AVOID: Final = frozenset({"benzodiazepine", "lamotrigine", "seizures"})
"""Groups that the FAQ leaves to a plan or to the doctor: no policy rules them out."""


@attrs.frozen
class ScreeningRule(Checked):
    """What it means that an entry falls in a group: the FAQ's level or, as a clinic may wish, a more serious one.

    Seizures are always for the doctor to decide, and neither a benzodiazepine nor lamotrigine is ever to be avoided.

    Raises:
        InvalidInputError: a less serious level than the FAQ's, `avoid` where it is not, or a clause of another group.
    """

    group: str = attrs.field(validator=_group)
    level: Level = attrs.field(validator=checks.a(Level))
    clause: str = attrs.field(validator=cited)

    _rules = ("_no_laxer", "_on_its_own_clause")

    def _no_laxer(self) -> Iterator[InvalidInputError]:
        levels = list(Level)
        level, _ = _faq_rules()[self.group]
        if levels.index(self.level) > levels.index(level):
            yield InvalidInputError("level", f"{level.value}, as in the FAQ, or more serious", shown(self.level.value))
        if self.level is Level.AVOID and self.group in _NEVER_AVOID:
            yield InvalidInputError("level", "a level that leaves it to the doctor", shown(self.level.value))

    def _on_its_own_clause(self) -> Iterator[InvalidInputError]:
        _, clause = _faq_rules()[self.group]
        if self.clause != clause:
            yield InvalidInputError("clause", clause, shown(self.clause))


@cache
def _faq_rules() -> dict[str, tuple[Level, str]]:
    """The FAQ's level and clause for each group, below which no policy goes."""
    groups = read_table("faq")["screening"]["groups"]
    return {group: (Level(rule["level"]), rule["clause"]) for group, rule in groups.items()}


def _in_order(values: Iterable[ScreeningRule]) -> tuple[ScreeningRule, ...]:
    return tuple(sorted(checks.listed("groups", values, ScreeningRule), key=lambda rule: GROUPS.index(rule.group)))


@attrs.frozen(kw_only=True)
class ScreeningPolicy(Checked):
    """The rule for each group of `ketaclinic.GROUPS`, in that order, and the clinic's own figure of its success."""

    success_rate: Percent = attrs.field(validator=_resting_on(Percent, "candidacy.response"))
    groups: tuple[ScreeningRule, ...] = attrs.field(converter=_in_order)

    _rules = ("_on_each_group_once",)

    def _on_each_group_once(self) -> Iterator[InvalidInputError]:
        if tuple(rule.group for rule in self.groups) != GROUPS:
            yield InvalidInputError("groups", "one rule for each group of ketaclinic.GROUPS")

    def rule(self, group: str) -> ScreeningRule:
        """The rule for that group.

        Raises:
            InvalidTypeError, InvalidInputError: there is no such group.

        >>> import ketaclinic as kc
        >>> kc.faq_policy().screening.rule("tricyclic").level.name
        'CAUTION'
        """
        if checks.text("group", group) not in GROUPS:
            raise InvalidInputError("group", "a group of ketaclinic.GROUPS", shown(group))
        return self.groups[GROUPS.index(group)]


@attrs.frozen(kw_only=True, cache_hash=True)
class Policy(Checked):
    """Everything that a clinic can set. Another clinic writes its own file: see `ketaclinic.load_policy`.

    >>> import attrs, ketaclinic as kc
    >>> policy = kc.faq_policy()
    >>> policy.preparation.fasting.hours
    3
    >>> longer = attrs.evolve(policy.preparation, fasting=kc.Hours(4, clause="prepare.fasting"))
    >>> attrs.evolve(policy, preparation=longer).preparation.fasting.hours
    4
    """

    clinic: Clinic = attrs.field(validator=checks.a(Clinic))
    pricing: Pricing = attrs.field(validator=checks.a(Pricing))
    plan: PlanPolicy = attrs.field(validator=checks.a(PlanPolicy))
    visit: VisitPolicy = attrs.field(validator=checks.a(VisitPolicy))
    cancellation: CancellationPolicy = attrs.field(validator=checks.a(CancellationPolicy))
    preparation: PreparationPolicy = attrs.field(validator=checks.a(PreparationPolicy))
    screening: ScreeningPolicy = attrs.field(validator=checks.a(ScreeningPolicy))
