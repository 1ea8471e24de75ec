"""What a query answers: matrices, and routes with their lines."""

from dataclasses import dataclass

from doorstep.kernel import Point
from doorstep.roads.graph import IntArray

NO_CONNECTION = -1
"""Stands in a matrix where there is no way."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Travel between all places.

    Parameters
    ----------
    duration_s
        Seconds of the fastest way, rounded up, so that a detour never looks shorter than the
        direct way; int32, shape (places, places), [from, to]; ``NO_CONNECTION`` where none.
    distance_m
        Metres of that same way, rounded; shape and missing entries as above.
    """

    duration_s: IntArray
    distance_m: IntArray


@dataclass(frozen=True, slots=True)
class RoadLeg:
    """The way from one place to the next; its line begins and ends on the street."""

    duration_s: int
    distance_m: int
    geometry: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class RoadRoute:
    """The way through several places in order."""

    legs: tuple[RoadLeg, ...]

    @property
    def duration_s(self) -> int:
        """Return the seconds of all legs."""
        return sum(leg.duration_s for leg in self.legs)

    @property
    def distance_m(self) -> int:
        """Return the metres of all legs."""
        return sum(leg.distance_m for leg in self.legs)

    @property
    def geometry(self) -> tuple[Point, ...]:
        """Return the line of all legs, places between two legs once."""
        line: list[Point] = []
        for leg in self.legs:
            line.extend(leg.geometry[1:] if line else leg.geometry)
        return tuple(line)


class NoRouteError(ValueError):
    """There is no way between two places, or one of them is too far from any street."""
