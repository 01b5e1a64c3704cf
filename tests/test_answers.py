"""The order of every answer: outcome, what to do, details, the rules it rests on, what the rules do not say."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import html5lib
import pytest
from markdown_it import MarkdownIt

import ketaclinic as kc
from ketaclinic.catalogs import SHIPPED
from ketaclinic.rendering.answers import NO_ADVICE, QUESTIONS, RESTS_ON, UNSAID
from ketaclinic.rendering.words import words

ZONE = ZoneInfo("America/Los_Angeles")
FIRST = datetime(2026, 12, 21, 10, tzinfo=ZONE)
PLAN = kc.propose_plan(first=FIRST, infusions=6, calendar=kc.ClinicCalendar(closed=[date(2026, 12, 25)]))
NO_VISITS = kc.TreatmentPlan.of([])
SCREENING = kc.screen(medications=["Klonopin", "metformin", "methadone"], conditions=["asthma", "asthma"])
NOTHING = kc.screen(medications=[], conditions=[], substances=[])
CALL = "Call Ketamine Healing Clinic of Los Angeles: (866) 987-7874."
ADVICE = f"This is no medical advice, and it clears nobody for treatment. The doctor decides. {CALL}"


def cancelled(hours: float, number: int = 0) -> kc.Cancellation:
    visit = PLAN.visits[number]
    return kc.assess_cancellation(visit, notified=visit.moment - timedelta(hours=hours), reserved=PLAN.visits)


# ---- What each decision says in which place: its outcome, what to do besides whom to call, and what is left unsaid

TOLD: dict[str, tuple[Any, str, str, tuple[str, ...]]] = {
    "quote": (kc.quote(6), "Total price: $3,450.00", f"Pay for each infusion at its visit. Questions? {CALL}", ()),
    "quote of a consultation": (
        kc.quote(0, services=[kc.Service.INFORMATION_CONSULTATION]),
        "Total price: $200.00",
        f"Questions? {CALL}",
        ("It is not stated when a consultation is paid.",),
    ),
    "quote of nothing": (kc.quote(0), "Total price: $0.00", f"Questions? {CALL}", ()),
    "quoted plan": (
        kc.quote_plan(PLAN),
        "Total price: $3,450.00",
        f"Pay for each infusion at its visit. Questions? {CALL}",
        (),
    ),
    "plan": (
        PLAN,
        "Proposed plan: 6 infusions, from Mon, Dec 21, 2026 to Fri, Jan 1, 2027",
        f"Ask the doctor to confirm this plan. Questions? {CALL}",
        ("No interval is stated for them. (plan.maintenance)", "Its dose is not stated; the doctor decides it."),
    ),
    "plan with maintenance": (
        PLAN.with_maintenance([FIRST + timedelta(days=60)]),
        "Proposed plan: 7 infusions, from Mon, Dec 21, 2026 to Fri, Feb 19, 2027",
        f"Ask the doctor to confirm this plan. Questions? {CALL}",
        ("No price and no schedule are stated for it. (plan.spray)", "Its dose is not stated"),
    ),
    "plan of nothing": (NO_VISITS, "This plan has no visits.", f"Questions? {CALL}", ("Its dose is not stated",)),
    "timely cancellation": (
        cancelled(48),
        "This cancellation is in time.",
        f"To cancel, or with any question, c{CALL[1:]}",
        ("The rules leave this unsaid: whether cancelling costs anything, ",),
    ),
    "late cancellation": (
        cancelled(47, 1),
        "It is less than 48 hours before the visit.",
        f"Please c{CALL[1:]}",
        ("The rules leave this unsaid: whether cancelling costs anything, ",),
    ),
    "missed visit": (
        cancelled(0),
        "The start of the visit has passed, which the rules do not address.",
        f"Please c{CALL[1:]}",
        ("Whether your other visits are at risk is not addressed either.", "The rules leave this unsaid: "),
    ),
    "sheet": (
        kc.prepare(PLAN.visits[0]),
        "Before and after your visit on Mon, Dec 21, 2026",
        "Eat and drink nothing from 7:00 AM on Mon, Dec 21, 2026. Somebody else must drive you home. " + ADVICE,
        ("The rules do not say when you may eat and drink again, whether to swallow a medicine while you fast, or",),
    ),
    "sheet of a plan": (
        kc.prepare_plan(PLAN),
        "Before and after your 6 visits, from Mon, Dec 21, 2026 to Fri, Jan 1, 2027",
        "Before each visit, eat and drink nothing for 3 hours. Somebody else must drive you home from each. " + ADVICE,
        ("The rules do not say when you may eat and drink again",),
    ),
    "sheet with a finding": (
        kc.prepare_plan(PLAN, screening=SCREENING),
        "Before and after your 6 visits, from Mon, Dec 21, 2026 to Fri, Jan 1, 2027",
        "asthma: Get clearance from your primary care physician first. " + ADVICE,
        ("The rules do not say when you may eat and drink again",),
    ),
    "sheet of nothing": (
        kc.prepare_plan(NO_VISITS),
        "This plan has no visits.",
        ADVICE,
        (),
    ),
    "screening": (
        SCREENING,
        "You need clearance from your primary care physician first.",
        ADVICE,
        (
            "The rules say nothing of this: metformin and methadone. Ask the doctor. (screen.not-addressed)",
            "A prescribed opioid is not addressed.",
        ),
    ),
    "screening for the doctor": (
        kc.screen(medications=["Klonopin"]),
        "The doctor must know of this before treatment.",
        ADVICE,
        (),
    ),
    "screening of nothing": (
        NOTHING,
        "Nothing that the rules name was found; the doctor decides.",
        ADVICE,
        (),
    ),
    "incomplete screening": (
        kc.screen(),
        "Not everything is known, and nothing that the rules name was found so far.",
        ADVICE,
        (),
    ),
    "explanation": (kc.explain(kc.quote(6)), "Why the answer is as it is", f"Questions? {CALL}", ()),
    "explanation of a plan": (
        kc.explain(PLAN),
        "Why the answer is as it is",
        f"Questions? {CALL}",
        (f"{kc.clause('plan.dose').summary} How it is read: ",),
    ),
}
EACH = pytest.mark.parametrize("name", TOLD)
IN = pytest.mark.parametrize("locale", SHIPPED)
FORMS = pytest.mark.parametrize("form", ["text", "markdown", "html"])


def html_of(markdown: str) -> str:
    return str(MarkdownIt("commonmark").enable("table").render(markdown))


def blocks(decision: object, form: kc.Form, locale: str = "en_US") -> Iterator[tuple[str, str]]:
    """The blocks of an answer in their order, each with the tag that it has in HTML."""
    rendered = kc.render(decision, form=form, locale=locale, allow_unreviewed=True).replace("\u202f", " ")
    if form == "text":
        for number, block in enumerate(rendered.split("\n\n")):
            heading, _, rest = block.partition("\n  - ")
            if rest:
                yield "h3", heading
                yield "ul", " ".join(rest.split())
            else:
                yield ("h2" if number == 0 else "p"), " ".join(block.split())
        return
    tree = html5lib.parseFragment(html_of(rendered) if form == "markdown" else rendered, namespaceHTMLElements=False)
    for element in tree if form == "markdown" else tree[0]:
        yield element.tag, " ".join("".join(element.itertext()).split())


@FORMS
@EACH
def test_an_answer_leads_with_its_outcome_and_then_says_what_to_do(name: str, form: kc.Form) -> None:
    decision, outcome, to_do, _ = TOLD[name]

    assert list(blocks(decision, form))[:2] == [("h2", outcome), ("p", to_do)]


def letters(text: str) -> str:
    """The text without punctuation, of which each form has some of its own."""
    return " ".join(re.findall(r"\w+", text))


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[a-z)][.?]) (?=[A-Z])", text)


@EACH
def test_the_outcome_is_one_sentence(name: str) -> None:
    assert len(sentences(TOLD[name][1])) == 1


@FORMS
@EACH
def test_an_answer_ends_with_the_rules_that_it_rests_on_and_then_what_they_do_not_say(name: str, form: kc.Form) -> None:
    decision, _, _, unsaid = TOLD[name]
    parts = list(blocks(decision, form))
    if unsaid:
        *parts, heading, (tag, said) = parts
        assert heading == ("h3", "What the rules do not say")
        assert tag == "ul"
        assert all(letters(each) in letters(said) for each in unsaid)
    if decision.clauses:
        *parts, last = parts
        assert last == ("p", f"Rules that it rests on: {', '.join(decision.clauses)}")
    details = " ".join(text for _, text in parts)
    assert "Rules that it rests on" not in details
    if not isinstance(decision, kc.Explanation):  # the reading of a rule may say what it does not state
        assert not re.search(r"not stated|do not say|leave this unsaid|say nothing of", details)


@IN
@EACH
def test_every_answer_has_that_order_in_every_locale(name: str, locale: str) -> None:
    decision, _, _, unsaid = TOLD[name]
    said = words(locale)
    closed, headed = said.gettext(RESTS_ON, rules=", ".join(decision.clauses)), said.gettext(UNSAID)
    for form in ("markdown", "html"):
        tags = [tag for tag, _ in blocks(decision, form, locale)]
        texts = [text for _, text in blocks(decision, form, locale)]
        assert tags == [tag for tag, _ in blocks(decision, form)]
        assert tags[:2] == ["h2", "p"]
        assert "(866) 987-7874" in texts[1]
        if decision.clauses:
            assert texts[-3 if unsaid else -1] == closed
        if unsaid:
            assert texts[-2] == headed


@EACH
def test_in_brief_only_the_outcome_and_what_follows_from_it_are_left(name: str) -> None:
    decision, outcome, _, _ = TOLD[name]
    told = kc.render(decision, detail="brief").replace("\u202f", " ").split("\n\n")

    assert told[0] == outcome
    assert len(told) == 2
    assert told[1].endswith("Call (866) 987-7874.")


def test_a_note_on_what_the_rules_leave_open_is_said_once_and_at_the_end() -> None:
    text = " ".join(str(SCREENING).split())

    assert text.count("A prescribed opioid is not addressed.") == 1
    assert text.index("Rules that it rests on") < text.index("A prescribed opioid is not addressed.")


def test_of_an_entry_that_the_rules_partly_address_only_the_other_part_is_called_unsaid() -> None:
    screening = kc.screen(medications=["Xanax and metformin", "denies seizures, Ativan", "methadone"])
    unsaid = " ".join(str(screening).partition("What the rules do not say")[2].split())

    assert "The rules say nothing of this: metformin, seizures, said to be absent, and methadone. " in unsaid
    assert "Xanax" not in unsaid
    assert "Ativan" not in unsaid


def test_whom_to_call_is_the_clinic_of_the_policy_in_full_and_in_brief() -> None:
    for message in (QUESTIONS, NO_ADVICE):
        assert re.findall(r"\{\w+\}", message) == ["{clinic}", "{telephone}"]
