"""What one entry speaks of: each name in it, how surely it is known, and whether it tells of an absence or a relative.

Nothing in it is dropped: what is left over and is neither a strength nor a schedule nor a common word is read as
something unknown, and keeps the rest of the entry from being cleared. What is not surely absent counts as present.
"""

import enum
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import attrs

from ketaclinic.cues import cues
from ketaclinic.typed import fold, in_latin_letters
from ketaclinic.vocabulary import GROUPED_CONDITIONS, Term, Vocabulary, vocabulary
from ketaclinic.wording import Group, Item, groups, is_filler

__all__ = ["FindingNote", "Match", "Reading", "readings"]

_CODE: Final = re.compile(r"(?<![A-Za-z0-9])[A-TV-Za-tv-z][0-9][0-9A-Za-z](?:\.?[0-9A-Za-z]{1,4})?(?![A-Za-z0-9])")
_SUBSTANCES: Final = frozenset({"cannabis", "alcohol", "cocaine", "heroin", "illicit", "benzodiazepine"})
_MOST_SUGGESTIONS: Final = 5
_MOST_MISSPELT: Final = 3


class Match(enum.Enum):
    """How surely an entry was recognised."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    """A misspelling or letters that only look right, and so to be confirmed."""
    NONE = "none"


class FindingNote(enum.Enum):
    """What is to be said of a finding beside its level."""

    CONFIRM_SPELLING = "confirm_spelling"
    CONFIRM_MEANING = "confirm_meaning"
    """The name has an ordinary meaning, too."""
    OTHER_WORDS = "other_words"
    """Something else stands in the entry, which may change what is meant; nothing in it is cleared."""
    ABSENCE = "absence"
    """The entry says that there is none."""
    UNCLEAR_ABSENCE = "unclear_absence"
    """The entry speaks of an absence and may well mean that there is one: "no refills on Xanax"."""
    PAST = "past"
    """The entry says that it may be over."""
    RELATIVE = "relative"
    """The entry speaks of somebody else."""
    PASS_AN_EMPTY_LIST = "pass_an_empty_list"  # noqa: S105  # no password
    """The entry says "none"."""
    CONTROLLED = "controlled"
    CONTROL_UNKNOWN = "control_unknown"
    ILLICIT_KETAMINE = "illicit-ketamine"
    THEOPHYLLINE = "theophylline"
    XANTHINE_BRONCHODILATOR = "xanthine-bronchodilator"
    MAO_INHIBITOR = "mao-inhibitor"
    OTHER_ANTIDEPRESSANT = "other-antidepressant"
    OTHER_REUPTAKE_INHIBITOR = "other-reuptake-inhibitor"
    LITHIUM_SUPPLEMENT = "lithium-supplement"
    Z_DRUG = "z-drug"
    GABAPENTINOID = "gabapentinoid"
    KETAMINE_MEDICAL = "ketamine-medical"
    OPIOID = "opioid"
    STIMULANT = "stimulant"
    TOBACCO = "tobacco"
    NALTREXONE = "naltrexone"


@attrs.frozen
class Reading:
    """One thing that an entry speaks of. `term` is None for what is unknown."""

    term: Term | None
    match: Match
    notes: tuple[FindingNote, ...] = ()
    suggestions: tuple[Term, ...] = ()


_Told = frozenset[FindingNote]
_NOTHING_TOLD: Final[_Told] = frozenset()
_ABSENT: Final = frozenset({FindingNote.ABSENCE, FindingNote.UNCLEAR_ABSENCE})
_NOT_THEIRS: Final = frozenset({FindingNote.ABSENCE, FindingNote.RELATIVE})
_SIGNS: Final = frozenset("®™©℠•◦▪●■□▫○°")
"""Signs that stand between words or go with a trade mark; any other sign, such as a picture, may mean something."""


def readings(entry: str) -> tuple[Reading, ...]:
    """Everything that the entry speaks of, at least one reading, each once."""
    known = vocabulary()
    folded = fold(entry)
    if not folded:
        return (Reading(None, Match.NONE),)
    latin = None if folded in known.anywhere else in_latin_letters(folded)  # a few names have a Greek letter
    if latin is not None:
        return tuple(_unsure(reading) for reading in readings(latin))
    found = [*_in_words(entry, folded, known)]
    if not entry.isascii() and any(_is_picture(letter) for letter in entry):
        found.append(Reading(None, Match.NONE))
    return _with_its_substance(dict.fromkeys(_doubted(found)))


def _is_picture(letter: str) -> bool:
    return unicodedata.category(letter) == "So" and letter not in _SIGNS


def _in_words(entry: str, folded: str, known: Vocabulary) -> Iterator[Reading]:
    if folded in known.nothing:
        yield Reading(None, Match.NONE, (FindingNote.PASS_AN_EMPTY_LIST,))
        return
    whole = known.whole.get(folded) or known.whole.get(_bare(entry, known))
    if whole and folded not in known.anywhere:
        for term in whole:
            control = [FindingNote.CONTROL_UNKNOWN] if term.group == "hypertension" else []
            yield _exact(term, *control)
    else:
        yield from _of_codes(entry, known)
        yield from _of_words(entry, known)


def _with_its_substance(found: Iterable[Reading]) -> tuple[Reading, ...]:
    """The readings, at least one; of an addiction without its substance, that something is left unsaid."""
    found = tuple(found)
    named = {reading.term.group for reading in found if reading.term is not None}
    unsaid = "substance_addiction" in named and not named & _SUBSTANCES
    return (*found, Reading(None, Match.NONE)) if unsaid or not found else found


def _doubted(found: list[Reading]) -> Iterator[Reading]:
    """The readings, each with the note that other words stand beside it, if there are some that were not understood."""
    is_strange = any(reading.match is not Match.EXACT for reading in found)
    for reading in found:
        yield _noted(reading, FindingNote.OTHER_WORDS) if is_strange and _is_there(reading) else reading


def _is_there(reading: Reading) -> bool:
    """Whether the reading is surely of a group, and of something that is the patient's own."""
    return _is_grouped(reading) and reading.match is Match.EXACT and _NOT_THEIRS.isdisjoint(reading.notes)


