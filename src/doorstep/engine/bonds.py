"""What a route may hold and in which order, apart from times and loads."""

from collections.abc import Callable, Sequence

from doorstep.engine.line import Visit
from doorstep.engine.parts import Vehicle
from doorstep.engine.problem import Problem
from doorstep.engine.skills import has_skills


def keeps_bonds(
    problem: Problem, vehicle: int, sequence: Sequence[int], visits: list[Visit]
) -> bool:
    """Tell whether skills, vehicles, pairs, order, goods, trips and locks are kept.

    O(stops), and O(stops squared) where goods may not ride together.
    """
    car = problem.vehicles[vehicle]
    served = [visit.shipment for visit in visits if visit.shipment is not None]
    return (
        all(_may_take(problem, car, vehicle, index) for index in served)
        and (car.max_stops is None or len(served) <= car.max_stops)
        and _keeps_lock(problem, vehicle, sequence)
        and all(rule(problem, car, visits) for rule in _RULES)
    )


def _may_take(problem: Problem, car: Vehicle, vehicle: int, index: int) -> bool:
    shipment = problem.shipments[index]
    return has_skills(car, shipment) and (
        shipment.vehicles is None or vehicle in shipment.vehicles
    )


def _keeps_lock(problem: Problem, vehicle: int, sequence: Sequence[int]) -> bool:
    for route in problem.initial:
        if route.vehicle == vehicle:
            return tuple(sequence[: route.locked]) == route.activities[: route.locked]
    return True


def _keeps_pairs(problem: Problem, car: Vehicle, visits: Sequence[Visit]) -> bool:
    """Tell whether what is picked up is delivered, after that, and in the order asked for."""
    on_board: list[int] = []
    for visit in visits:
        if visit.shipment is None:
            continue
        if visit.is_pickup_half:
            on_board.append(visit.shipment)
        elif problem.shipments[visit.shipment].pickup is not None:
            if visit.shipment not in on_board:
                return False
            if car.is_lifo and on_board[-1] != visit.shipment:
                return False
            on_board.remove(visit.shipment)
    return not on_board


def _keeps_order(problem: Problem, car: Vehicle, visits: Sequence[Visit]) -> bool:
    del car
    done: set[int] = set()
    for visit in visits:
        if visit.shipment is None or visit.is_pickup_half:
            continue
        if not problem.shipments[visit.shipment].after <= done:
            return False
        done.add(visit.shipment)
    return True


def _keeps_goods_apart(problem: Problem, car: Vehicle, visits: Sequence[Visit]) -> bool:
    del car
    goods: set[str] = set()
    unwanted: set[str] = set()
    for visit in visits:
        if visit.shipment is None:
            goods, unwanted = set(), set()
            continue
        shipment = problem.shipments[visit.shipment]
        if goods & shipment.not_with or unwanted & shipment.goods:
            return False
        if visit.is_pickup_half or shipment.pickup is None:
            goods |= shipment.goods
            unwanted |= shipment.not_with
    return True


def _keeps_choices(problem: Problem, car: Vehicle, visits: Sequence[Visit]) -> bool:
    del car
    chosen: dict[str, int] = {}
    for visit in visits:
        if visit.shipment is not None:
            choice = problem.shipments[visit.shipment].choice
            if choice is not None and chosen.setdefault(choice, visit.shipment) != visit.shipment:
                return False
    return True


def _keeps_trips(problem: Problem, car: Vehicle, visits: Sequence[Visit]) -> bool:
    del problem
    return sum(visit.shipment is None for visit in visits) < car.max_trips


_RULES: tuple[Callable[[Problem, Vehicle, Sequence[Visit]], bool], ...] = (
    _keeps_pairs,
    _keeps_order,
    _keeps_goods_apart,
    _keeps_choices,
    _keeps_trips,
)
