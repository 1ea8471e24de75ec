"""Road files that can be read, and what is said of those that cannot."""

from collections.abc import Callable
from pathlib import Path

import osmium
import pytest
from osmium.osm.mutable import Node, Way

from doorstep.roads.graph import CLOSED
from doorstep.roads.sources import RoadFileError, read_addresses, read_graph, write_basemap
from worlds.repository import ROOT

HELSINKI = ROOT / "src/doorstep/demo/data/helsinki.osm.pbf"


def write_pbf(path: Path, ways: list[Way]) -> Path:
    """Write ways through nodes 1 to 4, which lie 100 m apart along the equator."""
    with osmium.SimpleWriter(str(path)) as writer:
        for number in range(1, 5):
            writer.add_node(Node(id=number, location=(number / 1000, 0.0)))
        for way in ways:
            writer.add_way(way)
    return path


def empty(path: Path) -> None:
    """Write nothing."""
    path.write_bytes(b"")


def cut_off(path: Path) -> None:
    """Write the first half of an extract."""
    whole = HELSINKI.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def text(path: Path) -> None:
    """Write what is no PBF at all."""
    path.write_text("Street,Number\n" * 100)


def no_roads(path: Path) -> None:
    """Write a river."""
    write_pbf(path, [Way(id=1, nodes=[1, 2], tags={"waterway": "river"})])


@pytest.mark.parametrize("read", [read_graph, lambda p: write_basemap(p, p.with_suffix(".out"))])
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda _: None, "road_file_missing"),
        (Path.mkdir, "road_file_is_folder"),
        (empty, "road_file_empty"),
        (cut_off, "road_file_cut_off"),
        (text, "road_file_not_pbf"),
        (no_roads, "road_file_without_roads"),
    ],
)
def test_a_file_that_is_no_road_file_is_named_with_what_to_do(
    tmp_path: Path,
    make: Callable[[Path], None],
    code: str,
    read: Callable[[Path], object],
) -> None:
    path = tmp_path / "town.osm.pbf"
    make(path)

    with pytest.raises(RoadFileError, match=r"town\.osm\.pbf") as caught:
        read(path)

    assert caught.value.code == code
    assert caught.value.sentence.endswith(".")
    assert caught.value.action.endswith(".")
    assert not path.with_suffix(".out").exists()


def test_a_file_with_streets_before_their_points_asks_to_be_sorted(tmp_path: Path) -> None:
    path = tmp_path / "town.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        writer.add_way(Way(id=1, nodes=[1, 2], tags={"highway": "residential"}))
        for number in (1, 2):
            writer.add_node(Node(id=number, location=(number / 1000, 0.0)))

    with pytest.raises(RoadFileError, match="osmium sort") as caught:
        read_graph(path)

    assert caught.value.code == "road_file_unsorted"


def test_a_way_is_cut_where_the_extract_lacks_a_point(tmp_path: Path) -> None:
    # Node 9 is not in the file.
    way = Way(id=1, nodes=[1, 2, 9, 3, 4], tags={"highway": "residential"})
    graph = read_graph(write_pbf(tmp_path / "town.osm.pbf", [way]))

    assert graph.edge_count == 2
    assert graph.node_count == 4


def test_one_ways_and_names_come_through(tmp_path: Path) -> None:
    ring = {"highway": "residential", "name": "Ring", "oneway": "-1"}
    way = Way(id=1, nodes=[1, 2, 3, 1], tags=ring)
    graph = read_graph(write_pbf(tmp_path / "town.osm.pbf", [way]))

    van = graph.profile_index("van")
    assert graph.names[graph.edge_name[0]] == "Ring"
    assert (graph.forward_ms[van] == CLOSED).all()
    assert (graph.backward_ms[van] != CLOSED).all()


def test_addresses_are_read_from_points_and_outlines(tmp_path: Path) -> None:
    outline = {"building": "yes", "addr:street": "Mall, Main Street", "addr:housenumber": "3;5"}
    path = write_pbf(tmp_path / "town.osm.pbf", [Way(id=1, nodes=[1, 2, 3, 1], tags=outline)])
    index = read_addresses(path)

    # The shop's name before the street goes; two numbers are two houses.
    assert [(a.street, a.number) for a in index.entries] == [
        ("Main Street", "3"),
        ("Main Street", "5"),
    ]
    # The middle of the box from node 1 to node 3.
    assert index.entries[0].point.lon == pytest.approx(0.002)


@pytest.mark.parametrize("number", ["2nd floor", "shop 5", "?"])
def test_what_is_no_house_number_is_no_address(tmp_path: Path, number: str) -> None:
    tags = {"addr:street": "Main Street", "addr:housenumber": number}
    path = write_pbf(tmp_path / "town.osm.pbf", [Way(id=1, nodes=[1, 2], tags=tags)])

    assert read_addresses(path).entries == ()
