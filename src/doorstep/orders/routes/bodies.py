"""What orders may say over HTTP, and how it becomes an order."""

import itertools
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field, model_validator

from doorstep.kernel import Money, Point, TimeWindow
from doorstep.orders.fields import (
    Address,
    AmountMinor,
    Barcode,
    Code,
    Currency,
    DangerousGoods,
    Email,
    Lat,
    Lon,
    Note,
    Phone,
    Reason,
    Reference,
    ShortText,
    Skill,
)
from doorstep.orders.locating import DeliveryRegion, locate
from doorstep.orders.model import (
    Collection,
    NewOrder,
    NewShipment,
    ParcelDetails,
    PaysBy,
    Recipient,
    Shipment,
    ShipmentKind,
    Source,
    StoredShipment,
    Temperature,
)
from doorstep.plumbing.fields import CalendarDate, Instant
from doorstep.plumbing.web import Body

_MOST_PARCELS = 1000
_MOST_WINDOWS = 10
Grams = Annotated[int, Field(ge=0, le=100_000_000)]
CubicCm = Annotated[int, Field(ge=0, le=1_000_000_000)]
Millimetres = Annotated[int, Field(ge=1, le=20_000)]
ServiceSeconds = Annotated[int, Field(ge=0, le=86_400)]


class WindowBody(Body):
    """When service may start, both ends included; instants with their offset."""

    early_at: Instant
    late_at: Instant

    @model_validator(mode="after")
    def _is_in_order(self) -> "WindowBody":
        if self.late_at < self.early_at:
            message = "the window closes before it opens"
            raise ValueError(message)
        return self


def _check_apart(windows: list[WindowBody]) -> list[WindowBody]:
    ordered = sorted(windows, key=lambda one: one.early_at)
    for before, after in itertools.pairwise(ordered):
        if after.early_at <= before.late_at:
            message = "two of the windows overlap; write them as one"
            raise ValueError(message)
    return ordered


Windows = Annotated[list[WindowBody], Field(max_length=_MOST_WINDOWS)]


class CodAmountBody(Body):
    """Cash to collect, in whole minor units."""

    amount_minor: AmountMinor
    currency: Currency

    def to_money(self) -> Money:
        """Return the amount this says."""
        return Money(self.amount_minor, self.currency)


class RecipientBody(Body):
    """Who receives it."""

    name: ShortText = ""
    phone: Phone = ""
    email: Email = ""
    gate_code: Code = ""
    safe_place: ShortText = ""
    neighbour: ShortText = ""

    def to_recipient(self) -> Recipient:
        """Return the recipient this says."""
        return Recipient(**self.model_dump())


class ParcelBody(Body):
    """One physical unit; leave out what is not known."""

    barcode: Barcode = ""
    weight_g: Grams | None = None
    length_mm: Millimetres | None = None
    width_mm: Millimetres | None = None
    height_mm: Millimetres | None = None


class CollectionBody(Body):
    """Where the same route fetches the goods first."""

    name: ShortText = ""
    address: Address
    lat: Lat
    lon: Lon
    phone: Phone = ""
    windows: Windows = Field(default_factory=list)
    service_s: ServiceSeconds = 180

    def to_collection(self, region: DeliveryRegion) -> Collection:
        """Return where goods are fetched."""
        located = locate(region, self.address, Point(self.lat, self.lon))
        return Collection(
            name=self.name,
            address=self.address,
            location=located.point,
            phone=self.phone,
            windows=to_windows(self.windows),
            service_s=self.service_s,
        )


