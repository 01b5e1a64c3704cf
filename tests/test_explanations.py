"""Explanations: every clause that was considered, whether it applied, and the facts that decided it."""

import copy
import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.rendering.explanations import _FACTS
from ketaclinic.rendering.screenings import SAFETY
from ketaclinic.values import made

ZONE = ZoneInfo("America/Los_Angeles")
FIRST = datetime(2026, 12, 21, 10, tzinfo=ZONE)
PLAN = kc.propose_plan(first=FIRST, infusions=6, calendar=kc.ClinicCalendar(closed=[date(2026, 12, 25)]))
SCREENING = kc.screen(medications=["Klonopin", "Zoloft"], conditions=["asthma"], substances=[])
CANCELLATION = kc.assess_cancellation(PLAN.visits[0], notified=FIRST - timedelta(hours=49), reserved=PLAN.visits)
DECISIONS: dict[str, Any] = {
    "price": kc.quote(6, services=[kc.Service.INFORMATION_CONSULTATION]),
    "screen": SCREENING,
    "plan": PLAN,
    "cancel": CANCELLATION,
    "prepare": kc.prepare(PLAN.visits[0], screening=SCREENING),
}
EACH = pytest.mark.parametrize("topic", DECISIONS)


def step(decision: Any, id: str) -> kc.Step:
    return next(step for step in kc.explain(decision).steps if step.clause.id == id)


def facts(decision: Any, id: str) -> list[tuple[str, Any]]:
    return [(fact.name.value, fact.value) for fact in step(decision, id).facts]


@EACH
def test_what_applied_is_what_the_answer_rests_on(topic: str) -> None:
    explanation = kc.explain(DECISIONS[topic])

    assert set(explanation.clauses) == set(DECISIONS[topic].clauses)
    assert explanation.policy is DECISIONS[topic].policy


@EACH
def test_every_clause_of_the_topic_was_considered_once_in_the_order_of_the_register(topic: str) -> None:
    considered = [step.clause for step in kc.explain(DECISIONS[topic]).steps]
    order = list(kc.clauses())

    assert considered == sorted(set(considered), key=order.index)
    assert {clause for clause in order if clause.topic == topic} <= set(considered)


def test_a_clause_that_did_not_apply_is_named_as_such() -> None:
    missed = kc.assess_cancellation(PLAN.visits[1], notified=FIRST + timedelta(days=9))

    assert not step(missed, "cancel.initial").applied
    assert facts(missed, "cancel.initial") == [("is_initial", False)]
    assert "What decided it: first visit: no" in " ".join(str(kc.explain(missed)).split())
    assert not step(SCREENING, "screen.seizures").applied
    assert not step(kc.quote(3), "price.thereafter").applied


def test_the_facts_of_a_quote_are_its_lines() -> None:
    assert facts(kc.quote(6), "price.thereafter") == [
        ("first_infusion", 6),
        ("last_infusion", 6),
        ("quantity", 1),
        ("unit_price", kc.Money("450")),
        ("amount", kc.Money("450")),
    ]
    assert ("completed", 2) in facts(kc.quote(3, completed=2), "price.initial")
    assert facts(kc.quote(6), "price.pay-as-you-go") == [("due_before", kc.Money("0"))]
    assert facts(kc.quote(6), "plan.individual") == [("infusions", 6)]
    assert facts(DECISIONS["price"], "price.information-consultation") == [
        ("quantity", 1),
        ("unit_price", kc.Money("200")),
        ("amount", kc.Money("200")),
    ]


@given(st.integers(0, 40), st.integers(0, 12))
def test_the_amounts_of_a_quotes_facts_sum_to_its_total(infusions: int, completed: int) -> None:
    quote = kc.quote(infusions, completed=completed)
    told = [fact for step in kc.explain(quote).steps for fact in step.facts]
    amounts = [fact.value for fact in told if fact.name is kc.FactName.AMOUNT and isinstance(fact.value, kc.Money)]

    assert kc.Money.sum(amounts, currency="USD") == quote.total


def test_the_facts_of_a_screening_are_its_findings() -> None:
    assert facts(SCREENING, "screen.clearance") == [("entry", "asthma"), ("level", kc.Level.CLEARANCE_REQUIRED)]
    entries = [value for name, value in facts(SCREENING, "prepare.benzodiazepine-lamotrigine") if name == "entry"]
    assert entries == ["Klonopin"]


