"""The application: which address leads to which page, and what happens to what is wrong."""

import logging
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs
from litestar import Litestar, Request, Response, get, post
from litestar.exceptions import HTTPException, NotFoundException, PermissionDeniedException
from litestar.params import FromPath
from litestar.response import Redirect

import ketaclinic as kc

from .api import Api
from .entries import Entries
from .files import FILES, calendar_file
from .head import AnswersHead
from .labels import LANGUAGES, Labels, labels, preferred
from .pages import PAGES, PREFIXES, Clinic, about_visit
from .security import TOKEN_FIELD, FormTokens, Headers, KnownHosts, is_from_elsewhere, is_from_here
from .typed import LISTS, Typed, UnreadableFormError, read_form
from .views import Views, html

_LARGEST_FORM: Final = 16 * 1024
"""A hundred names in letters that take six bytes each, and a plan besides: so little that no answer takes seconds."""
_LARGEST_BODY: Final = 16 * _LARGEST_FORM
"""What is still read, so that a form that is too large comes back with what was typed."""
_STATIC: Final = {
    path.name: (path.read_bytes(), media_type)
    for path, media_type in (
        (Path(__file__).with_name("static") / "style.css", "text/css"),
        (Path(__file__).with_name("static") / "icon.svg", "image/svg+xml"),
    )
}
_LOG: Final = logging.getLogger("examples.web")

Req = Request[Any, Any, Any]


def create_app(  # noqa: PLR0913  # each is a setting of the site, and all are keywords
    *,
    policy: kc.Policy | None = None,
    calendar: kc.ClinicCalendar | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    secret: bytes | None = None,
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost"),
    is_behind_tls: bool = False,
) -> Litestar:
    """The application for one clinic.

    `secret` signs the forms; several processes of one site need the same. `hosts` are the names that the site answers
    to. Behind a proxy that speaks TLS, `is_behind_tls` keeps the cookie and the browser to it.
    """
    clinic = Clinic(kc.faq_policy() if policy is None else policy, calendar or kc.ClinicCalendar(), clock)
    tokens = FormTokens(secret or secrets.token_bytes(32), is_behind_tls=is_behind_tls)
    site = _Site(clinic, tokens)
    return AnswersHead(
        [*site.handlers(), *Api(clinic).handlers()],
        before_request=KnownHosts(hosts),
        before_send=[Headers(is_behind_tls=is_behind_tls)],
        exception_handlers={Exception: site.failure},
        logging_config=None,
        openapi_config=None,
        request_max_body_size=_LARGEST_BODY,
    )


@attrs.frozen
class _Sent:
    """A form that somebody sent. Its `repr` tells nothing of what was typed."""

    typed: Typed
    others: Mapping[str, str] = attrs.field(repr=False)
    """The other fields, such as the button that was used."""
    is_proven: bool
    """Whether it brought its token along."""
    is_large: bool
    """Whether it is more than is answered."""


