"""Finds the place that an address means, and says how sure that is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from doorstep.kernel import Point, distance_m
from doorstep.roads.address_query import Query, read_queries, town_words
from doorstep.roads.address_text import (
    deletions,
    is_one_slip,
    number_keys,
    number_value,
    street_key,
    words,
)

EXACT = 0.95
"""Street and house number as asked; with the postcode or city confirmed it is 1."""

_CONFIRMED = 0.05
_SLIP = 0.1
_OTHER_FORM = 0.1
_STREET_ONLY = 0.5
_CONTRADICTED = 0.6
_AMBIGUOUS = 0.7
_AMBIGUOUS_M = 500.0
_SHORTEST_SLIP = 5


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


@dataclass(frozen=True, slots=True)
class Match:
    """What an address was taken to mean.

    ``confidence`` is 0.9 or more for the house asked for, below 0.7 when only the street is
    sure, or the rest contradicts it; such a place needs a look before somebody drives there.
    """

    point: Point
    label: str
    confidence: float


class AddressIndex:
    """All addresses of a region, searchable as people write them.

    Parameters
    ----------
    addresses
        Houses; of several with one street, number and city the first is kept.
    streets
        Streets with their other names, also those without a house.
    cities
        Names one city goes by, in any language, one group a city.
    """

    def __init__(
        self,
        addresses: Iterable[Address],
        streets: Iterable[Street] = (),
        cities: Iterable[Sequence[str]] = (),
    ) -> None:
        self._entries = _distinct(addresses)
        self._streets: dict[str, Street] = {}
        self._houses: dict[str, dict[str, list[Address]]] = defaultdict(lambda: defaultdict(list))
        self._names: dict[str, list[str]] = defaultdict(list)
        for street in streets:
            key = street_key(words(street.name))
            self._streets.setdefault(key, street)
            for name in (street.name, *street.other_names):
                self._add_name(street_key(words(name)), key)
        for address in self._entries:
            key = street_key(words(address.street))
            self._add_name(key, key)
            for form in number_keys(address.number):
                self._houses[key][form].append(address)
        self._slips: dict[str, list[str]] = defaultdict(list)
        for name in self._names:
            for form in deletions(name):
                self._slips[form].append(name)
        self._cities = {
            town_words(words(name)): {town_words(words(other)) for other in group}
            for group in cities
            for name in group
        }

    @property
    def entries(self) -> tuple[Address, ...]:
        """Return all houses, ordered by street, number and city."""
        return self._entries

    def find(self, text: str) -> Match | None:
        """Return the best match for an address, or none for what is no address here.

        Understands the number before or after the street, letters and ranges in numbers,
        folded letters, one slip in the street's name, and postcode and city after it.
        """
        best: Match | None = None
        for query in read_queries(text):
            for match in self._matches(query):
                if best is None or match.confidence > best.confidence:
                    best = match
        return best

    def _add_name(self, name: str, key: str) -> None:
        if name and key not in self._names[name]:
            self._names[name].append(key)

    def _matches(self, query: Query) -> Iterator[Match]:
        """Yield a match for each street the query may mean."""
        name = street_key(list(query.street))
        for known, penalty in self._similar(name):
            for key in self._names[known]:
                match = self._match(key, query)
                if match is not None:
                    yield Match(match.point, match.label, round(match.confidence - penalty, 2))

    def _similar(self, name: str) -> list[tuple[str, float]]:
        """Return known street names equal to or one slip from ``name``, with the penalty."""
        if name in self._names:
            return [(name, 0.0)]
        if len(name) < _SHORTEST_SLIP:
            return []
        near = {known for form in deletions(name) for known in self._slips.get(form, ())}
        return [(known, _SLIP) for known in sorted(near) if is_one_slip(name, known)]

    def _match(self, key: str, query: Query) -> Match | None:
        houses = self._houses.get(key, {})
        if query.number:
            for step, form in enumerate(number_keys(query.number)):
                if form in houses:
                    return self._house(houses[form], query, step)
        every = [house for group in houses.values() for house in group]
        if every:
            wanted = number_value(query.number)
            house = min(every, key=lambda a: (abs(number_value(a.number) - wanted), a.number))
            trust = _STREET_ONLY * self._context_factor(house, query)
            return Match(house.point, house.street, trust)
        if key in self._streets:
            street = self._streets[key]
            return Match(street.point, street.name, _STREET_ONLY)
        return None

    def _house(self, houses: list[Address], query: Query, step: int) -> Match:
        """Choose among houses that answer to one number."""

        def trust(house: Address) -> float:
            asked = number_keys(query.number)[0]
            is_same = step == 0 and number_keys(house.number)[0] == asked
            base = EXACT if is_same else EXACT - _OTHER_FORM
            if self._is_confirmed(house, query):
                return base + _CONFIRMED
            return base * self._context_factor(house, query)

        best = max(houses, key=trust)
        level = trust(best)
        rivals = [h for h in houses if trust(h) == level]
        if any(distance_m(best.point, rival.point) > _AMBIGUOUS_M for rival in rivals):
            level *= _AMBIGUOUS
        return Match(best.point, best.label, level)

    def _is_confirmed(self, house: Address, query: Query) -> bool:
        """Tell whether postcode or city was given and is right, and the postcode not wrong."""
        postcode = self._postcode(house, query)
        return postcode is True or (postcode is None and self._city(house, query) is True)

    def _context_factor(self, house: Address, query: Query) -> float:
        """Return below 1 when postcode or city contradict; a right postcode settles it."""
        postcode = self._postcode(house, query)
        wrong = postcode is False or (postcode is None and self._city(house, query) is False)
        return _CONTRADICTED if wrong else 1.0

    def _postcode(self, house: Address, query: Query) -> bool | None:
        """Tell whether the postcode agrees; none when either side does not say."""
        if not query.postcode or not house.postcode:
            return None
        return query.postcode in words(house.postcode)

    def _city(self, house: Address, query: Query) -> bool | None:
        """Tell whether the city agrees; none when either side does not say."""
        if not query.town or not house.city:
            return None
        city = town_words(words(house.city))
        said = " ".join(query.town)
        names = self._cities.get(city, {city})
        return any(
            set(name) <= set(query.town) or is_one_slip(" ".join(name), said) for name in names
        )


def _distinct(addresses: Iterable[Address]) -> tuple[Address, ...]:
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
    return cities_agree and distance_m(a.point, b.point) <= _AMBIGUOUS_M
