"""The five pages: what each asks for, what it asks the library, and where it leads on to."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
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
    "plan": (*MOMENT, "infusions", "per_week", "weekday", "completed"),
    "prepare": VISIT,
    "cancel": (*VISIT, "notice_date", "notice_time", "notice_fold"),
}
"""The pages in the order of a patient's way, each with the fields that its form shows, in their order."""


PREFIXES: Final = {"plan": ("",), "prepare": ("visit_",), "cancel": ("visit_", "notice_")}
"""What the names of the fields for a date and a time begin with."""

_NUMBER: Final = re.compile(r"[0-9]{1,7}")
"""The number of a visit, as a step has it."""

_DOUBTS: Final = frozenset(
    {
        kc.FindingNote.CONFIRM_SPELLING,
        kc.FindingNote.CONFIRM_MEANING,
        kc.FindingNote.OTHER_WORDS,
        kc.FindingNote.UNCLEAR_ABSENCE,
        kc.FindingNote.PAST,
    }
)
"""With one of these, what was entered is still to be confirmed."""

_TO_CALL: Final = frozenset({kc.Disposition.AVOID, kc.Disposition.DOCTOR_DECIDES})
"""After these, the first step is to call the clinic."""
_TO_TELL: Final = _TO_CALL | {kc.Disposition.CLEARANCE_REQUIRED, kc.Disposition.DOCTOR_REVIEW}
"""What the intake came to that a plan or a price is not shown without."""


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
class NoPrice:
    """That the clinic has published no price, and what that rests on."""

    clause: str
    is_answered: bool
    """Whether the patient answered that it is for chronic pain."""
    entries: tuple[str, ...] = attrs.field(repr=False)
    """What was entered in the intake that is chronic pain."""


@attrs.frozen
class Answer:
    """What the library said, as its own HTML, and what goes with it."""

    fragments: tuple[Markup, ...] = attrs.field(repr=False)
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    dated: kc.TreatmentPlan | kc.PreparationSheet | None = None
    """What a calendar file can be made of."""
    warning: Markup | None = attrs.field(default=None, repr=False)
    """What the intake came to, where nothing else is to be read without it."""
    no_price: NoPrice | None = None
    calls_first: bool = False
    """Whether the first step is to call the clinic."""
    is_anyones: bool = False
    """Whether it holds nothing about a person, so that it may be kept for the next one who asks the same."""


def screening(entries: Entries, _: Clinic) -> Answer | None:
    """The intake held against the rules."""
    for name in LISTS:
        _hold_against_none(name, entries)
    found = entries.screening()
    if found is None:
        entries.problem("medications", "nothing_entered")
    if found is None or entries.problems:
        return None
    words = entries.labels
    steps = (Step("quote", words["to_quote"]), Step("plan", words["to_plan"]))
    return Answer((_worded(found, words.locale),), steps, calls_first=_calls_first(found))


def quote(entries: Entries, _: Clinic) -> Answer | None:
    """The price of a number of infusions, or that there is none."""
    infusions, completed = entries.count("infusions"), entries.count("completed")
    services = (CONSULTATION,) if entries.typed.one("consultation") else ()
    treating, found, policy, words = treated(entries), entries.screening(), entries.policy, entries.labels
    if entries.problems:
        return None

    def priced() -> Markup:
        if treating is None:
            return _usual_price(infusions, completed, services, policy, words.locale)
        asked = kc.quote(infusions, completed=completed, services=services, treating=treating, policy=policy)
        return _worded(asked, words.locale)

    steps, warning = (Step("plan", words["to_plan"]),), _warning(found, words.locale)
    try:
        worded = entries.ask(priced)
    except kc.PriceNotPublishedError as error:
        return Answer((), steps, warning=warning, no_price=_no_price(error, entries), calls_first=True)
    if worded is None:
        return None
    is_anyones = treating is None and found is None
    return Answer((worded,), steps, warning=warning, calls_first=_calls_first(found), is_anyones=is_anyones)


def plan(entries: Entries, clinic: Clinic) -> Answer | None:
    """A first series on the clinic's calendar, with its price."""
    proposed = _proposed(entries, clinic)
    if proposed is None:
        return None
    entries.typed = entries.typed.with_values(reserved=tuple(visit.starts.isoformat() for visit in proposed.visits))
    words, found = entries.labels, entries.screening()
    fragments, no_price = [_worded(proposed, words.locale)], None
    try:
        fragments.append(_worded(kc.quote_plan(proposed, treating=treated(entries)), words.locale))
    except kc.PriceNotPublishedError as error:  # which is no reason to withhold the dates
        no_price = _no_price(error, entries)
    return Answer(
        tuple(fragments),
        tuple(_steps_of(proposed, words)),
        tuple(_too_late(proposed.visits[0], entries, clinic)),
        dated=proposed,
        warning=_warning(found, words.locale),
        no_price=no_price,
        calls_first=no_price is not None or _calls_first(found),
    )


def prepare(entries: Entries, clinic: Clinic) -> Answer | None:
    """The sheet for the days before and after a visit, with what the intake calls for."""
    visit, screened = _visit(entries), entries.screening()
    if visit is None or entries.problems:
        return None
    sheet = kc.prepare(visit, screening=screened, treating=treated(entries))
    words = entries.labels
    notes = [*_too_late(visit, entries, clinic), words["with_intake" if screened else "without_intake"]]
    steps = [Step("cancel", words["to_cancel"])]
    if screened is None:
        steps.insert(0, Step("screening", words["to_screening"]))
    worded = _worded(sheet, words.locale)
    return Answer((worded,), tuple(steps), tuple(notes), dated=sheet, calls_first=_calls_first(screened))


