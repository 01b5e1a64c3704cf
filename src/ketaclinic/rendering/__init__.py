"""Answers in words: as text, Markdown or HTML, in the locale that the caller asks for."""

from collections.abc import Callable
from html import escape
from typing import Final

from ketaclinic.display import Form
from ketaclinic.errors import InvalidInputError, InvalidTypeError, of_type, shown
from ketaclinic.levels import Action
from ketaclinic.money import Money
from ketaclinic.quotes import Quote
from ketaclinic.rendering.blocks import Document
from ketaclinic.rendering.forms import as_html, as_markdown, as_text, markdown_text
from ketaclinic.rendering.quotes import quote_document
from ketaclinic.rendering.screenings import action_words, screening_document
from ketaclinic.rendering.words import SHIPPED, words
from ketaclinic.screening import Screening

__all__ = ["render"]

_DOCUMENT_FORMS: Final[dict[Form, Callable[[Document], str]]] = {
    "text": as_text,
    "markdown": as_markdown,
    "html": as_html,
}
_INLINE_FORMS: Final[dict[Form, Callable[[str], str]]] = {"text": str, "markdown": markdown_text, "html": escape}


def render(value: object, *, locale: str = SHIPPED[0], form: Form = "text") -> str:
    """The answer, the action or the amount in plain language.

    `locale` is the name of a shipped locale or of a regional variant (`en_GB`); `form` is `"text"`, with aligned
    columns for a fixed-width font, `"markdown"`, or `"html"`: a fragment without style or script, everything escaped.

    Raises:
        InvalidTypeError: not something that has a rendering, or a locale that is not a str.
        InvalidInputError: another form.
        UnknownLocaleError: a locale that is not shipped.

    >>> import ketaclinic as kc
    >>> kc.render(kc.Money("3450"))
    '$3,450.00'
    >>> print(kc.render(kc.quote(6)).partition("-")[0])
    Total price: $3,450.00
    <BLANKLINE>
    Infusions 1 to 5   5 × $600.00   $3,000.00   price.initial
    Infusion 6         1 × $450.00     $450.00   price.thereafter
    Total                            $3,450.00
    <BLANKLINE>
    <BLANKLINE>
    """
    asked: object = form  # whatever the types say
    if type(asked) is not str or asked not in _DOCUMENT_FORMS:
        raise InvalidInputError("form", "text, markdown or html", shown(asked))
    in_locale = words(locale)
    if isinstance(value, Money):
        return _INLINE_FORMS[form](in_locale.money(value))
    if isinstance(value, Action):
        return _INLINE_FORMS[form](action_words(value, in_locale))
    if isinstance(value, Quote):
        return _DOCUMENT_FORMS[form](quote_document(value, in_locale))
    if isinstance(value, Screening):
        return _DOCUMENT_FORMS[form](screening_document(value, in_locale))
    raise InvalidTypeError("value", "a Quote, a Screening, an Action or Money", of_type(value))
