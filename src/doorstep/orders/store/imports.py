"""Imports and what each merchant's columns mean, in the database."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from doorstep.orders.store.tables import ImportRow, MappingRow
from doorstep.plumbing.problem import Finding


@dataclass(frozen=True, slots=True)
class StoredImport:
    """A file that was taken in, and what became of its rows."""

    id: str
    file_name: str
    sha256: str
    merchant: str
    service_on: date
    created_at: datetime
    created_by: str
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: tuple[Finding, ...] = ()


def add_import(session: Session, tenant_id: str, one: StoredImport) -> None:
    """Add an import."""
    session.execute(insert(ImportRow), [{"tenant_id": tenant_id, **_values(one)}])


def save_import(session: Session, one: StoredImport) -> None:
    """Replace what is known of an import."""
    session.execute(update(ImportRow).where(ImportRow.id == one.id).values(_values(one)))


def find_import(session: Session, import_id: str) -> StoredImport | None:
    """Return one import, or none."""
    row = session.scalars(select(ImportRow).where(ImportRow.id == import_id)).first()
    return None if row is None else _to_import(row)


def list_imports(session: Session, limit: int) -> list[StoredImport]:
    """Return the newest imports."""
    rows = session.scalars(select(ImportRow).order_by(ImportRow.created_at.desc()).limit(limit))
    return [_to_import(row) for row in rows]


def find_mapping(session: Session, merchant: str) -> dict[str, str]:
    """Return which column each heading of a merchant's files means; nothing is remembered: {}."""
    query = select(MappingRow.columns).where(MappingRow.merchant == merchant)
    return session.scalars(query).first() or {}


def save_mapping(
    session: Session, tenant_id: str, merchant: str, columns: dict[str, str], now_at: datetime
) -> None:
    """Remember which column each heading of a merchant's files means."""
    row = session.scalars(select(MappingRow).where(MappingRow.merchant == merchant)).first()
    if row is None:
        row = MappingRow(tenant_id=tenant_id, merchant=merchant)
        session.add(row)
    row.columns = columns
    row.updated_at = now_at


def _values(one: StoredImport) -> dict[str, Any]:
    values = asdict(one)
    values["rejected"] = [asdict(finding) for finding in one.rejected]
    return values


def _to_import(row: ImportRow) -> StoredImport:
    return StoredImport(
        id=row.id,
        file_name=row.file_name,
        sha256=row.sha256,
        merchant=row.merchant,
        service_on=row.service_on,
        created_at=row.created_at,
        created_by=row.created_by,
        added=row.added,
        updated=row.updated,
        unchanged=row.unchanged,
        rejected=tuple(Finding(**finding) for finding in row.rejected),
    )
