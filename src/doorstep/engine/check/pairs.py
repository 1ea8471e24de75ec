"""What is fetched on the way is delivered after that by the same route, in the order asked for."""

from collections.abc import Iterator

from doorstep.engine.check.stops import list_places
from doorstep.engine.check.violation import Violation
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Route, Solution

RULE = "pairs"


def check_pairs(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Follow what is on board of each route."""
    for number, route in enumerate(solution.routes):
        yield from _follow(problem, number, route)


def _follow(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    vehicle = problem.vehicles[route.vehicle]
    on_board: list[int] = []
    for stop, place in list_places(problem, route):
        index = stop.shipment
        if index is None or problem.shipments[index].pickup is None:
            continue
        name = repr(problem.shipments[index].name)
        if place.is_fetched:
            if index in on_board:
                yield Violation(RULE, number, index, f"{name} is picked up twice")
            on_board.append(index)
        elif index not in on_board:
            yield Violation(RULE, number, index, f"{name} is delivered without being picked up")
        else:
            if vehicle.is_lifo and on_board[-1] != index:
                sentence = f"{name} is delivered while something picked up later is on board"
                yield Violation(RULE, number, index, sentence)
            on_board.remove(index)
    for index in on_board:
        name = repr(problem.shipments[index].name)
        yield Violation(RULE, number, index, f"{name} is picked up and never delivered")
