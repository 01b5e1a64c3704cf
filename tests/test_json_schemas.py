"""A schema for every form: by itself, and of several forms in one map."""

import json as stdlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ketaclinic as kc
import ketaclinic.testing  # whose strategies are drawn from
from documents import ANSWERS, GOLDEN, VALUES, got, stored_of
from ketaclinic.interchange import json
from ketaclinic.interchange.shapes import ENUMS, KINDS, REQUIRED, SHAPES, id_of
from strategies import at


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: str(kind.__name__))
@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_schema_takes_every_document_that_is_written(kind: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    schema = json.schema(kind)

    written_schema = json.schema(kind, written=True)
    for made in (schema, written_schema):
        jsonschema.Draft202012Validator.check_schema(made)
        for embed_policy in (False, True):
            document = stdlib.loads(json.dumps(value, embed_policy=embed_policy))
            jsonschema.Draft202012Validator(made).validate(document)
            assert set(written_schema["required"]) <= document.keys()


def test_a_schema_is_the_callers_own() -> None:
    schema = json.schema(kc.Visit)
    schema["properties"]["starts"]["description"] = "changed"
    schema["properties"]["policy"]["oneOf"][0]["type"] = "changed"

    assert "changed" not in str(json.schema(kc.Visit)) + str(json.schema(kc.Quote))


CLOSED_OBJECT = {"type": "object", "additionalProperties": False}
INSTANT = {
    "type": "string",
    "pattern": (
        r"^[0-9]{4}-[0-9][0-9]-[0-9][0-9]T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
        r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
    ),
    "format": "date-time",
}
DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9][0-9]-[0-9][0-9]$", "format": "date"}
CLOCK = {"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?$"}
DURATION = {"type": "string", "pattern": r"^(-?)PT([0-9]{1,15})(?:\.([0-9]{1,6}))?S$"}
AMOUNT = {"type": "string", "pattern": r"^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,4})?$"}
LEVELS = {
    "description": "What follows from a screening finding, most serious first. None of them clears a patient.",
    "type": "string",
    "enum": [level.value for level in kc.Level],
}
PURPOSES = {
    "description": "What a supportive medicine is given against.",
    "type": "string",
    "enum": ["nausea", "nausea_again", "headache"],
}


def form(name: str) -> dict[str, str]:
    """The schema of the name of a form."""
    return {"type": "string", "const": f"ketaclinic/{name}@1"}


