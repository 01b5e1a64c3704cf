"""The names that an entry is held against: each with its group, if the FAQ has a rule for it, and what is to be noted.

The files in `data/medicines` and `data/conditions` are for people to review; here they become look-up tables by folded
name, once, when the first entry is screened.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import Any, Final

import attrs

from ketaclinic.data import read_names
from ketaclinic.indications import Indication
from ketaclinic.names import Names, Term, folded
from ketaclinic.near import NearNames
from ketaclinic.typed import fold

__all__ = ["GROUPED_CONDITIONS", "GROUPED_NAMES", "Term", "Vocabulary", "vocabulary"]

GROUPED_NAMES: Final = (
    "benzodiazepine", "lamotrigine", "aminophylline", "ssri", "snri", "lithium", "bupropion", "tricyclic",
    "cannabis", "alcohol", "cocaine", "heroin", "illicit",
)  # fmt: skip
GROUPED_CONDITIONS: Final = ("psychosis", "paranoia", "seizures", "hypertension", "cardiac", "pulmonary")
_SHORTEST_IN_A_PHRASE: Final = 4
_LONGEST_PHRASE: Final = 10
_MOST_NEAR_WORDS: Final = 5
_MOST_STRANGE: Final = 3
INDICATIONS: Final = frozenset(indication.value for indication in Indication)


class Vocabulary:
    """The look-up tables. Nothing in them changes once they are made."""

    def __init__(self) -> None:
        self.anywhere: Final = Names()
        """Names that are found as whole words in a longer entry."""
        self.whole: Final = Names()
        """Names that are found as the whole entry only."""
        self.products: Final[dict[str, tuple[str, ...]]] = {}
        """The folded parts of combination products."""
        self._coded: Final[list[tuple[dict[str, Any], Term]]] = []
        for group in GROUPED_NAMES:
            self._read_names(read_names(f"medicines/{group}"), Term("", group))
        self._read_ketamine(read_names("medicines/illicit_ketamine"))
        for note in read_names("medicines/related")["note"]:
            self._read_names(note, Term("", note=note["id"], related=tuple(note["related"])))
        products = read_names("medicines/combination")["names"]
        for _, (product, *parts) in _lines(products.replace("+", "|")):
            if product:
                self.products[product] = tuple(parts)
        self._read_conditions()
        self._read_names(read_names("medicines/others"), Term(""), only_new=True)
        self._read_cues()

    @cached_property
    def near(self) -> NearNames:
        """An index of the grouped names of one word, made when the first entry is not found as it is."""
        return NearNames({name for name, _ in self.anywhere.grouped() if " " not in name})

    @cached_property
    def _near_words(self) -> NearNames:
        """An index of the words of grouped names of several words; the others tell, so that a word may be shorter."""
        names = {name for name, _ in self.anywhere.grouped() if " " in name}
        return NearNames({word for name in names for word in name.split()}, shortest=_SHORTEST_IN_A_PHRASE)

    def near_phrases(self, words: Sequence[str]) -> tuple[str, ...]:
        """The names of several words that are there if a strange word is read as one near to it, the longest first.

        There are none among many strange words, which are a sentence.
        """
        strange = [at for at, word in enumerate(words) if word not in self.words] if len(words) > 1 else []
        found = set()
        for at in strange if len(strange) <= _MOST_STRANGE else ():
            before, behind = words[max(0, at - _LONGEST_PHRASE + 1) : at], words[at + 1 :]
            for near in self._near_words.near(words[at])[:_MOST_NEAR_WORDS]:
                found |= self._phrases_with(before, near, behind)
        return tuple(sorted(found, key=lambda name: (-len(name), name)))

    def _phrases_with(self, before: Sequence[str], word: str, behind: Sequence[str]) -> set[str]:
        starts = (before[start:] for start in range(len(before) + 1))
        runs = {" ".join((*some, word, *behind[:end])) for some in starts for end in range(_LONGEST_PHRASE - len(some))}
        return {run for run in runs if " " in run and run in self.anywhere}

    @cached_property
    def words_of_groups(self) -> dict[str, frozenset[str]]:
        """By group and indication, every word of its names."""
        names: dict[str, list[str]] = defaultdict(list)
        for name, group in self.anywhere.grouped():
            names[group].append(name)
        return {group: frozenset(" ".join(those).split()) for group, those in names.items()}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of a name that is no name by itself."""
        return frozenset(" ".join((*self.anywhere, *self.whole)).split())

    def of_code(self, code: str) -> tuple[Term, ...]:
        """What a code of ICD-10-CM stands for, with or without its dot and with any further digits."""
        plain = code.replace(".", "").upper()
        prefixes = (plain[:end] for end in range(len(plain), 2, -1))
        exact, beginning = self._codes
        found = [*exact.get(plain, ()), *(term for prefix in prefixes for term in beginning.get(prefix, ()))]
        return tuple(dict.fromkeys(found))

    @cached_property
    def _codes(self) -> tuple[dict[str, list[Term]], dict[str, list[Term]]]:
        """The codes that count as they are, and those that count with any further digits; made for the first code."""
        exact: dict[str, list[Term]] = defaultdict(list)
        beginning: dict[str, list[Term]] = defaultdict(list)
        for table, like in self._coded:
            for code in table.get("codes", ()):
                for plain in _codes_of(code):
                    beginning[plain].append(attrs.evolve(like, name=code))
            for group, codes in table.get("codes_also", {}).items():
                for code in codes:
                    beginning[code].append(attrs.evolve(like, name=code, group=group, is_indication=False))
            for code in table.get("codes_exact", ()):
                exact[code.replace(".", "")].append(attrs.evolve(like, name=code))
        return exact, beginning

    def _read_names(self, table: dict[str, Any], like: Term, *, only_new: bool = False) -> None:
        for line, names in _lines(table["names"]):
            self.anywhere.add(names, (line.partition(":")[0].strip(), (like,)), only_new=only_new)
        self.anywhere.add(_listed(table.get("words", "")), ("", (like,)), only_new=only_new)
        doubtful = attrs.evolve(like, is_doubtful=True)
        for word in table.get("doubtful", ()):
            self.whole.add((fold(word),), (word, (doubtful,)))

    def _read_ketamine(self, table: dict[str, Any]) -> None:
        like = Term("", "illicit", note="illicit-ketamine")
        for key, is_doubtful in (("certain", False), ("ambiguous", True)):
            source = ("ketamine", (attrs.evolve(like, is_doubtful=is_doubtful),))
            self.whole.add(_listed("|".join(table[key])), source)

    def _read_conditions(self) -> None:
        for group in GROUPED_CONDITIONS:
            self._read_condition(read_names(f"conditions/{group}"), Term("", group, is_condition=True))
        for indication, table in read_names("conditions/indications")["indication"].items():
            self._read_condition(table, Term("", indication, is_condition=True, is_indication=True))
        self._read_condition(read_names("conditions/other_conditions"), Term("", is_condition=True))

    def _read_condition(self, table: dict[str, Any], like: Term) -> None:
        self._coded.append((table, like))
        groups_also = table.get("also", {})
        doubtful = attrs.evolve(like, is_doubtful=True)
        for word in table.get("doubtful", ()):
            self.whole.add((fold(word),), (word, (doubtful,)))
        for key, table_of, first in (("phrases", self.anywhere, 0), ("whole", self.whole, 1)):
            for line, names in _lines(table.get(key, "")):
                if like.group is None:  # names of other conditions share a line without being the same
                    table_of.add(names[first:], (line.replace(":", "|").strip(), (like,)), only_new=True)
                    continue
                shown = line.partition(":")[0].partition(" (")[0].strip()
                also = [group for group, canonicals in groups_also.items() if shown in canonicals]
                likes = (attrs.evolve(like, group=group, is_indication=group in INDICATIONS) for group in also)
                table_of.add(names[first:], (shown, (like, *likes)))

    def _read_cues(self) -> None:
        words, cues = read_names("typing_words"), read_names("conditions/other_conditions")
        pressure = read_names("conditions/hypertension")
        self.fillers: frozenset[str] = frozenset(words["filler"].split())
        self.choices: frozenset[str] = frozenset(words["choices"].split())
        self.classes: frozenset[str] = frozenset(words["classes"].split())
        self.unprescribed: frozenset[str] = frozenset(words["unprescribed"].split())
        self.nothing: frozenset[str] = frozenset(_listed(words["nothing"]))
        self.separators: frozenset[str] = frozenset(_listed(words["separators"]))
        self.resuming: frozenset[str] = frozenset(_listed(words["resuming"]))
        self.turning: frozenset[str] = frozenset(_listed(words["turning"]))
        self.negations: frozenset[str] = frozenset(_listed(cues["negations"]))
        self.negations_after: frozenset[str] = frozenset(_listed(cues["negations_after"]))
        self.negation_exceptions: frozenset[str] = frozenset(
            _listed(cues["negation_exceptions"]) + _listed(cues["set_phrases"])
        )
        self.relatives: frozenset[str] = frozenset(_listed(cues["relatives"]))
        self.relative_exceptions: frozenset[str] = frozenset(_listed(cues["relative_exceptions"]))
        self.controlled: frozenset[str] = frozenset(_listed(pressure["controlled"]))
        self.uncontrolled: frozenset[str] = frozenset(_listed(pressure["uncontrolled"]))
        self.never_controlled: frozenset[str] = frozenset(pressure["never_controlled"])


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the package."""
    return Vocabulary()


def _lines(block: str) -> Iterator[tuple[str, list[str]]]:
    """Each line of a block of names, and its names folded: the one before the colon and the others."""
    return zip(block.split("\n"), folded(block.replace(":", "|")), strict=True)


def _listed(block: str) -> list[str]:
    return [word for line in folded(block) for word in line if word]


def _codes_of(code: str) -> Iterator[str]:
    """The codes of a range such as `F20-F29` or `Q25.0-Q25.6`, without dots; or the code alone."""
    first, _, last = code.replace(".", "").partition("-")
    if not last:
        yield first
        return
    for number in range(int(first[1:]), int(last[1:]) + 1):
        yield f"{first[0]}{number:0{len(first) - 1}d}"
