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

# What an activity does with the load: from the depot, to the depot, either half of a pair, reload;
# or nothing at a station.
OUTBOUND, INBOUND, FETCH, BRING, RELOAD, CHARGE = range(6)

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
    ODD,
    VISIT,
) = range(24)
ACTIVITY_FIELDS = 24

# What makes a stop odd, so that its route has to be driven to be priced: always, and where the
# route's duration or the departure of its trip matters.
ALWAYS_ODD, ODD_WHEN_TIMED = 1, 2

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
    IS_PLAIN,
    IS_TIMED,
    HAS_RELEASES,
    REST_DRIVING,
    WORK_COUNTS,
    FAIR_S,
    UNEVEN_S,
    FAIR_STOPS,
    UNEVEN_STOP,
) = range(33)
CAR_FIELDS = 33

# Fields of a break; its windows are rows of the window table. RESTS: whether it is one by the
# clock, part of a rest that driving asks for, or becomes that rest, of so many seconds.
REST_S, IS_PAID, REST_WINDOW, REST_WINDOW_END, RESTS, BECOMES_S = range(6)
REST_FIELDS = 6
BY_CLOCK, IS_PART, BECOMES_REST = range(3)

# Rows of the times of the route being looked at, by position.
# MOST is what each leg takes at most, DRIVEN_S the sum of that before it. The last four only where
# travel goes by time: the leg's locations, and when it can begin.
TRAVEL, STAY, LEAVES_FROM, FLOOR, BEGINS, LEAVES, MOST, DRIVEN_S = range(8)
HERE, THERE, EARLIEST, LATEST = range(8, 12)
TIME_ROWS = 12

# What is carried along each route, for each position: the leg that ends at this stop, or at the
# end, with the earliest departure on it and the latest arrival; how long the stop takes; the
# segments before and after (see ``along``), from the trip's start to here, and where that is;
# latest release of the trip's goods for stops before and from here on.
(
    FROM,
    TO,
    LEG_S,
    LEG_M,
    READY,
    UNTIL,
    STAY_S,
    HEAD_S,
    HEAD_LATE,
    TAIL_S,
    TAIL_EARLY,
    TRIP_S,
    TRIP_EARLY,
    TRIP_LATE,
    TRIP_AT,
    RELEASED_BEFORE,
    RELEASED_FROM,
) = range(17)
ALONG_FIELDS = 17

# Of each leg and load dimension: what is on board, the most on the trip's legs up to and from this
# one, what of it the trip brings and what it takes back.
ON, PEAK_BEFORE, PEAK_AFTER, GOING, BACK = range(5)
HOLD_FIELDS = 5

# Of each route: metres, seconds of driving, stops, trips, odd stops, what serving them costs,
# least duration and earliest end.
SUM_M, DRIVEN, STOPS, TRIPS, ODD_STOPS, OWN_COST, SECONDS, ENDS = range(8)
SUM_FIELDS = 8


class Model(NamedTuple):
    """What a search never changes.

    Parameters
    ----------
    duration_s, distance_m
        int32, (profiles, locations, locations); -1 where there is no connection. Where travel
        goes by time, the least that a leg takes.
    duration_back_s, distance_back_m
        The same with from and to exchanged, so that all legs to a place lie side by side.
    by_time
        Whether it does so for some profile: 1, or None so that nobody pays for it who has not.
    slice_start, slice_s, slice_waits
        (profiles, slices), int32 (profiles, slices, locations, locations), and (profiles,):
        when each slice begins, NEVER for those a profile has not; what legs take in it; whether
        one waits for the next where that is better.
    most_s, slice_count, slice_gap
        The most that legs take in any slice, as ``duration_s``; (profiles,): how many slices
        there are, and the seconds of the shortest.
    activity
        (activities + 1 + stations, ACTIVITY_FIELDS); after the others the reload, then a visit
        to each station.
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
    electric
        Batteries and stations, see ``rules.charging``; None where no vehicle has one.
    """

    duration_s: Small
    distance_m: Small
    duration_back_s: Small
    distance_back_m: Small
    by_time: int | None
    slice_start: Ints
    slice_s: Small
    slice_waits: Ints
    most_s: Small
    slice_count: Ints
    slice_gap: Ints
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
    electric: Any


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
        (4,): looks; metres, earliest departure and most driving of the route looked at.
    charging
        Room for looking at how it charges, see ``rules.charging``; or None.
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
    charging: Any


LOOKS, METRES, DEPARTS, DRIVING = range(4)
