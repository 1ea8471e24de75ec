"""Vehicles that fly in a plan, and ways on foot that are longer than usual."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from doorstep import engine, orders, planning
from doorstep.kernel import Point, distance_m
from doorstep.orders import Recipient
from doorstep.planning import UnusableRoadsError
from doorstep.planning.make import make_plan
from doorstep.planning.travel import ORDINARY_WALK_S, Travel
from doorstep.roads.sources import Region
from worlds.helsinki import DEPOT, MONDAY, TWO_VANS, VAN_1

DRONE = replace(VAN_1, name="drone 1", profile="drone", driver="")
FLEET = replace(TWO_VANS, vehicles=(VAN_1, DRONE))
NEAR = Point(60.1690, 24.9480)


def shipment(reference: str, location: Point) -> orders.Shipment:
    return orders.Shipment(reference, Recipient("Aino"), "Helsinki", location)


def measure(region: Region, folder: Path, *places: Point, crew: object = FLEET) -> Travel:
    assert crew is FLEET or crew is TWO_VANS
    shipments = [shipment(f"S-{number}", place) for number, place in enumerate(places)]
    return planning.measure_travel(shipments, crew, region, folder, MONDAY)


@pytest.fixture
def flying(region: Region, tmp_path: Path) -> Iterator[Region]:
    """Give the region with no zones but those a test adds to its folder."""
    yield region
    region.fly(tmp_path / "no such folder")


def test_a_drone_flies_straight_while_a_van_takes_the_streets(
    flying: Region, tmp_path: Path
) -> None:
    travel = measure(flying, tmp_path, NEAR)
    straight_m = distance_m(DEPOT.location, NEAR)
    drone, van = travel.matrices["drone"], travel.matrices["van"]
    assert drone.distance_m[0, 1] == round(straight_m)
    # 60 km/h, 20 s up and 30 s down, see roads/aircraft/drone.toml.
    assert drone.duration_s[0, 1] == pytest.approx(straight_m / (60 / 3.6) + 50, abs=1)
    assert van.distance_m[0, 1] > drone.distance_m[0, 1]
    assert list(travel.draw([DEPOT.location, NEAR], "drone")) == [DEPOT.location, NEAR]


def zone(folder: Path, middle: Point, half: float = 0.001) -> None:
    """Forbid to fly over a square around a point."""
    ring = [
        [middle.lon + 2 * half * east, middle.lat + half * north]
        for east, north in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    ]
    folder.mkdir(parents=True, exist_ok=True)
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {}, "geometry": shape}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    (folder / "no-fly.geojson").write_text(text)


def test_a_zone_between_is_flown_round_and_one_at_the_door_leaves_it_to_the_van(
    flying: Region, tmp_path: Path
) -> None:
    here = DEPOT.location
    half_way = Point((here.lat + NEAR.lat) / 2, (here.lon + NEAR.lon) / 2)
    straight_m = measure(flying, tmp_path, NEAR).matrices["drone"].distance_m[0, 1]
    zone(tmp_path / "aircraft", half_way, 0.0004)
    flying.fly(tmp_path / "aircraft")
    assert measure(flying, tmp_path, NEAR).matrices["drone"].distance_m[0, 1] > straight_m
    zone(tmp_path / "aircraft", NEAR)
    flying.fly(tmp_path / "aircraft")
    travel = measure(flying, tmp_path, NEAR)
    assert travel.matrices["drone"].duration_s[0, 1] == -1
    assert travel.matrices["van"].duration_s[0, 1] > 0


def test_a_depot_in_a_zone_is_refused_for_what_flies(flying: Region, tmp_path: Path) -> None:
    zone(tmp_path / "aircraft", DEPOT.location)
    flying.fly(tmp_path / "aircraft")
    with pytest.raises(UnusableRoadsError) as refused:
        measure(flying, tmp_path, NEAR)
    assert [found.value for found in refused.value.findings] == ["Asema"]


def test_a_plan_gives_a_drone_what_it_can_reach(flying: Region, tmp_path: Path) -> None:
    crew = replace(FLEET, vehicles=(DRONE,))
    shipments = [shipment("near", NEAR), shipment("far", Point(60.30, 25.20))]
    travel = planning.measure_travel(shipments, crew, flying, tmp_path, MONDAY)
    plan = make_plan(
        shipments,
        crew,
        travel,
        MONDAY,
        lambda problem: engine.solve(problem, seconds=1.0, iterations=200),
    )
    # The far one is 15 km away, and the drone flies 4.
    assert [stop.reference for route in plan.routes for stop in route.stops] == ["near"]


def test_a_walk_that_is_longer_than_usual_is_part_of_the_service(
    region: Region, tmp_path: Path
) -> None:
    # In a yard, some 130 m from the nearest street for a van.
    yard = Point(60.1652, 24.9352)
    snap = region.network.snap([yard], "van")[0]
    assert snap is not None
    assert snap.walk_s > ORDINARY_WALK_S
    travel = measure(region, tmp_path, NEAR, yard, crew=TWO_VANS)
    assert travel.walks_s == (0, 2 * (snap.walk_s - ORDINARY_WALK_S))
    timed = travel.with_walks([shipment("a", NEAR), shipment("b", yard)])
    assert [one.service_s for one in timed] == [180, 180 + travel.walks_s[1]]
