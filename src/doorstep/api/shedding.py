"""Turns requests away before anything is done for them, when more are under way than can be.

A request that waits behind a thousand others is answered too late to be of use, and each one that
is read, checked and then refused takes time from those that could be served. So the door counts:
all that are under way, and those of each sender, so that one does not take everybody's places.
"""

import json
from collections import Counter as Counts

from starlette.types import ASGIApp, Receive, Scope, Send

from doorstep.api.observe import Figures
from doorstep.plumbing.problem import TooBusyError
from doorstep.plumbing.web import PROBLEM_JSON

MOST_UNDER_WAY = 1024
"""Requests of everybody; live streams, which cost next to nothing, are not counted."""
MOST_OF_ONE = 200
"""Requests with one session or key: half a second's work."""

_SENDER = (b"authorization", b"cookie")


class SheddingMiddleware:
    """Answers 503 at the door; put it outermost."""

    def __init__(
        self,
        app: ASGIApp,
        figures: Figures,
        most: int = MOST_UNDER_WAY,
        most_of_one: int = MOST_OF_ONE,
    ) -> None:
        self._app = app
        self._figures = figures
        self._most, self._most_of_one = most, most_of_one
        self._under_way: Counts[bytes] = Counts()
        self._count = 0
        self._refusal = _refusal()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in while there is room for it."""
        if scope["type"] != "http" or scope["path"].endswith("/live"):
            await self._app(scope, receive, send)
            return
        sender = _sender_of(scope)
        if self._count >= self._most or self._under_way[sender] >= self._most_of_one:
            self._figures.shed.inc()
            for message in self._refusal:
                await send(dict(message))
            return
        self._count += 1
        self._under_way[sender] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._count -= 1
            self._under_way[sender] -= 1
            if not self._under_way[sender]:
                del self._under_way[sender]


def _sender_of(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name in _SENDER:
            return bytes(value)
    client = scope.get("client")
    return client[0].encode() if client else b""


def _refusal() -> list[dict[str, object]]:
    error = TooBusyError("More requests are under way than can be served.")
    body = json.dumps(error.as_problem()).encode()
    headers = [
        (b"content-type", PROBLEM_JSON.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
        *((name.lower().encode(), value.encode()) for name, value in error.headers().items()),
    ]
    return [
        {"type": "http.response.start", "status": int(error.status), "headers": headers},
        {"type": "http.response.body", "body": body},
    ]
