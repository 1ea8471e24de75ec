"""Problems as they would be after a relaxation."""

from collections.abc import Callable
from dataclasses import replace

from doorstep.engine.explain.model import Change, Relaxation
from doorstep.engine.parts import Shipment, Vehicle, Window
from doorstep.engine.problem import Problem


def relax(problem: Problem, relaxation: Relaxation) -> Problem:
    """Return the problem with the one change made, and nothing else.

    For ``VEHICLE`` the new one is the last. O(size of the problem), since it is validated.
    """
    vehicles, shipments = list(problem.vehicles), list(problem.shipments)
    change = relaxation.change
    if change is Change.VEHICLE:
        vehicles.append(_name_another(problem, relaxation.vehicle))
    elif change in _VEHICLE_CHANGES:
        changed = _VEHICLE_CHANGES[change](vehicles[relaxation.vehicle], relaxation)
        vehicles[relaxation.vehicle] = changed
    elif change in _SHIPMENT_CHANGES:
        wanted = _SHIPMENT_CHANGES[change](shipments[relaxation.shipment], relaxation)
        shipments[relaxation.shipment] = wanted
    return replace(problem, vehicles=tuple(vehicles), shipments=tuple(shipments))


def target_vehicle(problem: Problem, relaxation: Relaxation) -> int:
    """Return which vehicle of the relaxed problem takes the shipment."""
    is_new = relaxation.change is Change.VEHICLE
    return len(problem.vehicles) if is_new else relaxation.vehicle


def _name_another(problem: Problem, vehicle: int) -> Vehicle:
    names = {car.name for car in problem.vehicles}
    name = problem.vehicles[vehicle].name
    while name in names:
        name += " (another)"
    return replace(problem.vehicles[vehicle], name=name)


def _lengthen(car: Vehicle, relaxation: Relaxation) -> Vehicle:
    late = car.shift.late + relaxation.amount
    return replace(car, shift=Window(car.shift.early, late))


def _enlarge(car: Vehicle, relaxation: Relaxation) -> Vehicle:
    pairs = zip(car.capacity, relaxation.load, strict=True)
    return replace(car, capacity=tuple(most + more for most, more in pairs))


def _teach(car: Vehicle, relaxation: Relaxation) -> Vehicle:
    return replace(car, skills=car.skills | relaxation.skills)


def _allow_stops(car: Vehicle, relaxation: Relaxation) -> Vehicle:
    most = car.max_stops
    return replace(car, max_stops=None if most is None else most + relaxation.amount)


def _widen(wanted: Shipment, relaxation: Relaxation) -> Shipment:
    """Put the wider window in the place of the one it was made from."""
    wider = relaxation.window
    if wider is None:
        return wanted
    former = (
        Window(wider.early, wider.late - relaxation.amount)
        if relaxation.change is Change.WINDOW_LATER
        else Window(wider.early + relaxation.amount, wider.late)
    )
    windows = tuple(wider if window == former else window for window in wanted.windows)
    return replace(wanted, windows=windows)


def _reward(wanted: Shipment, relaxation: Relaxation) -> Shipment:
    return replace(wanted, prize=(wanted.prize or 0) + relaxation.amount)


_VEHICLE_CHANGES: dict[Change, Callable[[Vehicle, Relaxation], Vehicle]] = {
    Change.SHIFT_END: _lengthen,
    Change.CAPACITY: _enlarge,
    Change.SKILLS: _teach,
    Change.MAX_STOPS: _allow_stops,
}

_SHIPMENT_CHANGES: dict[Change, Callable[[Shipment, Relaxation], Shipment]] = {
    Change.WINDOW_LATER: _widen,
    Change.WINDOW_EARLIER: _widen,
    Change.PRIZE: _reward,
}
