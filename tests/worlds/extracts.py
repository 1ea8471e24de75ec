"""Extracts of drawn villages, whole and damaged."""

from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Way

_STREET = {"highway": "residential"}


def write_village(
    path: Path, *, street: str = "Main Street", is_sorted: bool = True, sign: str = ""
) -> Path:
    """Write a cross of two streets with one house on each, sorted or ways first.

    ``sign`` stands on Mill Lane: what motor vehicles may, and when.
    """
    signs = {"motor_vehicle:conditional": sign} if sign else {}
    nodes = [
        Node(id=1, location=(25.000, 60.000)),
        Node(id=2, location=(25.002, 60.000)),
        Node(id=3, location=(25.004, 60.000)),
        Node(id=4, location=(25.002, 60.001)),
        Node(
            id=5,
            location=(25.001, 60.0001),
            tags={"addr:street": street, "addr:housenumber": "1"},
        ),
    ]
    ways = [
        Way(id=1, nodes=[1, 2, 3], tags={**_STREET, "name": street}),
        Way(id=2, nodes=[2, 4], tags={**_STREET, **signs, "name": "Mill Lane"}),
    ]
    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(path)) as writer:
        if is_sorted:
            for node in nodes:
                writer.add_node(node)
        for way in ways:
            writer.add_way(way)
        if not is_sorted:
            for node in nodes:
                writer.add_node(node)
    return path