class _Site:
    """The handlers, for one clinic."""

    def __init__(self, clinic: Clinic, tokens: FormTokens) -> None:
        self._clinic = clinic
        self._tokens = tokens
        self._views = Views(clinic)

    def handlers(self) -> list[Any]:
        """Each address with what answers it."""
        return [
            get("/", sync_to_thread=False)(self.start),
            get("/static/{name:str}", sync_to_thread=False)(self.static),
            get("/api", sync_to_thread=False)(self.api),
            get("/{code:str}", sync_to_thread=False)(self.home),
            post("/{code:str}", status_code=200)(self.home_again),
            get("/{code:str}/{name:str}", sync_to_thread=False)(self.form),
            post("/{code:str}/{name:str}", status_code=200)(self.answer),
        ]

    def start(self, request: Req) -> Redirect:
        """The start page in the language that the browser asks for."""
        return Redirect(
            f"/{preferred(request.headers.get('accept-language', ''))}", headers={"vary": "accept-language"}
        )

    def static(self, name: FromPath[str]) -> Response[bytes]:
        """The style sheet and the icon, the only things that a browser may keep."""
        if name not in _STATIC:
            raise NotFoundException
        content, media_type = _STATIC[name]
        return Response(content, media_type=media_type, headers={"cache-control": "public, max-age=3600"})

    def api(self) -> Response[str]:
        """What the JSON API takes and gives."""
        return html(self._views.api(labels("en")))

    def home(self, code: FromPath[str]) -> Response[str]:
        """The start page."""
        return html(self._views.home(_words(code)))

    async def home_again(self, request: Req, code: FromPath[str]) -> Response[str]:
        """The start page, with what was typed so far in its buttons."""
        words, sent = _words(code), await self._sent(request)
        return self._tokened(request, lambda token: self._views.home_again(words, sent.typed, token=token))

    def form(self, request: Req, code: FromPath[str], name: FromPath[str]) -> Response[str]:
        """The empty form of a page."""
        words = _words(code)
        if name not in PAGES:
            raise NotFoundException
        return self._shown(request, name, Typed(), words)

    async def answer(self, request: Req, code: FromPath[str], name: FromPath[str]) -> Response[Any]:
        """What the library says to a form, as a page or a file, or the form with what was typed on other pages."""
        words, page = _words(code), FILES.get(name, name)
        if page not in PAGES:
            raise NotFoundException
        sent = await self._sent(request)
        typed = sent.typed
        if "visit" in sent.others:
            typed = about_visit(typed, sent.others["visit"], ZoneInfo(self._clinic.policy.clinic.time_zone))
        if "visit" in sent.others or sent.others.get("step") == "form":
            return self._shown(request, page, typed, words)
        if not sent.is_proven:
            return self._shown(request, page, typed, words, status=403)
        entries, token = Entries(typed, words, self._clinic.policy), sent.others[TOKEN_FIELD]
        if sent.is_large:
            entries.problem(max(LISTS, key=lambda name: len(typed.one(name))), "too_large")
            return html(self._views.form(page, entries, token=token), status=413)
        answer = PAGES[page](entries, self._clinic)
        if name in FILES and answer is not None and answer.dated is not None:
            return _file(name, calendar_file(answer.dated, entries, self._clinic.clock()))
        if answer is None:
            return html(self._views.form(page, entries, token=token), status=422)
        return html(self._views.answer(page, entries, answer, token=token))

    def failure(self, request: Req, error: Exception) -> Response[str]:
        """The page for an error. Only what kind it was, and where, is logged: its message may hold what was typed."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        if not isinstance(error, HTTPException):  # the framework's own are a browser's doing, such as going away
            trace = error.__traceback__
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            place = "" if trace is None else f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
            _LOG.error("%s%s", type(error).__name__, place)
        code = request.scope["path"].strip("/").partition("/")[0]  # `url` fails for what some hosts are called
        if code == "api":
            return Response('{"faults":[]}', media_type="application/json", status_code=status)
        if code not in LANGUAGES:
            code = preferred(request.headers.get("accept-language", ""))
        known = status if status in {400, 403, 404, 405, 413, 415} else 500 if status >= 500 else 400
        return html(self._views.error(known, labels(code)), status=status)

    def _shown(self, request: Req, name: str, typed: Typed, words: Labels, *, status: int = 200) -> Response[str]:
        """The form of a page with what was typed before; 403 if it was sent in vain, and is to be sent again."""
        entries = Entries(self._views.beginning(name, typed), words, self._clinic.policy)
        entries.foresee(PREFIXES.get(name, ()))
        is_refused = status == 403
        shown = self._tokened(
            request, lambda token: self._views.form(name, entries, token=token, is_refused=is_refused)
        )
        shown.status_code = status
        return shown

    def _tokened(self, request: Req, page: Callable[[str], str]) -> Response[str]:
        """A page whose form has the token of the browser's cookie, which is set if there was none of ours."""
        cookie = request.cookies.get(self._tokens.name)
        token = self._tokens.token(cookie)
        response = html(page(token))
        if token != cookie:
            response.set_cookie(self._tokens.cookie(token))
        return response

    async def _sent(self, request: Req) -> _Sent:
        """What was typed into a form of ours, and the other fields.

        A form whose token is missing or too old may be shown again, where the browser says that it comes from here.

        Raises:
            HTTPException: it is none, or not from a page of ours.
        """
        if is_from_elsewhere(request):
            raise PermissionDeniedException
        if request.content_type[0] != "application/x-www-form-urlencoded":
            raise HTTPException(status_code=415)
        body = await request.body()
        try:
            typed, others = read_form(body)
        except UnreadableFormError:
            raise HTTPException(status_code=400) from None
        is_proven = self._tokens.is_valid(request.cookies.get(self._tokens.name), others.get(TOKEN_FIELD))
        if not (is_proven or is_from_here(request)):
            raise PermissionDeniedException
        return _Sent(typed, others, is_proven, len(body) > _LARGEST_FORM)


def _words(code: str) -> Labels:
    if code not in LANGUAGES:
        raise NotFoundException
    return labels(code)


def _file(name: str, content: bytes) -> Response[bytes]:
    disposition = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/calendar", headers=disposition)
