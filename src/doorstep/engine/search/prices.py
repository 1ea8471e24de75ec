"""Costs in the search's unit, so that no sum of them leaves 64 bits."""

from collections.abc import Sequence
from dataclasses import dataclass

from doorstep.engine.parts import Shipment, Vehicle
from doorstep.engine.schedule import latest_return

LARGEST_TOTAL = 2**60
"""Costs are divided by a power of two, if need be, so that no sum is above this."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What the search pays.

    Parameters
    ----------
    shift
        Costs are the problem's divided by two to this power; 0 unless they are absurd.
    prizes
        Of each shipment wanted; that of one without a prize outweighs all routes and prizes.
    """

    shift: int
    prizes: list[int]

    def scale(self, cost: int) -> int:
        """Return a cost of the problem in the search's unit."""
        return cost >> self.shift


def price(wanted: Sequence[Shipment], cars: Sequence[Vehicle], farthest_m: int) -> Prices:
    """Return the unit and the prizes. O(shipments + vehicles)."""
    stops = len(wanted)
    by_route = max(
        car.fixed_cost
        + car.cost_per_s * (latest_return(car) - car.shift.early)
        + car.overtime_cost_per_s * car.overtime_s
        for car in cars
    )
    by_leg = farthest_m * max(car.metre_cost for car in cars)
    named = sum(shipment.prize or 0 for shipment in wanted)
    unlimited = 1 + stops * by_route + 2 * stops * by_leg + named
    total = unlimited * (stops + 1)
    shift = max(0, total.bit_length() - LARGEST_TOTAL.bit_length() + 1)
    prizes = [
        (unlimited if shipment.prize is None else shipment.prize) >> shift for shipment in wanted
    ]
    return Prices(shift, prizes)
