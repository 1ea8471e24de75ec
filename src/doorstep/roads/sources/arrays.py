"""Graphs and hierarchies as named arrays, for files."""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt

from doorstep.roads.graph import Graph, Hours, Turns
from doorstep.roads.ground import Hierarchy
from doorstep.roads.topology import Topology

Arrays = dict[str, npt.NDArray[np.generic]]

_TEXTS = ("classes", "names", "profiles", "whens", "unread")


def graph_arrays(graph: Graph) -> Arrays:
    """Return a graph's numbers as arrays, and its texts as one array of JSON bytes."""
    arrays: Arrays = {}
    texts: dict[str, Any] = {"left_hand": graph.left_hand}
    for part, owner in (("graph", graph), ("turns", graph.turns), ("hours", graph.hours)):
        for field in fields(owner) if owner is not None else ():
            value = getattr(owner, field.name)
            if isinstance(value, np.ndarray):
                arrays[f"{part}_{field.name}"] = value
            elif field.name in _TEXTS:
                texts[f"{part}_{field.name}"] = value
    arrays["graph_texts"] = np.frombuffer(json.dumps(texts).encode(), dtype=np.uint8)
    return arrays


def to_graph(arrays: Mapping[str, Any]) -> Graph:
    """Return the graph of ``graph_arrays``.

    Raises
    ------
    KeyError, TypeError, ValueError
        These arrays hold no graph.
    """
    texts = json.loads(arrays["graph_texts"].tobytes())
    turns = Turns(**_part(arrays, texts, "turns")) if "turns_state" in arrays else None
    hours = Hours(**_part(arrays, texts, "hours"))
    plain = _part(arrays, texts, "graph")
    return Graph(**plain, left_hand=texts["left_hand"], turns=turns, hours=hours)


def hierarchy_arrays(hierarchy: Hierarchy | None) -> Arrays:
    """Return a hierarchy's topologies as arrays, none for none."""
    arrays: Arrays = {}
    for part in ("junctions", "turns") if hierarchy is not None else ():
        topology = getattr(hierarchy, part)
        if topology is not None:
            for field in fields(Topology):
                arrays[f"topology_{part}_{field.name}"] = getattr(topology, field.name)
    return arrays


def to_hierarchy(arrays: Mapping[str, Any]) -> Hierarchy | None:
    """Return the hierarchy of ``hierarchy_arrays``."""
    parts: dict[str, Topology | None] = {}
    for part in ("junctions", "turns"):
        named = {f.name: f"topology_{part}_{f.name}" for f in fields(Topology)}
        has_it = all(name in arrays for name in named.values())
        parts[part] = Topology(**{k: arrays[v] for k, v in named.items()}) if has_it else None
    return Hierarchy(**parts) if any(parts.values()) else None


def _part(arrays: Mapping[str, Any], texts: dict[str, Any], part: str) -> dict[str, Any]:
    start = f"{part}_"
    found: dict[str, Any] = {
        name.removeprefix(start): tuple(value)
        for name, value in texts.items()
        if name.startswith(start)
    }
    found |= {
        name.removeprefix(start): value
        for name, value in arrays.items()
        if name.startswith(start) and name != "graph_texts"
    }
    return found
