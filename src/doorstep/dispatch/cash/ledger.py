"""Take cash in at the desk, and settle what did not fit at the door."""

from collections.abc import Mapping

from doorstep.dispatch.cash_model import (
    CashEntry,
    CashException,
    CashShift,
    EntryKind,
)
from doorstep.dispatch.errors import CashClosedError, CashNotFoundError, NothingToApproveError
from doorstep.dispatch.store import cash as store
from doorstep.kernel import Money
from doorstep.plumbing.unit import Unit


def hand_in(unit: Unit, shift_id: str, counted: Mapping[str, int]) -> CashShift:
    """Close a bag with what was counted at the desk, minor units by currency.

    Raises
    ------
    CashNotFoundError
        There is no such bag.
    CashClosedError
        It was handed in before.
    """
    shift = get_shift(unit, shift_id)
    if shift.closed_at is not None:
        message = "This cash was handed in before."
        raise CashClosedError(message)
    for currency, minor in sorted(counted.items()):
        if minor:
            _enter(unit, shift_id, EntryKind.HANDED_IN, Money(minor, currency))
    store.close_shift(unit.session, shift_id, unit.now())
    closed = get_shift(unit, shift_id)
    about = {"driver_id": shift.driver_id, "counted": dict(sorted(counted.items()))}
    unit.emit("cash.handed_in", shift_id, about | {"difference": closed.balance()})
    return closed


def approve_difference(unit: Unit, shift_id: str, note: str) -> CashShift:
    """Accept that a closed bag does not hold what was collected, and say why.

    Raises
    ------
    CashNotFoundError
        There is no such bag.
    NothingToApproveError
        It is still open, or it balances.
    """
    shift = get_shift(unit, shift_id)
    if shift.closed_at is None or not shift.balance():
        message = "There is no difference to approve."
        raise NothingToApproveError(message)
    for currency, minor in shift.balance().items():
        _enter(unit, shift_id, EntryKind.APPROVED, Money(minor, currency), note=note)
    about = {"driver_id": shift.driver_id, "difference": shift.balance()}
    unit.emit("cash.approved", shift_id, about)
    return get_shift(unit, shift_id)


def get_shift(unit: Unit, shift_id: str) -> CashShift:
    """Return a bag.

    Raises
    ------
    CashNotFoundError
        There is no such bag.
    """
    shift = store.find_shift(unit.session, shift_id)
    if shift is None:
        message = "There is no cash shift of this id."
        raise CashNotFoundError(message)
    return shift


def list_shifts(unit: Unit, limit: int) -> list[CashShift]:
    """Return the last bags, newest first."""
    return store.list_shifts(unit.session, limit)


def list_open_exceptions(unit: Unit) -> list[CashException]:
    """Return the differences nobody has looked at yet, newest first."""
    return store.list_exceptions(unit.session, open_only=True)


def settle_exception(unit: Unit, exception_id: str, note: str) -> None:
    """Note that somebody has looked at a difference at the door.

    Raises
    ------
    CashNotFoundError
        There is none that is open.
    """
    settled = store.settle_exception(unit.session, exception_id, unit.now(), unit.actor, note)
    if settled is None:
        message = "There is no open difference of this id."
        raise CashNotFoundError(message)
    unit.emit("cash.exception_settled", exception_id, {"attempt_id": settled.attempt_id})


def _enter(unit: Unit, shift_id: str, kind: EntryKind, money: Money, *, note: str = "") -> None:
    entry = CashEntry(unit.new_id(), shift_id, kind, money, None, unit.now(), unit.actor, note)
    store.add_entries(unit.session, unit.tenant_id, [entry])
