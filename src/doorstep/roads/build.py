"""Makes a graph from ways: cuts them at junctions and asks each profile for its times."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from doorstep.roads.cutting import BARRIER, Edges, cut, shape_lengths
from doorstep.roads.graph import (
    CLOSED,
    BoolArray,
    FloatArray,
    Graph,
    Hours,
    IntArray,
    LongArray,
    keep_strong_components,
    worse_ms,
)
from doorstep.roads.osm import Rules, Way
from doorstep.roads.profile import FERRY, SHUT, Passage, Profile, TimedPassage
from doorstep.roads.restricting import find_bans
from doorstep.roads.turning import build_turns

_JUNCTION_STREETS = 3
_ROUND = frozenset({"roundabout", "circular"})


def build_graph(
    ways: Iterable[Way], profiles: Sequence[Profile], rules: Rules | None = None
) -> Graph:
    """Return the graph of the ways that at least one profile may use.

    Parameters
    ----------
    ways
        Roads in any order; the order decides the numbers of nodes and edges.
    profiles
        Travellers, in the order of the graph's rows.
    rules
        Barriers and turn restrictions.

    Raises
    ------
    ValueError
        No way can be used by any profile.
    """
    rules = rules or Rules()
    judge = _Judge(profiles)
    usable = [way for way in ways if len(way.nodes) > 1 and judge.is_usable(way)]
    if not usable:
        message = "there is no road that any travel profile may use"
        raise ValueError(message)
    barriers = {node: tags for node, tags in rules.barriers.items() if judge.is_barred(tags)}
    edges = cut(usable, barriers)
    plain = _plain_graph(edges, profiles, judge)
    if not any(profile.turns for profile in profiles):
        return plain
    turns, forward_ms, backward_ms = build_turns(
        plain, profiles, find_bans(edges, rules.restrictions)
    )
    return replace(plain, turns=turns, forward_ms=forward_ms, backward_ms=backward_ms)


class _Judge:
    """Asks the profiles about tags, about equal tags once."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = profiles
        self._known: dict[frozenset[tuple[str, str]], tuple[Passage, ...]] = {}
        self._hours: dict[tuple[int, frozenset[tuple[str, str]]], tuple[TimedPassage, ...]] = {}

    def passages(self, way: Way) -> tuple[Passage, ...]:
        """Return what a way is to each profile."""
        if way.tags.get("highway") == BARRIER:
            return tuple(profile.barrier(way.tags)[0] for profile in self._profiles)
        if _is_ferry(way.tags):
            length_m = _length(way)
            return tuple(profile.passage(way.tags, length_m) for profile in self._profiles)
        key = _key(way.tags)
        if key not in self._known:
            self._known[key] = tuple(profile.passage(way.tags) for profile in self._profiles)
        return self._known[key]

    def by_hour(self, row: int, way: Way) -> tuple[TimedPassage, ...]:
        """Return what a way is to a profile at certain hours, or under signs nobody can read."""
        if not any(key.endswith(":conditional") for key in way.tags):
            return ()
        key = row, _key(way.tags)
        if key not in self._hours:
            self._hours[key] = tuple(self._profiles[row].passages_by_hour(way.tags))
        return self._hours[key]

    def is_usable(self, way: Way) -> bool:
        """Tell whether any profile may use a way, at any hour."""
        if any(passage.is_open for passage in self.passages(way)):
            return True
        return any(
            timed.passage.is_open and timed.when
            for row in range(len(self._profiles))
            for timed in self.by_hour(row, way)
        )

    def is_barred(self, tags: Mapping[str, str]) -> bool:
        """Tell whether a barrier is more than nothing to any profile."""
        answers = [profile.barrier(tags) for profile in self._profiles]
        if any(not p.is_open or p.ends_only or seconds > 0 for p, seconds in answers):
            return True
        marked = {"highway": BARRIER, **tags}
        return any(any(profile.passages_by_hour(marked)) for profile in self._profiles)


_UNREAD = frozenset({"name", "ref", "source", "note", "lit", "created_by", "width", "layer"})


