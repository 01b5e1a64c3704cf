"""What goes wrong, by kind: each error is a `KetaclinicError` and also the builtin that a caller expects.

A message names the argument, what was expected and what to do. It never repeats what a patient entered: counts,
indications and, later, names and times are described by their type alone. Values of a developer or of a clinic's
policy file (an amount, a currency, a locale) are shown, shortened.
"""

from datetime import date, time

import attrs

__all__ = [
    "CurrencyMismatchError",
    "DocumentError",
    "Fault",
    "InvalidInputError",
    "InvalidTypeError",
    "KetaclinicError",
    "MissingExtraError",
    "NaiveDatetimeError",
    "NoFeasiblePlanError",
    "PolicyError",
    "PriceNotPublishedError",
    "Remedy",
    "UnknownLocaleError",
]

_LONGEST_SHOWN = 40


def shown(value: object) -> str:
    """The value in a message: short text and small numbers as they are, anything else by its type.

    Never calls a foreign `repr`, which may be slow, huge, or tell more than it should.
    """
    if type(value) is str:
        return repr(value) if len(value) <= _LONGEST_SHOWN else f"text of {len(value)} characters"
    if value is None or type(value) is bool:
        return repr(value)
    if type(value) is int:
        return repr(value) if value.bit_length() <= 64 else f"a whole number of {value.bit_length()} bits"
    return of_type(value)


def of_type(value: object) -> str:
    """The value by its type alone, for what a patient may have entered."""
    return f"a value of type {type(value).__name__[:_LONGEST_SHOWN]}"


class KetaclinicError(Exception):
    """The base of every error that this library raises on purpose."""


class _ArgumentError(KetaclinicError):
    """An argument that is not what a function takes."""

    def __init__(self, argument: str, expected: str, given: str | None = None) -> None:
        # All three go to Exception.args, so that pickling and copying an error keep them.
        super().__init__(argument, expected, given)
        self.argument = argument
        self.expected = expected
        self.given = given

    def __str__(self) -> str:
        return f"{self.argument}: {problem_of(self)}"


def problem_of(error: _ArgumentError) -> str:
    """What an argument was expected to be, and what was given where that may be told."""
    got = "" if error.given is None else f", got {error.given}"
    return f"expected {error.expected}{got}"


class InvalidInputError(_ArgumentError, ValueError):
    """A value of the right type that cannot be used: out of range, malformed, inconsistent.

    `argument` names it, `expected` says what would do, `given` shows it unless a patient may have entered it. `others`
    are the further problems of a value that has several.
    """

    others: tuple["InvalidInputError", ...] = ()


class InvalidTypeError(_ArgumentError, TypeError):
    """A value of the wrong type, such as a float for money or a bare string for a list.

    `argument`, `expected` and `given` are those of `InvalidInputError`.
    """


class NaiveDatetimeError(InvalidInputError):
    """A time without a zone or an offset: which moment it means cannot be known."""


class CurrencyMismatchError(InvalidInputError):
    """Amounts of two currencies were added, subtracted or compared, or mixed in one policy."""


@attrs.frozen
class Fault:
    """One thing that is wrong in a policy or a document: the place (`pricing.infusions[1].first`) and the problem."""

    place: str
    problem: str
    clause: str | None = None
    """Where a document asks for what its policy does not publish, the id of the clause by which it has no answer.

    Any other fault has none: something is wrong with what was written, and not with what was asked.
    """
    telephone: str | None = None
    """The clinic's number, where only the clinic can answer."""

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


class _FaultyError(InvalidInputError):
    """Something with a number of faults, all of which are told at once."""

    _noun: str

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(self._noun, "no faults", f"{len(faults)}")
        self.faults = faults

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.faults,)

    def __str__(self) -> str:
        noun = "fault" if len(self.faults) == 1 else "faults"
        return "\n".join([f"the {self._noun} has {len(self.faults)} {noun}:", *(f"  {fault}" for fault in self.faults)])


class PolicyError(_FaultyError):
    """A policy that cannot be used. `faults` lists everything that is wrong with it, each with its place."""

    _noun = "policy"


