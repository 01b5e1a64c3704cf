"""What is written for people is true: every example runs, and every control of a hazard has its tests."""

import ast
import doctest
import re
import runpy
from pathlib import Path

import pytest
from sybil import Document
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

import ketaclinic as kc

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/*.md")])
SOURCES = sorted((ROOT / "src").rglob("*.py"))


def examples(path: Path) -> Document:
    if path.suffix == ".md":
        return Document.parse(str(path), PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS))
    return PythonDocStringDocument.parse(str(path), DocTestParser(doctest.ELLIPSIS))


WITH_EXAMPLES = [path for path in (*PAGES, *SOURCES) if ">>> " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_example_gives_what_it_shows(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ran = list(examples(path).examples())
    for example in ran:
        example.evaluate()

    assert len(ran) == path.read_text(encoding="utf-8").count(">>> ")


def test_the_pages_with_examples_are_among_them() -> None:
    names = {path.name for path in WITH_EXAMPLES}
    assert {"README.md", "tour.md", "howto.md", "quotes.py", "money.py", "register.py", "policy_file.py"} <= names


@pytest.mark.parametrize("name", [name for name in kc.__all__ if name not in {"GROUPS", "Form"}])
def test_every_public_name_has_a_docstring_and_stands_in_the_reference(name: str) -> None:
    assert getattr(kc, name).__doc__
    assert re.search(rf"^\.\. auto\w+:: {name}(\(\))?$", (ROOT / "docs/reference.md").read_text(), re.MULTILINE)


def test_the_first_example_walks_a_new_patients_way(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(ROOT / "examples" / "first_visit.py"), run_name="__main__")
    printed = capsys.readouterr().out

    for line in ("4 infusions: $2,400.00", "5 infusions: $3,000.00", "6 infusions: $3,450.00"):
        assert line in printed
    assert "Total                            $3,450.00\n" in printed
    for answer in (
        "\nThe doctor must know of this before treatment.\n",
        "\nProposed plan: 6 infusions, from Mon, Dec 21, 2026 to Fri, Jan 1, 2027\n",
        "\nThis cancellation is in time.\n",
        "\nBefore and after your visit on Mon, Dec 21, 2026\n",
        "\nNo driving before Tuesday, December 22, 12:10 AM, counted from",
    ):
        assert answer in printed
    for id in ("screen.benzodiazepine-lamotrigine", "screen.compatible", "plan.series", *kc.quote(6).clauses):
        assert f"\n{id} (paragraphs " in printed


def test_the_example_of_another_clinic_prints_its_prices(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(ROOT / "examples" / "another_clinic.py"), run_name="__main__")
    printed = capsys.readouterr().out

    assert "6 infusions: $3,000.00 here, $3,450.00 there\n" in printed
    assert "24 hours here, 48 there\n" in printed
    assert "Total                       $1,625.00\n" in printed
    assert "ask the clinic at (866) 987-7874\n" in printed


def test_the_example_of_an_intake_prints_every_entry(capsys: pytest.CaptureFixture[str]) -> None:
    example = runpy.run_path(str(ROOT / "examples" / "screen_intake.py"), run_name="__main__")
    printed = capsys.readouterr().out
    entries = [*example["MEDICATIONS"], *example["CONDITIONS"], *example["SUBSTANCES"]]

    assert len(entries) == 15
    assert all(any(line.startswith(entry) for line in printed.splitlines()) for entry in entries)
    assert printed.startswith("Speak with the doctor first: the doctor has to decide about this.\n")
    assert "Indications for a quote: ptsd\n" in printed


def test_the_example_of_a_front_desk_flips_at_the_deadline(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(ROOT / "examples" / "reschedule.py"), run_name="__main__")
    printed = capsys.readouterr().out

    assert printed.startswith("--- TIMELY\n")
    assert "\n--- LATE\n" in printed
    assert printed.count("Last timely moment       Fri, Oct 30, 2026, 11:00\u202fAM PDT") == 2
    assert "\n--- What remains\n\nProposed plan: 4 infusions, " in printed
    assert printed.endswith("--- C-17 is offered the visit of November 01, 10:00 AM\n")


def test_the_readme_has_two_commands_of_one_line_each() -> None:
    commands = [line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("python3 -m venv")]

    assert commands[0].endswith("python examples/first_visit.py")
    assert commands[1].endswith("python -m pytest")


HAZARDS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in (ROOT / "docs/hazards.md").read_text().splitlines()
    if line.startswith("| H")
]


def test_every_hazard_is_told() -> None:
    assert [row[0] for row in HAZARDS] == [f"H{number}" for number in range(1, 15)]


@pytest.mark.parametrize("row", HAZARDS, ids=lambda row: row[0])
def test_every_control_of_a_hazard_is_held_by_tests_that_exist(row: list[str]) -> None:
    _, _, control, tests = row
    references = re.findall(r"`(test_\w+\.py)::(test_\w+)`", tests)

    assert control
    assert bool(references) != control.startswith("(")
    for file, name in references:
        tree = ast.parse((ROOT / "tests" / file).read_text())
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
