"""The map that is drawn from an extract."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from pmtiles.reader import MemorySource, Reader
from pmtiles.tile import TileType
from shapely.geometry import shape

from doorstep.kernel import Point
from doorstep.roads.sources import write_basemap
from doorstep.roads.sources.basemap.reader import project
from doorstep.roads.sources.basemap.schema import area_drawing, line_drawing, point_drawings
from worlds.repository import ROOT

HELSINKI = ROOT / "src/doorstep/demo/data/helsinki.osm.pbf"
ZOOM = 15
# The wheel has no annotations.
READER: Any = Reader
SOURCE: Any = MemorySource
CENTRE = Point(60.1699, 24.9430)
BAY = Point(60.1766884, 24.9467114)
"""Where the extract has the label of Kaisaniemenlahti, an arm of the sea."""


@pytest.fixture(scope="module")
def tiles(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("map") / "helsinki.pmtiles"
    write_basemap(HELSINKI, out)
    return out.read_bytes()


def layers_at(
    tiles: bytes, point: Point, zoom: int = ZOOM
) -> tuple[dict[str, Any], shapely.Point]:
    """Return the tile over a point, and the point in its units."""
    x, y = (project(np.array([point.lon]), np.array([point.lat]))[0] * 2**zoom).tolist()
    content = READER(SOURCE(tiles)).get(zoom, int(x), int(y))
    assert content is not None
    decoded = mapbox_vector_tile.decode(
        gzip.decompress(content), default_options={"y_coord_down": True}
    )
    return decoded, shapely.Point((x % 1) * 4096, (y % 1) * 4096)


def covers(tiles: bytes, layer: str, kind: str, point: Point) -> bool:
    """Tell whether an area of that kind lies under a point."""
    layers, spot = layers_at(tiles, point)
    return any(
        shape(feature["geometry"]).contains(spot)
        for feature in layers.get(layer, {"features": []})["features"]
        if feature["properties"]["kind"] == kind
    )


def test_there_is_sea_over_the_bay_and_land_over_the_centre(tiles: bytes) -> None:
    assert covers(tiles, "water", "ocean", BAY)
    assert not covers(tiles, "earth", "earth", BAY)
    assert covers(tiles, "earth", "earth", CENTRE)
    assert not covers(tiles, "water", "ocean", CENTRE)


def test_every_layer_a_city_map_needs_is_there(tiles: bytes) -> None:
    layers, _ = layers_at(tiles, CENTRE)

    assert set(layers) >= {"earth", "landuse", "roads", "buildings", "pois"}
    kinds = {f["properties"]["kind"] for f in layers["roads"]["features"]}
    assert kinds >= {"major_road", "minor_road", "path", "rail"}
    names = {f["properties"].get("name") for f in layers["roads"]["features"]}
    assert "Aleksanterinkatu" in names


def test_far_out_there_are_only_the_big_roads(tiles: bytes) -> None:
    layers, _ = layers_at(tiles, CENTRE, zoom=8)

    assert {f["properties"]["kind"] for f in layers["roads"]["features"]} == {"major_road"}
    assert "buildings" not in layers


def test_the_file_says_what_it_covers_and_whose_data_it_is(tiles: bytes) -> None:
    reader = READER(SOURCE(tiles))
    header = reader.header()

    assert header["tile_type"] == TileType.MVT
    assert (header["min_zoom"], header["max_zoom"]) == (8, 15)
    assert header["min_lon_e7"] < CENTRE.lon * 1e7 < header["max_lon_e7"]
    assert "OpenStreetMap" in reader.metadata()["attribution"]


def test_the_same_extract_gives_the_same_bytes_and_tells_how_far_it_is(
    tmp_path: Path, tiles: bytes
) -> None:
    shares: list[float] = []
    out = tmp_path / "again.pmtiles"
    write_basemap(HELSINKI, out, shares.append)

    assert [path.name for path in tmp_path.iterdir()] == ["again.pmtiles"]
    assert out.read_bytes() == tiles
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize(
    ("draw", "tags", "layer", "kind"),
    [
        (line_drawing, {"highway": "motorway"}, "roads", "highway"),
        (line_drawing, {"highway": "residential"}, "roads", "minor_road"),
        (line_drawing, {"highway": "steps"}, "roads", "path"),
        (line_drawing, {"railway": "tram"}, "roads", "rail"),
        (line_drawing, {"waterway": "stream"}, "water", "stream"),
        (area_drawing, {"natural": "water", "water": "lake"}, "water", "lake"),
        (area_drawing, {"building": "yes"}, "buildings", "building"),
        (area_drawing, {"leisure": "park"}, "landuse", "park"),
        (area_drawing, {"highway": "pedestrian", "area": "yes"}, "landuse", "pedestrian"),
    ],
)
def test_tags_are_drawn_in_the_layer_the_styles_expect(
    draw: Callable[[dict[str, str]], Any], tags: dict[str, str], layer: str, kind: str
) -> None:
    drawing = draw(tags)

    assert (drawing.layer, drawing.properties["kind"]) == (layer, kind)


def test_a_tunnel_a_link_and_a_one_way_are_marked() -> None:
    tags = {"highway": "primary_link", "tunnel": "yes", "oneway": "yes", "ref": "45"}
    drawing = line_drawing(tags)

    assert drawing is not None
    assert drawing.properties == {
        "kind": "major_road",
        "kind_detail": "primary",
        "is_tunnel": True,
        "is_link": True,
        "oneway": "yes",
        "ref": "45",
    }


@pytest.mark.parametrize(
    ("tags", "height"),
    [({"height": "12.5 m"}, 12.5), ({"building:levels": "4"}, 12.0), ({"height": "tall"}, None)],
)
def test_a_building_is_as_high_as_its_tag_or_its_storeys(
    tags: dict[str, str], height: float | None
) -> None:
    drawing = area_drawing({"building": "yes", **tags})

    assert drawing is not None
    assert drawing.properties.get("height") == height


@pytest.mark.parametrize("tags", [{"highway": "proposed"}, {"natural": "tree"}, {}])
def test_what_no_map_needs_is_not_drawn(tags: dict[str, str]) -> None:
    assert line_drawing(tags) is None
    assert area_drawing(tags) is None
    assert point_drawings(tags) == []


def test_a_place_is_labelled_and_a_nameless_shop_is_not() -> None:
    (town,) = point_drawings({"place": "town", "name": "Lauf"})

    assert (town.layer, town.properties["kind"]) == ("places", "locality")
    assert point_drawings({"shop": "supermarket"}) == []
