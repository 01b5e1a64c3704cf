"""Words and figures in one locale: the messages of its catalog, and amounts and numbers as Babel writes them.

The locale is always an argument: neither the environment nor the process' own locale is read.
"""

import copy
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Context, localcontext
from functools import cache, lru_cache, partial
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from typing import Final, Literal

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_datetime, format_skeleton, format_time
from babel.numbers import NumberPattern, format_decimal

from ketaclinic.catalogs import CONTEXT, SHIPPED, compiled_catalog
from ketaclinic.currencies import minor_digits
from ketaclinic.errors import InvalidTypeError, UnknownLocaleError, of_type, shown
from ketaclinic.money import Money
from ketaclinic.rendering.times import ENDS, timed
from ketaclinic.wordings import Wording

_LOCALE: Final = re.compile(r"(?P<language>[a-z]{2,3})(?:[_-][a-z]{4})?(?:[_-](?:[a-z]{2}|[0-9]{3}))?", re.IGNORECASE)
_FIELD: Final = re.compile(r"\{([a-z_]+)\}")

Speech = Literal["all", "cautious", "english"]
"""Which messages are translated: all, those that are reviewed or not clinical, or none."""

_GROUPED: Final = 1_000
"""From here on, the signs of a locale show; every locale of ours has ASCII digits in Babel."""
_ISOLATES: Final = ("\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}")

_AFTER: Final = f"{ENDS}{_ISOLATES[1]}"
"""Signs that do not show and may stand behind what ends."""

_SOUNDS_AS_I: Final = re.compile(r"h?[ií](?![aeo])", re.IGNORECASE)
"""Before it, the Spanish "and" is another word."""

_KEPT: Final = 256
"""How many days and how many times of day are kept in words."""

# Babel computes in the current decimal context, which is the host program's.
_CONTEXT: Final = Context(prec=28)


class Clinical(str):
    """A message that a patient may act on: where no qualified person has reviewed its translation, English leads."""

    __slots__ = ()


