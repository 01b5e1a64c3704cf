"""Screening: under which rule of the FAQ each entry falls, how serious that is, and what to do next (screen.*).

No screening clears a patient. The best it can say is that it found nothing the FAQ names; the doctor decides.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Final

import attrs

from ketaclinic import checks
from ketaclinic.display import Displayed
from ketaclinic.entries import within_length, within_limits
from ketaclinic.errors import InvalidInputError
from ketaclinic.hedges import hedged
from ketaclinic.indications import Indication
from ketaclinic.levels import Action, Disposition, Level
from ketaclinic.policy import GROUPS, Policy
from ketaclinic.policy_file import faq_policy, policies_with
from ketaclinic.recognition import FindingNote, Match, Reading, readings
from ketaclinic.values import Result, made
from ketaclinic.vocabulary import INDICATIONS, Term, vocabulary

__all__ = ["Finding", "Screening", "Suggestion", "screen"]

_MOST_KEPT: Final = 2_000
_SERIOUSNESS: Final = attrgetter("_said.level.seriousness")

_TOLD_OF: Final = frozenset({FindingNote.ABSENCE, FindingNote.RELATIVE})
_DOUBTS: Final = frozenset(
    {
        FindingNote.CONFIRM_SPELLING,
        FindingNote.CONFIRM_MEANING,
        FindingNote.OTHER_WORDS,
        FindingNote.UNCLEAR_ABSENCE,
        FindingNote.PAST,
    }
)
"""With one of these, a name that is recognised surely clears nothing all the same."""
_ANTIDEPRESSANTS: Final = frozenset({"ssri", "snri", "bupropion", "tricyclic"})
_ANTIDEPRESSANT_NOTES: Final = frozenset(
    {FindingNote.MAO_INHIBITOR, FindingNote.OTHER_ANTIDEPRESSANT, FindingNote.OTHER_REUPTAKE_INHIBITOR}
)
_ALSO: Final = {
    "benzodiazepine": ("prepare.benzodiazepine-lamotrigine",),
    "lamotrigine": ("prepare.benzodiazepine-lamotrigine",),
    "cannabis": ("prepare.cannabis", "prepare.abstain"),
    "alcohol": ("prepare.abstain",),
    "cocaine": ("prepare.abstain",),
    "heroin": ("prepare.abstain",),
    "illicit": ("prepare.abstain",),
    **dict.fromkeys(_ANTIDEPRESSANTS, ("prepare.keep-antidepressants",)),
}
"""Clauses that go with a group, beside the one that its level rests on."""

_ACTIONS: Final = {
    Level.AVOID: Action.SPEAK_WITH_DOCTOR,
    Level.DOCTOR_DECIDES: Action.LET_DOCTOR_DECIDE,
    Level.CLEARANCE_REQUIRED: Action.GET_CLEARANCE,
    Level.PRESCRIBER_PLAN: Action.PLAN_WITH_PRESCRIBER,
    Level.ABSTAIN: Action.REFRAIN,
    Level.CAUTION: Action.TELL_DOCTOR,
    Level.NOT_ADDRESSED: Action.ASK_DOCTOR,
    Level.INDICATION: Action.TELL_DOCTOR,
    Level.COMPATIBLE: Action.TELL_DOCTOR,
}
_TO_CONFIRM: Final = frozenset(
    {
        FindingNote.CONFIRM_SPELLING,
        FindingNote.CONFIRM_MEANING,
        FindingNote.OTHER_WORDS,
        FindingNote.ABSENCE,
        FindingNote.UNCLEAR_ABSENCE,
        FindingNote.RELATIVE,
        FindingNote.PASS_AN_EMPTY_LIST,
    }
)
"""With one of these, what is not addressed is first to be confirmed."""

_BY_DISPOSITION: Final = {
    Disposition.AVOID: frozenset({Level.AVOID}),
    Disposition.DOCTOR_DECIDES: frozenset({Level.DOCTOR_DECIDES}),
    Disposition.CLEARANCE_REQUIRED: frozenset({Level.CLEARANCE_REQUIRED}),
    Disposition.DOCTOR_REVIEW: frozenset({Level.PRESCRIBER_PLAN, Level.ABSTAIN, Level.CAUTION, Level.NOT_ADDRESSED}),
}


@attrs.frozen(init=False)
class Suggestion(Result):
    """A name that may be meant, and its group."""

    _made_by = "screen"

    name: str
    group: str | None

    def _check(self) -> None:
        checks.text("name", self.name)
        if self.group is not None and self.group not in {*GROUPS, *INDICATIONS}:
            raise InvalidInputError("group", "a group of ketaclinic.GROUPS, or the id of an indication")


@attrs.frozen(init=False)
class Said(Result):
    """What is said of an entry, whoever typed it: the findings of a name share it."""

    _made_by = "screen"

    group: str | None
    recognized_as: str | None
    match: Match
    suggestions: tuple[Suggestion, ...]
    level: Level
    notes: tuple[FindingNote, ...]
    related: tuple[str, ...]
    clauses: tuple[str, ...]

    def _check(self) -> None:
        if (self.match is Match.NONE) != (self.group is None):
            raise InvalidInputError("match", "one that goes with the group")
        if self.match is not Match.EXACT and self.level in {Level.COMPATIBLE, Level.INDICATION}:
            raise InvalidInputError("level", "one that clears nothing, since the match is not exact")


@attrs.frozen(init=False, repr=False)
class Finding(Result):
    """One thing that an entry speaks of, and what follows from it."""

    _made_by = "screen"

    entry: str
    """As typed."""
    _said: Said

    @property
    def group(self) -> str | None:
        """A group of `ketaclinic.GROUPS`, the id of an indication, or None."""
        return self._said.group

    @property
    def recognized_as(self) -> str | None:
        """The name that it was taken for, or None."""
        return self._said.recognized_as

    @property
    def match(self) -> Match:
        """How surely it is in its group; `NONE` without one, even where the name itself is known."""
        return self._said.match

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """Names that may be meant, where the match is approximate."""
        return self._said.suggestions

    @property
    def level(self) -> Level:
        """How serious it is."""
        return self._said.level

    @property
    def notes(self) -> tuple[FindingNote, ...]:
        """What is to be said beside the level."""
        return self._said.notes

    @property
    def related(self) -> tuple[str, ...]:
        """Groups that it is near to, or that it speaks of without naming the patient's own."""
        return self._said.related

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that it rests on."""
        return self._said.clauses

    @property
    def action(self) -> Action:
        """The next step."""
        if self.level is Level.NOT_ADDRESSED and not _TO_CONFIRM.isdisjoint(self.notes):
            return Action.CONFIRM
        return _ACTIONS[self.level]

    @property
    def is_doubtful(self) -> bool:
        """Whether what was meant is to be checked before it is taken for sure; its level is as serious all the same."""
        return self.action is Action.CONFIRM or _is_doubtful(self.match, self.notes)

    def _check(self) -> None:
        self._said._check()  # noqa: SLF001  # as Result does
        if not any(is_found(self, policy) for policy in policies_with(self.group, self.level)):
            raise InvalidInputError("level", "what this version finds in the entry, and all else of the finding, too")

    def __repr__(self) -> str:
        said = ", ".join(f"{field.name}={getattr(self._said, field.name)!r}" for field in attrs.fields(Said))
        return f"Finding(entry={self.entry!r}, {said})"


_NEW: Final = object.__new__
_SET_ENTRY, _SET_SAID = (Finding.__dict__[name].__set__ for name in ("entry", "_said"))
"""What `made` calls, too: a finding is made for every entry, and nothing else is."""


@attrs.frozen(init=False)
class Screening(Result, Displayed):
    """What a patient entered, held against the FAQ. `None` for a list means that it was not asked for."""

    _made_by = "screen"

    medications: tuple[str, ...] | None
    """What was entered, as typed; None if it was not asked for."""
    conditions: tuple[str, ...] | None
    """What was entered, as typed; None if it was not asked for."""
    substances: tuple[str, ...] | None
    """What was entered, as typed; None if it was not asked for."""
    findings: tuple[Finding, ...]
    """Most serious first, then in the order of the entries; at least one for each entry."""
    policy: Policy = attrs.field(repr=False)
    """The policy that the levels are from."""

    @property
    def not_asked(self) -> tuple[str, ...]:
        """The lists that were not asked for, which is not the same as empty."""
        names = ("medications", "conditions", "substances")
        return tuple(name for name in names if getattr(self, name) is None)

    @property
    def disposition(self) -> Disposition:
        """What follows from all findings together. None of its members clears the patient."""
        levels = {finding.level for finding in self.findings}
        for disposition, those in _BY_DISPOSITION.items():
            if levels & those:
                return disposition
        return Disposition.INCOMPLETE if self.not_asked else Disposition.NOTHING_FOUND

    @property
    def indications(self) -> tuple[Indication, ...]:
        """The indications that the FAQ names and that were entered, for `ketaclinic.quote(..., treating=...)`."""
        named = (finding for finding in self.findings if finding.level is Level.INDICATION or _is_priced_apart(finding))
        ids = {finding.group for finding in named}
        return tuple(indication for indication in Indication if indication.value in ids)

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that the findings rest on, and of the one that the doctor decides."""
        named = chain.from_iterable(finding.clauses for finding in self.findings)
        return tuple(dict.fromkeys((*named, "candidacy.doctor-decides")))

    def __reduce__(self) -> tuple[object, ...]:
        return _screen_again, (self.medications, self.conditions, self.substances, self.policy)


