"""From shipments, fleet and travel times to an engine problem, and from its solution to a plan.

All seconds count from the horizon's start: local midnight of the service date. A day on which
the clocks change is simply 23 or 25 hours long.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from types import MappingProxyType

from doorstep import engine, fleet, orders, roads
from doorstep.engine.hours import under
from doorstep.kernel import Point
from doorstep.planning.doors import count_extra_visits, list_doors
from doorstep.planning.fixes import Day, read_fix
from doorstep.planning.model import (
    Plan,
    PlannedRoute,
    PlannedStop,
    UnassignedShipment,
)
from doorstep.planning.reasons import ADVICE, COLLECTION
from doorstep.planning.rests import LAWS, list_breaks, local_instant, map_break, seconds_from

LOAD_NAMES = ("weight_g", "volume_cm3")
"""The dimensions of every load and capacity."""

# Milliminor: the engine counts thousandths of the currency's minor unit.
_MILLI = 1000
_HOUR_S = 3600
_KM_M = 1000
_G_PER_T = 1_000_000
# The engine's largest amount, with room for a tenfold priority.
_MAX_PRIZE = 2**45 // 10

Draw = Callable[[Sequence[Point], str], Iterable[Point]]
"""From places in order and a profile's name to the line on the roads through them."""


def horizon_start(service_on: date, timezone: str) -> datetime:
    """Return local midnight of the service date, in UTC."""
    return local_instant(service_on, time(), timezone)


def list_points(shipments: Sequence[orders.Shipment], crew: fleet.Fleet) -> list[Point]:
    """Return the locations of a problem in the order of its matrices: depots, then shipments."""
    return [depot.location for depot in crew.depots] + [item.location for item in shipments]


def list_profiles(crew: fleet.Fleet) -> tuple[str, ...]:
    """Return the names of the travel profiles the vehicles use, each once, in order of use."""
    return tuple(dict.fromkeys(vehicle.profile for vehicle in crew.vehicles))


def build_problem(
    shipments: Sequence[orders.Shipment],
    crew: fleet.Fleet,
    matrices: Mapping[str, roads.Matrix],
    service_on: date,
    slices: Mapping[str, engine.Slices] = MappingProxyType({}),
) -> engine.Problem:
    """Return the engine's problem for one service date.

    Parameters
    ----------
    shipments, crew
        What to bring, and who can; references and vehicle names are unique.
    matrices
        Travel between ``list_points`` for each of ``list_profiles``.
    slices
        The same by the time of day, for profiles with traffic.

    Notes
    -----
    A prize stands above anything that serving one more shipment can cost, and grows with the
    priority: shipments are left out last, and the less important ones first.
    """
    profiles = list_profiles(crew)
    start_at = horizon_start(service_on, crew.timezone)
    vehicles = tuple(
        _map_vehicle(vehicle, crew, profiles, start_at, service_on) for vehicle in crew.vehicles
    )
    visit_cost = crew.prices.extra_visit_minor * _MILLI
    prize = _base_prize(vehicles, matrices, visit_cost)
    doors = list_doors(shipments) if visit_cost else list(range(len(shipments)))
    shared = {door for door, many in Counter(doors).items() if many > 1}
    return engine.Problem(
        profiles=tuple(
            engine.Profile(
                name, matrices[name].duration_s, matrices[name].distance_m, slices.get(name)
            )
            for name in profiles
        ),
        vehicles=vehicles,
        shipments=tuple(
            _map_shipment(
                shipment,
                len(crew.depots) + door,
                prize,
                start_at,
                visit_cost=visit_cost if door in shared else 0,
            )
            for shipment, door in zip(shipments, doors, strict=True)
        ),
        load_names=LOAD_NAMES,
    )


