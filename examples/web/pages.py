"""The five pages: what each asks for, what it asks the library, and where it leads on to."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import attrs
from markupsafe import Markup

import ketaclinic as kc

from .entries import Entries, moment_of, notified_or_now
from .labels import Labels
from .typed import LISTS, Typed

CONSULTATION: Final = kc.Service.INFORMATION_CONSULTATION
MOMENT: Final = ("date", "time", "fold")
VISIT: Final = ("visit_date", "visit_time", "visit_fold", "visit_number")

SHOWN: Final = {
    "screening": (*LISTS, "none"),
    "quote": ("infusions", "completed", "chronic_pain", "consultation"),
    "plan": (*MOMENT, "infusions", "completed", "per_week", "weekday"),
    "prepare": VISIT,
    "cancel": (*VISIT, "notice_date", "notice_time", "notice_fold"),
}
"""The pages in the order of a patient's way, each with the fields that its form shows."""


PREFIXES: Final = {"plan": ("",), "prepare": ("visit_",), "cancel": ("visit_", "notice_")}
"""What the names of the fields for a date and a time begin with."""


@attrs.frozen
class Clinic:
    """Whose rules and days the pages go by, and what time it is."""

    policy: kc.Policy
    calendar: kc.ClinicCalendar
    clock: Callable[[], datetime]


@attrs.frozen
class Step:
    """A page that an answer leads on to."""

    page: str
    label: str
    visit: str = ""
    """The number and the start of the visit that it is about (see `about_visit`)."""


@attrs.frozen
class Answer:
    """What the library said, as its own HTML, and what goes with it."""

    fragments: tuple[Markup, ...] = attrs.field(repr=False)
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    dated: kc.TreatmentPlan | kc.PreparationSheet | None = None
    """What a calendar file can be made of."""
    is_anyones: bool = False
    """Whether it holds nothing about a person, so that it may be kept for the next one who asks the same."""


def screening(entries: Entries, _: Clinic) -> Answer | None:
    """The intake held against the rules."""
    for name in LISTS:
        if entries.typed.lines(name) and name in entries.typed.every("none"):
            entries.problem(name, "none_and_some")
    found = entries.screening()
    if found is None:
        entries.problem("medications", "nothing_entered")
    if found is None or entries.problems:
        return None
    words = entries.labels
    steps = (Step("quote", words["to_quote"]), Step("plan", words["to_plan"]))
    return Answer((_worded(found, words.locale),), steps)


def quote(entries: Entries, _: Clinic) -> Answer | None:
    """The price of a number of infusions."""
    infusions, completed = entries.count("infusions"), entries.count("completed")
    services = (CONSULTATION,) if entries.typed.one("consultation") else ()
    treating, policy, locale = _treating(entries), entries.policy, entries.labels.locale
    if entries.problems:
        return None
    if treating is None:
        worded = entries.ask(lambda: _price(infusions, completed, services, policy, locale))
    else:
        worded = entries.ask(
            lambda: _worded(
                kc.quote(infusions, completed=completed, services=services, treating=treating, policy=policy), locale
            )
        )
    if worded is None:
        return None
    return Answer((worded,), (Step("plan", entries.labels["to_plan"]),), is_anyones=treating is None)


def plan(entries: Entries, clinic: Clinic) -> Answer | None:
    """A first series on the clinic's calendar, with its price."""
    proposed = _proposed(entries, clinic)
    if proposed is None:
        return None
    entries.typed = entries.typed.with_values(reserved=tuple(visit.starts.isoformat() for visit in proposed.visits))
    fragments = [_worded(proposed, entries.labels.locale)]
    treating = _treating(entries)
    try:
        fragments.append(_worded(kc.quote_plan(proposed, treating=treating), entries.labels.locale))
        notes: tuple[str, ...] = ()
    except kc.PriceNotPublishedError:  # which is no reason to withhold the dates
        telephone = entries.policy.clinic.telephone.number
        notes = (entries.labels.error("price_not_published", telephone=telephone),)
    return Answer(tuple(fragments), tuple(_steps_of(proposed, entries.labels)), notes, dated=proposed)


def prepare(entries: Entries, _: Clinic) -> Answer | None:
    """The sheet for the days before and after a visit, with what the intake calls for."""
    visit, screened = _visit(entries), entries.screening()
    if visit is None or entries.problems:
        return None
    sheet = kc.prepare(visit, screening=screened)
    words = entries.labels
    note = words["with_intake" if screened else "without_intake"]
    steps = [Step("cancel", words["to_cancel"])]
    if screened is None:
        steps.insert(0, Step("screening", words["to_screening"]))
    return Answer((_worded(sheet, words.locale),), tuple(steps), (note,), dated=sheet)


