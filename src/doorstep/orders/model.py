"""Shipments and what is known about them; pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from doorstep.kernel import Point, TimeWindow


class ShipmentStatus(StrEnum):
    """Where a shipment is in its life; the trade's tracking words."""

    PENDING = "pending"
    PLANNED = "planned"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    DELIVERY_FAILED = "delivery_failed"
    CANCELLED = "cancelled"


TRANSITIONS: dict[ShipmentStatus, frozenset[ShipmentStatus]] = {
    ShipmentStatus.PENDING: frozenset({ShipmentStatus.PLANNED, ShipmentStatus.CANCELLED}),
    ShipmentStatus.PLANNED: frozenset(
        {ShipmentStatus.PENDING, ShipmentStatus.OUT_FOR_DELIVERY, ShipmentStatus.CANCELLED}
    ),
    ShipmentStatus.OUT_FOR_DELIVERY: frozenset(
        {ShipmentStatus.DELIVERED, ShipmentStatus.DELIVERY_FAILED}
    ),
    ShipmentStatus.DELIVERED: frozenset(),
    ShipmentStatus.DELIVERY_FAILED: frozenset({ShipmentStatus.PENDING}),
    ShipmentStatus.CANCELLED: frozenset(),
}
"""Legal changes of status; everything else is refused."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """The person a shipment goes to; empty text where unknown."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Shipment:
    """Goods to bring from a depot to one recipient: the unit of promise and of planning.

    Parameters
    ----------
    reference
        The merchant's own name for it, unique in a file and in a tenant.
    recipient, address, location
        To whom and where; ``location`` is the door as given or geocoded.
    windows
        When service may start, aware UTC; empty means any time of the service date.
    parcels
        How many physical units.
    weight_g, volume_cm3, service_s
        Of all parcels together; time at the door.
    skills
        What vehicle and driver must have.
    priority
        0 (normal) to 9 (first); a higher one is left out later.
    note
        Words for the driver.
    """

    reference: str
    recipient: Recipient
    address: str
    location: Point
    windows: tuple[TimeWindow, ...] = ()
    parcels: int = 1
    weight_g: int = 1000
    volume_cm3: int = 5000
    service_s: int = 180
    skills: frozenset[str] = frozenset()
    priority: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class StoredShipment:
    """A shipment of one service date as Doorstep keeps it.

    Parameters
    ----------
    tracking_token
        Opens the recipient's page; 128 random bits, so that nobody can guess it.
    updated_at
        When what is known about it last changed; its status does not count.
    """

    id: str
    service_on: date
    status: ShipmentStatus
    tracking_token: str
    updated_at: datetime
    shipment: Shipment

    @property
    def tracking_url(self) -> str:
        """Return the path of the recipient's page."""
        return f"/t/{self.tracking_token}"
