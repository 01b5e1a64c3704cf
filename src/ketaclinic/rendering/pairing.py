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


def paired(cautious: D, translated: D, mark: str) -> D:
    """What is alike in both, and pairs where they differ: `cautious` has English where no translation is reviewed."""
    both: Any = cautious
    if both == translated:
        return cautious
    if isinstance(both, str):
        return Paired(both, str(translated), mark)  # type: ignore[return-value]  # it is a str
    if isinstance(both, tuple):
        others: Any = translated
        return tuple(paired(one, other, mark) for one, other in zip(both, others, strict=True))  # type: ignore[return-value]
    evolved: D = attrs.evolve(both, **_of_fields(both, translated, mark))
    return evolved


def _of_fields(both: Any, translated: Any, mark: str) -> dict[str, Any]:
    fields = [field.name for field in attrs.fields(type(both))]
    return {name: paired(getattr(both, name), getattr(translated, name), mark) for name in fields}
