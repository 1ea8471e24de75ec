"""People who sign in with a password: add, check, change, suspend."""

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from doorstep.plumbing.auth import limits, sessions
from doorstep.plumbing.auth.errors import (
    AddressTakenError,
    LastOwnerError,
    OwnAccountError,
    OwnersOnlyError,
    WrongPasswordError,
)
from doorstep.plumbing.auth.model import MANAGING_ROLES, Account, Principal, Role
from doorstep.plumbing.auth.secrets_kept import hash_password, is_password
from doorstep.plumbing.auth.store import AccountRow
from doorstep.plumbing.problem import InvalidInputError, NotFoundError
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.versions import check_version

_ANY_TENANT = {"any_tenant": True}


def create_account(
    unit: Unit, *, email: str, name: str, role: Role, password: str | None, merchant: str = ""
) -> str:
    """Add a person and return the account's id.

    Parameters
    ----------
    password
        None for who comes by the company's own sign-in only.
    merchant
        Whose orders a merchant's account sees.

    Raises
    ------
    WeakPasswordError
        The password is too easy to guess.
    AddressTakenError
        The address has an account already.
    """
    address = _normal(email)
    password_hash = "" if password is None else hash_password(password, address)
    if _find_by_address(unit.session, address) is not None:
        message = "There is an account with this e-mail address already."
        raise AddressTakenError(message)
    account_id = unit.new_id()
    unit.session.add(
        AccountRow(
            id=account_id,
            tenant_id=unit.tenant_id,
            email=address,
            name=name,
            role=role.value,
            password_hash=password_hash,
            suspended=False,
            totp_secret="",
            totp_step=None,
            oidc_subject=None,
            merchant=merchant,
            version=1,
            created_at=unit.now(),
        )
    )
    try:
        unit.session.flush()
    except IntegrityError as error:  # of another company, which cannot be seen from here
        message = "There is an account with this e-mail address already."
        raise AddressTakenError(message) from error
    unit.emit("account.created", account_id, {"role": role.value})
    return account_id


def find_account_id(unit: Unit, email: str) -> str:
    """Return the id of the tenant's account with this address.

    Raises
    ------
    NotFoundError
        The tenant has no such account.
    """
    row = unit.session.scalars(
        select(AccountRow).where(AccountRow.email == _normal(email))
    ).first()
    if row is None:
        message = "There is no account with this e-mail address."
        raise NotFoundError(message)
    return row.id


def list_accounts(unit: Unit) -> list[Account]:
    """Return the company's people, by name."""
    rows = unit.session.scalars(select(AccountRow).order_by(AccountRow.name, AccountRow.id))
    return [_to_account(row) for row in rows]


def get_account(unit: Unit, account_id: str) -> Account:
    """Return one of the company's people.

    Raises
    ------
    NotFoundError
        There is nobody with this id.
    """
    return _to_account(find_row(unit, account_id))


def count_accounts(session: Session) -> int:
    """Return how many people this installation has, in all its companies."""
    query = select(AccountRow.id)
    return len(session.scalars(query, execution_options=_ANY_TENANT).all())


def check_password(session: Session, *, email: str, password: str) -> Principal:
    """Return whose account this is; slow on purpose, so open ``session`` for reading.

    Raises
    ------
    WrongPasswordError
        E-mail and password do not fit, or the account is suspended.
    """
    row = _find_by_address(session, _normal(email))
    if not is_password(password, row.password_hash if row else None) or row is None:
        message = "No account fits this e-mail address and password."
        raise WrongPasswordError(message)
    if row.suspended:
        message = "This account is suspended."
        raise WrongPasswordError(message, action="Ask an administrator of your company.")
    return to_principal(row)


def change_password(
    unit: Unit, account_id: str, *, present: str, new: str, but_token: str
) -> None:
    """Give the account another password and sign it out everywhere else.

    Raises
    ------
    WrongPasswordError
        The present password is wrong.
    WeakPasswordError
        The new one is too easy to guess.
    """
    row = find_row(unit, account_id)
    require_password(row, present)
    row.password_hash = hash_password(new, row.email)
    row.version += 1
    unit.emit("account.password_changed", row.id, {})
    sessions.end_sessions_of(unit, account_id, but_token=but_token)