def test_the_facts_of_a_plan_are_its_dates_beside_the_figures() -> None:
    assert facts(PLAN, "plan.series") == [("infusions", 6), ("typical_least", 4), ("typical_most", 6)]
    assert facts(PLAN, "plan.spacing") == [
        ("typical_least", 2),
        ("typical_most", 3),
        ("even_date", date(2026, 12, 25)),
    ]
    assert facts(PLAN, "plan.span") == [("dates", 12), ("dates_most", 21)]
    assert facts(PLAN, "plan.first-visit") == [("starts", FIRST)]
    assert facts(kc.TreatmentPlan.of([]), "plan.span") == [("dates_most", 21)]


def test_the_facts_of_a_cancellation_are_its_times() -> None:
    assert facts(CANCELLATION, "cancel.notice") == [
        ("notice_required", timedelta(hours=48)),
        ("notice", timedelta(hours=49)),
        ("deadline", FIRST - timedelta(hours=48)),
    ]
    assert facts(CANCELLATION, "cancel.initial") == [("is_initial", True), *(("at_risk", n) for n in range(2, 7))]
    missed = kc.assess_cancellation(PLAN.visits[0], notified=FIRST)
    assert "notice" not in dict(facts(missed, "cancel.notice"))


def test_the_facts_of_a_sheet_are_its_windows_and_no_end_at_which_somebody_might_eat_smoke_or_drive() -> None:
    sheet = DECISIONS["prepare"]

    assert facts(sheet, "prepare.fasting") == [("begins", FIRST - timedelta(hours=3))]
    assert facts(sheet, "prepare.cannabis") == [("begins", FIRST - timedelta(days=3))]
    assert facts(sheet, "prepare.driver") == [("begins", FIRST + timedelta(hours=2))]
    assert ("ends", FIRST + timedelta(hours=14, minutes=30)) in facts(sheet, "aftercare.twelve-hours")
    assert facts(sheet, "price.initial") == [
        ("begins", FIRST),
        ("ends", FIRST + timedelta(minutes=150)),
        ("amount", kc.Money("600")),
    ]
    assert ("entry", "Klonopin") in facts(sheet, "prepare.benzodiazepine-lamotrigine")


@EACH
def test_an_explanation_survives_pickling_and_copying(topic: str) -> None:
    explanation = kc.explain(DECISIONS[topic])

    for twin in (pickle.loads(pickle.dumps(explanation)), copy.copy(explanation), copy.deepcopy(explanation)):  # noqa: S301
        assert twin == explanation
        assert twin.steps == explanation.steps
        assert hash(twin) == hash(explanation)


