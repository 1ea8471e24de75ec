"""VROOM's prices as the engine's: what a leg costs becomes its length.

VROOM prices travel (by the hour, by the kilometre or by a matrix of costs) and never waiting or
service; the engine prices metres and the whole time of a route. So each profile gets the price of
its legs as its "distance", and no price on time. One of VROOM's cost units is ``scale`` of ours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np

from doorstep.engine.formats.vroom.document import DEFAULT_PER_HOUR, Car
from doorstep.engine.formats.vroom.errors import VroomError
from doorstep.engine.formats.vroom.tables import LARGEST_LEG, Table, Wholes

FINEST_SCALE = 18_000
"""Of this fraction of a cost unit both a second at 1 an hour (5) and a metre at 1 a kilometre
(18) are whole multiples."""

_SECOND_AT_ONE_AN_HOUR = 5
_METRE_AT_ONE_A_KM = 18


@dataclass(frozen=True, slots=True)
class Weights:
    """What makes a leg long: seconds, metres or entries of the costs matrix.

    In the smallest whole proportions; ``times`` them is the price in ``1 / FINEST_SCALE``.
    """

    by_second: int
    by_metre: int
    by_cost: int
    times: int

    @property
    def shape(self) -> tuple[int, int, int]:
        """Return what two vehicles share that can use the same lengths."""
        return self.by_second, self.by_metre, self.by_cost


def weigh(car: Car, table: Table) -> Weights:
    """Return how a vehicle prices the legs of its profile.

    Raises
    ------
    VroomError
        Its prices ask for a matrix that is not there, or contradict one that is.
    """
    if table.costs is not None:
        if car.per_hour != DEFAULT_PER_HOUR or car.per_km:
            message = (
                f"{car.where}.costs cannot price hours or kilometres, for matrices."
                f"{car.profile} has costs of its own."
            )
            raise VroomError([message])
        return Weights(0, 0, 1, FINEST_SCALE)
    if car.per_km and table.distances is None:
        message = f"{car.where}.costs.per_km needs matrices.{car.profile}.distances."
        raise VroomError([message])
    second = car.per_hour * _SECOND_AT_ONE_AN_HOUR
    metre = car.per_km * _METRE_AT_ONE_A_KM
    common = gcd(second, metre)
    if common == 0:  # free of charge: any lengths do
        return Weights(int(table.distances is None), int(table.distances is not None), 0, 0)
    return Weights(second // common, metre // common, 0, common)


def common_scale(weights: Iterable[Weights]) -> int:
    """Return the smallest scale in which all prices are whole."""
    return FINEST_SCALE // gcd(FINEST_SCALE, *(weight.times for weight in weights))


def lengths_of(table: Table, shape: Sequence[int], where: str) -> Wholes:
    """Return the price of each leg, missing legs as zero.

    Raises
    ------
    VroomError
        A price is too large to be counted.
    """
    parts = (table.durations, table.distances, table.costs)
    lengths = np.zeros_like(table.durations)
    there = ~missing_legs(table)
    for part, weight in zip(parts, shape, strict=True):
        if weight and part is not None:
            lengths[there] += part[there] * weight
    if int(lengths.max()) > LARGEST_LEG:
        message = f"{where}: costs.per_hour and costs.per_km make a leg too dear to be counted."
        raise VroomError([message])
    return lengths


def missing_legs(table: Table) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return where there is no way: a number above ``LARGEST_LEG`` in any matrix."""
    parts = (table.durations, table.distances, table.costs)
    missing = np.zeros(table.durations.shape, dtype=np.bool_)
    for part in parts:
        if part is not None:
            missing |= part > LARGEST_LEG
    return missing
