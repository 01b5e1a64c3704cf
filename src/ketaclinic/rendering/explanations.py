"""Explanations in words: each clause that was considered, with the facts that decided it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from ketaclinic.explanations import Explanation, Fact, FactName, Step
from ketaclinic.instants import zone_of
from ketaclinic.levels import Level
from ketaclinic.money import Money
from ketaclinic.policy_file import faq_policy
from ketaclinic.register import Basis, Clause
from ketaclinic.rendering.answers import answer
from ketaclinic.rendering.blocks import Document, Entry, Remark, Section
from ketaclinic.rendering.screenings import HEADINGS, SAFETY, SILENT, not_asked, shown
from ketaclinic.rendering.words import Words, clinical, marked, plural
from ketaclinic.screening import Screening


def explanation_document(explanation: Explanation, words: Words) -> Document:
    """The clauses that applied, then those that were considered and did not."""
    worded = tuple(_worded(explanation, words))
    return answer(
        explanation,
        words,
        outcome=words.gettext(_TITLE),
        sections=_sections(worded, words),
        remarks=not_asked(explanation.decision, words) if isinstance(explanation.decision, Screening) else (),
        unsaid=(remark for step, remark in worded if step.clause.basis is Basis.SILENCE),
        brief=_brief(explanation, words),
    )


def _brief(explanation: Explanation, words: Words) -> Iterator[str]:
    number = len(explanation.clauses)
    yield words.ngettext(*_RESTS_ON, number, count=words.number(number))
    if any(id_.endswith("benzodiazepine-lamotrigine") for id_ in explanation.clauses):
        yield words.gettext(SAFETY)


def _worded(explanation: Explanation, words: Words) -> Iterator[tuple[Step, Remark]]:
    """Each step in words: the rule, and what decided it."""
    zone = zone_of(explanation.policy.clinic.time_zone)
    is_faqs = explanation.policy == faq_policy()
    for step in explanation.steps:
        facts = words.listed(dict.fromkeys(_fact(fact, words, zone) for fact in step.facts))
        sentences = (*_rule(step.clause, words, is_faqs=is_faqs), *_decided(facts, words))
        yield step, Remark(" ".join(sentences), (step.clause.id,))


def _sections(worded: tuple[tuple[Step, Remark], ...], words: Words) -> Iterator[Section]:
    """What the rules say; what they leave open stands last of all."""
    for applied, heading in ((True, _APPLIED), (False, _NOT_APPLIED)):
        entries = tuple(
            Entry("", remark.text, remark.clauses)
            for step, remark in worded
            if step.applied is applied and step.clause.basis is not Basis.SILENCE
        )
        if entries:
            yield Section(words.gettext(heading), entries)


def _rule(clause: Clause, words: Words, *, is_faqs: bool) -> Iterator[str]:
    """The rule in words. The figures in them are the FAQ's, so that another clinic's are not told by them."""
    told = [text for text in (clause.summary, clause.reading) if text is not None]
    if not is_faqs and any(letter.isdigit() for text in told for letter in text):
        yield words.gettext(_OWN_FIGURES)
        return
    yield words.gettext(clinical(clause.summary))
    if clause.reading is not None:
        yield words.gettext(_READING, reading=words.gettext(clinical(clause.reading)))
    if clause.id.endswith("benzodiazepine-lamotrigine"):
        yield words.gettext(SAFETY)


def _decided(facts: str, words: Words) -> Iterator[str]:
    if facts:
        yield words.gettext(_DECIDED, facts=facts)


def _fact(fact: Fact, words: Words, zone: tzinfo) -> str:
    return words.gettext(_FACTS[fact.name], value=_value(fact.value, words, zone))


def _value(value: object, words: Words, zone: tzinfo) -> str:  # noqa: PLR0911  # one line for each kind of value
    if isinstance(value, bool):
        return words.gettext(_YES if value else _NO)
    if isinstance(value, int):
        return words.number(value)
    if isinstance(value, Money):
        return words.money(value)
    if isinstance(value, datetime):
        return words.moment(value, zone)
    if isinstance(value, date):
        return words.calendar_date(value)
    if isinstance(value, timedelta):
        return words.hours(value)
    if isinstance(value, Level):
        return words.gettext(SILENT if value is Level.NOT_ADDRESSED else HEADINGS[value])
    return shown(str(value))


_TITLE: Final = marked("Why the answer is as it is")
_APPLIED: Final = marked("Rules that apply")
_NOT_APPLIED: Final = marked("Rules that were considered and do not apply")
_RESTS_ON: Final = plural("It rests on {count} rule.", "It rests on {count} rules.")
_OWN_FIGURES: Final = marked("The rule of this name, with the figures of this clinic.")
_READING: Final = marked("How it is read: {reading}")
_DECIDED: Final = marked("What decided it: {facts}.")
_YES: Final = marked("yes")
_NO: Final = marked("no")

_FACTS: Final = {
    FactName.FIRST_INFUSION: marked("from infusion {value}"),
    FactName.LAST_INFUSION: marked("to infusion {value}"),
    FactName.UNIT_PRICE: marked("price of one {value}"),
    FactName.QUANTITY: marked("number {value}"),
    FactName.AMOUNT: marked("amount {value}"),
    FactName.COMPLETED: marked("infusions before {value}"),
    FactName.INFUSIONS: marked("infusions {value}"),
    FactName.TYPICAL_LEAST: marked("typically at least {value}"),
    FactName.TYPICAL_MOST: marked("typically at most {value}"),
    FactName.DUE_BEFORE: marked("due before the first visit {value}"),
    FactName.ENTRY: marked("entered: {value}"),
    FactName.LEVEL: marked("{value}"),
    FactName.DATES: marked("dates from the first to the last {value}"),
    FactName.DATES_MOST: marked("at most {value}"),
    FactName.STARTS: marked("start {value}"),
    FactName.NOTICE: marked("notice given {value} before"),
    FactName.NOTICE_REQUIRED: marked("notice asked for {value}"),
    FactName.DEADLINE: marked("last timely moment {value}"),
    FactName.IS_INITIAL: marked("first visit: {value}"),
    FactName.AT_RISK: marked("at risk: infusion {value}"),
    FactName.EVEN_DATE: marked("even date not taken {value}"),
    FactName.BEGINS: marked("from {value}"),
    FactName.ENDS: marked("until {value}"),
}
