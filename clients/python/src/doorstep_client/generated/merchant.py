# Written by tools/python_client.py from the API description; do not edit.
"""Merchant: operations."""

from doorstep_client.generated.models import (
    OrderBody,
    OwnOrderView,
    OwnOrdersView,
)
from doorstep_client.transport import Transport


class Merchant:
    """Merchant: reach it as ``doorstep.merchant``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_own_orders(
        self,
        *,
        q: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> OwnOrdersView:
        """List one's own orders. Return a page of the merchant's orders; ``q`` looks in
        reference, name and address.

        Refuses with not_found, cursor_invalid.
        """
        answer: OwnOrdersView = self._transport.ask(
            "GET",
            "/merchant/orders",
            query={"q": q, "limit": limit, "cursor": cursor},
        )
        return answer

    def send_own_order(
        self,
        body: OrderBody,
        *,
        idempotency_key: str | None = None,
    ) -> OwnOrderView:
        """Send an order in. Take an order of the merchant's in; what the carrier decides
        cannot be said here.

        Refuses with not_found, no_region, reference_taken, address_outside.
        """
        answer: OwnOrderView = self._transport.ask(
            "POST",
            "/merchant/orders",
            json=body,
            key=idempotency_key,
            once=True,
        )
        return answer

    def get_own_order(
        self,
        order_id: str,
    ) -> OwnOrderView:
        """Get one of one's own orders. Return one of the merchant's orders; another
        merchant's is not there.

        Refuses with not_found, order_not_found.
        """
        answer: OwnOrderView = self._transport.ask(
            "GET",
            f"/merchant/orders/{self._transport.quote(order_id)}",
        )
        return answer
