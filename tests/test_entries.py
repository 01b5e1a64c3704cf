"""What people type: absences and what only looks like one, relatives, what is past, and what stands beside a name."""

import pytest

import ketaclinic as kc
from ketaclinic.recognition import FindingNote, readings

ABSENCE, RELATIVE = FindingNote.ABSENCE, FindingNote.RELATIVE
UNCLEAR, PAST, OTHER = FindingNote.UNCLEAR_ABSENCE, FindingNote.PAST, FindingNote.OTHER_WORDS


def groups_of(entry: str) -> dict[str, tuple[FindingNote, ...]]:
    """The notes by group of what the entry says is there."""
    findings = kc.screen(medications=[entry]).findings
    return {finding.group: finding.notes for finding in findings if finding.group is not None}


def levels_of(entry: str) -> set[str]:
    return {finding.level.name for finding in kc.screen(medications=[entry]).findings}


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        ("can't sleep without Xanax", "benzodiazepine"),
        ("never miss my Klonopin", "benzodiazepine"),
        ("no refills on Xanax", "benzodiazepine"),
        ("no Xanax refills", "benzodiazepine"),
        ("never without my Ativan", "benzodiazepine"),
        ("anxious without my Xanax", "benzodiazepine"),
        ("never been without Xanax", "benzodiazepine"),
        ("never been without psychosis", "psychosis"),
        ("maybe no seizures", "seizures"),
        ("not happy on Zoloft", "ssri"),
        ("I don't take Xanax every day", "benzodiazepine"),
        ("don't always take my lithium", "lithium"),
        ("no alcohol for 3 days", "alcohol"),
        ("no more than 2 beers", "alcohol"),
        ("unsure if seizures", "seizures"),
        ("not sure if seizures", "seizures"),
        ("maybe epilepsy", "seizures"),
        ("r/o epilepsy", "seizures"),
        ("no asthma albuterol", "pulmonary"),
        ("no problems with Xanax", "benzodiazepine"),
        ("no duermo sin clonazepam", "benzodiazepine"),
        ("nunca olvido mi litio", "lithium"),
        ("no history of seizures, Xanax 1 mg prn", "benzodiazepine"),
        ("hypertension controlled? no", "hypertension"),
        ("asthma, seizures a lot no", "seizures"),
    ],
)
def test_what_is_not_surely_absent_counts(entry: str, group: str) -> None:
    assert UNCLEAR in groups_of(entry)[group]
    assert "COMPATIBLE" not in levels_of(entry)


@pytest.mark.parametrize(
    ("entry", "groups"),
    [
        ("no longer seeing Dr. X, on lithium", {"lithium"}),
        ("out of Xanax", {"benzodiazepine"}),
        ("no weed, cocaine", {"cocaine"}),
        ("no weed/cocaine; Xanax", {"benzodiazepine"}),
        ("no known allergies, asthma", {"pulmonary"}),
        ("denies asthma, takes lithium", {"lithium"}),
        ("denies asthma, I have epilepsy", {"seizures"}),
        ("no meds but Xanax", {"benzodiazepine"}),
        ("no meds, just Xanax", {"benzodiazepine"}),
        ("no yo tengo asma", {"pulmonary"}),
        ("No. Xanax", {"benzodiazepine"}),
        ("asthma, no inhaler", {"pulmonary"}),
        ("no asthma (epilepsy)", {"seizures"}),
        ("asthma - no inhaler", {"pulmonary"}),
        ("seizures? No. Asthma? Yes", {"pulmonary"}),
        ("niega epilepsia, refiere asma", {"pulmonary"}),
        ("denies epilepsy, reports asthma", {"pulmonary"}),
        ("ROS negative for chest pain, positive for asthma", {"pulmonary"}),
        ("seizures - no - history of asthma", {"pulmonary"}),
        ("seizures (no) history of asthma", {"pulmonary"}),
    ],
)
def test_an_absence_reaches_no_further_than_it_was_said(entry: str, groups: set[str]) -> None:
    assert groups <= set(groups_of(entry))
    assert "cannabis" not in groups_of(entry)


