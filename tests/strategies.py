"""What the tests need beside `ketaclinic.testing`: a model of the clocks of a zone, and short forms for times."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

import attrs
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.testing import clinic_datetimes
from ketaclinic.testing.policy_parts import lines
from ketaclinic.vocabulary import vocabulary

PRINTABLE = lines()
"""Names that a clinic can have, metacharacters of every format among them."""

LA = ZoneInfo("America/Los_Angeles")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY, HOUR, QUARTER = 86_400, 3_600, 900

YEARS = {
    "America/Los_Angeles": (2007, 2037),
    "Australia/Lord_Howe": (2007, 2037),  # half an hour
    "America/Sao_Paulo": (1985, 2020),  # at midnight
    "Africa/Casablanca": (2007, 2037),  # around Ramadan
    "Pacific/Apia": (2009, 2022),  # without the 30th of December 2011
    "Asia/Kathmandu": (1985, 1987),  # a quarter of an hour, once
    "Europe/Dublin": (2007, 2037),  # where winter is the exception
}
"""Zones with the years in which their clock changes are looked at."""


class Clock:
    """The clocks of a zone in whole seconds since 1970: a model that knows offsets, integers and nothing else."""

    def __init__(self, name: str) -> None:
        self.name, self.zone = name, ZoneInfo(name)
        first, last = YEARS[name]
        begins, ends = (int((datetime(year, 1, 1, tzinfo=UTC) - EPOCH).total_seconds()) for year in (first, last + 1))
        self._aware: dict[int, datetime] = {}
        self.changes: list[int] = []
        self.offsets = [self._offset(begins)]
        for second in range(begins, ends, DAY):
            if self._offset(second + DAY) != self.offsets[-1]:
                self.changes.append(self._change(second, second + DAY))
                self.offsets.append(self._offset(second + DAY))

    def _offset(self, second: int) -> int:
        offset = moment(second).astimezone(self.zone).utcoffset()
        assert offset is not None
        return int(offset.total_seconds())

    def _change(self, before: int, after: int) -> int:
        while after - before > 1:
            middle = (before + after) // 2
            before, after = (before, middle) if self._offset(middle) != self._offset(before) else (middle, after)
        return after

    def offset(self, second: int) -> int:
        """How far the clocks are ahead of UTC."""
        return self.offsets[bisect_right(self.changes, second)]

    def wall(self, second: int) -> int:
        """What the clocks show, as if they were in UTC."""
        return second + self.offset(second)

    def readings(self, wall: int) -> list[int]:
        """The seconds at which the clocks show that: none, one or two."""
        first, last = (bisect_right(self.changes, wall + hours * HOUR) for hours in (-27, 27))
        near = set(self.offsets[first : last + 1])
        return sorted(wall - offset for offset in near if self.offset(wall - offset) == offset)

    def shown(self, wall: int, fold: int = 0) -> datetime:
        """A local time that the clocks may show."""
        return moment(wall).replace(tzinfo=self.zone, fold=fold)

    def aware(self, second: int) -> datetime:
        """The second in local time, with the fold that it needs."""
        if second not in self._aware:
            wall = self.wall(second)
            self._aware[second] = self.shown(wall, self.readings(wall).index(second))
        return self._aware[second]

    @cached_property
    def policy(self) -> kc.Policy:
        """The FAQ's policy in that zone."""
        return policy_in(self.name)

    def around(self, hours: int = 72, step: int = QUARTER) -> Iterator[int]:
        """The seconds around each change."""
        for change in self.changes:
            yield from range(change - hours * HOUR, change + hours * HOUR + 1, step)


@cache
def clock(name: str) -> Clock:
    """The clocks of that zone."""
    return Clock(name)


def moment(second: int) -> datetime:
    """That many seconds after the beginning of 1970."""
    return EPOCH + timedelta(seconds=second)


def seconds(value: datetime) -> int:
    """The whole seconds from the beginning of 1970 to a moment."""
    return int(value.timestamp() // 1)


@cache
def policy_in(name: str) -> kc.Policy:
    """The FAQ's policy, for a clinic in that zone."""
    policy = kc.faq_policy()
    return attrs.evolve(policy, clinic=attrs.evolve(policy.clinic, time_zone=name))


def at(text: str, zone: ZoneInfo = LA) -> datetime:
    """The local time that is written so."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def visits_at(*texts: str, completed: int = 0) -> tuple[kc.Visit, ...]:
    """The visits of a plan that start then in Los Angeles."""
    return kc.TreatmentPlan.of(map(at, texts), completed=completed).visits


def moments(first: int = 2007, last: int = 2037) -> st.SearchStrategy[datetime]:
    """Moments in UTC, near the clock changes of Los Angeles half of the time."""
    local = clinic_datetimes(first=date(first, 1, 1), last=date(last, 12, 31))
    return local.map(lambda drawn: drawn.astimezone(UTC))


FIRST = date(2026, 12, 1)
"""A Tuesday."""


def dates(visits: Iterable[kc.Visit]) -> list[date]:
    """The visits' dates in the clinic's zone."""
    return [date(visit.starts.year, visit.starts.month, visit.starts.day) for visit in visits]


# ---- Screenings


@cache
def known_names() -> tuple[str, ...]:
    """Every name that the vocabulary finds in an entry."""
    return tuple(sorted({name for name, _ in vocabulary().anywhere.items()}))


HOSTILE = (
    "<script>alert(1)</script>",
    "| a | b |\n|---|---|",
    "[x](http://x) ![y](http://y)",
    "]]> <!-- & &amp; -->",
    "www.x.com",
    "\u202egnimrof\u2066",
    "\x00\x1b[2J\ufffe\ud800",
    "\U0001f480" * 60,
    "{entry} {heading} %s",
    "none",
)


def entries() -> st.SearchStrategy[str]:
    """What patients type: names, names with a letter left out, and anything else."""
    names = st.sampled_from(known_names())
    misspelt = st.tuples(names, st.integers(0, 20)).map(lambda drawn: drawn[0][: drawn[1]] + drawn[0][drawn[1] + 1 :])
    return names | misspelt | st.sampled_from(HOSTILE) | st.text(max_size=60)


@st.composite
def screenings(draw: st.DrawFn, policy: kc.Policy | None = None) -> kc.Screening:
    """Screenings in which each list was asked for or not."""
    lists = st.none() | st.lists(entries(), max_size=4)
    return kc.screen(medications=draw(lists), conditions=draw(lists), substances=draw(lists), policy=policy)
