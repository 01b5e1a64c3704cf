"""The checks that every argument passes where it enters the library, and nowhere else.

`count`, `flag`, `instance`, `listed` and `text` check an argument of a function. `whole`, `line` and `a` make attrs
validators of them for the fields of a value.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any, Final, TypeVar

import attrs

from ketaclinic.errors import InvalidInputError, InvalidTypeError, of_type, shown

T = TypeVar("T")
Validator = Callable[[Any, "attrs.Attribute[Any]", Any], None]

MOST: Final = 1_000_000
"""The largest count that is taken: beyond any patient's or clinic's history, and small enough to stay fast."""

MOST_LISTED: Final = 10_000
"""The longest list that is taken."""


def count(argument: str, value: object, *, least: int = 0, most: int = MOST) -> int:
    """The value, if it is a whole number of type int from `least` to `most`; it may be a patient's, so it stays unsaid.

    Raises:
        InvalidTypeError: not exactly an int (a bool, a float, a Decimal and a subclass of int are not).
        InvalidInputError: out of range.
    """
    if type(value) is not int:
        raise InvalidTypeError(argument, f"a whole number (int) from {least:,} to {most:,}", of_type(value))
    if not least <= value <= most:
        raise InvalidInputError(argument, f"a whole number from {least:,} to {most:,}")
    return value


def instance(argument: str, value: object, kind: type[T]) -> T:
    """The value, if it is exactly of that type: a subclass could compare, compute and copy in ways of its own.

    Raises:
        InvalidTypeError: it is not.
    """
    if type(value) is not kind:
        raise InvalidTypeError(argument, f"a value of type {kind.__name__}", of_type(value))
    return value


def flag(argument: str, value: object) -> bool:
    """The value, if it is True or False.

    Raises:
        InvalidTypeError: it is neither.
    """
    if type(value) is not bool:
        raise InvalidTypeError(argument, "True or False", of_type(value))
    return value


def gathered(argument: str, values: object, items: str) -> tuple[Any, ...]:
    """The values as a tuple; at most 10,000 are taken, so that no endless iterable hangs. `items` names them.

    Raises:
        InvalidTypeError: not an iterable, a bare str or bytes, or a mapping.
        InvalidInputError: more than 10,000 items.
    """
    if type(values) is tuple and len(values) <= MOST_LISTED:
        return values
    if type(values) is not list and (  # which is the usual, and soon found out
        isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable)
    ):
        raise InvalidTypeError(argument, f"an iterable of {items}", of_type(values))
    taken = tuple(islice(values, MOST_LISTED + 1))
    if len(taken) > MOST_LISTED:
        raise InvalidInputError(argument, f"at most {MOST_LISTED:,} items")
    return taken


def listed(argument: str, values: object, kind: type[T]) -> tuple[T, ...]:
    """The values as a tuple, if each is of that type (see `gathered`).

    Raises:
        InvalidTypeError: not an iterable, a bare str or bytes, a mapping, or an item of another type.
        InvalidInputError: more than 10,000 items.
    """
    items = gathered(argument, values, f"{kind.__name__} values")
    if not {kind}.issuperset(map(type, items)):
        index = next(index for index, item in enumerate(items) if type(item) is not kind)
        instance(f"{argument}[{index}]", items[index], kind)
    return items


def text(argument: str, value: object, *, most: int = 200) -> str:
    """The value, if it is one line of printable text without blanks around it.

    Joiners, which Persian and other scripts need, may stand in it; controls and direction marks may not.

    Raises:
        InvalidTypeError: not a str.
        InvalidInputError: empty, longer than `most` characters, or with characters that do not print.
    """
    if type(value) is not str:
        raise InvalidTypeError(argument, "text", of_type(value))
    joined = value.replace("\N{ZERO WIDTH NON-JOINER}", "").replace("\N{ZERO WIDTH JOINER}", "")
    if not (joined and len(value) <= most and joined.isprintable() and joined == joined.strip()):
        expected = f"1 to {most} printable characters on one line, with no blanks around them"
        raise InvalidInputError(argument, expected, shown(value))
    return value


def whole(*, least: int = 0, most: int = MOST) -> Validator:
    """A validator: the field is a whole number in that range. It shows the number, which is no patient's."""

    def validator(_: object, field: "attrs.Attribute[Any]", value: object) -> None:
        try:
            count(field.name, value, least=least, most=most)
        except InvalidInputError as error:
            raise InvalidInputError(field.name, error.expected, shown(value)) from None

    return validator


def line() -> Validator:
    """A validator: the field is one line of text (see `text`)."""

    def validator(_: object, field: "attrs.Attribute[Any]", value: object) -> None:
        text(field.name, value)

    return validator


def a(kind: type) -> Validator:
    """A validator: the field is of that type."""

    def validator(_: object, field: "attrs.Attribute[Any]", value: object) -> None:
        instance(field.name, value, kind)

    return validator
