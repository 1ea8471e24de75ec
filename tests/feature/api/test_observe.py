"""What an operator sees: parts that work, counts, and log lines that name nobody."""

import json
import logging

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from doorstep.plumbing.db import Database

CANARIES = ("CANARYTOKEN", "canary@example.com", "CANARYPASSWORD", "Canary Street")


@pytest.fixture
def here(app: FastAPI) -> TestClient:
    return TestClient(app, client=("127.0.0.1", 5000))


def test_a_server_that_can_take_work_says_so_part_by_part(app: FastAPI) -> None:
    with TestClient(app) as client:
        answer = client.get("/readyz")
    parts = {"database": True, "positions": True, "work": True, "disk": True}
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "parts": parts})


def test_a_part_that_is_away_takes_the_server_out_of_work_and_not_down(
    app: FastAPI, here: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    positions = app.state.positions
    monkeypatch.setattr(Database, "answers", lambda one: one is not positions, raising=True)
    answer = here.get("/readyz")
    assert answer.status_code == 503
    assert "positions" in answer.json()["detail"]
    assert here.get("/healthz").status_code == 200


def test_requests_are_counted_by_the_pattern_of_their_address(here: TestClient) -> None:
    here.get("/api/v1/track/CANARYTOKEN")
    text = here.get("/metrics").text
    assert (
        'doorstep_http_requests_total{method="GET",route="/track/{token}",status="404"} 1.0'
        in text
    )
    assert 'doorstep_webhook_deliveries{status="pending"} 0.0' in text
    assert 'doorstep_ready{part="database"} 1.0' in text
    assert "CANARY" not in text


def test_figures_are_for_this_machine_only(app: FastAPI) -> None:
    away = TestClient(app, client=("192.0.2.7", 5000))
    assert away.get("/metrics").status_code == 404


def test_logs_tell_every_request_and_name_nobody(
    here: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    here.get("/api/v1/track/CANARYTOKEN")
    login = {"email": "canary@example.com", "password": "CANARYPASSWORD"}
    here.post("/api/v1/session", json=login)
    here.get("/api/v1/shipments?q=Canary Street&service_on=2026-06-01")
    here.get("/CANARYTOKEN/../x")
    lines = [json.loads(one.message) for one in caplog.records if one.name == "doorstep.requests"]
    assert [(one["route"], one["status"]) for one in lines[:2]] == [
        ("/track/{token}", 404),
        ("/session", 401),
    ]
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith("httpx")]
    assert not any(canary in line for canary in CANARIES for line in ours)
