"""Names that count only where nothing else is named beside them: as an entry of their own, or as a part of a list."""

import pytest

import ketaclinic as kc
from ketaclinic.reading import FindingNote

CONFIRM, PAST, ABSENCE = FindingNote.CONFIRM_MEANING, FindingNote.PAST, FindingNote.ABSENCE
OTHER, RELATIVE = FindingNote.OTHER_WORDS, FindingNote.RELATIVE

Said = list[tuple[str, str | None, set[FindingNote]]]


def said(entry: str) -> Said:
    """The level, group and notes of each finding."""
    findings = kc.screen(medications=[entry]).findings
    return [(finding.level.name, finding.group, set(finding.notes)) for finding in findings]


def groups_of(entry: str) -> set[str]:
    return {group for _, group, _ in said(entry) if group is not None}


@pytest.mark.parametrize(
    "entry",
    [
        *["MI", "mi", "MI 2018", "MI in 2018", "MI (2018)", "MI, 2018", "MI - 2018", "MI at 45", "MI age 50", "MI x2"],
        *["2018 MI", "MI '18", "MI 3/2018", "MI March 2018", "MI 10 years ago", "MI 2018, 2020", "MI in 2018 and 2020"],
        *[
            "old MI",
            "hx MI 2018",
            "s/p MI 2018",
            "MIs",
            "AF 2017",
            "PAF",
            "AVR 2018",
            "ICD 2019",
            "AAA 2019",
            "stent x3",
        ],
        *["bypass 2010", "MI s/p stent 2018"],
    ],
)
def test_a_heart_condition_in_letters_is_found_with_its_year(entry: str) -> None:
    assert said(entry) == [("CLEARANCE_REQUIRED", "cardiac", set())]


@pytest.mark.parametrize(
    ("entry", "groups"),
    [
        ("HTN, MI, DM", {"hypertension", "cardiac"}),
        ("MI, TB", {"cardiac", "pulmonary"}),
        ("MI 2018, PE 2020", {"cardiac", "pulmonary"}),
        ("DM/MI/asthma", {"cardiac", "pulmonary"}),
        ("asthma, TB as a child", {"pulmonary"}),
        ("DVT, PE 2020", {"pulmonary"}),
        ("HTN/AF", {"hypertension", "cardiac"}),
        ("depression, voices", {"depression", "psychosis", "paranoia"}),
        ("sz in the 90s", {"psychosis", "seizures"}),
        ("BP type 2", {"hypertension", "bipolar_disorder"}),
    ],
)
def test_a_condition_in_a_list_is_found_though_its_name_means_other_things_in_a_phrase(
    entry: str, groups: set[str]
) -> None:
    assert groups_of(entry) == groups


@pytest.mark.parametrize(
    "entry",
    [
        *[
            "vivo en MI",
            "mi doctor",
            "para mi",
            "mi medicina",
            "Zoloft para mi ansiedad",
            "Prozac, mi doctor",
            "mi mamá",
        ],
        *["did it help", "ICD-10", "PE class", "stent remover", "headache, pressure"],
    ],
)
def test_what_goes_with_names_is_no_condition_among_other_words(entry: str) -> None:
    assert groups_of(entry) <= {"ssri"}


def test_a_name_that_goes_with_names_is_to_be_confirmed_in_a_list_and_clears_nothing_there() -> None:
    assert said("Zoloft, mi") == [("CLEARANCE_REQUIRED", "cardiac", {CONFIRM}), ("NOT_ADDRESSED", "ssri", {OTHER})]


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        *[(entry, "bipolar_disorder") for entry in ("BP2", "bp 2", "BP-II", "BP1", "BPII", "BD II", "BP2 since 2010")],
        *[(entry, "ptsd") for entry in ("PTS", "pts", "PTSS", "C-PTS", "PTS symptoms", "post-traumatic stress injury")],
        *[(entry, "traumatic_brain_injury") for entry in ("brain injury", "severe brain injury", "brain injury 2010")],
        *[(entry, "traumatic_brain_injury") for entry in ("brain injuries", "closed head injury", "lesión cerebral")],
        *[(entry, "ocd") for entry in ("obsessive thoughts and compulsions", "obsessions and compulsions")],
        *[(entry, "ocd") for entry in ("obsessive thoughts", "obsesiones y compulsiones", "pensamientos obsesivos")],
    ],
)
def test_what_may_name_an_indication_is_to_be_confirmed(entry: str, group: str) -> None:
    assert [line for line in said(entry) if line[1] == group] == [("NOT_ADDRESSED", group, {CONFIRM})]
    assert kc.screen(conditions=[entry]).indications == ()


