"""The search behind map matching: the likeliest sequence of places for a sequence of positions.

A hidden Markov model [1]_: states are places on directed edges near each position; how likely a
position is depends on its distance from the place, how likely a move is on the difference between
the way on streets and the way as the crow flies. Ways are searched over directed edges, so that
turning round is a move of its own and can be made dear.

References
----------
.. [1] Newson and Krumm (2009), "Hidden Markov map matching through noise and sparseness",
   doi:10.1145/1653771.1653818.
"""

import heapq
from dataclasses import dataclass

import numpy as np

from doorstep.roads.compiled import compiled
from doorstep.roads.graph import BoolArray, FloatArray, Graph, IntArray

_FAR = 1e18
"""Farther than any way, dearer than any chain."""


@dataclass(frozen=True, slots=True)
class Streets:
    """Directed edges and which follow which.

    Directed edge ``2 * edge`` runs from tail to head, ``2 * edge + 1`` back.

    Parameters
    ----------
    length_m
        Of each directed edge, float64, shape (2 x edges,).
    head
        Junction where it ends, int32, shape (2 x edges,).
    offset, leaving
        The open directed edges that leave each junction, int32, shapes (nodes + 1,) and
        (open directed edges,).
    """

    length_m: FloatArray
    head: IntArray
    offset: IntArray
    leaving: IntArray


def make_streets(graph: Graph, is_open: BoolArray) -> Streets:
    """Return the open directed edges of a graph.

    Parameters
    ----------
    graph
        The network.
    is_open
        Which directed edges may be travelled, shape (2 x edges,).
    """
    tail = np.column_stack([graph.edge_tail, graph.edge_head]).ravel()
    head = np.column_stack([graph.edge_head, graph.edge_tail]).ravel()
    leaving = np.flatnonzero(is_open).astype(np.int32)
    leaving = leaving[np.argsort(tail[leaving], kind="stable")]
    offset = np.zeros(graph.node_count + 1, dtype=np.int32)
    offset[1:] = np.cumsum(np.bincount(tail[leaving], minlength=graph.node_count))
    return Streets(np.repeat(graph.edge_length_m, 2), head.astype(np.int32), offset, leaving)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The places each position may mean, those of position ``i`` from ``offset[i]`` on.

    Parameters
    ----------
    offset
        int32, shape (positions + 1,).
    direction
        Directed edge, int32, shape (candidates,).
    at_m
        Metres from its beginning, float64, shape (candidates,).
    cost
        Minus the logarithm of how likely the position is there, float64, shape (candidates,).
    """

    offset: IntArray
    direction: IntArray
    at_m: FloatArray
    cost: FloatArray


@dataclass(frozen=True, slots=True)
class Rules:
    """How dear moves are.

    Parameters
    ----------
    detour_m
        The scale of differences between way and crow's flight: beta of the model, metres.
    turn_back_m
        What turning round counts as, in metres of way.
    dead_end_m
        The same at the end of a blind street.
    backward_m
        Noise may move a position so far back along its street.
    """

    detour_m: float = 10.0
    turn_back_m: float = 150.0
    dead_end_m: float = 20.0
    backward_m: float = 20.0


def find_sequence(
    streets: Streets, candidates: Candidates, crow_m: FloatArray, rules: Rules
) -> tuple[IntArray, BoolArray]:
    """Return the likeliest candidate of each position, -1 where none, and where chains begin.

    Where no candidate can be reached from the one before, the chain is broken and a new one
    begins. O(positions x candidates x streets nearby).

    Parameters
    ----------
    streets
        What may be travelled.
    candidates
        Of all positions.
    crow_m
        Metres between each position and the next, shape (positions - 1,).
    rules
        How dear moves are.
    """
    return _viterbi(
        streets.length_m,
        streets.head,
        streets.offset,
        streets.leaving,
        candidates.offset,
        candidates.direction,
        candidates.at_m,
        candidates.cost,
        crow_m,
        np.array([rules.detour_m, rules.turn_back_m, rules.dead_end_m, rules.backward_m]),
    )


def find_between(
    streets: Streets,
    ends: tuple[tuple[int, float], tuple[int, float]],
    rules: Rules,
    limit_m: float,
) -> list[int] | None:
    """Return the directed edges from one place to another, both ends' included, or none."""
    (start, start_m), (end, end_m) = ends
    if start == end and end_m >= start_m - rules.backward_m:
        return [start]
    if end == start ^ 1:
        return [start, end]
    path = _between(
        streets.length_m,
        streets.head,
        streets.offset,
        streets.leaving,
        start,
        start_m,
        end,
        limit_m,
        np.array([rules.detour_m, rules.turn_back_m, rules.dead_end_m, rules.backward_m]),
    )
    return [int(direction) for direction in path] if len(path) else None


