"""Findings in documents: each is what this version finds in its entry, so that no document clears anything."""

from collections.abc import Iterator
from typing import Any, Final

from ketaclinic.entries import MOST_CHARACTERS, MOST_ENTRIES, size, within_length
from ketaclinic.errors import InvalidInputError
from ketaclinic.policy import Policy
from ketaclinic.screening import Finding, Said, found_in
from ketaclinic.values import made, remade

_LISTS: Final = 3
"""What is screened together: medicines, conditions and substances."""

NOT_FOUND: Final = "what this version finds in the entry, and all else of the finding, too"


def told(_: Policy, entry: str, **said: Any) -> Finding:
    """A finding as a document tells it, which is still to be held against its entry."""
    return made(Finding, within_length("entry", entry), remade(Said, tuple(said.values())))


def found(policy: Policy, entry: str, **said: Any) -> Finding:
    """A finding that this version finds in its entry."""
    finding = told(policy, entry, **said)
    if [*not_found((finding,), policy)]:
        raise InvalidInputError("level", NOT_FOUND)
    return finding


def not_found(findings: tuple[Finding, ...], policy: Policy) -> Iterator[int]:
    """The indexes of findings that are not found in their entries; each entry is read once, however many it has.

    Raises:
        InvalidInputError: their entries are more than a screening takes, since reading what is misspelt takes its time.
    """
    places: dict[str, list[int]] = {}
    for index, finding in enumerate(findings):
        places.setdefault(finding.entry, []).append(index)
    if len(places) > _LISTS * MOST_ENTRIES:
        raise InvalidInputError("", f"those of at most {_LISTS * MOST_ENTRIES:,} entries")
    if sum(map(size, places)) > _LISTS * MOST_CHARACTERS:
        raise InvalidInputError("", f"those of entries of at most {_LISTS * MOST_CHARACTERS:,} characters in all")
    for entry, indexes in places.items():
        right = found_in(entry, policy)
        yield from (index for index in indexes if findings[index] not in right)
