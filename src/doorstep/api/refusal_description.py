"""Say in the API description how every operation may refuse: status, code and a true example.

What an operation refuses of its own it says itself (``refuses``). The rest follows from what it
is: who may use it, whether it changes something, takes a body, a version or a key.
"""

import inspect
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from doorstep.api.access_description import find_policy, list_api_routes
from doorstep.plumbing.auth import access
from doorstep.plumbing.problem import (
    DoorstepError,
    Finding,
    InvalidInputError,
    TooManyGuessesError,
)
from doorstep.plumbing.rates import TooManyRequestsError
from doorstep.plumbing.refusals import refusals_of
from doorstep.plumbing.versions import StaleVersionError
from doorstep.plumbing.web import PROBLEM_JSON, StrictRoute, plain_problem

_SAFE_METHODS = frozenset({"get", "head", "options"})
_FIRST_REFUSAL = 400
_PLAIN = "http_"
"""Refusals that are HTTP's own are called after their status."""

PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "A refusal (RFC 9457): what happened, and what to do about it.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "action"],
    "properties": {
        "type": {"type": "string", "description": "A URN with the code."},
        "title": {"type": "string", "description": "The kind of refusal, for people."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "What happened here, a sentence."},
        "code": {"type": "string", "description": "Stable, for programs."},
        "action": {"type": "string", "description": "What to do about it, a sentence."},
        "findings": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
        "current_version": {"type": "integer", "description": "With version_stale."},
    },
}
FINDING_SCHEMA: dict[str, Any] = {
    "title": "Finding",
    "description": "One thing wrong with an input.",
    "type": "object",
    "required": ["reason", "fix"],
    "properties": {
        "reason": {"type": "string"},
        "fix": {"type": "string"},
        "line": {"type": "integer"},
        "column": {"type": "string"},
        "value": {"type": "string"},
    },
}


def describe_refusals(app: FastAPI) -> None:
    """Let the description of ``app`` carry every refusal of each of its operations."""
    describe = app.openapi

    def described() -> dict[str, Any]:
        document = describe()
        components = document["components"]
        if "Problem" in components["schemas"]:  # FastAPI keeps the document it has made
            return document
        used: set[str] = set()
        shared: dict[str, Any] = {}
        for route in list_api_routes(app):
            operations = document["paths"].get(route.path, {})
            for method in route.methods or ():
                if operation := operations.get(method.lower()):
                    codes = sorted(set(_codes_of(route, method.lower(), operation)))
                    used.update(codes)
                    shared |= _describe(operation, codes)
        schemas = components["schemas"]
        schemas |= {"Problem": PROBLEM_SCHEMA, "Finding": FINDING_SCHEMA}
        # FastAPI's own words for what is malformed, which are never sent.
        schemas.pop("HTTPValidationError", None)
        schemas.pop("ValidationError", None)
        components["responses"] = dict(sorted(shared.items()))
        components["examples"] = {
            code: {"summary": problem_of(code)["title"], "value": problem_of(code)}
            for code in sorted(used)
        }
        return document

    app.openapi = described  # type: ignore[method-assign] # FastAPI's way to extend it


