"""The arrays the search works on: few, flat, and each field named here.

Nodes 0..n-1 are the shipments to be served; node n + r is the depot of route r, which is both its
first and its last. There is one route for each vehicle, used or not. Times count from the first
shift's start. Rows of the travel tables ("places") 0..n-1 are the nodes', then come depots.

A rule that a problem does not need is switched off by its flag in ``Model`` being None: Numba
compiles one search for each combination of flags and leaves the rule's code out. Arrays always
exist, so that both variants have a type; those of a rule that is off are empty.
"""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Numbers: TypeAlias = npt.NDArray[Any]
"""int32 or, where a problem needs more, int64; the same for all arrays of a problem."""

Records: TypeAlias = npt.NDArray[Any]
"""Records with named fields; a row of them is read as ``records[row].field``."""

Bits: TypeAlias = npt.NDArray[np.uint64]
Flag: TypeAlias = int | None
"""1 when the problem needs the rule, None when not."""

FAR = 2**34
"""Metres longer than any leg; times any price they are below HUGE."""

HUGE = 2**61
"""A cost above everything."""

NEVER_PAYS = 2 * HUGE
"""A cost above HUGE, whatever may be saved beside it."""


def node_type(number: npt.DTypeLike) -> np.dtype[np.void]:
    """Return the record of a node: half a line of the processor's cache with ``int32``.

    Who is before and after it, in which route (the number of routes for a shipment not served);
    the earliest departure from it and latest start of service at it that keep the route feasible;
    metres to the next and from the previous, seconds to the next.
    """
    links = [("before", np.uint32), ("after", np.uint32), ("route", np.uint32)]
    numbers = ("leave", "latest", "next_m", "before_m", "next_s")
    return np.dtype([*links, *((name, number) for name in numbers)], align=True)


def stop_type(number: npt.DTypeLike) -> np.dtype[np.void]:
    """Return the record of a shipment.

    Its first opening and last closing, how long service takes, the rows of its windows, and how
    many of the places near it are after others (the rest is before them), and how many in all.
    """
    names = ("early", "late", "service", "first_window", "last_window", "turn", "near")
    return np.dtype([(name, number) for name in names], align=True)


def near_type(number: npt.DTypeLike) -> np.dtype[np.void]:
    """Return the record of a place near a node: after or before another.

    The other node; metres and seconds of the leg between the two in that direction, by the first
    table.
    """
    return np.dtype([("other", np.uint32), ("metres", number), ("seconds", number)], align=True)


# Fields of a node's segments, kept only where it counts how long routes take: duration, earliest
# and latest start of the route up to and with the node (HEAD), and from the node on (TAIL). The
# HEAD of a depot is the whole route. By time, the departure as the route is driven, DEPARTS, too.
HEAD_S, HEAD_EARLY, HEAD_LATE, TAIL_S, TAIL_EARLY, TAIL_LATE, DEPARTS = range(7)
SEGMENT_FIELDS = 7

# What is known of breaks at a node, for each number of them that may be taken; see
# ``rules.breaks``. With one more taken up to it, the earliest departure and the segment up to and
# with the node; with so many taken before it, the latest start, the segment from it on, and what
# of that is unpaid.
(
    READY,
    READY_S,
    READY_EARLY,
    READY_LATE,
    DUE,
    DUE_S,
    DUE_EARLY,
    DUE_LATE,
    DUE_UNPAID,
) = range(9)
REST_FIELDS = 9

IS_BROKEN, UNPAID = READY_S, READY_LATE
"""Of a depot, whether its route has no time for its breaks, and how much of it is unpaid."""

# Fields of a break: how long it takes, the rows of its windows, and how much of it and of those
# before it is unpaid.
REST_S, FIRST_REST_WINDOW, LAST_REST_WINDOW, UNPAID_SUM = range(4)

# Fields of a vehicle: its kind (alike but for the name), prices, where its travel table begins,
# the places it starts and ends at, and the number of that table's clock; when overtime begins and
# what a second of it costs; the longest time and way, FAR when there is no bound; the row of the
# first break and how many there are.
(
    KIND,
    FIXED,
    PER_M,
    PER_S,
    TABLE,
    START,
    END,
    CLOCK,
    OVER_FROM,
    PER_OVER,
    MOST_S,
    MOST_M,
    BREAK,
    BREAKS,
) = range(14)
CAR_FIELDS = 14

# Fields of a route: stops, metres, seconds (only where paid for), cost, and from ROOM on what
# still fits in each load dimension; nothing does in the route of those not served.
STOPS, METRES, SECONDS, COST, ROOM = range(5)

# Lists, each as long as there are nodes and routes:
(
    NODE_TOUCHED,  # whether each node was touched in this iteration
    NODE_LIST,  # the nodes touched
    ROUTE_TOUCHED,  # the same of routes
    CHANGED_LIST,
    ABSENT_LIST,  # shipments not served
    ABSENT_AT,  # where each shipment stands in that list, -1 when served
    DIRTY_FLAG,  # whether a node has changed since the best was copied
    DIRTY_LIST,
    BEST_NEXT,  # who follows whom in the best
    FREE_FIRST,  # an unused vehicle of each kind, -1 when there is none
    FREE_NEXT,  # the unused vehicle after each
    WAITING_LIST,  # shipments yet to be put into the first plan, the next one last
    BEFORE,  # the node behind which a shipment must go, -1 when wherever it costs least
    LOOSE_LIST,  # shipments taken out and to be put back
) = range(14)
LISTS = 14