def _is_priced_apart(finding: Finding) -> bool:
    """Whether it would be wrong to quote the published price, even if what was entered is still to be confirmed."""
    return finding.group == Indication.CHRONIC_PAIN.value


def screen(
    *,
    medications: Iterable[str] | None = None,
    conditions: Iterable[str] | None = None,
    substances: Iterable[str] | None = None,
    policy: Policy | None = None,
) -> Screening:
    """Hold what a patient takes, has and uses against the FAQ.

    Every entry yields a finding, whichever list it came in; one that is not recognised is not addressed, never dropped
    and never compatible. None means that a list was not asked for, an empty one that there is nothing.

    Raises:
        InvalidTypeError: a bare str where an iterable is meant, or an entry that is not a str.
        InvalidInputError: more than 1,000 entries in a list or 20,000 characters, or an entry of more than 500. A
            character that stands for several, as a ligature does, counts as these.

    >>> import ketaclinic as kc
    >>> screening = kc.screen(medications=["Xanax at night", "zoloff"], conditions=["asthma"], substances=[])
    >>> screening.disposition.name
    'CLEARANCE_REQUIRED'
    >>> for finding in screening.findings:
    ...     print(finding.entry, finding.level.name, finding.group, finding.match.name)
    asthma CLEARANCE_REQUIRED pulmonary EXACT
    Xanax at night PRESCRIBER_PLAN benzodiazepine EXACT
    zoloff NOT_ADDRESSED ssri APPROXIMATE
    """
    policy = faq_policy() if policy is None else checks.instance("policy", policy, Policy)
    medications = None if medications is None else within_limits("medications", medications)
    conditions = None if conditions is None else within_limits("conditions", conditions)
    substances = None if substances is None else within_limits("substances", substances)
    findings: list[Finding] = []
    if medications:
        _add(findings, medications, policy, is_condition=False)
    if conditions:
        _add(findings, conditions, policy, is_condition=True)
    if substances:
        _add(findings, substances, policy, is_condition=False)
    findings.sort(key=_SERIOUSNESS, reverse=True)
    return made(Screening, medications, conditions, substances, tuple(findings), policy)


