"""Why a shipment is left out: the first thing no vehicle alone can do, else what the plan lacks.

The causes are asked in the order in which a person would: is there a vehicle at all, may it, can
it carry, does it get there, in time, and home again? A vehicle that fails one question is not
asked the next. Only a shipment that some vehicle could serve alone is out because of the plan.
"""

from collections.abc import Iterable, Sequence

from doorstep.engine.insertion import Positions
from doorstep.engine.parts import Shipment, Vehicle
from doorstep.engine.problem import Problem
from doorstep.engine.reach import Reach
from doorstep.engine.schedule import earliest_start
from doorstep.engine.solution import Reason, Unassigned


def explain(
    problem: Problem, positions: Positions, left_out: Iterable[int]
) -> tuple[Unassigned, ...]:
    """Return the reason for each shipment left out of the routes in ``positions``.

    - ``NO_VEHICLE`` to ``SHIFT``: see ``explain_alone``.
    - ``NOT_WORTH_IT``: it fits into a route, at more than its prize.
    - ``MAX_STOPS``: it would fit if a route could take one more stop.
    - ``FLEET_FULL``: some vehicle could serve it alone, but no route has room or time left.
    """
    reach = Reach(problem, by_way_of_others=False)
    return tuple(
        Unassigned(
            index, explain_alone(problem, reach, index) or _explain_in_plan(positions, index)
        )
        for index in sorted(left_out)
    )


def _explain_in_plan(positions: Positions, shipment: int) -> Reason:
    if positions.find_best(shipment) is not None:
        return Reason.NOT_WORTH_IT
    if positions.find_best(shipment, heed_max_stops=False) is not None:
        return Reason.MAX_STOPS
    return Reason.FLEET_FULL


def explain_alone(problem: Problem, reach: Reach, shipment: int) -> Reason | None:
    """Return why no vehicle can serve the shipment even alone, or none if one can.

    With a ``reach`` by way of others: why no vehicle can serve it in any route whatever.

    - ``NO_VEHICLE``: there is none.
    - ``SKILLS``: none has all skills.
    - ``CAPACITY``: it is bigger than each that has.
    - ``MAX_STOPS``: none of those may make a stop.
    - ``UNREACHABLE``: none of those has a connection there and back.
    - ``TIME_WINDOW``: none of those, leaving as its shift begins, is there before the last
      window closes.
    - ``SHIFT``: none of those is back before its shift ends.

    O(kinds of vehicle x windows).
    """
    wanted = problem.shipments[shipment]
    cars: Sequence[Vehicle] = reach.cars
    questions = (
        (Reason.NO_VEHICLE, lambda _car: True),
        (Reason.SKILLS, lambda car: wanted.skills <= car.skills),
        (Reason.CAPACITY, lambda car: _can_carry(car, wanted)),
        (Reason.MAX_STOPS, lambda car: car.max_stops is None or car.max_stops > 0),
        (Reason.UNREACHABLE, lambda car: _is_connected(reach, car, wanted)),
        (Reason.TIME_WINDOW, lambda car: _service_start(reach, car, wanted) is not None),
        (Reason.SHIFT, lambda car: _is_back_in_shift(reach, car, wanted)),
    )
    for reason, can in questions:
        cars = [car for car in cars if can(car)]
        if not cars:
            return reason
    return None


def _can_carry(car: Vehicle, wanted: Shipment) -> bool:
    return all(load <= most for load, most in zip(wanted.load, car.capacity, strict=True))


def _is_connected(reach: Reach, car: Vehicle, wanted: Shipment) -> bool:
    there, back = reach.there_s(car, wanted.location), reach.back_s(car, wanted.location)
    return there is not None and back is not None


def _service_start(reach: Reach, car: Vehicle, wanted: Shipment) -> int | None:
    there_s = reach.there_s(car, wanted.location)
    return None if there_s is None else earliest_start(wanted.windows, car.shift.early + there_s)


def _is_back_in_shift(reach: Reach, car: Vehicle, wanted: Shipment) -> bool:
    begins = _service_start(reach, car, wanted)
    back_s = reach.back_s(car, wanted.location)
    if begins is None or back_s is None:
        return False
    return begins + wanted.service_s + back_s <= car.shift.late
