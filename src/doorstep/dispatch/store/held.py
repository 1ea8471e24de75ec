"""Reports that wait for somebody to vouch for them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from doorstep.dispatch.held_model import HeldReport, HeldState
from doorstep.dispatch.store.tables import DeviceRow, HeldReportRow, StopRow
from doorstep.kernel import Money
from doorstep.plumbing.scoping import ANY_TENANT


def find_tenant_of_device(session: Session, device_id: str) -> str | None:
    """Return whose a registered device is; in a session of no company."""
    query = select(DeviceRow.tenant_id).where(DeviceRow.id == device_id)
    return session.scalars(query, execution_options={ANY_TENANT: True}).first()


def add_held(session: Session, tenant_id: str, held: HeldReport) -> None:
    """Keep a report that nobody vouches for yet."""
    cash = held.cash
    session.execute(
        insert(HeldReportRow),
        [
            {
                "tenant_id": tenant_id,
                "id": held.id,
                "device_id": held.device_id,
                "sequence": held.sequence,
                "driver_id": held.driver_id,
                "command_id": held.command_id,
                "digest": held.digest,
                "kind": held.kind,
                "route_id": held.route_id,
                "stop_id": held.stop_id,
                "shipment_id": held.shipment_id,
                "files": list(held.files),
                "amount_minor": cash and cash.amount_minor,
                "currency": cash and cash.currency,
                "happened_at": held.happened_at,
                "received_at": held.received_at,
                "body": held.body,
                "state": held.state.value,
                "decided_at": None,
                "decided_by": "",
                "note": "",
            }
        ],
    )


def find_held_of_device(session: Session, device_id: str, sequence: int) -> HeldReport | None:
    """Return what a device has sent under a number, or none."""
    query = select(HeldReportRow).where(
        HeldReportRow.device_id == device_id, HeldReportRow.sequence == sequence
    )
    row = session.scalars(query).first()
    return _to_held(row) if row else None


def find_held(session: Session, held_id: str) -> HeldReport | None:
    """Return a held report, or none; nobody else decides on it meanwhile."""
    query = select(HeldReportRow).where(HeldReportRow.id == held_id).with_for_update()
    row = session.scalars(query).first()
    return _to_held(row) if row else None


def list_held(session: Session, limit: int) -> list[HeldReport]:
    """Return those that wait for a decision, in the order in which each device made them."""
    rows = session.scalars(
        select(HeldReportRow)
        .where(HeldReportRow.state == HeldState.HELD.value)
        .order_by(HeldReportRow.device_id, HeldReportRow.sequence)
        .limit(limit)
    )
    return [_to_held(row) for row in rows]


def count_held(session: Session, device_id: str) -> int:
    """Return how many reports of a device wait."""
    query = select(func.count()).where(
        HeldReportRow.device_id == device_id, HeldReportRow.state == HeldState.HELD.value
    )
    return session.scalars(query.select_from(HeldReportRow)).one()


def names_file(session: Session, device_id: str, sha256: str) -> bool:
    """Tell whether a waiting report of the device names a file."""
    rows: Sequence[list[Any]] = session.scalars(
        select(HeldReportRow.files).where(
            HeldReportRow.device_id == device_id, HeldReportRow.state == HeldState.HELD.value
        )
    ).all()
    return any(sha256 in files for files in rows)


def list_references(session: Session, stop_ids: Sequence[str]) -> dict[str, str]:
    """Return the reference at each of some stops."""
    rows = session.execute(select(StopRow.id, StopRow.reference).where(StopRow.id.in_(stop_ids)))
    return {stop_id: reference for stop_id, reference in rows}  # noqa: C416 -- rows, not pairs


def decide_held(session: Session, held: HeldReport) -> None:
    """Save what was decided; what the report said of people goes."""
    session.execute(
        update(HeldReportRow)
        .where(HeldReportRow.id == held.id)
        .values(
            state=held.state.value,
            decided_at=held.decided_at,
            decided_by=held.decided_by,
            note=held.note,
            body={},
        )
    )


def _to_held(row: HeldReportRow) -> HeldReport:
    cash = None
    if row.amount_minor is not None and row.currency is not None:
        cash = Money(row.amount_minor, row.currency)
    return HeldReport(
        id=row.id,
        device_id=row.device_id,
        sequence=row.sequence,
        driver_id=row.driver_id,
        command_id=row.command_id,
        digest=row.digest,
        kind=row.kind,
        route_id=row.route_id,
        stop_id=row.stop_id,
        shipment_id=row.shipment_id,
        files=tuple(row.files),
        cash=cash,
        happened_at=row.happened_at,
        received_at=row.received_at,
        body=row.body,
        state=HeldState(row.state),
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        note=row.note,
    )
