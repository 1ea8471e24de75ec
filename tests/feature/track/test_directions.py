"""A driver is told the way to the next door, turn by turn, and to nobody else's."""

import time
from pathlib import Path

from starlette.testclient import TestClient

from doorstep.roads import decode_polyline
from doorstep.roads.sources import Region
from worlds.helsinki import SIX_ORDERS, open_console

CSV = {"Content-Type": "text/csv"}
MONDAY = {"service_on": "2026-06-01"}
PATIENCE_S = 300
NOBODY_S = "01890000-0000-7000-8000-000000000000"


def test_the_way_starts_at_the_stop_before_or_where_the_driver_is(
    tmp_path: Path, region: Region
) -> None:
    with open_console(tmp_path, region) as client:
        client.post("shipments/import", params=MONDAY, content=SIX_ORDERS, headers=CSV)
        made = client.post("plans", json=MONDAY | {"seconds": 1}).json()
        patience_ends_s = time.monotonic() + PATIENCE_S
        while made["status"] in {"queued", "matrix", "solving"}:
            assert time.monotonic() < patience_ends_s, made
            time.sleep(0.05)
            made = client.get(f"plans/{made['id']}").json()
        client.post(f"plans/{made['id']}/release")
        route = client.get("routes", params=MONDAY).json()["items"][0]
        code = client.post(f"drivers/{route['driver_id']}/sign-in-codes").json()["code"]
        phone = TestClient(client.app, base_url="http://testserver/api/v1/")
        assert phone.post("driver/session", json={"code": code}).status_code == 200
        first = route["stops"][0]
        path = f"driver/stops/{first['id']}/directions"
        planned = phone.get(path).json()
        here: dict[str, str | float] = {"lat": 60.1660, "lon": 24.9400, "language": "es"}
        now = phone.get(path, params=here).json()
        nowhere = phone.get(f"driver/stops/{NOBODY_S}/directions")
        at_sea = phone.get(path, params={"lat": 60.10, "lon": 24.95})

    assert (planned["from_position"], now["from_position"]) == (False, True)
    begins = decode_polyline(planned["leg"]["geometry"])[0]
    assert abs(begins.lat - route["depot"]["lat"]) < 0.002
    told = planned["leg"]["instructions"]
    assert told[0]["turn"] == "depart"
    assert told[-1]["turn"].startswith("arrive")
    assert sum(one["distance_m"] for one in told) > 0
    assert now["leg"]["instructions"][0]["text"] != told[0]["text"]
    assert nowhere.status_code == 404
    assert (at_sea.status_code, at_sea.json()["code"]) == (422, "no_way")
