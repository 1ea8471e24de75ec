"""Cuts ways into edges where they meet, and puts an edge of its own where a barrier stands."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from doorstep.kernel import Point
from doorstep.kernel.geometry import EARTH_RADIUS_M
from doorstep.roads.graph import FloatArray, IntArray
from doorstep.roads.osm import Way

BARRIER = "barrier"
"""The class of edges that stand for a barrier; they have no length."""


@dataclass(slots=True)
class Edges:
    """Edges while they are collected, one entry each.

    ``way`` is an index into ``ways``, which ends with one made-up way for each barrier edge.
    ``begins`` is where the edge begins in its way's points.
    """

    ways: list[Way]
    node_points: list[Point] = field(default_factory=list)
    node_numbers: list[int] = field(default_factory=list)
    tail: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    way: list[int] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    shape_offset: list[int] = field(default_factory=lambda: [0])
    shape: list[Point] = field(default_factory=list)

    def add(self, way: int, begin: int, end: int, ends: tuple[int, int]) -> None:
        """Append the edge through the points ``begin`` to ``end`` of a way."""
        self.tail.append(ends[0])
        self.head.append(ends[1])
        self.way.append(way)
        self.begins.append(begin)
        self.shape.extend(self.ways[way].points[begin : end + 1])
        self.shape_offset.append(len(self.shape))

    def add_node(self, number: int, point: Point) -> int:
        """Append a junction and return its index."""
        self.node_numbers.append(number)
        self.node_points.append(point)
        return len(self.node_points) - 1

    def shapes(self) -> tuple[IntArray, FloatArray, FloatArray]:
        """Return where each edge's shape begins, and the latitudes and longitudes of all."""
        lat = np.array([p.lat for p in self.shape])
        lon = np.array([p.lon for p in self.shape])
        return np.array(self.shape_offset, dtype=np.int32), lat, lon


def cut(ways: Sequence[Way], barriers: Mapping[int, Mapping[str, str]]) -> Edges:
    """Return the edges: ways cut at points that end one or are met twice, and at barriers.

    A barrier's point becomes one junction for each edge that ends there, and an edge without
    length joins them, so that who may not pass can still come near from either side.
    """
    meetings = Counter(node for way in ways for node in way.nodes)
    edges = Edges(list(ways))
    node_of: dict[int, int] = {}
    copies: dict[int, list[int]] = {}

    def node(number: int, point: Point) -> int:
        if number in barriers:
            made = edges.add_node(number, point)
            copies.setdefault(number, []).append(made)
            return made
        if number not in node_of:
            node_of[number] = edges.add_node(number, point)
        return node_of[number]

    for index, way in enumerate(ways):
        first, last = 0, len(way.nodes) - 1
        start = node(way.nodes[0], way.points[0])
        for i in range(1, last + 1):
            number = way.nodes[i]
            if i < last and meetings[number] == 1 and number not in barriers:
                continue
            end = node(number, way.points[i])
            edges.add(index, first, i, (start, end))
            first = i
            # The next edge has a junction of its own where a barrier stands between them.
            start = node(number, way.points[i]) if i < last else end
    for number, made in copies.items():
        for other in made[1:]:
            point = edges.node_points[made[0]]
            tags = {"highway": BARRIER, **barriers[number]}
            edges.ways.append(Way((number, number), (point, point), tags))
            edges.add(len(edges.ways) - 1, 0, 1, (made[0], other))
    return edges


def shape_lengths(offset: IntArray, lat: FloatArray, lon: FloatArray) -> FloatArray:
    """Return the lengths of shapes in metres, by the haversine formula, shape (edges,)."""
    lat_r, lon_r = np.radians(lat), np.radians(lon)
    half_lat, half_lon = np.diff(lat_r) / 2, np.diff(lon_r) / 2
    chord = np.sin(half_lat) ** 2
    chord += np.cos(lat_r[:-1]) * np.cos(lat_r[1:]) * np.sin(half_lon) ** 2
    metres = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(chord)))
    # From the last point of one shape to the first of the next is no length.
    metres[offset[1:-1] - 1] = 0.0
    lengths: FloatArray = np.add.reduceat(metres, offset[:-1])
    return lengths
