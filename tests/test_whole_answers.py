"""Each kind of answer as its reader meets it, whole, in full and in brief: nothing is lost, added or moved unseen.

Run as a programme, `python tests/test_whole_answers.py` writes the texts anew, for somebody to read what has changed.
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import ketaclinic as kc

WRITTEN = Path(__file__).parent / "golden" / "answers"
FIRST = datetime(2026, 12, 21, 10, tzinfo=ZoneInfo("America/Los_Angeles"))
PLAN = kc.propose_plan(first=FIRST, infusions=6, calendar=kc.ClinicCalendar(closed=[date(2026, 12, 25)]))
TWO = kc.TreatmentPlan.of([FIRST, FIRST + timedelta(days=2)])
SCREENING = kc.screen(
    medications=["Klonopin", "zoloff", "Zoloft", "metformin", "Theo-24", "Ambien"],
    conditions=["asthma", "my brother has schizophrenia", "no seizures", "past heart attack", "PTSD"],
)
EVERY_NOTE = kc.screen(
    medications=[
        *("nortriptyline", "methadone", "Adderall", "naltrexone", "ketamine lozenges", "lithium orotate", "gabapentin"),
        *("Nardil", "Remeron", "sibutramine", "dyphylline", "denies seizures, Xanax", "none"),
    ],
    conditions=[
        *("schizophrenia", "high blood pressure", "controlled high blood pressure", "I had asthma as a child"),
        "not sure if I have epilepsy",
    ],
    substances=["Special K", "K", "cigarettes"],
)
ANSWERS: dict[str, Any] = {
    "quote": kc.quote_plan(PLAN),
    "screening": SCREENING,
    "screening with every note": EVERY_NOTE,
    "plan": kc.TreatmentPlan.of(
        [FIRST + timedelta(days=day) for day in (0, 2, 3, 4)], maintenance=[FIRST.replace(year=2027)]
    ),
    "moved plan": PLAN,
    "timely cancellation": kc.assess_cancellation(
        PLAN.visits[0], notified=FIRST - timedelta(hours=48, minutes=5), reserved=PLAN.visits[:3]
    ),
    "late cancellation": kc.assess_cancellation(PLAN.visits[0], notified=FIRST - timedelta(minutes=1)),
    "missed visit": kc.assess_cancellation(PLAN.visits[1], notified=FIRST + timedelta(days=3), reserved=PLAN.visits),
    "sheet": kc.prepare(PLAN.visits[0]),
    "sheets": kc.prepare_plan(TWO, screening=SCREENING, nausea_after=[1], headache_after=[1]),
    "explained quote": kc.explain(kc.quote(6)),
    "explained screening": kc.explain(kc.screen(medications=["Xanax"])),
    "explained cancellation": kc.explain(
        kc.assess_cancellation(PLAN.visits[0], notified=FIRST - timedelta(hours=49), reserved=TWO.visits)
    ),
    "explained plan": kc.explain(TWO),
}


def whole(answer: object) -> str:
    """The answer in full and in brief, with the blanks that Babel writes before AM and PM as plain ones."""
    text = f"{kc.render(answer)}\n\n\n{kc.render(answer, detail='brief')}\n"
    return text.replace("\N{NARROW NO-BREAK SPACE}", " ")


def path_of(name: str) -> Path:
    return WRITTEN / f"{name.replace(' ', '-')}.txt"


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_the_one_that_was_read(name: str) -> None:
    assert whole(ANSWERS[name]) == path_of(name).read_text(encoding="utf-8")


def test_the_screenings_have_every_level_every_action_and_every_note() -> None:
    found = [*SCREENING.findings, *EVERY_NOTE.findings]

    assert {finding.level for finding in found} == set(kc.Level)
    assert {finding.action for finding in found} == set(kc.Action)
    assert {note for finding in found for note in finding.notes} == set(kc.FindingNote)


def test_no_text_is_left_over() -> None:
    assert sorted(WRITTEN.iterdir()) == sorted(map(path_of, ANSWERS))


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("quote", ["Service | Number and price | Amount | Rule", "Payment | At the visit on | Amount | Rule"]),
        ("screening", ["You entered | Recognized as | Rule"] * 6),
        ("plan", ["Infusion | Date | Start | Expected end | Part of the treatment | Rule"]),
        ("timely cancellation", ["What | When | Rule", "Visit | When | Rule"]),
    ],
)
def test_each_column_of_a_table_has_its_heading(name: str, headings: list[str]) -> None:
    lines = kc.render(ANSWERS[name], form="markdown").splitlines()

    assert [lines[at - 1] for at, line in enumerate(lines) if line.startswith("| -")] == [
        f"| {each} |" for each in headings
    ]


if __name__ == "__main__":
    for name, answer in ANSWERS.items():
        path_of(name).write_text(whole(answer), encoding="utf-8")