class ShipmentBody(Body):
    """Goods to bring to one recipient on one service date, or to fetch there."""

    reference: Reference | None = None
    service_on: CalendarDate
    recipient: RecipientBody = Field(default_factory=RecipientBody)
    address: Address = ""
    lat: Lat | None = None
    lon: Lon | None = None
    windows: Windows = Field(default_factory=list)
    parcels: Annotated[list[ParcelBody], Field(min_length=1, max_length=_MOST_PARCELS)] | None = (
        None
    )
    parcel_count: Annotated[int, Field(ge=1, le=_MOST_PARCELS)] | None = None
    weight_g: Grams | None = None
    volume_cm3: CubicCm | None = None
    service_s: ServiceSeconds = 180
    skills: Annotated[list[Skill], Field(max_length=20)] = Field(default_factory=list)
    priority: Annotated[int, Field(ge=0, le=9)] = 0
    note: Note = ""
    kind: Annotated[ShipmentKind, Field(strict=False)] = ShipmentKind.DELIVERY
    cod: CodAmountBody | None = None
    pays_by: Annotated[PaysBy, Field(strict=False)] = PaysBy.ANY
    temperature: Annotated[Temperature, Field(strict=False)] = Temperature.AMBIENT
    dangerous_goods: DangerousGoods = ""
    min_age: Annotated[int, Field(ge=0, le=99)] = 0
    pin_check: bool = False
    collection: CollectionBody | None = None

    @model_validator(mode="after")
    def _says_where(self) -> "ShipmentBody":
        if (self.lat is None) != (self.lon is None):
            message = "lat and lon come together"
            raise ValueError(message)
        if self.lat is None and not self.address:
            message = "there is neither an address nor lat and lon"
            raise ValueError(message)
        if self.parcels is not None and self.parcel_count not in (None, len(self.parcels)):
            message = "parcel_count differs from the parcels that are listed"
            raise ValueError(message)
        if self.kind is ShipmentKind.PICKUP and self.collection is not None:
            message = "a pick-up has no collection: it is itself where goods are fetched"
            raise ValueError(message)
        _check_apart(self.windows)
        return self

    def to_new(self, region: DeliveryRegion, reference: str) -> NewShipment:
        """Return the shipment this says; ``reference`` is the order's, for who gave none."""
        point = None if self.lat is None or self.lon is None else Point(self.lat, self.lon)
        located = locate(region, self.address, point)
        parcels = tuple(ParcelDetails(**one.model_dump()) for one in self.parcels or ())
        count = len(parcels) or self.parcel_count or 1
        weights = [one.weight_g for one in parcels if one.weight_g is not None]
        return NewShipment(
            service_on=self.service_on,
            parcels=parcels,
            is_located=located.is_certain,
            shipment=Shipment(
                reference=self.reference or reference,
                recipient=self.recipient.to_recipient(),
                address=self.address,
                location=located.point,
                windows=to_windows(self.windows),
                parcels=count,
                weight_g=_first(self.weight_g, sum(weights) if weights else None, 1000 * count),
                volume_cm3=_first(self.volume_cm3, _volume(parcels), 5000 * count),
                service_s=self.service_s,
                skills=frozenset(self.skills),
                priority=self.priority,
                note=self.note,
                kind=self.kind,
                cod=None if self.cod is None else Money(**self.cod.model_dump()),
                pays_by=self.pays_by,
                temperature=self.temperature,
                dangerous_goods=self.dangerous_goods,
                min_age=self.min_age,
                pin_check=self.pin_check,
                collection=(
                    None if self.collection is None else self.collection.to_collection(region)
                ),
            ),
        )


