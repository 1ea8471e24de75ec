"""Streets are closed and slowed down through the API, and plans go by it."""

import json
import time
from pathlib import Path
from typing import Any

import shapely
from starlette.testclient import TestClient

from doorstep.roads import decode_polyline
from doorstep.roads.sources import Region
from worlds.helsinki import DEPOT, SIX_ORDERS, open_console

CSV = {"Content-Type": "text/csv"}
PATIENCE_S = 300
MONDAY = {"service_on": "2026-06-01"}
# The vans of the tests work from 08:00 to 17:00 in Helsinki, 05:00 to 14:00 UTC.
IN_FORCE = {"starts_at": "2026-06-01T00:00:00Z", "ends_at": "2026-06-02T00:00:00Z"}
BULEVARDI = {"type": "LineString", "coordinates": [[24.9417, 60.1661], [24.9380, 60.1650]]}
SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[24.940, 60.168], [24.942, 60.168], [24.942, 60.170], [24.940, 60.170], [24.940, 60.168]]
    ],
}


def disruption(**changes: Any) -> dict[str, Any]:
    return {"name": "Roadworks", "kind": "closure", "geometry": BULEVARDI} | IN_FORCE | changes


def plan(client: TestClient) -> dict[str, Any]:
    asked = client.post("plans", json=MONDAY | {"seconds": 1})
    assert asked.status_code == 202, asked.text
    patience_ends_s = time.monotonic() + PATIENCE_S
    made: dict[str, Any] = asked.json()
    while made["status"] in {"queued", "matrix", "solving"}:
        assert time.monotonic() < patience_ends_s, made
        time.sleep(0.05)
        made = client.get(f"plans/{made['id']}").json()
    assert made["status"] == "ready", made
    return made


def lines_of(made: dict[str, Any]) -> shapely.MultiLineString:
    return shapely.MultiLineString(
        [
            [(point.lon, point.lat) for point in decode_polyline(route["geometry"])]
            for route in made["routes"]
        ]
    )


def size_of(made: dict[str, Any]) -> tuple[int, int]:
    """Return cost and metres: the same to the last metre however far a search of a second got.

    Which of the two vans, which are alike, drives which of the routes may differ.
    """
    return made["cost_minor"], made["distance_m"]


def driven_share(made: dict[str, Any], street: dict[str, Any]) -> float:
    """Return the share of a street's length that lies within a metre of a route's line."""
    drawn = shapely.from_geojson(json.dumps(street))
    near = lines_of(made).buffer(1e-5)
    return float(drawn.intersection(near).length / drawn.length)


