"""Which of a vehicle's breaks those of a route can be; the rest need not be taken."""

from collections.abc import Iterator

from doorstep.engine.parts import Activity, Break
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Route, Stop


def list_taken(route: Route) -> list[Stop]:
    """Return the breaks of a route, in order."""
    return [stop for stop in route.stops if stop.kind is Activity.BREAK]


def match_breaks(problem: Problem, route: Route) -> Iterator[list[Break]]:
    """Yield every run of the vehicle's breaks that the route's breaks can be.

    Those before it could be over when the route starts, those after it may still begin when the
    route ends; normally there is one such run. What driving asks for is not among them, so where
    there are no others, nothing is; the longest of others may be as long as driving asks for.
    """
    vehicle = problem.vehicles[route.vehicle]
    breaks, rule = vehicle.breaks, vehicle.rest
    if rule is not None and not breaks:
        yield []
        return
    most_s = [pause.duration_s for pause in breaks]
    if rule is not None:
        longest = most_s.index(max(most_s))
        most_s[longest] = max(most_s[longest], rule.rest_s)
    taken = list_taken(route)
    for first in range(len(breaks) - len(taken) + 1):
        last = first + len(taken)
        if (
            all(_is_over_before(pause, route) for pause in breaks[:first])
            and all(_may_come_after(pause, route) for pause in breaks[last:])
            and all(
                _holds(pause, longest_s, stop)
                for pause, longest_s, stop in zip(
                    breaks[first:last], most_s[first:last], taken, strict=True
                )
            )
        ):
            yield list(breaks[first:last])


def _is_over_before(pause: Break, route: Route) -> bool:
    return min(window.early for window in pause.windows) + pause.duration_s <= route.start


def _may_come_after(pause: Break, route: Route) -> bool:
    return route.end <= max(window.late for window in pause.windows)


def _holds(pause: Break, longest_s: int, stop: Stop) -> bool:
    begins = stop.service_start
    is_inside = any(window.early <= begins <= window.late for window in pause.windows)
    return is_inside and pause.duration_s <= stop.departure - begins <= longest_s
