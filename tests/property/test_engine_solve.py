"""Whatever the problem, the solution keeps every rule and accounts for every shipment."""

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.engine import (
    Problem,
    Profile,
    Shipment,
    Vehicle,
    Window,
    check,
    describe,
    evaluate,
    solve,
)

SKILLS = ("cold", "crane")

skill_sets = st.frozensets(st.sampled_from(SKILLS))


@st.composite
def matrices(draw: st.DrawFn, name: str, locations: int) -> Profile:
    """Any table: asymmetric, without the triangle inequality, with missing legs."""
    legs = st.integers(-1, 50)
    cells = draw(st.lists(legs, min_size=locations**2, max_size=locations**2))
    duration_s = np.array(cells, dtype=np.int32).reshape(locations, locations)
    np.fill_diagonal(duration_s, 0)
    factor = draw(st.integers(1, 20))
    return Profile(name, duration_s, np.where(duration_s < 0, -1, duration_s * np.int32(factor)))


@st.composite
def time_windows(draw: st.DrawFn, longest: int) -> Window:
    early = draw(st.integers(-20, 200))
    return Window(early, early + draw(st.integers(0, longest)))


@st.composite
def vehicles(draw: st.DrawFn, name: str, profiles: int, locations: int, loads: int) -> Vehicle:
    place = st.integers(0, locations - 1)
    return Vehicle(
        name=name,
        profile=draw(st.integers(0, profiles - 1)),
        start=draw(place),
        end=draw(place),
        shift=draw(time_windows(longest=400)),
        capacity=tuple(draw(st.integers(0, 12)) for _ in range(loads)),
        fixed_cost=draw(st.integers(0, 500)),
        cost_per_m=draw(st.integers(0, 3)),
        cost_per_s=draw(st.integers(0, 3)),
        skills=draw(skill_sets),
        max_stops=draw(st.none() | st.integers(0, 4)),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    locations = draw(st.integers(1, 6))
    loads = draw(st.integers(0, 2))
    names = draw(st.sampled_from([("van",), ("van", "bicycle")]))
    return Problem(
        profiles=tuple(draw(matrices(name, locations)) for name in names),
        vehicles=tuple(
            draw(vehicles(f"v{number}", len(names), locations, loads))
            for number in range(draw(st.integers(0, 3)))
        ),
        shipments=tuple(
            Shipment(
                name=f"s{number}",
                location=draw(st.integers(0, locations - 1)),
                load=tuple(draw(st.integers(0, 6)) for _ in range(loads)),
                windows=tuple(draw(st.lists(time_windows(longest=100), max_size=3))),
                service_s=draw(st.integers(0, 20)),
                skills=draw(st.just(frozenset[str]()) | skill_sets),
                prize=draw(st.none() | st.integers(0, 5000)),
            )
            for number in range(draw(st.integers(0, 8)))
        ),
        load_names=tuple(f"load {number}" for number in range(loads)),
    )


relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@relaxed
@given(problems(), st.integers(0, 2**16))
def test_the_checker_finds_nothing_wrong_with_any_solution(problem: Problem, seed: int) -> None:
    solution = solve(problem, seconds=60, seed=seed, iterations=20)

    assert check(problem, solution) == []
    assert describe(problem, solution) == "" or problem.shipments


@relaxed
@given(problems())
def test_evaluating_the_routes_of_a_solution_gives_the_same_routes(problem: Problem) -> None:
    solution = solve(problem, seconds=60, iterations=5)
    routes = [
        (route.vehicle, [stop.shipment for stop in route.stops]) for route in solution.routes
    ]

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
