"""A JSON Schema for the documents of each public value, made from the types that the documents are made from."""

from collections.abc import Iterable
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
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
from ketaclinic.interchange.shapes import KINDS, REQUIRED, SHAPES, Field, Shape, id_of, schema_name
from ketaclinic.interchange.writing import writer
from ketaclinic.policy import Policy

Schema = dict[str, Any]

_WRITTEN: Final = "written_"

_FINGERPRINT: Final = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}


def schema(kind: type, *, written: bool = False) -> Schema:
    """The schema, in the draft 2020-12, of the documents of that class; it stands by itself.

    It is that of documents to be read, where what is derived may be missing. With `written`, it is that of those which
    `ketaclinic.interchange.json.dumps` writes, where nothing is: the one to make types from for whoever reads answers.

    A document that it refuses is refused by `ketaclinic.interchange.json.loads`, unless that renews what is derived.
    One that it takes may be refused, too: figures have their limits, and what is derived has to agree.

    Raises:
        InvalidTypeError: not a class of public values.

    >>> import ketaclinic as kc
    >>> from ketaclinic.interchange import json
    >>> json.schema(kc.Money)["properties"]["currency"], json.schema(kc.Money)["required"]
    ({'type': 'string'}, ['schema', 'amount', 'currency'])
    """
    if kind not in [*KINDS.values()]:
        raise InvalidTypeError("kind", "a class of public values of ketaclinic", of_type(kind))
    parts = _Parts("#/$defs/", written=checks.flag("written", written), prefix="")
    document = parts.document(kind)
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{schema_name(kind).replace('/', ':')}{':written' if written else ''}",
        "title": kind.__name__,
        **document,
        "$defs": dict(sorted(parts.made.items())),
    }
    return deepcopy(made)  # so that whoever changes it changes no other


def definitions(
    kinds: Iterable[type], *, refs: str = "#/components/schemas/", written: bool = False
) -> dict[str, Schema]:
    """Schemas of the documents of several classes, and of their parts, in one map: such as the components of OpenAPI.

    The document of a quote is `quote_document`; a part such as `money` or `quote_line` is named as in documents, and
    stands there once, whatever it is a part of. `refs` is what stands before a name where the schemas refer to a part.
    With `written` (see `schema`), it is `written_quote_document`, and so are parts of which both schemas are not the
    same. So both maps go into one: what is read for requests, and what is written for responses.

    Raises:
        InvalidTypeError: not classes of public values, or other types than those.

    >>> import ketaclinic as kc
    >>> from ketaclinic.interchange import json
    >>> components = json.definitions([kc.SupportiveMedication])
    >>> [*components], components["supportive_medication_document"]["properties"]["purpose"]
    (['medicine', 'purpose', 'supportive_medication_document'], {'$ref': '#/components/schemas/purpose'})
    >>> [*json.definitions([kc.SupportiveMedication], written=True)]
    ['medicine', 'purpose', 'written_supportive_medication_document']
    """
    wanted = checks.gathered("kinds", kinds, "classes of public values of ketaclinic")
    for index, kind in enumerate(wanted):
        if kind not in [*KINDS.values()]:
            raise InvalidTypeError(f"kinds[{index}]", "a class of public values of ketaclinic", of_type(kind))
    prefix = _WRITTEN if checks.flag("written", written) else ""
    parts = _Parts(checks.text("refs", refs), written=written, prefix=prefix)
    documents = {f"{prefix}{id_of(kind)}_document": parts.document(kind) for kind in wanted}
    return deepcopy(dict(sorted((documents | parts.made).items())))


class _Parts:
    """Schemas of types; those of objects and enumerations are made once, and referred to.

    `prefix` begins the names of those of which the schemas of what is read and of what is written are not the same.
    """

    def __init__(self, refs: str, *, written: bool, prefix: str) -> None:
        self.made: Schema = {}
        self._refs = refs
        self._written = written
        self._prefix = prefix

    def document(self, kind: type) -> Schema:
        """The schema of the documents of a class."""
        properties: Schema = {"schema": {"type": "string", "const": schema_name(kind)}}
        required = ["schema"]
        if is_enum(kind):
            body: Schema = {"properties": {"value": self.type(kind)}, "required": ["value"]}
        else:
            body = self._object(SHAPES[kind])
            if SHAPES[kind].policy is not None:
                properties |= {"policy": {"oneOf": [_FINGERPRINT, self.type(Policy)]}, "zone": {"type": "string"}}
                # A payment has a policy only where it is one of a plan.
                required += ["policy", "zone"] if self._written and hasattr(kind, "policy") else []
        return {
            "description": _description(kind),
            "type": "object",
            "properties": properties | body["properties"],
            "required": required + body["required"],
            "additionalProperties": False,
        }

    def type(self, kind: Any) -> Schema:
        """The schema of the values of a type."""
        if kind in _PLAIN:
            return _PLAIN[kind]
        if is_union(kind):
            return self._union(kind)
        if is_sequence(kind):
            return self._array(kind)
        name = f"{self._prefix if _may_lack_something(kind) else ''}{id_of(kind)}"
        if name not in self.made:
            self.made[name] = {}  # it may hold itself
            self.made[name] = {"description": _description(kind), **self._defined(kind)}
        return {"$ref": f"{self._refs}{name}"}

    def _object(self, shape: Shape) -> Schema:
        """The schema of an object, of which what is not derived and has no default is required."""
        required = [name for name, field in shape.stored.items() if field.default is REQUIRED]
        return {
            "type": "object",
            "properties": {name: self._field(name, field, shape) for name, field in shape.fields.items()},
            "required": [*shape.fields] if self._written else required,
            "additionalProperties": False,
        }

    def _field(self, name: str, field: Field, shape: Shape) -> Schema:
        schema = self.type(field.type)
        if name not in shape.stored:
            return {**schema, "readOnly": True}
        if field.default is REQUIRED or self._written:
            return schema
        return {**schema, "default": writer().get_unstructure_hook(field.type)(field.default)}

    def _defined(self, kind: Any) -> Schema:
        if is_enum(kind):
            return {"type": "string", "enum": [member.value for member in kind]}
        return self._object(SHAPES[kind])

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
        tag: Schema = {TAG: {"type": "string", "const": tag_of(kind)}}
        if not is_shaped(kind):
            properties = tag | {"value": self.type(kind)}
            return {
                "type": "object",
                "properties": properties,
                "required": [*properties],
                "additionalProperties": False,
            }
        fields = self._object(SHAPES[kind])
        return fields | {"properties": tag | fields["properties"], "required": [TAG, *fields["required"]]}


@cache
def _may_lack_something(kind: Any) -> bool:
    """Whether a document that is read may lack something of it that one that is written has."""
    if not is_shaped(kind):
        return any(map(_may_lack_something, get_args(kind)))
    shape = SHAPES[kind]
    if len(shape.stored) < len(shape.fields):
        return True
    return any(field.default is not REQUIRED or _may_lack_something(field.type) for field in shape.stored.values())


def _description(kind: type) -> str:
    """The first paragraph of what is written about a class, if Python was not told to leave that out."""
    return " ".join((kind.__doc__ or "").partition("\n\n")[0].split())


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
