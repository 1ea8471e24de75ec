# Written by tools/python_client.py from the API description; do not edit.
"""Payments: operations."""

from typing import Any

from doorstep_client.generated.models import (
    CardPaymentView,
    CardPaymentsView,
    DoorPaymentView,
)
from doorstep_client.transport import Transport


class Payments:
    """Payments: reach it as ``doorstep.payments``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def ask_at_the_door(
        self,
        stop_id: str,
    ) -> DoorPaymentView:
        """Have a stop paid by card. Return the provider's page for what is due; the same
        page each time it is asked for.

        Refuses with route_not_yours, no_payment_provider, nothing_due,
        payment_provider_refuses, payment_provider_away.
        """
        answer: DoorPaymentView = self._transport.ask(
            "POST",
            f"/driver/stops/{self._transport.quote(stop_id)}/payment",
        )
        return answer

    def cancel_at_the_door(
        self,
        stop_id: str,
    ) -> DoorPaymentView:
        """Take cash instead. Close the provider's page; a payment that was made meanwhile
        counts, and is answered.

        Refuses with route_not_yours, payment_not_found, no_payment_provider,
        payment_provider_away.
        """
        answer: DoorPaymentView = self._transport.ask(
            "POST",
            f"/driver/stops/{self._transport.quote(stop_id)}/payment/cancel",
        )
        return answer

    def list_payments(
        self,
        *,
        limit: int | None = None,
    ) -> CardPaymentsView:
        """Card payments. Return the last card payments."""
        answer: CardPaymentsView = self._transport.ask(
            "GET",
            "/payments",
            query={"limit": limit},
        )
        return answer

    def hear_news(
        self,
        body: dict[str, Any],
    ) -> None:
        """What the payment provider tells. Take a message in that the provider has signed;
        one that comes again changes nothing.

        Refuses with payment_signature, no_payment_provider.
        """
        self._transport.send(
            "POST",
            "/payments/news",
            json=body,
        )

    def refund_payment(
        self,
        payment_id: str,
    ) -> CardPaymentView:
        """Give a card payment back. Ask the provider to give it back; it counts once the
        provider says that it did.

        Refuses with payment_not_found, no_payment_provider, payment_not_paid,
        payment_provider_refuses, payment_provider_away.
        """
        answer: CardPaymentView = self._transport.ask(
            "POST",
            f"/payments/{self._transport.quote(payment_id)}/refund",
        )
        return answer
