"""The whole path through the public API: orders, plan, release, drive, proof, numbers."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from doorstep.api import create_app
from doorstep.bootstrap import Parts, open_parts
from doorstep.demo.logins import Login
from doorstep.demo.seed import CITY_FILE, seed
from doorstep.demo.simulated_driver import SimulatedDriver
from doorstep.demo.stage import Stage
from doorstep.kernel import ScaledClock
from doorstep.plumbing import journal
from doorstep.plumbing.settings import Settings
from worlds.demo_process import new_data_folder
from worlds.postgres import running_postgres

DAY = "2026-06-01"
HALF_PAST_SEVEN = datetime(2026, 6, 1, 4, 30, tzinfo=UTC)
SHIPMENTS = 40
PATIENCE_S = 300
API = "/api/v1"


@pytest.fixture(params=["sqlite", "postgresql"])
def parts(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    roads_folder: Path,
) -> Iterator[Parts]:
    folder = new_data_folder(tmp_path, roads_folder)
    clock = ScaledClock(HALF_PAST_SEVEN)
    if request.param == "sqlite":
        with open_parts(Settings(data_dir=folder), CITY_FILE, clock) as opened:
            yield opened
        return
    with running_postgres(tmp_path_factory.mktemp("pg")) as url:
        settings = Settings(data_dir=folder, database_url=url)
        with open_parts(settings, CITY_FILE, clock) as opened:
            yield opened


@pytest.fixture
def login(parts: Parts) -> Login:
    _, login = seed(parts.kit, parts.settings.data_dir)
    return login


@pytest.fixture
def app(parts: Parts, login: Login) -> FastAPI:
    assert login
    clock = parts.kit.clock
    assert isinstance(clock, ScaledClock)
    tenant_id, _ = seed(parts.kit, parts.settings.data_dir)
    return create_app(parts, Stage(clock, parts.settings.data_dir, "http://testserver", tenant_id))


@pytest.fixture
def office(app: FastAPI, login: Login) -> Iterator[TestClient]:
    with TestClient(app) as client:
        body = {"email": login.email, "password": login.password}
        assert client.post(f"{API}/session", json=body).status_code == 200
        yield client


def test_forty_orders_are_planned_driven_proved_and_counted(
    app: FastAPI, office: TestClient, parts: Parts
) -> None:
    body = {"service_on": DAY, "count": SHIPMENTS}
    assert office.post(f"{API}/demo/shipments", json=body).json()["added"] == SHIPMENTS
    plan = _plan(office)
    assert office.post(f"{API}/plans/{plan['id']}/release").status_code == 200
    _drive(app, office, parts)

    numbers = office.get(f"{API}/numbers", params={"service_on": DAY}).json()
    assert numbers["delivered"] + numbers["failed"] == SHIPMENTS
    assert numbers["remaining"] == 0
    assert 0.5 <= numbers["on_time_rate"] <= 1
    assert numbers["cost_per_delivery_minor"] > 0
    delivered = office.get(f"{API}/shipments", params={"status": "delivered"}).json()
    assert delivered["total"] == numbers["delivered"]
    token = delivered["items"][0]["tracking_url"].removeprefix("/t/")
    assert TestClient(app).get(f"{API}/track/{token}").json()["status"] == "delivered"
    with parts.kit.read(_tenant_id(office)) as unit:
        assert journal.find_broken_link(unit.session) is None
        kinds = [event.kind for event in journal.list_after(unit.session, 0, 10_000)]
    assert kinds.count("stop.delivered") == numbers["delivered"]
    assert kinds.count("route.finished") == len(plan["routes"])


def _plan(office: TestClient) -> dict[str, Any]:
    plan: dict[str, Any] = office.post(
        f"{API}/plans", json={"service_on": DAY, "seconds": 1}
    ).json()
    patience_ends_s = time.monotonic() + PATIENCE_S
    while plan["status"] != "ready" and time.monotonic() < patience_ends_s:
        time.sleep(0.05)
        plan = office.get(f"{API}/plans/{plan['id']}").json()
    assert plan["status"] == "ready", plan
    assert plan["unassigned"] == []
    return plan


def _drive(app: FastAPI, office: TestClient, parts: Parts) -> None:
    """Let the demo's drivers do their routes, half an hour at a time."""
    clock = parts.kit.clock
    assert isinstance(clock, ScaledClock)
    drivers = []
    for route in office.get(f"{API}/routes", params={"service_on": DAY}).json()["items"]:
        path = f"{API}/drivers/{route['driver_id']}/sign-in-codes"
        client = TestClient(app)
        code = office.post(path).json()["code"]
        assert client.post(f"{API}/driver/session", json={"code": code}).status_code == 200
        drivers.append(SimulatedDriver(client, route, clock.now()))
    while any(not driver.finished for driver in drivers):
        clock.skip_to(clock.now() + timedelta(minutes=30))
        for driver in drivers:
            driver.advance(clock.now())


def _tenant_id(office: TestClient) -> str:
    return str(office.get(f"{API}/session").json()["tenant"]["id"])
