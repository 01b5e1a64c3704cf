"""Every public value as a JSON document, and back; with a JSON Schema for each.

A document names its form and version, the policy that its answer is from, and the time zone of its times:

    >>> import ketaclinic as kc
    >>> from ketaclinic.interchange import json
    >>> text = json.dumps(kc.quote(6))
    >>> text[:42], json.loads(text) == kc.quote(6)
    ('{"schema":"ketaclinic/quote@1","policy":"s', True)

A document may also be written by hand: what is derived can be left out.

    >>> json.loads('{"schema": "ketaclinic/quote@1", "infusions": 6}').total
    Money('3450.00', 'USD')

Amounts are decimal text with their currency, instants are RFC 3339 with their offset, enumerations their ids. The same
value gives the same text. Reading is strict; an error lists every fault with its place, and repeats nothing.
"""

import enum
import json
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final, Never, TypeVar, overload

import attrs

from ketaclinic import checks
from ketaclinic.errors import DocumentError, Fault, InvalidInputError, InvalidTypeError, of_type
from ketaclinic.interchange.schemas import definitions, schema
from ketaclinic.interchange.shapes import ENUMS, KINDS, SHAPES, Shape, schema_name

from ketaclinic.interchange.writing import writer  # isort: skip  # which says what to install where cattrs is missing
from ketaclinic.interchange.reading import MOST_FAULTS, is_unicode, reader, refused, within  # isort: skip
from ketaclinic.policy import Policy
from ketaclinic.policy_file import faq_policy
from ketaclinic.quotes import Quote

__all__ = ["FORMS", "definitions", "dumps", "fingerprint", "from_dict", "loads", "schema", "to_dict"]

T = TypeVar("T")

FORMS: Final = MappingProxyType(dict(KINDS))
"""The class of each form, by the form's name: what documents can be of."""

_CLASSES: Final = frozenset(FORMS.values())

_WHOLE: Final = "document"
"""The place of a fault of the whole document."""

_LONGEST: Final = 8_000_000
"""Characters of a document: more than a plan of 10,000 visits, and less than what is slow to refuse."""


def dumps(value: object, *, embed_policy: bool = False, indent: int | None = None) -> str:
    """The value as JSON text, the same for equal values.

    A document names its policy by a fingerprint, and is read under the same one; with `embed_policy`, it holds all of
    the policy and can be read by itself.

    Raises:
        InvalidTypeError: not a public value of the library.
        InvalidInputError: a text in it holds half a surrogate pair, which JSON cannot carry.

    >>> import ketaclinic as kc
    >>> from ketaclinic.interchange import json
    >>> json.dumps(kc.Money("600"))
    '{"schema":"ketaclinic/money@1","amount":"600.00","currency":"USD"}'
    """
    if indent is not None:
        checks.count("indent", indent, most=8)
    tree = to_dict(value, embed_policy=embed_policy)
    text = json.dumps(tree, ensure_ascii=False, indent=indent, separators=(",", ":" if indent is None else ": "))
    if not is_unicode(text):
        raise InvalidInputError("value", "text without halves of surrogate pairs")
    return text


def to_dict(value: object, *, embed_policy: bool = False) -> dict[str, Any]:
    """The same as plain dicts, lists, text, whole numbers, booleans and None, for a framework that writes the JSON.

    Raises:
        InvalidTypeError: not a public value of the library.
    """
    checks.instance("embed_policy", embed_policy, bool)
    kind = type(value)
    if kind in ENUMS and isinstance(value, enum.Enum):
        return {"schema": schema_name(kind), "value": value.value}
    if kind not in _CLASSES:
        raise InvalidTypeError("value", "a public value of ketaclinic", of_type(value))
    policy_of = SHAPES[kind].policy
    policy = None if policy_of is None else policy_of(value)
    body = writer().get_unstructure_hook(kind)(value)
    if policy is None:
        return {"schema": schema_name(kind), **body}
    named = writer().unstructure(policy) if embed_policy else fingerprint(policy)
    return {"schema": schema_name(kind), "policy": named, "zone": policy.clinic.time_zone, **body}