def _key(tags: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """Return what profiles look at, or a little more."""
    return frozenset(
        (k, v)
        for k, v in tags.items()
        if k not in _UNREAD and not k.startswith(("name:", "addr:", "source:", "tiger:", "alt_"))
    )


def _plain_graph(edges: Edges, profiles: Sequence[Profile], judge: _Judge) -> Graph:
    """Return the graph without turns."""
    offset, lat, lon = edges.shapes()
    length_m = shape_lengths(offset, lat, lon)
    ways = edges.ways
    way = np.array(edges.way)
    tail = np.array(edges.tail, dtype=np.int32)
    head = np.array(edges.head, dtype=np.int32)
    classes = sorted({_class(one.tags) for one in ways})
    names = sorted({one.tags.get("name", "") for one in ways} | {""})
    class_of = {name: i for i, name in enumerate(classes)}
    name_of = {name: i for i, name in enumerate(names)}
    way_class = np.array([class_of[_class(one.tags)] for one in ways], dtype=np.int32)
    way_name = np.array([name_of[one.tags.get("name", "")] for one in ways], dtype=np.int32)
    passages = [judge.passages(one) for one in ways]
    clock = _Clock(tail, head, length_m, way, way_class, classes)
    forward_ms = np.full((len(profiles), len(tail)), CLOSED, dtype=np.int32)
    backward_ms = forward_ms.copy()
    ends_only = np.zeros(forward_ms.shape, dtype=np.bool_)
    hours = _HourList()
    for row, profile in enumerate(profiles):
        mine = [passage[row] for passage in passages]
        clock.set(profile, mine, ways)
        forward_ms[row], backward_ms[row] = clock.times(mine)
        ends_only[row] = np.array([passage.ends_only for passage in mine])[way]
        hours.collect(row, clock, judge, ways, (forward_ms[row], backward_ms[row], ends_only[row]))
    turning = np.array([profile.turns is not None for profile in profiles])
    kept = keep_strong_components(len(edges.node_points), tail, head, forward_ms, backward_ms)
    for before, after in zip((forward_ms, backward_ms), kept, strict=True):
        before[~turning] = after[~turning]
    return Graph(
        node_lat=np.array([p.lat for p in edges.node_points]),
        node_lon=np.array([p.lon for p in edges.node_points]),
        edge_tail=tail,
        edge_head=head,
        edge_length_m=length_m,
        edge_class=way_class[way],
        edge_name=way_name[way],
        shape_offset=offset,
        shape_lat=lat,
        shape_lon=lon,
        forward_ms=forward_ms,
        backward_ms=backward_ms,
        classes=tuple(classes),
        names=tuple(names),
        profiles=tuple(profile.name for profile in profiles),
        edge_way=np.array([one.number for one in ways], dtype=np.int64)[way],
        edge_roundabout=np.array([one.tags.get("junction") in _ROUND for one in ways])[way],
        ends_only=ends_only,
        near_side=np.stack(
            [np.isin(classes, list(p.near_side_classes))[way_class][way] for p in profiles]
        ),
        left_hand=_keeps_left(ways),
        hours=hours.hours(),
    )


class _Clock:
    """Turns speeds into times along edges, for one profile after another."""

    def __init__(
        self,
        tail: IntArray,
        head: IntArray,
        length_m: FloatArray,
        way: IntArray,
        way_class: IntArray,
        classes: Sequence[str],
    ) -> None:
        self._tail, self._head, self._length_m, self.way = tail, head, length_m, way
        self._edge_class = way_class[way]
        self._classes = classes
        self._at_head_s = self._at_tail_s = np.zeros(len(tail))

    def set(self, profile: Profile, passages: Sequence[Passage], ways: Sequence[Way]) -> None:
        """Work out where the profile loses time.

        The time lost at the junction an edge runs into is spread along the edge, so that half of
        an edge takes half of its time.
        """
        is_open = np.array([passage.is_open for passage in passages])[self.way]
        is_street = np.isin(self._classes, list(profile.street_classes))[self._edge_class]
        is_street &= is_open
        ends = np.concatenate([self._tail[is_street], self._head[is_street]])
        streets = np.bincount(ends, minlength=int(max(self._tail.max(), self._head.max())) + 1)
        delay_s = np.where(is_street, profile.junction_s, 0.0)
        self._at_head_s = delay_s * (streets[self._head] >= _JUNCTION_STREETS)
        self._at_tail_s = delay_s * (streets[self._tail] >= _JUNCTION_STREETS)
        barrier_s = np.array(
            [
                profile.barrier(one.tags)[1] if one.tags.get("highway") == BARRIER else 0.0
                for one in ways
            ]
        )[self.way]
        self._at_head_s = self._at_head_s + barrier_s
        self._at_tail_s = self._at_tail_s + barrier_s

    def times(
        self, passages: Sequence[Passage], only: LongArray | None = None
    ) -> tuple[IntArray, IntArray]:
        """Return milliseconds ahead and back, ``CLOSED`` where not allowed.

        Parameters
        ----------
        passages
            Of each way.
        only
            Edges that are asked for, none for all.
        """
        edges = slice(None) if only is None else only
        ahead = np.array([passage.forward_kmh for passage in passages])[self.way[edges]]
        back = np.array([passage.backward_kmh for passage in passages])[self.way[edges]]
        return (
            self._ms(ahead, self._at_head_s[edges], self._length_m[edges]),
            self._ms(back, self._at_tail_s[edges], self._length_m[edges]),
        )

    @staticmethod
    def _ms(kmh: FloatArray, lost_s: FloatArray, length_m: FloatArray) -> IntArray:
        with np.errstate(divide="ignore", invalid="ignore"):
            seconds = length_m / (kmh / 3.6) + lost_s
        ms = np.maximum(1, np.rint(np.where(kmh > 0, seconds, 0.0) * 1000))
        return np.where(kmh > 0, ms, CLOSED).astype(np.int32)


class _HourList:
    """What opens, closes and slows at certain hours, while it is collected."""

    def __init__(self) -> None:
        self._parts: list[tuple[IntArray, int, IntArray, IntArray, str]] = []
        self._unread: set[str] = set()

    def collect(
        self,
        row: int,
        clock: _Clock,
        judge: _Judge,
        ways: Sequence[Way],
        usual: tuple[IntArray, IntArray, BoolArray],
    ) -> None:
        """Add one profile's; a street that opens for the ends of a trip is marked so.

        Of what a sign says that cannot be read, the worse is put into the usual times.
        """
        forward_ms, backward_ms, ends_only = usual
        timed = {number: judge.by_hour(row, way) for number, way in enumerate(ways)}
        edges_of = _edges_of(clock.way, [number for number, some in timed.items() if some])
        for number, edges in edges_of.items():
            for one in timed[number]:
                some = [SHUT] * len(ways)
                some[number] = one.passage
                ahead, back = clock.times(some, edges)
                ends_only[edges] |= one.passage.ends_only
                if one.when:
                    self._parts.append((edges.astype(np.int32), row, ahead, back, one.when))
                    continue
                self._unread.add(one.sign)
                forward_ms[edges] = worse_ms(forward_ms[edges], ahead)
                backward_ms[edges] = worse_ms(backward_ms[edges], back)

    def hours(self) -> Hours:
        """Return all of it as arrays."""
        unread = tuple(sorted(self._unread))
        if not self._parts:
            return Hours(unread=unread)
        whens = tuple(sorted({part[4] for part in self._parts}))
        sizes = [len(part[0]) for part in self._parts]
        return Hours(
            edge=np.concatenate([part[0] for part in self._parts]),
            row=np.repeat([part[1] for part in self._parts], sizes).astype(np.int32),
            forward_ms=np.concatenate([part[2] for part in self._parts]),
            backward_ms=np.concatenate([part[3] for part in self._parts]),
            when=np.repeat([whens.index(p[4]) for p in self._parts], sizes).astype(np.int32),
            whens=whens,
            unread=unread,
        )


def _edges_of(way: IntArray, numbers: Sequence[int]) -> dict[int, LongArray]:
    """Return the edges that are cut from each of some ways."""
    order = np.argsort(way, kind="stable")
    starts = np.searchsorted(way[order], numbers)
    ends = np.searchsorted(way[order], numbers, side="right")
    spans = zip(numbers, starts, ends, strict=True)
    return {number: order[first:last].astype(np.int64) for number, first, last in spans}


def _class(tags: Mapping[str, str]) -> str:
    return FERRY if _is_ferry(tags) else tags["highway"]


def _is_ferry(tags: Mapping[str, str]) -> bool:
    return tags.get("route") == FERRY and "highway" not in tags


def _length(way: Way) -> float:
    lat, lon = (np.array([getattr(p, name) for p in way.points]) for name in ("lat", "lon"))
    return float(shape_lengths(np.array([0, len(lat)], dtype=np.int32), lat, lon)[0])


def _keeps_left(ways: Sequence[Way]) -> bool:
    """Tell whether traffic keeps left: most roundabouts then run clockwise."""
    votes = 0
    for way in ways:
        side = way.tags.get("driving_side")
        if side in {"left", "right"}:
            votes += 1 if side == "left" else -1
        elif way.tags.get("junction") == "roundabout" and way.nodes[0] == way.nodes[-1]:
            lat, lon = (np.array([getattr(p, n) for p in way.points]) for n in ("lat", "lon"))
            area = float((lon[:-1] * lat[1:] - lon[1:] * lat[:-1]).sum())
            votes += int(area < 0) - int(area > 0)
    return votes > 0
