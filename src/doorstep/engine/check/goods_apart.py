"""Goods that may not ride together are not on the same trip."""

from collections.abc import Iterator
from itertools import combinations

from doorstep.engine.check.stops import list_places
from doorstep.engine.check.violation import Violation
from doorstep.engine.parts import Activity
from doorstep.engine.problem import Problem
from doorstep.engine.solution import Solution

RULE = "goods_apart"


def check_goods_apart(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Compare the goods that are put on board during each trip two by two."""
    for number, route in enumerate(solution.routes):
        trips: list[list[int]] = [[]]
        for stop, place in list_places(problem, route):
            if stop.kind is Activity.RELOAD or stop.shipment is None:
                trips += [[]] if stop.kind is Activity.RELOAD else []
            elif place.is_fetched or problem.shipments[stop.shipment].pickup is None:
                trips[-1].append(stop.shipment)
        for trip in trips:
            picky = [index for index in trip if problem.shipments[index].not_with]
            others = {frozenset((one, other)) for one in picky for other in trip if one != other}
            for pair in others | {frozenset(two) for two in combinations(picky, 2)}:
                first, second = (problem.shipments[index] for index in sorted(pair))
                if first.not_with & second.goods or second.not_with & first.goods:
                    sentence = f"{first.name!r} and {second.name!r} may not ride together"
                    yield Violation(RULE, number, max(pair), sentence)