@pytest.mark.parametrize(
    "entry", ["acquired brain injury", "anoxic brain injury", "brain injury from stroke", "brain tumor", "compulsions"]
)
def test_what_names_no_indication_is_none(entry: str) -> None:
    assert groups_of(entry) == set()


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        *[(entry, "cannabis") for entry in ("joint", "joints", "a joint", "joint daily", "joint every night")],
        *[
            (entry, "cannabis")
            for entry in ("a joint a day", "joints on weekends", "2 joints daily", "1 joint per week")
        ],
        *[(entry, "illicit") for entry in ("hongos", "hongos a veces", "hongos los fines de semana", "como hongos")],
        *[(entry, "illicit") for entry in ("PCP", "tried PCP", "smoked PCP", "used PCP once", "mushrooms last year")],
    ],
)
def test_a_substance_that_has_another_meaning_is_to_be_confirmed(entry: str, group: str) -> None:
    assert said(entry) == [("ABSTAIN", group, {CONFIRM})]


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        *[("drinks for anxiety", "alcohol"), ("mushrooms for pain", "illicit"), ("K for pain", "illicit")],
        *[("drinks, anxiety", "alcohol"), ("grass for anxiety at night", "cannabis")],
    ],
)
def test_what_a_substance_is_used_for_takes_nothing_away(entry: str, group: str) -> None:
    (finding,) = kc.screen(medications=[entry]).findings

    assert (finding.group, finding.level) == (group, kc.Level.ABSTAIN)


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        *[("PCP in the 90s", "illicit"), ("PCP in college", "illicit"), ("acid in high school", "illicit")],
        *[("coke in my 20s", "cocaine"), ("blow in the '80s", "cocaine"), ("a joint in the 1970s", "cannabis")],
        *[
            ("used to take mushrooms", "illicit"),
            ("hongos en los 90", "illicit"),
            ("ice in the early 2000s", "illicit"),
        ],
        *[("coke back in the day", "cocaine"), ("acid in the sixties", "illicit")],
    ],
)
def test_a_substance_of_the_past_says_so(entry: str, group: str) -> None:
    assert said(entry) == [("ABSTAIN", group, {CONFIRM, PAST})]


@pytest.mark.parametrize("entry", ["no PCP", "denies mushrooms", "no joints", "never tried PCP", "no coke"])
def test_a_substance_that_is_absent_is_no_finding_and_no_clearance(entry: str) -> None:
    assert said(entry) == [("NOT_ADDRESSED", None, {CONFIRM, ABSENCE})]


def test_a_substance_of_a_relative_is_none_of_the_patients() -> None:
    assert said("my brother uses ice") == [("NOT_ADDRESSED", None, {CONFIRM, RELATIVE})]


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        *[("weed, acid", "illicit"), ("LSD, PCP, meth", "illicit"), ("alcohol and coke", "cocaine")],
        *[("wine and grass", "cannabis"), ("beer, joint", "cannabis"), ("weed/mushrooms", "illicit")],
        *[("weed, brown sugar", "heroin"), ("weed, smoked brown sugar", "heroin")],
    ],
)
def test_a_substance_is_found_beside_another_and_nothing_is_sure_beside_it(entry: str, group: str) -> None:
    notes = [(found, its) for _, found, its in said(entry)]

    assert (group, {CONFIRM}) in notes
    assert all(its == {OTHER} for _, its in notes if CONFIRM not in its)


@pytest.mark.parametrize(
    "entry",
    [
        *["hongos en las uñas", "hongos en la uña", "tengo hongos en las uñas", "hongos en la piel", "uñas con hongos"],
        *[
            "crema para hongos",
            "pastillas para los hongos",
            "hongos en los pies",
            "alergia a los hongos",
            "nail fungus",
        ],
        *["toenail fungus", "infección por hongos", "hongos vaginales", "allergic to mushrooms"],
        *["joint pain", "joints hurt", "pain in joints", "pain in my joints", "joint replacement", "swollen joints"],
        *["hip joint", "SI joint", "joint injection", "glucosamine for joints", "arthritis (joints)", "joint, knee"],
        *["joint supplement", "pain, joints", "joint and muscle pain", "bad joints"],
        *["PCP is Dr. Smith", "PCP: Dr. Jones", "referred by PCP", "trees, grass, pollen", "allergies: grass, ragweed"],
        *[
            "vitamin D3, K2",
            "supplements, herbs",
            "chips, coke",
            "h, xyzzy",
            "acid reflux",
            "mushrooms and cheese",
            "H2 blocker",
        ],
        *["zinc, h 2"],
    ],
)
def test_the_other_meanings_are_no_substance(entry: str) -> None:
    assert groups_of(entry) == set()


