"""Draws the base map: one PMTiles file of vector tiles from an OpenStreetMap extract."""

from contextlib import closing
from pathlib import Path
from typing import Any

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from doorstep.roads.sources.basemap.reader import Picture, read_picture
from doorstep.roads.sources.basemap.tiles import LAYERS, ZoomLevel, tile_range
from doorstep.roads.sources.files import whole_file
from doorstep.roads.sources.pbf import OnProgress

MIN_ZOOM = 8
MAX_ZOOM = 15
BASEMAP_ATTRIBUTION = (
    '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap contributors</a>'
)
"""What the licence of the data (ODbL 1.0) asks to be shown on every map."""

_E7 = 10_000_000
_READING_SHARE = 0.3


def write_basemap(pbf: Path, out: Path, on_progress: OnProgress | None = None) -> None:
    """Write the vector tiles of an extract, zoom 8 to 15, as one PMTiles file.

    The same extract gives the same bytes. The file appears when it is whole.

    Parameters
    ----------
    pbf
        An OpenStreetMap extract, sorted (nodes, ways, relations).
    out
        The file to write.
    on_progress
        Called with the share done, 0 to 1.

    Raises
    ------
    RoadFileError
        The file is missing, empty, cut off, not PBF, or has no roads.
    """
    report = on_progress or _ignore
    report(0.0)
    picture = read_picture(pbf)
    report(_READING_SHARE)
    with whole_file(out) as draft, draft.open("wb") as file:
        writer: Any = Writer(file)  # type: ignore[no-untyped-call] # the wheel has no annotations
        with closing(writer.tile_f):
            for zoom in range(MIN_ZOOM, MAX_ZOOM + 1):
                _write_zoom(writer, picture, zoom)
                # Every level has about four times the tiles of the one before.
                report(_READING_SHARE + (1 - _READING_SHARE) * 4.0 ** (zoom - MAX_ZOOM))
            writer.finalize(_header(picture), _metadata(pbf))


def _write_zoom(
    writer: Any,  # noqa: ANN401 - the wheel has no annotations
    picture: Picture,
    zoom: int,
) -> None:
    level = ZoomLevel(picture.features, zoom, is_finest=zoom == MAX_ZOOM)
    columns, rows = tile_range(picture.bounds, zoom)
    numbered = sorted((zxy_to_tileid(zoom, x, y), x, y) for x in columns for y in rows)
    for number, x, y in numbered:
        content = level.tile(x, y)
        if content is not None:
            writer.write_tile(number, content)


def _header(picture: Picture) -> dict[str, object]:
    box = picture.bounds
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": round(box.west * _E7),
        "min_lat_e7": round(box.south * _E7),
        "max_lon_e7": round(box.east * _E7),
        "max_lat_e7": round(box.north * _E7),
        "center_zoom": MAX_ZOOM - 1,
        "center_lon_e7": round((box.west + box.east) / 2 * _E7),
        "center_lat_e7": round((box.south + box.north) / 2 * _E7),
    }


def _metadata(pbf: Path) -> dict[str, object]:
    return {
        "name": pbf.name.split(".")[0],
        "type": "baselayer",
        "attribution": BASEMAP_ATTRIBUTION,
        "vector_layers": [
            {"id": layer, "fields": {}, "minzoom": MIN_ZOOM, "maxzoom": MAX_ZOOM}
            for layer in LAYERS
        ],
    }


def _ignore(_: float) -> None:
    """Take a report nobody asked for."""
