# Written by tools/python_client.py from the API description; do not edit.
"""Orders: operations."""

from doorstep_client.generated.models import (
    ItemsView,
    ManyOrdersBody,
    OrderBody,
    OrderChange,
    OrderView,
    OrdersView,
    ShipmentStatus,
)
from doorstep_client.transport import Transport


class Orders:
    """Orders: reach it as ``doorstep.orders``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_orders(
        self,
        *,
        q: str | None = None,
        merchant: str | None = None,
        reference: str | None = None,
        status: ShipmentStatus | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> OrdersView:
        """List and search orders. Return a page, the newest first; ``q`` looks in
        reference, name, address and phone.

        Refuses with cursor_invalid.
        """
        answer: OrdersView = self._transport.ask(
            "GET",
            "/orders",
            query={"q": q, "merchant": merchant, "reference": reference, "status": status, "limit": limit, "cursor": cursor},
        )
        return answer

    def create_order(
        self,
        body: OrderBody,
        *,
        idempotency_key: str | None = None,
    ) -> OrderView:
        """Take an order in. Take an order in with its shipments and parcels; a repetition
        gives the first answer. An address that cannot be found surely does not keep the
        order out: the shipment is `unlocated` until somebody has shown where it is.

        Refuses with no_region, reference_taken, address_outside.
        """
        answer: OrderView = self._transport.ask(
            "POST",
            "/orders",
            json=body,
            key=idempotency_key,
            once=True,
        )
        return answer

    def create_orders(
        self,
        body: ManyOrdersBody,
        *,
        idempotency_key: str | None = None,
    ) -> ItemsView:
        """Take several orders in. Take up to 500 orders in; one that is refused keeps no
        other out.

        Refuses with no_region.
        """
        answer: ItemsView = self._transport.ask(
            "POST",
            "/orders/bulk",
            json=body,
            key=idempotency_key,
            once=True,
        )
        return answer

    def get_order(
        self,
        order_id: str,
    ) -> OrderView:
        """Get one order. Return one order with its shipments.

        Refuses with order_not_found.
        """
        answer: OrderView = self._transport.ask(
            "GET",
            f"/orders/{self._transport.quote(order_id)}",
        )
        return answer

    def change_order(
        self,
        order_id: str,
        body: OrderChange,
        *,
        version: int,
    ) -> OrderView:
        """Change an order's own words. Change reference, merchant or cut-off;
        ``cancel_until_at`` null takes the cut-off away.

        Refuses with order_not_found, version_stale.
        """
        answer: OrderView = self._transport.ask(
            "PATCH",
            f"/orders/{self._transport.quote(order_id)}",
            json=body,
            version=version,
        )
        return answer