def _codes_of(route: APIRoute, method: str, operation: dict[str, Any]) -> Iterator[str]:
    """Return the codes with which an operation may refuse, some of them twice."""
    yield from refusals_of(route.endpoint)
    # A zero byte in the address is refused everywhere; and a database can be away.
    yield from ("invalid_input", "storage_failed", "internal_error")
    policy = find_policy(route)
    if policy is not None and policy is not access.FOLLOW:
        yield from ("not_signed_in", "not_allowed", "too_many_requests")
        if policy is not access.OWN_ACCOUNT:
            yield "second_factor_required"
    if policy in {access.OWN_ACCOUNT, access.OWN_ORDERS}:
        yield "not_found"  # what is one's own is looked up by who one is
    if method not in _SAFE_METHODS:
        yield from ("foreign_origin", "too_busy", "storage_full")
    if "requestBody" in operation:
        yield f"{_PLAIN}{HTTPStatus.REQUEST_ENTITY_TOO_LARGE}"
    if route.body_field is not None:
        # What phones send is read report by report, so that a bad one holds up no other.
        is_strict = isinstance(route, StrictRoute)
        yield from ("json_malformed", "duplicate_key") if is_strict else ("http_400",)
    headers = {one["name"] for one in operation.get("parameters", []) if one["in"] == "header"}
    if "if-match" in headers:
        yield from ("version_stale", "version_missing")
    if "idempotency-key" in headers:
        kinds = ("missing", "malformed", "reused", "in_flight")
        yield from (f"idempotency_key_{kind}" for kind in kinds)


def _describe(operation: dict[str, Any], codes: list[str]) -> dict[str, Any]:
    """Put refusals into an operation; return those that others may share, by their names."""
    shared = {}
    by_status: defaultdict[int, list[str]] = defaultdict(list)
    for code in codes:
        by_status[problem_of(code)["status"]].append(code)
    responses = operation["responses"]
    for status, some in sorted(by_status.items()):
        refusal: dict[str, Any] = {
            "description": "; ".join(f"`{code}`: {problem_of(code)['title']}" for code in some),
            "content": {
                PROBLEM_JSON: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "examples": {code: {"$ref": f"#/components/examples/{code}"} for code in some},
                }
            },
        }
        headers = {name for code in some for name in _headers_of(code)}
        if headers:
            refusal["headers"] = {name: {"schema": {"type": "string"}} for name in sorted(headers)}
        own = responses.get(str(status), {}) if status != HTTPStatus.UNPROCESSABLE_ENTITY else {}
        if own:  # a route that answers in other words besides
            refusal["description"] = f"{own['description']}; {refusal['description']}"
            refusal["content"] = own.get("content", {}) | refusal["content"]
            responses[str(status)] = refusal
            continue
        name = f"{status}.{'-'.join(some)}"
        shared[name] = refusal
        responses[str(status)] = {"$ref": f"#/components/responses/{name}"}
    for status in [one for one in responses if int(one) >= _FIRST_REFUSAL]:
        # In the order in which people look for them: refusals after what is answered.
        responses[status] = responses.pop(status)
    return shared


@cache
def problem_of(code: str) -> dict[str, Any]:
    """Return the problem document that is sent with ``code``, as an example.

    Raises
    ------
    LookupError
        Nothing is refused with this code.
    """
    if code.startswith(_PLAIN):
        return plain_problem(int(code.removeprefix(_PLAIN)), "")
    return _error_of(code).as_problem()


@cache
def _headers_of(code: str) -> tuple[str, ...]:
    return () if code.startswith(_PLAIN) else tuple(_error_of(code).headers())


@cache
def _error_of(code: str) -> DoorstepError:
    for known in _SAMPLES:
        if known.code == code:
            return known
    for kind in _list_kinds(DoorstepError):
        if kind.code == code:
            sentence = inspect.cleandoc(kind.__doc__ or kind.title).split("\n\n")[0]
            error = kind.__new__(kind)  # its own arguments are not known here
            DoorstepError.__init__(error, " ".join(sentence.split()))
            return error
    message = f"no error has the code {code!r}"
    raise LookupError(message)


def _list_kinds(base: type[DoorstepError]) -> Iterator[type[DoorstepError]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _list_kinds(kind)


_SAMPLES: tuple[DoorstepError, ...] = (
    StaleVersionError(3),
    TooManyGuessesError(20),
    TooManyRequestsError(100, 1),
    InvalidInputError(
        "The request does not fit the API description.",
        findings=[
            Finding(
                column="body.reference",
                reason="Field required",
                fix="Send what the API description asks for here.",
            )
        ],
    ),
)
