"""Whatever the streets and signs, turning is what a search that remembers everything finds."""

import heapq
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from doorstep.kernel import Point
from doorstep.roads import (
    Graph,
    Network,
    Profile,
    Restriction,
    Rules,
    Way,
    build_graph,
    build_hierarchy,
)
from doorstep.roads.graph import CLOSED
from doorstep.roads.profile import TurnRule

SIDE = 3
STEP = 0.001
U_TURN_MS = 7_000
VAN = Profile(
    "van",
    {"street": 36.0},
    ("access", "goods"),
    ("oneway",),
    top_kmh=90,
    turns=TurnRule(most_s=0.0, bias=1.0, u_turn_s=U_TURN_MS / 1000),
)
GRID = [
    (a, b)
    for a in range(SIDE * SIDE)
    for b in (a + 1, a + SIDE)
    if b < SIDE * SIDE and (b == a + SIDE or b % SIDE)
]


def point(node: int) -> Point:
    return Point(node // SIDE * STEP, node % SIDE * STEP)


@dataclass(frozen=True)
class Drawn:
    """A drawn town: way ``i + 1`` is the street ``streets[i]`` between two crossings."""

    streets: list[tuple[int, int]]
    oneway: list[bool]
    restrictions: list[Restriction]

    def graph(self) -> Graph:
        ways = [
            Way(
                ends,
                (point(ends[0]), point(ends[1])),
                {"highway": "street", "oneway": "yes" if oneway else "no"},
                number,
            )
            for number, (ends, oneway) in enumerate(
                zip(self.streets, self.oneway, strict=True), start=1
            )
        ]
        return build_graph(ways, [VAN], Rules({}, self.restrictions))


@st.composite
def towns(draw: st.DrawFn) -> Drawn:
    streets = draw(st.lists(st.sampled_from(GRID), min_size=2, max_size=12, unique=True))
    oneway = draw(st.lists(st.booleans(), min_size=len(streets), max_size=len(streets)))
    restrictions = []
    for _ in range(draw(st.integers(0, 4))):
        path = [draw(st.integers(0, len(streets) - 1))]
        for _ in range(draw(st.integers(1, 3))):
            near = [
                i
                for i, ends in enumerate(streets)
                if i not in path and set(ends) & set(streets[path[-1]])
            ]
            if near:
                path.append(draw(st.sampled_from(near)))
        if len(path) < 2:
            continue
        if not is_simple([streets[i] for i in path]):
            continue
        shared = set(streets[path[0]]) & set(streets[path[1]])
        restrictions.append(
            Restriction(
                is_only=draw(st.booleans()),
                from_ways=(path[0] + 1,),
                to_ways=(path[-1] + 1,),
                via_node=min(shared) if len(path) == 2 else None,
                via_ways=tuple(i + 1 for i in path[1:-1]),
            )
        )
    return Drawn(streets, oneway, restrictions)


def is_simple(path: list[tuple[int, int]]) -> bool:
    """Tell whether streets follow one another without turning back or meeting at one crossing."""
    joints = [set(a) & set(b) for a, b in pairwise(path)]
    return all(a != b for a, b in pairwise(joints))


Move = tuple[int, int, int]
"""A street travelled: way, from crossing, to crossing."""


def moves(town: Drawn, graph: Graph) -> dict[Move, int]:
    """Return every move that is possible, with its milliseconds."""
    found: dict[Move, int] = {}
    for edge in range(graph.edge_count):
        way = int(graph.edge_way[edge])
        a, b = town.streets[way - 1]
        if graph.forward_ms[0, edge] != CLOSED:
            found[way, a, b] = int(graph.forward_ms[0, edge])
        if graph.backward_ms[0, edge] != CLOSED:
            found[way, b, a] = int(graph.backward_ms[0, edge])
    return found


def is_forbidden(town: Drawn, past: tuple[Move, ...], after: Move) -> bool:
    """Tell whether a restriction forbids a move after what has been travelled."""
    for rule in town.restrictions:
        ways = (*rule.from_ways, *rule.via_ways)
        if tuple(move[0] for move in past[-len(ways) :]) != ways:
            continue
        if rule.via_node is not None and past[-1][2] != rule.via_node:
            continue
        if rule.via_node is None and past[-1][2] not in town.streets[rule.to_ways[0] - 1]:
            continue
        if (after[0] in rule.to_ways) != rule.is_only:
            return True
    return False


def exits(
    town: Drawn, possible: dict[Move, int], past: tuple[Move, ...]
) -> list[tuple[Move, int]]:
    """Return where one may go on, with what the turn costs: round only where nothing else."""
    way, start, end = past[-1]
    ahead = [m for m in possible if m[1] == end and not is_forbidden(town, past, m)]
    on = [(move, 0) for move in ahead if move[0] != way]
    return on or [(move, U_TURN_MS) for move in ahead if move == (way, end, start)]


def search(
    town: Drawn, possible: dict[Move, int], begin: Move, head_start: int
) -> dict[Move, int]:
    """Return the least milliseconds to the beginning of every move, remembering four moves."""
    best: dict[tuple[Move, ...], int] = {}
    least: dict[Move, int] = {}
    queue: list[tuple[int, tuple[Move, ...]]] = [(-head_start, (begin,))]
    while queue:
        ms, past = heapq.heappop(queue)
        if past in best:
            continue
        best[past] = ms
        if len(best) > 1 or past != (begin,):
            least.setdefault(past[-1], ms)
        for after, turn_ms in exits(town, possible, past):
            total = ms + possible[past[-1]] + turn_ms
            heapq.heappush(queue, (total, (*past, after)[-4:]))
    return least


@settings(deadline=None, max_examples=60)
@given(town=towns())
def test_both_searches_obey_every_sign_and_find_the_best_way(town: Drawn) -> None:
    graph = town.graph()
    possible = moves(town, graph)
    if not possible:
        return
    networks = [Network(graph), Network(graph, build_hierarchy(graph))]
    edges = [
        e
        for e in range(graph.edge_count)
        if {graph.forward_ms[0, e], graph.backward_ms[0, e]} != {CLOSED}
    ]
    spots = [(edge, share) for edge in edges[:5] for share in (0.3, 0.7)]
    points = []
    for edge, share in spots:
        a, b = (point(node) for node in town.streets[int(graph.edge_way[edge]) - 1])
        points.append(Point(a.lat + (b.lat - a.lat) * share, a.lon + (b.lon - a.lon) * share))
    snaps = networks[0].snap(points, "van")
    matrices = [network.matrix(points, "van").duration_s for network in networks]
    np.testing.assert_array_equal(matrices[0], matrices[1])

    for i, start in enumerate(snaps):
        assert start is not None
        for j, end in enumerate(snaps):
            assert end is not None
            expected = least_ms(
                town, graph, possible, (start.edge, start.fraction), (end.edge, end.fraction)
            )
            assert matrices[0][i, j] == (-1 if expected is None else -(-expected // 1000))
            if expected is not None and i != j:
                for network in networks:
                    leg = network.route([points[i], points[j]], "van").legs[0]
                    assert leg.duration_s == matrices[0][i, j]
                    total = sum(step.ms + step.turn_ms for step in leg.steps)
                    assert total == expected


def least_ms(
    town: Drawn,
    graph: Graph,
    possible: dict[Move, int],
    start: tuple[int, float],
    end: tuple[int, float],
) -> int | None:
    """Return the milliseconds from one place to another, or none."""
    if start == end:
        return 0
    found = []
    for begin, head_start in ways_at(town, graph, possible, *start):
        for finish, rest in ways_at(town, graph, possible, *end):
            if begin == finish and head_start <= rest:
                found.append(rest - head_start)
            reached = search(town, possible, begin, head_start).get(finish)
            if reached is not None:
                found.append(reached + rest)
    return min(found, default=None)


def ways_at(
    town: Drawn, graph: Graph, possible: dict[Move, int], edge: int, share: float
) -> list[tuple[Move, int]]:
    """Return the moves a place is on, with the milliseconds from their beginning."""
    way = int(graph.edge_way[edge])
    a, b = town.streets[way - 1]
    both = (((way, a, b), share), ((way, b, a), 1.0 - share))
    return [(move, round(possible[move] * part)) for move, part in both if move in possible]
