"""A phrase in which one word is misspelt is taken for the one that it is near to, and never cleared."""

import pytest

import ketaclinic as kc


@pytest.mark.parametrize(
    ("entry", "group", "level"),
    [
        ("high blood presure", "hypertension", "CLEARANCE_REQUIRED"),
        ("hart failure", "cardiac", "CLEARANCE_REQUIRED"),
        ("my hart failure was treated", "cardiac", "CLEARANCE_REQUIRED"),
        ("Sleep apnia", "pulmonary", "CLEARANCE_REQUIRED"),
        ("major depresive disorder", "depression", "NOT_ADDRESSED"),
        ("lithum carbonate 300 mg", "lithium", "NOT_ADDRESSED"),
    ],
)
def test_a_phrase_with_a_misspelt_word_has_the_group_of_the_one_that_is_meant(
    entry: str, group: str, level: str
) -> None:
    (finding,) = kc.screen(conditions=[entry]).findings

    assert (finding.group, finding.match.name, finding.level.name) == (group, "APPROXIMATE", level)
    assert finding.suggestions
    assert "CONFIRM_SPELLING" in {note.name for note in finding.notes}


@pytest.mark.parametrize(
    ("entry", "group", "level"),
    [
        ("anurysm aortic", "cardiac", "CLEARANCE_REQUIRED"),
        ("stenosis aortic", "cardiac", "CLEARANCE_REQUIRED"),
        ("stenosis aortic 2018", "cardiac", "CLEARANCE_REQUIRED"),
        ("failure of hart", "cardiac", "CLEARANCE_REQUIRED"),
        ("mal grand", "seizures", "DOCTOR_DECIDES"),
        ("salts bath", "illicit", "ABSTAIN"),
    ],
)
def test_two_words_that_have_changed_places_are_the_name_that_they_make(entry: str, group: str, level: str) -> None:
    (finding,) = kc.screen(conditions=[entry]).findings

    assert (finding.group, finding.match.name, finding.level.name) == (group, "APPROXIMATE", level)


def test_two_words_that_make_no_name_of_a_group_in_either_order_are_not_known() -> None:
    for entry in ("oil fish", "spur bone heel", "aortic the stenosis x"):
        assert {finding.group for finding in kc.screen(conditions=[entry]).findings} == {None}, entry


def test_what_is_absent_in_misspelt_words_is_no_finding_of_the_patients() -> None:
    (finding,) = kc.screen(conditions=["no history of high blood presure"]).findings

    assert (finding.group, finding.level.name) == (None, "NOT_ADDRESSED")
    assert "ABSENCE" in {note.name for note in finding.notes}


def test_a_phrase_that_is_known_as_it_is_or_far_from_any_is_left_as_it_is() -> None:
    assert kc.screen(conditions=["heart failure"]).findings[0].match.name == "EXACT"
    for entry in ("panick disorder", "blood presume pie"):
        assert {finding.group for finding in kc.screen(conditions=[entry]).findings} == {None}, entry


def test_a_name_may_be_misspelt_in_two_pieces_and_beside_two_other_words_but_not_in_a_sentence() -> None:
    found = {
        entry: {finding.group for finding in kc.screen(medications=[entry]).findings}
        for entry in ("klono pim", "zolof qwe rty", "zolof qwe rty uio")
    }

    assert found == {"klono pim": {"benzodiazepine"}, "zolof qwe rty": {"ssri"}, "zolof qwe rty uio": {None}}
