"""Instances of Li and Lim, drawn by hand."""

import pytest

from doorstep.engine import check, describe, evaluate
from doorstep.engine.formats import FormatError, li_lim, write_routes

SMALL = """
2 10 1
0 0 0 0 0 100 0 0 0
1 3 4 6 0 100 10 0 2
2 6 8 -6 20 60 10 1 0
3 1 1 5 0 100 0 0 4
4 0 1 -5 0 100 0 3 0
"""


def test_pairs_become_shipments_and_lengths_keep_three_digits() -> None:
    instance = li_lim.read(SMALL)
    problem = instance.problem
    first, second = problem.shipments

    assert (first.name, first.load, first.location) == ("2", (6,), 2)
    assert first.pickup is not None
    assert (first.pickup.location, first.pickup.service_s) == (1, 10_000)
    # from 0 to (1, 1) is the root of two
    assert int(problem.profiles[0].distance_m[0, 3]) == 1414
    assert second.windows[0].late == 100_000


def test_a_route_fetches_before_it_delivers_and_is_written_by_task_numbers() -> None:
    instance = li_lim.read(SMALL)
    # activities: 0 and 1 deliver, 2 and 3 fetch
    solution = evaluate(instance.problem, [(0, [3, 1, 2, 0])])

    assert check(instance.problem, solution) == []
    assert write_routes(instance, solution).startswith("Route #1: 3 4 1 2\nCost ")
    assert describe(instance.problem, solution).startswith("1: D ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not numbers"),
        ("1 2 3\n0 0 0", "nine numbers"),
        (SMALL.replace("1 0\n", "3 0\n"), "do not fit together"),
    ],
)
def test_other_texts_are_refused(text: str, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        li_lim.read(text)
