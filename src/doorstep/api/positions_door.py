"""Takes in positions of phones before FastAPI does, which costs a third of the time.

Phones send most of what a server is sent, and send it all alike. What is not alike is FastAPI's,
with everything the phone said: another cookie, a key, another site, a body that must be read with
care, somebody who may not. So there is one place that says what is refused and how.
"""

import json
import re
import time

from starlette.datastructures import State
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from doorstep.api.observe import Figures
from doorstep.api.route_table import RAISED
from doorstep.api.security_headers import add_security_headers
from doorstep.plumbing.auth import Principal, access
from doorstep.plumbing.web import DRIVER_COOKIE, holders_of
from doorstep.tracking import PositionsReport, RawPosition, SentPositions, read_plain_positions

_PATH, _PATTERN = "/api/v1/driver/positions", "/driver/positions"
_LONGEST_BODY = 1_000_000
_TELLING = frozenset(
    {b"authorization", b"content-length", b"content-type", b"cookie", b"host", b"origin"}
)
_COOKIE = re.compile(DRIVER_COOKIE.encode() + rb"=([0-9a-f]{64})")
_HOST = re.compile(rb"[A-Za-z0-9.-]+(?::\d{1,5})?")
_LENGTH = re.compile(rb"\d{1,7}")


class PositionsDoor:
    """Answers what phones usually send, and leaves the rest to ``inner``.

    Parameters
    ----------
    inner
        The whole of FastAPI, which answers the same.
    state
        Of the app: who asks, and who takes positions in.
    """

    def __init__(self, inner: ASGIApp, state: State, figures: Figures) -> None:
        self._inner = inner
        self._state = state
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or have it answered."""
        token = _token_of(scope) if scope["path"] == _PATH else None
        if token is None:
            await self._inner(scope, receive, send)
            return
        began_s = time.perf_counter()
        heard = await _hear(receive)
        try:
            report = await self._record(token, heard)
        except Exception as error:  # noqa: BLE001 -- FastAPI knows what to answer to each
            scope[RAISED] = error
            report = None
        if report is None:
            await self._inner(scope, _again(heard, receive), send)
            return
        body = _written(report)
        self._figures.tell("POST", _PATTERN, 200, time.perf_counter() - began_s)
        start = {"type": "http.response.start", "status": 200, "headers": _headers(body)}
        await send(start)
        await send({"type": "http.response.body", "body": body})

    async def _record(self, token: str, heard: list[Message]) -> PositionsReport | None:
        """Take the positions in; none if that is not for here, and nothing is done then."""
        if heard[-1]["type"] != "http.request":
            return None  # gone before all was said
        sent = read_plain_positions(b"".join(one.get("body", b"") for one in heard))
        if sent is None:
            return None
        principal = await holders_of(self._state).find(token)
        if principal is None or principal.kind == "key" or not access.DRIVE.allows(principal):
            return None
        return await self._take(principal, sent)

    async def _take(self, principal: Principal, sent: list[RawPosition]) -> PositionsReport:
        found: PositionsReport = await self._state.recorder.record(
            principal.tenant_id, SentPositions(principal.id, sent)
        )
        return found


def _token_of(scope: Scope) -> str | None:
    """Return what the phone shows, or none where the request is not like all others."""
    if scope["method"] != "POST" or scope["query_string"] or scope.get("root_path"):
        return None
    told: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in _TELLING:
            if name in told:
                return None
            told[name] = value
    length = told.get(b"content-length", b"")
    shown = _COOKIE.fullmatch(told.get(b"cookie", b""))
    is_plain = (
        shown is not None
        and told.get(b"content-type") == b"application/json"
        and b"authorization" not in told
        and _is_own_page(told)
        and _LENGTH.fullmatch(length) is not None
        and int(length) <= _LONGEST_BODY
    )
    return shown[1].decode() if is_plain and shown else None


def _is_own_page(told: dict[bytes, bytes]) -> bool:
    origin, host = told.get(b"origin"), told.get(b"host", b"")
    if origin is None:
        return True
    return _HOST.fullmatch(host) is not None and origin in (b"http://" + host, b"https://" + host)


async def _hear(receive: Receive) -> list[Message]:
    """Return what the phone says until it has said all or has gone."""
    heard = [await receive()]
    while heard[-1]["type"] == "http.request" and heard[-1].get("more_body", False):
        heard.append(await receive())
    return heard


def _again(heard: list[Message], receive: Receive) -> Receive:
    """Say once more what was heard, then go on listening."""
    unsaid = iter(heard)

    async def say() -> Message:
        said = next(unsaid, None)
        return await receive() if said is None else said

    return say


def _written(report: PositionsReport) -> bytes:
    if not report.rejected:
        return b'{"stored":%d,"rejected":[]}' % report.stored
    rejected = [{"index": one.index, "reason": one.reason} for one in report.rejected]
    told = {"stored": report.stored, "rejected": rejected}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _headers(body: bytes) -> list[tuple[bytes, bytes]]:
    headers = [
        (b"content-length", b"%d" % len(body)),
        (b"content-type", b"application/json"),
    ]
    add_security_headers(headers, _PATH)
    return headers
