"""What all values of the library share: they are frozen, and copying or unpickling one runs its checks again."""

from contextlib import suppress
from types import NoneType, UnionType
from typing import Any, ClassVar, TypeVar, get_args, get_origin

import attrs

from ketaclinic import checks
from ketaclinic.errors import InvalidInputError, InvalidTypeError

R = TypeVar("R", bound="Result")


class Value:
    """A value that its user makes. Constructing it is validating it, so one that exists is legal.

    attrs restores a pickled state without any check; here a copy is made by calling the class again.
    """

    __slots__ = ()
    __attrs_attrs__: ClassVar[Any]  # says to type checkers that every subclass is an attrs class

    def __reduce__(self) -> tuple[object, ...]:
        return _construct, (type(self), {f.name: getattr(self, f.name) for f in attrs.fields(type(self))})


class Checked(Value):
    """A value that is checked by its fields' validators and then by its rules, which look at several fields.

    attrs runs the validators, too, but a host program can switch that off for the whole process, in any thread and at
    any time; so they are run here, always.
    """

    __slots__ = ()
    _rules: ClassVar[tuple[str, ...]] = ()
    """The names of the methods that yield what is wrong between fields."""

    def __attrs_post_init__(self) -> None:
        for field in attrs.fields(type(self)):
            if field.validator is not None:
                field.validator(self, field, getattr(self, field.name))
        problems = [problem for rule in self._rules for problem in getattr(self, rule)()]
        if problems:
            problems[0].others = tuple(problems[1:])
            raise problems[0]


def problems_among(kind: type[Checked], fields: dict[str, Any]) -> list[InvalidInputError]:
    """What the rules of a class find wrong among fields that are each right, when others are missing or wrong."""
    partial = object.__new__(kind)
    for name, value in fields.items():
        object.__setattr__(partial, name, value)
    problems: list[InvalidInputError] = []
    for rule in kind._rules:  # noqa: SLF001  # the other half of Checked
        with suppress(AttributeError):  # it looks at a field that is not there
            problems += getattr(partial, rule)()
    return problems


class Result:
    """A value that only a function of the library makes: constructing one raises `InvalidTypeError`."""

    __slots__ = ()
    __attrs_attrs__: ClassVar[Any]
    _made_by: ClassVar[str]
    """The public function to call instead."""

    def __init__(self, *_: object, **__: object) -> None:
        raise InvalidTypeError(type(self).__name__, f"a call of ketaclinic.{self._made_by}, which makes it")

    def _check(self) -> None:
        """Refuse a state that the library would not have made; each field is of its type already (see `remade`)."""

    def __reduce__(self) -> tuple[object, ...]:
        return remade, (type(self), tuple(getattr(self, field.name) for field in attrs.fields(type(self))))


def made(kind: type[R], *fields: Any) -> R:
    """A result of those fields, which are known to be right."""
    result = object.__new__(kind)
    result.__attrs_init__(*fields)  # type: ignore[attr-defined]  # attrs adds it to classes with init=False
    return result


def remade(kind: type[R], fields: tuple[Any, ...]) -> R:
    """A result of those fields, which are right if it is one that the library made, and are refused if not.

    Raises:
        InvalidTypeError, InvalidInputError: they are not.
    """
    result = made(kind, *fields)
    for field in attrs.fields(kind):
        if type(field.type) is not str:  # what is named only is not to be imported for this; the result checks it
            _check_type(field.name.lstrip("_"), getattr(result, field.name), field.type)
    result._check()  # noqa: SLF001  # the other half of Result
    return result


def _check_type(argument: str, value: object, expected: Any) -> None:
    """Refuse a value that is not exactly of that type; which of several it is to be, the result checks."""
    is_union = isinstance(expected, UnionType)
    kind, *others = [one for one in get_args(expected) if one is not NoneType] if is_union else [expected]
    if others or (is_union and value is None):
        return
    if get_origin(kind) is tuple:
        for index, item in enumerate(checks.instance(argument, value, tuple)):
            _check_type(f"{argument}[{index}]", item, get_args(kind)[0])
    else:
        checks.instance(argument, value, kind)


def _construct(kind: type[Value], fields: dict[str, Any]) -> Value:
    return kind(**fields)
