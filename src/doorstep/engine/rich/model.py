"""From a problem to the arrays of the rich search."""

from collections.abc import Sequence
from dataclasses import astuple, replace
from itertools import pairwise

import numpy as np

from doorstep.engine.line import comes_from_depot, list_parts
from doorstep.engine.parts import (
    Activity,
    Crossing,
    Profile,
    Shipment,
    Slices,
    Vehicle,
    Window,
)
from doorstep.engine.problem import Problem
from doorstep.engine.resting import resting_break
from doorstep.engine.rich import layout
from doorstep.engine.rich.electric_model import (
    build_electric,
    count_charges,
    list_station_activities,
    make_charging,
)
from doorstep.engine.rich.layout import NEVER, Ints, Model, Small, Work
from doorstep.engine.skills import has_skills

MOST_AROUND = 60
"""How many neighbours of each shipment are taken out with it."""

MOST_GOODS = 62
"""How many kinds of goods can be kept apart: bits of one number."""

LARGEST_TOTAL = 2**60
"""What all prizes together stay below."""


def build_model(problem: Problem) -> Model:
    """Return the arrays, in O(locations squared + shipments squared).

    A shipment without a prize gets more than all routes together could cost, as far as 60 bits
    allow it.

    Raises
    ------
    ValueError
        More kinds of goods may not ride together than one number has bits.
    """
    tables = _Tables()
    dimensions = len(problem.load_names)
    bits = _number_goods(problem)
    activities = problem.activities
    activity = np.zeros((activities.reload + 1, layout.ACTIVITY_FIELDS), np.int64)
    load = np.zeros((activities.reload + 1, 2, dimensions), np.int64)
    is_electric = any(car.battery is not None for car in problem.vehicles)
    choices = sorted({one.choice for one in problem.shipments if one.choice is not None})
    for number, owner in enumerate(activities.owners):
        shipment = problem.shipments[owner]
        is_half = activities.is_pickup_half(number)
        row = activity[number]
        _fill_place(row, shipment, tables, is_half=is_half)
        row[layout.SHIPMENT] = owner
        row[layout.PARTNER] = owner if is_half else activities.pickups.get(owner, -1)
        row[layout.GOODS] = _bits_of(shipment.goods, bits)
        row[layout.NOT_WITH] = _bits_of(shipment.not_with, bits)
        row[layout.CHOICE] = -1 if shipment.choice is None else choices.index(shipment.choice)
        load[number, 0] = shipment.load
        if shipment.returns and not is_half:
            load[number, 1] = shipment.returns
        row[layout.ODD] = _oddness(shipment, row, is_electric=is_electric)
    activity[-1, layout.ROLE] = layout.RELOAD
    activity[-1, layout.RIDE] = NEVER
    activity[-1, [layout.PARTNER, layout.KEPT_BY, layout.CHOICE]] = -1
    car, car_load = _read_cars(problem, tables)
    slice_start, slice_s = _read_slices(problem.profiles)
    duration_s = _stack([least_s(profile) for profile in problem.profiles])
    is_by_time = any(profile.slices for profile in problem.profiles)
    distance_m = duration_s
    if not all(np.array_equal(one.distance_m, least_s(one)) for one in problem.profiles):
        distance_m = _stack([profile.distance_m for profile in problem.profiles])
    return Model(
        duration_s=duration_s,
        distance_m=distance_m,
        duration_back_s=_exchange(duration_s),
        distance_back_m=_exchange(distance_m),
        by_time=1 if is_by_time else None,
        slice_start=slice_start,
        slice_s=slice_s,
        slice_waits=np.array([_waits(profile) for profile in problem.profiles], np.int64),
        most_s=_stack([most_s(one) for one in problem.profiles]) if is_by_time else duration_s,
        slice_count=np.array([len(_starts(one)) for one in problem.profiles], np.int64),
        slice_gap=np.array([_shortest_slice(one) for one in problem.profiles], np.int64),
        activity=np.vstack([activity, list_station_activities(problem)]),
        load=load,
        window=np.array(tables.windows, np.int64).reshape(-1, 2),
        price=np.array(tables.prices, np.int64).reshape(-1, 3),
        after=np.array(tables.after, np.int64),
        car=car,
        car_load=car_load,
        rest=np.array(tables.rests, np.int64).reshape(-1, layout.REST_FIELDS),
        allowed=_list_allowed(problem),
        prize=_list_prizes(problem),
        first_of=np.array([_first_of(problem, choice) for choice in choices] or [-1], np.int64),
        around=_list_around(problem),
        electric=build_electric(problem),
    )


