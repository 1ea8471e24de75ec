"""VROOM's prices, priorities and open routes mean the same to the engine."""

import json
from itertools import pairwise, permutations
from typing import Any

import numpy as np
import pytest

from doorstep.engine import Reason, Window, check, describe, solve
from doorstep.engine.formats import vroom

LINE = [[60 * abs(here - there) for there in range(6)] for here in range(6)]
"""Six places in a row, one minute and one kilometre apart."""

KILOMETRES = [[1000 * abs(here - there) for there in range(6)] for here in range(6)]


def reading(jobs: list[dict[str, Any]], *cars: dict[str, Any], **matrices: Any) -> vroom.Reading:
    document = {
        "vehicles": [{"id": number, **car} for number, car in enumerate(cars, 1)],
        "jobs": [{"id": number, **job} for number, job in enumerate(jobs, 1)],
        "matrices": {"car": {"durations": LINE, **matrices}},
    }
    return vroom.read(vroom.parse(json.dumps(document)))


def solved(read: vroom.Reading) -> Any:
    solution = solve(read.problem, seconds=20, iterations=60)
    assert check(read.problem, solution) == []
    return vroom.write(read, solution)


def at(*places: int) -> list[dict[str, Any]]:
    return [{"location_index": place} for place in places]


def test_by_default_a_cost_unit_is_a_second_of_travel() -> None:
    read = reading(at(3), {"start_index": 0, "end_index": 0})

    assert (read.scale, read.problem.vehicles[0].cost_per_m) == (1, 1)
    assert solved(read)["summary"]["cost"] == 360


@pytest.mark.parametrize(
    ("costs", "cost"),
    [
        ({"per_hour": 7200}, 720),  # 0.1 hours
        ({"per_hour": 0, "per_km": 5}, 30),  # 6 km
        ({"fixed": 1000, "per_hour": 60, "per_km": 7}, 1048),  # 1000 + 6 + 42
        ({"per_hour": 45}, 4),  # 4.5, and even is nearer by convention
        ({"fixed": 8, "per_hour": 0}, 8),
    ],
)
def test_hours_and_kilometres_are_priced_exactly(costs: dict[str, int], cost: int) -> None:
    car = {"start_index": 0, "end_index": 0, "costs": costs}

    answer = solved(reading(at(3), car, distances=KILOMETRES))

    assert answer["summary"]["cost"] == cost
    assert answer["summary"]["distance"] == 6000
    assert answer["summary"]["duration"] == 360


def test_a_matrix_of_costs_is_the_price_and_times_stay_times() -> None:
    toll = [[0 if here == there else 7 for there in range(6)] for here in range(6)]

    answer = solved(reading(at(3, 5), {"start_index": 0, "end_index": 0}, costs=toll))

    assert answer["summary"]["cost"] == 21
    assert answer["summary"]["duration"] == 600


def test_vehicles_with_other_prices_have_their_own_lengths_and_the_same_metres() -> None:
    dear = {"start_index": 0, "end_index": 0, "costs": {"per_hour": 3600, "per_km": 1000}}
    cheap = {"start_index": 0, "end_index": 0}

    read = reading(at(1, 5), dear, cheap, distances=KILOMETRES)

    assert [profile.name for profile in read.problem.profiles] == ["car 1:1:0", "car 1:0:0"]
    assert [route["vehicle"] for route in solved(read)["routes"]] == [2]


def test_waiting_and_service_cost_nothing() -> None:
    late = {"location_index": 1, "service": 500, "time_windows": [[5000, 6000]]}

    assert solved(reading([late], {"start_index": 0, "end_index": 0}))["summary"]["cost"] == 120


def test_a_higher_priority_is_served_whatever_it_costs() -> None:
    near, far = at(1, 5)
    car = {"start_index": 0, "end_index": 0, "max_tasks": 1}

    answer = solved(reading([near, {**far, "priority": 1}], car))

    assert [left["id"] for left in answer["unassigned"]] == [1]
    assert answer["unassigned"][0]["reason"] == Reason.MAX_STOPS
    assert answer["summary"]["priority"] == 1


