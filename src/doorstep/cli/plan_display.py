"""A plan on the terminal: a table of routes, what was left out, what was written."""

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from doorstep import planning
from doorstep.kernel import Money

_MAX_SHOWN = 50


def print_plan(console: Console, report: planning.PlanReport) -> None:
    """Print the routes, the unassigned shipments and the files."""
    plan = report.plan
    if plan is not None:
        if plan.routes:
            console.print(_route_table(plan))
            console.print(_beside(plan), markup=False, soft_wrap=True)
        _print_unassigned(console, plan)
        source = "came from the cache" if report.travel_from_cache else "were measured and kept"
        console.print(f"Travel times {source}. The independent check found nothing wrong.")
    for path in report.written:
        console.print(f"  {path}", markup=False, soft_wrap=True)


def _route_table(plan: planning.Plan) -> Table:
    title = f"Plan for {plan.service_on:%A} {plan.service_on}"
    table = Table(box=box.SIMPLE_HEAD, title=title, collapse_padding=True, title_justify="left")
    table.add_column("Route", overflow="ellipsis", no_wrap=True)
    for name in ("Hours", "Stops", "Parcels", "Load", "km", "Cost"):
        table.add_column(name, justify="right", no_wrap=True)
    for route in plan.routes:
        start, end = plan.local(route.start_at), plan.local(route.end_at)
        driver = f", {route.driver}" if route.driver else ""
        table.add_row(
            Text(f"{route.vehicle}{driver}"),
            f"{start:%H:%M}-{end:%H:%M}",
            str(len(route.stops)),
            str(route.parcels),
            _load(route),
            f"{route.distance_m / 1000:.1f}",
            str(Money(route.cost_minor, plan.currency)),
        )
    hours, rest_s = divmod(plan.duration_s, 3600)
    table.add_section()
    table.add_row(
        f"{len(plan.routes)} route{'s' if len(plan.routes) > 1 else ''}",
        f"{hours} h {rest_s // 60:02d} min",
        str(plan.stop_count),
        str(sum(route.parcels for route in plan.routes)),
        "",
        f"{plan.distance_m / 1000:.1f}",
        str(Money(plan.cost_minor, plan.currency)),
        style="bold",
    )
    return table


def _beside(plan: planning.Plan) -> str:
    """Return what the routes give off, and how often a door is visited again; with the prices."""
    gases = f"{plan.co2e_g / 1000:,.1f} kg CO2e from well to wheel"
    if plan.co2e_cost_minor:
        gases += f", {Money(plan.co2e_cost_minor, plan.currency)} of the cost"
    if not plan.extra_visits:
        return f"{gases}."
    again = (
        f"{plan.extra_visits} visit{'s' if plan.extra_visits > 1 else ''} to doors visited already"
    )
    if plan.extra_visits_cost_minor:
        again += f", {Money(plan.extra_visits_cost_minor, plan.currency)} of the cost"
    return f"{gases}; {again}."


def _load(route: planning.PlannedRoute) -> str:
    """Return how full the vehicle is by weight or volume, whichever is nearer the limit."""
    shares = [
        part / whole
        for part, whole in (
            (route.weight_g, route.capacity_g),
            (route.volume_cm3, route.capacity_cm3),
        )
        if whole
    ]
    return f"{100 * max(shares, default=0):.0f} %"


def _print_unassigned(console: Console, plan: planning.Plan) -> None:
    if not plan.unassigned:
        return
    count = len(plan.unassigned)
    console.print(f"[yellow]{count} shipment{'s' if count > 1 else ''} unassigned:[/]")
    for left in plan.unassigned[:_MAX_SHOWN]:
        console.print(
            f"  {left.reference} ({left.reason}): {left.sentence} {left.action}",
            markup=False,
            soft_wrap=True,
        )
        for fix in left.fixes:
            console.print(f"    would fit: {fix.sentence}", markup=False, soft_wrap=True)
    if count > _MAX_SHOWN:
        console.print(f"  and {count - _MAX_SHOWN} more in plan.json")
