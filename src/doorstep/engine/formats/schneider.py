"""Instances of Schneider, Stenger and Goeke: electric vehicles, windows and stations [1]_.

As there, a vehicle is always charged until it is full, and fewer vehicles go before a shorter way.

References
----------
.. [1] Schneider, Stenger and Goeke (2014), doi:10.1287/trsc.2013.0490.
"""

import re
from collections.abc import Sequence
from math import ceil, floor, hypot

import numpy as np

from doorstep.engine.electric import METRES_PER_KM, Battery, Station
from doorstep.engine.formats.errors import FormatError
from doorstep.engine.formats.instance import Instance
from doorstep.engine.formats.words import is_number
from doorstep.engine.parts import IntMatrix, Profile, Shipment, Vehicle, Window
from doorstep.engine.problem import Problem

SCALE = 1000
"""Distances, times and energy are counted in thousandths; legs and charges are rounded up."""

VEHICLE_COST = 10**9
"""More than any way: no detour is worth a vehicle."""

_HEAD = ["StringID", "Type", "x", "y", "demand", "ReadyTime", "DueDate", "ServiceTime"]
_EXACT = 1e-6
"""Less than a thousandth of the problem's unit is a slip of floating point."""

_DEPOT, _STATION, _CUSTOMER = "d", "f", "c"
_VALUES = {"Q": "battery", "C": "load", "r": "consumption", "g": "charging", "v": "speed"}


def read(text: str) -> Instance:
    """Return the instance in ``text``; shipments and stations keep their names.

    Raises
    ------
    FormatError
        The text is not such a file.
    """
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if not lines or lines[0] != _HEAD:
        raise FormatError([f"The first line is not {' '.join(_HEAD)}."])
    rows = [words for words in lines[1:] if len(words) == len(_HEAD) and "/" not in words[-1]]
    for words in rows:
        if words[1] not in {_DEPOT, _STATION, _CUSTOMER} or not all(map(is_number, words[2:])):
            raise FormatError([f"The line of {words[0]} is not a depot, station or customer."])
    if [words[1] for words in rows].count(_DEPOT) != 1:
        raise FormatError(["There is not one depot."])
    try:
        return _build(rows, _read_values(lines))
    except ValueError as error:
        raise FormatError(str(error).splitlines()) from error


def _read_values(lines: Sequence[Sequence[str]]) -> dict[str, float]:
    values = {}
    for words in lines:
        found = re.fullmatch(r"/([^/]*)/", words[-1])
        if found is not None and words[0] in _VALUES and is_number(found[1]):
            values[words[0]] = float(found[1])
    missing = [name for name in _VALUES if name not in values]
    if missing:
        what = ", ".join(f"{name} ({_VALUES[name]})" for name in missing)
        raise FormatError([f"The lines at the end do not say {what}."])
    if min(values["Q"], values["C"], values["v"]) <= 0 or min(values["r"], values["g"]) < 0:
        raise FormatError(["Battery, load and speed must be above 0."])
    return values


def _build(rows: Sequence[Sequence[str]], values: dict[str, float]) -> Instance:
    points = [(float(words[2]), float(words[3])) for words in rows]
    windows = [Window(_up(float(words[5])), _down(float(words[6]))) for words in rows]
    depot = next(at for at, words in enumerate(rows) if words[1] == _DEPOT)
    distances = _measure(points, 1.0)
    battery = Battery(
        capacity=_down(values["Q"]),
        per_km=round(values["r"] * METRES_PER_KM),
        charges_fully=True,
    )
    curve = ((0, 0), (battery.capacity, _up(values["Q"] * values["g"])))
    shipments = tuple(
        Shipment(
            name=words[0],
            location=at,
            load=(_up(float(words[4])),),
            windows=(windows[at],),
            service_s=_up(float(words[7])),
        )
        for at, words in enumerate(rows)
        if words[1] == _CUSTOMER
    )
    problem = Problem(
        profiles=(Profile("distance", _measure(points, values["v"]), distances),),
        vehicles=tuple(
            Vehicle(
                name=str(number),
                profile=0,
                start=depot,
                end=depot,
                shift=windows[depot],
                capacity=(_down(values["C"]),),
                fixed_cost=VEHICLE_COST,
                cost_per_m=1,
                battery=battery,
            )
            for number in range(1, len(shipments) + 1)
        ),
        shipments=shipments,
        load_names=("demand",),
        stations=tuple(
            Station(words[0], at, curve) for at, words in enumerate(rows) if words[1] == _STATION
        ),
    )
    return Instance("", problem, SCALE, is_fleet_first=True)


def _measure(points: Sequence[tuple[float, float]], speed: float) -> IntMatrix:
    """Return what each leg takes, rounded up, so that what keeps a window does so exactly."""
    legs = [[_up(hypot(x - u, y - v) / speed) for u, v in points] for x, y in points]
    return np.array(legs, dtype=np.int32)


def _up(value: float) -> int:
    return ceil(value * SCALE - _EXACT)


def _down(value: float) -> int:
    return floor(value * SCALE + _EXACT)
