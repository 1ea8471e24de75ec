"""Benchmark instances as problems: vehicles alike, one depot, distance is the cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from doorstep.engine.formats.errors import FormatError
from doorstep.engine.parts import IntMatrix, Profile, Shipment, Vehicle, Window
from doorstep.engine.problem import Problem
from doorstep.engine.validation import LARGEST_TIME_S

DEPOT = 0
SCALE_OF_DIMACS = 10
SCALE_OF_EXACT = 1000


class Rounding(StrEnum):
    """How distances become integers.

    ``ROUND``: to the nearest (the X and XXL sets). ``DIMACS``: ten times the distance, cut off,
    and times ten times as long (the convention for VRPTW since the DIMACS challenge of 2021).
    ``EXACT``: a thousand times the distance, to the nearest, and times a thousand times as long.
    """

    ROUND = "round"
    DIMACS = "dimacs"
    EXACT = "exact"

    @property
    def scale(self) -> int:
        """Return how many of the problem's units are one of the file's."""
        return {Rounding.DIMACS: SCALE_OF_DIMACS, Rounding.EXACT: SCALE_OF_EXACT}.get(self, 1)

    def apply(self, distances: npt.NDArray[np.float64]) -> IntMatrix:
        """Return the distances as integers."""
        if self is Rounding.DIMACS:
            return np.floor(SCALE_OF_DIMACS * distances).astype(np.int32)
        if self is Rounding.EXACT:
            return np.rint(SCALE_OF_EXACT * distances).astype(np.int32)
        return np.floor(distances + 0.5).astype(np.int32)


@dataclass(frozen=True, slots=True)
class Instance:
    """A benchmark instance; shipments are named 1, 2, ... as in its published solutions.

    Parameters
    ----------
    scale
        How many of the problem's cost units are one of the file's.
    is_fleet_first
        Whether fewer vehicles go before a shorter way: a vehicle's fixed cost is then no part of
        the published cost.
    """

    name: str
    problem: Problem
    scale: int
    is_fleet_first: bool = False


@dataclass(frozen=True, slots=True)
class Customers:
    """What is known of the depot and each client, in that order.

    Parameters
    ----------
    windows
        Of start of service, in the file's unit; none when the instance has no times.
    """

    loads: Sequence[int]
    services: Sequence[int]
    windows: Sequence[tuple[int, int]] | None


def distances_between(points: Sequence[tuple[float, float]], rounding: Rounding) -> IntMatrix:
    """Return Euclidean distances as integers, shape (points, points).

    Row by row, so that thirty thousand points need no more memory than the result.
    """
    x, y = np.array(points, dtype=np.float64).reshape(-1, 2).T
    lengths = np.empty((len(x), len(x)), dtype=np.int32)
    for row in range(len(x)):
        lengths[row] = rounding.apply(np.hypot(x - x[row], y - y[row]))
    return lengths


def build(
    name: str,
    lengths: IntMatrix,
    customers: Customers,
    capacity: int,
    *,
    vehicles: int | None,
    scale: int,
) -> Instance:
    """Return the instance as a problem in which a unit of distance costs one.

    Parameters
    ----------
    lengths
        Distance and duration of each leg, in the problem's unit.
    vehicles
        How many there are; none for one a client.

    Raises
    ------
    FormatError
        The numbers make no problem.
    """
    clients = len(customers.loads) - 1
    count = clients if vehicles is None else vehicles
    try:
        shift = _shift(lengths, customers, scale)
        problem = Problem(
            profiles=(Profile("distance", lengths, lengths),),
            vehicles=tuple(
                Vehicle(str(number), 0, DEPOT, DEPOT, shift, (capacity,), cost_per_m=1)
                for number in range(1, count + 1)
            ),
            shipments=tuple(
                Shipment(
                    name=str(client),
                    location=client,
                    load=(customers.loads[client],),
                    windows=_windows(customers, client, scale),
                    service_s=customers.services[client] * scale,
                )
                for client in range(1, clients + 1)
            ),
            load_names=("demand",),
        )
    except ValueError as error:
        raise FormatError(str(error).splitlines()) from error
    return Instance(name, problem, scale)


def untimed_shift(problem: Problem) -> Window:
    """Return the shift that an instance without times gets: no route can be as long."""
    services = sum(shipment.service_s for shipment in problem.shipments)
    return longest_shift(problem.profiles[0].distance_m, services)


def _shift(lengths: IntMatrix, customers: Customers, scale: int) -> Window:
    if customers.windows is None:
        return longest_shift(lengths, sum(customers.services[1:]) * scale)
    early, late = customers.windows[DEPOT]
    return Window(early * scale, late * scale)


def longest_shift(lengths: IntMatrix, services: int) -> Window:
    """Return a shift that no route can exceed."""
    longest = int(lengths.max(initial=0)) * (len(lengths) + 1)
    return Window(0, min(longest + services, LARGEST_TIME_S))


def _windows(customers: Customers, client: int, scale: int) -> tuple[Window, ...]:
    if customers.windows is None:
        return ()
    early, late = customers.windows[client]
    return (Window(early * scale, late * scale),)
