"""The words everyone shares: identifiers, time, chance, money, geometry. Standard library only."""

from doorstep.kernel.clock import Clock, FixedClock, ScaledClock, SystemClock
from doorstep.kernel.geometry import Bounds, Point, distance_m
from doorstep.kernel.ids import new_id
from doorstep.kernel.money import CURRENCIES, Money, minor_digits
from doorstep.kernel.rng import Rng, SeededRng, SystemRng
from doorstep.kernel.windows import TimeWindow

__all__ = [
    "CURRENCIES",
    "Bounds",
    "Clock",
    "FixedClock",
    "Money",
    "Point",
    "Rng",
    "ScaledClock",
    "SeededRng",
    "SystemClock",
    "SystemRng",
    "TimeWindow",
    "distance_m",
    "minor_digits",
    "new_id",
]
