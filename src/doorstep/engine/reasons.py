"""Why a shipment is left out: the first thing no vehicle alone can do, else what the plan lacks.

The causes are asked in the order in which a person would: is there a vehicle at all, may it, can
it carry, does it get there, in time, and home again? A vehicle that fails one question is not
asked the next. Only a shipment that some vehicle could serve alone is out because of the plan.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from doorstep.engine.line import PERCENT
from doorstep.engine.parts import Shipment, Vehicle
from doorstep.engine.places import AnyPositions
from doorstep.engine.problem import Problem
from doorstep.engine.reach import Reach
from doorstep.engine.schedule import earliest_start, is_feasible, latest_return
from doorstep.engine.skills import has_skills
from doorstep.engine.solution import Reason, Unassigned


def explain(
    problem: Problem, positions: AnyPositions, left_out: Iterable[int]
) -> tuple[Unassigned, ...]:
    """Return the reason for each shipment left out of the routes in ``positions``.

    - ``NO_VEHICLE`` to ``SHIFT``: see ``explain_alone``.
    - ``CHOICE``: another shipment of its choice is served.
    - ``AFTER``: something that must be served before it on the same route is left out.
    - ``NOT_WORTH_IT``: it fits into a route, at more than its prize.
    - ``MAX_STOPS``: it would fit if a route could take one more stop.
    - ``FLEET_FULL``: some vehicle could serve it alone, but no route has room or time left.
    """
    reach = Reach(problem, by_way_of_others=False)
    served = {number for stops in positions.sequences.values() for number in stops}
    return tuple(
        Unassigned(
            index,
            _explain_bonds(problem, served, index)
            or explain_alone(problem, reach, index)
            or _explain_in_plan(positions, index),
        )
        for index in sorted(left_out)
    )


def _explain_bonds(problem: Problem, served: set[int], shipment: int) -> Reason | None:
    wanted = problem.shipments[shipment]
    if wanted.choice is not None and any(
        problem.shipments[index].choice == wanted.choice
        for index in served
        if index < len(problem.shipments)
    ):
        return Reason.CHOICE
    return None if wanted.after <= served else Reason.AFTER


def _explain_in_plan(positions: AnyPositions, shipment: int) -> Reason:
    if positions.find_best(shipment) is not None:
        return Reason.NOT_WORTH_IT
    if positions.find_best(shipment, heed_max_stops=False) is not None:
        return Reason.MAX_STOPS
    return Reason.FLEET_FULL


def explain_alone(problem: Problem, reach: Reach, shipment: int) -> Reason | None:
    """Return why no vehicle can serve the shipment even alone, or none if one can.

    With a ``reach`` by way of others: why no vehicle can serve it in any route whatever.

    - ``NO_VEHICLE``: there is none.
    - ``SKILLS``: none has all skills, and none of those that are forbidden.
    - ``VEHICLE``: none that has may serve it.
    - ``CAPACITY``: it is bigger than each of those.
    - ``MAX_STOPS``: none of those may make a stop.
    - ``UNREACHABLE``: none of those has a connection there and back.
    - ``TIME_WINDOW``: none of those, leaving as its shift begins, is there before the last
      window closes.
    - ``SHIFT``: none of those is back before its shift and overtime end.
    - ``RANGE``: no battery lasts for a route with it alone, charged on the way or not.
    - ``LIMIT``: a route with it alone breaks a rule of each of those: breaks, the longest
      duration, driving time, distance or ride, or its pick-up's windows. Not asked by way of
      others.
    - ``HOURS``: the same, and it could be served but for the hours of drivers.

    O(kinds of vehicle x windows).
    """
    wanted = problem.shipments[shipment]
    cars: Sequence[Vehicle] = reach.cars
    named = wanted.vehicles
    served_by = range(len(problem.vehicles)) if named is None else sorted(named)
    kinds = {replace(problem.vehicles[index], name="") for index in named or ()}
    questions = (
        (Reason.NO_VEHICLE, lambda _car: True),
        (Reason.SKILLS, lambda car: has_skills(car, wanted)),
        (Reason.VEHICLE, lambda car: named is None or replace(car, name="") in kinds),
        (Reason.CAPACITY, lambda car: _can_carry(car, wanted)),
        (Reason.MAX_STOPS, lambda car: car.max_stops is None or car.max_stops > 0),
        (Reason.UNREACHABLE, lambda car: _is_connected(reach, car, wanted)),
        (Reason.TIME_WINDOW, lambda car: _service_start(reach, car, wanted) is not None),
        (Reason.SHIFT, lambda car: _is_back_in_shift(reach, car, wanted)),
    )
    for reason, answers in questions:
        cars = [car for car in cars if answers(car)]
        if not cars:
            return reason
    if reach.by_way_of_others or not reach.has_rare_rules:
        return None
    return _explain_exactly(problem, served_by, shipment)


def _explain_exactly(problem: Problem, may: Sequence[int], shipment: int) -> Reason | None:
    """Drive a route with the shipment alone, where rare rules make more of it than one stop."""
    if problem.shipments[shipment].after:
        return None
    sequence = problem.activities.list_of(shipment)
    locked = {route.vehicle for route in problem.initial if route.locked}
    if any(index in locked or is_feasible(problem, index, sequence) for index in may):
        return None
    bound = [index for index in may if problem.vehicles[index].rest is not None]
    if bound:
        free = replace(problem, vehicles=tuple(map(_without_hours, problem.vehicles)))
        if any(is_feasible(free, index, sequence) for index in bound):
            return Reason.HOURS
    electric = [index for index in may if problem.vehicles[index].battery is not None]
    if electric:
        free = replace(
            problem, vehicles=tuple(replace(car, battery=None) for car in problem.vehicles)
        )
        if any(is_feasible(free, index, sequence) for index in electric):
            return Reason.RANGE
    return Reason.LIMIT


def _without_hours(car: Vehicle) -> Vehicle:
    """Return a vehicle whose driver may drive for as long as the shift lasts."""
    if car.rest is None:
        return car
    return replace(car, rest=None, max_driving_s=None, max_duration_s=None)


def _can_carry(car: Vehicle, wanted: Shipment) -> bool:
    on_board = car.on_board or (0,) * len(car.capacity)
    amounts = wanted.returns or wanted.load
    return all(
        stays + max(load, back) <= most
        for stays, load, back, most in zip(
            on_board, wanted.load, amounts, car.capacity, strict=True
        )
    )


def _is_connected(reach: Reach, car: Vehicle, wanted: Shipment) -> bool:
    there, back = reach.there_s(car, wanted.location), reach.back_s(car, wanted.location)
    return there is not None and back is not None


def _service_start(reach: Reach, car: Vehicle, wanted: Shipment) -> int | None:
    there_s = reach.there_s(car, wanted.location)
    if there_s is None:
        return None
    return earliest_start(sorted(wanted.windows), car.shift.early + _share(there_s, car))


def _is_back_in_shift(reach: Reach, car: Vehicle, wanted: Shipment) -> bool:
    begins = _service_start(reach, car, wanted)
    back_s = reach.back_s(car, wanted.location)
    if begins is None or back_s is None:
        return False
    takes_s = wanted.service_s * car.service_percent // PERCENT
    return begins + takes_s + _share(back_s, car) <= latest_return(car)


def _share(seconds: int, car: Vehicle) -> int:
    return seconds * car.travel_percent // PERCENT
