"""What all values of the library share: they are frozen, and copying or unpickling one runs its checks again."""

from collections.abc import Iterator
from typing import Any, ClassVar, TypeVar

import attrs

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
    """A value that is checked by its fields' validators, even where a host program has switched these off."""

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        if attrs.validators.get_disabled():
            for field in attrs.fields(type(self)):
                if field.validator is not None:
                    field.validator(self, field, getattr(self, field.name))
        problems = tuple(self._problems())
        if problems:
            problems[0].others = problems[1:]
            raise problems[0]

    def _problems(self) -> Iterator[InvalidInputError]:
        """What is wrong between fields that are each right."""
        yield from ()


class Result:
    """A value that only a function of the library makes: constructing one raises `InvalidTypeError`."""

    __slots__ = ()
    __attrs_attrs__: ClassVar[Any]
    _made_by: ClassVar[str]
    """The public function to call instead."""

    def __init__(self, *_: object, **__: object) -> None:
        raise InvalidTypeError(type(self).__name__, f"a call of ketaclinic.{self._made_by}, which makes it")

    def _check(self) -> None:
        """Refuse a state that the library would not have made."""

    def __reduce__(self) -> tuple[object, ...]:
        return _remake, (type(self), tuple(getattr(self, field.name) for field in attrs.fields(type(self))))


def made(kind: type[R], *fields: Any) -> R:
    """A result of those fields, which are known to be right."""
    result = object.__new__(kind)
    result.__attrs_init__(*fields)  # type: ignore[attr-defined]  # attrs adds it to classes with init=False
    return result


def _remake(kind: type[Result], fields: tuple[Any, ...]) -> Result:
    result = made(kind, *fields)
    result._check()  # noqa: SLF001  # the other half of Result.__reduce__
    return result


def _construct(kind: type[Value], fields: dict[str, Any]) -> Value:
    return kind(**fields)