def make_work(problem: Problem, longest: int) -> Work:
    """Return room for routes of up to ``longest`` activities, and for what they charge."""
    longest += count_charges(problem)
    breaks = max((len(car.breaks or list_parts(car.rest)) for car in problem.vehicles), default=0)
    return Work(
        trial=np.zeros(longest, np.int64),
        time=np.zeros((layout.TIME_ROWS, longest + 1), np.int64),
        ready=np.zeros(breaks + 1, np.int64),
        arrive=np.zeros(breaks + 1, np.int64),
        before=np.zeros((longest + 1, breaks + 1), np.int64),
        rest_leg=np.full(breaks, -1, np.int64),
        rest_begins=np.zeros(breaks, np.int64),
        load=np.zeros((4, len(problem.load_names)), np.int64),
        stack=np.zeros(longest + 1, np.int64),
        mark=np.zeros(problem.activities.reload + 1, np.int64),
        tally=np.zeros(4, np.int64),
        charging=make_charging(problem, longest),
    )


class _Tables:
    """Rows of different lengths, one after the other."""

    def __init__(self) -> None:
        self.windows: list[tuple[int, int]] = []
        self.prices: list[tuple[int, int, int]] = []
        self.after: list[int] = []
        self.rests: list[tuple[int, int, int, int, int, int]] = []

    def add_windows(self, windows: Sequence[Window]) -> tuple[int, int]:
        """Append windows, sorted; return from and up to which row."""
        first = len(self.windows)
        self.windows += [(window.early, window.late) for window in sorted(windows)]
        return first, len(self.windows)


def _fill_place(row: Ints, shipment: Shipment, tables: _Tables, *, is_half: bool) -> None:
    place = shipment.pickup if is_half and shipment.pickup else shipment
    row[layout.PLACE] = place.location
    row[layout.WINDOW], row[layout.WINDOW_END] = tables.add_windows(place.windows)
    row[layout.SETUP], row[layout.SERVICE] = place.setup_s, place.service_s
    row[layout.VISIT] = place.visit_cost
    row[layout.ROLE] = layout.FETCH if is_half else _role_of(shipment)
    row[layout.RIDE] = NEVER if is_half or shipment.max_ride_s is None else shipment.max_ride_s
    is_released = comes_from_depot(shipment) and shipment.release is not None
    row[layout.RELEASE] = shipment.release if is_released else -NEVER
    row[layout.KEPT_BY] = -1
    if is_half:
        return
    row[layout.DUE] = shipment.due or 0
    row[layout.LATE_COST] = 0 if shipment.due is None else shipment.late_cost_per_s
    row[layout.PRICE] = len(tables.prices)
    tables.prices += [
        (price.window.early, price.window.late, price.cost) for price in shipment.time_prices
    ]
    row[layout.PRICE_END] = len(tables.prices)
    row[layout.AFTER] = len(tables.after)
    tables.after += sorted(shipment.after)
    row[layout.AFTER_END] = len(tables.after)
    row[layout.SERVE_COST] = shipment.choice_cost
    row[layout.KEPT_BY] = -1 if shipment.kept_by is None else shipment.kept_by
    row[layout.MOVING] = shipment.moving_cost


def _oddness(shipment: Shipment, row: Ints, *, is_electric: bool) -> int:
    """Return whether the price of a route with an activity is more than time segments know."""
    if (
        (shipment.pickup is not None and shipment.max_ride_s is not None)
        or row[layout.LATE_COST]
        or row[layout.PRICE] < row[layout.PRICE_END]
        or row[layout.AFTER] < row[layout.AFTER_END]
        or row[layout.GOODS]
        or row[layout.NOT_WITH]
        or (is_electric and row[layout.VISIT])  # ways by stations carry metres alone
    ):
        return layout.ALWAYS_ODD
    windows = row[layout.WINDOW_END] - row[layout.WINDOW]
    return layout.ODD_WHEN_TIMED if windows > 1 else 0


def _role_of(shipment: Shipment) -> int:
    if shipment.pickup is not None:
        return layout.BRING
    return layout.INBOUND if shipment.kind is Activity.PICKUP else layout.OUTBOUND


