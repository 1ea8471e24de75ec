"""Any electric vehicles: the schedule keeps what the judge asks, and the kernel does the same."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from doorstep.engine import Problem, Solution, check, explain, solve
from doorstep.engine.rich.anneal import PRICE, SETTLE, TRY, run
from doorstep.engine.rich.layout import HUGE
from doorstep.engine.rich.model import build_model, make_work
from doorstep.engine.rich.routes import MOST_CANDIDATES, make_routes
from doorstep.engine.schedule import evaluate_route, is_feasible
from worlds.any_electric import electric_problems
from worlds.any_problem import sequences

IN_OTHER_ROUTES = {"each_shipment_once"}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_route_is_feasible_exactly_when_the_judge_says_so(data: st.DataObject) -> None:
    problem = data.draw(electric_problems())
    sequence = data.draw(sequences(problem))

    route = evaluate_route(problem, 0, sequence)
    found = check(problem, Solution((route,), (), route.cost))
    violations = [one for one in found if one.rule not in IN_OTHER_ROUTES]

    assert is_feasible(problem, 0, sequence) == (not violations), violations


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_kernel_prices_a_route_as_the_schedule_does(data: st.DataObject) -> None:
    problem = data.draw(electric_problems())
    assume(any(car.battery for car in problem.vehicles))
    sequence = data.draw(sequences(problem))
    work = make_work(problem, 20)
    work.trial[: len(sequence)] = sequence

    routes = make_routes(problem, work, {}, seed=1)
    priced = run(build_model(problem), work, routes, PRICE, 0, len(sequence), 0, 0.0)

    is_allowed = is_feasible(problem, 0, sequence)
    assert priced == (evaluate_route(problem, 0, sequence).cost if is_allowed else HUGE)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.data())
def test_what_is_carried_along_tells_the_best_place(data: st.DataObject) -> None:
    """On a grid of roads the place found adds what it adds when it is driven, mostly the least.

    What is to spare in the battery is not searched for stations, so that a better one may be
    missed; never is a route said to cost less than it does.
    """
    problem = data.draw(electric_problems(is_quick=True))
    sequence = data.draw(sequences(problem))
    assume(is_feasible(problem, 0, sequence))
    model, work = build_model(problem), make_work(problem, 20)
    wanted = set(np.flatnonzero(model.allowed[0]).tolist())
    others = sorted(wanted - set(sequence))
    assume(others and problem.activities.reload not in sequence)
    routes = make_routes(problem, work, {0: sequence}, seed=1)
    run(model, work, routes, SETTLE, 0, 0, MOST_CANDIDATES, 0.0)

    found = run(model, work, routes, TRY, others[0], 0, MOST_CANDIDATES, 0.0)

    tried = (
        [*sequence[:position], others[0], *sequence[position:]]
        for position in range(len(sequence) + 1)
    )
    costs = [evaluate_route(problem, 0, one).cost for one in tried if is_feasible(problem, 0, one)]
    before = evaluate_route(problem, 0, sequence).cost
    assert routes.cost[0] == before
    assert found == HUGE or found in {cost - before for cost in costs}
    if not problem.stations:
        assert found == (min(costs) - before if costs else HUGE)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(electric_problems())
def test_solve_breaks_no_rule_and_explains_what_it_leaves_out(problem: Problem) -> None:
    assume(any(car.battery for car in problem.vehicles))

    solution = solve(problem, seconds=30, iterations=30)

    assert check(problem, solution) == []
    parts = explain(problem, solution).cost
    assert parts.total == solution.cost
