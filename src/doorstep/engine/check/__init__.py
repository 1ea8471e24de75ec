"""The independent judge of solutions: one rule a file, no code shared with search or schedule.

A rule reads the problem and the solution, recomputes what it judges from the matrices, and
yields what is wrong. To add a rule, add a file and its function to ``RULES``.
"""

from collections.abc import Callable, Iterable

from doorstep.engine.check.breaks import check_breaks
from doorstep.engine.check.capacity import check_capacity
from doorstep.engine.check.choices import check_choices
from doorstep.engine.check.connection import check_connection
from doorstep.engine.check.cost import check_cost
from doorstep.engine.check.driving_rest import check_driving_rest
from doorstep.engine.check.each_shipment_once import check_each_shipment_once
from doorstep.engine.check.forbidden_skills import check_forbidden_skills
from doorstep.engine.check.goods_apart import check_goods_apart
from doorstep.engine.check.kinds import check_kinds
from doorstep.engine.check.limits import check_limits
from doorstep.engine.check.locks import check_locks
from doorstep.engine.check.max_stops import check_max_stops
from doorstep.engine.check.order import check_order
from doorstep.engine.check.pairs import check_pairs
from doorstep.engine.check.range import check_range
from doorstep.engine.check.releases import check_releases
from doorstep.engine.check.rides import check_rides
from doorstep.engine.check.shift import check_shift
from doorstep.engine.check.skills import check_skills
from doorstep.engine.check.time_windows import check_time_windows
from doorstep.engine.check.travel_times import check_travel_times
from doorstep.engine.check.trips import check_trips
from doorstep.engine.check.vehicles import check_vehicles
from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

__all__ = ["RULES", "Violation", "check"]

RULES: tuple[Callable[[Problem, Solution], Iterable[Violation]], ...] = (
    check_each_shipment_once,
    check_kinds,
    check_choices,
    check_pairs,
    check_connection,
    check_travel_times,
    check_time_windows,
    check_shift,
    check_breaks,
    check_driving_rest,
    check_limits,
    check_range,
    check_releases,
    check_rides,
    check_capacity,
    check_trips,
    check_max_stops,
    check_skills,
    check_forbidden_skills,
    check_vehicles,
    check_goods_apart,
    check_order,
    check_locks,
    check_cost,
)
"""Every rule, in the order in which a person would ask."""


def check(problem: Problem, solution: Solution) -> list[Violation]:
    """Return everything that is wrong with the solution; nothing when it keeps every rule.

    O(stops + shipments), and for each trip O(stops squared) where goods may not ride together.

    Raises
    ------
    IndexError
        The solution names a vehicle or shipment that is not in the problem.
    """
    return [violation for rule in RULES for violation in rule(problem, solution)]
