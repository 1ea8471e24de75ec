"""Companies of this installation."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from doorstep.plumbing.auth import limits
from doorstep.plumbing.auth.model import Tenant
from doorstep.plumbing.auth.store import TenantRow
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.versions import check_version


def create_tenant(session: Session, tenant: Tenant) -> None:
    """Add a company."""
    session.add(
        TenantRow(
            id=tenant.id,
            name=tenant.name,
            timezone=tenant.timezone,
            currency=tenant.currency,
            locale=tenant.locale,
            region=tenant.region,
            asks_managers_twice=tenant.asks_managers_twice,
            version=tenant.version,
        )
    )
    session.flush()


def find_tenant(session: Session, tenant_id: str | None = None) -> Tenant | None:
    """Return the tenant, or the first one there is when no id is given."""
    query = select(TenantRow).order_by(TenantRow.id).limit(1)
    if tenant_id is not None:
        query = query.where(TenantRow.id == tenant_id)
    row = session.scalars(query).first()
    return _to_tenant(row) if row is not None else None


def get_company(unit: Unit) -> Tenant:
    """Return the company that ``unit`` works for.

    Raises
    ------
    LookupError
        It is gone.
    """
    return _to_tenant(_row(unit))


def change_company(unit: Unit, tenant: Tenant, expected_version: int) -> Tenant:
    """Make the company what ``tenant`` says, but for its id and region; return it.

    Raises
    ------
    StaleVersionError
        Somebody else has changed it since.
    """
    row = _row(unit)
    check_version(expected_version, row.version)
    row.name, row.timezone = tenant.name, tenant.timezone
    row.currency, row.locale = tenant.currency, tenant.locale
    row.version += 1
    changed = {"name": row.name, "timezone": row.timezone, "currency": row.currency}
    unit.emit("company.changed", row.id, {**changed, "locale": row.locale})
    return _to_tenant(row)


def choose_region(unit: Unit, region: str) -> Tenant:
    """Let the company work in the region of this name; return the company."""
    row = _row(unit)
    if row.region != region:
        row.region = region
        row.version += 1
        unit.emit("company.region_chosen", row.id, {"region": region})
    return replace(_to_tenant(row))


def ask_managers_twice(unit: Unit, *, asks: bool) -> Tenant:
    """Let owners and administrators do nothing before they have a second factor, or let them."""
    row = _row(unit)
    if row.asks_managers_twice != asks:
        row.asks_managers_twice = asks
        row.version += 1
        unit.emit("company.second_factor_asked", row.id, {"asks": asks})
        limits.refresh(unit)
    return _to_tenant(row)


def _row(unit: Unit) -> TenantRow:
    row = unit.session.get(TenantRow, unit.tenant_id)
    if row is None:
        message = f"there is no tenant {unit.tenant_id}"
        raise LookupError(message)
    return row


def _to_tenant(row: TenantRow) -> Tenant:
    return Tenant(
        row.id,
        row.name,
        row.timezone,
        row.currency,
        row.locale,
        row.region,
        row.version,
        row.asks_managers_twice,
    )
