"""OR-Tools' routing library: everything of a city's day but reloads."""

from datetime import timedelta
from itertools import pairwise

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from doorstep.engine import Activity, Problem, Solution, evaluate
from doorstep.engine.rules import list_rules
from peers import NotSupportedError

KNOWN = {"pickup", "breaks", "vehicles"}
NO_WAY = 10**9
MANDATORY = 10**12
NOBODY = -1
"""The vehicle of a stop that is left out. `SetAllowedVehiclesForIndex` takes no
list in OR-Tools 9.15."""
FREE = False
"""Whether a dimension begins at zero: vans leave loaded, and when they like."""
MUST = False
"""Whether a break may be left out."""


def solve(problem: Problem, seconds: float, seed: int, workers: int = 1) -> tuple[Solution, int]:
    """Return OR-Tools' routes: guided local search from the cheapest insertions, on one core."""
    del seed, workers
    unknown = set(list_rules(problem)) - KNOWN
    if unknown:
        message = f"OR-Tools is not told: {', '.join(sorted(unknown))}"
        raise NotSupportedError(message)
    built = Routing(problem)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    parameters.time_limit.FromTimedelta(timedelta(seconds=max(1.0, seconds)))
    found = built.routing.SolveWithParameters(parameters)
    return evaluate(problem, built.read(found) if found else []), 0


class Routing:
    """The problem in OR-Tools' words: a node for each shipment, then for starts and ends."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        cars, count = problem.vehicles, len(problem.shipments)
        self.places = [one.location for one in problem.shipments]
        self.places += [car.start for car in cars] + [car.end for car in cars]
        starts = list(range(count, count + len(cars)))
        ends = list(range(count + len(cars), count + 2 * len(cars)))
        self.manager = pywrapcp.RoutingIndexManager(len(self.places), len(cars), starts, ends)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self.price()
        self.load()
        self.time()
        self.allow()

    def read(self, found: pywrapcp.Assignment) -> list[tuple[int, list[int]]]:
        routes = []
        for vehicle in range(len(self.problem.vehicles)):
            index, sequence = self.routing.Start(vehicle), []
            while not self.routing.IsEnd(index):
                node = self.manager.IndexToNode(index)
                if node < len(self.problem.shipments):
                    sequence.append(node)
                index = found.Value(self.routing.NextVar(index))
            routes.append((vehicle, sequence))
        return routes

    def legs(self, profile: int, *, of_time: bool) -> "np.ndarray[tuple[int, int], np.dtype]":
        """Return seconds or metres between nodes, a great number where there is no way."""
        one = self.problem.profiles[profile]
        matrix = (one.duration_s if of_time else one.distance_m).astype(np.int64)
        return np.where(one.duration_s < 0, NO_WAY, matrix)[np.ix_(self.places, self.places)]

    def price(self) -> None:
        callbacks: dict[tuple[int, int], int] = {}
        for number, car in enumerate(self.problem.vehicles):
            if car.cost_per_s:
                message = "a price of time is not mapped for OR-Tools"
                raise NotSupportedError(message)
            key = (car.profile, car.cost_per_m)
            if key not in callbacks:
                costs = self.legs(car.profile, of_time=False) * car.cost_per_m
                callbacks[key] = self.routing.RegisterTransitMatrix(costs.tolist())
            self.routing.SetArcCostEvaluatorOfVehicle(callbacks[key], number)
            self.routing.SetFixedCostOfVehicle(car.fixed_cost, number)

    def load(self) -> None:
        problem = self.problem
        for dimension, name in enumerate(problem.load_names):
            change = [0] * len(self.places)
            for node, shipment in enumerate(problem.shipments):
                amount = shipment.load[dimension]
                change[node] = amount if shipment.kind is Activity.PICKUP else -amount
            callback = self.routing.RegisterUnaryTransitVector(change)
            most = [car.capacity[dimension] for car in problem.vehicles]
            self.routing.AddDimensionWithVehicleCapacity(callback, 0, most, FREE, f"load {name}")

    def time(self) -> None:
        problem = self.problem
        service = np.zeros(len(self.places), np.int64)
        service[: len(problem.shipments)] = [one.service_s for one in problem.shipments]
        callbacks = [
            self.routing.RegisterTransitMatrix(
                (self.legs(number, of_time=True) + service[:, None]).tolist()
            )
            for number in range(len(problem.profiles))
        ]
        of_cars = [callbacks[car.profile] for car in problem.vehicles]
        horizon = max(car.shift.late for car in problem.vehicles)
        self.routing.AddDimensionWithVehicleTransits(of_cars, horizon, horizon, FREE, "time")
        clock = self.routing.GetDimensionOrDie("time")
        for number, car in enumerate(problem.vehicles):
            for index in (self.routing.Start(number), self.routing.End(number)):
                clock.CumulVar(index).SetRange(car.shift.early, car.shift.late)
        for node, shipment in enumerate(problem.shipments):
            if shipment.windows:
                variable = clock.CumulVar(self.manager.NodeToIndex(node))
                windows = sorted(shipment.windows)
                variable.SetRange(max(0, windows[0].early), min(horizon, windows[-1].late))
                for one, then in pairwise(windows):
                    if one.late + 1 <= then.early - 1:
                        variable.RemoveInterval(one.late + 1, then.early - 1)
        visits = [0] * self.routing.Size()
        for node in range(len(problem.shipments)):
            visits[self.manager.NodeToIndex(node)] = problem.shipments[node].service_s
        solver = self.routing.solver()
        for number, car in enumerate(problem.vehicles):
            pauses = [
                solver.FixedDurationIntervalVar(
                    min(window.early for window in pause.windows),
                    max(window.late for window in pause.windows),
                    pause.duration_s,
                    MUST,
                    f"break {number} {at}",
                )
                for at, pause in enumerate(car.breaks)
            ]
            if pauses:
                clock.SetBreakIntervalsOfVehicle(pauses, number, visits)

    def allow(self) -> None:
        for node, shipment in enumerate(self.problem.shipments):
            index = self.manager.NodeToIndex(node)
            able = [
                number
                for number, car in enumerate(self.problem.vehicles)
                if shipment.skills <= car.skills
                and (shipment.vehicles is None or number in shipment.vehicles)
            ]
            if len(able) < len(self.problem.vehicles):
                self.routing.VehicleVar(index).SetValues([NOBODY, *able])
            lost = MANDATORY if shipment.prize is None else shipment.prize
            self.routing.AddDisjunction([index], lost)
