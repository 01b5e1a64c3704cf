"""A clinic's own wording of messages, in a locale that is shipped."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import attrs

from ketaclinic import checks
from ketaclinic.catalogs import CONTEXT, SHIPPED, messages
from ketaclinic.errors import InvalidInputError, shown
from ketaclinic.values import Checked

__all__ = ["Wording"]

_LONGEST: Final = 65_536

_FIELD: Final = re.compile(r"\{[a-z_]+\}")


def _shipped(_: object, field: "attrs.Attribute[Any]", value: str) -> None:
    if checks.text(field.name, value) not in SHIPPED:
        raise InvalidInputError(field.name, f"one of {', '.join(SHIPPED)}", shown(value))


def _text(_: object, field: "attrs.Attribute[Any]", value: str) -> None:
    checks.text(field.name, value, most=_LONGEST)


@attrs.frozen
class Wording(Checked):
    """What a clinic says in a locale in place of a message. `message` is the English text, as `locales` lists it.

    Clinical messages cannot be worded anew: the cautions of the library stand in them. Nor can those with a plural.

    Raises:
        InvalidInputError: a locale that is not shipped, no such message, a clinical one, or a text that does not have
            the message's `{fields}`, each as often.
    """

    locale: str = attrs.field(validator=_shipped)
    message: str = attrs.field(validator=_text)
    text: str = attrs.field(validator=_text)

    _rules = ("_of_a_message", "_with_its_fields")

    def _of_a_message(self) -> Iterator[InvalidInputError]:
        if ("", self.message) not in messages():
            expected = "the English text of a message"
            if (CONTEXT, self.message) in messages():
                expected += " that is not clinical"
            yield InvalidInputError("message", expected, shown(self.message))

    def _with_its_fields(self) -> Iterator[InvalidInputError]:
        if Counter(_FIELD.findall(self.text)) != Counter(_FIELD.findall(self.message)):
            fields = ", ".join(sorted(_FIELD.findall(self.message))) or "no fields"
            yield InvalidInputError("text", f"a text with {fields}, as the message has")
