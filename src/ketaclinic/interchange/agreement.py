"""Whether what a document says that follows from the rest is what this version of the library derives."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any, Final, get_args

from ketaclinic.errors import Fault
from ketaclinic.interchange.kinds import INSTANT, TAG, is_sequence, is_shaped, is_union, members, tag_of
from ketaclinic.interchange.shapes import SHAPES

Check = Callable[[Any], bool]

_PLAIN: Final = (int, bool)

_INSTANT: Final = re.compile(INSTANT)


def differences(kind: Any) -> Callable[[Any, Any, str], Iterator[Fault]]:
    """What yields the places at which a tree of that type differs from ours. The order of fields is no difference."""
    is_plain = has_plain_types(kind)

    def differing(raw: Any, ours: Any, place: str) -> Iterator[Fault]:
        try:
            is_same = type(raw) is type(ours) and raw == ours and is_plain(raw)
        except Exception:  # noqa: BLE001  # what no JSON holds may compare as it likes
            is_same = False
        return iter(()) if is_same else _differing(raw, ours, place)

    return differing


@cache
def has_plain_types(kind: Any) -> Check:
    """What tells of a tree that equals one of ours if its numbers and truth values are such; for `==`, 1 is true."""
    if kind in _PLAIN:
        return lambda raw: type(raw) is kind
    if is_sequence(kind):
        inner = has_plain_types(get_args(kind)[0])
        return inner if inner is _nothing_to_tell else lambda raw: type(raw) is list and all(map(inner, raw))
    if is_union(kind):
        return _of_one_of(kind)
    return _of_fields(kind) if is_shaped(kind) else _nothing_to_tell


def _nothing_to_tell(_: Any) -> bool:
    return True


def _of_fields(kind: Any) -> Check:
    types = {name: field.type for name, field in SHAPES[kind].fields.items()}
    plain = [(name, wanted) for name, wanted in types.items() if wanted in _PLAIN]
    others = [(name, has_plain_types(wanted)) for name, wanted in types.items() if wanted not in _PLAIN]
    others = [(name, check) for name, check in others if check is not _nothing_to_tell]

    def check_all(raw: Any) -> bool:
        if type(raw) is not dict:
            return False
        for name, wanted in plain:
            if type(raw[name]) is not wanted:
                return False
        for name, check in others:  # noqa: SIM110  # a generator costs as much as the checks
            if not check(raw[name]):
                return False
        return True

    return check_all if plain or others else _nothing_to_tell


def _of_one_of(union: Any) -> Check:
    kinds = {tag_of(kind): has_plain_types(kind) for kind in members(union)}
    if set(kinds.values()) == {_nothing_to_tell}:
        return _nothing_to_tell
    if len(kinds) == 1:
        only = next(iter(kinds.values()))
        return lambda raw: raw is None or only(raw)
    shaped = {tag_of(kind) for kind in members(union) if is_shaped(kind)}

    def check_tagged(raw: Any) -> bool:
        tag = raw[TAG]
        return kinds[tag](raw if tag in shaped else raw["value"])

    return check_tagged


def _differing(raw: Any, ours: Any, place: str) -> Iterator[Fault]:
    if type(raw) is dict and type(ours) is dict and raw.keys() == ours.keys():
        for name, item in ours.items():
            yield from _differing(raw[name], item, f"{place}.{name}")
    elif type(raw) is list and type(ours) is list and len(raw) == len(ours):
        for index, item in enumerate(ours):
            yield from _differing(raw[index], item, f"{place}[{index}]")
    elif (type(raw) is not type(ours) or raw != ours) and not _is_same_instant(raw, ours):
        yield Fault(place, "expected what this version of the library derives, or nothing")


def _is_same_instant(raw: Any, ours: Any) -> bool:
    if type(raw) is not str or type(ours) is not str or not (_INSTANT.fullmatch(raw) and _INSTANT.fullmatch(ours)):
        return False
    try:
        return datetime.fromisoformat(raw) == datetime.fromisoformat(ours)
    except ValueError:  # such as the 30th of February
        return False
