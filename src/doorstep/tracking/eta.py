"""When each stop will be reached, predicted from how the route really goes; pure.

From the last stop that was done, or from the start: driving on the roads as they are in the hour
in which it is driven, with what is closed then, and the plan's own service times. Where the roads
do not say, the plan's own travel time stands in; a stop out of the planned order has none, there
the route's average speed as the crow flies does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from doorstep.dispatch import DispatchedRoute, DispatchedStop, RouteStatus, StopStatus
from doorstep.kernel import Point, TimeWindow, distance_m
from doorstep.tracking.drives import Drive

# Crow-flies speed of a van in a city, for a route too short to tell its own.
_FALLBACK_MPS = 5.0

_LEAST_MARGIN = timedelta(minutes=10)
_MOST_MARGIN = timedelta(minutes=60)
# How much the error of a prediction grows with how far ahead it looks. A first guess, until
# there are days to learn it from.
_MARGIN_SHARE = 0.15
_ROUND_TO = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Eta:
    """A prediction for one stop.

    Parameters
    ----------
    arrival_at
        When the driver gets there.
    service_start_at
        When the door is knocked at: not before a window opens.
    departure_at
        When the driver leaves.
    """

    arrival_at: datetime
    service_start_at: datetime
    departure_at: datetime


@dataclass(frozen=True, slots=True)
class BreakEta:
    """When a planned break that is still to come will probably begin and end."""

    start_at: datetime
    end_at: datetime


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is predicted of a route.

    Parameters
    ----------
    stops
        The ETA of every stop that is not done, by stop id.
    breaks
        Of the route's breaks, in their order; none for one that is over.
    """

    stops: dict[str, Eta]
    breaks: tuple[BreakEta | None, ...]


def predict(
    route: DispatchedRoute, now_at: datetime, drive: Drive | None = None
) -> dict[str, Eta]:
    """Return the ETA of every stop of ``route`` that is not done, by stop id; see ``forecast``."""
    return forecast(route, now_at, drive).stops


def forecast(route: DispatchedRoute, now_at: datetime, drive: Drive | None = None) -> Forecast:
    """Return when the rest of ``route`` will happen.

    Never earlier than ``now_at``, but for a driver who has arrived already. Nothing is predicted
    for a route that is finished: its open stops will not be visited. A planned break is over when
    a stop behind it has been reached; until then it is taken on the way to that stop, as soon as
    the clock allows it. What a law asks for is taken after as much driving as planned: a rest
    that comes sooner may leave more driving behind it than the law allows.
    """
    breaks: list[BreakEta | None] = [None] * len(route.breaks)
    if route.status in (RouteStatus.FINISHED, RouteStatus.RECALLED):
        return Forecast({}, tuple(breaks))
    speed_mps = _crow_speed_mps(route)
    left_at, previous = _last_seen(route, now_at)
    ahead = _breaks_ahead(route)
    etas: dict[str, Eta] = {}
    for stop in route.stops:
        if stop.status is not StopStatus.PLANNED:
            continue
        start = previous.location if previous else route.depot.location
        driven = drive(start, stop.location, left_at) if drive else None
        travel = _travel(route, previous, stop, speed_mps) if driven is None else driven
        due = [number for number in ahead if route.breaks[number].before_stop <= stop.sequence]
        ahead = ahead[len(due) :]
        leg = _Leg(left_at, travel, _planned_to_leave_at(route, previous, stop))
        reached_at = _rest(route, due, breaks, leg)
        etas[stop.id] = eta = _visit(stop, reached_at, now_at)
        left_at, previous = eta.departure_at, stop
    _rest(route, ahead, breaks, _Leg(left_at, timedelta(), None))
    return Forecast(etas, tuple(breaks))


def _breaks_ahead(route: DispatchedRoute) -> list[int]:
    """Return the numbers of the breaks behind which no stop has been reached."""
    reached = (
        stop.sequence
        for stop in route.stops
        if stop.status is not StopStatus.PLANNED or stop.arrived_at is not None
    )
    last = max(reached, default=0)
    return [number for number, rest in enumerate(route.breaks) if rest.before_stop > last]


@dataclass(frozen=True, slots=True)
class _Leg:
    """A drive between two stops; when it was planned to begin is known in the planned order."""

    left_at: datetime
    travel: timedelta
    planned_left_at: datetime | None


