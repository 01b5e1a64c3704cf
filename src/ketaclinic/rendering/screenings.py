"""Screenings in words: what to do first, then each finding, most serious first."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from ketaclinic.levels import Action, Disposition, Level
from ketaclinic.recognition import FindingNote
from ketaclinic.rendering.blocks import Document, Remark, Row, Table
from ketaclinic.rendering.words import Words, marked
from ketaclinic.screening import Finding, Screening

SAFETY: Final = marked(
    "Never stop or change a dose without your prescriber and the doctor: stopping suddenly is dangerous."
)

_KEEP: Final = marked("Nobody has to stop an antidepressant in order to have ketamine.")


def screening_document(screening: Screening, words: Words) -> Document:
    """The screening: what follows from it, a table for each level with what to do, and that it is no medical advice."""
    clinic = screening.policy.clinic
    return Document(
        language=words.language,
        title=words.gettext(_OUTCOMES[screening.disposition]),
        tables=tuple(_tables(screening, words)),
        remarks=(*_remarks(screening, words), *_not_asked(screening, words)),
        closing=words.gettext(
            "This is no medical advice, and it clears nobody for treatment. The doctor decides. "
            "Call {clinic}: {telephone}.",
            clinic=clinic.name,
            telephone=clinic.telephone.number,
        ),
    )


def action_words(action: Action, words: Words) -> str:
    """The next step; where a plan is called for, with the safety sentence."""
    sentences = (_ACTIONS[action], SAFETY) if action is Action.PLAN_WITH_PRESCRIBER else (_ACTIONS[action],)
    return " ".join(words.gettext(sentence) for sentence in sentences)


def _tables(screening: Screening, words: Words) -> Iterator[Table]:
    headings = (words.gettext("You entered"), words.gettext("Recognized as"), words.gettext("Rule"))
    for level, findings in groupby(screening.findings, key=lambda finding: finding.level):
        found = list(findings)
        actions = dict.fromkeys(finding.action for finding in found)
        yield Table(
            headings,
            tuple(_row(finding, words) for finding in found),
            title=words.gettext(_HEADINGS[level]),
            lead=" ".join(action_words(action, words) for action in Action if action in actions),
        )


def _row(finding: Finding, words: Words) -> Row:
    return Row((shown(finding.entry), _recognized(finding, words), finding.clauses[0]))


def _recognized(finding: Finding, words: Words) -> str:
    if finding.recognized_as is None:
        return words.gettext("not recognized")
    message = next((_MANNERS[note] for note in finding.notes if note in _MANNERS), "{name}")
    return words.gettext(message, name=finding.recognized_as)


def shown(entry: str) -> str:
    """The entry on one line, without characters that do not print: they could steer a terminal or turn text round."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in entry).split())


def _remarks(screening: Screening, words: Words) -> tuple[Remark, ...]:
    """What goes with the findings, each said once; first the safety sentence, if no table says it."""
    planned = [finding for finding in screening.findings if "prepare.benzodiazepine-lamotrigine" in finding.clauses]
    is_said = any(finding.action is Action.PLAN_WITH_PRESCRIBER for finding in screening.findings)
    unsaid = planned and not is_said  # a clinic may be stricter, which makes it another action
    safety = (Remark(words.gettext(SAFETY), ("prepare.benzodiazepine-lamotrigine",)),) if unsaid else ()
    kept = [finding for finding in screening.findings if "prepare.keep-antidepressants" in finding.clauses]
    keep = (Remark(words.gettext(_KEEP), ("prepare.keep-antidepressants",)),) if kept else ()
    by_note = {note: finding for finding in reversed(screening.findings) for note in finding.notes}
    notes = (Remark(words.gettext(_NOTES[note]), by_note[note].clauses) for note in FindingNote if note in by_note)
    return (*safety, *keep, *notes)


def _not_asked(screening: Screening, words: Words) -> tuple[Remark, ...]:
    return tuple(Remark(words.gettext(_NOT_ASKED[name]), ("candidacy.doctor-decides",)) for name in screening.not_asked)


_OUTCOMES: Final = {
    Disposition.AVOID: marked("Speak with the doctor first: the clinic's rules say to avoid ketamine with this."),
    Disposition.DOCTOR_DECIDES: marked("Speak with the doctor first: the doctor has to decide about this."),
    Disposition.CLEARANCE_REQUIRED: marked("You need clearance from your primary care physician first."),
    Disposition.DOCTOR_REVIEW: marked("The doctor must know of this before treatment."),
    Disposition.INCOMPLETE: marked("Not everything was asked. Nothing that the rules name was found so far."),
    Disposition.NOTHING_FOUND: marked("Nothing that the rules name was found. The doctor decides."),
}

