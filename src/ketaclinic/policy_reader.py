"""A policy out of plain tables, or a list of everything that is wrong with them."""

import re
from collections.abc import Callable
from types import UnionType
from typing import Any, Final, TypeGuard, get_args

import attrs

from ketaclinic.checks import MOST, instance
from ketaclinic.currencies import minor_digits
from ketaclinic.errors import Fault, InvalidInputError, InvalidTypeError, PolicyError, of_type, problem_of, shown
from ketaclinic.levels import Level
from ketaclinic.money import Money
from ketaclinic.policy import GROUPS, Policy, RestsOn, ScreeningRule
from ketaclinic.pricing import MOST_TIERS, PriceSchedule, Tier
from ketaclinic.register import is_clause_id
from ketaclinic.values import problems_among
from ketaclinic.wordings import Wording

_MOST_FAULTS: Final = 1_000

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
        self._currency = _currency(pricing.get("currency") if isinstance(pricing, dict) else None)

    def table(self, kind: type[Any], raw: object, place: str) -> object:
        """A value of an attrs class. Each field is judged by its own validator, so that all faults come out at once."""
        fields = attrs.fields_dict(kind)
        if not self._is_table(raw, place, tuple(fields)):
            return _FAULTY
        values = {
            name: self._field(field, raw, place)
            for name, field in fields.items()
            if name in raw or field.default is attrs.NOTHING
        }
        good = {name: value for name, value in values.items() if value is not _FAULTY}
        problems = problems_among(kind, good)
        self._refuse(place, *problems)
        return _FAULTY if problems or len(good) < len(values) else kind(**good)

    def _field(self, field: "attrs.Attribute[Any]", raw: dict[str, Any], place: str) -> object:
        here = _within(place, field.name)
        if field.name not in raw:
            return self._fault(here, "missing")
        misplaced = isinstance(field.validator, RestsOn) and self._is_misplaced(raw[field.name], field.validator, here)
        value = self._value(field.type, raw[field.name], here)
        return _FAULTY if misplaced or value is _FAULTY else self._made(place, lambda: _judged(field, value))

    def _is_misplaced(self, raw: object, figure: RestsOn, here: str) -> bool:
        """Whether a figure, or a tier of a schedule, rests on the clause of another."""
        found = False
        rows = [(f"{here}[{i}]", row) for i, row in enumerate(raw)] if isinstance(raw, list) else [(here, raw)]
        for place, row in rows:
            clause = row.get("clause") if isinstance(row, dict) else None
            if clause not in figure.clauses and is_clause_id(clause):
                found = True
                self._fault(_within(place, "clause"), f"expected {' or '.join(figure.clauses)}, got {shown(clause)}")
        return found

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
        if kind == tuple[Wording, ...]:
            return self._wordings(raw, here)
        return self.table(kind, raw, here) if attrs.has(kind) else raw

    def _wordings(self, raw: object, here: str) -> object:
        if not isinstance(raw, list):
            return self._fault(here, f"expected a list of tables, got {of_type(raw)}")
        wordings = [self.table(Wording, row, f"{here}[{index}]") for index, row in enumerate(raw)]
        return _FAULTY if any(wording is _FAULTY for wording in wordings) else tuple(wordings)

    def _money(self, raw: object, here: str) -> object:
        if type(raw) is not str:
            return self._fault(here, f'expected an amount in quotes, such as "600.00", got {of_type(raw)}')
        try:
            return Money(raw, self._currency)
        except InvalidInputError as error:
            return self._fault(here, problem_of(error))

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
        fields = {key: raw[group][key] for key in ("level", "clause") if key in raw[group]}
        return self.table(ScreeningRule, {"group": group} | fields, here)

    def _schedule(self, raw: object, here: str) -> object:
        if not isinstance(raw, list):
            return self._fault(here, f"expected a list of tables, got {of_type(raw)}")
        if not 1 <= len(raw) <= MOST_TIERS:
            return self._fault(here, f"expected 1 to {MOST_TIERS} tiers, got {len(raw)}")
        tiers: list[Any] = [self._tier(row, f"{here}[{index}]") for index, row in enumerate(raw)]
        in_a_row = self._is_in_a_row(raw, here)
        if not in_a_row or any(tier is _FAULTY for tier in tiers):
            return _FAULTY
        return PriceSchedule(tiers=tiers)

    def _tier(self, row: object, here: str) -> object:
        if not self._is_table(row, here, ("first", "last", "unit_price", "clause")):
            return _FAULTY
        for key in ("first", "clause"):
            if key not in row:
                self._fault(_within(here, key), "missing")
        fields = {key: row[key] for key in ("last", "unit_price", "clause") if key in row}
        return self.table(Tier, {"last": None} | fields, here)

    def _is_in_a_row(self, rows: list[Any], here: str) -> bool:
        """Whether each tier begins where the one before ends; each that does not is noted."""
        before = len(self.faults)
        begins: int | None = 1
        for index, row in enumerate(rows):
            place = f"{here}[{index}]"
            first, last = (row.get("first"), row.get("last")) if isinstance(row, dict) else (None, 0)
            if begins is None:
                self._fault(place, "expected no tier after one without `last`")
                break
            if type(first) is not int:
                if first is not None:
                    self._fault(_within(place, "first"), f"expected a whole number, got {shown(first)}")
            elif first != begins:
                problem = "a gap" if first > begins else "an overlap"
                self._fault(_within(place, "first"), f"{problem}: expected {begins}, got {shown(first)}")
            elif type(last) is int and 0 < last < first:
                self._fault(_within(place, "last"), f"expected {first} or more, got {last}")
            if last is not None and (type(last) is not int or not begins <= last <= MOST):
                break  # where the next one begins cannot be told; what is wrong with it is noted
            begins = None if last is None else last + 1
        return len(self.faults) == before

    def _is_table(self, raw: object, here: str, keys: tuple[str, ...]) -> TypeGuard[dict[str, Any]]:
        """Whether it is a table; each key in it but those is noted as unknown."""
        if not isinstance(raw, dict):
            self._fault(here, f"expected a table, got {of_type(raw)}")
            return False
        for key in raw:
            if key not in keys:
                place = _within(here, _KEY.sub("?", key[:40]) or '""')
                self._fault(place, f"unknown; the keys here are {', '.join(keys)}")
        return True

    def _made(self, place: str, make: Callable[[], object]) -> object:
        """What `make` makes, or _FAULTY if it refuses, with its reason noted."""
        try:
            return make()
        except (InvalidTypeError, InvalidInputError) as error:
            return self._refuse(place, error)

    def _refuse(self, place: str, *errors: InvalidTypeError | InvalidInputError) -> object:
        for error in errors:
            self._fault(_within(place, error.argument), problem_of(error))
        return _FAULTY

    def _fault(self, place: str, problem: str) -> object:
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(place, problem))
        elif len(self.faults) == _MOST_FAULTS:
            self.faults.append(Fault("file", f"more than {_MOST_FAULTS:,} faults; the others are not listed"))
        return _FAULTY


def _judged(field: "attrs.Attribute[Any]", value: object) -> object:
    if field.validator is not None:
        field.validator(None, field, value)
    return value


def _within(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _currency(code: object) -> str:
    """The code, if amounts can be in it; if not, one with four decimal places, in which any amount can be read."""
    if type(code) is not str:
        return "UYW"
    try:
        minor_digits(code)
    except InvalidInputError:
        return "UYW"
    return code
