"""List shipments and orders, and move shipments through their life."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from doorstep.orders import store
from doorstep.orders.errors import (
    ImportNotFoundError,
    ShipmentNotFoundError,
    ShipmentStatusError,
)
from doorstep.orders.model import (
    TRANSITIONS,
    Order,
    Parcel,
    ShipmentState,
    ShipmentStatus,
    StoredShipment,
)
from doorstep.orders.store import OrderFilter, OrderKey, PageKey, ShipmentFilter, StoredImport
from doorstep.plumbing.unit import Kit, Unit

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class ShipmentPage:
    """Some of the shipments asked for.

    Parameters
    ----------
    next_key
        Where the next page begins, or none on the last one.
    total
        How many there are in all pages.
    counts
        How many shipments of the date have each status, whatever was searched for.
    """

    items: tuple[StoredShipment, ...]
    next_key: PageKey | None
    total: int
    counts: dict[ShipmentStatus, int]


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Some of the orders asked for, with their shipments; ``total`` counts all pages."""

    items: tuple[tuple[Order, tuple[StoredShipment, ...]], ...]
    next_key: OrderKey | None
    total: int


def list_orders(
    unit: Unit, wanted: OrderFilter, *, after: OrderKey | None = None, limit: int = 100
) -> OrderPage:
    """Return a page of orders, the newest first."""
    found = store.list_orders(unit.session, wanted, after, limit + 1)
    items = found[:limit]
    last = items[-1] if len(found) > limit else None
    return OrderPage(
        items=tuple(zip(items, _shipments_of(unit, items), strict=True)),
        next_key=OrderKey(last.created_at, last.id) if last else None,
        total=store.count_orders(unit.session, wanted),
    )


def list_shipments_of_order(unit: Unit, order_id: str) -> tuple[StoredShipment, ...]:
    """Return an order's shipments by service date and reference."""
    return tuple(store.list_of_orders(unit.session, [order_id]))


def _shipments_of(unit: Unit, orders: Sequence[Order]) -> list[tuple[StoredShipment, ...]]:
    by_order: dict[str, list[StoredShipment]] = {order.id: [] for order in orders}
    for stored in store.list_of_orders(unit.session, by_order):
        by_order[stored.order_id].append(stored)
    return [tuple(found) for found in by_order.values()]


def list_shipments(
    unit: Unit, wanted: ShipmentFilter, *, after: PageKey | None = None, limit: int = 500
) -> ShipmentPage:
    """Return a page of shipments by service date and reference."""
    found = store.list_page(unit.session, wanted, after, limit + 1)
    items = found[:limit]
    last = items[-1] if len(found) > limit else None
    return ShipmentPage(
        items=tuple(items),
        next_key=PageKey(last.service_on, last.shipment.reference, last.id) if last else None,
        total=store.count(unit.session, wanted),
        counts=store.count_by_status(unit.session, wanted.service_on),
    )


def stream_shipments(
    unit: Unit, wanted: ShipmentFilter, at_once: int = 500
) -> Iterator[StoredShipment]:
    """Yield every shipment by service date and reference, few of them in memory at a time."""
    after: PageKey | None = None
    while found := store.list_page(unit.session, wanted, after, at_once):
        yield from found
        last = found[-1]
        after = PageKey(last.service_on, last.shipment.reference, last.id)


def list_parcels(unit: Unit, shipment_id: str) -> list[Parcel]:
    """Return a shipment's parcels by their ordinals.

    Raises
    ------
    ShipmentNotFoundError
        There is no such shipment.
    """
    get_shipment(unit, shipment_id)
    return store.list_parcels(unit.session, [shipment_id])


def list_parcels_of(unit: Unit, shipment_ids: Iterable[str]) -> list[Parcel]:
    """Return the parcels of several shipments."""
    return store.list_parcels(unit.session, shipment_ids)


def list_imports(unit: Unit, limit: int = 50) -> list[StoredImport]:
    """Return the newest imports."""
    return store.list_imports(unit.session, limit)


def get_import(unit: Unit, import_id: str) -> StoredImport:
    """Return one import.

    Raises
    ------
    ImportNotFoundError
        There is none with this id.
    """
    found = store.find_import(unit.session, import_id)
    if found is None:
        message = "There is no import with this id."
        raise ImportNotFoundError(message)
    return found


def list_plannable(unit: Unit, service_on: date) -> list[StoredShipment]:
    """Return the day's pending shipments in the order of their references."""
    return store.list_pending(unit.session, service_on)


def get_shipment(unit: Unit, shipment_id: str) -> StoredShipment:
    """Return one shipment.

    Raises
    ------
    ShipmentNotFoundError
        There is none with this id.
    """
    return get_shipments(unit, [shipment_id])[0]


def get_shipments(unit: Unit, shipment_ids: Sequence[str]) -> list[StoredShipment]:
    """Return shipments in the order of their ids.

    Raises
    ------
    ShipmentNotFoundError
        One of them is not there.
    """
    found = {stored.id: stored for stored in store.list_by_id(unit.session, shipment_ids)}
    missing = [one for one in shipment_ids if one not in found]
    if missing:
        message = f"{len(missing)} of the shipments asked for are not there."
        if len(shipment_ids) == 1:
            message = "There is no shipment with this id."
        raise ShipmentNotFoundError(message)
    return [found[one] for one in shipment_ids]


def list_states(unit: Unit) -> dict[str, ShipmentState]:
    """Return what may change of every shipment, by its id."""
    return store.list_states(unit.session)


def change_status(unit: Unit, shipment_ids: Iterable[str], status: ShipmentStatus) -> None:
    """Move shipments to ``status``, all or none; the caller's event says why.

    Raises
    ------
    ShipmentNotFoundError
        One of them is not there.
    ShipmentStatusError
        One of them cannot become that from what it is.
    """
    ids = list(dict.fromkeys(shipment_ids))
    refused = [
        stored for stored in get_shipments(unit, ids) if status not in TRANSITIONS[stored.status]
    ]
    if refused:
        shown = ", ".join(
            f"{stored.shipment.reference} is {stored.status.value}"
            for stored in refused[:_MOST_NAMED]
        )
        more = f" and {len(refused) - _MOST_NAMED} more" if len(refused) > _MOST_NAMED else ""
        message = f"These shipments cannot become {status.value}: {shown}{more}."
        raise ShipmentStatusError(message)
    store.set_status(unit.session, ids, status)


def find_by_token(kit: Kit, token: str) -> tuple[str, StoredShipment] | None:
    """Return the tenant's id and the shipment that a tracking token opens, or none."""
    with kit.database.read(None) as session:
        return store.find_by_token(session, token)
