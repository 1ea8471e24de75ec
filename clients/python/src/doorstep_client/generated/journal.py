# Written by tools/python_client.py from the API description; do not edit.
"""Journal: operations."""

from typing import Any

from doorstep_client.generated.models import (
    EventsView,
)
from doorstep_client.transport import Transport


class Journal:
    """Journal: reach it as ``doorstep.journal``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get_events(
        self,
        *,
        subject_id: str | None = None,
        actor: str | None = None,
        kind: str | None = None,
        from_at: str | None = None,
        to_at: str | None = None,
        before: int | None = None,
        limit: int | None = None,
    ) -> EventsView:
        """Who did what. Return entries of the journal, newest first; ``kind`` "stop." means
        all of a subject."""
        answer: EventsView = self._transport.ask(
            "GET",
            "/events",
            query={"subject_id": subject_id, "actor": actor, "kind": kind, "from_at": from_at, "to_at": to_at, "before": before, "limit": limit},
        )
        return answer

    def get_event(
        self,
        event_id: str,
    ) -> dict[str, Any]:
        """One event as a CloudEvent. Return the whole of an event that was too large for a
        message.

        Refuses with not_found.
        """
        answer: dict[str, Any] = self._transport.ask(
            "GET",
            f"/events/{self._transport.quote(event_id)}",
        )
        return answer
