"""Plans re-timed with the traffic of each hour, so that planned arrivals are honest."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

from doorstep import fleet, roads
from doorstep.kernel import Point, TimeWindow
from doorstep.planning.model import Plan, PlannedBreak, PlannedRoute, PlannedStop
from doorstep.planning.travel import Hours, Travel, shift_end

_HOUR_S = 3600


def retime(plan: Plan, crew: fleet.Fleet, travel: Travel, references: Sequence[str]) -> Plan:
    """Return a plan with the times its routes really take, and lines for those hours.

    The search goes by the mean over the working day. Each leg is timed here for the instant at
    which it begins, so a stop may turn out to be late: that is said, not hidden.

    Parameters
    ----------
    references
        Of the shipments, in the order of the matrices.
    """
    if not travel.hours:
        return plan
    depots = {depot.name: number for number, depot in enumerate(crew.depots)}
    places = {name: len(depots) + number for number, name in enumerate(references)}
    vehicles = {vehicle.name: vehicle for vehicle in crew.vehicles}
    routes = tuple(
        _retime_route(
            route,
            vehicles[route.vehicle],
            travel.hours[vehicles[route.vehicle].profile],
            depots[route.depot.name],
            places,
            shift_end(vehicles[route.vehicle], plan.service_on, crew.timezone),
        )
        for route in plan.routes
    )
    return replace(plan, routes=routes)


def _retime_route(
    route: PlannedRoute,
    vehicle: fleet.Vehicle,
    hours: Hours,
    depot: int,
    places: Mapping[str, int],
    shift_ends_at: datetime,
) -> PlannedRoute:
    at, here, spot = route.start_at, depot, route.depot.location
    stops: list[PlannedStop] = []
    line: list[Point] = []
    breaks: list[PlannedBreak] = []
    for stop in route.stops:
        there = places[stop.reference]
        line = _draw(line, hours, at, (spot, stop.location))
        at, rests = _rest(route.breaks, stop.sequence, at)
        breaks += rests
        arrival_at = at + _leg(hours, here, there, at)
        start_at = _opens_at(stop.windows, arrival_at)
        at = start_at + (stop.departure_at - stop.service_start_at)
        stops.append(
            replace(stop, arrival_at=arrival_at, service_start_at=start_at, departure_at=at)
        )
        here, spot = there, stop.location
    line = _draw(line, hours, at, (spot, route.depot.location))
    at, rests = _rest(route.breaks, len(route.stops) + 1, at)
    breaks += rests
    end_at = at + _leg(hours, here, depot, at)
    longer_s = ((end_at - route.start_at) - (route.end_at - route.start_at)).total_seconds()
    dearer = Fraction(vehicle.cost_per_hour_minor * round(longer_s), _HOUR_S)
    return replace(
        route,
        stops=_with_slack(stops, max(shift_ends_at - end_at, timedelta())),
        end_at=end_at,
        cost_minor=route.cost_minor + round(dearer),
        geometry=roads.encode_polyline(line),
        breaks=tuple(breaks),
    )


def _rest(
    breaks: Sequence[PlannedBreak], before_stop: int, at: datetime
) -> tuple[datetime, list[PlannedBreak]]:
    """Return when driving goes on after the breaks before a stop: taken at once, if it is time.

    A break planned for later on the leg is moved to its beginning where that is later still.
    """
    taken = []
    for rest in breaks:
        if rest.before_stop == before_stop:
            begins_at = max(at, rest.start_at)
            at = begins_at + (rest.end_at - rest.start_at)
            taken.append(PlannedBreak(before_stop, begins_at, at))
    return at, taken


def _leg(hours: Hours, start: int, end: int, at: datetime) -> timedelta:
    return timedelta(seconds=round(hours.duration_s(start, end, at)))


def _draw(line: list[Point], hours: Hours, at: datetime, leg: tuple[Point, Point]) -> list[Point]:
    drawn = hours.view(at).route(leg).geometry
    return [*line, *(drawn[1:] if line and line[-1] == drawn[0] else drawn)]


def _opens_at(windows: Sequence[TimeWindow], arrival_at: datetime) -> datetime:
    """Return when service starts: at once, or when a window opens; late goods are handed over."""
    for window in sorted(windows):
        if arrival_at <= window.late_at:
            return max(arrival_at, window.early_at)
    return arrival_at


def _with_slack(stops: Sequence[PlannedStop], spare: timedelta) -> tuple[PlannedStop, ...]:
    """Return stops with their slack, from the time that is spare at the route's end."""
    slackened: list[PlannedStop] = []
    for stop in reversed(stops):
        ends = [w.late_at for w in stop.windows if stop.service_start_at <= w.late_at]
        if stop.windows:
            closes_at = min(ends, default=stop.service_start_at)
            spare = min(spare, closes_at - stop.service_start_at)
        slackened.append(replace(stop, slack_s=int(spare.total_seconds())))
        spare += stop.service_start_at - stop.arrival_at
    return tuple(reversed(slackened))
