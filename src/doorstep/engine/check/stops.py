"""Where a stop is and how long it takes, read from the problem alone; what the rules share."""

from collections.abc import Iterator
from dataclasses import dataclass

from doorstep.engine.parts import Activity, Crossing, Vehicle, Window
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Route, Stop

NEVER = 2**40
"""An instant after everything."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the problem says of a stop that is not a break.

    Parameters
    ----------
    is_fetched
        Whether the stop is the pick-up of a shipment that the same route delivers.
    """

    location: int
    windows: tuple[Window, ...]
    setup_s: int
    service_s: int
    is_fetched: bool


def find_place(problem: Problem, route: Route, stop: Stop) -> Place | None:
    """Return where a stop is, none for a break."""
    vehicle = problem.vehicles[route.vehicle]
    if stop.shipment is None:
        if stop.kind is Activity.BREAK:
            return None
        if stop.kind is Activity.CHARGE and stop.station is not None:
            where = problem.stations[stop.station].location
            return Place(where, (), 0, 0, is_fetched=False)
        depot = vehicle.start if vehicle.reload_at is None else vehicle.reload_at
        return Place(depot, (), 0, vehicle.reload_s, is_fetched=False)
    shipment = problem.shipments[stop.shipment]
    is_fetched = stop.kind is Activity.PICKUP and shipment.pickup is not None
    place = shipment.pickup if is_fetched and shipment.pickup is not None else shipment
    setup_s, service_s = (
        (seconds * vehicle.service_percent + 99) // 100
        for seconds in (place.setup_s, place.service_s)
    )
    return Place(place.location, place.windows, setup_s, service_s, is_fetched)


def list_places(problem: Problem, route: Route) -> Iterator[tuple[Stop, Place]]:
    """Yield the stops of a route that are somewhere, with where."""
    for stop in route.stops:
        place = find_place(problem, route, stop)
        if place is not None:
            yield stop, place


def list_served(problem: Problem, route: Route) -> Iterator[Stop]:
    """Yield the stops that serve a shipment: all but breaks, reloads and pick-ups of pairs."""
    for stop, place in list_places(problem, route):
        if stop.shipment is not None and not place.is_fetched:
            yield stop


def arrive(problem: Problem, route: Route, leg: tuple[int, int], leaves: int) -> int:
    """Return when the route's driver is at the end of a leg; at once where there is none.

    Without slices, after what the leg takes. With them, second by second of the law of the
    profile's ``Crossing``, slice by slice from that in which the leg begins.
    """
    vehicle = problem.vehicles[route.vehicle]
    profile = problem.profiles[vehicle.profile]
    slices = profile.slices
    if slices is None:
        return leaves + _pace(int(profile.duration_s[leg]), vehicle)
    takes = [_pace(int(table[leg]), vehicle) for table in slices.duration_s]
    begins = [-NEVER, *slices.starts_s[1:], NEVER]
    if slices.crossing is Crossing.WAIT:
        return min(
            max(leaves, begin) + takes_s
            for begin, end, takes_s in zip(begins, begins[1:], takes, strict=False)
            if leaves < end
        )
    now, of_s, ahead = leaves, 1, 1  # ``ahead`` of ``of_s`` parts of the leg are to be driven
    for end, takes_s in zip(begins[1:], takes, strict=True):
        if now >= end:
            continue
        needs_s = takes_s if of_s == ahead else -(-ahead * takes_s // of_s)
        if needs_s <= end - now:
            return now + needs_s
        ahead, of_s, now = needs_s - (end - now), takes_s, end
    return now


def _pace(seconds: int, vehicle: Vehicle) -> int:
    return (max(0, seconds) * vehicle.travel_percent + 99) // 100
