"""What one entry speaks of: each name in it, how surely it is known, and whether it tells of an absence or a relative.

An entry is read from left to right, the longest known name first. Nothing in it is dropped: what is left over and is
neither a strength nor a schedule nor a common word is read as something unknown.
"""

import enum
import re
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from ketaclinic.typed import fold, in_latin_letters
from ketaclinic.vocabulary import Term, Vocabulary, vocabulary

__all__ = ["FindingNote", "Match", "Reading", "readings"]

_BREAK: Final = re.compile(r"[,;/\n|&+()\[\]\u2022]+|\s-+\s|\.\s")
_SLASHED: Final = re.compile(r"\b(w|h|r|s|n)/(o|a|p)\b", re.IGNORECASE)
"""Abbreviations whose slash parts no names: w/o, h/o, r/o, s/p, n/a."""

_CODE: Final = re.compile(r"(?<![A-Za-z0-9])[A-TV-Za-tv-z][0-9][0-9A-Za-z](?:\.?[0-9A-Za-z]{1,4})?(?![A-Za-z0-9])")
_PLURALS: Final = frozenset({"s", "es"})
_ENDINGS: Final = ("xr", "er", "sr", "xl", "cr", "la", "odt", "hcl", "s", "es")
_SUBSTANCES: Final = frozenset({"cannabis", "alcohol", "cocaine", "heroin", "illicit", "benzodiazepine"})
_LONGEST_NAME: Final = 10
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
    ABSENCE = "absence"
    """The entry says that there is none."""
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


_TOLD_BY: Final = {
    "negation": frozenset({FindingNote.ABSENCE}),
    "relative": frozenset({FindingNote.RELATIVE}),
}


@attrs.frozen
class _Item:
    """A run of words in an entry: what kind it is, and what it stands for."""

    kind: str
    words: str
    terms: tuple[Term, ...] = ()


def readings(entry: str) -> tuple[Reading, ...]:
    """Everything that the entry speaks of, at least one reading, each once."""
    known = vocabulary()
    folded = fold(entry)
    if not folded:
        return (Reading(None, Match.NONE),)
    if folded in known.nothing:
        return (Reading(None, Match.NONE, (FindingNote.PASS_AN_EMPTY_LIST,)),)
    latin = in_latin_letters(folded)
    if latin is not None:
        return tuple(_unsure(reading) for reading in readings(latin))
    whole = known.whole.get(folded) or known.whole.get(_bare(entry, known))
    if whole and folded not in known.anywhere:
        return _with_its_substance(_exact(term) for term in whole)
    return _with_its_substance((*_of_codes(entry, known), *_of_words(entry, known)))


def _with_its_substance(found: Iterable[Reading]) -> tuple[Reading, ...]:
    """Each reading once, at least one; of an addiction without its substance, that something is left unsaid."""
    once = dict.fromkeys(found)
    groups = {reading.term.group for reading in once if reading.term is not None}
    unsaid = "substance_addiction" in groups and not groups & _SUBSTANCES
    return (*once, Reading(None, Match.NONE)) if unsaid or not once else (*once,)


def _bare(entry: str, known: Vocabulary) -> str:
    """The folded entry without strengths and schedules; a number stays with the letters that it is written with."""
    words = (fold(word) for word in entry.split())
    return " ".join(word for word in words if not all(_is_filler(part, known) for part in word.split()))


def _is_filler(word: str, known: Vocabulary) -> bool:
    return word in known.fillers or word.isdecimal()


def _exact(term: Term, *notes: FindingNote) -> Reading:
    own = [FindingNote(term.note)] if term.note else []
    doubt = [FindingNote.CONFIRM_MEANING] if term.is_doubtful else []
    return Reading(term, Match.EXACT, (*own, *doubt, *notes))


def _unsure(reading: Reading) -> Reading:
    """The reading of letters that only look like those of the name."""
    if reading.term is None or reading.match is Match.NONE:
        return reading
    notes = tuple(dict.fromkeys((*reading.notes, FindingNote.CONFIRM_SPELLING)))
    suggestions = reading.suggestions or (reading.term,)
    return attrs.evolve(reading, match=Match.APPROXIMATE, notes=notes, suggestions=suggestions)


def _of_codes(entry: str, known: Vocabulary) -> Iterator[Reading]:
    for code in _CODE.finditer(entry):
        for term in known.of_code(code[0]):
            control = [FindingNote.CONTROL_UNKNOWN] if term.group == "hypertension" else []
            yield _exact(term, *control)


def _of_words(entry: str, known: Vocabulary) -> Iterator[Reading]:
    """The readings of each part of the entry; an absence or a relative lasts until the entry turns elsewhere."""
    spoken = _SLASHED.sub(r"\1\2", _CODE.sub(lambda code: " " if known.of_code(code[0]) else code[0], entry))
    parts = [[*_items(fold(part).split(), known)] for part in _BREAK.split(spoken)]
    state: frozenset[FindingNote] = frozenset()
    for index, part in enumerate(parts):
        qualifiers = _qualifiers(part) | {
            kind for other in parts[index + 1 :] if not _names_condition(other) for kind in _qualifiers(other)
        }
        for group in _between_separators(part):
            readings, state = _of_group(group, state, qualifiers, known)
            yield from readings
        if not any(item.kind == "negation" and item.words in known.lasting for item in part):
            state -= {FindingNote.ABSENCE}  # "no weed, cocaine" may well mean that there is cocaine


