"""Where plans are kept: the tables and their queries."""

from doorstep.planning.store.contents import (
    add_routes,
    add_unassigned,
    list_routes,
    list_unassigned,
)
from doorstep.planning.store.plans import (
    add_plan,
    find_plan,
    list_from,
    list_plans,
    request_stop,
    set_problem,
    set_progress,
    set_status,
    set_totals,
)

__all__ = [
    "add_plan",
    "add_routes",
    "add_unassigned",
    "find_plan",
    "list_from",
    "list_plans",
    "list_routes",
    "list_unassigned",
    "request_stop",
    "set_problem",
    "set_progress",
    "set_status",
    "set_totals",
]
