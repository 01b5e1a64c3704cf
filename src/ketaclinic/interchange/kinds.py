"""How types stand in documents: the patterns of those that are text, and what tells the types of a union apart."""

import enum
from datetime import date, datetime, time, timedelta
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin

from ketaclinic.interchange.shapes import SHAPES, id_of

# Python takes more than RFC 3339 does: an offset of +05:99 would silently move a time.
_MINUTE: Final = r"([01][0-9]|2[0-3]):[0-5][0-9]"
DATE: Final = r"[0-9]{4}-[0-9][0-9]-[0-9][0-9]"
CLOCK: Final = rf"{_MINUTE}:[0-5][0-9](\.[0-9]{{1,6}})?"
INSTANT: Final = rf"{DATE}T{CLOCK}(Z|[+-]{_MINUTE})"
AMOUNT: Final = r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,4})?"
DURATION: Final = r"(-?)PT([0-9]{1,15})(?:\.([0-9]{1,6}))?S"

TAG: Final = "type"
"""The key that tells which of several types a value has."""
_TAGS: Final = {
    int: "number",
    str: "text",
    bool: "boolean",
    date: "date",
    datetime: "instant",
    time: "clock",
    timedelta: "duration",
}


def tag_of(kind: Any) -> str:
    """How a document tells that a value of several possible types has this one."""
    if get_origin(kind) is tuple:
        return "window"
    return _TAGS.get(kind) or id_of(kind)


def is_sequence(kind: Any) -> bool:
    """Whether values of that type are arrays."""
    return get_origin(kind) in {tuple, frozenset}


def is_union(kind: Any) -> bool:
    """Whether values of that type can be of several."""
    return isinstance(kind, UnionType)


def members(union: Any) -> tuple[Any, ...]:
    """The types of a union but None."""
    return tuple(kind for kind in get_args(union) if kind is not NoneType)


def is_enum(kind: Any) -> bool:
    """Whether it is an enumeration."""
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


def is_shaped(kind: Any) -> bool:
    """Whether values of that type are objects."""
    return kind in SHAPES
