"""From batteries and stations to the arrays of the rich search; see ``rules.charging``."""

import numpy as np

from doorstep.engine.charging import MOST_CHARGES, MOST_LABELS, pays_time
from doorstep.engine.parts import Vehicle
from doorstep.engine.problem import Problem
from doorstep.engine.rich import electric_layout as charging
from doorstep.engine.rich import layout
from doorstep.engine.rich.electric_layout import Charging, Electric
from doorstep.engine.rich.layout import NEVER, Ints
from doorstep.engine.stations import leg_energies, list_between, list_onward


def build_electric(problem: Problem) -> Electric | None:
    """Return the arrays, or None where no vehicle has a battery.

    O(locations squared x stations squared) for each way to take energy.
    """
    if all(car.battery is None for car in problem.vehicles):
        return None
    battery = np.zeros((len(problem.vehicles), charging.BATTERY_FIELDS), np.int64)
    tables: dict[object, int] = {}
    energies, onward, between = [], [], []
    for index, car in enumerate(problem.vehicles):
        if car.battery is None:
            continue
        profile = problem.profiles[car.profile]
        key = (car.profile, car.end, 0 if profile.energy is not None else car.battery.per_km)
        if key not in tables:
            tables[key] = len(tables)
            taken = leg_energies(profile, car.battery)
            energies.append(taken)
            onward.append(list_onward(profile, taken, problem.stations, car.end))
            between.append(_list_all_between(problem, car.profile, taken))
        battery[index] = (
            car.battery.capacity,
            car.battery.start_level,
            car.battery.reserve,
            car.battery.load_percent,
            car.battery.charges_fully,
            tables[key],
            _is_quick(problem, car),
            pays_time(car),
        )
    curves: dict[object, int] = {}
    points: list[tuple[int, int]] = []
    station = np.zeros((len(problem.stations), charging.STATION_FIELDS), np.int64)
    for number, one in enumerate(problem.stations):
        first = len(points)
        points += one.curve
        kind = curves.setdefault(one.curve, len(curves))
        station[number] = one.location, first, len(points), kind
    return Electric(
        battery=battery,
        station=station,
        curve=np.array(points, np.int64).reshape(-1, 2),
        energy=np.stack(energies).astype(np.int32),
        onward=np.stack(onward),
        between=np.stack(between),
    )


def _is_quick(problem: Problem, car: Vehicle) -> bool:
    """Tell whether routes of a vehicle are priced by what is carried along; see ``charged``.

    It is charged fully, and only its way costs. Stops with several windows, setups or more make a
    route odd, and are driven.
    """
    battery = car.battery
    has_more = car.breaks or car.rest is not None or car.balance is not None
    is_timed = car.cost_per_s or car.overtime_cost_per_s or car.max_duration_s is not None
    return bool(
        battery is not None
        and battery.charges_fully
        and not battery.load_percent
        and not has_more
        and not is_timed
        and car.max_trips == 1
        and car.max_driving_s is None
        and all(one.release is None and not one.setup_s for one in problem.shipments)
        and all(one.pickup is None or not one.pickup.setup_s for one in problem.shipments)
    )


def _list_all_between(problem: Problem, number: int, energies: Ints) -> Ints:
    profile, stations = problem.profiles[number], problem.stations
    everywhere = range(problem.locations)
    if not stations:
        return np.full((problem.locations, problem.locations, 1), -1, np.int16)
    rows = [list_between(profile, energies, stations, here, everywhere) for here in everywhere]
    return np.stack(rows).astype(np.int16)


def list_station_activities(problem: Problem) -> Ints:
    """Return a row for visiting each station, as those of activities."""
    rows = np.zeros((len(problem.stations), layout.ACTIVITY_FIELDS), np.int64)
    for row, station in zip(rows, problem.stations, strict=True):
        row[layout.PLACE] = station.location
        row[layout.ROLE] = layout.CHARGE
        row[[layout.PARTNER, layout.KEPT_BY, layout.CHOICE]] = -1
        row[layout.RIDE] = NEVER
        row[layout.RELEASE] = -NEVER
    return rows


def count_charges(problem: Problem) -> int:
    """Return by how many stops charges can make a route longer."""
    return MOST_CHARGES if any(car.battery for car in problem.vehicles) else 0


def make_charging(problem: Problem, longest: int) -> Charging | None:
    """Return room for looking at routes of up to ``longest`` stops."""
    if not count_charges(problem):
        return None
    fields = charging.LABEL_FIELDS
    return Charging(
        order=np.zeros(longest, np.int64),
        label=np.zeros((2, MOST_LABELS + 1, fields), np.int64),
        moved=np.zeros((2, charging.MOST_MOVED, fields), np.int64),
        here=np.zeros(fields, np.int64),
        level=np.zeros(64, np.int64),
        past=np.zeros((charging.MOST_PAST, 5), np.int64),
        load=np.zeros(longest + 1, np.int64),
        plan=np.zeros((MOST_CHARGES + 1, 3), np.int64),
        tally=np.zeros(3, np.int64),
    )