@pytest.mark.parametrize(
    "entry",
    [
        *["no history of seizures", "denies psychosis, seizures, asthma", "never had a seizure", "no h/o seizures"],
        *[
            "no heart problems that I know of",
            "not taking any benzodiazepines",
            "I don't drink alcohol",
            "not on lithium",
        ],
        *["I've never had asthma", "never smoked weed", "does not use cocaine", "no seizures, asthma, or psychosis"],
        *[
            "no tomo litio",
            "nunca he usado cocaína",
            "sin antecedentes de asma",
            "no padezco de convulsiones",
            "no bebo",
        ],
        *["seizures: none", "Seizures - none", "seizures (none)", "Have you ever had seizures? No", "seizures: N/A"],
        *["epilepsy ruled out", "Any history of seizures? denies", "Heart problems? none known", "Zoloft (not taking)"],
        *["tested negative for epilepsy"],
        *["no asma, psicosis ni convulsiones", "no alcohol since 2015", "alcohol free", "no seizures/psychosis"],
        *["denies hx of psychosis or mania", "I have never been diagnosed with bipolar disorder", "neg for seizures"],
    ],
)
def test_what_is_surely_absent_is_to_be_confirmed(entry: str) -> None:
    assert groups_of(entry) == {}
    assert levels_of(entry) == {"NOT_ADDRESSED"}
    assert all(ABSENCE in finding.notes for finding in kc.screen(medications=[entry]).findings)


def test_an_absence_holds_of_all_of_a_list_that_ends_in_or() -> None:
    findings = kc.screen(conditions=["no seizures, asthma or severe psychosis or COPD"]).findings

    assert {finding.recognized_as: finding.notes for finding in findings} == {
        "psychosis": (UNCLEAR,),
        "seizures": (ABSENCE,),
        "asthma": (ABSENCE,),
        "COPD": (ABSENCE,),
    }


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        ("no seizures since 2015", "seizures"),
        ("Since 2015, no seizures", "seizures"),
        ("no seizures (since 2015)", "seizures"),
        ("no seizures in the last 5 years", "seizures"),
        ("seizure free for 3 years", "seizures"),
        ("free of seizures for 3 years", "seizures"),
        ("last seizure 2012", "seizures"),
        ("no seizures, last 2012", "seizures"),
        ("seizures as a child", "seizures"),
        ("seizure free", "seizures"),
        ("no seizures, outgrown", "seizures"),
        ("I no longer have seizures", "seizures"),
        ("denies psychosis since 2010", "psychosis"),
        ("ya no tengo convulsiones", "seizures"),
        ("sin convulsiones desde 2015", "seizures"),
        ("no longer taking Xanax", "benzodiazepine"),
        ("Prozac (stopped in May)", "ssri"),
        ("used to take lithium", "lithium"),
        ("depression as a child", "depression"),
        ("heroin, clean 5 years", "heroin"),
    ],
)
def test_what_may_be_past_counts_and_says_so(entry: str, group: str) -> None:
    assert PAST in groups_of(entry)[group]
    assert not levels_of(entry) & {"COMPATIBLE", "INDICATION"}


@pytest.mark.parametrize(
    "entry",
    [
        *[
            "asthma (in my brother)",
            "schizophrenia in my brother",
            "heart disease (father)",
            "schizophrenia - mother",
            "my wife's epilepsy",
        ],
        *[
            "epilepsia en mi hermano",
            "psychosis: mother",
            "family history: heart disease, seizures",
            "mi papá es bipolar",
        ],
    ],
)
def test_a_relative_is_told_before_and_behind(entry: str) -> None:
    assert groups_of(entry) == {}
    assert all(RELATIVE in finding.notes for finding in kc.screen(medications=[entry]).findings)


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        ("borrowed a Valium from my mom", "benzodiazepine"),
        ("my wife's Ativan", "benzodiazepine"),
        ("Xanax my mother", "benzodiazepine"),
        ("PTSD from my father", "ptsd"),
        ("psychosis since my mother died", "psychosis"),
        ("my mother has asthma, I have seizures", "seizures"),
        ("mi hermana tiene epilepsia y yo también", "seizures"),
        ("my brother has epilepsy, me too", "seizures"),
    ],
)
def test_a_relative_takes_nothing_from_the_patient(entry: str, group: str) -> None:
    assert RELATIVE not in groups_of(entry)[group]


