"""Shipments that drivers carry, for many reports: read at once, changed here, written at once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from doorstep.orders import store
from doorstep.orders.custody import decide, is_with
from doorstep.orders.errors import ShipmentNotFoundError, ShipmentStatusError
from doorstep.orders.model import (
    TRANSITIONS,
    Carried,
    Holder,
    HolderKind,
    Parcel,
    ShipmentKind,
    ShipmentStatus,
    StoredShipment,
    Transfer,
)
from doorstep.orders.telling import emit_moves
from doorstep.plumbing.unit import Unit

_AT_THE_DOOR = Holder(HolderKind.RECIPIENT)


@dataclass(frozen=True, slots=True)
class _Move:
    """Parcels that come to a holder, and what was scanned of them."""

    subject_id: str
    to_holder: Holder
    happened_at: datetime
    from_holder: Holder | None = None
    scanned: Collection[str] = ()


class Handling:
    """Some shipments and their parcels inside one transaction.

    Each method sees what the ones before it have changed; nothing of it is in the database
    before ``write``.

    Parameters
    ----------
    shipment_ids
        All that may change.
    at_doors
        Those of which everything is needed; the others' words and places are not read.
    """

    def __init__(
        self, unit: Unit, shipment_ids: Iterable[str], at_doors: Collection[str] = ()
    ) -> None:
        wanted = dict.fromkeys((*at_doors, *shipment_ids))
        stored = store.list_by_id(unit.session, dict.fromkeys(at_doors))
        self._stored = {one.id: one for one in stored}
        self._carried = {
            one.id: Carried(one.shipment.kind, one.status, one.version) for one in stored
        }
        others = [one for one in wanted if one not in self._stored]
        self._carried |= store.list_carried(unit.session, others)
        self._parcels: dict[str, list[Parcel]] = {one: [] for one in self._carried}
        for parcel in store.list_parcels(unit.session, self._carried):
            self._parcels[parcel.shipment_id].append(parcel)
        self._transfers: list[Transfer] = []
        self._moved: dict[str, Parcel] = {}
        self._changed: set[str] = set()

    def get_at_door(self, shipment_id: str) -> tuple[StoredShipment, list[Parcel]]:
        """Return what was known of a shipment before, and its parcels as they are now.

        Raises
        ------
        ShipmentNotFoundError
            There is none with this id.
        """
        stored = self._stored.get(shipment_id)
        if stored is None:
            message = "There is no shipment with this id."
            raise ShipmentNotFoundError(message)
        return stored, self._parcels[shipment_id]

    def move_status(
        self, shipment_ids: Iterable[str], before: ShipmentStatus, after: ShipmentStatus
    ) -> None:
        """Move those of the shipments on that are ``before``, and leave the others as they are.

        Raises
        ------
        ShipmentStatusError
            Nothing that is ``before`` can become ``after``.
        """
        if after not in TRANSITIONS[before]:
            message = f"What is {before.value} cannot become {after.value}."
            raise ShipmentStatusError(message)
        for one in shipment_ids:
            known = self._carried.get(one)
            if known is not None and known.status is before:
                self._carried[one] = replace(known, status=after, version=known.version + 1)
                self._changed.add(one)

    def load(
        self, unit: Unit, shipment_ids: Iterable[str], vehicle_id: str, happened_at: datetime
    ) -> None:
        """Put the parcels of shipments to deliver into a vehicle; what is fetched comes later."""
        parcels = self._list_parcels(shipment_ids, ShipmentKind.DELIVERY)
        self._move(unit, parcels, _Move(vehicle_id, _vehicle(vehicle_id), happened_at))

    def hand_over(
        self,
        unit: Unit,
        shipment_id: str,
        vehicle_id: str,
        happened_at: datetime,
        *,
        to_holder: Holder = _AT_THE_DOOR,
        scanned: Collection[str] = (),
    ) -> None:
        """Let a shipment's parcels change hands at the door: given, or fetched.

        Parameters
        ----------
        to_holder
            Who took what was given.
        scanned
            The labels the driver has scanned; where there are some, the transfer of a parcel
            without a scan says so.
        """
        van = _vehicle(vehicle_id)
        given = self._list_parcels([shipment_id], ShipmentKind.DELIVERY)
        fetched = self._list_parcels([shipment_id], ShipmentKind.PICKUP)
        self._move(unit, given, _Move(shipment_id, to_holder, happened_at, van, scanned))
        self._move(unit, fetched, _Move(shipment_id, van, happened_at, scanned=scanned))

    def unload(
        self,
        unit: Unit,
        shipment_ids: Iterable[str],
        vehicle_id: str,
        depot: str,
        happened_at: datetime,
    ) -> None:
        """Take what is left in a vehicle back into the depot."""
        van = _vehicle(vehicle_id)
        left = [one for one in self._list_parcels(shipment_ids) if is_with(one, van)]
        self._move(
            unit, left, _Move(vehicle_id, Holder(HolderKind.DEPOT, depot[:64]), happened_at)
        )

    def write(self, unit: Unit) -> None:
        """Write what has changed since the last time."""
        store.set_statuses(unit.session, {one: self._carried[one] for one in self._changed})
        moved = list(self._moved.values())
        store.add_transfers(unit.session, unit.tenant_id, self._transfers, moved)
        self._changed.clear()
        self._transfers.clear()
        self._moved.clear()

    def _list_parcels(
        self, shipment_ids: Iterable[str], kind: ShipmentKind | None = None
    ) -> list[Parcel]:
        """Return the parcels of shipments, of those that go one way, by shipment and ordinal."""
        return [
            parcel
            for one in sorted(set(shipment_ids) & self._carried.keys())
            if kind is None or self._carried[one].kind is kind
            for parcel in self._parcels[one]
        ]

    def _move(self, unit: Unit, parcels: Sequence[Parcel], move: _Move) -> None:
        decided = [
            decide(
                one,
                move.to_holder,
                happened_at=move.happened_at,
                recorded_at=unit.now(),
                actor=unit.actor,
                from_holder=move.from_holder,
                is_scanned=not move.scanned or one.details.barcode in move.scanned,
            )
            for one in parcels
        ]
        moves = [one for one in decided if one is not None]
        for parcel, transfer in moves:
            self._transfers.append(transfer)
            self._moved[parcel.id] = parcel
            theirs = self._parcels[parcel.shipment_id]
            theirs[[one.id for one in theirs].index(parcel.id)] = parcel
        emit_moves(unit, move.subject_id, moves, move.happened_at)


def _vehicle(vehicle_id: str) -> Holder:
    return Holder(HolderKind.VEHICLE, vehicle_id)
