"""What a problem is made of: windows, travel profiles, vehicles, shipments.

Seconds count from the horizon's start, metres are metres, costs are thousandths of the
currency's minor unit (so that a price per second or metre keeps its digits).
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

IntMatrix: TypeAlias = npt.NDArray[np.int32]
"""int32, shape (locations, locations), [from, to]; -1 where there is no connection."""

NO_CONNECTION = -1


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """From ``early`` to ``late``, seconds since the horizon's start, both ends included.

    Bounds the start of service at a stop; for a shift, departure and return.
    """

    early: int
    late: int

    def __post_init__(self) -> None:
        """Refuse a window that closes before it opens."""
        if self.late < self.early:
            message = f"window {self.early}..{self.late} closes before it opens"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Profile:
    """Travel between all locations for one kind of vehicle.

    Parameters
    ----------
    name
        For people: "van".
    duration_s, distance_m
        int32, shape (locations, locations), [from, to]; -1 in both where there is no connection,
        0 on the diagonal. The problem takes read-only views of them.
    """

    name: str
    duration_s: IntMatrix
    distance_m: IntMatrix


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle with its driver for one shift.

    Parameters
    ----------
    name
        Unique in the problem.
    profile
        Index of its travel profile.
    start, end
        Index of the location where the route begins and ends.
    shift
        Earliest departure and latest return.
    capacity
        One amount for each load dimension.
    fixed_cost, cost_per_m, cost_per_s
        Paid once when the vehicle is used, and per metre and second of the route.
    skills
        What this vehicle and driver can do.
    max_stops
        Most stops on the route, or none.
    """

    name: str
    profile: int
    start: int
    end: int
    shift: Window
    capacity: tuple[int, ...]
    fixed_cost: int = 0
    cost_per_m: int = 0
    cost_per_s: int = 0
    skills: frozenset[str] = frozenset()
    max_stops: int | None = None


@dataclass(frozen=True, slots=True)
class Shipment:
    """Goods to bring from the vehicle's start to one location.

    Parameters
    ----------
    name
        Unique in the problem.
    location
        Index into the profiles' matrices.
    load
        One amount for each load dimension.
    windows
        When service may start; one of them must hold. Empty: at any time.
    service_s
        How long the stop takes.
    skills
        What the vehicle must have.
    prize
        What leaving it out costs. None: it is left out only when it cannot be served, whatever
        serving it costs.
    """

    name: str
    location: int
    load: tuple[int, ...]
    windows: tuple[Window, ...] = ()
    service_s: int = 0
    skills: frozenset[str] = frozenset()
    prize: int | None = None
