"""Names whose loss would hurt somebody most, listed apart from the vocabulary, and the names that can clear, sealed.

What every name leads to is tested elsewhere against the files that say so; a slip in those files is seen here.
"""

import hashlib

import pytest

import ketaclinic as kc
from ketaclinic.reading import FindingNote
from ketaclinic.vocabulary import vocabulary

BENZODIAZEPINES = {
    "alprazolam": "Xanax|Xanax XR|Niravam|Tafil|Trankimazin|Farmapram|Tranquinal|xannies|xanbars",
    "bromazepam": "Lexotan|Lexotanil|Lexatin|Lectopam|Lexomil",
    "chlordiazepoxide": "Librium|Libritabs|Elenium|clordiazepóxido",
    "clobazam": "Onfi|Sympazan|Frisium|Urbanyl|Noiafren",
    "clonazepam": "Klonopin|Rivotril|Ravotril|Kriadex|clonacepam|kpin",
    "clorazepate": "Tranxene|Tranxilium|Gen-Xene|clorazepato|clorazepate dipotassium",
    "diazepam": "Valium|Diastat|Valtoco|Libervant|Stesolid|Seduxen|Relanium|diacepam|Antenex|Ducene",
    "estazolam": "ProSom|Nuctalon|Eurodin|Tasedan",
    "etizolam": "Depas|Etilaam|Etizest",
    "flunitrazepam": "Rohypnol|Hypnodorm|Narcozep|roofie|roofies|flunitracepam",
    "flurazepam": "Dalmane|Dalmadorm|Staurodorm",
    "lorazepam": "Ativan|Loreev XR|Orfidal|Tavor|Temesta|Trapax|Idalprem|loracepam",
    "lormetazepam": "Noctamid|Noctamide|Loramet|Minias",
    "midazolam": "Versed|Nayzilam|Seizalam|Dormicum|Dormonid|Buccolam",
    "nitrazepam": "Mogadon|Alodorm|Radedorm|nitracepam",
    "oxazepam": "Serax|Seresta|Serepax|Adumbran|Alepam|Murelax",
    "phenazepam": "fenazepam|Elzepam",
    "prazepam": "Centrax|Lysanxia|Demetrin",
    "quazepam": "Doral|Quiedorm",
    "temazepam": "Restoril|Normison|Euhypnos|Temaze",
    "tetrazepam": "Myolastan|Musaril",
    "triazolam": "Halcion|Songar|Hypam",
}
MAO_INHIBITORS = {
    "phenelzine": "Nardil|Nardelzine|fenelzina",
    "tranylcypromine": "Parnate|Jatrosom|tranilcipromina",
    "isocarboxazid": "Marplan|isocarboxazida",
    "selegiline": "Emsam|Eldepryl|Zelapar|Jumex|Plurimen|selegilina|deprenyl|L-deprenyl",
    "rasagiline": "Azilect|rasagilina",
    "safinamide": "Xadago|Onstryv|safinamida",
    "moclobemide": "Manerix|Aurorix|moclobemida",
    "pirlindole": "Pyrazidol",
    "toloxatone": "Humoryl",
    "brofaromine": "Consonar",
    "iproniazid": "Marsilid",
    "nialamide": "Niamid",
    "pargyline": "Eutonyl",
    "clorgyline": "clorgilina",
    "MAO inhibitor": "MAOI|MAOIs|MAO inhibitors|monoamine oxidase inhibitor|IMAO|inhibidor de la MAO|MAO-B inhibitor",
}
THEOPHYLLINES = {
    "theophylline": (
        "Theo-24|Theo-Dur|Theochron|Uniphyl|Elixophyllin|Slo-bid|Theolair|Quibron-T|Nuelin|teofilina|Uniphyllin"
    ),
    "oxtriphylline": "choline theophyllinate|Choledyl|teofilinato de colina",
}
GROUPED = {
    "benzodiazepine": (
        "benzo|benzos|benzodiazepine|benzodiazepinas|BZD|BZDs|Librax|Limbitrol|Menrium|street benzos"
    ),
    "lamotrigine": (
        "lamotrigine|Lamictal|Lamictal ODT|Lamictal XR|Subvenite|Labileno|Lamictin|lamotrigina|Epilepax"
        "|Lamogine"
    ),
    "aminophylline": (
        "aminophylline|aminofilina|Phyllocontin|Truphylline|Eufilina|Euphyllin|theophylline ethylenediamine"
        "|theophylline and ethylenediamine|Tefamin|Diaphyllin|Cardophyllin"
    ),
    "tricyclic": (
        "Elavil|Endep|Tofranil|Anafranil|Norpramin|Pamelor|Aventyl|Sinequan|Silenor|Surmontil|Vivactil"
        "|Asendin|Triavil|Tryptanol|Tryptizol|Saroten|Laroxyl|Prothiaden|TCA|TCAs|tricyclics|tricíclicos"
        "|Limbitrol|Deanxit|amoxapina"
    ),
    "seizures": (
        "seizure|seizures|seizing|seizure disorder|epilepsy|epileptic|epilepsia|convulsion|convulsions"
        "|convulsiones|grand mal|petit mal|focal seizure|febrile seizure|absence seizure|tonic clonic seizure"
        "|status epilepticus|withdrawal seizure|drop attacks|crisis convulsiva|crisis de ausencia"
        "|ataques de epilepsia|pseudoseizures|eclampsia|G40.9|R56.9"
    ),
    "psychosis": (
        "schizophrenia|schizophrenic|esquizofrenia|schizoaffective disorder|schizoaffective bipolar"
        "|schizophreniform disorder|psychosis|psychotic|psicosis|delusions|delirios|hallucinations"
        "|hallucinating|alucinaciones|hearing voices|heard voices|oigo voces|catatonia|psychotic break"
        "|meth psychosis|postpartum psychosis|puerperal psychosis|F20.9|F29"
    ),
    "paranoia": (
        "paranoia|paranoid|paranoico|paranoica|persecutory delusions|people are following me"
        "|they are watching me|me vigilan|me persiguen|ideas of reference|thought insertion"
    ),
    "hypertension": (
        "high blood pressure|hypertension|HTN|hypertensive crisis|presión alta|preeclampsia|HELLP syndrome"
        "|I10|I16"
    ),
    "cardiac": (
        "heart attack|myocardial infarction|infarto|heart failure|CHF|arrhythmia|arritmia|atrial fibrillation"
        "|AFib|angina|coronary artery disease|CAD|pacemaker|marcapasos|cardiomyopathy|heart transplant"
        "|ventricular tachycardia|long QT|aortic stenosis|aortic aneurysm|cardiac arrest|heart murmur"
        "|endocarditis|myocarditis|I21.9|I50|I48"
    ),
    "pulmonary": (
        "asthma|asma|COPD|EPOC|emphysema|enfisema|sleep apnea|apnea del sueño|pulmonary embolism"
        "|pulmonary fibrosis|pulmonary hypertension|cystic fibrosis|home oxygen|shortness of breath|pneumonia"
        "|J45|J44.9|I26"
    ),
}  # fmt: skip
DOSES = ("", " 10 mg")


