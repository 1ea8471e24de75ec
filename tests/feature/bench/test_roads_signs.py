"""``bench/roads_signs.py`` finds what a route does that no sign allows."""

import importlib.util
from pathlib import Path
from types import ModuleType

import osmium
import pytest
from osmium.osm.mutable import Node, Relation, Way

from worlds.repository import ROOT

# Crossings 1 to 5: 1-2-3 in a row, 4 north of 2, 5 north of 3.
PLACES = {1: (0.0, 0.0), 2: (0.0, 0.001), 3: (0.0, 0.002), 4: (0.001, 0.001), 5: (0.001, 0.002)}


@pytest.fixture(scope="module")
def signs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("roads_signs", ROOT / "bench/roads_signs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys  # noqa: PLC0415 - dataclasses look their module up

    sys.modules["roads_signs"] = module
    spec.loader.exec_module(module)
    return module


def write_town(path: Path) -> Path:
    ways = {11: [1, 2], 12: [2, 3], 13: [2, 4], 14: [3, 5], 15: [4, 5]}
    members = {
        21: ("no_left_turn", [("w", 11, "from"), ("n", 2, "via"), ("w", 13, "to")]),
        22: ("only_straight_on", [("w", 13, "from"), ("n", 4, "via"), ("w", 15, "to")]),
        23: ("no_u_turn", [("w", 11, "from"), ("w", 12, "via"), ("w", 14, "to")]),
    }
    with osmium.SimpleWriter(str(path)) as writer:
        for number, (lat, lon) in PLACES.items():
            writer.add_node(Node(id=number, location=(lon, lat)))
        for number, nodes in ways.items():
            tags = {"highway": "residential", **({"oneway": "yes"} if number == 15 else {})}
            writer.add_way(Way(id=number, nodes=nodes, tags=tags))
        for number, (kind, parts) in members.items():
            tags = {"type": "restriction", "restriction": kind}
            writer.add_relation(Relation(id=number, members=parts, tags=tags))
    return path


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        ([1, 2, 3], []),
        ([1, 2, 4], ["no_left_turn at 2"]),
        ([3, 2, 4], []),
        ([2, 4, 5], []),
        ([2, 4, 2], ["only_straight_on at 4"]),
        ([1, 2, 3, 5], ["no_u_turn through [12]"]),
        ([2, 3, 5], []),
        ([3, 5, 4], ["against one-way 15 at 5"]),
    ],
)
def test_each_sign_is_read(
    tmp_path: Path, signs: ModuleType, nodes: list[int], said: list[str]
) -> None:
    book = signs.read_signs(write_town(tmp_path / "town.osm.pbf"))

    assert list(book.broken([PLACES[node] for node in nodes])) == said
