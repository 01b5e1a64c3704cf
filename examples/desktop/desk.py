"""The three questions of a front desk: their fields, and what the library answers to what was typed into them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

import ketaclinic as kc

from .fields import YEARS, Problem, UnreadableError, moments, read_count, read_day, read_time
from .labels import LABELS

T = TypeVar("T")
Typed = Mapping[str, str]
"""What stands in the fields of a page, by their names; a ticked box holds its own name."""
Answer = kc.Quote | kc.Cancellation | kc.PreparationSheet | kc.PriceNotPublishedError

NOT_SAID, NO, YES = "not_said", "no", "yes"
NOW, EARLIER = "now", "earlier"
FIRST, SECOND = "first", "second"

CONSULTATIONS: Final = (
    kc.Service.TELEPHONE_CONSULTATION,
    kc.Service.INFORMATION_CONSULTATION,
    kc.Service.PRE_INFUSION_CONSULTATION,
)
_TREATING: Final = {NOT_SAID: None, NO: (), YES: (kc.Indication.CHRONIC_PAIN,)}


@dataclass(frozen=True)
class Reply:
    """The answer, or the problem of each field that has one, in the order of the fields."""

    answer: Answer | None = None
    problems: Mapping[str, Problem] = field(default_factory=dict)


@dataclass(frozen=True)
class Desk:
    """What a page needs to know beside its fields."""

    policy: kc.Policy
    language: str

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the clinic's clocks, whatever those of the computer show."""
        return ZoneInfo(self.policy.clinic.time_zone)

    @property
    def month_first(self) -> bool:
        """Whether 12/3 can only be December 3."""
        return self.language == "en_US"


def price(typed: Typed, *, desk: Desk, now: datetime) -> Reply:  # noqa: ARG001  # all pages are asked alike
    """The price of what is planned, after what the patient has had."""
    reading = _Reading(typed, desk)
    completed = reading.of("completed", read_count)
    planned = reading.of("planned", read_count)
    services = [service for service in CONSULTATIONS if typed[service.value]]
    if planned == 0 and not services:
        reading.problems["planned"] = Problem("nothing_to_price")
    if completed is None or planned is None or reading.problems:
        return Reply(problems=reading.problems)
    try:
        treating = _TREATING[typed["pain"]]
        return Reply(kc.quote(planned, completed=completed, services=services, treating=treating, policy=desk.policy))
    except kc.PriceNotPublishedError as error:
        return Reply(error)


def cancel(typed: Typed, *, desk: Desk, now: datetime) -> Reply:
    """Whether the visit can still be cancelled in time, with notice given now or at an earlier time."""
    reading = _Reading(typed, desk)
    visit = reading.visit()
    notified = now if typed["notice"] == NOW else reading.moment("notice")
    if notified is not None and notified > now:
        reading.problems["notice_day"] = Problem("still_to_come")
    if visit is None or notified is None or reading.problems:
        return Reply(problems=reading.problems)
    return Reply(kc.assess_cancellation(visit, notified=notified))


def prepare(typed: Typed, *, desk: Desk, now: datetime) -> Reply:  # noqa: ARG001  # all pages are asked alike
    """The sheet that a patient is given before a visit."""
    reading = _Reading(typed, desk)
    visit = reading.visit()
    if visit is None:
        return Reply(problems=reading.problems)
    return Reply(kc.prepare(visit, treating=_TREATING[typed["pain"]]))


@dataclass(frozen=True)
class Field:
    """One field of a page. Its name is also the key of its label; a box to tick and a choice have `choices`."""

    name: str
    kind: str
    """`"count"`, `"day"`, `"time"`, `"choice"`, `"tick"`, or `"which"`: a choice that is there only when needed."""
    choices: tuple[str, ...] = ()
    only_if: tuple[str, str] | None = None
    """The field, and the choice of it, without which this one does not count."""
    is_beside: bool = False
    """Whether it stands in the row of the one before, to leave the answer room."""

    def initial(self, language: str) -> str:
        """What stands in it to begin with: nothing, the first choice, or the front desk's own language."""
        return "" if self.kind != "choice" else language if language in self.choices else self.choices[0]