def _is_grouped(reading: Reading) -> bool:
    return reading.term is not None and reading.term.group is not None


def _noted(reading: Reading, *notes: FindingNote) -> Reading:
    return attrs.evolve(reading, notes=tuple(dict.fromkeys((*reading.notes, *notes)))) if notes else reading


def _bare(entry: str, known: Vocabulary) -> str:
    """The folded entry without strengths and schedules; a number stays with the letters that it is written with."""
    words = (fold(word) for word in entry.split())
    return " ".join(word for word in words if not all(is_filler(part, known) for part in word.split()))


def _exact(term: Term, *notes: FindingNote) -> Reading:
    own = [FindingNote(term.note)] if term.note else []
    doubt = [FindingNote.CONFIRM_MEANING] if term.is_doubtful else []
    return Reading(term, Match.EXACT, (*own, *doubt, *notes))


def _unsure(reading: Reading) -> Reading:
    """The reading of letters that only look like those of the name."""
    if reading.term is None or reading.match is Match.NONE:
        return reading
    suggestions = reading.suggestions or (reading.term,)
    return attrs.evolve(_noted(reading, FindingNote.CONFIRM_SPELLING), match=Match.APPROXIMATE, suggestions=suggestions)


def _of_codes(entry: str, known: Vocabulary) -> Iterator[Reading]:
    for code in _CODE.finditer(entry):
        for term in known.of_code(code[0]):
            control = [FindingNote.CONTROL_UNKNOWN] if term.group == "hypertension" else []
            yield _exact(term, *control)


def _of_words(entry: str, known: Vocabulary) -> Iterator[Reading]:
    """The readings of each group of words; an absence or a relative lasts until the entry turns elsewhere."""
    spoken = _CODE.sub(lambda code: " " if known.of_code(code[0]) else code[0], entry)
    parts = groups(spoken)
    explained = _explained(term.group for group in parts for term in group.terms)
    is_turned = any(_turns(item) for group in parts for item in group.items)
    told: _Told = _NOTHING_TOLD
    lasts = False  # whether an absence goes on over a comma
    for group, around, goes_on in zip(parts, _around(parts), _going_on(parts), strict=True):
        reader = _GroupReader(group, told, around, is_turned=is_turned)
        yield from reader.readings(known, explained, is_first=group is parts[0])
        told = reader.told
        for item in group.items:
            if item.kind == "negation":
                lasts = item.words in cues().lasting
        if group.ends_part and not lasts and not goes_on:
            told -= _ABSENT  # "no weed, cocaine" may well mean that there is cocaine


def _turns(item: Item) -> bool:
    """Whether the item may change what is said of a name, as "allergic" does; within a name of a group it does not."""
    is_name = any(term.group is not None for term in item.terms)
    return not is_name and not cues().turning_point.isdisjoint(item.words.split())


def _around(parts: list[Group]) -> Iterator[frozenset[str]]:
    """The kinds of cues in each group and in those beside it that name nothing."""
    before = _before(parts)
    after = reversed([*_before(parts[::-1])])
    return (one | group.kinds | other for one, group, other in zip(before, parts, after, strict=True))


