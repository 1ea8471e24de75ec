"""How far one gets in a given time, as areas on the map."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from doorstep.kernel import Point
from doorstep.kernel.geometry import EARTH_RADIUS_M
from doorstep.roads.costs import ENTRY, NO_PATH, cost_ms, pack_cost
from doorstep.roads.graph import FloatArray, Graph, LongArray
from doorstep.roads.route import NoRouteError
from doorstep.roads.snapping import MAX_SNAP_M
from doorstep.roads.view import ProfileView

_SPACING_M = 80.0
_GRID_M = 40.0
_BESIDE_M = 30.0
"""Houses stand so far from the street that leads to them."""

_BLOCK_M = 60.0
_SMOOTH_M = 5.0
_SPECK_M2 = 20_000.0
"""A hole that is smaller is no hole anybody would want to see."""

_HOLLOW = 0.02
"""How closely the outline follows the streets: 0 all bays, 1 none (GEOS's length ratio)."""

_MOST_DM = (1 << 23) - 1
Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Isochrone:
    """The area within so many seconds of a place.

    Parameters
    ----------
    limit_s
        The time.
    polygons
        Each an outline and then its holes, first point repeated as the last.
    """

    limit_s: int
    polygons: tuple[tuple[Ring, ...], ...]


def find_isochrones(
    graph: Graph, view: ProfileView, start: Point, limits_s: Sequence[int]
) -> list[Isochrone]:
    """Return the areas within some times of a place, the smallest first, each in the next.

    The streets that are reached, also partly, are outlined by a concave hull [1]_.

    Parameters
    ----------
    graph
        The network.
    view
        The travel times that hold.
    start
        Where one sets out.
    limits_s
        Seconds, at least one, above zero.

    Raises
    ------
    NoRouteError
        The place is too far from any street.

    References
    ----------
    .. [1] Duckham et al. (2008), "Efficient generation of simple polygons for characterizing
       the shape of a set of points in the plane", doi:10.1016/j.patcog.2008.03.023.
    """
    snaps = view.snap([start])
    if snaps[0] is None:
        message = f"the place is more than {MAX_SNAP_M:.0f} m from any street"
        raise NoRouteError(message)
    limits_s = sorted(set(limits_s))
    reach = _reach(view, start, max(limits_s))
    plane = _Plane(graph)
    found: list[Isochrone] = []
    # The way from the door to the street belongs to it.
    door = shapely.LineString(plane.points([start, snaps[0].point]).tolist())
    inner: BaseGeometry = door.buffer(_BESIDE_M)
    for limit_s in limits_s:
        spots = plane.along(graph, *reach.within(limit_s))
        hull = inner
        if len(spots) > 2:  # noqa: PLR2004 - fewer span no area
            area = shapely.concave_hull(shapely.MultiPoint(spots), ratio=_HOLLOW)
            # Out and in again: bays and gaps that are narrower than a block are none.
            closed = area.buffer(_BESIDE_M + _BLOCK_M).buffer(-_BLOCK_M).union(inner)
            hull = _without_specks(closed.simplify(_SMOOTH_M).union(inner))
        inner = hull
        found.append(Isochrone(limit_s, tuple(plane.rings(hull))))
    return found


def _without_specks(area: BaseGeometry) -> BaseGeometry:
    """Return the area without its smallest holes."""
    polygons = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    filled = [
        shapely.Polygon(
            one.exterior,
            [ring for ring in one.interiors if shapely.Polygon(ring).area >= _SPECK_M2],
        )
        for one in polygons
    ]
    return shapely.union_all(filled)


@dataclass(frozen=True, slots=True)
class _Reach:
    """When the beginning of directed edges is reached, and how long they take, in milliseconds."""

    direction: LongArray
    begin_ms: LongArray
    whole_ms: LongArray

    def within(self, limit_s: int) -> tuple[LongArray, FloatArray, FloatArray]:
        """Return the directed edges that are entered in time, and from where to where."""
        entered = self.begin_ms < limit_s * 1000
        begin_ms, whole_ms = self.begin_ms[entered], np.maximum(self.whole_ms[entered], 1)
        first, last = -begin_ms / whole_ms, (limit_s * 1000 - begin_ms) / whole_ms
        return self.direction[entered], np.maximum(first, 0.0), np.minimum(last, 1.0)


def _reach(view: ProfileView, start: Point, limit_s: int) -> _Reach:
    places, rows = view.place(view.snap([start]))
    leaving = rows.leave < NO_PATH
    # Ground that is for the ends of a trip is entered at most once.
    limit = ENTRY + int(pack_cost(np.array([limit_s * 1000]), np.array([_MOST_DM]))[0])
    found, _ = view.plain_search.costs_from(rows.state[leaving], rows.leave[leaving], limit)
    states = view.states
    if states.turn:
        direction = states.state_direction.astype(np.int64)
        begin = found
    else:
        # What is left of the street one stands on leads to the junctions, and is an arc of none.
        here = 2 * int(places.edge[0])
        direction = np.append(states.direction.astype(np.int64), [here, here + 1])
        behind = [-int(places.ahead_to[0]), -int(places.back_to[0])]
        begin = np.append(found[states.tail], behind)
    whole = view.direction_cost[direction]
    # A start in the middle of a street lies before zero; so it is where it should be.
    usable = (np.abs(begin) < NO_PATH) & (whole < NO_PATH)
    begin_ms = np.where(begin < 0, -cost_ms(-begin), cost_ms(begin))
    return _Reach(direction[usable], begin_ms[usable], cost_ms(whole[usable]))


class _Plane:
    """Metres near the middle of the network, east and north."""

    def __init__(self, graph: Graph) -> None:
        box = graph.bounds
        self._scale_y = math.radians(1.0) * EARTH_RADIUS_M
        self._scale_x = self._scale_y * math.cos(math.radians((box.south + box.north) / 2))

    def points(self, points: Sequence[Point]) -> npt.NDArray[np.object_]:
        """Return points of the plane."""
        xy = [(p.lon * self._scale_x, p.lat * self._scale_y) for p in points]
        return np.asarray(shapely.points(xy))

    def along(
        self, graph: Graph, direction: LongArray, first: FloatArray, last: FloatArray
    ) -> npt.NDArray[np.float64]:
        """Return points on parts of directed edges, so far apart as matters."""
        is_whole = (first <= 0.0) & (last >= 1.0)
        whole = np.unique(direction[is_whole] // 2)
        part = np.flatnonzero(~is_whole & ~np.isin(direction // 2, whole))
        spots = [self._sample(graph, 2 * whole, np.zeros(len(whole)), np.ones(len(whole)))]
        spots.append(self._sample(graph, direction[part], first[part], last[part]))
        cell = np.round(np.concatenate(spots) / _GRID_M).astype(np.int64)
        # One point for each cell is enough: streets meet, and hulls are dear.
        low = cell.min(axis=0, initial=0)
        width = int(cell[:, 1].max(initial=0)) - int(low[1]) + 1
        key = np.unique((cell[:, 0] - low[0]) * width + cell[:, 1] - low[1])
        return np.column_stack([key // width + low[0], key % width + low[1]]) * _GRID_M

    def _sample(
        self, graph: Graph, direction: LongArray, first: FloatArray, last: FloatArray
    ) -> npt.NDArray[np.float64]:
        edge, back = direction // 2, direction % 2 == 1
        lines = self._lines(graph, edge)
        share = last - first
        shown = np.maximum(1, np.ceil(graph.edge_length_m[edge] * share / _SPACING_M))
        shown = shown.astype(np.int64)
        which = np.repeat(np.arange(len(edge)), shown)
        number = np.arange(len(which)) - np.repeat(np.cumsum(shown) - shown, shown)
        at = first[which] + (number + 1) / shown[which] * share[which]
        at = np.where(back[which], 1.0 - at, at)
        at_m = at * shapely.length(lines)[which]
        coordinates = shapely.get_coordinates(shapely.line_interpolate_point(lines[which], at_m))
        return np.asarray(coordinates, dtype=np.float64)

    def rings(self, area: BaseGeometry) -> list[tuple[Ring, ...]]:
        """Return the polygons of an area in degrees."""
        parts = [p for p in shapely.get_parts(area) if p.geom_type == "Polygon" and not p.is_empty]
        return [
            tuple(self._ring(ring) for ring in (polygon.exterior, *polygon.interiors))
            for polygon in parts
        ]

    def _ring(self, ring: shapely.LinearRing) -> Ring:
        return tuple(Point(y / self._scale_y, x / self._scale_x) for x, y in ring.coords)

    def _lines(self, graph: Graph, edges: LongArray) -> npt.NDArray[np.object_]:
        sizes = np.diff(graph.shape_offset)[edges]
        numbers = np.repeat(np.arange(len(edges)), sizes)
        starts = np.repeat(graph.shape_offset[:-1][edges] - (np.cumsum(sizes) - sizes), sizes)
        at = np.arange(len(numbers)) + starts
        coords = np.column_stack(
            [graph.shape_lon[at] * self._scale_x, graph.shape_lat[at] * self._scale_y]
        )
        return np.asarray(shapely.linestrings(coords, indices=numbers))
