"""Flights: straight where they may be, round where not."""

import json
from pathlib import Path

import pytest
import shapely

from doorstep.kernel import Point, distance_m
from doorstep.roads import Aircraft, Airspace, NoRouteError
from doorstep.roads.sources import RoadFileError, read_aircraft, read_no_fly

DRONE = Aircraft("drone", speed_kmh=36, takeoff_s=20, landing_s=10)
# Along the equator 0.01 degrees are 1112 m.
WEST, EAST = Point(0.0, 0.0), Point(0.0, 0.01)
# A square 445 m wide across the straight way; its corners are 222 m off the line.
SQUARE = shapely.box(0.003, -0.002, 0.007, 0.002)


def test_a_flight_is_straight_and_takes_off_and_lands() -> None:
    matrix = Airspace(DRONE).matrix([WEST, EAST])

    # 1112 m at 10 m/s, and half a minute for both ends.
    assert matrix.distance_m.tolist() == [[0, 1112], [1112, 0]]
    assert matrix.duration_s.tolist() == [[0, 142], [142, 0]]


def test_a_zone_is_flown_round_by_the_shorter_side() -> None:
    north = Point(0.001, 0.0)
    route = Airspace(DRONE, [SQUARE]).route([north, Point(0.001, 0.01)])
    line = shapely.LineString([(p.lon, p.lat) for p in route.geometry])

    assert not line.crosses(SQUARE)
    assert all(point.lat > 0 for point in route.geometry)
    # From the start to the corner and from the corner to the end are hypot(0.003, 0.001) degrees
    # each, along the square 0.004: 0.010325 degrees; a metre's distance adds little.
    assert route.distance_m == pytest.approx(0.010325 * 111_195, abs=4)
    matrix = Airspace(DRONE, [SQUARE]).matrix([north, Point(0.001, 0.01)])
    assert matrix.distance_m[0, 1] == route.distance_m
    assert matrix.duration_s[0, 1] == route.duration_s


def test_nobody_is_served_inside_a_zone_or_out_of_range() -> None:
    inside = Point(0.0, 0.005)
    short = Aircraft("drone", speed_kmh=36, most_m=1000)

    assert Airspace(DRONE, [SQUARE]).matrix([WEST, inside]).duration_s.tolist() == [
        [0, -1],
        [-1, 0],
    ]
    assert Airspace(short).matrix([WEST, EAST]).duration_s[0, 1] == -1
    with pytest.raises(NoRouteError, match="no flight"):
        Airspace(DRONE, [SQUARE]).route([WEST, inside])
    with pytest.raises(NoRouteError, match="too long"):
        Airspace(short).route([WEST, EAST])


def test_a_ring_that_closes_somebody_in_leaves_no_flight() -> None:
    ring = shapely.box(-0.002, -0.002, 0.002, 0.002).difference(
        shapely.box(-0.001, -0.001, 0.001, 0.001)
    )

    assert Airspace(DRONE, [ring]).matrix([WEST, EAST]).duration_s[0, 1] == -1


def test_the_drone_and_zones_are_read_from_files(tmp_path: Path) -> None:
    zones = tmp_path / "zones.geojson"
    geometry = shapely.geometry.mapping(SQUARE)
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    zones.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    (tmp_path / "plane.toml").write_text("speed_kmh = 100\n")
    drone, plane = read_aircraft(tmp_path)

    assert (drone.name, plane.name) == ("drone", "plane")
    assert [zone.equals(SQUARE) for zone in read_no_fly(zones)] == [True]
    line = Airspace(drone, read_no_fly(zones)).route([WEST, EAST]).geometry
    assert len(line) == 4
    assert distance_m(line[0], WEST) < 0.01


@pytest.mark.parametrize("text", ["no json", '{"type": "Point", "coordinates": [1, 2]}'])
def test_a_file_without_polygons_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "zones.geojson").write_text(text)

    with pytest.raises(RoadFileError, match=r"zones\.geojson"):
        read_no_fly(tmp_path / "zones.geojson")
