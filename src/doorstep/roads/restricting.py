"""Finds out which turns each restriction is about, in directed edges of the graph."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from doorstep.roads.cutting import Edges
from doorstep.roads.osm import Restriction


@dataclass(frozen=True, slots=True)
class TurnBan:
    """A restriction in directed edges: after this path, those exits are all, or forbidden.

    Parameters
    ----------
    path
        Directed edges that are travelled first, the one that leads in and those between.
    exits
        Directed edges at the end of the path.
    rule
        What it comes from.
    """

    path: tuple[int, ...]
    exits: frozenset[int]
    rule: Restriction


class _Pieces:
    """The edges of each way, by the way's number."""

    def __init__(self, edges: Edges) -> None:
        self._edges = edges
        self._of_way: dict[int, list[int]] = defaultdict(list)
        for edge, way in enumerate(edges.way):
            self._of_way[edges.ways[way].number].append(edge)

    def nodes(self, way: int) -> set[int]:
        """Return the numbers of the points where a way's edges end."""
        numbers = self._edges.node_numbers
        ends = (self._edges.tail, self._edges.head)
        return {numbers[end[edge]] for edge in self._of_way.get(way, ()) for end in ends}

    def into(self, way: int, node: int) -> Iterator[int]:
        """Yield the directed edges of a way that lead to a point."""
        for edge in self._of_way.get(way, ()):
            if self._number(self._edges.head[edge]) == node:
                yield 2 * edge
            if self._number(self._edges.tail[edge]) == node:
                yield 2 * edge + 1

    def out_of(self, way: int, node: int) -> Iterator[int]:
        """Yield the directed edges of a way that lead away from a point."""
        for direction in self.into(way, node):
            yield direction ^ 1

    def along(self, way: int, start: int, end: int) -> list[int] | None:
        """Return the directed edges of a way from one point to another, or none."""
        edges = self._of_way.get(way, [])
        ahead = self._walk([2 * edge for edge in edges], start, end)
        back = self._walk([2 * edge + 1 for edge in reversed(edges)], start, end)
        return min(filter(None, (ahead, back)), key=len, default=None)

    def _walk(self, ring: list[int], start: int, end: int) -> list[int] | None:
        """Follow edges in order from one point to another, once round where they close."""
        found: list[int] = []
        for direction in ring * 2:
            begin, finish = self.ends(direction)
            if begin == start and not found:
                found = [direction]
            elif found and self.ends(found[-1])[1] == begin:
                found.append(direction)
            elif found:
                return None
            if found and finish == end:
                return found
        return None

    def ends(self, direction: int) -> tuple[int, int]:
        """Return the numbers of the points where a directed edge begins and ends."""
        edge, back = divmod(direction, 2)
        ends = self._number(self._edges.tail[edge]), self._number(self._edges.head[edge])
        return (ends[1], ends[0]) if back else ends

    def _number(self, node: int) -> int:
        return self._edges.node_numbers[node]


def find_bans(edges: Edges, restrictions: Sequence[Restriction]) -> list[TurnBan]:
    """Return what restrictions mean in directed edges; of ways not in the graph, nothing.

    Where a way runs through the point of a restriction instead of ending there, every approach
    on it counts.
    """
    pieces = _Pieces(edges)
    bans: list[TurnBan] = []
    for rule in restrictions:
        for way in rule.from_ways:
            if rule.via_node is None:
                bans += _through_ways(pieces, rule, way)
            else:
                bans += _at_node(pieces, rule, way, rule.via_node)
    return bans


def _at_node(pieces: _Pieces, rule: Restriction, way: int, node: int) -> Iterator[TurnBan]:
    exits = frozenset(e for to in rule.to_ways for e in pieces.out_of(to, node))
    for into in pieces.into(way, node):
        meant = exits
        if way in rule.to_ways:
            # On one and the same way turning round is meant, or going on, and the sign says which.
            meant = exits & {into ^ 1} if rule.is_u_turn else exits - {into ^ 1}
        if meant:
            yield TurnBan((into,), meant, rule)


def _through_ways(pieces: _Pieces, rule: Restriction, way: int) -> Iterator[TurnBan]:
    """Yield the ban for the way in, the ways between and the ways out."""
    stops = [pieces.nodes(one) for one in (way, *rule.via_ways)]
    joints = [a & b for a, b in pairwise(stops)]
    for to in rule.to_ways:
        last = stops[-1] & pieces.nodes(to)
        for path, end in _chains(pieces, rule.via_ways, joints, last):
            start = pieces.ends(path[0])[0]
            exits = frozenset(pieces.out_of(to, end)) - {path[-1] ^ 1}
            for into in pieces.into(way, start):
                if into ^ 1 not in path and exits:
                    yield TurnBan((into, *path), exits, rule)


def _chains(
    pieces: _Pieces, ways: Sequence[int], joints: list[set[int]], last: set[int]
) -> Iterator[tuple[list[int], int]]:
    """Yield ways through all the via ways, with the point they end at; shortest first."""
    found: list[tuple[list[int], int]] = [([], node) for node in sorted(joints[0])]
    for way, nexts in zip(ways, [*joints[1:], last], strict=True):
        longer: list[tuple[list[int], int]] = []
        for path, start in found:
            for end in sorted(nexts - {start}):
                piece = pieces.along(way, start, end)
                if piece:
                    longer.append(([*path, *piece], end))
        found = longer
    if found:
        yield min(found, key=lambda item: len(item[0]))
