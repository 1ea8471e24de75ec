"""Which shipments go to one door, and how often plans visit one more than once; pure."""

import math
from collections.abc import Iterable, Iterator, Sequence

from doorstep.kernel import Point
from doorstep.orders import Shipment

SAME_DOOR_M = 10
"""Shipments so near to each other are handed over on one walk from the vehicle."""

SAME_RECIPIENT_M = 100
"""One recipient's addresses so near to each other are one door written in two ways."""

_METRES_PER_DEGREE = 111_195
"""Of latitude, on a sphere of 6,371 km."""


def list_doors(shipments: Sequence[Shipment]) -> list[int]:
    """Return for each shipment the first one that goes to the same door.

    The same door is within a few metres of that one's, or farther and the same recipient's. O(1)
    for each shipment where they are spread.
    """
    firsts: dict[tuple[int, int], list[int]] = {}
    doors: list[int] = []
    for number, shipment in enumerate(shipments):
        near = [
            (_apart_m(shipment.location, shipments[first].location), first)
            for cell in _cells_around(shipment.location)
            for first in firsts.get(cell, ())
        ]
        same = [(far, first) for far, first in near if _is_same(shipment, shipments[first], far)]
        if same:
            doors.append(min(same)[1])
        else:
            doors.append(number)
            firsts.setdefault(_cell(shipment.location), []).append(number)
    return doors


def count_extra_visits(routes: Iterable[Sequence[int]], doors: Sequence[int]) -> list[int]:
    """Return how many visits of each route are to a door that was visited before.

    Parameters
    ----------
    routes
        The shipments of each route, in order. Earlier routes count as before, whenever they drive.
    doors
        See ``list_doors``.
    """
    visited: set[int] = set()
    counts = []
    for route in routes:
        extra, here = 0, None
        for shipment in route:
            door = doors[shipment]
            if door != here:
                extra += door in visited
                visited.add(door)
            here = door
        counts.append(extra)
    return counts


def _is_same(one: Shipment, other: Shipment, apart_m: float) -> bool:
    if apart_m <= SAME_DOOR_M:
        return True
    name = one.recipient.name.casefold().strip()
    is_same_person = bool(name) and name == other.recipient.name.casefold().strip()
    return is_same_person and apart_m <= SAME_RECIPIENT_M


def _apart_m(one: Point, other: Point) -> float:
    north = (one.lat - other.lat) * _METRES_PER_DEGREE
    east = (one.lon - other.lon) * _METRES_PER_DEGREE * math.cos(math.radians(one.lat))
    return math.hypot(north, east)


def _cell(point: Point) -> tuple[int, int]:
    """Return the square of ``SAME_RECIPIENT_M`` of latitude that a point is in.

    In degrees of longitude a square is as wide as that at the equator, narrower elsewhere.
    """
    size = SAME_RECIPIENT_M / _METRES_PER_DEGREE
    return math.floor(point.lat / size), math.floor(point.lon / size)


def _cells_around(point: Point) -> Iterator[tuple[int, int]]:
    """Yield the squares in which something within ``SAME_RECIPIENT_M`` can be."""
    row, column = _cell(point)
    wide = math.ceil(1 / max(0.01, math.cos(math.radians(point.lat))))
    for down in (-1, 0, 1):
        for across in range(-wide, wide + 1):
            yield row + down, column + across
