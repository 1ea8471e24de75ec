"""The routes of a solved problem on the terminal."""

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from doorstep import engine

_MAX_SHOWN = 50


def print_routes(
    console: Console, problem: engine.Problem, solution: engine.Solution, units: tuple[int, int]
) -> None:
    """Print one line a route, the sums, and what was left out with the reason.

    Parameters
    ----------
    units
        How many of the problem's units of cost, and of time, are one of the file's.
    """
    cost_scale, time_scale = units
    table = Table(box=box.SIMPLE_HEAD, collapse_padding=True)
    table.add_column("Vehicle", overflow="ellipsis", no_wrap=True)
    for name in ("Start", "End", "Stops", "Cost"):
        table.add_column(name, justify="right", no_wrap=True)
    for route in solution.routes:
        table.add_row(
            Text(problem.vehicles[route.vehicle].name),
            _in_units(route.start, time_scale),
            _in_units(route.end, time_scale),
            str(len(route.stops)),
            _in_units(route.cost, cost_scale),
        )
    routes = len(solution.routes)
    stops = sum(len(route.stops) for route in solution.routes)
    cost = sum(route.cost for route in solution.routes)
    table.add_section()
    title = f"{routes} route{'' if routes == 1 else 's'}"
    table.add_row(title, "", "", str(stops), _in_units(cost, cost_scale), style="bold")
    console.print(table)
    _print_unassigned(console, problem, solution)
    console.print("The independent check found nothing wrong.")


def _in_units(value: int, scale: int) -> str:
    return f"{value / scale:.10g}"


def _print_unassigned(
    console: Console, problem: engine.Problem, solution: engine.Solution
) -> None:
    count = len(solution.unassigned)
    if not count:
        return
    console.print(f"[yellow]{count} unassigned:[/]")
    for left in solution.unassigned[:_MAX_SHOWN]:
        name = problem.shipments[left.shipment].name
        console.print(f"  {name}: {left.reason.value}", markup=False)
    if count > _MAX_SHOWN:
        console.print(f"  and {count - _MAX_SHOWN} more")
