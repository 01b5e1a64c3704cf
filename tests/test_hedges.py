"""A medicine that an entry leaves open is never cleared: a question, a choice, a form that nobody prescribes."""

import pytest

import ketaclinic as kc


def levels(entry: str) -> dict[str | None, kc.Level]:
    return {finding.recognized_as: finding.level for finding in kc.screen(medications=[entry]).findings}


@pytest.mark.parametrize(
    "entry",
    [
        *["Celexa or Celebrex", "Paxil o Plavix", "Either Zoloft or Zofran", "sertraline OR cetirizine", "Prozac?"],
        *["Zoloft\uff1f", "lithium drops", "litio gotas", "lithium supplement", "suplemento de litio", "Prozac gum"],
        *[
            "lithium orotate powder",
            "SNRI patch",
            "Viibryd (SSRI)",
            "SSRI: tianeptine",
            "Nardil SNRI",
            "tramadol (SNRI)",
            "not sure, Zoloft",
            "maybe, lithium",
            "quizás, Zoloft",
        ],
    ],
)
def test_what_is_left_open_is_not_cleared(entry: str) -> None:
    assert kc.Level.COMPATIBLE not in levels(entry).values()
    assert kc.screen(medications=[entry], conditions=[], substances=[]).disposition is kc.Disposition.DOCTOR_REVIEW


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        *[
            ("Zoloft (SSRI)", "sertraline"),
            ("SSRI", "ssri"),
            ("Effexor SNRI", "snri"),
            ("Zoloft 50 mg tab or cap", "sertraline"),
        ],
        *[("lithium and Xanax", "lithium"), ("Viibryd, Zoloft", "sertraline"), ("Wellbutrin, metformin", "bupropion")],
    ],
)
def test_what_is_named_for_sure_keeps_its_level(entry: str, name: str) -> None:
    assert levels(entry)[name] is kc.Level.COMPATIBLE


def test_what_is_not_compatible_keeps_its_level_when_it_is_left_open() -> None:
    assert levels("Xanax or Zantac")["alprazolam"] is kc.Level.PRESCRIBER_PLAN
    assert levels("Klonopin?")["clonazepam"] is kc.Level.PRESCRIBER_PLAN
    assert levels("asthma or COPD?")["asthma"] is kc.Level.CLEARANCE_REQUIRED


@pytest.mark.parametrize(
    ("entry", "group"),
    [
        *[("Kenoket", "benzodiazepine"), ("Arzepam", "benzodiazepine"), ("difludiazepam", "benzodiazepine")],
        *[("Chagas disease", "cardiac"), ("mal de Chagas", "cardiac"), ("presión en el pecho", "cardiac")],
        *[("people are out to get me", "paranoia"), ("FBI is watching me", "paranoia"), ("veo sombras", "psychosis")],
        *[("snort ketamine", "illicit"), ("ketamina callejera", "illicit"), ("Kat Valium", "illicit")],
    ],
)
def test_what_a_pharmacist_missed_is_found(entry: str, group: str) -> None:
    assert group in {finding.group for finding in kc.screen(conditions=[entry]).findings}


@pytest.mark.parametrize("entry", ["theophylin", "theophilline", "teophiline", "Theodur", "Elixophylin", "Slo-Theo"])
def test_theophylline_is_for_the_doctor_however_it_is_written(entry: str) -> None:
    assert set(levels(entry).values()) == {kc.Level.DOCTOR_DECIDES}
