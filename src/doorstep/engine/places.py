"""A place for a shipment in some routes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from doorstep.engine.parts import Window


@dataclass(frozen=True, slots=True)
class Place:
    """Before stop number ``position`` of the route of ``vehicle``.

    Parameters
    ----------
    added_cost
        By how much the route then costs more.
    sequence
        All activities of the route with the shipment, where it is more than one stop put in.
    """

    vehicle: int
    position: int
    added_cost: int
    sequence: tuple[int, ...] = ()


class AnyPositions(Protocol):
    """Every place where a shipment could be put into some routes."""

    @property
    def sequences(self) -> Mapping[int, list[int]]:
        """Return the activities of each vehicle, in order."""

    def put(self, shipment: int, place: Place) -> None:
        """Insert ``shipment`` at ``place``."""

    def find_best(self, shipment: int, *, heed_max_stops: bool = True) -> Place | None:
        """Return the cheapest place that breaks nothing, or none."""

    def find_in_windows(
        self, shipment: int, windows: Sequence[Window]
    ) -> tuple[Place | None, ...]:
        """Return for each window, instead of the shipment's own, the cheapest place or none."""
