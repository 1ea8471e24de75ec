"""What a driver's report changes; pure.

Reports arrive late, twice and in any order. The rules are made so that the order does not
matter: the route's start is the earliest report, its end the last "finished", an arrival the
earliest "arrived". The first outcome of a stop counts; another one is a dispute, which changes
nothing and is kept for somebody to look at.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from doorstep.dispatch.errors import (
    InvalidCommandError,
    RouteRecalledError,
    StopNotOnRouteError,
)
from doorstep.dispatch.model import (
    ROUTE_TRANSITIONS,
    STOP_TRANSITIONS,
    Command,
    CommandKind,
    DispatchedRoute,
    DispatchedStop,
    Outcome,
    RouteStatus,
    StopStatus,
)
from doorstep.kernel import distance_m

CLOCK_TOLERANCE = timedelta(minutes=5)
"""A device's clock that is off by more is called doubtful."""

_OUTCOMES = {CommandKind.DELIVER: Outcome.DELIVERED, CommandKind.FAIL: Outcome.FAILED}
_STATUS = {Outcome.DELIVERED: StopStatus.DELIVERED, Outcome.FAILED: StopStatus.FAILED}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to write into the journal."""

    kind: str
    subject_id: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a command changes.

    Parameters
    ----------
    route
        The route after it.
    facts
        What has become known, for the journal.
    outcome
        How the attempt ended, when it was one.
    disputed
        Why the attempt did not change the stop, or empty.
    """

    route: DispatchedRoute
    at: datetime
    facts: tuple[Fact, ...] = field(default=())
    outcome: Outcome | None = None
    disputed: str = ""


def decide(route: DispatchedRoute, command: Command, now_at: datetime) -> Decision:
    """Return what ``command`` changes on ``route``.

    Raises
    ------
    StopNotOnRouteError
        It names a stop of another route.
    RouteRecalledError
        The route was recalled and this is not an attempt.
    InvalidCommandError
        It lacks the stop or the reason its kind needs.
    """
    stop = _stop_of(route, command)
    at = correct_time(command.happened_at, route.released_at, now_at)
    if route.status is RouteStatus.RECALLED:
        return _after_recall(route, stop, command, at)
    begun, facts = _begin(route, command, at)
    if command.kind is CommandKind.FINISH_ROUTE:
        ended, more = _finish(begun, command, at)
        return Decision(ended, at, (*facts, *more))
    if stop is None:
        return Decision(begun, at, facts)
    if command.kind is CommandKind.ARRIVE:
        arrived, more = _arrive(begun, stop, command, at)
        return Decision(arrived, at, (*facts, *more))
    return _complete(begun, stop, command, at, facts)


def correct_time(happened_at: datetime, released_at: datetime, now_at: datetime) -> datetime:
    """Return when it can have happened: after the release and before we were told."""
    return max(min(happened_at, now_at), min(released_at, now_at))


def distance_to_address_m(stop: DispatchedStop, command: Command) -> int | None:
    """Return how far the device was from the address, or none without a position."""
    if command.position is None:
        return None
    return round(distance_m(command.position.point, stop.location))


def _stop_of(route: DispatchedRoute, command: Command) -> DispatchedStop | None:
    if command.kind in (CommandKind.START_ROUTE, CommandKind.FINISH_ROUTE):
        return None
    if command.stop_id is None:
        message = f"A command of kind {command.kind.value} needs a stop_id."
        raise InvalidCommandError(message)
    if command.kind is CommandKind.FAIL and command.reason is None:
        message = "A failed attempt needs a reason."
        raise InvalidCommandError(message)
    stop = route.find_stop(command.stop_id)
    if stop is None:
        message = "The stop is not on this route."
        raise StopNotOnRouteError(message)
    return stop


def _begin(
    route: DispatchedRoute, command: Command, at: datetime
) -> tuple[DispatchedRoute, tuple[Fact, ...]]:
    """Whatever is reported first shows that the route has started by then."""
    if route.started_at is not None and route.started_at <= at:
        return route, ()
    can_start = RouteStatus.STARTED in ROUTE_TRANSITIONS[route.status]
    begun = replace(
        route, started_at=at, status=RouteStatus.STARTED if can_start else route.status
    )
    data = _about_route(begun, command, at)
    return begun, (Fact("route.started", route.id, data),)


