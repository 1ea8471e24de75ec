"""What a problem must fulfil before anybody works on it; all findings at once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from doorstep.engine.activities import Activities
from doorstep.engine.electric import Station, battery_findings, station_findings
from doorstep.engine.emissions import emission_findings
from doorstep.engine.parts import (
    NO_CONNECTION,
    Activity,
    InitialRoute,
    IntMatrix,
    Profile,
    RestRule,
    Shipment,
    Slices,
    Vehicle,
    Window,
)

LARGEST_AMOUNT = 2**45
"""Largest load, price or prize: sums of a hundred thousand of them still fit 64 bits."""

LARGEST_TIME_S = 2**31
"""Largest distance of a window's end from the horizon's start: 68 years."""

LARGEST_UNIT_COST = 2**24
"""Largest price per metre or second: 16.7 million thousandths of a minor unit."""

LARGEST_PERCENT = 1000
"""Slowest driver: ten times as slow as the profile."""

ROWS_AT_ONCE = 256
"""Rows of two matrices that are compared in one go."""

_KINDS = (Activity.DELIVERY, Activity.PICKUP, Activity.SERVICE)


def list_findings(
    profiles: Sequence[Profile],
    vehicles: Sequence[Vehicle],
    shipments: Sequence[Shipment],
    load_names: Sequence[str],
) -> list[str]:
    """Return one sentence for each thing wrong with the parts of a problem.

    O(profiles x locations squared + vehicles + shipments).
    """
    findings: list[str] = []
    findings += _duplicates("profile", (profile.name for profile in profiles))
    findings += _duplicates("vehicle", (vehicle.name for vehicle in vehicles))
    findings += _duplicates("shipment", (shipment.name for shipment in shipments))
    findings += _duplicates("load", load_names)
    sizes = [len(profile.duration_s) for profile in profiles if profile.duration_s.ndim > 0]
    if len(set(sizes)) > 1:
        findings.append(f"profiles have different numbers of locations: {sizes}")
    for profile in profiles:
        findings += _profile_findings(profile)
    locations = min(sizes, default=0)
    if shipments and not profiles:
        findings.append("there are shipments but no profile")
    for vehicle in vehicles:
        findings += _vehicle_findings(vehicle, len(profiles), locations, len(load_names))
    for shipment in shipments:
        findings += _shipment_findings(shipment, profiles, locations, len(load_names))
        findings += _pairing_findings(shipment, locations)
        findings += _bond_findings(shipment, len(vehicles), len(shipments))
    findings += _choice_findings(shipments)
    return findings


def list_initial_findings(
    initial: Sequence[InitialRoute], activities: Activities, vehicles: int
) -> list[str]:
    """Return what is wrong with the routes that exist already, O(activities)."""
    findings: list[str] = []
    findings += _duplicates("initial route of vehicle", (route.vehicle for route in initial))
    given = [activity for route in initial for activity in route.activities]
    findings += _duplicates(
        "initial activity", (activity for activity in given if activity != activities.reload)
    )
    for number, route in enumerate(initial):
        who = f"initial route {number}"
        findings += _index_findings(f"{who}: vehicle", route.vehicle, vehicles)
        for activity in route.activities:
            findings += _index_findings(f"{who}: activity", activity, activities.reload + 1)
        findings += _range_findings(f"{who}: locked", route.locked, len(route.activities))
    return findings


def list_electric_findings(
    profiles: Sequence[Profile], vehicles: Sequence[Vehicle], stations: Sequence[Station]
) -> list[str]:
    """Return what is wrong with batteries, stations and tables of energy."""
    findings: list[str] = []
    findings += _duplicates("station", (station.name for station in stations))
    locations = min((len(profile.duration_s) for profile in profiles), default=0)
    for station in stations:
        findings += station_findings(station, locations)
    for profile in profiles:
        if profile.energy is not None:
            findings += _matrix_findings(f"profile {profile.name!r}: energy", profile.energy)
            if profile.energy.shape != profile.duration_s.shape:
                findings.append(f"profile {profile.name!r}: energy has another shape")
    for vehicle in vehicles:
        if vehicle.battery is None:
            continue
        who = f"vehicle {vehicle.name!r}"
        findings += battery_findings(who, vehicle.battery)
        findings += [
            f"{who}: battery is larger than the curve of station {station.name!r} tells"
            for station in stations
            if station.curve and station.curve[-1][0] < vehicle.battery.capacity
        ]
        if any(profile.slices is not None for profile in profiles):
            findings.append(f"{who} has a battery, but travel goes by time")
    return findings


def _duplicates(kind: str, names: Iterable[object]) -> Iterator[str]:
    for name, count in Counter(names).items():
        if count > 1:
            yield f"{kind} name {name!r} is used {count} times"


def _profile_findings(profile: Profile) -> Iterator[str]:
    who = f"profile {profile.name!r}"
    matrices = {"duration_s": profile.duration_s, "distance_m": profile.distance_m}
    sound = True
    for field, matrix in matrices.items():
        findings = list(_matrix_findings(f"{who}: {field}", matrix))
        sound = sound and not findings
        yield from findings
    if not sound:
        return
    if profile.duration_s.shape != profile.distance_m.shape:
        yield f"{who}: duration_s and distance_m have different shapes"
    elif _disagree(profile.duration_s, profile.distance_m):
        yield f"{who}: duration_s and distance_m disagree on where there is no connection"
    elif profile.slices is not None:
        yield from _slices_findings(f"{who}: slices", profile.slices, profile.duration_s)


def _slices_findings(which: str, slices: Slices, usual: IntMatrix) -> Iterator[str]:
    starts, cube = slices.starts_s, slices.duration_s
    if not starts:
        yield f"{which}: there is none"
    if any(later <= earlier for earlier, later in pairwise(starts)):
        yield f"{which}: starts_s do not rise"
    for start in starts:
        yield from _range_findings(f"{which}: starts_s", abs(start), LARGEST_TIME_S)
    if cube.dtype != np.int32:
        yield f"{which}: duration_s has type {cube.dtype}, not int32"
    if cube.shape != (len(starts), *usual.shape):
        yield f"{which}: duration_s has shape {cube.shape}, not (slices, locations, locations)"
        return
    if np.any(cube < NO_CONNECTION):
        yield f"{which}: duration_s has values below {NO_CONNECTION}"
    if np.any(np.diagonal(cube, axis1=1, axis2=2) != 0):
        yield f"{which}: duration_s is not zero from a location to itself"
    if any(np.any((one < 0) != (usual < 0)) for one in cube):
        yield f"{which}: duration_s disagrees with the profile's on where there is no connection"


def _matrix_findings(which: str, matrix: IntMatrix) -> Iterator[str]:
    if matrix.dtype != np.int32:
        yield f"{which} has type {matrix.dtype}, not int32"
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:  # noqa: PLR2004, from by to
        yield f"{which} has shape {matrix.shape}, not (locations, locations)"
        return
    if matrix.min(initial=0) < NO_CONNECTION:
        yield f"{which} has values below {NO_CONNECTION}"
    if np.any(np.diagonal(matrix) != 0):
        yield f"{which} is not zero from a location to itself"


def _disagree(one: IntMatrix, other: IntMatrix) -> bool:
    """Tell whether one has a connection where the other has none; large ones are not doubled."""
    rows = (slice(at, at + ROWS_AT_ONCE) for at in range(0, len(one), ROWS_AT_ONCE))
    return any(np.any((one[some] < 0) != (other[some] < 0)) for some in rows)


def _vehicle_findings(
    vehicle: Vehicle, profiles: int, locations: int, dimensions: int
) -> Iterator[str]:
    who = f"vehicle {vehicle.name!r}"
    yield from _index_findings(f"{who}: profile", vehicle.profile, profiles)
    yield from _index_findings(f"{who}: start", vehicle.start, locations)
    yield from _index_findings(f"{who}: end", vehicle.end, locations)
    yield from _load_findings(f"{who}: capacity", vehicle.capacity, dimensions)
    yield from _range_findings(f"{who}: fixed_cost", vehicle.fixed_cost, LARGEST_AMOUNT)
    yield from _range_findings(f"{who}: cost_per_m", vehicle.metre_cost, LARGEST_UNIT_COST)
    yield from _range_findings(f"{who}: cost_per_s", vehicle.cost_per_s, LARGEST_UNIT_COST)
    yield from _window_findings(f"{who}: shift", [vehicle.shift])
    yield from _limit_findings(who, vehicle)
    if vehicle.reload_at is not None:
        yield from _index_findings(f"{who}: reload_at", vehicle.reload_at, locations)
    if vehicle.on_board:
        yield from _load_findings(f"{who}: on_board", vehicle.on_board, dimensions)
    if vehicle.emissions is not None:
        yield from emission_findings(who, vehicle.emissions)
    if vehicle.rest is not None:
        yield from _rest_findings(who, vehicle.rest)
    for pause in vehicle.breaks:
        yield from _range_findings(f"{who}: break", pause.duration_s, LARGEST_TIME_S)
        yield from _window_findings(f"{who}: break", pause.windows)
        if not pause.windows:
            yield f"{who}: a break has no window"


def _rest_findings(who: str, rule: RestRule) -> Iterator[str]:
    for seconds in (rule.driving_s, rule.rest_s, *rule.parts_s):
        yield from _range_findings(f"{who}: rest", seconds, LARGEST_TIME_S)
    if rule.parts_s and (max(rule.parts_s) >= rule.rest_s or sum(rule.parts_s) < rule.rest_s):
        yield f"{who}: the parts of a rest are each shorter than it and together as long"


def _limit_findings(who: str, vehicle: Vehicle) -> Iterator[str]:
    limits = {
        "max_stops": (vehicle.max_stops, LARGEST_AMOUNT),
        "max_duration_s": (vehicle.max_duration_s, LARGEST_TIME_S),
        "max_driving_s": (vehicle.max_driving_s, LARGEST_TIME_S),
        "max_distance_m": (vehicle.max_distance_m, LARGEST_AMOUNT),
        "overtime_s": (vehicle.overtime_s, LARGEST_TIME_S),
        "overtime_cost_per_s": (vehicle.overtime_cost_per_s, LARGEST_UNIT_COST),
        "max_trips": (vehicle.max_trips - 1, LARGEST_AMOUNT),
        "reload_s": (vehicle.reload_s, LARGEST_TIME_S),
        "travel_percent": (vehicle.travel_percent, LARGEST_PERCENT),
        "service_percent": (vehicle.service_percent, LARGEST_PERCENT),
    }
    if vehicle.balance is not None:
        fair = vehicle.balance
        limits["balance: duration_s"] = (fair.duration_s, LARGEST_TIME_S)
        limits["balance: cost_per_s"] = (fair.cost_per_s, LARGEST_UNIT_COST)
        limits["balance: stops"] = (fair.stops, LARGEST_AMOUNT)
        limits["balance: cost_per_stop"] = (fair.cost_per_stop, LARGEST_AMOUNT)
    for field, (value, largest) in limits.items():
        if value is not None:
            yield from _range_findings(f"{who}: {field}", value, largest)


def _shipment_findings(
    shipment: Shipment, profiles: Sequence[Profile], locations: int, dimensions: int
) -> Iterator[str]:
    who = f"shipment {shipment.name!r}"
    if profiles:
        yield from _index_findings(f"{who}: location", shipment.location, locations)
    yield from _load_findings(f"{who}: load", shipment.load, dimensions)
    if shipment.returns:
        yield from _load_findings(f"{who}: returns", shipment.returns, dimensions)
    for field, seconds in (("service_s", shipment.service_s), ("setup_s", shipment.setup_s)):
        yield from _range_findings(f"{who}: {field}", seconds, LARGEST_TIME_S)
    for field, cost in (
        ("prize", shipment.prize),
        ("choice_cost", shipment.choice_cost),
        ("visit_cost", shipment.visit_cost),
        ("pickup: visit_cost", shipment.pickup.visit_cost if shipment.pickup else 0),
    ):
        if cost is not None:
            yield from _range_findings(f"{who}: {field}", cost, LARGEST_AMOUNT)
    yield from _range_findings(
        f"{who}: late_cost_per_s", shipment.late_cost_per_s, LARGEST_UNIT_COST
    )
    yield from _window_findings(f"{who}: window", shipment.windows)
    for field, instant in (("release", shipment.release), ("due", shipment.due)):
        if instant is not None:
            yield from _range_findings(f"{who}: {field}", abs(instant), LARGEST_TIME_S)
    for price in shipment.time_prices:
        yield from _range_findings(f"{who}: time price", price.cost, LARGEST_AMOUNT)
        yield from _window_findings(f"{who}: time price", [price.window])


def _pairing_findings(shipment: Shipment, locations: int) -> Iterator[str]:
    """Yield what does not go together in one shipment's kind, pick-up and load."""
    who = f"shipment {shipment.name!r}"
    if shipment.kind not in _KINDS:
        yield f"{who}: kind {shipment.kind.value} is not delivery, pickup or service"
    if shipment.kind is Activity.SERVICE and any(shipment.load):
        yield f"{who}: a service has no load"
    if shipment.kind is not Activity.DELIVERY and (shipment.pickup or any(shipment.returns)):
        yield f"{who}: only a delivery has a pickup or returns"
    if shipment.pickup is None:
        if shipment.max_ride_s is not None:
            yield f"{who}: max_ride_s needs a pickup"
        return
    pickup = shipment.pickup
    if shipment.release is not None:
        yield f"{who}: release is of goods at the depot, use the windows of the pickup"
    yield from _index_findings(f"{who}: pickup location", pickup.location, locations)
    yield from _window_findings(f"{who}: pickup window", pickup.windows)
    for field, seconds in (
        ("pickup service_s", pickup.service_s),
        ("pickup setup_s", pickup.setup_s),
        ("max_ride_s", shipment.max_ride_s or 0),
    ):
        yield from _range_findings(f"{who}: {field}", seconds, LARGEST_TIME_S)