class Words:
    """The words of one shipped locale. It never changes, so one is shared by all threads.

    Cautious words leave a clinical message in English until its translation is reviewed; English ones leave each one,
    and have figures, dates and amounts of the locale.
    """

    def __init__(
        self, locale: str, *, speaks: Speech = "all", wording: tuple[Wording, ...] = (), marks_times: bool = False
    ) -> None:
        spoken = SHIPPED[0] if speaks == "english" else locale
        self._locale = Locale.parse(locale)
        self._timed = timed if marks_times else _in_words
        self._whole = Locale.parse(get_global("likely_subtags").get(locale, locale))  # weeks begin by territory
        self._catalog = _catalog(spoken, "all.mo")
        self._clinical = _catalog(locale, "reviewed.mo") if speaks == "cautious" else self._catalog
        self._own = {own.message: own.text for own in wording if own.locale == spoken}
        self._worded: dict[tuple[type, str], tuple[str, ...]] = {}
        # A plan and its sheets tell the same few days and times of day again and again.
        day = self._locale.datetime_skeletons["yMMMEd"].pattern
        self._day = lru_cache(maxsize=_KEPT)(partial(format_date, format=day, locale=self._locale))
        self._clock = lru_cache(maxsize=_KEPT)(partial(format_time, format="short", locale=self._locale))
        # Babel writes all of a list again for each item of it, so it is asked for what stands between two items alone.
        patterns = self._locale.list_patterns["standard"]
        self._joints = {place: pattern.removeprefix("{0}").removesuffix("{1}") for place, pattern in patterns.items()}
        self._isolates = _ISOLATES if self._locale.text_direction == "rtl" else ("", "")
        self.language: str = locale.replace("_", "-")
        self._patterns: dict[int, NumberPattern] = {digits: self._currency_pattern(digits) for digits in range(5)}

    def gettext(self, message: str, **fields: str) -> str:
        """The message in this locale, with its `{fields}` filled in."""
        worded = self._worded.get((type(message), message)) or self._looked_up(message)
        return filled(worded, fields, self.isolated)

    def _looked_up(self, message: str) -> tuple[str, ...]:
        """The message of the catalog or the clinic's own, in parts; kept, since there are only some hundreds."""
        if isinstance(message, Clinical):
            worded = self._clinical.pgettext(CONTEXT, message)
        else:
            worded = self._own.get(message) or self._catalog.gettext(message)
        return self._worded.setdefault((type(message), message), parts(worded))

    def ngettext(self, singular: str, plural: str, number: int, **fields: str) -> str:
        """The message in the form that goes with that number; none of these is clinical."""
        return filled(parts(self._catalog.ngettext(singular, plural, number)), fields, self.isolated)

    def name(self, name: str) -> str:
        """A condition or an everyday substance by its name in this locale; any other name stays as it is.

        A medicine keeps the name that stands on its label.
        """
        return self._clinical.pgettext(CONTEXT, name)

    def isolated(self, text: str) -> str:
        """The text so that it keeps its own direction within this locale's."""
        before, after = self._isolates
        return f"{before}{text}{after}"

    def money(self, amount: Money) -> str:
        """The amount with its currency, in exactly the decimal places of the currency's minor unit (ISO 4217)."""
        pattern = self._patterns[minor_digits(amount.currency)]
        with localcontext(_CONTEXT):
            return str(pattern.apply(amount.amount, self._locale, currency=amount.currency, currency_digits=False))

    def number(self, number: int) -> str:
        """The number, with the locale's signs."""
        if 0 <= number < _GROUPED:
            return str(number)
        with localcontext(_CONTEXT):
            return format_decimal(number, locale=self._locale)

    def day(self, moment: datetime, zone: tzinfo) -> str:
        """The calendar day of a moment, with its weekday."""
        return self.calendar_date(moment.astimezone(zone).date())

    def time(self, moment: datetime, zone: tzinfo) -> str:
        """The time of day of a moment on the clocks of the zone; in a repeated hour, with the zone's name."""
        shown = moment.astimezone(zone)
        return self._timed(shown, self._time(moment, shown, zone))

    def _time(self, moment: datetime, shown: datetime, zone: tzinfo) -> str:
        in_words = self._clock(time(shown.hour, shown.minute))
        if shown.replace(fold=1 - shown.fold).utcoffset() != shown.utcoffset():
            in_words = f"{in_words} {self._zone(moment, zone)}"
        return in_words

    def moment(self, moment: datetime, zone: tzinfo) -> str:
        """The day and the time of a moment, and the name of the zone, which tells repeated hours apart."""
        shown = moment.astimezone(zone)
        in_words = self.gettext(
            "{date}, {time} {zone}",
            date=self._day(shown.date()),
            time=self._clock(time(shown.hour, shown.minute)),
            zone=self._zone(moment, zone),
        )
        return self._timed(shown, in_words)

    def _zone(self, moment: datetime, zone: tzinfo) -> str:
        """The zone's short name, or its long one where the language has no short one but an offset.

        Babel takes the name by whether summer time is on, which is wrong for zones that turn it round, as Dublin's.
        """
        if _is_turned_round(zone, moment.year):
            return format_datetime(moment, "ZZZZ", tzinfo=zone, locale=self._locale)
        short = format_datetime(moment, "z", tzinfo=zone, locale=self._locale)
        if not any(letter.isdigit() for letter in short):
            return short
        return format_datetime(moment, "zzzz", tzinfo=zone, locale=self._locale)

    def calendar_date(self, day: date) -> str:
        """A calendar day, with its weekday."""
        return self._timed(day, self._day(day))

    def hours(self, span: timedelta) -> str:
        """A span of elapsed time in whole hours and minutes, never in days: 48 hours stay 48 hours."""
        minutes = int(span.total_seconds()) // 60
        hours = self._counted(_HOURS, minutes // 60)
        if minutes % 60 == 0:
            return hours
        return self.gettext("{hours}, {minutes}", hours=hours, minutes=self._counted(_MINUTES, minutes % 60))

    def _counted(self, forms: tuple[str, str], number: int) -> str:
        # Babel's long patterns for hours and minutes lack Korean and Persian, and its lists of units Spanish.
        return self.ngettext(*forms, number, count=self.number(number))

    def listed(self, items: Iterable[str]) -> str:
        """The items in a row, with the last two joined as the language does it."""
        isolated = [self.isolated(item) for item in items]
        if len(isolated) < 2:  # there is nothing to join
            return "".join(isolated)
        first, *between, last = isolated
        begun = f"{first}{self._joints['start']}{self._joints['middle'].join(between)}" if between else first
        joint = self._joints["end" if between else "2"]
        if self._locale.language == "es" and _SOUNDS_AS_I.match(last):
            joint = " e "  # which Babel leaves to its callers
        return f"{begun}{joint}{last}"

    def month(self, first: date) -> str:
        """The name of a month, with its year."""
        return format_skeleton("yMMMM", first, locale=self._locale)

    def weekdays(self) -> list[tuple[int, str]]:
        """The days of the week in the order of the locale's calendars, 0 for Monday, with their short names."""
        names = self._locale.days["stand-alone"]["short"]
        first = self._whole.first_week_day
        return [(day % 7, names[day % 7]) for day in range(first, first + 7)]

    def _currency_pattern(self, digits: int) -> NumberPattern:
        pattern: NumberPattern = copy.copy(self._locale.currency_formats["standard"])
        pattern.frac_prec = (digits, digits)
        return pattern


def words(
    locale: str, *, speaks: Speech = "all", wording: tuple[Wording, ...] = (), marks_times: bool = False
) -> Words:
    """The words for a locale: its own, or those of the shipped one in the same language; a clinic's own come first.

    With `marks_times`, days and times are marked for HTML (see `ketaclinic.rendering.times`).

    Raises:
        InvalidTypeError: not a str.
        UnknownLocaleError: not the name of a locale, or in none of the shipped languages.
    """
    return _words(shipped_locale(locale), speaks, wording, marks_times)


def shipped_locale(locale: str) -> str:
    """The shipped locale that serves for this one."""
    if type(locale) is not str:
        raise InvalidTypeError("locale", "the name of a locale, such as 'en_US'", of_type(locale))
    match = _LOCALE.fullmatch(locale)
    for shipped in SHIPPED:
        if match is not None and shipped.partition("_")[0] == match["language"].lower():
            return shipped
    raise UnknownLocaleError(shown(locale), SHIPPED)


@lru_cache(maxsize=64)
def _is_turned_round(zone: tzinfo, year: int) -> bool:
    """Whether the zone's clocks are set back for a part of that year, and not forward."""
    firsts = (datetime(year, month, 1, 12, tzinfo=zone) for month in range(1, 13))
    return any((first.dst() or timedelta()) < timedelta() for first in firsts)


@lru_cache(maxsize=32)
def _words(shipped: str, speaks: Speech, wording: tuple[Wording, ...], marks_times: bool) -> Words:  # noqa: FBT001
    return Words(shipped, speaks=speaks, wording=wording, marks_times=marks_times)


def _in_words(_: date, in_words: str) -> str:
    return in_words


@cache
def _catalog(locale: str, name: str) -> NullTranslations:
    if locale == SHIPPED[0]:
        return NullTranslations()
    return GNUTranslations(BytesIO(compiled_catalog(locale, name)))


def marked(message: str) -> str:
    """The message as it is: it marks text that stands in a table for the extraction of messages."""
    return message


def plural(singular: str, plural: str) -> tuple[str, str]:
    """Both forms of a message as they are, for the extraction of messages."""
    return singular, plural


def clinical(message: str) -> Clinical:
    """The same for a message that a patient may act on."""
    return Clinical(message)


def parts(message: str) -> tuple[str, ...]:
    """Text and the names of fields by turns; text is first and last."""
    return tuple(_FIELD.split(message))


def filled(message: tuple[str, ...], fields: dict[str, str], isolated: Callable[[str], str] = str) -> str:
    """The message with its fields; unlike `str.format`, it reaches into no attribute of what is filled in."""
    if len(message) == 1:
        return message[0]
    pieces = list(message)
    for at in range(1, len(pieces), 2):
        pieces[at] = isolated(fields[pieces[at]])
        if pieces[at + 1].startswith(".") and pieces[at].rstrip(_AFTER).endswith("."):
            pieces[at + 1] = pieces[at + 1][1:]  # "3:00 p.m." ends a sentence as it is
    return "".join(pieces)


_HOURS: Final = plural("{count} hour", "{count} hours")
_MINUTES: Final = plural("{count} minute", "{count} minutes")
