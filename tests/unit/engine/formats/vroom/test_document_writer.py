"""An engine problem becomes a document, or is refused with every reason."""

from dataclasses import replace

import pytest

from doorstep.engine import Window
from doorstep.engine.formats import vroom
from worlds.problems import ok_small, with_vehicles


def test_what_the_format_cannot_say_is_named_at_once() -> None:
    problem = ok_small()
    car = replace(problem.vehicles[0], shift=Window(-60, 60), fixed_cost=2**40)
    first = replace(problem.shipments[0], prize=5)

    with pytest.raises(vroom.VroomError) as caught:
        vroom.write_problem(replace(with_vehicles(problem, car), shipments=(first,)))

    assert caught.value.findings == (
        "A VROOM document has no price on the time of a route.",
        "A VROOM document has no prizes.",
        "A VROOM document has no times before the horizon's start.",
        "A VROOM document has no amount or price above 4294967295.",
    )


def test_skills_with_names_are_numbered_in_alphabetical_order() -> None:
    problem = ok_small()
    car = replace(problem.vehicles[0], cost_per_s=0, skills=frozenset({"crane", "cold"}))
    first = replace(problem.shipments[0], skills=frozenset({"crane"}))

    written = vroom.write_problem(replace(with_vehicles(problem, car), shipments=(first,)))

    assert written["jobs"] == [
        {
            "id": 1,
            "description": "a",
            "location_index": 1,
            "delivery": [1],
            "service": 0,
            "skills": [2],
        }
    ]
