"""Addresses as people write them."""

import pytest

from doorstep.kernel import Point
from doorstep.roads import Address, AddressIndex, Street


def house(street: str, number: str, postcode: str = "00120", city: str = "Helsinki") -> Address:
    """Return a house somewhere of its own."""
    return Address(street, number, postcode, city, Point(60.0, 25 + len(number) / 1e4))


INDEX = AddressIndex(
    addresses=[
        house("Hämeentie", "12"),
        house("Hämeentie", "12 B"),
        house("Hämeentie", "20"),
        house("Annankatu", "6-8"),
        house("Annankatu", "10", postcode="", city=""),
        house("Iso Roobertinkatu", "3"),
    ],
    streets=[
        Street("Hämeentie", ("Tavastvägen",), Point(60.001, 25.0)),
        Street("Tyhjäkatu", (), Point(60.002, 25.0)),
    ],
    cities=[("Helsinki", "Helsingfors")],
)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Hämeentie 12, 00120 Helsinki", "Hämeentie 12, 00120 Helsinki"),
        ("hämeentie 12", "Hämeentie 12, 00120 Helsinki"),
        ("HAMEENTIE 12 B", "Hämeentie 12 B, 00120 Helsinki"),
        ("Hameentie 12b, Helsinki", "Hämeentie 12 B, 00120 Helsinki"),
        ("12 Hämeentie", "Hämeentie 12, 00120 Helsinki"),
        ("12 B Hämeentie 00120 Helsinki", "Hämeentie 12 B, 00120 Helsinki"),
        ("Hämeentie, 12, Helsinki", "Hämeentie 12, 00120 Helsinki"),
        ("c/o Virtanen, Hämeentie 20, 00120 Helsinki, Finland", "Hämeentie 20, 00120 Helsinki"),
        ("Hämeentie 12 00120 Helsinki", "Hämeentie 12, 00120 Helsinki"),
        ("Annankatu 6-8", "Annankatu 6-8, 00120 Helsinki"),
        ("isoroobertinkatu 3", "Iso Roobertinkatu 3, 00120 Helsinki"),
        ("Annankatu 10", "Annankatu 10"),
    ],
)
def test_a_house_is_found_however_it_is_written(text: str, label: str) -> None:
    match = INDEX.find(text)

    assert match is not None
    assert match.label == label
    assert match.confidence >= 0.95


@pytest.mark.parametrize("text", ["Tavastvägen 12", "tavastvagen 12, Helsingfors"])
def test_a_street_is_found_by_its_name_in_the_other_language(text: str) -> None:
    match = INDEX.find(text)

    assert match is not None
    assert match.label == "Hämeentie 12, 00120 Helsinki"


@pytest.mark.parametrize("street", ["Hämentie", "Hämeenttie", "Hämeemtie", "Hämenetie"])
def test_one_slip_in_the_street_costs_some_confidence(street: str) -> None:
    match = INDEX.find(f"{street} 12, Helsinki")

    assert match is not None
    assert match.label == "Hämeentie 12, 00120 Helsinki"
    # 1.0 with the city confirmed, less 0.1 for the slip.
    assert match.confidence == pytest.approx(0.9)


@pytest.mark.parametrize("text", ["Annankatu 6", "Annankatu 8", "Hämeentie 12 C"])
def test_part_of_a_range_or_another_letter_is_nearly_sure(text: str) -> None:
    match = INDEX.find(text)

    assert match is not None
    # 0.95 less 0.1 for another form of the number.
    assert match.confidence == pytest.approx(0.85)


@pytest.mark.parametrize(
    "text", ["Hämeentie 999", "Hämeentie", "Tyhjäkatu 5", "Hämeentie 999, Turku"]
)
def test_a_street_without_the_house_is_only_a_guess(text: str) -> None:
    match = INDEX.find(text)

    assert match is not None
    assert match.confidence < 0.7


def test_an_unknown_number_points_to_the_nearest_one_and_claims_no_number() -> None:
    match = INDEX.find("Hämeentie 19")

    assert match is not None
    assert match.label == "Hämeentie"
    assert match.point == house("Hämeentie", "20").point


@pytest.mark.parametrize("text", ["Hämeentie 12, Tampere", "Hämeentie 12, 33100"])
def test_another_town_makes_it_unsure(text: str) -> None:
    match = INDEX.find(text)

    assert match is not None
    assert match.confidence < 0.7


@pytest.mark.parametrize("text", ["", " ", "12", "nonsense 12", "???", "Helsinki", "00120", ",,,"])
def test_what_is_no_address_is_not_found(text: str) -> None:
    assert INDEX.find(text) is None


def test_the_postcode_tells_two_streets_of_one_name_apart() -> None:
    north = Address("High Street", "1", "1000", "Northam", Point(51.0, 0.0))
    south = Address("High Street", "1", "2000", "Southam", Point(50.0, 0.0))
    index = AddressIndex([north, south])

    assert [m.point if (m := index.find(f"1 High St, {p}")) else None for p in (1000, 2000)] == [
        north.point,
        south.point,
    ]
    unsure = index.find("1 High St")
    assert unsure is not None
    assert unsure.confidence < 0.7


def test_entries_are_in_order_and_each_house_is_there_once() -> None:
    index = AddressIndex([house("B", "10"), house("B", "9"), house("A", "1"), house("B", "9")])

    assert [(a.street, a.number) for a in index.entries] == [("A", "1"), ("B", "9"), ("B", "10")]


def test_a_double_lends_the_postcode_that_is_missing() -> None:
    index = AddressIndex([house("B", "9", postcode=""), house("B", "9")])

    assert [a.postcode for a in index.entries] == ["00120"]
