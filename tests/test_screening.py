"""No entry is dropped, misread or cleared: the rules of the FAQ, on what people type."""

import copy
import itertools
import pickle
import re
import time
from typing import Any

import attrs
import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import ketaclinic as kc
from ketaclinic.recognition import FindingNote
from ketaclinic.rendering.screenings import _MANNERS, _NOTES, _OUTCOMES, ACTIONS, HEADINGS, SAFETY
from ketaclinic.screening import Said
from ketaclinic.testing.names import findings
from ketaclinic.values import made
from ketaclinic.vocabulary import vocabulary

SERIOUS = [kc.Level.AVOID, kc.Level.DOCTOR_DECIDES, kc.Level.CLEARANCE_REQUIRED]


def found(entry: str, **lists: Any) -> list[tuple[str, str | None, str]]:
    """The level, group and match of each finding of one entry."""
    screening = kc.screen(**(lists or {"medications": [entry]}))
    return [(finding.level.name, finding.group, finding.match.name) for finding in screening.findings]


def test_the_example_of_the_public_surface() -> None:
    screening = kc.screen(
        medications=["Xanax 0.5 mg at night", "zoloff", "metformin"], conditions=["asthma"], substances=[]
    )

    assert screening.disposition is kc.Disposition.CLEARANCE_REQUIRED
    assert [(f.entry, f.level.name, f.group, f.match.name) for f in screening.findings] == [
        ("asthma", "CLEARANCE_REQUIRED", "pulmonary", "EXACT"),
        ("Xanax 0.5 mg at night", "PRESCRIBER_PLAN", "benzodiazepine", "EXACT"),
        ("zoloff", "NOT_ADDRESSED", "ssri", "APPROXIMATE"),
        ("metformin", "NOT_ADDRESSED", None, "NONE"),
    ]
    assert screening.findings[2].suggestions[0].group == "ssri"
    assert [finding.recognized_as for finding in screening.findings] == [
        "asthma",
        "alprazolam",
        "sertraline",
        "metformin",
    ]


