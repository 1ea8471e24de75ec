"""A street network ready for queries: where a point is on it, how far it is to others.

``Network.matrix``, ``route`` and ``snap`` answer for a profile with the travel times of the
graph. Other times, such as those of rush hour or with streets closed, are another view of the
same network::

    view = network.with_weights("van", forward_ms, backward_ms)
    view.matrix(points)
    view.route(points)

``with_times`` also says which turns are allowed at that time. Only the vectors differ; the
topology, the snapping index and the turn costs are shared, so a view is made in some tens of
milliseconds for a city, and may be kept as long as its times hold.
"""

from collections.abc import Sequence

from doorstep.kernel import Bounds, Point
from doorstep.roads.disruptions import EdgeTimes
from doorstep.roads.graph import Graph, IntArray
from doorstep.roads.ground import Ground, Hierarchy
from doorstep.roads.route import Matrix, RoadRoute
from doorstep.roads.snapping import MAX_SNAP_M, Snap
from doorstep.roads.view import ProfileView


class Network:
    """A graph made ready for queries, each thing on its first use.

    Parameters
    ----------
    graph
        The network.
    hierarchy
        From ``build_hierarchy``; without one the same answers come from Dijkstra's algorithm,
        which is slower on large networks.
    """

    def __init__(self, graph: Graph, hierarchy: Hierarchy | None = None) -> None:
        self.graph = graph
        self.hierarchy = hierarchy
        self._ground = Ground(graph, hierarchy)
        self._views: dict[int, ProfileView] = {}

    @property
    def bounds(self) -> Bounds:
        """Return the smallest box around all streets."""
        return self.graph.bounds

    @property
    def profiles(self) -> tuple[str, ...]:
        """Return the names of the profiles that can be asked for."""
        return self.graph.profiles

    def view(self, profile: str) -> ProfileView:
        """Return the network as a profile sees it, with the graph's travel times.

        Raises
        ------
        ValueError
            There is no such profile.
        """
        row = self.graph.profile_index(profile)
        if row not in self._views:
            ahead, back = self.graph.forward_ms[row], self.graph.backward_ms[row]
            self._views[row] = ProfileView(self._ground, row, ahead, back)
        return self._views[row]

    def with_weights(
        self, profile: str, forward_ms: IntArray, backward_ms: IntArray
    ) -> ProfileView:
        """Return the network as a profile sees it, with other travel times.

        Parameters
        ----------
        profile
            Its turn costs hold on top.
        forward_ms, backward_ms
            Time along each edge from tail to head and back, ``CLOSED`` where it may not be
            travelled, int32, shape (edges,).

        Raises
        ------
        ValueError
            There is no such profile, or the vectors do not fit the graph.
        """
        row = self.graph.profile_index(profile)
        shape = (self.graph.edge_count,)
        if forward_ms.shape != shape or backward_ms.shape != shape:
            message = f"there are {shape[0]} edges, so both vectors must have that length"
            raise ValueError(message)
        return ProfileView(self._ground, row, forward_ms, backward_ms)

    def with_times(self, profile: str, times: EdgeTimes) -> ProfileView:
        """Return the network as a profile sees it at some time, see ``with_weights``."""
        row = self.graph.profile_index(profile)
        view = self.with_weights(profile, times.forward_ms, times.backward_ms)
        return ProfileView(self._ground, row, view.forward_ms, view.backward_ms, times.lifted)

    def snap(
        self, points: Sequence[Point], profile: str, max_snap_m: float = MAX_SNAP_M
    ) -> list[Snap | None]:
        """Return the nearest place on a street for each point, or none where it is too far.

        Parameters
        ----------
        points
            Anywhere.
        profile
            Only streets it may use, and can get to and away from, count.
        max_snap_m
            Farther than this is too far, metres.

        Raises
        ------
        ValueError
            There is no such profile.
        """
        return self.view(profile).snap(points, max_snap_m)

    def matrix(self, points: Sequence[Point], profile: str) -> Matrix:
        """Return the fastest ways between all points, partial edges at both ends included.

        A point too far from any street has no connection, but is nowhere from itself.

        Raises
        ------
        ValueError
            There is no such profile.
        """
        return self.view(profile).matrix(points)

    def route(self, points: Sequence[Point], profile: str) -> RoadRoute:
        """Return the fastest way through all points in order, with its line.

        Times and lengths of the legs are those of ``matrix``.

        Raises
        ------
        ValueError
            There is no such profile.
        NoRouteError
            A point is too far from any street, or cannot be reached.
        """
        return self.view(profile).route(points)
