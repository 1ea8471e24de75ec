"""A new version of a region, and the end of the old one, while a plan is being made on it."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from doorstep.fleet import Depot
from doorstep.kernel import Point
from doorstep.roads import decode_polyline
from doorstep.roads.sources import (
    RoadFileError,
    Watcher,
    Wish,
    bring_region,
    list_regions,
    open_region,
    remove_version,
)
from worlds.extracts import write_village
from worlds.helsinki import TWO_VANS, open_console

CSV = {"Content-Type": "text/csv"}
MONDAY = {"service_on": "2026-06-01"}
NOW = datetime(2026, 6, 1, tzinfo=UTC)
PATIENCE_S = 300
ORDERS = b"reference,lat,lon\nE,60.0,25.0039\nN,60.0009,25.002\n"
VILLAGE_VANS = replace(TWO_VANS, depots=(Depot("Asema", Point(60.0, 25.0)),))


def bring(regions: Path, extract: Path) -> None:
    def unheard(*_told: object) -> None:
        pass

    watcher = Watcher(unheard, unheard, unheard)
    bring_region(regions, Wish(str(extract), "village"), "", NOW, watcher)


def test_a_plan_under_way_goes_on_with_the_version_it_began_with(tmp_path: Path) -> None:
    regions, extract = tmp_path / "regions", tmp_path / "village.osm.pbf"
    bring(regions, write_village(extract))
    with (
        open_region(regions, "village") as opened,
        open_console(tmp_path, opened.region, VILLAGE_VANS) as client,
    ):
        client.post("shipments/import", params=MONDAY, content=ORDERS, headers=CSV)
        made = client.post("plans", json=MONDAY | {"seconds": 2}).json()
        bring(regions, write_village(extract, street="New Street"))
        old, new = list_regions(regions)
        with pytest.raises(RoadFileError) as caught:
            remove_version(regions, old)
        patience_ends_s = time.monotonic() + PATIENCE_S
        while made["status"] in {"queued", "matrix", "solving"}:
            assert time.monotonic() < patience_ends_s, made
            time.sleep(0.05)
            made = client.get(f"plans/{made['id']}").json()

    assert (old.number, new.number, caught.value.code) == (1, 2, "region_in_use")
    assert (made["status"], made["unassigned"]) == ("ready", [])
    (route,) = made["routes"]
    assert Point(60.0, 25.002) in decode_polyline(route["geometry"])
    remove_version(regions, old)
    assert list_regions(regions) == [new]