def cancel(entries: Entries, clinic: Clinic) -> Answer | None:
    """Whether a notice of cancellation is timely."""
    visit, now = _visit(entries), clinic.clock()
    notified, reserved = notified_or_now(entries, now), entries.reserved()
    if visit is None or notified is None or entries.problems:
        return None
    is_of_plan = visit.moment in {start.astimezone(UTC) for start in reserved}  # which may be an earlier one's
    checked = entries.ask(
        lambda: kc.assess_cancellation(
            visit, notified=notified, reserved=_others(visit, reserved) if is_of_plan else None
        ),
        notified="notice_date",
        starts="reserved",
        number="visit_number",
    )
    if checked is None:
        return None
    words = entries.labels
    notes = [words.word("as_of", moment=words.moment(now.astimezone(entries.zone)))] if notified is now else []
    notes += [words["with_reserved"]] if is_of_plan else []
    return Answer((_worded(checked, words.locale),), (Step("plan", words["to_plan"]),), tuple(notes))


PAGES: Final = {"screening": screening, "quote": quote, "plan": plan, "prepare": prepare, "cancel": cancel}


def treated(entries: Entries) -> list[kc.Indication] | None:
    """What is treated, by the intake and by the answer to the question; None if neither says, or not for sure.

    Whatever was entered and is not understood may be pain. Then nobody has said that there is none.
    """
    found, said = entries.screening(), entries.typed.one("chronic_pain")
    named = [] if found is None else list(found.indications)
    if said == "yes":
        return [*named, kc.Indication.CHRONIC_PAIN]
    if kc.Indication.CHRONIC_PAIN in named:
        return named
    if found is not None and not all(map(_is_understood, found.findings)):
        return None
    if said != "no" and (found is None or found.conditions is None):
        return None
    return named


def _is_understood(finding: kc.Finding) -> bool:
    """Whether it was recognised, beyond doubt, and is no condition of which the rules say nothing."""
    is_silent = finding.match is kc.Match.NONE and "screen.clearance" in finding.clauses
    return finding.recognized_as is not None and _DOUBTS.isdisjoint(finding.notes) and not is_silent


def _hold_against_none(name: str, entries: Entries) -> None:
    """Find fault with a list that says that there is nothing, other than by the box for it, or both this and that."""
    lines, none = entries.typed.lines(name), entries.labels[f"none_{name}"]
    if lines and name in entries.typed.every("none"):
        entries.problem(name, "none_and_some", none=none)
    elif len(lines) == 1:
        found = entries.ask(lambda: kc.screen(**{name: lines}, policy=entries.policy))
        if found and any(kc.FindingNote.PASS_AN_EMPTY_LIST in finding.notes for finding in found.findings):
            entries.problem(name, "none_typed", none=none)


def _worded(answer: object, locale: str, *, detail: kc.Detail = "full") -> Markup:
    """The library's own HTML, in which whatever was typed is inert."""
    return Markup(kc.render(answer, locale=locale, form="html", detail=detail))  # noqa: S704  # the library has escaped it


@lru_cache(maxsize=1024)
def _usual_price(
    infusions: int, completed: int, services: tuple[kc.Service, ...], policy: kc.Policy, locale: str
) -> Markup:
    """A price where nobody said what is treated: it is the same for everybody, so it is worded once."""
    return _worded(kc.quote(infusions, completed=completed, services=services, policy=policy), locale)


def _no_price(error: kc.PriceNotPublishedError, entries: Entries) -> NoPrice:
    found = entries.screening()
    named = () if found is None else found.findings
    pain = (finding.entry for finding in named if finding.group == kc.Indication.CHRONIC_PAIN.value)
    return NoPrice(error.clause, entries.typed.one("chronic_pain") == "yes", tuple(dict.fromkeys(pain)))


def _warning(found: kc.Screening | None, locale: str) -> Markup | None:
    """What the intake came to, in brief, where something was found."""
    if found is None or found.disposition not in _TO_TELL:
        return None
    return _worded(found, locale, detail="brief")


def _calls_first(found: kc.Screening | None) -> bool:
    return found is not None and found.disposition in _TO_CALL


def _too_late(visit: kc.Visit, entries: Entries, clinic: Clinic) -> Iterator[str]:
    """A note where a visit has begun, or the hours before it without food and drink."""
    words, now = entries.labels, clinic.clock()
    fasting = timedelta(hours=visit.policy.preparation.fasting.hours)
    moment = words.moment(visit.moment.astimezone(entries.zone))
    if visit.moment < now:
        yield words.word("past", moment=moment)
    elif visit.moment - fasting <= now:
        telephone = entries.policy.clinic.telephone.number
        yield words.word("fasting_begun", moment=moment, telephone=telephone)


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
    if starts is None or not _NUMBER.fullmatch(number):
        return typed
    return typed.with_values(
        visit_date=f"{starts:%Y-%m-%d}",
        visit_time=f"{starts:%H:%M}",
        visit_fold=str(starts.fold),
        visit_number=number,
    )