@compiled
def _viterbi(  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917 - a kernel is one function
    length_m: FloatArray,
    head: IntArray,
    offset: IntArray,
    leaving: IntArray,
    first: IntArray,
    direction: IntArray,
    at_m: FloatArray,
    cost: FloatArray,
    crow_m: FloatArray,
    rules: FloatArray,
) -> tuple[IntArray, BoolArray]:
    beta, turn_back, dead_end, backward = rules[0], rules[1], rules[2], rules[3]
    positions = len(first) - 1
    total = np.full(len(direction), _FAR)
    came = np.full(len(direction), -1, dtype=np.int32)
    begins = np.zeros(positions, dtype=np.bool_)
    reached = np.full(len(length_m), _FAR)
    touched = np.empty(len(length_m), dtype=np.int32)
    last = -1
    away = 0.0
    for position in range(positions):
        if last >= 0:
            away += crow_m[position - 1]
        if first[position] == first[position + 1]:
            continue
        if last >= 0:
            limit = 2.0 * away + turn_back + 200.0
            for a in range(first[last], first[last + 1]):
                if total[a] >= _FAR:
                    continue
                here = direction[a]
                left = length_m[here] - at_m[a]
                count = 0
                queue = [(0.0, np.int32(0)) for _ in range(0)]
                for b in range(first[position], first[position + 1]):
                    there = direction[b]
                    way = _FAR
                    if there == here:
                        ahead = at_m[b] - at_m[a]
                        if ahead >= -backward:
                            way = max(ahead, 0.0)
                    elif there == here ^ 1:
                        way = abs(at_m[b] - left) + turn_back
                    if way < _FAR:
                        price = total[a] + abs(way - away) / beta + cost[b]
                        if price < total[b]:
                            total[b] = price
                            came[b] = a
                # Every open street that leaves the end of this one.
                for k in range(offset[head[here]], offset[head[here] + 1]):
                    there = leaving[k]
                    way = left
                    if there == here ^ 1:
                        blind = offset[head[here] + 1] - offset[head[here]] == 1
                        way += dead_end if blind else turn_back
                    if way < reached[there] and way <= limit:
                        if reached[there] >= _FAR:
                            touched[count] = there
                            count += 1
                        reached[there] = way
                        heapq.heappush(queue, (way, there))
                while len(queue) > 0:
                    way, there = heapq.heappop(queue)
                    if way > reached[there]:
                        continue
                    further = way + length_m[there]
                    if further > limit:
                        continue
                    for k in range(offset[head[there]], offset[head[there] + 1]):
                        after = leaving[k]
                        total_way = further
                        if after == there ^ 1:
                            blind = offset[head[there] + 1] - offset[head[there]] == 1
                            total_way += dead_end if blind else turn_back
                        if total_way < reached[after] and total_way <= limit:
                            if reached[after] >= _FAR:
                                touched[count] = after
                                count += 1
                            reached[after] = total_way
                            heapq.heappush(queue, (total_way, after))
                for b in range(first[position], first[position + 1]):
                    if reached[direction[b]] < _FAR:
                        way = reached[direction[b]] + at_m[b]
                        price = total[a] + abs(way - away) / beta + cost[b]
                        if price < total[b]:
                            total[b] = price
                            came[b] = a
                for k in range(count):
                    reached[touched[k]] = _FAR
        linked = False
        for b in range(first[position], first[position + 1]):
            if came[b] >= 0:
                linked = True
        if not linked:
            begins[position] = True
            for b in range(first[position], first[position + 1]):
                total[b] = cost[b]
        last = position
        away = 0.0
    chosen = np.full(positions, -1, dtype=np.int32)
    following = -1
    for position in range(positions - 1, -1, -1):
        if first[position] == first[position + 1]:
            continue
        if following < 0:
            best = first[position]
            for b in range(first[position], first[position + 1]):
                if total[b] < total[best]:
                    best = b
            following = best
        chosen[position] = following
        following = came[following] if not begins[position] else -1
    return chosen, begins


@compiled
def _between(  # noqa: PLR0913, PLR0917 - a kernel is one function
    length_m: FloatArray,
    head: IntArray,
    offset: IntArray,
    leaving: IntArray,
    start: int,
    start_m: float,
    end: int,
    limit: float,
    rules: FloatArray,
) -> IntArray:
    turn_back, dead_end = rules[1], rules[2]
    reached = np.full(len(length_m), _FAR)
    before = np.full(len(length_m), -1, dtype=np.int32)
    queue = [(0.0, np.int32(0)) for _ in range(0)]
    at = np.int32(start)
    further = length_m[start] - start_m
    found = False
    while True:
        for k in range(offset[head[at]], offset[head[at] + 1]):
            after = leaving[k]
            way = further
            if after == at ^ 1:
                blind = offset[head[at] + 1] - offset[head[at]] == 1
                way += dead_end if blind else turn_back
            if way < reached[after] and way <= limit:
                reached[after] = way
                before[after] = at
                heapq.heappush(queue, (way, after))
        found = False
        while len(queue) > 0:
            way, at = heapq.heappop(queue)
            if way <= reached[at]:
                found = True
                break
        if not found or at == end:
            break
        further = way + length_m[at]
    if not found:
        return np.empty(0, dtype=np.int32)
    path = [np.int32(end)]
    at = before[end]
    while at != start:
        path.append(at)
        at = before[at]
    path.append(np.int32(start))
    return np.array(path[::-1], dtype=np.int32)
