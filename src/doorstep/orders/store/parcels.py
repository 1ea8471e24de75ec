"""Parcels and their transfers in the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from doorstep.orders.model import Holder, HolderKind, Parcel, ParcelDetails, Transfer
from doorstep.orders.store.tables import ParcelRow, ShipmentRow, TransferRow
from doorstep.plumbing.db import add_rows, change_many, change_rows

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ParcelsOfShipment:
    """How many parcels a shipment says it has and how many there are."""

    shipment_id: str
    said: int
    there: int


def add_parcels(session: Session, tenant_id: str, parcels: Iterable[Parcel]) -> None:
    """Add parcels; their shipments are there already."""
    rows = [
        {
            "tenant_id": tenant_id,
            "id": parcel.id,
            "shipment_id": parcel.shipment_id,
            "ordinal": parcel.ordinal,
            **_details(parcel.details),
            **_holder("holder", parcel.holder),
            "moves": parcel.moves,
        }
        for parcel in parcels
    ]
    if rows:
        add_rows(session, ParcelRow, rows)


def save_details(session: Session, parcel_id: str, details: ParcelDetails) -> None:
    """Replace what is known of a parcel itself."""
    change_rows(
        session, update(ParcelRow).where(ParcelRow.id == parcel_id).values(_details(details))
    )


def remove_parcels(session: Session, parcel_ids: Sequence[str]) -> None:
    """Remove parcels that never moved: they were announced and do not exist."""
    session.execute(delete(ParcelRow).where(ParcelRow.id.in_(parcel_ids)))


def give_to(session: Session, parcel_ids: Sequence[str], shipment_id: str) -> None:
    """Let parcels belong to another shipment, numbered from 1 there."""
    for ordinal, parcel_id in enumerate(parcel_ids, start=1):
        change_rows(
            session,
            update(ParcelRow)
            .where(ParcelRow.id == parcel_id)
            .values(shipment_id=shipment_id, ordinal=ordinal),
        )


def list_parcels(session: Session, shipment_ids: Iterable[str]) -> list[Parcel]:
    """Return the parcels of shipments by shipment and ordinal."""
    found: list[Parcel] = []
    remaining = iter(shipment_ids)
    while some := list(islice(remaining, _AT_ONCE)):
        rows = session.scalars(
            select(ParcelRow)
            .where(ParcelRow.shipment_id.in_(some))
            .order_by(ParcelRow.shipment_id, ParcelRow.ordinal)
        )
        found.extend(_to_parcel(row) for row in rows)
    return found


def find_parcel(session: Session, parcel_id: str) -> Parcel | None:
    """Return one parcel, or none."""
    row = session.scalars(select(ParcelRow).where(ParcelRow.id == parcel_id)).first()
    return None if row is None else _to_parcel(row)


def list_by_barcode(session: Session, barcode: str) -> list[Parcel]:
    """Return the parcels with this barcode; more than one is a mistake somebody must see."""
    rows = session.scalars(
        select(ParcelRow).where(ParcelRow.barcode == barcode).order_by(ParcelRow.id)
    )
    return [_to_parcel(row) for row in rows]


def add_transfers(
    session: Session, tenant_id: str, transfers: Sequence[Transfer], kept: Sequence[Parcel]
) -> None:
    """Add transfers and let the parcels, as they are after them, have their new holders."""
    if transfers:
        add_rows(
            session,
            TransferRow,
            [
                {
                    "tenant_id": tenant_id,
                    "parcel_id": one.parcel_id,
                    "sequence": one.sequence,
                    **_holder("from", one.from_holder),
                    **_holder("to", one.to_holder),
                    "happened_at": one.happened_at,
                    "recorded_at": one.recorded_at,
                    "actor": one.actor,
                    "note": one.note,
                }
                for one in transfers
            ],
        )
    change_many(
        session,
        ParcelRow,
        [(one.id, _holder("holder", one.holder) | {"moves": one.moves}) for one in kept],
    )


def list_transfers(session: Session, parcel_ids: Iterable[str]) -> list[Transfer]:
    """Return the transfers of parcels, each parcel's in their order."""
    found: list[Transfer] = []
    remaining = iter(parcel_ids)
    while some := list(islice(remaining, _AT_ONCE)):
        rows = session.scalars(
            select(TransferRow)
            .where(TransferRow.parcel_id.in_(some))
            .order_by(TransferRow.parcel_id, TransferRow.sequence)
        )
        found.extend(_to_transfer(row) for row in rows)
    return found


def list_all_parcels(session: Session) -> list[Parcel]:
    """Return every parcel, for who checks them all."""
    return [_to_parcel(row) for row in session.scalars(select(ParcelRow).order_by(ParcelRow.id))]


def count_by_shipment(session: Session) -> list[ParcelsOfShipment]:
    """Return how many parcels each shipment says it has and how many there are."""
    there = func.count(ParcelRow.id)
    query = (
        select(ShipmentRow.id, ShipmentRow.parcels, there)
        .join(ParcelRow, ParcelRow.shipment_id == ShipmentRow.id, isouter=True)
        .group_by(ShipmentRow.id, ShipmentRow.parcels)
    )
    return [ParcelsOfShipment(id_, said, counted) for id_, said, counted in session.execute(query)]


def count_by_holder(session: Session) -> dict[HolderKind, int]:
    """Return how many parcels are with each kind of holder."""
    query = select(ParcelRow.holder_kind, func.count(ParcelRow.id)).group_by(ParcelRow.holder_kind)
    return {HolderKind(kind): number for kind, number in session.execute(query)}


def _details(details: ParcelDetails) -> dict[str, Any]:
    return {
        "barcode": details.barcode,
        "weight_g": details.weight_g,
        "length_mm": details.length_mm,
        "width_mm": details.width_mm,
        "height_mm": details.height_mm,
    }


def _holder(prefix: str, holder: Holder) -> dict[str, Any]:
    return {
        f"{prefix}_kind": holder.kind.value,
        f"{prefix}_id": holder.id,
        f"{prefix}_place": holder.place,
    }


def _to_parcel(row: ParcelRow) -> Parcel:
    return Parcel(
        id=row.id,
        shipment_id=row.shipment_id,
        ordinal=row.ordinal,
        details=ParcelDetails(
            row.barcode, row.weight_g, row.length_mm, row.width_mm, row.height_mm
        ),
        holder=Holder(HolderKind(row.holder_kind), row.holder_id, row.holder_place),
        moves=row.moves,
    )


def _to_transfer(row: TransferRow) -> Transfer:
    return Transfer(
        parcel_id=row.parcel_id,
        sequence=row.sequence,
        from_holder=Holder(HolderKind(row.from_kind), row.from_id, row.from_place),
        to_holder=Holder(HolderKind(row.to_kind), row.to_id, row.to_place),
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        actor=row.actor,
        note=row.note,
    )
