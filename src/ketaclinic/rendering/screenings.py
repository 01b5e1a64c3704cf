"""Screenings in words: what to do first, then each finding, most serious first."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from ketaclinic.levels import Action, Disposition, Level
from ketaclinic.recognition import FindingNote
from ketaclinic.rendering.answers import NO_ADVICE, answer
from ketaclinic.rendering.blocks import Document, Remark, Row, Table
from ketaclinic.rendering.words import Words, clinical, marked, plural
from ketaclinic.screening import Finding, Screening

SAFETY: Final = clinical(
    "Never stop or change a dose without your prescriber and the doctor: stopping suddenly is dangerous."
)

_SHORT: Final = 40
BRIEF_FINDING: Final = clinical("{entry}: {action}")
MORE: Final = plural("{count} more is not shown.", "{count} more are not shown.")

_KEEP: Final = clinical("Nobody has to stop an antidepressant in order to have ketamine.")


def screening_document(screening: Screening, words: Words) -> Document:
    """The screening: what follows from it, a table for each level with what to do, and that it is no medical advice."""
    return answer(
        screening,
        words,
        outcome=words.gettext(_OUTCOMES[screening.disposition]),
        contact=NO_ADVICE,
        tables=_tables(screening, words),
        remarks=(*_remarks(screening, words), *not_asked(screening, words)),
        unsaid=_unsaid(screening, words),
        brief=_brief(screening, words),
    )


def _brief(screening: Screening, words: Words) -> Iterator[str]:
    """The most serious finding, how many others there are, and the safety sentence."""
    for finding in screening.findings[:1]:
        entry = shortened(finding.entry)
        yield words.gettext(BRIEF_FINDING, entry=entry, action=words.gettext(ACTIONS[finding.action]))
    others = len(screening.findings) - 1
    if others > 0:
        yield words.ngettext(*MORE, others, count=words.number(others))
    for remark in _safety(screening, words):
        yield remark.text


def shortened(entry: str) -> str:
    """The entry as it is shown, and no more of it than fits beside other things."""
    visible = shown(entry)
    return visible if len(visible) <= _SHORT else f"{visible[: _SHORT - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def action_words(action: Action, words: Words) -> str:
    """The next step; where a plan is called for, with the safety sentence."""
    sentences = (ACTIONS[action], SAFETY) if action is Action.PLAN_WITH_PRESCRIBER else (ACTIONS[action],)
    return " ".join(words.gettext(sentence) for sentence in sentences)


def heading(finding: Finding) -> str:
    """The message that says its level or, of what is not known, that nothing is said by that level."""
    return _UNKNOWN if is_unknown(finding) else HEADINGS[finding.level]


def is_unknown(finding: Finding) -> bool:
    """Whether the entry was not recognized, or not all of it: what the rules say of that is not known either."""
    return finding.recognized_as is None and not _is_nothing(finding)


def _is_nothing(finding: Finding) -> bool:
    """Whether the entry says that there is nothing."""
    return FindingNote.PASS_AN_EMPTY_LIST in finding.notes


def _may_be_medicine(finding: Finding) -> bool:
    """Whether it is not known and not entered as a condition, of which each that is not addressed names a clause."""
    return is_unknown(finding) and "screen.clearance" not in finding.clauses


def _tables(screening: Screening, words: Words) -> Iterator[Table]:
    headings = (words.gettext("You entered"), words.gettext("Recognized as"), words.gettext("Rule"))
    ordered = sorted(screening.findings, key=lambda finding: (-finding.level.seriousness, not is_unknown(finding)))
    for title, findings in groupby(ordered, key=heading):
        found = list(findings)
        actions = dict.fromkeys(finding.action for finding in found)
        yield Table(
            headings,
            tuple(_row(finding, words) for finding in found),
            title=words.gettext(title),
            lead=" ".join(action_words(action, words) for action in Action if action in actions),
        )


def _row(finding: Finding, words: Words) -> Row:
    return Row((shown(finding.entry), _recognized(finding, words), finding.clauses[0]))


def _recognized(finding: Finding, words: Words) -> str:
    if finding.recognized_as is None:
        return words.gettext(_NOTHING if _is_nothing(finding) else _NOT_RECOGNIZED)
    message = next((_MANNERS[note] for note in finding.notes if note in _MANNERS), "{name}")
    return words.gettext(message, name=words.name(finding.recognized_as))


def shown(entry: str) -> str:
    """The entry on one line, without characters that do not print: they could steer a terminal or turn text round."""
    visible = " ".join("".join(letter if letter.isprintable() else " " for letter in entry).split())
    return visible or "\N{HORIZONTAL ELLIPSIS}"


def _remarks(screening: Screening, words: Words) -> tuple[Remark, ...]:
    """What goes with the findings, each once; first what is not known, and the safety sentence if no table says it."""
    unknown = dict.fromkeys(shown(finding.entry) for finding in screening.findings if is_unknown(finding))
    names = (Remark(words.gettext(_NOT_KNOWN, entries=words.listed(unknown)), (_NOT_ADDRESSED,)),) if unknown else ()
    is_said = any(finding.action is Action.PLAN_WITH_PRESCRIBER for finding in screening.findings)
    safety = () if is_said else _safety(screening, words)
    kept = [finding for finding in screening.findings if "prepare.keep-antidepressants" in finding.clauses]
    keep = (Remark(words.gettext(_KEEP), ("prepare.keep-antidepressants",)),) if kept else ()
    return (*names, *safety, *keep, *_noted(screening, words, are_silent=False))


def _safety(screening: Screening, words: Words) -> Iterator[Remark]:
    """The safety sentence where something calls for it, whatever a clinic's own level; what is not known may do so."""
    is_planned = any(_PLAN in finding.clauses for finding in screening.findings)
    if is_planned or any(map(_may_be_medicine, screening.findings)):
        yield Remark(words.gettext(SAFETY), (_PLAN if is_planned else _NOT_ADDRESSED,))