@pytest.mark.parametrize(
    "entry", ["weed, K", "weed, green", "beer, jet", "LSD, bump", "weed, Special K", "no Special K"]
)
def test_the_street_names_of_ketamine_count_as_a_whole_entry_only(entry: str) -> None:
    findings = kc.screen(substances=[entry]).findings

    assert all(FindingNote.ILLICIT_KETAMINE not in finding.notes for finding in findings)
    assert kc.Level.NOT_ADDRESSED in {finding.level for finding in findings}


@pytest.mark.parametrize("entry", ["Special K on weekends", "vitamin K daily", "K twice a week", "super acid, once"])
def test_a_street_name_of_ketamine_may_have_its_schedule(entry: str) -> None:
    (finding,) = kc.screen(substances=[entry]).findings

    assert (finding.group, finding.clauses[0]) == ("illicit", "screen.illicit-ketamine")


@pytest.mark.parametrize("entry", ["Xanax, tomo 2", "Xanax, 2 caps", "tomo 2, Xanax", "Xanax, did"])
def test_a_word_that_goes_with_names_is_no_substance_beside_one(entry: str) -> None:
    assert groups_of(entry) == {"benzodiazepine"}


def test_a_single_letter_is_no_name_in_a_list() -> None:
    assert groups_of("weed, h") == {"cannabis"}


def test_an_addict_is_a_person_and_in_a_list_not_surely_an_indication() -> None:
    assert ("INDICATION", "substance_addiction", set()) in said("addict")
    assert groups_of("beer, addict") == {"alcohol"}
    assert ("NOT_ADDRESSED", "substance_addiction", {PAST}) in said("alcoholic, sober 3 years")


@pytest.mark.parametrize(
    ("entry", "group", "level"),
    [
        *[(entry, "alcohol", "ABSTAIN") for entry in ("F10.10", "F1020", "F10.21", "F10.9", "alcoholism", "AUD")],
        *[("F12.20", "cannabis", "ABSTAIN"), ("marijuana addiction", "cannabis", "ABSTAIN")],
        *[("F14.10", "cocaine", "ABSTAIN"), ("crack addiction", "cocaine", "ABSTAIN")],
        *[("F16.20", "illicit", "ABSTAIN"), ("F18.10", "illicit", "ABSTAIN"), ("meth addiction", "illicit", "ABSTAIN")],
        *[("heroin use disorder", "heroin", "ABSTAIN"), ("alcoholic", "alcohol", "ABSTAIN")],
        *[("benzo addiction", "benzodiazepine", "PRESCRIBER_PLAN")],
    ],
)
def test_an_addiction_that_tells_its_substance_is_of_its_group_too(entry: str, group: str, level: str) -> None:
    found = said(entry)

    assert (level, group, set()) in found
    assert {group for _, group, _ in found} <= {group, "substance_addiction"}
    assert ("substance_addiction" in groups_of(entry)) == (entry != "F10.9")


@pytest.mark.parametrize(
    "entry", ["F11.20", "F13.20", "F15.10", "F19.20", "opioid use disorder", "sedative dependence"]
)
def test_an_addiction_that_does_not_tell_its_substance_leaves_something_unsaid(entry: str) -> None:
    assert {(level, group) for level, group, _ in said(entry)} == {
        ("INDICATION", "substance_addiction"),
        ("NOT_ADDRESSED", None),
    }


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        *[
            ("asthma, no PE yesterday", "pulmonary"),
            ("no PE before lunch", "pulmonary"),
            ("weed, no acid at night", "illicit"),
        ],
        *[("cocaine, no acid on weekdays", "illicit"), ("HTN, no AF today", "cardiac")],
    ],
)
def test_what_stands_beside_such_a_name_leaves_its_absence_in_doubt_as_beside_any_other(entry: str, group: str) -> None:
    findings = kc.screen(medications=[entry]).findings

    assert FindingNote.UNCLEAR_ABSENCE in {
        note for finding in findings if finding.group == group for note in finding.notes
    }
    assert ABSENCE not in {note for finding in findings for note in finding.notes}


def test_a_word_of_such_a_name_is_none_that_stands_beside_it() -> None:
    assert said("denies heroin, happy hour") == [
        ("NOT_ADDRESSED", None, {ABSENCE}),
        ("NOT_ADDRESSED", None, {ABSENCE, CONFIRM}),
    ]
