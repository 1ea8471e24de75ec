"""Keys of machines that use the API on a company's behalf."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from doorstep.kernel import Clock
from doorstep.plumbing.auth.access import SCOPES
from doorstep.plumbing.auth.model import ApiKey, Principal, Role
from doorstep.plumbing.auth.secrets_kept import hash_secret, new_token
from doorstep.plumbing.auth.store import ApiKeyRow
from doorstep.plumbing.problem import InvalidInputError, NotFoundError
from doorstep.plumbing.unit import Unit

KEY_MARK = "dsk_"
"""How every key begins, so that scanners of leaked secrets know one."""

_PREFIX_LENGTH = len(KEY_MARK) + 6
_ANY_TENANT = {"any_tenant": True}
_NOTE_USE_EVERY = timedelta(minutes=1)


def create_api_key(
    unit: Unit, by: Principal, *, name: str, scopes: list[str]
) -> tuple[ApiKey, str]:
    """Return a new key and its secret, shown this once.

    Raises
    ------
    InvalidInputError
        A scope is unknown, or there is none.
    """
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        what = f"{unknown[0]!r} is not a scope." if unknown else "A key needs a scope."
        raise InvalidInputError(what, action=f"Use some of: {', '.join(SCOPES)}.")
    secret = KEY_MARK + new_token(unit.kit.rng)
    row = ApiKeyRow(
        id=unit.new_id(),
        tenant_id=unit.tenant_id,
        secret_hash=hash_secret(secret),
        name=name,
        prefix=secret[:_PREFIX_LENGTH],
        scopes=sorted(set(scopes)),
        created_by=by.name,
        created_at=unit.kit.wall.now(),
        last_used_at=None,
    )
    unit.session.add(row)
    unit.emit("api_key.created", row.id, {"scopes": row.scopes})
    return _to_key(row), secret


def list_api_keys(unit: Unit) -> list[ApiKey]:
    """Return the company's keys, the newest first."""
    return [
        _to_key(row)
        for row in unit.session.scalars(select(ApiKeyRow).order_by(ApiKeyRow.id.desc()))
    ]


def delete_api_key(unit: Unit, key_id: str) -> None:
    """Let a key work no more, from its next request on.

    Raises
    ------
    NotFoundError
        There is none with this id.
    """
    row = unit.session.scalars(select(ApiKeyRow).where(ApiKeyRow.id == key_id)).first()
    if row is None:
        message = "There is no key with this id."
        raise NotFoundError(message)
    unit.session.delete(row)
    unit.emit("api_key.deleted", row.id, {})


def find_key_holders(
    session: Session, secrets: Collection[str]
) -> dict[str, tuple[Principal, ApiKey]]:
    """Return who acts with each of these secrets that is a key's, and the key."""
    if not secrets:
        return {}
    by_hash = {hash_secret(secret): secret for secret in secrets}
    rows = session.scalars(
        select(ApiKeyRow).where(ApiKeyRow.secret_hash.in_(by_hash)),
        execution_options=_ANY_TENANT,
    )
    return {by_hash[row.secret_hash]: (_to_holder(row), _to_key(row)) for row in rows}


def is_use_stale(key: ApiKey, clock: Clock) -> bool:
    """Tell whether the key's last use is to be noted anew: not at each request."""
    last = key.last_used_at
    return last is None or clock.now() - last >= _NOTE_USE_EVERY


def note_use(session: Session, clock: Clock, key_id: str) -> None:
    """Note that the key was used just now."""
    session.execute(
        update(ApiKeyRow).where(ApiKeyRow.id == key_id).values(last_used_at=clock.now()),
        execution_options=_ANY_TENANT,
    )


def _to_holder(row: ApiKeyRow) -> Principal:
    return Principal(
        kind="key",
        id=row.id,
        name=row.name,
        role=Role.INTEGRATION,
        tenant_id=row.tenant_id,
        scopes=frozenset(row.scopes),
    )


def _to_key(row: ApiKeyRow) -> ApiKey:
    return ApiKey(
        id=row.id,
        name=row.name,
        prefix=row.prefix,
        scopes=tuple(row.scopes),
        created_by=row.created_by,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )
