"""More requests than can be served are turned away at the door, and nobody takes all the room."""
# Bad input: B-87 (docs/guides/bad-input.md).

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from doorstep.api.observe import Figures
from doorstep.api.shedding import SheddingMiddleware

Message = dict[str, Any]


class Door:
    """A server whose requests wait until they are let go."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.served = 0
        self.figures = Figures()
        self.app = SheddingMiddleware(self._serve, self.figures, most=4, most_of_one=2)

    async def _serve(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await self.go.wait()
        self.served += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def ask(self, cookie: str, path: str = "/api/v1/orders") -> list[Message]:
        sent: list[Message] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.request"}

        headers = [(b"cookie", cookie.encode())]
        scope = {"type": "http", "path": path, "headers": headers, "client": ("127.0.0.1", 1)}
        await self.app(scope, receive, send)
        return sent

    def come(self, *cookies: str, path: str = "/api/v1/orders") -> list[asyncio.Task[Any]]:
        return [asyncio.create_task(self.ask(cookie, path)) for cookie in cookies]


def run(scene: Callable[[Door], Any]) -> None:
    async def play() -> None:
        await scene(Door())

    asyncio.run(play())


def test_who_has_no_room_is_told_when_to_come_again_and_leaves_nothing() -> None:
    async def scene(door: Door) -> None:
        inside = door.come("a", "a", "b", "b")
        await asyncio.sleep(0)
        start, body = await door.ask("c")
        assert start["status"] == 503
        assert dict(start["headers"])[b"retry-after"] == b"1"
        assert json.loads(body["body"])["code"] == "too_busy"
        door.go.set()
        await asyncio.gather(*inside)
        assert door.served == 4
        assert door.figures.shed._value.get() == 1  # noqa: SLF001 -- the library has no other way
        assert (await door.ask("c"))[0]["status"] == 200

    run(scene)


def test_one_sender_does_not_take_everybody_s_places() -> None:
    async def scene(door: Door) -> None:
        inside = door.come("a", "a")
        await asyncio.sleep(0)
        assert (await door.ask("a"))[0]["status"] == 503
        inside += door.come("b")
        door.go.set()
        assert [(await one)[0]["status"] for one in inside] == [200, 200, 200]

    run(scene)


def test_live_screens_take_no_places() -> None:
    async def scene(door: Door) -> None:
        inside = door.come(*"aaaaaa", path="/api/v1/live")
        await asyncio.sleep(0)
        inside += door.come("a")
        door.go.set()
        assert {(await one)[0]["status"] for one in inside} == {200}

    run(scene)


@pytest.mark.parametrize("error", [ValueError, asyncio.CancelledError])
def test_a_request_that_ends_badly_leaves_its_place(error: type[BaseException]) -> None:
    async def scene(door: Door) -> None:
        async def fail(*_: object) -> None:
            raise error

        door.app = SheddingMiddleware(fail, door.figures, most=1, most_of_one=1)
        for _ in range(2):
            with pytest.raises(error):
                await door.ask("a")

    run(scene)
