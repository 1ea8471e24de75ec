"""What driving teaches: from the positions of a trip to the speed of its streets by hour.

A trip is matched to streets, its time is laid along them, and each street says which share of the
speed its profile assumes was driven. What many trips say of a street in an hour of the week is
weighed against what was assumed: first the street against its class, then the hour against the
street, so that few observations move little and hours without any follow their street.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from doorstep.kernel import Point, distance_m
from doorstep.roads.costs import NO_PATH, cost_ms
from doorstep.roads.graph import CLOSED, FloatArray, Graph, IntArray, LongArray
from doorstep.roads.matching import NOISE_M, Driven, MatchedTrace, Position, TraceMatcher
from doorstep.roads.route import NoRouteError
from doorstep.roads.speeds import WEEK_HOURS, Traffic, learn
from doorstep.roads.view import ProfileView

STRENGTH = 20.0
"""How many trips what was assumed is worth, for a street and for each of its hours."""

LEAST_SHARE, MOST_SHARE = 0.1, 2.0
"""Shares of the speed outside of this are no driving: a pause, or a wrong street."""

_LONGEST_STAND_S = 180.0
"""Longer than at any light: somebody does something else there."""
_STANDING_MPS = 0.5
_LEAST_TRIP_S = 120.0
_LEAST_COVERED = 0.5
"""A street of which less was driven says too little of itself."""
_KEPT = np.dtype([("street", "<i8"), ("hour", "<i2"), ("count", "<i4"), ("log_sum", "<f8")])
_Words: TypeAlias = npt.NDArray[np.uint64]
_MIX = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Drive:
    """A trip from place to place, without the time at its ends.

    Parameters
    ----------
    positions
        In the order of time.
    at
        The instant of each, aware; shape as ``positions``.
    zone
        In whose hours streets are learned.
    """

    positions: Sequence[Position]
    at: Sequence[datetime]
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True)
class Lessons:
    """What was seen of streets; all arrays of shape (seen,), each street and hour once.

    Parameters
    ----------
    street
        Key of a directed edge, see ``street_keys``, int64.
    hour
        Of the week, local, int32.
    count
        How many trips, int64.
    log_sum
        Sum of the natural logarithms of the shares of the speed that were driven, float64.
    """

    street: LongArray
    hour: IntArray
    count: LongArray
    log_sum: FloatArray

    @classmethod
    def nothing(cls) -> "Lessons":
        """Return no lessons."""
        whole = np.empty(0, dtype=np.int64)
        return cls(whole, np.empty(0, np.int32), whole, np.empty(0, np.float64))

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Lessons":
        """Return the lessons of ``to_bytes``."""
        table = np.frombuffer(kept, dtype=_KEPT)
        return cls(
            table["street"].astype(np.int64),
            table["hour"].astype(np.int32),
            table["count"].astype(np.int64),
            table["log_sum"].astype(np.float64),
        )

    def to_bytes(self) -> bytes:
        """Return the lessons as 22 bytes for each street and hour, the same on every machine."""
        table = np.empty(len(self.street), dtype=_KEPT)
        for name in _KEPT.names or ():
            table[name] = getattr(self, name)
        return table.tobytes()

    def __add__(self, other: "Lessons") -> "Lessons":
        """Return what both say together."""
        parts = [
            np.concatenate([getattr(self, name), getattr(other, name)])
            for name in ("street", "hour", "count", "log_sum")
        ]
        return _gather(*parts)


class Teacher:
    """Turns drives of one profile into lessons.

    Parameters
    ----------
    graph
        The network.
    view
        Its streets at the profile's own speeds.
    """

    def __init__(self, graph: Graph, view: ProfileView) -> None:
        self._graph = graph
        self._view = view
        self._matcher = TraceMatcher(graph, view.profile)
        self._keys = street_keys(graph)
        self._ms = np.column_stack([view.forward_ms, view.backward_ms]).ravel()

    def observe(self, drive: Drive, noise_m: float = NOISE_M) -> Lessons:
        """Return what a drive says; nothing where it cannot be matched.

        Raises
        ------
        ValueError
            There is not one time for each position, or they are not in order.
        """
        instants = [one.astimezone(UTC) for one in drive.at]
        if len(drive.positions) != len(instants) or any(a > b for a, b in pairwise(instants)):
            message = "each position needs its time, and times must be in order"
            raise ValueError(message)
        matched = self._matcher.match(drive.positions, noise_m)
        seen: list[tuple[int, int, float]] = []
        at_s = [(one - instants[0]).total_seconds() for one in instants]
        used = 0
        for part in matched.parts:
            fixes, used = _fixes_of(part, matched, used)
            seen += self._observe_part(part, matched, fixes, at_s, drive)
        street = np.array([self._keys[way] for way, _, _ in seen], dtype=np.int64)
        hour = np.array([hour for _, hour, _ in seen], dtype=np.int32)
        logs = np.array([log for _, _, log in seen], dtype=np.float64)
        return _gather(street, hour, np.ones(len(seen), dtype=np.int64), logs)

    def observe_trip(
        self,
        start: Point,
        end: Point,
        departed_at: datetime,
        arrived_at: datetime,
        zone: tzinfo = UTC,
    ) -> Lessons:
        """Return what the time of a trip says of the streets it usually takes.

        For trips without positions. All streets are said to have been as much slower as the
        whole; what takes less than two minutes says nothing.

        Parameters
        ----------
        departed_at, arrived_at
            Instants, aware.
        zone
            In whose hours streets are learned.
        """
        taken_s = (arrived_at - departed_at).total_seconds()
        try:
            leg = self._view.route([start, end]).legs[0]
        except NoRouteError:
            return Lessons.nothing()
        share = leg.duration_s / max(taken_s, 1e-3)
        if min(leg.duration_s, taken_s) < _LEAST_TRIP_S or not LEAST_SHARE <= share <= MOST_SHARE:
            return Lessons.nothing()
        ways = [
            2 * step.edge + (not step.is_forward)
            for step in leg.steps
            if step.end - step.start >= _LEAST_COVERED
        ]
        hour = _hour_of(departed_at, zone)
        size = len(ways)
        return _gather(
            self._keys[ways],
            np.full(size, hour, dtype=np.int32),
            np.ones(size, dtype=np.int64),
            np.full(size, math.log(share)),
        )

    def _observe_part(
        self,
        part: Sequence[Driven],
        matched: MatchedTrace,
        fixes: Sequence[tuple[int, int]],
        at_s: Sequence[float],
        drive: Drive,
    ) -> list[tuple[int, int, float]]:
        """Return directed edge, hour and logarithm of the share of each street of a part."""
        ways = [2 * one.edge + (not one.is_forward) for one in part]
        whole = self._ms[ways].astype(np.float64)
        if len(fixes) < 2 or (whole == CLOSED).any():  # noqa: PLR2004 -- two ends
            return []
        turns = [0.0, *(self._turn_ms(a, b) for a, b in pairwise(ways))]
        spans = np.array([one.end - one.start for one in part]) * whole
        begins = np.cumsum([0.0, *spans[:-1]]) + np.cumsum(turns)
        # Usual time from the part's beginning to each fix, and when the fix was.
        usual = np.array(
            [
                begins[run] + (_share(matched, fix) - part[run].start) * whole[run]
                for fix, run in fixes
            ]
        )
        usual = np.maximum.accumulate(usual)
        at = np.array([at_s[fix] for fix, _ in fixes])
        stands = [
            (usual[i], usual[i + 1])
            for i, ((a, _), (b, _)) in enumerate(pairwise(fixes))
            if _stands(drive, a, b, at_s)
        ]
        seen = []
        for run, one in enumerate(part):
            first, last = begins[run], begins[run] + spans[run]
            is_whole = one.end - one.start >= _LEAST_COVERED and spans[run] > 0
            if not is_whole or first < usual[0] - 1.0 or last > usual[-1] + 1.0:
                continue
            if any(a < last and b > first for a, b in stands):
                continue
            entered_s, left_s = (float(np.interp(ms, usual, at)) for ms in (first, last))
            share = spans[run] / 1000.0 / max(left_s - entered_s, 1e-3)
            if LEAST_SHARE <= share <= MOST_SHARE:
                seen.append((ways[run], _week_hour(drive, at_s, entered_s), math.log(share)))
        return seen

    def _turn_ms(self, before: int, after: int) -> float:
        """Return what the turn from one directed edge into another usually takes."""
        states, extra = self._view.states, self._view.turn_cost
        if not states.turn or extra is None:
            return 0.0
        found = states.states_of(before)[:1].tolist()
        for state in found:
            for arc in range(states.offset[state], states.offset[state + 1]):
                if states.state_direction[states.head[arc]] == after and extra[arc] < NO_PATH:
                    return float(cost_ms(extra[arc : arc + 1])[0])
        return 0.0


def teach(traffic: Traffic, graph: Graph, profile: str, lessons: Lessons) -> Traffic:
    """Return the traffic with what was learned of single streets in it.

    Parameters
    ----------
    traffic
        What is assumed by class.
    graph
        The network; lessons about streets it lacks are left out.
    profile
        Whose lessons they are.
    lessons
        All there are.

    Notes
    -----
    Linear in the lessons; 168 numbers for each directed edge that was seen.
    """
    keys = street_keys(graph)
    order = np.argsort(keys, kind="stable")
    place = np.searchsorted(keys[order], lessons.street)
    place = np.minimum(place, len(order) - 1)
    known = keys[order[place]] == lessons.street if len(order) else np.zeros(0, dtype=np.bool_)
    ways, rank = np.unique(order[place[known]], return_inverse=True)
    hour, count, log_sum = lessons.hour[known], lessons.count[known], lessons.log_sum[known]
    prior = np.stack([traffic.class_shares(graph, profile, h) for h in range(WEEK_HOURS)], axis=1)
    prior = prior[ways // 2]
    seen = np.zeros((len(ways), WEEK_HOURS), dtype=np.int64)
    residual = np.zeros((len(ways), WEEK_HOURS))
    np.add.at(seen, (rank, hour), count)
    np.add.at(residual, (rank, hour), log_sum - count * np.log(prior[rank, hour]))
    trips = seen.sum(axis=1)
    mean = np.exp(residual.sum(axis=1) / np.maximum(trips, 1))
    street = prior * learn(np.ones(len(ways)), mean, trips, STRENGTH)[:, None]
    observed = prior * np.exp(residual / np.maximum(seen, 1))
    shares = learn(street, observed, seen, STRENGTH)
    return replace(
        traffic,
        profiles=traffic.profiles | {profile},
        learned={int(way): shares[number] for number, way in enumerate(ways.tolist())},
    )


def street_keys(graph: Graph) -> LongArray:
    """Return a number for each directed edge that is the same in every version of a region.

    Made of the way in OpenStreetMap and of where the edge begins and ends, int64, shape
    (2 x edges,). Directed edges of one way between the same two points share one.
    """
    lat, lon = (np.rint(one * 1e6).astype(np.int64) for one in (graph.node_lat, graph.node_lon))
    begin = np.column_stack([graph.edge_tail, graph.edge_head]).ravel()
    end = np.column_stack([graph.edge_head, graph.edge_tail]).ravel()
    key = np.repeat(graph.edge_way, 2).astype(np.uint64)
    with np.errstate(over="ignore"):
        for part in (lat[begin], lon[begin], lat[end], lon[end]):
            key = _mixed(key ^ part.astype(np.uint64))
    return (key >> np.uint64(1)).astype(np.int64)


def _mixed(number: _Words) -> _Words:
    """Return numbers whose bits depend on all bits (SplitMix64, doi:10.1145/2660193.2660195)."""
    mixed = number + np.uint64(_MIX)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _gather(street: LongArray, hour: IntArray, count: LongArray, log_sum: FloatArray) -> Lessons:
    """Return lessons with each street and hour once."""
    pairs, rank = np.unique(np.column_stack([street, hour]), axis=0, return_inverse=True)
    rank = rank.ravel()
    trips = np.zeros(len(pairs), dtype=np.int64)
    np.add.at(trips, rank, count)
    logs = np.bincount(rank, log_sum, len(pairs)).astype(np.float64)
    return Lessons(pairs[:, 0].astype(np.int64), pairs[:, 1].astype(np.int32), trips, logs)


def _fixes_of(
    part: Sequence[Driven], matched: MatchedTrace, used: int
) -> tuple[list[tuple[int, int]], int]:
    """Return the positions on a part, each with its street's place in it, and where to go on."""
    found: list[tuple[int, int]] = []
    run = 0
    fix = used
    while fix < len(matched.positions):
        place = matched.positions[fix]
        if place is not None:
            at = next(
                (
                    i
                    for i in range(run, len(part))
                    if part[i].edge == place.edge and part[i].is_forward == place.is_forward
                ),
                None,
            )
            if at is None:
                return found, fix
            run = at
            found.append((fix, run))
        fix += 1
    return found, fix


def _share(matched: MatchedTrace, fix: int) -> float:
    """Return how far along its street, in the direction of travel, a position is."""
    place = matched.positions[fix]
    assert place is not None  # noqa: S101 -- only matched ones are kept
    return place.fraction if place.is_forward else 1.0 - place.fraction


def _stands(drive: Drive, a: int, b: int, at_s: Sequence[float]) -> bool:
    """Tell whether somebody stood between two positions for longer than traffic makes one."""
    waited_s = at_s[b] - at_s[a]
    moved_m = distance_m(drive.positions[a].point, drive.positions[b].point)
    return waited_s > _LONGEST_STAND_S and moved_m < _STANDING_MPS * waited_s


def _week_hour(drive: Drive, at_s: Sequence[float], entered_s: float) -> int:
    """Return the hour of the week of the last position before a street was entered."""
    place = max(0, int(np.searchsorted(np.asarray(at_s), entered_s, side="right")) - 1)
    return _hour_of(drive.at[place], drive.zone)


def _hour_of(instant: datetime, zone: tzinfo) -> int:
    local = instant.astimezone(zone)
    return local.weekday() * 24 + local.hour
