"""Take cash in at the door, at the desk, and settle what does not fit."""

from collections.abc import Mapping

from doorstep.dispatch.cash_model import (
    CashEntry,
    CashException,
    CashShift,
    Difference,
    EntryKind,
    find_difference,
)
from doorstep.dispatch.errors import CashClosedError, CashNotFoundError, NothingToApproveError
from doorstep.dispatch.model import Attempt, DispatchedRoute, DispatchedStop, Outcome
from doorstep.dispatch.store import cash as store
from doorstep.kernel import Money
from doorstep.plumbing.unit import Unit


def note_at_the_door(
    unit: Unit, route: DispatchedRoute, stop: DispatchedStop, attempt: Attempt, got: Money | None
) -> None:
    """Enter what was collected in an attempt, and keep what does not fit for somebody to see."""
    difference = find_difference(
        stop.cod,
        got,
        delivered=attempt.outcome is Outcome.DELIVERED,
        counted=not attempt.disputed,
    )
    late = False
    if got is not None and got.amount_minor:
        shift_id = store.find_open_shift(unit.session, route.driver_id)
        if shift_id is None:
            # Money of a route whose bag was handed in goes into the next bag; the old one stays.
            late = store.has_closed_since(unit.session, route.driver_id, attempt.completed_at)
            shift = CashShift(
                unit.new_id(), route.driver_id, route.driver, unit.now(), closed_at=None
            )
            store.add_shift(unit.session, unit.tenant_id, shift)
            shift_id = shift.id
        _enter(unit, shift_id, EntryKind.COLLECTED, got, attempt_id=attempt.id)
        about = {
            "driver_id": route.driver_id,
            "attempt_id": attempt.id,
            "shipment_id": stop.shipment_id,
        }
        unit.emit("cash.collected", shift_id, about | _wire(got))
    if difference is not None:
        _open(unit, route, stop, attempt, difference, got)
    if late:
        _open(unit, route, stop, attempt, Difference.AFTER_HAND_IN, got)


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


def _enter(
    unit: Unit,
    shift_id: str,
    kind: EntryKind,
    money: Money,
    *,
    attempt_id: str | None = None,
    note: str = "",
) -> None:
    entry = CashEntry(
        unit.new_id(), shift_id, kind, money, attempt_id, unit.now(), unit.actor, note
    )
    store.add_entry(unit.session, unit.tenant_id, entry)


def _open(
    unit: Unit,
    route: DispatchedRoute,
    stop: DispatchedStop,
    attempt: Attempt,
    difference: Difference,
    got: Money | None,
) -> None:
    one = CashException(
        id=unit.new_id(),
        attempt_id=attempt.id,
        stop_id=stop.id,
        driver_id=route.driver_id,
        reference=stop.reference,
        difference=difference,
        due=stop.cod,
        got=got,
        opened_at=unit.now(),
    )
    store.add_exception(unit.session, unit.tenant_id, one)
    about = {"attempt_id": attempt.id, "difference": difference.value}
    unit.emit("cash.exception_opened", one.id, about)


def _wire(money: Money) -> dict[str, int | str]:
    return {"amount_minor": money.amount_minor, "currency": money.currency}
