"""Signed-in browsers and phones, and the codes that sign in once.

A session holds who it is for and their role, so that a request asks one row; whoever changes or
suspends an account changes or ends its sessions in the same transaction.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from doorstep.kernel import Clock, Rng, new_id
from doorstep.plumbing.auth.errors import WrongCodeError
from doorstep.plumbing.auth.model import Principal, Role, SignedIn
from doorstep.plumbing.auth.secrets_kept import hash_secret, new_code, new_token
from doorstep.plumbing.auth.store import CodeRow, SessionRow
from doorstep.plumbing.unit import Unit

SESSION_LIFETIME = timedelta(days=14)
CODE_LIFETIME = timedelta(hours=24)

_ANY_TENANT = {"any_tenant": True}
_LONGEST_DEVICE = 200
_HELD = select(
    SessionRow.token_hash,
    SessionRow.expires_at,
    SessionRow.principal_kind,
    SessionRow.principal_id,
    SessionRow.principal_name,
    SessionRow.role,
    SessionRow.tenant_id,
    SessionRow.email,
    SessionRow.limited,
)


def issue_code(unit: Unit, principal: Principal, session_until: datetime | None = None) -> str:
    """Return a new code that signs ``principal`` in once, within 24 hours.

    Parameters
    ----------
    session_until
        When the code and the session it opens end, where that is sooner.
    """
    lasts_until = unit.kit.wall.now() + CODE_LIFETIME
    code = new_code(unit.kit.rng)
    unit.session.add(
        CodeRow(
            code_hash=hash_secret(code),
            tenant_id=principal.tenant_id,
            principal_kind=principal.kind,
            principal_id=principal.id,
            principal_name=principal.name,
            email=principal.email,
            role=principal.role.value,
            expires_at=min(lasts_until, session_until or lasts_until),
            session_until=session_until,
            used_at=None,
        )
    )
    unit.emit("sign_in_code.issued", principal.id, {"for": principal.actor})
    return code


def redeem_code(
    session: Session, clock: Clock, rng: Rng, code: str, device: str = ""
) -> tuple[Principal, str]:
    """Use up a one-time code; return who it was for and the token of their new session.

    Raises
    ------
    WrongCodeError
        The code is unknown, used or expired.
    """
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    row = session.scalars(
        select(CodeRow).where(CodeRow.code_hash == hash_secret(plain)).with_for_update(),
        execution_options=_ANY_TENANT,
    ).first()
    if row is None or row.used_at is not None or row.expires_at < clock.now():
        message = "This code is unknown, already used, or older than 24 hours."
        raise WrongCodeError(message)
    row.used_at = clock.now()
    principal = _to_principal(row)
    return principal, start_session(
        session, clock, rng, principal, device, until=row.session_until
    )


def find_principals(
    session: Session, clock: Clock, tokens: Collection[str]
) -> dict[str, Principal]:
    """Return who holds each of the session ``tokens`` that is known and has not expired."""
    if not tokens:
        return {}
    by_hash = {hash_secret(token): token for token in tokens}
    # Values and no objects: this is asked for each request.
    rows = session.execute(
        _HELD.where(SessionRow.token_hash.in_(by_hash)), execution_options=_ANY_TENANT
    )
    now_at = clock.now()
    return {
        by_hash[token_hash]: Principal(
            kind, id_, name, Role(role), tenant_id, email, limited=limited
        )
        for token_hash, expires_at, kind, id_, name, role, tenant_id, email, limited in rows
        if expires_at >= now_at
    }


def find_session_id(session: Session, token: str) -> str | None:
    """Return the identifier of the session that ``token`` opens."""
    row = _find_row(session, token)
    return row.id if row else None


def start_session(
    session: Session,
    clock: Clock,
    rng: Rng,
    principal: Principal,
    device: str = "",
    *,
    until: datetime | None = None,
) -> str:
    """Sign ``principal`` in and return the token of the new session.

    Parameters
    ----------
    until
        When it ends, where that is sooner than in two weeks.
    """
    token = new_token(rng)
    now_at = clock.now()
    session.add(
        SessionRow(
            token_hash=hash_secret(token),
            id=new_id(clock, rng),
            tenant_id=principal.tenant_id,
            principal_kind=principal.kind,
            principal_id=principal.id,
            principal_name=principal.name,
            email=principal.email,
            role=principal.role.value,
            device=device[:_LONGEST_DEVICE],
            limited=principal.limited,
            began_at=now_at,
            expires_at=min(now_at + SESSION_LIFETIME, until or now_at + SESSION_LIFETIME),
        )
    )
    session.flush()
    return token


def end_session(session: Session, token: str) -> None:
    """Sign the holder of ``token`` out; effective on the next request."""
    session.execute(
        delete(SessionRow).where(SessionRow.token_hash == hash_secret(token)),
        execution_options=_ANY_TENANT,
    )


def list_sessions(unit: Unit, principal_id: str | None = None) -> list[SignedIn]:
    """Return who is signed in, the newest first; of one principal where one is named."""
    query = select(SessionRow).where(SessionRow.expires_at >= unit.kit.wall.now())
    if principal_id is not None:
        query = query.where(SessionRow.principal_id == principal_id)
    rows = unit.session.scalars(query.order_by(SessionRow.began_at.desc(), SessionRow.id))
    return [
        SignedIn(
            id=row.id,
            principal_kind=row.principal_kind,
            principal_id=row.principal_id,
            principal_name=row.principal_name,
            device=row.device,
            began_at=row.began_at,
            expires_at=row.expires_at,
        )
        for row in rows
    ]


def end_sessions_of(unit: Unit, principal_id: str, *, but_token: str = "") -> int:
    """Sign somebody out everywhere and void their codes; return of how many devices.

    Parameters
    ----------
    but_token
        Of the one session that may stay.
    """
    unit.session.execute(delete(CodeRow).where(CodeRow.principal_id == principal_id))
    ended = 0
    for row in unit.session.scalars(
        select(SessionRow).where(SessionRow.principal_id == principal_id)
    ):
        if row.token_hash != hash_secret(but_token):
            unit.session.delete(row)
            ended += 1
    unit.session.flush()
    if ended:
        unit.emit("session.ended", principal_id, {"devices": ended})
    return ended


def end_sessions_of_kind(unit: Unit, kind: str) -> int:
    """Sign all principals of a kind out and void their codes; return of how many devices."""
    unit.session.execute(delete(CodeRow).where(CodeRow.principal_kind == kind))
    ended = unit.session.execute(delete(SessionRow).where(SessionRow.principal_kind == kind))
    return int(ended.rowcount)  # type: ignore[attr-defined] # of a delete


def end_session_of(unit: Unit, principal_id: str, session_id: str) -> bool:
    """Sign one device of somebody out; return whether there was one."""
    row = unit.session.scalars(
        select(SessionRow).where(
            SessionRow.id == session_id, SessionRow.principal_id == principal_id
        )
    ).first()
    if row is None:
        return False
    unit.session.delete(row)
    unit.emit("session.ended", principal_id, {"devices": 1})
    return True


def change_sessions_of(unit: Unit, principal_id: str, *, role: Role, name: str) -> None:
    """Let the open sessions and codes of somebody have another role or name from now on."""
    for table in (SessionRow, CodeRow):
        unit.session.execute(
            update(table)
            .where(table.principal_id == principal_id)
            .values(role=role.value, principal_name=name)
        )


def _find_row(session: Session, token: str) -> SessionRow | None:
    return session.scalars(
        select(SessionRow).where(SessionRow.token_hash == hash_secret(token)),
        execution_options=_ANY_TENANT,
    ).first()


def _to_principal(row: CodeRow) -> Principal:
    return Principal(
        kind=row.principal_kind,
        id=row.principal_id,
        name=row.principal_name,
        role=Role(row.role),
        tenant_id=row.tenant_id,
        email=row.email,
    )
