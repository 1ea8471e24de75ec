"""An HTTP client that costs little, and loads of requests at fixed moments."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

_LONGEST_ANSWER_S = 60.0
_TIMED_OUT = -3
"""Stands for the status of an answer that was not waited for any longer."""

OK, CREATED = 200, 201
DONE = (OK, CREATED)
REFUSED = (429, 503)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0 for a connection that broke."""

    status: int
    body: bytes
    headers: bytes = b""

    def json(self) -> Any:  # noqa: ANN401 -- whatever JSON can hold
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request; ``cookie`` says who asks, ``patience_s`` how long the answer may take."""

    method: str
    path: str
    cookie: str = ""
    body: bytes = b""
    headers: str = ""
    media_type: str = "application/json"
    patience_s: float = _LONGEST_ANSWER_S


def ask_json(method: str, path: str, cookie: str, body: Any, headers: str = "") -> Ask:  # noqa: ANN401 -- as above
    """Return a request with a JSON body."""
    return Ask(method, path, cookie, json.dumps(body).encode(), headers)


class Client:
    """Connections that are kept open, as many as are used at a time."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def send(self, ask: Ask) -> Answer:
        """Send one request and read its answer; once more where a kept connection was gone."""
        while self._idle:
            pair = self._idle.pop()
            answer = await self._try(pair, ask)
            if answer.status:
                return answer
        try:
            pair = await self._connect()
        except OSError:
            return Answer(0, b"")
        return await self._try(pair, ask)

    async def _try(
        self, pair: tuple[asyncio.StreamReader, asyncio.StreamWriter], ask: Ask
    ) -> Answer:
        try:
            answer = await asyncio.wait_for(self._exchange(*pair, ask), ask.patience_s)
        except TimeoutError:
            pair[1].close()
            return Answer(_TIMED_OUT, b"")
        except (OSError, EOFError, ValueError, RuntimeError):
            pair[1].close()
            return Answer(0, b"")
        self._idle.append(pair)
        return answer

    def close(self) -> None:
        """Let every connection go."""
        for _, writer in self._idle:
            writer.close()
        self._idle.clear()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(self._host, self._port)

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ask: Ask
    ) -> Answer:
        writer.write(
            f"{ask.method} /api/v1{ask.path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            f"Cookie: {ask.cookie}\r\nContent-Type: {ask.media_type}\r\n"
            f"Content-Length: {len(ask.body)}\r\n{ask.headers}\r\n".encode()
            + ask.body
        )
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line[15:])
        return Answer(int(head[9:12]), await reader.readexactly(length), head)


@dataclass
class Load:
    """What a run of requests at fixed moments saw; times in milliseconds."""

    took_ms: list[float] = field(default_factory=list)
    refused_ms: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    refused_without_retry_after: int = 0
    acked: list[Any] = field(default_factory=list)
    elapsed_s: float = 0.0

    @property
    def per_s(self) -> float:
        """Acknowledged requests a second."""
        return round(len(self.acked) / self.elapsed_s, 1) if self.elapsed_s else 0.0

    @property
    def errors(self) -> int:
        """Answers that are neither good nor a refusal for want of room."""
        good = (*DONE, *REFUSED)
        return sum(count for status, count in self.statuses.items() if status not in good)


def percentile(values: list[float], share: float) -> float:
    """Return the nearest-rank percentile, one decimal."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else 0.0


async def run_open_loop(
    rate: float, seconds: float, send: Callable[[int], Awaitable[tuple[Answer, Any]]]
) -> Load:
    """Call ``send(number)`` at fixed moments; a latency counts from the moment it was due.

    So a server that falls behind cannot hide it. Some thousands may be on their way; more than
    that are not sent, and count as refused by nobody (status -1).
    """
    load, loop = Load(), asyncio.get_running_loop()
    began = loop.time()
    pending: set[asyncio.Task[None]] = set()

    async def one(number: int, due: float) -> None:
        answer, what = await send(number)
        took_ms = 1000 * (loop.time() - due)
        load.statuses[answer.status] += 1
        if answer.status in DONE:
            load.took_ms.append(took_ms)
            load.acked.append(what)
        elif answer.status in REFUSED:
            load.refused_ms.append(took_ms)
            load.refused_without_retry_after += b"retry-after" not in answer.headers.lower()

    for number in range(int(rate * seconds)):
        due = began + number / rate
        if (wait_s := due - loop.time()) > 0:
            await asyncio.sleep(wait_s)
        if len(pending) >= _MOST_ON_THEIR_WAY:
            load.statuses[-1] += 1
            continue
        task = asyncio.create_task(one(number, due))
        pending.add(task)
        task.add_done_callback(pending.discard)
    while pending:
        await asyncio.wait(set(pending))
    load.elapsed_s = loop.time() - began
    return load


_MOST_ON_THEIR_WAY = 3000