PLAN, CLEAR, NONE = "PRESCRIBER_PLAN", "COMPATIBLE", ("NOT_ADDRESSED", None, "NONE")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("Klonopin 1mg twice a day", [(PLAN, "benzodiazepine", "EXACT")]),
        ("generic Xanax", [(PLAN, "benzodiazepine", "EXACT")]),
        ("benzos", [(PLAN, "benzodiazepine", "EXACT")]),
        ("Ativan (lorazepam)", [(PLAN, "benzodiazepine", "EXACT")]),
        ("LAMICTAL 200 MG", [(PLAN, "lamotrigine", "EXACT")]),
        ("Effexor XR 75", [(CLEAR, "snri", "EXACT")]),
        ("EffexorXR", [(CLEAR, "snri", "EXACT")]),
        ("sertraline HCl 50 mg tab po qd", [(CLEAR, "ssri", "EXACT")]),
        ("sertralina", [(CLEAR, "ssri", "EXACT")]),
        ("Wellbutrin®", [(CLEAR, "bupropion", "EXACT")]),
        ("litio", [(CLEAR, "lithium", "EXACT")]),
        ("tricyclic antidepressant", [("CAUTION", "tricyclic", "EXACT")]),
        ("aminophylline", [("AVOID", "aminophylline", "EXACT")]),
        ("Xanax and Zoloft", [(PLAN, "benzodiazepine", "EXACT"), (CLEAR, "ssri", "EXACT")]),
        ("lamictal/abilify", [(PLAN, "lamotrigine", "EXACT"), NONE]),
        ("Limbitrol", [(PLAN, "benzodiazepine", "EXACT"), ("CAUTION", "tricyclic", "EXACT")]),
        ("Symbyax", [NONE, (CLEAR, "ssri", "EXACT")]),
        ("Contrave", [NONE, (CLEAR, "bupropion", "EXACT")]),
        ("olanzapine/fluoxetine", [NONE, (CLEAR, "ssri", "EXACT")]),
        ("cerveza", [("ABSTAIN", "alcohol", "EXACT")]),
        ("2 beers a week", [("ABSTAIN", "alcohol", "EXACT")]),
        ("marihuana", [("ABSTAIN", "cannabis", "EXACT")]),
        ("weed", [("ABSTAIN", "cannabis", "EXACT")]),
        ("heroin", [("ABSTAIN", "heroin", "EXACT")]),
        ("crack cocaine", [("ABSTAIN", "cocaine", "EXACT")]),
        ("LSD", [("ABSTAIN", "illicit", "EXACT")]),
        # misspelt
        ("klonapin", [(PLAN, "benzodiazepine", "APPROXIMATE")]),
        ("zoloff", [("NOT_ADDRESSED", "ssri", "APPROXIMATE")]),
        ("buproprion", [("NOT_ADDRESSED", "bupropion", "APPROXIMATE")]),
        ("amitriptiline", [("CAUTION", "tricyclic", "APPROXIMATE")]),
        ("Хаnах", [(PLAN, "benzodiazepine", "APPROXIMATE")]),
        ("Zоlоft", [("NOT_ADDRESSED", "ssri", "APPROXIMATE")]),
        ("ѕоѕ", [NONE]),
        ("metfоrmin", [NONE]),
        # conditions
        ("schizophrenia", [("AVOID", "psychosis", "EXACT")]),
        ("epilepsy", [("DOCTOR_DECIDES", "seizures", "EXACT")]),
        ("history of epilepsy", [("DOCTOR_DECIDES", "seizures", "EXACT")]),
        ("sleep apnea", [("CLEARANCE_REQUIRED", "pulmonary", "EXACT")]),
        ("heart failure", [("CLEARANCE_REQUIRED", "cardiac", "EXACT")]),
        ("presión alta", [("CLEARANCE_REQUIRED", "hypertension", "EXACT")]),
        ("high blood pressure, controlled", [("NOT_ADDRESSED", "hypertension", "EXACT")]),
        ("uncontrolled high blood pressure", [("CLEARANCE_REQUIRED", "hypertension", "EXACT")]),
        ("high blood pressure not controlled", [("CLEARANCE_REQUIRED", "hypertension", "EXACT")]),
        ("PTSD", [("INDICATION", "ptsd", "EXACT")]),
        ("F43.10", [("INDICATION", "ptsd", "EXACT")]),
        ("bipolar with psychosis", [("AVOID", "psychosis", "EXACT"), ("INDICATION", "bipolar_disorder", "EXACT")]),
        ("psychotic depression", [("AVOID", "psychosis", "EXACT"), ("INDICATION", "depression", "EXACT")]),
    ],
)
def test_an_entry_falls_under_its_rules(entry: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert found(entry) == expected
    assert found(entry.upper()) == expected


@pytest.mark.parametrize(
    "entry",
    [
        *["Lamisil", "Celebrex", "Cerebyx", "clonidine", "Paxlovid", "Zofran", "Topamax", "hydroxyzine", "buspirone"],
        *["Vitamin K2", "methadone", "oxycodone", "Adderall", "Spravato", "ketamine", "Nardil", "Ambien", "gabapentin"],
        *["heartburn", "psoriasis", "psychologist visits", "parathyroid", "hypotension", "low blood pressure"],
        *[
            "lithium orotate",
            "vortioxetine",
            "tobacco",
            "qwertyuiop",
            "?!",
            "",
            " ",
            "12345",
            "E11.9",
            "한국어",
            "pregnant",
        ],
    ],
)
def test_what_the_faq_does_not_name_is_not_addressed(entry: str) -> None:
    assert set(found(entry)) == {NONE}
    assert kc.screen(medications=[entry], conditions=[], substances=[]).disposition is kc.Disposition.DOCTOR_REVIEW


@pytest.mark.parametrize(
    ("entry", "note", "related"),
    [
        ("no history of seizures", FindingNote.ABSENCE, "seizures"),
        ("denies psychosis", FindingNote.ABSENCE, "psychosis"),
        ("seizures: none", FindingNote.ABSENCE, "seizures"),
        ("no Xanax", FindingNote.ABSENCE, "benzodiazepine"),
        ("no lithium", FindingNote.ABSENCE, "lithium"),
        ("my brother has schizophrenia", FindingNote.RELATIVE, "psychosis"),
        ("family history of heart disease", FindingNote.RELATIVE, "cardiac"),
    ],
)
def test_an_absence_or_a_relative_is_neither_a_finding_nor_a_clearance(
    entry: str, note: FindingNote, related: str
) -> None:
    (finding,) = kc.screen(conditions=[entry]).findings

    assert (finding.level, finding.group, finding.match) == (kc.Level.NOT_ADDRESSED, None, kc.Match.NONE)
    assert note in finding.notes
    assert finding.related == (related,)


def test_an_absence_lasts_until_the_entry_turns() -> None:
    assert [f.level.name for f in kc.screen(conditions=["denies seizures, psychosis and asthma"]).findings] == [
        "NOT_ADDRESSED"
    ] * 3
    turned = kc.screen(medications=["no Xanax but Zoloft"])
    assert [(f.level.name, f.group) for f in turned.findings] == [("NOT_ADDRESSED", None), (CLEAR, "ssri")]


def test_theophylline_is_for_the_doctor_and_near_to_aminophylline() -> None:
    (finding,) = kc.screen(medications=["Theo-24"]).findings

    assert (finding.level, finding.group, finding.related) == (kc.Level.DOCTOR_DECIDES, None, ("aminophylline",))
    assert finding.clauses == ("screen.aminophylline",)
    assert found("no theophylline") == [NONE]


@pytest.mark.parametrize(
    "name",
    [
        *["Bump", "Cat Valium", "Green", "Honey Oil", "Jet", "K", "Kit Kat", "Purple", "Special K", "Special LA Coke"],
        *["Super Acid", "Super C", "Vitamin K", "vitamin k"],
    ],
)
def test_the_street_names_of_ketamine_count_as_a_whole_entry(name: str) -> None:
    (finding,) = kc.screen(substances=[name]).findings

    assert (finding.level, finding.group, finding.clauses[0]) == (
        kc.Level.ABSTAIN,
        "illicit",
        "screen.illicit-ketamine",
    )
    ordinary = {"bump", "green", "honey oil", "jet", "k", "kit kat", "purple", "super c", "vitamin k"}
    assert (FindingNote.CONFIRM_MEANING in finding.notes) == (name.lower() in ordinary)
    assert "screen.illicit-ketamine" not in kc.screen(substances=[f"{name} tea bags"]).clauses


@pytest.mark.parametrize("entry", ["none", "N/A", "None.", "nada", "no medications"])
def test_none_is_not_an_empty_list(entry: str) -> None:
    (finding,) = kc.screen(medications=[entry]).findings

    assert finding.notes == (FindingNote.PASS_AN_EMPTY_LIST,)
    assert finding.level is kc.Level.NOT_ADDRESSED


def test_an_ordinary_sentence_is_not_taken_for_misspelt_names() -> None:
    for entry in (
        "Other viral enteritis of the upper intestine",
        "Malignant neoplasm of temporal lobe",
        "K00",
        "K00.2",
    ):
        assert set(found(entry, conditions=[entry])) == {NONE}
    assert found("K 2 grams") == found("K") == [("ABSTAIN", "illicit", "EXACT")]


@pytest.mark.parametrize(
    "entry",
    [
        *["depression scizophrenia", "PTSD hypertention", "depression klonapin", "depression PE", "Zoloft, MI"],
        *[
            "depression I think people are poisoning me",
            "Zoloft and K",
            "lithium H",
            "Zoloft, x",
            "zoloft and an injection",
        ],
        *["ST depression", "Depression meds", "bipolar, no sleep for 5 days", "F10.20", "alcoholic", "alcoholism"],
        *["allergic to Zoloft", "overdose on lithium", "lithium poisoning", "stopped Zoloft", "Zoloft for my dog"],
        *["no Zoloft", "never had depression", "my mother takes Zoloft", "PTSD?? qwxyz", "Zoloft 50 and qwxyz"],
    ],
)
def test_nothing_beside_a_name_is_dropped(entry: str) -> None:
    screening = kc.screen(medications=[entry], conditions=[], substances=[])

    assert screening.disposition.seriousness >= kc.Disposition.DOCTOR_REVIEW.seriousness


@pytest.mark.parametrize(
    "entry", ["allergic to Zoloft", "overdose on lithium", "stopped Zoloft", "serotonin syndrome from Zoloft"]
)
def test_a_name_among_unknown_words_is_not_compatible(entry: str) -> None:
    assert kc.Level.COMPATIBLE not in {finding.level for finding in kc.screen(medications=[entry]).findings}


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        ("depression scizophrenia", "psychosis"),
        ("depression siezures", "seizures"),
        ("Zoloft klonipin", "benzodiazepine"),
        ("no Xanax, asthma", "pulmonary"),
        ("no asthma. Seizures as a child", "seizures"),
        ("denies asthma, has seizures", "seizures"),
        ("none; Xanax prn", "benzodiazepine"),
        ("no weed, cocaine", "cocaine"),
        ("my mother thinks I'm paranoid", "paranoia"),
        ("wife says I hear voices", "psychosis"),
        ("controlled asthma, hypertension", "hypertension"),
        ("high blood pressure, diabetes well controlled", "hypertension"),
    ],
)
def test_a_serious_name_keeps_its_group_whatever_stands_beside_it(entry: str, group: str) -> None:
    findings = kc.screen(medications=[entry]).findings
    levels = {finding.level for finding in findings if finding.group == group}

    assert levels
    assert kc.Level.NOT_ADDRESSED not in levels


