"""Events as others read them: CloudEvents 1.0 in JSON; pure."""

import json
from typing import Any

from doorstep.plumbing.journal import Entry

MEDIA_TYPE = "application/cloudevents+json"
MOST_BYTES = 20_000
"""A message that would be larger brings only the address of its event."""


def to_cloud_event(tenant_id: str, entry: Entry) -> dict[str, Any]:
    """Return an entry of the journal as a CloudEvent.

    ``sequence`` orders the events of a company, ``chainhash`` is the entry's hash: who keeps it
    can tell later whether the journal before it was changed.
    """
    event = entry.event
    return {
        "specversion": "1.0",
        "id": event.id,
        "source": f"urn:doorstep:{tenant_id}",
        "type": f"doorstep.{event.kind}",
        "subject": event.subject_id,
        "time": event.happened_at.isoformat(),
        "recordedtime": event.recorded_at.isoformat(),
        "actor": event.actor,
        "sequence": f"{event.sequence:020d}",
        "chainhash": entry.hash,
        "datacontenttype": "application/json",
        "data": event.data,
    }


def write_message(tenant_id: str, entry: Entry) -> bytes:
    """Return the body of the message about an entry: the same bytes at each attempt."""
    document = to_cloud_event(tenant_id, entry)
    body = _write(document)
    if len(body) > MOST_BYTES:
        document = {name: document[name] for name in document if name != "data"}
        body = _write(document | {"dataref": f"/api/v1/events/{entry.event.id}"})
    return body


def _write(document: dict[str, Any]) -> bytes:
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
