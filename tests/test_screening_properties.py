"""What holds of every screening, whatever is entered and however it is written."""

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.cues import cues
from ketaclinic.testing import screenings
from ketaclinic.typed import fold
from ketaclinic.vocabulary import GROUPED_NAMES, Term, vocabulary

COMPATIBLE = {"ssri", "snri", "lithium", "bupropion"}
CLEARING = {kc.Level.COMPATIBLE, kc.Level.INDICATION}

TERMS: dict[str, Term] = {
    name: terms[0] for name, terms in vocabulary().anywhere.items() if len(terms) == 1 and terms[0].group is not None
}
"""Every name that stands for one thing of a group."""

MEDICINES = sorted(name for name, term in TERMS.items() if term.group in GROUPED_NAMES)
CLEARED = sorted(name for name, term in TERMS.items() if term.group in COMPATIBLE)
NAMES = st.sampled_from(sorted(TERMS))
MEDICINE_NAMES = st.sampled_from(MEDICINES)

Said = set[tuple[str, str | None, str, tuple[str, ...]]]


def said(*entries: str, list_name: str = "medications") -> Said:
    """What the findings say, without the wording of the entries."""
    lists: dict[str, Any] = {list_name: entries}
    return {(f.level.name, f.group, f.match.name, f.clauses) for f in kc.screen(**lists).findings}


@given(NAMES)
def test_a_name_is_of_its_group_and_has_its_level_and_clause(name: str) -> None:
    rule = None if TERMS[name].is_indication else kc.faq_policy().screening.rule(TERMS[name].group or "")
    wanted = ("INDICATION", "candidacy.indications") if rule is None else (rule.level.name, rule.clause)
    given = {(level, clauses[0]) for level, group, _, clauses in said(name) if group == TERMS[name].group}

    assert given == {wanted}


@given(screenings())
def test_what_is_recognised_by_likeness_is_to_be_confirmed_and_nothing_else_by_its_spelling(
    found: kc.Screening,
) -> None:
    for finding in found.findings:
        assert (finding.match is kc.Match.APPROXIMATE) is (kc.FindingNote.CONFIRM_SPELLING in finding.notes)


def test_every_alias_is_its_canonical_name_in_group_level_and_clauses() -> None:
    aliases = {name: term for name, term in TERMS.items() if fold(term.name) in TERMS}
    others = {name for name, term in aliases.items() if said(name) != said(term.name)}

    assert len(aliases) > 2_500
    assert others == set()


@given(NAMES, st.sampled_from(["\u200b", "\u200d", "\u2060", "\u202e", "\u2066", "\ufeff", "\u00ad"]))
def test_case_width_spacing_and_ignorable_insertions_change_nothing(name: str, ignorable: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in name)
    for written in (
        name.upper(),
        name.title(),
        wide,
        f"  {name.replace(' ', chr(0xA0) * 2)}\t",
        ignorable.join(["", *name, ""]),
        f"{name}®",
        f"“{name}”",
    ):
        assert said(written) == said(name), written


DOSES = st.builds(
    " ".join,
    st.tuples(
        st.sampled_from(["0.5 mg", "50mg", "100 MG", "1 tab", "two capsules", "300", "1/2 tablet", "10 mg/day"]),
        st.sampled_from(["", "po", "by mouth", "orally", "vía oral"]),
        st.sampled_from(["", "qd", "twice a day", "TID prn", "at bedtime", "every 8 hours", "una vez al día"]),
        st.sampled_from(["", "as needed", "since March", "for 3 years", "prescribed by my doctor", "desde enero"]),
    ),
)


@given(MEDICINE_NAMES, DOSES)
def test_dose_text_changes_nothing(name: str, dose: str) -> None:
    assert said(f"{name} {dose}") == said(name)
    assert said(f"{name}, {dose}") == said(name)
    assert said(f"{name} ({dose})") == said(name)


ENTRIES = st.lists(
    NAMES
    | st.sampled_from(["zoloff", "metformin", "no asthma", "my mother has epilepsy", "none", "", "BP", "K", "Symbyax"])
    | st.builds("{} {}".format, NAMES, st.text(max_size=10))
    | st.text(max_size=30),
    max_size=4,
)


@given(ENTRIES, ENTRIES)
def test_the_level_of_a_union_is_the_most_serious_of_both(some: list[str], others: list[str]) -> None:
    def worst(*entries: str) -> kc.Level | None:
        return kc.Level.most_serious(finding.level for finding in kc.screen(medications=entries).findings)

    both = [level for level in (worst(*some), worst(*others)) if level is not None]
    assert worst(*some, *others) is kc.Level.most_serious(both)


@given(ENTRIES, ENTRIES, ENTRIES, ENTRIES)
def test_adding_an_entry_to_any_list_never_lowers_the_disposition(
    medications: list[str], conditions: list[str], substances: list[str], more: list[str]
) -> None:
    def disposition(**lists: Any) -> int:
        return kc.screen(**lists).disposition.seriousness

    before = {"medications": medications, "conditions": conditions, "substances": substances}
    for name, entries in before.items():
        assert disposition(**{**before, name: [*entries, *more]}) >= disposition(**before)


@given(ENTRIES, st.randoms())
def test_order_and_repetition_change_nothing_that_is_said(entries: list[str], random: Any) -> None:
    shuffled = entries * 2
    random.shuffle(shuffled)

    assert said(*shuffled) == said(*entries)
    assert [kc.screen(medications=[*entries]).disposition] == [kc.screen(medications=shuffled).disposition]


