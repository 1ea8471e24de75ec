"""HTTP: webhooks, and who did what."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field

from doorstep.messages.envelope import to_cloud_event
from doorstep.messages.guard import Guard
from doorstep.messages.model import DeliveryStatus, Endpoint, EndpointStatus
from doorstep.messages.service import (
    EndpointState,
    create_endpoint,
    give_up_next,
    list_recent,
    list_states,
    remove_endpoint,
    replay,
    rotate_secret,
    send_test,
    set_enabled,
)
from doorstep.plumbing import journal
from doorstep.plumbing.fields import Instant
from doorstep.plumbing.problem import NotFoundError
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import Body, CompanyManager, HookManager, StrictRoute, View

router = APIRouter(route_class=StrictRoute)

_Kind = Annotated[str, Field(pattern=r"^[a-z_]+\.([a-z_]+|\*)$", max_length=64)]
_MOST_ROWS = 200


class NewWebhook(Body):
    """Where events are to be sent, and which; none named means all."""

    url: str = Field(max_length=2000, examples=["https://shop.example/doorstep"])
    kinds: list[_Kind] = Field(default=[], max_length=50, examples=[["stop.delivered", "route.*"]])
    description: str = Field("", max_length=200)


class WebhookChange(Body):
    """Whether events are sent."""

    enabled: bool


class ReplayBody(Body):
    """From when to when events were recorded; the end is not included."""

    from_at: Instant
    to_at: Instant


class ReplayView(View):
    """How many events are sent again."""

    count: int


class WebhookView(View):
    """An endpoint and how it stands; the others wait for ``next_event_id``."""

    id: str
    url: str
    description: str
    kinds: list[str]
    status: EndpointStatus
    created_at: datetime
    pending: int
    delivered: int
    dead: int
    next_event_id: str | None
    next_at: datetime | None
    attempts: int
    last_error: str

    @classmethod
    def of(cls, state: EndpointState) -> "WebhookView":
        """Return the view of an endpoint."""
        endpoint, head = state.endpoint, state.next
        return cls(
            id=endpoint.id,
            url=endpoint.url,
            description=endpoint.description,
            kinds=list(endpoint.kinds),
            status=endpoint.status,
            created_at=endpoint.created_at,
            pending=state.pending,
            delivered=state.delivered,
            dead=state.dead,
            next_event_id=head.event_id if head else None,
            next_at=head.next_at if head else None,
            attempts=head.attempts if head else 0,
            last_error=head.error if head else "",
        )


class WebhooksView(View):
    """All endpoints, oldest first."""

    items: list[WebhookView]


class WebhookSecretView(View):
    """An endpoint's secret, shown now and never again."""

    id: str
    secret: str


class DeliveryView(View):
    """What became of one event."""

    event_id: str
    kind: str
    status: DeliveryStatus
    attempts: int
    queued_at: datetime
    next_at: datetime
    last_at: datetime | None
    answer: int | None
    error: str


class DeliveriesView(View):
    """Deliveries, newest event first."""

    items: list[DeliveryView]


class EventView(View):
    """One entry of the journal."""

    id: str
    sequence: int
    kind: str
    subject_id: str
    actor: str
    happened_at: datetime
    recorded_at: datetime
    data: dict[str, Any]
    hash: str


class EventsView(View):
    """Entries, newest first; ``next_before`` asks for older ones."""

    items: list[EventView]
    next_before: int | None


def _guard(request: Request) -> Guard:
    guard: Guard = request.app.state.webhook_guard
    return guard


@router.get("/webhooks", tags=["Webhooks"], summary="All webhooks and how they stand")
def get_webhooks(caller: HookManager) -> WebhooksView:
    """Return each endpoint with what waits for it and why."""
    with caller.read() as unit:
        return WebhooksView(items=[WebhookView.of(one) for one in list_states(unit)])


@router.post(
    "/webhooks",
    tags=["Webhooks"],
    status_code=201,
    summary="Have events sent to an address",
)
@refuses("too_many_webhooks", "webhook_address_refused")
def post_webhook(body: NewWebhook, caller: HookManager, request: Request) -> WebhookSecretView:
    """Return the secret with which messages are signed; it is not shown again."""
    guard = _guard(request)
    own_host = request.headers.get("host", "")
    with caller.write() as unit:
        made = create_endpoint(
            unit, guard, body.url, body.kinds, body.description.strip(), own_host
        )
    return _show_secret(made)


@router.patch("/webhooks/{webhook_id}", tags=["Webhooks"], summary="Stop or go on")
@refuses("webhook_not_found")
def patch_webhook(webhook_id: str, body: WebhookChange, caller: HookManager) -> WebhookView:
    """Stop sending, or go on from where it was left: nothing in between is skipped."""
    with caller.write() as unit:
        set_enabled(unit, webhook_id, enabled=body.enabled)
        return _show(list_states(unit), webhook_id)


