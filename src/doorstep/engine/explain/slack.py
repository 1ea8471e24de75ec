"""How much later each stop could begin without making anything after it late."""

from doorstep.engine.problem import Problem
from doorstep.engine.schedule import latest_start, read_line
from doorstep.engine.solution import Route


def list_slack_s(problem: Problem, route: Route) -> tuple[int, ...]:
    """Return for each stop the seconds its service could start later.

    The later start is in one of the stop's windows, every stop after it still starts in one of
    its own, and the vehicle is back before its shift ends; waiting further on is used up. Where
    that is broken already there is no slack: 0. One pass from the end, O(stops x windows).
    """
    line = read_line(problem, route.vehicle, [stop.shipment for stop in route.stops])
    until: int | None = problem.vehicles[route.vehicle].shift.late
    slack: list[int] = []
    for position in range(len(route.stops) - 1, -1, -1):
        if until is not None:
            until -= line.travel_s[position + 1] + line.service_s[position]
            until = latest_start(line.windows[position], until)
        starts = route.stops[position].service_start
        slack.append(0 if until is None else max(0, until - starts))
    return tuple(reversed(slack))
