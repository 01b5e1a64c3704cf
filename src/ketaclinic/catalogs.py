"""The locales that are shipped, and the compiled catalogs of their messages."""

from functools import cache
from io import BytesIO
from typing import Any, Final

from ketaclinic.data import packaged_bytes

SHIPPED: Final = ("en_US", "es_US", "ko", "fa")
"""The locales that are shipped. English is the source of the messages, so that it needs no catalog."""

CONTEXT: Final = "clinical"
"""The context of clinical messages in the catalogs."""

PLURAL: Final = "plural"
"""Stands for the context of messages with a plural."""

Key = tuple[str, str]
"""A message's context, which is empty for most, and its English text."""


def compiled_catalog(locale: str, name: str) -> bytes:
    """A compiled catalog of a shipped locale: `all.mo`, or `reviewed.mo`, which only has what is reviewed."""
    return packaged_bytes("ketaclinic", f"locale/{locale}/LC_MESSAGES/{name}")


@cache
def messages(locale: str = SHIPPED[1], name: str = "all.mo") -> frozenset[Key]:
    """The messages of a catalog; that every locale translates the same ones is held by a test."""
    from babel.messages.mofile import read_mo  # Babel is loaded when words are wanted, not before

    catalog = read_mo(BytesIO(compiled_catalog(locale, name)))
    return frozenset(_key(message.context, message.id) for message in catalog if message.id)


def _key(context: Any, text: Any) -> Key:
    """Babel has the forms of a plural as a row, the first of which stands for both; before 2.19, contexts as bytes."""
    if not isinstance(text, str):
        return PLURAL, str(text[0])
    return (context.decode() if isinstance(context, bytes) else context or ""), text
