"""What every answer carries, and what every form has to bring along."""

import hmac
import re
import secrets
from hashlib import sha256
from typing import Any, Final

from litestar import Request
from litestar.datastructures import Cookie
from litestar.exceptions import ClientException
from litestar.types import Message, Scope

TOKEN_FIELD: Final = "form_token"  # noqa: S105  # the name of a field

HEADERS: Final = {
    # Nothing but our own style sheet and icon: no script, no frame, no other site.
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_SITE: Final = "sec-fetch-site"
_HOST: Final = re.compile(r"(?P<name>[^:]+)(?::(?P<port>[0-9]{0,5}))?")
_LAST_PORT: Final = 65_535
_BEHIND_TLS: Final = {"strict-transport-security": "max-age=31536000"}


class Headers:
    """Puts the headers on every answer, errors included; an answer may have its own rule for caches."""

    def __init__(self, *, is_behind_tls: bool) -> None:
        headers = {**HEADERS, **(_BEHIND_TLS if is_behind_tls else {})}
        self._kept = headers.pop("cache-control").encode()
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, message: Message, _: Scope) -> None:
        """A hook that the framework calls before it sends anything."""
        if message["type"] == "http.response.start":
            headers = [*message["headers"], *self._headers]
            if not any(name.lower() == b"cache-control" for name, _ in headers):
                headers.append((b"cache-control", self._kept))
            message["headers"] = headers


class KnownHosts:
    """Refuses requests by any other name than the site's, such as one that somebody else's name server points here.

    The framework's own check takes the port for a part of the name, and reads no address whose port is none.
    """

    def __init__(self, hosts: tuple[str, ...]) -> None:
        self._hosts = frozenset(hosts)

    async def __call__(self, request: Request[Any, Any, Any]) -> None:
        """A hook that the framework calls before it answers anything; it would call a plain one in a thread."""
        host = _HOST.fullmatch(request.headers.get("host", ""))
        if host is None or host["name"].lower() not in self._hosts or int(host["port"] or 0) > _LAST_PORT:
            raise ClientException


def is_from_here(request: Request[Any, Any, Any]) -> bool:
    """Whether the browser says that a page of this site sent it, which no other site can make it say.

    Older browsers say nothing; then it is not known.
    """
    return request.headers.getall(_SITE, []) == ["same-origin"]


def is_from_elsewhere(request: Request[Any, Any, Any]) -> bool:
    """Whether the browser says that neither a page of this site sent it nor the person, or says more than one thing.

    A site beside this one can bring a cookie and a token that it fetched here. The origin tells nothing: without a
    referrer, browsers call it null.
    """
    return request.headers.getall(_SITE, ["none"]) not in (["same-origin"], ["none"])


class FormTokens:
    """Proof that a form is our own: a signed token in a cookie of this site alone, and the same one in the form."""

    def __init__(self, secret: bytes, *, is_behind_tls: bool) -> None:
        self.name = "__Host-form" if is_behind_tls else "form"
        """Of the cookie. One of the first name is taken by browsers over TLS alone, and from no host but this one."""
        self._secret = secret
        self._is_behind_tls = is_behind_tls

    def token(self, cookie: str | None) -> str:
        """The token of the cookie if it is ours, or a new one."""
        if cookie is not None and self._is_ours(cookie):
            return cookie
        nonce = secrets.token_urlsafe(24)
        return f"{nonce}.{self._signature(nonce)}"

    def is_valid(self, cookie: str | None, field: str | None) -> bool:
        """Whether the form brought the token of the cookie, and that is ours."""
        return (
            cookie is not None
            and field is not None
            and hmac.compare_digest(cookie.encode(), field.encode())
            and self._is_ours(cookie)
        )

    def cookie(self, token: str) -> Cookie:
        """The cookie: gone when the browser is closed, out of reach of scripts and of other sites' forms."""
        return Cookie(
            key=self.name, value=token, path="/", httponly=True, samesite="strict", secure=self._is_behind_tls
        )

    def _is_ours(self, token: str) -> bool:
        nonce, _, signature = token.partition(".")
        return hmac.compare_digest(signature.encode(), self._signature(nonce).encode())

    def _signature(self, nonce: str) -> str:
        return hmac.new(self._secret, nonce.encode(), sha256).hexdigest()
