"""The arrays the rich search works on: few and flat, each field named here.

Activities and vehicles keep their numbers in the problem; see ``engine.activities``. Amounts are
int64, times seconds since the horizon's start.
"""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[Any]
"""int64."""

Small: TypeAlias = npt.NDArray[Any]
"""int32."""

NEVER = 2**40
"""A time after everything."""

HUGE = 2**61
"""A cost above everything."""

# What an activity does with the load: from the depot, to the depot, either half of a pair, reload.
OUTBOUND, INBOUND, FETCH, BRING, RELOAD = range(5)

# Fields of an activity. WINDOW, PRICE and AFTER come twice: from this row of their table, up to
# the one before that.
(
    PLACE,
    ROLE,
    PARTNER,
    WINDOW,
    WINDOW_END,
    SETUP,
    SERVICE,
    RELEASE,
    RIDE,
    DUE,
    LATE_COST,
    PRICE,
    PRICE_END,
    GOODS,
    NOT_WITH,
    AFTER,
    AFTER_END,
    CHOICE,
    SERVE_COST,
    KEPT_BY,
    MOVING,
    SHIPMENT,
) = range(22)
ACTIVITY_FIELDS = 22

# Fields of a vehicle.
(
    PROFILE,
    START,
    END,
    SHIFT_EARLY,
    SHIFT_LATE,
    FIXED,
    PER_M,
    PER_S,
    MAX_STOPS,
    MAX_DURATION,
    MAX_DRIVING,
    MAX_DISTANCE,
    OVERTIME,
    OVERTIME_COST,
    MAX_TRIPS,
    RELOAD_S,
    RELOAD_AT,
    IS_LIFO,
    TRAVEL_PERCENT,
    SERVICE_PERCENT,
    BREAK,
    BREAK_END,
    KIND,
    LOCKED,
) = range(24)
CAR_FIELDS = 24

# Fields of a break; its windows are rows of the window table.
REST_S, IS_PAID, REST_WINDOW, REST_WINDOW_END = range(4)
REST_FIELDS = 4

# Rows of the times of the route being looked at, by position.
TRAVEL, STAY, LEAVES_FROM, FLOOR, BEGINS, LEAVES = range(6)
TIME_ROWS = 6

# Rows of what is kept of each route, by position: the earliest departure before it and the latest
# arrival at it, breaks and rides left aside.
READY, UNTIL = range(2)
BOUND_ROWS = 2


class Model(NamedTuple):
    """What a search never changes.

    Parameters
    ----------
    duration_s, distance_m
        int32, (profiles, locations, locations); -1 where there is no connection.
    activity
        (activities + 1, ACTIVITY_FIELDS); the last is the reload.
    load
        (activities + 1, 2, dimensions): what it brings and what it takes back.
    window
        (windows, 2), each activity's and break's sorted.
    price
        (time prices, 3): early, late, cost.
    after
        Activities that others come after.
    car
        (vehicles, CAR_FIELDS).
    car_load
        (vehicles, 2, dimensions): capacity, and what stays on board.
    rest
        (breaks, REST_FIELDS).
    allowed
        int8, (vehicles, shipments): whether it may serve it.
    prize
        (shipments,): what leaving it out costs.
    first_of
        (choices,): the first shipment of each choice.
    around
        (shipments, K): others, the nearest first.
    """

    duration_s: Small
    distance_m: Small
    activity: Ints
    load: Ints
    window: Ints
    price: Ints
    after: Ints
    car: Ints
    car_load: Ints
    rest: Ints
    allowed: npt.NDArray[np.int8]
    prize: Ints
    first_of: Ints
    around: Ints


class Work(NamedTuple):
    """Room for looking at one route.

    Parameters
    ----------
    trial
        (longest,): its activities.
    time
        (TIME_ROWS, longest + 1).
    ready, arrive
        (breaks + 1,): earliest times by the number of breaks taken.
    before
        (longest + 1, breaks + 1): how many were taken before a leg.
    rest_leg, rest_begins
        (breaks,): the leg on which each break is taken, -1 if on none, and when it begins.
    load
        (4, dimensions): staying, from the depot, on the way, to the depot.
    stack, mark
        (longest,), and int64, (activities + 1,): what is on board in order of pick-up, and
        what was seen last in which count of looks.
    tally
        (4,): looks; metres and earliest departure of the route looked at.
    """

    trial: Ints
    time: Ints
    ready: Ints
    arrive: Ints
    before: Ints
    rest_leg: Ints
    rest_begins: Ints
    load: Ints
    stack: Ints
    mark: Ints
    tally: Ints


LOOKS, METRES, DEPARTS = range(3)
