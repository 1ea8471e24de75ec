"""From a problem to a plan: search, make sure of it, say why what is left out is left out."""

from collections.abc import Callable
from concurrent.futures import Executor

from doorstep.engine.budget import Budget
from doorstep.engine.keeping import keep_feasible
from doorstep.engine.places import AnyPositions
from doorstep.engine.positions import list_positions
from doorstep.engine.problem import Problem
from doorstep.engine.reach import Reach
from doorstep.engine.reasons import explain, explain_alone
from doorstep.engine.rules import BREAKS, BY_TIME, LIMITS, VISITS, list_rules
from doorstep.engine.schedule import evaluate_route, prizes
from doorstep.engine.solution import Progress, Solution
from doorstep.engine.visits import fold_visits


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    iterations: int | None = None,
    workers: int = 1,
    executor: Executor | None = None,
) -> Solution:
    """Return the best plan found within the budget; every constraint holds in it.

    Never fails for want of a feasible plan: what cannot be served is unassigned, with a reason.
    Shipments are left out by what it costs: one without a prize only when it does not fit.

    Parameters
    ----------
    problem
        What is to be planned.
    seconds
        Wall time from the call on. A first whole plan is always built. The first call on a
        machine compiles the search, once, which takes some forty seconds of a core more.
    seed
        Same problem, seed and ``iterations`` (with time enough for them): same solution.
    on_progress
        Told of the best so far, at most five times a second, and of the result at the end.
    should_stop
        Asked about every 20 ms; True returns the best so far.
    iterations
        Most iterations of the search, or no bound.
    workers
        How many cores to use. Several search parts of the plan at the same time, from 400
        shipments on; with the same number the same seed still gives the same solution.
    executor
        Who does their work, such as a pool of processes on other machines. None: threads, which
        use all cores because compiled code does not hold Python's lock.
    """
    budget = Budget(seconds, iterations, on_progress, should_stop)
    everything = range(len(problem.shipments))
    # ways by others are slow to work out, and few shipments need them to be reached
    reaches = [Reach(problem, by_way_of_others=by_way) for by_way in (False, True)]
    servable = [
        index
        for index in everything
        if any(explain_alone(problem, reach, index) is None for reach in reaches)
    ]
    sequences, iterations_made = _search(problem, servable, seed, budget, workers, executor)
    kept = {
        vehicle: keep_feasible(problem, vehicle, sequence)
        for vehicle, sequence in sequences.items()
    }
    found = {index for stops in kept.values() for index in stops}
    # with rare rules, places are only tried where something is left out: they are compiled
    positions = None if found.issuperset(everything) else list_positions(problem, kept)
    if positions is not None:
        _insert_missing(problem, positions, servable)
    routes = tuple(
        evaluate_route(problem, vehicle, sequence)
        for vehicle, sequence in sorted((positions.sequences if positions else kept).items())
        if sequence
    )
    served = {index for route in routes for index in route.shipments}
    left_out = [index for index in everything if index not in served]
    route_cost = sum(route.cost for route in routes)
    lost_prizes = prizes(problem, left_out)
    budget.report(
        route_cost=route_cost,
        lost_prizes=lost_prizes,
        routes=len(routes),
        unassigned=len(left_out),
        iterations=iterations_made,
    )
    unassigned = () if positions is None else explain(problem, positions, left_out)
    return Solution(routes, unassigned, route_cost + lost_prizes, iterations_made)


def _search(
    problem: Problem,
    servable: list[int],
    seed: int,
    budget: Budget,
    workers: int,
    executor: Executor | None,
) -> tuple[dict[int, list[int]], int]:
    """Search with the means that the problem's rules allow; Numba loads here, in half a second."""
    rules = set(list_rules(problem))
    folded = fold_visits(problem) if VISITS in rules and _is_fast(rules - {VISITS}) else None
    if folded is not None:
        problem, rules = folded, rules - {VISITS}
    if not _is_fast(rules):
        from doorstep.engine.rich.driver import search as search_rich  # noqa: PLC0415

        return search_rich(problem, servable, seed, budget)
    from doorstep.engine.search import search  # noqa: PLC0415

    found = search(problem, servable, seed, budget, workers, executor)
    return found.sequences, found.iterations


def _is_fast(rules: set[str]) -> bool:
    """Tell whether the fast search keeps these rules."""
    return rules <= {BY_TIME} or rules <= LIMITS | {BREAKS}


def _insert_missing(problem: Problem, positions: AnyPositions, servable: list[int]) -> None:
    """Put in what the search left out wherever it fits and pays, dearest first."""
    served = {index for stops in positions.sequences.values() for index in stops}
    missing = [index for index in servable if index not in served]
    missing.sort(key=lambda index: _urgency(problem, index))
    for shipment in missing:
        place = positions.find_best(shipment)
        prize = problem.shipments[shipment].prize
        if place is not None and (prize is None or place.added_cost < prize):
            positions.put(shipment, place)


def _urgency(problem: Problem, shipment: int) -> tuple[bool, int]:
    prize = problem.shipments[shipment].prize
    return (prize is not None, -(prize or 0))
