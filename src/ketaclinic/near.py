"""Names near to a misspelt one: within one or two edits, or sounding alike.

An edit adds, drops or changes a letter, or swaps two neighbours. Every name is filed under itself and under what is
left of it when letters are dropped; a misspelling that shares such a remainder is a candidate, and the exact distance
decides.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

_SHORTEST: Final = 5
_LONGEST: Final = 24
"""Long enough for every name of one word but a few chemical ones; the search grows with the square of the length."""
_TWO_EDITS_FROM: Final = 8
_MANY_EDITS: Final = 2
"""So many edits away, a name begins with the letter that was typed: the first one is rarely wrong."""

_SAID_ALIKE: Final = {
    "ph": "f", "x": "ks", "[ck]+": "k", "qu?": "k", "z": "s", "y": "i", "th": "t", "h": "", "ee|ea": "i",
    r"(.)\1+": r"\1",
}  # fmt: skip
_SOUNDS: Final = tuple((re.compile(pattern), heard) for pattern, heard in _SAID_ALIKE.items())


def edits_allowed(name: str) -> int:
    """How many edits a name of that length may be away: none for short ones, which are near to too much."""
    if len(name) < _SHORTEST:
        return 0
    return 1 if len(name) < _TWO_EDITS_FROM else 2


class NearNames:
    """An index of names, made once, that finds those near to another."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_remainder: dict[str, list[str]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for name in names:
            if _SHORTEST <= len(name) <= _LONGEST:
                for remainder in {*_remainders(name, edits_allowed(name))}:
                    self._by_remainder[remainder].append(name)
                self._by_sound[sound(name)].append(name)

    def near(self, typed: str) -> tuple[str, ...]:
        """The names near to what was typed, the nearest first; none for what is too short or too long to tell."""
        if not _SHORTEST <= len(typed) <= _LONGEST:
            return ()
        allowed = edits_allowed(typed)
        found: dict[str, int] = {}
        for remainder in {*_remainders(typed, allowed)}:
            for name in self._by_remainder.get(remainder, ()):
                if name not in found:
                    found[name] = distance(typed, name)
        near = {
            name: edits
            for name, edits in found.items()
            if edits <= min(allowed, edits_allowed(name)) and (edits < _MANY_EDITS or name[0] == typed[0])
        }
        for name in self._by_sound.get(sound(typed), ()):
            near.setdefault(name, _TWO_EDITS_FROM)
        return tuple(sorted(near, key=lambda name: (near[name], name)))


def _remainders(name: str, dropped: int) -> Iterator[str]:
    """The name, and what is left of it without one or more of its letters."""
    for count in range(dropped + 1):
        for places in combinations(range(len(name)), count):
            yield "".join(letter for at, letter in enumerate(name) if at not in places)


def sound(name: str) -> str:
    """The name by its sound, roughly: what is written differently and said alike becomes one."""
    for pattern, heard in _SOUNDS:
        name = pattern.sub(heard, name)
    return name


def distance(one: str, other: str) -> int:
    """The least number of edits from one to the other when no letter is edited twice (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
