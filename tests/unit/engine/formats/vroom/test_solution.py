"""The answer has VROOM's shape, key by key."""

import json
from typing import Any

from doorstep.engine import evaluate
from doorstep.engine.formats import vroom

DOCUMENT = {
    "vehicles": [
        {
            "id": 70,
            "description": "van",
            "start_index": 0,
            "end_index": 0,
            "start": [24.9, 60.1],
            "capacity": [5, 9],
            "time_window": [100, 9000],
        }
    ],
    "jobs": [
        {
            "id": 11,
            "location_index": 1,
            "location": [24.8, 60.2],
            "setup": 20,
            "service": 100,
            "delivery": [2, 1],
            "priority": 3,
            "time_windows": [[200, 300], [1000, 2000]],
        },
        {"id": 12, "location_index": 2, "description": "Otto", "priority": 3},
        {"id": 13, "location_index": 2, "skills": [4], "priority": 3},
    ],
    "matrices": {"car": {"durations": [[0, 60, 90], [50, 0, 30], [80, 40, 0]]}},
}


def answer() -> Any:
    reading = vroom.read(vroom.parse(json.dumps(DOCUMENT)))
    return vroom.write(reading, evaluate(reading.problem, [(0, [1, 0])]), computing_ms=7)


def test_the_summary_adds_up_what_was_done() -> None:
    # 90 to Otto, 40 on to job 11, 50 home; there from 230 on, inside the first window
    assert answer()["summary"] == {
        "cost": 180,
        "routes": 1,
        "unassigned": 1,
        "delivery": [2, 1],
        "amount": [2, 1],
        "pickup": [0, 0],
        "setup": 20,
        "service": 100,
        "duration": 180,
        "waiting_time": 0,
        "priority": 6,
        "violations": [],
        "computing_times": {"loading": 0, "solving": 7, "routing": 0},
    }


def test_a_job_left_out_has_its_place_and_the_reason() -> None:
    assert answer()["code"] == 0
    assert answer()["unassigned"] == [
        {"id": 13, "location_index": 2, "type": "job", "reason": "skills"}
    ]


def test_steps_carry_place_arrival_load_and_travel_so_far() -> None:
    route = answer()["routes"][0]
    idle = {"setup": 0, "service": 0, "waiting_time": 0, "violations": []}
    place = {"location_index": 0, "location": [24.9, 60.1]}

    assert (route["vehicle"], route["description"], route["cost"]) == (70, "van", 180)
    assert route["steps"] == [
        {"type": "start", **place, **idle, "load": [2, 1], "arrival": 100, "duration": 0},
        {
            "type": "job",
            "id": 12,
            "job": 12,
            "description": "Otto",
            "location_index": 2,
            **idle,
            "load": [2, 1],
            "arrival": 190,
            "duration": 90,
        },
        {
            "type": "job",
            "id": 11,
            "job": 11,
            "location_index": 1,
            "location": [24.8, 60.2],
            **idle,
            "setup": 20,
            "service": 100,
            "load": [0, 0],
            "arrival": 230,
            "duration": 130,
        },
        {
            "type": "end",
            "location_index": 0,
            **idle,
            "load": [0, 0],
            "arrival": 400,
            "duration": 180,
        },
    ]


def test_without_capacities_there_are_no_loads() -> None:
    document = {
        "vehicles": [{"id": 1, "start_index": 0}],
        "jobs": [{"id": 1, "location_index": 1}],
        "matrices": {"car": {"durations": [[0, 1], [1, 0]]}},
    }
    reading = vroom.read(vroom.parse(json.dumps(document)))

    written: Any = vroom.write(reading, evaluate(reading.problem, [(0, [0])]))

    assert not {"delivery", "amount", "pickup", "distance"} & set(written["summary"])
    assert [step["type"] for step in written["routes"][0]["steps"]] == ["start", "job"]
    assert not any("load" in step for step in written["routes"][0]["steps"])
