"""Holds every answer that a test sees to the API description."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import httpx2
import pytest

from worlds.repository import ROOT

_API = "/api/v1/"
_FIRST_REFUSAL = 400
_KEPT = ROOT / "web/packages/api-client/openapi.json"


@contextmanager
def answers_held_to_the_description() -> Iterator[None]:
    """Fail whoever gets an answer whose status or code its operation does not describe."""
    send = httpx2.Client.send

    def sent(self: httpx2.Client, request: httpx2.Request, **how: Any) -> httpx2.Response:
        response = send(self, request, **how)
        if undescribed := find_undescribed(response):
            pytest.fail(undescribed)
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx2.Client, "send", sent)
        yield


def find_undescribed(response: httpx2.Response) -> str:
    """Return what the description does not say of this answer, or nothing."""
    path, method = response.request.url.path, response.request.method
    if not path.startswith(_API):
        return ""
    name = _find_operation(method, path)
    if name is None:
        return ""
    described = _operations()[name]
    status = str(response.status_code)
    if status not in described:
        return f"{name} answers {status}, which its description does not say"
    if response.status_code < _FIRST_REFUSAL or "problem+json" not in _type(response):
        return ""
    code = json.loads(response.read()).get("code")
    if code not in described[status]:
        return f"{name} refuses with {code}, which its description does not say"
    return ""


def _type(response: httpx2.Response) -> str:
    return str(response.headers.get("content-type", ""))


@lru_cache(4096)
def _find_operation(method: str, path: str) -> str | None:
    for name, pattern in _patterns().get((method, path.count("/")), []):
        if pattern.fullmatch(path):
            return name
    return None


@lru_cache(1)
def _operations() -> dict[str, dict[str, frozenset[str]]]:
    document = json.loads(_KEPT.read_text())
    shared = document["components"]["responses"]
    return {
        f"{method.upper()} {path}": {
            status: frozenset(
                code
                for content in _resolve(answer, shared).get("content", {}).values()
                for code in content.get("examples", {})
            )
            for status, answer in operation["responses"].items()
        }
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }


def _resolve(answer: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (
        shared[answer["$ref"].rpartition("/")[2]] if "$ref" in answer else answer
    )
    return found


@lru_cache(1)
def _patterns() -> dict[tuple[str, int], list[tuple[str, re.Pattern[str]]]]:
    found: dict[tuple[str, int], list[tuple[str, re.Pattern[str]]]] = {}
    # Fixed addresses come before those with names in them, as the server has it.
    for name in sorted(_operations(), key=lambda one: (one.count("{"), one)):
        method, path = name.split(" ")
        pattern = re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)))
        found.setdefault((method, path.count("/")), []).append((name, pattern))
    return found
