"""Road servers in place of our own search.

``recorded/osrm.json`` holds what osrm-routed 26.10 answered for the village that
``worlds.extracts.write_village`` draws: a street from (25.000, 60) by (25.002, 60) to
(25.004, 60), and a lane north from its middle to (25.002, 60.001).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from doorstep.kernel import Point
from doorstep.roads import NO_CONNECTION, NoRouteError, encode_polyline
from doorstep.roads.sources import RoadFileError, open_road_server
from worlds.json_server import JsonServer, serve_json

WEST, EAST, NORTH = Point(60.0, 25.0), Point(60.0, 25.004), Point(60.001, 25.002)
FAR = Point(60.0, 26.0)
RECORDED = json.loads(Path(__file__).with_name("recorded").joinpath("osrm.json").read_text())


@pytest.fixture
def server() -> Iterator[JsonServer]:
    with serve_json() as running:
        for path, answer in RECORDED.items():
            running.answers[path] = (answer["status"], answer["body"])
        yield running


def test_osrm_s_table_is_a_matrix(server: JsonServer) -> None:
    matrix = open_road_server(f"osrm+{server.url}", "van").matrix([WEST, EAST, NORTH])

    # OSRM said 32.2, 39.4 and 34.2 seconds, which are rounded up, and 223.4 and 223.1 metres.
    assert matrix.duration_s.tolist() == [[0, 33, 40], [33, 0, 35], [35, 40, 0]]
    assert matrix.distance_m.tolist() == [[0, 223, 223], [223, 0, 223], [223, 223, 0]]


def test_osrm_s_route_has_a_leg_for_each_pair_and_a_line_along_the_street(
    server: JsonServer,
) -> None:
    route = open_road_server(f"osrm+{server.url}", "van").route([WEST, EAST, NORTH])

    assert [leg.duration_s for leg in route.legs] == [60, 35]
    assert [leg.distance_m for leg in route.legs] == [223, 223]
    middle = Point(60.0, 25.002)
    assert route.legs[0].geometry == (WEST, middle, EAST)
    assert route.legs[1].geometry == (EAST, middle, NORTH)


def test_a_place_osrm_finds_no_street_for_has_no_way(server: JsonServer) -> None:
    roads = open_road_server(f"osrm+{server.url}", "van")

    with pytest.raises(NoRouteError, match="coordinate 1"):
        roads.route([WEST, FAR])
    with pytest.raises(NoRouteError):
        roads.matrix([WEST, FAR])


def test_profiles_become_the_server_s_words(server: JsonServer) -> None:
    for profile in ("van", "bicycle", "foot"):
        with pytest.raises(RoadFileError):
            open_road_server(f"osrm+{server.url}", profile).matrix([EAST, WEST])
    asked = [path.split("/")[3] for path, _ in server.asked]
    assert asked == ["driving", "cycling", "walking"]


def test_large_tables_are_asked_for_in_blocks(
    server: JsonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doorstep.roads.sources.road_server._MOST_CELLS", 4)
    path = "/table/v1/driving/25.000000,60.000000;25.004000,60.000000;25.002000,60.001000"
    common = "annotations=duration,distance&radiuses=500;500;500&generate_hints=false"
    whole = RECORDED[f"{path}?{common}"]["body"]
    for row in range(3):
        part = {key: [whole[key][row]] for key in ("durations", "distances")}
        server.answers[f"{path}?{common}&sources={row}"] = (200, {"code": "Ok", **part})
    roads = open_road_server(f"osrm+{server.url}", "van")

    matrix = roads.matrix([WEST, EAST, NORTH])
    assert matrix.duration_s.tolist() == [[0, 33, 40], [33, 0, 35], [35, 40, 0]]
    assert len(server.asked) == 3


def test_valhalla_answers_the_same_questions(server: JsonServer) -> None:
    def cell(time: int | None, distance: float | None) -> dict[str, Any]:
        return {"time": time, "distance": distance}

    table = [[cell(0, 0.0), cell(41, 0.223)], [cell(None, None), cell(0, 0.0)]]
    server.answers["/sources_to_targets"] = (200, {"sources_to_targets": table})
    leg = {"summary": {"time": 40.2, "length": 0.223}, "shape": encode_polyline([WEST, EAST])}
    server.answers["/route"] = (200, {"trip": {"legs": [leg]}})
    roads = open_road_server(f"valhalla+{server.url}", "truck")

    assert roads.matrix([WEST, EAST]).duration_s.tolist() == [[0, 41], [NO_CONNECTION, 0]]
    assert roads.matrix([WEST, EAST]).distance_m.tolist() == [[0, 223], [NO_CONNECTION, 0]]
    route = roads.route([WEST, EAST])
    assert (route.duration_s, route.distance_m, route.geometry) == (41, 223, (WEST, EAST))
    assert server.asked[-1][1]["costing"] == "truck"

    server.answers["/route"] = (400, {"error_code": 442, "error": "No path could be found"})
    with pytest.raises(NoRouteError, match="No path"):
        roads.route([WEST, EAST])


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1:9", "road_server_unknown"),
        ("osrm+ftp://127.0.0.1:9", "road_server_unknown"),
        ("osrm+http://127.0.0.1:9", "road_server_unreachable"),
        ("valhalla+http://127.0.0.1:9", "road_server_unreachable"),
    ],
)
def test_a_server_that_is_none_says_so(url: str, code: str) -> None:
    with pytest.raises(RoadFileError) as caught:
        open_road_server(url, "van").matrix([WEST, EAST])
    assert caught.value.code == code


def test_an_answer_that_is_no_json_says_so(server: JsonServer) -> None:
    server.answers["/route"] = (502, b"<html>bad gateway</html>")
    with pytest.raises(RoadFileError, match="502") as caught:
        open_road_server(f"valhalla+{server.url}", "van").route([WEST, EAST])
    assert caught.value.code == "road_server_refused"
