"""What the JSON API takes and gives, in OpenAPI 3.1, whose schemas are those of the library."""

from typing import Any, Final

import ketaclinic as kc
from ketaclinic.interchange import json

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
    "type": "object",
    "required": ["faults"],
    "properties": {
        "faults": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["place", "problem"],
                "properties": {"place": {"type": "string"}, "problem": {"type": "string"}},
            },
        }
    },
}


def document(policy: kc.Policy) -> dict[str, Any]:
    """The description of the API."""
    completed = {f"/api/{name}": {"post": _operation(name, name, name)} for name in KINDS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": policy.clinic.name,
            "version": "1",
            "description": "Documents go in, complete ones come out. What is derived can be left out of a request. "
            "Nothing is kept.",
        },
        "paths": {
            **completed,
            "/api/proposals": {"post": _operation("proposals", "Proposal", "treatment_plan")},
            "/api/words/{locale}/{form}": {"post": _words()},
        },
        "components": {
            "schemas": {
                **{name: json.schema(kind) for name, kind in KINDS.items()},
                "Proposal": _PROPOSAL,
                "Faults": _FAULTS,
            }
        },
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
    forms = {"text": "text/plain", "html": "text/html", "markdown": "text/markdown"}
    names = [status.name for status in kc.locales()]
    return {
        "operationId": "words",
        "summary": "Any of these documents in words",
        "parameters": [_parameter("locale", names), _parameter("form", [*forms])],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"oneOf": [_schema(name)["schema"] for name in KINDS]},
                    "example": EXAMPLES["quote"],
                }
            },
        },
        "responses": {
            "200": {
                "description": "The answer in words",
                "content": {media_type: {"schema": {"type": "string"}} for media_type in forms.values()},
            },
            **_refusals(),
        },
    }


def _parameter(name: str, values: list[str]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"enum": values}}


def _schema(name: str) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def _refusals() -> dict[str, Any]:
    return {
        "413": {"description": "Too large"},
        "415": {"description": "Not application/json"},
        "422": {
            "description": "What is wrong, each with its place; nothing that was sent is repeated",
            "content": {"application/json": _schema("Faults")},
        },
    }
