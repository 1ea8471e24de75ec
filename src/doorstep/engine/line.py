"""One route's sequence with everything its times depend on, read from the problem once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from doorstep.engine.electric import Charge
from doorstep.engine.legs import Leg
from doorstep.engine.parts import (
    Activity,
    Break,
    RestRule,
    Shipment,
    Slices,
    TimePrice,
    Vehicle,
    Window,
)
from doorstep.engine.problem import Problem
from doorstep.engine.resting import Resting, read_resting

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Ride:
    """Goods that may be on board from one stop to another for so long only."""

    pickup: int
    delivery: int
    max_s: int


@dataclass(frozen=True, slots=True)
class Visit:
    """What one activity of a sequence is.

    Parameters
    ----------
    shipment
        None for a reload.
    is_pickup_half
        Whether it fetches a paired shipment.
    visit_cost
        What it costs when the vehicle does not come from the same location.
    """

    kind: Activity
    shipment: int | None
    location: int
    windows: tuple[Window, ...]
    setup_s: int
    service_s: int
    is_pickup_half: bool = False
    visit_cost: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One route's sequence with everything its schedule needs, in flat lists.

    Parameters
    ----------
    visits
        What each stop is.
    travel_s, distance_m
        Of each leg, ``len(stops) + 1`` values; 0 where there is no connection. Where travel goes
        by the time of day, what a leg usually takes.
    legs
        Of each leg, what it takes by the time at which it begins; none where that is always
        ``travel_s``.
    windows
        Of each stop, sorted by time.
    service_s
        Of each stop, with the setup where it is due.
    leaves_from
        Earliest departure of each stop, for reloads whose goods come later; else none.
    departs_from
        Earliest departure from the start.
    breaks, rides
        What the vehicle's driver takes, and which goods may not ride for long.
    resting
        Where the breaks can be when they are parts of a rest that driving asks for; else none.
    prices
        Of each stop: due time with the price of a second after it, and prices by time.
    connected
        Whether every leg exists.
    charges
        Which of the visits are to stations, in order.
    """

    visits: list[Visit]
    travel_s: list[int]
    distance_m: list[int]
    legs: list[Leg] | None
    service_s: list[int]
    windows: list[tuple[Window, ...]]
    leaves_from: list[int | None]
    departs_from: int
    breaks: tuple[Break, ...]
    resting: Resting | None
    rides: tuple[Ride, ...]
    prices: list[tuple[int, int, tuple[TimePrice, ...]]]
    connected: bool
    charges: tuple[Charge, ...] = ()

    def break_s(self, number: int, leg: int) -> int | None:
        """Return how long a break is on a leg, none where it cannot be."""
        if self.resting is None:
            return self.breaks[number].duration_s
        return self.resting.length_s[number][leg]

    def must_break(self, number: int) -> bool:
        """Tell whether a break is taken whatever the clock says."""
        return self.resting is not None and self.resting.must_be[number]

    def break_between_s(self, number: int, leg: int) -> tuple[int, int | None]:
        """Return how much driving on a leg is before a break at least, and at most or none."""
        if self.resting is None or not self.resting.between_s or not self.must_break(number):
            return 0, None
        return self.resting.between_s[leg]

    def break_offset_s(self, leg: int) -> int:
        """Return how long one drives on a leg before a break that the clock does not bind."""
        return 0 if self.resting is None else self.resting.driven_s[leg]

    def arrive(self, leg: int, leaves: int) -> int:
        """Return the arrival at the end of a leg, breaks left aside."""
        if self.legs is None:
            return leaves + self.travel_s[leg]
        return self.legs[leg].arrive(leaves)

    def latest(self, leg: int, arrival: int) -> int:
        """Return the latest departure on a leg that arrives by an instant, breaks left aside."""
        if self.legs is None:
            return arrival - self.travel_s[leg]
        return self.legs[leg].latest(arrival)


def read_visit(problem: Problem, vehicle: Vehicle, activity: int) -> Visit:
    """Return what an activity means for a vehicle, in O(1)."""
    if activity == problem.activities.reload:
        where = vehicle.start if vehicle.reload_at is None else vehicle.reload_at
        return Visit(Activity.RELOAD, None, where, (), 0, vehicle.reload_s)
    owner = problem.activities.owners[activity]
    shipment = problem.shipments[owner]
    is_half = problem.activities.is_pickup_half(activity)
    place = shipment.pickup if is_half and shipment.pickup else shipment
    return Visit(
        kind=Activity.PICKUP if is_half else shipment.kind,
        shipment=owner,
        location=place.location,
        windows=tuple(sorted(place.windows)),
        setup_s=_share(place.setup_s, vehicle.service_percent),
        service_s=_share(place.service_s, vehicle.service_percent),
        is_pickup_half=is_half,
        visit_cost=place.visit_cost,
    )


