"""Answers in words: as text, Markdown or HTML, in the locale that the caller asks for."""

from collections.abc import Callable, Collection
from functools import partial
from importlib import import_module
from typing import Any, Final, TypeVar

from ketaclinic import checks
from ketaclinic.catalogs import SHIPPED
from ketaclinic.display import Detail, Form
from ketaclinic.errors import InvalidInputError, InvalidTypeError, of_type, shown
from ketaclinic.money import Money
from ketaclinic.policy import Policy
from ketaclinic.rendering.blocks import Document
from ketaclinic.rendering.forms import as_html, as_markdown, as_text, html_text, markdown_text
from ketaclinic.rendering.pairing import paired
from ketaclinic.rendering.words import Words, marked, shipped_locale, words
from ketaclinic.wordings import Wording

__all__ = ["render"]

S = TypeVar("S")

_DOCUMENT_FORMS: Final[dict[Form, Callable[[Document], str]]] = {
    "text": as_text,
    "markdown": as_markdown,
    "html": as_html,
}
_INLINE_FORMS: Final[dict[Form, Callable[[str], str]]] = {"text": str, "markdown": markdown_text, "html": html_text}

_WORDINGS: Final = {
    "Action": ("ketaclinic.levels", "screenings", "action_words"),
    "Cancellation": ("ketaclinic.cancellation", "cancellations", "cancellation_document"),
    "Departure": ("ketaclinic.reviews", "plans", "departure_sentence"),
    "Explanation": ("ketaclinic.explanations", "explanations", "explanation_document"),
    "PreparationSheet": ("ketaclinic.preparation", "sheets", "sheet_document"),
    "Quote": ("ketaclinic.quotes", "quotes", "quote_document"),
    "Screening": ("ketaclinic.screening", "screenings", "screening_document"),
    "SupportiveMedication": ("ketaclinic.visits", "sheets", "medication_phrase"),
    "Visit": ("ketaclinic.visits", "plans", "visit_sentence"),
    "Offer": ("ketaclinic.waiting", "plans", "offer_sentence"),
    "TreatmentPlan": ("ketaclinic.plans", "plans", "plan_document"),
}
"""What is rendered: by the name of its class, its module, and the module and the function that words it.

A module is imported when it is needed: most of them need pendulum.
"""


def render(
    value: object,
    *,
    locale: str = SHIPPED[0],
    form: Form = "text",
    detail: Detail = "full",
    allow_unreviewed: bool = False,
) -> str:
    """The answer, the action or the amount in plain language.

    `locale` is the name of a shipped locale or of a regional variant (`en_GB`); `form` is `"text"`, with aligned
    columns for a fixed-width font, `"markdown"`, or `"html"`: a fragment without style or script, everything escaped.
    `detail="brief"` leaves the outcome, the worst of what was found and whom to call.

    Where a clinical text has no translation that a qualified person has reviewed (see `ketaclinic.locales`), it stands
    in English with the marked translation beside it, unless `allow_unreviewed` is True.

    Raises:
        InvalidTypeError: not something that has a rendering, or a locale that is not a str.
        InvalidInputError: another form.
        UnknownLocaleError: a locale that is not shipped.

    >>> import ketaclinic as kc
    >>> kc.render(kc.Money("3450"))
    '$3,450.00'
    >>> print(kc.render(kc.quote(6)).partition("- This")[0])
    Total price: $3,450.00
    <BLANKLINE>
    Pay for each infusion at its visit. Questions? Call Ketamine Healing Clinic of Los Angeles: (866) 987-7874.
    <BLANKLINE>
    Infusions 1 to 5   5 × $600.00   $3,000.00   price.initial
    Infusion 6         1 × $450.00     $450.00   price.thereafter
    Total                            $3,450.00
    <BLANKLINE>
    <BLANKLINE>
    """
    _one_of("form", form, _DOCUMENT_FORMS)
    _one_of("detail", detail, ("full", "brief"))
    checks.flag("allow_unreviewed", allow_unreviewed)
    if type(value) is Money:
        return _INLINE_FORMS[form](words(locale).money(value))
    policy = getattr(value, "policy", None)
    wording = policy.clinic.wording if type(policy) is Policy else ()
    say = partial(_wording(value), value)
    worded = said(say, locale=locale, allow_unreviewed=allow_unreviewed, wording=wording, marks_times=form == "html")
    if isinstance(worded, Document):
        return _DOCUMENT_FORMS[form](_in_brief(worded) if detail == "brief" else worded)
    return _INLINE_FORMS[form](worded)


def said(
    say: Callable[[Words], S],
    *,
    locale: str,
    allow_unreviewed: bool,
    wording: tuple[Wording, ...],
    marks_times: bool = False,
) -> S:
    """What is said in the words of a locale; clinical text that nobody has reviewed stands beside its English.

    Raises:
        InvalidTypeError: an `allow_unreviewed` that is not a bool, or a locale that is not a str.
        UnknownLocaleError: a locale that is not shipped.
    """
    checks.flag("allow_unreviewed", allow_unreviewed)
    in_locale = words(locale, wording=wording, marks_times=marks_times)
    worded = say(in_locale)
    if allow_unreviewed or shipped_locale(locale) == SHIPPED[0]:
        return worded
    cautious = say(words(locale, speaks="cautious", wording=wording, marks_times=marks_times))
    english = say(words(locale, speaks="english", wording=wording, marks_times=marks_times))
    return paired(cautious, worded, english, in_locale.gettext(_NOT_REVIEWED))


_NOT_REVIEWED: Final = marked("translation not reviewed")


def _one_of(argument: str, value: object, choices: Collection[str]) -> None:
    if type(value) is not str or value not in choices:
        *others, last = choices
        raise InvalidInputError(argument, f"{', '.join(others)} or {last}", shown(value))


def _in_brief(document: Document) -> Document:
    """The outcome, and the few sentences that go with it."""
    return Document(language=document.language, title=document.title, to_do=document.brief)


def _wording(value: object) -> Callable[[Any, Words], Document | str]:
    """The function that words a value of that class.

    Raises:
        InvalidTypeError: there is none.
    """
    kind = type(value)
    module, wording, function = _WORDINGS.get(kind.__name__, ("", "", ""))
    if not module or getattr(import_module(module), kind.__name__) is not kind:
        raise InvalidTypeError("value", "an answer of ketaclinic, or Money", of_type(value))
    found: Callable[[Any, Words], Document | str] = getattr(import_module(f"ketaclinic.rendering.{wording}"), function)
    return found
