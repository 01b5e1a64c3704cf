"""What one group of words tells: what it names, whether each is there, and what in it was not understood."""

from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from ketaclinic.cues import cues
from ketaclinic.reading import ABSENT, NOT_THEIRS, FindingNote, Match, Reading, exact
from ketaclinic.vocabulary import Term, Vocabulary
from ketaclinic.wording import Group, Item

__all__ = ["NOTHING_TOLD", "GroupReader", "Told"]

Told = frozenset[FindingNote]
NOTHING_TOLD: Final[Told] = frozenset()

_MOST_SUGGESTIONS: Final = 5
_MOST_MISSPELT: Final = 3
_OPEN: Final = frozenset(
    {"answer", "term", "negation", "relative", "resuming", "turning", "since", "former", "last", "free"}
)
_OF_A_NAME: Final = frozenset({"negation", "relative", "affirming"})
_CONTROL_NOTES: Final = frozenset({FindingNote.CONTROLLED, FindingNote.CONTROL_UNKNOWN})


class GroupReader:
    """Reads one group of words: what it names, and what is told of each name."""

    def __init__(self, group: Group, told: Told, around: frozenset[str], *, is_turned: bool) -> None:
        self.told: Told = told
        """What holds where the reader stands, and in the end for the next group."""
        self._items = group.items
        self._kinds = group.kinds
        self._around = around
        self._words = cues()
        self._is_turned = is_turned
        self._found: list[tuple[Reading, Told]] = []
        self._left: list[str] = []
        self._awaits_name = False
        self._is_dependent = False

    def readings(self, known: Vocabulary, named: frozenset[str], *, is_first: bool) -> Iterator[Reading]:
        """The readings of the group, in an entry that names those groups of conditions."""
        for index, item in enumerate(self._items):
            self._take(index, item)
        left = [word for word in self._left if word in known.whole or not _explains(named, word, known)]
        self._tell_behind(known)
        is_clear, has_other = self._is_clear(), self._has_condition_without_reason()
        for reading, told in self._found:
            yield self._told_of(reading, told, is_clear=is_clear, has_other=has_other)
        if left:
            for reading in _near(left, " ".join(item.words for item in self._items).split(), known):
                yield reading.noted(*_sorted(self.told & {*ABSENT, FindingNote.RELATIVE}))
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
                self.told = NOTHING_TOLD if item.kind == "resuming" else self.told - ABSENT
        elif item.kind == "affirming":
            self.told |= {FindingNote.UNCLEAR_ABSENCE}
            self._awaits_name = True
        elif item.kind == "negation":
            self.told |= {FindingNote.ABSENCE}
            self._is_dependent = self._awaits_name and item.words in self._words.without  # "never been without Xanax"
            self._awaits_name = True
        elif item.kind == "relative":
            self.told |= {FindingNote.RELATIVE}
        elif item.kind == "free" and self._found and self._items[index - 1].kind == "term":
            self._found = [(reading, told | {FindingNote.ABSENCE}) for reading, told in self._found]

    def _read(self, term: Term) -> Reading:
        if self._is_dependent:
            return exact(term, FindingNote.UNCLEAR_ABSENCE)
        if term.group != "hypertension":
            return exact(term)
        if "uncontrolled" in self._around or term.name in self._words.never_controlled:
            return exact(term)
        others = (other for item in self._items for other in item.terms if other.is_condition)
        alone = all(other.group == "hypertension" for other in others)
        is_controlled = "controlled" in self._around and alone and self._around.isdisjoint({"negation", "affirming"})
        return exact(term, FindingNote.CONTROLLED if is_controlled else FindingNote.CONTROL_UNKNOWN)

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
                (reading, told | {FindingNote.RELATIVE} if reading.is_condition else told)
                for reading, told in self._found
            ]

    def _told_of(self, reading: Reading, told: Told, *, is_clear: bool, has_other: bool) -> Reading:
        """The reading with what is told of it; an absence only where nothing else can be meant."""
        is_condition = reading.is_condition
        if FindingNote.UNCLEAR_ABSENCE in told or FindingNote.UNCLEAR_ABSENCE in reading.notes:
            told = told - ABSENT | {FindingNote.UNCLEAR_ABSENCE}
        elif FindingNote.ABSENCE in told and is_condition and self._around & {"since", "former", "free", "last"}:
            told = told - ABSENT | {FindingNote.PAST}
        elif FindingNote.ABSENCE in told and not is_clear:
            told = told - ABSENT | {FindingNote.UNCLEAR_ABSENCE}
        if "former" in self._around or (is_condition and "last" in self._kinds):
            told |= {FindingNote.PAST}
        if is_condition and "possessive" in self._kinds:
            told |= {FindingNote.RELATIVE}
        is_turned = self._is_turned or (has_other and not is_condition)
        if is_turned and reading.is_grouped and not told & NOT_THEIRS:
            told |= {FindingNote.OTHER_WORDS}
        if told & NOT_THEIRS:
            reading = attrs.evolve(reading, notes=tuple(note for note in reading.notes if note not in _CONTROL_NOTES))
        return reading.noted(*_sorted(told))

    def _has_condition_without_reason(self) -> bool:
        has_condition = any(term.is_condition for item in self._items for term in item.terms)
        return has_condition and not any(item.words in self._words.reason for item in self._items)

    def _is_clear(self) -> bool:
        """Whether an absence in the group can mean nothing else; "no asthma inhaler" may mean that there is asthma."""
        kinds = {term.is_condition for item in self._items for term in item.terms}
        return len(kinds) < 2 and all(self._is_open(item) for item in self._items)

    def _is_open(self, item: Item) -> bool:
        """Whether the item leaves an absence what it is."""
        return item.kind in _OPEN or (
            item.kind in {"common", "unknown"} and (item.words in self._words.open or item.words.isdecimal())
        )

    def _is_unsaid(self, *, is_first: bool) -> bool:
        """Whether something is said that names nothing, or an absence or a relative that belongs to no name."""
        if self._found:
            return bool(self._kinds & _OF_A_NAME) and not any(told for _, told in self._found)
        if self._kinds & _OF_A_NAME and (not is_first or "affirming" in self._kinds):
            return True  # "no, Xanax" answers a question; "not sure, Xanax" does not
        return any(
            item.words in self._words.unnamed
            and not (index and self._items[index - 1].is_count and item.words in self._words.counted)
            for index, item in enumerate(self._items)
        )


