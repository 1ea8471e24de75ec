"""The search, done by PyVRP: iterated local search with late acceptance [1]_, [2]_.

The only file that knows PyVRP. It takes the shipments worth searching for and a budget, and
returns sequences of stops; times, costs and reasons are not its business. How our constraints
become PyVRP's:

- Every shipment is an optional client with a prize; one without a prize gets more than all
  routes together can cost. Once all of these fit, they become required.
- Several windows: one client each in a mutually exclusive group.
- Skills: shipments that need different skills stand on copies of the location, and vehicles that
  lack skills drive by a profile in which the copies cannot be reached.
- No connection: a leg longer than any shift, so that no feasible route has it.
- Most stops: one more load dimension with a load of one.
- Vehicles alike but for their name are one vehicle type.

References
----------
.. [1] Wouda, Lan and Kool (2024), PyVRP, doi:10.1287/ijoc.2023.0055.
.. [2] Burke and Bykov (2017), late acceptance, doi:10.1016/j.ejor.2016.07.012.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyvrp
from pyvrp import IteratedLocalSearch, PenaltyManager
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.IteratedLocalSearch import IteratedLocalSearchCallbacks, IteratedLocalSearchParams
from pyvrp.PenaltyManager import PenaltyParams
from pyvrp.search import OPERATORS, LocalSearch, PerturbationManager, compute_neighbours

from doorstep.engine.budget import Budget
from doorstep.engine.parts import Shipment, Vehicle, Window
from doorstep.engine.problem import Problem
from doorstep.engine.schedule import prizes
from doorstep.engine.validation import LARGEST_AMOUNT

Place: TypeAlias = tuple[int, frozenset[str]]
"""A location as seen by the shipments that need the same skills."""

ProfileKey: TypeAlias = tuple[int, tuple[str, ...]]
"""A travel profile with the skills, of those asked for, of the vehicles that use it."""

Matrix: TypeAlias = npt.NDArray[np.int64]
"""Between places, [from, to]."""

LOAD_PENALTY = 100.0
"""First penalty for one mean load too much, in mean legs. PyVRP's own start, in these terms."""

TIME_PENALTY = 0.1
"""First penalty for one second too late, in mean legs. PyVRP's own start, in these terms."""

UPDATE_INTERVAL = 100
"""Iterations between changes of the penalties. Prices differ from problem to problem, so the start
is a guess. With PyVRP's 500, and vehicles for 230 of 300 shipments, 85 were left out after 6 s;
with 100 it was 71. Where all fit there was no difference beyond noise (three seeds)."""

LARGEST_SUM = 2**60
"""Penalties are bounded so that the worst start, everything in one route, stays below this."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Shipment indices by vehicle index, and how many iterations it took."""

    sequences: dict[int, list[int]]
    iterations: int


@dataclass(frozen=True, slots=True)
class _Model:
    """The problem in PyVRP's words, and the way back.

    Parameters
    ----------
    shipments
        Shipment index of each client.
    vehicles
        Vehicle indices of each vehicle type.
    top_prize
        The largest prize of a client.
    """

    data: pyvrp.ProblemData
    shipments: list[int]
    vehicles: list[list[int]]
    top_prize: int


def search(problem: Problem, shipments: Sequence[int], seed: int, budget: Budget) -> SearchResult:
    """Return the best sequences found for ``shipments`` within the budget.

    First every shipment is optional. As soon as a plan serves all that are never worth leaving
    out, these become required, which doubles the iterations a second.

    The caller checks the sequences: PyVRP may return an infeasible solution when it has seen no
    feasible one.
    """
    if not shipments or not problem.vehicles:
        return SearchResult({}, 0)
    musts = _list_musts(problem, shipments)
    model = _build(problem, shipments, required=frozenset())
    watch = _Watch(problem, model, budget, until_served=musts)
    best = _improve(model, None, seed, watch)
    if watch.is_served(best):
        model = _build(problem, shipments, required=musts)
        start = _move(best, model)
        watch = _Watch(problem, model, budget, iterations=watch.iterations)
        best = _improve(model, start, seed, watch)
    return SearchResult(_read_sequences(model, best), watch.iterations)