@lru_cache(maxsize=8)
def fingerprint(policy: Policy) -> str:
    """What documents name a policy by: SHA-256, in hexadecimal, of its own document without blanks.

    Raises:
        InvalidTypeError: not a policy.

    >>> import ketaclinic as kc
    >>> from ketaclinic.interchange import json
    >>> json.fingerprint(kc.faq_policy()) == json.to_dict(kc.quote(6))["policy"]
    True
    """
    text = dumps(checks.instance("policy", policy, Policy))
    return f"sha256:{sha256(text.encode()).hexdigest()}"


@overload
def loads(
    document: str | bytes,
    kind: type[T] | tuple[type[T], ...],
    *,
    policy: Policy | None = None,
    own_policy: bool = False,
    renew: bool = False,
) -> T: ...
@overload
def loads(
    document: str | bytes,
    kind: None = None,
    *,
    policy: Policy | None = None,
    own_policy: bool = False,
    renew: bool = False,
) -> Any: ...
def loads(
    document: str | bytes,
    kind: type[Any] | tuple[type[Any], ...] | None = None,
    *,
    policy: Policy | None = None,
    own_policy: bool = False,
    renew: bool = False,
) -> Any:
    """The value of a document that `dumps` wrote, or that was written by hand.

    `kind` is the class that it has to be of, or several in a tuple: nothing of another form is read. `policy` is the
    one that it was made under, the FAQ's by default. Where a document holds a whole policy, it has to be that one, too,
    lest a stranger names prices; `own_policy` takes the document's, for one that you saved yourself. What is derived
    has to agree with what this version derives; `renew` derives it anew instead, such as for a screening whose names
    are recognised better than when it was saved.

    Raises:
        InvalidTypeError: neither str nor bytes, or other types than those.
        DocumentError: anything else that is wrong with it, all at once: no JSON or not UTF-8, more than 8,000,000
            characters or bytes, nested too deeply, a fractional number, a key twice, an unknown form, version or
            field, a missing one, a wrong type or value, another policy or zone; or a price that is not published, in
            a fault with its `clause` and the `telephone` to ask at.

    >>> from ketaclinic.interchange import json
    >>> json.loads('{"schema": "ketaclinic/money@1", "amount": 600, "currency": "XYZ", "cents": 0}')
    Traceback (most recent call last):
    ketaclinic.errors.DocumentError: the document has 2 faults:
      document: expected no other fields than amount, currency
      amount: expected an amount as text, such as '600.00'
    """
    if type(document) not in {str, bytes}:
        raise InvalidTypeError("document", "JSON as str or bytes", of_type(document))
    try:
        tree = _parsed(document)
    except DocumentError as error:
        faults = error.faults
    else:
        return _read(tree, kind, policy, own_policy=own_policy, renew=renew)
    raise DocumentError(faults)  # out here, so that it does not carry the parser's own error, which holds the document


@overload
def from_dict(
    document: dict[str, Any],
    kind: type[T] | tuple[type[T], ...],
    *,
    policy: Policy | None = None,
    own_policy: bool = False,
    renew: bool = False,
) -> T: ...
@overload
def from_dict(
    document: dict[str, Any],
    kind: None = None,
    *,
    policy: Policy | None = None,
    own_policy: bool = False,
    renew: bool = False,
) -> Any: ...
def from_dict(
    document: dict[str, Any],
    kind: type[Any] | tuple[type[Any], ...] | None = None,
    *,
    policy: Policy | None = None,
    own_policy: bool = False,
    renew: bool = False,
) -> Any:
    """The value of a document that is parsed already, into plain dicts, lists, text and the like.

    Raises:
        InvalidTypeError: no dict, such as another mapping, or other types than those.
        DocumentError: as `loads`; what stands in it is held to plain types like whatever else is wrong with it.
    """
    tree = checks.instance("document", document, dict)
    return _read(tree, kind, policy, own_policy=own_policy, renew=renew)


def _read(tree: object, kind: object, policy: Policy | None, *, own_policy: bool, renew: bool) -> Any:
    kinds = None if kind is None else _kinds(kind)
    policy = None if policy is None else checks.instance("policy", policy, Policy)
    checks.instance("renew", renew, bool)
    checks.instance("own_policy", own_policy, bool)
    try:
        return _value(tree, kinds, policy, own_policy=own_policy, renew=renew)
    except DocumentError as error:
        faults = _listed(error.faults)
    except RecursionError:
        faults = (Fault(_WHOLE, "nested too deeply"),)
    raise DocumentError(faults)  # as above


