"""Solutions as text, one line a route, for tests, logs and bug reports."""

from doorstep.engine.parts import Activity
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Route, Solution, Stop

SECONDS_PER_MINUTE = 60
MINUTES_PER_HOUR = 60


def describe(problem: Problem, solution: Solution) -> str:
    """Return the solution in words: arrivals at the stops, then what is left out.

    ``van 1: D 08:00 > a 08:03 > D 08:06`` and ``unassigned: b TIME_WINDOW``. Times count from
    the horizon's start; seconds are shown where they are not zero. ``+a 08:03`` picks a up;
    breaks, reloads and charges are named as such.
    """
    lines = [_describe_route(problem, route) for route in solution.routes]
    if solution.unassigned:
        names = (
            f"{problem.shipments[left.shipment].name} {left.reason.name}"
            for left in solution.unassigned
        )
        lines.append("unassigned: " + ", ".join(names))
    return "\n".join(lines)


def _describe_route(problem: Problem, route: Route) -> str:
    stops = [f"{_name_stop(problem, stop)} {_clock_text(stop.arrival)}" for stop in route.stops]
    ends = (f"D {_clock_text(route.start)}", *stops, f"D {_clock_text(route.end)}")
    return f"{problem.vehicles[route.vehicle].name}: " + " > ".join(ends)


def _name_stop(problem: Problem, stop: Stop) -> str:
    """Return a shipment's name, with a plus where it is picked up, or what is done instead."""
    if stop.station is not None:
        return f"{stop.kind.value} at {problem.stations[stop.station].name} to {stop.level}"
    if stop.shipment is None:
        return stop.kind.value
    sign = "+" if stop.kind is Activity.PICKUP else ""
    return sign + problem.shipments[stop.shipment].name


def _clock_text(time_s: int) -> str:
    sign = "-" if time_s < 0 else ""
    minutes, seconds = divmod(abs(time_s), SECONDS_PER_MINUTE)
    hours, minutes = divmod(minutes, MINUTES_PER_HOUR)
    tail = f":{seconds:02d}" if seconds else ""
    return f"{sign}{hours:02d}:{minutes:02d}{tail}"
