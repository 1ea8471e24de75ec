"""One profile's travel times on the network, ready for queries."""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from doorstep.kernel import Point
from doorstep.roads.costs import NO_PATH, cost_ms, direction_costs
from doorstep.roads.dijkstra import DijkstraSearch
from doorstep.roads.graph import CLOSED, BoolArray, FloatArray, Graph, IntArray, LongArray
from doorstep.roads.ground import Ground
from doorstep.roads.legs import Run, make_leg, time_runs, with_length
from doorstep.roads.path import Path, Rows, Search
from doorstep.roads.places import Places, junction_rows, place_all, turn_rows
from doorstep.roads.pockets import find_pockets
from doorstep.roads.route import Matrix, NoRouteError, RoadLeg, RoadRoute
from doorstep.roads.shared import correct_shared, is_on_the_way, item_pairs
from doorstep.roads.snapping import MAX_ROUND_M, MAX_SNAP_M, Snap
from doorstep.roads.tables import to_matrix, to_seconds


class ProfileView:
    """Answers for one profile and one set of travel times.

    Made by ``Network.view`` and ``Network.with_weights``. The first query fills the times into
    the network's hierarchy; the view keeps the result.

    Parameters
    ----------
    ground
        What is shared by all views.
    row
        Row of the profile in the graph.
    forward_ms, backward_ms
        Time along each edge from tail to head and back, ``CLOSED`` where it may not be
        travelled, int32, shape (edges,).
    lifted
        Turns that are not forbidden at this time, see ``EdgeTimes``.
    """

    def __init__(
        self,
        ground: Ground,
        row: int,
        forward_ms: IntArray,
        backward_ms: IntArray,
        lifted: IntArray | None = None,
    ) -> None:
        self._ground = ground
        self._row = row
        self._graph: Graph = ground.graph
        self.forward_ms = forward_ms
        self.backward_ms = backward_ms
        self.lifted = np.empty(0, dtype=np.int32) if lifted is None else lifted
        self.states = ground.states(row)

    @property
    def profile(self) -> str:
        """Return the name of the profile."""
        return self._graph.profiles[self._row]

    @cached_property
    def direction_cost(self) -> LongArray:
        """Return the packed cost of each directed edge, int64, shape (2 x edges,)."""
        return direction_costs(self.forward_ms, self.backward_ms, self._graph.edge_length_m)

    @cached_property
    def arc_cost(self) -> LongArray:
        """Return the packed cost of each arc of ``states``, turns included."""
        cost = self.direction_cost[self.states.direction]
        extra = self.turn_cost
        return cost if extra is None else np.minimum(cost + extra, NO_PATH)

    @property
    def turn_cost(self) -> LongArray | None:
        """Return what each arc costs on top of its street, packed; none for nothing."""
        return self._ground.turn_costs(self._row, self.lifted)

    @property
    def graph(self) -> Graph:
        """Return the network's graph."""
        return self._graph

    @property
    def bearings(self) -> FloatArray:
        """Return where directed edges point, see ``edge_bearings``."""
        return self._ground.bearings

    @cached_property
    def search(self) -> Search:
        """Return the search over ``states``, made ready on first use."""
        return self._ground.make_search(self._row, self.arc_cost)

    @cached_property
    def plain_search(self) -> DijkstraSearch:
        """Return a search over ``states`` from one place to everywhere, without the hierarchy."""
        return DijkstraSearch(self.states, self.arc_cost)

    @cached_property
    def _is_open(self) -> BoolArray | None:
        """Return which edges count for snapping, or none when it is those of the profile."""
        is_open: BoolArray = (self.forward_ms != CLOSED) | (self.backward_ms != CLOSED)
        usual = self._ground.usable(self._row)
        return None if (is_open | ~usual).all() else is_open

    @cached_property
    def _pockets(self) -> BoolArray | None:
        """Return the open edges that closures cut off, or none where nothing is closed."""
        if self._is_open is None:
            return None
        return find_pockets(self.states, self.direction_cost, self.arc_cost)

    def snap(self, points: Sequence[Point], max_snap_m: float = MAX_SNAP_M) -> list[Snap | None]:
        """Return the nearest place on an open street for each point, or none if too far.

        From a street that closures cut off, one walks round the corner to one they do not: as
        far as ``MAX_ROUND_M``, since farther there may be a river between them.
        """
        snaps = self._ground.snap(self._row, tuple(points), max_snap_m, self._is_open)
        pockets, is_open = self._pockets, self._is_open
        if pockets is None or is_open is None:
            return snaps
        cut_off = [n for n, snap in enumerate(snaps) if snap is not None and pockets[snap.edge]]
        if cut_off:
            near_m = min(max_snap_m, MAX_ROUND_M)
            index = self._ground.snapping(self._row)
            found = index.snap([points[n] for n in cut_off], near_m, is_open & ~pockets)
            for number, snap in zip(cut_off, found, strict=True):
                snaps[number] = snap or snaps[number]
        return snaps

    def matrix(self, points: Sequence[Point]) -> Matrix:
        """Return the fastest ways between all points, partial edges at both ends included.

        A point too far from any street has no connection, but is nowhere from itself.
        """
        return to_matrix(self.costs(points))

    def seconds(self, points: Sequence[Point]) -> FloatArray:
        """Return the durations of ``matrix`` to the millisecond, float64; -1 where none."""
        return to_seconds(self.costs(points))

    def costs(self, points: Sequence[Point], fresh: BoolArray | None = None) -> LongArray:
        """Return packed costs between all points, ``NO_PATH`` where none.

        Parameters
        ----------
        points
            Anywhere.
        fresh
            Only pairs with one of these points need an answer, others get any; none: all do.
            Shape (points,).
        """
        return self._costs(*self.place(self.snap(points)), fresh)

    def route(self, points: Sequence[Point]) -> RoadRoute:
        """Return the fastest way through all points in order, with its line.

        Times and lengths of the legs are those of ``matrix``.

        Raises
        ------
        NoRouteError
            A point is too far from any street, or cannot be reached.
        """
        snaps = self.snap(points)
        for number, snap in enumerate(snaps):
            if snap is None:
                message = f"point {number + 1} is more than {MAX_SNAP_M:.0f} m from any street"
                raise NoRouteError(message)
        legs = [self._leg(start, end) for start, end in pairwise(filter(None, snaps))]
        return RoadRoute(tuple(legs))

    def place(self, snaps: Sequence[Snap | None]) -> tuple[Places, Rows]:
        """Return how snapped points join the states around them."""
        graph = self._graph
        near_side = graph.near_side[self._row]
        places = place_all(graph, self.direction_cost, snaps, near_side)
        if self.states.turn:
            return places, turn_rows(graph, self.states, self.direction_cost, places)
        return places, junction_rows(graph, places)

    def _costs(self, places: Places, rows: Rows, fresh: BoolArray | None = None) -> LongArray:
        costs = self.search.costs(rows, len(places.found), fresh)
        correct_shared(costs, places, rows, self.states, self.search)
        np.fill_diagonal(costs, 0)
        return costs

    def _leg(self, start: Snap, end: Snap) -> RoadLeg:
        places, rows = self.place([start, end])
        cost = int(self._costs(places, rows)[0, 1])
        if cost >= NO_PATH:
            message = f"there is no way from {start.point} to {end.point} for a {self.profile}"
            raise NoRouteError(message)
        runs = with_length(self._direct(cost, places) or self._through(cost, places, rows))
        run_ms = time_runs(runs, self.direction_cost)
        return make_leg(self._graph, self.bearings, run_ms, cost, runs, (start, end))

    def _direct(self, cost: int, places: Places) -> list[Run]:
        """Return the part of the one edge that both places are on, if that is the way."""
        begin, end = (float(share) for share in places.fraction)
        edge = int(places.edge[0])
        if places.node[0] >= 0 and places.node[0] == places.node[1]:
            return [Run(2 * edge, begin, begin)]
        if self.states.turn or cost != places.direct()[0, 1]:
            return []
        is_ahead = begin <= end and places.ahead_to[1] - places.ahead_to[0] == cost
        if is_ahead and places.ahead[0] < NO_PATH:
            return [Run(2 * edge, begin, end)]
        return [Run(2 * edge + 1, 1.0 - begin, 1.0 - end)]

    def _through(self, cost: int, places: Places, rows: Rows) -> list[Run]:
        """Return the streets of the way that costs what the matrix says."""
        for start, end in item_pairs(rows, 0, 1):
            a, b = int(rows.state[start]), int(rows.state[end])
            rest = cost - int(rows.leave[start] + rows.reach[end])
            found = 0 if is_on_the_way(rows, start, end) else self.search.links(a, b)
            if rest != found:
                continue
            is_round = not is_on_the_way(rows, start, end)
            path = self.search.path(a, b, is_round=is_round)
            if path is not None:
                return self._runs(places, rows, (start, end), path)
        message = f"no way costs {cost}"
        raise AssertionError(message)

    def _runs(self, places: Places, rows: Rows, items: tuple[int, int], path: Path) -> list[Run]:
        states = self.states
        direction = states.direction[path.arcs]
        turn_ms = cost_ms(self.arc_cost[path.arcs] - self.direction_cost[direction]).tolist()
        shares = [float(share) for share in places.fraction]
        if not states.turn:
            runs = [Run(way, 0.0, 1.0) for way in direction.tolist()]
            second = int(rows.offset[1])
            if places.node[0] < 0:
                way = 2 * int(places.edge[0]) + (items[0] == 0)
                runs.insert(0, Run(way, 1.0 - shares[0] if way % 2 else shares[0], 1.0))
            if places.node[1] < 0:
                way = 2 * int(places.edge[1]) + (items[1] > second)
                runs.append(Run(way, 0.0, 1.0 - shares[1] if way % 2 else shares[1]))
            return runs
        visited = [int(rows.state[items[0]]), *states.head[path.arcs].tolist()]
        ways = states.state_direction[visited].tolist()
        begins = [0.0] * len(ways)
        ends = [1.0] * len(ways)
        if places.node[0] < 0:
            begins[0] = 1.0 - shares[0] if ways[0] % 2 else shares[0]
        if places.node[1] < 0:
            ends[-1] = 1.0 - shares[1] if ways[-1] % 2 else shares[1]
        return [
            Run(way, begin, end, cost)
            for way, begin, end, cost in zip(ways, begins, ends, [0, *turn_ms], strict=True)
        ]
