"""Where an address index looks houses and streets up: in memory here, in a file elsewhere."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import shapely

from doorstep.kernel import Point, distance_m
from doorstep.kernel.geometry import EARTH_RADIUS_M
from doorstep.roads.address_names import MemoryStreetNames, StreetNames
from doorstep.roads.address_query import town_words
from doorstep.roads.address_text import number_keys, number_value, street_key, words

SAME_PLACE_M = 500.0
"""One number of one street twice within so far is one house."""

_SLACK = 1.02
_METRES_PER_DEGREE = math.radians(1.0) * EARTH_RADIUS_M


@dataclass(frozen=True, slots=True)
class Address:
    """One house; what the map does not say is empty."""

    street: str
    number: str
    postcode: str
    city: str
    point: Point

    @property
    def label(self) -> str:
        """Return the address on one line."""
        town = " ".join(part for part in (self.postcode, self.city) if part)
        house = f"{self.street} {self.number}"
        return f"{house}, {town}" if town else house


@dataclass(frozen=True, slots=True)
class Street:
    """A named street, its names in other languages, and a point on it."""

    name: str
    other_names: tuple[str, ...]
    point: Point


class AddressBook(Protocol):
    """All houses and streets of a region."""

    @property
    def entries(self) -> tuple[Address, ...]:
        """Return all houses, ordered by street, number and city."""

    @property
    def names(self) -> StreetNames:
        """Return what streets are called."""

    @property
    def cities(self) -> Mapping[tuple[str, ...], Collection[tuple[str, ...]]]:
        """Return by each name of a city, in folded words, all that it goes by."""

    @property
    def towns(self) -> Collection[str]:
        """Return the words of all towns' names."""

    def houses(self, key: str) -> Mapping[str, Sequence[Address]]:
        """Return the houses of the street of a key, by each form of their numbers."""

    def street(self, key: str) -> Street | None:
        """Return the street of a key, or none where only houses have its name."""

    def find_near(self, point: Point, within_m: float) -> Address | None:
        """Return the house nearest to a point among those about so near, or none."""


class MemoryBook:
    """A book in memory.

    Parameters
    ----------
    addresses, streets, cities
        See ``AddressIndex``.
    """

    def __init__(
        self,
        addresses: Iterable[Address],
        streets: Iterable[Street] = (),
        cities: Iterable[Sequence[str]] = (),
    ) -> None:
        self.entries = distinct(addresses)
        self.names = MemoryStreetNames()
        self._streets: dict[str, Street] = {}
        self._houses: dict[str, dict[str, list[Address]]] = defaultdict(lambda: defaultdict(list))
        for key, street, names in street_rows(streets):
            self._streets.setdefault(key, street)
            for name in names:
                self.names.add(name, key)
        for address in self.entries:
            key = street_key(words(address.street))
            if key not in self._houses:
                self.names.add(address.street, key)
            for form in number_keys(address.number):
                self._houses[key][form].append(address)
        self.cities = city_names(cities)
        self.towns = town_names(self.cities, self.entries)

    def houses(self, key: str) -> Mapping[str, Sequence[Address]]:
        """Return the houses of the street of a key, by each form of their numbers."""
        return self._houses.get(key, {})

    def street(self, key: str) -> Street | None:
        """Return the street of a key, or none where only houses have its name."""
        return self._streets.get(key)

    def find_near(self, point: Point, within_m: float) -> Address | None:
        """Return the house nearest to a point among those about so near, or none."""
        tree, scale_x = self._tree
        asked = shapely.Point(point.lon * scale_x, point.lat * _METRES_PER_DEGREE)
        # The plane is true at the middle of the region; whoever asks looks at the true distance.
        found = tree.query_nearest(asked, max_distance=within_m * _SLACK)
        return self.entries[int(found.min())] if len(found) else None

    @cached_property
    def _tree(self) -> tuple[shapely.STRtree, float]:
        lats = [address.point.lat for address in self.entries]
        middle = (min(lats) + max(lats)) / 2 if lats else 0.0
        scale_x = _METRES_PER_DEGREE * math.cos(math.radians(middle))
        places = [
            (address.point.lon * scale_x, address.point.lat * _METRES_PER_DEGREE)
            for address in self.entries
        ]
        return shapely.STRtree(shapely.points(places) if places else []), scale_x


def street_rows(streets: Iterable[Street]) -> Iterable[tuple[str, Street, tuple[str, ...]]]:
    """Yield each street with its key and all that it is called."""
    for street in streets:
        yield street_key(words(street.name)), street, (street.name, *street.other_names)


def city_names(
    cities: Iterable[Sequence[str]],
) -> dict[tuple[str, ...], set[tuple[str, ...]]]:
    """Return by each name of a city, in folded words, all that it goes by."""
    return {
        town_words(words(name)): {town_words(words(other)) for other in group}
        for group in cities
        for name in group
    }


def town_names(
    cities: Mapping[tuple[str, ...], Collection[tuple[str, ...]]], houses: Iterable[Address]
) -> set[str]:
    """Return the words of all towns' names."""
    named = {word for names in cities for word in names}
    return named | {word for a in houses for word in town_words(words(a.city))}


def distinct(addresses: Iterable[Address]) -> tuple[Address, ...]:
    """Return each house once, in order; a missing postcode or city is taken from its double."""
    houses: dict[tuple[str, str], list[Address]] = {}
    for address in addresses:
        key = (street_key(words(address.street)), number_keys(address.number)[0])
        group = houses.setdefault(key, [])
        for i, known in enumerate(group):
            if _is_same_place(known, address):
                group[i] = Address(
                    known.street,
                    known.number,
                    known.postcode or address.postcode,
                    known.city or address.city,
                    known.point,
                )
                break
        else:
            group.append(address)
    flat = [address for group in houses.values() for address in group]
    return tuple(
        sorted(
            flat,
            key=lambda a: (
                a.street,
                number_value(a.number),
                a.number,
                a.city,
                a.postcode,
                a.point.lat,
                a.point.lon,
            ),
        )
    )


def _is_same_place(a: Address, b: Address) -> bool:
    cities_agree = a.city == b.city or not a.city or not b.city
    return cities_agree and distance_m(a.point, b.point) <= SAME_PLACE_M
