"""No vehicle is anywhere on its route fuller than it can be, in any load dimension."""

from collections.abc import Iterator, Sequence

from doorstep.engine.check.stops import list_places
from doorstep.engine.check.violation import Violation
from doorstep.engine.parts import Activity
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Route, Solution

RULE = "capacity"


def check_capacity(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Follow what is on board of each route and report the fullest moment."""
    for number, route in enumerate(solution.routes):
        vehicle = problem.vehicles[route.vehicle]
        for dimension, name in enumerate(problem.load_names):
            fullest = max(_follow(problem, route, dimension))
            if fullest > vehicle.capacity[dimension]:
                sentence = (
                    f"vehicle {vehicle.name!r} carries {name} {fullest}"
                    f" of at most {vehicle.capacity[dimension]}"
                )
                yield Violation(RULE, number, None, sentence)


def _follow(problem: Problem, route: Route, dimension: int) -> Iterator[int]:
    """Yield the load after the start and each stop."""
    on_board = problem.vehicles[route.vehicle].on_board
    steps: list[tuple[int, int, int]] = []  # from the depot, to the depot, on the way
    reloads = []
    for stop, place in list_places(problem, route):
        if stop.kind is Activity.CHARGE:
            continue
        if stop.shipment is None:
            reloads.append(len(steps))
            steps.append((0, 0, 0))
            continue
        shipment = problem.shipments[stop.shipment]
        amount = shipment.load[dimension]
        returned = _amount(shipment.returns, dimension)
        if place.is_fetched:
            steps.append((0, 0, amount))
        elif shipment.pickup is not None:
            steps.append((0, returned, -amount))
        elif shipment.kind is Activity.PICKUP:
            steps.append((0, amount, 0))
        else:
            steps.append((amount, returned, 0))
    on_way = 0
    for first, last in zip([0, *reloads], [*reloads, len(steps)], strict=True):
        trip = steps[first:last]
        outbound = sum(step[0] for step in trip)
        inbound = 0
        yield _amount(on_board, dimension) + on_way + outbound
        for out, back, way in trip:
            outbound -= out
            inbound += back
            on_way += way
            yield _amount(on_board, dimension) + on_way + outbound + inbound


def _amount(amounts: Sequence[int], dimension: int) -> int:
    return amounts[dimension] if amounts else 0
