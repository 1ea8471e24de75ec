"""Take orders in: order, shipments and parcels in one transaction, with their event."""

import base64
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from doorstep.orders import store
from doorstep.orders.door_pin import new_pin
from doorstep.orders.errors import ReferenceTakenError
from doorstep.orders.model import (
    Holder,
    HolderKind,
    NewOrder,
    NewShipment,
    Order,
    Parcel,
    ParcelDetails,
    ShipmentStatus,
    StoredShipment,
)
from doorstep.plumbing.unit import Unit

_TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class TakenIn:
    """An order with its shipments and their parcels."""

    order: Order
    shipments: tuple[StoredShipment, ...]
    parcels: tuple[Parcel, ...] = ()


def add_order(unit: Unit, new: NewOrder) -> TakenIn:
    """Take one order in.

    Raises
    ------
    ReferenceTakenError
        A shipment of that service date has one of the references.
    """
    _check_references(unit, new)
    (taken,) = add_quietly(unit, [new])
    unit.emit("order.created", taken.order.id, _about(taken))
    return taken


def add_quietly(unit: Unit, orders: Iterable[NewOrder]) -> list[TakenIn]:
    """Take orders in whose references are known to be free; the caller's event says so."""
    taken = [_make(unit, new) for new in orders]
    store.add_orders(unit.session, unit.tenant_id, [one.order for one in taken])
    store.add_shipments(
        unit.session, unit.tenant_id, [one for some in taken for one in some.shipments], unit.now()
    )
    store.add_parcels(
        unit.session, unit.tenant_id, (one for some in taken for one in some.parcels)
    )
    return taken


def make_shipment(unit: Unit, new: NewShipment, order_id: str) -> StoredShipment:
    """Return a shipment as it will be kept."""
    return StoredShipment(
        id=unit.new_id(),
        service_on=new.service_on,
        status=ShipmentStatus.PENDING if new.is_located else ShipmentStatus.UNLOCATED,
        tracking_token=_new_token(unit),
        updated_at=unit.now(),
        shipment=new.shipment,
        order_id=order_id,
        is_located=new.is_located,
        door_pin=new_pin(unit.kit.rng),
    )


def make_parcels(
    unit: Unit,
    shipment: StoredShipment,
    details: Sequence[ParcelDetails] = (),
    already: int = 0,
) -> list[Parcel]:
    """Return the parcels of a shipment from number ``already`` + 1 on; the merchant has them.

    What is fetched is with whom it is fetched from.
    """
    kind = HolderKind.MERCHANT
    if shipment.shipment.kind == "pickup":
        kind = HolderKind.RECIPIENT
    return [
        Parcel(
            id=unit.new_id(),
            shipment_id=shipment.id,
            ordinal=ordinal,
            details=details[ordinal - 1] if ordinal <= len(details) else ParcelDetails(),
            holder=Holder(kind),
        )
        for ordinal in range(already + 1, shipment.shipment.parcels + 1)
    ]


def _make(unit: Unit, new: NewOrder) -> TakenIn:
    order = Order(
        id=unit.new_id(),
        reference=new.reference,
        merchant=new.merchant,
        source=new.source,
        created_at=unit.now(),
        created_by=unit.actor,
        source_id=new.source_id,
        cancel_until_at=new.cancel_until_at,
    )
    shipments = tuple(make_shipment(unit, one, order.id) for one in new.shipments)
    parcels = tuple(
        parcel
        for one, stored in zip(new.shipments, shipments, strict=True)
        for parcel in make_parcels(unit, stored, one.parcels)
    )
    return TakenIn(order, shipments, parcels)


def _check_references(unit: Unit, new: NewOrder) -> None:
    wanted: dict[date, list[str]] = defaultdict(list)
    for one in new.shipments:
        if one.shipment.reference in wanted[one.service_on]:
            message = f"Two shipments of {one.service_on} are called {one.shipment.reference!r}."
            raise ReferenceTakenError(message)
        wanted[one.service_on].append(one.shipment.reference)
    for service_on, references in wanted.items():
        for stored in store.list_by_reference(unit.session, service_on, references):
            message = (
                f"{stored.shipment.reference!r} is already a shipment of {service_on}: "
                f"{stored.id} of order {stored.order_id}."
            )
            raise ReferenceTakenError(message)


def _about(taken: TakenIn) -> dict[str, object]:
    return {
        "reference": taken.order.reference,
        "merchant": taken.order.merchant,
        "source": taken.order.source.value,
        "shipments": [
            {
                "id": one.id,
                "reference": one.shipment.reference,
                "service_on": one.service_on.isoformat(),
                "parcels": one.shipment.parcels,
                "status": one.status.value,
            }
            for one in taken.shipments
        ],
    }


def _new_token(unit: Unit) -> str:
    raw = unit.kit.rng.random_bytes(_TOKEN_BYTES)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
