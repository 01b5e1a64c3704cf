"""Which locales are shipped, and how far a qualified person has reviewed what they say."""

from functools import cache

import attrs
from babel import Locale

from ketaclinic.catalogs import CONTEXT, SHIPPED, messages
from ketaclinic.display import Plain
from ketaclinic.values import Result, made

__all__ = ["LocaleStatus", "MessageStatus", "locales"]


@attrs.frozen(init=False)
class MessageStatus(Result):
    """One message of a locale."""

    _made_by = "locales"

    message: str
    """The English text that it is a translation of."""
    is_clinical: bool
    """Whether a patient may act on it; if so, it stands beside the English until it is reviewed."""
    is_reviewed: bool
    """Whether a qualified person has reviewed the translation. English is the source, and counts as reviewed."""


@attrs.frozen(init=False)
class LocaleStatus(Result, Plain):
    """A locale that is shipped."""

    _made_by = "locales"

    name: str
    """Such as `es_US`; regional variants of the language (`es-MX`) lead to it."""
    language: str
    """The name of the language in that language."""
    direction: str
    """`"ltr"` or `"rtl"`."""
    messages: tuple[MessageStatus, ...] = attrs.field(repr=False)
    """Every message, in the order of the English ones."""

    @property
    def tag(self) -> str:
        """What the attribute `lang` of a page calls it (BCP 47): such as `es-US`."""
        return self.name.replace("_", "-")

    @property
    def is_reviewed(self) -> bool:
        """Whether every message is."""
        return all(message.is_reviewed for message in self.messages)


@cache
def locales() -> tuple[LocaleStatus, ...]:
    """The shipped locales, the source first.

    >>> import ketaclinic as kc
    >>> for locale in kc.locales():
    ...     print(locale.name, locale.language, locale.direction, locale.is_reviewed)
    en_US English ltr True
    es_US español ltr False
    ko 한국어 ltr False
    fa فارسی rtl False
    """
    return tuple(_status(name) for name in SHIPPED)


def _status(name: str) -> LocaleStatus:
    locale = Locale.parse(name)
    # What is translated at all is alike in each locale, which a test holds, so any catalog names the source's messages.
    every = messages() if name == SHIPPED[0] else messages(name)
    reviewed = every if name == SHIPPED[0] else messages(name, "reviewed.mo")
    statuses = tuple(
        made(MessageStatus, text, context == CONTEXT, (context, text) in reviewed) for context, text in sorted(every)
    )
    return made(LocaleStatus, name, str(locale.languages[locale.language]), locale.text_direction, statuses)
