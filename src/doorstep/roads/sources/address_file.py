"""The address book of a region as one SQLite file: read where it lies, nothing held in memory.

Names of streets are found in full-text tables (FTS5): with one slip by tokens of our own, the name
with one letter left out; with two by its runs of three letters. Houses are found by the key of
their street, and by their place in an R*Tree.
"""

import json
import math
import sqlite3
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from functools import cached_property, lru_cache
from pathlib import Path

from doorstep.kernel import Point, distance_m
from doorstep.kernel.geometry import EARTH_RADIUS_M
from doorstep.roads.address_book import (
    Address,
    MemoryBook,
    Street,
    city_names,
    street_rows,
    town_names,
)
from doorstep.roads.address_names import MemoryStreetNames, StreetNames, is_slippery, trigrams
from doorstep.roads.address_text import (
    are_two_slips,
    deletions,
    is_one_slip,
    number_keys,
    one_spelling,
    street_key,
    words,
)
from doorstep.roads.sources.addresses import AddressData
from doorstep.roads.sources.files import whole_file

_WHOLE, _CORES = "whole", "cores"
_MOST_ALIKE = 100
"""So many names that share most runs of letters are compared letter by letter."""

_KEPT = 4096
_METRES_PER_DEGREE = math.radians(1.0) * EARTH_RADIUS_M

_SCHEMA = """
PRAGMA page_size = 4096;
CREATE TABLE house (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL, street TEXT NOT NULL, number TEXT NOT NULL,
  postcode TEXT NOT NULL, city TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL
);
CREATE VIRTUAL TABLE place USING rtree(id, south, north, west, east);
CREATE TABLE street (
  key TEXT PRIMARY KEY, name TEXT NOT NULL, other_names TEXT NOT NULL,
  lat REAL NOT NULL, lon REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_NAMES_SCHEMA = """
CREATE TABLE {kind} (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, spelling TEXT NOT NULL, keys TEXT NOT NULL
);
CREATE VIRTUAL TABLE {kind}_slip USING fts5(
  forms, content='', detail=none, tokenize="unicode61 remove_diacritics 0 tokenchars '-/'"
);
CREATE VIRTUAL TABLE {kind}_gram USING fts5(
  grams, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '-/'"
);
"""


def write_address_file(data: AddressData, path: Path) -> None:
    """Write the book of a region's addresses; the file appears whole.

    Parameters
    ----------
    path
        The file; one that is there is replaced.
    """
    book = MemoryBook(data.addresses, data.streets, data.cities)
    names = MemoryStreetNames()
    streets: dict[str, Street] = {}
    for key, street, called in street_rows(data.streets):
        streets.setdefault(key, street)
        for name in called:
            names.add(name, key)
    housed: set[str] = set()
    houses = []
    for number, house in enumerate(book.entries):
        key = street_key(words(house.street))
        if key not in housed:
            housed.add(key)
            names.add(house.street, key)
        at = house.point
        houses.append(
            (number, key, house.street, house.number, house.postcode, house.city, at.lat, at.lon)
        )
    with whole_file(path) as draft, closing(sqlite3.connect(draft)) as db, db:
        db.executescript(_SCHEMA)
        db.executemany("INSERT INTO house VALUES (?, ?, ?, ?, ?, ?, ?, ?)", houses)
        db.execute("CREATE INDEX house_key ON house (key)")
        places = ((number, lat, lat, lon, lon) for number, *_, lat, lon in houses)
        db.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?)", places)
        rows = (
            (key, one.name, json.dumps(one.other_names), one.point.lat, one.point.lon)
            for key, one in streets.items()
        )
        db.executemany("INSERT INTO street VALUES (?, ?, ?, ?, ?)", rows)
        towns = sorted(town_names(city_names(data.cities), book.entries))
        facts = {"cities": data.cities, "towns": towns}
        db.executemany(
            "INSERT INTO fact VALUES (?, ?)", [(k, json.dumps(v)) for k, v in facts.items()]
        )
        for kind, known in ((_WHOLE, names.whole), (_CORES, names.cores)):
            _write_names(db, kind, known.items())


def _write_names(
    db: sqlite3.Connection, kind: str, known: Iterable[tuple[str, Sequence[str]]]
) -> None:
    db.executescript(_NAMES_SCHEMA.format(kind=kind))
    for number, (name, keys) in enumerate(known):
        row = (number, name, one_spelling(name), json.dumps(keys))
        db.execute(f"INSERT INTO {kind} VALUES (?, ?, ?, ?)", row)  # noqa: S608 -- our own word
        if is_slippery(name):
            forms = " ".join(dict.fromkeys(filter(None, deletions(name))))
            db.execute(f"INSERT INTO {kind}_slip (rowid, forms) VALUES (?, ?)", (number, forms))  # noqa: S608
        grams = " ".join(trigrams(name))
        db.execute(f"INSERT INTO {kind}_gram (rowid, grams) VALUES (?, ?)", (number, grams))  # noqa: S608
    db.execute(f"CREATE INDEX {kind}_spelling ON {kind} (spelling)")
    for part in ("slip", "gram"):
        db.execute(f"INSERT INTO {kind}_{part} ({kind}_{part}) VALUES ('optimize')")  # noqa: S608


def find_address_file(path: Path) -> "AddressFile | None":
    """Return the book in a file, or none when it is missing or damaged."""
    if not path.is_file():
        return None
    file = AddressFile(path)
    try:
        file.rows("SELECT count(*) FROM whole_slip WHERE whole_slip MATCH ?", "a")
        file.towns  # noqa: B018 -- read now rather than in the middle of an import
    except (sqlite3.Error, ValueError):
        return None
    return file


class AddressFile:
    """A book in a file that ``write_address_file`` wrote; fit for many threads.

    Parameters
    ----------
    path
        The file; it must not change while it is used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mine = threading.local()
        self.names = StreetNames(_FileNames(self, _WHOLE), _FileNames(self, _CORES))
        self._houses = lru_cache(maxsize=_KEPT)(self._read_houses)

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Return what a query finds; each thread has a connection of its own."""
        db = getattr(self._mine, "db", None)
        if db is None:
            url = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            db = self._mine.db = sqlite3.connect(url, uri=True, check_same_thread=False)
        found: list[tuple[object, ...]] = db.execute(query, values).fetchall()
        return found

    @property
    def entries(self) -> tuple[Address, ...]:
        """Return all houses, ordered by street, number and city."""
        found = self.rows("SELECT street, number, postcode, city, lat, lon FROM house ORDER BY id")
        return tuple(_to_address(row) for row in found)

    @cached_property
    def cities(self) -> Mapping[tuple[str, ...], Collection[tuple[str, ...]]]:
        """Return by each name of a city, in folded words, all that it goes by."""
        return city_names(self._fact("cities"))

    @cached_property
    def towns(self) -> Collection[str]:
        """Return the words of all towns' names."""
        return frozenset(self._fact("towns"))

    def houses(self, key: str) -> Mapping[str, Sequence[Address]]:
        """Return the houses of the street of a key, by each form of their numbers."""
        return self._houses(key)

    def street(self, key: str) -> Street | None:
        """Return the street of a key, or none where only houses have its name."""
        found = self.rows("SELECT name, other_names, lat, lon FROM street WHERE key = ?", key)
        for name, others, lat, lon in found:
            point = Point(float(str(lat)), float(str(lon)))
            return Street(str(name), tuple(json.loads(str(others))), point)
        return None

    def find_near(self, point: Point, within_m: float) -> Address | None:
        """Return the house nearest to a point among those about so near, or none."""
        high = within_m / _METRES_PER_DEGREE
        wide = high / max(math.cos(math.radians(point.lat)), 0.01)
        found = self.rows(
            "SELECT street, number, postcode, city, lat, lon FROM place JOIN house USING (id)"
            " WHERE south <= ? AND north >= ? AND west <= ? AND east >= ? ORDER BY id",
            point.lat + high,
            point.lat - high,
            point.lon + wide,
            point.lon - wide,
        )
        houses = [_to_address(row) for row in found]
        return min(houses, key=lambda house: distance_m(point, house.point), default=None)

    def _read_houses(self, key: str) -> Mapping[str, Sequence[Address]]:
        found = self.rows(
            "SELECT street, number, postcode, city, lat, lon FROM house WHERE key = ? ORDER BY id",
            key,
        )
        houses: dict[str, list[Address]] = {}
        for row in found:
            house = _to_address(row)
            for form in number_keys(house.number):
                houses.setdefault(form, []).append(house)
        return houses

    def _fact(self, name: str) -> Sequence[str]:
        ((value,),) = self.rows("SELECT value FROM fact WHERE name = ?", name)
        fact: Sequence[str] = json.loads(str(value))
        return fact


