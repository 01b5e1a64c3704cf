"""A policy out of plain tables, or a list of everything that is wrong with them."""

import re
from collections.abc import Callable
from types import UnionType
from typing import Any, Final, TypeGuard, get_args

import attrs

from ketaclinic.checks import instance
from ketaclinic.currencies import minor_digits
from ketaclinic.errors import Fault, InvalidInputError, InvalidTypeError, PolicyError, of_type, shown
from ketaclinic.levels import Level
from ketaclinic.money import Money
from ketaclinic.policy import GROUPS, Policy, ScreeningRule
from ketaclinic.pricing import PriceSchedule, Tier

_KEY: Final = re.compile(r"[^A-Za-z0-9_-]")
"""What does not stand in a bare key, and is not repeated in a fault."""


def policy_of(tables: dict[str, Any]) -> Policy:
    """The policy in those tables, which are as `tomllib` gives them.

    Raises:
        PolicyError: with every fault and its place.
    """
    reader = _Reader(tables)
    policy = reader.table(Policy, tables, "")
    if reader.faults:
        raise PolicyError(tuple(reader.faults))
    return instance("policy", policy, Policy)


_FAULTY: Final = object()
"""Stands for a value that could not be made; why is noted among the reader's faults."""


class _Reader:
    """Makes values of plain tables, and notes every fault on the way."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self.faults: list[Fault] = []
        pricing = tables.get("pricing")
        self._currency = _currency(pricing.get("currency")) if isinstance(pricing, dict) else None

    def table(self, kind: type[attrs.AttrsInstance], raw: object, place: str) -> object:
        """A value of an attrs class. Each field is judged by its own validator, so that all faults come out at once."""
        fields = attrs.fields_dict(kind)
        if not self._is_table(raw, place, tuple(fields)):
            return _FAULTY
        values = {
            name: self._field(field, raw, place)
            for name, field in fields.items()
            if name in raw or field.default is attrs.NOTHING
        }
        if any(value is _FAULTY for value in values.values()):
            return _FAULTY
        return self._made(place, lambda: kind(**values))

    def _field(self, field: "attrs.Attribute[Any]", raw: dict[str, Any], place: str) -> object:
        here = _within(place, field.name)
        if field.name not in raw:
            return self._fault(here, "missing")
        value = self._value(field.type, raw[field.name], here)
        return value if value is _FAULTY else self._made(place, lambda: _judged(field, value))

    def _value(self, kind: Any, raw: object, here: str) -> object:
        """A field's value of that type; a plain one is left for the field's validator to judge."""
        if isinstance(kind, UnionType):  # a type or None, which TOML expresses by leaving the key out
            kind = get_args(kind)[0]
        if kind is Money:
            return self._money(raw, here)
        if kind is Level:
            return self._level(raw, here)
        if kind is PriceSchedule:
            return self._schedule(raw, here)
        if kind == tuple[ScreeningRule, ...]:
            return self._groups(raw, here)
        return self.table(kind, raw, here) if attrs.has(kind) else raw

    def _money(self, raw: object, here: str) -> object:
        if type(raw) is not str:
            return self._fault(here, f'expected an amount in quotes, such as "600.00", got {of_type(raw)}')
        currency = self._currency
        return _FAULTY if currency is None else self._made(here, lambda: Money(raw, currency))

    def _level(self, raw: object, here: str) -> object:
        levels = {level.value: level for level in Level}
        if type(raw) is not str or raw not in levels:
            return self._fault(here, f"expected one of {', '.join(levels)}, got {shown(raw)}")
        return levels[raw]

    def _groups(self, raw: object, here: str) -> object:
        if not self._is_table(raw, here, GROUPS):
            return _FAULTY
        rules = [self._rule(group, raw, _within(here, group)) for group in GROUPS]
        return _FAULTY if any(rule is _FAULTY for rule in rules) else tuple(rules)

    def _rule(self, group: str, raw: dict[str, Any], here: str) -> object:
        if group not in raw:
            return self._fault(here, "missing")
        if not self._is_table(raw[group], here, ("level", "clause")):
            return _FAULTY
        return self.table(ScreeningRule, {**raw[group], "group": group}, here)

    def _schedule(self, raw: object, here: str) -> object:
        if not isinstance(raw, list):
            return self._fault(here, f"expected a list of tables, got {of_type(raw)}")
        tiers: list[Any] = [self._tier(row, f"{here}[{index}]") for index, row in enumerate(raw)]
        self._note_gaps(raw, here)
        if any(tier is _FAULTY for tier in tiers):
            return _FAULTY
        return self._made(here, lambda: PriceSchedule(tiers=tiers))

    def _tier(self, row: object, here: str) -> object:
        if not self._is_table(row, here, ("first", "last", "unit_price", "clause")):
            return _FAULTY
        if type(row.get("first")) is not int:
            self._fault(_within(here, "first"), f"expected a whole number, got {shown(row.get('first'))}")
        if "clause" not in row:
            self._fault(_within(here, "clause"), "missing")
        return self.table(Tier, {"last": None} | {key: row[key] for key in row if key != "first"}, here)

    def _note_gaps(self, rows: list[Any], here: str) -> None:
        """Note each tier that does not begin where the one before ends."""
        begins = 1
        for index, row in enumerate(rows):
            first, last = (row.get("first"), row.get("last")) if isinstance(row, dict) else (None, None)
            if type(first) is int and first != begins:
                problem = "a gap" if first > begins else "an overlap"
                self._fault(f"{here}[{index}].first", f"{problem}: expected {begins}, got {shown(first)}")
            if type(last) is not int:
                return  # open, or faulty and noted
            begins = last + 1

    def _is_table(self, raw: object, here: str, keys: tuple[str, ...]) -> TypeGuard[dict[str, Any]]:
        """Whether it is a table; each key in it but those is noted as unknown."""
        if not isinstance(raw, dict):
            self._fault(here, f"expected a table, got {of_type(raw)}")
            return False
        for key in raw:
            if key not in keys:
                self._fault(_within(here, _KEY.sub("?", key[:40])), f"unknown; the keys here are {', '.join(keys)}")
        return True

    def _made(self, place: str, make: Callable[[], object]) -> object:
        """What `make` makes, or _FAULTY if it refuses, with each of its reasons noted."""
        try:
            return make()
        except InvalidTypeError as error:
            refusals: tuple[InvalidInputError | InvalidTypeError, ...] = (error,)
        except InvalidInputError as error:
            refusals = (error, *error.others)
        for refusal in refusals:
            got = "" if refusal.given is None else f", got {refusal.given}"
            self._fault(_within(place, refusal.argument), f"expected {refusal.expected}{got}")
        return _FAULTY

    def _fault(self, place: str, problem: str) -> object:
        self.faults.append(Fault(place, problem))
        return _FAULTY


def _judged(field: "attrs.Attribute[Any]", value: object) -> object:
    if field.validator is not None:
        field.validator(None, field, value)
    return value


def _within(place: str, name: str) -> str:
    """The place of a field, or of an item such as `tiers[1].last` in a schedule, which is a list in the file."""
    if name.startswith("tiers"):
        return place + name.removeprefix("tiers")
    return f"{place}.{name}" if place else name


def _currency(code: Any) -> str | None:
    """The code, if amounts can be in it; if not, the validator of `Pricing.currency` says so."""
    try:
        minor_digits(code)
    except (InvalidTypeError, InvalidInputError):
        return None
    return str(code)
