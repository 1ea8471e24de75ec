"""Take orders in: order, shipments and parcels in one transaction, with their event."""

import base64
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from doorstep.orders import store
from doorstep.orders.address_book import complete_orders
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
from doorstep.orders.telling import tell_taken_in
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
    (taken,) = add_many(unit, [new])
    if isinstance(taken, ReferenceTakenError):
        raise taken
    return taken


def add_many(unit: Unit, orders: Sequence[NewOrder]) -> list[TakenIn | ReferenceTakenError]:
    """Take orders in with a few statements; each stands for itself.

    Returns
    -------
    list of TakenIn or ReferenceTakenError
        What became of each, in their order. What is refused has left nothing behind.
    """
    refused = _find_taken(unit, orders)
    good = [new for new, why in zip(orders, refused, strict=True) if why is None]
    taken = add_quietly(unit, good)
    unit.emit_all([("order.created", one.order.id, _about(one)) for one in taken])
    remaining = iter(taken)
    return [why or next(remaining) for why in refused]


def add_quietly(unit: Unit, orders: Iterable[NewOrder]) -> list[TakenIn]:
    """Take orders in whose references are known to be free; the caller's event says so.

    What the address book knows of their recipients is filled in.
    """
    taken = [_make(unit, new) for new in complete_orders(unit, orders)]
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


def _find_taken(unit: Unit, orders: Sequence[NewOrder]) -> list[ReferenceTakenError | None]:
    """Return for each order what is wrong with its references, if anything."""
    wanted: dict[date, set[str]] = defaultdict(set)
    for new in orders:
        for one in new.shipments:
            wanted[one.service_on].add(one.shipment.reference)
    owners = {
        (service_on, reference): f"{shipment_id} of order {order_id}"
        for service_on, references in wanted.items()
        for reference, shipment_id, order_id in store.list_taken(
            unit.session, service_on, sorted(references)
        )
    }
    refused: list[ReferenceTakenError | None] = []
    for new in orders:
        why = _judge(new, owners)
        refused.append(why)
        if why is None:
            same = "another order sent at the same time"
            owners |= {(one.service_on, one.shipment.reference): same for one in new.shipments}
    return refused


def _judge(new: NewOrder, owners: Mapping[tuple[date, str], str]) -> ReferenceTakenError | None:
    seen: set[tuple[date, str]] = set()
    for one in new.shipments:
        service_on, reference = one.service_on, one.shipment.reference
        if (service_on, reference) in seen:
            return ReferenceTakenError(f"Two shipments of {service_on} are called {reference!r}.")
        seen.add((service_on, reference))
        if owner := owners.get((service_on, reference)):
            return ReferenceTakenError(
                f"{reference!r} is already a shipment of {service_on}: {owner}."
            )
    return None


def _about(taken: TakenIn) -> dict[str, object]:
    return {
        "reference": taken.order.reference,
        "merchant": taken.order.merchant,
        "source": taken.order.source.value,
        "shipments": tell_taken_in(taken.shipments, taken.parcels),
    }


def _new_token(unit: Unit) -> str:
    raw = unit.kit.rng.random_bytes(_TOKEN_BYTES)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
