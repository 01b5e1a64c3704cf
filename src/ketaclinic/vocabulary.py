"""The names that an entry is held against: each with its group, if the FAQ has a rule for it, and what is to be noted.

The files in `data/medicines` and `data/conditions` are for people to review; here they become look-up tables by folded
name, once, when the first entry is screened.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any, Final

import attrs

from ketaclinic.data import read_table
from ketaclinic.indications import Indication
from ketaclinic.near import NearNames
from ketaclinic.typed import fold

GROUPED_NAMES: Final = (
    "benzodiazepine", "lamotrigine", "aminophylline", "ssri", "snri", "lithium", "bupropion", "tricyclic",
    "cannabis", "alcohol", "cocaine", "heroin", "illicit",
)  # fmt: skip
GROUPED_CONDITIONS: Final = ("psychosis", "paranoia", "seizures", "hypertension", "cardiac", "pulmonary")
INDICATIONS: Final = frozenset(indication.value for indication in Indication)


@attrs.frozen
class Term:
    """What a name stands for: the group of a rule, an indication, or nothing that the FAQ speaks of."""

    name: str
    group: str | None = None
    """A group of the policy, the id of an indication, or None."""
    note: str | None = None
    """The id of a note, such as `theophylline`."""
    related: tuple[str, ...] = ()
    """Groups that it is near to without being in them."""
    is_indication: bool = False
    is_condition: bool = False
    is_doubtful: bool = False
    """Whether the name has an ordinary meaning, too."""


class Vocabulary:
    """The look-up tables. Nothing in them changes once they are made."""

    def __init__(self) -> None:
        self.anywhere: dict[str, tuple[Term, ...]] = {}
        """Names that are found as whole words in a longer entry."""
        self.whole: dict[str, tuple[Term, ...]] = {}
        """Names that are found as the whole entry only."""
        self.products: dict[str, tuple[str, ...]] = {}
        """The folded parts of combination products."""
        self._codes: dict[str, list[Term]] = defaultdict(list)
        self._exact_codes: dict[str, list[Term]] = defaultdict(list)
        for group in GROUPED_NAMES:
            self._read_names(read_table(f"medicines/{group}"), Term("", group))
        self._read_ketamine(read_table("medicines/illicit_ketamine"))
        for note in read_table("medicines/related")["note"]:
            self._read_names(note, Term("", note=note["id"], related=tuple(note["related"])))
        for line in _lines(read_table("medicines/combination")["names"]):
            product, _, parts = line.partition(":")
            self.products[fold(product)] = tuple(fold(part) for part in parts.split("+"))
        self._read_conditions()
        self._read_names(read_table("medicines/others"), Term(""), only_new=True)
        self._read_cues()

    @cached_property
    def near(self) -> NearNames:
        """An index of the grouped names of one word, made when the first entry is not found as it is."""
        grouped = (name for name, terms in self.anywhere.items() if any(term.group for term in terms))
        return NearNames(name for name in grouped if " " not in name)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of a name that is no name by itself."""
        return frozenset(word for name in (*self.anywhere, *self.whole) for word in name.split())

    def of_code(self, code: str) -> tuple[Term, ...]:
        """What a code of ICD-10-CM stands for, with or without its dot and with any further digits."""
        plain = code.replace(".", "").upper()
        prefixes = (plain[:end] for end in range(len(plain), 2, -1))
        found = [
            *self._exact_codes.get(plain, ()),
            *(term for prefix in prefixes for term in self._codes.get(prefix, ())),
        ]
        return tuple(dict.fromkeys(found))

    def _read_names(self, table: dict[str, Any], like: Term, *, only_new: bool = False) -> None:
        for line in _lines(table["names"]):
            canonical, _, others = line.partition(":")
            term = attrs.evolve(like, name=canonical.strip())
            for name in (canonical, *others.split("|")):
                _add(self.anywhere, name, term, only_new=only_new)
        for word in _listed(table.get("words", "")):
            _add(self.anywhere, word, attrs.evolve(like, name=word), only_new=only_new)
        for word in table.get("doubtful", ()):
            _add(self.whole, word, attrs.evolve(like, name=word, is_doubtful=True))

    def _read_ketamine(self, table: dict[str, Any]) -> None:
        like = Term("ketamine", "illicit", note="illicit-ketamine")
        for word in table["certain"]:
            _add(self.whole, word, like)
        for word in table["ambiguous"]:
            _add(self.whole, word, attrs.evolve(like, is_doubtful=True))

    def _read_conditions(self) -> None:
        for group in GROUPED_CONDITIONS:
            self._read_condition(read_table(f"conditions/{group}"), Term("", group, is_condition=True))
        for indication, table in read_table("conditions/indications")["indication"].items():
            self._read_condition(table, Term("", indication, is_condition=True, is_indication=True))
        self._read_condition(read_table("conditions/other_conditions"), Term("", is_condition=True))

    def _read_condition(self, table: dict[str, Any], like: Term) -> None:
        groups_also = table.get("also", {})
        for key, names in (("phrases", self.anywhere), ("whole", self.whole)):
            for line in _lines(table.get(key, "")):
                canonical, _, others = line.partition(":")
                bare = canonical.partition(" (")[0].strip()
                also = [group for group, canonicals in groups_also.items() if bare in canonicals]
                for name in ((canonical,) if key == "phrases" else ()) + tuple(others.split("|")):
                    # Names of other conditions share a line without being the same.
                    shown = name.strip() if like.group is None else bare
                    for group in (like.group, *also):
                        term = attrs.evolve(like, name=shown, group=group, is_indication=group in INDICATIONS)
                        _add(names, name, term, only_new=like.group is None)
        for code in table.get("codes", ()):
            for plain in _codes_of(code):
                self._codes[plain].append(attrs.evolve(like, name=code))
        for code in table.get("codes_exact", ()):
            self._exact_codes[code.replace(".", "")].append(attrs.evolve(like, name=code))

    def _read_cues(self) -> None:
        words, cues = read_table("typing_words"), read_table("conditions/other_conditions")
        pressure = read_table("conditions/hypertension")
        self.fillers: frozenset[str] = frozenset(words["filler"].split())
        self.nothing: frozenset[str] = frozenset(_listed(words["nothing"]))
        self.separators: frozenset[str] = frozenset(_listed(words["separators"]))
        self.resuming: frozenset[str] = frozenset(_listed(words["resuming"]))
        self.turning: frozenset[str] = frozenset(_listed(words["turning"]))
        self.negations: frozenset[str] = frozenset(_listed(cues["negations"]))
        self.lasting: frozenset[str] = frozenset(n for n in self.negations if " " in n or n.startswith(("den", "nieg")))
        """Negations that go on over a comma, as "denies" does."""
        self.negations_after: frozenset[str] = frozenset(_listed(cues["negations_after"]))
        self.negation_exceptions: frozenset[str] = frozenset(
            _listed(cues["negation_exceptions"]) + _listed(cues["set_phrases"])
        )
        self.relatives: frozenset[str] = frozenset(_listed(cues["relatives"]))
        self.relative_exceptions: frozenset[str] = frozenset(_listed(cues["relative_exceptions"]))
        self.controlled: frozenset[str] = frozenset(_listed(pressure["controlled"]))
        self.uncontrolled: frozenset[str] = frozenset(_listed(pressure["uncontrolled"]))


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the package."""
    return Vocabulary()


def _lines(block: str) -> Iterator[str]:
    return (line for line in block.splitlines() if line.strip())


def _listed(block: str) -> list[str]:
    return [fold(word) for word in block.replace("\n", "|").split("|") if fold(word)]


def _add(names: dict[str, tuple[Term, ...]], name: str, term: Term, *, only_new: bool = False) -> None:
    key = fold(name)
    before = names.get(key, ())
    if key and term not in before and not (only_new and before):
        names[key] = (*before, term)


def _codes_of(code: str) -> Iterator[str]:
    """The codes of a range such as `F20-F29` or `Q25.0-Q25.6`, without dots; or the code alone."""
    first, _, last = code.replace(".", "").partition("-")
    if not last:
        yield first
        return
    for number in range(int(first[1:]), int(last[1:]) + 1):
        yield f"{first[0]}{number:0{len(first) - 1}d}"
