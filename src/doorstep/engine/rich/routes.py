"""The routes a search works on, with what is needed to take changes back."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from doorstep.engine.problem import Problem
from doorstep.engine.rich.chance import make_bits
from doorstep.engine.rich.jit import inline, kernel, piece
from doorstep.engine.rich.layout import (
    BOUND_ROWS,
    CHOICE,
    END,
    FETCH,
    NEVER,
    OVERTIME,
    PROFILE,
    READY,
    RELOAD,
    RELOAD_S,
    ROLE,
    SERVICE,
    SERVICE_PERCENT,
    SHIFT_EARLY,
    SHIFT_LATE,
    START,
    TRAVEL_PERCENT,
    UNTIL,
    WINDOW,
    WINDOW_END,
    Ints,
    Model,
    Work,
)
from doorstep.engine.rich.price import price_route
from doorstep.engine.rich.rules.legs import place_of, scale
from doorstep.engine.rich.rules.windows import earliest_in, latest_in

MOST_CANDIDATES = 64
"""Room for how many places of one route can be priced."""

# Numbers of a search.
ITERATION, TOUCHED, LOOSE, CURRENT, BEST, BROKEN = range(6)
TALLIES = 8

# The place found last: vehicle, position of the activity or of the pick-up, position of the
# delivery of a pair, what is put in besides, and what it adds to the cost.
CAR, FIRST, SECOND, FORM, ADDED = range(5)
CHOSEN_FIELDS = 5

# Whether the depot is visited before or after the new stop.
PLAIN, RELOAD_BEFORE, RELOAD_AFTER = range(3)


class Routes(NamedTuple):
    """What a search changes.

    Parameters
    ----------
    sequence, length, cost
        Of each vehicle: (vehicles, longest), (vehicles,) twice.
    saved_sequence, saved_length, saved_cost, stamp, touched
        The same before this iteration, for the vehicles whose stamp is its number, listed.
    where
        (activities + 1,): the vehicle of each activity, -1 where it is not served.
    bound
        (vehicles, BOUND_ROWS, longest + 1); see ``layout``.
    best_sequence, best_length
        Of the best plan.
    loose, key
        Shipments to be put back, with what they are sorted by.
    candidate
        (MOST_CANDIDATES, 4): score, first, second, form of the places to be priced.
    seen
        (vehicles,): the count of looks in which an empty vehicle of a kind was seen.
    chosen
        (CHOSEN_FIELDS,): the place found last.
    choice_count
        (choices,): how many of each choice are served.
    gone
        (shipments,): the iteration in which each was last taken out.
    """

    sequence: Ints
    length: Ints
    cost: Ints
    saved_sequence: Ints
    saved_length: Ints
    saved_cost: Ints
    stamp: Ints
    touched: Ints
    where: Ints
    bound: Ints
    best_sequence: Ints
    best_length: Ints
    loose: Ints
    key: Ints
    candidate: Ints
    seen: Ints
    chosen: Ints
    choice_count: Ints
    gone: Ints
    tally: Ints
    bits: npt.NDArray[np.uint64]


def make_routes(
    problem: Problem, model: Model, work: Work, sequences: Mapping[int, Sequence[int]], seed: int
) -> Routes:
    """Return the routes that drive ``sequences``."""
    cars, longest = len(problem.vehicles), len(work.trial)
    choices = {one.choice for one in problem.shipments if one.choice is not None}
    routes = Routes(
        sequence=np.zeros((cars, longest), np.int64),
        length=np.zeros(cars, np.int64),
        cost=np.zeros(cars, np.int64),
        saved_sequence=np.zeros((cars, longest), np.int64),
        saved_length=np.zeros(cars, np.int64),
        saved_cost=np.zeros(cars, np.int64),
        stamp=np.full(cars, -1, np.int64),
        touched=np.zeros(cars, np.int64),
        where=np.full(problem.activities.reload + 1, -1, np.int64),
        bound=np.zeros((cars, BOUND_ROWS, longest + 1), np.int64),
        best_sequence=np.zeros((cars, longest), np.int64),
        best_length=np.zeros(cars, np.int64),
        loose=np.zeros(len(problem.shipments) + 1, np.int64),
        key=np.zeros(len(problem.shipments) + 1, np.int64),
        candidate=np.zeros((MOST_CANDIDATES + 1, 4), np.int64),
        seen=np.full(cars + 1, -1, np.int64),
        chosen=np.zeros(CHOSEN_FIELDS, np.int64),
        choice_count=np.zeros(len(choices) + 1, np.int64),
        gone=np.full(len(problem.shipments), -1, np.int64),
        tally=np.zeros(TALLIES, np.int64),
        bits=make_bits(seed),
    )
    for car in range(cars):
        sequence = sequences.get(car, ())
        routes.sequence[car, : len(sequence)] = sequence
        routes.length[car] = len(sequence)
        for number in sequence:
            routes.where[number] = car
            choice = model.activity[number, CHOICE]
            if choice >= 0 and model.activity[number, ROLE] != FETCH:
                routes.choice_count[choice] += 1
        refresh(model, work, routes, car)
    return routes


@kernel
def refresh(model: Model, work: Work, routes: Routes, car: int) -> None:
    """Bring the cost and the bounds of a route up to date, in what pricing it takes."""
    length = routes.length[car]
    for position in range(length):
        work.trial[position] = routes.sequence[car, position]
    routes.cost[car] = price_route(model, work, car, length)
    bound_times(model, routes, car)


@piece
def bound_times(model: Model, routes: Routes, car: int) -> None:
    """Write between which times an activity must fit, setups, breaks and rides left aside."""
    length = routes.length[car]
    profile, percent = model.car[car, PROFILE], model.car[car, TRAVEL_PERCENT]
    bound = routes.bound
    here = model.car[car, START]
    time_s = model.car[car, SHIFT_EARLY]
    bound[car, READY, 0] = time_s
    for position in range(length):
        number = routes.sequence[car, position]
        there = place_of(model, car, number)
        time_s += scale(max(0, model.duration_s[profile, here, there]), percent)
        time_s = earliest_in(
            model, model.activity[number, WINDOW], model.activity[number, WINDOW_END], time_s
        )
        time_s = min(NEVER, time_s + stay_of(model, car, number))
        bound[car, READY, position + 1] = time_s
        here = there
    there = model.car[car, END]
    until = model.car[car, SHIFT_LATE] + model.car[car, OVERTIME]
    bound[car, UNTIL, length] = until
    for position in range(length - 1, -1, -1):
        number = routes.sequence[car, position]
        here = place_of(model, car, number)
        until -= scale(max(0, model.duration_s[profile, here, there]), percent)
        until = latest_in(
            model,
            model.activity[number, WINDOW],
            model.activity[number, WINDOW_END],
            until - stay_of(model, car, number),
        )
        bound[car, UNTIL, position] = until
        there = here


@piece
def stay_of(model: Model, car: int, number: int) -> int:
    """Return how long an activity takes at least."""
    if model.activity[number, ROLE] == RELOAD:
        return model.car[car, RELOAD_S]
    return scale(model.activity[number, SERVICE], model.car[car, SERVICE_PERCENT])


@inline
def save(routes: Routes, car: int) -> None:
    """Remember a route as it is before this iteration changes it."""
    if routes.stamp[car] == routes.tally[ITERATION]:
        return
    routes.stamp[car] = routes.tally[ITERATION]
    routes.touched[routes.tally[TOUCHED]] = car
    routes.tally[TOUCHED] += 1
    routes.saved_length[car] = routes.length[car]
    routes.saved_cost[car] = routes.cost[car]
    for position in range(routes.length[car]):
        routes.saved_sequence[car, position] = routes.sequence[car, position]


@piece
def mark(model: Model, routes: Routes, car: int, sign: int) -> None:
    """Write down that a route's activities are (1) or are no longer (-1) its."""
    for position in range(routes.length[car]):
        number = routes.sequence[car, position]
        routes.where[number] = car if sign > 0 else -1
        choice = model.activity[number, CHOICE]
        if choice >= 0 and model.activity[number, ROLE] != FETCH:
            routes.choice_count[choice] += sign


@piece
def undo(model: Model, routes: Routes) -> None:
    """Take back what this iteration changed."""
    for at in range(routes.tally[TOUCHED]):
        mark(model, routes, routes.touched[at], -1)
    for at in range(routes.tally[TOUCHED]):
        car = routes.touched[at]
        routes.length[car] = routes.saved_length[car]
        routes.cost[car] = routes.saved_cost[car]
        for position in range(routes.length[car]):
            routes.sequence[car, position] = routes.saved_sequence[car, position]
        mark(model, routes, car, 1)
        bound_times(model, routes, car)


@piece
def lost_prizes(model: Model, routes: Routes) -> int:
    """Return what the shipments that are not served cost; of a choice one counts."""
    lost = 0
    for shipment in range(len(model.prize)):
        if routes.where[shipment] >= 0:
            continue
        choice = model.activity[shipment, CHOICE]
        if choice < 0 or (routes.choice_count[choice] == 0 and model.first_of[choice] == shipment):
            lost += model.prize[shipment]
    return lost
