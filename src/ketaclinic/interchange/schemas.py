"""A JSON Schema for the documents of each public value, made from the types that the documents are made from."""

from copy import deepcopy
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import NoneType
from typing import Any, Final, get_args

import pendulum

from ketaclinic import checks
from ketaclinic.errors import InvalidTypeError, of_type
from ketaclinic.interchange.kinds import (
    AMOUNT,
    CLOCK,
    DATE,
    DURATION,
    INSTANT,
    TAG,
    is_enum,
    is_sequence,
    is_shaped,
    is_union,
    members,
    tag_of,
)
from ketaclinic.interchange.shapes import ENUMS, KINDS, REQUIRED, SHAPES, Field, id_of, schema_name
from ketaclinic.policy import Policy

Schema = dict[str, Any]

_FINGERPRINT: Final = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}


def schema(kind: type, *, written: bool = False) -> Schema:
    """The schema, in the draft 2020-12, of the documents of that class; it stands by itself.

    It is that of documents to be read, where what is derived may be missing. With `written`, it is that of those which
    `ketaclinic.interchange.json.dumps` writes, where nothing is: the one to make types from for whoever reads answers.

    A document that it refuses is refused by `ketaclinic.interchange.json.loads`. One that it takes may be refused, too:
    figures have their limits, and what is derived has to agree.

    Raises:
        InvalidTypeError: not a class of public values.

    >>> import ketaclinic as kc
    >>> from ketaclinic.interchange import json
    >>> json.schema(kc.Money)["properties"]["currency"], json.schema(kc.Money)["required"]
    ({'type': 'string'}, ['schema', 'amount', 'currency'])
    """
    if kind not in [*KINDS.values()]:
        raise InvalidTypeError("kind", "a class of public values of ketaclinic", of_type(kind))
    definitions = _Definitions(written=checks.flag("written", written))
    properties: Schema = {"schema": {"const": schema_name(kind)}}
    required = ["schema"]
    if kind in ENUMS:
        body: Schema = {"properties": {"value": definitions.type(kind)}, "required": ["value"]}
    else:
        body = definitions.object(SHAPES[kind].fields, SHAPES[kind].stored)
        if SHAPES[kind].policy is not None:
            properties |= {"policy": {"oneOf": [_FINGERPRINT, definitions.type(Policy)]}, "zone": {"type": "string"}}
            # A payment has a policy only where it is one of a plan.
            required += ["policy", "zone"] if written and hasattr(kind, "policy") else []
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{schema_name(kind).replace('/', ':')}",
        "title": kind.__name__,
        "description": str(kind.__doc__).partition("\n")[0],
        "type": "object",
        "properties": properties | body["properties"],
        "required": required + body["required"],
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.made.items())),
    }
    return deepcopy(made)  # so that whoever changes it changes no other


class _Definitions:
    """Schemas of types; those of objects and enumerations are made once, and referred to."""

    def __init__(self, *, written: bool) -> None:
        self.made: Schema = {}
        self._written = written

    def type(self, kind: Any) -> Schema:
        """The schema of the values of a type."""
        if kind in _PLAIN:
            return _PLAIN[kind]
        if is_union(kind):
            return self._union(kind)
        if is_sequence(kind):
            return self._array(kind)
        name = id_of(kind)
        if name not in self.made:
            self.made[name] = {}  # it may hold itself
            self.made[name] = self._defined(kind)
        return {"$ref": f"#/$defs/{name}"}

    def object(self, fields: dict[str, Field], stored: Any) -> Schema:
        """The schema of an object of those fields, of which what is not derived and has no default is required."""
        return {
            "type": "object",
            "properties": {name: self.type(field.type) for name, field in fields.items()},
            "required": [*fields] if self._written else [n for n, field in stored.items() if field.default is REQUIRED],
            "additionalProperties": False,
        }

    def _defined(self, kind: Any) -> Schema:
        if is_enum(kind):
            return {"enum": [member.value for member in kind]}
        return self.object(SHAPES[kind].fields, SHAPES[kind].stored)

    def _array(self, kind: Any) -> Schema:
        inner, *others = get_args(kind)
        array: Schema = {"type": "array", "items": self.type(inner)}
        if others and others != [Ellipsis]:
            array |= {"minItems": 1 + len(others), "maxItems": 1 + len(others)}
        return array

    def _union(self, kind: Any) -> Schema:
        kinds = members(kind)
        choices = [self.type(kinds[0])] if len(kinds) == 1 else [self._tagged(member) for member in kinds]
        if NoneType in get_args(kind):
            choices.append({"type": "null"})
        return {"oneOf": choices}

    def _tagged(self, kind: Any) -> Schema:
        tag: Schema = {TAG: {"const": tag_of(kind)}}
        if not is_shaped(kind):
            properties = tag | {"value": self.type(kind)}
            return {
                "type": "object",
                "properties": properties,
                "required": [*properties],
                "additionalProperties": False,
            }
        fields = self.object(SHAPES[kind].fields, SHAPES[kind].stored)
        return fields | {"properties": tag | fields["properties"], "required": [TAG, *fields["required"]]}


def _text(pattern: str, **more: str) -> Schema:
    return {"type": "string", "pattern": f"^{pattern}$", **more}


_INSTANT: Final = _text(INSTANT, format="date-time")
_PLAIN: Final[dict[Any, Schema]] = {
    int: {"type": "integer"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    Decimal: _text(AMOUNT),
    datetime: _INSTANT,
    pendulum.DateTime: _INSTANT,
    date: _text(DATE, format="date"),
    time: _text(CLOCK),
    timedelta: _text(DURATION),
}
