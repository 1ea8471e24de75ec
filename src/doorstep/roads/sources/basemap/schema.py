"""Which OpenStreetMap tags are drawn, in which layer and from which zoom on.

Layers, kinds and property names are those of the Protomaps basemap, version 4 [1]_, so that the
styles made for it draw these tiles unchanged.

References
----------
.. [1] https://docs.protomaps.com/basemaps/layers
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool
Tags: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """How one thing is drawn: its layer, the zoom it appears at, and what the style may ask."""

    layer: str
    min_zoom: int
    properties: Mapping[str, Value] = field(default_factory=dict)


_ROADS = {
    "motorway": ("highway", 8),
    "motorway_link": ("highway", 9),
    "trunk": ("major_road", 8),
    "trunk_link": ("major_road", 9),
    "primary": ("major_road", 8),
    "primary_link": ("major_road", 10),
    "secondary": ("major_road", 9),
    "secondary_link": ("major_road", 11),
    "tertiary": ("major_road", 10),
    "tertiary_link": ("major_road", 12),
    "unclassified": ("minor_road", 12),
    "residential": ("minor_road", 12),
    "living_street": ("minor_road", 12),
    "road": ("minor_road", 12),
    "service": ("minor_road", 14),
    "track": ("other", 13),
    "pedestrian": ("path", 13),
    "cycleway": ("path", 14),
    "path": ("path", 14),
    "footway": ("path", 14),
    "bridleway": ("path", 14),
    "steps": ("path", 15),
}
_RAILS = {"rail": 9, "light_rail": 11, "subway": 12, "tram": 13, "narrow_gauge": 11}
_STREAMS = {"river": ("river", 9), "canal": ("river", 11), "stream": ("stream", 13)}
_LANDUSE = {
    ("leisure", "park"): ("park", 10),
    ("leisure", "garden"): ("park", 13),
    ("leisure", "nature_reserve"): ("nature_reserve", 9),
    ("leisure", "golf_course"): ("golf_course", 11),
    ("leisure", "playground"): ("playground", 14),
    ("leisure", "pitch"): ("pitch", 13),
    ("landuse", "forest"): ("forest", 9),
    ("landuse", "grass"): ("grass", 13),
    ("landuse", "meadow"): ("meadow", 12),
    ("landuse", "farmland"): ("farmland", 10),
    ("landuse", "allotments"): ("allotments", 12),
    ("landuse", "village_green"): ("village_green", 13),
    ("landuse", "cemetery"): ("cemetery", 11),
    ("landuse", "industrial"): ("industrial", 11),
    ("landuse", "railway"): ("railway", 12),
    ("landuse", "residential"): ("residential", 10),
    ("landuse", "commercial"): ("commercial", 12),
    ("landuse", "retail"): ("commercial", 12),
    ("landuse", "military"): ("military", 10),
    ("natural", "wood"): ("wood", 9),
    ("natural", "scrub"): ("scrub", 12),
    ("natural", "heath"): ("scrub", 12),
    ("natural", "grassland"): ("grassland", 11),
    ("natural", "wetland"): ("wetland", 11),
    ("natural", "beach"): ("beach", 12),
    ("natural", "sand"): ("sand", 12),
    ("amenity", "school"): ("school", 13),
    ("amenity", "university"): ("university", 12),
    ("amenity", "college"): ("college", 13),
    ("amenity", "hospital"): ("hospital", 12),
    ("aeroway", "aerodrome"): ("aerodrome", 9),
    ("tourism", "zoo"): ("zoo", 12),
    ("man_made", "pier"): ("pier", 13),
}
_PLACES = {
    "city": ("locality", 8, 12),
    "town": ("locality", 9, 9),
    "village": ("locality", 11, 6),
    "hamlet": ("locality", 13, 3),
    "borough": ("macrohood", 11, 0),
    "suburb": ("macrohood", 12, 0),
    "quarter": ("neighbourhood", 13, 0),
    "neighbourhood": ("neighbourhood", 14, 0),
}
_POIS = {
    ("railway", "station"): ("station", 13),
    ("amenity", "ferry_terminal"): ("ferry_terminal", 13),
    ("amenity", "university"): ("university", 14),
    ("amenity", "library"): ("library", 15),
    ("amenity", "townhall"): ("townhall", 15),
    ("amenity", "post_office"): ("post_office", 15),
    ("amenity", "school"): ("school", 15),
    ("amenity", "theatre"): ("theatre", 15),
    ("tourism", "museum"): ("museum", 15),
    ("tourism", "attraction"): ("attraction", 15),
    ("shop", "supermarket"): ("supermarket", 15),
}
_WATER_NAMES = frozenset({"bay", "strait"})
_STOREY_M = 3.0

KEYS = (
    "highway",
    "railway",
    "waterway",
    "natural",
    "landuse",
    "leisure",
    "amenity",
    "building",
    "building:part",
    "place",
    "tourism",
    "shop",
    "aeroway",
    "man_made",
    "addr:housenumber",
)
"""Whatever has none of these keys is not drawn."""


def line_drawing(tags: Tags) -> Drawing | None:
    """Return how an open line is drawn: roads, rails and streams."""
    if tags.get("highway") in _ROADS and tags.get("area") != "yes":
        return _road(tags)
    if tags.get("railway") in _RAILS:
        detail = tags["railway"]
        properties = {"kind": "rail", "kind_detail": detail, **_levels(tags)}
        return Drawing("roads", _RAILS[detail], properties)
    if tags.get("waterway") in _STREAMS:
        kind, zoom = _STREAMS[tags["waterway"]]
        return Drawing("water", zoom, {"kind": kind, **_name(tags)})
    return None


def area_drawing(tags: Tags) -> Drawing | None:
    """Return how an outlined area is drawn: water, buildings and land use."""
    is_dug = tags.get("landuse") in {"reservoir", "basin"}
    if is_dug or tags.get("natural") == "water" or tags.get("waterway") == "riverbank":
        kind = {"river": "river", "lake": "lake"}.get(tags.get("water", ""), "water")
        return Drawing("water", 8, {"kind": kind, **_name(tags)})
    if tags.get("building", "no") not in {"no", "entrance"}:
        return Drawing("buildings", 13, {"kind": "building", **_height(tags)})
    if tags.get("building:part", "no") != "no":
        return Drawing("buildings", 15, {"kind": "building_part", **_height(tags)})
    if tags.get("highway") in {"pedestrian", "footway"} and tags.get("area") == "yes":
        return Drawing("landuse", 13, {"kind": "pedestrian"})
    for item in tags.items():
        if item in _LANDUSE:
            kind, zoom = _LANDUSE[item]
            return Drawing("landuse", zoom, {"kind": kind})
    return None


def point_drawings(tags: Tags) -> list[Drawing]:
    """Return how a point, or the middle of an area, is labelled."""
    drawings: list[Drawing] = []
    if tags.get("addr:housenumber"):
        number = tags["addr:housenumber"]
        properties: dict[str, Value] = {"kind": "address", "addr_housenumber": number}
        drawings.append(Drawing("buildings", 15, properties))
    name = _name(tags)
    if not name:
        return drawings
    if tags.get("place") in _PLACES:
        kind, zoom, rank = _PLACES[tags["place"]]
        properties = {"kind": kind, "kind_detail": tags["place"], "min_zoom": zoom, **name}
        drawings.append(Drawing("places", zoom, properties | {"population_rank": rank}))
    if tags.get("natural") in _WATER_NAMES:
        drawings.append(Drawing("water", 12, {"kind": tags["natural"], **name}))
    for item in tags.items():
        if item in _POIS:
            kind, zoom = _POIS[item]
            drawings.append(Drawing("pois", zoom, {"kind": kind, "min_zoom": zoom, **name}))
            break
    return drawings


def _road(tags: Tags) -> Drawing:
    detail = tags["highway"]
    kind, zoom = _ROADS[detail]
    properties: dict[str, Value] = {
        "kind": kind,
        "kind_detail": detail.removesuffix("_link"),
        **_name(tags),
        **_levels(tags),
    }
    if detail.endswith("_link"):
        properties["is_link"] = True
    if tags.get("oneway") in {"yes", "1", "true"}:
        properties["oneway"] = "yes"
    if kind in {"highway", "major_road"} and tags.get("ref"):
        properties["ref"] = tags["ref"]
    return Drawing("roads", zoom, properties)


def _levels(tags: Tags) -> dict[str, Value]:
    levels: dict[str, Value] = {}
    if tags.get("bridge", "no") != "no":
        levels["is_bridge"] = True
    if tags.get("tunnel", "no") != "no":
        levels["is_tunnel"] = True
    return levels


def _name(tags: Tags) -> dict[str, Value]:
    return {"name": tags["name"]} if tags.get("name") else {}


def _height(tags: Tags) -> dict[str, Value]:
    """Return a building's height in metres, from its own tag or its storeys."""
    for key, metres in (("height", 1.0), ("building:levels", _STOREY_M)):
        text = tags.get(key, "").removesuffix("m").strip()
        if text.replace(".", "", 1).isdecimal():
            return {"height": round(float(text) * metres, 1)}
    return {}
