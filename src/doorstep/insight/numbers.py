"""The day's numbers, from its events alone; pure.

The same events give the same numbers, in whatever order they are read, and reading one twice
changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from doorstep.kernel import TimeWindow
from doorstep.plumbing.journal import Event

KINDS = (
    "route.released",
    "route.recalled",
    "route.started",
    "route.finished",
    "stop.arrived",
    "stop.delivered",
    "stop.failed",
)
"""The kinds of events that the numbers are made of."""

DEFINITIONS = {
    "planned_stops": "Stops of the day's released routes; recalled routes do not count.",
    "delivered": "Stops at which the goods were handed over.",
    "failed": "Stops at which they were not.",
    "remaining": "Planned stops that are neither delivered nor failed.",
    "on_time_rate": (
        "Of the completed stops that have a time window, the share at which service started "
        "inside one. Service starts on arrival, or when the window opens for a driver who "
        "waited; a stop without a reported arrival counts by when it was completed."
    ),
    "stops_per_hour": (
        "Completed stops (delivered and failed) divided by the hours worked on the routes that "
        "have started."
    ),
    "hours_worked_s": (
        "For each route from its start to its end, or to its last completed stop while it is "
        "under way; the pauses in between count."
    ),
    "distance_m": (
        "The planned distance of each started route times the share of its stops that are "
        "completed; the whole distance once it is finished."
    ),
    "cost_per_delivery_minor": (
        "Cost so far of the routes that have started (fixed cost, distance, hours worked, each "
        "at the vehicle's own rate) divided by the stops delivered."
    ),
}
"""How each number is made, in words for its reader."""

_METRES_PER_KM = 1000
_SECONDS_PER_HOUR = 3600


@dataclass(frozen=True, slots=True)
class RouteNumbers:
    """One route's numbers; a rate is none where there is nothing to divide by."""

    route_id: str
    vehicle: str
    delivered: int
    failed: int
    total: int
    on_time: int
    with_window: int
    hours_worked_s: int
    distance_m: int
    cost_minor: int

    @property
    def on_time_rate(self) -> float | None:
        """Return the share of completed stops with a window that were on time."""
        return self.on_time / self.with_window if self.with_window else None

    @property
    def stops_per_hour(self) -> float | None:
        """Return completed stops per hour worked."""
        return per_hour(self.delivered + self.failed, self.hours_worked_s)


@dataclass(frozen=True, slots=True)
class DayNumbers:
    """The day's numbers: the sums over its routes, and rates of the sums."""

    service_on: date
    planned_stops: int
    delivered: int
    failed: int
    remaining: int
    on_time_rate: float | None
    stops_per_hour: float | None
    cost_per_delivery_minor: int | None
    currency: str
    distance_m: int
    hours_worked_s: int
    by_route: tuple[RouteNumbers, ...]


@dataclass(slots=True)
class _Stop:
    windows: tuple[TimeWindow, ...]
    arrived_at: datetime | None = None
    completed_at: datetime | None = None
    outcome: str = ""


@dataclass(slots=True)
class _Route:
    data: dict[str, Any]
    stops: dict[str, _Stop]
    started_at: datetime | None = None
    finished_at: datetime | None = None


def count_day(service_on: date, currency: str, events: Iterable[Event]) -> DayNumbers:
    """Return the numbers of ``service_on`` from the journal's events, of any day and order.

    Parameters
    ----------
    currency
        What the costs are in when nothing has been released yet.
    """
    today = [one for one in events if one.data.get("service_on") == service_on.isoformat()]
    routes = _gather(today)
    by_route = tuple(
        _count_route(route) for route in sorted(routes, key=lambda one: one.data["vehicle"])
    )
    delivered = sum(one.delivered for one in by_route)
    failed = sum(one.failed for one in by_route)
    planned = sum(one.total for one in by_route)
    with_window = sum(one.with_window for one in by_route)
    worked_s = sum(one.hours_worked_s for one in by_route)
    cost = sum(one.cost_minor for one in by_route)
    return DayNumbers(
        service_on=service_on,
        planned_stops=planned,
        delivered=delivered,
        failed=failed,
        remaining=planned - delivered - failed,
        on_time_rate=sum(one.on_time for one in by_route) / with_window if with_window else None,
        stops_per_hour=per_hour(delivered + failed, worked_s),
        cost_per_delivery_minor=round(cost / delivered) if delivered else None,
        currency=next((one.data["currency"] for one in routes), currency),
        distance_m=sum(one.distance_m for one in by_route),
        hours_worked_s=worked_s,
        by_route=by_route,
    )