def test_priorities_never_leave_out_what_could_be_served() -> None:
    jobs = [{**job, "priority": rank} for rank, job in enumerate(at(1, 5))]

    answer = solved(reading(jobs, {"start_index": 0, "end_index": 0, "costs": {"fixed": 9999}}))

    assert answer["unassigned"] == []


def test_windows_of_the_calendar_need_no_shift() -> None:
    noon = 1_790_000_000
    jobs: list[dict[str, Any]] = [
        {"location_index": 2, "time_windows": [[noon, noon + 60]]},
        {"location_index": 3},
    ]

    read = reading(jobs, {"start_index": 0, "end_index": 0})

    # no more than three legs of five minutes are needed before or after
    assert read.problem.vehicles[0].shift == Window(noon - 900, noon + 960)
    assert solved(read)["unassigned"] == []


@pytest.mark.parametrize("ends", [("start",), ("end",), ("start", "end")])
def test_open_routes_are_as_good_as_trying_every_order(ends: tuple[str, ...]) -> None:
    cells = np.array([[0, 0], [3, 7], [8, 1], [5, 5], [9, 9], [1, 6]])
    steps = 60 * np.abs(cells[:, None] - cells[None, :]).sum(axis=2)
    car = {f"{end}_index": 0 for end in ends}

    answer = solved(reading(at(1, 2, 3, 4, 5), car, durations=steps.tolist()))

    before, after = [0] * ("start" in ends), [0] * ("end" in ends)
    by_force = min(
        sum(int(steps[leg]) for leg in pairwise(route))
        for order in permutations(range(1, 6))
        for route in [[*before, *order, *after]]
    )
    assert answer["summary"]["cost"] == answer["summary"]["duration"] == by_force
    kinds = [step["type"] for step in answer["routes"][0]["steps"]]
    assert kinds == [*["start"] * len(before), *["job"] * 5, *["end"] * len(after)]


def test_an_open_route_is_no_short_cut_past_a_missing_leg() -> None:
    durations = [[0, 60, 4294967295], [60, 0, 4294967295], [60, 60, 0]]

    read = reading(at(1, 2), {"start_index": 0}, durations=durations)

    text = describe(read.problem, solve(read.problem, seconds=20, iterations=20))
    assert "unassigned: 2 UNREACHABLE" in text


def test_jobs_with_descriptions_of_their_own_are_called_by_them() -> None:
    first, second = at(1, 2)
    car = {"start_index": 0}

    named = reading([{**first, "description": "Anna"}, {**second, "description": "Otto"}], car)
    twins = reading([{**first, "description": "Anna"}, {**second, "description": "Anna"}], car)

    assert [shipment.name for shipment in named.problem.shipments] == ["Anna", "Otto"]
    assert [shipment.name for shipment in twins.problem.shipments] == ["1", "2"]


def test_measured_tables_take_the_place_of_matrices() -> None:
    text = json.dumps(
        {
            "vehicles": [{"id": 1, "start": [24.9, 60.1], "end": [24.9, 60.1]}],
            "jobs": [{"id": 1, "location": [24.8, 60.2]}, {"id": 2, "location": [24.9, 60.1]}],
        }
    )
    document = vroom.parse(text)
    assert document.list_points() == [(24.9, 60.1), (24.8, 60.2)]

    table = vroom.Table(np.array([[0, 50], [70, 0]]), np.array([[0, 900], [800, 0]]))
    answer = solved(vroom.read(document, {"car": table}))

    assert answer["summary"]["duration"] == 120
    assert answer["summary"]["distance"] == 1700
    assert answer["routes"][0]["steps"][0]["location"] == [24.9, 60.1]
    with pytest.raises(vroom.VroomError, match="no travel times for car"):
        vroom.read(document)
