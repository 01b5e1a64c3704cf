"""What keeps a medicine that is named from being taken for sure: a question, a choice, a form that none prescribes."""

import re
from typing import Final

from ketaclinic.reading import FindingNote, Reading
from ketaclinic.vocabulary import vocabulary

_WORD: Final = re.compile(r"[^\W\d_]+")
_QUESTION: Final = re.compile("[?\N{FULLWIDTH QUESTION MARK}]")


def hedged(entry: str, found: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The readings of an entry; those of medicines that it leaves open are noted, so that nothing in it is cleared."""
    known = vocabulary()
    words = frozenset(_WORD.findall(entry.lower()))
    is_choice = len(found) > 1 and not words.isdisjoint(known.choices)
    if is_choice or _QUESTION.search(entry) or not words.isdisjoint(known.unprescribed):
        return tuple(_open(reading) for reading in found)
    return tuple(_open(reading) if _is_class_of_another(reading, found) else reading for reading in found)


def _open(reading: Reading) -> Reading:
    is_medicine = reading.term is not None and reading.term.group is not None and not reading.term.is_condition
    return reading.noted(FindingNote.OTHER_WORDS) if is_medicine else reading


def _is_class_of_another(reading: Reading, found: tuple[Reading, ...]) -> bool:
    """Whether it is the name of a whole class, beside a name that is not of that class: as in "Viibryd (SSRI)"."""
    term = reading.term
    if term is None or term.name not in vocabulary().classes:
        return False
    return any(other.term is None or other.term.group != term.group for other in found)