@pytest.mark.parametrize(
    ("entry", "note"),
    [
        ("BP well controlled on meds", FindingNote.CONTROLLED),
        ("HTN - well controlled", FindingNote.CONTROLLED),
        ("hypertension, well controlled", FindingNote.CONTROLLED),
        ("high blood pressure controlled with lisinopril", FindingNote.CONTROLLED),
        ("hypertension controlled? no", FindingNote.CONTROL_UNKNOWN),
        ("hypertension and diabetes, well controlled", FindingNote.CONTROL_UNKNOWN),
        ("hypertension, controlled, not sure", FindingNote.CONTROL_UNKNOWN),
        ("controlled asthma and hypertension", FindingNote.CONTROL_UNKNOWN),
        ("hypertension asthma controlled", FindingNote.CONTROL_UNKNOWN),
        ("BP", FindingNote.CONTROL_UNKNOWN),
        ("BP is high", FindingNote.CONTROL_UNKNOWN),
        ("BP 150/90", FindingNote.CONTROL_UNKNOWN),
        ("lisinopril for BP", FindingNote.CONTROL_UNKNOWN),
        ("BP controlled", FindingNote.CONTROLLED),
        ("I10", FindingNote.CONTROL_UNKNOWN),
    ],
)
def test_blood_pressure_is_controlled_only_if_that_is_said_of_it(entry: str, note: FindingNote) -> None:
    assert {*groups_of(entry)["hypertension"]} & {FindingNote.CONTROLLED, FindingNote.CONTROL_UNKNOWN} == {note}


@pytest.mark.parametrize("told", ["", ", controlled", " well controlled with medication", ", uncontrolled"])
@pytest.mark.parametrize("name", ["hypertensive crisis", "hypertensive urgency", "preeclampsia", "HELLP syndrome"])
def test_a_dangerous_blood_pressure_is_never_a_controlled_one(name: str, told: str) -> None:
    (finding,) = kc.screen(conditions=[f"{name}{told}"]).findings

    assert (finding.level, finding.group, finding.notes) == (kc.Level.CLEARANCE_REQUIRED, "hypertension", ())


def test_of_a_blood_pressure_that_is_absent_no_control_is_told() -> None:
    (finding,) = kc.screen(conditions=["no hypertension"]).findings

    assert finding.notes == (ABSENCE,)


@pytest.mark.parametrize("entry", ["BP uncontrolled", "hypertension, poorly controlled", "presión alta, no controlada"])
def test_blood_pressure_that_is_not_controlled_needs_no_note(entry: str) -> None:
    assert groups_of(entry)["hypertension"] == ()


@pytest.mark.parametrize(
    ("entry", "groups"),
    [
        ("aortic (valve) insufficiency", {"cardiac"}),
        ("heart failure (congestive)", {"cardiac"}),
        ("(congestive) heart failure", {"cardiac"}),
        ("high [blood] pressure", {"hypertension"}),
    ],
)
def test_brackets_part_no_name(entry: str, groups: set[str]) -> None:
    assert groups_of(entry).keys() == groups
    assert "NOT_ADDRESSED" not in levels_of(entry)


@pytest.mark.parametrize(
    "entry",
    [
        *["OCD lesion", "OCD of the knee", "CNS depression", "ST depression", "respiratory depression", "OCD qwxyz"],
        *["bone marrow depression", "myocardial depression", "depression qwxyz"],
    ],
)
def test_other_meanings_are_no_indication(entry: str) -> None:
    screening = kc.screen(conditions=[entry])

    assert "INDICATION" not in levels_of(entry)
    assert screening.indications == ()


@pytest.mark.parametrize(
    ("entry", "level"),
    [
        ("sertraline 50 mg, daily", "COMPATIBLE"),
        ("Xanax as needed for flying", "PRESCRIBER_PLAN"),
        ("lithium since March", "COMPATIBLE"),
        ("my Zoloft prescription", "COMPATIBLE"),
        ("Prozac 20mg (for 3 yrs)", "COMPATIBLE"),
        ("Lexapro prescribed by my psychiatrist", "COMPATIBLE"),
        ("zoloft, 2 pills at night", "COMPATIBLE"),
        ("generic Wellbutrin from the pharmacy", "COMPATIBLE"),
        ("Lamictal 100 in the morning and 200 at night", "PRESCRIBER_PLAN"),
        ("sertralina 50 mg una vez al día, desde enero", "COMPATIBLE"),
        ("Rivotril 2mg cuando es necesario", "PRESCRIBER_PLAN"),
        ("mi doctor me recetó Xanax", "PRESCRIBER_PLAN"),
        ("Zoloft for depression", "COMPATIBLE"),
        ("sleep apnea w/ CPAP", "CLEARANCE_REQUIRED"),
        ("asma desde niño", "CLEARANCE_REQUIRED"),
        ("2-3 drinks/week", "ABSTAIN"),
        ("MDD (F33.1), PTSD (F43.10)", "INDICATION"),
    ],
)
def test_what_people_write_around_a_name_is_no_other_name(entry: str, level: str) -> None:
    assert levels_of(entry) <= {level, "INDICATION"}
    assert level in levels_of(entry)
    assert all(finding.match is kc.Match.EXACT for finding in kc.screen(medications=[entry]).findings)


