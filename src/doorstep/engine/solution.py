"""What the search answers: routes with their times, what was left out and why."""

from dataclasses import dataclass
from enum import StrEnum

from doorstep.engine.activities import Activities
from doorstep.engine.electric import Charge
from doorstep.engine.parts import Activity


class Reason(StrEnum):
    """Why a shipment was left out; see ``reasons.explain`` for the exact rule of each."""

    NO_VEHICLE = "no_vehicle"
    SKILLS = "skills"
    CAPACITY = "capacity"
    UNREACHABLE = "unreachable"
    TIME_WINDOW = "time_window"
    SHIFT = "shift"
    MAX_STOPS = "max_stops"
    VEHICLE = "vehicle"
    LIMIT = "limit"
    RANGE = "range"
    HOURS = "hours"
    AFTER = "after"
    CHOICE = "choice"
    NOT_WORTH_IT = "not_worth_it"
    FLEET_FULL = "fleet_full"


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit: ``arrival`` <= ``service_start`` <= ``departure``, seconds since the horizon.

    Breaks, reloads and charges are stops without a shipment; a break has no location. The stop
    after a break is arrived at when the break is over.

    Parameters
    ----------
    station, level
        Of a charge: where, and what is in the battery afterwards.
    """

    shipment: int | None
    arrival: int
    service_start: int
    departure: int
    kind: Activity = Activity.DELIVERY
    station: int | None = None
    level: int | None = None


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

    @property
    def shipments(self) -> tuple[int, ...]:
        """Return the shipments served, in order; a paired one where it is delivered."""
        served = {stop.shipment: None for stop in reversed(self.stops)}
        return tuple(index for index in reversed(served) if index is not None)

    def list_activities(self, activities: Activities) -> list[int]:
        """Return the sequence that the route drives: no breaks nor charges; as numbers."""
        return [
            activities.number(stop.kind, stop.shipment)
            for stop in self.stops
            if stop.kind not in {Activity.BREAK, Activity.CHARGE}
        ]

    def list_charges(self) -> tuple[Charge, ...]:
        """Return where it charges, the legs counted without charges and breaks."""
        found, leg = [], 0
        for stop in self.stops:
            if stop.kind is Activity.CHARGE and stop.station is not None:
                takes_s = stop.departure - stop.service_start
                found.append(Charge(leg, stop.station, stop.level or 0, takes_s))
            elif stop.kind is not Activity.BREAK:
                leg += 1
        return tuple(found)


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
    somebody pays. ``message`` tells what goes on while there is no plan yet.
    """

    elapsed_s: float
    cost: int
    route_cost: int
    routes: int
    unassigned: int
    iterations: int
    message: str = ""
