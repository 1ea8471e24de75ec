"""A company's GS1 prefix and the next serial number, in the database."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from doorstep.orders.store.tables import Gs1Row


def find_prefix(session: Session) -> str:
    """Return the tenant's company prefix, or empty text."""
    return session.scalars(select(Gs1Row.company_prefix)).first() or ""


def save_prefix(session: Session, tenant_id: str, company_prefix: str) -> None:
    """Set the tenant's company prefix."""
    row = session.scalars(select(Gs1Row)).first()
    if row is None:
        row = Gs1Row(tenant_id=tenant_id, next_serial=1)
        session.add(row)
    row.company_prefix = company_prefix


def take_serials(session: Session, count: int) -> int:
    """Return the first of ``count`` serial numbers that nobody else gets."""
    row = session.scalars(select(Gs1Row)).one()
    first = row.next_serial
    row.next_serial = first + count
    return first
