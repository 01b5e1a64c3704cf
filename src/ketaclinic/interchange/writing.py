"""Values as plain trees of JSON types. The hooks stand in a converter of cattrs, which finds that of a type once."""

from collections.abc import Callable, Iterable
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
from ketaclinic.visits import CLAUSES, Visit, expected_minutes

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
    visits = _write_visits(_write_object(Visit, converter))
    converter.register_unstructure_hook(Visit, lambda visit: visits((visit,))[0])
    converter.register_unstructure_hook_func(lambda kind: kind == tuple[Visit, ...], visits)
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


def _write_visits(by_shape: Callable[[Visit], dict[str, Any]]) -> Callable[[Iterable[Visit]], list[dict[str, Any]]]:
    """The same as their shape does, many times faster: times of one date and offset differ in hours and minutes."""

    def write(visits: Iterable[Visit]) -> list[dict[str, Any]]:
        trees, policy, phase = [], None, None
        for visit in visits:
            if phase is not visit.phase:
                phase = visit.phase
                named = phase.value
            if policy is not visit.policy:
                policy = visit.policy
                zone, minutes = policy.clinic.time_zone, _minutes(policy)
            moment, is_initial = visit.moment, visit.is_initial
            infusion, undisturbed, least, most = minutes[is_initial]
            offset, clock = _steady(zone, moment.date())
            shown = moment + offset
            minute = 60 * shown.hour + shown.minute
            if minute + most >= len(clock) or shown.second or shown.microsecond:
                trees.append(by_shape(visit))
                continue
            day = shown.date().isoformat()
            starts = day + clock[minute]
            trees.append(
                {
                    "number": visit.number,
                    "starts": starts,
                    "phase": named,
                    "is_initial": is_initial,
                    "infusion": None if is_initial else {"begins": starts, "ends": day + clock[minute + infusion]},
                    "undisturbed_until": None if is_initial else day + clock[minute + undisturbed],
                    "ends_between": {"begins": day + clock[minute + least], "ends": day + clock[minute + most]},
                    "clauses": list(CLAUSES[is_initial]),
                }
            )
        return trees

    return write


@lru_cache(maxsize=1_024)
def _steady(zone: str, day: date) -> tuple[timedelta, tuple[str, ...]]:
    """The offset of the zone, and its clock; without readings if the offset changes on that day of UTC or the next.

    No zone has ever changed its clocks twice within six days, so the offsets at both ends tell.
    """
    begins = datetime.combine(day, time(), UTC)
    first, last = (moment.astimezone(zone_of(zone)) for moment in (begins, begins + timedelta(days=2)))
    text = datetime.isoformat(first)
    is_one = first.utcoffset() == last.utcoffset() and len(text) in _LENGTHS
    return first.replace(tzinfo=UTC) - begins, _clock(text[-len("-08:00") :]) if is_one else ()


@lru_cache(maxsize=16)
def _clock(offset: str) -> tuple[str, ...]:
    """What stands behind the date, for each minute of the day."""
    return tuple(f"T{minute // 60:02}:{minute % 60:02}:00{offset}" for minute in range(24 * 60))


@lru_cache(maxsize=16)
def _minutes(policy: Policy) -> tuple[tuple[int, int, int, int], ...]:
    """After how many minutes infusion, rest and visit end, at the earliest and at the latest; then of a first visit."""
    figures = policy.visit
    infusion, undisturbed = figures.infusion.minutes, figures.undisturbed.minutes
    return tuple(
        (infusion, undisturbed, *expected_minutes(policy, is_initial=is_initial)) for is_initial in (False, True)
    )


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