class DocumentError(_FaultyError):
    """A document that cannot be read. `faults` lists what is wrong, each with its place; none repeats what it holds."""

    _noun = "document"


class PriceNotPublishedError(KetaclinicError, LookupError):
    """A price that the policy does not state. None is guessed: `clause` says why, `telephone` is whom to ask."""

    def __init__(self, clause: str, telephone: str | None = None) -> None:
        super().__init__(clause, telephone)
        self.clause = clause
        self.telephone = telephone

    def __str__(self) -> str:
        ask = "ask the clinic" if self.telephone is None else f"ask the clinic at {self.telephone}"
        return f"the policy publishes no price for this ({self.clause}): {ask}"


class NoFeasiblePlanError(KetaclinicError, LookupError):
    """No plan fits. `constraint` says what is in the way, and `remedies` which single changes would help.

    `constraint` is one of:

    - `"first_date"`: the clinic takes nobody at that time of the first date;
    - `"infusions"`: so many do not fit between the first and the last date that the policy allows, on any calendar;
    - `"open_dates"`: the calendar leaves too few dates, or badly placed ones.

    `remedies` holds at most one of each kind: a date to open, another number of infusions, another number of them a
    week, another first date, another time of the first day. It is empty where none of these alone helps.
    """

    def __init__(self, constraint: str, clause: str, remedies: tuple["Remedy", ...] = ()) -> None:
        super().__init__(constraint, clause, remedies)
        self.constraint = constraint
        self.clause = clause
        self.remedies = remedies

    def __str__(self) -> str:
        help_ = "; ".join(map(str, self.remedies)) or "no single change"
        return f"no plan fits: {_CONSTRAINTS[self.constraint]} ({self.clause}). What would help: {help_}"


_CONSTRAINTS = {
    "first_date": "the clinic takes nobody at that time of the first date",
    "infusions": "so many infusions do not fit into the series",
    "open_dates": "the calendar leaves too few dates, or dates too far apart",
}


@attrs.frozen
class Remedy:
    """A single change with which a plan would exist."""

    kind: str
    """`"open_date"`, `"infusions"`, `"per_week"`, `"first_date"` or `"first_time"`."""
    change: date | time | int
    """The date to open or to start on, the local time to start at, the number of infusions, or how many a week."""

    def __attrs_post_init__(self) -> None:
        if type(self.kind) is not str or self.kind not in _REMEDIES:
            raise InvalidInputError("kind", f"one of {', '.join(_REMEDIES)}")
        is_kind = type(self.change) is _CHANGES.get(self.kind, date)
        if not is_kind or (isinstance(self.change, int) and self.change < 1):
            raise InvalidInputError("change", "what a change of that kind is: a date, a time or a number from 1 on")

    def __str__(self) -> str:
        return _REMEDIES[self.kind].format(self.change)


_REMEDIES = {
    "open_date": "taking patients on {}",
    "infusions": "infusions={}",
    "per_week": "per_week={}",
    "first_date": "a first date of {}",
    "first_time": "a start at {}",
}
_CHANGES = {"infusions": int, "per_week": int, "first_time": time}
"""What a remedy changes to, where it is no date."""


class UnknownLocaleError(KetaclinicError, LookupError):
    """A locale that is not shipped. `shipped` lists those that are."""

    def __init__(self, given: str, shipped: tuple[str, ...]) -> None:
        super().__init__(given, shipped)
        self.given = given
        self.shipped = shipped

    def __str__(self) -> str:
        return f"locale: expected one of {', '.join(self.shipped)} or a regional variant, got {self.given}"


class MissingExtraError(KetaclinicError, ImportError):
    """A part of the library was imported whose packages are not installed. `extra` is what to install."""

    def __init__(self, module: str, extra: str) -> None:
        super().__init__(module, extra)
        self.module = module
        self.extra = extra

    def __str__(self) -> str:
        return f"{self.module} needs packages that are not installed: install ketaclinic[{self.extra}]"
