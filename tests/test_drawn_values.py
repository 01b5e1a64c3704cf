"""Each part of a strategy is drawn: an alternative that nothing reaches would leave the tests of apps without it."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import time, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import ketaclinic as kc
import ketaclinic.testing as kt
from ketaclinic.testing import names
from ketaclinic.vocabulary import vocabulary

FAQ = kc.faq_policy()
PAIN = kc.Indication.CHRONIC_PAIN
INFUSION = kc.Service.INFUSION
DAY = timedelta(days=1)
NOTICE = timedelta(hours=48)
CURRENCIES = ("USD", "EUR", "JPY", "KWD", "UYW", "IQD")
"""With every number of decimal places that there is, and two with the usual one."""
ZONES = (
    "America/Los_Angeles",
    "UTC",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Europe/Dublin",
)
"""With every kind of clock change, and none."""
PARTS = ("pricing", "plan", "visit", "cancellation", "preparation", "screening")

Conditions = Mapping[str, Callable[[Any], object]]


def each(attribute: str, values: Any) -> Conditions:
    """That the attribute is each of the values."""
    return {f"{attribute}={value}": partial(is_at, attribute, value) for value in values}


def is_at(attribute: str, value: object, drawn: Any) -> bool:
    return bool(getattr(drawn, attribute) == value)


def is_usual(part: str, drawn: kc.Policy) -> bool:
    return is_at(part, getattr(FAQ, part), drawn)


def is_other(part: str, drawn: kc.Policy) -> bool:
    return not is_usual(part, drawn)


def is_up_to(usual: int, figure: str, drawn: Any) -> bool:
    return bool(getattr(drawn, figure) <= usual)


def is_above(usual: int, figure: str, drawn: Any) -> bool:
    return not is_up_to(usual, figure, drawn)


def has(service: kc.Service, quote: kc.Quote) -> bool:
    return service in quote.services


def rests_on(clause: str, prices: kc.Pricing) -> bool:
    schedules = (prices.infusions, prices.chronic_pain)
    return any(tier.clause == clause for schedule in schedules if schedule for tier in schedule.tiers)


def is_typical(plan: kc.TreatmentPlan, per_week: int) -> bool:
    """Whether a plan is one that the library proposes at that pace where nothing is in the way."""
    even = {2: [0, 3, 7, 10], 3: [0, 2, 4, 7]}[per_week]
    first = plan.initial[:4]
    days = [(visit.starts.date() - first[0].starts.date()).days for visit in first]
    return plan.policy == FAQ and not plan.shifts and days == even


def moves(days: int, visit: kc.Visit) -> bool:
    """Whether the clocks change between a visit and so many days later or earlier."""
    there = (visit.moment + days * DAY).astimezone(visit.starts.tzinfo)
    nearer = (visit.moment + (days - (1 if days > 0 else -1)) * DAY).astimezone(visit.starts.tzinfo)
    return there.utcoffset() != nearer.utcoffset()


NAMES = frozenset({*vocabulary().anywhere, *vocabulary().whole, *vocabulary().products})


def is_written(template: str, typed: str) -> bool:
    """Whether it is a name that is known, in that template: {} stands for the name and # for a number."""
    pattern = re.escape(template).replace(r"\{\}", "(.+)").replace(r"\#", "[1-9][0-9]*")
    found = re.fullmatch(pattern, typed)
    return found is not None and found[1] in NAMES


def are_written(typed: str, between: str) -> bool:
    """Whether it is two names that are known, with that between them."""
    first, _, second = typed.partition(between)
    return first in NAMES and second in NAMES