def _noted(screening: Screening, words: Words, *, are_silent: bool) -> Iterator[Remark]:
    """The notes of the findings, those on what the rules do not address or the others; each with its first finding."""
    by_note = {note: finding for finding in reversed(screening.findings) for note in finding.notes}
    for note in FindingNote:
        if note in by_note and (note in _SILENT) is are_silent:
            yield Remark(words.gettext(_NOTES[note]), by_note[note].clauses)


def _unsaid(screening: Screening, words: Words) -> Iterator[Remark]:
    """What was recognized and the rules say nothing of, and what is to be said of it."""
    recognized = (finding for finding in screening.findings if finding.recognized_as is not None)
    silent = [finding for finding in recognized if _NOT_ADDRESSED in finding.clauses]
    addressed = {finding.entry for finding in screening.findings if _NOT_ADDRESSED not in finding.clauses}
    entries = dict.fromkeys(
        _recognized(finding, words) if finding.entry in addressed else shown(finding.entry)
        for finding in silent  # of an entry that the rules say something of, only the part of which they say nothing
    )
    if entries:
        yield Remark(words.gettext(_UNSAID, entries=words.listed(entries)), (_NOT_ADDRESSED,))
    yield from _noted(screening, words, are_silent=True)


def not_asked(screening: Screening, words: Words) -> tuple[Remark, ...]:
    """A remark for each list that was not asked for, or left out: which of both is not known here."""
    return tuple(Remark(words.gettext(_NOT_ASKED[name]), ("candidacy.doctor-decides",)) for name in screening.not_asked)


_OUTCOMES: Final = {
    Disposition.AVOID: clinical("Speak with the doctor first: the clinic's rules say to avoid ketamine with this."),
    Disposition.DOCTOR_DECIDES: clinical("Speak with the doctor first: the doctor has to decide about this."),
    Disposition.CLEARANCE_REQUIRED: clinical("You need clearance from your primary care physician first."),
    Disposition.DOCTOR_REVIEW: clinical("The doctor must know of this before treatment."),
    Disposition.INCOMPLETE: clinical("Not everything is known, and nothing that the rules name was found so far."),
    Disposition.NOTHING_FOUND: clinical("Nothing that the rules name was found; the doctor decides."),
}

HEADINGS: Final = {
    Level.AVOID: clinical("Ketamine is to be avoided with this"),
    Level.DOCTOR_DECIDES: clinical("For the doctor to decide"),
    Level.CLEARANCE_REQUIRED: clinical("Clearance comes first"),
    Level.PRESCRIBER_PLAN: clinical("A plan with your prescriber comes first"),
    Level.ABSTAIN: clinical("To refrain from"),
    Level.CAUTION: clinical("Used with caution"),
    Level.NOT_ADDRESSED: clinical("Not addressed by the rules"),
    Level.INDICATION: clinical("Reasons for treatment that the clinic names"),
    Level.COMPATIBLE: clinical("Used along with ketamine, by the clinic's rules"),
}

_UNKNOWN: Final = clinical("Not known here, in whole or in part, so not held against the rules")
SILENT: Final = clinical("Not addressed by the rules, or not known here")
"""The level of both, where it is not told which of them it is."""

ACTIONS: Final = {
    Action.SPEAK_WITH_DOCTOR: clinical("Speak with the doctor before anything else."),
    Action.LET_DOCTOR_DECIDE: clinical("Call the clinic, and let the doctor decide first."),
    Action.GET_CLEARANCE: clinical("Get clearance from your primary care physician first."),
    Action.PLAN_WITH_PRESCRIBER: clinical("Make a plan with your prescriber and the doctor first."),
    Action.REFRAIN: clinical("Refrain from it, and tell the doctor."),
    Action.TELL_DOCTOR: clinical("Tell the doctor of it."),
    Action.ASK_DOCTOR: clinical("Ask the doctor about it."),
    Action.CONFIRM: clinical("Check what was meant, and confirm it with the doctor."),
}

