"""From a page's entries and answer to HTML."""

import secrets
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Final

import attrs
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Response
from markupsafe import Markup

import ketaclinic as kc

from . import openapi
from .entries import Entries
from .files import FILES
from .labels import LANGUAGES, Labels, labels
from .months import months
from .pages import SHOWN, Answer, Clinic
from .security import TOKEN_FIELD
from .typed import Typed

_GAP: Final = "\0"
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def _dialled(policy: kc.Policy) -> str:
    """The address of the clinic's telephone."""
    return f"tel:{''.join(filter(str.isdigit, policy.clinic.telephone.number))}"


def _phoned(text: str, policy: kc.Policy) -> Markup:
    """The text, inert, in which the clinic's telephone number is a link."""
    number = escape(policy.clinic.telephone.number)
    link = f'<a href="{_dialled(policy)}"><bdi dir="ltr">{number}</bdi></a>'
    return Markup(escape(text).replace(number, link))  # noqa: S704  # both are escaped


_TEMPLATES.filters |= {"dialled": _dialled, "phoned": _phoned}
_TEMPLATES.policies["json.dumps_kwargs"] = {}  # the order of an example is meant


@attrs.frozen
class Views:
    """The pages of one clinic."""

    clinic: Clinic
    _frames: dict[tuple[str, str, bool], tuple[Markup, Markup]] = attrs.field(factory=dict, init=False, eq=False)
    """What stands above and below every page, by its name, its language, and whether it carries anything along."""
    _around: dict[tuple[str, str], list[str]] = attrs.field(factory=dict, init=False, eq=False)
    """The page around an answer and what it carries along, by its name and its language: the same for everybody."""

    def home(self, words: Labels) -> str:
        """Where everything begins."""
        return self._render("home", words, pages=tuple(SHOWN))

    def home_again(self, words: Labels, typed: Typed, *, token: str) -> str:
        """The same with what was typed before, which its buttons carry along."""
        return self._render("home", words, carries=True, carried=_hidden(token, typed), pages=tuple(SHOWN))

    def form(self, name: str, entries: Entries, *, token: str, is_refused: bool = False) -> str:
        """The form of one of the five pages, with what was typed and what is wrong with it.

        Whatever leads to another page or language sends the form as it stands there, so that nothing is lost.
        """
        typed = entries.typed
        return self._render(
            name,
            entries.labels,
            carries=True,
            hidden=_hidden(token, typed, without=SHOWN[name]),
            typed=typed,
            shown=SHOWN[name],
            problems=entries.problems,
            repeated=entries.repeated,
            summary_lines=_summary(name, entries),
            is_refused=is_refused,
        )

    def answer(self, name: str, entries: Entries, answer: Answer, *, token: str) -> str:
        """What the library said, and what that leads on to."""
        key, words = (name, entries.labels.code), entries.labels
        if key not in self._around:
            empty = self._render(name, words, template="answered", carries=True, main=_GAP, carried=_GAP)
            self._around[key] = empty.split(_GAP)
        above, between, below = self._around[key]
        worded = _anyones if answer.is_anyones else _answered
        main = worded(name, self.clinic.policy, words.code, answer)
        return "".join((above, main, between, _hidden(token, entries.typed), below))

    def error(self, status: int, words: Labels) -> str:
        """What to do about an error, without a word of what was sent."""
        return self._render("error", words, status=status)

    def api(self, words: Labels) -> str:
        """What the JSON API takes and gives, for people."""
        return self._render("api", words, api=openapi.document(self.clinic.policy), kinds=openapi.KINDS)

    def beginning(self, name: str, typed: Typed) -> Typed:
        """What the form of a page begins with: what was typed before, and the usual for the rest."""
        plan = self.clinic.policy.plan
        usual: Mapping[str, tuple[str, ...]] = {
            "infusions": (str(plan.infusions.most),),
            "completed": ("0",),
            "per_week": (str(plan.per_week.most),),
            "weekday": tuple(map(str, sorted(self.clinic.calendar.open_weekdays))),
            "chronic_pain": ("unsaid",),
            "visit_number": ("1",),
        }
        begun = {field: usual[field] for field in SHOWN[name] if field in usual}
        if "date" in typed.values:  # the form of a plan was there before, and no day of the week was left ticked
            begun.pop("weekday", None)
        return Typed({"booking": (secrets.token_hex(8),), **begun, **typed.values})

    def _render(self, name: str, words: Labels, *, template: str = "", carries: bool = False, **more: object) -> str:
        above, below = self._frame(name, words, carries=carries)
        return _TEMPLATES.get_template(f"{template or name}.html").render(
            page=name,
            words=words,
            policy=self.clinic.policy,
            carries=carries,
            header=above,
            footer=below,
            **{"problems": {}, **more},
        )

    def _frame(self, name: str, words: Labels, *, carries: bool) -> tuple[Markup, Markup]:
        """What stands above and below a page: the same for everybody, so it is made once."""
        key = (name, words.code, carries)
        if key not in self._frames:
            context = {
                "page": name,
                "words": words,
                "languages": [labels(code) for code in LANGUAGES],
                "pages": tuple(SHOWN),
                "policy": self.clinic.policy,
                "carries": carries,
            }
            above, below = (_TEMPLATES.get_template(f"{part}.html").render(context) for part in ("header", "footer"))
            self._frames[key] = Markup(above), Markup(below)  # noqa: S704  # the templates have escaped what needs it
        return self._frames[key]


def _hidden(token: str, typed: Typed, *, without: Iterable[str] = ()) -> Markup:
    """What a form brings along: its token, and what was typed on other pages."""
    pairs = ((TOKEN_FIELD, token), *typed.hidden(without=without))
    fields = (f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in pairs)
    return Markup("\n".join(fields))  # noqa: S704  # both are escaped


def _summary(name: str, entries: Entries) -> list[tuple[str, str]]:
    """What is wrong, in the order of the form: each field's name, if it is shown, and its words with the problem."""
    order, words = SHOWN[name], entries.labels
    ordered = sorted(entries.problems, key=lambda field: order.index(field) if field in order else len(order))
    told = []
    for field in ordered:
        called = words.words.get("fold" if field.endswith("fold") else field, "")
        between = "" if not called else " " if called.endswith(("?", "\N{ARABIC QUESTION MARK}")) else ": "
        told.append((field if field in order else "", f"{called}{between}{entries.problems[field]}"))
    return told


def _answered(name: str, policy: kc.Policy, code: str, answer: Answer) -> Markup:
    words, dated = labels(code), answer.dated
    content = _TEMPLATES.get_template("answer.html").render(
        page=name,
        policy=policy,
        words=words,
        answer=answer,
        months=months(dated, words) if isinstance(dated, kc.TreatmentPlan) else (),
        files=FILES,
    )
    return Markup(content)  # noqa: S704  # the template has escaped what needs it


_anyones: Final = lru_cache(maxsize=1024)(_answered)


def html(content: str, *, status: int = 200) -> Response[str]:
    """An answer that is a page."""
    return Response(content, media_type="text/html", status_code=status)
