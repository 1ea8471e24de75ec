"""Rich vehicle routing: numbers in, numbers out.

``solve`` turns a ``Problem`` (matrices, vehicles with shifts, shipments with windows) into a
``Solution`` (routes with their times, and what is left out with a reason). ``evaluate`` prices
sequences somebody else made. ``check`` judges any solution, independently of both. ``explain``
says what would make the rest fit, and ``relax`` makes that change. ``describe`` writes a solution
as text. All numbers are integers: seconds since the horizon's start, metres, the
load's own unit, and costs in thousandths of the currency's minor unit.
"""

from doorstep.engine.apart import solve_apart
from doorstep.engine.check import Violation, check
from doorstep.engine.describe import describe
from doorstep.engine.evaluate import evaluate
from doorstep.engine.explain import Change, CostParts, Explanation, Relaxation, explain, relax
from doorstep.engine.problem import (
    NO_CONNECTION,
    Activity,
    Break,
    InitialRoute,
    Pickup,
    Problem,
    Profile,
    Shipment,
    TimePrice,
    Vehicle,
    Window,
)
from doorstep.engine.solution import Progress, Reason, Route, Solution, Stop, Unassigned
from doorstep.engine.solve import solve

__all__ = [
    "NO_CONNECTION",
    "Activity",
    "Break",
    "Change",
    "CostParts",
    "Explanation",
    "InitialRoute",
    "Pickup",
    "Problem",
    "Profile",
    "Progress",
    "Reason",
    "Relaxation",
    "Route",
    "Shipment",
    "Solution",
    "Stop",
    "TimePrice",
    "Unassigned",
    "Vehicle",
    "Violation",
    "Window",
    "check",
    "describe",
    "evaluate",
    "explain",
    "relax",
    "solve",
    "solve_apart",
]
