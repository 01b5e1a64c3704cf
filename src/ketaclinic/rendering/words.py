"""Words and figures in one locale: the messages of its catalog, and amounts and numbers as Babel writes them.

The locale is always an argument: neither the environment nor the process' own locale is read.
"""

import copy
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Context, localcontext
from functools import cache
from gettext import NullTranslations
from typing import Final, Literal

from babel import Locale
from babel.dates import format_datetime, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import NumberPattern, format_decimal
from babel.units import format_unit

from ketaclinic.currencies import minor_digits
from ketaclinic.errors import InvalidTypeError, UnknownLocaleError, of_type, shown
from ketaclinic.money import Money

SHIPPED: Final = ("en_US",)
"""The locales that are shipped. English is the source of the messages, so that its catalog is an empty one."""

_LOCALE: Final = re.compile(r"(?P<language>[a-z]{2,3})(?:[_-][a-z]{4})?(?:[_-](?:[a-z]{2}|[0-9]{3}))?", re.IGNORECASE)
_FIELD: Final = re.compile(r"\{([a-z_]+)\}")

# Babel computes in the current decimal context, which is the host program's.
_CONTEXT: Final = Context(prec=28)


class Words:
    """The words of one shipped locale. It never changes, so one is shared by all threads."""

    def __init__(self, locale: str) -> None:
        self._locale = Locale.parse(locale)
        self._catalog = NullTranslations()
        self.language: str = locale.replace("_", "-")
        self._patterns: dict[int, NumberPattern] = {digits: self._currency_pattern(digits) for digits in range(5)}

    def gettext(self, message: str, **fields: str) -> str:
        """The message in this locale, with its `{fields}` filled in."""
        return _filled(self._catalog.gettext(message), fields)

    def ngettext(self, singular: str, plural: str, number: int, **fields: str) -> str:
        """The message in the form that goes with that number."""
        return _filled(self._catalog.ngettext(singular, plural, number), fields)

    def money(self, amount: Money) -> str:
        """The amount with its currency, in exactly the decimal places of the currency's minor unit (ISO 4217)."""
        pattern = self._patterns[minor_digits(amount.currency)]
        with localcontext(_CONTEXT):
            return str(pattern.apply(amount.amount, self._locale, currency=amount.currency, currency_digits=False))

    def number(self, number: int) -> str:
        """The number, with the locale's signs."""
        with localcontext(_CONTEXT):
            return format_decimal(number, locale=self._locale)

    def day(self, moment: datetime, zone: tzinfo) -> str:
        """The calendar day of a moment, with its weekday."""
        return format_skeleton("yMMMEd", moment, tzinfo=zone, locale=self._locale)

    def time(self, moment: datetime, zone: tzinfo) -> str:
        """The time of day of a moment on the clocks of the zone, without the zone's name."""
        return format_time(moment, "short", tzinfo=zone, locale=self._locale)

    def moment(self, moment: datetime, zone: tzinfo) -> str:
        """The day and the time of a moment, and the name of the zone, which tells repeated hours apart."""
        return self.gettext(
            "{date}, {time} {zone}",
            date=self.day(moment, zone),
            time=self.time(moment, zone),
            zone=format_datetime(moment, "z", tzinfo=zone, locale=self._locale),
        )

    def calendar_date(self, day: date) -> str:
        """A calendar day, with its weekday."""
        return self.day(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), UTC)

    def hours(self, span: timedelta) -> str:
        """A span of elapsed time in whole hours and minutes, never in days: 48 hours stay 48 hours."""
        minutes = int(span.total_seconds()) // 60
        hours = format_unit(minutes // 60, "hour", locale=self._locale)
        if minutes % 60 == 0:
            return hours
        return self.listed([hours, format_unit(minutes % 60, "minute", locale=self._locale)], style="unit")

    def listed(self, items: Iterable[str], *, style: Literal["standard", "unit"] = "standard") -> str:
        """The items in a row, with the last two joined as the language does it."""
        return format_list(list(items), style=style, locale=self._locale)

    def month(self, first: date) -> str:
        """The name of a month, with its year."""
        return format_skeleton("yMMMM", first, locale=self._locale)

    def weekdays(self) -> list[tuple[int, str]]:
        """The days of the week in the order of the locale's calendars, 0 for Monday, with their short names."""
        names = self._locale.days["stand-alone"]["short"]
        first = self._locale.first_week_day
        return [(day % 7, names[day % 7]) for day in range(first, first + 7)]

    def _currency_pattern(self, digits: int) -> NumberPattern:
        pattern: NumberPattern = copy.copy(self._locale.currency_formats["standard"])
        pattern.frac_prec = (digits, digits)
        return pattern


def words(locale: str) -> Words:
    """The words for a locale: its own, or those of the shipped one in the same language.

    Raises:
        InvalidTypeError: not a str.
        UnknownLocaleError: not the name of a locale, or in none of the shipped languages.
    """
    if type(locale) is not str:
        raise InvalidTypeError("locale", "the name of a locale, such as 'en_US'", of_type(locale))
    match = _LOCALE.fullmatch(locale)
    for shipped in SHIPPED:
        if match is not None and shipped.partition("_")[0] == match["language"].lower():
            return _words(shipped)
    raise UnknownLocaleError(shown(locale), SHIPPED)


@cache
def _words(shipped: str) -> Words:
    return Words(shipped)


def marked(message: str) -> str:
    """The message as it is: it marks text that stands in a table for the extraction of messages."""
    return message


def _filled(message: str, fields: dict[str, str]) -> str:
    """The message with its fields; unlike `str.format`, it reaches into no attribute of what is filled in."""
    return _FIELD.sub(lambda match: fields[match[1]], message)
