"""What was typed becomes what the library takes; what cannot be used is told beside its field, in its language."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

import ketaclinic as kc

from .labels import Labels
from .typed import LISTS, Typed

T = TypeVar("T")

_COUNT: Final = re.compile(r"\d{1,9}")
_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")
_MOST: Final = 1_000_000
"""The largest count that the library takes."""


class Entries:
    """The values of one request, and the problem of each field whose value cannot be used."""

    def __init__(self, typed: Typed, labels: Labels, policy: kc.Policy) -> None:
        self.typed = typed
        self.labels = labels
        self.policy = policy
        self.zone = ZoneInfo(policy.clinic.time_zone)
        self.problems: dict[str, str] = {}
        """What is wrong and what to do, by the name of the field."""
        self.repeated: dict[str, tuple[datetime, datetime]] = {}
        """The two moments that a time may mean, by the name of the field that asks which."""
        self._screened: kc.Screening | None = None

    def problem(self, field: str, error: str, **fields: object) -> None:
        """Tell what is wrong with a field; of several problems, the first one stays."""
        telephone = self.policy.clinic.telephone.number
        self.problems.setdefault(field, self.labels.error(error, telephone=telephone, **fields))

    def count(self, field: str, *, least: int = 0) -> int:
        """A whole number in any digits. An empty field is a problem, too."""
        text = self.typed.one(field)
        if _COUNT.fullmatch(text) and least <= int(text) <= _MOST:
            return int(text)
        if not text and not least:
            self.problem(field, "missing_count")
        self.problem(field, "whole_number", least=least, most=f"{_MOST:,}")
        return least

    def choice(self, field: str, choices: Mapping[str, int]) -> int:
        """What stands for the chosen one of several values."""
        text = self.typed.one(field)
        if text not in choices:
            self.problem(field, "choose")
        return choices.get(text, next(iter(choices.values())))

    def moment(self, prefix: str = "") -> datetime | None:
        """A date and a time on the clinic's clocks; None with a problem, and of a repeated hour until it is chosen."""
        day, clock = self._date(f"{prefix}date"), self._clock(f"{prefix}time")
        if day is None or clock is None:
            return None
        first, second = (datetime.combine(day, clock, self.zone).replace(fold=fold) for fold in (0, 1))
        try:
            is_shown = first.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None) == first.replace(tzinfo=None)
        except OverflowError:  # in UTC, it is in the year 10000, or before the first
            self.problem(f"{prefix}date", "date_range")
            return None
        if not is_shown:
            self.problem(f"{prefix}time", "skipped")
            return None
        if first.utcoffset() == second.utcoffset():
            return first
        self.repeated[f"{prefix}fold"] = (first, second)
        if self.typed.one(f"{prefix}fold") not in {"0", "1"}:
            self.problem(f"{prefix}fold", "repeated")
            return None
        return (first, second)[int(self.typed.one(f"{prefix}fold"))]

    def foresee(self, prefixes: Iterable[str]) -> None:
        """Find the repeated hours among what was typed before, so that the form asks again which is meant."""
        for prefix in prefixes:
            self.moment(prefix)
        self.problems.clear()

    def _date(self, field: str) -> date | None:
        text = self.typed.one(field)
        match = _DATE.fullmatch(text)
        try:
            if match:
                return date(*map(int, match.groups()))
        except ValueError:  # such as February 30
            pass
        self.problem(field, "bad_date" if text else "missing_date")
        return None

    def _clock(self, field: str) -> time | None:
        text = self.typed.one(field)
        match = _CLOCK.fullmatch(text)
        try:
            if match:
                return time(int(match[1]), int(match[2]))
        except ValueError:  # such as 25:00
            pass
        self.problem(field, "bad_time" if text else "missing_time")
        return None

    def lists(self) -> dict[str, tuple[str, ...] | None]:
        """The three lists of the intake; None for one that was left open, which is not the same as none."""
        none = self.typed.every("none")
        return {name: self.typed.lines(name) or (() if name in none else None) for name in LISTS}

    def screening(self) -> kc.Screening | None:
        """What the intake says; None if nothing of it was filled in."""
        lists = self.lists()
        if all(entries is None for entries in lists.values()):
            return None
        if self._screened is None:  # several parts of a page need it
            self._screened = self.ask(lambda: kc.screen(**lists, policy=self.policy))
        return self._screened

    def reserved(self) -> list[datetime]:
        """The starts of a plan's visits, as one of our own pages sent them."""
        starts = [moment_of(text, self.zone) for text in self.typed.every("reserved")]
        if None in starts:
            self.problem("reserved", "reserved")
        return [start for start in starts if start is not None]

    def ask(self, question: Callable[[], T], **fields: str) -> T | None:
        """What the library says; None where it refuses, which is told beside the field that its argument came from.

        Raises:
            PriceNotPublishedError: there is no price, which is an answer and no fault of what was typed.
        """
        try:
            return question()
        except kc.PriceNotPublishedError:
            raise
        except kc.NoFeasiblePlanError as error:
            self._no_plan(error)
        except (kc.InvalidInputError, kc.InvalidTypeError) as error:
            argument = error.argument.partition("[")[0]
            field = fields.get(argument, argument)
            self.problem(field, _ERRORS.get(field, "other"), least=0, most=f"{_MOST:,}")
        except kc.KetaclinicError:
            self.problem("", "other")
        return None

    def _no_plan(self, error: kc.NoFeasiblePlanError) -> None:
        field, key = _CONSTRAINTS[error.constraint]
        said = [self.labels.error(key)]
        said += [self.labels.error(f"remedy_{each.kind}", change=self._change(each)) for each in error.remedies]
        if not error.remedies:
            said.append(self.labels.error("no_remedy", telephone=self.policy.clinic.telephone.number))
        self.problems.setdefault(field, " ".join(said))

    def _change(self, remedy: kc.Remedy) -> str:
        if isinstance(remedy.change, date):
            return self.labels.day(remedy.change)
        return self.labels.clock(remedy.change) if isinstance(remedy.change, time) else str(remedy.change)


def moment_of(text: str, zone: ZoneInfo) -> datetime | None:
    """The moment that one of our own pages wrote with its offset; None if it did not."""
    try:
        moment = datetime.fromisoformat(text)
        return None if moment.utcoffset() is None else moment.astimezone(zone)
    except (ValueError, OverflowError):
        return None


def notified_or_now(entries: Entries, now: datetime) -> datetime | None:
    """When the clinic is told: what was typed, or now if nothing was."""
    if entries.typed.has(("notice_date", "notice_time")):
        return entries.moment("notice_")
    return now


_ERRORS: Final = {
    **dict.fromkeys(LISTS, "too_long"),
    **dict.fromkeys(("date", "visit_date", "notice_date"), "date_range"),
    **dict.fromkeys(("infusions", "completed", "visit_number"), "whole_number"),
    "reserved": "reserved",
}
"""What to tell of a field whose value the library refuses."""

_CONSTRAINTS: Final = {
    "first_date": ("date", "first_date"),
    "infusions": ("infusions", "too_many"),
    "open_dates": ("weekday", "open_dates"),
}
"""The field beside which it is told why no plan fits, and how."""
