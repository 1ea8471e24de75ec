"""Nobody drives for longer than the law of their hours allows without a rest."""

from collections.abc import Iterator

from doorstep.engine.check.stops import NEVER, arrive, find_place
from doorstep.engine.check.violation import Violation
from doorstep.engine.hours import Breach, Duty, HoursLaw, RestRule, audit
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Route, Solution, Stop

RULE = "driving_rest"


def check_driving_rest(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Write the log of each route and have it audited. Waiting for a window is work."""
    for number, route in enumerate(solution.routes):
        vehicle = problem.vehicles[route.vehicle]
        if vehicle.rest is None:
            continue
        for found in audit(_within_a_day(vehicle.rest), _write_log(problem, route)):
            if found.breach is Breach.REST:
                sentence = (
                    f"vehicle {vehicle.name!r} is driven for more than {vehicle.rest.driving_s} s"
                    f" without a rest, from {found.at_s} s after its start on"
                )
                yield Violation(RULE, number, None, sentence)


def _within_a_day(rule: RestRule) -> HoursLaw:
    return HoursLaw("", "", rule, NEVER, NEVER, NEVER)


def _write_log(problem: Problem, route: Route) -> Iterator[tuple[Duty, int]]:
    """Yield what the driver does: driving from the departure on, but for the breaks."""
    vehicle = problem.vehicles[route.vehicle]
    here, left, breaks = vehicle.start, route.start, list[Stop]()
    for stop in route.stops:
        place = find_place(problem, route, stop)
        if place is None:
            breaks.append(stop)
            continue
        takes_s = arrive(problem, route, (here, place.location), left) - left
        yield from _cross(takes_s, left, breaks, stop.service_start)
        yield Duty.WORK, stop.departure - stop.service_start
        here, left, breaks = place.location, stop.departure, []
    takes_s = arrive(problem, route, (here, vehicle.end), left) - left
    yield from _cross(takes_s, left, breaks, route.end)


def _cross(takes_s: int, left: int, breaks: list[Stop], until: int) -> Iterator[tuple[Duty, int]]:
    """Yield a leg of so many seconds of driving with its breaks, and the wait at its end."""
    now, ahead_s = left, takes_s
    for pause in breaks:
        driven_s = min(ahead_s, pause.service_start - now)
        yield Duty.DRIVING, driven_s
        yield Duty.WORK, pause.service_start - now - driven_s
        yield Duty.REST, pause.departure - pause.service_start
        ahead_s -= driven_s
        now = pause.departure
    yield Duty.DRIVING, ahead_s
    yield Duty.WORK, max(0, until - now - ahead_s)
