"""What the tests draw: legal values of every kind, and the careless input that comes with them."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, cached_property
from zoneinfo import ZoneInfo

import attrs
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.currencies import minor_digits
from ketaclinic.vocabulary import vocabulary

CURRENCIES = ("USD", "EUR", "JPY", "KWD", "UYW", "IQD")
"""Of two, none, three and four decimal places, and one whose CLDR digits differ."""


def counts(most: int = 60) -> st.SearchStrategy[int]:
    """Numbers of infusions, near the tiers' edges more often than not."""
    return st.integers(0, 8) | st.integers(0, most)


@st.composite
def moneys(draw: st.DrawFn, currency: str | None = None, least: int = -(10**12), most: int = 10**12) -> kc.Money:
    """Amounts, drawn in minor units."""
    code = draw(st.sampled_from(CURRENCIES)) if currency is None else currency
    units = draw(st.integers(least, most))
    return kc.Money(Decimal(units).scaleb(-minor_digits(code)), code)


@st.composite
def schedules(
    draw: st.DrawFn, currency: str = "USD", clauses: tuple[str, ...] = ("price.initial",), closed: bool | None = False
) -> kc.PriceSchedule:
    """Price schedules of one to five tiers; `closed` None draws whether the last tier is."""
    ends = draw(st.lists(st.integers(1, 50), min_size=1, max_size=5, unique=True).map(sorted))
    lasts: list[int | None] = [*ends]
    if not (draw(st.booleans()) if closed is None else closed):
        lasts[-1] = None
    price = moneys(currency, least=0, most=10**7)
    return kc.PriceSchedule(
        tiers=tuple(kc.Tier(last=last, unit_price=draw(price), clause=draw(st.sampled_from(clauses))) for last in lasts)
    )


@st.composite
def pricings(draw: st.DrawFn) -> kc.Pricing:
    """Pricings in any currency, with or without a schedule for chronic pain."""
    currency = draw(st.sampled_from(CURRENCIES))
    price = moneys(currency, least=0, most=10**7)
    return kc.Pricing(
        currency=currency,
        infusions=draw(schedules(currency, ("price.initial", "price.thereafter"), closed=None)),
        consultations=kc.Consultations(
            pre_infusion=kc.ConsultationPrice(draw(price), "price.consultation"),
            telephone=kc.ConsultationPrice(draw(price), "price.consultation"),
            information=kc.ConsultationPrice(
                draw(price), "price.information-consultation", draw(st.none() | st.integers(1, 90))
            ),
        ),
        chronic_pain=draw(st.none() | schedules(currency, ("price.chronic-pain",), closed=None)),
    )


PRINTABLE = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).filter(
    lambda text: text.isprintable() and text == text.strip()
)
"""Names that a clinic can have, metacharacters of every format among them."""


@st.composite
def policies(draw: st.DrawFn) -> kc.Policy:
    """Policies with other prices, names and figures than the FAQ's."""
    policy = kc.faq_policy()
    clinic = attrs.evolve(policy.clinic, name=draw(PRINTABLE), doctor=draw(PRINTABLE))
    notice = kc.Hours(draw(st.integers(0, 10_000)), "cancel.notice")
    return attrs.evolve(
        policy,
        clinic=clinic,
        pricing=draw(pricings()),
        cancellation=kc.CancellationPolicy(notice=notice),
    )


def treatings() -> st.SearchStrategy[frozenset[kc.Indication] | None]:
    """What is treated, chronic pain left out."""
    others = [indication for indication in kc.Indication if indication is not kc.Indication.CHRONIC_PAIN]
    return st.none() | st.frozensets(st.sampled_from(others))


def consultations() -> st.SearchStrategy[list[kc.Service]]:
    """Lists of services that are not infusions."""
    return st.lists(st.sampled_from([service for service in kc.Service if service is not kc.Service.INFUSION]))


# ---- Time

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
    """Aware times, near the clock changes of Los Angeles more often than not."""
    changes = st.sampled_from(clock("America/Los_Angeles").changes)
    near = st.builds(lambda change, away: moment(change + away), changes, st.integers(-4 * DAY, 4 * DAY))
    anywhere = st.datetimes(datetime(first, 1, 1), datetime(last, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
    return near | anywhere


FIRST = date(2026, 12, 1)
"""A Tuesday."""


@st.composite
def calendars(draw: st.DrawFn, first: date = FIRST) -> kc.ClinicCalendar:
    """Calendars of every kind, mostly open in the four weeks from `first` on."""
    days = st.integers(0, 27).map(lambda day: first + timedelta(days=day))
    ranges = st.tuples(days, st.integers(0, 4)).map(lambda drawn: (drawn[0], drawn[0] + timedelta(days=drawn[1])))
    return kc.ClinicCalendar(
        open_weekdays=draw(st.sets(st.integers(0, 6), min_size=3) | st.just(set(range(7)))),
        closed=draw(st.lists(days | ranges, max_size=5)),
        taken=draw(st.lists(days, max_size=4)),
        opens=draw(st.none() | st.just(time(9))),
        closes=draw(st.none() | st.sampled_from([time(11), time(12), time(18)])),
    )


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
