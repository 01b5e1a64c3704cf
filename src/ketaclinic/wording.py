"""One entry, cut into groups of words: the names in it, the cues that say how they are meant, and what is not known.

The entry is read from left to right, the longest known run first. Commas and the like end a part; "and" and slashes
divide it; brackets and dashes end a part, too, unless a name goes on across them.
"""

import re
from collections.abc import Iterator
from typing import Final

import attrs

from ketaclinic.cues import cues
from ketaclinic.shorthand import spelled_out
from ketaclinic.typed import fold
from ketaclinic.vocabulary import Term, Vocabulary, vocabulary

_SENTENCE: Final = re.compile(r"[;\n]|(?<!\bst)(?<!\bdr)(?<!\bhx)(?<!\bdx)(?<!\bpt)(?<!\bhist)\.\s")
_END: Final = re.compile(r"[,|\u2022]+")
_DIVISION: Final = re.compile(r"[/&+]+")
_LOOSE_END: Final = re.compile(r"[()\[\]]+|\s-+\s")
_TYPES: Final = (["1"], ["2"], ["i"], ["ii"])
"""What bipolar disorder is written with when it is abbreviated like blood pressure."""

_PLURALS: Final = frozenset({"s", "es"})
_ENDINGS: Final = ("xr", "er", "sr", "xl", "cr", "la", "odt", "hcl", "s", "es")
_LONGEST_NAME: Final = 10


@attrs.frozen
class Item:
    """A run of words: `term`, the kind of a cue, `common` for what goes with names, or `unknown`."""

    kind: str
    words: str
    terms: tuple[Term, ...] = ()

    @property
    def is_count(self) -> bool:
        """Whether it is a number, in digits or a word."""
        return self.words.isdecimal() or self.words in cues().counts


@attrs.frozen
class Group:
    """What stands between two divisions of an entry."""

    items: tuple[Item, ...]
    joined_by: str = ""
    """The separator before it, such as "or"; empty after a comma or a bracket."""
    ends_part: bool = False
    """Whether a comma or the like comes after it."""
    ends_sentence: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its items."""
        return frozenset(item.kind for item in self.items)

    @property
    def terms(self) -> tuple[Term, ...]:
        """What its names stand for."""
        return tuple(term for item in self.items for term in item.terms)


def groups(spoken: str) -> list[Group]:
    """The groups of an entry, in its order."""
    spoken = spelled_out(spoken)
    has_control = any(cue in f" {fold(spoken)} " for cue in _CONTROL)
    found: list[Group] = []
    for sentence in _SENTENCE.split(spoken):
        for part in _END.split(sentence):
            found += _of_part(part, has_control=has_control)
        found[-1] = attrs.evolve(found[-1], ends_sentence=True)
    return found


def of_one_word(word: str) -> Group:
    """The group of an entry that is one word of plain letters, as most are."""
    return Group((*_items([word], set(), has_control=False),))


def _of_part(part: str, *, has_control: bool) -> list[Group]:
    """The groups of what stands between two commas or the like."""
    found: list[Group] = []
    divisions = [*_DIVISION.split(part)]
    for number, division in enumerate(divisions):
        pieces = [*_pieces(division, has_control=has_control)]
        for items in _answered(pieces):
            found += _between_separators(items)
            found[-1] = attrs.evolve(found[-1], ends_part=True)
        if number + 1 < len(divisions):
            found[-1] = attrs.evolve(found[-1], ends_part=False)
    return found


_CONTROL: Final = ("control", " managed ", " treated ", " goal ", " on med", " high ", " stable ")
"""What makes a bare "BP" a matter of high blood pressure."""


def _pieces(division: str, *, has_control: bool) -> Iterator[list[Item]]:
    """The items, cut at brackets and dashes that no name goes across."""
    words: list[str] = []
    ends: set[int] = set()
    for piece in _LOOSE_END.split(division):
        words += fold(piece).split()
        ends.add(len(words))
    items: list[Item] = []
    at = 0
    for item in _items(words, ends, has_control=has_control):
        items.append(item)
        at += item.words.count(" ") + 1
        if at in ends:
            yield items
            items = []
    if not words:
        yield []


def _answered(pieces: list[list[Item]]) -> Iterator[list[Item]]:
    """The pieces, each with the one behind it that only says "none" or names a relative: "seizures (mother)"."""
    whole: list[Item] = []
    for items in pieces:
        if whole and not (items and all(_is_answer(item) for item in items)):
            yield whole
            whole = []
        whole = [*whole, *items]
    yield whole


def _is_answer(item: Item) -> bool:
    return item.kind == "relative" or item.words in vocabulary().negations_after or item.words in cues().whose


def _between_separators(items: list[Item]) -> Iterator[Group]:
    group: list[Item] = []
    joined_by = ""
    for item in items:
        if item.kind == "separator":
            yield Group(tuple(group), joined_by)
            group, joined_by = [], item.words
        else:
            group.append(item)
    yield Group(tuple(group), joined_by)


def _items(words: list[str], ends: set[int], *, has_control: bool) -> Iterator[Item]:
    """The words in runs, the longest known run first."""
    known, told = vocabulary(), cues()
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            run = " ".join(words[at : at + size])
            terms = _terms(run, known)
            if terms is not None:
                yield Item("term", run, terms)
                break
            kind = told.kinds.get(run)
            if kind is not None and ends.isdisjoint(range(at + 1, at + size)):
                yield Item(kind, run)
                break
        else:
            size = 1
            is_type = words[at + 1 : at + 2] in _TYPES  # BP2 is no blood pressure
            yield _single(words[at], known, has_control=has_control, is_type=is_type)
        at += size


def _terms(run: str, known: Vocabulary) -> tuple[Term, ...] | None:
    terms = known.anywhere.get(run)
    if terms is None and run in known.products:
        return tuple(term for part in known.products[run] for term in known.anywhere.get(part, (Term(part),)))
    return terms


def _single(word: str, known: Vocabulary, *, has_control: bool, is_type: bool) -> Item:
    """A word that is not known as it is: with an ending that goes with names, or common, or unknown."""
    is_pressure = not is_type and (has_control or word in cues().pressure)
    whole = known.whole.get(word, ()) if is_pressure else ()
    if any(term.group == "hypertension" for term in whole):
        return Item("term", word, whole)
    if is_filler(word, known):
        return Item("common", word)
    for ending in _ENDINGS:
        terms = known.anywhere.get(word.removesuffix(ending)) if word.endswith(ending) else None
        if terms is not None and (ending in _PLURALS or not any(term.is_condition for term in terms)):
            return Item("term", word, terms)
    return Item("unknown", word)


def is_filler(word: str, known: Vocabulary) -> bool:
    """Whether the word goes with names and is none: a strength, a schedule, a common word."""
    return word in known.fillers or word.isdecimal()
