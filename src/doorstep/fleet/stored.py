"""The fleet as Doorstep keeps it: with identifiers, and a colour for each vehicle."""

from dataclasses import dataclass, replace

from doorstep.fleet.model import ALWAYS, Availability, Depot, Driver, Fleet, Vehicle, VehicleType

COLORS = (
    "#2f7fd6",
    "#d9480f",
    "#2b9348",
    "#a333c8",
    "#b8860b",
    "#0e9aa7",
    "#e03177",
    "#6d6875",
    "#7048e8",
    "#74901a",
    "#c92a2a",
    "#8d5524",
)
"""Hues for routes on the map, far apart and readable on a light and on a dark one."""


@dataclass(frozen=True, slots=True)
class StoredDepot:
    """A depot with its identifier.

    Parameters
    ----------
    retired
        Out of use; plans of the past keep it.
    version
        Counts its changes.
    """

    id: str
    depot: Depot
    retired: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class StoredDriver:
    """A driver with their identifier; see ``Driver`` and ``StoredDepot``."""

    id: str
    name: str
    phone: str = ""
    skills: frozenset[str] = frozenset()
    availability: Availability = ALWAYS
    retired: bool = False
    version: int = 1

    @property
    def driver(self) -> Driver:
        """Return the driver without the identifier."""
        return Driver(self.name, self.phone, self.skills, self.availability)


@dataclass(frozen=True, slots=True)
class StoredVehicle:
    """A vehicle with its identifier, its colour on the map and who drives it."""

    id: str
    depot_id: str
    driver: StoredDriver | None
    color: str
    vehicle: Vehicle
    retired: bool = False
    version: int = 1
    type_id: str | None = None


@dataclass(frozen=True, slots=True)
class StoredVehicleType:
    """A vehicle type with its identifier, and how many vehicles are of it."""

    id: str
    type: VehicleType
    vehicles: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class StoredFleet:
    """Who can drive, with identifiers; vehicles and depots in the order of ``fleet``."""

    fleet: Fleet
    depots: tuple[StoredDepot, ...]
    vehicles: tuple[StoredVehicle, ...]

    def with_vehicles(self, vehicles: tuple[StoredVehicle, ...]) -> "StoredFleet":
        """Return the fleet with these vehicles only, and all its depots."""
        fleet = replace(self.fleet, vehicles=tuple(stored.vehicle for stored in vehicles))
        return replace(self, fleet=fleet, vehicles=vehicles)
