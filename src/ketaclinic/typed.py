"""What people type, brought to one form: the same letters whatever the width, case, accents, marks and spaces.

`fold` is used for the vocabulary and for what a patient typed alike, so that both meet in it.
"""

import re
import unicodedata
from typing import Final

_SIGNS: Final = {ord(sign): " " for sign in "®™©℠"} | {ord(sign): "'" for sign in "\u2019\u2018\u0060\u00b4\u02bc"}
_IGNORABLE: Final = frozenset({"Mn", "Me", "Cf"})
"""Categories of accents, enclosing marks and invisible characters."""

_DOTTED: Final = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
"""An abbreviation with dots, such as C.O.P.D."""

_WORD: Final = re.compile(r"[^\W\d_]+|[0-9]+")
_LOOKALIKES: Final = str.maketrans(
    "абвсԁеһіјкӏмнопԛгѕтυνѡхуαβεικορτχγ",
    "abbcdehijklmhonqrstuvwxyabeikoptxy",
)
"""Letters of other alphabets by the Latin ones that they look like, in lower case."""


def fold(text: str) -> str:
    """The text's words in lower case, one blank apart, without accents, marks and ignorable characters.

    Digits stand apart from letters. Folding what is folded changes nothing.
    """
    if not text.isascii():
        text = _plain_letters(_plain_letters(text.translate(_SIGNS)))
    text = text.lower().replace("'", "")
    if "." in text:
        text = _DOTTED.sub(lambda match: match[0].replace(".", ""), text)
    return " ".join(_WORD.findall(text))


def length(text: str) -> int:
    """How many characters the text has when each that stands for several counts as these, as one may for 18 letters."""
    return len(text) if text.isascii() else max(len(text), len(unicodedata.normalize("NFKC", text)))


def _plain_letters(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    kept = (letter for letter in decomposed if unicodedata.category(letter) not in _IGNORABLE)
    return unicodedata.normalize("NFKC", "".join(kept))


def in_latin_letters(folded: str) -> str | None:
    """The folded text with look-alike letters made Latin, if it has any beside Latin ones or instead of them."""
    if folded.isascii():
        return None
    latin = folded.translate(_LOOKALIKES)
    return latin if latin != folded and latin.isascii() else None
