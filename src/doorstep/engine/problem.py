"""What is to be planned: frozen, validated, integers only.

Seconds count from the horizon's start, metres are metres, costs are thousandths of the
currency's minor unit (so that a price per second or metre keeps its digits).
"""

from dataclasses import dataclass, replace

from doorstep.engine.parts import (
    NO_CONNECTION,
    IntMatrix,
    Profile,
    Shipment,
    Vehicle,
    Window,
)
from doorstep.engine.validation import list_findings

__all__ = [
    "NO_CONNECTION",
    "IntMatrix",
    "Problem",
    "Profile",
    "Shipment",
    "Vehicle",
    "Window",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the search and the checker may know.

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

    def __post_init__(self) -> None:
        """Validate everything and freeze the matrices."""
        if findings := list_findings(
            self.profiles, self.vehicles, self.shipments, self.load_names
        ):
            raise ValueError("\n".join(findings))
        frozen = (
            replace(
                profile,
                duration_s=_read_only(profile.duration_s),
                distance_m=_read_only(profile.distance_m),
            )
            for profile in self.profiles
        )
        object.__setattr__(self, "profiles", tuple(frozen))

    @property
    def locations(self) -> int:
        """Return how many locations the matrices have."""
        return len(self.profiles[0].duration_s) if self.profiles else 0


def _read_only(matrix: IntMatrix) -> IntMatrix:
    view = matrix.view()
    view.flags.writeable = False
    return view