def _add(findings: list[Finding], entries: tuple[str, ...], policy: Policy, *, is_condition: bool) -> None:
    kept = _kept(is_condition, policy)
    for entry in entries:
        for said in kept.get(entry.lower()) or _read(entry, policy, is_condition=is_condition):
            finding = _NEW(Finding)
            _SET_ENTRY(finding, entry)
            _SET_SAID(finding, said)
            findings.append(finding)


def _read(entry: str, policy: Policy, *, is_condition: bool) -> tuple[Said, ...]:
    """What is said of an entry; that of a bare name is kept under the name, and nothing that was typed is."""
    said = tuple(_said(reading, policy, is_condition=is_condition) for reading in hedged(entry, readings(entry)))
    kept, name = _kept(is_condition, policy), entry.lower()
    if len(kept) < _MOST_KEPT and name in vocabulary().anywhere:
        kept[name] = said
    return said


def found_in(entry: str, policy: Policy) -> frozenset[Finding]:
    """What is found in an entry in one list or another: they name different clauses for what is not recognised."""
    read = hedged(entry, readings(entry))
    return frozenset(
        made(Finding, entry, _said(reading, policy, is_condition=is_condition))
        for is_condition in (False, True)
        for reading in read
    )


@lru_cache(maxsize=9)
def _kept(_is_condition: bool, _policy: Policy) -> dict[str, tuple[Said, ...]]:  # noqa: FBT001  # a part of the key
    """What is said of names of the vocabulary, once they are needed."""
    return {}


