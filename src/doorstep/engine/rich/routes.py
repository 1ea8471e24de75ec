"""The routes a search works on, with what is needed to take changes back.

Each vehicle has two slots, its route and the one it had before this iteration. The first change
of an iteration is written into the other slot, so that taking it back is turning around.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from doorstep.engine.problem import Problem
from doorstep.engine.rich.along import carry, is_plain, plain_cost
from doorstep.engine.rich.chance import make_bits
from doorstep.engine.rich.charged import carry_charged, is_quick, make_charged
from doorstep.engine.rich.jit import inline, piece
from doorstep.engine.rich.layout import (
    ALONG_FIELDS,
    CHOICE,
    FETCH,
    HOLD_FIELDS,
    HUGE,
    ODD_STOPS,
    ROLE,
    SHIPMENT,
    SUM_FIELDS,
    Ints,
    Model,
    Work,
)
from doorstep.engine.rich.price import price_route

MOST_CANDIDATES = 64
"""Room for how many places of one route can be priced."""

MOST_REMEMBERED = 2**18
"""Most pairs of shipment and vehicle for which the best place is remembered."""

DETOUR_FIELDS = 5

# Numbers of a search; LIMIT is what the next place must stay below to be of interest.
ITERATION, TOUCHED, LOOSE, CURRENT, BEST, BROKEN, VERSION, LOST, LIMIT = range(9)
TALLIES = 9

# The place found last: vehicle, position of the activity or of the pick-up, position of the
# delivery of a pair, what is put in besides, and what it adds to the cost.
CAR, FIRST, SECOND, FORM, ADDED = range(5)
CHOSEN_FIELDS = 5

# Whether the depot is visited before or after the new stop.
PLAIN, RELOAD_BEFORE, RELOAD_AFTER = range(3)

# The best place of a shipment on a route that is remembered: of which shipment and vehicle, in
# which version of the route, and the place. Of the form ``AT_LEAST`` only a bound is known.
AT_LEAST = -1
KEY, OF_VERSION, ADDS, AT_FIRST, AT_SECOND, IN_FORM = range(6)
MEMORY_FIELDS = 6


class Routes(NamedTuple):
    """What a search changes.

    Parameters
    ----------
    turn
        Which of its two slots each vehicle uses; slot ``2 * vehicle + turn``.
    sequence, along, hold, sums
        Of each slot: (slots, longest), (slots, longest + 1, ALONG_FIELDS), (slots, longest + 1,
        dimensions, HOLD_FIELDS), (slots, SUM_FIELDS); see ``layout``.
    length, cost, version
        Of each vehicle. Routes with the same version of a vehicle are the same; 0 is empty.
    saved_length, saved_cost, saved_version, stamp, touched
        The same before this iteration, for the vehicles whose stamp is its number, listed.
    where
        (activities + 1,): the vehicle of each activity, -1 where it is not served.
    best_sequence, best_length
        Of the best plan.
    loose, key
        Shipments to be put back, with what they are sorted by.
    candidate
        (MOST_CANDIDATES, 4): score, first, second, form of the places to be priced.
    detour
        (longest + 2, DETOUR_FIELDS): what a delivery adds at each position; see ``pairs``.
    memory
        (entries, MEMORY_FIELDS): the best place of a shipment on a version of a route, found by
        the remainder of its key; no entries: nothing is remembered.
    seen, looked
        (vehicles,): the count of looks in which an empty vehicle of a kind was seen, and in which
        a vehicle was.
    chosen
        (CHOSEN_FIELDS,): the place found last.
    choice_count
        (choices,): how many of each choice are served.
    gone
        (shipments,): the iteration in which each was last taken out.
    charged
        What is carried along for batteries, see ``charged``; None where there are none.
    """

    turn: Ints
    sequence: Ints
    along: Ints
    hold: Ints
    sums: Ints
    length: Ints
    cost: Ints
    version: Ints
    saved_length: Ints
    saved_cost: Ints
    saved_version: Ints
    stamp: Ints
    touched: Ints
    where: Ints
    best_sequence: Ints
    best_length: Ints
    loose: Ints
    key: Ints
    candidate: Ints
    detour: Ints
    memory: Ints
    seen: Ints
    looked: Ints
    chosen: Ints
    choice_count: Ints
    gone: Ints
    tally: Ints
    charged: Any
    bits: npt.NDArray[np.uint64]


def make_routes(
    problem: Problem,
    work: Work,
    sequences: Mapping[int, Sequence[int]],
    seed: int,
    *,
    remembers: bool = True,
) -> Routes:
    """Return routes that are to drive ``sequences`` once each is ``settle``d."""
    cars, longest = len(problem.vehicles), len(work.trial)
    dimensions, shipments = len(problem.load_names), len(problem.shipments)
    choices = {one.choice for one in problem.shipments if one.choice is not None}
    entries = min(MOST_REMEMBERED, shipments * cars) if remembers else 0
    routes = Routes(
        turn=np.zeros(cars, np.int64),
        sequence=np.zeros((2 * cars, longest), np.int64),
        along=np.zeros((2 * cars, longest + 1, ALONG_FIELDS), np.int64),
        hold=np.zeros((2 * cars, longest + 1, dimensions, HOLD_FIELDS), np.int64),
        sums=np.zeros((2 * cars, SUM_FIELDS), np.int64),
        length=np.zeros(cars, np.int64),
        cost=np.zeros(cars, np.int64),
        version=np.zeros(cars, np.int64),
        saved_length=np.zeros(cars, np.int64),
        saved_cost=np.zeros(cars, np.int64),
        saved_version=np.zeros(cars, np.int64),
        stamp=np.full(cars, -1, np.int64),
        touched=np.zeros(cars, np.int64),
        where=np.full(problem.activities.reload + 1, -1, np.int64),
        best_sequence=np.zeros((cars, longest), np.int64),
        best_length=np.zeros(cars, np.int64),
        loose=np.zeros(shipments + 1, np.int64),
        key=np.zeros(shipments + 1, np.int64),
        candidate=np.zeros((MOST_CANDIDATES + 1, 4), np.int64),
        detour=np.zeros((longest + 2, DETOUR_FIELDS), np.int64),
        memory=np.full((entries, MEMORY_FIELDS), -1, np.int64),
        seen=np.full(cars + 1, -1, np.int64),
        looked=np.full(cars, -1, np.int64),
        chosen=np.zeros(CHOSEN_FIELDS, np.int64),
        choice_count=np.zeros(len(choices) + 1, np.int64),
        gone=np.full(shipments, -1, np.int64),
        tally=np.zeros(TALLIES, np.int64),
        charged=make_charged(problem, longest),
        bits=make_bits(seed),
    )
    for car, sequence in sequences.items():
        routes.sequence[2 * car, : len(sequence)] = sequence
        routes.length[car] = len(sequence)
    return routes


@inline
def slot_of(routes: Routes, car: int) -> int:
    """Return in which slot a vehicle's route is."""
    return 2 * car + routes.turn[car]


