"""Preparation sheets in words: what to do and to expect, day by day, for the door of a fridge."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from ketaclinic.instants import local_date, zone_of
from ketaclinic.instructions import Instruction, InstructionKind, Strength
from ketaclinic.preparation import PreparationSheet
from ketaclinic.rendering.answers import NO_ADVICE, answer
from ketaclinic.rendering.blocks import Document, Entry, Remark, Section
from ketaclinic.rendering.plans import titled
from ketaclinic.rendering.screenings import ACTIONS, BRIEF_FINDING, MORE, SAFETY, shortened, shown
from ketaclinic.rendering.words import Words, clinical, marked, plural
from ketaclinic.visits import Purpose, SupportiveMedication, Visit


def sheet_document(sheet: PreparationSheet, words: Words) -> Document:
    """The sheet: what holds without a date, then what to do day by day."""
    zone = zone_of(sheet.policy.clinic.time_zone)
    visits = {visit.number: visit for visit in sheet.visits}
    is_recorded = sheet.infusion_ended is not None

    moments = {told.first for told in sheet.instructions if told.first is not None}
    times = {moment: words.time(moment, zone) for moment in moments}

    def day(told: Instruction) -> date | None:
        return None if told.first is None else local_date(told.first, zone)

    sections = (
        Section(
            words.gettext(_ALWAYS) if at is None else words.calendar_date(at),
            tuple(
                Entry(
                    "" if told.first is None else times[told.first],
                    " ".join(sentences(told, visits[told.numbers[0]], words, is_recorded=is_recorded)),
                    told.clauses,
                )
                for told in instructions
            ),
        )
        for at, instructions in groupby(sheet.instructions, key=day)
    )
    first = tuple(_first(sheet, words))
    return answer(
        sheet,
        words,
        outcome=titled(sheet.visits, words, one=_ONE, several=_SEVERAL),
        to_do=(told for told, _ in first),
        contact=NO_ADVICE,
        sections=sections,
        remarks=remarks(sheet, words),
        unsaid=(unsaid(words),) if sheet.visits else (),
        brief=_brief(sheet, first, words),
    )


def _first(sheet: PreparationSheet, words: Words) -> Iterator[tuple[str, int]]:
    """What to do first, and how many instructions that is: of all that is worst, or fasting and the driver."""
    for worst in sheet.instructions[:1]:
        if worst.kind in FIRST:
            action = words.gettext(ACTIONS[worst.findings[0].action])  # of one level, so of all of them
            yield words.gettext(BRIEF_FINDING, entry=_entries(worst, words), action=action), 1
        elif len(sheet.visits) > 1:
            fasting = [told for told in sheet.instructions if told.kind is InstructionKind.FASTING]
            drivers = [told for told in sheet.instructions if told.kind is InstructionKind.DRIVER]
            span = words.hours(timedelta(hours=sheet.policy.preparation.fasting.hours))
            yield words.gettext(_BEFORE_EACH, span=span), len(fasting) + len(drivers)
        else:
            zone = zone_of(sheet.policy.clinic.time_zone)
            first = next(told.first for told in sheet.instructions if told.kind is InstructionKind.FASTING)
            moment = first or sheet.visits[0].moment  # fasting always has a start
            yield words.gettext(_BEFORE, time=words.time(moment, zone), date=words.day(moment, zone)), 2


def _entries(worst: Instruction, words: Words) -> str:
    """The entries that call for it, each once: a few of them, and how many others there are."""
    entries = [*dict.fromkeys(shown(finding.entry) for finding in worst.findings)]
    others = len(entries) - _FEW
    more = [words.ngettext(*_OTHERS, others, count=words.number(others))] if others > 0 else []
    return words.listed([*map(shortened, entries[:_FEW]), *more])


def _brief(sheet: PreparationSheet, first: tuple[tuple[str, int], ...], words: Words) -> Iterator[str]:
    """What to do first of all, how much is not shown, and the safety sentence."""
    for told, number in first:
        others = len(sheet.instructions) - number
        yield told
        yield words.ngettext(*MORE, others, count=words.number(others))
        yield words.gettext(SAFETY)


FIRST: Final = frozenset({InstructionKind.AVOID, InstructionKind.DOCTOR_DECIDES, InstructionKind.CLEARANCE})
"""What comes before everything else, even in brief."""


def remarks(sheet: PreparationSheet, words: Words) -> Iterator[Remark]:
    """What was not told, and whose times they are."""
    for name in sheet.not_told:
        yield Remark(words.gettext(_NOT_TOLD[name]), ("candidacy.doctor-decides",))
    if sheet.visits:
        yield zone_remark(sheet, words)


def zone_remark(sheet: PreparationSheet, words: Words) -> Remark:
    """Whose times they are."""
    zone = sheet.policy.clinic.time_zone.replace("_", " ")
    return Remark(words.gettext(_ZONE, zone=zone), ("visit.recovery",))


def unsaid(words: Words) -> Remark:
    """What the FAQ does not say about a visit."""
    return Remark(words.gettext(_UNSAID), ("prepare.fasting",))


def sentences(told: Instruction, visit: Visit, words: Words, *, is_recorded: bool) -> Iterator[str]:
    """What is to be said of one instruction."""
    if told.findings:
        entries = words.listed(dict.fromkeys(shown(finding.entry) for finding in told.findings))
        yield words.gettext(_ENTERED, entries=entries)
    if told.kind in _TO_DO:
        yield words.gettext(_STRENGTHS[told.strength])
    if told.kind is InstructionKind.VISIT:
        yield _of_visit(visit, words)
    elif told.kind is InstructionKind.PAYMENT:
        yield _of_payment(told, words)
    elif told.kind is InstructionKind.SUPPORTIVE_MEDICATION:
        given = words.listed(medication_phrase(medication, words) for medication in told.medications)
        yield words.gettext(_GIVEN, medicines=given)
        yield words.gettext(_ALLERGY)
    else:
        yield words.gettext(TEXTS[told.kind], **_figures(told, words))
    if told.kind is InstructionKind.PRESCRIBER_PLAN:
        yield words.gettext(SAFETY)
    if told.kind is InstructionKind.TWELVE_HOURS and not is_recorded:
        yield words.gettext(_LATER)


def _figures(told: Instruction, words: Words) -> dict[str, str]:
    """What is filled into the text of an instruction."""
    preparation, visit = told.policy.preparation, told.policy.visit
    zone = zone_of(told.policy.clinic.time_zone)
    # Its start is named, since a calendar's alarm shows the text earlier than that, and a sheet is read at any time.
    if told.kind is InstructionKind.CANNABIS and told.first is not None:
        return {"first": words.moment(told.first, zone), "days": words.number(preparation.cannabis.days)}
    if told.kind is InstructionKind.FASTING and told.first is not None:
        return {"first": words.moment(told.first, zone), "hours": words.number(preparation.fasting.hours)}
    if told.kind is InstructionKind.EFFECTS:
        least, most = visit.recovery.least_minutes, visit.recovery.most_minutes
        return {"least": words.number(least), "most": words.number(most)}
    if told.kind is InstructionKind.ONSET:
        return {"onset": words.number(visit.onset.hours)}
    if told.kind is InstructionKind.TWELVE_HOURS and told.last is not None:
        return {"until": words.moment(told.last, zone)}
    return {}


def _of_visit(visit: Visit, words: Words) -> str:
    zone = zone_of(visit.policy.clinic.time_zone)
    times = {
        "minutes": words.number(visit.policy.visit.infusion.minutes),
        "undisturbed": "" if visit.undisturbed_until is None else words.time(visit.undisturbed_until, zone),
        "least": words.time(visit.ends_between.first, zone),
        "most": words.time(visit.ends_between.last, zone),
    }
    return words.gettext(_FIRST_VISIT if visit.is_initial else _LATER_VISIT, **times)


def _of_payment(told: Instruction, words: Words) -> str:
    if told.amount is None:
        return words.gettext(_NO_PRICE)
    price = words.gettext(_PRICE, amount=words.money(told.amount))
    if told.of_visit[0] == "price.chronic-pain":
        return price
    return f"{price} {words.gettext(_OTHER_PRICE)}"


def medication_phrase(medication: SupportiveMedication, words: Words) -> str:
    """One medicine, and what it is given against."""
    medicine = medication.medicine
    names = {} if medicine is None else {"generic": medicine.generic, "brand": medicine.brand}
    return words.gettext(_PURPOSES[medication.purpose], **names)


_ALWAYS: Final = marked("At all times")
_ONE: Final = marked("Before and after your visit on {date}")
_SEVERAL: Final = marked("Before and after your {count} visits, from {first} to {last}")
_BEFORE: Final = clinical("Eat and drink nothing from {time} on {date}. Somebody else must drive you home.")
_BEFORE_EACH: Final = clinical(
    "Before each visit, eat and drink nothing for {span}. Somebody else must drive you home from each."
)
_UNSAID: Final = clinical(
    "The rules do not say when you may eat and drink again, whether to swallow a medicine while you fast, or what to "
    "bring. Ask the clinic."
)
_FEW: Final = 2
"""How many entries the headline names."""

_OTHERS: Final = plural("{count} more", "{count} more")
_ENTERED: Final = marked("You entered: {entries}.")
_GIVEN: Final = clinical("With the infusion you are given {medicines}.")
_ALLERGY: Final = clinical("Tell the doctor of any allergy: the rules do not address them.")
_ZONE: Final = marked("All times are those of the clinic ({zone}). Each end of a visit is an estimate.")

_STRENGTHS: Final = {Strength.REQUIRED: clinical("Required:"), Strength.ADVISED: clinical("Strongly advised:")}

_TO_DO: Final = frozenset(
    {
        InstructionKind.ABSTAIN,
        InstructionKind.CANNABIS,
        InstructionKind.FASTING,
        InstructionKind.DRIVER,
        InstructionKind.TWELVE_HOURS,
        InstructionKind.CLEARANCE,
        InstructionKind.AVOID,
        InstructionKind.DOCTOR_DECIDES,
    }
)
"""The instructions whose strength is said; the others tell what to expect, or whom to speak with."""

TEXTS: Final = {
    InstructionKind.AVOID: clinical(
        "The clinic's rules say to avoid ketamine with this. Speak with the doctor before anything else on this sheet."
    ),
    InstructionKind.DOCTOR_DECIDES: clinical("The doctor has to decide about this before the visit. Call the clinic."),
    InstructionKind.SPEAK_WITH_DOCTOR: clinical("Speak with the doctor about this first."),
    InstructionKind.CLEARANCE: clinical("Get clearance from your primary care physician before the infusion."),
    InstructionKind.PRESCRIBER_PLAN: clinical(
        "If you take a benzodiazepine, such as alprazolam (Xanax), lorazepam (Ativan) or clonazepam (Klonopin), or "
        "lamotrigine (Lamictal), make a plan with your prescriber and the doctor before the first infusion. What "
        "happens with the dose before each infusion is part of that plan."
    ),
    InstructionKind.KEEP_ANTIDEPRESSANTS: clinical(
        "You do not have to stop an antidepressant, such as sertraline (Zoloft), in order to have ketamine. Tell the "
        "doctor of every medicine."
    ),
    InstructionKind.ABSTAIN: clinical(
        "No alcohol, marijuana, cocaine, heroin or other illicit substances. They are a safety risk with ketamine, and "
        "they work against it. The rules name no end to this."
    ),
    InstructionKind.MISUSE: clinical(
        "Use ketamine, the nasal spray too, only as an experienced physician directs. Abuse can be lethal. Long use "
        "may bring tolerance, and for some it may be psychologically addictive."
    ),
    InstructionKind.CANNABIS: clinical(
        "From {first} on, no marijuana. That is at least {days} days before an infusion; longer is better. The rule on "
        "substances goes on after that."
    ),
    InstructionKind.FASTING: clinical(
        "From {first} on, nothing to eat and nothing to drink, not even water: these are the {hours} hours before your "
        "visit. Ask the clinic whether to swallow a medicine in this time, and when you may eat and drink again."
    ),
    InstructionKind.EFFECTS: clinical(
        "Passing effects can be dizziness, nausea, mild visual hallucinations, a sense of being apart from your body, "
        "and a changed sense of time and space. Some feel vulnerable, others well and open. Less often there "
        "is tiredness, a headache, heaviness or nausea afterwards. You are back to your usual state some {least} to "
        "{most} minutes after the infusion ends."
    ),
    InstructionKind.ONSET: clinical(
        "Benefit is typically noticed between the same day and {onset} hours later. It can come step by step."
    ),
    InstructionKind.DRIVER: clinical("Somebody else must drive you home. Arrange for it before you come."),
    InstructionKind.TWELVE_HOURS: clinical(
        "Do not drive, use machines, do hard mental work or take decisions before {until}."
    ),
}

_FIRST_VISIT: Final = clinical(
    "Your first visit: an evaluation, and then your first infusion. It is expected to end between {least} and {most}. "
    "You are watched for as long as needed. The rules name nothing that you have to bring."
)
_LATER_VISIT: Final = clinical(
    "Your visit: an infusion of about {minutes} minutes. You are left undisturbed until {undisturbed}. The visit is "
    "expected to end between {least} and {most}. You are watched for as long as needed. The rules name nothing that "
    "you have to bring."
)
_PRICE: Final = marked("You pay {amount} for this infusion at the visit; nothing is charged up front.")
_OTHER_PRICE: Final = marked("Treatment for chronic pain is priced differently.")
_LATER: Final = clinical("If your infusion ends later than expected, that is later, too.")
_NO_PRICE: Final = marked("You pay for this infusion at the visit. Its price is not published: ask the clinic.")

_PURPOSES: Final = {
    Purpose.NAUSEA: clinical("{generic} ({brand}) against nausea"),
    Purpose.NAUSEA_AGAIN: clinical("a second medicine against nausea"),
    Purpose.HEADACHE: clinical("{generic} ({brand}), because of an earlier headache"),
}

_NOT_TOLD: Final = {
    "medications": marked("This sheet was made without knowing which medicines you take."),
    "conditions": marked("This sheet was made without knowing which conditions you have."),
    "substances": marked("This sheet was made without knowing of alcohol, marijuana and other substances."),
}
