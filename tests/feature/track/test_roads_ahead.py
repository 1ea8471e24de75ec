"""Arrivals that are told while the day runs go by the roads as they are then."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from doorstep.roads.sources import Region
from worlds.helsinki import SIX_ORDERS, open_console

CSV = {"Content-Type": "text/csv"}
MONDAY = {"service_on": "2026-06-01"}
FRIDAY = {"service_on": "2026-06-05"}
PATIENCE_S = 300
EVERYWHERE = {
    "type": "Polygon",
    "coordinates": [[[24.8, 60.1], [25.1, 60.1], [25.1, 60.3], [24.8, 60.3], [24.8, 60.1]]],
}
SNOW = {
    "name": "Snow",
    "kind": "weather",
    "speed_factor": 0.2,
    "starts_at": "2026-06-01T00:00:00Z",
    "ends_at": "2026-06-02T00:00:00Z",
    "geometry": EVERYWHERE,
}


def release(client: TestClient, day: dict[str, str] = MONDAY) -> None:
    made = client.post("plans", json=day | {"seconds": 1}).json()
    patience_ends_s = time.monotonic() + PATIENCE_S
    while made["status"] in {"queued", "matrix", "solving"}:
        assert time.monotonic() < patience_ends_s, made
        time.sleep(0.05)
        made = client.get(f"plans/{made['id']}").json()
    answer = client.post(f"plans/{made['id']}/release")
    assert answer.status_code == 200, answer.text


def last_stop(client: TestClient, day: dict[str, str] = MONDAY) -> tuple[datetime, Any]:
    """Return when the route's last stop is expected, and what its recipient is told."""
    routes = client.get("routes", params=day).json()["items"]
    stop = max((one for route in routes for one in route["stops"]), key=lambda one: one["eta_at"])
    shipment = client.get(f"shipments/{stop['shipment_id']}").json()
    told = client.get(f"track/{shipment['tracking_url'].rpartition('/')[2]}").json()["eta"]
    return datetime.fromisoformat(stop["eta_at"]), told


def test_snow_that_comes_after_the_release_makes_the_recipients_wait_longer(
    tmp_path: Path, region: Region
) -> None:
    orders = SIX_ORDERS.replace(b"09:00-12:00", b"").replace(b"13:00-16:00", b"")
    with open_console(tmp_path, region) as client:
        client.post("shipments/import", params=MONDAY, content=orders, headers=CSV)
        release(client)
        before_at, told_before = last_stop(client)
        assert client.post("disruptions", json=SNOW).status_code == 201
        after_at, told_after = last_stop(client)

    assert after_at - before_at > timedelta(minutes=3)
    assert told_after != told_before


def test_snow_of_a_later_day_counts_for_the_routes_that_are_released_for_it(
    tmp_path: Path, region: Region
) -> None:
    orders = SIX_ORDERS.replace(b"09:00-12:00", b"").replace(b"13:00-16:00", b"")
    with open_console(tmp_path, region) as client:  # on Monday
        client.post("shipments/import", params=FRIDAY, content=orders, headers=CSV)
        release(client, FRIDAY)
        before_at, told_before = last_stop(client, FRIDAY)
        snow = SNOW | {"starts_at": "2026-06-05T00:00:00Z", "ends_at": "2026-06-06T00:00:00Z"}
        assert client.post("disruptions", json=snow).status_code == 201
        after_at, told_after = last_stop(client, FRIDAY)

    assert after_at - before_at > timedelta(minutes=3)
    assert told_after != told_before
