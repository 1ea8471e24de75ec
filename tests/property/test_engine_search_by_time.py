"""Travel by the time of day: what the search carries along is what the schedule works out anew."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.engine import Problem, check, evaluate
from doorstep.engine.line import Line, read_line
from doorstep.engine.reach import Reach
from doorstep.engine.reasons import explain_alone
from doorstep.engine.search.anneal import anneal
from doorstep.engine.search.layout import COST, CURRENT, SECONDS, WAITING, WAITING_LIST, Plan
from doorstep.engine.search.model import Translation, translate
from doorstep.engine.search.plan import make_plan
from doorstep.engine.search.slices import TIMED
from doorstep.engine.timing import earliest_start, latest_start, walk
from worlds.any_problem import by_time, problems
from worlds.search_plans import stops_of

# compiling the search with all rules and this one takes half a minute
pytestmark = pytest.mark.slow


@st.composite
def timed_problems(draw: st.DrawFn) -> Problem:
    """Any problem without rare rules, each of its profiles with any traffic."""
    problem = draw(problems())
    return replace(problem, profiles=tuple(draw(by_time(one)) for one in problem.profiles))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(timed_problems(), st.integers(0, 2**16), st.floats(0, 5000))
def test_times_and_costs_are_those_of_the_schedule(
    problem: Problem, seed: int, heat: float
) -> None:
    reach = Reach(problem, by_way_of_others=False)
    wanted = [
        index
        for index in range(len(problem.shipments))
        if explain_alone(problem, reach, index) is None
    ]
    if not wanted or not problem.vehicles:
        return
    translation = translate(problem, wanted)
    plan = make_plan(translation, seed)
    plan.lists[WAITING_LIST, : len(wanted)] = range(len(wanted))
    plan.tally[WAITING] = len(wanted)
    tuning = TIMED if len(wanted) > 1 else TIMED._replace(tails_share=0.0)

    anneal(translation.model, plan, tuning, heat, 40)

    total, absent = 0, set(range(len(wanted)))
    for route, vehicle in enumerate(translation.vehicles):
        stops = stops_of(translation, plan, route)
        absent -= set(stops)
        total += int(plan.sums[route, COST])
        if stops:
            _check_route(problem, translation, plan, (route, vehicle), stops)
    prizes = sum(int(translation.model.prize[node]) for node in absent)
    assert plan.tally[CURRENT] == total + prizes


def _check_route(
    problem: Problem, translation: Translation, plan: Plan, who: tuple[int, int], stops: list[int]
) -> None:
    route, vehicle = who
    car = problem.vehicles[vehicle]
    begin = min(any_car.shift.early for any_car in problem.vehicles)
    sequence = [translation.shipments[node] for node in stops]
    line = read_line(problem, vehicle, sequence)
    first = walk(line, car.shift.early)
    assert first.is_on_time
    assert first.end <= car.shift.late
    assert [int(plan.node[node].leave) + begin for node in stops] == first.leaves
    assert [int(plan.node[node].latest) + begin for node in stops] == _latest(line, car.shift.late)
    # some second of the shift gives the duration that is paid, and the schedule finds none worse
    seconds = int(plan.sums[route, SECONDS])
    trials = (walk(line, start) for start in range(car.shift.early, car.shift.late + 1))
    durations = {
        one.end - one.start for one in trials if one.is_on_time and one.end <= car.shift.late
    }
    assert seconds in durations
    solution = evaluate(problem, [(vehicle, sequence)])
    assert [one for one in check(problem, solution) if one.rule != "each_shipment_once"] == []
    assert solution.routes[0].cost <= plan.sums[route, COST]


def _latest(line: Line, until: int) -> list[int]:
    """Return the latest start at each stop that keeps everything after it in time."""
    found = []
    for position in range(len(line.visits) - 1, -1, -1):
        leaves = line.latest(position + 1, until)
        begins = latest_start(line.windows[position], leaves - line.service_s[position])
        assert begins is not None
        assert earliest_start(line.windows[position], begins) == begins
        found.append(begins)
        until = begins
    return found[::-1]