class OrderBody(Body):
    """A merchant's request: one or more shipments."""

    reference: Reference
    merchant: ShortText = ""
    cancel_until_at: Instant | None = None
    shipments: Annotated[list[ShipmentBody], Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _names_each(self) -> "OrderBody":
        if len(self.shipments) > 1 and any(one.reference is None for one in self.shipments):
            message = "each of several shipments needs a reference of its own"
            raise ValueError(message)
        return self

    @property
    def has_points(self) -> bool:
        """Tell whether every place is given, so that no address has to be looked up."""
        return all(one.lat is not None for one in self.shipments)

    def to_new(self, region: DeliveryRegion, source: Source) -> NewOrder:
        """Return the order this says."""
        return NewOrder(
            reference=self.reference,
            merchant=self.merchant,
            source=source,
            cancel_until_at=self.cancel_until_at,
            shipments=tuple(one.to_new(region, self.reference) for one in self.shipments),
        )


class RecipientChange(Body):
    """What is different about the recipient; leave out what stays."""

    name: ShortText | None = None
    phone: Phone | None = None
    email: Email | None = None
    gate_code: Code | None = None
    safe_place: ShortText | None = None
    neighbour: ShortText | None = None


class ShipmentChange(Body):
    """What is different; leave out what stays. ``cod`` null: nothing to collect any more."""

    reference: Reference | None = None
    service_on: CalendarDate | None = None
    recipient: RecipientChange | None = None
    address: Address | None = None
    lat: Lat | None = None
    lon: Lon | None = None
    windows: Windows | None = None
    parcel_count: Annotated[int, Field(ge=1, le=_MOST_PARCELS)] | None = None
    weight_g: Grams | None = None
    volume_cm3: CubicCm | None = None
    service_s: ServiceSeconds | None = None
    skills: Annotated[list[Skill], Field(max_length=20)] | None = None
    priority: Annotated[int, Field(ge=0, le=9)] | None = None
    note: Note | None = None
    cod: CodAmountBody | None = None
    pays_by: Annotated[PaysBy, Field(strict=False)] | None = None
    temperature: Annotated[Temperature, Field(strict=False)] | None = None
    dangerous_goods: DangerousGoods | None = None
    min_age: Annotated[int, Field(ge=0, le=99)] | None = None
    pin_check: bool | None = None
    override: bool = False

    @model_validator(mode="after")
    def _says_where(self) -> "ShipmentChange":
        if (self.lat is None) != (self.lon is None):
            message = "lat and lon come together"
            raise ValueError(message)
        _check_apart(self.windows or [])
        return self

    def apply(self, stored: StoredShipment, region: DeliveryRegion) -> tuple[Shipment, bool]:
        """Return the shipment after the change, and whether its location is known."""
        shipment = stored.shipment
        changes: dict[str, Any] = {
            name: getattr(self, name)
            for name in _PLAIN
            if name in self.model_fields_set and getattr(self, name) is not None
        }
        if self.parcel_count is not None:
            changes["parcels"] = self.parcel_count
        if self.skills is not None:
            changes["skills"] = frozenset(self.skills)
        if self.windows is not None:
            changes["windows"] = to_windows(self.windows)
        if "cod" in self.model_fields_set:
            changes["cod"] = None if self.cod is None else Money(**self.cod.model_dump())
        if self.recipient is not None:
            said = self.recipient.model_dump(exclude_none=True)
            changes["recipient"] = replace(shipment.recipient, **said)
        certain = stored.is_located
        if self.lat is not None and self.lon is not None:
            point = Point(self.lat, self.lon)
            changes["location"] = locate(region, self.address or "", point).point
            certain = True
        elif self.address is not None and self.address != shipment.address:
            located = locate(region, self.address, None)
            changes["location"], certain = located.point, located.is_certain
        return replace(shipment, **changes), certain


_PLAIN = (
    "reference",
    "address",
    "weight_g",
    "volume_cm3",
    "service_s",
    "priority",
    "note",
    "pays_by",
    "temperature",
    "dangerous_goods",
    "min_age",
    "pin_check",
)


class OrderChange(Body):
    """What is different about the order itself; leave out what stays."""

    reference: Reference | None = None
    merchant: ShortText | None = None
    cancel_until_at: Instant | None = None


class WhyBody(Body):
    """Why; ``override`` does it although it is too late by the order's own words."""

    note: Reason = ""
    override: bool = False


class SplitBody(Body):
    """Which parcels go into a new shipment, and how that one is called."""

    reference: Reference
    parcel_ids: Annotated[list[str], Field(min_length=1, max_length=_MOST_PARCELS)]
    service_on: CalendarDate | None = None


def to_windows(bodies: list[WindowBody]) -> tuple[TimeWindow, ...]:
    """Return windows in order."""
    return tuple(sorted(TimeWindow(one.early_at, one.late_at) for one in bodies))


def _first(*values: int | None) -> int:
    return next(value for value in values if value is not None)


def _volume(parcels: tuple[ParcelDetails, ...]) -> int | None:
    """Return the volume of parcels that are all measured, in cubic centimetres rounded up."""
    total_mm3 = 0
    for one in parcels:
        if one.length_mm is None or one.width_mm is None or one.height_mm is None:
            return None
        total_mm3 += one.length_mm * one.width_mm * one.height_mm
    return -(-total_mm3 // 1000) if parcels else None