def _improve(
    model: _Model, start: pyvrp.Solution | None, seed: int, watch: "_Watch"
) -> pyvrp.Solution:
    """Run the search from ``start``, or from a random solution made good."""
    rng = pyvrp.RandomNumberGenerator(seed=seed)
    neighbours = compute_neighbours(model.data)
    local_search = LocalSearch(model.data, rng, neighbours, PerturbationManager())
    for operator in OPERATORS:
        if operator.supports(model.data):
            local_search.add_operator(operator(model.data))
    penalties = _penalties(model)
    if start is None:
        start = local_search(
            pyvrp.Solution.make_random(model.data, rng),
            penalties.max_cost_evaluator(),
            exhaustive=True,
        )
    params = IteratedLocalSearchParams(callbacks=watch)
    algorithm = IteratedLocalSearch(model.data, penalties, local_search, start, params)
    with warnings.catch_warnings():
        # Infeasible solutions are expected here: what cannot be served is left out afterwards.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        return algorithm.run(watch.should_stop, collect_stats=False).best


def _move(solution: pyvrp.Solution, model: _Model) -> pyvrp.Solution:
    """Return the solution in another model of the same shipments."""
    routes = [
        pyvrp.Route(
            model.data,
            [activity.idx for activity in route if activity.is_client()],
            route.vehicle_type(),
        )
        for route in solution.routes()
    ]
    return pyvrp.Solution(model.data, routes)


class _Watch(IteratedLocalSearchCallbacks):
    """Counts iterations, remembers the best and keeps to the budget.

    Parameters
    ----------
    until_served
        Shipments; once the best serves them all, this search has done its part.
    iterations
        Made before.
    """

    def __init__(
        self,
        problem: Problem,
        model: _Model,
        budget: Budget,
        *,
        until_served: frozenset[int] = frozenset(),
        iterations: int = 0,
    ) -> None:
        self._problem = problem
        self._model = model
        self._budget = budget
        self._until_served = until_served
        self._best: pyvrp.Solution | None = None
        self._is_done = False
        self.iterations = iterations

    def is_served(self, best: pyvrp.Solution) -> bool:
        """Tell whether ``best`` is feasible and serves all that is waited for, if anything."""
        if not self._until_served or not best.is_feasible():
            return False
        stops = _list_stops(self._model, best)
        return self._until_served <= {shipment for route in stops for shipment in route}

    def on_start(self, ils: IteratedLocalSearch) -> None:
        """Remember the start as the best so far."""
        self.on_best(ils.initial_solution)

    def on_best(self, best: pyvrp.Solution) -> None:
        """Remember the new best."""
        self._best = best
        self._is_done = self.is_served(best)

    def should_stop(self, best_cost: int) -> bool:
        """Report what is due and tell whether the budget is spent; asked before each iteration."""
        del best_cost  # PyVRP's, with its own prizes; ours is counted when reported
        if self._budget.wants_report() and self._best is not None and self._best.is_feasible():
            self._report(self._best)
        if self._is_done or self._budget.is_spent(self.iterations):
            return True
        self.iterations += 1
        return False

    def _report(self, best: pyvrp.Solution) -> None:
        served = {shipment for stops in _list_stops(self._model, best) for shipment in stops}
        left_out = [index for index in range(len(self._problem.shipments)) if index not in served]
        self._budget.report(
            route_cost=best.fixed_vehicle_cost() + best.distance_cost() + best.duration_cost(),
            lost_prizes=prizes(self._problem, left_out),
            routes=best.num_routes(),
            unassigned=len(left_out),
            iterations=self.iterations,
        )


def _list_stops(model: _Model, solution: pyvrp.Solution) -> list[list[int]]:
    return [
        [model.shipments[activity.idx] for activity in route if activity.is_client()]
        for route in solution.routes()
    ]


def _read_sequences(model: _Model, solution: pyvrp.Solution) -> dict[int, list[int]]:
    free = [iter(vehicles) for vehicles in model.vehicles]
    types = [route.vehicle_type() for route in solution.routes()]
    return {
        next(free[kind]): stops
        for kind, stops in zip(types, _list_stops(model, solution), strict=True)
    }


