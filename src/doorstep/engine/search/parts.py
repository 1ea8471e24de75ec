"""Large problems, or several cores: anneal parts of the plan at the same time.

In each round the routes are cut into parts of neighbouring routes, each time along other lines.
Each part is a small problem of its own (its shipments, their vehicles and a share of the unused
ones) and is annealed for a moment at the temperature of the whole; where it ends is where the
next round begins. The tables of a part are small enough for the processor's cache, and the whole
problem's are never copied.
"""

import math
from collections.abc import Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from doorstep.engine.budget import Budget
from doorstep.engine.parts import Slices
from doorstep.engine.problem import Problem
from doorstep.engine.schedule import prizes
from doorstep.engine.search.slices import Outcome, Slice, run_slice

PART_STOPS = 800
"""About how many stops a part has."""

ROUNDS = 16
"""At least so many rounds, if a slice may be as short."""

SHORTEST_S, LONGEST_S = 0.25, 2.0
"""How long a part is annealed in a round."""

FEWEST_ITERATIONS = 200
"""The same where iterations are bounded."""

ASK_S = 0.02
"""How often the caller is asked whether to stop."""

Sequences = dict[int, list[int]]


@dataclass(frozen=True, slots=True)
class Part:
    """Some shipments and vehicles of a problem, with the problem they make."""

    shipments: list[int]
    vehicles: list[int]
    problem: Problem


class Pool:
    """Who does the work: an executor given, threads of our own, or nobody but us.

    Threads share the processor's cores, since compiled code does not hold Python's lock.
    """

    def __init__(self, workers: int, executor: Executor | None, stack: ExitStack) -> None:
        self.workers = workers
        self._is_local = executor is None
        self._executor = executor
        if executor is None and workers > 1:
            self._executor = stack.enter_context(ThreadPoolExecutor(workers))

    def run(self, tasks: Iterable[Slice], budget: Budget) -> list[Outcome] | None:
        """Return the outcomes in the order of the tasks; none when the caller wishes to stop."""
        stop = budget.is_stopped
        if self._executor is None:
            outcomes = [run_slice(task, stop) for task in tasks]
            return None if stop() else outcomes
        if self._is_local:
            futures = [self._executor.submit(run_slice, task, stop) for task in tasks]
        else:
            futures = [self._executor.submit(run_slice, task) for task in tasks]
        pending: set[Future[Outcome]] = set(futures)
        while pending:
            if stop():
                for future in pending:
                    future.cancel()
                return None
            pending = wait(pending, timeout=ASK_S, return_when=FIRST_COMPLETED).not_done
        return [future.result() for future in futures]


def search_in_parts(
    problem: Problem,
    shipments: Sequence[int],
    seed: int,
    budget: Budget,
    heats: tuple[float, float],
    workers: int = 1,
    executor: Executor | None = None,
    begun: Outcome | None = None,
) -> tuple[Sequences, int]:
    """Return the best sequences found for ``shipments``, and the iterations made.

    Parameters
    ----------
    heats
        First and last temperature, in the problem's costs.
    begun
        A plan to go on from; none: the first one is made in parts as well.
    """
    with ExitStack() as stack:
        pool = Pool(workers, executor, stack)
        search = _Search(problem, list(shipments), seed, budget, pool)
        if begun is None:
            search.start()
        else:
            search.go_on(begun)
        while not budget.is_spent(search.iterations):
            if not search.anneal(heats):
                break
        return search.best, search.iterations


