"""Reads the signs from an extract and finds routes that disobey them.

Written against the map's tags alone and sharing nothing with the product: a route is taken as its
line, whose points are looked up among the extract's.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import osmium

DRIVER_KEYS = {"motorcar", "motor_vehicle", "vehicle"}


@dataclass
class Sign:
    kind: str
    from_ways: set[int]
    to_ways: set[int]
    via_ways: list[int]


@dataclass
class SignBook:
    """Everything a car must obey in one extract."""

    nodes_at: dict[tuple[int, int], set[int]] = field(default_factory=lambda: defaultdict(set))
    ways: dict[int, list[int]] = field(default_factory=dict)
    ways_of: dict[tuple[int, int], set[int]] = field(default_factory=lambda: defaultdict(set))
    oneway: dict[int, int] = field(default_factory=dict)
    at_node: dict[int, list[Sign]] = field(default_factory=lambda: defaultdict(list))
    through: dict[int, list[Sign]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0

    def nodes_of(self, line: Sequence[tuple[float, float]]) -> list[int]:
        """Return the map's points along a line, its two free ends left out."""
        found: list[int] = []
        for lat, lon in line:
            near = self.nodes_at.get((round(lat * 1e7), round(lon * 1e7)), set())
            joined = [n for n in near if found and self._segment(found[-1], n)]
            node = next(iter(joined), next(iter(sorted(near)), None))
            if node is not None and (not found or found[-1] != node):
                found.append(node)
        return found

    def broken(self, line: Sequence[tuple[float, float]]) -> Iterator[str]:
        """Yield what a driver along this line does that no sign allows."""
        nodes = self.nodes_of(line)
        runs: list[tuple[int, int, int]] = []  # way, first point, last point
        for a, b in pairwise(nodes):
            ways = self._segment(a, b)
            if not ways:
                continue
            way = runs[-1][0] if runs and runs[-1][0] in ways else min(ways)
            if all(self._is_against(w, a, b) for w in ways):
                yield f"against one-way {way} at {a}"
            goes_on = runs and runs[-1][0] == way and runs[-1][2] == a
            if goes_on:
                runs[-1] = (way, runs[-1][1], b)
            else:
                runs.append((way, a, b))
        for before, via, after in zip(nodes, nodes[1:], nodes[2:], strict=False):
            for sign in self.at_node.get(via, ()):
                if self._breaks(sign, before, via, after):
                    yield f"{sign.kind} at {via}"
        yield from self._through(runs)

    def _breaks(self, sign: Sign, before: int, via: int, after: int) -> bool:
        come, go = self._segment(before, via), self._segment(via, after)
        if not come & sign.from_ways or not go:
            return False
        is_back = before == after
        if sign.kind.startswith("only_"):
            return not go & sign.to_ways
        if not go & sign.to_ways:
            return False
        same_way = bool(come & sign.from_ways & sign.to_ways)
        return is_back == sign.kind.endswith("u_turn") if same_way else True

    def _through(self, runs: list[tuple[int, int, int]]) -> Iterator[str]:
        for i, (way, _, _) in enumerate(runs):
            for sign in self.through.get(way, ()):
                size = len(sign.via_ways)
                if [run[0] for run in runs[i + 1 : i + 1 + size]] != sign.via_ways:
                    continue
                if len(runs) <= i + 1 + size:
                    continue
                end = runs[i + size][2]
                follows = runs[i + 1 + size][0] in sign.to_ways
                is_end = any(end in self.ways.get(to, ()) for to in sign.to_ways)
                if is_end and follows != sign.kind.startswith("only_"):
                    yield f"{sign.kind} through {sign.via_ways}"

    def _segment(self, a: int, b: int) -> set[int]:
        return self.ways_of.get((min(a, b), max(a, b)), set())

    def _is_against(self, way: int, a: int, b: int) -> bool:
        sense = self.oneway.get(way, 0)
        nodes = self.ways[way]
        ahead = any(x == a and y == b for x, y in pairwise(nodes))
        back = any(x == b and y == a for x, y in pairwise(nodes))
        return (sense > 0 and not ahead) or (sense < 0 and not back)


def read_signs(pbf: Path) -> SignBook:
    book = SignBook()
    for entity in osmium.FileProcessor(str(pbf)).with_locations():
        if isinstance(entity, osmium.osm.Way) and "highway" in entity.tags:
            refs = [(n.ref, n.location) for n in entity.nodes]
            for ref, location in refs:
                if location.valid():
                    book.nodes_at[location.y, location.x].add(ref)
            nodes = [ref for ref, _ in refs]
            book.ways[entity.id] = nodes
            book.oneway[entity.id] = _sense(entity.tags)
            for a, b in pairwise(nodes):
                book.ways_of[min(a, b), max(a, b)].add(entity.id)
        elif isinstance(entity, osmium.osm.Relation) and entity.tags.get("type") == "restriction":
            _add(book, entity)
    return book


def _sense(tags: osmium.osm.TagList) -> int:
    for key in ("oneway:motorcar", "oneway:motor_vehicle", "oneway"):
        if key in tags:
            value = tags[key]
            return 1 if value in {"yes", "true", "1"} else -1 if value in {"-1", "reverse"} else 0
    is_round = tags.get("junction") in {"roundabout", "circular"}
    return int(is_round or tags.get("highway") == "motorway")


def _tag(entity: osmium.osm.Relation, key: str) -> str:
    return entity.tags.get(key) or ""


def _add(book: SignBook, entity: osmium.osm.Relation) -> None:
    if set(_tag(entity, "except").replace(" ", "").split(";")) & DRIVER_KEYS:
        return
    kinds = [_tag(entity, key) for key in ("restriction", "restriction:motorcar")]
    conditional = _tag(entity, "restriction:conditional")
    kinds.append(conditional.partition("@")[0].strip())
    members = [(m.type, m.role, m.ref) for m in entity.members]
    come = {ref for kind, role, ref in members if (kind, role) == ("w", "from")}
    go = {ref for kind, role, ref in members if (kind, role) == ("w", "to")}
    via_ways = [ref for kind, role, ref in members if (kind, role) == ("w", "via")]
    via_nodes = [ref for kind, role, ref in members if (kind, role) == ("n", "via")]
    for kind in kinds:
        if not kind.startswith(("no_", "only_")) or not come or not go:
            continue
        if not any(way in book.ways for way in go):
            continue
        sign = Sign(kind, come, go, via_ways)
        if via_ways and not via_nodes:
            for way in come:
                book.through[way].append(sign)
            book.count += 1
        elif len(via_nodes) == 1 and not via_ways:
            book.at_node[via_nodes[0]].append(sign)
            book.count += 1
