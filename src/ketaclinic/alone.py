"""Names that count only where nothing else is named beside them: "MI" in "HTN, MI", and "acid" in "weed, acid".

Most of them have an ordinary meaning, too. The FAQ's own street names for ketamine are none of these: they count as a
whole entry only.
"""

from collections.abc import Collection
from typing import Final

import attrs

from ketaclinic.cues import cues
from ketaclinic.typed import fold
from ketaclinic.vocabulary import Term, Vocabulary
from ketaclinic.wording import Group, Item, is_filler

_COMMON: Final = frozenset({"common", "resuming"})
"""The kinds of words that go with names; Spanish "mi" says that what follows is the patient's own."""
SUBSTANCES: Final = frozenset({"cannabis", "alcohol", "cocaine", "heroin", "illicit"})


def alone(entry: str, parts: list[Group], known: Vocabulary) -> tuple[Term, ...]:
    """What an entry stands for that is such a name, or a street name of ketamine, among strengths and schedules.

    A number stays with the letters that it is written with. High blood pressure is not told here, since the words
    around it may say whether it is controlled.
    """
    words = (fold(word) for word in entry.split())
    bare = [word for word in words if not all(is_filler(part, known) for part in word.split())]
    names = (item.words.split() for group in parts for item in group.items if item.kind == "term")
    if any(not all(is_filler(word, known) for word in name) and not {*name} <= {*bare} for name in names):
        return ()  # another name goes beyond it, as in "hongos en las uñas"
    return tuple(term for term in known.whole.get(" ".join(bare), ()) if term.group != "hypertension")


def _dated(words: list[str], known: Vocabulary) -> tuple[Term, ...]:
    """The condition whose name goes with names otherwise, as Spanish "mi" does, when only a year stands beside it."""
    bare = [word for word in words if not (word.isdecimal() or word in cues().when)]
    terms = known.whole.get(bare[0], ()) if len(bare) == 1 else ()
    return terms if all(term.is_condition for term in terms) else ()


def with_names_alone(parts: list[Group], known: Vocabulary) -> list[Group]:
    """The groups of an entry, each that is nothing but such a name taken for it.

    The name of a condition counts in any part of a list; that of a substance where another is surely named, or where
    no other part says anything.
    """
    said = sum(bool(group.terms) or "unknown" in group.kinds for group in parts)
    is_of_substances = any(term.group in SUBSTANCES for group in parts for term in group.terms)
    return [_taken(group, known, said=said, is_of_substances=is_of_substances) for group in parts]


def _taken(group: Group, known: Vocabulary, *, said: int, is_of_substances: bool) -> Group:
    if group.terms:
        return group
    unknown = [item.words for item in group.items if item.kind == "unknown"]
    if not unknown:  # all of it goes with names otherwise, so that it is doubtful beside another
        terms = _dated([item.words for item in group.items if item.kind in _COMMON], known)
        return _with_name(group, tuple(attrs.evolve(term, is_doubtful=said > 0) for term in terms), _COMMON)
    kept = [word for word in unknown if word not in cues().open | cues().when]
    for name, replaced in (
        (" ".join(item.words for item in group.items), {"unknown", "common"}),
        (" ".join(kept), {"unknown"}),  # what goes with the name may make its absence doubtful: "no PE yesterday"
    ):
        found = known.whole.get(name, ()) if len(name) > 1 else ()  # a letter may go with anything
        terms = tuple(term for term in found if _counts(term, is_only=said == 1, is_of_substances=is_of_substances))
        if terms:
            return _with_name(group, terms, replaced)
    return group


def _counts(term: Term, *, is_only: bool, is_of_substances: bool) -> bool:
    """Whether the name counts as a part of an entry; an indication has to be the only one, or to be confirmed."""
    if term.note == "illicit-ketamine" or term.group == "hypertension":
        return False
    if term.is_condition:
        return is_only or not term.is_indication or term.is_doubtful
    return is_only or is_of_substances


def _with_name(group: Group, terms: tuple[Term, ...], replaced: Collection[str]) -> Group:
    """The group with the name where the first word of it stands; its cues stay."""
    if not terms:
        return group
    stays = [item.kind not in replaced for item in group.items]
    at = stays.index(False)
    behind = (item for item, stay in zip(group.items[at:], stays[at:], strict=True) if stay)
    return attrs.evolve(group, items=(*group.items[:at], Item("term", "", terms), *behind))
