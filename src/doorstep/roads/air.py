"""Ways through the air: straight, and round what may not be flown over."""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from doorstep.kernel import Point, distance_m
from doorstep.kernel.geometry import EARTH_RADIUS_M
from doorstep.roads.route import NO_CONNECTION, Matrix, NoRouteError, RoadLeg, RoadRoute

_CLEAR_M = 1.0
"""Corners are passed at this distance, so that rounding puts nobody inside."""


@dataclass(frozen=True, slots=True)
class Aircraft:
    """What flies, as the data file of that name says.

    Parameters
    ----------
    name
        For people and for queries: "drone".
    speed_kmh
        Over ground, in still air.
    takeoff_s, landing_s
        Lost at the two ends of every flight.
    most_m
        The longest flight; 0: any length.
    """

    name: str
    speed_kmh: float
    takeoff_s: float = 0.0
    landing_s: float = 0.0
    most_m: float = 0.0


class Airspace:
    """Where one aircraft may fly.

    Works in a plane whose axes are metres near the middle of what is asked for: within 50 km of
    the middle lengths are off by less than 1 in 100 at 60 degrees north.

    Parameters
    ----------
    aircraft
        What flies.
    no_fly
        Polygons in degrees, longitude first, that it may not fly over.
    """

    def __init__(self, aircraft: Aircraft, no_fly: Sequence[BaseGeometry] = ()) -> None:
        self._aircraft = aircraft
        self._zones = [zone for zone in no_fly if not zone.is_empty]

    def is_open(self, point: Point) -> bool:
        """Tell whether one may take off and land somewhere."""
        return not any(shapely.intersects_xy(zone, point.lon, point.lat) for zone in self._zones)

    def matrix(self, points: Sequence[Point]) -> Matrix:
        """Return the flights between all points, O(points squared times corners squared).

        A point inside a no-fly zone has no connection, but is nowhere from itself; neither has a
        flight that is too long.
        """
        size = len(points)
        seconds = np.full((size, size), NO_CONNECTION, dtype=np.int32)
        metres = seconds.copy()
        np.fill_diagonal(seconds, 0)
        np.fill_diagonal(metres, 0)
        plane = _Plane(points, self._zones)
        for i in range(size):
            for j in range(i):
                line = plane.fly(points[i], points[j])
                length_m = _length_m(line) if line else math.inf
                if length_m <= (self._aircraft.most_m or math.inf) and line:
                    seconds[i, j] = seconds[j, i] = self._seconds(length_m)
                    metres[i, j] = metres[j, i] = round(length_m)
        return Matrix(seconds, metres)

    def route(self, points: Sequence[Point]) -> RoadRoute:
        """Return the flights through all points in order, with their lines.

        Raises
        ------
        NoRouteError
            A point is inside a no-fly zone, or a flight is too long.
        """
        plane = _Plane(points, self._zones)
        legs = []
        for start, end in pairwise(points):
            line = plane.fly(start, end)
            if not line:
                message = f"there is no flight from {start} to {end} for a {self._aircraft.name}"
                raise NoRouteError(message)
            length_m = _length_m(line)
            if self._aircraft.most_m and length_m > self._aircraft.most_m:
                message = f"the flight to {end} is {length_m:.0f} m, too long"
                raise NoRouteError(message)
            legs.append(RoadLeg(self._seconds(length_m), round(length_m), tuple(line)))
        return RoadRoute(tuple(legs))

    def _seconds(self, length_m: float) -> int:
        if not length_m:
            return 0
        aircraft = self._aircraft
        flying_s = length_m / (aircraft.speed_kmh / 3.6)
        return math.ceil(flying_s + aircraft.takeoff_s + aircraft.landing_s - 1e-9)


class _Plane:
    """The zones in metres, with the corners a flight may turn at."""

    def __init__(self, points: Sequence[Point], zones: Sequence[BaseGeometry]) -> None:
        middle = sum(p.lat for p in points) / len(points) if points else 0.0
        self._y = math.radians(1.0) * EARTH_RADIUS_M
        self._x = self._y * math.cos(math.radians(middle))
        scale = np.array([self._x, self._y])
        flat = [shapely.transform(zone, lambda c: c * scale) for zone in zones]
        self._closed = shapely.union_all(flat) if flat else None
        self._corners: list[tuple[float, float]] = []
        if self._closed is not None:
            shapely.prepare(self._closed)
            round_ = shapely.buffer(self._closed, _CLEAR_M, join_style="mitre")
            self._corners = [tuple(c) for c in shapely.get_coordinates(round_).tolist()]
            self._corners = [c for c in dict.fromkeys(self._corners) if self._is_free(c)]
        self._links = self._link()

    def fly(self, start: Point, end: Point) -> list[Point]:
        """Return the shortest line from one point to another, nothing when there is none."""
        a, b = self._flat(start), self._flat(end)
        if not self._is_free(a) or not self._is_free(b):
            return []
        if self._sees(a, b):
            return [start, end]
        bends = self._round(a, b)
        return [start, *bends, end] if bends else []

    def _round(self, a: tuple[float, float], b: tuple[float, float]) -> list[Point]:
        """Return the corners the shortest way turns at, by Dijkstra over what sees what."""
        last = {i: math.dist(c, b) for i, c in enumerate(self._corners) if self._sees(c, b)}
        queue: list[tuple[float, int, tuple[int, ...]]] = [
            (math.dist(a, c), i, (i,)) for i, c in enumerate(self._corners) if self._sees(a, c)
        ]
        heapq.heapify(queue)
        seen: set[int] = set()
        while queue:
            so_far, corner, way = heapq.heappop(queue)
            if corner < 0:
                return [self._round_earth(self._corners[i]) for i in way]
            if corner in seen:
                continue
            seen.add(corner)
            if corner in last:
                heapq.heappush(queue, (so_far + last[corner], -1, way))
            for other, metres in self._links[corner]:
                heapq.heappush(queue, (so_far + metres, other, (*way, other)))
        return []

    def _link(self) -> list[list[tuple[int, float]]]:
        return [
            [
                (j, math.dist(a, b))
                for j, b in enumerate(self._corners)
                if i != j and self._sees(a, b)
            ]
            for i, a in enumerate(self._corners)
        ]

    def _is_free(self, spot: tuple[float, float]) -> bool:
        return self._closed is None or not shapely.contains_xy(self._closed, *spot)

    def _sees(self, a: tuple[float, float], b: tuple[float, float]) -> bool:
        if self._closed is None:
            return True
        line = shapely.LineString([a, b])
        return not (
            shapely.intersects(self._closed, line) and not shapely.touches(self._closed, line)
        )

    def _flat(self, point: Point) -> tuple[float, float]:
        return point.lon * self._x, point.lat * self._y

    def _round_earth(self, spot: tuple[float, float]) -> Point:
        return Point(spot[1] / self._y, spot[0] / self._x)


def _length_m(line: Sequence[Point]) -> float:
    return sum(distance_m(a, b) for a, b in pairwise(line))
