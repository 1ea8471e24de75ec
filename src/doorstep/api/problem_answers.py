"""Turns whatever refusal a library answers in its own words into problem+json."""

import json

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from doorstep.plumbing.web import PROBLEM_JSON, plain_problem

_FIRST_REFUSAL = 400
_OWN_TYPES = (PROBLEM_JSON, "text/html")
"""Answers that are in our words already; a page for people is one."""

_FOREIGN_WORDS = "/vroom"
"""The address that answers in JSON of another program on purpose."""


class ProblemAnswersMiddleware:
    """Gives every refusal code and action: too long a body, a range that is not there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and replace a refusal in foreign words."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused: Message | None = None
        detail = b""

        async def send_problem(message: Message) -> None:
            nonlocal refused, detail
            if message["type"] == "http.response.start" and _is_foreign(message, scope):
                refused = message
            elif refused is None:
                await send(message)
            else:
                detail += message.get("body", b"")
                if not message.get("more_body", False):
                    start, body = _to_problem(refused, detail)
                    await send(start)
                    # An answer to HEAD has the headers of the body, and no body.
                    await send({**message, "body": b"" if scope["method"] == "HEAD" else body})

        await self._app(scope, receive, send_problem)


def _is_foreign(start: Message, scope: Scope) -> bool:
    if start["status"] < _FIRST_REFUSAL:
        return False
    media_type = MutableHeaders(scope=start).get("content-type", "")
    is_meant = scope["path"].endswith(_FOREIGN_WORDS) and media_type == "application/json"
    is_ours = is_meant or media_type.startswith(_OWN_TYPES)
    return not is_ours


def _to_problem(start: Message, detail: bytes) -> tuple[Message, bytes]:
    body = json.dumps(plain_problem(start["status"], detail.decode(errors="replace"))).encode()
    headers = MutableHeaders(scope=start)
    headers["Content-Type"] = PROBLEM_JSON
    headers["Content-Length"] = str(len(body))
    return start, body
