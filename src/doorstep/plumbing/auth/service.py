"""Signing in and out."""

import hashlib
from datetime import timedelta

from pwdlib import PasswordHash
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from doorstep.kernel import Clock, Rng
from doorstep.plumbing.auth.model import Principal, Role, Tenant
from doorstep.plumbing.auth.store import AccountRow, CodeRow, SessionRow, TenantRow
from doorstep.plumbing.problem import InvalidInputError, NotFoundError, NotSignedInError
from doorstep.plumbing.unit import Unit

SESSION_LIFETIME = timedelta(days=14)
CODE_LIFETIME = timedelta(hours=24)

# No I, L, O, U, 0 or 1: a code is read aloud and typed by thumbs. 8 signs hold 39 bits, and
# the codes live for a day.
_CODE_SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_CODE_LENGTH = 8
_MIN_PASSWORD_LENGTH = 12

_ANY_TENANT = {"any_tenant": True}
_passwords = PasswordHash.recommended()


class WrongPasswordError(NotSignedInError):
    """E-mail and password do not fit; which of them is not said."""

    code = "wrong_password"
    title = "E-mail or password is wrong"
    action = "Check both and try again."


class WrongCodeError(NotSignedInError):
    """The one-time code is unknown, used or expired."""

    code = "wrong_code"
    title = "This code does not work"
    action = "Ask the dispatcher for a new code; each works once, for 24 hours."


def create_tenant(session: Session, tenant: Tenant) -> None:
    """Add a company."""
    session.add(
        TenantRow(
            id=tenant.id,
            name=tenant.name,
            timezone=tenant.timezone,
            currency=tenant.currency,
            locale=tenant.locale,
        )
    )
    session.flush()


def find_tenant(session: Session, tenant_id: str | None = None) -> Tenant | None:
    """Return the tenant, or the first one there is when no id is given."""
    query = select(TenantRow).order_by(TenantRow.id).limit(1)
    if tenant_id is not None:
        query = query.where(TenantRow.id == tenant_id)
    row = session.scalars(query).first()
    if row is None:
        return None
    return Tenant(row.id, row.name, row.timezone, row.currency, row.locale)


def create_account(unit: Unit, *, email: str, name: str, role: Role, password: str) -> str:
    """Add a person and return the account's id.

    Raises
    ------
    InvalidInputError
        The password is shorter than 12 signs.
    """
    if len(password) < _MIN_PASSWORD_LENGTH:
        message = f"a password needs at least {_MIN_PASSWORD_LENGTH} signs"
        raise InvalidInputError(message)
    account_id = unit.new_id()
    unit.session.add(
        AccountRow(
            id=account_id,
            tenant_id=unit.tenant_id,
            email=email.strip().lower(),
            name=name,
            role=role.value,
            password_hash=_passwords.hash(password),
        )
    )
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
        select(AccountRow).where(AccountRow.email == email.strip().lower())
    ).first()
    if row is None:
        message = "There is no account with this e-mail address."
        raise NotFoundError(message)
    return row.id


def check_password(session: Session, *, email: str, password: str) -> Principal:
    """Return whose account this is; slow on purpose, so open ``session`` for reading.

    Raises
    ------
    WrongPasswordError
        E-mail and password do not fit.
    """
    row = session.scalars(
        select(AccountRow).where(AccountRow.email == email.strip().lower()),
        execution_options=_ANY_TENANT,
    ).first()
    # An unknown address takes as long as a wrong password: it must not be told apart.
    known_hash = row.password_hash if row else _hash_of_nothing()
    if not _passwords.verify(password, known_hash) or row is None:
        message = "No account fits this e-mail address and password."
        raise WrongPasswordError(message)
    return Principal(
        kind="account",
        id=row.id,
        name=row.name,
        role=Role(row.role),
        tenant_id=row.tenant_id,
        email=row.email,
    )


def issue_code(unit: Unit, principal: Principal) -> str:
    """Return a new code that signs ``principal`` in once, within 24 hours."""
    code = "".join(
        _CODE_SIGNS[value % len(_CODE_SIGNS)]
        # Rejection sampling: 240 is the largest multiple of 30 in a byte.
        for value in _unbiased_bytes(unit.kit.rng, _CODE_LENGTH, len(_CODE_SIGNS))
    )
    unit.session.add(
        CodeRow(
            code_hash=_hash(code),
            tenant_id=principal.tenant_id,
            principal_kind=principal.kind,
            principal_id=principal.id,
            principal_name=principal.name,
            email=principal.email,
            role=principal.role.value,
            expires_at=unit.kit.wall.now() + CODE_LIFETIME,
            used_at=None,
        )
    )
    unit.emit("sign_in_code.issued", principal.id, {"for": principal.actor})
    return code


def redeem_code(session: Session, clock: Clock, rng: Rng, code: str) -> tuple[Principal, str]:
    """Use up a one-time code; return who it was for and the token of their new session.

    Raises
    ------
    WrongCodeError
        The code is unknown, used or expired.
    """
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    row = session.scalars(
        select(CodeRow).where(CodeRow.code_hash == _hash(plain)).with_for_update(),
        execution_options=_ANY_TENANT,
    ).first()
    if row is None or row.used_at is not None or row.expires_at < clock.now():
        message = "This code is unknown, already used, or older than 24 hours."
        raise WrongCodeError(message)
    row.used_at = clock.now()
    principal = _to_principal(row)
    return principal, start_session(session, clock, rng, principal)


def find_principal(session: Session, clock: Clock, token: str) -> Principal | None:
    """Return who holds the session ``token``, or none when it is unknown or has expired."""
    row = session.scalars(
        select(SessionRow).where(SessionRow.token_hash == _hash(token)),
        execution_options=_ANY_TENANT,
    ).first()
    if row is None or row.expires_at < clock.now():
        return None
    return _to_principal(row)


def end_session(session: Session, token: str) -> None:
    """Sign the holder of ``token`` out; effective on the next request."""
    session.execute(
        delete(SessionRow).where(SessionRow.token_hash == _hash(token)),
        execution_options=_ANY_TENANT,
    )


def start_session(session: Session, clock: Clock, rng: Rng, principal: Principal) -> str:
    """Sign ``principal`` in and return the token of the new session."""
    token = rng.random_bytes(32).hex()
    session.add(
        SessionRow(
            token_hash=_hash(token),
            tenant_id=principal.tenant_id,
            principal_kind=principal.kind,
            principal_id=principal.id,
            principal_name=principal.name,
            email=principal.email,
            role=principal.role.value,
            expires_at=clock.now() + SESSION_LIFETIME,
        )
    )
    session.flush()
    return token


def _to_principal(row: SessionRow | CodeRow) -> Principal:
    return Principal(
        kind=row.principal_kind,
        id=row.principal_id,
        name=row.principal_name,
        role=Role(row.role),
        tenant_id=row.tenant_id,
        email=row.email,
    )


def _unbiased_bytes(rng: Rng, count: int, base: int) -> list[int]:
    limit = 256 - 256 % base
    values: list[int] = []
    while len(values) < count:
        values.extend(value for value in rng.random_bytes(count) if value < limit)
    return values[:count]


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


_nothing: list[str] = []


def _hash_of_nothing() -> str:
    if not _nothing:
        _nothing.append(_passwords.hash("nobody has this password"))
    return _nothing[0]
