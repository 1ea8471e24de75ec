"""Second factors: an authenticator app, and recovery codes for the day the phone is lost."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from doorstep.plumbing.auth import limits, second_factor
from doorstep.plumbing.auth.accounts import find_row, require_owner_for
from doorstep.plumbing.auth.errors import (
    OwnAccountError,
    SecondFactorKeptError,
    SecondFactorNeededError,
    WrongSecondFactorError,
)
from doorstep.plumbing.auth.model import MANAGING_ROLES, Principal, Role
from doorstep.plumbing.auth.presence import Presence, require_present
from doorstep.plumbing.auth.secrets_kept import hash_secret, new_code
from doorstep.plumbing.auth.store import AccountRow, PasskeyRow, RecoveryCodeRow, TenantRow
from doorstep.plumbing.scoping import ANY_TENANT
from doorstep.plumbing.unit import Kit, Unit

RECOVERY_CODES = 10
_EVERY = {ANY_TENANT: True}
_TOTP_DIGITS = 6


def needs_second_factor(session: Session, account_id: str) -> bool:
    """Tell whether the account asks for a code of the person's phone, too."""
    query = select(AccountRow.totp_step).where(AccountRow.id == account_id)
    return session.scalars(query, execution_options=_EVERY).first() is not None


def use_second_factor(session: Session, kit: Kit, account_id: str, code: str | None) -> None:
    """Take the code of the person's phone, or a recovery code, once.

    Raises
    ------
    SecondFactorNeededError
        There is none.
    WrongSecondFactorError
        It is wrong, or was used before.
    """
    row = session.scalars(
        select(AccountRow).where(AccountRow.id == account_id).with_for_update(),
        execution_options=_EVERY,
    ).one()
    if row.totp_step is None:
        return
    if not code:
        message = "This account also asks for the code of an authenticator app."
        raise SecondFactorNeededError(message)
    if _use_recovery_code(session, account_id, code):
        return
    secret = kit.sealer.open(row.totp_secret, row.id)
    step = second_factor.find_step(secret, code, kit.wall.now())
    if step is None or step <= row.totp_step:
        message = "The code is wrong, too old, or was used before."
        raise WrongSecondFactorError(message)
    row.totp_step = step


def begin_second_factor(unit: Unit, account_id: str, shown: Presence) -> str:
    """Return the secret of a new second factor, which counts once its first code is confirmed.

    Raises
    ------
    WrongPasswordError, PasskeyRefusedError
        Whoever asks does not show that it is their account.
    """
    row = find_row(unit, account_id)
    require_present(unit, row, shown)
    secret = second_factor.new_secret(unit.kit.rng)
    row.totp_secret, row.totp_step = unit.kit.sealer.seal(secret, row.id), None
    row.version += 1
    return secret


def confirm_second_factor(unit: Unit, account_id: str, code: str) -> list[str]:
    """Ask for codes from now on, once the first one fits; return new recovery codes.

    Raises
    ------
    WrongSecondFactorError
        It does not.
    """
    row = find_row(unit, account_id)
    now_at: datetime = unit.kit.wall.now()
    secret = unit.kit.sealer.open(row.totp_secret, row.id) if row.totp_secret else ""
    step = second_factor.find_step(secret, code, now_at) if secret else None
    if step is None:
        message = "The code does not fit the secret that was shown."
        raise WrongSecondFactorError(message)
    row.totp_step = step
    row.version += 1
    unit.emit("account.second_factor_added", row.id, {})
    limits.refresh(unit, row.id)
    return _renew_recovery_codes(unit, row.id)