def _finish(
    route: DispatchedRoute, command: Command, at: datetime
) -> tuple[DispatchedRoute, tuple[Fact, ...]]:
    if route.finished_at is not None and route.finished_at >= at:
        return route, ()
    ended = replace(route, status=RouteStatus.FINISHED, finished_at=at)
    open_stops = sum(stop.status is StopStatus.PLANNED for stop in route.stops)
    data = _about_route(ended, command, at) | {"open_stops": open_stops}
    return ended, (Fact("route.finished", route.id, data),)


def _arrive(
    route: DispatchedRoute, stop: DispatchedStop, command: Command, at: datetime
) -> tuple[DispatchedRoute, tuple[Fact, ...]]:
    if stop.arrived_at is not None and stop.arrived_at <= at:
        return route, ()
    arrived = replace(stop, arrived_at=at)
    data = _about_stop(route, arrived, command, at)
    return _with_stop(route, arrived), (Fact("stop.arrived", stop.id, data),)


def _complete(
    route: DispatchedRoute,
    stop: DispatchedStop,
    command: Command,
    at: datetime,
    facts: tuple[Fact, ...],
) -> Decision:
    outcome = _OUTCOMES[command.kind]
    if _STATUS[outcome] not in STOP_TRANSITIONS[stop.status]:
        return _dispute(route, stop, command, at, "second_outcome", facts)
    done = replace(
        stop,
        status=_STATUS[outcome],
        completed_at=at,
        reason=command.reason if outcome is Outcome.FAILED else None,
        proof=command.proof,
    )
    data = _about_stop(route, done, command, at) | _about_proof(command)
    fact = Fact(f"stop.{outcome.value}", stop.id, data)
    return Decision(_with_stop(route, done), at, (*facts, fact), outcome)


def _after_recall(
    route: DispatchedRoute, stop: DispatchedStop | None, command: Command, at: datetime
) -> Decision:
    """Keep what was handed over in spite of the recall; nothing else can be done any more."""
    if stop is None or command.kind is CommandKind.ARRIVE:
        message = "The dispatcher has taken this route back."
        raise RouteRecalledError(message)
    return _dispute(route, stop, command, at, "route_recalled", ())


def _dispute(
    route: DispatchedRoute,
    stop: DispatchedStop,
    command: Command,
    at: datetime,
    why: str,
    facts: tuple[Fact, ...],
) -> Decision:
    disputed = replace(stop, disputed=True)
    outcome = _OUTCOMES[command.kind]
    data = _about_stop(route, disputed, command, at) | _about_proof(command)
    data |= {"why": why, "status": stop.status.value, "reported": outcome.value}
    fact = Fact("stop.disputed", stop.id, data)
    return Decision(_with_stop(route, disputed), at, (*facts, fact), outcome, why)


def _with_stop(route: DispatchedRoute, stop: DispatchedStop) -> DispatchedRoute:
    return replace(route, stops=tuple(stop if one.id == stop.id else one for one in route.stops))


def _about_route(route: DispatchedRoute, command: Command, at: datetime) -> dict[str, Any]:
    """Say what readers of the journal need; no names, addresses or positions of people.

    The journal is never erased. What is personal is in rows and in the sealed evidence, which
    the journal holds the hash of.
    """
    return {
        "service_on": route.service_on.isoformat(),
        "plan_id": route.plan_id,
        "route_id": route.id,
        "vehicle_id": route.vehicle_id,
        "vehicle": route.vehicle,
        "driver_id": route.driver_id,
        "command_id": command.id,
        "at": at.isoformat(),
        "clock_doubtful": abs(command.happened_at - at) > CLOCK_TOLERANCE,
    }


def _about_stop(
    route: DispatchedRoute, stop: DispatchedStop, command: Command, at: datetime
) -> dict[str, Any]:
    return _about_route(route, command, at) | {
        "stop_id": stop.id,
        "shipment_id": stop.shipment_id,
        "reference": stop.reference,
        "sequence": stop.sequence,
        "windows": [
            {"early_at": one.early_at.isoformat(), "late_at": one.late_at.isoformat()}
            for one in stop.windows
        ],
        "planned_arrival_at": stop.arrival_at.isoformat(),
        "planned_service_start_at": stop.service_start_at.isoformat(),
        "arrived_at": stop.arrived_at and stop.arrived_at.isoformat(),
        "completed_at": stop.completed_at and stop.completed_at.isoformat(),
        "distance_to_address_m": distance_to_address_m(stop, command),
    }


def _about_proof(command: Command) -> dict[str, Any]:
    return {
        "photos": len(command.proof.photos),
        "signed": command.proof.signature is not None,
        "reason": command.reason and command.reason.value,
    }
