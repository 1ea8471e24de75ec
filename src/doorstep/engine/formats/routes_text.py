"""Solutions of benchmark instances: ``Route #1: 4 2 7`` a line, then ``Cost 812``."""

from dataclasses import dataclass

from doorstep.engine.formats.errors import FormatError
from doorstep.engine.formats.instance import Instance
from doorstep.engine.line import read_visit
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Route, Solution


@dataclass(frozen=True, slots=True)
class RoutesText:
    """What a published solution says: client numbers of each route, and the cost if it does."""

    routes: tuple[tuple[int, ...], ...]
    cost: float | None


def read_routes(text: str) -> RoutesText:
    """Return the routes and the cost of a ``.sol`` file.

    Raises
    ------
    FormatError
        A route holds something that is not a number.
    """
    routes: list[tuple[int, ...]] = []
    cost: float | None = None
    for number, line in enumerate(text.splitlines(), 1):
        head, _, tail = line.strip().partition(":")
        try:
            if head.lower().startswith("route"):
                routes.append(tuple(int(word) for word in tail.split()))
            elif head.lower().startswith("cost"):
                cost = float(f"{head[len('cost') :]} {tail}".strip())
        except ValueError as error:
            message = f"Line {number} of the solution is not a route or a cost: {line.strip()!r}."
            raise FormatError([message]) from error
    return RoutesText(tuple(routes), cost)


def write_routes(instance: Instance, solution: Solution) -> str:
    """Return the solution as a ``.sol`` file, the cost in the instance's own unit.

    Clients are numbered by their locations; where there are stations, names are written.
    """
    problem = instance.problem
    lines = []
    for number, route in enumerate(solution.routes, 1):
        visits = _list_names(problem, route) if problem.stations else _list_numbers(problem, route)
        lines.append(f"Route #{number}: {' '.join(visits)}")
    units = sum(
        route.cost - instance.is_fleet_first * problem.vehicles[route.vehicle].fixed_cost
        for route in solution.routes
    )
    cost = units / instance.scale
    return "\n".join([*lines, f"Cost {cost:.10g}", ""])


def _list_numbers(problem: Problem, route: Route) -> list[str]:
    car = problem.vehicles[route.vehicle]
    activities = route.list_activities(problem.activities)
    return [str(read_visit(problem, car, activity).location) for activity in activities]


def _list_names(problem: Problem, route: Route) -> list[str]:
    names = []
    for stop in route.stops:
        if stop.station is not None:
            names.append(problem.stations[stop.station].name)
        elif stop.shipment is not None:
            names.append(problem.shipments[stop.shipment].name)
    return names
