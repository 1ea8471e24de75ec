"""Breaks: what the search carries along, and where a stop fits, is as the schedule says."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numba import njit

from doorstep.engine import Problem, check, evaluate, solve
from doorstep.engine.line import read_line
from doorstep.engine.reach import Reach
from doorstep.engine.reasons import explain_alone
from doorstep.engine.schedule import evaluate_route, latest_return
from doorstep.engine.search.anneal import anneal
from doorstep.engine.search.layout import (
    COST,
    CURRENT,
    FAR,
    SECONDS,
    WAITING,
    WAITING_LIST,
    Model,
    Plan,
)
from doorstep.engine.search.model import Translation, translate
from doorstep.engine.search.plan import make_plan
from doorstep.engine.search.rules.breaks import whole_through
from doorstep.engine.search.rules.travel import seconds_between
from doorstep.engine.search.slices import TIMED
from doorstep.engine.timing import latest_departure, walk
from worlds.any_problem import resting_problems
from worlds.search_plans import stops_of

# compiling the search with breaks takes half a minute
pytestmark = pytest.mark.slow

relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


compiled: Any = njit
"""Pieces of the search have no entrance for Python."""


@compiled  # type: ignore[untyped-decorator]
def fits(model: Model, plan: Plan, leader: int, node: int, follower: int, route: int) -> bool:
    """Tell whether the search would put a node between two others, breaks and times considered."""
    to_s = seconds_between(model, leader, node, route)
    from_s = seconds_between(model, node, follower, route)
    return whole_through(model, plan, leader, node, follower, route, to_s, from_s)[0] < FAR


@relaxed
@given(resting_problems(), st.integers(0, 2**16), st.floats(0, 5000))
def test_times_and_costs_are_those_of_the_schedule(
    problem: Problem, seed: int, heat: float
) -> None:
    annealed = _anneal(problem, seed, heat)
    if annealed is None:
        return
    translation, plan = annealed

    total, absent = 0, set(range(translation.model.nodes))
    for route, vehicle in enumerate(translation.vehicles):
        stops = stops_of(translation, plan, route)
        absent -= set(stops)
        total += int(plan.sums[route, COST])
        if stops:
            _check_route(problem, translation, plan, (route, vehicle), stops)
    prizes = sum(int(translation.model.prize[node]) for node in absent)
    assert plan.tally[CURRENT] == total + prizes


@relaxed
@given(resting_problems(), st.integers(0, 2**16))
def test_a_stop_fits_where_the_schedule_can_drive_it(problem: Problem, seed: int) -> None:
    annealed = _anneal(problem, seed, 1000.0)
    if annealed is None:
        return
    translation, plan = annealed

    for route, vehicle in enumerate(translation.vehicles):
        stops = stops_of(translation, plan, route)
        depot = translation.model.nodes + route
        if translation.breaks.rows[route, 1] == 0:
            continue
        for node in set(range(translation.model.nodes)) - set(stops):
            for at, (leader, follower) in enumerate(pairwise([depot, *stops, depot])):
                changed = [*stops[:at], node, *stops[at:]]
                says = bool(fits(translation.model, plan, leader, node, follower, route))
                assert says == _is_in_time(problem, translation, vehicle, changed)


@relaxed
@given(resting_problems(), st.integers(0, 2**16))
def test_the_checker_finds_nothing_wrong_with_any_solution(problem: Problem, seed: int) -> None:
    assert check(problem, solve(problem, seconds=60, seed=seed, iterations=20)) == []


def _anneal(problem: Problem, seed: int, heat: float) -> tuple[Translation, Plan] | None:
    """Return the plan after a few changes; none where nobody can be served or nobody rests."""
    reach = Reach(problem, by_way_of_others=False)
    wanted = [
        index
        for index in range(len(problem.shipments))
        if explain_alone(problem, reach, index) is None
    ]
    if not wanted or not problem.vehicles:
        return None
    translation = translate(problem, wanted)
    if translation.model.resting is None:
        return None
    plan = make_plan(translation, seed)
    plan.lists[WAITING_LIST, : len(wanted)] = range(len(wanted))
    plan.tally[WAITING] = len(wanted)
    tuning = TIMED if len(wanted) > 1 else TIMED._replace(tails_share=0.0)
    anneal(translation.model, plan, tuning, heat, 40)
    return translation, plan


def _check_route(
    problem: Problem, translation: Translation, plan: Plan, who: tuple[int, int], stops: list[int]
) -> None:
    route, vehicle = who
    sequence = [translation.shipments[node] for node in stops]
    assert _is_in_time(problem, translation, vehicle, stops)
    solution = evaluate(problem, [(vehicle, sequence)])
    assert [one for one in check(problem, solution) if one.rule != "each_shipment_once"] == []
    car = problem.vehicles[vehicle]
    # leaving as late as can be, the schedule may pass over a break that would not be paid
    unpaid_s = sum(pause.duration_s for pause in car.breaks if not pause.is_paid)
    cost = evaluate_route(problem, vehicle, sequence).cost
    assert cost <= plan.sums[route, COST] + car.cost_per_s * unpaid_s
    if translation.model.paid_time is not None:
        line = read_line(problem, vehicle, sequence)
        first = walk(line, line.departs_from)
        takes_s = first.end - latest_departure(line, first)
        windows = [*line.windows, *(pause.windows for pause in line.breaks)]
        if any(len(one) > 1 for one in windows):  # a later window may make it shorter
            assert plan.sums[route, SECONDS] >= takes_s
        else:
            assert plan.sums[route, SECONDS] == takes_s


def _is_in_time(
    problem: Problem, translation: Translation, vehicle: int, stops: list[int]
) -> bool:
    """Tell whether the schedule keeps windows, breaks and the shift; no limits are looked at."""
    line = read_line(problem, vehicle, [translation.shipments[node] for node in stops])
    times = walk(line, line.departs_from)
    is_back = times.end <= latest_return(problem.vehicles[vehicle])
    return line.connected and times.is_on_time and is_back
