"""Whoever changes how somebody signs in shows that they are that person, there and then.

A session alone may be a screen that was left open. So one's password is asked for, or a passkey,
which asks for a fingerprint or PIN. Somebody who has neither signs in elsewhere only, and there
is nothing to ask them for.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from doorstep.plumbing.auth.accounts import require_password
from doorstep.plumbing.auth.errors import PasskeyRefusedError
from doorstep.plumbing.auth.store import AccountRow, PasskeyRow
from doorstep.plumbing.scoping import ANY_TENANT
from doorstep.plumbing.unit import Kit, Unit

ASKED = "passkey to use"
"""Under what the questions wait that any passkey may answer."""


@dataclass(frozen=True, slots=True)
class Site:
    """Which address passkeys are for.

    Parameters
    ----------
    host
        Its name, without a port.
    origin
        As browsers say it: "https://doorstep.example".
    """

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Presence:
    """What somebody shows: their password, or a passkey's answer to the question of a ticket."""

    site: Site
    password: str = ""
    ticket: str = ""
    answer: dict[str, Any] = field(default_factory=dict)


def require_present(unit: Unit, row: AccountRow, shown: Presence) -> None:
    """Refuse whoever does not show that they are the one whose account it is.

    Raises
    ------
    WrongPasswordError
        The password is wrong, or there is one and nothing was shown.
    PasskeyRefusedError
        The passkey is not the account's, or its answer does not fit; or the account has passkeys
        but no password, and none was shown.
    """
    if shown.ticket:
        used = take_answer(unit.session, unit.kit, shown.site, shown.ticket, shown.answer)
        if used.account_id != row.id:
            message = "This passkey belongs to somebody else."
            raise PasskeyRefusedError(message)
    elif row.password_hash:
        require_password(row, shown.password)
    elif _has_passkey(unit, row):
        message = "This account has no password: show one of its passkeys."
        raise PasskeyRefusedError(message, action="Try again, and use the lock of your device.")


def take_answer(
    session: Session, kit: Kit, site: Site, ticket: str, answer: dict[str, Any]
) -> PasskeyRow:
    """Return the passkey that has answered the question of ``ticket``, which then is used up.

    Raises
    ------
    PasskeyRefusedError
        The passkey is unknown, the answer does not fit, or it took more than ten minutes.
    """
    from doorstep.plumbing.auth import authenticators  # noqa: PLC0415 -- with the first passkey

    challenge = kit.pending.take(ASKED, ticket, kit.wall)
    if challenge is None:
        message = "The question to this answer is unknown, or was asked too long ago."
        raise PasskeyRefusedError(message)
    row = session.scalars(
        select(PasskeyRow).where(PasskeyRow.credential_id == str(answer.get("id"))),
        execution_options={ANY_TENANT: True},
    ).first()
    if row is None:
        message = "This passkey is unknown here; it may have been removed."
        raise PasskeyRefusedError(message)
    known = authenticators.Made(row.credential_id, row.public_key, row.sign_count)
    row.sign_count = authenticators.check_used(site.host, site.origin, challenge, answer, known)
    row.last_used_at = kit.wall.now()
    return row


def _has_passkey(unit: Unit, row: AccountRow) -> bool:
    keys = select(PasskeyRow.id).where(PasskeyRow.account_id == row.id).limit(1)
    return unit.session.scalars(keys).first() is not None