# Counters of a search.
(
    TOUCHED,
    CHANGED,
    CURRENT,
    BEST,
    DIRTY,
    USED,
    ABSENT,
    LOOSE,
    PICKED,
    DELTA,
    WAITING,
    LONG_M,  # what counts as a long leg between two stops; FAR when that is not asked
    WANTED,  # the kind of vehicle that is to open routes in this iteration, -1 for any
) = range(13)
COUNTERS = 16


class Model(NamedTuple):
    """What a search never changes. Few arrays: each makes compiling slower.

    Parameters
    ----------
    timed
        Flag: windows, shifts or missing connections can bind.
    paid_time
        Flag: how long a route takes counts, since somebody is paid for it or it is bounded.
    limited
        Flag: some vehicle has a longest time or way, or overtime. Not with ``by_time``.
    by_time
        Flag: legs take more or less by when they begin.
    resting
        Flag: some vehicle has breaks by the clock.
    choices
        Flag: some shipment has several windows.
    mixed
        Flag: vehicles differ.
    profiles
        Flag: vehicles differ in their travel table.
    skilled
        Flag: some vehicle may not serve some shipment.
    loads
        Flag: more than one load dimension.
    symmetric
        Flag: the way back is as long, and nothing is timed or mixed.
    nodes, places, routes, kinds
        How many shipments, rows of a travel table, vehicles, kinds of vehicles.
    metres, metres_back, seconds, seconds_back
        Where these begin in ``travel``.
    travel
        Travel tables one after the other, flat: [metres + table + from * places + to], and in
        the tables ``_back`` with from and to exchanged, so that all legs of one node lie side by
        side in both. Tables that are equal are one. By time, what legs take at least.
    slices, slice_s, step
        How many slices of the day there are, how long they are on average, and the power of two
        of ``slice_of``.
    clock
        (tables, slices + 1): when each slice begins, and the last one ends.
    slice_of
        (tables, steps): the slice that holds at ``number << step``.
    waits
        (tables,): whether who would arrive earlier by leaving in a later slice waits for it.
    takes
        What legs take: [(table + from * places + to) * slices + slice], flat; uint16 or int32.
    never
        A time after everything.
    least_per_m
        The least that some vehicle pays for a metre.
    detour
        A leg of m metres to a near node adds at least 2 ** detour * m less the leg it splits,
        unless the node on the other side is nearer: 1 where the way back is as long, 0 elsewhere.
    stop
        (nodes,): ``stop_type``.
    window
        (windows, 2): early and late.
    rest
        int64, (breaks, 4): each of a vehicle's, in order.
    rest_window
        int64, (windows, 2): from when to when a break may begin; apart and in order.
    load
        int64, (nodes, dimensions).
    prize
        int64, (nodes,): what leaving it out costs.
    car
        int64, (routes + 1, CAR_FIELDS); the last is looked at for shipments not served.
    allowed
        int8, (kinds, nodes): whether the kind may serve the node.
    alone
        int64, (kinds, nodes): cost of a route with the node alone, HUGE where none is.
    near
        (nodes, K): ``near_type``, places to try for a node: those after others, best first, then
        those before others, best first.
    around
        uint32, (nodes, K'): nodes by how near they are, for choosing what to remove together.
    """

    timed: Flag
    paid_time: Flag
    limited: Flag
    by_time: Flag
    resting: Flag
    choices: Flag
    mixed: Flag
    profiles: Flag
    skilled: Flag
    loads: Flag
    symmetric: Flag
    nodes: int
    places: int
    routes: int
    kinds: int
    metres: int
    metres_back: int
    seconds: int
    seconds_back: int
    never: int
    least_per_m: int
    detour: int
    travel: Numbers
    slices: int
    slice_s: int
    step: int
    clock: Ints
    slice_of: Ints
    waits: Ints
    takes: Numbers
    stop: Records
    window: Numbers
    rest: Ints
    rest_window: Ints
    load: Ints
    prize: Ints
    car: Ints
    allowed: npt.NDArray[np.int8]
    alone: Ints
    near: Records
    around: npt.NDArray[np.uint32]


class Plan(NamedTuple):
    """What a search changes. The second half of the rows is what they were before this iteration.

    Parameters
    ----------
    node
        (2 * (nodes + routes),): ``node_type``.
    segment
        (2 * (nodes + routes), SEGMENT_FIELDS); one row when durations do not count.
    rests
        int64, (2 * (nodes + routes), REST_FIELDS for each of the most breaks of a vehicle); empty
        when nobody has any.
    sums
        int64, (2 * (routes + 1), ROOM + dimensions); the last is that of shipments not served.
    lists
        int32, (LISTS, nodes + routes + 1).
    key
        int64, (nodes + 1,): what loose shipments are sorted by.
    tally
        int64, (COUNTERS,).
    bits
        The state of chance.
    """

    node: Records
    segment: Numbers
    rests: Ints
    sums: Ints
    lists: npt.NDArray[np.int32]
    key: Ints
    tally: Ints
    bits: Bits


class Tuning(NamedTuple):
    """How a search goes about it; found by measuring.

    Parameters
    ----------
    removed
        Mean number of stops taken out in one iteration.
    longest_string
        Most stops taken out of one route.
    split_share
        Share of strings of which some stops in the middle stay.
    split_stop
        Chance that one more stop stays there is 1 - this.
    blink
        Chance to pass over a place that would be better.
    discount_share
        Share of iterations in which opening a route is tried at a random part of its price.
    tails_share
        Share of iterations that exchange tails instead.
    splits_share
        Share of those that split a route.
    """

    removed: float
    longest_string: float
    split_share: float
    split_stop: float
    blink: float
    discount_share: float
    tails_share: float
    splits_share: float
