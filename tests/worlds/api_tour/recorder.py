"""Keeps the first good request and answer of each operation that clients use."""

import json
import re
from collections.abc import Iterable
from typing import Any

from starlette.testclient import TestClient

_LONGEST = 400
_MOST_OBJECTS, _MOST_POINTS, _MOST_WORDS = 2, 5, 6
_SHOP = "https://shop.example/doorstep"
_NOTHING = object()


class Recorder:
    """Listens to clients.

    Parameters
    ----------
    operations
        As the API description names them: "GET /api/v1/orders/{order_id}".
    """

    def __init__(self, operations: Iterable[str]) -> None:
        self.examples: dict[str, dict[str, Any]] = {}
        self.replaced: dict[str, str] = {}
        """Text that differs from walk to walk, and what stands for it."""
        # Fixed addresses come before those with names in them, as the server has it.
        fixed_first = sorted(operations, key=lambda one: one.count("{"))
        self._patterns = [(name, _pattern(name)) for name in fixed_first]

    def listen(self, client: TestClient) -> TestClient:
        """Keep what ``client`` does from now on."""
        client.event_hooks["response"] = [*client.event_hooks["response"], self._hear]
        return client

    def _hear(self, response: Any) -> None:
        request = response.request
        called = f"{request.method} {request.url.path}"
        name = next((one for one, pattern in self._patterns if pattern.fullmatch(called)), None)
        if name is None or response.status_code >= 400 or name in self.examples:
            return
        response.read()
        kept: dict[str, Any] = {"path": request.url.path}
        if request.url.query:
            kept["query"] = dict(request.url.params)
        headers = {
            key: request.headers[key]
            for key in ("if-match", "idempotency-key")
            if key in request.headers
        }
        if headers:
            kept["headers"] = headers
        if request.content and (sent := _body(request)) is not _NOTHING:
            kept |= {"sent_as": _type(request), "request": self._tidy(sent)}
        kept["status"] = response.status_code
        if response.content and (answered := _body(response)) is not _NOTHING:
            kept |= {"answered_as": _type(response), "response": self._tidy(answered)}
        self.examples[name] = kept

    def _tidy(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._tidy(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._tidy(one) for one in value[: _most(value)]]
        if isinstance(value, str):
            for old, new in self.replaced.items():
                value = value.replace(old, new)
            return value if len(value) <= _LONGEST else value[:_LONGEST] + "..."
        return value

    def stand_in(self, old: str, new: str = _SHOP) -> None:
        """Write ``new`` where ``old`` was said."""
        self.replaced[old] = new


def _pattern(name: str) -> re.Pattern[str]:
    escaped = re.escape(name).replace(r"\{", "{").replace(r"\}", "}")
    return re.compile(re.sub(r"{\w+}", "[^/]+?", escaped))


def _type(message: Any) -> str:
    return str(message.headers.get("content-type", "")).partition(";")[0].strip()


def _body(message: Any) -> Any:
    media_type = _type(message)
    if media_type.endswith("json"):
        return json.loads(message.content)
    if media_type.startswith("text/") or media_type in {"application/toml", "application/zpl"}:
        return message.content.decode()
    return _NOTHING  # pictures, documents and archives have no example


def _most(items: list[Any]) -> int:
    if all(isinstance(one, dict) for one in items):
        return _MOST_OBJECTS
    if all(isinstance(one, list) for one in items):
        return _MOST_POINTS
    return _MOST_WORDS if all(isinstance(one, str) for one in items) else len(items)
