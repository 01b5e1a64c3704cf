"""A clinic's policy as one value: every figure that the library computes with, beside the clause that it rests on.

A policy is frozen all the way down. `ketaclinic.faq_policy()` is the FAQ's own; `attrs.evolve` makes a changed one.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs

from ketaclinic import checks
from ketaclinic.currencies import minor_digits
from ketaclinic.data import read_table
from ketaclinic.errors import CurrencyMismatchError, InvalidInputError, shown
from ketaclinic.figures import CountRange, Days, Hours, Medicine, Minutes, MinutesRange, Percent, Telephone, cited
from ketaclinic.levels import Level
from ketaclinic.pricing import ConsultationPrice, PriceSchedule, Service
from ketaclinic.values import Checked

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


def _resting_on(kind: type[Any], *clauses: str) -> checks.Validator:
    """A validator: the field is a figure of that kind, and names one of those clauses."""

    def validator(_: object, field: "attrs.Attribute[Any]", value: Any) -> None:
        clause: str = checks.instance(field.name, value, kind).clause
        if clause not in clauses:
            raise InvalidInputError(f"{field.name}.clause", " or ".join(clauses), shown(clause))

    return validator


def _time_zone(_: object, field: "attrs.Attribute[Any]", value: str) -> None:
    key = checks.text(field.name, value)
    try:
        ZoneInfo(key)
    except (LookupError, ValueError, OSError):  # what ZoneInfo raises for a key that it does not find
        expected = "a time zone of the IANA database, such as 'America/Los_Angeles'"
        raise InvalidInputError(field.name, expected, shown(key)) from None


def _currency(_: object, __: object, value: str) -> None:
    minor_digits(value)


@attrs.frozen(kw_only=True)
class Clinic(Checked):
    """Who the clinic is, how to reach it, and the zone that its calendar days are in."""

    name: str = attrs.field(validator=checks.line())
    doctor: str = attrs.field(validator=checks.line())
    telephone: Telephone = attrs.field(validator=_resting_on(Telephone, "candidacy.doctor-decides"))
    time_zone: str = attrs.field(validator=_time_zone)


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
            InvalidInputError: the service is an infusion, which a schedule prices.
        """
        by_service = {
            Service.PRE_INFUSION_CONSULTATION: self.pre_infusion,
            Service.TELEPHONE_CONSULTATION: self.telephone,
            Service.INFORMATION_CONSULTATION: self.information,
        }
        if service not in by_service:
            raise InvalidInputError("service", "a consultation; infusions have a schedule")
        return by_service[service]


@attrs.frozen(kw_only=True)
class Pricing(Checked):
    """Every price of the clinic, in one currency. `chronic_pain` is None where no schedule is published for it."""

    currency: str = attrs.field(validator=_currency)
    infusions: PriceSchedule = attrs.field(validator=checks.a(PriceSchedule))
    consultations: Consultations = attrs.field(validator=checks.a(Consultations))
    chronic_pain: PriceSchedule | None = attrs.field(
        default=None, validator=attrs.validators.optional(checks.a(PriceSchedule))
    )

    def _problems(self) -> Iterator[InvalidInputError]:
        yield from _tier_problems("infusions", self.infusions, self.currency, ("price.initial", "price.thereafter"))
        if self.chronic_pain is not None:
            yield from _tier_problems("chronic_pain", self.chronic_pain, self.currency, ("price.chronic-pain",))
        for field in attrs.fields(Consultations):
            price: ConsultationPrice = getattr(self.consultations, field.name)
            if price.unit_price.currency != self.currency:
                place = f"consultations.{field.name}.unit_price"
                yield CurrencyMismatchError(place, f"an amount in {self.currency}", shown(price.unit_price.currency))


def _tier_problems(
    name: str, schedule: PriceSchedule, currency: str, clauses: tuple[str, ...]
) -> Iterator[InvalidInputError]:
    if schedule.currency != currency:
        yield CurrencyMismatchError(name, f"amounts in {currency}", shown(schedule.currency))
    for index, tier in enumerate(schedule.tiers):
        if tier.clause not in clauses:
            yield InvalidInputError(f"{name}[{index}].clause", " or ".join(clauses), shown(tier.clause))


