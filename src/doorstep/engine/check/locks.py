"""What is locked at the beginning of a route stays there."""

from collections.abc import Iterator

from doorstep.engine.check.violation import Violation
from doorstep.engine.parts import Activity
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Route, Solution

RULE = "locks"


def check_locks(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Compare the first stops of each route with those of its initial route."""
    driven = {route.vehicle: (number, route) for number, route in enumerate(solution.routes)}
    for initial in problem.initial:
        locked = list(initial.activities[: initial.locked])
        number, route = driven.get(initial.vehicle, (None, None))
        found = [] if route is None else _read_sequence(problem, route)[: len(locked)]
        if found != locked:
            name = problem.vehicles[initial.vehicle].name
            sentence = f"vehicle {name!r} does not begin with its {len(locked)} locked stops"
            yield Violation(RULE, number, None, sentence)


def _read_sequence(problem: Problem, route: Route) -> list[int]:
    pickups = {
        index: len(problem.shipments) + at
        for at, index in enumerate(
            index for index, one in enumerate(problem.shipments) if one.pickup is not None
        )
    }
    reload = len(problem.shipments) + len(pickups)
    sequence = []
    for stop in route.stops:
        if stop.kind is Activity.RELOAD or stop.shipment is None:
            sequence += [reload] if stop.kind is Activity.RELOAD else []
        elif stop.kind is Activity.PICKUP and stop.shipment in pickups:
            sequence.append(pickups[stop.shipment])
        else:
            sequence.append(stop.shipment)
    return sequence