def test_the_control_of_blood_pressure_counts() -> None:
    def notes(entry: str) -> tuple[FindingNote, ...]:
        return kc.screen(conditions=[entry]).findings[0].notes

    assert notes("hypertension") == (FindingNote.CONTROL_UNKNOWN,)
    assert notes("I10") == (FindingNote.CONTROL_UNKNOWN,)
    assert notes("hypertension, well controlled") == (FindingNote.CONTROLLED,)
    assert notes("hypertension, poorly controlled") == ()


# ---- What was not asked


def test_not_asked_differs_from_none() -> None:
    assert kc.screen().not_asked == ("medications", "conditions", "substances")
    assert kc.screen().disposition is kc.Disposition.INCOMPLETE
    assert kc.screen(medications=[], conditions=[]).not_asked == ("substances",)
    nothing = kc.screen(medications=[], conditions=[], substances=[])
    assert (nothing.not_asked, nothing.disposition) == ((), kc.Disposition.NOTHING_FOUND)
    assert kc.screen(medications=["Zoloft"], conditions=["PTSD"], substances=[]).disposition is (
        kc.Disposition.NOTHING_FOUND
    )


def test_the_next_step_follows_from_the_level_and_is_to_confirm_what_is_unsure() -> None:
    steps = {
        "aminophylline": kc.Action.SPEAK_WITH_DOCTOR,
        "epilepsy": kc.Action.LET_DOCTOR_DECIDE,
        "asthma": kc.Action.GET_CLEARANCE,
        "Xanax": kc.Action.PLAN_WITH_PRESCRIBER,
        "weed": kc.Action.REFRAIN,
        "Elavil": kc.Action.TELL_DOCTOR,
        "metformin": kc.Action.ASK_DOCTOR,
        "PTSD": kc.Action.TELL_DOCTOR,
        "Zoloft": kc.Action.TELL_DOCTOR,
        "zoloff": kc.Action.CONFIRM,
        "klonapin": kc.Action.PLAN_WITH_PRESCRIBER,
        "Zoloft qwxyz": kc.Action.CONFIRM,
        "no seizures": kc.Action.CONFIRM,
        "my mother has asthma": kc.Action.CONFIRM,
        "none": kc.Action.CONFIRM,
        "high blood pressure, controlled": kc.Action.ASK_DOCTOR,
        "maybe PTSD": kc.Action.CONFIRM,
    }
    assert {entry: kc.screen(medications=[entry]).findings[0].action for entry in steps} == steps


DOUBTFUL = {
    "zoloff": "CONFIRM_SPELLING", "Vitamin K": "CONFIRM_MEANING", "Xanax?": "OTHER_WORDS",
    "maybe Xanax": "UNCLEAR_ABSENCE", "I had asthma as a child": "PAST", "no seizures": "ABSENCE",
    "my mother has asthma": "RELATIVE", "none": "PASS_AN_EMPTY_LIST",
    "the\N{CYRILLIC SMALL LETTER O}phylline": "CONFIRM_SPELLING",
}  # fmt: skip


@pytest.mark.parametrize("entry", DOUBTFUL)
def test_a_finding_is_doubtful_where_what_was_meant_is_to_be_checked(entry: str) -> None:
    (finding,) = kc.screen(medications=[entry]).findings

    assert FindingNote[DOUBTFUL[entry]] in finding.notes
    assert finding.is_doubtful


@pytest.mark.parametrize("entry", ["Zoloft", "Xanax at night", "metformin", "foo", "Nardil", "theophylline", "PTSD"])
def test_what_is_surely_recognised_or_not_at_all_is_not_doubtful(entry: str) -> None:
    assert not kc.screen(medications=[entry]).findings[0].is_doubtful
    assert not kc.screen(conditions=["high blood pressure"]).findings[0].is_doubtful