@router.delete(
    "/webhooks/{webhook_id}",
    tags=["Webhooks"],
    status_code=204,
    summary="Delete a webhook",
)
@refuses("webhook_not_found")
def delete_webhook(webhook_id: str, caller: HookManager) -> None:
    """Forget the endpoint and what waits for it."""
    with caller.write() as unit:
        remove_endpoint(unit, webhook_id)


@router.post(
    "/webhooks/{webhook_id}/secret",
    tags=["Webhooks"],
    status_code=201,
    summary="Make a new secret",
)
@refuses("webhook_not_found")
def post_secret(webhook_id: str, caller: HookManager) -> WebhookSecretView:
    """Return a new secret; for a day messages carry signatures of both."""
    with caller.write() as unit:
        return _show_secret(rotate_secret(unit, webhook_id))


@router.post(
    "/webhooks/{webhook_id}/test",
    tags=["Webhooks"],
    status_code=202,
    summary="Send a test event",
)
@refuses("webhook_not_found")
def post_test(webhook_id: str, caller: HookManager) -> None:
    """Send an event to this endpoint alone; see its deliveries for what came of it."""
    with caller.write() as unit:
        send_test(unit, webhook_id)


@router.post(
    "/webhooks/{webhook_id}/replay",
    tags=["Webhooks"],
    summary="Send events again",
)
@refuses("webhook_not_found")
def post_replay(webhook_id: str, body: ReplayBody, caller: HookManager) -> ReplayView:
    """Send what was recorded in a time range once more, under the same ids."""
    with caller.write() as unit:
        return ReplayView(count=replay(unit, webhook_id, body.from_at, body.to_at))


@router.post(
    "/webhooks/{webhook_id}/skip",
    tags=["Webhooks"],
    status_code=204,
    summary="Lay the first waiting message aside",
)
@refuses("webhook_not_found")
def post_skip(webhook_id: str, caller: HookManager) -> None:
    """Let the messages behind it go out; a replay sends it again."""
    with caller.write() as unit:
        give_up_next(unit, webhook_id)


@router.get(
    "/webhooks/{webhook_id}/deliveries",
    tags=["Webhooks"],
    summary="What became of the last messages",
)
@refuses("webhook_not_found")
def get_deliveries(
    webhook_id: str, caller: HookManager, limit: Annotated[int, Query(ge=1, le=_MOST_ROWS)] = 50
) -> DeliveriesView:
    """Return the last deliveries, newest event first."""
    with caller.read() as unit:
        rows = list_recent(unit, webhook_id, limit)
        return DeliveriesView(items=[DeliveryView.model_validate(one) for one in rows])


@router.get("/events", tags=["Journal"], summary="Who did what")
def get_events(
    caller: CompanyManager,
    subject_id: Annotated[str | None, Query(max_length=64)] = None,
    actor: Annotated[str | None, Query(max_length=80)] = None,
    kind: Annotated[str | None, Query(max_length=64, pattern=r"^[a-z_.]+$")] = None,
    from_at: Instant | None = None,
    to_at: Instant | None = None,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    limit: Annotated[int, Query(ge=1, le=_MOST_ROWS)] = 50,
) -> EventsView:
    """Return entries of the journal, newest first; ``kind`` "stop." means all of a subject."""
    with caller.read() as unit:
        page = journal.list_page(
            unit.session,
            before,
            limit,
            subject_id=subject_id,
            actor=actor,
            kind=kind,
            from_at=from_at,
            to_at=to_at,
        )
    last = page[-1].event.sequence if len(page) == limit else None
    return EventsView(items=[_show_event(one) for one in page], next_before=last)


@router.get("/events/{event_id}", tags=["Journal"], summary="One event as a CloudEvent")
@refuses("not_found")
def get_event(event_id: str, caller: HookManager) -> dict[str, Any]:
    """Return the whole of an event that was too large for a message."""
    with caller.read() as unit:
        entry = journal.find_entry(unit.session, event_id)
    if entry is None:
        message = "There is no event of this id."
        raise NotFoundError(message)
    return to_cloud_event(caller.principal.tenant_id, entry)


def _show(states: list[EndpointState], webhook_id: str) -> WebhookView:
    return next(WebhookView.of(one) for one in states if one.endpoint.id == webhook_id)


def _show_secret(endpoint: Endpoint) -> WebhookSecretView:
    return WebhookSecretView(id=endpoint.id, secret=endpoint.secrets[0])


def _show_event(entry: journal.Entry) -> EventView:
    event = entry.event
    return EventView(
        id=event.id,
        sequence=event.sequence,
        kind=event.kind,
        subject_id=event.subject_id,
        actor=event.actor,
        happened_at=event.happened_at,
        recorded_at=event.recorded_at,
        data=event.data,
        hash=entry.hash,
    )
