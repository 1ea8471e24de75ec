"""Questions to the roads over HTTP, in central Helsinki."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

import pytest
import shapely
from starlette.testclient import TestClient

from doorstep.bootstrap import Parts
from doorstep.plumbing.auth import Role
from doorstep.roads import decode_polyline

SignIn: TypeAlias = Callable[[Role], None]

STATION = {"lat": 60.1710, "lon": 24.9410}
MARKET = {"lat": 60.1675, "lon": 24.9525}
AT_SEA = {"lat": 60.10, "lon": 24.95}


def isochrones(client: TestClient, **asked: Any) -> Any:
    answer = client.get("/api/v1/roads/isochrones", params={**STATION, "minutes": [3], **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()["features"]


def test_areas_come_as_geojson_the_largest_first(client: TestClient, sign_in: SignIn) -> None:
    sign_in(Role.DISPATCHER)
    features = isochrones(client, minutes=[2, 5])

    assert [one["properties"]["minutes"] for one in features] == [5, 2]
    large, small = (shapely.geometry.shape(one["geometry"]) for one in features)
    assert large.contains(small.buffer(-1e-6))
    assert small.contains(shapely.Point(STATION["lon"], STATION["lat"]))


def test_a_closure_makes_the_area_smaller(client: TestClient, sign_in: SignIn) -> None:
    sign_in(Role.DISPATCHER)
    (before,) = isochrones(client, minutes=[4])
    lon, lat = STATION["lon"], STATION["lat"]
    # All streets in a box east of the station are closed.
    west, south, east, north = lon + 0.003, lat - 0.004, lon + 0.012, lat + 0.004
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    body = {
        "name": "Marathon",
        "kind": "closure",
        "starts_at": "2026-05-31T00:00:00Z",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    made = client.post("/api/v1/disruptions", json=body)
    assert made.status_code in {200, 201}, made.text
    (after,) = isochrones(client, minutes=[4])

    area = [shapely.geometry.shape(one["geometry"]).area for one in (before, after)]
    assert area[1] < area[0] * 0.95


def test_a_route_has_times_a_line_and_instructions(client: TestClient, sign_in: SignIn) -> None:
    sign_in(Role.DISPATCHER)
    asked = {"points": [STATION, MARKET, STATION], "language": "de"}
    route = client.post("/api/v1/roads/route", json=asked).json()

    assert len(route["legs"]) == 2
    assert route["duration_s"] == sum(leg["duration_s"] for leg in route["legs"])
    for leg in route["legs"]:
        told = leg["instructions"]
        assert told[0]["text"].startswith("Fahren Sie Richtung")
        assert told[-1]["text"].startswith("Sie haben das Ziel erreicht")
        assert sum(one["distance_m"] for one in told) == pytest.approx(leg["distance_m"], abs=20)
        line = decode_polyline(leg["geometry"])
        assert (told[0]["lat"], told[0]["lon"]) == pytest.approx(
            (line[0].lat, line[0].lon), abs=1e-5
        )
    shown = client.post("/api/v1/roads/route", json={**asked, "geometry": "geojson"}).json()
    assert shown["legs"][0]["geometry"]["type"] == "LineString"
    assert len(shown["legs"][0]["geometry"]["coordinates"]) == len(
        decode_polyline(route["legs"][0]["geometry"])
    )


def test_a_route_s_own_line_is_matched_to_its_streets(
    client: TestClient, sign_in: SignIn, parts: Parts
) -> None:
    sign_in(Role.DISPATCHER)
    route = client.post("/api/v1/roads/route", json={"points": [STATION, MARKET]}).json()
    line = decode_polyline(route["legs"][0]["geometry"])
    positions = [{"lat": point.lat, "lon": point.lon} for point in line]
    matched = client.post("/api/v1/roads/match", json={"positions": positions}).json()

    assert parts.region is not None
    assert matched["distance_m"] == pytest.approx(route["distance_m"], rel=0.05)
    named = {one["street"] for part in matched["parts"] for one in part} - {""}
    said = {one["street"] for one in route["legs"][0]["instructions"]} - {""}
    assert said <= named
    assert matched["geometry"]["type"] == "MultiLineString"


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("route", {"points": [STATION, AT_SEA]}, "no_way"),
        ("route", {"points": [STATION, MARKET], "profile": "boat"}, "unknown_profile"),
        ("match", {"positions": [STATION], "profile": "boat"}, "unknown_profile"),
    ],
)
def test_what_cannot_be_answered_says_why(
    client: TestClient, sign_in: SignIn, path: str, body: dict[str, Any], code: str
) -> None:
    sign_in(Role.DISPATCHER)
    answer = client.post(f"/api/v1/roads/{path}", json=body)

    assert answer.status_code == 422
    assert answer.json()["code"] == code


def test_an_isochrone_at_sea_says_why(client: TestClient, sign_in: SignIn) -> None:
    sign_in(Role.DISPATCHER)
    answer = client.get("/api/v1/roads/isochrones", params={**AT_SEA, "minutes": [5]})

    assert answer.status_code == 422
    assert answer.json()["code"] == "no_way"
    assert answer.json()["detail"].endswith("from any street.")


def test_a_departure_goes_by_the_hours_and_closures_of_its_way(
    client: TestClient, sign_in: SignIn
) -> None:
    sign_in(Role.DISPATCHER)

    def route(departs_at: str | None) -> Any:
        asked = {"points": [STATION, MARKET], "departs_at": departs_at}
        answer = client.post("/api/v1/roads/route", json=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    # Monday 16:30 and Sunday 16:30 in Helsinki.
    monday, sunday = route("2026-06-01T13:30:00Z"), route("2026-05-31T13:30:00Z")
    assert (monday["departs_at"], route(None)["arrives_at"]) == ("2026-06-01T13:30:00Z", None)
    assert monday["duration_s"] > sunday["duration_s"]
    left_at, there_at = (
        datetime.fromisoformat(monday[name]) for name in ("departs_at", "arrives_at")
    )
    assert (there_at - left_at).total_seconds() == monday["duration_s"]

    (calm,) = isochrones(client, departs_at="2026-05-31T13:30:00Z")
    (busy,) = isochrones(client, departs_at="2026-06-01T13:30:00Z")
    area = [shapely.geometry.shape(one["geometry"]).area for one in (calm, busy)]
    assert area[1] < area[0]

    line = [[p.lon, p.lat] for p in decode_polyline(sunday["legs"][0]["geometry"])]
    lon, lat = line[len(line) // 2]
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    ring = [[lon + 4e-4 * east, lat + 2e-4 * north] for east, north in corners]
    closure = {
        "name": "Works",
        "kind": "closure",
        "starts_at": "2026-05-31T14:00:00Z",
        "ends_at": "2026-05-31T16:00:00Z",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    assert client.post("/api/v1/disruptions", json=closure).status_code == 201
    before, during, after = (
        route(f"2026-05-31T{clock}:00Z") for clock in ("13:30", "15:30", "17:30")
    )
    assert before["legs"] == after["legs"] == sunday["legs"]
    assert during["legs"][0]["geometry"] != sunday["legs"][0]["geometry"]