_HEADINGS: Final = {
    Level.AVOID: marked("Ketamine is to be avoided with this"),
    Level.DOCTOR_DECIDES: marked("For the doctor to decide"),
    Level.CLEARANCE_REQUIRED: marked("Clearance comes first"),
    Level.PRESCRIBER_PLAN: marked("A plan with your prescriber comes first"),
    Level.ABSTAIN: marked("To refrain from"),
    Level.CAUTION: marked("Used with caution"),
    Level.NOT_ADDRESSED: marked("Not addressed by the rules"),
    Level.INDICATION: marked("Reasons for treatment that the clinic names"),
    Level.COMPATIBLE: marked("Used along with ketamine, by the clinic's rules"),
}

_ACTIONS: Final = {
    Action.SPEAK_WITH_DOCTOR: marked("Speak with the doctor before anything else."),
    Action.LET_DOCTOR_DECIDE: marked("Call the clinic, and let the doctor decide first."),
    Action.GET_CLEARANCE: marked("Get clearance from your primary care physician first."),
    Action.PLAN_WITH_PRESCRIBER: marked("Make a plan with your prescriber and the doctor first."),
    Action.REFRAIN: marked("Refrain from it, and tell the doctor."),
    Action.TELL_DOCTOR: marked("Tell the doctor of it."),
    Action.ASK_DOCTOR: marked("Ask the doctor about it."),
    Action.CONFIRM: marked("Check what was meant, and confirm it with the doctor."),
}

_MANNERS: Final = {
    FindingNote.CONFIRM_SPELLING: marked("perhaps {name}"),
    FindingNote.ABSENCE: marked("{name}, said to be absent"),
    FindingNote.RELATIVE: marked("{name}, of somebody else"),
    FindingNote.PAST: marked("{name}, perhaps past"),
}

_NOTES: Final = {
    FindingNote.CONFIRM_SPELLING: marked("Some names were not spelled as we know them. Please check what was meant."),
    FindingNote.CONFIRM_MEANING: marked("Some words have an everyday meaning, too. Please check what was meant."),
    FindingNote.OTHER_WORDS: marked(
        "An entry holds words that were not understood, or that may change what is meant. Please check what was meant."
    ),
    FindingNote.UNCLEAR_ABSENCE: marked(
        "An entry may say that you have or take something, or that you do not, so it counts as if you did. "
        "Please confirm it with the doctor."
    ),
    FindingNote.PAST: marked("Something may be past. It counts all the same. Please tell the doctor when it was."),
    FindingNote.ABSENCE: marked(
        "An entry says that you do not have or take something. Please confirm it with the doctor."
    ),
    FindingNote.RELATIVE: marked("An entry speaks of somebody else. Please confirm it with the doctor."),
    FindingNote.PASS_AN_EMPTY_LIST: marked("An entry says that there is nothing. Leave the list empty instead."),
    FindingNote.CONTROLLED: marked("High blood pressure that is controlled is not addressed. Ask the doctor."),
    FindingNote.CONTROL_UNKNOWN: marked(
        "It was not said whether high blood pressure is controlled, so it counts as not controlled."
    ),
    FindingNote.ILLICIT_KETAMINE: marked("This is a street name of ketamine that is not the clinic's treatment."),
    FindingNote.THEOPHYLLINE: marked("Aminophylline turns into theophylline, so the doctor has to decide."),
    FindingNote.XANTHINE_BRONCHODILATOR: marked("This medicine is akin to aminophylline, which the rules name."),
    FindingNote.MAO_INHIBITOR: marked(
        "An MAO inhibitor need not be stopped for ketamine, but whether the two go together is not addressed."
    ),
    FindingNote.OTHER_ANTIDEPRESSANT: marked(
        "An antidepressant need not be stopped for ketamine, but this one is not among those named."
    ),
    FindingNote.OTHER_REUPTAKE_INHIBITOR: marked(
        "This medicine is akin to SSRIs and SNRIs, but it is not among those named."
    ),
    FindingNote.LITHIUM_SUPPLEMENT: marked("This is a supplement, and not lithium as a doctor prescribes it."),
    FindingNote.Z_DRUG: marked("This sleeping medicine is no benzodiazepine. The rules do not address it."),
    FindingNote.GABAPENTINOID: marked("This medicine is no benzodiazepine. The rules do not address it."),
    FindingNote.KETAMINE_MEDICAL: marked("Tell the doctor of any ketamine that you have been prescribed."),
    FindingNote.OPIOID: marked("A prescribed opioid is not addressed. Tell the doctor."),
    FindingNote.STIMULANT: marked("A prescribed stimulant is not addressed. Tell the doctor."),
    FindingNote.TOBACCO: marked("Tobacco and nicotine are not addressed. Ask the doctor."),
    FindingNote.NALTREXONE: marked("Naltrexone is not addressed. Tell the doctor."),
}

_NOT_ASKED: Final = {
    "medications": marked("You were not asked which medicines you take."),
    "conditions": marked("You were not asked which conditions you have."),
    "substances": marked("You were not asked about alcohol, marijuana and other substances."),
}
