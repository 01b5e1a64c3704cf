"""The clause register: each rule of the FAQ, each paragraph accounted for, and each clause put to use."""

import ast
import copy
import inspect
import pickle
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

import ketaclinic as kc
from ketaclinic.quotes import QuoteNote
from ketaclinic.rendering import cancellations, clinical, explanations, plans, quotes, screenings, sheets

# What prices and screenings alone do not show: a plan with maintenance, a cancellation and a sheet.
ZONE = ZoneInfo("America/Los_Angeles")
SERIES = [datetime(2026, 12, day, 10, tzinfo=ZONE) for day in (1, 3, 5, 8)]
PLAN = kc.TreatmentPlan.of(SERIES, maintenance=[datetime(2027, 1, 5, 10, tzinfo=ZONE)])


def cited(value: Any) -> Iterator[str]:
    """Every clause that a policy's figures name."""
    if isinstance(value, tuple):
        for item in value:
            yield from cited(item)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            content = getattr(value, field.name)
            if field.name == "clause" and content is not None:
                yield content
            else:
                yield from cited(content)


def test_every_clause_is_used() -> None:
    screening = kc.screen(medications=["Xanax", "Zoloft", "metformin"], conditions=["PTSD"], substances=["Special K"])
    cancellation = kc.assess_cancellation(PLAN.visits[0], notified=SERIES[0] - timedelta(days=5))
    decisions = (screening, PLAN, cancellation, kc.prepare_plan(PLAN))
    used = {*cited(kc.faq_policy()), *(id for note in QuoteNote for id in note.clauses)}
    used |= {id for decision in decisions for id in decision.clauses}

    assert used | {"candidacy.referral"} == {clause.id for clause in kc.clauses()}
    assert "(candidacy.referral)" in str(PLAN)


def test_the_faq_has_38_paragraphs_and_each_is_accounted_for() -> None:
    ruled = {number for clause in kc.clauses() for number in clause.paragraphs}
    background = {paragraph.number for paragraph in kc.paragraphs() if paragraph.background}

    assert [paragraph.number for paragraph in kc.paragraphs()] == list(range(1, 39))
    assert ruled | background == set(range(1, 39))
    assert background == {1, 2, 4, 12, 13, 27, 29, 32, 34, 35, 36}


def test_every_paragraph_has_a_fingerprint_of_its_own() -> None:
    fingerprints = [paragraph.fingerprint for paragraph in kc.paragraphs()]

    assert len(set(fingerprints)) == 38
    assert all(re.fullmatch("[0-9a-f]{64}", fingerprint) for fingerprint in fingerprints)


def test_a_clause_is_well_formed() -> None:
    topics = {"candidacy", "plan", "visit", "price", "cancel", "prepare", "aftercare", "screen"}
    for clause in kc.clauses():
        assert re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*", clause.id)
        assert clause.topic in topics
        assert clause.paragraphs == tuple(sorted(set(clause.paragraphs)))
        assert clause.paragraphs
        for text in (clause.summary, clause.reading or "x."):
            assert text == " ".join(text.split())
            assert text.endswith(".")


def test_a_clause_is_stated_unless_it_has_a_reading() -> None:
    for clause in kc.clauses():
        assert (clause.basis is kc.Basis.STATED) == (clause.reading is None)


def test_there_are_52_clauses_under_as_many_ids() -> None:
    assert len({clause.id for clause in kc.clauses()}) == len(kc.clauses()) == 52


def test_silences_and_interpretations_are_told_apart() -> None:
    silent = {clause.id for clause in kc.clauses() if clause.basis is kc.Basis.SILENCE}

    assert silent == {"plan.dose", "cancel.no-fee", "screen.not-addressed"}
    assert kc.clause("cancel.notice").basis is kc.Basis.INTERPRETATION
    assert kc.clause("price.thereafter").basis is kc.Basis.STATED


def texts() -> list[str]:
    """Everything that the package can say: its data, and the strings of its code, docstrings among them."""
    folder = Path(kc.__file__).parent
    data = [path.read_text(encoding="utf-8") for path in folder.rglob("*.toml")]
    nodes = (node for path in folder.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return [*data, *(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))]


def test_no_dose_stands_anywhere_in_the_package() -> None:
    dose = re.compile(r"\d\s*(mg|mcg|µg|ml|milligrams?)\b|\bper kg\b|\bmg/kg\b", re.IGNORECASE)

    assert dose.search("0.5 mg/kg")
    assert not [text for text in texts() if dose.search(text)]