def _said(reading: Reading, policy: Policy, *, is_condition: bool) -> Said:
    term = reading.term or Term("")
    is_told_of = not _TOLD_OF.isdisjoint(reading.notes)
    group = None if is_told_of else term.group
    level, clause = _level(term, group, reading, policy)
    return made(
        Said,
        group,
        term.name or None,
        Match.NONE if group is None else reading.match,
        tuple(made(Suggestion, suggested.name, suggested.group) for suggested in reading.suggestions),
        level,
        reading.notes,
        term.related if term.group is None or not is_told_of else (term.group,),
        _clauses(clause, group, reading, is_condition=is_condition or term.is_condition),
    )


def _level(term: Term, group: str | None, reading: Reading, policy: Policy) -> tuple[Level, str]:
    """The level of a reading, and the clause that it rests on."""
    if FindingNote.THEOPHYLLINE in reading.notes and _TOLD_OF.isdisjoint(reading.notes):
        return Level.DOCTOR_DECIDES, "screen.aminophylline"
    if group is None:
        return Level.NOT_ADDRESSED, "screen.not-addressed"
    if term.is_indication:
        level, clause = Level.INDICATION, "candidacy.indications"
    else:
        rule = policy.screening.rule(group)
        level, clause = rule.level, rule.clause
    if FindingNote.ILLICIT_KETAMINE in reading.notes:
        clause = "screen.illicit-ketamine"
    if FindingNote.CONTROLLED in reading.notes:
        return Level.NOT_ADDRESSED, clause
    if _is_doubtful(reading.match, reading.notes) and level in {Level.COMPATIBLE, Level.INDICATION}:
        return Level.NOT_ADDRESSED, clause
    return level, clause


def _is_doubtful(match: Match, notes: tuple[FindingNote, ...]) -> bool:
    return match is Match.APPROXIMATE or not _DOUBTS.isdisjoint(notes)


def _clauses(clause: str, group: str | None, reading: Reading, *, is_condition: bool) -> tuple[str, ...]:
    named = [clause, *_ALSO.get(group or "", ())]
    if group is None and is_condition:
        named.append("screen.clearance")
    if not _ANTIDEPRESSANT_NOTES.isdisjoint(reading.notes):
        named.append("prepare.keep-antidepressants")
    return tuple(dict.fromkeys(named))


def is_found(finding: Finding, policy: Policy) -> bool:
    """Whether just that is found when its entry is screened under the policy, in one list or another."""
    return finding in found_in(within_length("entry", finding.entry), policy)


def _screen_again(
    medications: tuple[str, ...] | None,
    conditions: tuple[str, ...] | None,
    substances: tuple[str, ...] | None,
    policy: Policy,
) -> Screening:
    checks.instance("policy", policy, Policy)
    return screen(medications=medications, conditions=conditions, substances=substances, policy=policy)
