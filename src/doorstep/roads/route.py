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
class Step:
    """One street of a way, or the part of it that is travelled.

    Parameters
    ----------
    edge
        The edge.
    is_forward
        Whether it is travelled from its tail to its head.
    start, end
        The part that is travelled, as fractions in the direction of travel: 0 and 1 are all of it.
    ms
        Time on it, without turns.
    turn_ms
        Time of the turn that leads into it; 0 for the first.
    turn_deg
        That turn, -180 to 180, to the right above zero; 0 for the first.
    """

    edge: int
    is_forward: bool
    start: float
    end: float
    ms: int
    turn_ms: int = 0
    turn_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class RoadLeg:
    """The way from one place to the next; its line begins and ends on the street.

    ``steps`` are the streets it takes, in order; their times add up to ``duration_s``, which is
    rounded up.
    """

    duration_s: int
    distance_m: int
    geometry: tuple[Point, ...]
    steps: tuple[Step, ...] = ()


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
