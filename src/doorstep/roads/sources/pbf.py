"""Reads OpenStreetMap extracts in PBF form."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import osmium
from osmium.filter import KeyFilter
from osmium.osm import Way as OsmWay

from doorstep.kernel import Point
from doorstep.roads.build import Way, build_graph
from doorstep.roads.graph import Graph
from doorstep.roads.sources.errors import RoadFileError
from doorstep.roads.sources.profiles import read_profiles

OnProgress: TypeAlias = Callable[[float], None]
"""Called with the share done, 0 to 1."""

_MOST = 0.5
"""Extracts cut off some streets; one without the points of most is not in order."""

_DOWNLOAD = (
    "Use an OpenStreetMap extract that ends in .osm.pbf, and download it again if in doubt."
)


def read_graph(pbf: Path, on_progress: OnProgress | None = None) -> Graph:
    """Return the street network of an extract for the profiles that come with Doorstep.

    Parameters
    ----------
    pbf
        An OpenStreetMap extract, nodes before ways.
    on_progress
        Called with the share done.

    Raises
    ------
    RoadFileError
        The file is missing, empty, cut off, not PBF, not sorted, or has no roads.
    """
    report = on_progress or _ignore
    report(0.0)
    ways = read_ways(pbf)
    report(0.6)
    try:
        graph = build_graph(ways, read_profiles())
    except ValueError as error:
        sentence = f"{pbf.name} has no road that a vehicle, bicycle or walker may use."
        action = "Use an extract that covers the streets you deliver to, roads included."
        code = "road_file_without_roads"
        raise RoadFileError(code, sentence, action) from error
    report(1.0)
    return graph


def read_ways(pbf: Path) -> list[Way]:
    """Return every tagged highway, in file order, cut where points are missing.

    Raises
    ------
    RoadFileError
        The file is missing, empty, cut off, not PBF, or not sorted.
    """
    processor = open_pbf(pbf).with_locations().with_filter(KeyFilter("highway"))
    ways: list[Way] = []
    named = missing = 0
    for entity in stream(processor, pbf):
        if isinstance(entity, OsmWay):
            named += len(entity.nodes)
            missing += sum(not node.location.valid() for node in entity.nodes)
            ways.extend(_complete_parts(entity))
    if missing > named * _MOST:
        code, sentence = "road_file_unsorted", f"{pbf.name} has most streets before their points."
        raise RoadFileError(code, sentence, f"Sort it: osmium sort {pbf.name} -o sorted.osm.pbf.")
    return ways


def open_pbf(pbf: Path) -> osmium.FileProcessor:
    """Return a processor for an extract.

    Raises
    ------
    RoadFileError
        The file is missing, a directory or empty.
    """
    if not pbf.exists():
        code, sentence = "road_file_missing", f"There is no file {pbf}."
        raise RoadFileError(code, sentence, "Check the path.")
    if not pbf.is_file():
        code, sentence = "road_file_is_folder", f"{pbf} is a folder."
        raise RoadFileError(code, sentence, "Name the .osm.pbf file in it.")
    if not pbf.stat().st_size:
        code, sentence = "road_file_empty", f"{pbf.name} is empty."
        raise RoadFileError(code, sentence, _DOWNLOAD)
    return osmium.FileProcessor(osmium.io.File(str(pbf), "pbf"))


def stream(processor: osmium.FileProcessor, pbf: Path) -> Iterator[object]:
    """Yield what a processor finds, with its errors in our words.

    Raises
    ------
    RoadFileError
        The file is cut off or not PBF.
    """
    try:
        yield from processor
    except RuntimeError as error:
        text = str(error)
        if "EOF" in text or "truncated" in text:
            code, sentence = "road_file_cut_off", f"{pbf.name} ends in the middle."
        else:
            code, sentence = "road_file_not_pbf", f"{pbf.name} is not a PBF file ({text})."
        raise RoadFileError(code, sentence, _DOWNLOAD) from error


def _complete_parts(way: OsmWay) -> Iterator[Way]:
    """Yield the runs of a way whose points are all in the file: extracts cut ways off."""
    tags = {tag.k: tag.v for tag in way.tags}
    nodes: list[int] = []
    points: list[Point] = []
    for node in way.nodes:
        if node.location.valid():
            if not nodes or node.ref != nodes[-1]:
                nodes.append(node.ref)
                points.append(Point(node.location.lat, node.location.lon))
            continue
        if len(nodes) > 1:
            yield Way(tuple(nodes), tuple(points), tags)
        nodes, points = [], []
    if len(nodes) > 1:
        yield Way(tuple(nodes), tuple(points), tags)


def _ignore(_: float) -> None:
    """Take a report nobody asked for."""
