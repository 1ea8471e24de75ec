"""No battery is ever below its reserve, and charging takes the time it takes."""

from collections.abc import Iterator

from doorstep.engine.check.stops import list_places
from doorstep.engine.check.violation import Violation
from doorstep.engine.parts import Activity
from doorstep.engine.problem import Battery, Problem
from doorstep.engine.solution import Route, Solution, Stop

RULE = "range"


def check_range(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Follow each battery from the start, leg by leg."""
    for number, route in enumerate(solution.routes):
        vehicle = problem.vehicles[route.vehicle]
        if vehicle.battery is not None:
            yield from _follow(problem, number, route, vehicle.battery)
        elif any(stop.kind is Activity.CHARGE for stop in route.stops):
            sentence = f"vehicle {vehicle.name!r} is charged and has no battery"
            yield Violation(RULE, number, None, sentence)


def _follow(problem: Problem, number: int, route: Route, battery: Battery) -> Iterator[Violation]:
    vehicle = problem.vehicles[route.vehicle]
    level = battery.capacity if battery.level is None else battery.level
    visits = [(stop, place.location) for stop, place in list_places(problem, route)]
    loads = _list_loads(problem, route, [stop for stop, _ in visits])
    here = vehicle.start
    lowest = level
    for (stop, there), load in zip([*visits, (None, vehicle.end)], loads, strict=True):
        level -= _leg_energy(problem, route, battery, (here, there), load)
        lowest = min(lowest, level)
        here = there
        if stop is not None and stop.kind is Activity.CHARGE:
            yield from _check_charge(problem, number, stop, level, battery)
            level = max(level, 0 if stop.level is None else stop.level)
    if lowest < battery.reserve:
        sentence = (
            f"the battery of vehicle {vehicle.name!r} is {battery.reserve - lowest} below its"
            f" reserve of {battery.reserve}"
        )
        yield Violation(RULE, number, None, sentence)


def _leg_energy(
    problem: Problem, route: Route, battery: Battery, leg: tuple[int, int], load: int
) -> int:
    """Return what a leg takes, rounded up; more with a load."""
    vehicle = problem.vehicles[route.vehicle]
    profile = problem.profiles[vehicle.profile]
    if profile.energy is None:
        base = (max(0, int(profile.distance_m[leg])) * battery.per_km + 999) // 1000
    else:
        base = max(0, int(profile.energy[leg]))
    most = vehicle.capacity[0] if vehicle.capacity else 0
    if most == 0 or battery.load_percent == 0:
        return base
    parts = base * (100 * most + battery.load_percent * load)
    return (parts + 100 * most - 1) // (100 * most)


def _check_charge(
    problem: Problem, number: int, stop: Stop, level: int, battery: Battery
) -> Iterator[Violation]:
    if stop.station is None or stop.level is None:
        yield Violation(RULE, number, None, "a charge does not say where or up to what")
        return
    name = problem.stations[stop.station].name
    if not level <= stop.level <= battery.capacity:
        sentence = (
            f"at {name!r} the battery is charged from {level} to {stop.level}"
            f" of {battery.capacity}"
        )
        yield Violation(RULE, number, None, sentence)
        return
    if battery.charges_fully and stop.level < battery.capacity:
        sentence = f"at {name!r} the battery is charged to {stop.level}, not until it is full"
        yield Violation(RULE, number, None, sentence)
    curve = problem.stations[stop.station].curve
    takes_s = _seconds(curve, stop.level) - _seconds(curve, level)
    if level >= 0 and stop.departure - stop.service_start < takes_s:
        short_s = takes_s - stop.departure + stop.service_start
        sentence = f"the charge at {name!r} is {short_s} s too short for its level"
        yield Violation(RULE, number, None, sentence)


def _seconds(curve: tuple[tuple[int, int], ...], level: int) -> int:
    """Return the seconds from empty to a level, rounded up; the end of the curve counts on."""
    low, begin = 0, 0
    for high, end in curve[1:]:
        if level <= high:
            return begin + ((level - low) * (end - begin) + high - low - 1) // (high - low)
        low, begin = high, end
    return begin


def _list_loads(problem: Problem, route: Route, stops: list[Stop]) -> list[int]:
    """Return what is on board on each leg, in the first load dimension."""
    if not problem.load_names:
        return [0] * (len(stops) + 1)
    vehicle = problem.vehicles[route.vehicle]
    on_board = vehicle.on_board[0] if vehicle.on_board else 0
    loads = []
    to_depot = 0
    for at, stop in enumerate([None, *stops]):
        if stop is None or stop.kind is Activity.RELOAD:
            on_board -= to_depot
            to_depot = 0
            on_board += _outbound(problem, stops[at:])
        elif stop.shipment is not None:
            shipment = problem.shipments[stop.shipment]
            amount = shipment.load[0]
            if shipment.pickup is not None and stop.kind is Activity.PICKUP:
                on_board += amount
            elif shipment.kind is Activity.PICKUP:
                on_board += amount
                to_depot += amount
            else:
                back = shipment.returns[0] if shipment.returns else 0
                on_board += back - amount
                to_depot += back
        loads.append(on_board)
    return loads


def _outbound(problem: Problem, stops: list[Stop]) -> int:
    """Return what a trip that begins here takes from the depot."""
    total = 0
    for stop in stops:
        if stop.kind is Activity.RELOAD:
            break
        if stop.shipment is not None:
            shipment = problem.shipments[stop.shipment]
            if shipment.pickup is None and shipment.kind is Activity.DELIVERY:
                total += shipment.load[0]
    return total
