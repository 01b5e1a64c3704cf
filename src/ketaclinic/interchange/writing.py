"""Values as plain trees of JSON types. The hooks stand in a converter of cattrs, which finds that of a type once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final, get_args, get_origin

import pendulum

from ketaclinic.errors import MissingExtraError
from ketaclinic.instants import zone_of
from ketaclinic.interchange.kinds import TAG, is_enum, is_sequence, is_shaped, is_union, members, tag_of
from ketaclinic.interchange.shapes import SHAPES, Field
from ketaclinic.policy import Policy
from ketaclinic.visits import Visit, expected_minutes

try:
    from cattrs import Converter
except ImportError as _error:
    raise MissingExtraError("ketaclinic.interchange.json", "json") from _error

Hook = Callable[[Any], Any]

_LENGTHS: Final = {len(f"2026-12-01T10:00:00{fraction}-08:00") for fraction in ("", ".000001")}
_MICROSECOND: Final = timedelta(microseconds=1)


@cache
def writer() -> Converter:
    """The converter that makes trees of values."""
    converter = Converter()
    converter.register_unstructure_hook_factory(is_shaped, lambda kind: _write_object(kind, converter))
    converter.register_unstructure_hook_factory(is_enum, lambda _: lambda member: member.value)
    converter.register_unstructure_hook_factory(is_sequence, lambda kind: _write_array(kind, converter))
    converter.register_unstructure_hook_factory(is_union, lambda kind: _write_union(kind, converter))
    converter.register_unstructure_hook(datetime, _written_instant)
    converter.register_unstructure_hook(pendulum.DateTime, _written_instant)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(time, time.isoformat)
    converter.register_unstructure_hook(timedelta, _written_duration)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_unstructure_hook(Visit, _write_visit(_write_object(Visit, converter)))
    for plain in (str, int, bool):
        converter.register_unstructure_hook(plain, _as_it_is)
    return converter


def writes(field: Field) -> Hook:
    """What makes a tree of that field of a value."""
    hook = writer().get_unstructure_hook(field.type)
    return lambda value: hook(field.read(value))


def _write_object(kind: type, converter: Converter) -> Hook:
    fields = SHAPES[kind].fields.items()
    hooks = [(name, field.read, converter.get_unstructure_hook(field.type)) for name, field in fields]

    def write(value: Any) -> dict[str, Any]:
        return {name: read(value) if hook is _as_it_is else hook(read(value)) for name, read, hook in hooks}

    return write


def _as_it_is(value: Any) -> Any:
    return value


def _write_visit(by_shape: Hook) -> Hook:
    """The same as its shape does, several times faster: times of one date and offset differ in hours and minutes."""

    def write(visit: Visit) -> dict[str, Any]:
        infusion, undisturbed, least, most = _minutes(visit.policy, visit.is_initial)
        zone = zone_of(visit.policy.clinic.time_zone)
        shown = visit.moment.astimezone(zone)
        ends = (visit.moment + timedelta(minutes=most)).astimezone(zone)
        starts, minute = datetime.isoformat(shown), 60 * shown.hour + shown.minute
        if shown.utcoffset() != ends.utcoffset() or minute + most >= len(_CLOCK) or len(starts) not in _LENGTHS:
            tree: dict[str, Any] = by_shape(visit)
            return tree
        day, rest = starts[:11], starts[16:]
        later = [None if after is None else f"{day}{_CLOCK[minute + after]}{rest}" for after in (infusion, undisturbed)]
        return {
            "number": visit.number,
            "starts": starts,
            "phase": visit.phase.value,
            "is_initial": visit.is_initial,
            "infusion": None if infusion is None else {"begins": starts, "ends": later[0]},
            "undisturbed_until": later[1],
            "ends_between": {
                "begins": f"{day}{_CLOCK[minute + least]}{rest}",
                "ends": f"{day}{_CLOCK[minute + most]}{rest}",
            },
            "clauses": list(visit.clauses),
        }

    return write


_CLOCK: Final = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(24 * 60)]


@lru_cache(maxsize=16)
def _minutes(policy: Policy, is_initial: bool) -> tuple[int | None, int | None, int, int]:  # noqa: FBT001  # by place
    """After how many minutes the infusion, the rest, and the visit end: at the earliest, and at the latest."""
    least, most = expected_minutes(policy, is_initial=is_initial)
    if is_initial:
        return None, None, least, most
    return policy.visit.infusion.minutes, policy.visit.undisturbed.minutes, least, most


def _write_array(kind: Any, converter: Converter) -> Hook:
    hook = converter.get_unstructure_hook(get_args(kind)[0])
    if get_origin(kind) is frozenset:
        return lambda values: sorted(map(hook, values))
    if hook is _as_it_is:
        return list
    return lambda values: [hook(value) for value in values]


def _write_union(kind: Any, converter: Converter) -> Hook:
    kinds = members(kind)
    if len(kinds) == 1:
        only = converter.get_unstructure_hook(kinds[0])
        return lambda value: None if value is None else only(value)
    hooks = {get_origin(member) or member: (tag_of(member), converter.get_unstructure_hook(member)) for member in kinds}

    def hook(value: Any) -> dict[str, Any]:
        tag, inner = hooks[type(value)]
        tree = inner(value)
        return {TAG: tag, **tree} if is_shaped(type(value)) else {TAG: tag, "value": tree}

    return hook


def _written_instant(moment: datetime) -> str:
    """The moment with its offset. RFC 3339 has none with seconds: where a zone once had them, it is told in UTC."""
    text = datetime.isoformat(moment)  # pendulum's own is slower, and no other
    return text if len(text) in _LENGTHS else moment.astimezone(UTC).isoformat()


def _written_duration(length: timedelta) -> str:
    seconds, rest = divmod(abs(length) // _MICROSECOND, 1_000_000)
    fraction = f".{rest:06}".rstrip("0") if rest else ""
    return f"{'-' if length < timedelta() else ''}PT{seconds}{fraction}S"