def _list_musts(problem: Problem, shipments: Sequence[int]) -> frozenset[int]:
    """Return the shipments that are never worth leaving out while they fit.

    Those without a prize, and those whose prize is above what taking one stop out of a route can
    save: by the triangle inequality a way there and back, the rest of the shift and the vehicle.
    """
    farthest_m = max(int(profile.distance_m.max()) for profile in problem.profiles)
    saving = max(
        car.fixed_cost
        + 2 * farthest_m * car.cost_per_m
        + (car.shift.late - car.shift.early) * car.cost_per_s
        for car in problem.vehicles
    )
    prizes_of = {index: problem.shipments[index].prize for index in shipments}
    return frozenset(
        index for index, prize in prizes_of.items() if prize is None or prize > saving
    )


def _build(problem: Problem, shipments: Sequence[int], required: frozenset[int]) -> _Model:
    """Translate the problem, with only ``shipments`` in it and the ``required`` not optional."""
    wanted = [problem.shipments[index] for index in shipments]
    asked = frozenset(skill for shipment in wanted for skill in shipment.skills)
    kinds = _group_vehicles(problem, asked)
    cars = [problem.vehicles[kind[0]] for kind in kinds]
    depots = sorted({place for car in cars for place in (car.start, car.end)})
    places: dict[Place, int] = {(end, frozenset()): at for at, end in enumerate(depots)}
    for shipment in wanted:
        places.setdefault((shipment.location, shipment.skills), len(places))
    profiles = sorted({_profile_of(car, asked) for car in cars})
    horizon = Window(min(car.shift.early for car in cars), max(car.shift.late for car in cars))
    matrices = [_matrices(problem, profile, list(places), horizon) for profile in profiles]
    unlimited = _unlimited_prize(cars, [len(kind) for kind in kinds], matrices, len(wanted))
    top_prize = max(unlimited, *(shipment.prize or 0 for shipment in wanted))
    is_required = [index in required for index in shipments]
    clients, groups, owners = _list_clients(wanted, is_required, places, horizon, top_prize)
    vehicle_types = [
        _vehicle_type(
            car,
            num_available=len(kind),
            depots=depots,
            profile=profiles.index(_profile_of(car, asked)),
            most_stops=len(wanted),
            horizon=horizon,
        )
        for car, kind in zip(cars, kinds, strict=True)
    ]
    data = pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in places],
        clients=clients,
        depots=[pyvrp.Depot(at) for at in range(len(depots))],
        vehicle_types=vehicle_types,
        distance_matrices=[distance_m for _, distance_m in matrices],  # type: ignore[misc]  # PyVRP's stub says shape is an int
        duration_matrices=[duration_s for duration_s, _ in matrices],  # type: ignore[misc]  # the same
        groups=groups,
    )
    top_prize = max(client.prize for client in clients)
    return _Model(data, [shipments[owner] for owner in owners], kinds, top_prize)


def _profile_of(car: Vehicle, asked: frozenset[str]) -> ProfileKey:
    return car.profile, tuple(sorted(car.skills & asked))


def _group_vehicles(problem: Problem, asked: frozenset[str]) -> list[list[int]]:
    """Return the indices of vehicles that differ in name or unasked skills only."""
    kinds: dict[Vehicle, list[int]] = {}
    for index, car in enumerate(problem.vehicles):
        if car.max_stops != 0:
            kind = replace(car, name="", skills=car.skills & asked)
            kinds.setdefault(kind, []).append(index)
    return list(kinds.values())


def _matrices(
    problem: Problem, key: ProfileKey, places: Sequence[Place], horizon: Window
) -> tuple[Matrix, Matrix]:
    """Return durations and distances between places; a missing leg outlasts every shift."""
    profile = problem.profiles[key[0]]
    index = [location for location, _ in places]
    duration_s = profile.duration_s[np.ix_(index, index)].astype(np.int64)
    distance_m = profile.distance_m[np.ix_(index, index)].astype(np.int64)
    lacking = np.array([not skills <= set(key[1]) for _, skills in places])
    missing = (duration_s < 0) | lacking[:, None] | lacking[None, :]
    np.fill_diagonal(missing, val=False)
    duration_s[missing] = horizon.late - horizon.early + 1
    distance_m[missing] = distance_m.max()
    return duration_s, distance_m