def tagged(tag: str, **properties: object) -> dict[str, Any]:
    """The schema of one of several types."""
    tagged = {"type": {"type": "string", "const": tag}, **properties}
    return {**CLOSED_OBJECT, "properties": tagged, "required": [*tagged]}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            kc.ClinicCalendar,
            {
                "$id": "urn:ketaclinic:clinic_calendar@1",
                "title": "ClinicCalendar",
                "description": "The days and hours at which a clinic takes patients, in its own zone.",
                "properties": {
                    "schema": form("clinic_calendar"),
                    "open_weekdays": {"type": "array", "items": {"type": "integer"}, "default": [0, 1, 2, 3, 4, 5, 6]},
                    "closed": {
                        "type": "array",
                        "items": {"type": "array", "items": DAY, "minItems": 2, "maxItems": 2},
                        "default": [],
                    },
                    "opens": {"oneOf": [CLOCK, {"type": "null"}], "default": None},
                    "closes": {"oneOf": [CLOCK, {"type": "null"}], "default": None},
                    "taken": {"type": "array", "items": DAY, "default": []},
                },
                "required": ["schema"],
                "$defs": {},
            },
        ),
        (
            kc.WaitingPatient,
            {
                "$id": "urn:ketaclinic:waiting_patient@1",
                "title": "WaitingPatient",
                "description": "Somebody on the waiting list, by an id of the caller's own.",
                "properties": {
                    "schema": form("waiting_patient"),
                    "id": {"type": "string"},
                    "since": INSTANT,
                    "ready": {"type": "boolean"},
                    "availability": {
                        "type": "array",
                        "items": {
                            "oneOf": [
                                tagged("date", value=DAY),
                                tagged(
                                    "window", value={"type": "array", "items": INSTANT, "minItems": 2, "maxItems": 2}
                                ),
                            ]
                        },
                    },
                },
                "required": ["schema", "id", "since", "ready", "availability"],
                "$defs": {},
            },
        ),
        (
            kc.Fact,
            {
                "$id": "urn:ketaclinic:fact@1",
                "title": "Fact",
                "description": "One thing that was known or computed, under its name. Moments are in UTC.",
                "properties": {
                    "schema": form("fact"),
                    "name": {"$ref": "#/$defs/fact_name"},
                    "value": {
                        "oneOf": [
                            tagged("number", value={"type": "integer"}),
                            tagged("text", value={"type": "string"}),
                            tagged("boolean", value={"type": "boolean"}),
                            tagged("money", amount=AMOUNT, currency={"type": "string"}),
                            tagged("level", value={"$ref": "#/$defs/level"}),
                            tagged("date", value=DAY),
                            tagged("instant", value=INSTANT),
                            tagged("duration", value=DURATION),
                        ]
                    },
                },
                "required": ["schema", "name", "value"],
                "$defs": {
                    "fact_name": {
                        "description": "What a fact is about.",
                        "type": "string",
                        "enum": [name.value for name in kc.FactName],
                    },
                    "level": LEVELS,
                },
            },
        ),
        (
            kc.SupportiveMedication,
            {
                "$id": "urn:ketaclinic:supportive_medication@1",
                "title": "SupportiveMedication",
                "description": "A medicine that the clinic gives along with an infusion.",
                "properties": {
                    "schema": form("supportive_medication"),
                    "purpose": {"$ref": "#/$defs/purpose"},
                    "medicine": {"oneOf": [{"$ref": "#/$defs/medicine"}, {"type": "null"}]},
                    "clauses": {"type": "array", "items": {"type": "string"}, "readOnly": True},
                },
                "required": ["schema", "purpose", "medicine"],  # its clauses follow from these
                "$defs": {
                    "medicine": {
                        **CLOSED_OBJECT,
                        "description": "A medicine that the clinic gives, by its generic name and by the brand that "
                        "patients know.",
                        "properties": {
                            "generic": {"type": "string"}, "brand": {"type": "string"}, "clause": {"type": "string"}
                        },
                        "required": ["generic", "brand", "clause"],
                    },
                    "purpose": PURPOSES,
                },
            },
        ),
        (
            kc.Purpose,
            {
                "$id": "urn:ketaclinic:purpose@1",
                "title": "Purpose",
                "description": "What a supportive medicine is given against.",
                "properties": {"schema": form("purpose"), "value": {"$ref": "#/$defs/purpose"}},
                "required": ["schema", "value"],
                "$defs": {"purpose": PURPOSES},
            },
        ),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)  # fmt: skip
def test_a_schema_to_the_letter(kind: type, expected: dict[str, Any]) -> None:
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}

    assert json.schema(kind) == {**dialect, **CLOSED_OBJECT, **expected}