def _before(parts: list[Group]) -> Iterator[frozenset[str]]:
    """The kinds of cues in the groups before each, back to one that names something."""
    kinds: frozenset[str] = frozenset()
    for group in parts:
        yield kinds
        kinds = frozenset() if group.terms else kinds | group.kinds


def _going_on(parts: list[Group]) -> list[bool]:
    """Whether each group is followed by a list of bare names that ends in "or": "no seizures, asthma or psychosis"."""
    goes_on = False
    found = []
    for group in reversed(parts):
        found.append(goes_on)
        ends_list = group.joined_by in cues().alternative or any(
            item.words in cues().alternative for item in group.items
        )
        goes_on = ends_list or (goes_on and not group.kinds - {"term"})
    return found[::-1]


class _GroupReader:
    """Reads one group of words: what it names, and what is told of each name."""

    def __init__(self, group: Group, told: _Told, around: frozenset[str], *, is_turned: bool) -> None:
        self.told = told
        """What holds where the reader stands, and in the end for the next group."""
        self._items = group.items
        self._kinds = group.kinds
        self._around = around
        self._words = cues()
        self._is_turned = is_turned
        self._found: list[tuple[Reading, _Told]] = []
        self._left: list[str] = []
        self._awaits_name = False
        self._is_dependent = False

    def readings(self, known: Vocabulary, explained: frozenset[str], *, is_first: bool) -> Iterator[Reading]:
        """The readings of the group."""
        for index, item in enumerate(self._items):
            self._take(index, item)
        left = [word for word in self._left if word not in explained or word in known.whole]
        self._tell_behind(known)
        for reading, told in self._found:
            yield self._told_of(reading, told)
        if left:
            for reading in _near(left, known):
                yield _noted(reading, *_sorted(self.told & {*_ABSENT, FindingNote.RELATIVE}))
        elif self._is_unsaid(is_first=is_first):
            yield Reading(None, Match.NONE)

    def _take(self, index: int, item: Item) -> None:
        if item.kind == "term":
            self._found += [(self._read(term), self.told) for term in item.terms]
            self._awaits_name = self._is_dependent = False
        elif item.kind == "unknown":
            if not (self._awaits_name and item.words in self._words.open):
                self._left.append(item.words)
        else:
            self._take_cue(index, item)

    def _take_cue(self, index: int, item: Item) -> None:
        if item.kind in {"resuming", "turning"}:
            if not (self._awaits_name and item.words in self._words.open):  # as in "no tomo"
                self.told = _NOTHING_TOLD if item.kind == "resuming" else self.told - _ABSENT
        elif item.kind == "affirming":
            self.told |= {FindingNote.UNCLEAR_ABSENCE}
            self._awaits_name = True
        elif item.kind == "negation":
            self.told |= {FindingNote.ABSENCE}
            self._awaits_name = True
            before = self._items[:index]
            if item.words in self._words.without and any(self._says_something(other) for other in before):
                self._is_dependent = True
        elif item.kind == "relative":
            self.told |= {FindingNote.RELATIVE}
        elif item.kind == "free" and self._found and self._items[index - 1].kind == "term":
            self._found = [(reading, told | {FindingNote.ABSENCE}) for reading, told in self._found]

    def _read(self, term: Term) -> Reading:
        if self._is_dependent and not term.is_condition:
            return _exact(term, FindingNote.UNCLEAR_ABSENCE)
        if term.group != "hypertension":
            return _exact(term)
        if "uncontrolled" in self._around:
            return _exact(term)
        others = (other for item in self._items for other in item.terms if other.is_condition)
        alone = all(other.group == "hypertension" for other in others)
        is_controlled = "controlled" in self._around and alone and self._around.isdisjoint({"negation", "affirming"})
        return _exact(term, FindingNote.CONTROLLED if is_controlled else FindingNote.CONTROL_UNKNOWN)

    def _tell_behind(self, known: Vocabulary) -> None:
        """What is told behind a name: "seizures: none", "schizophrenia in my brother"."""
        last = self._items[-1] if self._items else None
        if last is None or not self._found:
            return
        if last.words in known.negations_after:
            self._found = [(reading, told | {FindingNote.ABSENCE}) for reading, told in self._found]
        names = [index for index, item in enumerate(self._items) if item.kind == "term"]
        behind = [item for item in self._items[names[-1] + 1 :] if item.words not in self._words.whose]
        if behind and behind[0].kind == "relative" and all(self._is_open(item) for item in self._items):
            self._found = [
                (reading, told | {FindingNote.RELATIVE} if _is_condition(reading) else told)
                for reading, told in self._found
            ]

    def _told_of(self, reading: Reading, told: _Told) -> Reading:
        """The reading with what is told of it; an absence only where nothing else can be meant."""
        is_condition = _is_condition(reading)
        if FindingNote.UNCLEAR_ABSENCE in told or FindingNote.UNCLEAR_ABSENCE in reading.notes:
            told = told - _ABSENT | {FindingNote.UNCLEAR_ABSENCE}
        elif FindingNote.ABSENCE in told and is_condition and self._around & {"since", "former", "free", "last"}:
            told = told - _ABSENT | {FindingNote.PAST}
        elif FindingNote.ABSENCE in told and not self._is_clear():
            told = told - _ABSENT | {FindingNote.UNCLEAR_ABSENCE}
        if "former" in self._around or (is_condition and "last" in self._kinds):
            told |= {FindingNote.PAST}
        if _is_grouped(reading) and (self._is_turned or (not is_condition and self._has_condition_without_reason())):
            told |= {FindingNote.OTHER_WORDS}
        if is_condition and "possessive" in self._kinds:
            told |= {FindingNote.RELATIVE}
        if told & _NOT_THEIRS:
            reading = attrs.evolve(reading, notes=tuple(note for note in reading.notes if note not in _CONTROL_NOTES))
        return _noted(reading, *_sorted(told))

    def _has_condition_without_reason(self) -> bool:
        has_condition = any(term.is_condition for item in self._items for term in item.terms)
        return has_condition and not any(item.words in self._words.reason for item in self._items)

    def _is_clear(self) -> bool:
        """Whether an absence in the group can mean nothing else; "no asthma inhaler" may mean that there is asthma."""
        kinds = {term.is_condition for item in self._items for term in item.terms}
        return len(kinds) < 2 and all(self._is_open(item) for item in self._items)

    def _says_something(self, item: Item) -> bool:
        return item.kind in {"term", "negation"} or not self._is_open(item)

    def _is_open(self, item: Item) -> bool:
        """Whether the item leaves an absence what it is."""
        return item.kind in _OPEN or (
            item.kind in {"common", "unknown"} and (item.words in self._words.open or item.words.isdecimal())
        )

    def _is_unsaid(self, *, is_first: bool) -> bool:
        """Whether something is said that names nothing, or an absence or a relative that belongs to no name."""
        if self._found:
            return bool(self._kinds & _OF_A_NAME) and not any(told for _, told in self._found)
        if self._kinds & _OF_A_NAME and not is_first:
            return True
        return any(
            item.words in self._words.unnamed
            and not (index and self._items[index - 1].is_count and item.words in self._words.counted)
            for index, item in enumerate(self._items)
        )


