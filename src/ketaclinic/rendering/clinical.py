"""Screenings in words for clinical systems: each finding by itself, and what could not be evaluated.

The words are those that the patient reads; only the lines that lead them are for these systems alone.
"""

from typing import Any, Final

import attrs

from ketaclinic.levels import Action, Level
from ketaclinic.policy import Policy
from ketaclinic.rendering.blocks import Document, Remark
from ketaclinic.rendering.screenings import (
    ACTIONS,
    BRIEF_FINDING,
    HEADINGS,
    SILENT,
    heading,
    screening_document,
    shortened,
)
from ketaclinic.rendering.words import Words, clinical, marked
from ketaclinic.screening import Finding, Screening
from ketaclinic.values import made

_ENTRY: Final = 40
"""The most units of UTF-16 that an entry takes in a summary, so that the whole stays under 140 in each locale."""

_UNSURE: Final = clinical("{entry}: check what was meant. {heading}")
_SOURCE: Final = marked("{clinic}, in the words for patients")
_SERVICE: Final = marked("Screening before ketamine")
_SERVES: Final = clinical(
    "Holds what a patient takes, has and uses against the clinic's published rules. It clears nobody for treatment: "
    "the doctor decides."
)
_MEANT: Final = marked("This may be meant: {names}.")


def finding_document(finding: Finding, policy: Policy, words: Words) -> Document:
    """The finding by itself: its level, what was entered, what to do, and what goes with it. Its brief is a summary.

    Where it is doubtful, the first thing to do is to check what was meant.
    """
    whole = screening_document(_alone(policy, finding), words)
    table = whole.tables[0]
    names = [suggestion.name for suggestion in finding.suggestions]
    meant = (words.gettext(_MEANT, names=words.listed(names)),) if names else ()
    check = (words.gettext(ACTIONS[Action.CONFIRM]), *meant) if finding.is_doubtful else ()
    first = (Remark(text, finding.clauses) for text in dict.fromkeys((*check, table.lead)))
    return attrs.evolve(
        whole,
        title=table.title,
        tables=(attrs.evolve(table, title="", lead="", is_headed=True),),
        remarks=(*first, *whole.remarks),
        brief=_summary(finding, words),
    )


def unasked_document(name: str, policy: Policy, words: Words) -> Document:
    """That a list was not asked for, so that nothing can be said of it."""
    title = words.gettext(_UNASKED[name])
    return attrs.evolve(screening_document(_alone(policy, **{name: None}), words), title=title, brief=title)


def outcome_document(screening: Screening, words: Words) -> Document:
    """What follows from the whole screening, without its findings."""
    whole = screening_document(screening, words)
    return attrs.evolve(whole, tables=(), remarks=(), unsaid=None, brief=whole.title)


def source_words(policy: Policy, words: Words) -> str:
    """Whose words they are."""
    return words.gettext(_SOURCE, clinic=policy.clinic.name)


def service_words(words: Words) -> tuple[str, str]:
    """The name of a service that screens, and what it does."""
    return words.gettext(_SERVICE), words.gettext(_SERVES)


def topic_words(clause: str, words: Words) -> str:
    """What a clause that something is filed under is about, in a few words."""
    return words.gettext(_TOPICS[clause])


def override_reasons(finding: Finding | None, words: Words) -> tuple[tuple[str, str], ...]:
    """Why somebody may set aside a finding, or a list that is not known: stable codes, each with its words."""
    if finding is None:
        codes = ["asked_since", "doctor_decided"]  # nothing was entered, so not by mistake either
    else:
        doubt = ["meaning_confirmed"] if finding.is_doubtful else []
        codes = [*doubt, *_OVERRIDES_OF.get(finding.action, ()), "doctor_decided", "entered_by_mistake"]
    return tuple((code, words.gettext(_OVERRIDES[code])) for code in codes)


def _alone(policy: Policy, *findings: Finding, **lists: None) -> Screening:
    """A screening of those findings alone, in which nothing but those lists was left out."""
    every: dict[str, Any] = {"medications": (), "conditions": (), "substances": (), **lists}
    return made(Screening, *every.values(), findings, policy)


def _summary(finding: Finding, words: Words) -> str:
    entry, level = _cut(shortened(finding.entry)), words.gettext(heading(finding))
    if finding.is_doubtful:
        return words.gettext(_UNSURE, entry=entry, heading=level)
    return words.gettext(BRIEF_FINDING, entry=entry, action=level)


def _cut(entry: str) -> str:
    """The entry with its end left out, if it is one of those whose letters take two units each."""
    if units(entry) <= _ENTRY:
        return entry
    while units(entry) >= _ENTRY:
        entry = entry[:-1]
    return f"{entry.rstrip()}\N{HORIZONTAL ELLIPSIS}"


def units(text: str) -> int:
    """How long programs in JavaScript and Java find the text."""
    return len(text.encode("utf-16-le")) // 2


_UNASKED: Final = {
    "medications": clinical("Cannot be evaluated: nothing is known of medicines"),
    "conditions": clinical("Cannot be evaluated: nothing is known of conditions"),
    "substances": clinical("Cannot be evaluated: nothing is known of alcohol, marijuana and other substances"),
}

_OVERRIDES: Final = {
    "asked_since": clinical("It has been asked since, and the doctor knows the answer."),
    "clearance_on_file": clinical("The primary care physician's clearance is on file, and the doctor knows of it."),
    "plan_agreed": clinical("A plan with the prescriber and the doctor has been agreed on."),
    "meaning_confirmed": clinical("What was meant has been confirmed, and the doctor knows of it."),
    "doctor_decided": clinical("The doctor knows of this and has decided about it."),
    "entered_by_mistake": clinical("It was entered by mistake, and the doctor knows of it."),
}

_OVERRIDES_OF: Final[dict[Action, tuple[str, ...]]] = {
    Action.GET_CLEARANCE: ("clearance_on_file",),
    Action.PLAN_WITH_PRESCRIBER: ("plan_agreed",),
}
"""The reasons that go with one action alone, before those that go with each."""

_TOPICS: Final = {
    "candidacy.doctor-decides": clinical("The doctor decides"),
    "candidacy.indications": HEADINGS[Level.INDICATION],
    "screen.psychosis": clinical("Psychotic disorders"),
    "screen.paranoia": clinical("Paranoid thinking"),
    "screen.seizures": clinical("Seizures"),
    "screen.aminophylline": clinical("Aminophylline and theophylline"),
    "screen.clearance": HEADINGS[Level.CLEARANCE_REQUIRED],
    "screen.benzodiazepine-lamotrigine": clinical("Benzodiazepines and lamotrigine"),
    "screen.cannabis": clinical("Marijuana"),
    "screen.substances": clinical("Alcohol and illicit substances"),
    "screen.illicit-ketamine": clinical("Ketamine under a street name"),
    "screen.compatible": HEADINGS[Level.COMPATIBLE],
    "screen.tricyclics": clinical("Tricyclic antidepressants"),
    "screen.not-addressed": SILENT,
}
"""What each clause that a finding or an outcome is filed under is about; none of them says that anything is safe."""
