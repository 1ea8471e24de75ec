"""Where a house number should be that the map does not have, from those it has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from doorstep.kernel import Point, distance_m

MAX_GAP_M = 400.0
"""Between neighbours farther apart than this, nothing is known of what lies between."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A point between two neighbours on one side of the street, so far apart."""

    point: Point
    gap_m: float


def estimate(houses: Iterable[tuple[int, Point]], wanted: int) -> Estimate | None:
    """Return where ``wanted`` should be, or none where nothing is known.

    Numbers of one parity are taken to stand on one side, in order. Of several houses with the
    nearest lower and the nearest higher number (streets of one name in two towns), those two
    are taken that are nearest to each other.

    Parameters
    ----------
    houses
        Numbers of the street and where they are, in any order.
    wanted
        A number that is not among them.
    """
    same_side = [(value, point) for value, point in houses if value and value % 2 == wanted % 2]
    below = _at([h for h in same_side if h[0] < wanted], highest=True)
    above = _at([h for h in same_side if h[0] > wanted], highest=False)
    if not below or not above:
        return None
    gap_m, low, high = min(
        ((distance_m(a[1], b[1]), a, b) for a in below for b in above), key=lambda pair: pair[0]
    )
    if gap_m > MAX_GAP_M:
        return None
    share = (wanted - low[0]) / (high[0] - low[0])
    (a, b) = low[1], high[1]
    point = Point(a.lat + (b.lat - a.lat) * share, a.lon + (b.lon - a.lon) * share)
    return Estimate(point, gap_m)


def _at(houses: Sequence[tuple[int, Point]], *, highest: bool) -> list[tuple[int, Point]]:
    """Return the houses with the highest, or the lowest, number."""
    if not houses:
        return []
    values = [value for value, _ in houses]
    edge = max(values) if highest else min(values)
    return [house for house in houses if house[0] == edge]
