"""Searching parts at the same time: a whole plan comes out, the same whoever does the work."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest

from doorstep.engine import Problem, Profile, Shipment, Vehicle, Window, check, evaluate
from doorstep.engine.budget import Budget
from doorstep.engine.search import parts
from doorstep.engine.search.parts import search_in_parts

HEATS = (200.0, 5.0)


@pytest.fixture(autouse=True)
def _parts_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_STOPS", 15)


def town(stops: int, vans: int) -> Problem:
    """Return stops on a square of 100 x 100 cells, every third of them open in the morning."""
    place = np.random.default_rng(1).integers(0, 100, (stops + 1, 2))
    legs = np.abs(place[:, None] - place[None, :]).sum(axis=2).astype(np.int32)
    return Problem(
        profiles=(Profile("van", legs, legs),),
        vehicles=tuple(
            Vehicle(f"van {number}", 0, 0, 0, Window(0, 2000), (8,), fixed_cost=50, cost_per_m=1)
            for number in range(vans)
        ),
        shipments=tuple(
            Shipment(
                f"stop {number}",
                number,
                (1,),
                windows=(Window(0, 500),) if number % 3 == 0 else (),
                service_s=5,
                prize=40 if number % 10 == 0 else None,
            )
            for number in range(1, stops + 1)
        ),
        load_names=("parcels",),
    )


def test_the_parts_make_one_plan_that_keeps_every_rule() -> None:
    problem = town(45, 8)

    found, done = search_in_parts(problem, range(45), 1, Budget(60, iterations=4000), HEATS, 2)

    solution = evaluate(problem, list(found.items()))
    assert check(problem, solution) == []
    # a tenth may be left out for its prize, nobody else
    left_out = {unserved.shipment for unserved in solution.unassigned}
    assert all(problem.shipments[index].prize is not None for index in left_out)
    assert done >= 4000


def test_shipments_meant_for_a_vehicle_stay_with_it_in_every_part() -> None:
    plain = town(45, 8)
    odd = frozenset(range(1, 8, 2))
    shipments = tuple(
        replace(stop, vehicles=odd if number % 2 else None)
        for number, stop in enumerate(plain.shipments)
    )
    problem = replace(plain, shipments=shipments)

    found, _ = search_in_parts(problem, range(45), 1, Budget(60, iterations=4000), HEATS, 2)

    assert check(problem, evaluate(problem, list(found.items()))) == []
    assert sum(map(len, found.values())) >= 40


def test_more_rounds_make_a_better_plan() -> None:
    problem = town(45, 8)
    costs = []
    for iterations in (200, 8000):
        budget = Budget(60, iterations=iterations)
        found, _ = search_in_parts(problem, range(45), 1, budget, HEATS, 2)
        costs.append(evaluate(problem, list(found.items())).cost)

    assert costs[1] < costs[0]


def test_threads_processes_and_nobody_else_find_the_same() -> None:
    problem = town(30, 6)

    def find(workers: int, executor: ProcessPoolExecutor | None = None) -> dict[int, list[int]]:
        budget = Budget(60, iterations=1500)
        return search_in_parts(problem, range(30), 7, budget, HEATS, workers, executor)[0]

    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        by_process = find(2, executor)

    assert find(2) == find(2) == by_process


def test_a_plan_with_too_few_vehicles_serves_what_fits() -> None:
    problem = town(45, 3)

    found, _ = search_in_parts(problem, range(45), 1, Budget(60, iterations=3000), HEATS, 2)

    # three vans of eight
    assert sum(map(len, found.values())) == 24
    assert check(problem, evaluate(problem, list(found.items()))) == []


def test_a_wish_to_stop_ends_it() -> None:
    problem = town(45, 8)

    found, _ = search_in_parts(
        problem, range(45), 1, Budget(60, should_stop=lambda: True), HEATS, 2
    )

    assert check(problem, evaluate(problem, list(found.items()))) == []