def test_an_approximate_match_is_doubtful_whatever_its_notes() -> None:
    said = made(Said, "ssri", "x", kc.Match.APPROXIMATE, (), kc.Level.CAUTION, (), (), ("screen.compatible",))

    assert made(kc.Finding, "x", said).is_doubtful


def test_an_action_says_itself_in_cautious_words() -> None:
    assert str(kc.Action.GET_CLEARANCE) == "Get clearance from your primary care physician first."
    assert kc.render(kc.Action.PLAN_WITH_PRESCRIBER).endswith(f"first. {SAFETY}")
    assert kc.render(kc.Action.GET_CLEARANCE, form="markdown") == str(kc.Action.GET_CLEARANCE).replace(".", ".")
    assert [action for action in kc.Action if SAFETY in str(action)] == [kc.Action.PLAN_WITH_PRESCRIBER]


def test_every_finding_that_calls_for_a_plan_carries_the_safety_sentence() -> None:
    for entry in ("Xanax", "klonapin", "Lamictal", "can't sleep without Ativan", "Klonopin qwxyz"):
        (planned,) = [f for f in kc.screen(medications=[entry]).findings if f.level is kc.Level.PRESCRIBER_PLAN]
        assert SAFETY in str(planned.action)


def test_a_disposition_mirrors_the_most_serious_level() -> None:
    entries = {
        "aminophylline": "AVOID",
        "epilepsy": "DOCTOR_DECIDES",
        "asthma": "CLEARANCE_REQUIRED",
        "Xanax": "DOCTOR_REVIEW",
        "weed": "DOCTOR_REVIEW",
        "Elavil": "DOCTOR_REVIEW",
        "metformin": "DOCTOR_REVIEW",
        "PTSD": "NOTHING_FOUND",
        "Zoloft": "NOTHING_FOUND",
    }
    for (one, first), (other, second) in itertools.combinations_with_replacement(entries.items(), 2):
        screening = kc.screen(medications=[one, other], conditions=[], substances=[])
        both = [kc.Disposition[first], kc.Disposition[second]]
        assert screening.disposition is kc.Disposition.most_serious(both)


def test_levels_and_dispositions_order_by_seriousness() -> None:
    assert [level.seriousness for level in kc.Level] == list(range(8, -1, -1))
    assert [disposition.seriousness for disposition in kc.Disposition] == [5, 4, 3, 2, 1, 0]
    assert kc.Level.most_serious([]) is None
    assert kc.Level.most_serious(reversed(kc.Level)) is kc.Level.AVOID


def test_indications_feed_a_quote() -> None:
    screening = kc.screen(conditions=["PTSD", "chronic pain", "no depression"])

    assert screening.indications == (kc.Indication.PTSD, kc.Indication.CHRONIC_PAIN)
    with pytest.raises(kc.PriceNotPublishedError):
        kc.quote(6, treating=screening.indications)


@pytest.mark.parametrize("entry", ["chronic pain since the crash", "fibromyalgia qwxyz"])
def test_chronic_pain_is_priced_apart_even_where_it_is_to_be_confirmed(entry: str) -> None:
    screening = kc.screen(conditions=[entry])

    assert kc.Level.INDICATION not in {finding.level for finding in screening.findings}
    assert screening.indications == (kc.Indication.CHRONIC_PAIN,)
    assert kc.screen(conditions=["no chronic pain", "depression qwxyz"]).indications == ()


# ---- Properties

SAMPLES = [
    "Xanax",
    "zoloff",
    "metformin",
    "asthma",
    "epilepsy",
    "PTSD",
    "weed",
    "aminophylline",
    "no asthma",
    "none",
    "",
]
ENTRIES = st.lists(st.sampled_from(SAMPLES) | st.text(max_size=30), max_size=4)


@given(ENTRIES, ENTRIES)
def test_adding_an_entry_never_lowers_the_disposition(some: list[str], more: list[str]) -> None:
    fewer = kc.screen(medications=some, conditions=[], substances=[]).disposition
    all_of_them = kc.screen(medications=[*some, *more], conditions=[], substances=[]).disposition

    assert all_of_them.seriousness >= fewer.seriousness


@given(ENTRIES, st.randoms())
def test_order_and_repetition_change_no_level(entries: list[str], random: Any) -> None:
    shuffled = entries * 2
    random.shuffle(shuffled)

    def levels(listed: list[str]) -> set[tuple[str, str, str | None]]:
        findings = kc.screen(medications=listed, conditions=[], substances=[]).findings
        return {(finding.entry, finding.level.name, finding.group) for finding in findings}

    assert levels(shuffled) == levels(entries)


@given(ENTRIES)
def test_every_entry_has_a_finding_and_every_finding_a_clause_that_exists(entries: list[str]) -> None:
    screening = kc.screen(medications=entries)

    assert {finding.entry for finding in screening.findings} == set(entries)
    assert all(kc.clause(clause) for finding in screening.findings for clause in finding.clauses)
    assert all(finding.clauses for finding in screening.findings)
    assert [f.level.seriousness for f in screening.findings] == sorted(
        (f.level.seriousness for f in screening.findings), reverse=True
    )


@given(st.text(max_size=60))
def test_no_text_is_cleared_but_by_a_name_of_the_groups(entry: str) -> None:
    for finding in kc.screen(medications=[entry]).findings:
        if finding.level is kc.Level.COMPATIBLE:
            assert finding.match is kc.Match.EXACT
            assert finding.group in {"ssri", "snri", "lithium", "bupropion"}


@pytest.mark.parametrize("column", ["medications", "conditions", "substances"])
def test_the_list_an_entry_came_in_does_not_limit_what_it_is_taken_for(column: str) -> None:
    for entry in ("weed", "Xanax", "asthma", "PTSD"):
        lists: dict[str, Any] = {column: [entry]}
        (finding,) = kc.screen(**lists).findings
        assert finding.group == kc.screen(medications=[entry]).findings[0].group


