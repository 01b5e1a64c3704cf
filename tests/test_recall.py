"""Names that the vocabulary was not made from are found, others are not mistaken for them, and nothing is cleared."""

import re
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

import ketaclinic as kc
from held_out import (
    MEDICINES,
    Entry,
    contradicts,
    entries,
    findings,
    groups_found,
    recall,
    substances,
    titles,
    wrongly_cleared,
)  # fmt: skip

PAGE = (Path(__file__).parents[1] / "docs/recall.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| `(\w+)` \| (\d+) \|(?: \d+ of \d+ \|)+ (\d+) \|$", re.MULTILINE)
LISTED, NAMED = ({row[0]: row[1:] for row in _ROW.findall(part)} for part in PAGE.split("\n## ")[1:3])
"""The tables of the page: by group, how many there are, and how many are found now."""

GROUPS = [*kc.GROUPS, *(indication.value for indication in kc.Indication)]


@cache
def named() -> tuple[Entry, ...]:
    """The FDA's official names and brands of the substances in a group of medicines."""
    return tuple(Entry(name.name, tuple(name.groups)) for name in substances("of", "bn") if name.groups)


def figure(before: str) -> int:
    """The number that stands in the page after some words."""
    match = re.search(rf"{before} ([0-9,]+)", " ".join(PAGE.split()))
    assert match is not None
    return int(match[1].replace(",", ""))


def is_enough(held: int, found: int) -> bool:
    return found >= 0.97 * held or held - found <= 1


@pytest.mark.parametrize("group", GROUPS)
def test_what_is_held_out_from_the_vocabulary_is_found_in_its_group(group: str) -> None:
    held, found = recall(entries())[group]

    assert held >= 10
    assert is_enough(held, found)
    assert LISTED[group] == (str(held), str(found))


@pytest.mark.parametrize("group", MEDICINES)
def test_the_fdas_names_of_a_groups_substances_are_found_in_it(group: str) -> None:
    held, found = recall(named())[group]

    assert is_enough(held, found)
    assert NAMED[group] == (str(held), str(found))


def test_the_lists_are_a_thousand_entries_and_more() -> None:
    assert len(entries()) == figure("The lists hold") > 1_000


def test_no_entry_is_compatible_that_is_not() -> None:
    assert [entry.typed for entry in entries() if wrongly_cleared(entry.typed, entry.groups)] == []


def test_nothing_approximate_is_compatible() -> None:
    found = [finding for entry in entries() for finding in findings(entry.typed, is_condition=entry.is_condition)]

    assert all(f.match.name == "EXACT" for f in found if f.level is kc.Level.COMPATIBLE)


@pytest.mark.parametrize("kind", ["medicine", "condition"])
def test_real_names_outside_all_groups_raise_no_false_alarm(kind: str) -> None:
    outside = [entry for entry in entries() if entry.kind == kind]
    alarms = [entry.typed for entry in outside if groups_found(entry)]

    assert len(outside) > 50
    assert len(alarms) <= 0.01 * len(outside), alarms


def test_what_is_absent_or_a_relatives_is_hardly_ever_taken_for_the_patients_own() -> None:
    told = [entry for entry in entries() if entry.kind == "told"]
    taken = [entry.typed for entry in told if groups_found(entry)]

    assert len(told) == figure("an absence or of a relative:")
    assert len(taken) <= figure("taken for the patient's own:"), taken


def test_no_substance_is_compatible_that_is_in_none_of_those_groups() -> None:
    sample = islice(substances("of", "bn", "cn", "cd", "sys"), 0, None, 397)

    assert [name.name for name in sample if name.is_wrongly_cleared] == []


def test_no_title_of_a_code_is_more_permissive_than_the_code() -> None:
    assert [code for code, title in islice(titles(), 0, None, 17) if contradicts(code, title)] == []


@pytest.mark.parametrize("typed", ["lithium oxalate", "lithium tartrate", "lithium battery", "lithium hydroxybutyrate"])
def test_a_salt_of_lithium_that_is_no_medicine_is_not_addressed(typed: str) -> None:
    assert {(found.level, found.group) for found in findings(typed)} == {(kc.Level.NOT_ADDRESSED, None)}


@pytest.mark.parametrize(
    "typed", ["joint pain", "pain in joint", "avena sativa", "viral infection", "Capex", "M30", "M30.0"]
)
def test_what_was_once_taken_for_a_group_is_in_none(typed: str) -> None:
    assert groups_found(Entry(typed)) == set()


@pytest.mark.parametrize(
    "typed",
    [
        *[
            "clonadine",
            "clonidin",
            "clonodine",
            "enbril",
            "clozapin",
            "clozoril",
            "amlodapine",
            "amodipine",
            "visteril",
        ],
        *["vistoril", "minipres", "ventalin", "methodone", "methidone"],
    ],
)
def test_a_misspelt_medicine_that_is_nearer_than_a_rare_name_of_a_group_is_in_none(typed: str) -> None:
    assert {(found.level, found.group) for found in findings(typed)} == {(kc.Level.NOT_ADDRESSED, None)}
    assert findings(typed)[0].recognized_as is not None


@pytest.mark.parametrize("typed", ["clonapine", "klonadin", "lapitor", "topamox", "tenax"])
def test_what_is_as_near_to_a_name_of_a_group_takes_the_more_serious_reading(typed: str) -> None:
    assert {found.level for found in findings(typed)} == {kc.Level.PRESCRIBER_PLAN}
    assert {found.match for found in findings(typed)} == {kc.Match.APPROXIMATE}


def test_a_speedball_is_cocaine_and_heroin() -> None:
    assert groups_found(Entry("speedballs")) == {"cocaine", "heroin"}
