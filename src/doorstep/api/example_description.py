"""Give every operation of the API description an example, recorded from a real server.

``tools/api_examples.py`` walks a made-up company's day over HTTP and keeps the first request and
answer of each operation in ``examples/``, one file for each group; a test walks it again.
"""

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI

_PARAMETER = re.compile(r"\{(\w+)\}")


def describe_examples(app: FastAPI) -> None:
    """Let the description of ``app`` carry an example of each operation that has one."""
    describe = app.openapi

    def described() -> dict[str, Any]:
        document = describe()
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                if example := load_examples().get(f"{method.upper()} {path}"):
                    _describe(path, operation, example)
        return document

    app.openapi = described  # type: ignore[method-assign] # FastAPI's way to extend it


@cache
def load_examples() -> dict[str, dict[str, Any]]:
    """Return the recorded examples by operation: "GET /api/v1/orders"."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(files("doorstep.api").joinpath("examples").iterdir(), key=str):
        if file.name.endswith(".json"):
            found |= json.loads(file.read_text("utf-8"))
    return found


def _describe(path: str, operation: dict[str, Any], example: dict[str, Any]) -> None:
    pattern = _PARAMETER.sub(r"(?P<\1>[^/]+?)", path.replace(".", r"\."))
    match = re.fullmatch(pattern, example["path"])
    values = {**(match.groupdict() if match else {}), **example.get("query", {})}
    values |= example.get("headers", {})
    for parameter in operation.get("parameters", []):
        if parameter["name"] in values:
            parameter["example"] = values[parameter["name"]]
    if "request" in example:
        contents = operation["requestBody"]["content"]
        contents.setdefault(example["sent_as"], {})["example"] = example["request"]
    if "response" in example:
        answer = operation["responses"][str(example["status"])]
        contents = answer.setdefault("content", {})
        contents.setdefault(example["answered_as"], {})["example"] = example["response"]