def aliases() -> list[tuple[str, str, str]]:
    """Each name of a medicine's group with its canonical name."""
    return [
        (name, terms[0].name, terms[0].group or "")
        for name, terms in vocabulary().anywhere.items()
        if len(terms) == 1 and terms[0].group in {"benzodiazepine", "lamotrigine", "aminophylline", "ssri", "snri"}
    ]


def test_an_alias_is_its_canonical_name_in_level_and_clauses() -> None:
    for name, canonical, group in aliases():
        one, other = (kc.screen(medications=[entry]).findings for entry in (name, canonical))
        assert {(f.group, f.level, f.clauses) for f in one} == {(f.group, f.level, f.clauses) for f in other}, name
        assert {f.group for f in one} == {group}


def test_a_misspelt_name_is_never_cleared_and_mostly_recognised() -> None:
    names = [(name, group) for name, _, group in aliases() if name.isalpha() and len(name) >= 6]
    misspelt = [(name[:at] + name[at + 1 :], group) for name, group in names for at in (2, 4)]
    misspelt += [(name[:3] + name[4] + name[3] + name[5:], group) for name, group in names]
    recognised = 0
    for entry, group in misspelt:
        findings = kc.screen(medications=[entry]).findings
        known = {term.group for term in vocabulary().anywhere.get(entry, ())}
        assert kc.Level.COMPATIBLE not in {f.level for f in findings} or known, entry
        recognised += group in {f.group for f in findings}

    assert recognised / len(misspelt) > 0.97


def test_seizures_are_never_compatible_and_benzodiazepines_never_to_be_avoided() -> None:
    for name, terms in vocabulary().anywhere.items():
        groups = {term.group for term in terms}
        if groups == {"seizures"}:
            assert found(name) == [("DOCTOR_DECIDES", "seizures", "EXACT")]
        if groups <= {"benzodiazepine", "lamotrigine"}:
            assert {level for level, _, _ in found(name)} == {PLAN}


def test_lamotrigine_and_seizures_raise_both_findings() -> None:
    screening = kc.screen(medications=["Lamictal"], conditions=["epilepsy"])

    assert [finding.group for finding in screening.findings] == ["seizures", "lamotrigine"]
    assert SAFETY in str(screening)


# ---- Refusals


@pytest.mark.parametrize("column", ["medications", "conditions", "substances"])
def test_a_list_is_an_iterable_of_text_of_a_size_that_people_type(column: str) -> None:
    typed = "my own medicine"

    def screen(entries: Any) -> kc.Screening:
        lists: dict[str, Any] = {column: entries}
        return kc.screen(**lists)

    for wrong in ("Xanax", b"x", 5, [None], [5], [typed, 5], {"Xanax": 1}):
        with pytest.raises(kc.InvalidTypeError, match=f"^{column}") as refused:
            screen(wrong)
        assert typed not in str(refused.value)
    assert len(screen(["x" * 500] * 2).findings) == 2
    with pytest.raises(kc.InvalidInputError, match=rf"^{column}\[1\]: expected at most 500 characters$"):
        screen(["x" * 500, "x" * 501])
    with pytest.raises(kc.InvalidInputError, match=f"^{column}: expected at most 1,000 entries$"):
        screen(["x"] * 1_001)
    assert len(screen(["x"] * 1_000).findings) == 1_000
    assert len(screen([f"Xanax{' ' * 495}"] * 40).findings) == 40
    with pytest.raises(kc.InvalidInputError, match=f"^{column}: expected at most 20,000 characters in all$"):
        screen([f"Xanax{' ' * 495}"] * 40 + ["x"])


def test_too_long_an_entry_is_refused_at_once() -> None:
    entry = "x" * 1_000_000
    began = time.process_time()
    with pytest.raises(kc.InvalidInputError):
        kc.screen(medications=[entry])

    assert time.process_time() - began < 0.05


def test_entries_made_to_be_slow_are_screened_soon() -> None:
    entries = [f"{chr(97 + index % 26)}{'nazepam' * 3} {'q' * 24} {'x' * 400} {index}" for index in range(40)]
    kc.screen(medications=["Xanx"])
    began = time.process_time()
    screening = kc.screen(medications=entries)

    assert time.process_time() - began < 4
    assert {finding.level for finding in screening.findings} == {kc.Level.NOT_ADDRESSED}


def test_the_policy_decides_the_level() -> None:
    policy = kc.faq_policy()
    rules = [
        attrs.evolve(rule, level=kc.Level.DOCTOR_DECIDES) if rule.group == "tricyclic" else rule
        for rule in policy.screening.groups
    ]
    stricter = attrs.evolve(policy, screening=attrs.evolve(policy.screening, groups=rules))

    assert kc.screen(medications=["Elavil"], policy=stricter).findings[0].level is kc.Level.DOCTOR_DECIDES
    with pytest.raises(kc.InvalidTypeError, match="^policy: "):
        kc.screen(policy="faq")  # type: ignore[arg-type]


def test_no_copy_of_an_edited_finding_clears_by_mistake() -> None:
    def finding(group: str | None, match: kc.Match, level: kc.Level) -> kc.Finding:
        said = made(Said, group, "x", match, (), level, (), (), ("screen.compatible",))
        return copy.copy(made(kc.Finding, "x", said))

    fields = ("ssri", "x", kc.Match.EXACT, (), kc.Level.COMPATIBLE, (), (), ("screen.compatible",))
    for at, argument in ((2, "match"), (4, "level")):
        with pytest.raises(kc.InvalidTypeError, match=f"^{argument}: "):
            copy.copy(made(Said, *fields[:at], "compatible", *fields[at + 1 :]))
    with pytest.raises(kc.InvalidTypeError, match="^said: "):
        copy.copy(made(kc.Finding, "x", "compatible"))
    for group, match in ((None, kc.Match.EXACT), ("ssri", kc.Match.NONE)):
        with pytest.raises(kc.InvalidInputError, match="^match: expected one that goes with the group$"):
            finding(group, match, kc.Level.NOT_ADDRESSED)
    for level in (kc.Level.COMPATIBLE, kc.Level.INDICATION):
        with pytest.raises(kc.InvalidInputError, match="^level: expected one that clears nothing, since the match is "):
            finding("ssri", kc.Match.APPROXIMATE, level)
    with pytest.raises(kc.InvalidInputError, match="since the match is not exact$"):
        finding("ssri", kc.Match.APPROXIMATE, kc.Level.COMPATIBLE)
    with pytest.raises(kc.InvalidInputError, match="^level: expected what this version finds in the entry, and all "):
        finding("ssri", kc.Match.EXACT, kc.Level.COMPATIBLE)  # which the entry is not


