"""What is in the vehicle along a route."""

from collections.abc import Sequence

from doorstep.engine.line import Visit, comes_from_depot
from doorstep.engine.parts import Activity, Vehicle
from doorstep.engine.problem import Problem


def list_loads(problem: Problem, car: Vehicle, visits: Sequence[Visit]) -> list[list[int]]:
    """Return the load on leaving the start and each stop, one amount for each dimension.

    What is delivered from the depot is on board from the start of its trip, what goes to the
    depot until its end. O(stops x load dimensions).
    """
    ahead = _list_trip_loads(problem, visits)
    dimensions = len(problem.load_names)
    stays = list(car.on_board or [0] * dimensions)
    paired = [0] * dimensions
    back = [0] * dimensions
    depot_goods = ahead[0]
    loads = [_add(stays, depot_goods)]
    trip = 0
    for visit in visits:
        if visit.shipment is None:
            trip += 1
            depot_goods, back = ahead[trip], [0] * dimensions
        else:
            shipment = problem.shipments[visit.shipment]
            load = list(shipment.load)
            if visit.is_pickup_half:
                paired = _add(paired, load)
            elif shipment.pickup is not None:
                paired = _subtract(paired, load)
            elif shipment.kind is Activity.PICKUP:
                back = _add(back, load)
            else:
                depot_goods = _subtract(depot_goods, load)
            if not visit.is_pickup_half and shipment.returns:
                back = _add(back, shipment.returns)
        loads.append(_add(_add(stays, depot_goods), _add(paired, back)))
    return loads


def fits(problem: Problem, car: Vehicle, visits: Sequence[Visit]) -> bool:
    """Tell whether the vehicle is nowhere too full."""
    return all(
        amount <= most
        for load in list_loads(problem, car, visits)
        for amount, most in zip(load, car.capacity, strict=True)
    )


def _list_trip_loads(problem: Problem, visits: Sequence[Visit]) -> list[list[int]]:
    """Return what each trip loads at the depot."""
    trips = [[0] * len(problem.load_names)]
    for visit in visits:
        if visit.shipment is None:
            trips.append([0] * len(problem.load_names))
        elif comes_from_depot(problem.shipments[visit.shipment]):
            trips[-1] = _add(trips[-1], problem.shipments[visit.shipment].load)
    return trips


def _add(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return [first + second for first, second in zip(one, other, strict=True)]


def _subtract(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return [first - second for first, second in zip(one, other, strict=True)]
