"""Where a stop is and how long it takes, read from the problem alone; what the rules share."""

from collections.abc import Iterator
from dataclasses import dataclass

from doorstep.engine.parts import Activity, Window
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Route, Stop


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


def travel_time(problem: Problem, route: Route, here: int, there: int) -> int:
    """Return the seconds of a leg for the route's driver; 0 where there is none."""
    vehicle = problem.vehicles[route.vehicle]
    seconds = int(problem.profiles[vehicle.profile].duration_s[here, there])
    return (max(0, seconds) * vehicle.travel_percent + 99) // 100