def change_role(
    unit: Unit, by: Principal, account_id: str, role: Role, expected_version: int
) -> Account:
    """Give somebody another role, from their next request on.

    Raises
    ------
    NotFoundError, StaleVersionError, OwnAccountError, OwnersOnlyError, LastOwnerError
        It cannot be, or is not for ``by`` to do.
    """

    def changed(row: AccountRow) -> None:
        require_owner_for(by, Role(row.role), role)
        if role is not Role.OWNER:
            _require_other_owner(unit, row)
        if role is Role.MERCHANT and not row.merchant:
            message = "Nobody becomes a merchant later: whose orders would they see?"
            raise InvalidInputError(message, action="Invite them as a merchant's.")
        unit.emit("account.role_changed", row.id, {"from": row.role, "to": role.value})
        row.role = role.value
        sessions.change_sessions_of(unit, row.id, role=role, name=row.name)
        limits.refresh(unit, row.id)

    return _change(unit, by, account_id, expected_version, changed)


def set_suspended(
    unit: Unit, by: Principal, account_id: str, expected_version: int, *, suspended: bool
) -> Account:
    """Keep somebody out from their next request on, or let them in again.

    Raises
    ------
    NotFoundError, StaleVersionError, OwnAccountError, OwnersOnlyError, LastOwnerError
        It cannot be, or is not for ``by`` to do.
    """

    def changed(row: AccountRow) -> None:
        require_owner_for(by, Role(row.role))
        if suspended:
            _require_other_owner(unit, row)
            sessions.end_sessions_of(unit, row.id)
        row.suspended = suspended
        unit.emit("account.suspended" if suspended else "account.resumed", row.id, {})

    return _change(unit, by, account_id, expected_version, changed)


def require_owner_for(by: Principal, *roles: Role) -> None:
    """Refuse whoever is no owner where a role that manages others is at stake.

    Raises
    ------
    OwnersOnlyError
        ``by`` is no owner, and one of ``roles`` manages others.
    """
    if by.role is not Role.OWNER and MANAGING_ROLES.intersection(roles):
        message = "Owners and administrators are made and changed by owners."
        raise OwnersOnlyError(message)


def _change(
    unit: Unit,
    by: Principal,
    account_id: str,
    expected_version: int,
    changed: Callable[[AccountRow], None],
) -> Account:
    row = find_row(unit, account_id)
    check_version(expected_version, row.version)
    if row.id == by.id:
        message = "Nobody changes their own role or suspends themselves."
        raise OwnAccountError(message)
    changed(row)
    row.version += 1
    unit.session.flush()
    return _to_account(row)


def _require_other_owner(unit: Unit, row: AccountRow) -> None:
    if row.role != Role.OWNER.value:
        return
    query = select(func.count()).select_from(AccountRow)
    others = unit.session.scalar(
        query.where(
            AccountRow.role == Role.OWNER.value,
            AccountRow.suspended.is_(False),
            AccountRow.id != row.id,
        )
    )
    if not others:
        message = "The company would have no owner left."
        raise LastOwnerError(message)


def require_password(row: AccountRow, password: str) -> None:
    """Refuse whoever does not know the account's password; an account without one has none.

    Raises
    ------
    WrongPasswordError
        It is another one.
    """
    if not row.password_hash:
        return
    if not is_password(password, row.password_hash):
        message = "This is not the account's present password."
        raise WrongPasswordError(message)


def find_row(unit: Unit, account_id: str) -> AccountRow:
    """Return the row of one of the company's people.

    Raises
    ------
    NotFoundError
        There is nobody with this id.
    """
    row = unit.session.scalars(select(AccountRow).where(AccountRow.id == account_id)).first()
    if row is None:
        message = "There is nobody with this id."
        raise NotFoundError(message)
    return row


def _find_by_address(session: Session, address: str) -> AccountRow | None:
    return session.scalars(
        select(AccountRow).where(AccountRow.email == address), execution_options=_ANY_TENANT
    ).first()


def _normal(email: str) -> str:
    return email.strip().lower()


def to_principal(row: AccountRow) -> Principal:
    """Return who acts with an account."""
    return Principal(
        kind="account",
        id=row.id,
        name=row.name,
        role=Role(row.role),
        tenant_id=row.tenant_id,
        email=row.email,
    )


def _to_account(row: AccountRow) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        email=row.email,
        role=Role(row.role),
        suspended=row.suspended,
        has_second_factor=row.totp_step is not None,
        has_password=bool(row.password_hash),
        merchant=row.merchant,
        version=row.version,
        created_at=row.created_at,
    )