class _Search:
    """The whole plan between rounds."""

    def __init__(
        self, problem: Problem, shipments: list[int], seed: int, budget: Budget, pool: Pool
    ) -> None:
        self._problem = problem
        self._shipments = shipments
        self._budget = budget
        self._pool = pool
        numbers: dict[object, int] = {}
        self._kinds = [
            numbers.setdefault(replace(car, name=""), len(numbers)) for car in problem.vehicles
        ]
        self._rng = np.random.default_rng(seed)
        self._best_rank: tuple[int, int] | None = None
        self._current: Sequences = {}
        self._best_cost = 0
        self.best: Sequences = {}
        self.iterations = 0

    def go_on(self, begun: Outcome) -> None:
        """Take over a plan that was made whole."""
        self._current, self.best = begun.current, begun.best
        self._best_cost = begun.best_cost
        self._best_rank = self._rank(self.best, self._best_cost)
        self.iterations = begun.iterations

    def start(self) -> None:
        """Build a first plan, cluster by cluster, so that no table of the whole is needed."""
        count = max(self._pool.workers, math.ceil(len(self._shipments) / PART_STOPS))
        clusters = self._cut(self._shipments, [1] * len(self._shipments), count)
        left = list(range(len(self._problem.vehicles)))
        parts = []
        for number, cluster in enumerate(clusters):
            vehicles = self._share(left, len(clusters) - number, len(cluster))
            taken = set(vehicles)
            left = [vehicle for vehicle in left if vehicle not in taken]
            parts.append(self._make_part(cluster, vehicles))
        tasks = [
            Slice(
                part.problem,
                {},
                is_start=True,
                seed=self._seed(),
                seconds=0.0,
                iterations=0,
                hot=1.0,
                cold=1.0,
                stretch=(0.0, 0.0),
            )
            for part in parts
        ]
        outcomes = self._pool.run(tasks, self._budget)
        if outcomes is not None:
            self._merge(parts, outcomes)

    def anneal(self, heats: tuple[float, float]) -> bool:
        """Anneal every part for a moment; tell whether the search may go on."""
        parts = self._make_parts()
        if not parts:
            return False
        turns = math.ceil(len(parts) / self._pool.workers)
        seconds, iterations = self._slice_length(turns, len(parts))
        hot, cold = heats
        share = min(1.0, self._budget.progress(self.iterations))
        if iterations is None:
            step = turns * seconds / max(1e-9, self._budget.seconds)
        else:
            step = len(parts) * iterations / max(1, self._budget.iterations or 1)
        stretch = (share, min(1.0, share + step))
        begin, end = (hot * (cold / hot) ** at for at in stretch)
        tasks = [
            Slice(
                part.problem,
                self._inside(part),
                is_start=False,
                seed=self._seed(),
                seconds=seconds,
                iterations=iterations,
                hot=begin,
                cold=end,
                stretch=stretch,
            )
            for part in parts
        ]
        outcomes = self._pool.run(tasks, self._budget)
        if outcomes is None:
            return False
        self._merge(parts, outcomes)
        return True

    def _slice_length(self, turns: int, parts: int) -> tuple[float, int | None]:
        budget = self._budget
        left_s = max(0.0, budget.seconds - budget.elapsed_s)
        seconds = min(LONGEST_S, max(SHORTEST_S, budget.seconds / ROUNDS / turns))
        seconds = min(seconds, left_s / turns)
        if budget.iterations is None:
            return seconds, None
        each = max(FEWEST_ITERATIONS, budget.iterations // (ROUNDS * parts))
        left = math.ceil((budget.iterations - self.iterations) / parts)
        return left_s, min(each, left)

    def _merge(self, parts: Sequence[Part], outcomes: Sequence[Outcome]) -> None:
        current: Sequences = {}
        best: Sequences = {}
        current_cost = best_cost = 0
        for part, outcome in zip(parts, outcomes, strict=True):
            _translate_back(part, outcome.current, current)
            _translate_back(part, outcome.best, best)
            current_cost += outcome.current_cost
            best_cost += outcome.best_cost
            self.iterations += outcome.iterations
        self._current = current
        for sequences, cost in ((current, current_cost), (best, best_cost)):
            rank = self._rank(sequences, cost)
            if self._best_rank is None or rank < self._best_rank:
                self._best_rank, self.best, self._best_cost = rank, sequences, cost
        if self._budget.wants_report():
            self._report()

    def _rank(self, sequences: Sequences, cost: int) -> tuple[int, int]:
        left_out = self._left_out(sequences)
        musts = sum(self._problem.shipments[index].prize is None for index in left_out)
        return musts, cost + prizes(self._problem, left_out)

    def _left_out(self, sequences: Sequences) -> list[int]:
        served = {index for stops in sequences.values() for index in stops}
        return [index for index in self._shipments if index not in served]

    def _report(self) -> None:
        served = {index for stops in self.best.values() for index in stops}
        everything = range(len(self._problem.shipments))
        left_out = [index for index in everything if index not in served]
        self._budget.report(
            route_cost=self._best_cost,
            lost_prizes=prizes(self._problem, left_out),
            routes=len(self.best),
            unassigned=len(left_out),
            iterations=self.iterations,
        )

    def _seed(self) -> int:
        return int(self._rng.integers(2**32))

    def _inside(self, part: Part) -> Sequences:
        """Return the part's routes in its own indices."""
        shipment_of = {index: at for at, index in enumerate(part.shipments)}
        return {
            number: [shipment_of[stop] for stop in self._current[vehicle]]
            for number, vehicle in enumerate(part.vehicles)
            if vehicle in self._current
        }

    def _make_parts(self) -> list[Part]:
        """Cut the routes into parts; who is not served goes with the stop nearest to it."""
        vehicles = list(self._current)
        if not vehicles:
            return []
        stops = [self._current[vehicle] for vehicle in vehicles]
        total = sum(map(len, stops))
        count = max(self._pool.workers, math.ceil(total / PART_STOPS))
        middles = [self._problem.shipments[route[len(route) // 2]].location for route in stops]
        groups = self._cut_places(middles, [len(route) for route in stops], count)
        used = [[vehicles[at] for at in group] for group in groups if group]
        served = [[stop for vehicle in group for stop in self._current[vehicle]] for group in used]
        self._place_absent(served)
        left = [
            index for index in range(len(self._problem.vehicles)) if index not in self._current
        ]
        parts = []
        for number, (group, inside) in enumerate(zip(used, served, strict=True)):
            spare = self._share(left, len(used) - number, max(2, len(group)))
            taken = set(spare)
            left = [vehicle for vehicle in left if vehicle not in taken]
            parts.append(self._make_part(inside, group + spare))
        return parts

    def _place_absent(self, served: list[list[int]]) -> None:
        legs = self._legs()
        shipments = self._problem.shipments
        places = [np.array([shipments[stop].location for stop in inside]) for inside in served]
        for index in self._left_out(self._current):
            here = shipments[index].location
            nearest = min(range(len(served)), key=lambda at: int(legs[here, places[at]].min()))
            served[nearest].append(index)

    def _share(self, vehicles: Sequence[int], parts: int, most: int) -> list[int]:
        """Return a share of unused vehicles: of each kind, at most ``most``."""
        kinds: dict[int, list[int]] = {}
        for index in vehicles:
            kinds.setdefault(self._kinds[index], []).append(index)
        return [
            index
            for alike in kinds.values()
            for index in alike[: min(most, math.ceil(len(alike) / parts))]
        ]

    def _make_part(self, shipments: list[int], vehicles: list[int]) -> Part:
        """Return the problem of these shipments and vehicles, in their own indices."""
        whole = self._problem
        cars = [whole.vehicles[index] for index in vehicles]
        goods = [whole.shipments[index] for index in shipments]
        places = sorted(
            {place for car in cars for place in (car.start, car.end)}
            | {shipment.location for shipment in goods}
        )
        at = {place: number for number, place in enumerate(places)}
        pick = np.ix_(places, places)
        problem = Problem(
            profiles=tuple(
                replace(
                    profile,
                    duration_s=profile.duration_s[pick],
                    distance_m=profile.distance_m[pick],
                    slices=_cut_slices(profile.slices, places),
                )
                for profile in whole.profiles
            ),
            vehicles=tuple(replace(car, start=at[car.start], end=at[car.end]) for car in cars),
            shipments=tuple(
                replace(
                    stop, location=at[stop.location], vehicles=_inside(stop.vehicles, vehicles)
                )
                for stop in goods
            ),
            load_names=whole.load_names,
        )
        return Part(shipments, vehicles, problem)

    def _legs(self) -> npt.NDArray[np.int32]:
        return self._problem.profiles[self._problem.vehicles[0].profile].duration_s

    def _cut(self, shipments: list[int], weights: list[int], count: int) -> list[list[int]]:
        places = [self._problem.shipments[index].location for index in shipments]
        groups = self._cut_places(places, weights, count)
        return [[shipments[at] for at in group] for group in groups if group]

    def _cut_places(self, places: list[int], weights: list[int], count: int) -> list[list[int]]:
        """Return the numbers of ``places`` in ``count`` compact groups of about equal weight.

        Cut in two again and again, between two places far from each other. O(places log count).
        """
        legs = self._legs()
        where, weight = np.array(places), np.array(weights)

        def cut(members: npt.NDArray[np.int64], count: int) -> list[list[int]]:
            if count <= 1 or len(members) <= 1:
                return [members.tolist()]
            here = where[members]
            first = here[self._rng.integers(len(members))]
            one = here[np.argmax(legs[first, here])]
            other = here[np.argmax(legs[one, here])]
            line = legs[one, here].astype(np.int64) - legs[other, here]
            order = members[np.argsort(line, kind="stable")]
            sums = np.cumsum(weight[order])
            half = count // 2
            at = int(np.searchsorted(sums, sums[-1] * half / count)) + 1
            at = min(max(at, 1), len(order) - 1)
            return cut(order[:at], half) + cut(order[at:], count - half)

        return cut(np.arange(len(places)), count)


def _inside(meant: frozenset[int] | None, vehicles: Sequence[int]) -> frozenset[int] | None:
    """Return those of a part's vehicles, in its own indices, that a shipment is meant for."""
    if meant is None:
        return None
    return frozenset(number for number, index in enumerate(vehicles) if index in meant)


def _cut_slices(slices: Slices | None, places: list[int]) -> Slices | None:
    if slices is None:
        return None
    pick = np.ix_(range(len(slices.starts_s)), places, places)
    return replace(slices, duration_s=slices.duration_s[pick])


def _translate_back(part: Part, inside: Sequences, whole: Sequences) -> None:
    for vehicle, stops in inside.items():
        whole[part.vehicles[vehicle]] = [part.shipments[stop] for stop in stops]