@pytest.mark.parametrize("level", kc.Level)
def test_a_copy_of_a_finding_has_a_level_that_some_policy_may_have_for_it(level: kc.Level) -> None:
    finding = kc.screen(medications=["Xanax"]).findings[0]
    edited = made(kc.Finding, "Xanax", edited_said(finding, level=level))
    is_lawful = level in {kc.Level.PRESCRIBER_PLAN, kc.Level.DOCTOR_DECIDES, kc.Level.CLEARANCE_REQUIRED}

    for again in (lambda: copy.copy(edited), lambda: copy.deepcopy(edited), lambda: pickled(edited)):
        if is_lawful:
            assert again() == edited
        else:
            with pytest.raises(kc.InvalidInputError, match="^level: expected what this version finds in the entry"):
                again()


def edited_said(finding: kc.Finding, **changed: Any) -> Said:
    fields = {field.name: getattr(finding, field.name) for field in attrs.fields(Said)}
    return made(Said, *(fields | changed).values())


def pickled(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301  # our own


@given(findings(), findings(), st.data())
def test_no_copy_of_a_finding_is_more_permissive_than_its_entry(
    finding: kc.Finding, other: kc.Finding, data: st.DataObject
) -> None:
    names = data.draw(st.sets(st.sampled_from([field.name for field in attrs.fields(Said)])))
    changed = {name: getattr(other, name) for name in names} | {"level": data.draw(st.sampled_from(kc.Level))}
    edited = made(kc.Finding, finding.entry, edited_said(finding, **changed))
    try:
        twin = pickled(edited)
    except (kc.InvalidInputError, kc.InvalidTypeError):
        return
    lists: tuple[dict[str, Any], ...] = ({"medications": [finding.entry]}, {"conditions": [finding.entry]})
    found = [found for entered in lists for found in kc.screen(**entered).findings]
    alike = [one.level for one in found if edited_said(one, level=twin.level) == edited_said(twin)]

    assert twin.level.seriousness >= min(level.seriousness for level in alike)


def test_a_copy_of_a_finding_of_a_stricter_clinic_keeps_its_level() -> None:
    faq = kc.faq_policy()
    rules = [attrs.evolve(rule, level=kc.Level.DOCTOR_DECIDES) for rule in faq.screening.groups if rule.group == "ssri"]
    rules += [rule for rule in faq.screening.groups if rule.group != "ssri"]
    policy = attrs.evolve(faq, screening=attrs.evolve(faq.screening, groups=rules))

    for entry in ("Zoloft", "zoloff", "no Zoloft", "Zoloft and frobnicate", "mother takes Zoloft"):
        for finding in kc.screen(medications=[entry], policy=policy).findings:
            assert pickled(finding) == finding


def test_a_copy_of_a_finding_keeps_what_the_list_of_its_entry_tells() -> None:
    lists: tuple[dict[str, Any], ...] = ({"medications": ["frobnicate"]}, {"conditions": ["frobnicate"]})
    for entered in lists:
        finding = kc.screen(**entered).findings[0]
        assert pickled(finding) == finding
        assert ("screen.clearance" in finding.clauses) is ("conditions" in entered)


def test_a_copy_of_a_suggestion_is_of_a_group_or_an_indication() -> None:
    for finding in kc.screen(medications=["klonapin"], conditions=["deppression"]).findings:
        assert pickled(finding.suggestions[0]) == finding.suggestions[0]
        assert finding.suggestions[0].group in {"benzodiazepine", "depression"}


def test_a_screening_is_not_made_again_without_its_policy() -> None:
    state: Any = kc.screen(medications=["Xanax"]).__reduce__()
    again, (*lists, _) = state

    with pytest.raises(kc.InvalidTypeError, match="^policy: expected a value of type Policy"):
        again(*lists, None)


def test_a_copy_of_a_finding_whose_entry_is_too_long_is_refused() -> None:
    finding = made(kc.Finding, "x" * 501, kc.screen(medications=["x"]).findings[0]._said)

    with pytest.raises(kc.InvalidInputError, match="at most 500 characters"):
        copy.copy(finding)


def test_a_screening_that_was_pickled_holds_every_list() -> None:
    screening = kc.screen(medications=["Xanax"], conditions=["asthma"], substances=["weed"])
    twin = pickle.loads(pickle.dumps(screening))  # noqa: S301  # our own

    assert (twin, twin.substances, twin.conditions) == (screening, ("weed",), ("asthma",))
    assert pickle.loads(pickle.dumps(kc.screen())).not_asked == kc.screen().not_asked  # noqa: S301


def test_a_copy_of_a_screening_keeps_the_policy_and_the_levels_that_are_from_it() -> None:
    policy = kc.faq_policy()
    rules = [
        attrs.evolve(rule, level=kc.Level.AVOID) if rule.group == "cannabis" else rule
        for rule in policy.screening.groups
    ]
    stricter = attrs.evolve(policy, screening=attrs.evolve(policy.screening, groups=rules))
    twin = copy.copy(kc.screen(substances=["weed"], policy=stricter))

    assert twin.policy == stricter
    assert [finding.level for finding in twin.findings] == [kc.Level.AVOID]


# ---- Words


def test_the_safety_sentence_is_said_even_where_a_clinic_makes_it_another_step() -> None:
    policy = kc.faq_policy()
    rules = [
        attrs.evolve(rule, level=kc.Level.DOCTOR_DECIDES) if rule.group == "benzodiazepine" else rule
        for rule in policy.screening.groups
    ]
    stricter = attrs.evolve(policy, screening=attrs.evolve(policy.screening, groups=rules))
    lines = str(kc.screen(medications=["Xanax"], policy=stricter)).splitlines()

    assert lines[8] == f"- {SAFETY} (prepare.benzodiazepine-lamotrigine)"
    assert str(kc.screen(medications=["Xanax", "Lamictal"], policy=stricter)).count(SAFETY) == 1
    assert str(kc.screen(medications=["Xanax"])).count(SAFETY) == 1


def test_the_columns_have_headings() -> None:
    assert "| You entered | Recognized as | Rule |" in kc.render(an_intake(), form="markdown")


def test_everything_that_can_be_found_has_words() -> None:
    assert _OUTCOMES.keys() == set(kc.Disposition)
    assert HEADINGS.keys() == set(kc.Level)
    assert ACTIONS.keys() == set(kc.Action)
    assert _MANNERS.keys() < set(FindingNote)
    assert _NOTES.keys() == set(FindingNote)


SCREENING = """\
Speak with the doctor first: the doctor has to decide about this.

This is no medical advice, and it clears nobody for treatment. The doctor decides. Call Ketamine Healing Clinic of Los \
Angeles: (866) 987-7874.

For the doctor to decide
Call the clinic, and let the doctor decide first.
epilepsy        epilepsy                           screen.seizures

A plan with your prescriber comes first
Make a plan with your prescriber and the doctor first. Never stop or change a dose without your prescriber and the \
doctor: stopping suddenly is dangerous.
Xanax           alprazolam                         screen.benzodiazepine-lamotrigine

Not known here, in whole or in part, so not held against the rules
Ask the doctor about it.
foo bar         not recognized                     screen.not-addressed

Not addressed by the rules
Check what was meant, and confirm it with the doctor.
zoloff          perhaps sertraline                 screen.compatible
no asthma       asthma, said to be absent          screen.not-addressed
dad: psychosis  psychosis, of somebody else        screen.not-addressed

Reasons for treatment that the clinic names
Tell the doctor of it.
PTSD            post-traumatic stress disorder     candidacy.indications

- Not known here, in whole or in part, and so not held against the rules: foo bar. Write each name in English letters, \
that of a medicine as it stands on the package, or tell the clinic. (screen.not-addressed)
- Nobody has to stop an antidepressant in order to have ketamine. (prepare.keep-antidepressants)
- Some names were not spelled as we know them. Please check what was meant. (screen.compatible, \
prepare.keep-antidepressants)
- An entry says that you do not have or take something. Please confirm it with the doctor. (screen.not-addressed, \
screen.clearance)
- An entry speaks of somebody else. Please confirm it with the doctor. (screen.not-addressed, screen.clearance)
- It is not known whether you use alcohol, marijuana or other substances. (candidacy.doctor-decides)

Rules that it rests on: screen.seizures, screen.benzodiazepine-lamotrigine,
prepare.benzodiazepine-lamotrigine, screen.not-addressed, screen.compatible,
prepare.keep-antidepressants, screen.clearance, candidacy.indications, candidacy.doctor-decides

What the rules do not say
  - The rules say nothing of this: no asthma and dad: psychosis. Ask the doctor.
    (screen.not-addressed)"""


def an_intake() -> kc.Screening:
    return kc.screen(
        medications=["foo\x1b\u202e bar", "zoloff", "Xanax"],
        conditions=["PTSD", "epilepsy", "no asthma", "dad: psychosis"],
    )


def test_a_screening_as_text_stands_in_groups_the_most_serious_first() -> None:
    assert re.sub(" {2,}", "  ", str(an_intake())) == re.sub(" {2,}", "  ", SCREENING)
    assert all(letter.isprintable() for letter in str(an_intake()) if letter != "\n")


def test_the_columns_of_all_groups_are_aligned() -> None:
    rows = [line for line in str(an_intake()).splitlines() if re.search(r"   (screen|candidacy)\.", line)]

    assert len(rows) == 7
    assert len({re.search(r"(screen|candidacy)\.", row).start() for row in rows}) == 1  # type: ignore[union-attr]


def test_a_screening_as_html_has_a_heading_and_what_to_do_above_each_table() -> None:
    html = kc.render(an_intake(), form="html")
    section = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)[0]

    tags = [element.tag for element in section]
    assert tags == ["h2", "p", *["h3", "p", "table"] * 5, "ul", "p", "h3", "ul"]
    assert [element.text for element in section.findall("h3")] == [
        HEADINGS[level] for level in (kc.Level.DOCTOR_DECIDES, kc.Level.PRESCRIBER_PLAN)
    ] + ["Not known here, in whole or in part, so not held against the rules"] + [
        HEADINGS[level] for level in (kc.Level.NOT_ADDRESSED, kc.Level.INDICATION)
    ] + ["What the rules do not say"]
    assert section.findall("p")[2].text == str(kc.Action.PLAN_WITH_PRESCRIBER)
    assert [len(table.findall("tbody/tr")) for table in section.findall("table")] == [1, 1, 1, 3, 1]


