"""From a problem to the arrays of the search.

What is looked up is laid out as the search reads it: the travel tables in the order of the
shipments, with a transposed copy, prices in one unit, times from the first shift on. Rules that
the problem does not need are switched off here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from doorstep.engine.parts import Shipment, Vehicle, Window
from doorstep.engine.problem import Problem
from doorstep.engine.schedule import latest_return
from doorstep.engine.search.alone_by_time import price_alone_by_time
from doorstep.engine.search.break_tables import Breaks, lay_out_breaks
from doorstep.engine.search.layout import (
    CAR_FIELDS,
    END,
    FAR,
    FIXED,
    HUGE,
    MOST_M,
    MOST_S,
    OVER_FROM,
    PER_M,
    PER_OVER,
    PER_S,
    START,
    TABLE,
    Flag,
    Ints,
    Model,
    Numbers,
    Records,
    near_type,
    stop_type,
)
from doorstep.engine.search.nearby import order_nearby
from doorstep.engine.search.neighbours import Tables, list_near
from doorstep.engine.search.prices import Prices, price
from doorstep.engine.search.travel_tables import Travel, lay_out
from doorstep.engine.skills import has_skills

NEAR_TIMED = 120
"""Places tried for a shipment: before and after 60 others."""

NEAR_SYMMETRIC = 30
"""Others tried on both sides where nothing but distance matters."""

AROUND = 150
"""Others known as near, for choosing what to take out together."""

LARGEST_INT32 = 2**28
"""Metres and seconds up to this are held in 32 bits: seven of them still fit."""

NEVER_32, NEVER_64 = 2**30, 2**40
"""A time after everything, to which three times may still be added."""

SMALL = 60
"""Up to so many shipments, all rules are on: compiling a search of their own takes longer than
searching."""

SAMPLE = 500
"""Shipments whose near legs are averaged."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A model with the way back to the problem.

    Parameters
    ----------
    shipments
        Shipment index of each node.
    vehicles
        Vehicle index of each route.
    prices
        What the model's costs are in the problem's.
    leg_cost
        Mean cost of a leg to one of the ten nearest, in the model's costs.
    shifts
        Of each route, in the model's time.
    capacity
        int64, (routes, dimensions).
    breaks
        Of each route.
    """

    model: Model
    shipments: list[int]
    vehicles: list[int]
    prices: Prices
    leg_cost: float
    shifts: Numbers
    capacity: Ints
    breaks: Breaks


def translate(problem: Problem, shipments: Sequence[int]) -> Translation:
    """Return the model of serving ``shipments``, each of which some vehicle can serve in time.

    O(nodes squared) in time and memory.
    """
    shipments = _in_order(problem, shipments)
    wanted = [problem.shipments[index] for index in shipments]
    kinds = _group_vehicles(problem, shipments)
    vehicles = [index for kind in kinds for index in kind]
    cars = [problem.vehicles[index] for index in vehicles]
    horizon = Window(min(car.shift.early for car in cars), max(map(latest_return, cars)))
    opened = [_clip(shipment, horizon) for shipment in wanted]
    travel = lay_out(problem, wanted, cars, horizon)
    prices = price(wanted, cars, travel.farthest_m)
    span = horizon.late - horizon.early
    largest = max(
        span, travel.farthest_m, travel.longest_s, *(shipment.service_s for shipment in wanted)
    )
    numbers = np.int32 if largest < LARGEST_INT32 else np.int64
    travel = replace(travel, travel=travel.travel.astype(numbers, copy=False))
    stop = np.zeros(len(wanted), stop_type(numbers)).view(np.recarray)
    stop["early"] = [windows[0].early for windows in opened]
    stop["late"] = [max(window.late for window in windows) for windows in opened]
    ends = np.cumsum([len(windows) for windows in opened])
    stop["last_window"] = ends
    stop["first_window"][1:] = ends[:-1]
    stop["service"] = [shipment.service_s for shipment in wanted]
    load, capacity = _loads(wanted, cars)
    number_of = [number for number, kind in enumerate(kinds) for _ in kind]
    breaks = lay_out_breaks(cars, horizon.early)
    car = _car_table(cars, number_of, prices, travel, horizon.early, breaks)
    allowed = np.array(
        [[_may(problem, kind[0], stop) for stop in wanted] for kind in kinds], dtype=np.int8
    )
    shifts = np.array([(c.shift.early, latest_return(c)) for c in cars], dtype=np.int64)
    shifts -= horizon.early
    firsts = np.cumsum([0, *(len(kind) for kind in kinds[:-1])])
    alone = _alone(stop, opened, car[firsts], shifts[firsts], load, capacity[firsts], travel)
    alone[allowed == 0] = HUGE
    if travel.by_time.slices:
        price_alone_by_time(stop, opened, car[firsts], shifts[firsts], travel, alone)
    whole = len(wanted) <= SMALL
    paid = any(car.cost_per_s for car in cars)
    limited = any(map(_is_limited, cars))
    symmetric = not whole and travel.is_symmetric and len(kinds) == 1
    symmetric = symmetric and not _is_timed(wanted, cars, travel) and load.shape[1] == 1
    near, around, leg_cost = _near(stop, travel, cars[0], prices, both_sides=not symmetric)
    model = Model(
        timed=_flag(whole or _is_timed(wanted, cars, travel)),
        paid_time=_flag(whole or paid or limited or travel.by_time.slices > 0),
        limited=_flag((whole and not travel.by_time.slices) or limited),
        by_time=_flag(travel.by_time.slices > 0),
        resting=_flag(len(breaks.rest) > 0),
        choices=_flag(whole or any(len(windows) > 1 for windows in opened)),
        mixed=_flag(whole or len(kinds) > 1),
        profiles=_flag(whole or travel.profiles > 1),
        skilled=_flag(whole or not allowed.all()),
        loads=_flag(whole or load.shape[1] > 1),
        symmetric=_flag(symmetric),
        nodes=len(wanted),
        places=travel.places,
        routes=len(cars),
        kinds=len(kinds),
        metres=travel.metres,
        metres_back=travel.metres_back,
        seconds=travel.seconds,
        seconds_back=travel.seconds_back,
        never=NEVER_32 if numbers is np.int32 else NEVER_64,
        least_per_m=int(car[:, PER_M].min()),
        detour=int(travel.metres_back == travel.metres),
        travel=travel.travel,
        **travel.by_time._asdict(),
        stop=stop,
        rest=breaks.rest,
        rest_window=breaks.window,
        load=load,
        prize=np.array(prices.prizes, dtype=np.int64),
        window=np.array(
            [(window.early, window.late) for windows in opened for window in windows],
            dtype=np.int64,
        ),
        car=np.vstack([car, car[:1]]),
        allowed=allowed,
        alone=alone,
        near=near,
        around=around,
    )
    return Translation(model, shipments, vehicles, prices, leg_cost, shifts, capacity, breaks)


def _flag(is_on: bool) -> Flag:  # noqa: FBT001
    return 1 if is_on else None


def _in_order(problem: Problem, shipments: Sequence[int]) -> list[int]:
    """Return the shipments with neighbours close to each other."""
    legs = problem.profiles[problem.vehicles[0].profile].duration_s
    places = np.array([problem.shipments[index].location for index in shipments])
    return [shipments[at] for at in order_nearby(legs, places)]


def _group_vehicles(problem: Problem, shipments: Sequence[int]) -> list[list[int]]:
    """Return the indices of vehicles that differ in name or unasked skills only."""
    wanted = [problem.shipments[index] for index in shipments]
    asked = frozenset(
        skill
        for one in wanted
        for skills in (one.skills, one.forbidden_skills)
        for skill in skills
    )
    meant: dict[int, list[int]] = {}
    for index, one in zip(shipments, wanted, strict=True):
        for vehicle in one.vehicles or ():
            meant.setdefault(vehicle, []).append(index)
    kinds: dict[tuple[Vehicle, tuple[int, ...]], list[int]] = {}
    for index, car in enumerate(problem.vehicles):
        alike = replace(car, name="", skills=car.skills & asked)
        kinds.setdefault((alike, tuple(meant.get(index, ()))), []).append(index)
    return list(kinds.values())


def _may(problem: Problem, vehicle: int, shipment: Shipment) -> bool:
    is_meant = shipment.vehicles is None or vehicle in shipment.vehicles
    return is_meant and has_skills(problem.vehicles[vehicle], shipment)


def _is_limited(car: Vehicle) -> bool:
    bounds = (car.max_duration_s, car.max_distance_m)
    return car.overtime_s > 0 or any(bound is not None for bound in bounds)


def _clip(shipment: Shipment, horizon: Window) -> list[Window]:
    """Return when service may start inside the horizon, from its start on: apart, in order."""
    apart: list[Window] = []
    for window in sorted(shipment.windows or (horizon,)):
        early = max(window.early, horizon.early) - horizon.early
        late = min(window.late, horizon.late) - horizon.early
        if late < early:
            continue
        if apart and early <= apart[-1].late:
            apart[-1] = Window(apart[-1].early, max(late, apart[-1].late))
        else:
            apart.append(Window(early, late))
    return apart or [Window(0, 0)]


def _loads(wanted: Sequence[Shipment], cars: Sequence[Vehicle]) -> tuple[Ints, Ints]:
    """Return loads and capacities; the most stops of a vehicle are one more dimension.

    At least one dimension, so that the route of those not served can be the one without room.
    """
    load = [list(shipment.load) for shipment in wanted]
    capacity = [list(car.capacity) for car in cars]
    if any(car.max_stops is not None for car in cars) or not capacity[0]:
        load = [[*row, 1] for row in load]
        most = [len(wanted) if car.max_stops is None else car.max_stops for car in cars]
        capacity = [[*row, count] for row, count in zip(capacity, most, strict=True)]
    return np.array(load, dtype=np.int64), np.array(capacity, dtype=np.int64)


def _car_table(
    cars: Sequence[Vehicle],
    kinds: Sequence[int],
    prices: Prices,
    travel: Travel,
    begin_s: int,
    breaks: Breaks,
) -> Ints:
    rows = [
        (
            kind,
            prices.scale(car.fixed_cost),
            prices.scale(car.metre_cost),
            prices.scale(car.cost_per_s),
            travel.table_of[car.profile],
            travel.place_of[car.start],
            travel.place_of[car.end],
            travel.table_of[car.profile] // travel.places**2,
            car.shift.late - begin_s,
            prices.scale(car.overtime_cost_per_s),
            FAR if car.max_duration_s is None else car.max_duration_s,
            FAR if car.max_distance_m is None else car.max_distance_m,
            *rests,
        )
        for kind, car, rests in zip(kinds, cars, breaks.rows.tolist(), strict=True)
    ]
    return np.array(rows, dtype=np.int64).reshape(len(cars), CAR_FIELDS)


def _is_timed(wanted: Sequence[Shipment], cars: Sequence[Vehicle], travel: Travel) -> bool:
    """Tell whether any route could break a window, shift or limit, or costs by the second."""
    if any(map(_is_limited, cars)) or any(shipment.windows for shipment in wanted):
        return True
    if any(car.breaks for car in cars):
        return True
    if travel.has_gaps or travel.by_time.slices:
        return True
    longest = sum(shipment.service_s for shipment in wanted)
    longest += (len(wanted) + 1) * travel.longest_s
    shortest = min(car.shift.late - car.shift.early for car in cars)
    return any(car.cost_per_s for car in cars) or longest > shortest


def _alone(
    stop: Records,
    opened: Sequence[Sequence[Window]],
    cars: Ints,
    shifts: Numbers,
    load: Ints,
    capacity: Ints,
    travel: Travel,
) -> Ints:
    """Return what each kind's route with one node alone costs, HUGE where it cannot be."""
    nodes = len(stop)
    rows = np.arange(nodes)
    windows = max(len(choice) for choice in opened)
    padded = [[*choice, *([choice[-1]] * (windows - len(choice)))] for choice in opened]
    early = np.array([[window.early for window in choice] for choice in padded], dtype=np.int64)
    late = np.array([[window.late for window in choice] for choice in padded], dtype=np.int64)
    alone = np.full((len(cars), nodes), HUGE, dtype=np.int64)
    for kind, car in enumerate(cars):
        there = car[TABLE] + car[START] * travel.places + rows
        back = car[TABLE] + rows * travel.places + car[END]
        to_s = travel.travel[travel.seconds + there].astype(np.int64)
        from_s = travel.travel[travel.seconds + back].astype(np.int64)
        begins = np.maximum(shifts[kind, 0] + to_s[:, None], early)
        begins = np.where(begins <= late, begins, HUGE).min(axis=1)
        service = stop["service"].astype(np.int64)
        ends, takes = begins + service + from_s, to_s + service + from_s
        fits = (ends <= shifts[kind, 1]) & (takes <= car[MOST_S])
        fits &= (load <= capacity[kind]).all(axis=1)
        metres = travel.travel[travel.metres + there].astype(np.int64)
        metres += travel.travel[travel.metres + back]
        fits &= metres <= car[MOST_M]
        cost = car[FIXED] + car[PER_M] * metres + car[PER_S] * takes
        cost += car[PER_OVER] * np.maximum(0, ends - car[OVER_FROM])
        alone[kind, fits] = cost[fits]
    return alone


