"""Lead routes and stops through their life again as the journal tells it; pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from doorstep.dispatch.model import ROUTE_TRANSITIONS, STOP_TRANSITIONS, RouteStatus, StopStatus
from doorstep.plumbing.journal import Event

_ROUTE_KINDS = {
    "route.recalled": RouteStatus.RECALLED,
    "route.started": RouteStatus.STARTED,
    "route.finished": RouteStatus.FINISHED,
}
_STOP_KINDS = {"stop.delivered": StopStatus.DELIVERED, "stop.failed": StopStatus.FAILED}
# Heard again with an earlier start or a later end: the times move, the status stays.
_AGAIN = {
    RouteStatus.STARTED: frozenset({RouteStatus.STARTED, RouteStatus.FINISHED}),
    RouteStatus.FINISHED: frozenset({RouteStatus.FINISHED}),
}

KINDS = ("route.released", *_ROUTE_KINDS, *_STOP_KINDS)
"""The events that change a status."""


@dataclass(slots=True)
class Replayed:
    """The statuses that the journal ends in, and what cannot have happened, as sentences."""

    routes: dict[str, RouteStatus] = field(default_factory=dict)
    stops: dict[str, StopStatus] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def replay(events: Iterable[Event]) -> Replayed:
    """Return where ``events``, oldest first, lead."""
    state = Replayed()
    for event in events:
        if event.kind == "route.released":
            _release(state, event)
        elif event.kind in _ROUTE_KINDS:
            _move_route(state, event, _ROUTE_KINDS[event.kind])
        elif event.kind in _STOP_KINDS:
            _move_stop(state, event, _STOP_KINDS[event.kind])
    return state


def _release(state: Replayed, event: Event) -> None:
    if event.subject_id in state.routes:
        state.faults.append(_sentence("Route", event, "was released before"))
    state.routes[event.subject_id] = RouteStatus.RELEASED
    for stop in event.data["stops"]:
        state.stops[stop["stop_id"]] = StopStatus.PLANNED


def _move_route(state: Replayed, event: Event, status: RouteStatus) -> None:
    before = state.routes.get(event.subject_id)
    if before is None:
        state.faults.append(_sentence("Route", event, "was never released"))
    elif before in _AGAIN.get(status, ()):
        return
    elif status not in ROUTE_TRANSITIONS[before]:
        state.faults.append(_sentence("Route", event, f"was {before.value}"))
    else:
        state.routes[event.subject_id] = status


def _move_stop(state: Replayed, event: Event, status: StopStatus) -> None:
    before = state.stops.get(event.subject_id)
    if before is None:
        state.faults.append(_sentence("Stop", event, "was never released"))
    elif status not in STOP_TRANSITIONS[before]:
        state.faults.append(_sentence("Stop", event, f"was {before.value}"))
    else:
        state.stops[event.subject_id] = status


def _sentence(subject: str, event: Event, before: str) -> str:
    return (
        f"{subject} {event.subject_id} {before} when event {event.sequence} ({event.kind}) came."
    )