def test_a_screening_as_markdown_has_a_heading_and_what_to_do_above_each_table() -> None:
    html = MarkdownIt("gfm-like").render(kc.render(an_intake(), form="markdown"))
    section = html5lib.parseFragment(html, namespaceHTMLElements=False)

    tags = [element.tag for element in section]
    assert tags == ["h2", "p", *["h3", "p", "table"] * 5, "ul", "p", "h3", "ul"]
    assert section.findall("p")[2].text == str(kc.Action.PLAN_WITH_PRESCRIBER)


def test_nothing_found_is_no_clearance() -> None:
    text = str(kc.screen(medications=[], conditions=[], substances=[]))

    assert text == (
        "Nothing that the rules name was found; the doctor decides.\n\n"
        "This is no medical advice, and it clears nobody for treatment. The doctor decides. "
        "Call Ketamine Healing Clinic of Los Angeles: (866) 987-7874.\n\n"
        "Rules that it rests on: candidacy.doctor-decides"
    )
    assert "<ul>" not in kc.render(kc.screen(medications=[], conditions=[], substances=[]), form="html")


TYPED = st.text(max_size=40) | st.sampled_from(["<script>alert(1)</script>", "| a | b |", "[x](http://x)", "www.x.com"])


def seen(entry: str) -> str:
    """What of an entry can be shown."""
    visible = " ".join("".join(letter if letter.isprintable() else " " for letter in entry).split())
    return visible or "…"


