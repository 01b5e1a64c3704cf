"""What is written short is read as what it stands for: the abbreviations of charts, decades, slashes."""

import pytest

import ketaclinic as kc
from ketaclinic.reading import FindingNote
from ketaclinic.shorthand import spelled_out


def found(entry: str) -> dict[str | None, set[FindingNote]]:
    """The notes by group."""
    findings = kc.screen(conditions=[entry]).findings
    return {finding.group: set(finding.notes) for finding in findings}


@pytest.mark.parametrize(
    "entry",
    [
        *["denies SI, HI, psychosis", "no SI, HI, or AVH", "no SI, HI, AVH", "denies SI/HI/AVH", "no SI/HI/AH/VH"],
        *["denies AH, VH", "no AH or VH", "negative for SI, HI, AVH", "no SI, no HI, no AVH", "no SI HI AVH"],
        *["denies S/I, H/I, A/V/H", "denies current SI, HI, AVH", "pt denies SI, HI, AVH", "Denies: SI, HI, AVH"],
        *["no current SI, HI, or psychosis", "denies SI, HI, AVH, paranoia", "denies SI or HI, no psychosis"],
        *["denies mania, psychosis, SI", "denies hallucinations, delusions, SI/HI", "denied SI and HI, and psychosis"],
        *["denies psychosis, SI, seizures", "no SI or psychosis", "no active SI, HI, nor AVH", "denies SI, psychosis"],
    ],
)
def test_what_a_chart_denies_is_absent_and_no_clearance(entry: str) -> None:
    screening = kc.screen(conditions=[entry], medications=[], substances=[])

    assert {finding.group for finding in screening.findings} == {None}
    assert all(FindingNote.ABSENCE in finding.notes for finding in screening.findings)
    assert screening.disposition is kc.Disposition.DOCTOR_REVIEW


@pytest.mark.parametrize(
    "entry", ["SI", "SI/HI", "HI", "active SI", "denies HI, has SI", "no SI", "current SI, HI", "denies HI"]
)
def test_thoughts_of_suicide_are_for_the_doctor(entry: str) -> None:
    screening = kc.screen(conditions=[entry], medications=[], substances=[])

    assert screening.disposition is kc.Disposition.DOCTOR_REVIEW


@pytest.mark.parametrize("entry", ["Zoloft, SI", "Zoloft; s/i", "Zoloft, SI, HI", "Zoloft, SI."])
def test_a_thought_behind_a_medicine_is_not_read_away_as_the_spanish_yes(entry: str) -> None:
    findings = kc.screen(medications=[entry], conditions=[], substances=[]).findings

    assert {finding.level for finding in findings} == {kc.Level.NOT_ADDRESSED}
    assert "suicidal ideation" in {finding.recognized_as for finding in findings}


@pytest.mark.parametrize("entry", ["Si, Zoloft", "Zoloft si", "¿Zoloft? si", "Zoloft, si tomo"])
def test_a_spanish_yes_is_no_thought(entry: str) -> None:
    assert {finding.recognized_as for finding in kc.screen(medications=[entry]).findings} == {"sertraline"}


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        *[
            ("Si, tomo Xanax", "benzodiazepine"),
            ("no, si tomo Xanax", "benzodiazepine"),
            ("no si, Xanax", "benzodiazepine"),
        ],
        *[
            ("no, si, Xanax", "benzodiazepine"),
            ("no si Xanax", "benzodiazepine"),
            ("asma no, epilepsia si", "seizures"),
        ],
        *[("¿Xanax? si", "benzodiazepine"), ("denies SI, HI, takes Xanax", "benzodiazepine")],
        *[("no SI, HI, delusions", "psychosis"), ("no SI, asthma", "pulmonary"), ("SI, HI, AVH", "psychosis")],
    ],
)
def test_a_yes_in_spanish_takes_nothing_away(entry: str, group: str) -> None:
    assert FindingNote.ABSENCE not in found(entry)[group]


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        ("denies asthma. Seizures in 2015", "seizures"),
        ("no history of psychosis. Epilepsy.", "seizures"),
        ("My mother has epilepsy. Asthma", "pulmonary"),
        ("FH: CAD. HTN", "hypertension"),
        ("denies seizures\nasthma", "pulmonary"),
        ("no seizures. asthma or COPD", "pulmonary"),
        ("denies seizures; asthma", "pulmonary"),
        ("my mother has epilepsy; asthma", "pulmonary"),
    ],
)
def test_what_is_told_of_a_name_ends_with_the_sentence(entry: str, group: str) -> None:
    assert not found(entry)[group] & {FindingNote.ABSENCE, FindingNote.RELATIVE, FindingNote.UNCLEAR_ABSENCE}


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        *[("denies seizures, Xanax", "benzodiazepine"), ("denies SI, Xanax", "benzodiazepine")],
        *[("no history of seizures, psychosis, Zoloft 50", "ssri"), ("negative for asthma, lithium", "lithium")],
    ],
)
def test_a_medicine_behind_conditions_that_are_denied_is_not_surely_absent(entry: str, group: str) -> None:
    assert FindingNote.UNCLEAR_ABSENCE in found(entry)[group]
    assert kc.Level.COMPATIBLE not in {finding.level for finding in kc.screen(conditions=[entry]).findings}


