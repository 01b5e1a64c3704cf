"""Screenings as FHIR: what release 4 asks of the resources, and that nothing in them looks like a clearance."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.interchange import fhir
from ketaclinic.rendering.screenings import SAFETY
from strategies import HOSTILE, screenings

INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
LOCALES = [locale.name for locale in kc.locales()]
XHTML = "{http://www.w3.org/1999/xhtml}"
CLAUSE = "urn:ketaclinic:clause"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"

Resource = dict[str, Any]


def resources(*medications: str, **arguments: Any) -> list[Resource]:
    """The resources of a screening in which everything was asked."""
    return fhir.resources(kc.screen(medications=medications, conditions=[], substances=[]), **arguments)


def issue(entry: str, **arguments: Any) -> Resource:
    """The only issue of an entry."""
    found, outcome = resources(entry, **arguments)
    assert outcome["resourceType"] == "OperationOutcome"
    return found


def seen(entry: str) -> str:
    """What of an entry can be shown."""
    visible = " ".join("".join(letter if letter.isprintable() else " " for letter in entry).split())
    return visible or "…"


# ---- Each level

SEVERITIES = {
    "schizophrenia": "high", "seizures": "high", "asthma": "high", "Xanax": "moderate", "cocaine": "moderate",
    "amitriptyline": "moderate", "metformin": None, "zoloff": None, "klonapin": "moderate",
}  # fmt: skip


@pytest.mark.parametrize("entry", SEVERITIES)
def test_an_issue_is_as_severe_as_its_level_and_without_severity_where_none_is_known(entry: str) -> None:
    found = issue(entry)

    assert found.get("severity") == SEVERITIES[entry]
    assert found["status"] == "preliminary"
    assert found["resourceType"] == "DetectedIssue"


def test_every_level_is_an_issue_or_information() -> None:
    entries = (
        "schizophrenia",
        "seizures",
        "asthma",
        "Xanax",
        "cocaine",
        "amitriptyline",
        "metformin",
        "PTSD",
        "Zoloft",
    )
    levels = [kc.screen(medications=[entry]).findings[0].level for entry in entries]

    assert levels == list(kc.Level)
    assert [len(resources(entry)) for entry in entries] == [2] * 7 + [1] * 2


CATEGORIES = {
    "schizophrenia": "COND", "seizures": "COND", "asthma": "COND", "paranoia": "COND", "high blood pressure": "COND",
    "heart disease": "COND", "Xanax": "DRG", "Lamictal": "DRG", "aminophylline": "DRG", "amitriptyline": "DRG",
    "theophylline": "DRG", "cocaine": None, "cannabis": None, "metformin": None, "zoloff": None, "klonapin": "DRG",
}  # fmt: skip
DISPLAYS = {"COND": "Condition Alert", "DRG": "Drug Interaction Alert"}


@pytest.mark.parametrize("entry", CATEGORIES)
def test_an_issue_has_the_category_of_hl7_that_there_is(entry: str) -> None:
    code = CATEGORIES[entry]
    *categories, level = issue(entry)["code"]["coding"]

    assert categories == ([{"system": ACT_CODE, "code": code, "display": DISPLAYS[code]}] if code else [])
    assert level == {"system": "urn:ketaclinic:level", "code": kc.screen(medications=[entry]).findings[0].level.value}


def test_a_clinic_that_is_stricter_has_a_category_for_each_medicine() -> None:
    policy = kc.faq_policy()
    medicines = {"ssri": "Zoloft", "snri": "Effexor", "lithium": "lithium", "bupropion": "Wellbutrin"}
    rules = [
        attrs.evolve(rule, level=kc.Level.CAUTION) if rule.group in medicines else rule
        for rule in policy.screening.groups
    ]
    stricter = attrs.evolve(policy, screening=attrs.evolve(policy.screening, groups=tuple(rules)))
    *issues, _ = fhir.resources(kc.screen(medications=list(medicines.values()), policy=stricter))

    assert [found["code"]["coding"][0]["code"] for found in issues] == ["DRG"] * 4
    assert [found["severity"] for found in issues] == ["moderate"] * 4


def test_a_group_is_coded_only_where_it_is_sure() -> None:
    coding = {"system": "urn:ketaclinic:group", "code": "benzodiazepine"}

    assert issue("Xanax at night")["evidence"] == [{"code": [{"coding": [coding], "text": "Xanax at night"}]}]
    assert issue("klonapin")["evidence"] == [{"code": [{"text": "klonapin"}]}]
    assert issue("metformin")["evidence"] == [{"code": [{"text": "metformin"}]}]
    assert issue("Vitamin K")["evidence"] == [{"code": [{"text": "Vitamin K"}]}]
    assert issue("Xanax?")["evidence"] == [{"code": [{"text": "Xanax?"}]}]
    assert issue("stopped Xanax last year")["evidence"] == [{"code": [{"text": "stopped Xanax last year"}]}]
    assert issue("quit weed 2 years ago")["evidence"] == [{"code": [{"text": "quit weed 2 years ago"}]}]
    controlled = "controlled high blood pressure"  # sure, and not addressed all the same
    assert issue(controlled)["evidence"] == [{"code": [{"text": controlled}]}]
    assert issue("theophylline")["evidence"] == [{"code": [{"text": "theophylline"}]}]
    assert issue("never without my Zoloft")["evidence"] == [{"code": [{"text": "never without my Zoloft"}]}]


def test_a_whole_issue() -> None:
    screening = kc.screen(conditions=["asthma <mild>"])
    moment = datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("America/Los_Angeles"))
    found, _ = fhir.resources(screening, patient="Patient/123", identified=moment, instance=INSTANCE)
    (identifier,) = found.pop("identifier")
    closing = (
        "This is no medical advice, and it clears nobody for treatment. The doctor decides. "
        "Call Ketamine Healing Clinic of Los Angeles: (866) 987-7874."
    )

    rules = "Rules that it rests on: screen.clearance, candidacy.doctor-decides"

    assert identifier["system"] == "urn:ietf:rfc:3986"
    assert UUID(identifier["value"].removeprefix("urn:uuid:")).version == 5
    assert found == {
        "resourceType": "DetectedIssue",
        "language": "en-US",
        "text": {
            "status": "generated",
            "div": '<div xmlns="http://www.w3.org/1999/xhtml" lang="en-US" xml:lang="en-US">\n'
            f"<p><b>Clearance comes first</b></p>\n<p>{closing}</p>\n<ul>\n<li>You entered: asthma &lt;mild&gt;</li>\n"
            "<li>Recognized as: asthma</li>\n<li>Rule: screen.clearance</li>\n"
            "<li>Get clearance from your primary care physician first. (screen.clearance)</li>\n"
            f"</ul>\n<p>{rules}</p>\n</div>",
        },
        "status": "preliminary",
        "code": {
            "coding": [
                {"system": ACT_CODE, "code": "COND", "display": "Condition Alert"},
                {"system": "urn:ketaclinic:level", "code": "clearance_required"},
            ],
            "text": "Clearance comes first",
        },
        "severity": "high",
        "patient": {"reference": "Patient/123"},
        "identifiedDateTime": "2026-12-01T18:00:00+00:00",
        "evidence": [
            {"code": [{"coding": [{"system": "urn:ketaclinic:group", "code": "pulmonary"}], "text": "asthma <mild>"}]}
        ],
        "detail": f"Clearance comes first\n\n{closing}\n\n"
        "You entered     Recognized as   Rule\nasthma <mild>   asthma          screen.clearance\n\n"
        f"- Get clearance from your primary care physician first. (screen.clearance)\n\n{rules}",
        "reference": "urn:ketaclinic:clause:screen.clearance",
    }


def test_the_outcome_is_told_without_its_findings() -> None:
    outcome = resources("schizophrenia", "zoloff")[-1]
    first, advice, rules = outcome["issue"][0]["details"]["text"].split("\n\n")

    assert len(outcome["issue"]) == 1
    assert (outcome["issue"][0]["severity"], outcome["issue"][0]["code"]) == ("warning", "informational")
    assert first == "Speak with the doctor first: the clinic's rules say to avoid ketamine with this."
    assert advice.startswith("This is no medical advice, and it clears nobody for treatment. The doctor decides. Call ")
    assert rules.startswith("Rules that it rests on: screen.psychosis, ")


def test_a_whole_outcome() -> None:
    outcome = fhir.resources(kc.screen(medications=["Zoloft"], conditions=[]))[-1]
    texts = [each["details"].pop("text") for each in outcome["issue"]]

    assert outcome.pop("text")["div"].count("<p><b>") == 3
    assert outcome == {
        "resourceType": "OperationOutcome",
        "language": "en-US",
        "issue": [
            {
                "severity": severity,
                "code": code,
                "details": {"coding": [{"system": CLAUSE, "code": clause, "display": display}]},
            }
            for severity, code, clause, display in (
                ("warning", "incomplete", "candidacy.doctor-decides", "The doctor decides"),
                (
                    "information",
                    "informational",
                    "screen.compatible",
                    "Used along with ketamine, by the clinic's rules",
                ),
                ("information", "informational", "candidacy.doctor-decides", "The doctor decides"),
            )
        ],
    }
    assert [text.partition("\n")[0] for text in texts] == [
        "Cannot be evaluated: nothing is known of alcohol, marijuana and other substances",
        "Used along with ketamine, by the clinic's rules",
        "Not everything is known, and nothing that the rules name was found so far.",
    ]


# ---- What holds of every screening


def parts(value: object) -> Iterator[object]:
    """Every object and text of a JSON value; each part has exactly a type of JSON, and none is empty."""
    assert type(value) in {dict, list, str}
    assert value
    yield value
    if isinstance(value, dict):
        for key, held in value.items():
            assert type(key) is str
            yield from parts(held)
    elif isinstance(value, list):
        for held in value:
            yield from parts(held)


def narrative(resource: Resource) -> ET.Element:
    """The narrative, parsed as XML; it holds no other elements and attributes than FHIR takes."""
    assert resource["text"]["status"] == "generated"
    division = ET.fromstring(resource["text"]["div"])  # noqa: S314  # our own
    assert division.tag == f"{XHTML}div"
    assert {each.tag.removeprefix(XHTML) for each in division.iter()} <= {"div", "p", "b", "ul", "li", "span"}
    names = {name for each in division.iter() for name in each.attrib}
    assert names <= {"lang", "dir", "{http://www.w3.org/XML/1998/namespace}lang"}
    return division


@settings(max_examples=50)
@given(screenings(), st.sampled_from(LOCALES), st.booleans(), st.sampled_from([None, INSTANCE]))
def test_every_resource_is_what_release_4_asks_for(
    screening: kc.Screening, locale: str, unreviewed: bool, instance: str | None
) -> None:
    *issues, outcome = fhir.resources(screening, instance=instance, locale=locale, allow_unreviewed=unreviewed)

    for found in issues:
        assert found["resourceType"] == "DetectedIssue"
        assert found["status"] == "preliminary"
        assert found.get("severity", "high") in {"high", "moderate"}
        assert found["code"]["text"] == found["detail"].partition("\n")[0]
        assert "mitigation" not in found
    assert outcome["resourceType"] == "OperationOutcome"
    assert outcome["issue"]
    for each in outcome["issue"]:
        assert (each["severity"], each["code"]) in {
            ("warning", "incomplete"),
            ("warning", "informational"),
            ("information", "informational"),
        }
    for resource in (*issues, outcome):
        assert list(parts(resource))
        assert resource["language"] == locale.replace("_", "-")
        assert (narrative(resource).get("dir") == "rtl") is (locale == "fa")
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", json.dumps(resource, ensure_ascii=False))
    assert json.loads(json.dumps([*issues, outcome])) == [*issues, outcome]


@settings(max_examples=50)
@given(screenings())
def test_every_finding_stands_in_an_issue_or_in_the_outcome(screening: kc.Screening) -> None:
    *issues, outcome = fhir.resources(screening)
    told = [found["evidence"][0]["code"][0]["text"] for found in issues]
    harmless = {kc.Level.INDICATION, kc.Level.COMPATIBLE}
    noted = [each.text for each in narrative(outcome).iter(f"{XHTML}li")]

    assert list(dict.fromkeys(told)) == list(
        dict.fromkeys(seen(finding.entry) for finding in screening.findings if finding.level not in harmless)
    )
    for finding in screening.findings:
        assert (f"You entered: {seen(finding.entry)}" in noted) or finding.level not in harmless
    order = {"high": 0, "moderate": 1, None: 2}
    severities = [order[found.get("severity")] for found in issues]
    assert severities == sorted(severities)


@settings(max_examples=50)
@given(screenings())
def test_what_was_not_asked_comes_first_in_the_outcome_and_then_what_else_is_a_warning(screening: kc.Screening) -> None:
    told = fhir.resources(screening)[-1]["issue"]
    severities = [each["severity"] for each in told]
    (at,) = [n for n, each in enumerate(told) if each["details"]["text"].startswith(str(screening).partition("\n")[0])]
    is_calm = screening.disposition in {kc.Disposition.INCOMPLETE, kc.Disposition.NOTHING_FOUND}

    assert [each["code"] for each in told].count("incomplete") == len(screening.not_asked)
    assert all(each["code"] == "incomplete" for each in told[: len(screening.not_asked)])
    assert severities == sorted(severities, reverse=True)
    assert severities.count("warning") == len(screening.not_asked) + (not is_calm)
    assert at == (len(told) - 1 if is_calm else len(screening.not_asked))


OUTCOMES = {
    "AVOID": "schizophrenia", "DOCTOR_DECIDES": "seizures", "CLEARANCE_REQUIRED": "asthma", "DOCTOR_REVIEW": "Xanax",
    "NOTHING_FOUND": "Zoloft",
}  # fmt: skip


@pytest.mark.parametrize("disposition", OUTCOMES)
def test_an_outcome_is_a_warning_unless_nothing_was_found(disposition: str) -> None:
    screening = kc.screen(medications=[OUTCOMES[disposition]], conditions=[], substances=[])
    told = fhir.resources(screening)[-1]["issue"]
    (outcome,) = [each for each in told if each["details"]["coding"][0]["code"] == "candidacy.doctor-decides"]

    assert screening.disposition.name == disposition
    assert outcome["severity"] == ("information" if disposition == "NOTHING_FOUND" else "warning")
    assert outcome["code"] == "informational"


def test_an_outcome_that_is_a_warning_stands_before_what_is_information() -> None:
    told = fhir.resources(kc.screen(medications=["Zoloft", "schizophrenia"], conditions=[]))[-1]["issue"]

    assert [(each["severity"], each["details"]["coding"][0]["code"]) for each in told] == [
        ("warning", "candidacy.doctor-decides"),
        ("warning", "candidacy.doctor-decides"),
        ("information", "screen.compatible"),
    ]
    assert [each["code"] for each in told] == ["incomplete", "informational", "informational"]


@pytest.mark.parametrize("entry", ["zoloff", "zolofft", "maybe lithium", "maybe PTSD", "foo"])
def test_what_is_not_addressed_refers_to_no_rule_that_calls_it_compatible(entry: str) -> None:
    assert issue(entry)["reference"] == "urn:ketaclinic:clause:screen.not-addressed"


@settings(max_examples=50)
@given(screenings())
def test_no_resource_calls_anybody_eligible_safe_or_cleared(screening: kc.Screening) -> None:
    entered = {seen(finding.entry) for finding in screening.findings}
    for resource in fhir.resources(screening):
        for item in narrative(resource).iter():
            text = item.text or ""
            if text.partition(": ")[2] not in entered:
                assert not re.search(r"\b(eligible|safe|safely|cleared|approved|qualif\w+)\b", text)
        assert "clears nobody for treatment" in json.dumps(resource)


@pytest.mark.parametrize("entry", ["Xanax", "klonapin", "Lamictal", "lamotrigine 25"])
@pytest.mark.parametrize("locale", LOCALES)
def test_the_safety_sentence_goes_with_benzodiazepines_and_lamotrigine(entry: str, locale: str) -> None:
    found = issue(entry, locale=locale)

    assert str(SAFETY) in found["detail"]
    assert str(SAFETY) in "".join(narrative(found).itertext())
    assert found["severity"] == "moderate"


def test_nothing_asked_and_nothing_found_are_told_apart() -> None:
    (unasked,), (nothing,) = fhir.resources(kc.screen()), resources()

    assert [each["severity"] for each in unasked["issue"]] == ["warning"] * 3 + ["information"]
    assert [each["severity"] for each in nothing["issue"]] == ["information"]
    assert nothing["issue"][0]["details"]["text"].startswith(
        "Nothing that the rules name was found; the doctor decides.\n\nThis is no medical advice, and it clears nobody"
    )


def test_what_is_not_sure_says_what_to_confirm() -> None:
    detail = issue("zoloff")["detail"]

    assert "\n- This may be meant: sertraline. (" in detail
    assert "zoloff        perhaps sertraline   screen.compatible" in detail
    assert "\nYou entered   Recognized as        Rule\n" in detail
    assert "Please check what was meant." in detail


@pytest.mark.parametrize("entry", HOSTILE)
@pytest.mark.parametrize("locale", LOCALES)
def test_whatever_was_typed_is_inert_in_the_narrative(entry: str, locale: str) -> None:
    for found in resources(entry, locale=locale)[:-1]:
        assert any(text.endswith(f": {seen(entry)}") for text in narrative(found).itertext())
        assert found["evidence"][0]["code"][0]["text"] == seen(entry)


def test_english_beside_a_translation_is_marked_as_english() -> None:
    found = issue("Xanax", locale="fa")
    spans = list(narrative(found).iter(f"{XHTML}span"))

    assert spans[0].text == "A plan with your prescriber comes first"
    assert {(span.get("lang"), span.get("dir")) for span in spans} == {("en", "ltr")}
    assert found["code"]["text"].startswith("A plan with your prescriber comes first [")
    alone = issue("Xanax", locale="es_US", allow_unreviewed=True)
    assert alone["code"]["text"] == "Primero hace falta un plan con el médico que le receta el medicamento"
    assert not list(narrative(alone).iter(f"{XHTML}span"))


# ---- Identities and the collection


@settings(max_examples=50)
@given(screenings())
def test_each_resource_of_a_collection_has_an_address_of_its_own(screening: kc.Screening) -> None:
    bundle, again = (fhir.bundle(screening, instance=INSTANCE) for _ in range(2))
    other = fhir.bundle(screening, instance=UUID(int=1))
    addresses = [entry["fullUrl"] for entry in bundle["entry"]]

    assert bundle == again
    assert len(set(addresses)) == len(addresses)
    assert not {*addresses} & {entry["fullUrl"] for entry in other["entry"]}
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", address) for address in addresses)
    assert [entry["resource"] for entry in bundle["entry"]] == fhir.resources(screening, instance=INSTANCE)
    for entry in bundle["entry"][:-1]:
        assert entry["resource"]["identifier"] == [{"system": "urn:ietf:rfc:3986", "value": entry["fullUrl"]}]
    assert "identifier" not in bundle["entry"][-1]["resource"]


def test_what_an_issue_tells_is_not_told_again_in_the_outcome() -> None:
    issue, outcome = fhir.resources(kc.screen(medications=["metformin"], conditions=[], substances=[]))

    assert "metformin" in json.dumps(issue)
    assert "metformin" not in json.dumps(outcome)


def test_a_collection_is_one_and_has_a_time_only_if_it_is_given() -> None:
    screening = kc.screen(medications=["Xanax"])
    bundle = fhir.bundle(screening, instance=INSTANCE)
    dated = fhir.bundle(
        screening, instance=INSTANCE, identified=datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC), patient="Patient/a.b-1"
    )

    assert list(bundle) == ["resourceType", "type", "entry"]
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "collection")
    assert dated["timestamp"] == "2026-01-02T03:04:05.000006+00:00"
    first, outcome = (entry["resource"] for entry in dated["entry"])
    assert first["identifiedDateTime"] == dated["timestamp"]
    assert first["patient"] == {"reference": "Patient/a.b-1"}
    assert "patient" not in outcome


def test_a_collection_speaks_the_language_that_is_asked_for() -> None:
    bundle = fhir.bundle(kc.screen(), instance=INSTANCE, locale="ko", allow_unreviewed=True)

    assert bundle["entry"][0]["resource"]["language"] == "ko"
    assert "Cannot" not in json.dumps(bundle, ensure_ascii=False)
    assert "Cannot" in json.dumps(fhir.bundle(kc.screen(), instance=INSTANCE, locale="ko"), ensure_ascii=False)


def test_without_an_instance_there_is_no_identifier_and_nothing_of_the_patient() -> None:
    found = issue("Xanax")

    assert not {"identifier", "patient", "identifiedDateTime", "id", "author"} & found.keys()


def test_what_was_typed_twice_is_one_issue() -> None:
    assert len(resources("Xanax", "Xanax", "Xanax\u200b")) == 2
    assert len(resources("Xanax", "XANAX")) == 3


# ---- What the caller gives


@pytest.mark.parametrize("patient", ["Patient/1", f"Patient/{'x' * 64}", "https://fhir.example:8080/r4/Patient/a"])
def test_a_reference_to_a_patient_is_kept(patient: str) -> None:
    assert issue("Xanax", patient=patient)["patient"] == {"reference": patient}


@pytest.mark.parametrize(
    "patient",
    ["", "1", "Jane Doe", "Patient/", "Patient/a b", f"Patient/{'x' * 65}", "Group/1", "Patient/1\n", "Patient/1/x",
     "ftp://x.example/Patient/1", "https:///Patient/a@b", "https://x y/Patient/1", "xPatient/1"],
)  # fmt: skip
def test_what_is_no_reference_to_a_patient_is_refused_and_not_repeated(patient: str) -> None:
    with pytest.raises(kc.InvalidInputError) as caught:
        issue("Xanax", patient=patient)
    assert str(caught.value) == "patient: expected a reference to a patient, such as Patient/123"


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        (
            {"patient": 1},
            kc.InvalidTypeError,
            "patient: expected a reference to a patient, as text, got a value of type int",
        ),
        ({"instance": 1}, kc.InvalidTypeError, "instance: expected a UUID, or its text, got a value of type int"),
        (
            {"instance": "x"},
            kc.InvalidInputError,
            "instance: expected a UUID, such as 4e0a3a1e-3283-4575-ab82-028d55fe2719",
        ),
        ({"identified": "x"}, kc.InvalidTypeError, "identified: expected an aware datetime, got a value of type str"),
        (
            {"allow_unreviewed": 1},
            kc.InvalidTypeError,
            "allow_unreviewed: expected True or False, got a value of type int",
        ),
    ],
)
def test_an_argument_that_cannot_be_used_is_refused(
    arguments: dict[str, Any], kind: type[Exception], message: str
) -> None:
    screening = kc.screen(medications=["Xanax"])
    for make in (fhir.resources, fhir.bundle):
        with pytest.raises(kind) as caught:
            make(screening, **{"instance": INSTANCE, **arguments})
        assert str(caught.value) == message


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(kc.NaiveDatetimeError, match=r"^identified: expected an aware datetime"):
        issue("Xanax", identified=datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_collection_without_an_instance_is_refused() -> None:
    with pytest.raises(kc.InvalidTypeError, match=r"^instance: expected a value of type UUID, got .* NoneType$"):
        fhir.bundle(kc.screen(), instance=None)  # type: ignore[arg-type]


def test_what_is_no_screening_and_a_locale_that_is_not_shipped_are_refused() -> None:
    with pytest.raises(kc.InvalidTypeError, match=r"^screening: expected a value of type Screening, got"):
        fhir.resources(kc.quote(1))  # type: ignore[arg-type]
    with pytest.raises(kc.UnknownLocaleError):
        issue("Xanax", locale="de")