def busiest_street(client: TestClient, made: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return a street that the plan's routes drive along, away from depot and stops."""
    route = max(made["routes"], key=lambda one: len(one["stops"]))
    line = [[p.lon, p.lat] for p in decode_polyline(route["geometry"])]
    names = client.post(
        "disruptions/preview", json={"geometry": {"type": "LineString", "coordinates": line}}
    ).json()["streets"]
    places = [stop["address"] for each in made["routes"] for stop in each["stops"]]
    places.append(DEPOT.address)
    for name in names:
        street = client.get(f"streets/{name}").json()["geometry"]
        if not any(name in address for address in places) and driven_share(made, street) > 0.2:
            return name, street
    message = f"no street of {names} is driven along"
    raise AssertionError(message)


def test_a_closed_street_is_left_out_of_the_next_plan_and_is_back_once_it_is_open(
    tmp_path: Path, region: Region
) -> None:
    with open_console(tmp_path, region) as client:
        client.post("shipments/import", params=MONDAY, content=SIX_ORDERS, headers=CSV)
        before = plan(client)
        name, street = busiest_street(client, before)
        made = client.post("disruptions", json=disruption(name=name, geometry=street))
        closed = plan(client)
        client.delete(f"disruptions/{made.json()['id']}")
        after = plan(client)
    assert (made.status_code, made.json()["streets"][0]) == (201, name)
    assert driven_share(before, street) > 0.2
    # Crossing it at its junctions is allowed; driving along it is not.
    assert driven_share(closed, street) < 0.02
    assert sum(len(route["stops"]) for route in closed["routes"]) == 6
    assert size_of(after) == size_of(before)


def test_a_closure_of_another_day_changes_nothing(tmp_path: Path, region: Region) -> None:
    with open_console(tmp_path, region) as client:
        client.post("shipments/import", params=MONDAY, content=SIX_ORDERS, headers=CSV)
        before = plan(client)
        _, street = busiest_street(client, before)
        tuesday = {"starts_at": "2026-06-01T14:00:00Z", "ends_at": "2026-06-02T14:00:00Z"}
        client.post("disruptions", json=disruption(geometry=street, **tuesday))
        after = plan(client)
    assert size_of(after) == size_of(before)


def test_a_day_at_half_speed_takes_longer(tmp_path: Path, region: Region) -> None:
    everywhere = {
        "type": "Polygon",
        "coordinates": [[[24.8, 60.1], [25.1, 60.1], [25.1, 60.3], [24.8, 60.3], [24.8, 60.1]]],
    }
    snow = disruption(kind="weather", name="Snow", speed_factor=0.5, geometry=everywhere)
    with open_console(tmp_path, region) as client:
        client.post("shipments/import", params=MONDAY, content=SIX_ORDERS, headers=CSV)
        before = plan(client)
        assert client.post("disruptions", json=snow).status_code == 201
        after = plan(client)
    assert after["duration_s"] > before["duration_s"]


def test_disruptions_go_out_as_geojson_and_come_back_without_doubling(
    tmp_path: Path, region: Region
) -> None:
    with open_console(tmp_path, region) as client:
        client.post("disruptions", json=disruption())
        client.post(
            "disruptions",
            json=disruption(kind="school_zone", speed_factor=0.6, geometry=SQUARE, ends_at=None),
        )
        before = client.get("disruptions").json()["items"]
        file = client.get("disruptions.geojson")
        edited = file.json()
        edited["features"][0]["properties"]["name"] = "Roadworks II"
        sent_as = {"Content-Type": "application/geo+json"}
        back = client.post("disruptions/import", content=json.dumps(edited), headers=sent_as)
        after = client.get("disruptions").json()["items"]
    assert file.headers["content-type"] == "application/geo+json"
    assert [one["id"] for one in back.json()["items"]] == [one["id"] for one in before]
    assert after[0] == before[0] | {"name": "Roadworks II", "version": 2}
    assert after[1] == before[1] | {"version": 2}


def test_a_file_with_one_wrong_feature_changes_nothing_and_names_it(
    tmp_path: Path, region: Region
) -> None:
    good = {"type": "Feature", "properties": IN_FORCE, "geometry": BULEVARDI}
    point = {"type": "Point", "coordinates": [24.94, 60.17]}
    late = {"starts_at": "tomorrow"}
    wrong = [good, good | {"geometry": point}, good | {"properties": late}]
    with open_console(tmp_path, region) as client:
        file = {"type": "FeatureCollection", "features": wrong}
        refused = client.post("disruptions/import", content=json.dumps(file))
        garbage = client.post("disruptions/import", content=b"not json")
        kept = client.get("disruptions").json()["items"]
    assert (refused.status_code, refused.json()["code"]) == (422, "geojson_unreadable")
    named = [one["column"] for one in refused.json()["findings"]]
    assert named == ["feature 2", "feature 3"]
    assert garbage.json()["code"] == "geojson_unreadable"
    assert kept == []


def test_what_makes_no_sense_is_refused_with_all_that_is_wrong(
    tmp_path: Path, region: Region
) -> None:
    desert = {"type": "LineString", "coordinates": [[10.0, 20.0], [10.1, 20.0]]}
    cases = {
        "ends_at": disruption(ends_at="2026-05-01T00:00:00Z"),
        "speed_factor": disruption(kind="slow_zone"),
        "added_s": disruption(kind="border_queue"),
        "profiles": disruption(profiles=["hovercraft"]),
        "name": disruption(name=" "),
        "geometry": disruption(geometry=desert),
    }
    with open_console(tmp_path, region) as client:
        answers = {name: client.post("disruptions", json=body) for name, body in cases.items()}
        hole = client.post("disruptions", json=disruption(geometry={"type": "Point"}))
    assert {one.json()["code"] for one in answers.values()} == {"disruption_invalid"}
    found = {name: one.json()["findings"][0]["column"] for name, one in answers.items()}
    assert found == {name: name for name in cases}
    assert hole.status_code == 422


def test_a_change_needs_the_version_that_was_read(tmp_path: Path, region: Region) -> None:
    with open_console(tmp_path, region) as client:
        made = client.post("disruptions", json=disruption())
        path = f"disruptions/{made.json()['id']}"
        longer = disruption(ends_at="2026-06-05T00:00:00Z")
        blind = client.put(path, json=longer)
        first = client.put(path, json=longer, headers={"If-Match": made.headers["etag"]})
        stale = client.put(path, json=longer, headers={"If-Match": made.headers["etag"]})
    assert (blind.status_code, blind.json()["code"]) == (428, "version_missing")
    assert (first.json()["version"], first.headers["etag"]) == (2, '"2"')
    assert (stale.status_code, stale.json()["code"]) == (412, "version_stale")


def test_an_ended_disruption_is_over_and_one_that_had_not_begun_never_comes(
    tmp_path: Path, region: Region
) -> None:
    # It is 09:00 UTC on Monday.
    with open_console(tmp_path, region) as client:
        running = client.post("disruptions", json=disruption()).json()
        to_come = client.post(
            "disruptions", json=disruption(starts_at="2026-06-01T12:00:00Z")
        ).json()
        ended = client.post(f"disruptions/{running['id']}/end").json()
        never = client.post(f"disruptions/{to_come['id']}/end").json()
        again = client.post(f"disruptions/{running['id']}/end")
        later = client.get("disruptions", params={"from_at": "2026-06-01T09:00:00Z"}).json()
        earlier = client.get("disruptions", params={"until_at": "2026-06-01T09:00:00Z"}).json()
    assert ended["ends_at"] == "2026-06-01T09:00:00Z"
    assert never["ends_at"] == never["starts_at"]
    assert (again.status_code, again.json()["code"]) == (409, "disruption_over")
    assert [one["id"] for one in later["items"]] == [to_come["id"]]
    assert [one["id"] for one in earlier["items"]] == [running["id"]]


def test_streets_are_found_by_a_part_of_their_name(tmp_path: Path, region: Region) -> None:
    with open_console(tmp_path, region) as client:
        found = client.get("streets", params={"q": "alek"}).json()["items"]
        none = client.get("streets/Nowhere Street")
    assert found[0] == "Aleksanterinkatu"
    assert (none.status_code, none.json()["code"]) == (404, "street_not_found")