def test_a_schema_has_the_policy_by_its_fingerprint_or_whole_and_the_zone() -> None:
    properties = json.schema(kc.Window)["properties"]

    assert [*properties] == ["schema", "policy", "zone", "begins", "ends"]
    assert properties["policy"] == {
        "oneOf": [{"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}, {"$ref": "#/$defs/policy"}]
    }
    assert properties["zone"] == {"type": "string"}
    assert properties["begins"] == properties["ends"] == INSTANT
    assert json.schema(kc.Window)["required"] == ["schema", "begins", "ends"]
    assert json.schema(kc.Window, written=True)["required"] == ["schema", "policy", "zone", "begins", "ends"]
    assert json.schema(kc.Payment, written=True)["required"] == [*json.schema(kc.Payment)["required"], "due"]
    assert [*json.schema(kc.Window)["$defs"]] == sorted(json.schema(kc.Window)["$defs"])


def test_what_has_a_default_can_be_left_out() -> None:
    starts = at("2026-12-03T10:00")
    visit = {"number": 2, "starts": starts.isoformat()}
    sheet = {"schema": "ketaclinic/preparation_sheet@1", "subject": {"type": "visit", **visit}}
    plan = {"schema": "ketaclinic/treatment_plan@1", "starts": [starts.isoformat()]}
    driver = json.from_dict({"schema": "ketaclinic/instruction@1", "kind": "driver", "numbers": [2]})

    assert json.from_dict(sheet) == kc.prepare(kc.Visit.at(starts, number=2))
    assert json.from_dict(plan) == kc.TreatmentPlan.of([starts])
    assert (driver.begins, driver.ends) == (None, None)


def test_what_is_left_out_was_not_asked_and_not_told_rather_than_none() -> None:
    visit = {"number": 1, "starts": "2026-12-03T10:00:00-08:00"}
    cancelled = {"schema": "ketaclinic/cancellation@1", "visit": visit, "notified": "2026-12-01T10:00:00-08:00"}
    screening = json.from_dict({"schema": "ketaclinic/screening@1", "medications": []})

    assert screening.not_asked == ("conditions", "substances")
    assert screening.disposition is kc.Disposition.INCOMPLETE
    assert json.from_dict(cancelled).reserved is None
    assert json.from_dict(cancelled | {"reserved": []}).reserved == ()
    assert json.from_dict({"schema": "ketaclinic/quote@1", "infusions": 6}).treating is None
    sheet = {"schema": "ketaclinic/preparation_sheet@1", "subject": {"type": "visit"} | visit}
    assert json.from_dict(sheet).treating is None
    assert json.from_dict(sheet | {"treating": []}).treating == ()


@pytest.mark.parametrize(
    ("kind", "required"),
    [
        (kc.Quote, ["infusions"]),
        (kc.Screening, []),
        (kc.TreatmentPlan, ["starts"]),
        (kc.Visit, ["number", "starts"]),
        (kc.Cancellation, ["visit", "notified"]),
        (kc.PreparationSheet, ["subject"]),
        (kc.Instruction, ["kind", "numbers"]),
        (kc.Step, ["clause", "applied", "facts"]),
        (kc.Explanation, ["decision"]),
    ],
)
def test_what_has_no_default_has_to_be_there(kind: type, required: list[str]) -> None:
    assert json.schema(kind)["required"] == ["schema", *required]


def test_a_schema_of_what_is_written_requires_all_of_it() -> None:
    schema = json.schema(kc.Quote, written=True)

    assert schema["required"] == [*json.to_dict(kc.quote(6))]
    assert schema["$defs"]["quote_line"]["required"] == [*json.to_dict(kc.quote(6))["lines"][0]]


def test_the_schemas_of_what_is_read_and_of_what_is_written_have_names_of_their_own() -> None:
    ids = [json.schema(kind, written=written)["$id"] for kind in VALUES for written in (False, True)]

    assert len({*ids}) == 2 * len(VALUES)
    assert json.schema(kc.Quote)["$id"] == "urn:ketaclinic:quote@1"
    assert json.schema(kc.Quote, written=True)["$id"] == "urn:ketaclinic:quote@1:written"


SHAPED = [kind for kind in VALUES if kind not in ENUMS]


@pytest.mark.parametrize("kind", SHAPED, ids=lambda kind: str(kind.__name__))
def test_a_schema_tells_what_is_derived_and_what_a_field_is_where_it_is_left_out(kind: type) -> None:
    (tree,) = (one for one in stdlib.loads(GOLDEN.read_text(encoding="utf-8")) if KINDS[one["schema"]] is kind)
    properties = json.schema(kind)["properties"]
    shape = SHAPES[kind]

    assert [name for name, item in properties.items() if "readOnly" in item] == [*shape.derived, *shape.told]
    assert all(item.get("readOnly", True) is True for item in properties.values())
    optional = [name for name, field in shape.stored.items() if field.default is not REQUIRED]
    assert [name for name, item in properties.items() if "default" in item] == optional
    for name in optional:
        without = {key: item for key, item in stored_of(kind, tree).items() if key != name}
        jsonschema.Draft202012Validator(properties[name] | {"$defs": json.schema(kind)["$defs"]}).validate(
            properties[name]["default"]
        )
        try:
            left_out: object = json.from_dict(without, own_policy=True)
        except kc.DocumentError as error:
            assert error.faults == refused_for(without | {name: properties[name]["default"]})
        else:
            assert json.from_dict(without | {name: properties[name]["default"]}, own_policy=True) == left_out
    written = json.schema(kind, written=True)["properties"]
    assert not [name for name, item in written.items() if "default" in item]
    assert [name for name, item in written.items() if "readOnly" in item] == [*shape.derived, *shape.told]


def refused_for(tree: dict[str, Any]) -> tuple[kc.Fault, ...]:
    with pytest.raises(kc.DocumentError) as caught:
        json.from_dict(tree, own_policy=True)
    return caught.value.faults


def test_the_page_on_documents_tells_what_may_be_left_out() -> None:
    page = (Path(__file__).parents[1] / "docs/json.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z_]+)` \|(.*)\|(.*)\|$", page, re.MULTILINE)

    assert len(rows) == 7
    for name, required, optional in rows:
        schema = json.schema(KINDS[f"ketaclinic/{name}@1"])
        assert ["schema", *re.findall("`(.*?)`", required)] == schema["required"]
        defaults = {key: item["default"] for key, item in schema["properties"].items() if "default" in item}
        assert stdlib.loads(re.sub("`([a-z_]+):", r'`"\1":', f"{{{optional}}}").replace("`", "")) == defaults


# ---- Schemas in one map

BOTH = json.definitions(VALUES) | json.definitions(VALUES, written=True)


def refs_in(tree: Any) -> Iterator[str]:
    """Whatever a schema refers to."""
    if isinstance(tree, dict):
        yield from ([tree["$ref"]] if "$ref" in tree else [])
        tree = [*tree.values()]
    for item in tree if isinstance(tree, list) else []:
        yield from refs_in(item)


def test_whatever_the_schemas_of_one_map_refer_to_is_in_it_and_needed() -> None:
    documents = {f"{begins}{id_of(kind)}_document" for kind in VALUES for begins in ("", "written_")}

    assert {*refs_in(BOTH)} == {f"#/components/schemas/{name}" for name in BOTH.keys() - documents}
    assert documents <= BOTH.keys()
    assert not [ref for ref in refs_in(json.definitions(VALUES, refs="#/$defs/")) if not ref.startswith("#/$defs/")]
    assert "$id" not in str(BOTH)
    assert "$schema" not in str(BOTH)
    assert all(re.fullmatch("[a-z_]+", name) for name in BOTH)
    assert [*json.definitions(VALUES)] == sorted(json.definitions(VALUES))


def test_two_maps_go_into_one() -> None:
    read, written = json.definitions(VALUES), json.definitions(VALUES, written=True)

    assert all(read[name] == written[name] for name in read.keys() & written.keys())
    apart = {name.removeprefix("written_") for name in written.keys() - read.keys()}
    assert apart <= read.keys()
    assert all(read[name] != written[f"written_{name}"] for name in apart if not name.endswith("_document"))
    assert {"money", "medicine", "level", "window"} <= read.keys() & written.keys()
    assert {"visit", "treatment_plan", "tier", "pricing", "policy", "finding"} <= apart


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: str(kind.__name__))
@pytest.mark.parametrize("written", [False, True])
def test_a_schema_in_a_map_is_that_which_stands_by_itself(kind: type, written: bool) -> None:
    alone = json.schema(kind, written=written)
    parts = json.definitions([kind], refs="#/$defs/", written=written)
    begins = "written_" if written else ""
    document = parts.pop(f"{begins}{id_of(kind)}_document")

    def plain(tree: Any) -> Any:
        return stdlib.loads(stdlib.dumps(tree).replace("#/$defs/written_", "#/$defs/"))

    assert plain(document) == {
        name: item for name, item in alone.items() if name not in {"$schema", "$id", "title", "$defs"}
    }
    assert {name.removeprefix("written_"): plain(item) for name, item in parts.items()} == alone["$defs"]


def test_a_map_holds_what_is_written_to_its_schema() -> None:
    for answer in ANSWERS:
        tree = stdlib.loads(json.dumps(answer))
        name = f"{id_of(type(answer))}_document"
        for begins in ("", "written_"):
            whole = {"$ref": f"#/components/schemas/{begins}{name}", "components": {"schemas": BOTH}}
            validator = jsonschema.Draft202012Validator(whole)
            validator.validate(tree)
            assert not validator.is_valid(tree | {"schema": "ketaclinic/other@1"})


def test_a_map_is_one_of_openapi_unless_another_place_is_named() -> None:
    assert json.definitions([kc.Quote]) == json.definitions([kc.Quote], refs="#/components/schemas/")


def test_a_map_is_the_callers_own() -> None:
    components = json.definitions([kc.Visit])
    components["visit_document"]["properties"]["starts"]["pattern"] = "changed"

    assert "changed" not in str(json.definitions([kc.Visit])) + str(json.schema(kc.Visit))


def test_what_goes_into_a_map_is_checked() -> None:
    wrong: Any
    for wrong in (None, 7, "quote", kc.Quote):
        with pytest.raises(kc.InvalidTypeError, match=r"^kinds: expected an iterable of classes of public values"):
            json.definitions(wrong)
    for wrong in (str, "quote", None, []):
        expected = rf"^kinds\[1\]: expected a class of public values of ketaclinic, {got(wrong)}$"
        with pytest.raises(kc.InvalidTypeError, match=expected):
            json.definitions([kc.Quote, wrong])
    with pytest.raises(kc.InvalidTypeError, match=r"^written: "):
        json.definitions([kc.Quote], written=1)  # type: ignore[arg-type]
    with pytest.raises(kc.InvalidTypeError, match=r"^refs: "):
        json.definitions([kc.Quote], refs=1)  # type: ignore[arg-type]
    with pytest.raises(kc.InvalidInputError, match=r"^refs: "):
        json.definitions([kc.Quote], refs="")
    assert json.definitions([]) == {}
