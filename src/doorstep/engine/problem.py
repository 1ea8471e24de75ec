"""What is to be planned: frozen, validated, integers only.

Seconds count from the horizon's start, metres are metres, costs are thousandths of the
currency's minor unit (so that a price per second or metre keeps its digits).
"""

from dataclasses import dataclass, field, replace

from doorstep.engine.activities import Activities
from doorstep.engine.electric import Battery, Station
from doorstep.engine.emissions import Emissions
from doorstep.engine.parts import (
    NO_CONNECTION,
    Activity,
    Balance,
    Break,
    Crossing,
    InitialRoute,
    IntCube,
    IntMatrix,
    Pickup,
    Profile,
    Shipment,
    Slices,
    TimePrice,
    Vehicle,
    Window,
)
from doorstep.engine.validation import (
    list_electric_findings,
    list_findings,
    list_initial_findings,
)

__all__ = [
    "NO_CONNECTION",
    "Activity",
    "Balance",
    "Battery",
    "Break",
    "Crossing",
    "Emissions",
    "InitialRoute",
    "IntCube",
    "IntMatrix",
    "Pickup",
    "Problem",
    "Profile",
    "Shipment",
    "Slices",
    "Station",
    "TimePrice",
    "Vehicle",
    "Window",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the search and the checker may know.

    Parameters
    ----------
    load_names
        Of the dimensions that loads and capacities have.
    initial
        Routes that exist already, at most one a vehicle.
    stations
        Where electric vehicles are charged.
    activities
        What sequences consist of; made from the shipments.

    Raises
    ------
    ValueError
        Something refers to what is not there, has the wrong shape or is negative. All
        findings are in the message, one a line.
    """

    profiles: tuple[Profile, ...]
    vehicles: tuple[Vehicle, ...]
    shipments: tuple[Shipment, ...]
    load_names: tuple[str, ...] = ()
    initial: tuple[InitialRoute, ...] = ()
    stations: tuple[Station, ...] = ()
    activities: Activities = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Validate everything and freeze the matrices."""
        activities = Activities.of(self.shipments)
        findings = list_findings(self.profiles, self.vehicles, self.shipments, self.load_names)
        findings += list_initial_findings(self.initial, activities, len(self.vehicles))
        findings += list_electric_findings(self.profiles, self.vehicles, self.stations)
        if findings:
            raise ValueError("\n".join(findings))
        object.__setattr__(self, "activities", activities)
        frozen = (
            replace(
                profile,
                duration_s=_read_only(profile.duration_s),
                distance_m=_read_only(profile.distance_m),
                slices=_freeze(profile.slices),
                energy=None if profile.energy is None else _read_only(profile.energy),
            )
            for profile in self.profiles
        )
        object.__setattr__(self, "profiles", tuple(frozen))

    @property
    def locations(self) -> int:
        """Return how many locations the matrices have."""
        return len(self.profiles[0].duration_s) if self.profiles else 0


def _freeze(slices: Slices | None) -> Slices | None:
    return slices and replace(slices, duration_s=_read_only(slices.duration_s))


def _read_only(matrix: IntMatrix) -> IntMatrix:
    view = matrix.view()
    view.flags.writeable = False
    return view
