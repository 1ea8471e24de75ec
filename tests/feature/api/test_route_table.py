"""Requests are answered as FastAPI alone would answer them, only found sooner."""

import asyncio
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import Match, Mount, NoMatchFound
from starlette.testclient import TestClient

from doorstep.api.route_table import RouteTable

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
MIXED = "/api/v1/map/tiles/{key}.pmtiles"
ODD = [
    ("HEAD", "/api/v1/orders"),
    ("PATCH", "/api/v1/driver/positions"),
    ("OPTIONS", "/api/v1/orders/x"),
    ("GET", "/api/v1/orders/x/"),
    ("POST", "/api/v1/driver/positions/"),
    ("GET", "/api/v1/orders//history"),
    ("GET", "//api/v1/orders"),
    ("GET", "/api/v1/ORDERS"),
    ("GET", "/api/v1/orders\n"),
    ("GET", "/api/v1/orders/ü /x"),
    ("GET", "/api/v1/orders/{order_id}"),
    ("GET", "/api/v1/nothing"),
    ("GET", "/api/v1"),
    ("GET", "/nothing"),
    ("GET", "/"),
    ("HEAD", "/"),
    ("POST", "/"),
    ("GET", "/driver"),
    ("GET", "/driver/"),
    ("GET", "/driver/nothing"),
    ("GET", "/t/token"),
    ("GET", "/t/token/more"),
    ("GET", "/api/v1/openapi.json"),
    ("HEAD", "/api/v1/openapi.json"),
    ("GET", "/api/v1/map/tiles/x.pmtiles"),
    ("GET", "/healthz"),
    ("HEAD", "/healthz"),
    ("DELETE", "/healthz"),
]


@pytest.fixture
def contexts(app: FastAPI) -> list[RouteContext]:
    """Return every route before the web apps' files, in FastAPI's order."""
    found = list(iter_route_contexts(app.router.routes[1:]))
    first_files = next(
        (at for at, one in enumerate(found) if isinstance(one.original_route, Mount)), len(found)
    )
    return found[:first_files]


def table_of(app: FastAPI) -> RouteTable:
    table = app.router.routes[0]
    assert isinstance(table, RouteTable)
    return table


def scope_of(method: str, path: str) -> dict[str, Any]:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        # As another site's page would ask: so that nothing is changed, whoever may change it.
        "headers": [(b"host", b"testserver"), (b"origin", b"http://elsewhere.example")],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        "scheme": "http",
        "http_version": "1.1",
    }


async def ask(app: FastAPI, method: str, path: str) -> dict[str, Any]:
    """Return what tells which route answered, and how."""
    scope, sent = scope_of(method, path), []
    unread = [{"type": "http.request", "body": b""}]

    async def receive() -> dict[str, Any]:
        if not unread:
            await asyncio.Event().wait()  # nobody hangs up
        return unread.pop()

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    status = sent[0]["status"]
    return {
        "route": scope.get("route"),
        "endpoint": scope.get("endpoint"),
        "path_params": scope.get("path_params"),
        "status": status,
        "headers": {name: headers.get(name) for name in ("allow", "location", "content-type")},
        "refusal": b"".join(one.get("body", b"") for one in sent[1:]) if status >= 400 else b"",
    }


async def require_the_same(app: FastAPI, asked: list[tuple[str, str]]) -> None:
    table = table_of(app)
    for method, path in asked:
        found = await ask(app, method, path)
        app.router.routes.remove(table)
        try:
            expected = await ask(app, method, path)
        finally:
            app.router.routes.insert(0, table)
        assert found == expected, (method, path)


def own_addresses(contexts: list[RouteContext]) -> Iterator[tuple[str, str]]:
    for context in contexts:
        path = str(context.path_format).replace("{", "").replace("}", "")
        for method in context.methods or ():
            yield method, path


@pytest.mark.usefixtures("client")
def test_every_route_answers_as_without_the_table(
    app: FastAPI, contexts: list[RouteContext]
) -> None:
    asked = list(own_addresses(contexts))
    assert len(asked) > 190
    asyncio.run(require_the_same(app, asked))


@pytest.mark.usefixtures("client")
def test_odd_addresses_and_other_methods_are_answered_as_without_the_table(app: FastAPI) -> None:
    asyncio.run(require_the_same(app, ODD))


def test_the_first_route_that_fits_is_found_whatever_stands_in_an_address(
    app: FastAPI, contexts: list[RouteContext]
) -> None:
    table, words = table_of(app), ("x", "", "live", "a b", "ü\n", "{id}")
    paths = {
        "/".join(word if "{" in part else part for part in str(context.path_format).split("/"))
        for context, word in product(contexts, words)
    }
    found = 0
    for method, path in product(METHODS, sorted(paths)):
        match, child = table.matches(scope_of(method, path))
        first = next(
            (
                (one, fits)
                for one in contexts
                if method in (one.methods or ()) and (fits := one.path_regex.match(path))
            ),
            None,
        )
        if match is Match.NONE:
            # Left to FastAPI, which looks for these too.
            assert first is None or first[0].path_format in {MIXED, "/api/v1/openapi.json"}, path
            continue
        found += 1
        assert first is not None, (method, path)
        assert child["route"] is first[0].original_route, (method, path)
        assert child["endpoint"] is first[0].endpoint
        assert child["path_params"] == first[1].groupdict()
    assert found > len(contexts)


def test_a_mounted_server_and_other_protocols_are_left_to_fastapi(app: FastAPI) -> None:
    table, scope = table_of(app), scope_of("GET", "/healthz")
    assert table.matches(scope)[0] is Match.FULL
    assert table.matches({**scope, "root_path": "/mounted"}) == (Match.NONE, {})
    assert table.matches({**scope, "type": "websocket"}) == (Match.NONE, {})


def test_routes_say_themselves_where_they_are(app: FastAPI) -> None:
    assert app.url_path_for("post_positions") == "/api/v1/driver/positions"
    with pytest.raises(NoMatchFound):
        app.url_path_for("nobody")


def test_a_request_is_counted_under_the_pattern_of_its_address(
    app: FastAPI, client: TestClient
) -> None:
    client.get("/api/v1/orders/0190-secret")
    counted = app.state.figures.registry.get_sample_value
    labels = {"method": "GET", "route": "/orders/{order_id}", "status": "401"}
    assert counted("doorstep_http_requests_total", labels) == 1.0
