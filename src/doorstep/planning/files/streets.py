"""The streets behind the routes of ``plan.html``: the important ones first, thinned to fit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shapely import LineString

from doorstep import roads
from doorstep.kernel import Bounds, Point

MAX_POINTS = 40_000
"""Points of all lines together; about 300 kB of page."""

_RANKS = (
    {"motorway", "trunk", "primary", "motorway_link", "trunk_link", "primary_link"},
    {"secondary", "tertiary", "secondary_link", "tertiary_link"},
    {"residential", "unclassified", "living_street", "pedestrian", "road"},
    {"service"},
)
_PATHS = len(_RANKS)
# Two metres at the equator: finer than a line on the screen.
_TOLERANCE_DEG = 0.00002
_MARGIN_DEG = 0.004


@dataclass(frozen=True, slots=True)
class Street:
    """One piece of street; ``rank`` 0 is the most important, 4 a path."""

    rank: int
    line: str


def list_streets(graph: roads.Graph, area: Bounds, max_points: int = MAX_POINTS) -> list[Street]:
    """Return the streets in and around ``area`` as polylines of precision 5.

    A rank that does not fit any more is left out with all below it: half of the small streets
    would look like a map with holes.
    """
    by_rank: dict[int, list[Street]] = {rank: [] for rank in range(_PATHS + 1)}
    sizes = dict.fromkeys(by_rank, 0)
    for edge in range(graph.edge_count):
        points = list(_points(graph, edge))
        if not any(area.contains(point, _MARGIN_DEG) for point in points):
            continue
        rank = _rank(graph.classes[int(graph.edge_class[edge])])
        thin = _simplify(points)
        sizes[rank] += len(thin)
        by_rank[rank].append(Street(rank, roads.encode_polyline(thin, precision=5)))
    kept: list[Street] = []
    for rank, streets in by_rank.items():
        max_points -= sizes[rank]
        if max_points < 0 and kept:
            break
        kept += streets
    return kept


def bounds_of(points: Iterable[Point]) -> Bounds:
    """Return the smallest box around some points."""
    places = list(points)
    lats, lons = [place.lat for place in places], [place.lon for place in places]
    return Bounds(min(lats), min(lons), max(lats), max(lons))


def _points(graph: roads.Graph, edge: int) -> Iterator[Point]:
    for i in range(int(graph.shape_offset[edge]), int(graph.shape_offset[edge + 1])):
        yield Point(float(graph.shape_lat[i]), float(graph.shape_lon[i]))


def _rank(road_class: str) -> int:
    return next((rank for rank, names in enumerate(_RANKS) if road_class in names), _PATHS)


def _simplify(points: list[Point]) -> list[Point]:
    if len(points) <= 2:  # noqa: PLR2004, a line has two ends
        return points
    line = LineString([(point.lon, point.lat) for point in points])
    return [Point(lat, lon) for lon, lat in line.simplify(_TOLERANCE_DEG).coords]
