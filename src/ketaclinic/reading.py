"""One thing that an entry speaks of: the name that it was taken for, how surely, and what is to be said of it."""

import enum
from typing import Final

import attrs

from ketaclinic.vocabulary import Term

__all__ = ["ABSENT", "NOT_THEIRS", "FindingNote", "Match", "Reading", "exact"]


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
    """The entry speaks of an absence, and it may be there all the same, as in "no refills on Xanax"."""
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

    @property
    def is_grouped(self) -> bool:
        """Whether it is of a group."""
        return self.term is not None and self.term.group is not None

    @property
    def is_condition(self) -> bool:
        """Whether it is a condition."""
        return self.term is not None and self.term.is_condition

    @property
    def is_theirs(self) -> bool:
        """Whether it is neither absent nor somebody else's."""
        return NOT_THEIRS.isdisjoint(self.notes)

    def noted(self, *notes: FindingNote) -> "Reading":
        """The reading with more notes, each once."""
        return attrs.evolve(self, notes=tuple(dict.fromkeys((*self.notes, *notes)))) if notes else self


ABSENT: Final = frozenset({FindingNote.ABSENCE, FindingNote.UNCLEAR_ABSENCE})
NOT_THEIRS: Final = frozenset({FindingNote.ABSENCE, FindingNote.RELATIVE})


def exact(term: Term, *notes: FindingNote) -> Reading:
    """The reading of a name that stands there as it is known."""
    own = [FindingNote(term.note)] if term.note else []
    doubt = [FindingNote.CONFIRM_MEANING] if term.is_doubtful else []
    return Reading(term, Match.EXACT, (*own, *doubt, *notes))
