"""Reads the addresses of an OpenStreetMap extract."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from doorstep.kernel import Point
from doorstep.roads.address_book import Address, Street
from doorstep.roads.addresses import AddressIndex
from doorstep.roads.sources.pbf import open_pbf, stream

if TYPE_CHECKING:
    from osmium.osm import Way as OsmWay

# Floors and names of stalls also stand in this tag; they are no place to drive to.
_HOUSE_NUMBER = re.compile(r"\d+\s?[^\W\d_]{0,2}(\s?[-/]\s?\d*\s?[^\W\d_]?)?")
_CITY_PLACES = frozenset({"city", "town", "village", "municipality"})


@dataclass(frozen=True, slots=True)
class AddressData:
    """What an index is made of; see ``AddressIndex``."""

    addresses: tuple[Address, ...]
    streets: tuple[Street, ...]
    cities: tuple[tuple[str, ...], ...]

    def index(self) -> AddressIndex:
        """Return the index."""
        return AddressIndex(self.addresses, self.streets, self.cities)


def read_addresses(pbf: Path) -> AddressIndex:
    """Return the index of all addresses of an extract.

    Raises
    ------
    RoadFileError
        The file is missing, empty, cut off or not PBF.
    """
    return read_address_data(pbf).index()


def read_address_data(pbf: Path) -> AddressData:
    """Return the houses on points and outlines, the named streets, and the towns' names.

    Houses that are relations (outlines with holes) are left out.

    Raises
    ------
    RoadFileError
        The file is missing, empty, cut off or not PBF.
    """
    from osmium.filter import KeyFilter  # noqa: PLC0415 -- only where an extract is read
    from osmium.osm import Node  # noqa: PLC0415
    from osmium.osm import Way as OsmWay  # noqa: PLC0415

    wanted = KeyFilter("addr:housenumber", "highway", "place")
    addresses: list[Address] = []
    streets: dict[str, Street] = {}
    cities: list[tuple[str, ...]] = []
    for entity in stream(open_pbf(pbf).with_locations().with_filter(wanted), pbf):
        if not isinstance(entity, Node | OsmWay):
            continue
        tags = {tag.k: tag.v for tag in entity.tags}
        if isinstance(entity, Node):
            point: Point | None = Point(entity.location.lat, entity.location.lon)
        else:
            point = _middle(entity)
        if point is None:
            continue
        addresses.extend(_houses(tags, point))
        name = tags.get("name", "")
        if name and "highway" in tags and isinstance(entity, OsmWay):
            others = _other_names(tags) | set(streets[name].other_names if name in streets else ())
            point = streets[name].point if name in streets else point
            streets[name] = Street(name, tuple(sorted(others)), point)
        if name and tags.get("place") in _CITY_PLACES:
            cities.append((name, *sorted(_other_names(tags))))
    return AddressData(tuple(addresses), tuple(streets.values()), tuple(cities))


def _houses(tags: Mapping[str, str], point: Point) -> Iterator[Address]:
    """Yield one address for each number of a tag such as "10;12"."""
    # "Galleria Esplanad, Aleksanterinkatu": the street comes last.
    street = (tags.get("addr:street") or tags.get("addr:place") or "").split(",")[-1].strip()
    city = tags.get("addr:city", "").strip()
    city = "" if city.isdigit() else city
    postcode = tags.get("addr:postcode", "").split(";")[0].strip()
    for number in re.split(r"[;,]", tags.get("addr:housenumber", "")):
        if street and _HOUSE_NUMBER.fullmatch(number.strip()):
            yield Address(street, number.strip(), postcode, city, point)


def _other_names(tags: Mapping[str, str]) -> set[str]:
    names = {value for key, value in tags.items() if re.fullmatch(r"name:[a-z]{2,3}", key)}
    return names - {tags["name"]}


def _middle(entity: "OsmWay") -> Point | None:
    """Return the middle of the box around a way, or of the street it is."""
    places = [node.location for node in entity.nodes if node.location.valid()]
    if not places:
        return None
    lats = [place.lat for place in places]
    lons = [place.lon for place in places]
    if "highway" in entity.tags:
        # A street's own middle point is on the street; the middle of its box may not be.
        return Point(lats[len(lats) // 2], lons[len(lons) // 2])
    return Point((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
