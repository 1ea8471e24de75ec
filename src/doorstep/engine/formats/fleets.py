"""VRPLIB in PyVRP's dialect: mixed fleets, depots, trips with releases, and prizes.

Beside what ``vrplib`` reads there are sections with a row for each vehicle (``CAPACITY``,
``VEHICLES_FIXED_COST``, ``VEHICLES_UNIT_DISTANCE_COST``, ``VEHICLES_DEPOT``,
``VEHICLES_RELOAD_DEPOT``, ``VEHICLES_MAX_DURATION``, ``VEHICLES_MAX_DISTANCE``; a single value for
all may stand as a key), and for each node (``RELEASE_TIME``, ``PRIZE``). The depots are the first
nodes; their windows are their vehicles' shifts. A client without a prize must be served.
"""

from collections.abc import Mapping, Sequence

from doorstep.engine.formats.errors import FormatError
from doorstep.engine.formats.instance import Instance, Rounding, longest_shift
from doorstep.engine.parts import IntMatrix, Profile, Shipment, Vehicle, Window
from doorstep.engine.problem import Problem

TYPES: Mapping[str, Rounding] = {
    "HFVRP": Rounding.EXACT,
    "MDVRPTW": Rounding.EXACT,
    "MTVRPTWR": Rounding.DIMACS,
    "PCVRPTW": Rounding.DIMACS,
}
"""What is read here, and how the sets' numbers become integers."""

KEYS = {"VEHICLES_MAX_DURATION", "VEHICLES_MAX_DISTANCE", "VEHICLES_MAX_RELOADS"}

SECTIONS = {
    "CAPACITY_SECTION",
    "VEHICLES_FIXED_COST_SECTION",
    "VEHICLES_UNIT_DISTANCE_COST_SECTION",
    "VEHICLES_DEPOT_SECTION",
    "VEHICLES_RELOAD_DEPOT_SECTION",
    "VEHICLES_MAX_DURATION_SECTION",
    "VEHICLES_MAX_DISTANCE_SECTION",
    "RELEASE_TIME_SECTION",
    "PRIZE_SECTION",
}

Rows = Mapping[str, Sequence[Sequence[float]]]
"""Each section's rows, without the numbers in front."""


def list_depots(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the depots' nodes, from 0, as ``DEPOT_SECTION`` lists them."""
    return [int(row[0]) - 1 for row in rows if row[0] != "-1"]


def build(
    keys: Mapping[str, str], rows: Rows, depots: Sequence[int], lengths: IntMatrix, scale: int
) -> Instance:
    """Return the instance; the first clients' shipments come first, named by their nodes from 0.

    Parameters
    ----------
    keys
        What stands before the sections.
    lengths
        Distance and duration of each leg, in the problem's unit.
    scale
        How many of the problem's units of time and cost are one of the file's.

    Raises
    ------
    FormatError
        The numbers make no problem.
    """
    nodes = len(lengths)
    if list(depots) != list(range(len(depots))):
        raise FormatError(["DEPOT_SECTION must name the first nodes, in order."])
    _check_lengths(rows, nodes)
    clients = range(len(depots), nodes)
    shift = longest_shift(
        lengths, scale * sum(int(row[0]) for row in rows.get("SERVICE_TIME_SECTION", ()))
    )
    windows = [
        Window(round(row[0] * scale), round(row[1] * scale))
        for row in rows.get("TIME_WINDOW_SECTION", ())
    ]
    shifts = windows[: len(depots)] or [shift] * len(depots)
    try:
        problem = Problem(
            profiles=(Profile("distance", lengths, lengths),),
            vehicles=_list_vehicles(keys, rows, shifts, len(clients), scale),
            shipments=tuple(
                _read_client(keys, rows, client, windows[client : client + 1], scale)
                for client in clients
            ),
            load_names=("demand",),
        )
    except ValueError as error:
        raise FormatError(str(error).splitlines()) from error
    return Instance(keys.get("NAME", "instance"), problem, scale)


def _check_lengths(rows: Rows, nodes: int) -> None:
    of_nodes = ("DEMAND", "SERVICE_TIME", "TIME_WINDOW", "RELEASE_TIME", "PRIZE")
    findings = [
        f"{name}_SECTION has {len(rows[f'{name}_SECTION'])} rows for {nodes} nodes."
        for name in of_nodes
        if len(rows.get(f"{name}_SECTION", range(nodes))) != nodes
    ]
    if findings:
        raise FormatError(findings)


def _read_client(
    keys: Mapping[str, str], rows: Rows, client: int, windows: Sequence[Window], scale: int
) -> Shipment:
    service = float(keys.get("SERVICE_TIME", 0))
    if "SERVICE_TIME_SECTION" in rows:
        service = rows["SERVICE_TIME_SECTION"][client][0]
    release = rows["RELEASE_TIME_SECTION"][client][0] if "RELEASE_TIME_SECTION" in rows else 0
    prize = rows["PRIZE_SECTION"][client][0] if "PRIZE_SECTION" in rows else 0
    return Shipment(
        name=str(client),
        location=client,
        load=(int(rows["DEMAND_SECTION"][client][0]),),
        windows=tuple(windows),
        service_s=round(service * scale),
        release=round(release * scale) or None,
        prize=round(prize * scale) or None,
    )


def _list_vehicles(
    keys: Mapping[str, str], rows: Rows, shifts: Sequence[Window], clients: int, scale: int
) -> tuple[Vehicle, ...]:
    count = int(keys.get("VEHICLES", clients))
    vehicles = []
    for number in range(count):
        depot = int(_of_vehicle(keys, rows, "VEHICLES_DEPOT", number, 1)) - 1
        reload_at = int(_of_vehicle(keys, rows, "VEHICLES_RELOAD_DEPOT", number, 0)) - 1
        most = int(_of_vehicle(keys, rows, "VEHICLES_MAX_RELOADS", number, clients))
        longest = _of_vehicle(keys, rows, "VEHICLES_MAX_DURATION", number, -1)
        farthest = _of_vehicle(keys, rows, "VEHICLES_MAX_DISTANCE", number, -1)
        vehicles.append(
            Vehicle(
                str(number + 1),
                0,
                depot,
                depot,
                shifts[depot],
                (int(_of_vehicle(keys, rows, "CAPACITY", number, 0)),),
                fixed_cost=round(
                    scale * _of_vehicle(keys, rows, "VEHICLES_FIXED_COST", number, 0)
                ),
                cost_per_m=round(
                    _of_vehicle(keys, rows, "VEHICLES_UNIT_DISTANCE_COST", number, 1)
                ),
                max_duration_s=None if longest < 0 else round(longest * scale),
                max_distance_m=None if farthest < 0 else round(farthest * scale),
                max_trips=1 if reload_at < 0 else 1 + most,
                reload_at=None if reload_at < 0 else reload_at,
            )
        )
    return tuple(vehicles)


def _of_vehicle(
    keys: Mapping[str, str], rows: Rows, name: str, number: int, default: float
) -> float:
    section = rows.get(f"{name}_SECTION")
    if section is None:
        return float(keys.get(name, default))
    row = section[number]
    if len(row) != 1:
        raise FormatError([f"{name}_SECTION must have one number for each vehicle."])
    return row[0]