@attrs.frozen(kw_only=True)
class PlanPolicy(Checked):
    """The typical initial series, and the medicines that support it."""

    infusions: CountRange = attrs.field(validator=_resting_on(CountRange, "plan.series"))
    per_week: CountRange = attrs.field(validator=_resting_on(CountRange, "plan.spacing"))
    weeks: CountRange = attrs.field(validator=_resting_on(CountRange, "plan.span"))
    antiemetic: Medicine = attrs.field(validator=_resting_on(Medicine, "plan.antiemetic"))
    headache: Medicine = attrs.field(validator=_resting_on(Medicine, "plan.headache"))


@attrs.frozen(kw_only=True)
class VisitPolicy(Checked):
    """How long a visit takes; `first` is the whole first visit, `onset` the time in which benefit is noticed."""

    first: MinutesRange = attrs.field(validator=_resting_on(MinutesRange, "plan.first-visit"))
    infusion: Minutes = attrs.field(validator=_resting_on(Minutes, "visit.infusion"))
    undisturbed: Minutes = attrs.field(validator=_resting_on(Minutes, "visit.undisturbed"))
    recovery: MinutesRange = attrs.field(validator=_resting_on(MinutesRange, "visit.recovery"))
    onset: Hours = attrs.field(validator=_resting_on(Hours, "visit.onset"))

    def _problems(self) -> Iterator[InvalidInputError]:
        for name, minutes in (
            ("undisturbed.minutes", self.undisturbed.minutes),
            ("first.least_minutes", self.first.least_minutes),
        ):
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

    def _problems(self) -> Iterator[InvalidInputError]:
        for name, number in (
            ("fasting.hours", self.fasting.hours),
            ("cannabis.days", self.cannabis.days),
            ("aftercare.hours", self.aftercare.hours),
        ):
            if number < 1:
                yield InvalidInputError(name, "1 or more", str(number))


def _group(_: object, field: "attrs.Attribute[Any]", value: str) -> None:
    if checks.text(field.name, value) not in GROUPS:
        raise InvalidInputError(field.name, "a group of ketaclinic.GROUPS", shown(value))


@attrs.frozen
class ScreeningRule(Checked):
    """What it means that an entry falls in a group: the FAQ's level or, as a clinic may wish, a more serious one.

    Raises:
        InvalidInputError: a less serious level than the FAQ's, or a clause that is not the group's.
    """

    group: str = attrs.field(validator=_group)
    level: Level = attrs.field(validator=checks.a(Level))
    clause: str = attrs.field(validator=cited)

    def _problems(self) -> Iterator[InvalidInputError]:
        levels = list(Level)
        level, clause = _faq_rules()[self.group]
        if levels.index(self.level) > levels.index(level):
            yield InvalidInputError("level", f"{level.value}, as in the FAQ, or more serious", shown(self.level.value))
        if self.clause != clause:
            yield InvalidInputError("clause", clause, shown(self.clause))


@cache
def _faq_rules() -> dict[str, tuple[Level, str]]:
    """The FAQ's level and clause for each group, below which no policy goes."""
    groups = read_table("faq")["screening"]["groups"]
    return {group: (Level(rule["level"]), rule["clause"]) for group, rule in groups.items()}


def _rules(values: Iterable[ScreeningRule]) -> tuple[ScreeningRule, ...]:
    return tuple(sorted(checks.listed("groups", values, ScreeningRule), key=lambda rule: GROUPS.index(rule.group)))


@attrs.frozen(kw_only=True)
class ScreeningPolicy(Checked):
    """The rule for each group of `ketaclinic.GROUPS`, in that order, and the clinic's own figure of its success."""

    success_rate: Percent = attrs.field(validator=_resting_on(Percent, "candidacy.response"))
    groups: tuple[ScreeningRule, ...] = attrs.field(converter=_rules)

    def _problems(self) -> Iterator[InvalidInputError]:
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
