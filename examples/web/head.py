"""HEAD requests: what GET would answer, without the body."""

from typing import Any

from litestar import Litestar
from litestar.types import Message


class AnswersHead(Litestar):
    """An application whose every page can be asked for with HEAD, too; the framework takes each method for itself."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer as to GET, and keep the body back."""

        async def without_body(message: Message, whole: Any = send) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await whole(message)

        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, without_body
        await super().__call__(scope, receive, send)
