"""Routes are taken away where a vehicle costs more than any detour, and nowhere else."""

from dataclasses import replace

import pytest

from doorstep.engine import InitialRoute, Problem
from doorstep.engine.budget import Budget
from doorstep.engine.rich.anneal import ANNEAL, SETTLE, run
from doorstep.engine.rich.model import build_model, make_work
from doorstep.engine.rich.routes import make_routes
from doorstep.engine.rich.squeeze import pays, squeeze
from worlds.problems import draw, van

TOWN = """
    a . b . .
    . . D . .
    . c . . d
"""
LEG = 300.0


def _town(capacity: int, fixed_cost: int = 10**7) -> Problem:
    cars = [
        replace(van(f"van {number}"), capacity=(capacity,), fixed_cost=fixed_cost, max_trips=1)
        for number in (1, 2, 3)
    ]
    return draw(TOWN, cars)


def test_it_pays_where_vehicles_are_dear_and_everybody_is_served() -> None:
    dear = _town(4)
    cheap = _town(4, fixed_cost=1000)
    told = replace(dear, initial=(InitialRoute(0, (0,)),))
    prizes = replace(dear, shipments=(replace(dear.shipments[0], prize=5), *dear.shipments[1:]))

    assert [pays(one, LEG) for one in (dear, cheap, told, prizes)] == [True, False, False, False]


@pytest.mark.parametrize(("capacity", "routes"), [(4, 1), (2, 2), (1, 3)])
def test_as_many_routes_are_taken_away_as_loads_allow(capacity: int, routes: int) -> None:
    problem = _town(capacity)
    problem = replace(problem, shipments=problem.shipments[: 3 if capacity == 1 else 4])
    model, work = build_model(problem), make_work(problem, 20)
    by_hand = {0: [0], 1: [1], 2: [2]} if capacity == 1 else {0: [0, 1], 1: [2], 2: [3]}
    driven = make_routes(problem, work, by_hand, seed=1)
    run(model, work, driven, SETTLE, 0, 0, 8, 0.0)

    squeeze(
        problem,
        model,
        driven,
        Budget(60, iterations=20_000),
        LEG,
        lambda: run(model, work, driven, SETTLE, 0, 0, 8, 0.0),
        lambda count, heat: run(model, work, driven, ANNEAL, 0, count, 8, heat),
    )

    assert sum(length > 0 for length in driven.length) == routes
    assert (driven.where[: len(problem.shipments)] >= 0).all()
    assert (model.allowed == 1).all()
