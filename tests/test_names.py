"""A block of names is folded as its names are one by one, and the terms of a name are made when it is looked up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaclinic.data import parse_names, parse_table
from ketaclinic.names import Names, Term, folded
from ketaclinic.typed import fold

LINES = st.lists(st.text(st.characters(exclude_characters="\n") | st.sampled_from("aBñÁ ’'.-0|ΔE\u0301")), min_size=1)


@given(LINES)
def test_a_block_is_folded_as_its_names_are(lines: list[str]) -> None:
    assert folded("\n".join(lines)) == [[fold(name) for name in line.split("|")] for line in lines]


@pytest.mark.parametrize(
    ("block", "names"),
    [
        ("Xanax XR | C.O.P.D. |Theo-24", [["xanax xr", "copd", "theo 24"]]),
        ("cáñamo|CAÑA|St John’s  wort\nΔ9-THC | 2C-B", [["canamo", "cana", "st johns wort"], ["δ 9 thc", "2 c b"]]),
        ("a ||  - | b_c", [["a", "", "", "b c"]]),
        ("", [[""]]),
    ],
)
def test_a_block_is_folded_line_by_line(block: str, names: list[list[str]]) -> None:
    assert folded(block) == names


def test_a_name_stands_for_every_term_that_it_was_added_with_once() -> None:
    names = Names()
    names.add(["xanax", "alprazolam", ""], ("alprazolam", (Term("", "benzodiazepine"),)))
    names.add(["xanax"], ("", (Term("", "illicit"), Term("", "benzodiazepine"))))
    names.add(["alprazolam"], ("alprazolam", (Term("", "benzodiazepine"),)))

    assert names["alprazolam"] == (Term("alprazolam", "benzodiazepine"),)
    assert names["xanax"] == (
        Term("alprazolam", "benzodiazepine"),
        Term("xanax", "illicit"),
        Term("xanax", "benzodiazepine"),
    )
    assert [*names] == ["xanax", "alprazolam"]
    assert len(names) == 2


def test_names_of_a_line_can_be_shown_as_they_are_written() -> None:
    names = Names()
    names.add(["crohns", "ibs"], ("Crohn's | IBS ", (Term(""),)))
    names.add(["ibs"], ("colitis", (Term(""),)))

    assert names["crohns"] == (Term("Crohn's"),)
    assert names["ibs"] == (Term("IBS"), Term("colitis"))


def test_a_name_that_is_there_can_be_left_as_it_is() -> None:
    names = Names()
    names.add(["heart"], ("heart disease", (Term("", "cardiac"),)))
    names.add(["heart", "grief", "grief"], ("", (Term(""),)), only_new=True)

    assert {name: names[name] for name in names} == {
        "heart": (Term("heart disease", "cardiac"),),
        "grief": (Term("grief"),),
    }


def test_what_is_no_name_is_not_found() -> None:
    names = Names()

    assert "xanax" not in names
    assert names.get("xanax") is None
    with pytest.raises(KeyError):
        names["xanax"]


def test_names_are_told_with_their_groups() -> None:
    names = Names()
    names.add(["xanax"], ("", (Term(""), Term("", "benzodiazepine"))))
    names.add(["advil", "tylenol"], ("", (Term(""),)))
    names.add(["tylenol"], ("", (Term("", "illicit"),)))

    assert [*names.grouped()] == [("xanax", "benzodiazepine"), ("tylenol", "illicit")]


def test_terms_are_made_once() -> None:
    names = Names()
    names.add(["xanax"], ("alprazolam", (Term("", "benzodiazepine"),)))

    assert names["xanax"] is names["xanax"]


def test_blocks_of_names_are_read_as_toml_reads_them() -> None:
    text = 'a = """\nx: y | z\n"""\n[b]\nc = ["q", "r"]\nd = """one line"""\ne = """\n\n"""\nf = 2026-11-23\ng = 7\n'

    assert parse_names(text) == parse_table(text)