def _qualifiers(part: list[_Item]) -> set[str]:
    return {item.kind for item in part} & {"controlled", "uncontrolled"}


def _names_condition(part: list[_Item]) -> bool:
    return any(term.is_condition for item in part for term in item.terms)


def _between_separators(items: list[_Item]) -> Iterator[list[_Item]]:
    group: list[_Item] = []
    for item in items:
        if item.kind == "separator":
            yield group
            group = []
        else:
            group.append(item)
    yield group


def _of_group(
    items: list[_Item], state: frozenset[FindingNote], qualifiers: set[str], known: Vocabulary
) -> tuple[list[Reading], frozenset[FindingNote]]:
    """The readings between two separators, and what holds after them.

    What is left over beside a name is read as well: it may be another name, or say that the name means something else.
    """
    found: list[tuple[Reading, frozenset[FindingNote]]] = []
    left: list[str] = []
    for item in items:
        if item.kind == "term":
            found += [(_qualified(term, qualifiers), state) for term in item.terms]
        elif item.kind == "unknown":
            left.append(item.words)
        state = _after(item, state)
    if found and items[-1].kind == "negation" and items[-1].words in known.negations_after:
        found = [(reading, then | {FindingNote.ABSENCE}) for reading, then in found]
    if left:
        found = [(_unsure(reading) if _is_name(reading) else reading, then) for reading, then in found]
    result = [_told_of(reading, then) for reading, then in found]
    if left:
        result += [_told_of(reading, state) for reading in _near(left, known)]
    elif _is_unsaid(items, found):
        result.append(Reading(None, Match.NONE))
    return result, state


def _after(item: _Item, state: frozenset[FindingNote]) -> frozenset[FindingNote]:
    """What holds after the item."""
    if item.kind == "resuming":
        return frozenset()
    if item.kind == "turning":
        return state - {FindingNote.ABSENCE}
    return state | _TOLD_BY.get(item.kind, frozenset())


def _is_name(reading: Reading) -> bool:
    return reading.term is not None and reading.term.group is not None and not reading.term.is_condition


def _is_unsaid(items: list[_Item], found: list[tuple[Reading, frozenset[FindingNote]]]) -> bool:
    """Whether something is said that names nothing, or an absence that belongs to no name."""
    if found:
        return any(item.kind in _TOLD_BY for item in items) and not any(then for _, then in found)
    return any(item.kind in {"other", "resuming", "turning"} and not item.words.isdecimal() for item in items)


def _qualified(term: Term, qualifiers: set[str]) -> Reading:
    if term.group != "hypertension":
        return _exact(term)
    is_controlled = "controlled" in qualifiers and "uncontrolled" not in qualifiers
    if is_controlled:
        return _exact(term, FindingNote.CONTROLLED)
    return _exact(term) if "uncontrolled" in qualifiers else _exact(term, FindingNote.CONTROL_UNKNOWN)


def _told_of(reading: Reading, state: frozenset[FindingNote]) -> Reading:
    """The reading, unless the entry says that there is none, or speaks of a relative."""
    if not state:
        return reading
    return attrs.evolve(reading, notes=(*reading.notes, *sorted(state, key=lambda note: note.value)))


def _items(words: list[str], known: Vocabulary) -> Iterator[_Item]:
    """The words in runs, the longest known run first."""
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            item = _item(" ".join(words[at : at + size]), known)
            if item is not None:
                yield item
                break
        else:
            size = 1
            yield _single(words[at], known)
        at += size


def _item(run: str, known: Vocabulary) -> _Item | None:
    terms = known.anywhere.get(run)
    if terms is not None:
        return _Item("term", run, terms)
    if run in known.products:
        parts = known.products[run]
        return _Item("term", run, tuple(term for part in parts for term in known.anywhere.get(part, (Term(part),))))
    for kind, cues in (
        ("uncontrolled", known.uncontrolled),
        ("controlled", known.controlled),
        ("other", known.negation_exceptions),
        ("other", known.relative_exceptions),
        ("negation", known.negations),
        ("relative", known.relatives),
        ("resuming", known.resuming),
        ("turning", known.turning),
        ("separator", known.separators),
    ):
        if run in cues:
            return _Item(kind, run)
    return None


def _single(word: str, known: Vocabulary) -> _Item:
    """A word that is not known as it is: with an ending that goes with names, or common, or unknown."""
    if _is_filler(word, known):
        return _Item("other", word)
    for ending in _ENDINGS:
        terms = known.anywhere.get(word.removesuffix(ending)) if word.endswith(ending) else None
        if terms is not None and (ending in _PLURALS or not any(term.is_condition for term in terms)):
            return _Item("term", word, terms)
    return _Item("unknown", word)


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