def _kinds(kind: object) -> tuple[type, ...]:
    """The classes that a document may be of."""
    kinds = kind if type(kind) is tuple else (kind,)
    if not kinds or not all(isinstance(one, type) and one in _CLASSES for one in kinds):
        raise InvalidTypeError("kind", "a class of public values of ketaclinic, or several in a tuple", of_type(kind))
    return kinds


def _value(
    tree: object, kinds: tuple[type, ...] | None, policy: Policy | None, *, own_policy: bool, renew: bool
) -> Any:
    if type(tree) is not dict:
        raise refused("expected an object")
    if not {str}.issuperset(map(type, tree)):
        raise refused("expected no fields but those that are named by text")
    fields = dict(tree)
    found = _kind(fields, kinds)
    if found in ENUMS:
        return _member(found, fields)
    applied = _policy(SHAPES[found], fields, policy, own_policy=own_policy)
    return reader(applied, renew).structure(fields, found)


def _listed(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """The faults, of which none is without a place, and not too many."""
    listed = [attrs.evolve(fault, place=fault.place or _WHOLE) for fault in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        listed.append(Fault(_WHOLE, f"more than {MOST_FAULTS:,} faults; the others are not listed"))
    return tuple(listed)


def _kind(fields: dict[str, Any], wanted: tuple[type, ...] | None) -> type:
    """The class of a document's form, which is taken out of its fields, if it is a wanted one."""
    if "schema" not in fields:
        raise refused("missing", "schema")
    named = fields.pop("schema")
    found = FORMS.get(named) if type(named) is str else None
    if found is None or (wanted is not None and found not in wanted):
        names = [schema_name(Quote)] if wanted is None else [*map(schema_name, wanted)]
        only = f"a form of this version, such as {names[0]}" if wanted is None else " or ".join(names)
        raise refused(f"expected {only}", "schema")
    return found


def _member(kind: type, fields: dict[str, Any]) -> Any:
    if "value" not in fields:
        raise refused("missing", "value")
    if len(fields) > 1:
        raise refused("expected no other fields than value")
    with within("value"):
        return reader(faq_policy(), renew=False).structure(fields["value"], kind)


def _policy(shape: Shape, fields: dict[str, Any], given: Policy | None, *, own_policy: bool) -> Policy:
    """The policy to read a document under; it is taken out of the fields along with the zone."""
    policy = faq_policy() if given is None else given
    if shape.policy is None:
        return policy
    ours = fingerprint(policy)
    named = fields.pop("policy", ours)
    if type(named) is dict:
        with within("policy"):
            held = reader(policy, renew=False).structure(named, Policy)
        policy = held if own_policy else policy
        is_same = held == policy
    else:
        is_same = type(named) is str and named == ours
    if not is_same:
        raise refused("another one; pass the policy that the document was made under", "policy")
    zone = fields.pop("zone", policy.clinic.time_zone)
    if type(zone) is not str or zone != policy.clinic.time_zone:
        raise refused("expected that of the policy's clinic", "zone")
    return policy


def _parsed(document: str | bytes) -> Any:
    if len(document) > _LONGEST:
        raise refused(f"expected at most {_LONGEST:,} characters or bytes", _WHOLE)
    try:
        text = document if isinstance(document, str) else document.decode()
        return _DECODER.decode(text)
    except DocumentError:
        raise
    except UnicodeDecodeError:
        raise refused("expected UTF-8", _WHOLE) from None
    except json.JSONDecodeError as error:
        raise refused(f"expected JSON, in line {error.lineno} at column {error.colno}", _WHOLE) from None
    except ValueError:  # Python's own limit
        raise refused("a number of too many digits", _WHOLE) from None
    except RecursionError:
        raise refused("nested too deeply", _WHOLE) from None


def _no_number(_: str) -> Never:
    raise refused("expected no numbers but whole ones", _WHOLE)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise refused("expected each field of an object once", _WHOLE)
    return fields


_DECODER: Final = json.JSONDecoder(parse_float=_no_number, parse_constant=_no_number, object_pairs_hook=_object)