_NOT_RECOGNIZED: Final = marked("not recognized")
_NOTHING: Final = marked("nothing")
_MANNERS: Final = {
    FindingNote.CONFIRM_SPELLING: marked("perhaps {name}"),
    FindingNote.ABSENCE: marked("{name}, said to be absent"),
    FindingNote.RELATIVE: marked("{name}, of somebody else"),
    FindingNote.PAST: marked("{name}, perhaps past"),
}

_NOTES: Final = {
    FindingNote.CONFIRM_SPELLING: clinical("Some names were not spelled as we know them. Please check what was meant."),
    FindingNote.CONFIRM_MEANING: clinical("Some words have an everyday meaning, too. Please check what was meant."),
    FindingNote.OTHER_WORDS: clinical(
        "An entry holds words that were not understood, or that may change what is meant. Please check what was meant."
    ),
    FindingNote.UNCLEAR_ABSENCE: clinical(
        "An entry may say that you have or take something, or that you do not, so it counts as if you did. "
        "Please confirm it with the doctor."
    ),
    FindingNote.PAST: clinical("Something may be past. It counts all the same. Please tell the doctor when it was."),
    FindingNote.ABSENCE: clinical(
        "An entry says that you do not have or take something. Please confirm it with the doctor."
    ),
    FindingNote.RELATIVE: clinical("An entry speaks of somebody else. Please confirm it with the doctor."),
    FindingNote.PASS_AN_EMPTY_LIST: clinical(
        "An entry says that there is nothing. Remove it, and say that there is none."
    ),
    FindingNote.CONTROLLED: clinical("High blood pressure that is controlled is not addressed. Ask the doctor."),
    FindingNote.CONTROL_UNKNOWN: clinical(
        "It was not said whether high blood pressure is controlled, so it counts as not controlled."
    ),
    FindingNote.ILLICIT_KETAMINE: clinical("This is a street name of ketamine that is not the clinic's treatment."),
    FindingNote.THEOPHYLLINE: clinical("Aminophylline turns into theophylline, so the doctor has to decide."),
    FindingNote.XANTHINE_BRONCHODILATOR: clinical("This medicine is akin to aminophylline, which the rules name."),
    FindingNote.MAO_INHIBITOR: clinical(
        "An MAO inhibitor need not be stopped for ketamine, but whether the two go together is not addressed."
    ),
    FindingNote.OTHER_ANTIDEPRESSANT: clinical(
        "An antidepressant need not be stopped for ketamine, but this one is not among those named."
    ),
    FindingNote.OTHER_REUPTAKE_INHIBITOR: clinical(
        "This medicine is akin to SSRIs and SNRIs, but it is not among those named."
    ),
    FindingNote.LITHIUM_SUPPLEMENT: clinical("This is a supplement, and not lithium as a doctor prescribes it."),
    FindingNote.Z_DRUG: clinical("This sleeping medicine is no benzodiazepine. The rules do not address it."),
    FindingNote.GABAPENTINOID: clinical("This medicine is no benzodiazepine. The rules do not address it."),
    FindingNote.KETAMINE_MEDICAL: clinical("Tell the doctor of any ketamine that you have been prescribed."),
    FindingNote.OPIOID: clinical("A prescribed opioid is not addressed. Tell the doctor."),
    FindingNote.STIMULANT: clinical("A prescribed stimulant is not addressed. Tell the doctor."),
    FindingNote.TOBACCO: clinical("Tobacco and nicotine are not addressed. Ask the doctor."),
    FindingNote.NALTREXONE: clinical("Naltrexone is not addressed. Tell the doctor."),
}

_SILENT: Final = frozenset(
    {
        FindingNote.CONTROLLED,
        FindingNote.MAO_INHIBITOR,
        FindingNote.Z_DRUG,
        FindingNote.GABAPENTINOID,
        FindingNote.OPIOID,
        FindingNote.STIMULANT,
        FindingNote.TOBACCO,
        FindingNote.NALTREXONE,
    }
)
"""The notes which say that the rules do not address something."""

_PLAN: Final = "prepare.benzodiazepine-lamotrigine"
_NOT_ADDRESSED: Final = "screen.not-addressed"
_NOT_KNOWN: Final = clinical(
    "Not known here, in whole or in part, and so not held against the rules: {entries}. Write each name in English "
    "letters, that of a medicine as it stands on the package, or tell the clinic."
)
_UNSAID: Final = clinical("The rules say nothing of this: {entries}. Ask the doctor.")

_NOT_ASKED: Final = {
    "medications": marked("It is not known which medicines you take."),
    "conditions": marked("It is not known which conditions you have."),
    "substances": marked("It is not known whether you use alcohol, marijuana or other substances."),
}
