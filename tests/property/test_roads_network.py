"""Whatever the streets, the matrix is what a plain search finds."""

import heapq
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from doorstep.kernel import Point, distance_m
from doorstep.roads import Graph, Network, build_hierarchy
from doorstep.roads.graph import CLOSED

SIDE = 4
NODES = SIDE * SIDE
STEP = 0.001
PLACE = st.tuples(st.floats(0, STEP * SIDE), st.floats(0, STEP * SIDE))


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Draw streets between the crossings of a small square grid, some of them one-way."""
    joins = st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1))
    pairs = draw(st.lists(joins, min_size=1, max_size=40))
    count = len(pairs)
    times = st.lists(st.integers(-1, 20), min_size=count, max_size=count)
    lengths = st.lists(st.integers(101, 999), min_size=count, max_size=count)
    forward = np.array([draw(times)], dtype=np.int32)
    backward = np.array([draw(times)], dtype=np.int32)
    lat = np.array([node // SIDE * STEP for node in range(NODES)])
    lon = np.array([node % SIDE * STEP for node in range(NODES)])
    tail, head = np.array(pairs, dtype=np.int32).T
    ends = np.column_stack([tail, head]).ravel()
    return Graph(
        node_lat=lat,
        node_lon=lon,
        edge_tail=tail,
        edge_head=head,
        edge_length_m=np.array(draw(lengths), dtype=np.float64),
        edge_class=np.zeros(count, dtype=np.int32),
        edge_name=np.zeros(count, dtype=np.int32),
        shape_offset=np.arange(0, 2 * count + 1, 2, dtype=np.int32),
        shape_lat=lat[ends],
        shape_lon=lon[ends],
        forward_ms=np.where(forward > 0, forward * 1000, CLOSED).astype(np.int32),
        backward_ms=np.where(backward > 0, backward * 1000, CLOSED).astype(np.int32),
        classes=("street",),
        names=("",),
        profiles=("van",),
    )


def plain_search(graph: Graph, start: int) -> dict[int, tuple[int, float]]:
    """Return seconds and metres of the fastest way to every junction, by a plain heap."""
    exits: dict[int, list[tuple[int, int, float]]] = {}
    for edge in range(graph.edge_count):
        a, b = int(graph.edge_tail[edge]), int(graph.edge_head[edge])
        ahead_ms, back_ms = int(graph.forward_ms[0, edge]), int(graph.backward_ms[0, edge])
        metres = float(graph.edge_length_m[edge])
        for here, there, ms in ((a, b, ahead_ms), (b, a, back_ms)):
            if ms != CLOSED:
                exits.setdefault(here, []).append((there, ms // 1000, metres))
    best: dict[int, tuple[int, float]] = {}
    queue = [(0, 0.0, start)]
    while queue:
        seconds, metres, node = heapq.heappop(queue)
        if node in best:
            continue
        best[node] = (seconds, metres)
        for there, more_s, more_m in exits.get(node, []):
            heapq.heappush(queue, (seconds + more_s, metres + more_m, there))
    return best


def place(graph: Graph, node: int) -> Point:
    """Return where a junction is."""
    return Point(float(graph.node_lat[node]), float(graph.node_lon[node]))


def junctions(graph: Graph, network: Network) -> list[int]:
    """Return the junctions where a point is snapped to the end of a street, not to its middle."""
    points = [place(graph, node) for node in range(NODES)]
    snaps = network.snap(points, "van", max_snap_m=1.0)
    return [node for node, snap in enumerate(snaps) if snap and snap.fraction in {0.0, 1.0}]


@settings(deadline=None)
@given(graph=graphs())
def test_both_searches_find_what_a_plain_dijkstra_finds(graph: Graph) -> None:
    slow, quick = Network(graph), Network(graph, build_hierarchy(graph))
    nodes = junctions(graph, slow)
    points = [place(graph, node) for node in nodes]
    matrices = [network.matrix(points, "van") for network in (slow, quick)]

    for i, start in enumerate(nodes):
        found = plain_search(graph, start)
        for j, end in enumerate(nodes):
            expected = found.get(end, (-1, -1))
            for matrix in matrices:
                assert (matrix.duration_s[i, j], matrix.distance_m[i, j]) == expected


@settings(deadline=None)
@given(
    graph=graphs(),
    places=st.lists(PLACE, max_size=6),
)
def test_both_searches_agree_anywhere_and_no_detour_is_shorter(
    graph: Graph, places: list[tuple[float, float]]
) -> None:
    points = [Point(lat, lon) for lat, lon in places]
    slow = Network(graph).matrix(points, "van")
    quick = Network(graph, build_hierarchy(graph)).matrix(points, "van")

    np.testing.assert_array_equal(slow.duration_s, quick.duration_s)
    np.testing.assert_array_equal(slow.distance_m, quick.distance_m)
    far = np.where(quick.duration_s < 0, 1 << 30, quick.duration_s).astype(np.int64)
    assert (far[:, :, None] + far[None, :, :] >= far[:, None, :]).all()


@settings(deadline=None)
@given(
    graph=graphs(),
    places=st.lists(PLACE, min_size=2, max_size=4),
)
def test_routes_take_the_time_the_matrix_says_and_their_lines_hang_together(
    graph: Graph, places: list[tuple[float, float]]
) -> None:
    network = Network(graph)
    points = [Point(lat, lon) for lat, lon in places]
    matrix = network.matrix(points, "van")
    if any(matrix.duration_s[i, i + 1] < 0 for i in range(len(points) - 1)):
        return
    legs = network.route(points, "van").legs

    for i, leg in enumerate(legs):
        assert leg.duration_s == matrix.duration_s[i, i + 1]
        assert leg.distance_m == matrix.distance_m[i, i + 1]
    for before, after in pairwise(legs):
        assert distance_m(before.geometry[-1], after.geometry[0]) < 0.01