def pairs(table: dict[str, str]) -> list[tuple[str, str]]:
    """Each name of a table with its key; the key is a name, too."""
    return [(key, name) for key, names in table.items() for name in (key, *names.split("|"))]


def found(entry: str) -> list[tuple[str, str | None, str | None, str]]:
    findings = kc.screen(medications=[entry]).findings
    return [(f.level.name, f.group, f.recognized_as, f.match.name) for f in findings]


@pytest.mark.parametrize(("medicine", "name"), pairs(BENZODIAZEPINES))
def test_a_benzodiazepine_calls_for_a_plan_under_every_name(medicine: str, name: str) -> None:
    for dose in DOSES:
        assert found(name + dose) == [("PRESCRIBER_PLAN", "benzodiazepine", medicine, "EXACT")]


@pytest.mark.parametrize(("medicine", "name"), pairs(MAO_INHIBITORS))
def test_a_mao_inhibitor_is_in_no_group_and_noted_under_every_name(medicine: str, name: str) -> None:
    for dose in DOSES:
        (finding,) = kc.screen(medications=[name + dose]).findings
        assert (finding.level, finding.group, finding.recognized_as) == (kc.Level.NOT_ADDRESSED, None, medicine)
        assert finding.notes == (FindingNote.MAO_INHIBITOR,)
        assert finding.clauses == ("screen.not-addressed", "prepare.keep-antidepressants")
        assert finding.related == ()


@pytest.mark.parametrize(("medicine", "name"), pairs(THEOPHYLLINES))
def test_theophylline_is_for_the_doctor_under_every_name(medicine: str, name: str) -> None:
    (finding,) = kc.screen(medications=[name]).findings

    assert (finding.level, finding.recognized_as) == (kc.Level.DOCTOR_DECIDES, medicine)
    assert finding.related == ("aminophylline",)


@pytest.mark.parametrize(("group", "name"), [(group, name) for group, name in pairs(GROUPED) if name != group])
def test_a_name_that_must_not_be_missed_is_surely_in_its_group(group: str, name: str) -> None:
    level = kc.faq_policy().screening.rule(group).level.name

    assert (level, group, "EXACT") in {(found[0], found[1], found[3]) for found in found(name)}


def test_a_part_of_a_product_that_is_no_name_of_its_own_is_named_all_the_same() -> None:
    assert found("Librax") == [
        ("PRESCRIBER_PLAN", "benzodiazepine", "chlordiazepoxide", "EXACT"),
        ("NOT_ADDRESSED", None, "clidinium", "NONE"),
    ]


CLEARED = {
    "ssri": "5ac0c9ed3518722f",
    "snri": "f806363c7dcdc3e0",
    "lithium": "c04b26fac0f5a030",
    "bupropion": "4568cb02bac8471a",
}
"""The groups that are compatible, each with the digest of its names. It is renewed when each new name was looked at."""


@pytest.mark.parametrize("group", CLEARED)
def test_no_name_joins_a_group_that_clears_without_a_second_look(group: str) -> None:
    known = vocabulary()
    tables = (known.anywhere, known.whole)
    names = sorted({name for table in tables for name in table if group in {term.group for term in table[name]}})

    assert hashlib.sha256("\n".join(names).encode()).hexdigest()[:16] == CLEARED[group], names


def test_only_the_groups_that_are_sealed_are_compatible() -> None:
    rules = kc.faq_policy().screening.groups

    assert {rule.group for rule in rules if rule.level is kc.Level.COMPATIBLE} == {*CLEARED}
