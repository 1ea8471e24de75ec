"""The address book in a file answers as the one in memory does, which is its judge."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from doorstep.kernel import Point, SeededRng
from doorstep.roads import Address, AddressIndex, Street
from doorstep.roads.sources.address_file import AddressFile, find_address_file, write_address_file
from doorstep.roads.sources.addresses import AddressData

_NAMES = (
    "Oak Lane",
    "Oak Road",
    "Reisterstown Road",
    "Washingtonville Drive",
    "Hämeentie",
    "Rua da Boavista",
    "Straße des 17. Juni",
    "Ленинградская улица",
)
_LETTERS = "abcdefghijklmnopqrstuvwxyzäßл"


@pytest.fixture(scope="module")
def data() -> AddressData:
    houses = [
        Address(name, str(number), "21136", "Town", Point(60 + number / 1e4, 25 + street / 100))
        for street, name in enumerate(_NAMES)
        for number in (1, 2, 3, 7, 12)
    ]
    streets = (Street("Mill Lane", ("Myllykuja",), Point(60.5, 25.5)),)
    return AddressData(tuple(houses), streets, (("Town", "Stad"),))


@pytest.fixture(scope="module")
def file(data: AddressData, tmp_path_factory: pytest.TempPathFactory) -> AddressFile:
    path = tmp_path_factory.mktemp("book") / "addresses.db"
    write_address_file(data, path)
    return AddressFile(path)


def texts(rng: SeededRng, count: int) -> list[str]:
    """Return addresses with up to three slips anywhere, and some that are none."""
    found = []
    for _ in range(count):
        text = f"{rng.choice([*_NAMES, 'Mill Lane', 'Myllykuja', 'Elm Row'])} {rng.randrange(15)}"
        for _ in range(rng.randrange(4)):
            at = rng.randrange(len(text))
            text = text[:at] + rng.choice(["", rng.choice(_LETTERS)]) + text[at + 1 :]
        found.append(f"{text}{rng.choice(['', ', 21136 Town', ', Stad', ', Elsewhere'])}")
    return found


def test_what_is_found_is_what_memory_finds(data: AddressData, file: AddressFile) -> None:
    index, judge = AddressIndex.of(file), data.index()
    asked = texts(SeededRng(5), 600)

    assert [index.find(text) for text in asked] == [judge.find(text) for text in asked]
    assert sum(judge.find(text) is not None for text in asked) > 300
    assert index.entries == judge.entries


def test_the_nearest_house_is_the_one_memory_finds(data: AddressData, file: AddressFile) -> None:
    index, judge = AddressIndex.of(file), data.index()
    rng = SeededRng(6)
    points = [
        Point(60 + rng.randrange(-40, 60) / 1e4, 25 + rng.randrange(-20, 100) / 1e3)
        for _ in range(300)
    ]
    found = [index.nearest(point) for point in points]

    assert found == [judge.nearest(point) for point in points]
    assert 20 < sum(one is not None for one in found) < 280


def test_two_slips_in_a_long_name_are_borne_and_in_a_short_one_not(file: AddressFile) -> None:
    index = AddressIndex.of(file)
    long = index.find("Reistersown Roaf 7, 21136 Town")
    assert long is not None
    assert (long.label, long.confidence) == ("Reisterstown Road 7, 21136 Town", 0.8)
    assert index.find("Aok Laen 7, 21136 Town") is None


def test_many_threads_may_ask_at_once(file: AddressFile) -> None:
    index = AddressIndex.of(file)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(index.find, [f"{name} 12" for name in _NAMES] * 5))
    assert all(found)


def test_a_missing_or_damaged_file_is_no_book(data: AddressData, tmp_path: Path) -> None:
    path = tmp_path / "addresses.db"
    assert find_address_file(path) is None
    write_address_file(data, path)
    assert find_address_file(path) is not None
    path.write_bytes(path.read_bytes()[:3000])
    assert find_address_file(path) is None
    path.write_bytes(b"")
    assert find_address_file(path) is None