@given(TYPED)
def test_whatever_was_typed_comes_back_inert_from_html(entry: str) -> None:
    html = kc.render(kc.screen(medications=[entry]), form="html")
    section = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)[0]

    assert {row[0].text or "" for row in section.findall("table/tbody/tr")} == {seen(entry)}
    tags = {"section", "h2", "h3", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "ul", "li", "small", "p"}
    assert {element.tag for element in section.iter()} <= tags


@given(TYPED)
def test_whatever_was_typed_comes_back_inert_from_markdown(entry: str) -> None:
    html = MarkdownIt("gfm-like").render(kc.render(kc.screen(medications=[entry]), form="markdown"))
    section = html5lib.parseFragment(html, namespaceHTMLElements=False)

    cells = section.findall("table/tbody/tr/td")
    assert {"".join(cell.itertext()) for cell in cells[::3]} == {seen(entry)}
    tags = {"DOCUMENT_FRAGMENT", "h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "p"}
    assert {element.tag for element in section.iter()} <= tags


def test_the_safety_sentence_goes_with_benzodiazepines_lamotrigine_and_medicines_that_may_be_one() -> None:
    assert SAFETY in str(kc.screen(medications=["klonapin"]))
    assert SAFETY in str(kc.screen(medications=["lamotrigine"]))
    assert SAFETY not in str(kc.screen(medications=["Zoloft"]))
    assert SAFETY not in str(kc.screen(medications=["metformin"]))
    assert SAFETY not in str(kc.screen(medications=["none"]))
    assert SAFETY not in str(kc.screen(conditions=["foo"]))
    for entered in (kc.screen(medications=["metformin", "foo"]), kc.screen(substances=["foo"])):
        assert str(entered).count(SAFETY) == kc.render(entered, detail="brief").count(SAFETY) == 1
    assert f"- {SAFETY} (screen.not-addressed)\n" in str(kc.screen(medications=["foo"]))
    assert str(kc.screen(medications=["foo", "Xanax"])).count(SAFETY) == 1
    assert "Nobody has to stop an antidepressant" in str(kc.screen(medications=["Nardil"]))
    assert "Nobody has to stop an antidepressant" not in str(kc.screen(medications=["Xanax"]))


# ---- What is not known, what the rules leave open, and what is nothing


@pytest.mark.parametrize("entry", ["\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}", "없는이름", "foo", "\U0001f480"])
@pytest.mark.parametrize("column", ["medications", "conditions", "substances"])
def test_of_a_name_that_is_not_known_it_is_not_said_that_the_rules_say_nothing_of_it(entry: str, column: str) -> None:
    lists: dict[str, Any] = {column: [entry]}
    screening = kc.screen(**lists)
    text = str(screening)

    assert "\nNot known here, in whole or in part, so not held against the rules\nAsk the doctor about it.\n" in text
    assert f"- Not known here, in whole or in part, and so not held against the rules: {entry}. Write each name" in text
    assert "The rules say nothing" not in text
    assert "Not addressed by the rules" not in text
    assert screening.findings[0].level is kc.Level.NOT_ADDRESSED


def test_what_is_recognised_and_not_addressed_is_told_apart_from_what_is_not_known() -> None:
    text = " ".join(str(kc.screen(medications=["foo", "metformin", "allergic to ketamine", "bar", "foo"])).split())

    assert "The rules say nothing of this: metformin and allergic to ketamine. Ask the doctor." in text
    assert "not held against the rules: foo, allergic to ketamine, and bar. Write each name" in text
    assert text.index("Not known here") < text.index("Not addressed by the rules")


def test_without_a_name_that_is_not_known_nothing_is_said_of_one() -> None:
    assert "Not known here" not in str(kc.screen(medications=["metformin", "Xanax", "none"]))


@pytest.mark.parametrize("entry", ["none", "ninguna"])
def test_an_entry_that_says_that_there_is_nothing_is_none_that_the_rules_leave_open(entry: str) -> None:
    text = str(kc.screen(medications=[entry], conditions=[], substances=[]))

    assert re.search(rf"\n{entry} +nothing +screen\.not-addressed\n", text)
    assert (
        "- An entry says that there is nothing. Remove it, and say that there is none. (screen.not-addressed)" in text
    )
    assert "The rules say nothing" not in text
    assert "empty" not in text


def test_a_list_that_was_left_out_is_not_said_to_be_one_that_nobody_asked_for() -> None:
    text = str(kc.screen())

    assert text.startswith("Not everything is known, and nothing that the rules name was found so far.\n")
    assert "- It is not known which medicines you take. (candidacy.doctor-decides)\n" in text
    assert "- It is not known which conditions you have. (candidacy.doctor-decides)\n" in text
    assert (
        "- It is not known whether you use alcohol, marijuana or other substances. (candidacy.doctor-decides)\n" in text
    )
    assert "asked" not in text
