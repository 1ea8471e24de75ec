"""What an explanation says: changes that would help, slack, and where the cost comes from."""

from dataclasses import dataclass
from enum import StrEnum

from doorstep.engine.parts import Window


class Change(StrEnum):
    """What would have to be different for a shipment to fit."""

    NOTHING = "nothing"
    PRIZE = "prize"
    WINDOW_LATER = "window_later"
    WINDOW_EARLIER = "window_earlier"
    SHIFT_END = "shift_end"
    MAX_STOPS = "max_stops"
    CAPACITY = "capacity"
    SKILLS = "skills"
    VEHICLE = "vehicle"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One change of the problem after which a shipment fits into the plan as it stands.

    Parameters
    ----------
    shipment
        Which would be served.
    change
        What is changed; everything else stays as it is.
    vehicle, position
        Where it goes: before stop number ``position`` of this vehicle's route. For ``VEHICLE``
        the vehicle of which there would be another one like it, with a route of its own.
    amount
        By how much: seconds, in whole minutes (``WINDOW_LATER``, ``WINDOW_EARLIER``,
        ``SHIFT_END``), stops, skills, vehicles, or cost (``PRIZE``); 0 for ``CAPACITY``, which
        is in ``load``, and ``NOTHING``.
    added_cost
        What the plan's routes then cost more.
    window
        The shift or the shipment's window as it would be.
    load
        What the vehicle would have to carry more, one amount for each load dimension.
    skills
        What the vehicle would have to be able to do as well.
    """

    shipment: int
    change: Change
    vehicle: int
    position: int
    amount: int
    added_cost: int = 0
    window: Window | None = None
    load: tuple[int, ...] = ()
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CostParts:
    """What a solution's cost is made of; the parts add up to it, all but ``emitted_g``.

    ``stops`` is what lateness, prices by time, moves to another vehicle and choices cost.
    ``emissions`` is what greenhouse gases cost, and ``emitted_g`` how many grams there are.
    ``visits`` is what coming to doors costs.
    """

    fixed: int
    distance: int
    time: int
    prizes: int
    overtime: int = 0
    stops: int = 0
    emissions: int = 0
    emitted_g: int = 0
    visits: int = 0

    @property
    def total(self) -> int:
        """Return what the parts add up to."""
        ways = self.fixed + self.distance + self.time + self.overtime + self.emissions
        return ways + self.stops + self.visits + self.prizes


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a plan is as it is.

    Parameters
    ----------
    relaxations
        By shipment, for each one that was left out and looked at: what would make it fit, the
        cheapest first. None where no single change does.
    skipped
        Shipments left out that were not looked at, to keep the work bounded.
    slack_s
        For each route, for each stop: the seconds its service could start later without making
        anything after it late.
    cost
        Of the whole plan.
    """

    relaxations: dict[int, tuple[Relaxation, ...]]
    skipped: tuple[int, ...]
    slack_s: tuple[tuple[int, ...], ...]
    cost: CostParts
