"""Names near to a misspelt one: within one or two edits, or sounding alike.

An edit adds, drops or changes a letter, or swaps two neighbours. Every name is kept with the set of its letters, by its
length: an edit changes two members of that set at most, which leaves few names whose exact distance is to be counted.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

_SHORTEST: Final = 5
_LONGEST: Final = 24
"""Long enough for every name of one word but a few chemical ones; the search grows with the square of the length."""
_TWO_EDITS_FROM: Final = 8
_SAID_ALIKE: Final = {
    r"que\b": "k", "ph": "f", "x": "ks", "[ck]+": "k", "qu?": "k", "z": "s", "y": "i", "th": "t", "h": "", "ee|ea": "i",
    r"(.)\1+": r"\1",
}  # fmt: skip
_SOUNDS: Final = tuple((re.compile(pattern), heard) for pattern, heard in _SAID_ALIKE.items())


def edits_allowed(length: int) -> int:
    """How many edits a name of that length may be away, if it is not too short, and so near to too much, for any."""
    return 1 if length < _TWO_EDITS_FROM else 2


class NearNames:
    """An index of names, made once, that finds those near to another."""

    def __init__(self, names: Iterable[str], *, shortest: int = _SHORTEST) -> None:
        self._lengths: Final = range(shortest, _LONGEST + 1)
        known = [name for name in names if len(name) in self._lengths]
        self._names: Final = frozenset(known)
        self._by_form: Final[dict[tuple[str, int], list[tuple[int, str]]]] = defaultdict(list)
        """The names by their first letters and lengths, each with the set of its letters."""
        self._by_rest: Final[dict[str, list[str]]] = defaultdict(list)
        """The names by all their letters but the first."""
        self._by_sound: Final[dict[str, list[str]]] = defaultdict(list)
        for name, heard in zip(known, sound("\n".join(known)).split("\n"), strict=False):
            self._by_form[name[0], len(name)].append((_letters(name), name))
            self._by_rest[name[1:]].append(name)
            self._by_sound[heard].append(name)

    def near(self, typed: str) -> tuple[str, ...]:
        """The names near to what was typed, the nearest first; none for what is too short or too long to tell."""
        if len(typed) not in self._lengths:
            return ()
        near = dict.fromkeys(self._but_for_the_first(typed), 1)
        for name, most in self._of_like_letters(typed):
            edits = distance(typed, name, most)
            if edits <= most:
                near[name] = edits
        for name in self._by_sound.get(sound(typed), ()):
            near.setdefault(name, _TWO_EDITS_FROM)
        return tuple(sorted(near, key=lambda name: (near[name], name)))

    def _but_for_the_first(self, typed: str) -> Iterator[str]:
        """The names that are one edit of the first letter away."""
        yield from self._by_rest.get(typed, ())
        yield from self._by_rest.get(typed[1:], ())
        yield from self._names & {typed[1:], f"{typed[1]}{typed[0]}{typed[2:]}"}

    def _of_like_letters(self, typed: str) -> Iterator[tuple[str, int]]:
        """The names that begin as what was typed does and share its letters, but for as many as edits may change.

        Each comes with how many edits it may be away.
        """
        letters, allowed = _letters(typed), edits_allowed(len(typed))
        for gap in range(-allowed, allowed + 1):
            edits = min(allowed, edits_allowed(len(typed) + gap))
            most = 2 * edits - abs(gap)  # an edit that changes the length changes the set by one letter, others by two
            for own, name in self._by_form.get((typed[0], len(typed) + gap), ()):
                if (own ^ letters).bit_count() <= most:
                    yield name, edits


def _letters(name: str) -> int:
    """The set of the name's letters, as bits; those of other alphabets share bits, which leaves more names to count."""
    bits = 0
    for letter in name:
        bits |= 1 << ord(letter) % 32
    return bits


def sound(name: str) -> str:
    """The name by its sound, roughly: what is written differently and said alike becomes one; line by line."""
    for pattern, heard in _SOUNDS:
        name = pattern.sub(heard, name)
    return name


def distance(one: str, other: str, most: int) -> int:
    """The least number of edits from one to the other when no letter is edited twice; `most + 1` if it is higher."""
    gap = abs(len(one) - len(other))
    if one == other:
        return 0
    if most < max(gap, 1):
        return most + 1
    at = 0
    for letter, wanted in zip(one, other, strict=False):
        if letter != wanted:
            break
        at += 1
    one, other = one[at:], other[at:]
    if not one or not other:
        return gap
    left = [(one[1:], other[1:]), (one[1:], other), (one, other[1:])]
    if one[:2] == other[1::-1]:
        left.append((one[2:], other[2:]))
    if any(rest == wanted for rest, wanted in left):
        return 1
    if most == 1:
        return 2
    return 1 + min(distance(rest, wanted, most - 1) for rest, wanted in left)
