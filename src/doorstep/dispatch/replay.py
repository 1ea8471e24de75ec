"""Lead routes, stops and their shipments through their life again as the journal tells it; pure.

What comes out is compared with the tables: a state that changed without an event, or an event
without its change, shows as a difference.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from doorstep import orders
from doorstep.dispatch.model import ROUTE_TRANSITIONS, STOP_TRANSITIONS, RouteStatus, StopStatus
from doorstep.orders import Followed, ShipmentStatus
from doorstep.plumbing.journal import Event

_ROUTE_KINDS = {
    "route.recalled": RouteStatus.RECALLED,
    "route.started": RouteStatus.STARTED,
    "route.finished": RouteStatus.FINISHED,
}
_STOP_KINDS = {"stop.delivered": StopStatus.DELIVERED, "stop.failed": StopStatus.FAILED}
_SHIPMENTS = {
    StopStatus.DELIVERED: ShipmentStatus.DELIVERED,
    StopStatus.FAILED: ShipmentStatus.DELIVERY_FAILED,
}
# Heard again with an earlier start or a later end: the times move, the status stays.
_AGAIN = {
    RouteStatus.STARTED: frozenset({RouteStatus.STARTED, RouteStatus.FINISHED}),
    RouteStatus.FINISHED: frozenset({RouteStatus.FINISHED}),
}
_OWN = ("route.released", *_ROUTE_KINDS, *_STOP_KINDS, "stop.arrived", "stop.disputed")

KINDS = (*_OWN, *orders.FOLLOWED_KINDS)
"""The events that change a state."""


@dataclass(slots=True)
class RouteState:
    """All that may change of a route, and who drives what on it."""

    driver_id: str
    vehicle_id: str
    status: RouteStatus = RouteStatus.RELEASED
    started_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(slots=True)
class StopState:
    """All that may change of a stop, and by which attempts it did."""

    route_id: str
    shipment_id: str
    status: StopStatus = StopStatus.PLANNED
    arrived_at: datetime | None = None
    completed_at: datetime | None = None
    disputed: bool = False
    attempts: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Replayed:
    """The states that the journal ends in, and what cannot have happened, as sentences."""

    routes: dict[str, RouteState] = field(default_factory=dict)
    stops: dict[str, StopState] = field(default_factory=dict)
    goods: Followed = field(default_factory=Followed)
    faults: list[str] = field(default_factory=list)

    def shipments_of(self, route_id: str) -> list[str]:
        """Return the shipments on a route."""
        return [one.shipment_id for one in self.stops.values() if one.route_id == route_id]


def replay(events: Iterable[Event]) -> Replayed:
    """Return where ``events``, oldest first, lead."""
    state = Replayed()
    for event in events:
        if event.kind == "route.released":
            _release(state, event)
        elif event.kind in _ROUTE_KINDS:
            _move_route(state, event, _ROUTE_KINDS[event.kind])
        elif event.kind in _STOP_KINDS:
            _complete(state, event, _STOP_KINDS[event.kind])
        elif event.kind == "stop.arrived":
            if (stop := state.stops.get(event.subject_id)) is not None:
                stop.arrived_at = _time(event, "arrived_at")
        elif event.kind == "stop.disputed":
            if (stop := state.stops.get(event.subject_id)) is not None:
                stop.disputed = True
                stop.attempts.add(event.data["attempt_id"])
        else:
            orders.follow([event], state.goods)
    return state


def _release(state: Replayed, event: Event) -> None:
    if event.subject_id in state.routes:
        state.faults.append(_sentence("Route", event, "was released before"))
    data = event.data
    state.routes[event.subject_id] = RouteState(data["driver_id"], data["vehicle_id"])
    for stop in data["stops"]:
        state.stops[stop["stop_id"]] = StopState(event.subject_id, stop["shipment_id"])
    carried = [stop["shipment_id"] for stop in data["stops"]]
    state.goods.set_status(carried, ShipmentStatus.PENDING, ShipmentStatus.PLANNED)


def _move_route(state: Replayed, event: Event, status: RouteStatus) -> None:
    route = state.routes.get(event.subject_id)
    if route is None:
        state.faults.append(_sentence("Route", event, "was never released"))
        return
    again = route.status in _AGAIN.get(status, ())
    if not again and status not in ROUTE_TRANSITIONS[route.status]:
        state.faults.append(_sentence("Route", event, f"was {route.status.value}"))
        return
    if status is RouteStatus.STARTED:
        if route.started_at is None:
            _send_out(state, event.subject_id)
        route.started_at = _time(event, "at")
    elif status is RouteStatus.FINISHED:
        route.finished_at = _time(event, "at")
    else:
        back = state.shipments_of(event.subject_id)
        state.goods.set_status(back, ShipmentStatus.PLANNED, ShipmentStatus.PENDING)
    if not again:
        route.status = status


def _send_out(state: Replayed, route_id: str) -> None:
    carried = state.shipments_of(route_id)
    state.goods.set_status(carried, ShipmentStatus.PLANNED, ShipmentStatus.OUT_FOR_DELIVERY)


def _complete(state: Replayed, event: Event, status: StopStatus) -> None:
    stop = state.stops.get(event.subject_id)
    if stop is None:
        state.faults.append(_sentence("Stop", event, "was never released"))
    elif status not in STOP_TRANSITIONS[stop.status]:
        state.faults.append(_sentence("Stop", event, f"was {stop.status.value}"))
    else:
        stop.status, stop.completed_at = status, _time(event, "completed_at")
        stop.attempts.add(event.data["attempt_id"])
        state.goods.set_status(
            [stop.shipment_id], ShipmentStatus.OUT_FOR_DELIVERY, _SHIPMENTS[status]
        )


def _time(event: Event, name: str) -> datetime:
    return datetime.fromisoformat(event.data[name])


def _sentence(subject: str, event: Event, before: str) -> str:
    return (
        f"{subject} {event.subject_id} {before} when event {event.sequence} ({event.kind}) came."
    )
