"""A VROOM user sends the document they always send, and gets the answer they always get."""

import json
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from doorstep.roads.sources import Region
from worlds.helsinki import open_console

STATION = [24.9420, 60.1715]


def document(**changes: Any) -> dict[str, Any]:
    """Return two jobs in central Helsinki, without matrices."""
    return {
        "vehicles": [{"id": 1, "profile": "van", "start": STATION, "end": STATION}],
        "jobs": [
            {"id": 1, "location": [24.9390, 60.1690], "service": 60},
            {"id": 2, "location": [24.9480, 60.1690]},
        ],
        **changes,
    }


def ask(client: TestClient, changed: dict[str, Any]) -> tuple[int, Any]:
    answer = client.post("vroom", params={"seconds": 1}, content=json.dumps(changed))
    return answer.status_code, answer.json()


def test_coordinates_are_measured_on_the_streets_of_the_region(
    tmp_path: Path, region: Region
) -> None:
    with open_console(tmp_path, region) as client:
        status, answer = ask(client, document())

    route = answer["routes"][0]
    assert (status, answer["code"], answer["unassigned"]) == (200, 0, [])
    assert [step["type"] for step in route["steps"]] == ["start", "job", "job", "end"]
    assert route["steps"][0]["location"] == STATION
    # a kilometre or so between three doors of the inner city, at most half an hour
    assert 500 < route["distance"] < 6000
    assert route["cost"] == route["duration"] < 1800


def test_what_is_in_force_counts_and_so_do_the_peaks_of_an_instant_that_is_named(
    tmp_path: Path, region: Region
) -> None:
    west, south, east, north = 24.8, 60.1, 25.1, 60.3
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    snow = {
        "name": "Snow",
        "kind": "weather",
        "speed_factor": 0.5,
        # it is 09:00 UTC on Monday
        "starts_at": "2026-06-01T08:00:00Z",
        "ends_at": "2026-06-01T10:00:00Z",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    instants = [{"at": "2026-06-01T13:30:00Z"}, {"at": "2026-05-31T13:30:00Z"}]
    with open_console(tmp_path, region) as client:
        usual, peak, sunday = (
            client.post("vroom", params={"seconds": "1"} | one, content=json.dumps(document()))
            for one in ({}, *instants)
        )
        assert client.post("disruptions", json=snow).status_code == 201
        snowy = client.post("vroom", params={"seconds": 1}, content=json.dumps(document()))

    cost, busy, quiet, slow = (
        answer.json()["summary"]["duration"] for answer in (usual, peak, sunday, snowy)
    )
    # Turns take what they take; what is between them takes twice as long.
    assert 1.5 * cost < slow < 2.1 * cost
    assert busy > quiet == cost


def test_what_cannot_be_solved_is_answered_in_the_shape_of_vroom(
    tmp_path: Path, region: Region
) -> None:
    with open_console(tmp_path, region) as client:
        breaks = [{"id": 1, "start": STATION, "breaks": [{"id": 1, "max_load": [3]}]}]
        unsupported = ask(client, document(vehicles=breaks))
        stockholm = ask(client, document(jobs=[{"id": 1, "location": [18.06, 59.33]}]))
        nowhere = ask(client, document(jobs=[{"id": 1, "location": [1000, 0]}]))
        rocket = ask(client, document(vehicles=[{"id": 1, "start": STATION, "profile": "rocket"}]))

    assert unsupported == (
        400,
        {"code": 2, "error": "Not supported yet: vehicles[0].breaks[0].max_load."},
    )
    said = "No street for van is near [18.06, 59.33]."
    assert stockholm == (400, {"code": 3, "error": said})
    assert nowhere[1] == {"code": 3, "error": "[1000.0, 0.0] is not [longitude, latitude]."}
    assert rocket[1]["error"].startswith("There is no profile rocket; there are ")


def test_a_document_with_matrices_needs_no_streets(tmp_path: Path, region: Region) -> None:
    given = {
        "vehicles": [{"id": 1, "start_index": 0}],
        "jobs": [{"id": 1, "location_index": 1}],
        "matrices": {"car": {"durations": [[0, 60], [60, 0]]}},
    }
    with open_console(tmp_path, region) as client:
        status, answer = ask(client, given)

    assert (status, answer["summary"]["cost"]) == (200, 60)
