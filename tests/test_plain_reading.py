"""The vocabulary, which is read block by block, is what its files say when they are read name by name."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import ketaclinic as kc
from ketaclinic.data import read_table
from ketaclinic.names import Names, Term
from ketaclinic.typed import fold
from ketaclinic.vocabulary import GROUPED_CONDITIONS, GROUPED_NAMES, Vocabulary

INDICATIONS = {indication.value for indication in kc.Indication}


def lines(block: str) -> Iterator[tuple[str, list[str]]]:
    """Of each line, the name before the colon and the others."""
    for line in block.splitlines():
        canonical, _, others = line.partition(":")
        yield canonical.strip(), others.split("|")


def words(block: str) -> list[str]:
    return [fold(word) for word in block.replace("\n", "|").split("|")]


class PlainReading:
    """The names of the files, one by one, each with its terms."""

    def __init__(self) -> None:
        self.anywhere: dict[str, list[Term]] = defaultdict(list)
        self.whole: dict[str, list[Term]] = defaultdict(list)
        for group in GROUPED_NAMES:
            self.medicines(read_table(f"medicines/{group}"), group=group)
        for note in read_table("medicines/related")["note"]:
            self.medicines(note, note=note["id"], related=tuple(note["related"]))
        for key, is_doubtful in (("certain", False), ("ambiguous", True)):
            term = Term("ketamine", "illicit", note="illicit-ketamine", is_doubtful=is_doubtful)
            for word in read_table("medicines/illicit_ketamine")[key]:
                self.add(self.whole, word, term)
        for group in GROUPED_CONDITIONS:
            self.conditions(read_table(f"conditions/{group}"), group)
        for indication, table in read_table("conditions/indications")["indication"].items():
            self.conditions(table, indication)
        self.conditions(read_table("conditions/other_conditions"), None)
        known = {*self.anywhere}
        others = PlainReading.__new__(PlainReading)
        others.anywhere, others.whole = defaultdict(list), self.whole
        others.medicines(read_table("medicines/others"))
        self.anywhere.update({name: terms[:1] for name, terms in others.anywhere.items() if name not in known})

    def medicines(self, table: dict[str, Any], **like: Any) -> None:
        for canonical, others in lines(table["names"]):
            for name in (canonical, *others):
                self.add(self.anywhere, name, Term(canonical, **like))
        for word in words(table.get("words", "")):
            self.add(self.anywhere, word, Term(word, **like))
        for word in table.get("doubtful", ()):
            self.add(self.whole, word, Term(word, **like, is_doubtful=True))

    def conditions(self, table: dict[str, Any], group: str | None) -> None:
        for word in table.get("doubtful", ()):
            is_indication = group in INDICATIONS
            term = Term(word, group, is_condition=True, is_indication=is_indication, is_doubtful=True)
            self.add(self.whole, word, term)
        for key, names in (("phrases", self.anywhere), ("whole", self.whole)):
            for canonical, others in lines(table.get(key, "")):
                bare = canonical.partition(" (")[0]
                also = [other for other, canonicals in table.get("also", {}).items() if bare in canonicals]
                for name in others if key == "whole" else [canonical, *others]:
                    if group is not None:
                        for each in (group, *also):
                            is_indication = each in INDICATIONS
                            self.add(names, name, Term(bare, each, is_condition=True, is_indication=is_indication))
                    elif fold(name) not in names:
                        self.add(names, name, Term(name.strip(), is_condition=True))

    def add(self, names: dict[str, list[Term]], name: str, term: Term) -> None:
        if fold(name) and term not in names[fold(name)]:
            names[fold(name)].append(term)


def terms(names: Names | dict[str, list[Term]]) -> dict[str, tuple[Term, ...]]:
    return {name: tuple(names[name]) for name in names if names[name]}


def test_every_name_stands_for_what_its_files_say() -> None:
    read, plain = Vocabulary(), PlainReading()

    assert terms(read.anywhere) == terms(plain.anywhere)
    assert terms(read.whole) == terms(plain.whole)


def test_every_product_has_its_parts() -> None:
    block = read_table("medicines/combination")["names"]
    plain = {
        fold(product): tuple(fold(part) for part in parts.split("+"))
        for product, _, parts in (line.partition(":") for line in block.splitlines())
    }

    assert Vocabulary().products == plain


def test_every_code_stands_for_what_its_files_say() -> None:
    read = Vocabulary()
    tables = {group: read_table(f"conditions/{group}") for group in GROUPED_CONDITIONS}
    tables |= read_table("conditions/indications")["indication"]
    for group, table in tables.items():
        is_indication = group in INDICATIONS
        for code in table["codes"]:
            term = Term(code, group, is_condition=True, is_indication=is_indication)
            first, _, last = code.partition("-")
            middle = f"{first[0]}{(int(first[1:3]) + int(last[1:3])) // 2:02}" if last and "." not in code else first
            for written in (first, last or first, middle, f"{first}9".lower()):
                assert term in read.of_code(written), written
            if last and "." not in code:
                assert term not in read.of_code(f"{last[0]}{int(last[1:]) + 1:02}")
        for code in table.get("codes_exact", ()):
            term = Term(code, group, is_condition=True, is_indication=is_indication)
            assert term in read.of_code(code)
            assert term not in read.of_code(f"{code}.4")
        for also, codes in table.get("codes_also", {}).items():
            for code in codes:
                assert Term(code, also, is_condition=True) in read.of_code(f"{code}.10")


def test_a_code_that_is_none_stands_for_nothing() -> None:
    read = Vocabulary()

    for code in ("F2", "XF20", "F", "", "Z00.0"):
        assert read.of_code(code) == ()
    assert len(read.of_code("I11.0")) == len({*read.of_code("I11.0")}) == 2


def test_every_list_of_words_is_what_its_file_says() -> None:
    read = Vocabulary()
    tables = (
        (read_table("typing_words"), ("nothing", "separators", "resuming", "turning")),
        (
            read_table("conditions/other_conditions"),
            ("negations", "negations_after", "relatives", "relative_exceptions"),
        ),
        (read_table("conditions/hypertension"), ("controlled", "uncontrolled")),
    )
    for table, keys in tables:
        for key in keys:
            assert getattr(read, key) == {*words(table[key])} - {""}, key
    cues = read_table("conditions/other_conditions")
    assert read.fillers == {*read_table("typing_words")["filler"].split()}
    assert read.negation_exceptions == {*words(cues["negation_exceptions"]), *words(cues["set_phrases"])} - {""}
    names = {*read.anywhere, *read.whole}
    assert read.words == {word for name in names for word in name.split()}
