"""Policies as TOML: the FAQ's own, any clinic's, and back to text.

A file is a table for each part of a `Policy`, and in it a key for each field. A figure is a table of its number and its
clause. A file with faults is refused whole, in one error that lists every fault with its place.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import attrs

from ketaclinic.checks import instance
from ketaclinic.data import parse_table, read_text
from ketaclinic.errors import Fault, InvalidInputError, InvalidTypeError, PolicyError, of_type
from ketaclinic.levels import Level
from ketaclinic.money import Money
from ketaclinic.policy import GROUPS, Policy, ScreeningPolicy
from ketaclinic.policy_reader import policy_of
from ketaclinic.pricing import PriceSchedule
from ketaclinic.toml_text import toml_text
from ketaclinic.values import Value

__all__ = ["dump_policy", "faq_policy", "load_policy"]

_LARGEST: Final = 250_000
"""Bytes of a policy file; the FAQ's own has 4,000."""

_MOST_DOTS: Final = 4_000
"""The standard library's reader takes time and memory that grow with the square of the dots in a dotted key."""

_MOST_STEPS: Final = 1_000_000
"""The most dots of a line times the keys: for each key under a heading, the reader goes down all dots of it again.

The FAQ's own file has three dots in a line, and 133 keys.
"""

_LONGEST_TOLD: Final = 200
"""Characters of what the reader says: it may repeat a key, however long."""


@cache
def faq_policy() -> Policy:
    """The policy of the clinic whose FAQ this library carries.

    >>> import ketaclinic as kc
    >>> kc.faq_policy().clinic.telephone.number
    '(866) 987-7874'
    """
    return _parsed(read_text("faq"))


def policies_with(group: str | None, level: Level) -> Iterator[Policy]:
    """The FAQ's policy, and one with that level for the group where a policy may have it: no less serious a one."""
    yield faq_policy()
    if group in GROUPS:
        with suppress(InvalidInputError):
            yield _stricter(group, level)


@lru_cache(maxsize=64)
def _stricter(group: str, level: Level) -> Policy:
    faq = faq_policy()
    rules = (attrs.evolve(rule, level=level) if rule.group == group else rule for rule in faq.screening.groups)
    return attrs.evolve(faq, screening=attrs.evolve(faq.screening, groups=rules))


def load_policy(path: str | os.PathLike[str]) -> Policy:
    """The policy in a TOML file.

    Raises:
        InvalidTypeError: `path` is not a path.
        PolicyError: the file cannot be read, is not TOML, or has faults: unknown or missing keys, wrong types, figures
            out of range, tiers with a gap or an overlap, unknown clauses. It lists all of them.

    >>> import ketaclinic as kc, pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "clinic.toml")
    ...     _ = path.write_text(kc.dump_policy(kc.faq_policy()), encoding="utf-8")
    ...     kc.load_policy(path) == kc.faq_policy()
    True
    """
    name = os.fspath(path) if isinstance(path, str | os.PathLike) else None
    if not isinstance(name, str):
        raise InvalidTypeError("path", "a path of a file, as text or a pathlib.Path", of_type(path))
    try:
        if not Path(name).is_file():
            raise PolicyError((Fault("file", "not there, or not a regular file"),))
        with Path(name).open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise PolicyError((Fault("file", "cannot be read"),)) from error
    if len(content) > _LARGEST:
        raise PolicyError((Fault("file", f"larger than {_LARGEST:,} bytes"),))
    try:
        text = content.decode("utf-8-sig")  # some editors put a mark before UTF-8
    except UnicodeDecodeError as error:
        raise PolicyError((Fault("file", f"not UTF-8 text, at byte {error.start}"),)) from None
    return _parsed(text)


def dump_policy(policy: Policy) -> str:
    """The policy as TOML that `load_policy` reads back to an equal one; UTF-8 is the encoding to write it in.

    Raises:
        InvalidTypeError: not a policy.

    >>> import ketaclinic as kc
    >>> print(kc.dump_policy(kc.faq_policy()).partition("[pricing]")[0])
    [clinic]
    name = "Ketamine Healing Clinic of Los Angeles"
    doctor = "Dr. Mahjoubi"
    telephone = { number = "(866) 987-7874", clause = "candidacy.doctor-decides" }
    time_zone = "America/Los_Angeles"
    <BLANKLINE>
    <BLANKLINE>
    """
    return toml_text(_plain(instance("policy", policy, Policy)))


def _parsed(text: str) -> Policy:
    if text.count(".") > _MOST_DOTS:
        raise PolicyError((Fault("file", f"more than {_MOST_DOTS:,} dots"),))
    if max(line.count(".") for line in text.split("\n")) * text.count("=") > _MOST_STEPS:
        raise PolicyError((Fault("file", "too many keys for so many dots in one line"),))
    try:
        tables = parse_table(text)
    except ValueError as error:
        raise PolicyError((Fault("file", f"not TOML: {_ending(str(error))}"),)) from None
    except RecursionError:
        raise PolicyError((Fault("file", "nested too deeply"),)) from None
    return policy_of(tables)


def _ending(told: str) -> str:
    """The end of what the reader says, which names the place, if all of it is too long."""
    return told if len(told) <= _LONGEST_TOLD else f"...{told[-_LONGEST_TOLD:]}"


def _plain(value: object) -> Any:
    """The value as the plain tables that TOML has; the reverse of `_Reader`."""
    if isinstance(value, Money):
        return str(value.amount)
    if isinstance(value, PriceSchedule):
        ends = (0, *(tier.last or 0 for tier in value.tiers))
        return [{"first": end + 1} | _plain(tier) for end, tier in zip(ends, value.tiers, strict=False)]
    if isinstance(value, ScreeningPolicy):
        groups = {rule.group: {"level": rule.level.value, "clause": rule.clause} for rule in value.groups}
        return {"success_rate": _plain(value.success_rate), "groups": groups}
    if isinstance(value, Value):
        fields = ((field.name, getattr(value, field.name)) for field in attrs.fields(type(value)))
        return {name: _plain(field) for name, field in fields if field not in (None, ())}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
