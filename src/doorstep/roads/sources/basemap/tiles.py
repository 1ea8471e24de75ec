"""Cuts features into vector tiles."""

import gzip
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from doorstep.kernel import Bounds
from doorstep.roads.sources.basemap.reader import Feature, project

LAYERS = ("earth", "landcover", "landuse", "water", "roads", "buildings", "places", "pois")
"""Every layer a tile may have, in the order they are written."""

EXTENT = 4096
"""Units along the side of a tile."""

_BUFFER = 96
_TOLERANCE = 3.0
_FINEST_TOLERANCE = 0.75
_SMALLEST_AREA = 150.0
_LINE_TYPES = (1, 5)
_AREA_TYPES = (3, 6)

Shapes = npt.NDArray[np.object_]


def tile_range(bounds: Bounds, zoom: int) -> tuple[range, range]:
    """Return the columns and rows of the tiles that touch a box."""
    corners = project(np.array([bounds.west, bounds.east]), np.array([bounds.north, bounds.south]))
    first, last = np.clip(np.floor(corners * 2**zoom), 0, 2**zoom - 1).astype(int)
    return range(int(first[0]), int(last[0]) + 1), range(int(first[1]), int(last[1]) + 1)


class ZoomLevel:
    """All features of one zoom, thinned out for it and found by place.

    Parameters
    ----------
    features
        Everything; what appears later is left out.
    zoom
        The level.
    is_finest
        Whether no level comes after, so that details must stay.
    """

    def __init__(self, features: Sequence[Feature], zoom: int, *, is_finest: bool) -> None:
        self._features = [f for f in features if f.drawing.min_zoom <= zoom]
        side = float(EXTENT * 2**zoom)
        shapes = shapely.transform([f.geometry for f in self._features], lambda c: c * side)
        tolerance = _FINEST_TOLERANCE if is_finest else _TOLERANCE
        self._shapes: Shapes = np.asarray(shapely.simplify(shapes, tolerance))
        areas = np.isin(shapely.get_type_id(self._shapes), _AREA_TYPES)
        smallest = 0.0 if is_finest else _SMALLEST_AREA
        self._is_shown = ~areas | (shapely.area(self._shapes) >= smallest)
        self._tree = shapely.STRtree(self._shapes)

    def tile(self, column: int, row: int) -> bytes | None:
        """Return one tile, gzipped, or none when it would be empty."""
        import mapbox_vector_tile  # noqa: PLC0415 -- protobuf, which no server needs

        left, top = column * EXTENT, row * EXTENT
        reach = (left - _BUFFER, top - _BUFFER, left + EXTENT + _BUFFER, top + EXTENT + _BUFFER)
        found = np.sort(self._tree.query(shapely.box(*reach)))
        found = found[self._is_shown[found]]
        cut: Shapes = np.asarray(shapely.clip_by_rect(self._shapes[found], *reach))
        cut = shapely.transform(cut, lambda c: np.rint(c - (left, top)))
        layers: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for layer, shape, properties in self._drawn(found, cut):
            layers[layer].append({"geometry": shape, "properties": properties})
        if not layers:
            return None
        content = [{"name": name, "features": layers[name]} for name in LAYERS if layers[name]]
        options = {"y_coord_down": True, "extents": EXTENT}
        encoded = mapbox_vector_tile.encode(content, default_options=options)
        return gzip.compress(encoded, mtime=0)

    def _drawn(
        self, found: npt.NDArray[np.intp], cut: Shapes
    ) -> Iterator[tuple[str, shapely.Geometry, dict[str, Any]]]:
        """Yield what is left after cutting; pieces of one street are joined."""
        joined: dict[tuple[Any, ...], list[shapely.Geometry]] = {}
        for number, shape in zip(found.tolist(), cut, strict=True):
            drawing = self._features[number].drawing
            kind = shapely.get_type_id(shape)
            if kind in _LINE_TYPES:
                key = (drawing.layer, *sorted(drawing.properties.items()))
                joined.setdefault(key, []).append(shape)
                continue
            whole = _repaired(shape) if kind in _AREA_TYPES else shape
            if not shapely.is_empty(whole):
                yield drawing.layer, whole, dict(drawing.properties)
        for (layer, *properties), lines in joined.items():
            parts = shapely.get_parts(lines)
            kept = [part for part in parts if shapely.length(part) > 0]
            if kept:
                line = shapely.line_merge(shapely.MultiLineString(kept))
                yield layer, line, dict(properties)


def _repaired(shape: shapely.Geometry) -> shapely.Geometry:
    """Return an area whose outline, moved to whole units, does not cross itself."""
    if shapely.is_valid(shape):
        return shape
    parts = shapely.get_parts([shapely.make_valid(shape)])
    areas = [p for p in shapely.get_parts(parts) if shapely.get_type_id(p) in _AREA_TYPES]
    return shapely.union_all(areas)
