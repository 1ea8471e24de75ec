"""How much later each stop could begin without making anything after it late."""

from doorstep.engine.check.break_matches import list_taken, match_breaks
from doorstep.engine.parts import Activity, Break
from doorstep.engine.problem import Problem
from doorstep.engine.schedule import Line, latest_return, latest_start, read_line
from doorstep.engine.solution import Route
from doorstep.engine.timing import Pause, Times, latest_leave


def list_slack_s(problem: Problem, route: Route) -> tuple[int, ...]:
    """Return for each stop the seconds its service could start later; 0 for breaks.

    The later start is in one of the stop's windows, every stop and break after it still starts in
    one of its own, no goods ride for too long, and the vehicle is back before its shift and
    overtime end; waiting further on is used up. Where that is broken already there is no slack: 0.
    One pass from the end, O(stops x windows).
    """
    car = problem.vehicles[route.vehicle]
    line = _read_line(problem, route)
    times = read_times(problem, route)
    until: int | None = latest_return(car)
    if car.max_duration_s is not None:
        until = min(latest_return(car), route.start + car.max_duration_s)
    slack: list[int] = []
    for position in range(len(times.starts) - 1, -1, -1):
        if until is not None:
            until = latest_leave(line, times, position + 1, until) - line.service_s[position]
            for ride in line.rides:
                if ride.delivery == position:
                    until = min(until, times.leaves[ride.pickup] + ride.max_s)
            until = latest_start(line.windows[position], until)
        slack.append(0 if until is None else max(0, until - times.starts[position]))
    spare = iter(reversed(slack))
    return tuple(0 if stop.kind is Activity.BREAK else next(spare) for stop in route.stops)


def _read_line(problem: Problem, route: Route) -> Line:
    activities = route.list_activities(problem.activities)
    return read_line(problem, route.vehicle, activities, route.list_charges())


def read_times(problem: Problem, route: Route) -> Times:
    """Return the times of a route, the breaks told by when they are taken."""
    line = _read_line(problem, route)
    breaks = line.breaks
    taken = next(match_breaks(problem, route), None)
    first = 0 if taken is None else _find_run(list(breaks), taken)
    stops = [stop for stop in route.stops if stop.kind is not Activity.BREAK]
    pauses: list[Pause] = []
    leg = 0
    for stop in route.stops:
        if stop.kind is not Activity.BREAK:
            leg += 1
        elif first + len(pauses) < len(breaks):
            pauses.append(Pause(leg, first + len(pauses), stop.service_start))
    return Times(
        start=route.start,
        arrivals=[stop.arrival for stop in stops],
        starts=[stop.service_start for stop in stops],
        leaves=[stop.departure for stop in stops],
        end=route.end,
        pauses=pauses,
        is_on_time=taken is not None or not list_taken(route),
    )


def _find_run(breaks: list[Break], taken: list[Break]) -> int:
    """Return where a run of breaks begins among all."""
    starts = range(len(breaks) - len(taken) + 1)
    return next(at for at in starts if breaks[at : at + len(taken)] == taken)
