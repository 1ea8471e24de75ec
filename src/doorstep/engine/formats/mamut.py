"""Time-dependent instances of the MAMUT project: a JSON with the clients, another with the travel.

The second one holds an arrival function for each leg (as in Rifki's set) or a road graph with a
speed for each hour of the day. What is minimised is the total duration of the routes, waiting and
service included; when each of them leaves is free.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from doorstep.engine.formats.arrivals import read_arrivals
from doorstep.engine.formats.errors import FormatError
from doorstep.engine.formats.instance import Instance, Rounding, distances_between
from doorstep.engine.parts import (
    NO_CONNECTION,
    IntMatrix,
    Profile,
    Shipment,
    Slices,
    Vehicle,
    Window,
)
from doorstep.engine.problem import Problem

_ARRIVALS, _GRAPH = "mamut-td-atf", "mamut-td-road-graph"

_WANTED = (
    "instance_name",
    "vehicle_capacity",
    "coordinates",
    "demands",
    "service_times",
    "time_windows",
    "td",
)

_BY_TAIL = {"atf_path": ".atf.json.gz", "graph_path": ".road.json.gz"}


def list_travel_files(text: str, name: str) -> tuple[str, ...]:
    """Return how the file with the travel may be called, the likeliest first.

    Parameters
    ----------
    text, name
        Of the file with the clients, called like ``lyon.vrp.json``.

    Raises
    ------
    FormatError
        The text is not such a file.
    """
    td = _read_clients(text)["td"]
    stem = name.removesuffix(".json").removesuffix(".vrp")
    return tuple(
        called
        for field, tail in _BY_TAIL.items()
        if field in td
        for called in (td[field], stem + tail)
    )


def read(text: str, travel_text: str) -> Instance:
    """Return the instance; its client 0 is the depot.

    Times and costs are in seconds, with a road graph in tenths of them. Windows that begin or end
    between two such units are moved to the earlier one: by less than a tenth of a second, where
    travel is rounded up by as much.

    Raises
    ------
    FormatError
        One of the texts is not such a file, or has travel that slices cannot give exactly.
    """
    clients = _read_clients(text)
    travel = _parse(travel_text)
    places = len(clients["coordinates"])
    try:
        if travel.get("format") == _ARRIVALS:
            slices, scale = read_arrivals(travel["arcs"], places), 1
        elif travel.get("format") == _GRAPH:
            from doorstep.engine.formats.road_graph import TENTHS, read_graph  # noqa: PLC0415

            slices, scale = read_graph(travel), TENTHS
        else:
            message = f"The travel is neither {_ARRIVALS} nor {_GRAPH}."
            raise FormatError([message])
        return _build(clients, slices, scale)
    except (KeyError, TypeError) as error:
        message = f"The file lacks {error}, or has something else in its place."
        raise FormatError([message]) from error
    except ValueError as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(str(error).splitlines()) from error


def _build(clients: Mapping[str, Any], slices: Slices, scale: int) -> Instance:
    depot = int(clients.get("depot", 0))
    windows = [_window(window, scale) for window in clients["time_windows"]]
    others = [client for client in range(len(windows)) if client != depot]
    metres = distances_between([(x, y) for x, y in clients["coordinates"]], Rounding.ROUND)
    missing = (slices.duration_s < 0).any(axis=0)
    slices.duration_s[:, missing] = NO_CONNECTION
    metres[missing] = NO_CONNECTION
    usual = _mean(slices, windows[depot])
    vehicle = Vehicle(
        name="",
        profile=0,
        start=depot,
        end=depot,
        shift=windows[depot],
        capacity=(int(clients["vehicle_capacity"]),),
        cost_per_s=1,
    )
    count = clients.get("num_vehicles") or len(others)
    problem = Problem(
        profiles=(Profile("car", usual, metres, slices),),
        vehicles=tuple(replace(vehicle, name=str(number)) for number in range(1, count + 1)),
        shipments=tuple(
            Shipment(
                name=str(client),
                location=client,
                load=(int(clients["demands"][client]),),
                windows=(windows[client],),
                service_s=-int(-clients["service_times"][client] * scale // 1),
            )
            for client in others
        ),
        load_names=("demand",),
    )
    return Instance(clients["instance_name"], problem, scale)


def _window(bounds: Sequence[float], scale: int) -> Window:
    early, late = (int(bound * scale // 1) for bound in bounds)
    return Window(early, late)


def _mean(slices: Slices, day: Window) -> IntMatrix:
    """Return the mean over the day in which the depot is open, rounded up."""
    bounds = np.clip([*slices.starts_s, day.late], day.early, day.late)
    weights = np.diff(np.maximum.accumulate(bounds)).astype(np.float64)
    weights[-1] += weights.sum() == 0
    total = np.zeros(slices.duration_s.shape[1:])
    for weight, table in zip(weights, slices.duration_s, strict=True):
        total += weight * table
    mean: IntMatrix = np.ceil(total / weights.sum() - 1e-9).astype(np.int32)
    return mean


def _read_clients(text: str) -> dict[str, Any]:
    clients = _parse(text)
    lacking = [f"The file has no {name!r}." for name in _WANTED if name not in clients]
    if not lacking:
        places = len(clients["coordinates"])
        lacking = [
            f"There are {len(clients[name])} {name} for {places} coordinates."
            for name in ("demands", "service_times", "time_windows")
            if len(clients[name]) != places
        ]
    if lacking:
        raise FormatError(lacking)
    return clients


def _parse(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError as error:
        message = f"The file is not JSON: {error}."
        raise FormatError([message]) from error
    if not isinstance(document, dict):
        raise FormatError(["The file is not a JSON object."])
    return document
