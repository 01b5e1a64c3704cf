"""An answer in brief: the outcome, the worst of it, and whom to call; and plain language throughout."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import html5lib
import pytest
import readability
from hypothesis import given
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.rendering.plans import departure_sentence
from ketaclinic.rendering.screenings import SAFETY
from ketaclinic.rendering.words import words

ZONE = ZoneInfo("America/Los_Angeles")
FIRST = datetime(2026, 12, 21, 10, tzinfo=ZONE)
PLAN = kc.propose_plan(first=FIRST, infusions=6)
LATER = PLAN.with_maintenance([FIRST + timedelta(days=60)])
TELEPHONE = "(866) 987-7874"
TYPED = ["Klonopin", "zoloff", "Theo-24", "beer", "asthma", "lupus", "no seizures", "x" * 500, "", "\u202e<b>" * 50]
SCREENING = kc.screen(
    medications=["Klonopin", "zoloff", "Theo-24", "Parnate", "Ambien"],
    conditions=["asthma", "lupus", "high blood pressure", "no seizures", "my brother has schizophrenia", "PTSD"],
    substances=["a beer at weekends", "Special K", "cigarettes"],
)
NOTHING = kc.screen(medications=[], conditions=[], substances=[])


def cancelled(hours: float, number: int = 0) -> kc.Cancellation:
    visit = PLAN.visits[number]
    return kc.assess_cancellation(visit, notified=visit.moment - timedelta(hours=hours), reserved=PLAN.visits)


DECISIONS: dict[str, list[Any]] = {
    "quote": [kc.quote(6), kc.quote(4, completed=3, treating=[kc.Indication.PTSD]), kc.quote_plan(PLAN)],
    "screening": [
        SCREENING,
        kc.screen(medications=["Zoloft"]),
        kc.screen(medications=[], conditions=[], substances=[]),
    ],
    "plan": [PLAN, LATER, kc.TreatmentPlan.of([FIRST, FIRST])],
    "cancellation": [cancelled(50), cancelled(5), cancelled(0), cancelled(50, 1)],
    "sheet": [kc.prepare(PLAN.visits[0], screening=SCREENING), kc.prepare(PLAN.visits[3], nausea_after=[1])],
    "explanation": [kc.explain(kc.quote(6)), kc.explain(SCREENING), kc.explain(PLAN), kc.explain(cancelled(5))],
}
EVERY = [decision for decisions in DECISIONS.values() for decision in decisions]


@pytest.mark.parametrize("decision", EVERY)
def test_a_brief_answer_is_short_leads_with_the_outcome_and_names_the_telephone(decision: object) -> None:
    brief = kc.render(decision, detail="brief")
    outcome, rest = brief.split("\n\n")

    assert len(brief) <= 320
    assert str(decision).startswith(f"{outcome}\n\n")
    assert rest.endswith(f"Call {TELEPHONE}.")


@given(st.lists(st.sampled_from(TYPED), max_size=6), st.lists(st.sampled_from(TYPED), max_size=6))
def test_whatever_was_entered_a_brief_screening_is_short_and_counts_what_it_does_not_show(
    medications: list[str], conditions: list[str]
) -> None:
    screening = kc.screen(medications=medications, conditions=conditions)
    brief = kc.render(screening, detail="brief")
    others = len(screening.findings) - 1

    assert len(brief) <= 320
    assert (f" {others} more " in brief) == (others > 0)
    assert (SAFETY in brief) == (
        any("prepare.benzodiazepine-lamotrigine" in f.clauses for f in screening.findings)
        or any(f.recognized_as is None and "screen.clearance" not in f.clauses for f in screening.findings)
    )


def test_a_brief_quote_says_that_chronic_pain_is_priced_differently() -> None:
    brief = kc.render(kc.quote(4, treating=[kc.Indication.PTSD]), detail="brief")

    assert "No treatment for chronic pain was named. It would be priced differently." in brief


def test_a_brief_screening_shows_the_worst_finding() -> None:
    worst = SCREENING.findings[0]

    assert f"\n\n{worst.entry}: " in kc.render(SCREENING, detail="brief")
    assert kc.render(kc.screen(medications=["a" * 41]), detail="brief").split("\n\n")[1].startswith(f"{'a' * 39}…: ")
    assert kc.render(kc.screen(medications=["a" * 40]), detail="brief").split("\n\n")[1].startswith(f"{'a' * 40}: ")


def test_an_entry_that_is_cut_at_a_blank_has_none_before_its_dots() -> None:
    cut = kc.render(kc.screen(medications=[f"{'a' * 38} {'b' * 9}"]), detail="brief")

    assert f"\n\n{'a' * 38}\N{HORIZONTAL ELLIPSIS}: " in cut


@pytest.mark.parametrize(
    ("medications", "told"),
    [
        (["Zoloft"], "Zoloft: Tell the doctor of it."),
        (["Zoloft", "metformin"], "metformin: Ask the doctor about it. 1 more is not shown."),
        (["Zoloft", "metformin", "Prozac"], "metformin: Ask the doctor about it. 2 more are not shown."),
        (["Xanax"], f"Xanax: Make a plan with your prescriber and the doctor first. {SAFETY}"),
    ],
)
def test_a_brief_screening_says_no_more_than_the_worst_the_number_and_the_safety_sentence(
    medications: list[str], told: str
) -> None:
    brief = kc.render(kc.screen(medications=medications), detail="brief")

    assert brief.partition("\n\n")[2] == f"{told} Call {TELEPHONE}."


def test_a_brief_sheet_has_fasting_the_driver_and_the_safety_sentence() -> None:
    brief = kc.render(kc.prepare(PLAN.visits[0]), detail="brief").replace("\u202f", " ")

    assert "Eat and drink nothing from 7:00 AM on Mon, Dec 21, 2026. Somebody else must drive you home." in brief
    assert SAFETY in brief
    assert kc.render(kc.prepare_plan(kc.TreatmentPlan.of([])), detail="brief") == (
        f"This plan has no visits.\n\nCall {TELEPHONE}."
    )


@pytest.mark.parametrize(
    ("entry", "action"),
    [
        ("schizophrenia", "Speak with the doctor before anything else."),
        ("seizures", "Call the clinic, and let the doctor decide first."),
        ("asthma", "Get clearance from your primary care physician first."),
    ],
)
def test_a_brief_sheet_leads_with_what_comes_first_of_all(entry: str, action: str) -> None:
    screening = kc.screen(conditions=[entry, "lupus"], medications=["Xanax"])
    sheet = kc.prepare(PLAN.visits[0], screening=screening)
    brief = kc.render(sheet, detail="brief")

    assert f"\n\n{entry}: {action} {len(sheet.instructions) - 1} more are not shown. {SAFETY} Call " in brief
    assert len(brief) <= 320


@pytest.mark.parametrize(
    ("entries", "named"),
    [
        (["schizophrenia", "schizophrenia", "asthma"], "schizophrenia"),
        (["schizophrenia", "schizophrenia\u200b", " schizophrenia"], "schizophrenia"),
        (["schizophrenia", "asthma", "paranoia"], "schizophrenia and paranoia"),
        (["schizophrenia", "paranoia", "F20.9"], "schizophrenia, paranoia, and 1 more"),
        (["schizophrenia", "paranoia", "F20.9", "F22", "psychosis"], "schizophrenia, paranoia, and 3 more"),
        (["schizophrenia and paranoia"], "schizophrenia and paranoia"),
        ([f"schizophrenia {'x' * 40}", "paranoia"], f"schizophrenia {'x' * 25}\N{HORIZONTAL ELLIPSIS} and paranoia"),
    ],
)
def test_a_sheet_leads_with_all_that_is_worst_each_entry_once_and_a_long_list_shortened(
    entries: list[str], named: str
) -> None:
    sheet = kc.prepare(PLAN.visits[0], screening=kc.screen(conditions=entries))
    told = f"\n\n{named}: Speak with the doctor before anything else. "

    assert told in str(sheet)
    assert told in kc.render(sheet, detail="brief")
    assert f"{len(sheet.instructions) - 1} more are not shown." in kc.render(sheet, detail="brief")


@pytest.mark.parametrize(("locale", "more"), [("es_US", " y 2 otros: "), ("ko", " 및 그 밖의 2개: ")])
def test_how_many_others_there_are_is_told_in_the_language(locale: str, more: str) -> None:
    screening = kc.screen(conditions=["schizophrenia", "paranoia", "F20.9", "F22"])

    assert more in kc.render(kc.prepare(PLAN.visits[0], screening=screening), locale=locale, allow_unreviewed=True)


def test_a_brief_plan_names_its_first_departure() -> None:
    brief = kc.render(kc.TreatmentPlan.of([FIRST + timedelta(hours=n) for n in range(9)]), detail="brief")

    assert "\n\nThe first series has more infusions than is typical: see infusion 7, 8, and \u2026. This is a" in brief
    assert len(brief) <= 320


@pytest.mark.parametrize(
    ("hours", "number", "outcome", "risk"),
    [
        (48, 0, "This cancellation is in time.", "The clinic may give your other reserved visits to somebody else."),
        (48, 1, "This cancellation is in time.", "No other visit of yours is at risk by this."),
        (5, 1, "It is less than 48 hours before the visit.", "No other visit of yours is at risk by this."),
        (
            0,
            0,
            "The start of the visit has passed, which the rules do not address.",
            "Whether your other visits are at risk is not addressed either.",
        ),
    ],
)
def test_a_brief_cancellation_tells_the_risk_and_the_last_timely_moment(
    hours: float, number: int, outcome: str, risk: str
) -> None:
    deadline = f"{PLAN.visits[number].starts.add(days=-2):%a, %b %d, %Y}, 10:00 AM PST"

    assert kc.render(cancelled(hours, number), detail="brief").replace("\u202f", " ") == (
        f"{outcome}\n\n{risk} The last timely moment is {deadline}. Call {TELEPHONE}."
    )


@pytest.mark.parametrize(
    ("kind", "most", "said"),
    [
        (kc.DepartureKind.TOO_DENSE, 4, "Infusions 1, 2, 3, and 4 are closer"),
        (kc.DepartureKind.TOO_DENSE, 3, "Infusions 1, 2, 3, and \u2026 are closer"),
        (kc.DepartureKind.TOO_LONG, 2, "see Mon, Jan 11, 2027 and Tue, Jan 12, 2027."),
        (kc.DepartureKind.TOO_LONG, 1, "see Mon, Jan 11, 2027 and \u2026."),
        (kc.DepartureKind.TOO_LONG, None, "see Mon, Jan 11, 2027 and Tue, Jan 12, 2027."),
    ],
)
def test_a_departure_in_brief_says_that_there_are_more_only_where_there_are(
    kind: kc.DepartureKind, most: int | None, said: str
) -> None:
    days = [0, 1, 2, 3, 21, 22]
    departures = kc.review_plan(kc.TreatmentPlan.of([FIRST + timedelta(days=day) for day in days]))
    departure = next(each for each in departures if each.kind is kind)

    assert said in departure_sentence(departure, words("en_US"), most=most)


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_brief_answer_has_the_other_forms_too(form: kc.Form) -> None:
    brief = kc.render(kc.quote(6), detail="brief", form=form)

    assert "Total price" in brief
    assert "table" not in brief
    assert "|" not in brief


@pytest.mark.parametrize("detail", ["Full", "", None, "short"])
def test_another_detail_is_refused(detail: kc.Detail) -> None:
    with pytest.raises(kc.InvalidInputError, match="^detail: expected full or brief"):
        kc.render(kc.quote(6), detail=detail)


def test_whether_unreviewed_translations_are_allowed_is_true_or_false() -> None:
    with pytest.raises(kc.InvalidTypeError, match="^allow_unreviewed: expected True or False"):
        kc.render(kc.quote(6), allow_unreviewed=1)  # type: ignore[arg-type]


# ---- Plain language

NAMES = re.compile(
    r"\b(alprazolam|lorazepam|clonazepam|lamotrigine|sertraline|ondansetron|ketorolac|benzodiazepines?|ketamine"
    r"|Aminophylline|theophylline|Naltrexone|MAO|SSRIs|SNRIs)\b( \(\w+\))?",
    re.IGNORECASE,
)


def prose(decisions: Iterable[object]) -> list[str]:
    """The sentences outside tables, each once, without the ids of clauses and with drug names made plain."""
    pieces: dict[str, None] = {}
    for decision in decisions:
        for element in html5lib.parseFragment(kc.render(decision, form="html"), namespaceHTMLElements=False).iter():
            if element.tag in {"li", "p", "h2"}:
                small = "".join(text for part in element.findall("small") for text in part.itertext())
                pieces["".join(element.itertext()).removesuffix(small).strip()] = None
    text = " ".join(piece if piece.endswith((".", "?")) else f"{piece}." for piece in pieces)
    return re.split(r"(?<=[a-z)][.?]) (?=[A-Z])", NAMES.sub("drug", text))


@pytest.mark.parametrize("kind", DECISIONS)
def test_what_is_said_reads_at_grade_8_or_below_in_short_sentences(kind: str) -> None:
    sentences = prose(DECISIONS[kind])
    measures = readability.getmeasures("\n".join(sentences), lang="en")

    assert measures["readability grades"]["Kincaid"] <= 8
    assert sum(len(sentence.split()) for sentence in sentences) / len(sentences) < 20
    assert len(sentences) > 5


def test_a_hard_text_would_be_found() -> None:
    hard = "Notwithstanding considerable pharmacological heterogeneity, contraindications necessitate review."

    assert readability.getmeasures(hard, lang="en")["readability grades"]["Kincaid"] > 8