@pytest.mark.parametrize(
    "entry",
    ["denies benzos, lamictal", "denies alcohol, Xanax", "no seizures or benzos", "denies seizures, alcohol, drug use"],
)
def test_a_list_of_one_kind_is_denied_to_its_end(entry: str) -> None:
    assert found(entry).keys() == {None}


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        ("no hx. of seizures", "seizures"),
        ("dx. of seizures ruled out", "seizures"),
        ("no hist. of asthma", "pulmonary"),
    ],
)
def test_a_dot_behind_an_abbreviation_ends_no_sentence(entry: str, group: str) -> None:
    assert group not in found(entry)


@pytest.mark.parametrize(
    "entry",
    [
        "Dementia, mild, without behavioral disturbance, psychotic disturbance, mood disturbance, and anxiety",
        "Vascular dementia, mild, without psychotic disturbance",
        "dementia without behavioral disturbance or psychotic disturbance",
        "dementia without behavioral disturbance",
        "F03.90",
    ],
)
def test_a_dementia_without_psychosis_is_no_psychosis_and_not_cleared(entry: str) -> None:
    assert found(entry).keys() == {None}


def test_a_dementia_with_psychosis_is_one() -> None:
    for entry in (
        "dementia with psychotic disturbance",
        "dementia with psychotic disturbance, without mood disturbance",
    ):
        assert "psychosis" in found(entry)


@pytest.mark.parametrize(
    ("entry", "group", "notes"),
    [
        ("seizures in the 90s", "seizures", {FindingNote.PAST}),
        ("seizures in the early 2000s", "seizures", {FindingNote.PAST}),
        ("seizures during the '80s", "seizures", {FindingNote.PAST}),
        ("seizures in my 20s", "seizures", {FindingNote.PAST}),
        ("seizures since the 90s", "seizures", set()),
        ("Xanax since the 1990s", "benzodiazepine", set()),
        ("convulsiones en los años 80", "seizures", {FindingNote.PAST}),
        ("convulsiones en los 90", "seizures", {FindingNote.PAST}),
    ],
)
def test_a_decade_is_past_unless_it_says_since_when(entry: str, group: str, notes: set[FindingNote]) -> None:
    assert found(entry) == {group: notes}


@pytest.mark.parametrize(
    ("entry", "level"),
    [
        ("Prozac in the 90s", "NOT_ADDRESSED"),
        ("Prozac since the 90s", "COMPATIBLE"),
        ("MDD in the 90s", "NOT_ADDRESSED"),
    ],
)
def test_what_may_be_past_clears_nothing(entry: str, level: str) -> None:
    assert {finding.level.name for finding in kc.screen(medications=[entry]).findings} == {level}


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("W/O asthma", "without asthma"),
        ("h/o asthma", "history of asthma"),
        ("2 drinks/wk", "2 drinks per week"),
        ("w/ CPAP", "with  CPAP".lower()),
        ("show/off", "show/off"),
        ("SI/HI", "suicidal ideation/homicidal ideation/"),
        ("SI", "si"),
        ("sith, high", "sith, high"),
        ("in 90 days", "in 90 days"),
        ("the 90s", "the 90"),
        ("Z790s", "z790s"),
        ("in the 150s", "in the 150s"),
    ],
)
def test_what_is_written_short_is_spelled_out_and_nothing_else_is_touched(short: str, long: str) -> None:
    assert spelled_out(short) == long
