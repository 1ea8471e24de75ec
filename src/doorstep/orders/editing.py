"""Change, hold, cancel and split what nobody has planned yet, saying who did it."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from doorstep.orders import store
from doorstep.orders.errors import (
    CutoffPassedError,
    OrderNotFoundError,
    ReferenceTakenError,
    ShipmentNotFoundError,
    ShipmentStatusError,
    SplitError,
)
from doorstep.orders.intake import make_parcels, make_shipment
from doorstep.orders.model import (
    CORRECTIONS,
    EDITABLE,
    TRANSITIONS,
    NewShipment,
    Order,
    Shipment,
    ShipmentStatus,
    StoredShipment,
)
from doorstep.orders.telling import tell_taken_in
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.versions import check_version


def change_shipment(
    unit: Unit,
    shipment_id: str,
    version: int,
    shipment: Shipment,
    *,
    service_on: date | None = None,
    is_located: bool | None = None,
    override: bool = False,
) -> StoredShipment:
    """Replace what is known of a shipment and return it as it is now.

    Raises
    ------
    ShipmentNotFoundError, StaleVersionError
        It is not there, or somebody else has changed it.
    ShipmentStatusError
        It is planned already, or its life is over.
    CutoffPassedError
        It is too late, and nobody said that it does not matter.
    ReferenceTakenError
        Another shipment of the date has the reference.
    """
    before = _get(unit, shipment_id, version)
    _require_editable(before, "changed")
    _check_cutoff(unit, before, override=override)
    located = before.is_located if is_located is None else is_located
    after = replace(
        before,
        shipment=shipment,
        service_on=service_on or before.service_on,
        is_located=located,
        status=_status_where(before.status, is_located=located),
    )
    changed = list_changes(before, after)
    if not changed:
        return before
    _check_reference(unit, before, after)
    saved = _save(unit, before, after)
    about = _about(saved) | {"fields": changed} | _keep_parcels(unit, saved)
    unit.emit("shipment.changed", saved.id, about)
    return saved


def hold_shipment(unit: Unit, shipment_id: str, version: int, note: str) -> StoredShipment:
    """Keep a shipment back until somebody says otherwise."""
    return _move(unit, shipment_id, version, ShipmentStatus.HELD, "shipment.held", note)


def resume_shipment(unit: Unit, shipment_id: str, version: int) -> StoredShipment:
    """Let a held shipment go on.

    Raises
    ------
    ShipmentStatusError
        It is not held.
    """
    before = _get(unit, shipment_id, version)
    if before.status is not ShipmentStatus.HELD:
        message = f"{before.shipment.reference} is {before.status.value}, not held."
        raise ShipmentStatusError(message)
    return _move(unit, shipment_id, version, ShipmentStatus.PENDING, "shipment.resumed", "")


def cancel_shipment(
    unit: Unit, shipment_id: str, version: int, note: str = "", *, override: bool = False
) -> StoredShipment:
    """Cancel a shipment that is not planned yet.

    Raises
    ------
    ShipmentStatusError
        It is planned: its route would have to be recalled first.
    CutoffPassedError
        It is too late, and nobody said that it does not matter.
    """
    before = _get(unit, shipment_id, version)
    _require_editable(before, "cancelled")
    _check_cutoff(unit, before, override=override)
    return _move(unit, shipment_id, version, ShipmentStatus.CANCELLED, "shipment.cancelled", note)


def reinstate_shipment(unit: Unit, shipment_id: str, version: int) -> StoredShipment:
    """Take a cancellation back.

    Raises
    ------
    ShipmentStatusError
        It is not cancelled.
    """
    before = _get(unit, shipment_id, version)
    status = ShipmentStatus.PENDING if before.is_located else ShipmentStatus.UNLOCATED
    if status not in CORRECTIONS.get(before.status, ()):
        message = f"{before.shipment.reference} is {before.status.value}, not cancelled."
        raise ShipmentStatusError(message)
    saved = _save(unit, before, replace(before, status=status, hold_note=""))
    unit.emit("shipment.reinstated", saved.id, _about(saved))
    return saved


def split_shipment(
    unit: Unit,
    shipment_id: str,
    version: int,
    *,
    reference: str,
    parcel_ids: tuple[str, ...],
    service_on: date | None = None,
) -> tuple[StoredShipment, StoredShipment]:
    """Move some parcels of a shipment into a new one of the same order; return both.

    Weight, volume and cash are shared by the number of parcels; what does not divide stays with
    the first, so that nothing is lost and nothing is collected twice.

    Raises
    ------
    SplitError
        No parcel would move, or none would stay, or one is of another shipment.
    ReferenceTakenError
        Another shipment of the date has the reference.
    """
    before = _get(unit, shipment_id, version)
    _require_editable(before, "split")
    parcels = store.list_parcels(unit.session, [before.id])
    moved = [one for one in parcels if one.id in set(parcel_ids)]
    stay = [one for one in parcels if one.id not in set(parcel_ids)]
    if not moved or not stay or len(moved) != len(set(parcel_ids)):
        message = f"{len(moved)} of {len(parcels)} parcels would move."
        raise SplitError(message)
    part = _share(before.shipment, len(moved), len(parcels))
    rest = replace(
        before.shipment,
        parcels=len(stay),
        weight_g=before.shipment.weight_g - part.weight_g,
        volume_cm3=before.shipment.volume_cm3 - part.volume_cm3,
        cod=_less(before.shipment, part),
    )
    new = make_shipment(
        unit,
        NewShipment(
            service_on or before.service_on,
            replace(part, reference=reference),
            is_located=before.is_located,
        ),
        before.order_id,
    )
    _check_reference(unit, None, new)
    store.add_shipments(unit.session, unit.tenant_id, [new], unit.now())
    moved_there = [replace(one, shipment_id=new.id) for one in moved]
    store.give_to(unit.session, [one.id for one in moved], new.id)
    store.give_to(unit.session, [one.id for one in stay], before.id)
    saved = _save(unit, before, replace(before, shipment=rest))
    about = {"into_reference": reference, "into": tell_taken_in([new], moved_there)}
    unit.emit("shipment.split", saved.id, _about(saved) | about)
    return saved, new


def change_order(unit: Unit, order_id: str, version: int, changes: Mapping[str, Any]) -> Order:
    """Change an order's own words: ``reference``, ``merchant``, ``cancel_until_at``.

    Raises
    ------
    OrderNotFoundError, StaleVersionError
        It is not there, or somebody else has changed it.
    """
    before = get_order(unit, order_id)
    check_version(version, before.version)
    after = replace(before, **changes)
    if after == before:
        return before
    after = replace(after, version=before.version + 1)
    store.save_order(unit.session, after)
    changed = sorted(name for name in changes if getattr(before, name) != getattr(after, name))
    unit.emit("order.changed", order_id, {"version": after.version, "fields": changed})
    return after


def get_order(unit: Unit, order_id: str) -> Order:
    """Return one order.

    Raises
    ------
    OrderNotFoundError
        There is none with this id.
    """
    found = store.list_orders_by_id(unit.session, [order_id])
    if not found:
        message = "There is no order with this id."
        raise OrderNotFoundError(message)
    return found[0]


def list_changes(before: StoredShipment, after: StoredShipment) -> list[str]:
    """Return the names of what differs between two versions of a shipment."""
    changed = [
        one.name
        for one in fields(Shipment)
        if getattr(before.shipment, one.name) != getattr(after.shipment, one.name)
    ]
    own = ("service_on", "status", "is_located", "hold_note")
    changed += [name for name in own if getattr(before, name) != getattr(after, name)]
    return sorted(changed)


def _get(unit: Unit, shipment_id: str, version: int) -> StoredShipment:
    found = store.list_by_id(unit.session, [shipment_id])
    if not found:
        message = "There is no shipment with this id."
        raise ShipmentNotFoundError(message)
    check_version(version, found[0].version)
    return found[0]


def _move(
    unit: Unit, shipment_id: str, version: int, status: ShipmentStatus, kind: str, note: str
) -> StoredShipment:
    before = _get(unit, shipment_id, version)
    if status not in TRANSITIONS[before.status]:
        was = f"{before.shipment.reference} is {before.status.value}"
        message = f"{was}; it cannot become {status.value}."
        raise ShipmentStatusError(message)
    saved = _save(unit, before, replace(before, status=status, hold_note=note))
    unit.emit(kind, saved.id, _about(saved))
    return saved


def _save(unit: Unit, before: StoredShipment, after: StoredShipment) -> StoredShipment:
    saved = replace(after, version=before.version + 1, updated_at=unit.now())
    store.add_revision(unit.session, unit.tenant_id, before, unit.now(), unit.actor)
    store.save(unit.session, saved)
    return saved


def _require_editable(stored: StoredShipment, what: str) -> None:
    if stored.status not in EDITABLE:
        message = f"{stored.shipment.reference} is {stored.status.value}; it cannot be {what}."
        action = "Recall the released plan first." if stored.status == "planned" else None
        raise ShipmentStatusError(message, action=action)


def _check_cutoff(unit: Unit, stored: StoredShipment, *, override: bool) -> None:
    until_at: datetime | None = get_order(unit, stored.order_id).cancel_until_at
    if until_at is not None and unit.now() > until_at and not override:
        message = f"The order could be changed or cancelled until {until_at.isoformat()}."
        raise CutoffPassedError(message)


def _check_reference(unit: Unit, before: StoredShipment | None, after: StoredShipment) -> None:
    reference = after.shipment.reference
    if before is not None:
        same_name = before.shipment.reference == reference
        if same_name and before.service_on == after.service_on:
            return
    taken = store.list_by_reference(unit.session, after.service_on, [reference])
    if [one for one in taken if one.id != after.id]:
        message = f"{reference!r} is already a shipment of {after.service_on}."
        raise ReferenceTakenError(message)


def _keep_parcels(unit: Unit, saved: StoredShipment) -> dict[str, list[str]]:
    """Let there be as many parcels as the shipment says; those that moved stay.

    Returns what to tell of parcels that are new or gone.
    """
    parcels = store.list_parcels(unit.session, [saved.id])
    surplus = parcels[saved.shipment.parcels :]
    if any(one.moves for one in surplus):
        message = f"{len(surplus)} parcels too many have been scanned already."
        raise ShipmentStatusError(message, action="Declare them lost or returned instead.")
    store.remove_parcels(unit.session, [one.id for one in surplus])
    added = make_parcels(unit, saved, already=len(parcels))
    store.add_parcels(unit.session, unit.tenant_id, added)
    told = {"parcels_added": added, "parcels_removed": surplus}
    return {name: [one.id for one in some] for name, some in told.items() if some}


def _status_where(status: ShipmentStatus, *, is_located: bool) -> ShipmentStatus:
    if not is_located:
        return ShipmentStatus.UNLOCATED
    return ShipmentStatus.PENDING if status is ShipmentStatus.UNLOCATED else status


def _share(shipment: Shipment, moved: int, total: int) -> Shipment:
    cod = shipment.cod
    part = None
    if cod is not None and (amount := cod.amount_minor * moved // total):
        part = replace(cod, amount_minor=amount)
    return replace(
        shipment,
        parcels=moved,
        weight_g=shipment.weight_g * moved // total,
        volume_cm3=shipment.volume_cm3 * moved // total,
        cod=part,
    )


def _less(shipment: Shipment, part: Shipment) -> Any:  # noqa: ANN401 -- Money or none
    if shipment.cod is None or part.cod is None:
        return shipment.cod
    return replace(shipment.cod, amount_minor=shipment.cod.amount_minor - part.cod.amount_minor)


def _about(stored: StoredShipment) -> dict[str, Any]:
    """Return what the journal says; words about people stay in the revisions, which can go."""
    return {
        "order_id": stored.order_id,
        "reference": stored.shipment.reference,
        "service_on": stored.service_on.isoformat(),
        "kind": stored.shipment.kind.value,
        "status": stored.status.value,
        "version": stored.version,
    }