@given(st.permutations(["medications", "conditions", "substances"]), ENTRIES)
def test_the_list_changes_no_level_and_no_group(lists: list[str], entries: list[str]) -> None:
    one, other = ({finding[:3] for finding in said(*entries, list_name=name)} for name in lists[:2])

    assert one == other


LOOKALIKES = dict(zip("aceopxyiskt", "асеорхуіѕкт", strict=True))


def test_a_name_with_a_letter_that_only_looks_right_never_clears() -> None:
    for name in CLEARED:
        for at, letter in enumerate(name):
            if letter in LOOKALIKES:
                mixed = f"{name[:at]}{LOOKALIKES[letter]}{name[at + 1 :]}"
                assert not CLEARING & {f.level for f in kc.screen(medications=[mixed]).findings}, mixed


@given(st.sampled_from(CLEARED), st.sampled_from("λжя字אあ"), st.data())
def test_a_name_in_mixed_scripts_never_clears(name: str, foreign: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name)))
    for mixed in (f"{name[:at]}{foreign}{name[at:]}", f"{name[:at]}{foreign}{name[at + 1 :]}"):
        assert not CLEARING & {f.level for f in kc.screen(medications=[mixed]).findings}, mixed


@given(st.sampled_from(CLEARED), st.text(st.characters(categories=["Ll", "Lu", "Lo"]), min_size=3, max_size=12))
def test_a_cleared_name_beside_a_word_that_is_not_known_is_not_cleared(name: str, word: str) -> None:
    assume(all(part not in vocabulary().fillers for part in fold(word).split()) and fold(word))
    assume(cues().kinds.keys().isdisjoint(fold(word).split()))
    beside = {f.recognized_as for f in kc.screen(medications=[word]).findings}
    assume(beside == {None})

    for entry in (f"{name} {word}", f"{word} {name}", f"{name}, {word}", f"{name} ({word})", f"{name} and {word}"):
        levels = {finding.level for finding in kc.screen(medications=[entry]).findings}
        assert kc.Level.COMPATIBLE not in levels, entry
        assert kc.Level.NOT_ADDRESSED in levels, entry


@given(st.sampled_from(CLEARED), NAMES, st.sampled_from([" ", ", ", "; ", " and ", "/", " + ", "\n", " (", " - "]))
def test_a_serious_name_is_found_whatever_stands_before_it(cleared: str, name: str, joint: str) -> None:
    assume(fold(f"{cleared}{joint}{name}") not in vocabulary().anywhere)
    rules = {group: kc.faq_policy().screening.rule(group).level for group in kc.GROUPS}
    level = rules.get(TERMS[name].group or "")
    assume(level is not None and level.seriousness > kc.Level.NOT_ADDRESSED.seriousness)

    screening = kc.screen(medications=[f"{cleared}{joint}{name}"], conditions=[], substances=[])
    groups = {finding.group for finding in screening.findings}
    assert TERMS[name].group in groups or screening.disposition is not kc.Disposition.NOTHING_FOUND


NEGATED = (
    "no {}",
    "no history of {}",
    "denies {}",
    "never had {}",
    "not taking {}",
    "{}: none",
    "sin {}",
    "no tengo {}",
)


@given(NAMES, st.sampled_from(NEGATED))
def test_an_absence_is_never_compatible_and_never_an_indication(name: str, negated: str) -> None:
    assert not CLEARING & {finding.level for finding in kc.screen(conditions=[negated.format(name)]).findings}


def test_a_benzodiazepine_or_lamotrigine_alone_calls_for_a_plan_with_the_safety_sentence() -> None:
    for name, term in TERMS.items():
        if term.group in {"benzodiazepine", "lamotrigine"}:
            actions = {finding.action for finding in kc.screen(medications=[name]).findings}
            assert actions == {kc.Action.PLAN_WITH_PRESCRIBER}, name


@given(st.text(max_size=80))
def test_every_finding_has_a_clause_that_exists_and_an_entry_that_was_entered(entry: str) -> None:
    findings = kc.screen(substances=[entry]).findings

    assert findings
    for finding in findings:
        assert finding.entry == entry
        assert finding.clauses
        assert all(kc.clause(clause).id == clause for clause in finding.clauses)


def test_too_many_entries_are_refused_at_once_even_of_an_endless_iterable() -> None:
    for many in (["Xanax"] * 100_000, itertools.repeat("Xanax"), ("x" * 500 for _ in range(10**9))):
        began = time.process_time()
        with pytest.raises(kc.InvalidInputError, match="^medications: expected at most "):
            kc.screen(medications=many)
        assert time.process_time() - began < 0.5


SLOW = [
    "x,",
    "no,",
    "or ",
    "a/",
    "(",
    "- ",
    "no history of ",
    "no Xanax ",
    "zolof,",
    "heart,",
    "controlled,",
    "a.",
    "w/",
]


@pytest.mark.parametrize("part", SLOW)
def test_the_time_grows_with_the_length_of_an_entry_and_not_with_its_square(part: str) -> None:
    def seconds(length: int) -> float:
        entry = (part * length)[:length]
        return min(_timed(entry) for _ in range(15))

    kc.screen(medications=["xanx qwxyz", "heart qwxyz"])
    assert seconds(500) < 60 * max(seconds(50), 0.0002)  # with the square, it would be 100 times


def _timed(entry: str) -> float:
    began = time.process_time()
    kc.screen(medications=[entry])
    return time.process_time() - began


def test_threads_say_the_same_as_one() -> None:
    entries = [f"{name} {number}" for number, name in enumerate(MEDICINES[::40])]
    alone = [said(entry) for entry in entries]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(said, entries)) == alone
