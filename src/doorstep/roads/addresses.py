"""Finds the place that an address means, and says how sure that is."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from doorstep.kernel import Point, distance_m
from doorstep.roads.address_book import SAME_PLACE_M, Address, AddressBook, MemoryBook, Street
from doorstep.roads.address_names import LEVELS
from doorstep.roads.address_query import Query, read_queries, town_words
from doorstep.roads.address_text import (
    is_one_slip,
    number_keys,
    number_value,
    words,
)
from doorstep.roads.house_numbers import estimate

EXACT = 0.95
"""Street and house number as asked; with the postcode or city confirmed it is 1."""

NEAREST_M = 200.0
"""Farther from any house than this, a point has no address."""

ENOUGH = 0.7
"""Below this a person has to look before somebody drives there."""
_WORTH_TELLING = 0.25
_CONFIRMED = 0.05
_OTHER_FORM = 0.1
_STREET_ONLY = 0.5
_NEAR_GAP = 0.85
_NEAR_GAP_M = 150.0
_WIDE_GAP = 0.75
_CONTRADICTED = 0.6
_ELSEWHERE = 0.7
_AMBIGUOUS = 0.65
_RIVAL_M = 100.0


class Precision(StrEnum):
    """What the point of a match is: the house, a place between its neighbours, or the street."""

    HOUSE = "house"
    INTERPOLATED = "interpolated"
    STREET = "street"


@dataclass(frozen=True, slots=True)
class Match:
    """What an address was taken to mean.

    ``confidence`` is 0.9 or more for the house asked for, below 0.7 when only the street is
    sure, or the rest contradicts it; such a place needs a look before somebody drives there.
    """

    point: Point
    label: str
    confidence: float
    precision: Precision = Precision.STREET


@dataclass(frozen=True, slots=True)
class Nearest:
    """The house nearest to a point, and how far it is."""

    address: Address
    distance_m: float


FindElsewhere: TypeAlias = Callable[[str], Match | None]


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
        self._book: AddressBook = MemoryBook(addresses, streets, cities)
        self._elsewhere: FindElsewhere | None = None

    @classmethod
    def of(cls, book: AddressBook) -> "AddressIndex":
        """Return the index of a book that is there already."""
        index = cls(())
        index._book = book
        return index

    @property
    def entries(self) -> tuple[Address, ...]:
        """Return all houses, ordered by street, number and city."""
        return self._book.entries

    def find(self, text: str) -> Match | None:
        """Return the best match for an address, or none for what is no address here.

        Understands the number before or after the street, letters and ranges in numbers,
        folded letters, short forms, a left out "Road", one slip in the street's name, two in a
        long one, and postcode and city after it. A number the map lacks is placed between its
        neighbours.
        """
        found = self._find_here(text)
        if self._elsewhere is None or (found is not None and found.confidence >= ENOUGH):
            return found
        other = self._elsewhere(text)
        return other if other and (not found or other.confidence > found.confidence) else found

    def ask_elsewhere(self, find: FindElsewhere) -> None:
        """Ask another source, such as a server, for what is not surely found here."""
        self._elsewhere = find

    def _find_here(self, text: str) -> Match | None:
        queries = list(dict.fromkeys(read_queries(text)))
        matches: list[Match] = []
        for level in range(LEVELS):
            found = [match for query in queries for match in self._matches(query, level)]
            matches += [match for match in found if match.confidence >= _WORTH_TELLING]
            if any(match.confidence >= ENOUGH for match in matches):
                break
        if not matches:
            return None
        best = max(matches, key=lambda match: match.confidence)
        rivals = (m for m in matches if m.confidence == best.confidence and m.label != best.label)
        if any(distance_m(best.point, rival.point) > _RIVAL_M for rival in rivals):
            return replace(best, confidence=round(best.confidence * _AMBIGUOUS, 2))
        return best

    def nearest(self, point: Point, within_m: float = NEAREST_M) -> Nearest | None:
        """Return the house nearest to a point, or none where there is none so near.

        Parameters
        ----------
        point
            Anywhere.
        within_m
            Farther than this is no answer, metres.
        """
        address = self._book.find_near(point, within_m)
        if address is None:
            return None
        away_m = distance_m(point, address.point)
        return Nearest(address, away_m) if away_m <= within_m else None

    def _matches(self, query: Query, level: int) -> Iterator[Match]:
        """Yield a match for each street the query may mean."""
        for key, cost in self._book.names.find(query.street, level):
            match = self._match(key, query)
            if match is not None:
                yield replace(match, confidence=round(match.confidence - cost, 2))

    def _match(self, key: str, query: Query) -> Match | None:
        houses = self._book.houses(key)
        if query.number:
            for step, form in enumerate(number_keys(query.number)):
                if form in houses:
                    return self._house(houses[form], query, step)
        every = [house for group in houses.values() for house in group]
        if every:
            fitting = [h for h in every if self._context_factor(h, query) == 1.0] or every
            return self._between(fitting, query) or self._some_house(fitting, query)
        if (street := self._book.street(key)) is not None:
            return Match(street.point, street.name, _STREET_ONLY * self._town_factor(query))
        return None

    def _between(self, houses: Sequence[Address], query: Query) -> Match | None:
        """Return where the number should be, from its neighbours."""
        wanted = number_value(query.number)
        known = [(number_value(house.number), house.point) for house in houses]
        found = estimate(known, wanted) if wanted else None
        if found is None:
            return None
        level = _NEAR_GAP if found.gap_m <= _NEAR_GAP_M else _WIDE_GAP
        trust = level * self._context_factor(houses[0], query)
        near = min(houses, key=lambda house: distance_m(house.point, found.point))
        label = replace(near, number=query.number).label
        return Match(found.point, label, trust, Precision.INTERPOLATED)

    def _some_house(self, houses: Sequence[Address], query: Query) -> Match:
        wanted = number_value(query.number)
        house = min(houses, key=lambda a: (abs(number_value(a.number) - wanted), a.number))
        trust = _STREET_ONLY * self._context_factor(house, query)
        return Match(house.point, house.street, trust)

    def _house(self, houses: Sequence[Address], query: Query, step: int) -> Match:
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
        if any(distance_m(best.point, rival.point) > SAME_PLACE_M for rival in rivals):
            level *= _AMBIGUOUS
        return Match(best.point, best.label, level, Precision.HOUSE)

    def _is_confirmed(self, house: Address, query: Query) -> bool:
        """Tell whether postcode or city was given and is right, and the postcode not wrong."""
        postcode = self._postcode(house, query)
        return postcode is True or (postcode is None and self._city(house, query) is True)

    def _context_factor(self, house: Address, query: Query) -> float:
        """Return below 1 when postcode or city contradict; a right postcode settles it."""
        postcode, city = self._postcode(house, query), self._city(house, query)
        if postcode is False or (postcode is None and city is False):
            return _CONTRADICTED
        return 1.0 if postcode or city or house.city else self._town_factor(query)

    def _town_factor(self, query: Query) -> float:
        """Return below 1 for a town nobody here has heard of: it may be far away."""
        is_known = not query.town or any(word in self._book.towns for word in query.town)
        return 1.0 if is_known or not self._book.towns else _ELSEWHERE

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
        names = self._book.cities.get(city, {city})
        return any(
            set(name) <= set(query.town) or is_one_slip(" ".join(name), said) for name in names
        )