@pytest.mark.parametrize(
    "entry",
    [
        *[
            "Zoloft allergy",
            "Allergies: lithium",
            "Zoloft made me sick",
            "Zoloft caused mania",
            "Prozac - discontinued",
        ],
        *["Zoloft 🍺", "lithium toxicity", "seizures on Wellbutrin", "suicidal on Prozac", "off Zoloft for 2 weeks"],
        *[
            "Zoloft and an injection",
            "Zoloft, patch",
            "lithium plus another medicine",
            "Zoloft, and pills",
            "Zoloft, mi",
        ],
        *["Zoloft qwxyz", "Zoloft, qwxyz", "qwxyz; Zoloft", "Zoloft (qwxyz)", "can't take SSRIs", "Prozac, smoke"],
        *["Zoloft and sleeping pills", "Wellbutrin, other", "toma litio mi papá", "Zoloft etc"],
        *["Zoloft and a problem", "Zoloft X99", "lithium, U47700"],
    ],
)
def test_nothing_is_compatible_beside_what_was_not_understood(entry: str) -> None:
    screening = kc.screen(medications=[entry], conditions=[], substances=[])

    assert "COMPATIBLE" not in levels_of(entry)
    assert screening.disposition.seriousness >= kc.Disposition.DOCTOR_REVIEW.seriousness


def test_of_what_was_not_understood_there_is_a_finding_of_its_own() -> None:
    one, other = kc.screen(medications=["Zoloft qwxyz"]).findings

    assert (one.group, one.match, one.notes) == ("ssri", kc.Match.EXACT, (OTHER,))
    assert (other.group, other.recognized_as, other.notes) == (None, None, ())


def test_a_code_of_no_group_is_a_condition_that_is_not_addressed() -> None:
    one, other = kc.screen(conditions=["MDD (f33.1), E11.9"]).findings[::-1][:2]

    assert (one.level, other.level) == (kc.Level.INDICATION, kc.Level.INDICATION)
    last = kc.screen(conditions=["MDD (f33.1), E11.9"]).findings[0]
    assert (last.recognized_as, last.level, last.group) == ("E11.9", kc.Level.NOT_ADDRESSED, None)
    assert "screen.clearance" in last.clauses


@pytest.mark.parametrize("entry", ["St. John's wort", "st john's wort daily"])
def test_a_dot_after_an_abbreviation_ends_nothing(entry: str) -> None:
    (finding,) = kc.screen(medications=[entry]).findings

    assert finding.recognized_as is not None


@pytest.mark.parametrize("entry", ["x", "X"])
def test_a_mark_that_may_mean_yes_is_no_empty_list(entry: str) -> None:
    assert FindingNote.PASS_AN_EMPTY_LIST not in kc.screen(substances=[entry]).findings[0].notes


@pytest.mark.parametrize(
    ("entry", "notes"),
    [
        ("my mother denies asthma", {ABSENCE, RELATIVE}),
        ("denies my mother has asthma", {ABSENCE, RELATIVE}),
        ("my mother used to have asthma", {RELATIVE, PAST}),
        ("my wife's asthma went away", {RELATIVE, PAST}),
        ("no asthma in my mother", {ABSENCE, RELATIVE}),
        ("my mother no refills asthma", {UNCLEAR, RELATIVE}),
    ],
)
def test_what_is_told_of_a_name_is_told_together(entry: str, notes: set[FindingNote]) -> None:
    (finding,) = kc.screen(conditions=[entry]).findings

    assert set(finding.notes) == notes


def test_a_name_has_its_plural_and_a_medicine_its_release_form_besides() -> None:
    assert {name: list(groups_of(name)) for name in ("xanaxs", "xanaxxr", "asthmas", "asthmaxr")} == {
        "xanaxs": ["benzodiazepine"],
        "xanaxxr": ["benzodiazepine"],
        "asthmas": ["pulmonary"],
        "asthmaxr": [],
    }
    assert {finding.match for finding in kc.screen(medications=["xanaxs", "xanaxxr"]).findings} == {kc.Match.EXACT}


