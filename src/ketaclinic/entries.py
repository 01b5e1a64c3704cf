"""What may be entered: so many names, so long ones. Reading what is misspelt takes its time, so lists have an end."""

from collections.abc import Iterable, Sequence
from typing import Final

from ketaclinic import checks
from ketaclinic.errors import InvalidInputError
from ketaclinic.typed import length

LONGEST: Final = 500
"""Characters of an entry."""
MOST_ENTRIES: Final = 1_000
MOST_CHARACTERS: Final = 20_000
"""Of a list."""


def within_limits(argument: str, entries: Iterable[str]) -> tuple[str, ...]:
    """The entries of a list.

    Raises:
        InvalidTypeError: a bare str, or not all of them are str.
        InvalidInputError: too many, too long, or too long together.
    """
    taken = checks.listed(argument, entries, str)
    if len(taken) > MOST_ENTRIES:
        raise InvalidInputError(argument, f"at most {MOST_ENTRIES:,} entries")
    _fit(argument, [*map(len, taken)])  # before any work on them
    if not all(map(str.isascii, taken)):
        _fit(argument, [*map(size, taken)])
    return taken


def within_length(argument: str, entry: str) -> str:
    """A single entry.

    Raises:
        InvalidInputError: it is too long.
    """
    if size(entry) > LONGEST:
        raise InvalidInputError(argument, f"at most {LONGEST} characters")
    return entry


def size(entry: str) -> int:
    """Its characters. One that stands for several counts as these, unless they are too many as they are."""
    return len(entry) if entry.isascii() or len(entry) > LONGEST else length(entry)


def _fit(argument: str, sizes: Sequence[int]) -> None:
    if sizes and max(sizes) > LONGEST:
        index = next(index for index, own in enumerate(sizes) if own > LONGEST)
        raise InvalidInputError(f"{argument}[{index}]", f"at most {LONGEST} characters")
    if sum(sizes) > MOST_CHARACTERS:
        raise InvalidInputError(argument, f"at most {MOST_CHARACTERS:,} characters in all")
