"""What is carried along a route tells exactly what driving every place would tell."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from doorstep.engine.parts import Profile, Shipment, Vehicle, Window
from doorstep.engine.problem import Problem
from doorstep.engine.rich.anneal import PRICE, SETTLE, TRY, run
from doorstep.engine.rich.layout import HUGE
from doorstep.engine.rich.model import build_model, make_work
from doorstep.engine.rich.routes import MOST_CANDIDATES, make_routes
from doorstep.engine.schedule import evaluate_route, is_feasible
from worlds.any_problem import SKILLS, rich_problems, sequences
from worlds.problems import draw as draw_town
from worlds.problems import van


def _without_odd_rules(one: Shipment, *, one_window: bool) -> Shipment:
    """Leave out what needs a route to be driven."""
    pickup = one.pickup
    if one_window and pickup is not None:
        pickup = replace(pickup, windows=pickup.windows[:1])
    return replace(
        one,
        windows=one.windows[:1] if one_window else one.windows,
        vehicles=None,
        pickup=pickup,
        max_ride_s=None,
        due=None,
        time_prices=(),
        after=frozenset(),
        goods=frozenset(),
        not_with=frozenset(),
    )


def _roomy(car: Vehicle, *, is_timed: bool) -> Vehicle:
    """Let most routes be allowed, so that something can be put into them."""
    car = replace(
        car,
        shift=Window(0, 900),
        breaks=(),
        rest=None,
        capacity=(12,),
        on_board=(),
        max_stops=None,
        skills=frozenset(SKILLS),
    )
    if is_timed:
        return replace(car, max_trips=1, cost_per_s=2)
    return replace(
        car, cost_per_s=0, cost_per_m=1, max_duration_s=None, overtime_cost_per_s=0, balance=None
    )


def _connected(profile: Profile) -> Profile:
    """Let there be a way everywhere, at any time of the day the same."""
    duration_s, distance_m = (
        np.where(table < 0, np.int32(9), table)
        for table in (profile.duration_s, profile.distance_m)
    )
    return replace(profile, duration_s=duration_s, distance_m=distance_m, slices=None)


@st.composite
def plain_problems(draw: st.DrawFn) -> Problem:
    """Any problem without odd rules, with paid time and one trip, or with trips and windows."""
    problem = draw(rich_problems())
    is_timed, one_window = draw(st.booleans()), draw(st.booleans())
    return replace(
        problem,
        profiles=tuple(_connected(profile) for profile in problem.profiles),
        vehicles=tuple(_roomy(car, is_timed=is_timed) for car in problem.vehicles),
        shipments=tuple(
            _without_odd_rules(one, one_window=one_window) for one in problem.shipments
        ),
    )


@st.composite
def problems_with_shared_doors(draw: st.DrawFn) -> Problem:
    """Plain problems where half of all stops are at one door, and setups last longer than legs."""
    problem = draw(plain_problems())
    cars = (replace(car, shift=Window(0, 2000), max_duration_s=None) for car in problem.vehicles)
    return replace(
        problem,
        vehicles=tuple(cars),
        shipments=tuple(_at_a_shared_door(one) for one in problem.shipments),
    )


def _at_a_shared_door(one: Shipment) -> Shipment:
    """Move a stop to one of two doors, with setups of up to 100 s."""
    pickup = one.pickup
    if pickup is not None:
        pickup = replace(pickup, location=1 + pickup.location % 2, setup_s=5 * pickup.setup_s)
    return replace(one, location=1 + one.location % 2, setup_s=5 * one.setup_s, pickup=pickup)


def _places(problem: Problem, sequence: list[int], shipment: int) -> Iterator[list[int]]:
    """Yield the route with the shipment at every place, with a visit to the depot and without."""
    *pickup, served = problem.activities.list_of(shipment)
    reload = problem.activities.reload
    for first in range(len(sequence) + 1):
        head, tail = sequence[:first], sequence[first:]
        if pickup:
            for second in range(len(tail) + 1):
                yield [*head, *pickup, *tail[:second], served, *tail[second:]]
            continue
        yield [*head, served, *tail]
        if head:
            yield [*head, reload, served, *tail]
        if head or tail:
            yield [*head, served, *([reload] if tail else []), *tail]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_the_best_place_on_a_route_is_the_best_of_all(data: st.DataObject) -> None:
    problem = data.draw(
        plain_problems() | plain_problems() | problems_with_shared_doors() | rich_problems()
    )
    sequence = data.draw(sequences(problem) | st.just([]))
    while sequence and not is_feasible(problem, 0, sequence):
        sequence = sequence[:-1]
    absent = [one for one in range(len(problem.shipments)) if one not in sequence]
    fetched = {
        problem.activities.owners[one] for one in sequence if one < problem.activities.reload
    }
    absent = [one for one in absent if one not in fetched]
    assume(absent)
    shipment = data.draw(st.sampled_from(absent))
    assume(
        problem.shipments[shipment].skills <= problem.vehicles[0].skills
        and not problem.shipments[shipment].forbidden_skills & problem.vehicles[0].skills
        and 0 in (problem.shipments[shipment].vehicles or {0})
    )
    model, work = build_model(problem), make_work(problem, 24)
    routes = make_routes(problem, work, {0: sequence}, seed=1)

    run(model, work, routes, SETTLE, 0, 0, MOST_CANDIDATES, 0.0)
    added = run(model, work, routes, TRY, shipment, 0, MOST_CANDIDATES, 0.0)

    cost = evaluate_route(problem, 0, sequence).cost if sequence else 0
    assert routes.cost[0] == cost
    prices = []
    for trial in _places(problem, sequence, shipment):
        work.trial[: len(trial)] = trial
        prices.append(run(model, work, routes, PRICE, 0, len(trial), 0, 0.0))
    least = min(prices)
    assert added == (HUGE if least >= HUGE else least - cost)


@pytest.mark.parametrize(
    ("setups_s", "added_s"),
    [((300, 10), -290), ((10, 300), 0), ((60, 60), 0)],
    ids=["before it", "behind it", "either side"],
)
def test_a_setup_is_spared_where_somebody_at_the_same_door_is_served_before(
    setups_s: tuple[int, int], added_s: int
) -> None:
    # only the first at a door pays a setup: 10 s instead of 300, or nothing on top
    town = draw_town("D . . a b", [replace(van(), cost_per_s=2)])
    known, new = town.shipments
    door = known.location
    shipments = (
        replace(known, setup_s=setups_s[0]),
        replace(new, setup_s=setups_s[1], location=door),
    )
    problem = replace(town, shipments=shipments)
    model, work = build_model(problem), make_work(problem, 24)
    routes = make_routes(problem, work, {0: [0]}, seed=1)

    run(model, work, routes, SETTLE, 0, 0, MOST_CANDIDATES, 0.0)
    added = run(model, work, routes, TRY, 1, 0, MOST_CANDIDATES, 0.0)

    assert added == 2 * added_s