def _bond_findings(shipment: Shipment, vehicles: int, shipments: int) -> Iterator[str]:
    """Yield references to vehicles and shipments that are not there."""
    who = f"shipment {shipment.name!r}"
    for vehicle in sorted(shipment.vehicles or ()):
        yield from _index_findings(f"{who}: vehicles", vehicle, vehicles)
    if shipment.kept_by is not None:
        yield from _index_findings(f"{who}: kept_by", shipment.kept_by, vehicles)
    yield from _range_findings(f"{who}: moving_cost", shipment.moving_cost, LARGEST_AMOUNT)
    for other in sorted(shipment.after):
        yield from _index_findings(f"{who}: after", other, shipments)


def _choice_findings(shipments: Sequence[Shipment]) -> Iterator[str]:
    prizes: dict[str, int | None] = {}
    for shipment in shipments:
        if shipment.choice is not None:
            prize = prizes.setdefault(shipment.choice, shipment.prize)
            if prize != shipment.prize:
                yield f"shipments of choice {shipment.choice!r} have different prizes"


def _window_findings(which: str, windows: Iterable[Window]) -> Iterator[str]:
    for window in windows:
        for end in (window.early, window.late):
            yield from _range_findings(which, abs(end), LARGEST_TIME_S)


def _index_findings(which: str, index: int, count: int) -> Iterator[str]:
    if not 0 <= index < count:
        yield f"{which} {index} is not one of 0..{count - 1}"


def _load_findings(which: str, amounts: Sequence[int], dimensions: int) -> Iterator[str]:
    if len(amounts) != dimensions:
        yield f"{which} has {len(amounts)} amounts for {dimensions} load names"
    for amount in amounts:
        yield from _range_findings(which, amount, LARGEST_AMOUNT)


def _range_findings(which: str, value: int, largest: int) -> Iterator[str]:
    if value < 0:
        yield f"{which} {value} is negative"
    elif value > largest:
        yield f"{which} {value} is above {largest}"
