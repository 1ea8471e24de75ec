"""Sends requests: once, however often it takes, and says in words what was refused."""

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx2

from doorstep_client.refused import Refused, Unreachable

API = "/api/v1"
_FIRST_REFUSAL = 400
_NO_CONTENT = 204
_LATER = frozenset({429, 503})
"""Nothing was done; the answer says when to come again."""
_IN_FLIGHT = "idempotency_key_in_flight"
_LONGEST_WAIT_S = 30.0


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened, from a live stream; ``id`` lets one go on from there."""

    id: str
    kind: str
    data: str


class Transport:
    """Speaks HTTP for the operations.

    Parameters
    ----------
    http
        Sends; made for the server's address.
    key
        Of an API key, or empty.
    tries
        How often a request is sent at the most, when no answer comes or the server is busy.
    sleep
        Waits between two tries, seconds.
    """

    def __init__(
        self,
        http: httpx2.Client,
        key: str = "",
        *,
        tries: int = 4,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = http
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._tries = max(1, tries)
        self._sleep = sleep

    @staticmethod
    def quote(part: str) -> str:
        """Return ``part`` as it stands in an address."""
        return quote(part, safe="")

    def ask(self, method: str, path: str, **what: Any) -> Any:
        """Send a request and return what is answered, read from JSON."""
        response = self.send(method, path, **what)
        return response.json() if response.content else None

    def ask_text(self, method: str, path: str, **what: Any) -> str:
        """Send a request and return the text that is answered."""
        return str(self.send(method, path, **what).text)

    def ask_bytes(self, method: str, path: str, **what: Any) -> bytes:
        """Send a request and return the bytes that are answered."""
        return bytes(self.send(method, path, **what).content)

    def send(  # noqa: PLR0913 -- each is a part of a request
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        json: Any = None,
        content: bytes | str | None = None,
        media_type: str = "",
        version: int | None = None,
        key: str | None = None,
        once: bool = False,
    ) -> httpx2.Response:
        """Send a request until it is answered; the same one, so that it is done once.

        Raises
        ------
        Refused
            The server says no.
        Unreachable
            No answer came. Whether it was done is not known, unless it was sent under a key.
        """
        headers = dict(self._headers)
        if media_type:
            headers["Content-Type"] = media_type
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        if once:
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        request = self._http.build_request(
            method,
            API + path,
            params=_plain(query or {}),
            headers=headers,
            json=json,
            content=content,
        )
        # What reads, and what names its end state, may be repeated; what adds only under a key.
        repeatable = once or method in {"GET", "PUT", "DELETE"}
        for attempt in range(1, self._tries + 1):
            is_last = attempt == self._tries
            try:
                response = self._http.send(request)
            except httpx2.TransportError as error:
                if is_last or not repeatable:
                    raise Unreachable(str(error)) from error
                self._sleep(_pause_s(attempt))
                continue
            if response.status_code < _FIRST_REFUSAL:
                return response
            refused = Refused.of(response)
            if is_last or not _may_come_again(refused, repeatable=repeatable):
                raise refused
            self._sleep(max(refused.retry_after_s, _pause_s(attempt)))
        raise Unreachable  # never reached: the last try returns or raises

    def listen(self, method: str, path: str, **what: Any) -> Iterator[Event]:
        """Yield what a live stream says, until it ends or is closed.

        Raises
        ------
        Refused
            The server says no.
        """
        params = _plain(what.get("query") or {})
        with self._http.stream(
            method, API + path, params=params, headers=self._headers, timeout=None
        ) as response:
            if response.status_code >= _FIRST_REFUSAL:
                response.read()
                raise Refused.of(response)
            yield from read_events(response.iter_lines())


def read_events(lines: Iterator[str]) -> Iterator[Event]:
    """Yield the events in a text/event-stream (HTML standard, section 9.2)."""
    told: dict[str, list[str]] = {}
    last_id = ""
    for line in lines:
        if line:
            name, _, value = line.partition(":")
            if name:  # else a comment, which keeps the line open
                told.setdefault(name, []).append(value.removeprefix(" "))
            continue
        last_id = "".join(told.get("id", [last_id]))
        if "data" in told:
            yield Event(last_id, "".join(told.get("event", ["message"])), "\n".join(told["data"]))
        told = {}


def _may_come_again(refused: Refused, *, repeatable: bool) -> bool:
    if refused.retry_after_s > _LONGEST_WAIT_S:
        return False
    if refused.status in _LATER:
        # A database that failed in the middle may have done it; a busy server has not.
        return repeatable or refused.code in {"too_busy", "too_many_requests"}
    return repeatable and refused.code == _IN_FLIGHT


def _pause_s(attempt: int) -> float:
    return min(_LONGEST_WAIT_S, 0.25 * 2.0**attempt)


def _plain(query: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _word(value) for name, value in query.items() if value is not None}


def _word(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return [*map(_word, value)] if isinstance(value, (list, tuple)) else value
