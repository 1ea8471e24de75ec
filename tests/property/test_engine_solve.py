"""Whatever the problem, the solution keeps every rule and accounts for every shipment."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.engine import Problem, check, describe, evaluate, solve
from worlds.any_problem import limited_problems, problems

relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@relaxed
@given(problems() | limited_problems(), st.integers(0, 2**16))
def test_the_checker_finds_nothing_wrong_with_any_solution(problem: Problem, seed: int) -> None:
    solution = solve(problem, seconds=60, seed=seed, iterations=20)

    assert check(problem, solution) == []
    assert describe(problem, solution) == "" or problem.shipments


@relaxed
@given(problems())
def test_evaluating_the_routes_of_a_solution_gives_the_same_routes(problem: Problem) -> None:
    solution = solve(problem, seconds=60, iterations=5)
    routes = [(route.vehicle, list(route.shipments)) for route in solution.routes]

    again = evaluate(problem, routes)

    assert replace(again, iterations=solution.iterations) == solution


@relaxed
@given(problems(), st.data())
def test_any_sequence_can_be_priced_and_breaks_no_rule_of_arithmetic(
    problem: Problem, data: st.DataObject
) -> None:
    if not problem.vehicles:
        return
    sequence = data.draw(st.permutations(range(len(problem.shipments))))

    solution = evaluate(problem, [(0, sequence)])

    broken = {violation.rule for violation in check(problem, solution)}
    assert not broken & {"each_shipment_once", "travel_times", "cost"}
