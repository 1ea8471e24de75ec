"""Road servers in place of our own search.

``recorded/osrm.json`` holds what osrm-routed 26.10 answered for the village that
``worlds.extracts.write_village`` draws: a street from (25.000, 60) by (25.002, 60) to
(25.004, 60), and a lane north from its middle to (25.002, 60.001).
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from doorstep.kernel import Point
from doorstep.roads import NO_CONNECTION, Matrix, NoRouteError, RoadRoute, encode_polyline
from doorstep.roads.sources import (
    RoadFileError,
    RoadServer,
    measure_reachable,
    open_road_server,
)
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


def test_large_tables_are_asked_for_in_blocks_of_what_a_server_allows(
    server: JsonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doorstep.roads.sources.road_server._OSRM_EDGE", 1)
    points = [WEST, EAST, NORTH]
    path = "/table/v1/driving/25.000000,60.000000;25.004000,60.000000;25.002000,60.001000"
    common = "annotations=duration,distance&radiuses={}&generate_hints=false"
    whole = RECORDED[f"{path}?{common.format('500;500;500')}"]["body"]
    for row, a in enumerate(points):
        for column, b in enumerate(points):
            places = [a] if a == b else [a, b]
            name = ";".join(f"{p.lon:.6f},{p.lat:.6f}" for p in places)
            asked = common.format(";".join(["500"] * len(places)))
            asked += "" if a == b else "&sources=0&destinations=1"
            part = {key: [[whole[key][row][column]]] for key in ("durations", "distances")}
            server.answers[f"/table/v1/driving/{name}?{asked}"] = (200, {"code": "Ok", **part})
    roads = open_road_server(f"osrm+{server.url}", "van")

    matrix = roads.matrix(points)
    assert matrix.duration_s.tolist() == [[0, 33, 40], [33, 0, 35], [35, 40, 0]]
    assert len(server.asked) == 9


def test_one_place_without_a_street_costs_the_others_nothing(server: JsonServer) -> None:
    class Server:
        """Knows every street but the one at ``FAR``."""

        def __init__(self, real: RoadServer) -> None:
            self._real = real

        def matrix(self, points: Sequence[Point]) -> Matrix:
            if FAR in points:
                message = "no street near"
                raise NoRouteError(message)
            if len(set(points)) == 1:
                return Matrix(np.zeros((2, 2), np.int32), np.zeros((2, 2), np.int32))
            return self._real.matrix(points)

        def route(self, points: Sequence[Point]) -> RoadRoute:
            return self._real.route(points)

    roads = Server(open_road_server(f"osrm+{server.url}", "van"))
    matrix = measure_reachable(roads, [WEST, EAST, FAR, NORTH])

    assert matrix.duration_s.tolist() == [
        [0, 33, -1, 40],
        [33, 0, -1, 35],
        [-1, -1, 0, -1],
        [35, 40, -1, 0],
    ]


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
