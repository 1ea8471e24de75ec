"""Set endpoints up, and have messages sent again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from doorstep.messages import store
from doorstep.messages.errors import (
    TooManyWebhooksError,
    WebhookAddressError,
    WebhookNotFoundError,
)
from doorstep.messages.guard import Guard, RefusedTargetError
from doorstep.messages.model import (
    TEST_KIND,
    Delivery,
    DeliveryStatus,
    Endpoint,
    EndpointStatus,
)
from doorstep.messages.signing import SECRET_BYTES, to_secret
from doorstep.messages.store import DeliveryRow
from doorstep.plumbing import journal
from doorstep.plumbing.unit import Kit, Unit

_MOST_ENDPOINTS = 20
_OLD_SECRET_LIVES = timedelta(hours=24)
_PAGE = 500


@dataclass(frozen=True, slots=True)
class EndpointState:
    """An endpoint with how its deliveries stand; ``next`` is the one the others wait for."""

    endpoint: Endpoint
    pending: int
    delivered: int
    dead: int
    next: Delivery | None


def create_endpoint(
    unit: Unit,
    guard: Guard,
    url: str,
    kinds: Sequence[str],
    description: str = "",
    own_host: str = "",
) -> Endpoint:
    """Have the events from now on sent to ``url``; the secret is in what is returned.

    Raises
    ------
    WebhookAddressError
        Messages may not go there.
    TooManyWebhooksError
        There are too many endpoints.
    """
    try:
        guard.check(url, own_host)
    except RefusedTargetError as error:
        raise WebhookAddressError(str(error)) from error
    if len(store.list_endpoints(unit.session, _now(unit))) >= _MOST_ENDPOINTS:
        message = f"There are {_MOST_ENDPOINTS} already."
        raise TooManyWebhooksError(message)
    endpoint_id = unit.new_id()
    event = unit.emit("webhook.created", endpoint_id, {"kinds": sorted(kinds)})
    endpoint = Endpoint(
        id=endpoint_id,
        url=url,
        description=description,
        kinds=tuple(sorted(set(kinds))),
        status=EndpointStatus.ENABLED,
        secrets=(_new_secret(unit),),
        since=event.sequence,
        cursor=event.sequence,
        created_at=_now(unit),
    )
    store.add_endpoint(unit.session, unit.tenant_id, endpoint)
    return endpoint


def count_all(kit: Kit) -> dict[str, int]:
    """Return how many messages of all companies are in each state."""
    with kit.database.read(None) as session:
        return store.count_all(session)


def list_states(unit: Unit) -> list[EndpointState]:
    """Return every endpoint with how its deliveries stand."""
    counts = store.count_deliveries(unit.session)
    return [
        EndpointState(
            endpoint=one,
            pending=counts.get((one.id, DeliveryStatus.PENDING), 0),
            delivered=counts.get((one.id, DeliveryStatus.DELIVERED), 0),
            dead=counts.get((one.id, DeliveryStatus.DEAD), 0),
            next=store.find_next(unit.session, one.id),
        )
        for one in store.list_endpoints(unit.session, _now(unit))
    ]


def get_endpoint(unit: Unit, endpoint_id: str) -> Endpoint:
    """Return an endpoint.

    Raises
    ------
    WebhookNotFoundError
        There is none.
    """
    found = store.find_endpoint(unit.session, endpoint_id, _now(unit))
    if found is None:
        message = "There is no webhook of this id."
        raise WebhookNotFoundError(message)
    return found


def set_enabled(unit: Unit, endpoint_id: str, *, enabled: bool) -> Endpoint:
    """Send events again, from where it was left, or stop sending them.

    Raises
    ------
    WebhookNotFoundError
        There is none.
    """
    get_endpoint(unit, endpoint_id)
    status = EndpointStatus.ENABLED if enabled else EndpointStatus.DISABLED
    store.set_status(unit.session, endpoint_id, status)
    unit.emit(f"webhook.{status.value}", endpoint_id, {})
    return get_endpoint(unit, endpoint_id)


def rotate_secret(unit: Unit, endpoint_id: str) -> Endpoint:
    """Give a new secret; for a day messages are signed with both.

    Raises
    ------
    WebhookNotFoundError
        There is none.
    """
    get_endpoint(unit, endpoint_id)
    until_at = _now(unit) + _OLD_SECRET_LIVES
    store.set_secret(unit.session, endpoint_id, _new_secret(unit), until_at)
    unit.emit("webhook.secret_rotated", endpoint_id, {})
    return get_endpoint(unit, endpoint_id)


def remove_endpoint(unit: Unit, endpoint_id: str) -> None:
    """Forget an endpoint and what waits for it.

    Raises
    ------
    WebhookNotFoundError
        There is none.
    """
    get_endpoint(unit, endpoint_id)
    store.remove_endpoint(unit.session, endpoint_id)
    unit.emit("webhook.removed", endpoint_id, {})


def send_test(unit: Unit, endpoint_id: str) -> None:
    """Send an event to this endpoint alone.

    Raises
    ------
    WebhookNotFoundError
        There is none.
    """
    get_endpoint(unit, endpoint_id)
    unit.emit(TEST_KIND, endpoint_id, {})


def replay(unit: Unit, endpoint_id: str, from_at: datetime, to_at: datetime) -> int:
    """Send what was recorded in a time range again, under the same ids; return how many.

    What waits already keeps its place; nothing is sent that the endpoint did not ask for.

    Raises
    ------
    WebhookNotFoundError
        There is none.
    """
    endpoint = get_endpoint(unit, endpoint_id)
    before: int | None = endpoint.cursor + 1
    count = 0
    while True:
        page = journal.list_page(unit.session, before, _PAGE, from_at=from_at, to_at=to_at)
        if not page:
            break
        wanted = [
            (one.event.id, one.event.sequence, one.event.kind)
            for one in page
            if one.event.kind != TEST_KIND and endpoint.wants(one.event.kind, one.event.subject_id)
        ]
        store.add_deliveries(unit.session, unit.tenant_id, endpoint_id, wanted, _now(unit))
        count += len(wanted)
        before = page[-1].event.sequence
    about = {"from_at": from_at.isoformat(), "to_at": to_at.isoformat(), "count": count}
    unit.emit("webhook.replayed", endpoint_id, about)
    return count


def give_up_next(unit: Unit, endpoint_id: str) -> None:
    """Lay the message that the others wait for aside, so that they go out.

    Raises
    ------
    WebhookNotFoundError
        There is none.
    """
    get_endpoint(unit, endpoint_id)
    head = store.find_next(unit.session, endpoint_id)
    if head is not None:
        store.save_attempt(unit.session, _dead(head, "Laid aside by hand."), _now(unit))
        unit.emit("webhook.laid_aside", endpoint_id, {"event_id": head.event_id})


def list_recent(unit: Unit, endpoint_id: str, limit: int) -> list[DeliveryRow]:
    """Return an endpoint's last deliveries, newest first.

    Raises
    ------
    WebhookNotFoundError
        There is none.
    """
    get_endpoint(unit, endpoint_id)
    return store.list_deliveries(unit.session, endpoint_id, limit)


def _dead(delivery: Delivery, error: str) -> Delivery:
    return Delivery(
        endpoint_id=delivery.endpoint_id,
        event_id=delivery.event_id,
        sequence=delivery.sequence,
        status=DeliveryStatus.DEAD,
        attempts=delivery.attempts,
        queued_at=delivery.queued_at,
        next_at=delivery.next_at,
        answer=delivery.answer,
        error=error,
    )


def _new_secret(unit: Unit) -> str:
    return to_secret(unit.kit.rng.random_bytes(SECRET_BYTES))


def _now(unit: Unit) -> datetime:
    """Return the real time: receivers live in it, whatever the demo's clock says."""
    return unit.kit.wall.now()
