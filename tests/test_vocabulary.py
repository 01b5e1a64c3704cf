"""The files of names are well-formed, say nothing twice, and lead to what they say."""

from pathlib import Path
from typing import Any

import pytest

import ketaclinic as kc
from ketaclinic.cues import _listed
from ketaclinic.data import read_names, read_table, read_text
from ketaclinic.recognition import FindingNote
from ketaclinic.typed import fold
from ketaclinic.vocabulary import GROUPED_CONDITIONS, GROUPED_NAMES, Term, Vocabulary, vocabulary

DATA = Path(kc.__file__).parent / "data"
FILES = sorted(str(path.relative_to(DATA).with_suffix("")) for path in DATA.glob("*/*.toml"))
INDICATIONS = {indication.value for indication in kc.Indication}


def names_of(block: str) -> list[str]:
    """Every name of a block of lines, each of which has a canonical name, a colon and the others."""
    lines = (line.partition(":") for line in block.splitlines())
    return [name for first, _, others in lines for name in (first, *others.split("|")) if name.strip()]


def words_of(block: str) -> list[str]:
    return [word for word in block.replace("\n", "|").split("|") if word.strip()]


@pytest.mark.parametrize("file", FILES)
def test_a_file_names_its_sources_and_its_date_and_clauses_that_exist(file: str) -> None:
    table = read_table(file)

    assert table["sources"]
    assert str(table["reviewed"]) >= "2026-11-23"
    kc.clause(table["clause"])
    assert table.get("group", "") in {"", "illicit-ketamine", *kc.GROUPS}


@pytest.mark.parametrize("file", [*FILES, "typing_words"])
def test_a_file_is_read_as_toml_reads_it_and_escapes_nothing(file: str) -> None:
    assert read_names(file) == read_table(file)
    assert "\\" not in read_text(file)


def test_a_line_of_cues_ends_with_a_bar_or_not() -> None:
    assert _listed("no | not\nnever |\n w/o ||") == {"no", "not", "never", "w o"}


def test_a_line_of_names_has_one_colon_at_most() -> None:
    for file in FILES:
        blocks = read_text(file).split('"""')[1::2]
        assert not [line for block in blocks for line in block.splitlines() if line.count(":") > 1], file


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("crohns disease", "Crohn's disease"),
        ("temblor", "temblor"),
        ("heart burn", "heart burn"),
        ("klonopin", "clonazepam"),
        ("benzos", "benzos"),
        ("ekg", "EKG"),
    ],
)
def test_a_name_is_shown_as_its_canonical_one_or_as_it_is_written(typed: str, shown: str) -> None:
    assert {term.name for term in vocabulary().anywhere[typed]} == {shown}


def test_what_few_entries_need_is_made_when_it_is_needed() -> None:
    known = Vocabulary()
    assert not {"near", "words", "words_of_groups", "_codes", "_near_words"} & vars(known).keys()
    assert not known.anywhere._made

    known.of_code("F20")
    known.near_phrases(["presure"])
    assert not {"near", "_near_words"} & vars(known).keys()
    assert known.near is known.near
    assert known.near.near("klonapin") == ("klonopin",)


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("high blood presure", ("high blood pressure", "blood pressure")),
        ("hart failure", ("heart failure",)),
        ("my sleep apnia is bad", ("sleep apnea",)),
        ("congestive heart failur", ("congestive heart failure", "heart failure")),
        ("lithum carbonate", ("lithium carbonate",)),
        ("hart failure blood presure", ("blood pressure", "heart failure")),
        ("hart", ()),
        ("presure", ()),
        ("heart failure", ()),  # no word is strange
        ("failure hart", ()),
        ("art failure", ()),
        ("hih blood pressure", ()),
        ("qqq zzz vvv hart failure", ()),
        ("qqq zzz hart failure", ("heart failure",)),
    ],
)
def test_a_phrase_with_a_misspelt_word_is_near_to_the_one_that_it_is_meant_for(
    typed: str, phrases: tuple[str, ...]
) -> None:
    assert vocabulary().near_phrases(typed.split()) == phrases


def test_a_misspelt_word_of_every_condition_of_several_words_leads_to_it() -> None:
    known = vocabulary()
    tried = 0
    for name, group in known.anywhere.grouped():
        words = name.split()
        for at, word in enumerate(words) if len(words) > 1 and group in GROUPED_CONDITIONS else ():
            misspelt = f"{word[:-1]}{word[-1]}{word[-1]}"
            if len(word) > 4 and misspelt not in known.words:
                tried += 1
                assert name in known.near_phrases(["very", *words[:at], misspelt, *words[at + 1 :], "bad"]), name
    assert tried > 1_000


def test_a_phrase_has_ten_words_at_most() -> None:
    known = Vocabulary()
    ten = [f"word{letter}" for letter in "abcdefghij"]
    known.anywhere.add([" ".join(ten), " ".join([*ten, "more"])], ("", (Term("", "cardiac"),)))

    for at in (0, 4, 9):
        typed = [*ten[:at], f"{ten[at]}q", *ten[at + 1 :]]
        assert known.near_phrases(typed) == known.near_phrases([*typed, "more"]) == (" ".join(ten),)


