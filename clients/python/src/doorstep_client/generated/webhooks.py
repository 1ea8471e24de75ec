# Written by tools/python_client.py from the API description; do not edit.
"""Webhooks: operations."""

from doorstep_client.generated.models import (
    DeliveriesView,
    NewWebhook,
    ReplayBody,
    ReplayView,
    WebhookChange,
    WebhookSecretView,
    WebhookView,
    WebhooksView,
)
from doorstep_client.transport import Transport


class Webhooks:
    """Webhooks: reach it as ``doorstep.webhooks``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get_webhooks(
        self,
    ) -> WebhooksView:
        """All webhooks and how they stand. Return each endpoint with what waits for it and
        why."""
        answer: WebhooksView = self._transport.ask(
            "GET",
            "/webhooks",
        )
        return answer

    def post_webhook(
        self,
        body: NewWebhook,
    ) -> WebhookSecretView:
        """Have events sent to an address. Return the secret with which messages are signed;
        it is not shown again.

        Refuses with too_many_webhooks, webhook_address_refused.
        """
        answer: WebhookSecretView = self._transport.ask(
            "POST",
            "/webhooks",
            json=body,
        )
        return answer

    def delete_webhook(
        self,
        webhook_id: str,
    ) -> None:
        """Delete a webhook. Forget the endpoint and what waits for it.

        Refuses with webhook_not_found.
        """
        self._transport.send(
            "DELETE",
            f"/webhooks/{self._transport.quote(webhook_id)}",
        )

    def patch_webhook(
        self,
        webhook_id: str,
        body: WebhookChange,
    ) -> WebhookView:
        """Stop or go on. Stop sending, or go on from where it was left: nothing in between
        is skipped.

        Refuses with webhook_not_found.
        """
        answer: WebhookView = self._transport.ask(
            "PATCH",
            f"/webhooks/{self._transport.quote(webhook_id)}",
            json=body,
        )
        return answer

    def get_deliveries(
        self,
        webhook_id: str,
        *,
        limit: int | None = None,
    ) -> DeliveriesView:
        """What became of the last messages. Return the last deliveries, newest event first.

        Refuses with webhook_not_found.
        """
        answer: DeliveriesView = self._transport.ask(
            "GET",
            f"/webhooks/{self._transport.quote(webhook_id)}/deliveries",
            query={"limit": limit},
        )
        return answer

    def post_replay(
        self,
        webhook_id: str,
        body: ReplayBody,
    ) -> ReplayView:
        """Send events again. Send what was recorded in a time range once more, under the
        same ids.

        Refuses with webhook_not_found.
        """
        answer: ReplayView = self._transport.ask(
            "POST",
            f"/webhooks/{self._transport.quote(webhook_id)}/replay",
            json=body,
        )
        return answer

    def post_secret(
        self,
        webhook_id: str,
    ) -> WebhookSecretView:
        """Make a new secret. Return a new secret; for a day messages carry signatures of
        both.

        Refuses with webhook_not_found.
        """
        answer: WebhookSecretView = self._transport.ask(
            "POST",
            f"/webhooks/{self._transport.quote(webhook_id)}/secret",
        )
        return answer

    def post_skip(
        self,
        webhook_id: str,
    ) -> None:
        """Lay the first waiting message aside. Let the messages behind it go out; a replay
        sends it again.

        Refuses with webhook_not_found.
        """
        self._transport.send(
            "POST",
            f"/webhooks/{self._transport.quote(webhook_id)}/skip",
        )

    def post_test(
        self,
        webhook_id: str,
    ) -> str:
        """Send a test event. Send an event to this endpoint alone; see its deliveries for
        what came of it.

        Refuses with webhook_not_found.
        """
        answer: str = self._transport.ask_text(
            "POST",
            f"/webhooks/{self._transport.quote(webhook_id)}/test",
        )
        return answer