def per_hour(count: int, seconds: int) -> float | None:
    """Return how many an hour, or none when no time has passed."""
    return count * _SECONDS_PER_HOUR / seconds if seconds > 0 else None


def is_on_time(
    windows: Sequence[TimeWindow], arrived_at: datetime | None, completed_at: datetime
) -> bool:
    """Tell whether service started inside a window."""
    start_at = arrived_at if arrived_at is not None else completed_at
    return any(
        # A driver who came early waited for the window to open, if the stop ended in or after it.
        window.contains(start_at) or start_at < window.early_at <= completed_at
        for window in windows
    )


def _gather(events: Sequence[Event]) -> list[_Route]:
    recalled = {one.subject_id for one in events if one.kind == "route.recalled"}
    routes = {
        one.subject_id: _Route(
            one.data, {stop["stop_id"]: _new_stop(stop) for stop in one.data["stops"]}
        )
        for one in events
        if one.kind == "route.released" and one.subject_id not in recalled
    }
    for event in events:
        route = routes.get(event.data.get("route_id", ""))
        if route is not None:
            _add(route, event)
    return list(routes.values())


def _new_stop(data: dict[str, Any]) -> _Stop:
    return _Stop(
        tuple(
            TimeWindow(_instant(one["early_at"]), _instant(one["late_at"]))
            for one in data["windows"]
        )
    )


def _add(route: _Route, event: Event) -> None:
    """Let one event speak; the earliest start and arrival count, and the latest end."""
    if event.kind == "route.started":
        route.started_at = _earliest(route.started_at, _instant(event.data["at"]))
        return
    if event.kind == "route.finished":
        at = _instant(event.data["at"])
        route.finished_at = max(route.finished_at or at, at)
        return
    stop = route.stops.get(event.subject_id)
    if stop is None:
        return
    if event.kind == "stop.arrived":
        stop.arrived_at = _earliest(stop.arrived_at, _instant(event.data["at"]))
    elif event.kind in ("stop.delivered", "stop.failed"):
        stop.completed_at = _instant(event.data["at"])
        stop.outcome = event.kind.removeprefix("stop.")


def _count_route(route: _Route) -> RouteNumbers:
    data = route.data
    ends = [stop.completed_at for stop in route.stops.values() if stop.completed_at is not None]
    outcomes = [stop.outcome for stop in route.stops.values()]
    punctual = [
        is_on_time(stop.windows, stop.arrived_at, stop.completed_at)
        for stop in route.stops.values()
        if stop.completed_at is not None and stop.windows
    ]
    worked_s = _worked_s(route, ends)
    distance = _distance_m(route, len(ends))
    cost = 0.0
    if route.started_at is not None:
        cost = (
            data["fixed_cost_minor"]
            + data["cost_per_km_minor"] * distance / _METRES_PER_KM
            + data["cost_per_hour_minor"] * worked_s / _SECONDS_PER_HOUR
        )
    return RouteNumbers(
        route_id=data["route_id"],
        vehicle=data["vehicle"],
        delivered=outcomes.count("delivered"),
        failed=outcomes.count("failed"),
        total=len(route.stops),
        on_time=sum(punctual),
        with_window=len(punctual),
        hours_worked_s=worked_s,
        distance_m=distance,
        cost_minor=round(cost),
    )


def _worked_s(route: _Route, ends: Sequence[datetime]) -> int:
    if route.started_at is None:
        return 0
    end_at = route.finished_at or max(ends, default=route.started_at)
    return max(0, round((end_at - route.started_at).total_seconds()))


def _distance_m(route: _Route, completed: int) -> int:
    if route.started_at is None:
        return 0
    planned: int = route.data["distance_m"]
    if route.finished_at is not None or not route.stops:
        return planned
    return round(planned * completed / len(route.stops))


def _earliest(known: datetime | None, new: datetime) -> datetime:
    return new if known is None else min(known, new)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
