"""One-time links by which people join a company; the first owner of an installation, too."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from doorstep.kernel import Clock
from doorstep.plumbing.auth.accounts import (
    create_account,
    find_row,
    require_owner_for,
    to_principal,
)
from doorstep.plumbing.auth.errors import WrongInvitationError
from doorstep.plumbing.auth.model import ACCOUNT_ROLES, Invitation, Principal, Role
from doorstep.plumbing.auth.secrets_kept import hash_secret, new_token
from doorstep.plumbing.auth.store import InvitationRow
from doorstep.plumbing.problem import InvalidInputError, NotFoundError
from doorstep.plumbing.unit import Unit

INVITATION_LIFETIME = timedelta(days=7)
FIRST_OWNER_LIFETIME = timedelta(hours=24)

_ANY_TENANT = {"any_tenant": True}


def invite(
    unit: Unit, by: Principal, *, email: str, name: str, role: Role, merchant: str = ""
) -> tuple[Invitation, str]:
    """Return a place in the team and the token that takes it, shown this once.

    Parameters
    ----------
    merchant
        Whose orders the invited one sees, just as orders name them; for that role only.

    Raises
    ------
    OwnersOnlyError
        The role manages others, and ``by`` is no owner.
    InvalidInputError
        The role has no account, or a merchant's name is missing or superfluous.
    """
    require_owner_for(by, role)
    if role not in ACCOUNT_ROLES:
        message = f"Nobody is invited as {role.value}."
        raise InvalidInputError(message, action="Drivers sign in with a code of their vehicle.")
    if (role is Role.MERCHANT) != bool(merchant):
        message = "A merchant's account names the merchant, and no other does."
        raise InvalidInputError(message, action="Name the merchant just as the orders do.")
    return _add(unit, email, name, role, merchant, by.name, INVITATION_LIFETIME)


def invite_first_owner(unit: Unit) -> str:
    """Return the token that makes somebody the first owner; earlier ones work no more."""
    unit.session.execute(delete(InvitationRow).where(InvitationRow.role == Role.OWNER.value))
    _, token = _add(unit, "", "", Role.OWNER, "", "", FIRST_OWNER_LIFETIME)
    return token


def list_invitations(unit: Unit) -> list[Invitation]:
    """Return the places that wait, the newest first."""
    rows = unit.session.scalars(
        select(InvitationRow)
        .where(InvitationRow.expires_at >= unit.kit.wall.now())
        .order_by(InvitationRow.id.desc())
    )
    return [_to_invitation(row) for row in rows]


def withdraw_invitation(unit: Unit, by: Principal, invitation_id: str) -> None:
    """Let the link of a place that waits work no more.

    Raises
    ------
    NotFoundError
        There is none with this id.
    OwnersOnlyError
        The role manages others, and ``by`` is no owner.
    """
    row = unit.session.scalars(
        select(InvitationRow).where(InvitationRow.id == invitation_id)
    ).first()
    if row is None:
        message = "There is no invitation with this id."
        raise NotFoundError(message)
    require_owner_for(by, Role(row.role))
    unit.session.delete(row)
    unit.emit("invitation.withdrawn", row.id, {})


def get_invitation(session: Session, clock: Clock, token: str) -> Invitation:
    """Return the place that ``token`` takes.

    Raises
    ------
    WrongInvitationError
        The token is unknown, used, withdrawn or expired.
    """
    row = session.scalars(
        select(InvitationRow).where(InvitationRow.token_hash == hash_secret(token)),
        execution_options=_ANY_TENANT,
    ).first()
    if row is None or row.expires_at < clock.now():
        message = "This link is unknown, already used, withdrawn or expired."
        raise WrongInvitationError(message)
    return _to_invitation(row)


def accept_invitation(
    unit: Unit, token: str, *, name: str, email: str, password: str
) -> Principal:
    """Use the link up and return who has joined.

    Parameters
    ----------
    email
        Counts only where the invitation names none.

    Raises
    ------
    WrongInvitationError
        The token is unknown, used, withdrawn or expired.
    WeakPasswordError, AddressTakenError
        The account cannot be made.
    """
    row = unit.session.scalars(
        select(InvitationRow)
        .where(InvitationRow.token_hash == hash_secret(token))
        .with_for_update()
    ).first()
    if row is None or row.expires_at < unit.kit.wall.now():
        message = "This link is unknown, already used, withdrawn or expired."
        raise WrongInvitationError(message)
    return _accept(unit, row, name=name, email=row.email or email, password=password)


def accept_invitation_of(unit: Unit, email: str, *, name: str) -> Principal | None:
    """Let somebody whose address was proved join without a link; none when nobody invited them."""
    row = unit.session.scalars(
        select(InvitationRow)
        .where(InvitationRow.email == email, InvitationRow.expires_at >= unit.kit.wall.now())
        .order_by(InvitationRow.id.desc())
        .with_for_update()
    ).first()
    if row is None:
        return None
    return _accept(unit, row, name=row.name or name, email=email, password=None)


def find_tenant_of_invited(session: Session, clock: Clock, email: str) -> str | None:
    """Return which company invited the address last, if any; in a session of no company."""
    return session.scalars(
        select(InvitationRow.tenant_id)
        .where(InvitationRow.email == email, InvitationRow.expires_at >= clock.now())
        .order_by(InvitationRow.id.desc()),
        execution_options=_ANY_TENANT,
    ).first()


def _accept(
    unit: Unit, row: InvitationRow, *, name: str, email: str, password: str | None
) -> Principal:
    account_id = create_account(
        unit,
        email=email,
        name=name,
        role=Role(row.role),
        password=password,
        merchant=row.merchant,
    )
    unit.session.delete(row)
    unit.emit("invitation.accepted", row.id, {"account": account_id})
    return to_principal(find_row(unit, account_id))


def _add(
    unit: Unit,
    email: str,
    name: str,
    role: Role,
    merchant: str,
    invited_by: str,
    lifetime: timedelta,
) -> tuple[Invitation, str]:
    token = new_token(unit.kit.rng)
    row = InvitationRow(
        id=unit.new_id(),
        tenant_id=unit.tenant_id,
        token_hash=hash_secret(token),
        email=email.strip().lower(),
        name=name,
        role=role.value,
        merchant=merchant,
        invited_by=invited_by,
        expires_at=unit.kit.wall.now() + lifetime,
    )
    unit.session.add(row)
    unit.emit("invitation.made", row.id, {"role": role.value})
    return _to_invitation(row), token


def _to_invitation(row: InvitationRow) -> Invitation:
    return Invitation(
        id=row.id,
        tenant_id=row.tenant_id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        merchant=row.merchant,
        invited_by=row.invited_by,
        expires_at=row.expires_at,
    )
