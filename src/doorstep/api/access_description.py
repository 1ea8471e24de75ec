"""Say in the API description who may do what: ``x-access`` of every operation."""

from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from doorstep.plumbing.auth.access import FOLLOW, Policy
from doorstep.plumbing.web import anyone


def describe_access(app: FastAPI) -> None:
    """Let the description of ``app`` carry the policy of each of its operations."""
    describe = app.openapi

    def described() -> dict[str, Any]:
        document = describe()
        for route in list_api_routes(app):
            operations = document["paths"].get(route.path, {})
            for method in route.methods or ():
                if operation := operations.get(method.lower()):
                    operation["x-access"] = _to_access(route)
        return document

    app.openapi = described  # type: ignore[method-assign] # FastAPI's way to extend it


def list_api_routes(app: FastAPI) -> list[APIRoute]:
    """Return every route, those of included routers with their whole path."""
    return list(_list_routes(app.routes, ""))


def _list_routes(routes: Sequence[Any], prefix: str) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            whole = copy(route)
            whole.path = prefix + route.path
            yield whole
        elif router := getattr(route, "original_router", None):
            yield from _list_routes(router.routes, prefix + str(route.include_context.prefix))


def find_policy(route: APIRoute) -> Policy | None:
    """Return who may use the route, or none when it is open to everybody.

    Raises
    ------
    LookupError
        It says neither.
    """
    calls = [dependency.call for dependency in route.dependant.dependencies]
    for policy in _list_policies(calls):
        return policy
    if anyone in calls:
        return None
    message = f"{route.path} does not say who may use it"
    raise LookupError(message)


def _list_policies(calls: list[Any]) -> Iterator[Policy]:
    for call in calls:
        policy = getattr(call, "policy", None)
        if policy is not None:
            yield policy


def _to_access(route: APIRoute) -> dict[str, Any]:
    policy = find_policy(route)
    return {
        "policy": policy.name if policy else "anyone",
        "roles": sorted(role.value for role in policy.roles) if policy else ["anyone"],
        "scope": policy.scope if policy else None,
        # What tells who calls: a session or key, or the link itself, which names one thing.
        "by": "link" if policy is FOLLOW else "caller",
        # What is named in the path belongs to the caller's company, or is not there for them.
        "object": list(route.param_convertors) if policy else [],
    }
