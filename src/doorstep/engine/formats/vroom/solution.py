"""A solution as VROOM answers it; unassigned jobs carry our reason besides."""

from collections.abc import Iterator
from itertools import pairwise

from doorstep.engine.formats.vroom.document import Job, Place
from doorstep.engine.formats.vroom.errors import Json
from doorstep.engine.formats.vroom.problem import Reading
from doorstep.engine.solution import Route, Solution, Stop


def write(reading: Reading, solution: Solution, *, computing_ms: int = 0) -> Json:
    """Return VROOM's answer: code, summary, unassigned and routes.

    Parameters
    ----------
    computing_ms
        How long the search took.
    """
    document = reading.document
    routes = [_write_route(reading, route) for route in solution.routes]
    served = [
        document.jobs[stop.shipment]
        for route in solution.routes
        for stop in route.stops
        if stop.shipment is not None
    ]
    summary: Json = {
        "cost": round(sum(route.cost for route in solution.routes) / reading.scale),
        "routes": len(routes),
        "unassigned": len(solution.unassigned),
        **_amounts(reading, served),
        **_add_up(routes),
        "violations": [],
        "computing_times": {"loading": 0, "solving": computing_ms, "routing": 0},
    }
    return {
        "code": 0,
        "summary": summary,
        "unassigned": [
            {
                "id": document.jobs[left.shipment].id,
                **_where(document.jobs[left.shipment].place),
                "type": "job",
                **_description(document.jobs[left.shipment].description),
                "reason": left.reason.value,
            }
            for left in solution.unassigned
        ],
        "routes": routes,
    }


_SUMS = ("setup", "service", "duration", "waiting_time", "priority", "distance")


def _add_up(routes: list[Json]) -> Json:
    """Return the totals of what every route has; no distance unless all have one."""
    return {
        key: sum(int(str(route[key])) for route in routes)
        for key in _SUMS
        if all(key in route for route in routes)
    }


def _write_route(reading: Reading, route: Route) -> Json:
    car = reading.document.cars[route.vehicle]
    jobs = [reading.document.jobs[index] for index in route.shipments]
    steps = list(_write_steps(reading, route, jobs))
    written: Json = {
        "vehicle": car.id,
        "cost": round(route.cost / reading.scale),
        **_description(car.description),
        **_amounts(reading, jobs),
        "setup": sum(job.setup_s for job in jobs),
        "service": sum(job.service_s for job in jobs),
        "duration": steps[-1]["duration"],
        "waiting_time": sum(stop.service_start - stop.arrival for stop in route.stops),
        "priority": sum(job.priority for job in jobs),
    }
    if "distance" in steps[-1]:
        written["distance"] = steps[-1]["distance"]
    return {**written, "steps": steps, "violations": []}


def _write_steps(reading: Reading, route: Route, jobs: list[Job]) -> Iterator[Json]:
    """Yield start, jobs and end; an open route has no start or no end."""
    car = reading.document.cars[route.vehicle]
    load = _total(reading, jobs)
    travels = list(_travel(reading, route))
    idle = {"setup": 0, "service": 0, "waiting_time": 0}
    if car.start is not None:
        ends = {"arrival": route.start, **travels[0]}
        yield {"type": "start", **_where(car.start), **idle, **_load(load), **ends}
    for number, (stop, job) in enumerate(zip(route.stops, jobs, strict=True), 1):
        load = _total(reading, jobs[number:])
        yield _write_job(job, stop, load, travels[number])
    if car.end is not None:
        ends = {"arrival": route.end, **travels[-1]}
        yield {"type": "end", **_where(car.end), **idle, **_load(load), **ends}


def _write_job(job: Job, stop: Stop, load: list[int], travel: Json) -> Json:
    return {
        "type": "job",
        **_description(job.description),
        **_where(job.place),
        "id": job.id,
        "setup": job.setup_s,
        "service": job.service_s,
        "waiting_time": stop.service_start - stop.arrival,
        "job": job.id,
        **_load(load),
        "arrival": stop.arrival,
        **travel,
    }


def _travel(reading: Reading, route: Route) -> Iterator[Json]:
    """Yield travel time, and distance if it is known, from the start to each place."""
    problem = reading.problem
    vehicle = problem.vehicles[route.vehicle]
    duration_s = problem.profiles[vehicle.profile].duration_s
    metres = reading.metres[vehicle.profile]
    stops = [problem.shipments[index].location for index in route.shipments]
    driven_s = driven_m = 0
    for leg in pairwise([vehicle.start, vehicle.start, *stops, vehicle.end]):
        driven_s += int(duration_s[leg])
        travel: Json = {"duration": driven_s, "violations": []}
        if metres is not None:
            driven_m += int(metres[leg])
            travel["distance"] = driven_m
        yield travel


def _total(reading: Reading, jobs: list[Job]) -> list[int]:
    dimensions = len(reading.problem.load_names)
    return [
        sum(job.delivery[dimension] for job in jobs if job.delivery)
        for dimension in range(dimensions)
    ]


def _amounts(reading: Reading, jobs: list[Job]) -> Json:
    if not reading.problem.load_names:
        return {}
    total = _total(reading, jobs)
    return {"delivery": total, "amount": total, "pickup": [0] * len(total)}


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
