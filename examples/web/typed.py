"""What a person has typed so far: it travels from page to page in hidden fields, and is kept nowhere else."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl

import attrs

LISTS: Final = ("medications", "conditions", "substances")

FIELDS: Final = (
    *LISTS,
    "none",
    "infusions",
    "completed",
    "chronic_pain",
    "consultation",
    "per_week",
    "weekday",
    "date",
    "time",
    "fold",
    "visit_date",
    "visit_time",
    "visit_fold",
    "visit_number",
    "reserved",
    "booking",
    "notice_date",
    "notice_time",
    "notice_fold",
)
"""Every field of every page; whatever else is sent is dropped."""

_MOST_FIELDS: Final = 200
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class UnreadableFormError(ValueError):
    """A body that no form of ours sends. It tells nothing of what the body holds."""


@attrs.frozen
class Typed:
    """The values by the field's name. Its `repr` tells nothing, since it may end up in a log."""

    values: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict, repr=False)

    def one(self, name: str) -> str:
        """The last value of a field without blanks around it; empty if there is none."""
        return self.values.get(name, ("",))[-1].strip()

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a field."""
        return self.values.get(name, ())

    def lines(self, name: str) -> tuple[str, ...]:
        """The lines of a field that hold anything."""
        return tuple(line.strip() for line in self.one(name).splitlines() if line.strip())

    def has(self, names: Iterable[str]) -> bool:
        """Whether anything was typed in any of the fields."""
        return any(self.one(name) for name in names)

    def hidden(self, *, without: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
        """What a form that shows only some of the fields has to carry along: names and values."""
        shown = frozenset(without)
        return ((name, value) for name, values in self.values.items() if name not in shown for value in values)

    def with_values(self, **values: str | tuple[str, ...]) -> "Typed":
        """The same with other values of those fields."""
        changed = {name: (value,) if isinstance(value, str) else value for name, value in values.items()}
        return Typed({**self.values, **changed})


def read_form(body: bytes) -> tuple[Typed, Mapping[str, str]]:
    """The fields of an urlencoded form that are a patient's, and the others, such as the button that was used.

    The framework's own reader keeps the last thousand bodies in a cache of the process, so it is not used.

    Raises:
        UnreadableFormError: not such a form, or more fields than any of ours has.
    """
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body), errors="strict",
            max_num_fields=_MOST_FIELDS,
        )  # fmt: skip
    except ValueError:  # of which a UnicodeDecodeError is one; its message holds the body
        raise UnreadableFormError("expected an urlencoded form") from None
    values: dict[str, tuple[str, ...]] = {}
    others: dict[str, str] = {}
    for name, value in pairs:
        if name in FIELDS:
            values[name] = (*values.get(name, ()), _printable(value))
        else:
            others[name] = value
    return Typed(values), others


def _printable(text: str) -> str:
    """The text with one kind of line end and without control characters; joiners, which Persian needs, stay."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