def _map_vehicle(
    vehicle: fleet.Vehicle,
    crew: fleet.Fleet,
    profiles: Sequence[str],
    start_at: datetime,
    service_on: date,
) -> engine.Vehicle:
    depot = [depot.name for depot in crew.depots].index(vehicle.depot)
    overnight = timedelta(days=vehicle.shift_end <= vehicle.shift_start)
    shift_start = local_instant(service_on, vehicle.shift_start, crew.timezone)
    shift_end = local_instant(service_on + overnight, vehicle.shift_end, crew.timezone)
    is_free = not vehicle.cost_per_km_minor and not vehicle.cost_per_hour_minor
    mapped = engine.Vehicle(
        name=vehicle.name,
        profile=profiles.index(vehicle.profile),
        start=depot,
        end=depot,
        # Where the clocks change, a shift of local times may vanish; it then has no length.
        shift=engine.Window(
            seconds_from(start_at, shift_start),
            seconds_from(start_at, max(shift_start, shift_end)),
        ),
        capacity=(vehicle.capacity_g, vehicle.capacity_cm3),
        fixed_cost=vehicle.fixed_cost_minor * _MILLI,
        cost_per_m=vehicle.cost_per_km_minor * _MILLI // _KM_M,
        # Free driving would make every detour as good as the short way.
        cost_per_s=1 if is_free else round(vehicle.cost_per_hour_minor * _MILLI / _HOUR_S),
        skills=vehicle.skills,
        max_stops=vehicle.max_stops,
        breaks=tuple(
            map_break(rest, vehicle, crew.timezone, start_at, service_on)
            for rest in vehicle.breaks
        ),
        emissions=engine.Emissions(vehicle.emits_g_per_km, crew.prices.co2e_per_t_minor * _MILLI),
    )
    law = LAWS.get(vehicle.hours_law)
    return mapped if law is None else under(law, mapped)


def _map_shipment(
    shipment: orders.Shipment, location: int, prize: int, start_at: datetime, *, visit_cost: int
) -> engine.Shipment:
    return engine.Shipment(
        name=shipment.reference,
        location=location,
        load=(shipment.weight_g, shipment.volume_cm3),
        windows=tuple(
            engine.Window(
                seconds_from(start_at, window.early_at), seconds_from(start_at, window.late_at)
            )
            for window in sorted(shipment.windows)
        ),
        service_s=shipment.service_s,
        skills=shipment.required_skills,
        prize=prize * (1 + shipment.priority),
        kind=engine.Activity(shipment.kind.value),
        # Nobody fetches goods on the way to their recipient yet: better left out than forgotten.
        vehicles=None if shipment.collection is None else frozenset(),
        visit_cost=visit_cost,
    )


def _base_prize(
    vehicles: Sequence[engine.Vehicle], matrices: Mapping[str, roads.Matrix], visit_cost: int
) -> int:
    """Return more than a route of its own can cost: fixed, there and back, a shift, a visit.

    It may part a visit of another route in two, which costs as much again.
    """
    farthest_m = max((int(matrix.distance_m.max()) for matrix in matrices.values()), default=0)
    dearest = max(
        (
            vehicle.fixed_cost
            + 2 * vehicle.metre_cost * farthest_m
            + vehicle.cost_per_s * (vehicle.shift.late - vehicle.shift.early)
            for vehicle in vehicles
        ),
        default=0,
    )
    return min(dearest + 2 * visit_cost + 1, _MAX_PRIZE)


def read_solution(
    solution: engine.Solution,
    explanation: engine.Explanation,
    shipments: Sequence[orders.Shipment],
    crew: fleet.Fleet,
    service_on: date,
    draw: Draw,
) -> Plan:
    """Return the plan a solution means, explained, with its lines drawn on the roads."""
    start_at = horizon_start(service_on, crew.timezone)
    again = count_extra_visits(
        (route.shipments for route in solution.routes), list_doors(shipments)
    )
    return Plan(
        service_on=service_on,
        timezone=crew.timezone,
        currency=crew.currency,
        routes=tuple(
            _with_extra_visits(
                _read_route(route, slack_s, shipments, crew, service_on, draw), extra, crew.prices
            )
            for route, slack_s, extra in zip(
                solution.routes, explanation.slack_s, again, strict=True
            )
        ),
        unassigned=tuple(
            _read_unassigned(
                left,
                shipments[left.shipment],
                explanation.relaxations.get(left.shipment, ()),
                Day(crew, start_at),
            )
            for left in solution.unassigned
        ),
    )


