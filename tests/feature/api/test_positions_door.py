"""Positions are taken in before FastAPI, which would have answered the very same."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from doorstep.api.observe import Figures
from doorstep.api.positions_door import PositionsDoor
from doorstep.api.shedding import SheddingMiddleware
from doorstep.plumbing.auth import Role
from doorstep.plumbing.problem import TooBusyError
from doorstep.tracking import PositionsReport

Header = tuple[bytes, bytes]
Answer = tuple[int, list[Header], bytes]
PATH = "/api/v1/driver/positions"
HOST = (b"host", b"doorstep.example:8000")
FIX = {"fixed_at": "2026-06-01T04:30:00Z", "lat": 60.17, "lon": 24.94}


def body_of(*fixes: dict[str, Any]) -> bytes:
    return json.dumps({"positions": list(fixes)}).encode()


PLAIN = body_of(FIX)
BODIES = {
    "none": body_of(),
    "one": PLAIN,
    "bad ones": body_of(FIX, FIX | {"lat": 91}, FIX | {"fixed_at": "2999-01-01T00:00:00Z"}),
    "unknown member": body_of(FIX | {"altitude": 1}),
    "no place": body_of({"fixed_at": "yesterday"}),
    "a name twice": b'{"positions": [], "positions": []}',
    "no number": PLAIN.replace(b"60.17", b"NaN"),
    "no JSON": b"{",
    "nothing": b"",
    "another request": b'{"commands": []}',
    "an escape": b'{"positions": [{"fixed_at": "\\ud800"}]}',
    "too many": body_of(*[FIX] * 5001),
}


def scope_of(body: bytes, *headers: Header, cookie: str = "", **more: Any) -> Scope:
    told = dict([HOST, (b"content-type", b"application/json"), *headers])
    told[b"content-length"] = str(len(body)).encode()
    if cookie:
        told[b"cookie"] = cookie.encode()
    return {
        "type": "http",
        "method": "POST",
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": b"",
        "headers": list(told.items()),
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "scheme": "http",
        "http_version": "1.1",
        **more,
    }


async def ask(app: ASGIApp, scope: Scope, body: bytes, parts: int = 1) -> Answer:
    size = len(body) // parts + 1
    said = [body[at : at + size] for at in range(0, max(1, len(body)), size)]
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        if not said:
            await asyncio.Event().wait()  # nobody hangs up
        return {"type": "http.request", "body": said.pop(0), "more_body": bool(said)}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return (
        sent[0]["status"],
        list(sent[0]["headers"]),
        b"".join(one.get("body", b"") for one in sent[1:]),
    )


class Doors:
    """The same server twice: with the door for positions, and as FastAPI alone."""

    def __init__(self, app: Any) -> None:
        self.passed_on = 0
        self.figures = Figures()
        self.fastapi: ASGIApp = app.answer
        self.door = PositionsDoor(self._pass_on, app.state, self.figures)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.passed_on += 1
        await self.fastapi(scope, receive, send)

    def ask(self, body: bytes, *headers: Header, parts: int = 1, **more: Any) -> Answer:
        """Return what the door answers, which FastAPI answers as well."""

        async def both() -> list[Answer]:
            apps: list[ASGIApp] = [self.door, self.fastapi]
            return [await ask(app, scope_of(body, *headers, **more), body, parts) for app in apps]

        found, expected = asyncio.run(both())
        assert found == expected
        return found


@pytest.fixture
def doors(app: FastAPI) -> Doors:
    return Doors(app)


@pytest.fixture
def cookie(client: TestClient, sign_in: Callable[[Role], None]) -> str:
    sign_in(Role.DRIVER)
    return f"doorstep_driver={client.cookies['doorstep_driver']}"


@pytest.mark.parametrize("name", BODIES)
def test_every_body_is_answered_as_fastapi_answers_it(
    doors: Doors, cookie: str, name: str
) -> None:
    status, _, _ = doors.ask(BODIES[name], cookie=cookie)
    is_plain = name in {"none", "one", "bad ones"}
    assert (status, doors.passed_on) == ((200, 0) if is_plain else (status, 1))


def test_what_phones_send_is_answered_and_counted_without_fastapi(
    doors: Doors, cookie: str
) -> None:
    status, headers, body = doors.ask(BODIES["bad ones"], cookie=cookie)
    reasons = [one["reason"] for one in json.loads(body)["rejected"]]
    assert (status, reasons) == (200, ["off_duty", "out_of_range", "in_future"])
    assert b"content-security-policy" in dict(headers)
    own = (b"origin", b"https://" + HOST[1])
    assert doors.ask(PLAIN, own, cookie=cookie, parts=3)[0] == 200
    assert doors.passed_on == 0
    labels = {"method": "POST", "route": "/driver/positions", "status": "200"}
    counted = doors.figures.registry.get_sample_value
    assert counted("doorstep_http_requests_total", labels) == 2.0


def test_whoever_may_not_is_refused_as_fastapi_refuses_them(
    doors: Doors, cookie: str, client: TestClient, sign_in: Callable[[Role], None]
) -> None:
    sign_in(Role.DISPATCHER)
    office = client.cookies["doorstep_session"]
    strangers = {
        "": 401,
        "doorstep_driver=" + "0" * 64: 401,
        "doorstep_driver=x": 401,
        f"doorstep_driver={office}": 403,
        f"doorstep_session={office}": 403,
    }
    for who, status in strangers.items():
        assert doors.ask(PLAIN, cookie=who)[0] == status, who
    client.post("/api/v1/driver/session/end")
    assert doors.ask(PLAIN, (b"origin", b"http://elsewhere.example"), cookie=cookie)[0] == 403
    assert doors.ask(PLAIN, (b"authorization", b"Bearer x"), cookie=cookie)[0] == 401
    assert doors.passed_on == len(strangers) + 2


def test_a_driver_who_was_signed_out_is_nobody_at_the_next_request(
    doors: Doors, cookie: str, client: TestClient
) -> None:
    assert doors.ask(PLAIN, cookie=cookie)[0] == 200
    assert client.delete("/api/v1/driver/session").status_code < 300
    assert doors.ask(PLAIN, cookie=cookie)[0] == 401


def test_requests_out_of_the_ordinary_are_fastapi_s(doors: Doors, cookie: str) -> None:
    odd = [
        doors.ask(PLAIN, (b"content-type", b"text/plain"), cookie=cookie),
        doors.ask(PLAIN, (b"content-type", b"application/json; charset=utf-8"), cookie=cookie),
        doors.ask(PLAIN, cookie=f"{cookie}; theme=dark"),
        doors.ask(PLAIN, cookie=cookie, query_string=b"a=%00"),
        doors.ask(PLAIN, cookie=cookie, method="GET"),
        doors.ask(PLAIN, cookie=cookie, path=f"{PATH}/"),
        doors.ask(b" " * 1_000_001 + PLAIN, cookie=cookie),
    ]
    assert [one[0] for one in odd] == [422, 200, 200, 422, 404, odd[5][0], 200]
    assert doors.passed_on == len(odd)


def test_who_hangs_up_before_all_is_said_is_fastapi_s_with_what_was_said(
    app: FastAPI, cookie: str
) -> None:
    said = [
        {"type": "http.request", "body": PLAIN, "more_body": True},
        {"type": "http.disconnect"},
    ]
    unsaid = iter(said)
    heard: list[Any] = []

    async def receive() -> Any:
        return next(unsaid)

    async def send(_: object) -> None:
        pytest.fail("somebody has answered")

    async def listen(_scope: Scope, receive: Receive, _send: Send) -> None:
        heard.extend([await receive(), await receive()])

    door = PositionsDoor(listen, app.state, Figures())
    asyncio.run(door(scope_of(PLAIN, cookie=cookie), receive, send))
    assert heard == said


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (TooBusyError("1024 changes wait already."), 503),
        (OperationalError("insert", None, ValueError("disk I/O error")), 503),
        (OSError(28, "No space left on device"), 507),
    ],
)
def test_what_goes_wrong_is_told_as_fastapi_tells_it_and_tried_once(
    app: FastAPI, doors: Doors, cookie: str, error: Exception, status: int
) -> None:
    class Failing:
        tried = 0

        async def record(self, *_: object) -> PositionsReport:
            self.tried += 1
            raise error

    app.state.recorder = failing = Failing()
    assert doors.ask(PLAIN, cookie=cookie)[0] == status
    # Once behind the door, and once by FastAPI alone.
    assert failing.tried == 2


def test_who_is_turned_away_at_the_door_never_reaches_fastapi(
    app: Any, client: TestClient
) -> None:
    assert isinstance(app.door, SheddingMiddleware)
    app.door = SheddingMiddleware(app.answer, app.state.figures, most=0)
    assert client.get("/healthz").status_code == 503
    counted = app.state.figures.registry.get_sample_value
    assert counted("doorstep_http_shed_total") == 1.0
