"""What a problem must fulfil before anybody works on it; all findings at once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from doorstep.engine.parts import NO_CONNECTION, IntMatrix, Profile, Shipment, Vehicle

LARGEST_AMOUNT = 2**45
"""Largest load, price or prize: sums of a hundred thousand of them still fit 64 bits."""

LARGEST_TIME_S = 2**31
"""Largest distance of a window's end from the horizon's start: 68 years."""

LARGEST_UNIT_COST = 2**24
"""Largest price per metre or second: 16.7 million thousandths of a minor unit."""


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
    return findings


def _duplicates(kind: str, names: Iterable[str]) -> Iterator[str]:
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
    elif np.any((profile.duration_s < 0) != (profile.distance_m < 0)):
        yield f"{who}: duration_s and distance_m disagree on where there is no connection"


def _matrix_findings(which: str, matrix: IntMatrix) -> Iterator[str]:
    if matrix.dtype != np.int32:
        yield f"{which} has type {matrix.dtype}, not int32"
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:  # noqa: PLR2004, from by to
        yield f"{which} has shape {matrix.shape}, not (locations, locations)"
        return
    if np.any(matrix < NO_CONNECTION):
        yield f"{which} has values below {NO_CONNECTION}"
    if np.any(np.diagonal(matrix) != 0):
        yield f"{which} is not zero from a location to itself"


def _vehicle_findings(
    vehicle: Vehicle, profiles: int, locations: int, dimensions: int
) -> Iterator[str]:
    who = f"vehicle {vehicle.name!r}"
    yield from _index_findings(f"{who}: profile", vehicle.profile, profiles)
    yield from _index_findings(f"{who}: start", vehicle.start, locations)
    yield from _index_findings(f"{who}: end", vehicle.end, locations)
    yield from _load_findings(f"{who}: capacity", vehicle.capacity, dimensions)
    yield from _range_findings(f"{who}: fixed_cost", vehicle.fixed_cost, LARGEST_AMOUNT)
    yield from _range_findings(f"{who}: cost_per_m", vehicle.cost_per_m, LARGEST_UNIT_COST)
    yield from _range_findings(f"{who}: cost_per_s", vehicle.cost_per_s, LARGEST_UNIT_COST)
    if vehicle.max_stops is not None:
        yield from _range_findings(f"{who}: max_stops", vehicle.max_stops, LARGEST_AMOUNT)
    for end in (vehicle.shift.early, vehicle.shift.late):
        yield from _range_findings(f"{who}: shift", abs(end), LARGEST_TIME_S)


def _shipment_findings(
    shipment: Shipment, profiles: Sequence[Profile], locations: int, dimensions: int
) -> Iterator[str]:
    who = f"shipment {shipment.name!r}"
    if profiles:
        yield from _index_findings(f"{who}: location", shipment.location, locations)
    yield from _load_findings(f"{who}: load", shipment.load, dimensions)
    yield from _range_findings(f"{who}: service_s", shipment.service_s, LARGEST_TIME_S)
    if shipment.prize is not None:
        yield from _range_findings(f"{who}: prize", shipment.prize, LARGEST_AMOUNT)
    for window in shipment.windows:
        for end in (window.early, window.late):
            yield from _range_findings(f"{who}: window", abs(end), LARGEST_TIME_S)


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
