"""The API description is complete, and what it shows is true."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from doorstep.api import openapi_document
from worlds.api_tour import Recorder, walk
from worlds.repository import ROOT

# Streams, and what has no text: they show what is sent, or nothing.
_TEXT = ("application/json", "application/geo+json", "application/problem+json")


@cache
def document() -> dict[str, Any]:
    return openapi_document()


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def api_operations() -> list[tuple[str, dict[str, Any]]]:
    return [(name, one) for name, one in operations() if " /api/v1/" in name]


def resolved(thing: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in thing:
        return thing
    found: Any = document()
    for part in thing["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def test_the_clients_are_made_from_the_present_api() -> None:
    kept = json.loads((ROOT / "web/packages/api-client/openapi.json").read_text())
    # Out of date? `make clients`.
    assert kept == json.loads(json.dumps(document()))


def test_every_operation_says_what_it_does() -> None:
    assert len(list(operations())) > 180
    silent = [
        name
        for name, one in operations()
        if not one.get("summary") or not one.get("description") or not one.get("tags")
    ]
    assert silent == []


def test_every_operation_says_how_it_may_refuse() -> None:
    wrong = []
    for name, one in api_operations():
        refusals = {int(status): one["responses"][status] for status in one["responses"]}
        refusals = {status: said for status, said in refusals.items() if status >= 400}
        needed = {422, 500, 503}
        if one["x-access"]["by"] == "caller" and one["x-access"]["policy"] != "anyone":
            needed |= {401, 403, 429}
        if not name.startswith("GET"):
            needed |= {403, 507}
        if "requestBody" in one:
            needed.add(413)
        headers = {each["name"] for each in one.get("parameters", []) if each["in"] == "header"}
        needed |= {412, 428} if "if-match" in headers else set()
        needed |= {400, 409} if "idempotency-key" in headers else set()
        wrong += [f"{name}: {status}" for status in needed - set(refusals)]
    assert wrong == []


# What a day of a name is: taking a holiday away that is none, is no mistake.
_ALWAYS_THERE = {"PUT /api/v1/holidays/{on}", "DELETE /api/v1/holidays/{on}"}
_FROM_A_PATH = {
    "POST /api/v1/driver/stops/{stop_id}/payment",
    "PUT /api/v1/driver/devices/{device_id}",
    "PUT /api/v1/driver/files/{sha256}",
    "GET /api/v1/stops/{stop_id}/attempts",
}


def test_whoever_names_a_thing_is_told_that_it_may_not_be_there() -> None:
    named = {
        name
        for name, one in api_operations()
        if any(each["in"] == "path" for each in one.get("parameters", []))
    }
    silent = {name for name in named if "404" not in dict(api_operations())[name]["responses"]}
    assert silent == _ALWAYS_THERE | _FROM_A_PATH


def test_each_refusal_shows_a_problem_document_with_its_status_and_code() -> None:
    schema = {"$ref": "#/components/schemas/Problem", "components": document()["components"]}
    shown = Draft202012Validator(schema)
    codes = set()
    for name, one in api_operations():
        for status, answer in one["responses"].items():
            if int(status) < 400 or (name, status) == ("POST /api/v1/vroom", "400"):
                continue  # VROOM's own words
            examples = resolved(answer)["content"]["application/problem+json"]["examples"]
            assert examples, name
            for code, example in examples.items():
                problem = resolved(example)["value"]
                assert (problem["code"], problem["status"]) == (code, int(status)), name
                assert problem["action"], name
                shown.validate(problem)
                codes.add(code)
    assert len(codes) > 90


def media(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if "requestBody" in operation:
        yield from operation["requestBody"]["content"].items()
    for status, answer in operation["responses"].items():
        if int(status) < 400:
            yield from answer.get("content", {}).items()


def test_every_operation_shows_an_example_that_fits_its_description() -> None:
    components = document()["components"]
    silent, unfit = [], []
    for name, one in api_operations():
        shown = {media_type for media_type, content in media(one) if "example" in content}
        for media_type, content in media(one):
            if media_type in _TEXT and media_type not in shown:
                silent.append(f"{name}: {media_type}")
            if "example" not in content:
                continue
            schema = content.get("schema", {}) | {"components": components}
            unfit += [
                f"{name}: {error.json_path}: {error.message[:200]}"
                for error in Draft202012Validator(schema).iter_errors(content["example"])
            ]
    # Recorded anew by `make clients`.
    assert (silent, unfit) == ([], [])


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_examples_are_what_a_real_server_answers(tmp_path: Path, roads_folder: Path) -> None:
    recorder = Recorder([name for name, _ in api_operations()])
    walk(recorder, tmp_path, roads_folder)
    kept = {name: one for name, one in dict(api_operations()).items() if _shows(one)}
    assert set(kept) <= set(recorder.examples)
    said = {name: recorder.examples[name]["status"] for name in kept}
    assert {name: str(status) in kept[name]["responses"] for name, status in said.items()} == (
        dict.fromkeys(kept, True)
    )


def _shows(operation: dict[str, Any]) -> bool:
    return any("example" in content for _, content in media(operation))