def _read_route(
    route: engine.Route,
    slack_s: Sequence[int],
    shipments: Sequence[orders.Shipment],
    crew: fleet.Fleet,
    service_on: date,
    draw: Draw,
) -> PlannedRoute:
    start_at = horizon_start(service_on, crew.timezone)
    vehicle = crew.vehicles[route.vehicle]
    depot = next(depot for depot in crew.depots if depot.name == vehicle.depot)
    emissions = engine.Emissions(vehicle.emits_g_per_km)
    visited = [shipments[index] for index in route.shipments]
    carried = [item for item in visited if item.kind is orders.ShipmentKind.DELIVERY]
    places = [depot.location, *(item.location for item in visited), depot.location]
    return PlannedRoute(
        vehicle=vehicle.name,
        driver=vehicle.driver,
        color=vehicle.color or fleet.COLORS[route.vehicle % len(fleet.COLORS)],
        depot=depot,
        start_at=start_at + timedelta(seconds=route.start),
        end_at=start_at + timedelta(seconds=route.end),
        distance_m=route.distance_m,
        cost_minor=_cost_minor(vehicle, route, crew.prices),
        co2e_g=emissions.grams(route.distance_m),
        co2e_cost_minor=round(_co2e_cost_minor(vehicle, route, crew.prices)),
        weight_g=sum(item.weight_g for item in carried),
        volume_cm3=sum(item.volume_cm3 for item in carried),
        capacity_g=vehicle.capacity_g,
        capacity_cm3=vehicle.capacity_cm3,
        geometry=roads.encode_polyline(draw(places, vehicle.profile)),
        stops=tuple(
            _read_stop(number, stop, spare_s, shipments[index], start_at)
            for number, (index, stop, spare_s) in enumerate(_list_visits(route, slack_s), start=1)
        ),
        breaks=tuple(list_breaks(route, vehicle, crew.timezone, start_at, service_on)),
    )


def _with_extra_visits(
    route: PlannedRoute, extra_visits: int, prices: fleet.PlanPrices
) -> PlannedRoute:
    cost_minor = extra_visits * prices.extra_visit_minor
    return replace(
        route,
        cost_minor=route.cost_minor + cost_minor,
        extra_visits=extra_visits,
        extra_visits_cost_minor=cost_minor,
    )


def _list_visits(
    route: engine.Route, slack_s: Sequence[int]
) -> Iterator[tuple[int, engine.Stop, int]]:
    """Yield the stops that serve a shipment, each with the shipment and the slack."""
    for stop, spare_s in zip(route.stops, slack_s, strict=True):
        if stop.shipment is not None:
            yield stop.shipment, stop, spare_s


def _read_stop(
    number: int,
    stop: engine.Stop,
    slack_s: int,
    shipment: orders.Shipment,
    start_at: datetime,
) -> PlannedStop:
    return PlannedStop(
        sequence=number,
        reference=shipment.reference,
        recipient=shipment.recipient.name,
        phone=shipment.recipient.phone,
        address=shipment.address,
        location=shipment.location,
        arrival_at=start_at + timedelta(seconds=stop.arrival),
        service_start_at=start_at + timedelta(seconds=stop.service_start),
        departure_at=start_at + timedelta(seconds=stop.departure),
        windows=shipment.windows,
        parcels=shipment.parcels,
        weight_g=shipment.weight_g,
        volume_cm3=shipment.volume_cm3,
        note=shipment.note,
        slack_s=slack_s,
        kind=shipment.kind.value,
    )


def _read_unassigned(
    left: engine.Unassigned,
    shipment: orders.Shipment,
    relaxations: Sequence[engine.Relaxation],
    day: Day,
) -> UnassignedShipment:
    advice = ADVICE[left.reason] if shipment.collection is None else COLLECTION
    return UnassignedShipment(
        reference=shipment.reference,
        recipient=shipment.recipient.name,
        address=shipment.address,
        location=shipment.location,
        reason=left.reason.value if shipment.collection is None else "collection",
        sentence=advice.sentence,
        action=advice.action,
        fixes=tuple(read_fix(one, day) for one in relaxations),
    )


def _cost_minor(vehicle: fleet.Vehicle, route: engine.Route, prices: fleet.PlanPrices) -> int:
    """Return the exact cost of a route; the engine's own is rounded for each second."""
    by_distance = Fraction(vehicle.cost_per_km_minor * route.distance_m, _KM_M)
    rested_s = sum(
        stop.departure - stop.service_start
        for stop in route.stops
        if stop.kind is engine.Activity.BREAK and vehicle.breaks  # a rest by law alone is paid
    )
    paid_s = route.end - route.start - rested_s
    by_time = Fraction(vehicle.cost_per_hour_minor * paid_s, _HOUR_S)
    by_gases = _co2e_cost_minor(vehicle, route, prices)
    return round(vehicle.fixed_cost_minor + by_distance + by_time + by_gases)


def _co2e_cost_minor(
    vehicle: fleet.Vehicle, route: engine.Route, prices: fleet.PlanPrices
) -> Fraction:
    """Return what the greenhouse gases of a route cost, exactly."""
    grams = Fraction(vehicle.emits_g_per_km * route.distance_m, _KM_M)
    return grams * prices.co2e_per_t_minor / _G_PER_T
