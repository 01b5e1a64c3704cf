"""Each kind of answer as its reader meets it, whole, in full and in brief: nothing is lost, added or moved unseen.

Run as a programme, `python tests/test_whole_answers.py` writes the texts anew, for somebody to read what has changed.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import ketaclinic as kc

WRITTEN = Path(__file__).parent / "golden" / "answers"
FIRST = datetime(2026, 12, 21, 18, tzinfo=ZoneInfo("America/Los_Angeles"))
"""An evening, which in UTC is the next day."""
CLOSED = kc.ClinicCalendar(closed=[date(2026, 12, 25)])


def plan() -> kc.TreatmentPlan:
    return kc.propose_plan(first=FIRST, infusions=6, calendar=CLOSED)


def two() -> kc.TreatmentPlan:
    return kc.TreatmentPlan.of([FIRST, FIRST + timedelta(days=2)])


def dense() -> kc.TreatmentPlan:
    return kc.TreatmentPlan.of(
        [FIRST + timedelta(days=day) for day in (0, 2, 3, 4)], maintenance=[FIRST.replace(2027, 5, 1)]
    )


def screening() -> kc.Screening:
    return kc.screen(
        medications=["Klonopin", "zoloff", "Zoloft", "metformin", "Theo-24", "Ambien"],
        conditions=["asthma", "my brother has schizophrenia", "no seizures", "past heart attack", "PTSD"],
    )


def every_note() -> kc.Screening:
    return kc.screen(
        medications=[
            *("nortriptyline", "methadone", "Adderall", "naltrexone", "ketamine lozenges", "lithium orotate"),
            *("gabapentin", "Nardil", "Remeron", "sibutramine", "dyphylline", "denies seizures, Xanax", "none"),
        ],
        conditions=[
            *("schizophrenia", "high blood pressure", "controlled high blood pressure", "I had asthma as a child"),
            "not sure if I have epilepsy",
        ],
        substances=["Special K", "K", "cigarettes"],
    )


def cancelled(index: int, reserved: kc.TreatmentPlan | None, **before: int) -> kc.Cancellation:
    visit = plan().visits[index]
    told = None if reserved is None else reserved.visits
    return kc.assess_cancellation(visit, notified=visit.moment - timedelta(**before), reserved=told)


ANSWERS: dict[str, Callable[[], Any]] = {
    "quote": lambda: kc.quote_plan(plan()),
    "screening": screening,
    "screening with every note": every_note,
    "plan": dense,
    "moved plan": plan,
    "plan of nothing": lambda: kc.TreatmentPlan.of([]),
    "timely cancellation": lambda: cancelled(0, plan(), hours=48, minutes=5),
    "late cancellation": lambda: cancelled(0, None, minutes=1),
    "missed visit": lambda: cancelled(1, plan(), hours=-24),
    "sheet": lambda: kc.prepare(plan().visits[0]),
    "sheets": lambda: kc.prepare_plan(two(), screening=screening(), nausea_after=[1], headache_after=[1]),
    "sheet of nothing": lambda: kc.prepare_plan(kc.TreatmentPlan.of([])),
    "explained quote": lambda: kc.explain(kc.quote(6)),
    "explained screening": lambda: kc.explain(kc.screen(medications=["Xanax"])),
    "explained cancellation": lambda: kc.explain(cancelled(0, two(), hours=49)),
    "explained plan": lambda: kc.explain(two()),
    "explained sheet": lambda: kc.explain(kc.prepare(plan().visits[0])),
}
"""Made anew in each test, so that whatever goes wrong on the way to an answer shows in it."""


def whole(answer: object) -> str:
    """The answer in full and in brief, with the blanks that Babel writes before AM and PM as plain ones."""
    text = f"{kc.render(answer)}\n\n\n{kc.render(answer, detail='brief')}\n"
    return text.replace("\N{NARROW NO-BREAK SPACE}", " ")


def path_of(name: str) -> Path:
    return WRITTEN / f"{name.replace(' ', '-')}.txt"


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_the_one_that_was_read(name: str) -> None:
    assert whole(ANSWERS[name]()) == path_of(name).read_text(encoding="utf-8")


def test_the_screenings_have_every_level_every_action_and_every_note() -> None:
    found = [*screening().findings, *every_note().findings]

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
    lines = kc.render(ANSWERS[name](), form="markdown").splitlines()

    assert [lines[at - 1] for at, line in enumerate(lines) if line.startswith("| -")] == [
        f"| {each} |" for each in headings
    ]


if __name__ == "__main__":
    for name, answer in ANSWERS.items():
        path_of(name).write_text(whole(answer()), encoding="utf-8")
