"""The application's own words: a small table for each language. Whatever is clinical comes from the library."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import attrs
from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_datetime, format_skeleton, format_time

LANGUAGES: Final = {"en": "en_US", "es": "es_US", "ko": "ko", "fa": "fa"}
"""The languages of the pages, by what stands in an address, with the library's locale for each."""

_FOLDER: Final = Path(__file__).with_name("labels")
_ISOLATES: Final = ("\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}")


class Weekday(NamedTuple):
    """A day of the week, with its names."""

    number: int
    """0 for Monday."""
    narrow: str
    """For a phone: as short as can be, and not always unlike another day's."""
    short: str
    long: str


@attrs.frozen
class Labels:
    """The words of one language."""

    code: str
    """What stands in an address."""
    locale: str
    name: str
    """The language's name in that language."""
    direction: str
    is_reviewed: bool
    """Whether a qualified person has reviewed these words."""
    words: Mapping[str, str] = attrs.field(repr=False)
    errors: Mapping[str, str] = attrs.field(repr=False)

    def __getitem__(self, key: str) -> str:
        return self.words[key]

    def word(self, key: str, **fields: object) -> str:
        """The words of that key with their fields filled in."""
        return self._filled(self.words[key], fields)

    def error(self, key: str, **fields: object) -> str:
        """What is wrong and what to do, with the fields filled in."""
        return self._filled(self.errors[key], fields)

    def day(self, day: date) -> str:
        """A calendar day with its weekday."""
        return format_date(day, "full", locale=self.locale)

    def moment(self, moment: datetime) -> str:
        """A day and a time on the clocks of the zone that the time has, with the zone's name."""
        clock = format_datetime(moment, "zzzz", tzinfo=moment.tzinfo, locale=self.locale)
        return f"{self.day(moment.date())}, {self.clock(moment.time())} ({clock})"

    def clock(self, clock: time) -> str:
        """A time of day."""
        return format_time(clock, "short", locale=self.locale)

    def month(self, first: date) -> str:
        """The name of a month, with its year."""
        return format_skeleton("yMMMM", first, locale=self.locale)

    def week(self) -> list[Weekday]:
        """The days of the week as the language's calendars begin it."""
        locale = Locale.parse(self.locale)
        first = Locale.parse(get_global("likely_subtags").get(self.locale, self.locale)).first_week_day
        widths = [locale.days["stand-alone"][width] for width in ("narrow", "short", "wide")]
        return [Weekday(day % 7, *(names[day % 7] for names in widths)) for day in range(first, first + 7)]

    def around(self, key: str, field: str) -> tuple[str, str]:
        """What stands before a field of the words of that key, and what after it."""
        before, _, after = self.words[key].partition(f"{{{field}}}")
        return before, after

    def _filled(self, text: str, fields: Mapping[str, object]) -> str:
        before, after = _ISOLATES if self.direction == "rtl" else ("", "")
        for name, value in fields.items():
            text = text.replace(f"{{{name}}}", f"{before}{value}{after}")
        return text


@cache
def labels(code: str) -> Labels:
    """The words of one of `LANGUAGES`."""
    table = tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    locale = Locale.parse(LANGUAGES[code])
    return Labels(
        code,
        LANGUAGES[code],
        str(locale.languages[locale.language]),
        locale.text_direction,
        table["is_reviewed"],
        table["words"],
        table["errors"],
    )


def preferred(accepted: str) -> str:
    """The first of our languages that a browser's `Accept-Language` names; English if it names none."""
    ranked: list[tuple[float, str]] = []
    for item in accepted[:200].lower().split(","):
        tag, _, weight = item.strip().partition(";q=")
        code = tag.partition("-")[0]
        if code in LANGUAGES:
            ranked.append((-_weight(weight), code))
    return min(ranked, key=lambda item: item[0])[1] if ranked else "en"


def _weight(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0
