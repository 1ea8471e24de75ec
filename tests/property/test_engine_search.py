"""What the search carries along equals what can be worked out anew from its routes."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.engine import Problem, Profile, Shipment, Window
from doorstep.engine.reach import Reach
from doorstep.engine.reasons import explain_alone
from doorstep.engine.search.anneal import anneal
from doorstep.engine.search.layout import (
    ABSENT,
    ABSENT_LIST,
    COST,
    CURRENT,
    METRES,
    ROOM,
    SECONDS,
    STOPS,
    WAITING,
    WAITING_LIST,
    Plan,
)
from doorstep.engine.search.model import Translation, translate
from doorstep.engine.search.plan import make_plan
from doorstep.engine.search.slices import TIMED
from doorstep.engine.timing import earliest_start, latest_start
from worlds.any_problem import limited_problems, problems
from worlds.search_plans import stops_of

relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@relaxed
@given(problems() | limited_problems(), st.integers(0, 2**16), st.floats(0, 5000))
def test_loads_times_and_costs_are_those_of_the_routes(
    problem: Problem, seed: int, heat: float
) -> None:
    reach = Reach(problem, by_way_of_others=True)
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

    total = 0
    served: set[int] = set()
    for route, vehicle in enumerate(translation.vehicles):
        stops = stops_of(translation, plan, route)
        served.update(stops)
        check_route(problem, translation, plan, route, vehicle, stops)
        total += int(plan.sums[route, COST])
    absent = set(range(len(wanted))) - served
    listed = plan.lists[ABSENT_LIST, : plan.tally[ABSENT]].tolist()
    assert sorted(listed) == sorted(absent)
    assert plan.tally[CURRENT] == total + sum(
        int(translation.model.prize[node]) for node in absent
    )


def check_route(
    problem: Problem,
    translation: Translation,
    plan: Plan,
    route: int,
    vehicle: int,
    stops: list[int],
) -> None:
    car = problem.vehicles[vehicle]
    profile = problem.profiles[car.profile]
    wanted = [problem.shipments[translation.shipments[node]] for node in stops]
    begin = min(any_car.shift.early for any_car in problem.vehicles)
    sums = plan.sums[route]
    assert sums[STOPS] == len(stops)
    for dimension, most in enumerate(car.capacity):
        assert sums[ROOM + dimension] == most - sum(stop.load[dimension] for stop in wanted)
    if not stops:
        assert sums[COST] == 0
        return
    places = [car.start, *(stop.location for stop in wanted), car.end]
    legs = list(pairwise(places))
    assert sums[METRES] == sum(int(profile.distance_m[leg]) for leg in legs)
    time_s = car.shift.early
    opened = []
    for node, stop, leg in zip(stops, wanted, legs[:-1], strict=True):
        assert plan.node[node].route == route
        start = earliest_start(tuple(sorted(stop.windows)), time_s + int(profile.duration_s[leg]))
        assert start is not None
        opened.append(replace(stop, windows=open_at(stop.windows, start)))
        time_s = start + stop.service_s
        assert plan.node[node].leave == time_s - begin
    end_s = time_s + int(profile.duration_s[legs[-1]])
    assert end_s <= car.shift.late + car.overtime_s
    time_s = car.shift.late + car.overtime_s
    for node, stop, leg in zip(stops[::-1], wanted[::-1], legs[:0:-1], strict=True):
        until = time_s - int(profile.duration_s[leg]) - stop.service_s
        latest = latest_start(tuple(sorted(stop.windows)), until)
        assert latest is not None
        time_s = latest
        assert plan.node[node].latest == time_s - begin
    # leaving as late as the earliest end allows, by trying every second; of several windows the
    # one counts in which service starts earliest
    departures = range(car.shift.early, end_s + 1)
    best = max(leave for leave in departures if drive(opened, legs, profile, leave) == end_s)
    takes_s = int(sums[SECONDS])
    assert takes_s == end_s - best
    assert car.max_duration_s is None or takes_s <= car.max_duration_s
    assert car.max_distance_m is None or sums[METRES] <= car.max_distance_m
    assert all(stop.vehicles is None or vehicle in stop.vehicles for stop in wanted)
    cost = car.fixed_cost + car.metre_cost * int(sums[METRES]) + car.cost_per_s * takes_s
    cost += car.overtime_cost_per_s * max(0, end_s - car.shift.late)
    assert sums[COST] == cost


def open_at(windows: tuple[Window, ...], time_s: int) -> tuple[Window, ...]:
    """Return the one window, made of all that touch, in which ``time_s`` is; none of none."""
    if not windows:
        return ()
    early = late = time_s
    for _ in windows:
        touching = [one for one in windows if one.early <= late and one.late >= early]
        early = min([early, *(one.early for one in touching)])
        late = max([late, *(one.late for one in touching)])
    return (Window(early, late),)


def drive(
    wanted: list[Shipment], legs: list[tuple[int, int]], profile: Profile, time_s: int
) -> int | None:
    """Return when the route ends that leaves at ``time_s``; none when it is late somewhere."""
    for stop, leg in zip(wanted, legs[:-1], strict=True):
        start = earliest_start(tuple(sorted(stop.windows)), time_s + int(profile.duration_s[leg]))
        if start is None:
            return None
        time_s = start + stop.service_s
    return time_s + int(profile.duration_s[legs[-1]])