def _read_cars(problem: Problem, tables: _Tables) -> tuple[Ints, Ints]:
    cars = np.zeros((len(problem.vehicles), layout.CAR_FIELDS), np.int64)
    loads = np.zeros((len(problem.vehicles), 2, len(problem.load_names)), np.int64)
    locked = {route.vehicle: route.locked for route in problem.initial}
    kinds: dict[object, int] = {}
    for index, car in enumerate(problem.vehicles):
        first = len(tables.rests)
        for number, pause in enumerate(car.breaks or list_parts(car.rest)):
            windows = tables.add_windows(pause.windows)
            role = _role_in_rest(car, number)
            becomes_s = car.rest.rest_s if car.rest else 0
            tables.rests.append((pause.duration_s, int(pause.is_paid), *windows, role, becomes_s))
        kind = kinds.setdefault(_kind_of(problem, index), len(kinds))
        cars[index] = (
            car.profile,
            car.start,
            car.end,
            car.shift.early,
            car.shift.late,
            car.fixed_cost,
            car.metre_cost,
            car.cost_per_s,
            _bound(car.max_stops),
            _bound(car.max_duration_s),
            _bound(car.max_driving_s),
            _bound(car.max_distance_m),
            car.overtime_s,
            car.overtime_cost_per_s,
            car.max_trips,
            car.reload_s,
            car.start if car.reload_at is None else car.reload_at,
            car.is_lifo,
            car.travel_percent,
            car.service_percent,
            first,
            len(tables.rests),
            kind,
            locked.get(index, 0),
            _is_plain(problem, car),
            _is_timed(car) or car.battery is not None,
            any(shipment.release is not None for shipment in problem.shipments),
            _bound(None if car.rest is None else car.rest.driving_s),
            car.rest is not None and car.rest.work_counts,
            *(astuple(car.balance) if car.balance else (0, 0, 0, 0)),
        )
        loads[index, 0] = car.capacity
        if car.on_board:
            loads[index, 1] = car.on_board
    return cars, loads


def _role_in_rest(car: Vehicle, number: int) -> int:
    if not car.breaks:
        return layout.IS_PART
    is_rest = car.rest is not None and number == resting_break(car.breaks)
    return layout.BECOMES_REST if is_rest else layout.BY_CLOCK


def _is_timed(car: Vehicle) -> bool:
    """Tell whether it matters how long a route takes or when it ends."""
    is_bounded = car.max_duration_s is not None
    is_priced = car.cost_per_s or (car.balance is not None and car.balance.cost_per_s)
    return bool(is_priced or is_bounded or (car.overtime_s and car.overtime_cost_per_s))


def _is_plain(problem: Problem, car: Vehicle) -> bool:
    """Tell whether time segments price a route of this vehicle."""
    is_simple = car.max_trips == 1 or not _is_timed(car)
    has_more = car.breaks or car.rest is not None or car.battery is not None
    return is_simple and not has_more and problem.profiles[car.profile].slices is None


def _kind_of(problem: Problem, index: int) -> tuple[Vehicle, object]:
    """Return what vehicles share that may stand in for each other."""
    bonds = frozenset(
        number
        for number, shipment in enumerate(problem.shipments)
        if shipment.kept_by == index or (shipment.vehicles and index in shipment.vehicles)
    )
    is_told = any(route.vehicle == index for route in problem.initial)
    car = problem.vehicles[index]
    alike = replace(car, name="", cost_per_m=car.metre_cost, emissions=None)
    return alike, (bonds, index if is_told else None)


def _bound(most: int | None) -> int:
    return NEVER if most is None else most


def _stack(matrices: Sequence[Small]) -> Small:
    return np.stack(matrices) if matrices else np.zeros((0, 0, 0), np.int32)


def _exchange(tables: Small) -> Small:
    """Return the tables with from and to exchanged; themselves when that changes nothing."""
    back = np.ascontiguousarray(tables.transpose(0, 2, 1))
    return tables if np.array_equal(back, tables) else back


def least_s(profile: Profile) -> Small:
    """Return the least that each leg takes, whenever it begins; -1 where there is no way."""
    return profile.duration_s if profile.slices is None else profile.slices.duration_s.min(axis=0)


def most_s(profile: Profile) -> Small:
    """Return the most that each leg takes in any slice; -1 where there is no way."""
    return profile.duration_s if profile.slices is None else profile.slices.duration_s.max(axis=0)


def _starts(profile: Profile) -> Sequence[int]:
    return (0,) if profile.slices is None else profile.slices.starts_s


