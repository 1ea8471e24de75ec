"""Reads OpenStreetMap extracts in PBF form."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from doorstep.kernel import Point
from doorstep.roads.build import build_graph
from doorstep.roads.graph import Graph
from doorstep.roads.osm import Restriction, Rules, Way
from doorstep.roads.profile import FERRY
from doorstep.roads.sources.errors import RoadFileError
from doorstep.roads.sources.profiles import read_profiles
from doorstep.roads.sources.restrictions import read_restriction

if TYPE_CHECKING:
    import osmium

OnProgress: TypeAlias = Callable[[float], None]
"""Called with the share done, 0 to 1."""

_MOST = 0.5
"""Extracts cut off some streets; one without the points of most is not in order."""

_DOWNLOAD = (
    "Use an OpenStreetMap extract that ends in .osm.pbf, and download it again if in doubt."
)


def read_graph(
    pbf: Path, on_progress: OnProgress | None = None, profiles: Path | None = None
) -> Graph:
    """Return the street network of an extract for the profiles that come with Doorstep.

    Parameters
    ----------
    pbf
        An OpenStreetMap extract, nodes before ways.
    on_progress
        Called with the share done.
    profiles
        A folder with further travel profiles.

    Raises
    ------
    RoadFileError
        The file is missing, empty, cut off, not PBF, not sorted, or has no roads; or a profile
        of the folder cannot be used.
    """
    report = on_progress or _ignore
    report(0.0)
    ways, rules = read_streets(pbf)
    report(0.6)
    try:
        graph = build_graph(ways, read_profiles(profiles), rules)
    except ValueError as error:
        sentence = f"{pbf.name} has no road that a vehicle, bicycle or walker may use."
        action = "Use an extract that covers the streets you deliver to, roads included."
        code = "road_file_without_roads"
        raise RoadFileError(code, sentence, action) from error
    report(1.0)
    return graph


def read_streets(pbf: Path) -> tuple[list[Way], Rules]:
    """Return roads and ferries in file order, cut where points are missing, and their rules.

    Raises
    ------
    RoadFileError
        The file is missing, empty, cut off, not PBF, or not sorted.
    """
    import osmium  # noqa: PLC0415 -- only where an extract is read
    from osmium.filter import KeyFilter, TagFilter  # noqa: PLC0415
    from osmium.osm import Node as OsmNode  # noqa: PLC0415
    from osmium.osm import Relation as OsmRelation  # noqa: PLC0415
    from osmium.osm import Way as OsmWay  # noqa: PLC0415

    processor = open_pbf(pbf).with_locations()
    for wanted, kind in (
        (KeyFilter("barrier", "kerb"), osmium.osm.NODE),
        (KeyFilter("highway", "route"), osmium.osm.WAY),
        (TagFilter(("type", "restriction")), osmium.osm.RELATION),
    ):
        wanted.enable_for(kind)
        processor = processor.with_filter(wanted)
    ways: list[Way] = []
    barriers: dict[int, dict[str, str]] = {}
    restrictions: list[Restriction] = []
    named = missing = 0
    for entity in stream(processor, pbf):
        if isinstance(entity, OsmWay):
            if "highway" not in entity.tags and entity.tags.get("route") != FERRY:
                continue
            nodes = [
                (node.ref, place.lat, place.lon) if place.valid() else None
                for node in entity.nodes
                for place in [node.location]
            ]
            named += len(nodes)
            missing += nodes.count(None)
            ways.extend(_complete_parts(entity.id, dict(entity.tags), nodes))
        elif isinstance(entity, OsmNode):
            barriers[entity.id] = dict(entity.tags)
        elif isinstance(entity, OsmRelation):
            restrictions.extend(read_restriction(entity))
    if missing > named * _MOST:
        code, sentence = "road_file_unsorted", f"{pbf.name} has most streets before their points."
        raise RoadFileError(code, sentence, f"Sort it: osmium sort {pbf.name} -o sorted.osm.pbf.")
    return ways, Rules(barriers, restrictions)


def open_pbf(pbf: Path) -> "osmium.FileProcessor":
    """Return a processor for an extract.

    Raises
    ------
    RoadFileError
        The file is missing, a directory or empty.
    """
    import osmium  # noqa: PLC0415 -- only where an extract is read

    require_pbf(pbf)
    return osmium.FileProcessor(osmium.io.File(str(pbf), "pbf"))


def require_pbf(pbf: Path) -> None:
    """Refuse what cannot be an extract, without reading it.

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


def stream(processor: "osmium.FileProcessor", pbf: Path) -> Iterator[object]:
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


def _complete_parts(
    number: int, tags: dict[str, str], found: list[tuple[int, float, float] | None]
) -> Iterator[Way]:
    """Yield the runs of a way whose points are all in the file: extracts cut ways off."""
    nodes: list[int] = []
    points: list[Point] = []
    for node in [*found, None]:
        if node is None:
            if len(nodes) > 1:
                yield Way(tuple(nodes), tuple(points), tags, number)
            nodes, points = [], []
        elif not nodes or node[0] != nodes[-1]:
            nodes.append(node[0])
            points.append(Point(node[1], node[2]))


def _ignore(_: float) -> None:
    """Take a report nobody asked for."""
