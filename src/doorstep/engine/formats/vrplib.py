"""VRPLIB files: ``KEY : value`` lines, then sections of numbered rows.

CVRP and VRPTW are read here, mixed fleets, several depots, trips and prizes by ``fleets``. Read
from scratch: the ``vrplib`` package reads files, not texts, and the engine opens none. Keys and
sections of other problems, such as backhauls, are refused by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from doorstep.engine.formats import fleets
from doorstep.engine.formats.errors import FormatError
from doorstep.engine.formats.instance import (
    Customers,
    Instance,
    Rounding,
    build,
    distances_between,
    untimed_shift,
)
from doorstep.engine.formats.words import is_number
from doorstep.engine.parts import IntMatrix
from doorstep.engine.problem import Problem

_READ_KEYS = {
    "NAME",
    "TYPE",
    "DIMENSION",
    "CAPACITY",
    "VEHICLES",
    "SERVICE_TIME",
    "EDGE_WEIGHT_TYPE",
    "EDGE_WEIGHT_FORMAT",
}
_IDLE_KEYS = {"COMMENT", "NODE_COORD_TYPE", "DISPLAY_DATA_TYPE"}
_SECTIONS = {
    "NODE_COORD_SECTION",
    "EDGE_WEIGHT_SECTION",
    "DEMAND_SECTION",
    "TIME_WINDOW_SECTION",
    "SERVICE_TIME_SECTION",
    "DEPOT_SECTION",
}
_TYPES = ("CVRP", "VRPTW")


@dataclass(slots=True)
class _Parts:
    """The file's lines by key and section."""

    keys: dict[str, str] = field(default_factory=dict)
    sections: dict[str, list[list[str]]] = field(default_factory=dict)

    def number(self, key: str) -> int:
        """Return the whole number under ``key``."""
        return int(self.keys[key])

    def rows(self, section: str) -> list[list[int]]:
        """Return a section's rows without the numbers in front."""
        return [[int(word) for word in row[1:]] for row in self.sections[section]]


def read(text: str, rounding: Rounding | None = None) -> Instance:
    """Return the instance in ``text``.

    Parameters
    ----------
    rounding
        Of distances; none for what the sets agree on: ``DIMACS`` for VRPTW, else ``ROUND``, and
        for other types as ``fleets.TYPES`` has it.

    Raises
    ------
    FormatError
        The text is not complete, or asks for what the engine cannot do; all that is asked for
        is named.
    """
    parts = _split(text)
    if findings := _list_findings(parts):
        raise FormatError(findings)
    try:
        return _build(parts, rounding)
    except (ValueError, IndexError) as error:
        if isinstance(error, FormatError):
            raise
        message = f"A row of the file does not have the numbers it should: {error}."
        raise FormatError([message]) from error


def write(problem: Problem, name: str) -> str:
    """Return a problem with one kind of vehicle as VRPLIB, its matrix written out.

    Read back with ``Rounding.ROUND`` it is the same problem.

    Raises
    ------
    FormatError
        The problem says more than the format can.
    """
    if findings := _list_inexpressible(problem):
        raise FormatError(findings)
    lengths = problem.profiles[0].distance_m
    car = problem.vehicles[0]
    timed = any(shipment.windows for shipment in problem.shipments)
    lines = [
        f"NAME : {name}",
        f"TYPE : {'VRPTW' if timed else 'CVRP'}",
        f"DIMENSION : {len(lengths)}",
        f"VEHICLES : {len(problem.vehicles)}",
        f"CAPACITY : {car.capacity[0]}",
        "EDGE_WEIGHT_TYPE : EXPLICIT",
        "EDGE_WEIGHT_FORMAT : FULL_MATRIX",
        "EDGE_WEIGHT_SECTION",
        *(" ".join(str(length) for length in row) for row in lengths.tolist()),
        "DEMAND_SECTION",
        "1 0",
        *(f"{at} {stop.load[0]}" for at, stop in enumerate(problem.shipments, 2)),
    ]
    if timed:
        windows = [car.shift, *(stop.windows[0] for stop in problem.shipments)]
        lines.append("TIME_WINDOW_SECTION")
        lines += [f"{at} {window.early} {window.late}" for at, window in enumerate(windows, 1)]
    lines += ["SERVICE_TIME_SECTION", "1 0"]
    lines += [f"{at} {stop.service_s}" for at, stop in enumerate(problem.shipments, 2)]
    return "\n".join([*lines, "DEPOT_SECTION", "1", "-1", "EOF", ""])


def _split(text: str) -> _Parts:
    parts = _Parts()
    rows: list[list[str]] | None = None
    for line in text.splitlines():
        words = line.split()
        if not words or words == ["EOF"]:
            continue
        head = words[0].rstrip(":").upper()
        if head.endswith("_SECTION"):
            rows = parts.sections.setdefault(head, [])
        elif ":" in line and not is_number(words[0]):
            key, _, value = line.partition(":")
            parts.keys[key.strip().upper()] = value.strip()
            rows = None
        elif rows is not None:
            rows.append(words)
    return parts


