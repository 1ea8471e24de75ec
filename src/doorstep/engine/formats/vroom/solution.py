"""A solution as VROOM answers it; unassigned jobs carry our reason besides."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from doorstep.engine.explain.slack import read_times
from doorstep.engine.formats.vroom.document import Job, Pause, Place
from doorstep.engine.formats.vroom.errors import Json
from doorstep.engine.formats.vroom.problem import Reading
from doorstep.engine.line import Line, read_line
from doorstep.engine.loads import list_loads
from doorstep.engine.parts import Activity
from doorstep.engine.solution import Route, Solution, Stop, Unassigned


def write(reading: Reading, solution: Solution, *, computing_ms: int = 0) -> Json:
    """Return VROOM's answer: code, summary, unassigned and routes.

    Parameters
    ----------
    computing_ms
        How long the search took.
    """
    routes = [_write_route(reading, route) for route in solution.routes]
    served = [index for route in solution.routes for index in route.shipments]
    unassigned = [one for left in solution.unassigned for one in _write_left(reading, left)]
    summary: Json = {
        "cost": round(sum(route.cost for route in solution.routes) / reading.scale),
        "routes": len(routes),
        "unassigned": len(unassigned),
        **_amounts(reading, served),
        **_add_up(routes),
        "violations": [],
        "computing_times": {"loading": 0, "solving": computing_ms, "routing": 0},
    }
    return {"code": 0, "summary": summary, "unassigned": unassigned, "routes": routes}


_SUMS = ("setup", "service", "duration", "waiting_time", "priority", "distance")


def _add_up(routes: list[Json]) -> Json:
    """Return the totals of what every route has; no distance unless all have one."""
    return {
        key: sum(int(str(route[key])) for route in routes)
        for key in _SUMS
        if all(key in route for route in routes)
    }


def _write_left(reading: Reading, left: Unassigned) -> Iterator[Json]:
    """Yield what is not visited: a job, or both halves of a shipment."""
    pairs = reading.document.pairs
    number = left.shipment - len(reading.document.jobs)
    halves = [("job", reading.document.visits[left.shipment])]
    if number >= 0:
        halves = [("pickup", pairs[number].pickup), ("delivery", pairs[number].delivery)]
    for kind, visit in halves:
        yield {
            "id": visit.id,
            **_where(visit.place),
            "type": kind,
            **_description(visit.description),
            "reason": left.reason.value,
        }


def _find_visit(reading: Reading, stop: Stop) -> tuple[str, Job] | None:
    """Return what a stop is in the document, none for a break."""
    if stop.shipment is None:
        return None
    number = stop.shipment - len(reading.document.jobs)
    if number < 0:
        return "job", reading.document.jobs[stop.shipment]
    pair = reading.document.pairs[number]
    return ("pickup", pair.pickup) if stop.kind is Activity.PICKUP else ("delivery", pair.delivery)


def _write_route(reading: Reading, route: Route) -> Json:
    car = reading.document.cars[route.vehicle]
    visits = [found[1] for stop in route.stops if (found := _find_visit(reading, stop))]
    steps = list(_write_steps(reading, route))
    service_s = sum(stop.departure - stop.service_start for stop in route.stops)
    setup_s = sum(int(str(step["setup"])) for step in steps)
    written: Json = {
        "vehicle": car.id,
        "cost": round(route.cost / reading.scale),
        **_description(car.description),
        **_amounts(reading, route.shipments),
        "setup": setup_s,
        "service": service_s - setup_s,
        "duration": steps[-1]["duration"],
        "waiting_time": sum(stop.service_start - stop.arrival for stop in route.stops),
        "priority": sum(visit.priority for visit in visits),
    }
    if "distance" in steps[-1]:
        written["distance"] = steps[-1]["distance"]
    return {**written, "steps": steps, "violations": []}


def _write_steps(reading: Reading, route: Route) -> Iterator[Json]:
    """Yield start, visits, breaks and end; an open route has no start or no end."""
    car = reading.document.cars[route.vehicle]
    problem = reading.problem
    line = read_line(problem, route.vehicle, route.list_activities(problem.activities))
    loads = list_loads(problem, problem.vehicles[route.vehicle], line.visits)
    travels = list(_travel(reading, route, line))
    idle = {"setup": 0, "service": 0, "waiting_time": 0}
    if car.start is not None:
        ends = {"arrival": route.start, **travels[0]}
        yield {"type": "start", **_where(car.start), **idle, **_load(loads[0]), **ends}
    at = taken = 0
    numbers = [pause.number for pause in read_times(problem, route).pauses]
    for stop in route.stops:
        found = _find_visit(reading, stop)
        if found is None:
            pause = car.breaks[numbers[taken]]
            taken += 1
            yield _write_break(pause, stop, _load(loads[at]), travels[at])
        else:
            at += 1
            yield _write_visit(*found, stop, _load(loads[at]), travels[at])
    if car.end is not None:
        ends = {"arrival": route.end, **travels[-1]}
        yield {"type": "end", **_where(car.end), **idle, **_load(loads[-1]), **ends}


def _write_visit(kind: str, visit: Job, stop: Stop, load: Json, travel: Json) -> Json:
    return {
        "type": kind,
        **_description(visit.description),
        **_where(visit.place),
        "id": visit.id,
        "setup": stop.departure - stop.service_start - visit.service_s,
        "service": visit.service_s,
        "waiting_time": stop.service_start - stop.arrival,
        **({"job": visit.id} if kind == "job" else {}),
        **load,
        "arrival": stop.arrival,
        **travel,
    }


def _write_break(pause: Pause, stop: Stop, load: Json, travel: Json) -> Json:
    return {
        "type": "break",
        **_description(pause.description),
        "id": pause.id,
        "setup": 0,
        "service": pause.service_s,
        "waiting_time": 0,
        **load,
        "arrival": stop.arrival,
        **travel,
    }


def _travel(reading: Reading, route: Route, line: Line) -> Iterator[Json]:
    """Yield travel time, and distance if it is known, from the start to each place."""
    vehicle = reading.problem.vehicles[route.vehicle]
    metres = reading.metres[vehicle.profile]
    places = [vehicle.start, *(visit.location for visit in line.visits), vehicle.end]
    driven_s = driven_m = 0
    for leg, travel_s in zip(pairwise([vehicle.start, *places]), [0, *line.travel_s], strict=True):
        driven_s += travel_s
        travel: Json = {"duration": driven_s, "violations": []}
        if metres is not None:
            driven_m += int(metres[leg])
            travel["distance"] = driven_m
        yield travel


def _amounts(reading: Reading, shipments: Iterable[int]) -> Json:
    """Return what is brought and what is fetched; both halves of a shipment count."""
    dimensions = len(reading.problem.load_names)
    if not dimensions:
        return {}
    brought, fetched = [0] * dimensions, [0] * dimensions
    for index in shipments:
        shipment = reading.problem.shipments[index]
        is_fetched = shipment.kind is Activity.PICKUP or shipment.pickup is not None
        for dimension, amount in enumerate(shipment.load):
            brought[dimension] += 0 if shipment.kind is Activity.PICKUP else amount
            fetched[dimension] += amount if is_fetched else 0
        for dimension, amount in enumerate(shipment.returns):
            fetched[dimension] += amount
    return {"delivery": brought, "amount": list(brought), "pickup": fetched}


def _load(load: list[int]) -> Json:
    return {"load": load} if load else {}


def _description(description: str) -> Json:
    return {"description": description} if description else {}


def _where(place: Place) -> Json:
    where: Json = {}
    if place.point is not None:
        where["location"] = list(place.point)
    if place.index is not None:
        where["location_index"] = place.index
    return where