@pytest.mark.parametrize("decision", [None, kc.quote, kc.Money(1), "quote", PLAN.visits[0], kc.explain(PLAN)])
def test_what_rests_on_no_clauses_is_refused(decision: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^decision: expected an answer of ketaclinic that rests on clauses"):
        kc.explain(decision)


def test_every_fact_has_words() -> None:
    assert _FACTS.keys() == set(kc.FactName)


@EACH
def test_an_explanation_in_words_names_each_clause_under_its_heading(topic: str) -> None:
    explanation = kc.explain(DECISIONS[topic])
    applied, _, others = str(explanation).partition("Rules that were considered and do not apply\n")
    silent = str(explanation).partition("What the rules do not say\n")[2]

    assert applied.startswith("Why the answer is as it is\n\nQuestions? Call ")
    assert applied.split("\n\n")[2].startswith("Rules that apply\n")
    for each in explanation.steps:
        place = silent if each.clause.basis is kc.Basis.SILENCE else applied if each.applied else others
        assert f"({each.clause.id})" in " ".join(place.split())


def test_an_explanation_in_words_says_what_decided_it() -> None:
    text = " ".join(str(kc.explain(CANCELLATION)).replace("\u202f", " ").split())

    assert (
        "What decided it: notice asked for 48 hours, notice given 49 hours before, and last timely moment Sat, " in text
    )
    assert "10:00 AM PST. (cancel.notice)" in text
    assert "first visit: yes, at risk: infusion 2, " in text
    assert "How it is read: " in text


@EACH
def test_an_explanation_in_brief_counts_the_rules_and_names_the_telephone(topic: str) -> None:
    explanation = kc.explain(DECISIONS[topic])
    brief = kc.render(explanation, detail="brief")

    assert f"\n\nIt rests on {len(explanation.clauses)} rules. " in brief
    assert brief.endswith("Call (866) 987-7874.")
    assert len(brief) <= 320
    assert (SAFETY in brief) == ("prepare.benzodiazepine-lamotrigine" in explanation.clauses)


OF_TYPES: dict[str, Any] = {
    **dict.fromkeys(("unit_price", "amount", "due_before"), kc.Money("600")),
    **dict.fromkeys(("starts", "deadline", "begins", "ends"), datetime(2026, 12, 1, 18, tzinfo=UTC)),
    **dict.fromkeys(("notice", "notice_required"), timedelta(hours=48)),
    "entry": "Klonopin",
    "level": kc.Level.PRESCRIBER_PLAN,
    "is_initial": True,
    "even_date": FIRST.date(),
}


@pytest.mark.parametrize("name", kc.FactName)
def test_a_copy_of_a_fact_is_refused_unless_its_value_is_what_it_names(name: kc.FactName) -> None:
    right = OF_TYPES.get(name.value, 6)

    assert copy.copy(made(kc.Fact, name, right)) == made(kc.Fact, name, right)
    for wrong in {type(value): value for value in (*OF_TYPES.values(), 6, None)}.values():
        if type(wrong) is not type(right):
            with pytest.raises(kc.InvalidTypeError, match=f"^value: expected a value of type {type(right).__name__}"):
                copy.copy(made(kc.Fact, name, wrong))
    with pytest.raises(kc.InvalidTypeError, match="^name: expected a value of type FactName"):
        copy.copy(made(kc.Fact, name.value, right))


def test_the_safety_sentence_goes_with_an_explanation_that_speaks_of_benzodiazepines() -> None:
    assert SAFETY in " ".join(str(kc.explain(SCREENING)).split())
    assert SAFETY not in " ".join(str(kc.explain(PLAN)).split())


def test_another_clinics_explanation_names_no_figure_of_the_faqs() -> None:
    policy = kc.faq_policy()
    clinic = attrs.evolve(policy.clinic, telephone=kc.Telephone("+1 555 010 0199", "candidacy.doctor-decides"))
    figures = attrs.evolve(policy.preparation, fasting=kc.Hours(8, "prepare.fasting"))
    tiers = [attrs.evolve(tier, unit_price=kc.Money("520")) for tier in policy.pricing.infusions.tiers]
    pricing = attrs.evolve(policy.pricing, infusions=kc.PriceSchedule(tiers=tiers))
    own = attrs.evolve(policy, clinic=clinic, preparation=figures, pricing=pricing)
    visit = kc.Visit.at(FIRST, number=2, policy=own)
    screening = kc.screen(medications=["Xanax"], policy=own)
    for decision in (kc.quote(6, policy=own), screening, kc.prepare(visit, screening=screening)):
        text = " ".join(str(kc.explain(decision)).split())
        for wrong in ("987-7874", "USD 600", "USD 450", "3 hours", "$600"):
            assert wrong not in text
        assert "The rule of this name, with the figures of this clinic." in text
    assert "price of one $520.00" in " ".join(str(kc.explain(kc.quote(6, policy=own))).split())


def test_an_explained_sheet_gives_each_rule_its_own_window_amount_and_entries() -> None:
    screening = kc.screen(medications=["aminophylline", "metformin"], conditions=["psychosis"], substances=["weed"])
    sheet = kc.prepare(PLAN.visits[1], screening=screening)

    assert not {"begins", "ends"} & dict(facts(sheet, "prepare.abstain")).keys()
    assert not {"begins", "ends"} & dict(facts(sheet, "screen.cannabis")).keys()
    assert "amount" not in dict(facts(sheet, "price.chronic-pain"))
    assert [value for name, value in facts(sheet, "screen.psychosis") if name == "entry"] == ["psychosis"]
    assert [value for name, value in facts(sheet, "screen.aminophylline") if name == "entry"] == ["aminophylline"]
    assert {"begins", "ends"} & dict(facts(sheet, "prepare.cannabis")).keys() == {"begins"}


def test_where_no_price_is_published_the_rule_of_paying_has_the_window_and_no_rule_has_an_amount() -> None:
    entered = kc.prepare(PLAN.visits[1], screening=kc.screen(conditions=["chronic pain"]))
    said = kc.prepare(PLAN.visits[1], treating=[kc.Indication.CHRONIC_PAIN])

    for sheet in (entered, said):
        assert [name for name, _ in facts(sheet, "price.pay-as-you-go")] == ["begins", "ends"]
        assert not facts(sheet, "price.chronic-pain")


def test_an_explained_screening_says_what_was_not_asked() -> None:
    assert "You were not asked which conditions you have." in str(kc.explain(kc.screen(medications=[])))


def test_what_cannot_be_explained_is_told_by_its_type() -> None:
    with pytest.raises(kc.InvalidTypeError, match="rests on clauses, got a value of type int$"):
        kc.explain(5)  # type: ignore[arg-type]


def test_the_dates_of_a_plan_are_those_of_the_clinic() -> None:
    late = [
        datetime(2026, 12, 1, 23, tzinfo=ZONE),
        datetime(2026, 12, 3, 9, tzinfo=ZONE),
    ]
    assert ("dates", 3) in facts(kc.TreatmentPlan.of(late), "plan.span")
