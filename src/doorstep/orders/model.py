"""Orders, shipments, parcels and what may happen to them; pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from doorstep.kernel import Money, Point, TimeWindow


class ShipmentStatus(StrEnum):
    """Where a shipment is in its life; the trade's tracking words.

    ``unlocated``: nobody is sure where the address is, a person must look. ``held``: a person
    keeps it back. Neither is planned.
    """

    UNLOCATED = "unlocated"
    PENDING = "pending"
    HELD = "held"
    PLANNED = "planned"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    DELIVERY_FAILED = "delivery_failed"
    CANCELLED = "cancelled"


TRANSITIONS: dict[ShipmentStatus, frozenset[ShipmentStatus]] = {
    ShipmentStatus.UNLOCATED: frozenset({ShipmentStatus.PENDING, ShipmentStatus.CANCELLED}),
    ShipmentStatus.PENDING: frozenset(
        {
            ShipmentStatus.UNLOCATED,
            ShipmentStatus.HELD,
            ShipmentStatus.PLANNED,
            ShipmentStatus.CANCELLED,
        }
    ),
    ShipmentStatus.HELD: frozenset(
        {ShipmentStatus.UNLOCATED, ShipmentStatus.PENDING, ShipmentStatus.CANCELLED}
    ),
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

CORRECTIONS: dict[ShipmentStatus, frozenset[ShipmentStatus]] = {
    ShipmentStatus.CANCELLED: frozenset({ShipmentStatus.PENDING, ShipmentStatus.UNLOCATED}),
}
"""What a person may take back on purpose, with an event that says so."""

EDITABLE = frozenset({ShipmentStatus.UNLOCATED, ShipmentStatus.PENDING, ShipmentStatus.HELD})
"""While nobody has planned it, everything about a shipment may change, and it may be cancelled."""


class OrderStatus(StrEnum):
    """Where an order is, told by its shipments."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class ShipmentKind(StrEnum):
    """Which way the goods go at the recipient's door."""

    DELIVERY = "delivery"
    PICKUP = "pickup"


class PaysBy(StrEnum):
    """How the recipient means to pay what is due; ``any``: nobody has said, the door decides."""

    ANY = "any"
    CARD = "card"


class Temperature(StrEnum):
    """How the goods must be kept on the way."""

    AMBIENT = "ambient"
    CHILLED = "chilled"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Recipient:
    """The person a shipment goes to; empty text where unknown.

    Parameters
    ----------
    gate_code
        Opens the house's door.
    safe_place, neighbour
        Where it may be left, and who may take it, when nobody answers.
    """

    name: str
    phone: str = ""
    email: str = ""
    gate_code: str = ""
    safe_place: str = ""
    neighbour: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """Where the goods of a linked pick-up and delivery are fetched, by who delivers them."""

    name: str
    address: str
    location: Point
    phone: str = ""
    windows: tuple[TimeWindow, ...] = ()
    service_s: int = 180


@dataclass(frozen=True, slots=True)
class Shipment:
    """Goods to bring to one recipient, or to fetch there: the unit of promise and of planning.

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
    kind
        A pick-up is fetched at ``location`` and brought to the depot.
    cod
        What to collect at the door, or none.
    pays_by
        How the recipient means to pay that; of no account where nothing is due.
    temperature, dangerous_goods
        How it must be kept; the UN number of what it holds ("UN1263"), or empty.
    min_age
        What the recipient's age must at least be, checked at the door; 0 for anybody.
    pin_check
        Whether the driver asks for the PIN that only the recipient knows.
    collection
        Where the same route fetches the goods first; none: they are at the depot.
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
    kind: ShipmentKind = ShipmentKind.DELIVERY
    cod: Money | None = None
    pays_by: PaysBy = PaysBy.ANY
    temperature: Temperature = Temperature.AMBIENT
    dangerous_goods: str = ""
    min_age: int = 0
    pin_check: bool = False
    collection: Collection | None = None

    @property
    def required_skills(self) -> frozenset[str]:
        """Return what vehicle and driver must have, by what the goods are as well.

        Chilled goods need a vehicle that is "chilled", frozen ones "frozen", dangerous goods a
        vehicle and driver that are "adr" (the European agreement on carrying them by road).
        """
        needed = set(self.skills)
        if self.temperature is not Temperature.AMBIENT:
            needed.add(self.temperature.value)
        if self.dangerous_goods:
            needed.add("adr")
        return frozenset(needed)


@dataclass(frozen=True, slots=True)
class StoredShipment:
    """A shipment of one service date as Doorstep keeps it.

    Parameters
    ----------
    tracking_token
        Opens the recipient's page; 128 random bits, so that nobody can guess it.
    updated_at
        When what is known about it last changed; its status does not count.
    order_id
        The order it belongs to.
    version
        Grows with each change, its status' included.
    is_located
        Whether ``shipment.location`` is known; otherwise it is only the nearest guess.
    hold_note
        Why a person keeps it back.
    door_pin
        What the recipient says at the door where ``shipment.pin_check`` asks for it.
    """

    id: str
    service_on: date
    status: ShipmentStatus
    tracking_token: str
    updated_at: datetime
    shipment: Shipment
    order_id: str = ""
    version: int = 1
    is_located: bool = True
    hold_note: str = ""
    door_pin: str = ""

    @property
    def tracking_url(self) -> str:
        """Return the path of the recipient's page."""
        return f"/t/{self.tracking_token}"


