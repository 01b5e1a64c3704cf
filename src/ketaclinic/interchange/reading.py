"""Values of plain trees of JSON types: strictly, and with every fault told at its place, none repeating what was given.

The hooks stand in converters of cattrs, one for each policy, which find that of a type once.
"""

import enum
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from types import NoneType
from typing import Any, Final, get_args, get_origin

import attrs
from cattrs import Converter

from ketaclinic import checks
from ketaclinic.errors import DocumentError, Fault, InvalidInputError, InvalidTypeError
from ketaclinic.interchange.agreement import differences
from ketaclinic.interchange.findings import NOT_FOUND, not_found, told
from ketaclinic.interchange.kinds import (
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
from ketaclinic.interchange.shapes import REQUIRED, SHAPES, Shape
from ketaclinic.interchange.writing import writes
from ketaclinic.policy import Policy
from ketaclinic.screening import Finding
from ketaclinic.values import Checked, problems_among

MOST_FAULTS: Final = 1_000
"""How many are listed."""

_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")

Hook = Callable[[object, object], Any]


@lru_cache(maxsize=64)
def reader(policy: Policy, renew: bool) -> Converter:  # noqa: FBT001  # a cache takes them by place
    """The converter that makes values of trees, under that policy. `renew` leaves what is derived unread."""
    converter = Converter()

    def objects(kind: type) -> Hook:
        return _Objects(SHAPES[kind], converter, policy, renew=renew)

    def findings(kind: Any) -> Hook:
        unscreened = attrs.evolve(SHAPES[Finding], make=told)
        return _read_findings(_read_items(kind, _Objects(unscreened, converter, policy, renew=renew)), policy)

    converter.register_structure_hook_factory(is_shaped, objects)
    converter.register_structure_hook_factory(is_enum, _read_member)
    converter.register_structure_hook_factory(is_sequence, lambda kind: _read_array(kind, converter))
    converter.register_structure_hook_factory(lambda kind: kind == tuple[Finding, ...], findings)
    converter.register_structure_hook_factory(is_union, lambda kind: _read_union(kind, converter))
    for kind, expected in _PLAIN.items():
        converter.register_structure_hook(kind, _read_plain(kind, expected))
    converter.register_structure_hook(Decimal, _read_plain(str, "an amount as text, such as '600.00'"))
    converter.register_structure_hook(datetime, _parsed(INSTANT, _instant, "an instant of RFC 3339, with its offset"))
    converter.register_structure_hook(date, _parsed(DATE, date.fromisoformat, "a date, such as '2026-12-01'"))
    converter.register_structure_hook(time, _parsed(CLOCK, time.fromisoformat, "a time of day, such as '09:00:00'"))
    converter.register_structure_hook(timedelta, _parsed(DURATION, _duration, "a duration in seconds, such as 'PT60S'"))
    return converter


_PLAIN: Final = {int: "a whole number", bool: "true or false", str: "text"}


def refused(problem: str, place: str = "") -> DocumentError:
    """The error of a document with that one fault."""
    return DocumentError((Fault(place, problem),))


def placed(error: DocumentError, place: str) -> Iterator[Fault]:
    """The faults of a part of a document, at their places in the whole."""
    for fault in error.faults:
        inner = f"{'' if fault.place.startswith('[') or not fault.place else '.'}{fault.place}"
        yield attrs.evolve(fault, place=f"{place}{inner}")


@contextmanager
def within(place: str) -> Iterator[None]:
    """Puts the faults of a part of a document at its place."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError(tuple(placed(error, place))) from None


def _read_plain(kind: type, expected: str) -> Hook:
    def hook(raw: object, _: object) -> Any:
        if type(raw) is not kind or (kind is str and not is_unicode(str(raw))):
            raise refused(f"expected {expected}")
        return raw

    return hook


def is_unicode(text: str) -> bool:
    """Whether it holds no half of a surrogate pair, which no encoding can write."""
    return text.isascii() or not _SURROGATE.search(text)


def _parsed(pattern: str, parse: Callable[[str], Any], expected: str) -> Hook:
    matches = re.compile(pattern).fullmatch

    def hook(raw: object, _: object) -> Any:
        if type(raw) is str and matches(raw):
            try:
                return parse(raw)
            except (ValueError, OverflowError):
                pass
        raise refused(f"expected {expected}")

    return hook


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _duration(text: str) -> timedelta:
    sign, seconds, fraction = re.findall(DURATION, text)[0]
    length = timedelta(seconds=int(seconds), microseconds=int(fraction.ljust(6, "0")))
    return -length if sign else length


def _read_member(kind: type[enum.Enum]) -> Hook:
    ids = {member.value: member for member in kind}

    def hook(raw: object, _: object) -> Any:
        if type(raw) is not str or raw not in ids:
            raise refused(f"expected one of {', '.join(ids)}")
        return ids[raw]

    return hook


def _read_array(kind: Any, converter: Converter) -> Hook:
    return _read_items(kind, converter.get_structure_hook(get_args(kind)[0]))


def _read_items(kind: Any, hook: Hook) -> Hook:
    inner, *others = get_args(kind)
    make = get_origin(kind)
    length = None if Ellipsis in others or make is frozenset else 1 + len(others)

    def read(raw: object, _: object) -> Any:
        if type(raw) is not list:
            raise refused("expected an array")
        if length is not None and len(raw) != length:
            raise refused(f"expected an array of {length}")
        if len(raw) > checks.MOST_LISTED:
            raise refused(f"expected at most {checks.MOST_LISTED:,} items")
        items: list[Any] = []
        faults: list[Fault] = []
        for index, item in enumerate(raw):
            try:
                items.append(hook(item, inner))
            except DocumentError as error:
                faults += placed(error, f"[{index}]")
                if len(faults) > MOST_FAULTS:
                    break
        if faults:
            raise DocumentError(tuple(faults))
        return make(items)

    return read


def _read_findings(read_all: Hook, policy: Policy) -> Hook:
    """Reads findings and then screens their entries, each once."""

    def read(raw: object, kind: object) -> Any:
        findings = read_all(raw, kind)
        try:
            wrong = sorted(not_found(findings, policy))
        except InvalidInputError as error:
            raise DocumentError((_fault(error),)) from None
        if wrong:
            raise DocumentError(tuple(Fault(f"[{index}].level", f"expected {NOT_FOUND}") for index in wrong))
        return findings

    return read


def _read_union(kind: Any, converter: Converter) -> Hook:
    kinds = {tag_of(member): member for member in members(kind)}
    hooks = {tag: converter.get_structure_hook(member) for tag, member in kinds.items()}
    only = next(iter(hooks.values()))
    is_optional = NoneType in get_args(kind)

    def read(raw: object, _: object) -> Any:
        if raw is None and is_optional:
            return None
        if len(kinds) == 1:
            return only(raw, kinds)
        tag = raw.get(TAG) if type(raw) is dict else None
        if type(raw) is not dict or type(tag) is not str or tag not in kinds:
            raise refused(f"expected an object whose {TAG} is one of {', '.join(kinds)}")
        inner = {name: item for name, item in raw.items() if name != TAG}
        if is_shaped(kinds[tag]):
            return hooks[tag](inner, kinds[tag])
        if set(inner) != {"value"}:
            raise refused(f"expected no other fields than {TAG} and value, and both of them")
        with within("value"):
            return hooks[tag](inner["value"], kinds[tag])

    return read


class _Objects:
    """Reads the objects of one kind."""

    def __init__(self, shape: Shape, converter: Converter, policy: Policy, *, renew: bool) -> None:
        self._shape = shape
        self._policy = policy
        self._is_checked = issubclass(shape.kind, Checked)
        self._names = self._shape.fields.keys()
        stored = self._shape.stored.items()
        self._stored = [(name, field, converter.get_structure_hook(field.type)) for name, field in stored]
        told = self._shape.told.items()
        self._told = [(name, field, converter.get_structure_hook(field.type)) for name, field in told]
        derived = {} if renew else self._shape.derived
        self._derived = [(name, writes(field), differences(field.type)) for name, field in derived.items()]

    def __call__(self, raw: object, _: object) -> Any:
        if type(raw) is not dict:
            raise refused("expected an object")
        fields, faults = self._read(raw)
        if self._is_checked:
            faults += _problems(self._shape.kind, fields)
        if faults:
            raise DocumentError(tuple(faults))
        value = _made(self._shape, self._policy, fields)
        for name, write, differing in self._derived:
            if name in raw:
                faults += differing(raw[name], write(value), name)
        if faults:
            raise DocumentError(tuple(faults))
        return value

    def _read(self, raw: dict[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
        """The fields that a value is made from, as far as they are right, and what is wrong with the others."""
        fields: dict[str, Any] = {}
        faults: list[Fault] = []
        if not {str}.issuperset(map(type, raw)) or not raw.keys() <= self._names:
            faults.append(Fault("", f"expected no other fields than {', '.join(self._names)}"))
        for name, field, hook in self._stored:
            if name in raw:
                try:
                    fields[name] = hook(raw[name], field.type)
                except DocumentError as error:
                    faults += placed(error, name)
            elif field.default is REQUIRED:
                faults.append(Fault(name, "missing"))
            else:
                fields[name] = field.default
        for name, field, hook in self._told:
            if name in raw:
                try:
                    hook(raw[name], field.type)
                except DocumentError as error:
                    faults += placed(error, name)
        return fields, faults


def _problems(kind: type, fields: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with the good fields of a value, each judged by its own validator, and then together."""
    good = dict(fields)
    for field in attrs.fields(kind):
        if field.name in fields and field.validator is not None:
            try:
                field.validator(None, field, fields[field.name])
            except (InvalidInputError, InvalidTypeError) as error:
                del good[field.name]
                yield _fault(error)
    yield from map(_fault, problems_among(kind, good))


def _made(shape: Shape, policy: Policy, fields: Mapping[str, Any]) -> Any:
    try:
        return shape.make(policy, **fields)
    except DocumentError:
        raise  # with its faults, such as a price that is not published
    except (InvalidInputError, InvalidTypeError) as error:
        raise DocumentError((_fault(error),)) from None


def _fault(error: InvalidInputError | InvalidTypeError) -> Fault:
    """The fault without what was given, which may be a patient's."""
    return Fault(error.argument, f"expected {error.expected}")