def test_names_of_one_more_group_or_without_others_are_read_too() -> None:
    known = Vocabulary()
    known._read_names({"names": "Ketalex\n Foo Bar : xanax", "words": "zoloft"}, Term("", "illicit"))
    known._read_condition({"phrases": "Qux Quux"}, Term("", "cardiac"))
    known._read_names({"names": "new: prozac", "words": "paxil | newer"}, Term(""), only_new=True)

    assert known.anywhere["ketalex"] == (Term("Ketalex", "illicit"),)
    assert known.anywhere["qux quux"] == (Term("Qux Quux", "cardiac"),)
    assert known.anywhere["xanax"] == (Term("alprazolam", "benzodiazepine"), Term("Foo Bar", "illicit"))
    assert [term.group for term in known.anywhere["zoloft"]] == ["ssri", "illicit"]
    assert [term.group for name in ("prozac", "paxil", "newer") for term in known.anywhere[name]] == [
        "ssri",
        "ssri",
        None,
    ]


def test_the_search_for_phrases_is_bounded() -> None:
    words = ["blood", "heart", "failure", "high"] * 25

    assert vocabulary().near_phrases([*words, "presure", *words]) == ()
    assert vocabulary().near_phrases([*words, "blood", "presure", *words]) == ("high blood pressure", "blood pressure")


def test_the_words_of_a_group_are_those_of_its_names() -> None:
    known = vocabulary()

    assert {"heart", "congestive", "failure", "cad"} <= known.words_of_groups["cardiac"]
    for group, words in known.words_of_groups.items():
        names = [name for name in known.anywhere if group in {term.group for term in known.anywhere[name]}]
        assert words == {word for name in names for word in name.split()}
    assert {*known.words_of_groups} == {*GROUPED_NAMES, *GROUPED_CONDITIONS, *INDICATIONS}


def test_every_group_of_the_policy_has_its_names() -> None:
    assert {*GROUPED_NAMES, *GROUPED_CONDITIONS} == set(kc.GROUPS)
    assert {f"medicines/{group}" for group in GROUPED_NAMES} <= set(FILES)
    assert {f"conditions/{group}" for group in GROUPED_CONDITIONS} <= set(FILES)
    for group in kc.GROUPS:
        folder = "medicines" if group in GROUPED_NAMES else "conditions"
        table = read_table(f"{folder}/{group}")
        assert (table["group"], table["clause"]) == (group, kc.faq_policy().screening.rule(group).clause)


@pytest.mark.parametrize("group", GROUPED_NAMES)
def test_every_name_of_a_group_leads_to_it_and_to_no_other(group: str) -> None:
    table = read_table(f"medicines/{group}")
    for name in (*names_of(table["names"]), *words_of(table["words"])):
        groups = {term.group for term in vocabulary().anywhere[fold(name)]}
        assert group in groups, name
        assert groups <= {group, "substance_addiction"}, name


def test_no_name_of_another_medicine_leads_to_a_group() -> None:
    others = names_of(read_table("medicines/others")["names"])
    notes = [name for note in read_table("medicines/related")["note"] for name in names_of(note["names"])]
    for name in (*others, *notes):
        assert {term.group for term in vocabulary().anywhere[fold(name)]} == {None}, name
    assert len(others) > 4_000


def test_no_name_stands_twice_for_one_group() -> None:
    for table in (vocabulary().anywhere, vocabulary().whole):
        for name in table:
            groups = [term.group for term in table[name]]
            assert len(groups) == len({*groups}), name


def test_every_note_of_a_name_has_its_words() -> None:
    ids = {note["id"] for note in read_table("medicines/related")["note"]}
    assert ids <= {note.value for note in FindingNote}
    assert {r for note in read_table("medicines/related")["note"] for r in note["related"]} <= set(kc.GROUPS)


def test_every_part_of_a_product_is_a_name() -> None:
    for product, parts in vocabulary().products.items():
        assert len(parts) > 1, product
        assert product not in vocabulary().anywhere, product
        known = [part for part in parts if part in vocabulary().anywhere]
        assert known, product


@pytest.mark.parametrize("group", [*GROUPED_CONDITIONS, *sorted(INDICATIONS)])
def test_every_phrase_and_code_of_a_condition_leads_to_it(group: str) -> None:
    table: dict[str, Any] = (
        read_table("conditions/indications")["indication"][group]
        if group in INDICATIONS
        else read_table(f"conditions/{group}")
    )
    for name in names_of(table["phrases"]):
        assert group in {term.group for term in vocabulary().anywhere[fold(name)]}, name
    for code in table["codes"]:
        first = code.partition("-")[0]
        for written in (first, first.replace(".", ""), first.lower(), f"{first}9" if "." in first else f"{first}.9"):
            assert group in {term.group for term in vocabulary().of_code(written)}, written


@pytest.mark.parametrize(
    ("code", "groups"),
    [
        ("F20", {"psychosis"}),
        ("F29", {"psychosis"}),
        ("F19.959", {"psychosis"}),
        ("F31.2", {"psychosis", "bipolar_disorder"}),
        ("F31.9", {"bipolar_disorder"}),
        ("F43.12", {"ptsd"}),
        ("F43.2", set()),
        ("G40.909", {"seizures"}),
        ("I10", {"hypertension"}),
        ("I11.0", {"hypertension", "cardiac"}),
        ("I50.9", {"cardiac"}),
        ("I27.20", {"cardiac", "pulmonary"}),
        ("J45.909", {"pulmonary"}),
        ("G47.33", {"pulmonary"}),
        ("G90.50", {"chronic_pain"}),
        ("S06.0X0A", {"traumatic_brain_injury"}),
        ("E11.9", set()),
        ("L40.0", set()),
        ("K21.9", set()),
    ],
)
def test_a_code_leads_to_its_groups(code: str, groups: set[str]) -> None:
    assert {term.group for term in vocabulary().of_code(code)} == groups


def test_a_category_that_holds_more_than_its_group_counts_only_by_itself() -> None:
    assert vocabulary().of_code("J98") == (Term("J98", "pulmonary", is_condition=True),)
    assert vocabulary().of_code("J98.5") == ()
