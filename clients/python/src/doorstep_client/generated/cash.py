# Written by tools/python_client.py from the API description; do not edit.
"""Cash: operations."""

from doorstep_client.generated.models import (
    CashShiftView,
    CashView,
    HandIn,
    Note,
)
from doorstep_client.transport import Transport


class Cash:
    """Cash: reach it as ``doorstep.cash``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get_cash(
        self,
        *,
        limit: int | None = None,
    ) -> CashView:
        """Drivers' cash and open differences. Return the last cash shifts and every
        difference that is open."""
        answer: CashView = self._transport.ask(
            "GET",
            "/cash",
            query={"limit": limit},
        )
        return answer

    def post_settlement(
        self,
        exception_id: str,
        body: Note,
    ) -> None:
        """Settle a difference at the door. Note that somebody has looked at it, and what
        came of it.

        Refuses with cash_not_found.
        """
        self._transport.send(
            "POST",
            f"/cash/exceptions/{self._transport.quote(exception_id)}/settle",
            json=body,
        )

    def post_approval(
        self,
        shift_id: str,
        body: Note,
    ) -> CashShiftView:
        """Approve a difference. Accept that the bag does not hold what was collected.

        Refuses with cash_not_found, nothing_to_approve.
        """
        answer: CashShiftView = self._transport.ask(
            "POST",
            f"/cash/shifts/{self._transport.quote(shift_id)}/approve",
            json=body,
        )
        return answer

    def post_hand_in(
        self,
        shift_id: str,
        body: HandIn,
    ) -> CashShiftView:
        """Count a driver's cash. Close the bag; what the driver collects from now on goes
        into the next one.

        Refuses with cash_not_found, cash_closed.
        """
        answer: CashShiftView = self._transport.ask(
            "POST",
            f"/cash/shifts/{self._transport.quote(shift_id)}/hand-in",
            json=body,
        )
        return answer
