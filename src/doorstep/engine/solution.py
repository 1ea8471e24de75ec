"""What the search answers: routes with their times, what was left out and why."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a shipment was left out; see ``reasons.explain`` for the exact rule of each."""

    NO_VEHICLE = "no_vehicle"
    SKILLS = "skills"
    CAPACITY = "capacity"
    UNREACHABLE = "unreachable"
    TIME_WINDOW = "time_window"
    SHIFT = "shift"
    MAX_STOPS = "max_stops"
    NOT_WORTH_IT = "not_worth_it"
    FLEET_FULL = "fleet_full"


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit: ``arrival`` <= ``service_start`` <= ``departure``, seconds since the horizon."""

    shipment: int
    arrival: int
    service_start: int
    departure: int


@dataclass(frozen=True, slots=True)
class Route:
    """The stops of one vehicle in order, with what they cost.

    ``start`` and ``end`` are departure from and return to the depot, seconds since the horizon.
    """

    vehicle: int
    start: int
    stops: tuple[Stop, ...]
    end: int
    distance_m: int
    cost: int


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A shipment left out, with the reason found."""

    shipment: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Solution:
    """Routes and what is unassigned.

    ``cost`` is that of the routes plus the prizes of what was left out; a shipment without a
    prize (``None``) adds nothing, so compare such solutions by what they leave out first.
    """

    routes: tuple[Route, ...]
    unassigned: tuple[Unassigned, ...]
    cost: int
    iterations: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """The best so far of a running search.

    ``cost`` is as in ``Solution``; ``route_cost`` is that of the routes alone, which is what
    somebody pays.
    """

    elapsed_s: float
    cost: int
    route_cost: int
    routes: int
    unassigned: int
    iterations: int
