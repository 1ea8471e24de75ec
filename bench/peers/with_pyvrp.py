"""Plain PyVRP on the arrays of a problem, as its own reader and its defaults would have it."""

import time
from itertools import starmap

import numpy as np
import pyvrp
from pyvrp.stop import MaxRuntime

from doorstep.engine import Problem, Solution, evaluate

FOREVER = np.iinfo(np.int64).max


def solve(problem: Problem, seconds: float, seed: int, workers: int = 1) -> tuple[Solution, int]:
    """Return PyVRP's routes and its iterations; for VRPTW and CVRP only, on one core.

    Building PyVRP's data counts, as building ours does.
    """
    del workers
    began_s = time.perf_counter()
    data = read_problem(problem)
    left_s = max(0.0, seconds - (time.perf_counter() - began_s))
    result = pyvrp.solve(data, MaxRuntime(left_s), seed=seed, collect_stats=False, display=False)
    routes = [
        (number, [activity.idx for activity in route if activity.is_client()])
        for number, route in enumerate(result.best.routes())
    ]
    return evaluate(problem, routes), result.num_iterations


def read_problem(problem: Problem) -> pyvrp.ProblemData:
    """Return the instance as ``pyvrp.read`` builds it: no times where it has none."""
    car, profile = problem.vehicles[0], problem.profiles[0]
    timed = any(shipment.windows for shipment in problem.shipments)
    clients = [
        pyvrp.Client(
            stop.location,
            delivery=list(stop.load),
            service_duration=stop.service_s,
            tw_early=stop.windows[0].early if stop.windows else 0,
            tw_late=stop.windows[0].late if stop.windows else FOREVER,
        )
        for stop in problem.shipments
    ]
    return pyvrp.ProblemData(
        locations=list(starmap(pyvrp.Location, [(0, 0)] * problem.locations)),
        clients=clients,
        depots=[pyvrp.Depot(car.start)],
        vehicle_types=[
            pyvrp.VehicleType(
                len(problem.vehicles),
                list(car.capacity),
                tw_early=car.shift.early if timed else 0,
                tw_late=car.shift.late if timed else FOREVER,
            )
        ],
        distance_matrices=[profile.distance_m.astype(np.int64)],  # type: ignore[list-item]  # PyVRP's stub says shape is an int
        duration_matrices=[profile.duration_s.astype(np.int64)],  # type: ignore[list-item]  # the same
    )
