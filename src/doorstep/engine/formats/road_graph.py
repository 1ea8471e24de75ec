"""Road graphs with a speed for each part of the day (``mamut-td-road-graph``) as slices.

The travel times of a slice are those of the quickest ways at its speeds; a leg across its end
goes on with the share that is still ahead (``Crossing.SHARE``). That is exact where all streets
of a way slow alike, and near it elsewhere; the exact function of every leg would take many times
the memory.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from doorstep.engine.formats.contraction import Core, contract
from doorstep.engine.formats.errors import FormatError
from doorstep.engine.formats.ways import measure_ways
from doorstep.engine.parts import NO_CONNECTION, IntMatrix, Slices

TENTHS = 10
"""Seconds are cut into so many: a leg in a city is too short for whole ones."""

_ROUNDING = 1e-6


def read_graph(document: Mapping[str, Any]) -> Slices:
    """Return the travel times between the places, in tenths of a second, rounded up.

    Slices with the same speeds are measured once, between what is left of the graph when
    vertices that are no places have been left out: O(slices x places x edges log(vertices)).

    Raises
    ------
    FormatError
        An edge has not one speed for each part of the day, or leads to no vertex.
    """
    bounds = [round(edge * TENTHS) for edge in document["bin_edges"]]
    vertices, places = int(document["num_vertices"]), list(document["node_vertices"])
    edges: Sequence[tuple[int, int, float, Sequence[float]]] = document["edges"]
    findings = _list_findings(edges, len(bounds) - 1, vertices, places)
    if findings:
        raise FormatError(findings)
    tails, heads = (np.array([edge[at] for edge in edges], np.int64) for at in (0, 1))
    metres = np.array([edge[2] for edge in edges], np.float64)
    speeds = np.array([edge[3] for edge in edges], np.float64).reshape(len(edges), len(bounds) - 1)
    seconds = metres[:, None] / speeds
    slices, alike = np.unique(seconds, axis=1, return_inverse=True)
    core = contract(tails, heads, slices, np.array(places, np.int64))
    tables = np.stack([_measure(core, number) for number in range(slices.shape[1])])
    return Slices(tuple(bounds[:-1]), tables[alike.ravel()])


def _list_findings(
    edges: Sequence[tuple[int, int, float, Sequence[float]]],
    slices: int,
    vertices: int,
    places: Sequence[int],
) -> list[str]:
    findings = []
    for tail, head, metres, speeds in edges:
        if not (0 <= tail < vertices and 0 <= head < vertices):
            findings.append(f"Edge {tail}-{head} leads to a vertex that is not there.")
        elif len(speeds) != slices or min(speeds, default=0) <= 0 or metres < 0:
            findings.append(f"Edge {tail}-{head} has not a length and {slices} speeds above zero.")
    if any(not 0 <= place < vertices for place in places):
        findings.append("A place is at a vertex that is not there.")
    return findings


def _measure(core: Core, number: int) -> IntMatrix:
    """Return the tenths of seconds of the quickest ways between the places in a slice."""
    away = measure_ways(core.first, core.heads, core.seconds[number], core.places)
    tenths = np.ceil(np.where(np.isinf(away), NO_CONNECTION, TENTHS * away) - _ROUNDING)
    table: IntMatrix = tenths.astype(np.int32)
    np.fill_diagonal(table, 0)
    return table
