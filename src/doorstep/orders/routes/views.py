"""Orders, shipments and parcels as they go over the wire."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Self

from doorstep.kernel import Money
from doorstep.orders.model import (
    Collection,
    HolderKind,
    Order,
    OrderStatus,
    Parcel,
    PaysBy,
    ShipmentKind,
    ShipmentStatus,
    Source,
    StoredShipment,
    Temperature,
    order_status,
)
from doorstep.plumbing.web import View


class RecipientView(View):
    """Who receives it; empty text where unknown."""

    name: str
    phone: str
    email: str
    gate_code: str
    safe_place: str
    neighbour: str


class WindowView(View):
    """When service may start, both ends included."""

    early_at: datetime
    late_at: datetime


class CodAmountView(View):
    """An amount in whole minor units of a currency."""

    amount_minor: int
    currency: str


class CollectionView(View):
    """Where the goods are fetched first, by the same route."""

    name: str
    address: str
    lat: float
    lon: float
    phone: str
    windows: list[WindowView]
    service_s: int

    @classmethod
    def from_collection(cls, collection: Collection) -> Self:
        """Return where goods are fetched as it goes over the wire."""
        return cls(
            name=collection.name,
            address=collection.address,
            lat=collection.location.lat,
            lon=collection.location.lon,
            phone=collection.phone,
            windows=[WindowView.model_validate(one) for one in collection.windows],
            service_s=collection.service_s,
        )


class ShipmentView(View):
    """Goods to bring to one recipient on one service date.

    ``version`` is what If-Match names. While ``is_located`` is false, ``lat`` and ``lon`` are
    only the nearest guess. ``door_pin`` is for the recipient alone, where ``pin_check`` asks.
    """

    id: str
    order_id: str
    reference: str
    service_on: date
    recipient: RecipientView
    address: str
    lat: float
    lon: float
    is_located: bool
    windows: list[WindowView]
    parcels: int
    weight_g: int
    volume_cm3: int
    service_s: int
    skills: list[str]
    priority: int
    note: str
    kind: ShipmentKind
    cod: CodAmountView | None
    pays_by: PaysBy
    temperature: Temperature
    dangerous_goods: str
    min_age: int
    pin_check: bool
    door_pin: str | None
    collection: CollectionView | None
    status: ShipmentStatus
    hold_note: str
    tracking_url: str
    version: int

    @classmethod
    def from_stored(cls, stored: StoredShipment) -> Self:
        """Return a shipment as it goes over the wire."""
        shipment = stored.shipment
        return cls(
            id=stored.id,
            order_id=stored.order_id,
            reference=shipment.reference,
            service_on=stored.service_on,
            recipient=RecipientView.model_validate(shipment.recipient),
            address=shipment.address,
            lat=shipment.location.lat,
            lon=shipment.location.lon,
            is_located=stored.is_located,
            windows=[WindowView.model_validate(window) for window in shipment.windows],
            parcels=shipment.parcels,
            weight_g=shipment.weight_g,
            volume_cm3=shipment.volume_cm3,
            service_s=shipment.service_s,
            skills=sorted(shipment.skills),
            priority=shipment.priority,
            note=shipment.note,
            kind=shipment.kind,
            cod=_money(shipment.cod),
            pays_by=shipment.pays_by,
            temperature=shipment.temperature,
            dangerous_goods=shipment.dangerous_goods,
            min_age=shipment.min_age,
            pin_check=shipment.pin_check,
            door_pin=stored.door_pin if shipment.pin_check else None,
            collection=(
                None
                if shipment.collection is None
                else CollectionView.from_collection(shipment.collection)
            ),
            status=stored.status,
            hold_note=stored.hold_note,
            tracking_url=stored.tracking_url,
            version=stored.version,
        )


class OrderView(View):
    """A merchant's request with its shipments; ``version`` is what If-Match names."""

    id: str
    reference: str
    merchant: str
    source: Source
    status: OrderStatus
    cancel_until_at: datetime | None
    created_at: datetime
    created_by: str
    version: int
    shipments: list[ShipmentView]

    @classmethod
    def from_order(cls, order: Order, shipments: Sequence[StoredShipment]) -> Self:
        """Return an order as it goes over the wire."""
        return cls(
            id=order.id,
            reference=order.reference,
            merchant=order.merchant,
            source=order.source,
            status=order_status(one.status for one in shipments),
            cancel_until_at=order.cancel_until_at,
            created_at=order.created_at,
            created_by=order.created_by,
            version=order.version,
            shipments=[ShipmentView.from_stored(one) for one in shipments],
        )


class HolderView(View):
    """With whom a parcel is, and where there."""

    kind: HolderKind
    id: str
    place: str


class ParcelView(View):
    """One physical unit; measures are none where they are not known."""

    id: str
    shipment_id: str
    ordinal: int
    barcode: str
    weight_g: int | None
    length_mm: int | None
    width_mm: int | None
    height_mm: int | None
    holder: HolderView

    @classmethod
    def from_parcel(cls, parcel: Parcel) -> Self:
        """Return a parcel as it goes over the wire."""
        details = parcel.details
        return cls(
            id=parcel.id,
            shipment_id=parcel.shipment_id,
            ordinal=parcel.ordinal,
            barcode=details.barcode,
            weight_g=details.weight_g,
            length_mm=details.length_mm,
            width_mm=details.width_mm,
            height_mm=details.height_mm,
            holder=HolderView.model_validate(parcel.holder),
        )


def _money(money: Money | None) -> CodAmountView | None:
    return None if money is None else CodAmountView.model_validate(money)
