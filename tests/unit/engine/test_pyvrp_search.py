"""The search behind the door: replaceable, and never asked for nothing."""

from pathlib import Path

import pytest

import doorstep.engine
from doorstep.engine import Problem
from doorstep.engine.budget import Budget
from doorstep.engine.pyvrp_search import SearchResult, search
from worlds.problems import OK_SMALL, draw, during, ok_small, van, with_vehicles


def test_one_file_only_knows_pyvrp() -> None:
    folder = Path(doorstep.engine.__file__).parent
    files = {path.name for path in folder.rglob("*.py") if "import pyvrp" in path.read_text()}

    assert files == {"pyvrp_search.py"}


@pytest.mark.parametrize("problem", [Problem((), (), ()), with_vehicles(ok_small())])
def test_nothing_is_found_where_nothing_can_be(problem: Problem) -> None:
    shipments = range(len(problem.shipments))

    assert search(problem, shipments, 1, Budget(10)) == SearchResult({}, 0)


def test_only_the_shipments_asked_for_are_in_the_sequences() -> None:
    found = search(ok_small(), [1, 3], 1, Budget(10, iterations=10))

    assert sorted(found.sequences[0]) == [1, 3]
    assert found.iterations == 10


def test_a_shipment_with_several_windows_is_visited_once() -> None:
    problem = draw(OK_SMALL, windows={"a": [during("08:00", "09:00"), during("10:00", "11:00")]})

    found = search(problem, range(4), 1, Budget(10, iterations=50))

    assert sorted(found.sequences[0]) == [0, 1, 2, 3]


def test_shifts_at_different_times_of_day_keep_their_own_hours() -> None:
    early = doorstep.engine.Vehicle("early", 0, 0, 0, during("05:00", "05:30"), (10,))
    problem = draw(OK_SMALL, [early, van()], windows={"a": [during("12:00", "13:00")]})

    found = search(problem, [0], 1, Budget(10, iterations=20))

    assert found.sequences == {1: [0]}