def _list_findings(parts: _Parts) -> list[str]:
    kind = parts.keys.get("TYPE", _TYPES[0])
    is_fleet = kind in fleets.TYPES
    known = _READ_KEYS | _IDLE_KEYS | _SECTIONS
    known |= fleets.KEYS | fleets.SECTIONS if is_fleet else set()
    findings = [
        f"{name} is not supported." for name in [*parts.keys, *parts.sections] if name not in known
    ]
    if kind not in _TYPES and not is_fleet:
        types = ", ".join((*_TYPES, *fleets.TYPES))
        findings.append(f"TYPE {kind} is not supported, only {types}.")
    weights = parts.keys.get("EDGE_WEIGHT_TYPE", "EUC_2D")
    shape = parts.keys.get("EDGE_WEIGHT_FORMAT", "FULL_MATRIX")
    if weights not in {"EUC_2D", "EXPLICIT"} or (weights == "EXPLICIT" and shape != "FULL_MATRIX"):
        findings.append(
            f"Edge weights {weights} {shape} are not supported, only EUC_2D and FULL_MATRIX."
        )
    source = "EDGE_WEIGHT_SECTION" if weights == "EXPLICIT" else "NODE_COORD_SECTION"
    is_timed = kind.endswith(("TW", "TWR"))
    wanted = [source, "DEMAND_SECTION", *(["TIME_WINDOW_SECTION"] if is_timed else [])]
    findings += [f"{name} is missing." for name in wanted if name not in parts.sections]
    if "CAPACITY" not in parts.keys and "CAPACITY_SECTION" not in parts.sections:
        findings.append("CAPACITY is missing.")
    if is_fleet:
        return findings
    depots = parts.sections.get("DEPOT_SECTION", [["1"]])
    if [row[0] for row in depots if row[0] != "-1"] != ["1"]:
        findings.append("DEPOT_SECTION must name node 1 and no other.")
    return findings


def _build(parts: _Parts, rounding: Rounding | None) -> Instance:
    kind = parts.keys.get("TYPE", _TYPES[0])
    if kind in fleets.TYPES:
        rounding = rounding or fleets.TYPES[kind]
        rows = {
            name: [[float(word) for word in row[1:]] for row in lines]
            for name, lines in parts.sections.items()
            if name in _SECTIONS | fleets.SECTIONS and name != "DEPOT_SECTION"
        }
        depots = fleets.list_depots(parts.sections.get("DEPOT_SECTION", [["1"]]))
        lengths = _lengths(parts, rounding)
        return fleets.build(parts.keys, rows, depots, lengths, rounding.scale)
    is_timed = kind == "VRPTW"
    if rounding is None:
        rounding = Rounding.DIMACS if is_timed else Rounding.ROUND
    lengths = _lengths(parts, rounding)
    loads = [row[0] for row in parts.rows("DEMAND_SECTION")]
    services = [0] * len(loads)
    if "SERVICE_TIME_SECTION" in parts.sections:
        services = [row[0] for row in parts.rows("SERVICE_TIME_SECTION")]
    elif "SERVICE_TIME" in parts.keys:
        services = [0] + [parts.number("SERVICE_TIME")] * (len(loads) - 1)
    windows = None
    if "TIME_WINDOW_SECTION" in parts.sections:
        windows = [(row[0], row[1]) for row in parts.rows("TIME_WINDOW_SECTION")]
    counts = {len(lengths), len(loads), len(services), len(windows or loads)}
    if "DIMENSION" in parts.keys:
        counts.add(parts.number("DIMENSION"))
    if len(counts) > 1:
        raise FormatError([f"The sections have different numbers of nodes: {sorted(counts)}."])
    return build(
        parts.keys.get("NAME", "instance"),
        lengths,
        Customers(loads, services, windows),
        parts.number("CAPACITY"),
        vehicles=parts.number("VEHICLES") if "VEHICLES" in parts.keys else None,
        scale=rounding.scale,
    )


def _lengths(parts: _Parts, rounding: Rounding) -> IntMatrix:
    if parts.keys.get("EDGE_WEIGHT_TYPE") == "EXPLICIT":
        words = [float(word) for row in parts.sections["EDGE_WEIGHT_SECTION"] for word in row]
        side = parts.number("DIMENSION")
        return rounding.apply(np.array(words).reshape(side, side))
    rows: Sequence[Sequence[str]] = parts.sections["NODE_COORD_SECTION"]
    return distances_between([(float(row[1]), float(row[2])) for row in rows], rounding)


def _list_inexpressible(problem: Problem) -> list[str]:
    cars = {
        (car.profile, car.start, car.end, car.shift, car.capacity, car.max_stops, car.skills)
        for car in problem.vehicles
    }
    stops = problem.shipments
    timed = [bool(stop.windows) for stop in stops]
    tests = {
        "needs one vehicle or more, all alike": len(cars) == 1,
        "has one load": len(problem.load_names) == 1,
        "has one travel profile": len(problem.profiles) == 1,
        "has routes from location 0 to location 0": all(
            (car.start, car.end) == (0, 0) for car in problem.vehicles
        ),
        "has no prices but one for each unit of distance": all(
            (car.fixed_cost, car.cost_per_m, car.cost_per_s) == (0, 1, 0)
            for car in problem.vehicles
        ),
        "has no skills, prizes or most stops": all(
            car.max_stops is None for car in problem.vehicles
        )
        and not any(stop.skills or stop.prize is not None for stop in stops),
        "has one shipment at each location but the first": [stop.location for stop in stops]
        == list(range(1, problem.locations)),
        "has one window for each shipment or none for any": (all(timed) or not any(timed))
        and all(len(stop.windows) <= 1 for stop in stops),
        "without windows has a shift that never binds": any(timed)
        or all(car.shift == untimed_shift(problem) for car in problem.vehicles),
        "has durations equal to distances": all(
            np.array_equal(profile.duration_s, profile.distance_m) for profile in problem.profiles
        ),
    }
    return [f"A VRPLIB instance {rule}." for rule, holds in tests.items() if not holds]
