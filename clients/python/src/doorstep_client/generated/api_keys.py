# Written by tools/python_client.py from the API description; do not edit.
"""API keys: operations."""

from doorstep_client.generated.models import (
    ApiKeyBody,
    ApiKeysView,
    NewApiKeyView,
)
from doorstep_client.transport import Transport


class APIKeys:
    """API keys: reach it as ``doorstep.api_keys``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_keys(
        self,
    ) -> ApiKeysView:
        """List the API keys. Return the company's keys without their secrets."""
        answer: ApiKeysView = self._transport.ask(
            "GET",
            "/api-keys",
        )
        return answer

    def create_key(
        self,
        body: ApiKeyBody,
    ) -> NewApiKeyView:
        """Make an API key. Return a key with its secret, which is not shown again."""
        answer: NewApiKeyView = self._transport.ask(
            "POST",
            "/api-keys",
            json=body,
        )
        return answer

    def delete_key(
        self,
        key_id: str,
    ) -> None:
        """Delete an API key. Let the key work no more, from its next request on.

        Refuses with not_found.
        """
        self._transport.send(
            "DELETE",
            f"/api-keys/{self._transport.quote(key_id)}",
        )