def renew_recovery_codes(unit: Unit, account_id: str, shown: Presence) -> list[str]:
    """Return new recovery codes, shown this once; those of before work no more.

    Raises
    ------
    WrongPasswordError, PasskeyRefusedError
        Whoever asks does not show that it is their account.
    SecondFactorNeededError
        There is no second factor that they could stand in for.
    """
    row = find_row(unit, account_id)
    require_present(unit, row, shown)
    if row.totp_step is None:
        message = "Recovery codes stand in for an authenticator app, and there is none."
        raise SecondFactorNeededError(message, action="Set up an authenticator app first.")
    unit.emit("account.recovery_codes_renewed", row.id, {})
    return _renew_recovery_codes(unit, row.id)


def count_recovery_codes(unit: Unit, account_id: str) -> int:
    """Return how many recovery codes are left."""
    query = select(func.count(RecoveryCodeRow.code_hash))
    return unit.session.scalars(query.where(RecoveryCodeRow.account_id == account_id)).one()


def remove_second_factor(unit: Unit, account_id: str, shown: Presence) -> None:
    """Ask for no code any more.

    Raises
    ------
    WrongPasswordError, PasskeyRefusedError
        Whoever asks does not show that it is their account.
    SecondFactorKeptError
        The company asks its managers for one, and this is the only one.
    """
    row = find_row(unit, account_id)
    require_present(unit, row, shown)
    _forget(unit, row)
    unit.emit("account.second_factor_removed", row.id, {})
    require_kept(unit, row)
    limits.refresh(unit, row.id)


def require_kept(unit: Unit, row: AccountRow) -> None:
    """Refuse to leave a manager without a second factor where the company asks for one.

    Raises
    ------
    SecondFactorKeptError
        It would be so.
    """
    unit.session.flush()
    tenant = unit.session.get(TenantRow, unit.tenant_id)
    if tenant is None or not tenant.asks_managers_twice or Role(row.role) not in MANAGING_ROLES:
        return
    keys = select(PasskeyRow.id).where(PasskeyRow.account_id == row.id).limit(1)
    if row.totp_step is None and unit.session.scalars(keys).first() is None:
        message = "The company asks its owners and administrators for a second factor."
        raise SecondFactorKeptError(message)


def reset_second_factors(unit: Unit, by: Principal, account_id: str) -> None:
    """Take the authenticator app and the passkeys off somebody who has lost them.

    Raises
    ------
    NotFoundError, OwnersOnlyError, OwnAccountError
        It is not for ``by`` to do.
    """
    row = find_row(unit, account_id)
    if row.id == by.id:
        message = "Nobody takes their own second factor off without showing who they are."
        raise OwnAccountError(message)
    require_owner_for(by, Role(row.role))
    _forget(unit, row)
    unit.session.execute(delete(PasskeyRow).where(PasskeyRow.account_id == row.id))
    unit.emit("account.second_factor_reset", row.id, {})
    limits.refresh(unit, row.id)


def _forget(unit: Unit, row: AccountRow) -> None:
    row.totp_secret, row.totp_step = "", None
    row.version += 1
    unit.session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account_id == row.id))


def _use_recovery_code(session: Session, account_id: str, code: str) -> bool:
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    if len(plain) == _TOTP_DIGITS:
        return False
    used = session.execute(
        delete(RecoveryCodeRow).where(
            RecoveryCodeRow.code_hash == hash_secret(plain),
            RecoveryCodeRow.account_id == account_id,
        ),
        execution_options=_EVERY,
    )
    return bool(used.rowcount)  # type: ignore[attr-defined] # of a delete


def _renew_recovery_codes(unit: Unit, account_id: str) -> list[str]:
    unit.session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account_id == account_id))
    # Twice eight signs hold 78 bits: too many to be searched from their hash.
    rng = unit.kit.rng
    codes = [new_code(rng) + new_code(rng) for _ in range(RECOVERY_CODES)]
    unit.session.add_all(
        RecoveryCodeRow(
            code_hash=hash_secret(code), tenant_id=unit.tenant_id, account_id=account_id
        )
        for code in codes
    )
    unit.session.flush()
    return [
        "-".join(code[start : start + 4] for start in range(0, len(code), 4)) for code in codes
    ]