_OPEN: Final = frozenset(
    {"answer", "term", "negation", "relative", "resuming", "turning", "since", "former", "last", "free"}
)
_OF_A_NAME: Final = frozenset({"negation", "relative", "affirming"})
_CONTROL_NOTES: Final = frozenset({FindingNote.CONTROLLED, FindingNote.CONTROL_UNKNOWN})


def _is_condition(reading: Reading) -> bool:
    return reading.term is not None and reading.term.is_condition


def _sorted(notes: Iterable[FindingNote]) -> list[FindingNote]:
    return sorted(notes, key=lambda note: note.value)


def _explained(groups: Iterable[str | None]) -> frozenset[str]:
    """The words of the names of those groups of conditions, such as "congestive" beside "heart failure"."""
    of_group = _words_of_conditions()
    return frozenset(word for group in {*groups} for word in of_group.get(group or "", ()))


@cache
def _words_of_conditions() -> dict[str, frozenset[str]]:
    """By group of conditions, every word of its names."""
    words = defaultdict(set)
    for name, terms in vocabulary().anywhere.items():
        for term in terms:
            if term.group in GROUPED_CONDITIONS:
                words[term.group].update(name.split())
    return {group: frozenset(those) for group, those in words.items()}


def _near(words: list[str], known: Vocabulary) -> list[Reading]:
    """The nearest reading in each group, of words that are not known; one that is unknown if none is near.

    More than a few unknown words are a sentence, and a word that stands in some known name is none that is misspelt.
    """
    strange = [word for word in words if word not in known.words] if len(words) <= _MOST_MISSPELT else []
    names = dict.fromkeys(name for typed in ("".join(strange), *strange) for name in known.near.near(typed))
    terms = dict.fromkeys(term for name in names for term in known.anywhere[name] if term.group is not None)
    suggestions = tuple(terms)[:_MOST_SUGGESTIONS]
    by_group = {term.group: term for term in reversed(terms)}
    near = [
        Reading(term, Match.APPROXIMATE, (FindingNote.CONFIRM_SPELLING,), suggestions) for term in by_group.values()
    ]
    return near or [Reading(None, Match.NONE)]
