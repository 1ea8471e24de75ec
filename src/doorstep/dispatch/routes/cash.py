"""HTTP: drivers' cash shifts, hand-in, and differences."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from doorstep.dispatch.cash.ledger import (
    approve_difference,
    hand_in,
    list_open_exceptions,
    list_shifts,
    settle_exception,
)
from doorstep.dispatch.cash_model import (
    CashException,
    CashShift,
    Difference,
    EntryKind,
    ShiftState,
)
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import Body, MoneyReader, MoneyWriter, StrictRoute, View

router = APIRouter(tags=["Cash"], route_class=StrictRoute)

_MAX_AMOUNT_MINOR = 10**12
_MOST_SHIFTS = 200


class MoneyBody(Body):
    """An amount of one currency, in its minor units."""

    amount_minor: int = Field(ge=0, le=_MAX_AMOUNT_MINOR, examples=[1250])
    currency: str = Field(pattern=r"^[A-Z]{3}$", examples=["EUR"])


class HandIn(Body):
    """What was counted at the desk, each currency once."""

    counted: list[MoneyBody] = Field(max_length=20)


class Note(Body):
    """Why somebody accepts it."""

    note: str = Field(min_length=1, max_length=500)


class MoneyView(View):
    """An amount of one currency, in its minor units."""

    amount_minor: int
    currency: str


class CashShiftView(View):
    """A driver's bag of cash; ``difference`` is collected less handed in less approved."""

    id: str
    driver_id: str
    driver: str
    opened_at: datetime
    closed_at: datetime | None
    state: ShiftState
    deliveries: int
    collected: list[MoneyView]
    handed_in: list[MoneyView]
    difference: list[MoneyView]

    @classmethod
    def of(cls, shift: CashShift) -> "CashShiftView":
        """Return the view of a bag."""
        return cls(
            id=shift.id,
            driver_id=shift.driver_id,
            driver=shift.driver,
            opened_at=shift.opened_at,
            closed_at=shift.closed_at,
            state=shift.state,
            deliveries=sum(one.kind is EntryKind.COLLECTED for one in shift.entries),
            collected=_amounts(shift.sums(EntryKind.COLLECTED)),
            handed_in=_amounts(shift.sums(EntryKind.HANDED_IN)),
            difference=_amounts(shift.balance()),
        )


class CashExceptionView(View):
    """Money at a door that was not what was due."""

    id: str
    stop_id: str
    driver_id: str
    reference: str
    difference: Difference
    due: MoneyView | None
    got: MoneyView | None
    opened_at: datetime


class CashView(View):
    """Bags, newest first, and the differences nobody has looked at yet."""

    shifts: list[CashShiftView]
    exceptions: list[CashExceptionView]


@router.get("/cash", summary="Drivers' cash and open differences")
def get_cash(
    caller: MoneyReader, limit: Annotated[int, Query(ge=1, le=_MOST_SHIFTS)] = 50
) -> CashView:
    """Return the last cash shifts and every difference that is open."""
    with caller.read() as unit:
        return CashView(
            shifts=[CashShiftView.of(one) for one in list_shifts(unit, limit)],
            exceptions=[_show(one) for one in list_open_exceptions(unit)],
        )


@router.post(
    "/cash/shifts/{shift_id}/hand-in",
    summary="Count a driver's cash",
)
@refuses("cash_not_found", "cash_closed")
def post_hand_in(shift_id: str, body: HandIn, caller: MoneyWriter) -> CashShiftView:
    """Close the bag; what the driver collects from now on goes into the next one."""
    counted: dict[str, int] = {}
    for one in body.counted:
        counted[one.currency] = counted.get(one.currency, 0) + one.amount_minor
    with caller.write() as unit:
        return CashShiftView.of(hand_in(unit, shift_id, counted))


@router.post(
    "/cash/shifts/{shift_id}/approve",
    summary="Approve a difference",
)
@refuses("cash_not_found", "nothing_to_approve")
def post_approval(shift_id: str, body: Note, caller: MoneyWriter) -> CashShiftView:
    """Accept that the bag does not hold what was collected."""
    with caller.write() as unit:
        return CashShiftView.of(approve_difference(unit, shift_id, body.note))


@router.post(
    "/cash/exceptions/{exception_id}/settle",
    status_code=204,
    summary="Settle a difference at the door",
)
@refuses("cash_not_found")
def post_settlement(exception_id: str, body: Note, caller: MoneyWriter) -> None:
    """Note that somebody has looked at it, and what came of it."""
    with caller.write() as unit:
        settle_exception(unit, exception_id, body.note)


def _amounts(sums: dict[str, int]) -> list[MoneyView]:
    return [MoneyView(amount_minor=minor, currency=one) for one, minor in sums.items()]


def _show(one: CashException) -> CashExceptionView:
    return CashExceptionView.model_validate(one)
