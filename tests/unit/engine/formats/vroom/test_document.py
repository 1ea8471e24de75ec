"""What a VROOM document may say, and how everything else is refused."""

import json
from typing import Any

import numpy as np
import pytest

from doorstep.engine.formats import vroom


def document(**changes: Any) -> dict[str, Any]:
    """Return a document of one vehicle and one job, one minute apart, with changed keys."""
    return {
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0}],
        "jobs": [{"id": 1, "location_index": 1}],
        "matrices": {"car": {"durations": [[0, 60], [60, 0]]}},
        **changes,
    }


def refusal(**changes: Any) -> str:
    with pytest.raises(vroom.VroomError) as caught:
        vroom.read(vroom.parse(json.dumps(document(**changes))))
    answer = caught.value.to_json()
    assert answer == {"code": 2, "error": str(caught.value)}
    return str(caught.value)


def test_every_key_that_cannot_be_honoured_is_named_at_once() -> None:
    car = {
        "id": 1,
        "start_index": 0,
        "breaks": [{"id": 1, "max_load": [1]}],
        "speed_factor": 1.5,
        "max_distance": 100,
        "steps": [{"type": "start"}],
        "costs": {"per_task_hour": 10},
    }
    job = {"id": 1, "location_index": 1, "setup_per_type": {"a": 1}}
    other = {"id": 2, "location_index": 1, "service_per_type": {"a": 1}}

    said = refusal(vehicles=[car], jobs=[job, other], options={"g": True})

    assert said == (
        "Not supported yet: jobs[0].setup_per_type, jobs[1].service_per_type,"
        " vehicles[0].speed_factor, vehicles[0].max_distance, vehicles[0].steps,"
        " vehicles[0].costs.per_task_hour, vehicles[0].breaks[0].max_load, options."
    )


def test_a_shipment_without_its_halves_is_refused() -> None:
    assert refusal(shipments=[{"amount": [1]}]).startswith(
        "shipments[0].pickup is not an object. shipments[0].pickup.id is missing."
    )


def test_a_misspelt_key_is_not_passed_over() -> None:
    job = {"id": 1, "location_index": 1, "time_window": [0, 10]}

    assert refusal(jobs=[job], job=[]) == "Not a key of this format: jobs[0].time_window, job."


def test_values_that_change_nothing_are_not_refused() -> None:
    car = {
        "id": 1,
        "type": "van",
        "start_index": 0,
        "end_index": 0,
        "breaks": [],
        "speed_factor": 1.0,
        "steps": [],
        "costs": {"per_task_hour": 0},
    }
    job = {"id": 1, "location_index": 1, "pickup": [0], "service_per_type": {}}

    plain = document(vehicles=[car], jobs=[job], shipments=[])

    assert len(vroom.parse(json.dumps(plain)).jobs) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"vehicles": []}, "There is no vehicle."),
        ({"vehicles": [{"id": 1}]}, "vehicles[0] has neither a start nor an end."),
        ({"vehicles": [7]}, "vehicles[0] is not an object. vehicles[0].id is missing."),
        ({"jobs": [{"id": 1}]}, "jobs[0] has no index from 0 to 1 into the matrices."),
        (
            {"jobs": [{"id": 1, "location_index": 2}]},
            "jobs[0] has no index from 0 to 1 into the matrices.",
        ),
        ({"jobs": [{"id": 1, "location_index": 1}] * 2}, "Two jobs have the id 1."),
        (
            {"jobs": [{"id": 1, "location_index": 1, "delivery": [1]}]},
            "jobs[0] has 1 amounts, the first vehicle's capacity has 0.",
        ),
        (
            {"jobs": [{"id": 1, "location_index": 1, "priority": 101}]},
            "jobs[0].priority is not a whole number from 0 to 100.",
        ),
        (
            {"jobs": [{"id": 1, "location_index": 1, "time_windows": [[5, 4]]}]},
            "jobs[0].time_windows[0] ends before it starts.",
        ),
        ({"matrices": {"bike": {"durations": [[0]]}}}, "There is no matrix of profile 'car'."),
        (
            {"matrices": {"car": {"durations": [[0, 1], [2]]}}},
            "matrices.car.durations is not a square of whole numbers.",
        ),
        (
            {"matrices": {"car": {"durations": [[0, 1], [1, 5]]}}},
            "profile 'car': duration_s is not zero from a location to itself.",
        ),
        (
            {"matrices": {"car": {"distances": [[0]]}}},
            "matrices.car.durations is missing.",
        ),
        ({"matrices": None}, "vehicles[0].start has no coordinates."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in refusal(**changes)


def test_a_text_that_is_not_json_is_refused() -> None:
    with pytest.raises(vroom.VroomError, match="The document is not JSON"):
        vroom.parse("{")


def test_a_document_with_a_fault_in_every_job_does_not_answer_with_a_book() -> None:
    jobs = [{"id": number, "location_index": 1, "service": -1} for number in range(60)]

    said = refusal(jobs=jobs)

    assert said.count("is not a whole number") == 50
    assert said.endswith("And 10 more like these.")


def test_a_prices_matrix_and_a_price_for_hours_contradict_each_other() -> None:
    car = {"id": 1, "start_index": 0, "costs": {"per_hour": 100}}
    legs = [[0, 60], [60, 0]]
    priced = {"car": {"durations": legs, "costs": legs}}

    assert "costs cannot price hours" in refusal(vehicles=[car], matrices=priced)


def test_a_price_for_kilometres_needs_distances() -> None:
    car = {"id": 1, "start_index": 0, "costs": {"per_km": 100}}

    assert refusal(vehicles=[car]) == ("vehicles[0].costs.per_km needs matrices.car.distances.")


def test_a_setup_that_a_neighbour_would_save_is_kept_apart_and_any_other_is_service() -> None:
    alone = {"id": 1, "location_index": 1, "setup": 30, "service": 60}
    neighbour = {"id": 2, "location_index": 1}

    single, shared = (
        vroom.read(vroom.parse(json.dumps(document(jobs=jobs)))).problem.shipments[0]
        for jobs in ([alone], [alone, neighbour])
    )

    assert (single.setup_s, single.service_s) == (0, 90)
    assert (shared.setup_s, shared.service_s) == (30, 60)


def test_without_matrices_places_are_the_same_by_their_coordinates() -> None:
    first = {"id": 1, "location": [1, 2], "location_index": 1, "setup": 30}
    second = {"id": 2, "location": [1, 2], "location_index": 2}
    car = {"id": 1, "start": [3, 4]}
    text = json.dumps({"vehicles": [car], "jobs": [first, second]})
    table = vroom.Table(np.array([[0, 1], [1, 0]]))

    reading = vroom.read(vroom.parse(text), {"car": table})

    assert [shipment.setup_s for shipment in reading.problem.shipments] == [30, 0]
