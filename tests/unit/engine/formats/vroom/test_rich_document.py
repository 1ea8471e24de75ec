"""Pick-ups, shipments and breaks of VROOM documents, read, planned, answered and written again."""

import json
from typing import Any

from doorstep.engine import Activity, check, evaluate, solve
from doorstep.engine.formats import vroom

MINUTE = 60

DOCUMENT: dict[str, Any] = {
    "vehicles": [
        {
            "id": 1,
            "start_index": 0,
            "end_index": 0,
            "capacity": [4],
            "time_window": [0, 7200],
            "max_travel_time": 3600,
            "breaks": [
                {"id": 5, "service": 900, "description": "tea", "time_windows": [[600, 660]]}
            ],
        }
    ],
    "jobs": [
        {"id": 10, "location_index": 1, "pickup": [3], "service": 60},
        {"id": 11, "location_index": 2, "delivery": [2], "pickup": [1]},
    ],
    "shipments": [
        {
            "amount": [2],
            "pickup": {"id": 10, "location_index": 2, "service": 30},
            "delivery": {"id": 20, "location_index": 3, "time_windows": [[0, 3000]]},
        }
    ],
    "matrices": {
        "car": {
            "durations": [
                [0, 300, 300, 300],
                [300, 0, 300, 300],
                [300, 300, 0, 300],
                [300, 300, 300, 0],
            ]
        }
    },
}


def _read(document: dict[str, Any] = DOCUMENT) -> vroom.Reading:
    return vroom.read(vroom.parse(json.dumps(document)))


def test_each_kind_of_visit_becomes_what_it_is() -> None:
    pickup, swap, pair = _read().problem.shipments

    assert (pickup.kind, pickup.load, pickup.returns) == (Activity.PICKUP, (3,), ())
    assert (swap.kind, swap.load, swap.returns) == (Activity.DELIVERY, (2,), (1,))
    assert pair.pickup is not None
    assert (pair.pickup.location, pair.pickup.service_s, pair.location) == (2, 30, 3)
    assert [one.name for one in (pickup, swap, pair)] == ["10", "11", "20"]


def test_the_answer_names_every_step_with_what_is_on_board() -> None:
    reading = _read()
    pair = reading.problem.activities.pickups[2]

    # bring 2 to place 2 and take 1, fetch 2 there, bring them to 3, take 3 from 1
    solution = evaluate(reading.problem, [(0, [1, pair, 2, 0])])
    answer: Any = vroom.write(reading, solution)
    route = answer["routes"][0]

    assert check(reading.problem, solution) == []
    steps = [(step["type"], step.get("id"), step["load"]) for step in route["steps"]]
    assert steps == [
        ("start", None, [2]),
        ("job", 11, [1]),
        ("pickup", 10, [3]),
        ("break", 5, [3]),
        ("delivery", 20, [1]),
        ("job", 10, [4]),
        ("end", None, [4]),
    ]
    # legs of 300 each but from job 11 to the pick-up next to it; 30, 60 and the break for service
    assert [step["duration"] for step in route["steps"]] == [0, 300, 300, 300, 600, 900, 1200]
    assert (route["delivery"], route["pickup"], route["service"]) == ([4], [6], 990)


def test_what_is_left_out_of_a_shipment_are_both_halves() -> None:
    reading = _read()

    answer: Any = vroom.write(reading, evaluate(reading.problem, [(0, [0, 1])]))

    left = [(one["type"], one["id"]) for one in answer["unassigned"]]
    assert left == [("pickup", 10), ("delivery", 20)]
    assert answer["summary"]["unassigned"] == 2


def test_everything_is_planned_within_its_rules() -> None:
    reading = _read()

    solution = solve(reading.problem, seconds=30, iterations=200)

    assert (check(reading.problem, solution), solution.unassigned) == ([], ())


def test_a_problem_with_these_rules_survives_being_written() -> None:
    problem = _read().problem

    again = _read(vroom.write_problem(problem)).problem

    assert again.shipments == problem.shipments
    assert again.vehicles[0].breaks == problem.vehicles[0].breaks
    assert again.vehicles[0].max_driving_s == 3600
