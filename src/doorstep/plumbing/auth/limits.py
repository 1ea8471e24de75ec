"""Who must add a second factor before anything else: managers of a company that asks for it.

A session of such a one is ``limited`` until there is a second factor: an authenticator app or a
passkey. Who comes by the company's own sign-in is asked there.
"""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from doorstep.plumbing.auth.model import MANAGING_ROLES, Principal
from doorstep.plumbing.auth.store import AccountRow, PasskeyRow, SessionRow, TenantRow
from doorstep.plumbing.scoping import ANY_TENANT
from doorstep.plumbing.unit import Unit

_MANAGING = [role.value for role in MANAGING_ROLES]


def is_limited(session: Session, principal: Principal) -> bool:
    """Tell whether ``principal`` must add a second factor first."""
    if principal.kind != "account" or principal.role not in MANAGING_ROLES:
        return False
    tenant = session.get(TenantRow, principal.tenant_id)
    if tenant is None or not tenant.asks_managers_twice:
        return False
    every = {ANY_TENANT: True}
    query = select(AccountRow).where(AccountRow.id == principal.id)
    row = session.scalars(query, execution_options=every).one()
    keys = select(PasskeyRow.id).where(PasskeyRow.account_id == principal.id).limit(1)
    return _lacks(row) and session.scalars(keys, execution_options=every).first() is None


def refresh(unit: Unit, account_id: str | None = None) -> None:
    """Limit the open sessions of those who lack a second factor, and free those who have one.

    Parameters
    ----------
    account_id
        Of the one who may have changed; none for all of the company.
    """
    unit.session.flush()
    asks = unit.session.scalars(
        select(TenantRow.asks_managers_twice).where(TenantRow.id == unit.tenant_id)
    ).one()
    people = select(AccountRow)
    if account_id is not None:
        people = people.where(AccountRow.id == account_id)
    with_keys = set(unit.session.scalars(select(PasskeyRow.account_id)))
    for row in unit.session.scalars(people):
        is_asked = asks and row.role in _MANAGING
        limited = is_asked and _lacks(row) and row.id not in with_keys
        unit.session.execute(
            update(SessionRow).where(SessionRow.principal_id == row.id).values(limited=limited)
        )


def _lacks(row: AccountRow) -> bool:
    return row.totp_step is None and bool(row.password_hash)
