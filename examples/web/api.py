"""The JSON API: a document of the library goes in, as short as may be, and the complete one comes out."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import msgspec
from litestar import Request, Response, get, post
from litestar.exceptions import HTTPException, NotFoundException
from litestar.params import FromPath

import ketaclinic as kc
from ketaclinic.interchange import json

from .labels import LANGUAGES
from .limits import LARGEST, beyond
from .openapi import KINDS, document
from .pages import Clinic

_FORMS: Final[dict[str, tuple[kc.Form, str]]] = {
    "text": ("text", "text/plain"),
    "html": ("html", "text/html"),
    "markdown": ("markdown", "text/markdown"),
}
_WORDED: Final = tuple(KINDS.values())
_WHOLE: Final = "document"
"""The place of a fault of the whole request, as the library names it."""

Req = Request[Any, Any, Any]


class Proposal(msgspec.Struct, forbid_unknown_fields=True):
    """What a plan is proposed for."""

    first: datetime
    infusions: int
    per_week: int = 3
    completed: int = 0
    open_weekdays: list[int] | None = None


class Api:
    """The handlers, for one clinic."""

    def __init__(self, clinic: Clinic) -> None:
        self._clinic = clinic

    def handlers(self) -> list[Any]:
        """Each address with what answers it."""
        return [
            get("/api/openapi.json", sync_to_thread=False)(self.openapi),
            get("/api/schemas/{name:str}", sync_to_thread=False)(self.schema),
            _taking("/api/proposals")(self.propose),
            _taking("/api/words/{locale:str}/{form:str}")(self.words),
            _taking("/api/{kind:str}")(self.complete),
        ]

    def openapi(self) -> Response[bytes]:
        """What the API takes and gives, in OpenAPI 3.1."""
        return _json(msgspec.json.encode(document(self._clinic.policy)), media_type="application/vnd.oai.openapi+json")

    def schema(self, name: FromPath[str]) -> Response[bytes]:
        """The JSON Schema of one kind of document."""
        if name not in KINDS:
            raise NotFoundException
        return _json(msgspec.json.encode(json.schema(KINDS[name])), media_type="application/schema+json")

    async def complete(self, request: Req, kind: FromPath[str]) -> Response[bytes]:
        """The complete document of one that was written by hand."""
        if kind not in KINDS:
            raise NotFoundException
        body = await _body(request)
        return _answer(lambda: self._read(body, (KINDS[kind],)))

    async def propose(self, request: Req) -> Response[bytes]:
        """A first series on the clinic's calendar."""
        body = await _body(request)
        try:
            asked = msgspec.json.decode(body, type=Proposal)
        except (msgspec.MsgspecError, ValueError, RecursionError):  # whose message may repeat what was sent
            return _faults([kc.Fault(_WHOLE, "expected an object as in the schema of Proposal")])
        calendar = self._clinic.calendar

        def proposed() -> kc.TreatmentPlan:
            days = calendar.open_weekdays if asked.open_weekdays is None else asked.open_weekdays
            return kc.propose_plan(
                first=asked.first,
                infusions=asked.infusions,
                per_week=asked.per_week,
                completed=asked.completed,
                calendar=kc.ClinicCalendar(
                    open_weekdays=calendar.open_weekdays & kc.ClinicCalendar(open_weekdays=days).open_weekdays,
                    closed=calendar.closed,
                    opens=calendar.opens,
                    closes=calendar.closes,
                    taken=calendar.taken,
                ),
                policy=self._clinic.policy,
            )

        return _answer(proposed)

    async def words(self, request: Req, locale: FromPath[str], form: FromPath[str]) -> Response[bytes]:
        """A document in words."""
        if form not in _FORMS or locale not in LANGUAGES.values():
            raise NotFoundException
        body = await _body(request)
        shape, media_type = _FORMS[form]
        try:
            value = self._read(body, _WORDED)
            return Response(kc.render(value, locale=locale, form=shape).encode(), media_type=media_type)
        except kc.KetaclinicError as error:
            return _faults(_told(error))

    def _read(self, body: bytes, kinds: tuple[type[Any], ...]) -> Any:
        """The value of a document, unless it asks too much."""
        faults = beyond(body)
        if faults:
            raise kc.DocumentError(faults)
        return json.loads(body, kinds, policy=self._clinic.policy)


def _taking(path: str) -> post:
    return post(path, status_code=200, request_max_body_size=LARGEST)


async def _body(request: Req) -> bytes:
    if request.content_type[0] != "application/json":
        raise HTTPException(status_code=415)
    return await request.body()


def _answer(make: Callable[[], object]) -> Response[bytes]:
    """The document of what is made, or what is wrong with what was asked."""
    try:
        return _json(json.dumps(make()).encode())
    except kc.KetaclinicError as error:
        return _faults(_told(error))


def _told(error: kc.KetaclinicError) -> list[kc.Fault]:
    """What is wrong, each with its place. The library's own messages repeat nothing that was sent."""
    if isinstance(error, kc.DocumentError):
        return list(error.faults)
    if isinstance(error, kc.InvalidInputError | kc.InvalidTypeError):
        return [kc.Fault(error.argument, f"expected {error.expected}")]
    # With the clause by which there is no answer, so that a client can say it in words of its own.
    return [kc.Fault(_WHOLE, str(error), getattr(error, "clause", None), getattr(error, "telephone", None))]


def _faults(faults: list[kc.Fault]) -> Response[bytes]:
    told = [{name: item for name, item in json.to_dict(fault).items() if name != "schema"} for fault in faults]
    return _json(msgspec.json.encode({"faults": told}), status=422)


def _json(content: bytes, *, status: int = 200, media_type: str = "application/json") -> Response[bytes]:
    return Response(content, media_type=media_type, status_code=status)