def texts_of(module: ModuleType) -> Iterator[str]:
    """The messages that a module of the rendering holds in its constants, and in the code of its functions."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in MARKING:
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str))


MARKING = {"marked", "gettext", "ngettext", "clinical", "plural"}


def said() -> list[str]:
    """Every sentence that reaches a patient: the clauses' and the messages'."""
    words = (text for clause in kc.clauses() for text in (clause.summary, clause.reading or ""))
    of_quotes = (*quotes._NOTES.values(), *quotes._CONSULTATIONS.values())
    of_screenings = (
        *(screenings._OUTCOMES, screenings.HEADINGS, screenings.ACTIONS, screenings._MANNERS, screenings._NOTES),
        screenings._NOT_ASKED,
    )
    others = (text for table in of_screenings for text in table.values())
    of_time = (words for module in (cancellations, clinical, explanations, plans, sheets) for words in texts_of(module))
    messages = (*of_quotes, *others, *of_time, screenings.SAFETY, screenings._KEEP)
    return [sentence for text in (*words, *messages) for sentence in re.split(r"(?<=[.:;]) ", text)]


CLEARING = re.compile(
    r"\b(eligible|approved|you qualify|non-addictive)\b|\b(is|are) (safe|cleared|used safely)\b"
    r"|\b(you|they|patients?|disorders?) (may|can) (be treated|have ketamine)\b",
    re.IGNORECASE,
)
LOWERING = re.compile(
    r"\b(stop|stopped|stopping|quit|skip(?! the time)|omit"
    r"|lower|lowering|reduce|halve|taper|wean|weaning|hold|held|come off)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("text", ["You are eligible", "This is safe", "SSRIs are used safely", "You may be treated."])
def test_a_text_that_clears_a_patient_would_be_found(text: str) -> None:
    assert CLEARING.search(text)


def test_no_text_clears_a_patient() -> None:
    assert not [sentence for sentence in said() if CLEARING.search(sentence)]


SAFETY = ["Never stop or change a dose without the prescriber:", "stopping suddenly is dangerous."]


def test_no_text_tells_anybody_to_stop_a_medicine_but_through_the_prescriber() -> None:
    assert {sentence for sentence in said() if LOWERING.search(sentence)} == {
        *SAFETY,
        (
            "A patient on a benzodiazepine or on lamotrigine talks with the prescriber, before the first infusion, "
            "about lowering or weaning off it."
        ),
        "If that cannot be done, the dose before each infusion is held, but only by a plan agreed with the doctor.",
        "Benzodiazepines and lamotrigine lower the effect of ketamine;",
        "The FAQ does not say how dangerous a sudden stop is.",
        "Nobody has to stop an antidepressant in order to have ketamine.",
        "Antidepressants need not be stopped for it.",
        "Doses for depression are said to be lower than those for anesthesia.",
        "Never stop or change a dose without your prescriber and the doctor:",
        "An MAO inhibitor need not be stopped for ketamine, but whether the two go together is not addressed.",
        "An antidepressant need not be stopped for ketamine, but this one is not among those named.",
        "You do not have to stop an antidepressant, such as sertraline (Zoloft), in order to have ketamine.",
    }


@pytest.mark.parametrize("id", ["prepare.benzodiazepine-lamotrigine", "screen.benzodiazepine-lamotrigine"])
def test_what_is_said_of_benzodiazepines_and_lamotrigine_ends_with_the_safety_sentence(id: str) -> None:
    assert kc.clause(id).summary.endswith(" ".join(SAFETY))


def test_a_clause_is_found_by_its_id() -> None:
    clause = kc.clause("price.initial")

    assert (clause.id, clause.topic, clause.paragraphs) == ("price.initial", "price", (10, 17))
    assert clause in kc.clauses()


@pytest.mark.parametrize("id", ["", "price", "price.Initial", "price.initial ", "x.y", "a" * 201])
def test_an_unknown_id_is_refused(id: str) -> None:
    with pytest.raises(kc.InvalidInputError, match="^id: expected"):
        kc.clause(id)


@pytest.mark.parametrize("id", [None, 5, b"price.initial"])
def test_an_id_of_another_type_is_refused(id: object) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^id: expected text"):
        kc.clause(id)  # type: ignore[arg-type]


def test_a_clause_and_a_paragraph_survive_pickling_and_copying() -> None:
    for value in (kc.clause("cancel.notice"), kc.paragraphs()[15]):
        assert pickle.loads(pickle.dumps(value)) == copy.copy(value) == copy.deepcopy(value) == value  # noqa: S301


@pytest.mark.parametrize("number", [0, 39])
def test_there_is_no_other_paragraph(number: int) -> None:
    from ketaclinic.register import _paragraph

    assert [_paragraph(1).number, _paragraph(38).number] == [1, 38]
    with pytest.raises(kc.InvalidInputError, match="^number: expected a whole number from 1 to 38$"):
        _paragraph(number)
