"""What one entry speaks of: each name in it, how surely it is known, and whether it tells of an absence or a relative.

Nothing in it is dropped: what is left over and is neither a strength nor a schedule nor a common word is read as
something unknown, and keeps the rest of the entry from being cleared. What is not surely absent counts as present.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from ketaclinic.alone import SUBSTANCES, alone, with_names_alone
from ketaclinic.cues import cues
from ketaclinic.group_reader import NOTHING_TOLD, GroupReader, Told
from ketaclinic.reading import ABSENT, FindingNote, Match, Reading, exact
from ketaclinic.typed import fold, in_latin_letters
from ketaclinic.vocabulary import GROUPED_CONDITIONS, GROUPED_NAMES, Term, Vocabulary, vocabulary
from ketaclinic.wording import Group, Item, groups, of_one_word

__all__ = ["FindingNote", "Match", "Reading", "readings"]

_CODE: Final = re.compile(r"(?<![A-Za-z0-9])[A-TV-Za-tv-z][0-9][0-9A-Za-z](?:\.?[0-9A-Za-z]{1,4})?(?![A-Za-z0-9])")
_MEDICINES: Final = frozenset(GROUPED_NAMES) - SUBSTANCES
_OF_AN_ADDICTION: Final = SUBSTANCES | {"benzodiazepine"}
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
    whole = () if folded in known.anywhere else known.whole.get(folded, ())
    one = of_one_word(folded) if not whole and entry.isascii() and entry.isalpha() else None
    if one is not None:
        yield from _of_words([one], known)
        return
    if not whole:
        spoken = _CODE.sub(lambda code: " " if _coded(code[0], known) else code[0], entry)
        parts = groups(spoken)
        taken = with_names_alone(parts, known)
        whole = () if folded in known.anywhere or taken != parts else alone(entry, parts, known)
        parts = taken
    if whole:
        for term in whole:
            control = [FindingNote.CONTROL_UNKNOWN] if term.group == "hypertension" else []
            yield exact(term, *control)
    else:
        yield from _of_codes(entry, known)
        yield from _of_words(parts, known)


def _with_its_substance(found: Iterable[Reading]) -> tuple[Reading, ...]:
    """The readings, at least one; of an addiction without its substance, that something is left unsaid."""
    found = tuple(found)
    named = {reading.term.group for reading in found if reading.term is not None}
    unsaid = "substance_addiction" in named and not named & _OF_AN_ADDICTION
    return (*found, Reading(None, Match.NONE)) if unsaid or not found else found


def _doubted(found: list[Reading]) -> Iterator[Reading]:
    """The readings, each with the note that other words stand beside it, if there are some that were not understood."""
    is_strange = any(reading.match is not Match.EXACT for reading in found)
    is_ambiguous = any(FindingNote.CONFIRM_MEANING in reading.notes for reading in found)
    for reading in found:
        is_beside = is_strange or (is_ambiguous and FindingNote.CONFIRM_MEANING not in reading.notes)
        yield reading.noted(FindingNote.OTHER_WORDS) if is_beside and _is_there(reading) else reading


def _is_there(reading: Reading) -> bool:
    """Whether the reading is surely of a group, and of something that is the patient's own."""
    return reading.is_grouped and reading.match is Match.EXACT and reading.is_theirs


def _unsure(reading: Reading) -> Reading:
    """The reading of letters that only look like those of the name."""
    if reading.term is None:
        return reading
    suggestions = reading.suggestions or (reading.term,)
    return attrs.evolve(reading.noted(FindingNote.CONFIRM_SPELLING), match=Match.APPROXIMATE, suggestions=suggestions)


def _of_codes(entry: str, known: Vocabulary) -> Iterator[Reading]:
    for code in _CODE.finditer(entry):
        for term in _coded(code[0], known):
            control = [FindingNote.CONTROL_UNKNOWN] if term.group == "hypertension" else []
            yield exact(term, *control)


def _coded(code: str, known: Vocabulary) -> tuple[Term, ...]:
    """What a code stands for; one with a dot is a code even if no group has it."""
    other = (Term(code.upper(), is_condition=True),) if "." in code else ()
    return known.of_code(code) or other


def _of_words(parts: list[Group], known: Vocabulary) -> Iterator[Reading]:
    """The readings of each group of words; an absence or a relative lasts until the entry turns elsewhere."""
    groups_of_all = {term.group for group in parts for term in group.terms}
    named = frozenset(group for group in GROUPED_CONDITIONS if group in groups_of_all)
    is_own_too = any("too" in group.kinds for group in parts)
    is_turned = any(_turns(item) for group in parts for item in group.items)
    told: Told = NOTHING_TOLD
    lasts = False  # whether an absence goes on over a comma
    before: Group | None = None
    for group, around, goes_on in zip(parts, _around(parts), _going_on(parts), strict=True):
        if FindingNote.ABSENCE in told and before is not None and _turns_to_medicines(before, group):
            told = told - ABSENT | {FindingNote.UNCLEAR_ABSENCE}  # "denies seizures, Xanax"
        reader = GroupReader(group, told, around, is_turned=is_turned)
        for reading in reader.readings(known, named, is_first=group is parts[0]):
            yield _own(reading) if is_own_too else reading
        told = reader.told
        for item in group.items:
            if item.kind == "negation":
                lasts = item.words in cues().lasting
        if group.ends_part and not lasts and not goes_on:
            told -= ABSENT  # "no weed, cocaine" may well mean that there is cocaine
        if group.ends_sentence:
            told = NOTHING_TOLD
        before = group


def _turns_to_medicines(before: Group, group: Group) -> bool:
    """Whether medicines stand behind a comma after conditions, so that what is told of these need not hold of them."""
    conditions, medicines = before.terms, [term for term in group.terms if term.group in _MEDICINES]
    return before.ends_part and bool(medicines) and bool(conditions) and all(term.is_condition for term in conditions)


def _own(reading: Reading) -> Reading:
    """The reading as the patient's own, too."""
    return attrs.evolve(reading, notes=tuple(note for note in reading.notes if note is not FindingNote.RELATIVE))


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