def cancel(entries: Entries, clinic: Clinic) -> Answer | None:
    """Whether a notice of cancellation is timely."""
    visit, now = _visit(entries), clinic.clock()
    notified, reserved = notified_or_now(entries, now), entries.reserved()
    if visit is None or notified is None or entries.problems:
        return None
    others = None if reserved is None else _others(visit, reserved)
    checked = entries.ask(
        lambda: kc.assess_cancellation(visit, notified=notified, reserved=others), notified="notice_date"
    )
    if checked is None:
        return None
    words = entries.labels
    notes = [words.word("as_of", moment=words.moment(now.astimezone(entries.zone)))] if notified is now else []
    notes += [words["with_reserved"]] if others else []
    return Answer((_worded(checked, words.locale),), (Step("plan", words["to_plan"]),), tuple(notes))


PAGES: Final = {"screening": screening, "quote": quote, "plan": plan, "prepare": prepare, "cancel": cancel}


def _worded(answer: object, locale: str) -> Markup:
    """The library's own HTML, in which whatever was typed is inert."""
    return Markup(kc.render(answer, locale=locale, form="html"))  # noqa: S704  # the library has escaped it


@lru_cache(maxsize=1024)
def _price(infusions: int, completed: int, services: tuple[kc.Service, ...], policy: kc.Policy, locale: str) -> Markup:
    """A price where nobody said what is treated: it is the same for everybody, so it is worded once."""
    return _worded(kc.quote(infusions, completed=completed, services=services, policy=policy), locale)


def _treating(entries: Entries) -> list[kc.Indication] | None:
    """What is treated, by the intake and by the answer to the question; None if neither says."""
    found = entries.screening()
    said = entries.typed.one("chronic_pain")
    if said not in {"yes", "no"} and (found is None or found.conditions is None):
        return None
    named = [] if found is None else list(found.indications)
    return [*named, kc.Indication.CHRONIC_PAIN] if said == "yes" else named


def _proposed(entries: Entries, clinic: Clinic) -> kc.TreatmentPlan | None:
    infusions, completed = entries.count("infusions", least=1), entries.count("completed")
    least, most = entries.policy.plan.per_week.least, entries.policy.plan.per_week.most
    per_week = entries.choice("per_week", {str(number): number for number in range(least, most + 1)})
    days = {int(day) for day in entries.typed.every("weekday") if day in set("0123456")}
    if not days:
        entries.problem("weekday", "no_weekday")
    first = entries.moment()
    if first is not None and days and first.weekday() not in days:
        entries.problem("weekday", "first_not_ticked")
    if first is None or entries.problems:
        return None
    return entries.ask(
        lambda: kc.propose_plan(
            first=first,
            infusions=infusions,
            per_week=per_week,
            completed=completed,
            calendar=attrs.evolve(clinic.calendar, open_weekdays=clinic.calendar.open_weekdays & days),
            policy=entries.policy,
        ),
        first="date",
    )


def _visit(entries: Entries) -> kc.Visit | None:
    starts, number = entries.moment("visit_"), entries.count("visit_number", least=1)
    if starts is None or entries.problems:
        return None
    return entries.ask(
        lambda: kc.Visit.at(starts, number=number, policy=entries.policy), starts="visit_date", number="visit_number"
    )


def _others(visit: kc.Visit, reserved: list[datetime]) -> list[kc.Visit]:
    """The visits of a plan, numbered from the one that is cancelled."""
    first = visit.number - sum(start < visit.moment for start in reserved)
    starts = enumerate(sorted(reserved), max(1, first))
    return [kc.Visit.at(start, number=number, policy=visit.policy) for number, start in starts]


def _steps_of(plan: kc.TreatmentPlan, words: Labels) -> Iterator[Step]:
    """For each visit: its preparation, and its cancellation."""
    for visit in plan.visits:
        for page in ("prepare", "cancel"):
            label = words.word(
                "for_visit", what=words[f"to_{page}"], number=visit.number, day=words.day(visit.starts.date())
            )  # fmt: skip
            yield Step(page, label, f"{visit.number}@{visit.starts.isoformat()}")


def about_visit(typed: Typed, step: str, zone: ZoneInfo) -> Typed:
    """What was typed, and the visit that a step is about; unchanged if it is about none that can be read."""
    number, _, text = step.partition("@")
    starts = moment_of(text, zone)
    if starts is None:
        return typed
    return typed.with_values(
        visit_date=f"{starts:%Y-%m-%d}",
        visit_time=f"{starts:%H:%M}",
        visit_fold=str(starts.fold),
        visit_number=number,
    )