class _FileNames:
    """The names of one table of the file."""

    def __init__(self, file: AddressFile, kind: str) -> None:
        self._file = file
        self._kind = kind
        self.same = lru_cache(maxsize=_KEPT)(self._same)
        self.near = lru_cache(maxsize=_KEPT)(self._near)

    def _same(self, name: str) -> list[str]:
        query = f"SELECT keys FROM {self._kind} WHERE spelling = ? ORDER BY id"  # noqa: S608
        return _join(keys for (keys,) in self._file.rows(query, one_spelling(name)))

    def _near(self, name: str) -> list[str]:
        if not is_slippery(name):
            return []
        found = self._search("slip", filter(None, deletions(name)))
        return _join(keys for known, keys in found if is_one_slip(name, known))

    def far(self, name: str, core: str) -> list[str]:
        """Return the streets of names that two slips make of this one."""
        found = self._search("gram", trigrams(core), f"ORDER BY rank LIMIT {_MOST_ALIKE}")
        return _join(keys for known, keys in found if are_two_slips(name, known))

    def _search(self, part: str, tokens: Iterable[str], few: str = "") -> list[tuple[str, str]]:
        """Return the names with any of some tokens, in alphabetical order, and their keys."""
        asked = " OR ".join(f'"{token}"' for token in dict.fromkeys(tokens))
        if not asked:
            return []
        table = f"{self._kind}_{part}"
        query = (
            f"SELECT name, keys FROM {self._kind} WHERE id IN"  # noqa: S608
            f" (SELECT rowid FROM {table} WHERE {table} MATCH ? {few}) ORDER BY name"
        )
        return [(str(name), str(keys)) for name, keys in self._file.rows(query, asked)]


def _join(keys: Iterable[object]) -> list[str]:
    return list(dict.fromkeys(key for some in keys for key in json.loads(str(some))))


def _to_address(row: tuple[object, ...]) -> Address:
    street, number, postcode, city, lat, lon = row
    point = Point(float(str(lat)), float(str(lon)))
    return Address(str(street), str(number), str(postcode), str(city), point)
