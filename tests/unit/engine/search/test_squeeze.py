"""Fewer routes, where that is possible and pays; large vehicles, where small ones cost more."""

from dataclasses import replace

from doorstep.engine import Problem, Vehicle, describe, solve
from doorstep.engine.budget import Budget
from doorstep.engine.search.layout import BEST, COST, CURRENT, USED, Plan
from doorstep.engine.search.model import Translation, translate
from doorstep.engine.search.plan import load, make_plan, read_best, read_current
from doorstep.engine.search.slices import TIMED, squeeze_fleet
from doorstep.engine.search.squeeze import squeeze
from worlds.problems import draw, van

STREET = "D a b c d"


def planned(problem: Problem, sequences: dict[int, list[int]]) -> tuple[Translation, Plan]:
    translation = translate(problem, range(len(problem.shipments)))
    plan = make_plan(translation, seed=1)
    load(translation, plan, sequences)
    return translation, plan


def vans(capacity: int) -> list[Vehicle]:
    return [replace(van(f"van {number}"), capacity=(capacity,)) for number in (1, 2, 3, 4)]


def test_a_route_whose_stops_fit_elsewhere_is_given_up() -> None:
    problem = draw(STREET, vans(2))
    translation, plan = planned(problem, {0: [0, 1], 1: [2], 2: [3]})

    pays, iterations = squeeze(translation, plan, TIMED, heat=1.0)

    # c and d fit into one van of two: 1000 for a van and a way less
    assert pays
    assert iterations > 0
    assert plan.tally[USED] == 2
    assert plan.tally[CURRENT] == plan.sums[: translation.model.routes, COST].sum()
    # only what is found by annealing becomes the best
    assert read_best(translation, plan) == {0: [0, 1], 1: [2], 2: [3]}


def test_a_squeeze_that_cannot_work_is_taken_back() -> None:
    problem = draw(STREET, vans(1))
    routes = {0: [0], 1: [1], 2: [2], 3: [3]}
    translation, plan = planned(problem, routes)
    cost = int(plan.tally[CURRENT])

    pays, _ = squeeze(translation, plan, TIMED, heat=1.0)

    assert not pays
    assert read_current(translation, plan) == routes
    assert plan.tally[CURRENT] == cost
    assert all(int(prize) > cost for prize in translation.model.prize)


def test_who_stops_after_the_squeeze_gets_the_plan_with_fewer_routes() -> None:
    five = [replace(van(f"van {number}"), capacity=(2,)) for number in range(5)]
    problem = draw("D a b c d e f g", five)
    translation, plan = planned(problem, {0: [0, 1], 1: [2, 3], 2: [4], 3: [5], 4: [6]})

    squeeze_fleet(translation, plan, Budget(60))

    # seven stops in vans of two
    assert plan.tally[USED] == len(read_best(translation, plan)) == 4
    assert plan.tally[BEST] == plan.tally[CURRENT]


def test_one_large_vehicle_is_taken_where_it_is_cheaper_than_small_ones() -> None:
    small = [
        replace(van(f"bike {number}"), capacity=(1,), fixed_cost=100) for number in (1, 2, 3, 4)
    ]
    large = replace(van("van"), fixed_cost=300, capacity=(4,))
    problem = draw(STREET, [*small, large])

    solution = solve(problem, seconds=60, iterations=2000)

    # the van: 300 + 8 x 160; bikes: 4 x 100 + (2 + 4 + 6 + 8) x 160
    assert solution.cost == 1580
    assert describe(problem, solution).startswith("van:")
