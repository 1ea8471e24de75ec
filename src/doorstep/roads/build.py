"""Makes a graph from ways: cuts them at junctions and asks each profile for its times."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from doorstep.kernel import Point, distance_m
from doorstep.roads.graph import CLOSED, Graph, IntArray, keep_strong_components
from doorstep.roads.profile import Profile

_JUNCTION_STREETS = 3


@dataclass(frozen=True, slots=True)
class Way:
    """A tagged line through numbered points, as OpenStreetMap has it."""

    nodes: tuple[int, ...]
    points: tuple[Point, ...]
    tags: Mapping[str, str]


@dataclass(slots=True)
class _Edges:
    """Edges while they are collected, one entry each."""

    node_of: dict[int, int] = field(default_factory=dict)
    node_points: list[Point] = field(default_factory=list)
    tail: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    length_m: list[float] = field(default_factory=list)
    way: list[int] = field(default_factory=list)
    shape_offset: list[int] = field(default_factory=lambda: [0])
    shape: list[Point] = field(default_factory=list)

    def add(self, way: int, nodes: Sequence[int], points: Sequence[Point]) -> None:
        """Append the edge through ``points``."""
        self.tail.append(self._node(nodes[0], points[0]))
        self.head.append(self._node(nodes[-1], points[-1]))
        self.length_m.append(sum(distance_m(a, b) for a, b in pairwise(points)))
        self.way.append(way)
        self.shape.extend(points)
        self.shape_offset.append(len(self.shape))

    def _node(self, number: int, point: Point) -> int:
        if number not in self.node_of:
            self.node_of[number] = len(self.node_points)
            self.node_points.append(point)
        return self.node_of[number]


def build_graph(ways: Iterable[Way], profiles: Sequence[Profile]) -> Graph:
    """Return the graph of the ways that at least one profile may use.

    Parameters
    ----------
    ways
        Roads in any order; the order decides the numbers of nodes and edges.
    profiles
        Travellers, in the order of the graph's rows.

    Raises
    ------
    ValueError
        No way can be used by any profile.
    """
    usable = [
        way
        for way in ways
        if len(way.nodes) > 1 and any(p.travel_kmh(way.tags) is not None for p in profiles)
    ]
    if not usable:
        message = "there is no road that any travel profile may use"
        raise ValueError(message)
    edges = _cut(usable)
    tail = np.asarray(edges.tail, dtype=np.int32)
    head = np.asarray(edges.head, dtype=np.int32)
    times = [_times(profile, usable, edges) for profile in profiles]
    forward_ms, backward_ms = keep_strong_components(
        len(edges.node_points),
        tail,
        head,
        np.stack([forward for forward, _ in times]),
        np.stack([backward for _, backward in times]),
    )
    classes = sorted({way.tags["highway"] for way in usable})
    names = sorted({way.tags.get("name", "") for way in usable} | {""})
    class_of = {name: i for i, name in enumerate(classes)}
    name_of = {name: i for i, name in enumerate(names)}
    edge_tags = [usable[way].tags for way in edges.way]
    return Graph(
        node_lat=np.array([p.lat for p in edges.node_points]),
        node_lon=np.array([p.lon for p in edges.node_points]),
        edge_tail=tail,
        edge_head=head,
        edge_length_m=np.array(edges.length_m),
        edge_class=np.array([class_of[t["highway"]] for t in edge_tags], dtype=np.int32),
        edge_name=np.array([name_of[t.get("name", "")] for t in edge_tags], dtype=np.int32),
        shape_offset=np.array(edges.shape_offset, dtype=np.int32),
        shape_lat=np.array([p.lat for p in edges.shape]),
        shape_lon=np.array([p.lon for p in edges.shape]),
        forward_ms=forward_ms,
        backward_ms=backward_ms,
        classes=tuple(classes),
        names=tuple(names),
        profiles=tuple(profile.name for profile in profiles),
    )


def _cut(ways: Sequence[Way]) -> _Edges:
    """Cut at every point that ends a way or that is met twice."""
    meetings = Counter(node for way in ways for node in way.nodes)
    edges = _Edges()
    for number, way in enumerate(ways):
        first = 0
        last = len(way.nodes) - 1
        for i in range(1, last + 1):
            if i == last or meetings[way.nodes[i]] > 1:
                edges.add(number, way.nodes[first : i + 1], way.points[first : i + 1])
                first = i
    return edges


def _times(profile: Profile, ways: Sequence[Way], edges: _Edges) -> tuple[IntArray, IntArray]:
    """Return milliseconds ahead and back for one profile, ``CLOSED`` where not allowed.

    The time lost at the junction an edge runs into is spread along the edge, so that half of
    an edge takes half of its time.
    """
    speeds = [profile.travel_kmh(way.tags) for way in ways]
    directions = [profile.directions(way.tags) for way in ways]
    is_street = [
        speed is not None and way.tags["highway"] in profile.street_classes
        for way, speed in zip(ways, speeds, strict=True)
    ]
    streets_at: Counter[int] = Counter()
    for way, tail, head in zip(edges.way, edges.tail, edges.head, strict=True):
        if is_street[way]:
            streets_at.update((tail, head))
    forward_ms = np.full(len(edges.way), CLOSED, dtype=np.int32)
    backward_ms = forward_ms.copy()
    for edge, way in enumerate(edges.way):
        speed_kmh = speeds[way]
        if speed_kmh is None:
            continue
        free_s = edges.length_m[edge] / (speed_kmh / 3.6)
        delay_s = profile.junction_s if is_street[way] else 0.0
        at_head_s = delay_s * (streets_at[edges.head[edge]] >= _JUNCTION_STREETS)
        at_tail_s = delay_s * (streets_at[edges.tail[edge]] >= _JUNCTION_STREETS)
        if directions[way].forward:
            forward_ms[edge] = max(1, round((free_s + at_head_s) * 1000))
        if directions[way].backward:
            backward_ms[edge] = max(1, round((free_s + at_tail_s) * 1000))
    return forward_ms, backward_ms