@dataclass(frozen=True)
class Page:
    """One question. Its name is also the key of its title, and `ask_NAME` that of its button."""

    name: str
    fields: tuple[Field, ...]
    ask: Callable[..., Reply]


def _moment(name: str, *, only_if: tuple[str, str] | None = None) -> tuple[Field, ...]:
    return (
        Field(f"{name}_day", "day", only_if=only_if),
        Field(f"{name}_time", "time", only_if=only_if),
        Field(f"{name}_which", "which", (FIRST, SECOND), only_if=only_if),
    )


_PAIN: Final = Field("pain", "choice", (NOT_SAID, NO, YES))

PAGES: Final = (
    Page(
        "price",
        (
            Field("completed", "count"),
            Field("planned", "count"),
            _PAIN,
            *(
                Field(service.value, "tick", (service.value,), is_beside=index % 2 == 1)
                for index, service in enumerate(CONSULTATIONS)
            ),
        ),
        price,
    ),
    Page(
        "cancel",
        (
            *_moment("visit"),
            Field("number", "count"),
            Field("notice", "choice", (NOW, EARLIER)),
            *_moment("notice", only_if=("notice", EARLIER)),
        ),
        cancel,
    ),
    Page(
        "prepare",
        (
            *_moment("visit"),
            Field("number", "count"),
            _PAIN,
            Field("file_language", "choice", tuple(locale.name for locale in kc.locales())),
        ),
        prepare,
    ),
)


def said(answer: Answer, language: str) -> str:
    """The answer in words. A window breaks lines by its own width, so those that a sheet has broken are whole again."""
    if isinstance(answer, kc.PriceNotPublishedError):
        key = "chronic_pain_unpublished" if answer.clause == "price.chronic-pain" else "unpublished"
        return LABELS[language][key].format(telephone=answer.telephone, clause=answer.clause)
    return re.sub(r"\n {4,}", " ", kc.render(answer, locale=language))


def remark(answer: Answer, *, desk: Desk, now: datetime) -> str:
    """What to notice beside an answer, in words: that the day of a sheet has passed at the clinic. Mostly nothing."""
    today = now.astimezone(desk.zone).date()
    if isinstance(answer, kc.PreparationSheet) and answer.visits[0].starts.date() < today:
        return LABELS[desk.language]["day_passed"].format(today=today.isoformat())
    return ""


def worded(problem: Problem, language: str) -> str:
    """What is wrong, in words."""
    return LABELS[language][problem.reason].format(first=YEARS[0], last=YEARS[-1])


def hanging(line: str) -> int:
    """By how many characters to set in what follows where a window breaks the line: past its mark or its time."""
    mark = re.match(r" *- | {2}[^ ]+(?: [^ ]+)? {2,}", line)
    return len(mark[0]) if mark else 0


class _Reading:
    """Reads the fields of a page one by one, and keeps the problem of each."""

    def __init__(self, typed: Typed, desk: Desk) -> None:
        self._typed = typed
        self._desk = desk
        self.problems: dict[str, Problem] = {}

    def of(self, name: str, read: Callable[[str], T]) -> T | None:
        try:
            return read(self._typed[name])
        except UnreadableError as error:
            self.problems[name] = Problem(error.reason)
            return None

    def moment(self, name: str) -> datetime | None:
        """The moment that a day and a time mean; in a repeated hour, the one that was chosen."""
        day = self.of(f"{name}_day", lambda text: read_day(text, month_first=self._desk.month_first))
        clock = self.of(f"{name}_time", read_time)
        if day is None or clock is None:
            return None
        meant = moments(day, clock, self._desk.zone)
        which = self._typed[f"{name}_which"]
        if any(moment.year not in YEARS for moment in meant):  # the library counts years in UTC
            self.problems[f"{name}_day"] = Problem("year_not_taken")
            return None
        if len(meant) == 1:
            return meant[0]
        if meant and which:
            return meant[0] if which == FIRST else meant[1]
        self.problems[f"{name}_time"] = Problem("twice", meant) if meant else Problem("skipped")
        return None

    def visit(self) -> kc.Visit | None:
        starts = self.moment("visit")
        number = self.of("number", lambda text: read_count(text, least=1))
        if starts is None or number is None:
            return None
        return kc.Visit.at(starts, number=number, policy=self._desk.policy)
