"""What the JSON API takes and gives, in OpenAPI 3.1, whose schemas are those of the library."""

from typing import Any, Final

import ketaclinic as kc
from ketaclinic.interchange import json

from .limits import IN_WORDS, LARGEST

KINDS: Final[dict[str, type[Any]]] = {
    "quote": kc.Quote,
    "screening": kc.Screening,
    "treatment_plan": kc.TreatmentPlan,
    "cancellation": kc.Cancellation,
    "preparation_sheet": kc.PreparationSheet,
}
"""The documents that the API completes, by what stands in an address."""

_VISIT: Final = {"number": 1, "starts": "2027-02-03T10:00:00-08:00", "phase": "initial"}

EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "quote": {"schema": "ketaclinic/quote@1", "infusions": 6},
    "screening": {"schema": "ketaclinic/screening@1", "medications": ["Zoloft", "Klonopin at night"], "conditions": []},
    "treatment_plan": {
        "schema": "ketaclinic/treatment_plan@1",
        "starts": ["2027-02-03T10:00:00-08:00", "2027-02-05T10:00:00-08:00"],
    },
    "cancellation": {
        "schema": "ketaclinic/cancellation@1",
        "visit": _VISIT,
        "notified": "2027-02-01T09:00:00-08:00",
        "reserved": None,
    },
    "preparation_sheet": {"schema": "ketaclinic/preparation_sheet@1", "subject": {"type": "visit", **_VISIT}},
    "proposals": {"first": "2027-02-03T10:00:00-08:00", "infusions": 6, "per_week": 3},
}
"""A request for each, as short as it may be."""

SUMMARIES: Final = {
    "quote": "What infusions and consultations cost",
    "screening": "What the doctor must know of",
    "treatment_plan": "Visits that were planned elsewhere",
    "cancellation": "Whether a notice of cancellation is timely",
    "preparation_sheet": "What to do before and after a visit",
    "proposals": "A first series on the clinic's calendar",
}

_REFS: Final = "#/components/schemas/"
_PROPOSAL: Final = {
    "type": "object",
    "required": ["first", "infusions"],
    "additionalProperties": False,
    "properties": {
        "first": {"type": "string", "format": "date-time"},
        "infusions": {"type": "integer", "minimum": 1},
        "per_week": {"type": "integer", "default": 3},
        "completed": {"type": "integer", "minimum": 0, "default": 0},
        "open_weekdays": {
            "type": ["array", "null"],
            "items": {"type": "integer", "minimum": 0, "maximum": 6},
            "default": None,
            "description": "Days on which the patient can come, 0 for Monday; null for any.",
        },
    },
}
_FAULTS: Final = {
    "description": "What is wrong. There are none where no document was looked at, as for an unknown address.",
    "type": "object",
    "required": ["faults"],
    "properties": {"faults": {"type": "array", "items": {"$ref": f"{_REFS}Fault"}}},
}
_FORMS: Final = {"text": "text/plain", "html": "text/html", "markdown": "text/markdown"}


def document(policy: kc.Policy) -> dict[str, Any]:
    """The description of the API. What is taken may lack what is derived; what is given does not, so both are there."""
    completed = {
        f"/api/{name}": {"post": _operation(name, f"{name}_document", f"written_{name}_document")} for name in KINDS
    }
    kinds = [*KINDS.values()]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": policy.clinic.name,
            "version": "1",
            "description": "Documents go in, complete ones come out. What is derived can be left out of a request. "
            f"Nothing is kept. {IN_WORDS}",
        },
        "servers": [{"url": "/"}],
        "security": [],
        "paths": {
            **completed,
            "/api/proposals": {"post": _operation("proposals", "Proposal", "written_treatment_plan_document")},
            "/api/words/{locale}/{form}": {"post": _words()},
            "/api/schemas/{name}": {"get": _schemas()},
        },
        "components": {
            "schemas": {
                **json.definitions(kinds, refs=_REFS),
                **json.definitions(kinds, refs=_REFS, written=True),
                "Proposal": _PROPOSAL,
                "Fault": _fault(),
                "Faults": _FAULTS,
            }
        },
    }


def _fault() -> dict[str, Any]:
    """A fault as the library writes it, but for the name of its form, which all of them have."""
    written = json.schema(kc.Fault, written=True)
    properties = {name: item for name, item in written["properties"].items() if name != "schema"}
    return {
        "description": "One thing that is wrong. With a clause, it is asked for what the clinic does not publish: "
        "tell by the clause what to say, and the telephone number, if there is one.",
        "type": "object",
        "required": [*properties],
        "properties": properties,
    }


def _operation(name: str, taken: str, given: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": SUMMARIES[name],
        "requestBody": {
            "required": True,
            "content": {"application/json": {**_schema(taken), "example": EXAMPLES[name]}},
        },
        "responses": {
            "200": {"description": "The complete document", "content": {"application/json": _schema(given)}},
            **_refusals(),
        },
    }


def _words() -> dict[str, Any]:
    names = [status.name for status in kc.locales()]
    return {
        "operationId": "words",
        "summary": "Any of these documents in words",
        "parameters": [_parameter("locale", names), _parameter("form", [*_FORMS])],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"oneOf": [_schema(f"{name}_document")["schema"] for name in KINDS]},
                    "example": EXAMPLES["quote"],
                }
            },
        },
        "responses": {
            "200": {
                "description": "The answer in words",
                "content": {media_type: {"schema": {"type": "string"}} for media_type in _FORMS.values()},
            },
            "404": _refusal("No such locale or form. Locales are exact: `es_US`, and not `es-MX`"),
            **_refusals(),
        },
    }


def _schemas() -> dict[str, Any]:
    return {
        "operationId": "schemas",
        "summary": "The JSON Schema of one kind of request",
        "parameters": [_parameter("name", [*KINDS])],
        "responses": {
            "200": {
                "description": "JSON Schema, draft 2020-12",
                "content": {"application/schema+json": {"schema": {"type": "object"}}},
            },
            "404": _refusal("No such kind"),
        },
    }


def _parameter(name: str, values: list[str]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "enum": values}}


def _schema(name: str) -> dict[str, Any]:
    return {"schema": {"$ref": f"{_REFS}{name}"}}


def _refusals() -> dict[str, Any]:
    return {
        "413": _refusal(f"More than {LARGEST:,} bytes"),
        "415": _refusal("Not application/json"),
        "422": _refusal("What is wrong or too much, each with its place; nothing that was sent is repeated"),
    }


def _refusal(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": _schema("Faults")}}