def _sorted(notes: Iterable[FindingNote]) -> list[FindingNote]:
    return sorted(notes, key=lambda note: note.value)


def _explains(named: Iterable[str], word: str, known: Vocabulary) -> bool:
    """Whether the word is one of the names of those groups, such as "congestive" beside "heart failure"."""
    return any(word in known.words_of_groups[group] for group in named)


def _near(left: list[str], words: list[str], known: Vocabulary) -> list[Reading]:
    """The nearest reading in each group, of words that are not known; one that is unknown if none is near.

    More than a few unknown words are a sentence, and a word that stands in some known name is none that is misspelt.
    All words of the group may hold a phrase in which one is.
    """
    strange = [word for word in left if word not in known.words] if len(left) <= _MOST_MISSPELT else []
    near = (name for typed in dict.fromkeys(("".join(strange), *strange)) for name in known.near.near(typed))
    names = dict.fromkeys((*known.near_phrases(words), *near)) or dict.fromkeys(_turned_round(left, known))
    terms = dict.fromkeys(term for name in names for term in known.anywhere[name] if term.group is not None)
    suggestions = tuple(terms)[:_MOST_SUGGESTIONS]
    by_group = {term.group: term for term in reversed(terms)}
    found = [
        Reading(term, Match.APPROXIMATE, (FindingNote.CONFIRM_SPELLING,), suggestions) for term in by_group.values()
    ]
    return found or [Reading(None, Match.NONE)]


def _turned_round(left: list[str], known: Vocabulary) -> Iterator[str]:
    """The names that two words are when they change places, as in "stenosis aortic", misspelt or not."""
    if len(left) == 2:
        turned = left[::-1]
        name = " ".join(turned)
        yield from (name,) if name in known.anywhere else known.near_phrases(turned)
