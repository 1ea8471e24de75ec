"""Vehicles and wishes that contradict themselves: refused, or left out with the reason."""
# Bad input: B-61 (docs/guides/bad-input.md).

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from doorstep import engine
from doorstep.demo.seed import CITY_FILE
from doorstep.fleet import Depot, Fleet, Vehicle
from doorstep.kernel import Point, TimeWindow
from doorstep.orders import Recipient, Shipment
from doorstep.planning import build_problem, read_solution
from doorstep.roads import Matrix
from worlds.demo_process import new_data_folder
from worlds.office import API, Office, open_office

MONDAY = date(2026, 5, 4)
VAN = Vehicle(
    name="van", depot="D", profile="van", shift_start=time(8), shift_end=time(17),
    capacity_g=800_000, capacity_cm3=6_000_000, fixed_cost_minor=0, cost_per_km_minor=35,
    cost_per_hour_minor=2400, driver="Ada",
)  # fmt: skip
PARCEL = Shipment("A", Recipient("Aino"), "Bulevardi 5", Point(60.165, 24.94), priority=2)
HOP = np.array([[0, 1], [1, 0]], dtype=np.int32)
# Two places, 10 minutes and 3 km apart.
TRAVEL = {"van": Matrix(HOP * 600, HOP * 3000)}
NOON = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def left_out(vehicle: Vehicle, parcel: Shipment) -> dict[str, str]:
    """Plan one parcel for one van; return the reason for each reference that is left out."""
    crew = Fleet("Europe/Helsinki", "EUR", (Depot("D", Point(60.17, 24.94)),), (vehicle,))
    problem = build_problem([parcel], crew, TRAVEL, MONDAY)
    solution = engine.solve(problem, seconds=5, iterations=10)
    plan = read_solution(
        solution, engine.explain(problem, solution), [parcel], crew, MONDAY,
        lambda places, _profile: places,
    )  # fmt: skip
    assert all(one.sentence and one.action for one in plan.unassigned)
    return {one.reference: one.reason for one in plan.unassigned}


def window(early: int, late: int) -> tuple[TimeWindow, ...]:
    return (TimeWindow(NOON.replace(hour=early), NOON.replace(hour=late)),)


@pytest.mark.parametrize(
    ("vehicle", "parcel", "reason"),
    [
        ({}, {}, None),
        ({}, {"skills": frozenset({"wings"})}, "skills"),
        ({"capacity_g": 0}, {"weight_g": 1}, "capacity"),
        # There and back are 20 minutes and 3 at the door.
        ({"shift_end": time(8, 1)}, {}, "shift"),
        ({}, {"windows": window(1, 2)}, "time_window"),
        ({}, {"windows": window(20, 21)}, "shift"),
        ({"max_stops": 0}, {}, "max_stops"),
    ],
    ids=["nothing", "skills", "capacity", "one minute", "before", "after", "no stop"],
)
def test_what_contradicts_itself_is_left_out_with_the_reason_that_names_it(
    vehicle: dict[str, Any], parcel: dict[str, Any], reason: str | None
) -> None:
    found = left_out(replace(VAN, **vehicle), replace(PARCEL, **parcel))
    assert found == ({"A": reason} if reason else {})


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, roads_folder: Path) -> Iterator[Office]:
    folder = new_data_folder(tmp_path_factory.mktemp("fleet"), roads_folder)
    with open_office(folder, CITY_FILE) as opened:
        yield opened


@pytest.fixture(scope="module")
def vehicle(office: Office) -> dict[str, Any]:
    """Give a vehicle's body that is good."""
    depot = office.owner.post(f"{API}/depots", json={"name": "D", "lat": 60.17, "lon": 24.94})
    assert depot.status_code == 201, depot.text
    return {
        "name": "Van", "depot_id": depot.json()["id"], "capacity_g": 1, "capacity_cm3": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"shift_start": "24:00"},
        {"shift_end": "8"},
        {"capacity_g": -1},
        {"capacity_cm3": 10**12},
        {"cost_per_km_minor": -5},
        {"max_stops": 0},
        {"name": " "},
        {"name": "x" * 201},
        {"skills": [""]},
        {"skills": ["x"] * 51},
        {"breaks": [{"earliest": "12:00", "latest": "13:00", "duration_s": 0}]},
        {"availability": {"weekdays": [0]}},
        {"availability": {"absences": [{"first_on": "2026-06-02", "last_on": "2026-06-01"}]}},
        {"profile": "hovercraft"},
        {"depot_id": "nowhere"},
        {"driver_id": "nobody"},
        {"color": "red"},
    ],
    ids=str,
)
def test_a_vehicle_that_cannot_be_is_refused(
    office: Office, vehicle: dict[str, Any], wrong: dict[str, Any]
) -> None:
    refused = office.owner.post(f"{API}/vehicles", json=vehicle | wrong)
    assert refused.status_code in (404, 422), refused.text
    assert refused.json()["code"]
    assert office.owner.get(f"{API}/vehicles").json()["items"] == []


def test_the_same_vehicle_twice_is_told(office: Office, vehicle: dict[str, Any]) -> None:
    twin = vehicle | {"name": "Twin"}
    first = office.owner.post(f"{API}/vehicles", json=twin)
    assert first.status_code == 201, first.text
    second = office.owner.post(f"{API}/vehicles", json=twin)
    assert (second.status_code, second.json()["code"]) == (409, "name_taken")
    path = f"{API}/vehicles/{first.json()['id']}"
    assert office.owner.delete(path, headers={"If-Match": '"1"'}).status_code == 204
