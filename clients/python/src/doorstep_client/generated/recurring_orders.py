# Written by tools/python_client.py from the API description; do not edit.
"""Recurring orders: operations."""

from doorstep_client.generated.models import (
    RecurringOrderBody,
    RecurringOrderView,
    RecurringOrdersView,
)
from doorstep_client.transport import Transport


class RecurringOrders:
    """Recurring orders: reach it as ``doorstep.recurring_orders``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_recurring(
        self,
    ) -> RecurringOrdersView:
        """List the recurring orders. Return all of them with their next dates."""
        answer: RecurringOrdersView = self._transport.ask(
            "GET",
            "/recurring-orders",
        )
        return answer

    def add_recurring(
        self,
        body: RecurringOrderBody,
    ) -> RecurringOrderView:
        """Add a recurring order. Add it, and make the orders that are due by now; each
        date's is made once.

        Refuses with no_region, reference_taken, address_outside.
        """
        answer: RecurringOrderView = self._transport.ask(
            "POST",
            "/recurring-orders",
            json=body,
        )
        return answer

    def remove_recurring(
        self,
        recurring_id: str,
        *,
        version: int,
    ) -> None:
        """End a recurring order. Forget it; orders that it has made stay.

        Refuses with recurring_order_not_found, version_stale.
        """
        self._transport.send(
            "DELETE",
            f"/recurring-orders/{self._transport.quote(recurring_id)}",
            version=version,
        )

    def get_recurring(
        self,
        recurring_id: str,
    ) -> RecurringOrderView:
        """Get a recurring order. Return one of them with its next dates.

        Refuses with recurring_order_not_found.
        """
        answer: RecurringOrderView = self._transport.ask(
            "GET",
            f"/recurring-orders/{self._transport.quote(recurring_id)}",
        )
        return answer

    def change_recurring(
        self,
        recurring_id: str,
        body: RecurringOrderBody,
        *,
        version: int,
    ) -> RecurringOrderView:
        """Change, pause or skip. Replace it; orders that it has made already stay as they
        are.

        Refuses with recurring_order_not_found, no_region, reference_taken, version_stale,
        address_outside.
        """
        answer: RecurringOrderView = self._transport.ask(
            "PUT",
            f"/recurring-orders/{self._transport.quote(recurring_id)}",
            json=body,
            version=version,
        )
        return answer