@pytest.mark.parametrize("entry", ["pressure qwxyz", "pressure at work"])
def test_a_pressure_is_no_blood_pressure_unless_its_control_is_spoken_of(entry: str) -> None:
    assert groups_of(entry) == {}


@pytest.mark.parametrize(
    "entry", ["my pressure is out of control", "uncontrolled pressure", "la presión no controlada"]
)
def test_a_pressure_whose_control_is_spoken_of_is_blood_pressure(entry: str) -> None:
    assert levels_of(entry) == {"CLEARANCE_REQUIRED"}
    assert groups_of(entry) == {"hypertension": ()}


@pytest.mark.parametrize("entry", ["BP2", "BP 1", "BP II", "my BP 2"])
def test_an_abbreviation_of_bipolar_disorder_is_no_blood_pressure(entry: str) -> None:
    assert "hypertension" not in groups_of(entry)


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        *((entry, "seizures") for entry in ("seizers", "I get siezers")),
        *((entry, "cardiac") for entry in ("widow maker", "had the widowmaker in 2019")),
        *((entry, "pulmonary") for entry in ("oxygen at home", "I have an oxygen tank", "oxygen concentrator")),
    ],
)
def test_what_people_call_a_condition_names_it(entry: str, group: str) -> None:
    assert group in {finding.group for finding in kc.screen(conditions=[entry]).findings}


def test_letters_that_only_look_right_are_told_and_suggested() -> None:
    (finding,) = kc.screen(medications=["Хanax"]).findings

    assert finding.notes == (FindingNote.CONFIRM_SPELLING,)
    assert [(s.name, s.group) for s in finding.suggestions] == [("alprazolam", "benzodiazepine")]
    (misspelt,) = kc.screen(medications=["Хanex"]).findings
    assert misspelt.suggestions == kc.screen(medications=["Xanex"]).findings[0].suggestions


@pytest.mark.parametrize(("entry", "group"), [("α-PVP", "illicit"), ("Δ9-THC", "cannabis")])
def test_a_name_with_a_greek_letter_is_known_as_it_is(entry: str, group: str) -> None:
    (finding,) = kc.screen(substances=[entry]).findings

    assert (finding.group, finding.match, finding.suggestions) == (group, kc.Match.EXACT, ())


@pytest.mark.parametrize(
    "entry", ["", "qwxyz", "my mother, Xanax", "Zoloft, mother", "F20.9, qwxyz", "none", "🍺", "addicted", "addiction"]
)
def test_what_is_unknown_is_read_as_no_match(entry: str) -> None:
    found = readings(entry)

    assert found
    assert {reading.match for reading in found if reading.term is None} <= {kc.Match.NONE}
    assert all(reading.match is kc.Match.EXACT for reading in found if reading.term is not None)


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        ("withdrawal seizure", "seizures"),
        ("drug-induced psychosis", "psychosis"),
        ("acute coronary syndrome", "cardiac"),
    ],
)
def test_a_name_is_not_turned_by_a_word_of_its_own(entry: str, group: str) -> None:
    assert groups_of(entry) == {group: ()}


@pytest.mark.parametrize(
    ("entry", "group"),
    [("No, Xanax", "benzodiazepine"), ("maybe asthma, seizures", "seizures")],
)
def test_what_stands_before_a_comma_says_nothing_of_the_name_behind_it(entry: str, group: str) -> None:
    assert groups_of(entry)[group] == ()


def test_what_is_a_code_has_a_dot_or_a_group() -> None:
    assert [f.recognized_as for f in kc.screen(medications=["K00"]).findings] == [None]
    (finding,) = kc.screen(medications=["e11.9"]).findings
    assert (finding.recognized_as, finding.clauses) == ("E11.9", ("screen.not-addressed", "screen.clearance"))


def test_an_inhaler_hides_no_asthma_and_a_misspelt_theophylline_is_for_the_doctor() -> None:
    inhaler = kc.screen(medications=["asthma inhaler"])
    assert {finding.group for finding in inhaler.findings} >= {"pulmonary"}
    assert kc.screen(medications=["theophyline"]).disposition is kc.Disposition.DOCTOR_DECIDES
