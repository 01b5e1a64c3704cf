"""A translation that nobody qualified has reviewed: it stands beside the English that it was made from."""

from typing import Any, Self, TypeVar

import attrs

D = TypeVar("D")


class Paired(str):
    """English text, and its translation with a mark that it is not reviewed; as plain text, one after the other."""

    __slots__ = ("english", "translation")

    def __new__(cls, english: str, translation: str, mark: str) -> Self:
        """Both texts; `mark` says in the translation's language that it is not reviewed."""
        marked = f"[{mark}: {translation}]"
        paired = super().__new__(cls, f"{english} {marked}")
        paired.english, paired.translation = english, marked
        return paired

    english: str
    translation: str


def paired(cautious: D, translated: D, english: D, mark: str) -> D:
    """What is translated, and pairs with the English where `cautious` differs: there, no translation is reviewed."""
    texts: Any = cautious
    if texts == translated:
        return translated
    if isinstance(texts, str):
        return Paired(str(english), str(translated), mark)  # type: ignore[return-value]  # it is a str
    if isinstance(texts, tuple):
        others: tuple[Any, ...] = (translated, english)
        rows = zip(texts, *others, strict=True)
        return tuple(paired(one, two, three, mark) for one, two, three in rows)  # type: ignore[return-value]
    evolved: D = attrs.evolve(texts, **_of_fields(texts, translated, english, mark))
    return evolved


def _of_fields(cautious: Any, translated: Any, english: Any, mark: str) -> dict[str, Any]:
    names = [field.name for field in attrs.fields(type(cautious))]
    return {
        name: paired(getattr(cautious, name), getattr(translated, name), getattr(english, name), mark) for name in names
    }
