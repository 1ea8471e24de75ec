"""Any rules together: the schedule keeps what the judge asks, and the kernel computes the same."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from doorstep.engine import InitialRoute, Solution, check, explain, solve
from doorstep.engine.check import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.rich.anneal import PRICE, run
from doorstep.engine.rich.layout import HUGE
from doorstep.engine.rich.model import build_model, make_work
from doorstep.engine.rich.routes import make_routes
from doorstep.engine.schedule import evaluate_route, is_feasible
from worlds.any_problem import rich_problems, sequences

IN_OTHER_ROUTES = {"each_shipment_once"}


def _judge(problem: Problem, vehicle: int, sequence: list[int]) -> list[Violation]:
    route = evaluate_route(problem, vehicle, sequence)
    solution = Solution((route,), (), route.cost)
    return [one for one in check(problem, solution) if one.rule not in IN_OTHER_ROUTES]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_route_is_feasible_exactly_when_the_judge_says_so(data: st.DataObject) -> None:
    problem = data.draw(rich_problems())
    sequence = data.draw(sequences(problem))

    violations = _judge(problem, 0, sequence)

    if is_feasible(problem, 0, sequence):
        assert not violations
    elif not _rests_with_room_to_spare(problem):
        assert violations


def _rests_with_room_to_spare(problem: Problem) -> bool:
    """Tell whether rests are planned with less freedom than the law leaves; see ``resting``."""
    car = problem.vehicles[0]
    is_by_time = any(one.slices is not None for one in problem.profiles)
    return car.rest is not None and (bool(car.breaks) or is_by_time)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_kernel_prices_a_route_as_the_schedule_does(data: st.DataObject) -> None:
    problem = data.draw(rich_problems())
    sequence = data.draw(sequences(problem))
    work = make_work(problem, 20)
    work.trial[: len(sequence)] = sequence

    routes = make_routes(problem, work, {}, seed=1)
    priced = run(build_model(problem), work, routes, PRICE, 0, len(sequence), 0, 0.0)

    is_allowed = is_feasible(problem, 0, sequence)
    assert priced == (evaluate_route(problem, 0, sequence).cost if is_allowed else HUGE)


@settings(max_examples=60, deadline=None)
@given(rich_problems())
def test_solve_breaks_no_rule_and_explains_what_it_leaves_out(problem: Problem) -> None:
    solution = solve(problem, seconds=30, iterations=30)

    assert check(problem, solution) == []
    parts = explain(problem, solution).cost
    assert parts.total == solution.cost


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_locked_stays_first(data: st.DataObject) -> None:
    problem = data.draw(rich_problems())
    sequence = data.draw(sequences(problem))
    while sequence and not is_feasible(problem, 0, sequence):
        sequence = sequence[:-1]
    assume(is_feasible(problem, 0, sequence))
    locked = data.draw(st.integers(0, len(sequence)))
    told = replace(problem, initial=(InitialRoute(0, tuple(sequence), locked),))

    solution = solve(told, seconds=30, iterations=30)

    assert [one for one in check(told, solution) if one.rule == "locks"] == []
