"""The figures of a policy: a number with its unit, and the clause that it rests on.

Each unit is a type of its own, so that hours are never taken for days: hours are elapsed time, days are calendar days.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import attrs

from ketaclinic import checks
from ketaclinic.errors import InvalidInputError, shown
from ketaclinic.register import check_clause_id
from ketaclinic.values import Checked

__all__ = ["CountRange", "Days", "Hours", "Medicine", "Minutes", "MinutesRange", "Percent", "Telephone"]

_MOST: Final = 10_000
"""More than a year of hours or a week of minutes: a larger figure in a policy is a slip of the pen."""

_NUMBER: Final = re.compile(r"\+?[0-9(][0-9 ().-]{2,28}[0-9]")


def cited(_: object, field: "attrs.Attribute[Any]", value: str) -> None:
    """A validator: the field is the id of a clause."""
    check_clause_id(field.name, value)


def _number(_: object, field: "attrs.Attribute[Any]", value: str) -> None:
    if not _NUMBER.fullmatch(checks.text(field.name, value, most=30)):
        raise InvalidInputError(field.name, "a telephone number, such as '+1 555 010 0199'", shown(value))


@attrs.frozen
class Minutes(Checked):
    """A number of minutes, from 0 to 10,000."""

    minutes: int = attrs.field(validator=checks.whole(most=_MOST))
    clause: str = attrs.field(validator=cited)


@attrs.frozen
class Hours(Checked):
    """A number of hours of elapsed time, from 0 to 10,000.

    >>> import ketaclinic as kc
    >>> kc.faq_policy().cancellation.notice
    Hours(hours=48, clause='cancel.notice')
    """

    hours: int = attrs.field(validator=checks.whole(most=_MOST))
    clause: str = attrs.field(validator=cited)


@attrs.frozen
class Days(Checked):
    """A number of calendar days, from 0 to 10,000."""

    days: int = attrs.field(validator=checks.whole(most=_MOST))
    clause: str = attrs.field(validator=cited)


@attrs.frozen
class Percent(Checked):
    """A share of a hundred, from 0 to 100."""

    percent: int = attrs.field(validator=checks.whole(most=100))
    clause: str = attrs.field(validator=cited)


@attrs.frozen
class CountRange(Checked):
    """A number of things from `least` to `most`, both included, and at least 1."""

    least: int = attrs.field(validator=checks.whole(least=1, most=_MOST))
    most: int = attrs.field(validator=checks.whole(least=1, most=_MOST))
    clause: str = attrs.field(validator=cited)

    _rules = ("_least_first",)

    def _least_first(self) -> Iterator[InvalidInputError]:
        if self.least > self.most:
            yield InvalidInputError("most", f"at least {self.least}, which is `least`", str(self.most))


@attrs.frozen
class MinutesRange(Checked):
    """A time from `least_minutes` to `most_minutes`, both included."""

    least_minutes: int = attrs.field(validator=checks.whole(most=_MOST))
    most_minutes: int = attrs.field(validator=checks.whole(most=_MOST))
    clause: str = attrs.field(validator=cited)

    _rules = ("_least_first",)

    def _least_first(self) -> Iterator[InvalidInputError]:
        if self.least_minutes > self.most_minutes:
            expected = f"at least {self.least_minutes}, which is `least_minutes`"
            yield InvalidInputError("most_minutes", expected, str(self.most_minutes))


@attrs.frozen
class Medicine(Checked):
    """A medicine that the clinic gives, by its generic name and by the brand that patients know."""

    generic: str = attrs.field(validator=checks.line())
    brand: str = attrs.field(validator=checks.line())
    clause: str = attrs.field(validator=cited)


@attrs.frozen
class Telephone(Checked):
    """A telephone number, written as the clinic writes it."""

    number: str = attrs.field(validator=_number)
    clause: str = attrs.field(validator=cited)