def _planned_to_leave_at(
    route: DispatchedRoute, previous: DispatchedStop | None, stop: DispatchedStop
) -> datetime | None:
    index = route.stops.index(stop)
    before = route.stops[index - 1] if index > 0 else None
    if previous != before:
        return None
    return before.departure_at if before else route.start_at


def _rest(
    route: DispatchedRoute, due: Sequence[int], breaks: list[BreakEta | None], leg: _Leg
) -> datetime:
    """Return the arrival after a leg with some breaks on it, and note when they are."""
    over_at, rested = leg.left_at, timedelta()
    for number in due:
        rest = route.breaks[number]
        start_at = over_at if rest.not_before_at is None else max(over_at, rest.not_before_at)
        if rest.law and leg.planned_left_at is not None:
            driven = min(rest.start_at - leg.planned_left_at - rested, leg.travel)
            start_at = max(start_at, leg.left_at + driven + rested)
        over_at = start_at + (rest.end_at - rest.start_at)
        rested += rest.end_at - rest.start_at
        breaks[number] = BreakEta(start_at, over_at)
    return max(over_at, leg.left_at + leg.travel + rested)


def is_late(stop: DispatchedStop, eta: Eta) -> bool:
    """Tell whether the stop is predicted after its last window has closed."""
    return bool(stop.windows) and eta.service_start_at > max(
        window.late_at for window in stop.windows
    )


def interval(eta: Eta, now_at: datetime) -> tuple[datetime, datetime]:
    """Return from when until when a recipient should expect the driver, on full five minutes."""
    ahead = max(eta.service_start_at - now_at, timedelta())
    margin = min(max(ahead * _MARGIN_SHARE, _LEAST_MARGIN), _MOST_MARGIN)
    early_at = max(eta.service_start_at - margin, now_at)
    return _floor(early_at), _floor(eta.service_start_at + margin + _ROUND_TO)


def opens_at(windows: Sequence[TimeWindow], arrival_at: datetime) -> datetime:
    """Return when service can start for an arrival: at once, or when the next window opens.

    After the last window it starts at once: goods that are late are still handed over.
    """
    for window in sorted(windows):
        if arrival_at <= window.late_at:
            return max(arrival_at, window.early_at)
    return arrival_at


def _visit(stop: DispatchedStop, reached_at: datetime, now_at: datetime) -> Eta:
    service = stop.departure_at - stop.service_start_at
    if stop.arrived_at is not None:
        start_at = opens_at(stop.windows, stop.arrived_at)
        return Eta(stop.arrived_at, start_at, max(start_at + service, now_at))
    arrival_at = max(reached_at, now_at)
    start_at = opens_at(stop.windows, arrival_at)
    return Eta(arrival_at, start_at, start_at + service)


def _last_seen(route: DispatchedRoute, now_at: datetime) -> tuple[datetime, DispatchedStop | None]:
    """Return when the driver left which stop last; none is the depot."""
    if route.started_at is None:
        return max(route.start_at, now_at), None
    left_at, last = route.started_at, None
    for stop in route.stops:
        if stop.completed_at is not None and stop.completed_at >= left_at:
            left_at, last = stop.completed_at, stop
    return left_at, last


def _travel(
    route: DispatchedRoute,
    previous: DispatchedStop | None,
    stop: DispatchedStop,
    speed_mps: float,
) -> timedelta:
    left_at = _planned_to_leave_at(route, previous, stop)
    if left_at is not None:
        rested = sum(
            (
                rest.end_at - rest.start_at
                for rest in route.breaks
                if rest.before_stop == stop.sequence
            ),
            timedelta(),
        )
        return max(timedelta(), stop.arrival_at - left_at - rested)
    start = previous.location if previous else route.depot.location
    return timedelta(seconds=distance_m(start, stop.location) / speed_mps)


def _crow_speed_mps(route: DispatchedRoute) -> float:
    metres = seconds = 0.0
    here: Point = route.depot.location
    left_at = route.start_at
    for stop in route.stops:
        metres += distance_m(here, stop.location)
        seconds += (stop.arrival_at - left_at).total_seconds()
        here, left_at = stop.location, stop.departure_at
    return metres / seconds if metres > 0 and seconds > 0 else _FALLBACK_MPS


def _floor(instant: datetime) -> datetime:
    past = timedelta(
        minutes=instant.minute % 5, seconds=instant.second, microseconds=instant.microsecond
    )
    return instant - past