def read_line(
    problem: Problem, vehicle: int, sequence: Sequence[int], charges: tuple[Charge, ...] = ()
) -> Line:
    """Collect legs, service and windows of a route, in O(stops); charges are visits of it."""
    car = problem.vehicles[vehicle]
    profile = problem.profiles[car.profile]
    visits = [read_visit(problem, car, activity) for activity in sequence]
    for charge in reversed(charges):
        where = problem.stations[charge.station].location
        visits.insert(charge.leg, Visit(Activity.CHARGE, None, where, (), 0, charge.takes_s))
    places = [car.start, *(visit.location for visit in visits), car.end]
    legs = list(pairwise(places))
    found_s = [int(profile.duration_s[leg]) for leg in legs]
    travel_s = [_share(max(0, seconds), car.travel_percent) for seconds in found_s]
    distance_m = [int(profile.distance_m[leg]) for leg in legs]
    releases = _list_releases(problem, visits)
    service_s = [
        visit.service_s + (visit.setup_s if visit.location != before else 0)
        for before, visit in zip(places, visits, strict=False)
    ]
    by_time = None if profile.slices is None else _read_legs(profile.slices, places, car)
    most_s = travel_s if by_time is None else [leg.most_s() for leg in by_time]
    resting = None
    if car.rest is not None:
        resting = read_resting(car.rest, most_s, service_s, car.breaks)
    return Line(
        visits=visits,
        travel_s=travel_s,
        distance_m=[max(0, metres) for metres in distance_m],
        legs=by_time,
        service_s=service_s,
        windows=[visit.windows for visit in visits],
        leaves_from=releases[1:],
        departs_from=car.shift.early if releases[0] is None else max(car.shift.early, releases[0]),
        breaks=car.breaks or (() if resting is None else list_parts(car.rest)),
        resting=resting,
        rides=_list_rides(problem, visits),
        prices=[_read_prices(problem, visit) for visit in visits],
        connected=min(found_s) >= 0,
        charges=charges,
    )


def comes_from_depot(shipment: Shipment) -> bool:
    """Tell whether the goods are loaded where the trip begins."""
    return shipment.kind is Activity.DELIVERY and shipment.pickup is None


def list_parts(rule: RestRule | None) -> tuple[Break, ...]:
    """Return the parts of a rest as breaks at no time of their own."""
    parts_s = () if rule is None else rule.parts_s or (rule.rest_s,)
    return tuple(Break((), seconds, is_paid=True) for seconds in parts_s)


def _read_legs(slices: Slices, places: Sequence[int], car: Vehicle) -> list[Leg]:
    return [
        Leg(
            slices.starts_s,
            [
                _share(max(0, seconds), car.travel_percent)
                for seconds in slices.duration_s[:, here, there].tolist()
            ],
            slices.crossing,
        )
        for here, there in pairwise(places)
    ]


def _share(seconds: int, percent: int) -> int:
    return -(-seconds * percent // PERCENT)


def _list_releases(problem: Problem, visits: Sequence[Visit]) -> list[int | None]:
    """Return when each trip may begin: first that from the start, then at each stop if any."""
    found: list[int | None] = [None] * (len(visits) + 1)
    latest: int | None = None
    for position in range(len(visits) - 1, -1, -1):
        visit = visits[position]
        if visit.shipment is None:
            if visit.kind is Activity.RELOAD:
                found[position + 1], latest = latest, None
            continue
        shipment = problem.shipments[visit.shipment]
        if shipment.release is not None and comes_from_depot(shipment):
            latest = shipment.release if latest is None else max(latest, shipment.release)
    found[0] = latest
    return found


def _list_rides(problem: Problem, visits: Sequence[Visit]) -> tuple[Ride, ...]:
    picked: dict[int, int] = {}
    rides = []
    for position, visit in enumerate(visits):
        if visit.shipment is None:
            continue
        most = problem.shipments[visit.shipment].max_ride_s
        if most is None:
            continue
        if visit.is_pickup_half:
            picked[visit.shipment] = position
        elif visit.shipment in picked:
            rides.append(Ride(picked[visit.shipment], position, most))
    return tuple(rides)


def _read_prices(problem: Problem, visit: Visit) -> tuple[int, int, tuple[TimePrice, ...]]:
    """Return due time, price of a second after it, and prices by time; of the serving stop."""
    if visit.shipment is None or visit.is_pickup_half:
        return 0, 0, ()
    shipment = problem.shipments[visit.shipment]
    late_cost = 0 if shipment.due is None else shipment.late_cost_per_s
    return shipment.due or 0, late_cost, shipment.time_prices