class Source(StrEnum):
    """How an order came in."""

    API = "api"
    CONSOLE = "console"
    FILE = "file"
    RECURRING = "recurring"


@dataclass(frozen=True, slots=True)
class Order:
    """A merchant's request: one or more shipments.

    Parameters
    ----------
    reference
        The merchant's own name for it.
    merchant
        Whose request it is; empty for the tenant's own.
    source, source_id
        How it came in, and by which file.
    cancel_until_at
        Until when it may be cancelled or changed without a person's say; none: until planned.
    """

    id: str
    reference: str
    merchant: str
    source: Source
    created_at: datetime
    created_by: str
    source_id: str = ""
    cancel_until_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class ParcelDetails:
    """What is known of one physical unit; none where it is not."""

    barcode: str = ""
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None


class HolderKind(StrEnum):
    """Who or what can hold a parcel."""

    MERCHANT = "merchant"
    RECIPIENT = "recipient"
    DEPOT = "depot"
    VEHICLE = "vehicle"
    LOCKER = "locker"
    NEIGHBOUR = "neighbour"
    RETURNED = "returned"
    LOST = "lost"


FINAL_HOLDERS = frozenset({HolderKind.RETURNED, HolderKind.LOST})
"""Ends of a parcel's way; it leaves them only by a correction."""


@dataclass(frozen=True, slots=True)
class Holder:
    """With whom a parcel is.

    Parameters
    ----------
    id
        Which depot, vehicle or locker; empty where there is only one, such as the recipient.
    place
        Where in it: a bin, a shelf, a compartment.
    """

    kind: HolderKind
    id: str = ""
    place: str = ""

    @property
    def label(self) -> str:
        """Return who it is, for people."""
        return " ".join(part for part in (self.kind.value, self.id, self.place) if part)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One physical unit, and with whom it is."""

    id: str
    shipment_id: str
    ordinal: int
    details: ParcelDetails
    holder: Holder
    moves: int = 0


@dataclass(frozen=True, slots=True)
class Transfer:
    """One change of a parcel's holder; it names both sides.

    Parameters
    ----------
    sequence
        Counts the parcel's transfers from 1.
    happened_at, recorded_at
        By whoever scanned, and when we were told.
    note
        What somebody should look at, such as a scan that contradicts what was known.
    """

    parcel_id: str
    sequence: int
    from_holder: Holder
    to_holder: Holder
    happened_at: datetime
    recorded_at: datetime
    actor: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShipmentState:
    """All that may change of a shipment but for words, places and goods."""

    order_id: str
    service_on: date
    status: ShipmentStatus
    version: int = 1


@dataclass(frozen=True, slots=True)
class Carried:
    """What may change of a shipment on the road, and which way it goes."""

    kind: ShipmentKind
    status: ShipmentStatus
    version: int = 1


@dataclass(frozen=True, slots=True)
class ParcelState:
    """Whose parcel it is, who has it, and after how many changes of hands."""

    shipment_id: str
    holder: Holder
    moves: int = 0


def order_status(statuses: Iterable[ShipmentStatus]) -> OrderStatus:
    """Return where an order is by the statuses of its shipments."""
    left = {one for one in statuses if one is not ShipmentStatus.CANCELLED}
    if not left:
        return OrderStatus.CANCELLED
    if left == {ShipmentStatus.DELIVERED}:
        return OrderStatus.COMPLETED
    return OrderStatus.OPEN if left <= EDITABLE else OrderStatus.IN_PROGRESS


@dataclass(frozen=True, slots=True)
class NewShipment:
    """A shipment that is to be taken in."""

    service_on: date
    shipment: Shipment
    parcels: tuple[ParcelDetails, ...] = ()
    is_located: bool = True


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order that is to be taken in."""

    reference: str
    shipments: tuple[NewShipment, ...]
    merchant: str = ""
    source: Source = Source.API
    source_id: str = ""
    cancel_until_at: datetime | None = field(default=None)
