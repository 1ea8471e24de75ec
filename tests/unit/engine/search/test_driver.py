"""The search behind the door: never asked for nothing, the same with and without a compiler."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import cast

import pytest

import doorstep.engine
from doorstep.engine import Problem, check, evaluate
from doorstep.engine.budget import Budget
from doorstep.engine.search import SearchResult, driver, search
from doorstep.engine.search.slices import Outcome
from doorstep.engine.validation import LARGEST_AMOUNT, LARGEST_UNIT_COST
from worlds.problems import OK_SMALL, draw, during, ok_small, van, with_vehicles


@pytest.mark.parametrize("problem", [Problem((), (), ()), with_vehicles(ok_small())])
def test_nothing_is_found_where_nothing_can_be(problem: Problem) -> None:
    shipments = range(len(problem.shipments))

    assert search(problem, shipments, 1, Budget(10)) == SearchResult({}, 0)


def test_only_the_shipments_asked_for_are_in_the_sequences() -> None:
    found = search(ok_small(), [1, 3], 1, Budget(10, iterations=10))

    assert sorted(found.sequences[0]) == [1, 3]
    assert found.iterations == 10


def test_one_shipment_alone_is_served() -> None:
    assert search(ok_small(), [2], 1, Budget(10, iterations=10)).sequences == {0: [2]}


def test_several_cores_go_on_from_a_plan_made_whole_with_as_few_routes_as_loads_need(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stops = 24
    cars = [replace(van(f"van {number}"), capacity=(6,)) for number in range(stops)]
    problem = draw("D " + " ".join("abcdefghijklmnopqrstuvwx"[:stops]), cars)
    begun: list[Outcome] = []

    def go_on(*given: object) -> tuple[dict[int, list[int]], int]:
        begun.append(cast("Outcome", given[-1]))
        return begun[-1].best, begun[-1].iterations

    monkeypatch.setattr(driver, "FEWEST_IN_PARTS", stops)
    monkeypatch.setattr(driver, "search_in_parts", go_on)

    found = search(problem, range(stops), 1, Budget(60, iterations=3000), workers=2)

    priced = evaluate(problem, list(found.sequences.items()))
    assert check(problem, priced) == []
    assert priced.unassigned == ()
    assert len(priced.routes) == stops / 6
    assert begun[0].best_cost == priced.cost


def test_shifts_at_different_times_of_day_keep_their_own_hours() -> None:
    early = doorstep.engine.Vehicle("early", 0, 0, 0, during("05:00", "05:30"), (10,))
    problem = draw(OK_SMALL, [early, van()], windows={"a": [during("12:00", "13:00")]})

    found = search(problem, [0], 1, Budget(10, iterations=20))

    assert found.sequences == {1: [0]}


def test_the_largest_amounts_there_may_be_are_added_up_without_overflow() -> None:
    dear = replace(
        van(),
        fixed_cost=LARGEST_AMOUNT,
        cost_per_m=LARGEST_UNIT_COST,
        cost_per_s=LARGEST_UNIT_COST,
        capacity=(LARGEST_AMOUNT,),
    )
    problem = draw(OK_SMALL, [dear, replace(dear, name="van 2")], prizes={"a": LARGEST_AMOUNT})

    found = search(problem, range(4), 1, Budget(10, iterations=100))

    # one round of 16 cells is cheaper than two rounds, whatever a cell costs
    assert [sorted(stops) for stops in found.sequences.values()] == [[0, 1, 2, 3]]


def test_a_wish_to_stop_before_the_start_is_heeded() -> None:
    found = search(ok_small(), range(4), 1, Budget(10, should_stop=lambda: True))

    assert found == SearchResult({}, 0)


UNCOMPILED = """
import json
from dataclasses import replace
from doorstep.engine import check, evaluate
from doorstep.engine.budget import Budget
from doorstep.engine.search import search
from worlds.problems import OK_SMALL, draw, during, van
problem = draw(OK_SMALL, [van("1"), van("2")], windows={"a": [during("08:30", "08:40")]})
found = search(problem, range(4), 5, Budget(60, iterations=60))
print(json.dumps([sorted(found.sequences.items()), found.iterations]))

from doorstep.engine.search.model import LARGEST_INT32, translate
profile = problem.profiles[0]
metres = profile.distance_m * (2**30 // profile.distance_m.max())
assert metres.max() > LARGEST_INT32
far = replace(problem, profiles=(replace(profile, distance_m=metres),))
assert translate(far, range(4)).model.travel.dtype == "int64"
found = search(far, range(4), 5, Budget(60, iterations=60))
solution = evaluate(far, list(found.sequences.items()))
assert not check(far, solution) and not solution.unassigned, solution
"""


def test_without_the_compiler_the_result_is_the_same_and_far_legs_find_their_way() -> None:
    problem = draw(OK_SMALL, [van("1"), van("2")], windows={"a": [during("08:30", "08:40")]})
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": "tests"}

    done = subprocess.run(
        [sys.executable, "-c", UNCOMPILED],
        env=environment,
        capture_output=True,
        text=True,
        timeout=360,
        check=False,
    )

    found = search(problem, range(4), 5, Budget(60, iterations=60))
    expected = [[list(item) for item in sorted(found.sequences.items())], found.iterations]
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == expected
    routes = list(found.sequences.items())
    assert check(problem, evaluate(problem, routes)) == []
