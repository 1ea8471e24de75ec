"""Small towns drawn with characters, for tests whose minutes can be counted by hand."""

from dataclasses import dataclass

import numpy as np

from doorstep.kernel import Point
from doorstep.roads import Graph, Network, build_hierarchy
from doorstep.roads.graph import CLOSED, keep_strong_components

CELL_S = 60
CELL_M = 500

PROFILES = ("car", "van", "bicycle", "foot")
_SOUTH, _WEST = 60.0, 25.0
_DEGREES_PER_CELL = CELL_M / 111_195.08
_ALONG = {"-": (True, True), "|": (True, True), ">": (True, False), "v": (True, False)}
_AGAINST = {"<": (False, True), "^": (False, True)}


@dataclass(frozen=True)
class Town:
    """A drawn town: its streets and its named places."""

    graph: Graph
    places: dict[str, Point]

    def points(self, names: str) -> list[Point]:
        """Return the places called by these letters."""
        return [self.places[name] for name in names]

    def between(self, start: str, end: str, share: float) -> Point:
        """Return a point on the straight way from one place to another."""
        a, b = self.places[start], self.places[end]
        return Point(a.lat + (b.lat - a.lat) * share, a.lon + (b.lon - a.lon) * share)

    def network(self, *, fast: bool = True) -> Network:
        """Return the network, with the contraction hierarchy or without."""
        return Network(self.graph, build_hierarchy(self.graph) if fast else None)


def ascii_town(drawing: str, *, connected: bool = True) -> Town:
    """Return the town of a drawing.

    Every second character of every second line is a crossing: a letter names it, "+" does not.
    Between two crossings "-" and "|" are streets, "<", ">", "^" and "v" one-way streets, each one
    minute and 500 metres long. Walkers need not mind one-ways; all are equally fast.

    Parameters
    ----------
    drawing
        Lines from north to south. Common indentation is removed.
    connected
        Keep only what can be reached from everywhere, as real networks do.
    """
    lines = _lines(drawing)
    nodes = {
        (row, column): number
        for number, (row, column) in enumerate(
            (row, column)
            for row in range(0, len(lines), 2)
            for column in range(0, len(lines[row]), 2)
            if lines[row][column] != " "
        )
    }
    edges: list[tuple[int, int, bool, bool]] = []
    for (row, column), node in nodes.items():
        for down, across in ((0, 1), (1, 0)):
            sign = _at(lines, row + down, column + across)
            if sign != " ":
                other = nodes[row + 2 * down, column + 2 * across]
                edges.append((node, other, *(_ALONG | _AGAINST)[sign]))
    points = [_point(row, column) for row, column in nodes]
    names = {lines[r][c]: _point(r, c) for r, c in nodes if lines[r][c] != "+"}
    return Town(_graph(points, edges, connected=connected), names)


def _lines(drawing: str) -> list[str]:
    lines = [line.rstrip() for line in drawing.strip("\n").splitlines()]
    indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    lines = [line[indent:] for line in lines]
    while not lines[-1]:
        lines.pop()
    return lines


def _at(lines: list[str], row: int, column: int) -> str:
    return lines[row][column] if row < len(lines) and column < len(lines[row]) else " "


def _point(row: int, column: int) -> Point:
    lat = _SOUTH - row / 2 * _DEGREES_PER_CELL
    # At 60 degrees north a degree of longitude is half as long as one of latitude.
    return Point(lat, _WEST + column / 2 * 2 * _DEGREES_PER_CELL)


def _graph(
    points: list[Point], edges: list[tuple[int, int, bool, bool]], *, connected: bool
) -> Graph:
    tail = np.array([edge[0] for edge in edges], dtype=np.int32)
    head = np.array([edge[1] for edge in edges], dtype=np.int32)
    forward = np.array([[edge[2] or p == "foot" for edge in edges] for p in PROFILES])
    backward = np.array([[edge[3] or p == "foot" for edge in edges] for p in PROFILES])
    forward_ms = np.where(forward, CELL_S * 1000, CLOSED).astype(np.int32)
    backward_ms = np.where(backward, CELL_S * 1000, CLOSED).astype(np.int32)
    if connected:
        forward_ms, backward_ms = keep_strong_components(
            len(points), tail, head, forward_ms, backward_ms
        )
    lat, lon = np.array([p.lat for p in points]), np.array([p.lon for p in points])
    ends = np.column_stack([tail, head]).ravel()
    return Graph(
        node_lat=lat,
        node_lon=lon,
        edge_tail=tail,
        edge_head=head,
        edge_length_m=np.full(len(edges), float(CELL_M)),
        edge_class=np.zeros(len(edges), dtype=np.int32),
        edge_name=np.zeros(len(edges), dtype=np.int32),
        shape_offset=np.arange(0, 2 * len(edges) + 1, 2, dtype=np.int32),
        shape_lat=lat[ends],
        shape_lon=lon[ends],
        forward_ms=forward_ms,
        backward_ms=backward_ms,
        classes=("residential",),
        names=("",),
        profiles=PROFILES,
    )
