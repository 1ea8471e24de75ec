"""Whatever is sent, the answer is an answer: never a crash, always what to do."""
# Bad input: B-19 (docs/guides/bad-input.md).

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from doorstep.plumbing.auth import Role

API = "/api/v1"
UNKNOWN = "01890000-0000-7000-8000-000000000000"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
def _everybody(sign_in: Callable[[Role], None]) -> None:
    sign_in(Role.DISPATCHER)
    sign_in(Role.DRIVER)


def _require_problem(answer: Response, status: int) -> None:
    """The answer is a problem document that says what to do."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert all(problem[member] for member in ("type", "title", "detail", "code", "action"))


def test_a_date_nobody_delivers_on_is_refused(client: TestClient) -> None:
    for day in ("0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31", "2026-02-30", "x" * 9999):
        query = {"service_on": day}
        for path in ("shipments", "plans", "routes", "numbers"):
            _require_problem(client.get(f"{API}/{path}", params=query), 422)
        file = "reference,window_start\nA,24:00"
        _require_problem(client.post(f"{API}/shipments/import", params=query, content=file), 422)
        _require_problem(client.post(f"{API}/plans", json=query), 422)
        _require_problem(client.post(f"{API}/demo/shipments", json=query), 422)


def test_an_instant_beyond_the_calendar_is_refused_by_itself(client: TestClient) -> None:
    for instant in ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "1899-12-31T00:00Z"):
        _require_problem(client.post(f"{API}/demo/skip", json={"to_at": instant}), 422)
        position = {"fixed_at": instant, "lat": 60.17, "lon": 24.94}
        answer = client.post(f"{API}/driver/positions", json={"positions": [position]})
        assert (answer.status_code, len(answer.json()["rejected"])) == (200, 1)
        command = {"id": UNKNOWN, "kind": "start_route", "route_id": "r", "happened_at": instant}
        answer = client.post(f"{API}/driver/commands", json={"commands": [command]})
        assert answer.json()["results"][0]["problem"]["code"] == "invalid_command"


def test_a_zero_byte_is_refused_wherever_it_stands(client: TestClient) -> None:
    for path in ("plans/%00", "shipments/a%00b", "files/%00", "track/%00", "shipments?q=%00"):
        _require_problem(client.get(f"{API}/{path}"), 422)
    sign_in = {"email": "ada\0@example.com", "password": "x"}
    _require_problem(client.post(f"{API}/session", json=sign_in), 400)
    command = {"id": UNKNOWN, "kind": "fail", "route_id": "\0", "note": "\0"}
    answer = client.post(f"{API}/driver/commands", json={"commands": [command]})
    assert answer.json()["results"][0]["outcome"] == "refused"


def test_half_a_character_is_refused_and_not_sent_back(client: TestClient) -> None:
    for member in ("id", "route_id", "\\ud800"):
        body = f'{{"commands": [{{"{member}": "\\ud800"}}]}}'
        answer = client.post(f"{API}/driver/commands", content=body, headers=JSON)
        assert [one["outcome"] for one in answer.json()["results"]] == ["refused"]
        body = f'{{"email": "a", "password": "b", "{member}": "\\ud800"}}'
        _require_problem(client.post(f"{API}/session", content=body, headers=JSON), 400)


def test_a_body_that_is_no_request_is_refused(client: TestClient) -> None:
    long = b'{"seconds": 1' + b"0" * 5000 + b"}"
    for body in (b"", b"{", b"\xff\xfe", b"[" * 100_000, b"null", b'"x"', long):
        for path in ("session", "session/link", "plans", "driver/commands", "driver/positions"):
            answer = client.post(f"{API}/{path}", content=body, headers=JSON)
            assert answer.status_code in {400, 422}
            _require_problem(answer, answer.status_code)


def test_a_body_of_another_kind_is_refused(client: TestClient) -> None:
    for kind in ("text/plain", "multipart/form-data", "application/x-www-form-urlencoded", "?"):
        headers = {"Content-Type": kind}
        answer = client.post(f"{API}/plans", content=b"service_on=2026-06-01", headers=headers)
        _require_problem(answer, 422)


def test_too_long_a_body_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post(f"{API}/session", content=b" " * (12 * 1024 * 1024 + 1), headers=JSON)
    _require_problem(answer, 413)


def test_a_range_that_is_none_or_not_there_is_refused(client: TestClient) -> None:
    tiles = client.get(f"{API}/map").json()["tiles_url"]
    for wanted in ("bytes=10-5", "bytes=a-b", "items=0-1", "bytes=-"):
        _require_problem(client.get(tiles, headers={"Range": wanted}), 400)
    answer = client.get(tiles, headers={"Range": "bytes=99999999999-"})
    _require_problem(answer, 416)
    assert answer.headers["content-range"] == f"bytes */{len(client.get(tiles).content)}"


def test_an_origin_that_is_none_is_foreign(client: TestClient) -> None:
    for origin in ("http://[::1", "null", "x" * 5000):
        answer = client.post(f"{API}/demo/pause", headers={"Origin": origin})
        _require_problem(answer, 403)


def test_unknown_addresses_and_methods_are_problems_too(client: TestClient) -> None:
    _require_problem(client.get("/nothing-here"), 404)
    _require_problem(client.patch(f"{API}/plans"), 405)


def test_an_error_of_ours_says_nothing_of_our_inside(app: FastAPI, client: TestClient) -> None:
    @app.get(f"{API}/broken")
    def broken() -> None:
        message = "select secret from accounts"
        raise RuntimeError(message)

    app.router.routes.insert(0, app.router.routes.pop())  # before the web apps' mounts
    answer = client.get(f"{API}/broken")
    _require_problem(answer, 500)
    assert answer.json()["code"] == "internal_error"
    assert "secret" not in answer.text
