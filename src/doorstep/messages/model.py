"""Webhook endpoints and what is to be sent to them; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

RETRY_AFTER = tuple(
    timedelta(seconds=seconds)
    for seconds in (0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""How long after the attempt before it each attempt is made: 75 h 35 min in all [1]_.

References
----------
.. [1] Standard Webhooks specification, "Delivery attempts".
"""

LONGEST_WAIT = timedelta(hours=24)
"""A receiver may ask to be left alone for so long and no longer."""

_TOO_OLD = timedelta(hours=80)
_JITTER = 0.1

PUBLIC_SUBJECTS = frozenset(
    {"cash", "order", "parcels", "plan", "route", "shipment", "shipments", "stop", "webhook"}
)
"""Whose events leave the house; those of accounts, codes and devices do not."""

TEST_KIND = "webhook.tested"
"""The event that goes to one endpoint only, so that its owner sees it work."""


class EndpointStatus(StrEnum):
    """Whether an endpoint is sent anything."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    GONE = "gone"


class DeliveryStatus(StrEnum):
    """What has become of one event for one endpoint."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a company wants its events sent.

    Parameters
    ----------
    kinds
        Kinds of events ("stop.delivered") or all of a subject ("stop.*"); none means all.
    secrets
        With which messages are signed now: the newest first, an old one beside it for a while.
    since, cursor
        The journal's last event before it was made, and the last one that was looked at for it.
    """

    id: str
    url: str
    description: str
    kinds: tuple[str, ...]
    status: EndpointStatus
    secrets: tuple[str, ...]
    since: int
    cursor: int
    created_at: datetime

    def wants(self, kind: str, subject_id: str) -> bool:
        """Tell whether events of this kind are sent to it."""
        if kind == TEST_KIND:
            return subject_id == self.id
        subject = kind.partition(".")[0]
        if subject not in PUBLIC_SUBJECTS or subject == "webhook":
            return False
        return not self.kinds or kind in self.kinds or f"{subject}.*" in self.kinds


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to one endpoint.

    Parameters
    ----------
    sequence
        The event's place in the journal; an endpoint gets its events in this order.
    attempts
        How many were made since ``queued_at``.
    next_at
        Not before then.
    """

    endpoint_id: str
    event_id: str
    sequence: int
    status: DeliveryStatus
    attempts: int
    queued_at: datetime
    next_at: datetime
    answer: int | None
    error: str


def next_attempt_at(
    delivery: Delivery, now_at: datetime, chance: float, retry_after_s: int | None = None
) -> datetime | None:
    """Return when a delivery that has just failed is tried again, or none when it is given up.

    What has waited behind others longer than all its attempts would take is given up at its
    first failure: else a receiver that is gone for good would hold each event for three days.

    Parameters
    ----------
    delivery
        After the attempt was counted.
    chance
        From 0 to 1, so that not everybody comes back at the same moment.
    retry_after_s
        What the receiver asked for, or none.
    """
    if delivery.attempts >= len(RETRY_AFTER):
        return None
    if now_at - delivery.queued_at >= _TOO_OLD:
        return None
    wait = RETRY_AFTER[delivery.attempts] * (1 + _JITTER * (2 * chance - 1))
    asked = timedelta(seconds=retry_after_s) if retry_after_s else timedelta()
    return now_at + max(wait, min(asked, LONGEST_WAIT))
