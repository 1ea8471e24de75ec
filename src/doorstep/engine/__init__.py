"""Rich vehicle routing: numbers in, numbers out.

``solve`` turns a ``Problem`` (matrices, vehicles with shifts, shipments with windows) into a
``Solution`` (routes with their times, and what is left out with a reason). ``evaluate`` prices
sequences somebody else made. ``insertions`` prices every place in a plan for one more shipment.
``check`` judges any solution, independently of all. ``explain`` says what would make the rest
fit, and ``relax`` makes that change. ``describe`` writes a solution as text. All numbers are
integers: seconds since the horizon's start, metres, the load's own unit, and costs in thousandths
of the currency's minor unit.
"""

from doorstep.engine.apart import solve_apart
from doorstep.engine.check import Violation, check
from doorstep.engine.describe import describe
from doorstep.engine.evaluate import evaluate
from doorstep.engine.explain import Change, CostParts, Explanation, Relaxation, explain, relax
from doorstep.engine.insertions import insertions, open_plan
from doorstep.engine.places import Place
from doorstep.engine.problem import (
    NO_CONNECTION,
    Activity,
    Balance,
    Battery,
    Break,
    Crossing,
    Emissions,
    InitialRoute,
    Pickup,
    Problem,
    Profile,
    Shipment,
    Slices,
    Station,
    TimePrice,
    Vehicle,
    Window,
)
from doorstep.engine.solution import Progress, Reason, Route, Solution, Stop, Unassigned
from doorstep.engine.solve import solve

__all__ = [
    "NO_CONNECTION",
    "Activity",
    "Balance",
    "Battery",
    "Break",
    "Change",
    "CostParts",
    "Crossing",
    "Emissions",
    "Explanation",
    "InitialRoute",
    "Pickup",
    "Place",
    "Problem",
    "Profile",
    "Progress",
    "Reason",
    "Relaxation",
    "Route",
    "Shipment",
    "Slices",
    "Solution",
    "Station",
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
    "insertions",
    "open_plan",
    "relax",
    "solve",
    "solve_apart",
]