REACHED: dict[str, tuple[st.SearchStrategy[Any], Conditions]] = {
    "time": (
        kt.clinic_datetimes(zone="Europe/Madrid"),
        {"part of a second": lambda drawn: drawn.microsecond, "whole second": lambda drawn: not drawn.microsecond},
    ),
    "time of a zone without changes": (
        kt.clinic_datetimes(zone="Asia/Kolkata"),
        {"part of a second": lambda drawn: drawn.microsecond, "whole second": lambda drawn: not drawn.microsecond},
    ),
    "count": (
        kt.counts(most=1000),
        {"none": lambda drawn: drawn == 0, "few": lambda drawn: 0 < drawn < 9, "all": lambda drawn: drawn == 1000},
    ),
    "calendar": (
        st.from_type(kc.ClinicCalendar),
        {
            "opens": lambda drawn: drawn.opens,
            "never opens": lambda drawn: drawn.opens is None,
            "a day of the week is shut": lambda drawn: len(drawn.open_weekdays) < 7,
            "taken": lambda drawn: drawn.taken,
            "one day is closed": lambda drawn: any(first == last for first, last in drawn.closed),
            "several days are": lambda drawn: any(first < last for first, last in drawn.closed),
            **each("closes", (None, time(11), time(12), time(18))),
        },
    ),
    "visit": (
        kt.visits(policy=FAQ),
        {
            "first": lambda drawn: drawn.is_initial,
            "later": lambda drawn: drawn.number > 1,
            **each("phase", kc.Phase),
            **{f"clocks change {days} days off": partial(moves, days) for days in (-3, -2, -1, 1, 2, 3)},
        },
    ),
    "plan": (
        st.from_type(kc.TreatmentPlan),
        {
            "of the FAQ": lambda drawn: drawn.policy is FAQ,
            "of another": lambda drawn: drawn.policy != FAQ,
            "empty": lambda drawn: not drawn.visits,
            "at several times of day": lambda drawn: (
                drawn.policy == FAQ
                and len({visit.starts.minute for visit in drawn.initial}) > 1  # which no clock changes
            ),
            "with infusions before": lambda drawn: drawn.completed and len(drawn.initial) > 1,
            "of a new patient": lambda drawn: not drawn.completed and len(drawn.initial) > 1,
            "twice a week": lambda drawn: is_typical(drawn, 2),
            "three times a week": lambda drawn: is_typical(drawn, 3),
            "maintenance": lambda drawn: len(drawn.maintenance) > 1,
            "no maintenance": lambda drawn: drawn.initial and not drawn.maintenance,
            "too many": lambda drawn: len(drawn.initial) > 6,
            "moved": lambda drawn: any(shift.reason is kc.ShiftReason.CLOSED for shift in drawn.shifts),
        },
    ),
    "shift": (
        st.from_type(kc.Shift),
        each("reason", (kc.ShiftReason.CLOSED, kc.ShiftReason.TAKEN, kc.ShiftReason.SPACING)),
    ),
    "cancellation": (
        st.from_type(kc.Cancellation),
        {
            "at risk": lambda drawn: len(drawn.at_risk) > 1,
            "not told": lambda drawn: drawn.reserved is None,
            "of a later visit": lambda drawn: drawn.reserved and drawn.visit.number > 1,
            "long before": lambda drawn: drawn.notice > NOTICE + DAY,
            "long after": lambda drawn: drawn.notice < -DAY,
            "a second late": lambda drawn: drawn.policy == FAQ and drawn.notice == NOTICE - timedelta(seconds=1),
            "a second early": lambda drawn: drawn.policy == FAQ and drawn.notice == NOTICE + timedelta(seconds=1),
        },
    ),
    "sheet": (
        st.from_type(kc.PreparationSheet),
        {
            "of a visit": lambda drawn: type(drawn.subject) is kc.Visit,
            "of a plan": lambda drawn: type(drawn.subject) is kc.TreatmentPlan,
            "screened": lambda drawn: drawn.screening is not None and drawn.screening.findings,
            "recorded end": lambda drawn: drawn.infusion_ended,
            "treated": lambda drawn: drawn.treating,
            "of a visit after nausea": lambda drawn: type(drawn.subject) is kc.Visit and drawn.nausea_after,
            "of a visit after headache": lambda drawn: type(drawn.subject) is kc.Visit and drawn.headache_after,
            "of a plan after nausea": lambda drawn: type(drawn.subject) is kc.TreatmentPlan and drawn.nausea_after,
            "of a plan after headache": lambda drawn: type(drawn.subject) is kc.TreatmentPlan and drawn.headache_after,
            "of a visit of chronic pain": lambda drawn: (
                type(drawn.subject) is kc.Visit and PAIN in (drawn.treating or ())
            ),
            "of a plan of chronic pain": lambda drawn: (
                type(drawn.subject) is kc.TreatmentPlan and PAIN in (drawn.treating or ())
            ),
        },
    ),
    "instruction": (st.from_type(kc.Instruction), each("kind", kc.InstructionKind)),
    "waiting patient": (
        st.from_type(kc.WaitingPatient),
        {
            "ready": lambda drawn: drawn.ready,
            "not ready": lambda drawn: not drawn.ready,
            "a day": lambda drawn: any(type(item) is not tuple for item in drawn.availability),
            "a span": lambda drawn: any(type(item) is tuple for item in drawn.availability),
        },
    ),
    "quote": (
        st.from_type(kc.Quote),
        {
            "of a plan with a consultation": lambda drawn: drawn.plan is not None and drawn.services,
            "of a plan and what is treated": lambda drawn: drawn.plan is not None and drawn.treating,
            "of no plan": lambda drawn: drawn.plan is None and drawn.infusions and drawn.completed,
            "of no plan with a consultation": lambda drawn: drawn.plan is None and drawn.services,
            "of no plan and what is treated": lambda drawn: drawn.plan is None and drawn.treating,
            "below the last price": lambda drawn: (
                drawn.plan is None
                and drawn.infusions
                and drawn.completed + drawn.infusions < (drawn.policy.pricing.infusions.last or 0)
            ),
            "not said": lambda drawn: drawn.treating is None,
            "said to be nothing": lambda drawn: drawn.treating is not None and not drawn.treating,
            "chronic pain": lambda drawn: PAIN in (drawn.treating or ()),
            "up to the last price": lambda drawn: (
                drawn.policy.pricing.infusions.last == drawn.completed + drawn.infusions and drawn.infusions
            ),
            "many": lambda drawn: drawn.infusions > 8 and drawn.plan is None,
            **{
                f"with {service.value}": partial(has, service)
                for service in kc.Service
                if service is not kc.Service.INFUSION
            },
        },
    ),
    **{
        f"{kind.__name__}, {figure}": (
            st.from_type(kind),
            {
                "usual": partial(is_up_to, usual, figure),
                "unusual": partial(is_above, usual, figure),
                "of any clause": lambda drawn: drawn.clause != "price.initial",
            },
        )
        for kind, figure, usual in (
            (kc.Minutes, "minutes", 100),
            (kc.Hours, "hours", 100),
            (kc.Days, "days", 7),
            (kc.CountRange, "least", 9),
            (kc.CountRange, "most", 9),
            (kc.MinutesRange, "least_minutes", 200),
        )
    },
    "amount": (
        st.from_type(kc.Money),
        {**each("currency", CURRENCIES), "less than nothing": lambda drawn: drawn.amount < 0},
    ),
    "tier": (
        st.from_type(kc.Tier),
        {
            "open": lambda drawn: drawn.last is None,
            "closed": lambda drawn: drawn.last,
            "by no clause": lambda drawn: drawn.clause is None,
            "by a clause": lambda drawn: drawn.clause,
        },
    ),
    "price of a consultation": (
        st.from_type(kc.ConsultationPrice),
        {
            "free": lambda drawn: not drawn.unit_price.amount,
            "paid": lambda drawn: drawn.unit_price.amount,
            "of some length": lambda drawn: drawn.minutes,
            "of a length that is not stated": lambda drawn: drawn.minutes is None,
        },
    ),
    "schedule": (
        st.from_type(kc.PriceSchedule),
        {
            "one tier": lambda drawn: len(drawn.tiers) == 1,
            "five tiers": lambda drawn: len(drawn.tiers) == 5,
            "open": lambda drawn: drawn.last is None,
            "closed": lambda drawn: drawn.last,
            "by no clause": lambda drawn: any(tier.clause is None for tier in drawn.tiers),
            "by clauses": lambda drawn: {tier.clause for tier in drawn.tiers} >= {"price.initial", "price.thereafter"},
        },
    ),
    "prices": (
        kt.pricings(),
        {
            **each("currency", CURRENCIES),
            **{
                f"by {clause}": partial(rests_on, clause)
                for clause in ("price.initial", "price.thereafter", "price.chronic-pain")
            },
            "none for chronic pain": lambda drawn: drawn.chronic_pain is None,
            "some for chronic pain": lambda drawn: drawn.chronic_pain,
        },
    ),
    "policy": (
        kt.policies(),
        {
            **{f"another {part}": partial(is_other, part) for part in PARTS},
            **{f"the usual {part}": partial(is_usual, part) for part in PARTS},
            "a weekly plan": lambda drawn: drawn.plan.per_week.least == 1,
            "a notice of weeks": lambda drawn: drawn.cancellation.notice.hours > 100,
            "no notice": lambda drawn: drawn.cancellation.notice.hours == 0,
        },
    ),
    "clinic": (
        st.from_type(kc.Clinic),
        {
            **each("time_zone", ZONES),
            "another name": lambda drawn: drawn.name != FAQ.clinic.name,
            "another name of several words": lambda drawn: drawn.name != FAQ.clinic.name and " " in drawn.name,
            "another doctor": lambda drawn: drawn.doctor != FAQ.clinic.doctor,
            "another number": lambda drawn: drawn.telephone != FAQ.clinic.telephone,
            "the usual number": lambda drawn: drawn.telephone == FAQ.clinic.telephone,
            "its own words": lambda drawn: drawn.wording,
            "no words": lambda drawn: not drawn.wording,
        },
    ),
    "wording": (
        st.from_type(kc.Wording),
        {
            **each("locale", [locale.name for locale in kc.locales()]),
            "as it is": lambda drawn: drawn.text == drawn.message,
            "with more": lambda drawn: drawn.text != drawn.message,
        },
    ),
    "rule": (
        st.from_type(kc.ScreeningRule),
        {
            "stricter": lambda drawn: drawn.level is not FAQ.screening.rule(drawn.group).level,
            "the FAQ's": lambda drawn: drawn.level is FAQ.screening.rule(drawn.group).level,
        },
    ),
    "what is typed": (
        kt.typed_names(),
        {
            **{
                template: partial(is_written, template)
                for template in ("{}", "{}.", "  {} ", "({})", "\u201c{}\u201d", "{}®", "{}?", "*{}*")
            },
            **{
                template: partial(is_written, template)
                for template in (
                    "{} # mg",
                    "{} #mg at night",
                    "{}, # tablets twice a day as needed",
                    "# mg {} po qhs",
                    "{} # mg/día por la noche",
                    "{} # since March",
                )
            },
            "of a relative": lambda typed: re.fullmatch("my .+ has .+", typed),
            "of a relative, first": lambda typed: re.fullmatch("[a-z ]+: .+", typed),
            "of a relative, last": lambda typed: re.fullmatch(".+ [(].+[)]", typed),
            "no": lambda typed: typed.startswith("no ") and typed[3:] in NAMES - {"drugs"},
            "this, no other": lambda typed: re.fullmatch(".+, no .+", typed),
            "no this or other": lambda typed: re.fullmatch("no .+ or .+", typed),
            "two with a comma": lambda typed: are_written(typed, ", "),
            "two with a word": lambda typed: are_written(typed, " and "),
            "two with a stroke": lambda typed: are_written(typed, "/"),
            "two with nothing": lambda typed: are_written(typed, " "),
            "two in lines": lambda typed: are_written(typed, "\n"),
            "in capitals": lambda typed: typed.isupper() and typed.lower() in NAMES,
            "as a title": lambda typed: typed.istitle() and typed.lower() in NAMES,
            "nothing": lambda typed: typed == max(vocabulary().nothing, key=len),
            "anything": lambda typed: not typed.isprintable(),
        },
    ),
    "what is misspelt": (
        names._misspelt(st.just("abc")),  # of a name alone, no other's misspelling is taken for it
        {
            wrong: partial(str.__eq__, wrong)
            for wrong in ("bc", "ac", "ab", "aabc", "abbc", "abcc", "bac", "acb", "xbc", "axc", "abx")
        },
    ),
    "screening": (
        st.from_type(kc.Screening),
        {
            "all asked": lambda drawn: not drawn.not_asked,
            "none asked": lambda drawn: len(drawn.not_asked) == 3,
            "several": lambda drawn: len(drawn.findings) > 2,
            **each("disposition", kc.Disposition),
        },
    ),
}


@pytest.mark.parametrize("name", REACHED)
def test_each_part_of_a_strategy_is_drawn(name: str) -> None:
    strategy, conditions = REACHED[name]
    left = {**conditions}

    @settings(max_examples=20_000, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
    @given(strategy)
    def look(value: object) -> None:
        for told in [told for told, holds in left.items() if holds(value)]:
            del left[told]
        if not left:
            raise AllReachedError

    with suppress(AllReachedError):
        look()
    assert [*left] == []


class AllReachedError(Exception):
    """Everything that was looked for was drawn."""