@piece
def settle(model: Model, work: Work, routes: Routes) -> None:
    """Bring everything that is known of the routes up to date with their sequences."""
    routes.tally[LOST] = 0
    for shipment in range(len(model.prize)):
        choice = model.activity[shipment, CHOICE]
        if choice < 0 or model.first_of[choice] == shipment:
            routes.tally[LOST] += model.prize[shipment]
    for car in range(len(routes.length)):
        slot = slot_of(routes, car)
        for position in range(routes.length[car]):
            work.trial[position] = routes.sequence[slot, position]
        length = routes.length[car]
        routes.length[car] = 0
        write_route(model, work, routes, car, length, -1)


@piece
def write_route(
    model: Model, work: Work, routes: Routes, car: int, length: int, cost: int
) -> None:
    """Let a vehicle drive the first ``length`` activities of ``work.trial``.

    Parameters
    ----------
    cost
        Of the route, if it is known; below 0: it is found out, HUGE when it is not allowed.
    """
    mark(model, routes, car, -1)
    _turn(routes, car)
    slot = slot_of(routes, car)
    for position in range(length):
        routes.sequence[slot, position] = work.trial[position]
    routes.length[car] = length
    mark(model, routes, car, 1)
    if length == 0:
        routes.cost[car] = routes.version[car] = 0
        return
    routes.tally[VERSION] += 1
    routes.version[car] = routes.tally[VERSION]
    sums = routes.sums[slot]
    is_allowed = carry(
        model, car, routes.sequence[slot], length, routes.along[slot], routes.hold[slot], sums
    )
    quick = False
    if model.electric is not None and is_allowed:
        quick = is_quick(model.electric, car, sums)
        if quick and not carry_charged(
            model, model.electric, routes.charged, car, slot, routes.sequence[slot], length, sums
        ):
            sums[ODD_STOPS] += 1  # to be driven: there may be a way that is not carried
            quick = False
    if cost < 0:
        cost = HUGE
        if is_allowed:
            if quick or is_plain(model, car, sums):
                cost = plain_cost(model, car, sums)
            else:
                cost = price_route(model, work, car, length)
    routes.cost[car] = cost


@inline
def _turn(routes: Routes, car: int) -> None:
    """Keep a route as it is before this iteration changes it, and change to the other slot."""
    if routes.stamp[car] == routes.tally[ITERATION]:
        return
    routes.stamp[car] = routes.tally[ITERATION]
    routes.touched[routes.tally[TOUCHED]] = car
    routes.tally[TOUCHED] += 1
    routes.saved_length[car] = routes.length[car]
    routes.saved_cost[car] = routes.cost[car]
    routes.saved_version[car] = routes.version[car]
    routes.turn[car] = 1 - routes.turn[car]


@piece
def mark(model: Model, routes: Routes, car: int, sign: int) -> None:
    """Write down that a route's activities are (1) or are no longer (-1) its."""
    slot = slot_of(routes, car)
    for position in range(routes.length[car]):
        number = routes.sequence[slot, position]
        routes.where[number] = car if sign > 0 else -1
        if number >= len(model.prize) or model.activity[number, ROLE] == FETCH:
            continue
        choice = model.activity[number, CHOICE]
        shipment = model.activity[number, SHIPMENT]
        if choice >= 0:
            before = routes.choice_count[choice]
            routes.choice_count[choice] += sign
            if min(before, before + sign) > 0:
                continue
            shipment = model.first_of[choice]
        routes.tally[LOST] -= sign * model.prize[shipment]


@piece
def undo(model: Model, routes: Routes) -> None:
    """Take back what this iteration changed."""
    for at in range(routes.tally[TOUCHED]):
        mark(model, routes, routes.touched[at], -1)
    for at in range(routes.tally[TOUCHED]):
        car = routes.touched[at]
        routes.turn[car] = 1 - routes.turn[car]
        routes.length[car] = routes.saved_length[car]
        routes.cost[car] = routes.saved_cost[car]
        routes.version[car] = routes.saved_version[car]
        mark(model, routes, car, 1)


@piece
def count_change(routes: Routes) -> int:
    """Return by how much the routes touched in this iteration cost more, prizes left aside."""
    change = 0
    for at in range(routes.tally[TOUCHED]):
        car = routes.touched[at]
        change += routes.cost[car] - routes.saved_cost[car]
    return change
