"""A table of names: each by its folded form, with the terms that it stands for.

Ten thousand names are read when the first entry is screened, of which a screening looks up a handful. So a block of
names is folded at once, and the terms of a name are made when it is looked up.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs

from ketaclinic.typed import fold


@attrs.frozen
class Term:
    """What a name stands for: the group of a rule, an indication, or nothing that the FAQ speaks of."""

    name: str
    group: str | None = None
    """A group of the policy, the id of an indication, or None."""
    note: str | None = None
    """The id of a note, such as `theophylline`."""
    related: tuple[str, ...] = ()
    """Groups that it is near to without being in them."""
    is_indication: bool = False
    is_condition: bool = False
    is_doubtful: bool = False
    """Whether the name has an ordinary meaning, too."""


Source = tuple[str, tuple[Term, ...]]
"""How names are shown (as written in a line with `|`, or as they are if it is empty), and terms like their own."""


class Names(Mapping[str, tuple[Term, ...]]):
    """Names by their folded form. Nothing changes once all are added, save that terms are kept when they are made."""

    def __init__(self) -> None:
        self._sources: dict[str, tuple[Source, ...]] = {}
        self._made: dict[str, tuple[Term, ...]] = {}

    def add(self, names: Iterable[str], source: Source, *, only_new: bool = False) -> None:
        """Add folded names, those that are not empty; with `only_new`, those alone that are not there."""
        sources, alone = self._sources, (source,)
        for name in names:
            if name not in sources:
                if name:
                    sources[name] = alone
            elif not only_new:
                sources[name] = (*sources[name], source)

    def grouped(self) -> Iterator[tuple[str, str]]:
        """Each name with each of the groups and indications that it stands for; it makes no terms."""
        for name, sources in self._sources.items():
            for _, likes in sources:
                for like in likes:
                    if like.group is not None:
                        yield name, like.group

    def __getitem__(self, name: str) -> tuple[Term, ...]:
        made = self._made.get(name)
        if made is None:
            terms = (
                attrs.evolve(like, name=_written(name, shown) if "|" in shown else shown or name)
                for shown, likes in self._sources[name]
                for like in likes
            )
            made = self._made[name] = tuple(dict.fromkeys(terms))
        return made

    def __contains__(self, name: object) -> bool:
        return name in self._sources

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


def _written(name: str, line: str) -> str:
    """How the folded name is written in the line."""
    return next(written.strip() for written in line.split("|") if fold(written) == name)


_KEPT: Final = "|\n"
_PLAIN: Final = "".join(sign.lower() if sign.isalnum() or sign in _KEPT else " " for sign in map(chr, range(128)))
_ACCENTS: Final = (("á", "a"), ("é", "e"), ("í", "i"), ("ó", "o"), ("ú", "u"), ("ü", "u"), ("ñ", "n"))
_DIGITS: Final = re.compile("([0-9]+)")


def folded(block: str) -> list[list[str]]:
    """What stands between the `|` of each line, folded.

    What is plain is folded in all lines at once, which takes a fraction of the time that `fold` takes name by name.
    """
    for accented, letter in _ACCENTS:
        block = block.replace(accented, letter)
    lines = block.split("\n")
    plain = "\n".join(line if line.isascii() and "." not in line else _one_by_one(line) for line in lines)
    plain = " ".join(_DIGITS.split(plain.replace("'", "").translate(_PLAIN)))
    while "  " in plain:
        plain = plain.replace("  ", " ")
    plain = plain.replace("| ", "|").replace(" |", "|")
    return [line.strip().split("|") for line in plain.split("\n")]


def _one_by_one(line: str) -> str:
    return "|".join(fold(name) for name in line.split("|"))
