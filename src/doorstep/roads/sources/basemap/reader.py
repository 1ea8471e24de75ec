"""Reads what a map shows from an OpenStreetMap extract."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Point

from doorstep.kernel import Bounds
from doorstep.roads.graph import FloatArray
from doorstep.roads.sources.basemap.coast import find_sea
from doorstep.roads.sources.basemap.schema import (
    KEYS,
    Drawing,
    area_drawing,
    line_drawing,
    point_drawings,
)
from doorstep.roads.sources.errors import RoadFileError
from doorstep.roads.sources.pbf import open_pbf, stream

if TYPE_CHECKING:
    import osmium


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing to draw.

    ``geometry`` is in the unit square of the Web Mercator projection, x to the east, y to the
    south.
    """

    drawing: Drawing
    geometry: shapely.Geometry


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything to draw, and the box it covers."""

    features: tuple[Feature, ...]
    bounds: Bounds


def project(lon: FloatArray, lat: FloatArray) -> FloatArray:
    """Return places in the unit square of the Web Mercator projection (EPSG 3857).

    Parameters
    ----------
    lon, lat
        WGS 84 degrees, shape (places,).

    Returns
    -------
    places
        x to the east and y to the south, 0 to 1, shape (places, 2).
    """
    x = lon / 360 + 0.5
    y = 0.5 - np.arctanh(np.sin(np.radians(lat))) / (2 * np.pi)
    return np.column_stack([x, y])


def read_picture(pbf: Path) -> Picture:
    """Return what a map shows.

    Outlines that the extract cuts off are left out; the coast is led on to the extract's edge.

    Raises
    ------
    RoadFileError
        The file is missing, empty, cut off, not PBF, or has no roads.
    """
    import osmium  # noqa: PLC0415 -- only where an extract is read
    from osmium.filter import KeyFilter  # noqa: PLC0415
    from osmium.osm import Area, Node, Way  # noqa: PLC0415

    processor = open_pbf(pbf).with_areas(KeyFilter(*KEYS)).with_filter(KeyFilter(*KEYS))
    wkb = osmium.geom.WKBFactory()
    features: list[Feature] = []
    coast: list[LineString] = []
    boxes: list[tuple[float, float, float, float]] = []
    for entity in stream(processor, pbf):
        if not isinstance(entity, Node | Way | Area):
            continue
        tags = {tag.k: tag.v for tag in entity.tags}
        if isinstance(entity, Area):
            outline = _outline(wkb, entity)
            if outline is not None:
                features.extend(_area_features(tags, outline))
        elif isinstance(entity, Node):
            spot = _projected(Point(entity.location.lon, entity.location.lat))
            features.extend(Feature(drawing, spot) for drawing in point_drawings(tags))
        else:
            lines = list(_lines(entity))
            if "highway" in tags:
                boxes.extend(line.bounds for line in lines)
            if tags.get("natural") == "coastline":
                coast.extend(lines)
            drawing = line_drawing(tags)
            if drawing is not None:
                features.extend(Feature(drawing, _projected(line)) for line in lines)
    bounds = _bounds(pbf, boxes)
    return Picture((*_land_and_sea(coast, bounds), *features), bounds)


def _area_features(tags: dict[str, str], outline: MultiPolygon) -> Iterator[Feature]:
    drawing = area_drawing(tags)
    if drawing is not None:
        yield Feature(drawing, outline)
    labels = point_drawings(tags)
    if labels:
        middle = outline.representative_point()
        yield from (Feature(label, middle) for label in labels)


def _outline(wkb: "osmium.geom.WKBFactory", area: "osmium.osm.Area") -> MultiPolygon | None:
    try:
        shape = shapely.from_wkb(wkb.create_multipolygon(area))
    except RuntimeError:
        # An outline the extract cut off, or one that crosses itself.
        return None
    projected = _projected(shape)
    return projected if isinstance(projected, MultiPolygon) else None


def _lines(way: "osmium.osm.Way") -> Iterator[LineString]:
    """Yield the runs of a way whose points are all in the extract."""
    run: list[tuple[float, float]] = []
    for node in way.nodes:
        if node.location.valid():
            run.append((node.location.lon, node.location.lat))
            continue
        if len(run) > 1:
            yield LineString(run)
        run = []
    if len(run) > 1:
        yield LineString(run)


def _projected(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(geometry, lambda c: project(c[:, 0], c[:, 1]))


def _bounds(pbf: Path, boxes: list[tuple[float, float, float, float]]) -> Bounds:
    """Return the extract's own box where it says one, else the box of its roads."""
    if not boxes:
        code, sentence = "road_file_without_roads", f"{pbf.name} has no roads to draw."
        raise RoadFileError(code, sentence, "Use an extract that covers the streets you need.")
    sides = np.array(boxes)
    west, south = sides[:, :2].min(axis=0)
    east, north = sides[:, 2:].max(axis=0)
    said = open_pbf(pbf).header.box()
    if said.valid():
        west, south = max(west, said.bottom_left.lon), max(south, said.bottom_left.lat)
        east, north = min(east, said.top_right.lon), min(north, said.top_right.lat)
    return Bounds(float(south), float(west), float(north), float(east))


def _land_and_sea(coast: list[LineString], bounds: Bounds) -> tuple[Feature, ...]:
    box = shapely.box(bounds.west, bounds.south, bounds.east, bounds.north)
    sea = _projected(find_sea(coast, box))
    # Land reaches past the extract, so that its edge does not look like a shore.
    land = shapely.difference(shapely.box(0, 0, 1, 1), sea)
    features = [Feature(Drawing("earth", 8, {"kind": "earth"}), land)]
    if not shapely.is_empty(sea):
        features.append(Feature(Drawing("water", 8, {"kind": "ocean"}), sea))
    return tuple(features)