def _shortest_slice(profile: Profile) -> int:
    starts = _starts(profile)
    return min((later - earlier for earlier, later in pairwise(starts)), default=1)


def _read_slices(profiles: Sequence[Profile]) -> tuple[Ints, Small]:
    """Return starts and tables of all slices; those of a single profile are shared, not copied."""
    slices = [one.slices or Slices((0,), one.duration_s[None]) for one in profiles]
    if all(one.slices is None for one in profiles):
        return np.zeros((0, 1), np.int64), np.zeros((0, 1, 0, 0), np.int32)
    most = max(len(one.starts_s) for one in slices)
    starts = np.full((len(slices), most), NEVER, np.int64)
    for number, one in enumerate(slices):
        starts[number, : len(one.starts_s)] = one.starts_s
    if len(slices) == 1:
        return starts, slices[0].duration_s[None]
    tables = np.zeros((len(slices), most, *slices[0].duration_s.shape[1:]), np.int32)
    for number, one in enumerate(slices):
        tables[number, : len(one.starts_s)] = one.duration_s
    return starts, tables


def _waits(profile: Profile) -> int:
    return int(profile.slices is not None and profile.slices.crossing is Crossing.WAIT)


def _number_goods(problem: Problem) -> dict[str, int]:
    apart = sorted({goods for one in problem.shipments for goods in one.not_with})
    if len(apart) > MOST_GOODS:
        message = f"{len(apart)} kinds of goods may not ride together, at most {MOST_GOODS} can"
        raise ValueError(message)
    return {goods: number for number, goods in enumerate(apart)}


def _bits_of(goods: frozenset[str], bits: dict[str, int]) -> int:
    return sum(1 << bits[one] for one in goods if one in bits)


def _list_allowed(problem: Problem) -> "np.ndarray[tuple[int, int], np.dtype[np.int8]]":
    allowed = np.zeros((len(problem.vehicles), len(problem.shipments)), np.int8)
    for number, shipment in enumerate(problem.shipments):
        for index, car in enumerate(problem.vehicles):
            may = shipment.vehicles is None or index in shipment.vehicles
            allowed[index, number] = may and has_skills(car, shipment)
    return allowed


def _list_prizes(problem: Problem) -> Ints:
    """Return prizes; without one, more than the other prizes and all routes together."""
    given = sum(shipment.prize or 0 for shipment in problem.shipments)
    farthest_m = max((int(one.distance_m.max(initial=0)) for one in problem.profiles), default=0)
    legs = 2 * len(problem.activities.owners) + 2 * len(problem.vehicles)
    legs *= 3 if problem.stations else 1  # by way of stations, twice as far there and back
    dearest_m = max((car.metre_cost for car in problem.vehicles), default=0)
    routes = legs * farthest_m * dearest_m
    routes += sum(
        one.visit_cost + (one.pickup.visit_cost if one.pickup else 0) for one in problem.shipments
    )
    for car in problem.vehicles:
        longest_s = car.shift.late + car.overtime_s - car.shift.early
        routes += car.fixed_cost + longest_s * (car.cost_per_s + car.overtime_cost_per_s)
        if car.balance is not None:
            routes += car.balance.price(longest_s, legs)
    most = LARGEST_TOTAL // (1 + len(problem.shipments))
    unlimited = min(1 + given + routes, most)
    return np.array(
        [unlimited if one.prize is None else min(one.prize, most) for one in problem.shipments],
        np.int64,
    )


def _first_of(problem: Problem, choice: str) -> int:
    return next(at for at, one in enumerate(problem.shipments) if one.choice == choice)


def _list_around(problem: Problem) -> Ints:
    """Return for each shipment the others by how near they are, pick-ups included."""
    count = len(problem.shipments)
    kept = min(MOST_AROUND, max(0, count - 1))
    around = np.zeros((count, kept), np.int64)
    if not kept or not problem.profiles:
        return around
    near = problem.profiles[0].duration_s
    places = np.array([one.location for one in problem.shipments])
    others = np.array([(one.pickup or one).location for one in problem.shipments])
    for number in range(count):
        away = np.full(count, NEVER, np.int64)
        for mine in {places[number], others[number]}:
            for theirs in (places, others):
                legs = near[mine, theirs].astype(np.int64)
                away = np.minimum(away, np.where(legs < 0, NEVER, legs))
        away[number] = NEVER + 1
        around[number] = np.argsort(away, kind="stable")[:kept]
    return around
