"""The exact fastest way for an instant of departure, on streets that change on the way.

Dijkstra's algorithm on instants of arrival. A street that is being driven when the step of time
ends goes on at the next step's speed, so whoever enters it later never leaves it earlier [1]_; a
street, or a turn, that is closed at the instant one gets to it is closed, and one does not wait
for it; whoever is on a street when it closes drives on to its end.

References
----------
.. [1] Ichoua, Gendreau and Potvin (2003), "Vehicle dispatching with time-dependent travel
   times", doi:10.1016/S0377-2217(02)00147-9.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from doorstep.kernel import Point
from doorstep.roads.compiled import compiled
from doorstep.roads.costs import ENTRY, NO_PATH, cost_dm, cost_ms, pack_cost, part_costs
from doorstep.roads.cube import HOUR_S
from doorstep.roads.graph import FloatArray, IntArray, LongArray
from doorstep.roads.legs import Run, make_leg
from doorstep.roads.places import Places
from doorstep.roads.route import NoRouteError, RoadLeg
from doorstep.roads.snapping import MAX_SNAP_M, Snap
from doorstep.roads.view import ProfileView

_ENTERED = 1e12
"""Milliseconds that stand for entering ground that is for the ends of a trip."""
_FORBIDDEN = -1
_NEVER = np.inf


@dataclass(frozen=True, slots=True)
class _End:
    """A directed edge a trip begins or ends on, and the share of it that lies before the place."""

    direction: int
    share: float


@dataclass(frozen=True, slots=True)
class _Found:
    """The way: when it arrives in milliseconds, where it begins, its arcs in order, where it ends.

    A direct one never leaves the street it begins on.
    """

    arrival_ms: float
    first: _End
    arcs: tuple[int, ...]
    last: _End
    is_direct: bool = False


class TimedRoads:
    """The streets as one profile finds them in the course of time.

    Parameters
    ----------
    views
        Of one network and one profile, one for each step from the horizon's start on. Before the
        first and after the last step these two hold. The same view may stand several times.
    step_s
        Length of a step, seconds.
    """

    def __init__(self, views: Sequence[ProfileView], step_s: int = HOUR_S) -> None:
        self._views = tuple(views)
        self._step_ms = step_s * 1000.0
        distinct = list({id(view): view for view in views}.values())
        number = {id(view): i for i, view in enumerate(distinct)}
        self._which = np.array([number[id(view)] for view in views], dtype=np.int64)
        self._states = distinct[0].states
        self._ms = np.stack([_direction_ms(view) for view in distinct])
        self._turn_ms, self._enters = _turns(distinct)

    def view(self, at_s: float) -> ProfileView:
        """Return the streets as they are ``at_s`` seconds after the horizon's start."""
        step = int(at_s * 1000.0 // self._step_ms)
        return self._views[min(max(step, 0), len(self._views) - 1)]

    def leg(self, start: Point, end: Point, at_s: float) -> RoadLeg:
        """Return the fastest way for one who leaves ``at_s`` seconds after the horizon's start.

        The end is where the streets that are open on arrival let one get to.

        Raises
        ------
        NoRouteError
            A point is too far from any street, or cannot be reached.
        """
        view = self.view(at_s)
        found = None
        tried: set[tuple[int, float]] = set()
        step_s = self._step_ms / 1000.0
        # A street that closes or opens under way moves the end to another one.
        looks = [at_s, at_s + step_s, at_s + 2 * step_s]
        for look_s in looks:
            snaps = self._snap(view, start), self._snap(self.view(look_s), end)
            key = snaps[1].edge, snaps[1].fraction
            if key in tried:
                continue
            tried.add(key)
            found = self._find(view, snaps, at_s)
            if found is not None:
                return self._leg(view, snaps, found, at_s)
        message = f"there is no way from {start} to {end} for a {view.profile} at that time"
        raise NoRouteError(message)

    def duration_s(self, start: Point, end: Point, at_s: float) -> float | None:
        """Return the seconds of ``leg``, not rounded, or none where there is no way."""
        try:
            view = self.view(at_s)
            snaps = self._snap(view, start), self._snap(view, end)
        except NoRouteError:
            return None
        found = self._find(view, snaps, at_s)
        return None if found is None else (found.arrival_ms / 1000.0) - at_s

    def _snap(self, view: ProfileView, point: Point) -> Snap:
        snap = view.snap([point])[0]
        if snap is None:
            message = f"{point} is more than {MAX_SNAP_M:.0f} m from any street"
            raise NoRouteError(message)
        return snap

    def _find(self, view: ProfileView, snaps: tuple[Snap, Snap], at_s: float) -> _Found | None:
        places, _ = view.place(snaps)
        at_ms = at_s * 1000.0
        if places.node[0] >= 0 and places.node[0] == places.node[1]:
            here = _End(2 * int(places.edge[0]), float(places.fraction[0]))
            return _Found(at_ms, here, (), here, is_direct=True)
        starts = list(self._ends(view, places, 0))
        goals = list(self._ends(view, places, 1))
        best = self._direct(starts, goals, at_ms)
        states = self._states
        seeds: list[tuple[int, float, _End]] = []
        for one in starts:
            left_ms = self._cross(one.direction, 1.0 - one.share, at_ms)
            if left_ms < _NEVER:
                seeds += self._first_states(view, one, left_ms)
        targets = [
            (state, goal) for goal in goals for state in self._last_states(view, goal.direction)
        ]
        if not seeds or not targets:
            return best
        state, goal_number, key, by, seed_of = _search(
            states.offset,
            states.head,
            states.direction,
            self._ms,
            self._turn_ms,
            self._enters,
            self._which,
            self._step_ms,
            np.array([seed[0] for seed in seeds], dtype=np.int64),
            np.array([seed[1] for seed in seeds], dtype=np.float64),
            np.array([target[0] for target in targets], dtype=np.int64),
            np.array([target[1].direction for target in targets], dtype=np.int64),
            np.array([target[1].share for target in targets], dtype=np.float64),
            best.arrival_ms if best else _NEVER,
        )
        if goal_number < 0:
            return best
        arcs: list[int] = []
        at = state
        while by[at] >= 0:
            arcs.append(int(by[at]))
            at = int(states.tail[by[at]])
        seed = seeds[seed_of[at]]
        if states.turn:
            # The seed's own turn, from the street one began on.
            arcs.append(self._arc(seed[2].direction, at))
        return _Found(key % _ENTERED, seed[2], tuple(reversed(arcs)), targets[goal_number][1])

    def _ends(self, view: ProfileView, places: Places, place: int) -> Iterator[_End]:
        """Yield the directed edges by which a place is left, or reached."""
        node, edge = int(places.node[place]), int(places.edge[place])
        if node >= 0:
            graph = view.graph
            for one in sorted(set(graph.edges_at(node).tolist())):
                for way in (2 * one, 2 * one + 1):
                    begins = graph.edge_head[one] if way % 2 else graph.edge_tail[one]
                    ends = graph.edge_tail[one] if way % 2 else graph.edge_head[one]
                    if place == 0 and begins == node:
                        yield _End(way, 0.0)
                    if place == 1 and ends == node:
                        yield _End(way, 1.0)
            return
        share = float(places.fraction[place])
        turn = self._states.turn
        if places.serves_ahead[place] or not turn:
            yield _End(2 * edge, share)
        if places.serves_back[place] or not turn:
            yield _End(2 * edge + 1, 1.0 - share)

    def _direct(
        self, starts: Sequence[_End], goals: Sequence[_End], at_ms: float
    ) -> _Found | None:
        """Return the way along one edge, where both ends are on it in order."""
        best = None
        for one in starts:
            for goal in goals:
                if one.direction == goal.direction and one.share <= goal.share:
                    arrival = self._cross(one.direction, goal.share - one.share, at_ms)
                    if arrival < (best.arrival_ms if best else _NEVER):
                        best = _Found(arrival, one, (), goal, is_direct=True)
        return best

    def _cross(self, direction: int, share: float, at_ms: float) -> float:
        return float(_cross(self._ms, self._which, self._step_ms, direction, share, at_ms))

    def _first_states(
        self, view: ProfileView, one: _End, left_ms: float
    ) -> Iterator[tuple[int, float, _End]]:
        """Yield the states behind the street a trip begins on, with the key of being there."""
        states = self._states
        if not states.turn:
            graph, edge = view.graph, one.direction // 2
            node = graph.edge_tail[edge] if one.direction % 2 else graph.edge_head[edge]
            yield int(node), left_ms, one
            return
        for state in states.states_of(one.direction)[:1].tolist():
            for arc in range(states.offset[state], states.offset[state + 1]):
                key = _turn_key(
                    self._turn_ms, self._enters, self._which, self._step_ms, arc, left_ms
                )
                if key < _NEVER:
                    yield int(states.head[arc]), float(key), one

    def _last_states(self, view: ProfileView, direction: int) -> list[int]:
        if self._states.turn:
            found: list[int] = self._states.states_of(direction).tolist()
            return found
        graph, edge = view.graph, direction // 2
        return [int(graph.edge_head[edge] if direction % 2 else graph.edge_tail[edge])]

    def _arc(self, direction: int, head: int) -> int:
        """Return the arc by which the street a trip begins on was left."""
        states = self._states
        state = int(states.states_of(direction)[0])
        span = range(states.offset[state], states.offset[state + 1])
        return next(arc for arc in span if states.head[arc] == head)

    def _leg(
        self, view: ProfileView, snaps: tuple[Snap, Snap], found: _Found, at_s: float
    ) -> RoadLeg:
        """Return the way with the time that is really spent on each street."""
        states = self._states
        ways = [(found.first.direction, found.first.share, 1.0, -1)]
        if states.turn:
            ways += [
                (int(states.state_direction[states.head[arc]]), 0.0, 1.0, arc)
                for arc in found.arcs
            ]
        if not states.turn and not found.is_direct:
            ways += [(int(states.direction[arc]), 0.0, 1.0, -1) for arc in found.arcs]
            ways.append((found.last.direction, 0.0, 1.0, -1))
        ways[-1] = (*ways[-1][:2], found.last.share, ways[-1][3])
        runs, spent = [], []
        at_ms = at_s * 1000.0
        for way, begin, end, arc in ways:
            turn_ms = 0.0
            if arc >= 0:
                turn_ms = self._turn_at(arc, at_ms)
                at_ms += turn_ms
            after_ms = self._cross(way, end - begin, at_ms)
            runs.append(Run(way, begin, end, round(turn_ms)))
            spent.append(after_ms - at_ms)
            at_ms = after_ms
        kept = [i for i, run in enumerate(runs) if run.end > run.start] or [0]
        dm = sum(_length_dm(view, runs[i]) for i in kept)
        total_ms = found.arrival_ms - at_s * 1000.0
        cost = int(pack_cost(np.array(round(total_ms)), np.array(dm)))
        return make_leg(
            view.graph,
            view.bearings,
            [round(spent[i]) for i in kept],
            cost,
            [runs[i] for i in kept],
            snaps,
        )

    def _turn_at(self, arc: int, at_ms: float) -> float:
        key = _turn_key(self._turn_ms, self._enters, self._which, self._step_ms, arc, at_ms)
        return float(key % _ENTERED) - at_ms


def _length_dm(view: ProfileView, run: Run) -> int:
    whole = view.direction_cost[[run.direction]]
    length = np.array([round(float(view.graph.edge_length_m[run.direction // 2]) * 10)])
    whole = np.where(whole >= NO_PATH, pack_cost(np.zeros(1, dtype=np.int64), length), whole)
    behind, before = (part_costs(whole, np.array([share])) for share in (run.end, run.start))
    return int(cost_dm(behind)[0] - cost_dm(before)[0])


def _direction_ms(view: ProfileView) -> IntArray:
    both: IntArray = np.column_stack([view.forward_ms, view.backward_ms]).ravel()
    return both


def _turns(views: Sequence[ProfileView]) -> tuple[IntArray, IntArray]:
    """Return milliseconds of the turn of each arc in each view, and which enter private ground."""
    count = len(views[0].states.tail)
    ms = np.zeros((len(views), count), dtype=np.int32)
    enters = np.zeros(count, dtype=np.int32)
    for number, view in enumerate(views):
        extra = view.turn_cost
        if extra is not None:
            shut = extra >= NO_PATH
            ms[number] = np.where(shut, _FORBIDDEN, cost_ms(extra))
            enters |= (~shut & (extra >= ENTRY)).astype(np.int32)
    return ms, enters


@compiled
def _step(which: LongArray, step_ms: float, at_ms: float) -> int:
    return min(max(int(np.floor(at_ms / step_ms)), 0), len(which) - 1)


@compiled
def _cross(
    ms: IntArray, which: LongArray, step_ms: float, direction: int, share: float, at_ms: float
) -> float:
    """Return when one has passed a share of a directed edge, infinity where it is closed."""
    step = _step(which, step_ms, at_ms)
    whole_ms = float(ms[which[step], direction])
    if whole_ms < 0:
        return np.inf
    while True:
        left_ms = (step + 1) * step_ms - at_ms
        if share * whole_ms <= left_ms or step + 1 >= len(which):
            return at_ms + share * whole_ms
        share -= left_ms / whole_ms
        step += 1
        at_ms = step * step_ms
        next_ms = float(ms[which[step], direction])
        if next_ms >= 0:
            whole_ms = next_ms


@compiled
def _turn_key(
    turn_ms: IntArray,
    enters: IntArray,
    which: LongArray,
    step_ms: float,
    arc: int,
    key: float,
) -> float:
    """Return the key after a turn that is got to with a key, infinity where it is forbidden."""
    at_ms = key % _ENTERED
    ms = turn_ms[which[_step(which, step_ms, at_ms)], arc]
    if ms < 0:
        return np.inf
    return float(key + ms + enters[arc] * _ENTERED)


@compiled
def _search(  # noqa: C901, PLR0912, PLR0913, PLR0917 - a kernel takes arrays
    offset: LongArray,
    head: IntArray,
    direction: IntArray,
    ms: IntArray,
    turn_ms: IntArray,
    enters: IntArray,
    which: LongArray,
    step_ms: float,
    seeds: LongArray,
    seed_keys: FloatArray,
    targets: LongArray,
    target_directions: LongArray,
    target_shares: FloatArray,
    bound: float,
) -> tuple[int, int, float, IntArray, IntArray]:
    """Return state, number and key of the target that is reached first; -1 where none is.

    A key is how often private ground was entered, and then the instant. Also returned are the
    arc by which each state was reached, -1 at a seed, and the seed's number there.
    """
    count = len(offset) - 1
    found = np.full(count, np.inf)
    by = np.full(count, -1, dtype=np.int32)
    seed_of = np.full(count, -1, dtype=np.int32)
    is_target = np.zeros(count, dtype=np.bool_)
    for i in range(len(targets)):
        is_target[targets[i]] = True
    queue = [(0.0, np.int32(0)) for _ in range(0)]
    for i in range(len(seeds)):
        if seed_keys[i] < found[seeds[i]]:
            found[seeds[i]] = seed_keys[i]
            seed_of[seeds[i]] = i
            heapq.heappush(queue, (seed_keys[i], np.int32(seeds[i])))
    best, best_state, best_target = bound, -1, -1
    while len(queue) > 0:
        key, top = heapq.heappop(queue)
        state = int(top)
        if key >= best:
            break
        if key > found[state]:
            continue
        at_ms = key % _ENTERED
        entered = key - at_ms
        if is_target[state]:
            for i in range(len(targets)):
                if targets[i] == state:
                    arrival = entered + _cross(
                        ms, which, step_ms, target_directions[i], target_shares[i], at_ms
                    )
                    if arrival < best:
                        best, best_state, best_target = arrival, state, i
        for arc in range(offset[state], offset[state + 1]):
            behind_ms = _cross(ms, which, step_ms, direction[arc], 1.0, at_ms)
            if behind_ms == np.inf:
                continue
            after = _turn_key(turn_ms, enters, which, step_ms, arc, entered + behind_ms)
            if after < found[head[arc]]:
                found[head[arc]] = after
                by[head[arc]] = np.int32(arc)
                seed_of[head[arc]] = -1
                heapq.heappush(queue, (after, head[arc]))
    return best_state, best_target, best, by, seed_of
