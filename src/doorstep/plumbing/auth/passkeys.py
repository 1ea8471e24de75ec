"""Passkeys (WebAuthn level 3): sign in with the phone's or computer's own lock, no password.

A passkey asks for a fingerprint or PIN each time, so it is two factors by itself. It belongs to
the one address that it was made for, so that no page elsewhere can ask for it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from doorstep.plumbing.auth import limits
from doorstep.plumbing.auth.accounts import find_row, to_principal
from doorstep.plumbing.auth.errors import PasskeyRefusedError
from doorstep.plumbing.auth.factors import require_kept
from doorstep.plumbing.auth.model import Principal
from doorstep.plumbing.auth.presence import (
    ASKED,
    Presence,
    Site,
    require_present,
    take_answer,
)
from doorstep.plumbing.auth.store import AccountRow, PasskeyRow
from doorstep.plumbing.problem import NotFoundError
from doorstep.plumbing.scoping import ANY_TENANT
from doorstep.plumbing.unit import Kit, Unit

_CHALLENGE_BYTES = 32
_EVERY = {ANY_TENANT: True}
_MADE = "passkey to make"


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey of an account."""

    id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser is to ask the person's device, and the ticket to answer with."""

    ticket: str
    options: dict[str, Any]


def list_passkeys(unit: Unit, account_id: str) -> list[Passkey]:
    """Return the account's passkeys, the oldest first."""
    return [
        Passkey(row.id, row.name, row.created_at, row.last_used_at)
        for row in _rows_of(unit, account_id)
    ]


def begin_passkey(unit: Unit, account_id: str, shown: Presence) -> Question:
    """Return the question whose answer makes a new passkey.

    Raises
    ------
    WrongPasswordError, PasskeyRefusedError
        Whoever asks does not show that it is their account.
    """
    from doorstep.plumbing.auth import authenticators  # noqa: PLC0415 -- with the first passkey

    row = find_row(unit, account_id)
    require_present(unit, row, shown)
    kit = unit.kit
    challenge = kit.rng.random_bytes(_CHALLENGE_BYTES)
    known = [one.credential_id for one in _rows_of(unit, account_id)]
    user = (row.id, row.email, row.name)
    options = authenticators.ask_to_make(shown.site.host, user, challenge, known)
    return Question(kit.pending.put(_MADE, (row.id, challenge), kit.wall, kit.rng), options)


def add_passkey(
    unit: Unit, site: Site, account_id: str, *, ticket: str, name: str, answer: dict[str, Any]
) -> Passkey:
    """Keep a new passkey once its answer fits the question.

    Raises
    ------
    PasskeyRefusedError
        It does not, or took more than ten minutes.
    """
    from doorstep.plumbing.auth import authenticators  # noqa: PLC0415 -- with the first passkey

    asked = unit.kit.pending.take(_MADE, ticket, unit.kit.wall)
    if asked is None or asked[0] != account_id:
        message = "The question to this answer is unknown, or was asked too long ago."
        raise PasskeyRefusedError(message)
    made = authenticators.check_made(site.host, site.origin, asked[1], answer)
    row = PasskeyRow(
        id=unit.new_id(),
        tenant_id=unit.tenant_id,
        account_id=account_id,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=name,
        created_at=unit.kit.wall.now(),
        last_used_at=None,
    )
    unit.session.add(row)
    try:
        unit.session.flush()
    except IntegrityError as error:
        message = "This passkey is known already."
        raise PasskeyRefusedError(message) from error
    unit.emit("account.passkey_added", account_id, {"passkey": row.id})
    limits.refresh(unit, account_id)
    return Passkey(row.id, row.name, row.created_at, None)


def remove_passkey(unit: Unit, account_id: str, passkey_id: str, shown: Presence) -> None:
    """Let a passkey open nothing any more.

    Raises
    ------
    WrongPasswordError, PasskeyRefusedError
        Whoever asks does not show that it is their account.
    NotFoundError
        The account has none with this id.
    SecondFactorKeptError
        The company asks its managers for a second factor, and this is the only one.
    """
    account = find_row(unit, account_id)
    require_present(unit, account, shown)
    row = unit.session.scalars(
        select(PasskeyRow).where(PasskeyRow.id == passkey_id, PasskeyRow.account_id == account_id)
    ).first()
    if row is None:
        message = "There is no passkey with this id."
        raise NotFoundError(message)
    unit.session.delete(row)
    unit.emit("account.passkey_removed", account_id, {"passkey": passkey_id})
    if account.password_hash:
        require_kept(unit, account)
    limits.refresh(unit, account_id)


def ask_for_passkey(kit: Kit, site: Site) -> Question:
    """Return the question to whoever has a passkey for this address, whoever that is."""
    from doorstep.plumbing.auth import authenticators  # noqa: PLC0415 -- with the first passkey

    challenge = kit.rng.random_bytes(_CHALLENGE_BYTES)
    options = authenticators.ask_to_use(site.host, challenge)
    return Question(kit.pending.put(ASKED, challenge, kit.wall, kit.rng), options)


def use_passkey(
    session: Session, kit: Kit, site: Site, ticket: str, answer: dict[str, Any]
) -> Principal:
    """Return whose passkey has answered; in a session of no company.

    Raises
    ------
    PasskeyRefusedError
        The passkey is unknown, the answer does not fit, or the account is suspended.
    """
    row = take_answer(session, kit, site, ticket, answer)
    account = session.scalars(
        select(AccountRow).where(AccountRow.id == row.account_id), execution_options=_EVERY
    ).one()
    if account.suspended:
        message = "This account is suspended."
        raise PasskeyRefusedError(message, action="Ask an administrator of your company.")
    return to_principal(account)


def _rows_of(unit: Unit, account_id: str) -> list[PasskeyRow]:
    query = select(PasskeyRow).where(PasskeyRow.account_id == account_id)
    return list(unit.session.scalars(query.order_by(PasskeyRow.created_at, PasskeyRow.id)))