def _near(
    stop: Numbers, travel: Travel, car: Vehicle, prices: Prices, *, both_sides: bool
) -> tuple[Records, npt.NDArray[np.uint32], float]:
    """Return who is near whom, by what the first kind of vehicle pays, and the mean near leg."""
    nodes = len(stop)
    others = nodes - 1
    most = min(NEAR_TIMED, 2 * others) if both_sides else min(NEAR_SYMMETRIC, others)
    per_m, per_s = prices.scale(car.metre_cost), prices.scale(car.cost_per_s)
    size = travel.places**2
    mean_m = travel.travel[travel.metres : travel.metres + size].mean(dtype=np.float64)
    mean_s = travel.travel[travel.seconds : travel.seconds + size].mean(dtype=np.float64)
    if per_m * mean_m + per_s * mean_s == 0:
        per_s = 1  # nothing costs: what is quick is near
    tables = Tables(
        travel.travel,
        travel.metres,
        travel.metres_back,
        travel.seconds,
        travel.seconds_back,
        travel.places,
        float(per_m),
        float(per_s),
        float(per_m * mean_m + per_s * mean_s) / max(1.0, mean_s),
    )
    near = np.zeros((nodes, most), near_type(travel.travel.dtype)).view(np.recarray)
    around = np.zeros((nodes, min(AROUND, others)), dtype=np.uint32)
    list_near(stop, tables, near, around, both_sides)
    return near, around, _mean_leg(tables, nodes)


def _mean_leg(tables: Tables, nodes: int) -> float:
    """Return the mean cost of a leg from a node to one of the ten nearest."""
    nearest = min(10, nodes - 1)
    if nearest == 0:
        return 1.0
    means = []
    for node in range(0, nodes, max(1, nodes // SAMPLE)):
        row = np.arange(nodes) + node * tables.places
        cost = tables.per_m * tables.travel[tables.metres + row]
        cost += tables.per_s * tables.travel[tables.seconds + row]
        cost[node] = np.inf
        means.append(np.partition(cost, nearest - 1)[:nearest].mean())
    return max(1.0, float(np.mean(means)))
