"""Between a shipment and its row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from doorstep.kernel import Money, Point, TimeWindow
from doorstep.orders.model import (
    Collection,
    PaysBy,
    Recipient,
    Shipment,
    ShipmentKind,
    ShipmentStatus,
    StoredShipment,
    Temperature,
)
from doorstep.orders.search_key import search_key
from doorstep.orders.store.tables import ShipmentRow


def to_values(stored: StoredShipment) -> dict[str, Any]:
    """Return the columns of a shipment, without its tenant and when it was added."""
    shipment, recipient = stored.shipment, stored.shipment.recipient
    return {
        "id": stored.id,
        "order_id": stored.order_id,
        "service_on": stored.service_on,
        "reference": shipment.reference,
        "status": stored.status.value,
        "tracking_token": stored.tracking_token,
        "recipient_name": recipient.name,
        "recipient_phone": recipient.phone,
        "recipient_email": recipient.email,
        "gate_code": recipient.gate_code,
        "safe_place": recipient.safe_place,
        "neighbour": recipient.neighbour,
        "address": shipment.address,
        "lat": shipment.location.lat,
        "lon": shipment.location.lon,
        "is_located": stored.is_located,
        "windows": _from_windows(shipment.windows),
        "parcels": shipment.parcels,
        "weight_g": shipment.weight_g,
        "volume_cm3": shipment.volume_cm3,
        "service_s": shipment.service_s,
        "skills": sorted(shipment.skills),
        "priority": shipment.priority,
        "note": shipment.note,
        "kind": shipment.kind.value,
        "cod_minor": shipment.cod.amount_minor if shipment.cod else None,
        "cod_currency": shipment.cod.currency if shipment.cod else "",
        "pays_by": shipment.pays_by.value,
        "temperature": shipment.temperature.value,
        "dangerous_goods": shipment.dangerous_goods,
        "min_age": shipment.min_age,
        "pin_check": shipment.pin_check,
        "door_pin": stored.door_pin,
        "collection": _from_collection(shipment.collection),
        "hold_note": stored.hold_note,
        "search_text": search_key(
            f"{shipment.reference}\n{recipient.name}\n{shipment.address}\n{recipient.phone}"
        ),
        "updated_at": stored.updated_at,
        "version": stored.version,
    }


def to_stored(row: ShipmentRow) -> StoredShipment:
    """Return the shipment of a row."""
    return StoredShipment(
        id=row.id,
        service_on=row.service_on,
        status=ShipmentStatus(row.status),
        tracking_token=row.tracking_token,
        updated_at=row.updated_at,
        order_id=row.order_id,
        version=row.version,
        is_located=row.is_located,
        hold_note=row.hold_note,
        door_pin=row.door_pin,
        shipment=Shipment(
            reference=row.reference,
            recipient=Recipient(
                row.recipient_name,
                row.recipient_phone,
                row.recipient_email,
                row.gate_code,
                row.safe_place,
                row.neighbour,
            ),
            address=row.address,
            location=Point(row.lat, row.lon),
            windows=_to_windows(row.windows),
            parcels=row.parcels,
            weight_g=row.weight_g,
            volume_cm3=row.volume_cm3,
            service_s=row.service_s,
            skills=frozenset(row.skills),
            priority=row.priority,
            note=row.note,
            kind=ShipmentKind(row.kind),
            cod=None if row.cod_minor is None else Money(row.cod_minor, row.cod_currency),
            pays_by=PaysBy(row.pays_by),
            temperature=Temperature(row.temperature),
            dangerous_goods=row.dangerous_goods,
            min_age=row.min_age,
            pin_check=row.pin_check,
            collection=_to_collection(row.collection),
        ),
    )


def _from_windows(windows: Sequence[TimeWindow]) -> list[list[str]]:
    return [[one.early_at.isoformat(), one.late_at.isoformat()] for one in windows]


def _to_windows(kept: Sequence[Sequence[str]]) -> tuple[TimeWindow, ...]:
    return tuple(
        TimeWindow(datetime.fromisoformat(early), datetime.fromisoformat(late))
        for early, late in kept
    )


def _from_collection(collection: Collection | None) -> dict[str, Any] | None:
    if collection is None:
        return None
    return {
        "name": collection.name,
        "address": collection.address,
        "lat": collection.location.lat,
        "lon": collection.location.lon,
        "phone": collection.phone,
        "windows": _from_windows(collection.windows),
        "service_s": collection.service_s,
    }


def _to_collection(kept: dict[str, Any] | None) -> Collection | None:
    if kept is None:
        return None
    return Collection(
        name=kept["name"],
        address=kept["address"],
        location=Point(kept["lat"], kept["lon"]),
        phone=kept["phone"],
        windows=_to_windows(kept["windows"]),
        service_s=kept["service_s"],
    )
