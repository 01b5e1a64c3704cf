"""Answers in words: as text, Markdown or HTML, in the locale that the caller asks for."""

from collections.abc import Callable
from html import escape
from importlib import import_module
from typing import Any, Final

from ketaclinic.display import Form
from ketaclinic.errors import InvalidInputError, InvalidTypeError, of_type, shown
from ketaclinic.money import Money
from ketaclinic.rendering.blocks import Document
from ketaclinic.rendering.forms import as_html, as_markdown, as_text, markdown_text
from ketaclinic.rendering.words import SHIPPED, words

__all__ = ["render"]

_DOCUMENT_FORMS: Final[dict[Form, Callable[[Document], str]]] = {
    "text": as_text,
    "markdown": as_markdown,
    "html": as_html,
}
_INLINE_FORMS: Final[dict[Form, Callable[[str], str]]] = {"text": str, "markdown": markdown_text, "html": escape}

_SENTENCES: Final = {
    "Action": ("ketaclinic.levels", "screenings", "action_words"),
    "Departure": ("ketaclinic.reviews", "plans", "departure_sentence"),
    "SupportiveMedication": ("ketaclinic.visits", "sheets", "medication_phrase"),
}
"""What is rendered in one line: by the name of its class, its module, and the module and the function that words it."""
_DOCUMENTS: Final = {
    "Cancellation": ("ketaclinic.cancellation", "cancellations", "cancellation_document"),
    "PreparationSheet": ("ketaclinic.preparation", "sheets", "sheet_document"),
    "Quote": ("ketaclinic.quotes", "quotes", "quote_document"),
    "Screening": ("ketaclinic.screening", "screenings", "screening_document"),
    "TreatmentPlan": ("ketaclinic.plans", "plans", "plan_document"),
}
"""The same for what is rendered at length. A module is imported when it is needed: most of them need pendulum."""


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
    if type(value) is Money:
        return _INLINE_FORMS[form](in_locale.money(value))
    sentence = _wording(value, _SENTENCES)
    if sentence is not None:
        return _INLINE_FORMS[form](sentence(value, in_locale))
    document = _wording(value, _DOCUMENTS)
    if document is not None:
        return _DOCUMENT_FORMS[form](document(value, in_locale))
    raise InvalidTypeError("value", "an answer of ketaclinic, or Money", of_type(value))


def _wording(value: object, table: dict[str, tuple[str, str, str]]) -> Callable[[Any, Any], Any] | None:
    """The function that words a value of that class, if the table has one."""
    kind = type(value)
    module, wording, function = table.get(kind.__name__, ("", "", ""))
    if not module or getattr(import_module(module), kind.__name__) is not kind:
        return None
    found: Callable[[Any, Any], Any] = getattr(import_module(f"ketaclinic.rendering.{wording}"), function)
    return found
