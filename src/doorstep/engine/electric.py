"""Batteries and charging stations.

Energy is counted in a unit of the caller's, watt-hours for example, the same for all batteries,
stations and tables of a problem.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

PERCENT = 100
METRES_PER_KM = 1000

LARGEST_ENERGY = 2**31
"""Largest battery: in watt-hours, that of a ship."""

LARGEST_CHARGE_S = 2**31
"""Longest time to charge a battery from empty to full."""


@dataclass(frozen=True, slots=True)
class Battery:
    """What an electric vehicle drives by.

    Parameters
    ----------
    capacity
        Energy in it when it is full.
    level
        Energy in it at the start; None: full.
    reserve
        Never below this, anywhere on the route.
    per_km
        What a kilometre takes, where the vehicle's profile has no energy of its own; each leg is
        rounded up.
    load_percent
        By how much more a leg takes with a full load, in the first load dimension; with part of
        it, that part [1]_.
    charges_fully
        Whether it is always charged until it is full; else for as long as is needed.

    References
    ----------
    .. [1] Goeke and Schneider (2015), doi:10.1016/j.ejor.2015.01.049, take consumption as linear
       in the load too.
    """

    capacity: int
    level: int | None = None
    reserve: int = 0
    per_km: int = 0
    load_percent: int = 0
    charges_fully: bool = False

    @property
    def start_level(self) -> int:
        """Return the energy in it at the start."""
        return self.capacity if self.level is None else self.level

    def leg_energy(self, base: int, load: int, most: int) -> int:
        """Return what a leg takes with a load, of at most so much.

        Parameters
        ----------
        base
            What it takes empty.
        """
        if not self.load_percent or most <= 0:
            return base
        return -(-base * (PERCENT * most + self.load_percent * load) // (PERCENT * most))


@dataclass(frozen=True, slots=True)
class Station:
    """Where batteries are charged; by as many vehicles as come, as often as they come.

    Parameters
    ----------
    name
        Unique among stations.
    location
        Index into the profiles' matrices.
    curve
        Levels with the seconds it takes to get there from empty, both rising from (0, 0), ever
        slower, at least up to the largest battery [1]_. Between them it is linear.

    References
    ----------
    .. [1] Montoya, Gueret, Mendoza and Villegas (2017), doi:10.1016/j.trb.2017.02.004.
    """

    name: str
    location: int
    curve: tuple[tuple[int, int], ...]

    def seconds_to(self, level: int) -> int:
        """Return how long it takes from empty to a level, rounded up.

        From one level to another it takes the difference, so that parts add up.
        """
        at = max(1, bisect_left(self.curve, (level, 0)))
        (low, begin), (high, end) = self.curve[at - 1 : at + 1]
        return begin - (-(level - low) * (end - begin) // (high - low))


@dataclass(frozen=True, slots=True)
class Charge:
    """A visit to a station on the leg to stop number ``leg``, or to the end."""

    leg: int
    station: int
    level: int
    takes_s: int
    """Up to which level, and how long that takes."""


def station_findings(station: Station, locations: int) -> Iterator[str]:
    """Yield one sentence for each thing wrong with a station."""
    who = f"station {station.name!r}"
    if not 0 <= station.location < locations:
        yield f"{who}: location {station.location} is not one of 0..{locations - 1}"
    if len(station.curve) < 2 or station.curve[0] != (0, 0):  # noqa: PLR2004, a line has two ends
        yield f"{who}: curve does not lead from (0, 0) to a level"
        return
    pieces = [(high - low, end - begin) for (low, begin), (high, end) in pairwise(station.curve)]
    if any(level <= 0 or seconds < 0 for level, seconds in pieces):
        yield f"{who}: curve does not rise"
    elif any(
        after * level < seconds * more for (level, seconds), (more, after) in pairwise(pieces)
    ):
        yield f"{who}: curve charges faster at a higher level"
    if max(station.curve[-1]) > LARGEST_CHARGE_S:
        yield f"{who}: curve goes beyond {LARGEST_CHARGE_S}"


def battery_findings(who: str, battery: Battery) -> Iterator[str]:
    """Yield one sentence for each thing wrong with a battery."""
    if not 0 < battery.capacity <= LARGEST_ENERGY:
        yield f"{who}: battery: capacity {battery.capacity} is not in 1..{LARGEST_ENERGY}"
    if not 0 <= battery.start_level <= battery.capacity:
        yield f"{who}: battery: level {battery.start_level} is not in 0..{battery.capacity}"
    for field, value in (
        ("reserve", battery.reserve),
        ("per_km", battery.per_km),
        ("load_percent", battery.load_percent),
    ):
        if value < 0:
            yield f"{who}: battery: {field} {value} is negative"
    if battery.per_km > LARGEST_ENERGY or battery.load_percent > METRES_PER_KM:
        yield f"{who}: battery: per_km or load_percent is too large"
