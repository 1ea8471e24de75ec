"""What the routes of a problem can consist of, numbered.

A sequence is a list of these numbers. Numbers below the number of shipments mean serving that
shipment: its delivery, pick-up or service. Then come the pick-ups of paired shipments, in the
shipments' order, and last one number for every reload.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from doorstep.engine.parts import Activity, Shipment


@dataclass(frozen=True, slots=True)
class Activities:
    """The numbers of a problem's activities.

    Parameters
    ----------
    owners
        Shipment of each activity but the reload.
    pickups
        Activity that is the pick-up of a paired shipment, by shipment.
    """

    owners: tuple[int, ...] = ()
    pickups: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, shipments: Sequence[Shipment]) -> Self:
        """Return the activities of some shipments, in O(shipments)."""
        paired = [index for index, one in enumerate(shipments) if one.pickup is not None]
        owners = (*range(len(shipments)), *paired)
        return cls(owners, {owner: at for at, owner in enumerate(paired, start=len(shipments))})

    @property
    def reload(self) -> int:
        """Return the activity that is a visit to the depot on the way."""
        return len(self.owners)

    def is_pickup_half(self, activity: int) -> bool:
        """Tell whether an activity is the pick-up of a paired shipment."""
        return len(self.owners) - len(self.pickups) <= activity < len(self.owners)

    def list_of(self, shipment: int) -> tuple[int, ...]:
        """Return the activities that serve a shipment, in order."""
        pickup = self.pickups.get(shipment)
        return (shipment,) if pickup is None else (pickup, shipment)

    def number(self, kind: Activity, shipment: int | None) -> int:
        """Return the activity that a stop of this kind for this shipment is."""
        if shipment is None:
            return self.reload
        if kind is Activity.PICKUP:
            return self.pickups.get(shipment, shipment)
        return shipment