def _unlimited_prize(
    cars: Sequence[Vehicle],
    counts: Sequence[int],
    matrices: Sequence[tuple[Matrix, Matrix]],
    shipments: int,
) -> int:
    """Return more than all routes together can cost, so that serving one more always pays."""
    farthest_m = max(int(distance_m.max()) for _, distance_m in matrices)
    legs = shipments + sum(min(count, shipments) for count in counts)
    by_distance = legs * farthest_m * max(car.cost_per_m for car in cars)
    by_vehicle = sum(
        min(count, shipments)
        * (car.fixed_cost + car.cost_per_s * (car.shift.late - car.shift.early))
        for car, count in zip(cars, counts, strict=True)
    )
    return min(1 + by_distance + by_vehicle, LARGEST_AMOUNT)


def _list_clients(
    wanted: Sequence[Shipment],
    is_required: Sequence[bool],
    places: dict[Place, int],
    horizon: Window,
    top_prize: int,
) -> tuple[list[pyvrp.Client], list[pyvrp.ClientGroup], list[int]]:
    """Return clients and groups, and for each client which of ``wanted`` it stands for."""
    clients: list[pyvrp.Client] = []
    groups: list[pyvrp.ClientGroup] = []
    owners: list[int] = []
    for owner, shipment in enumerate(wanted):
        windows = [
            Window(max(window.early, horizon.early), min(window.late, horizon.late))
            for window in sorted(shipment.windows or (horizon,))
            if window.early <= horizon.late and window.late >= horizon.early
        ]
        prize = top_prize if shipment.prize is None else shipment.prize
        group = len(groups) if len(windows) > 1 else None
        if group is not None:
            first = len(clients)
            numbers = list(range(first, first + len(windows)))
            groups.append(pyvrp.ClientGroup(numbers, required=is_required[owner]))
        for window in windows:
            client = pyvrp.Client(
                places[shipment.location, shipment.skills],
                delivery=[*shipment.load, 1],
                service_duration=shipment.service_s,
                tw_early=window.early - horizon.early,
                tw_late=window.late - horizon.early,
                prize=0 if is_required[owner] else prize,
                required=is_required[owner] and group is None,
                group=group,
            )
            clients.append(client)
            owners.append(owner)
    return clients, groups, owners


def _vehicle_type(
    car: Vehicle,
    *,
    num_available: int,
    depots: Sequence[int],
    profile: int,
    most_stops: int,
    horizon: Window,
) -> pyvrp.VehicleType:
    return pyvrp.VehicleType(
        num_available,
        [*car.capacity, most_stops if car.max_stops is None else car.max_stops],
        depots.index(car.start),
        depots.index(car.end),
        car.fixed_cost,
        car.shift.early - horizon.early,
        car.shift.late - horizon.early,
        unit_distance_cost=car.cost_per_m,
        unit_duration_cost=car.cost_per_s,
        profile=profile,
    )


def _penalties(model: _Model) -> PenaltyManager:
    """Return penalties that start in proportion to what a leg costs and may outweigh any prize.

    PyVRP's own penalties suit benchmark instances, where a leg costs hundreds; ours cost a
    thousand times as much, and prizes more still.
    """
    data = model.data
    car = data.vehicle_types()[0]
    leg_cost = 1 + float(
        data.distance_matrix(car.profile).mean() * car.unit_distance_cost
        + data.duration_matrix(car.profile).mean() * car.unit_duration_cost
    )
    loads = np.array([client.delivery for client in data.clients()])
    mean_load = np.maximum(1.0, loads.mean(axis=0))
    late_s = sum(client.service_duration for client in data.clients()) + data.num_clients * int(
        data.duration_matrix(car.profile).max()
    )
    largest = LARGEST_SUM / max(1, late_s, int(loads.sum(axis=0).max()))
    start = [*(LOAD_PENALTY * leg_cost / mean_load), TIME_PENALTY * leg_cost, 1.0]
    top = min(largest, 2.0 * max(model.top_prize, *start))
    params = PenaltyParams(solutions_between_updates=UPDATE_INTERVAL, max_penalty=top)
    return PenaltyManager(([float(load) for load in start[:-2]], start[-2], start[-1]), params)
