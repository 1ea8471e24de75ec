"""Plans measured by an OSRM server that is named in the settings.

``recorded/osrm_helsinki.json`` holds what osrm-routed 26.10 answered for the streets of the demo
and the depot and doors of ``worlds.helsinki``: one table, and each leg by itself. It found no way
to the door of A-1, whose nearest street leads nowhere on its map.
"""

import json
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from doorstep.bootstrap import RegionRefusedError, open_parts
from doorstep.demo.seed import CITY_FILE
from doorstep.kernel import Point
from doorstep.plumbing.settings import Settings
from doorstep.roads.sources import Region, RoadFileError
from worlds.demo_process import new_data_folder
from worlds.helsinki import SIX_ORDERS, open_console
from worlds.json_server import JsonServer, serve_json

CSV = {"Content-Type": "text/csv"}
MONDAY = {"service_on": "2026-06-01"}
PATIENCE_S = 300
RECORDED = json.loads(
    Path(__file__).with_name("recorded").joinpath("osrm_helsinki.json").read_text()
)


class _Recorded(dict[str, tuple[int, Any]]):
    """Answers a table as it was recorded, and a route from the legs that were."""

    def get(self, path: str, _default: object = None) -> Any:
        service, _, places = urlsplit(path).path.strip("/").partition("/v1/driving/")
        if service == "table":
            is_same = places == RECORDED["table_path"].rpartition("/")[2]
            return (200, RECORDED["table"]) if is_same else None
        stops = places.split(";")
        pairs = [f"{a};{b}" for a, b in pairwise(stops)]
        legs = [RECORDED["legs"][pair] for pair in pairs]
        return 200, {"code": "Ok", "routes": [{"legs": legs}]}


@pytest.fixture
def server() -> Iterator[JsonServer]:
    with serve_json() as running:
        running.answers = _Recorded()
        yield running


@pytest.fixture
def asking(region: Region, server: JsonServer) -> Iterator[Region]:
    """Return the region with a server to ask, as the settings would have it."""
    region.ask_server(f"osrm+{server.url}")
    yield region
    region.ask_server("")


def plan(client: TestClient) -> dict[str, Any]:
    made: dict[str, Any] = client.post("plans", json=MONDAY | {"seconds": 1}).json()
    patience_ends_s = time.monotonic() + PATIENCE_S
    while made["status"] in {"queued", "matrix", "solving"}:
        assert time.monotonic() < patience_ends_s, made
        time.sleep(0.05)
        made = client.get(f"plans/{made['id']}").json()
    return made


def test_a_plan_has_the_times_of_the_server_and_says_whom_it_finds_no_way_to(
    tmp_path: Path, asking: Region, server: JsonServer
) -> None:
    with open_console(tmp_path, asking) as client:
        client.post("shipments/import", params=MONDAY, content=SIX_ORDERS, headers=CSV)
        made = plan(client)

    assert made["status"] == "ready", made
    references = ["depot", "A-1", "A-2", "A-3", "A-4", "A-5", "A-6"]
    metres = RECORDED["table"]["distances"]
    for route in made["routes"]:
        way = ["depot", *(stop["reference"] for stop in route["stops"]), "depot"]
        numbers = [references.index(name) for name in way]
        driven = [round(metres[a][b]) for a, b in pairwise(numbers)]
        assert route["distance_m"] == sum(driven)
    left = [(one["reference"], one["reason"]) for one in made["unassigned"]]
    assert left == [("A-1", "unreachable")]
    assert sum(path.startswith("/table/") for path, _ in server.asked) == 1
    assert sum(path.startswith("/route/") for path, _ in server.asked) == len(made["routes"])


def test_a_day_with_a_closure_is_measured_on_the_region_s_own_roads(
    tmp_path: Path, asking: Region, server: JsonServer
) -> None:
    street = {"type": "LineString", "coordinates": [[24.9417, 60.1661], [24.9380, 60.1650]]}
    times = {"starts_at": "2026-06-01T00:00:00Z", "ends_at": "2026-06-02T00:00:00Z"}
    closure = {"name": "Roadworks", "kind": "closure", "geometry": street} | times
    with open_console(tmp_path, asking) as client:
        client.post("shipments/import", params=MONDAY, content=SIX_ORDERS, headers=CSV)
        assert client.post("disruptions", json=closure).status_code == 201
        made = plan(client)

    assert (made["status"], made["unassigned"]) == ("ready", [])
    assert server.asked == []


def test_while_the_server_is_down_a_plan_fails_and_says_what_to_do(
    tmp_path: Path, region: Region
) -> None:
    region.ask_server("osrm+http://127.0.0.1:9")
    try:
        with open_console(tmp_path, region) as client:
            client.post("shipments/import", params=MONDAY, content=SIX_ORDERS, headers=CSV)
            made = plan(client)
    finally:
        region.ask_server("")

    assert made["status"] == "failed"
    assert made["problem"]["code"] == "road_server_failed"
    assert "http://127.0.0.1:9" in made["problem"]["detail"]
    assert "DOORSTEP_ROAD_SERVER_URL" in made["problem"]["action"]


def test_the_setting_names_the_server_and_a_wrong_one_is_refused_at_the_start(
    tmp_path: Path, roads_folder: Path, server: JsonServer
) -> None:
    data = new_data_folder(tmp_path, roads_folder)
    wrong = Settings(data_dir=data, road_server_url="ftp://host")
    with (
        pytest.raises(RegionRefusedError, match="road_server_unknown"),
        open_parts(wrong, CITY_FILE),
    ):
        pass
    right = Settings(data_dir=data, road_server_url=f"osrm+{server.url}")
    with open_parts(right, CITY_FILE) as parts:
        asked = parts.region.server("van")
        assert asked is not None
        with pytest.raises(RoadFileError):
            asked.matrix([Point(60.17, 24.94), Point(60.16, 24.95)])
    assert server.asked[0][0].startswith("/table/v1/driving/24.940000,60.170000;")
