"""The whole day of a company of one's own, from an empty folder, through the public API."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from doorstep.api import create_app
from doorstep.bootstrap import (
    FirstStart,
    NoRegionError,
    Parts,
    open_parts,
    open_region_of_company,
    prepare_company,
    silent_watcher,
)
from doorstep.demo.seed import CITY_FILE
from doorstep.demo.simulated_driver import SimulatedDriver
from doorstep.kernel import ScaledClock
from doorstep.plumbing.settings import Settings
from worlds.own_company import ADA

API = "/api/v1"
DAY = "2026-06-01"
HALF_PAST_SEVEN = datetime(2026, 6, 1, 4, 30, tzinfo=UTC)
PATIENCE_S = 300
ORDERS = b"""\
reference,name,address
A-1,Aino,Mannerheimintie 5
A-2,Onni,Aleksanterinkatu 20
A-3,Eino,Bulevardi 2
"""


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    settings = Settings(data_dir=tmp_path / "data")
    with open_parts(settings, None, ScaledClock(HALF_PAST_SEVEN)) as opened:
        yield opened


@pytest.fixture
def first(parts: Parts) -> FirstStart:
    return prepare_company(parts)


@pytest.fixture
def owner(parts: Parts, first: FirstStart) -> Iterator[TestClient]:
    with TestClient(create_app(parts)) as client:
        body = {"token": first.owner_token, **ADA}
        assert client.post(f"{API}/session/joining", json=body).status_code == 201
        yield client


def setup(owner: TestClient) -> dict[str, Any]:
    answer: dict[str, Any] = owner.get(f"{API}/setup").json()
    return answer


def name_company(owner: TestClient) -> None:
    body = {
        "name": "Own Courier",
        "timezone": "Europe/Helsinki",
        "currency": "EUR",
        "locale": "fi-FI",
    }
    version = setup(owner)["company"]["version"]
    answer = owner.put(f"{API}/company", json=body, headers={"If-Match": f'"{version}"'})
    assert answer.status_code == 200, answer.text


def test_without_a_city_everything_that_needs_one_says_what_to_do(owner: TestClient) -> None:
    assert setup(owner)["region"] is None
    for answer in (
        owner.get(f"{API}/map"),
        owner.get(f"{API}/addresses", params={"q": "Bulevardi 2"}),
        owner.post(
            f"{API}/shipments/import",
            params={"service_on": DAY},
            content=ORDERS,
            headers={"Content-Type": "text/csv"},
        ),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, NoRegionError.code)
    unknown = owner.put(f"{API}/company/region", json={"name": "atlantis"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "region_refused")


def test_a_city_that_comes_while_the_server_runs_is_chosen_in_the_console(
    parts: Parts, owner: TestClient
) -> None:
    assert parts.regions is not None
    parts.regions.bring(str(CITY_FILE), silent_watcher())
    assert [one["name"] for one in setup(owner)["regions"]] == ["helsinki"]
    chosen = owner.put(f"{API}/company/region", json={"name": "helsinki"})
    assert chosen.json()["region"] == "helsinki"
    assert owner.get(f"{API}/map").json()["name"] == "Helsinki"
    found = owner.get(f"{API}/addresses", params={"q": "Bulevardi 2"}).json()["items"]
    assert found[0]["label"].startswith("Bulevardi 2")
    near = owner.get(
        f"{API}/addresses/nearest", params={"lat": found[0]["lat"], "lon": found[0]["lon"]}
    ).json()["items"]
    assert near[0]["label"] == found[0]["label"]


def test_an_empty_folder_becomes_a_day_that_is_delivered(
    parts: Parts, first: FirstStart, owner: TestClient
) -> None:
    name_company(owner)
    open_region_of_company(parts, first.tenant_id, str(CITY_FILE), silent_watcher())
    assert owner.put(f"{API}/company/region", json={"name": "helsinki"}).status_code == 200
    add_fleet(owner)
    assert setup(owner)["done"]

    sent = owner.post(
        f"{API}/shipments/import",
        params={"service_on": DAY},
        content=ORDERS,
        headers={"Content-Type": "text/csv"},
    )
    assert sent.json()["added"] == 3, sent.text
    plan = plan_day(owner)
    assert plan["unassigned"] == []
    assert owner.post(f"{API}/plans/{plan['id']}/release").status_code == 200
    # Nobody is taken out from under a route.
    for kind in ("drivers", "vehicles"):
        (thing,) = owner.get(f"{API}/{kind}").json()["items"]
        path, headers = f"{API}/{kind}/{thing['id']}", {"If-Match": f'"{thing["version"]}"'}
        kept = owner.delete(path, headers=headers)
        assert (kept.status_code, kept.json()["code"]) == (409, "still_on_route")
    drive(parts, owner)
    assert owner.delete(path, headers=headers).status_code == 204
    numbers = owner.get(f"{API}/numbers", params={"service_on": DAY}).json()
    assert (numbers["delivered"] + numbers["failed"], numbers["remaining"]) == (3, 0)
    shown = owner.get(f"{API}/shipments", params={"service_on": DAY}).json()["items"]
    token = shown[0]["tracking_url"].removeprefix("/t/")
    tracked = TestClient(owner.app).get(f"{API}/track/{token}").json()
    assert tracked["status"] in {"delivered", "delivery_failed"}


def test_a_vehicle_that_is_off_that_day_is_not_planned(
    parts: Parts, first: FirstStart, owner: TestClient
) -> None:
    name_company(owner)
    open_region_of_company(parts, first.tenant_id, str(CITY_FILE), silent_watcher())
    owner.put(f"{API}/company/region", json={"name": "helsinki"})
    # 1 June 2026 is a Monday: the van works on other days.
    add_fleet(owner, vehicle={"availability": {"weekdays": [2, 3], "absences": []}})
    owner.post(
        f"{API}/shipments/import",
        params={"service_on": DAY},
        content=ORDERS,
        headers={"Content-Type": "text/csv"},
    )
    refused = owner.post(f"{API}/plans", json={"service_on": DAY, "seconds": 1})
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "Nobody works on 2026-06-01.",
    )


def test_the_currency_stays_once_there_are_costs_in_it(
    parts: Parts, first: FirstStart, owner: TestClient
) -> None:
    name_company(owner)
    open_region_of_company(parts, first.tenant_id, str(CITY_FILE), silent_watcher())
    owner.put(f"{API}/company/region", json={"name": "helsinki"})
    add_fleet(owner)
    company = owner.get(f"{API}/company")
    body = {key: company.json()[key] for key in ("name", "timezone", "locale")}
    answer = owner.put(
        f"{API}/company",
        json=body | {"currency": "SEK"},
        headers={"If-Match": company.headers["etag"]},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "currency_fixed")


def test_the_fleet_goes_out_as_a_file_and_comes_back_as_it_was(
    parts: Parts, first: FirstStart, owner: TestClient
) -> None:
    name_company(owner)
    open_region_of_company(parts, first.tenant_id, str(CITY_FILE), silent_watcher())
    owner.put(f"{API}/company/region", json={"name": "helsinki"})
    breaks = [{"earliest": "11:30", "latest": "13:00", "duration_s": 1800}]
    vehicle = {"breaks": breaks, "skills": ["Cold"], "max_stops": 60, "hours_law": "eu_561"}
    add_fleet(owner, vehicle=vehicle)
    text = owner.get(f"{API}/fleet.toml").text
    before = owner.get(f"{API}/vehicles").json()["items"]
    sent = owner.post(
        f"{API}/fleet/import", content=text, headers={"Content-Type": "application/toml"}
    )
    assert sent.json() == {"depots": 1, "vehicles": 1, "drivers": 1}
    after = owner.get(f"{API}/vehicles").json()["items"]
    assert [one | {"version": 0} for one in after] == [one | {"version": 0} for one in before]
    assert after[0]["breaks"] == breaks
    assert (after[0]["skills"], after[0]["hours_law"]) == (["cold"], "eu_561")


def test_a_depot_with_vehicles_stays_and_two_changes_do_not_overwrite_each_other(
    parts: Parts, first: FirstStart, owner: TestClient
) -> None:
    name_company(owner)
    open_region_of_company(parts, first.tenant_id, str(CITY_FILE), silent_watcher())
    owner.put(f"{API}/company/region", json={"name": "helsinki"})
    add_fleet(owner)
    depot = owner.get(f"{API}/depots").json()["items"][0]
    path = f"{API}/depots/{depot['id']}"
    kept = owner.delete(path, headers={"If-Match": '"1"'})
    assert (kept.status_code, kept.json()["code"]) == (409, "depot_in_use")
    body = {"name": "Moved", "lat": 60.169, "lon": 24.939}
    assert owner.put(path, json=body, headers={"If-Match": '"1"'}).json()["version"] == 2
    stale = owner.put(path, json=body | {"name": "Other"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["current_version"]) == (412, 2)
    twin = owner.post(f"{API}/depots", json=body)
    assert (twin.status_code, twin.json()["code"]) == (409, "name_taken")


def add_fleet(owner: TestClient, vehicle: dict[str, Any] | None = None) -> None:
    depot = owner.post(f"{API}/depots", json={"name": "Depot", "lat": 60.1715, "lon": 24.942})
    driver = owner.post(f"{API}/drivers", json={"name": "Kaisa"})
    body = {
        "name": "Van 1",
        "depot_id": depot.json()["id"],
        "driver_id": driver.json()["id"],
        "capacity_g": 800_000,
        "capacity_cm3": 8_000_000,
        **(vehicle or {}),
    }
    answer = owner.post(f"{API}/vehicles", json=body)
    assert answer.status_code == 201, answer.text


def plan_day(owner: TestClient) -> dict[str, Any]:
    asked = owner.post(f"{API}/plans", json={"service_on": DAY, "seconds": 1})
    plan: dict[str, Any] = asked.json()
    patience_ends_s = time.monotonic() + PATIENCE_S
    while plan.get("status") not in {"ready", "failed"} and time.monotonic() < patience_ends_s:
        time.sleep(0.1)
        plan = owner.get(f"{API}/plans/{plan['id']}").json()
    assert plan["status"] == "ready", plan
    return plan


def drive(parts: Parts, owner: TestClient) -> None:
    clock = parts.kit.clock
    assert isinstance(clock, ScaledClock)
    (route,) = owner.get(f"{API}/routes", params={"service_on": DAY}).json()["items"]
    phone = TestClient(owner.app)
    code = owner.post(f"{API}/drivers/{route['driver_id']}/sign-in-codes").json()["code"]
    assert phone.post(f"{API}/driver/session", json={"code": code}).status_code == 200
    driver = SimulatedDriver(phone, route, clock.now())
    while not driver.finished:
        clock.skip_to(clock.now() + timedelta(minutes=30))
        driver.advance(clock.now())
