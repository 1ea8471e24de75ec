"""What must hold for messages to other systems."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from doorstep.messages import store
from doorstep.messages.model import Endpoint
from doorstep.plumbing import journal
from doorstep.plumbing.invariants import (
    REPORT,
    Installation,
    Invariant,
    Verdict,
    judge,
    load_each_tenant,
)
from doorstep.plumbing.unit import Unit

DELIVERED_KEPT = timedelta(days=30)
"""How long it is known what was delivered."""
_PAGE = 2000


@dataclass(frozen=True, slots=True)
class _Records:
    missing: list[str]


def examine(installation: Installation) -> list[Verdict]:
    """Examine what each tenant's endpoints were to be sent."""
    return judge(load_each_tenant(installation, _load), _INVARIANTS)


def _load(unit: Unit) -> _Records:
    now_at = unit.kit.wall.now()
    return _Records(
        [
            sentence
            for endpoint in store.list_endpoints(unit.session, now_at)
            for sentence in _find_missing(unit, endpoint)
        ]
    )


def _find_missing(unit: Unit, endpoint: Endpoint) -> Iterator[str]:
    known = store.list_all_deliveries(unit.session, endpoint.id)
    # The journal's times are the business's; what may have been forgotten is not asked for.
    since_at = unit.now() - DELIVERED_KEPT
    after = endpoint.since
    while page := journal.list_entries(unit.session, after, _PAGE):
        for entry in page:
            event = entry.event
            if event.sequence > endpoint.cursor:
                return
            wanted = endpoint.wants(event.kind, event.subject_id)
            if wanted and event.recorded_at >= since_at and event.id not in known:
                yield f"Event {event.sequence} was never to be sent to webhook {endpoint.id}."
        after = page[-1].event.sequence


def _find(seen: _Records) -> Iterator[str]:
    yield from seen.missing


_INVARIANTS = (
    Invariant(
        "messages_complete",
        "Every event that a webhook asked for was sent, waits, or was laid aside.",
        REPORT,
        _find,
    ),
)
