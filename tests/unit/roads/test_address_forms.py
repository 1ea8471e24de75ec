"""Addresses with words left out or shortened, letters written in two ways, numbers between."""

import pytest

from doorstep.kernel import Point, distance_m
from doorstep.roads import Address, AddressIndex, Street
from doorstep.roads.addresses import Precision
from doorstep.roads.house_numbers import estimate

EAST_100_M = 100 / 111_195.08  # degrees at the equator


def house(street: str, number: str, metres: float = 0.0, city: str = "Town") -> Address:
    return Address(street, number, "", city, Point(0.0, metres / 100 * EAST_100_M))


INDEX = AddressIndex(
    addresses=[
        house("Bell Road", "4"),
        house("Manor Hill Court", "7"),
        house("Rua da Boavista", "12"),
        house("Carrer Gran", "3"),
        house("Ærøgade", "5"),
        house("Bäckerstraße", "9"),
        house("Åsgatan", "2"),
        house("Greene Drive", "8"),
        house("Saint Johns Avenue", "6"),
        house("North Main Street", "10"),
        house("Oak Lane", "1", 0),
        house("Oak Court", "1", 5000),
    ],
    cities=[("Town",)],
)


@pytest.mark.parametrize(
    ("text", "label", "confidence"),
    [
        ("4 Bell Rd, Town", "Bell Road 4, Town", 1.0),
        ("4 Bell, Town", "Bell Road 4, Town", 0.9),  # 1.0 less 0.1 for the word left out
        ("4 Bel, Town", None, 0.0),  # "bel" is too short for a slip
        ("Bell 4", "Bell Road 4, Town", 0.85),
        ("7 Manor Hill", "Manor Hill Court 7, Town", 0.85),
        ("Boavista 12", "Rua da Boavista 12, Town", 0.85),
        ("R. Boavista 12", "Rua da Boavista 12, Town", 0.6),  # "Rua Boavista": not as it is
        ("Aeroegade 5", "Ærøgade 5, Town", 0.95),
        ("aerogade 5", "Ærøgade 5, Town", 0.95),
        ("Baeckerstr. 9", "Bäckerstraße 9, Town", 0.95),
        ("Backerstrasse 9", "Bäckerstraße 9, Town", 0.95),
        ("Aasgatan 2", "Åsgatan 2, Town", 0.95),
        ("8 Greeen Drive", "Greene Drive 8, Town", 0.85),
        ("8 Gereen Dr", None, 0.0),  # two slips
        ("8 Grenee Dr", "Greene Drive 8, Town", 0.85),
        ("6 St. John's Ave", "Saint Johns Avenue 6, Town", 0.95),
        ("10 N Main St", "North Main Street 10, Town", 0.95),
    ],
)
def test_a_street_is_found_as_people_write_it(
    text: str, label: str | None, confidence: float
) -> None:
    match = INDEX.find(text)

    assert (match.label if match else None) == label
    assert (match.confidence if match else 0.0) == pytest.approx(confidence)


def test_another_kind_of_street_needs_a_person() -> None:
    match = INDEX.find("4 Bell Lane, Town")

    # 1.0 less 0.35: there may well be a Bell Lane that the map lacks.
    assert match is not None
    assert match.confidence == pytest.approx(0.65)


def test_two_streets_that_differ_only_in_the_word_left_out_need_a_person() -> None:
    match = INDEX.find("1 Oak, Town")

    # 0.9, times 0.65 because Oak Lane and Oak Court are 5 km apart.
    assert match is not None
    assert match.confidence == pytest.approx(0.585, abs=0.01)


def test_two_houses_of_one_address_need_a_person() -> None:
    index = AddressIndex([house("Oak Lane", "1", 0), house("Oak Lane", "1", 5000)])
    match = index.find("1 Oak Lane, Town")

    assert match is not None
    assert match.confidence < 0.7


def test_a_missing_number_is_placed_between_its_neighbours() -> None:
    index = AddressIndex(
        [house("Oak Lane", "2", 0), house("Oak Lane", "10", 80), house("Oak Lane", "3", 500)]
    )
    match = index.find("4 Oak Lane, Town")

    # A quarter of the way from 2 to 10, which are 80 m apart; number 3 is on the other side.
    assert match is not None
    assert distance_m(match.point, house("", "", 20).point) < 0.1
    assert match.label == "Oak Lane 4, Town"
    assert match.precision is Precision.INTERPOLATED
    assert match.confidence == pytest.approx(0.85)


@pytest.mark.parametrize(
    ("houses", "wanted", "metres"),
    [
        ([(2, 0.0), (10, 80.0)], 6, 40.0),
        ([(2, 0.0), (10, 80.0), (8, 60.0)], 4, 20.0),
        # Two towns have the street: the pair that is near to each other counts.
        ([(2, 0.0), (10, 80.0), (2, 9000.0), (10, 9040.0)], 6, 9020.0),
        ([(2, 0.0), (10, 80.0)], 12, None),  # beyond the last house
        ([(2, 0.0), (10, 80.0)], 5, None),  # on the other side of the street
        ([(2, 0.0), (10, 401.0)], 6, None),  # too far apart to know anything
        ([(0, 0.0), (10, 80.0)], 6, None),  # no number is no neighbour
    ],
)
def test_numbers_of_one_side_are_in_order(
    houses: list[tuple[int, float]], wanted: int, metres: float | None
) -> None:
    known = [(number, house("", "", at).point) for number, at in houses]
    found = estimate(known, wanted)

    if metres is None:
        assert found is None
    else:
        assert found is not None
        assert distance_m(found.point, house("", "", metres).point) < 0.1


def test_a_town_nobody_here_has_heard_of_needs_a_person() -> None:
    index = AddressIndex([house("Oak Lane", "2", city="")], cities=[("Town",)])
    here, elsewhere, unsaid = (
        index.find(text) for text in ("2 Oak Lane, Town", "2 Oak Lane, Berlin", "2 Oak Lane")
    )

    assert here is not None
    assert elsewhere is not None
    assert unsaid is not None
    assert (here.confidence, unsaid.confidence) == (0.95, 0.95)
    assert elsewhere.confidence < 0.7


def test_a_street_without_houses_in_another_town_is_hardly_a_guess() -> None:
    index = AddressIndex([], [Street("Mill Lane", (), Point(0.0, 0.0))], [("Town",)])
    elsewhere = index.find("2 Mill Lane, Berlin")

    assert elsewhere is not None
    # 0.5 for the street alone, times 0.7 for the unknown town.
    assert elsewhere.confidence == pytest.approx(0.35)


def test_the_nearest_house_to_a_point_is_found_within_reach() -> None:
    index = AddressIndex([house("Oak Lane", "2", 0), house("Oak Lane", "4", 30)])
    near = index.nearest(house("", "", 40).point)

    assert near is not None
    assert near.address.number == "4"
    assert near.distance_m == pytest.approx(10.0, abs=0.01)
    assert index.nearest(house("", "", 250).point) is None  # 220 m from number 4
    assert index.nearest(house("", "", 250).point, within_m=221.0) is not None
    assert AddressIndex([]).nearest(Point(0.0, 0.0)) is None
