"""Sea from coastlines: land on the left, water on the right."""

import pytest
import shapely
from shapely.geometry import LineString

from doorstep.roads.sources.basemap.coast import find_sea

BOX = shapely.box(0, 0, 10, 10)


def test_without_a_coast_there_is_no_sea() -> None:
    assert find_sea([], BOX).is_empty


@pytest.mark.parametrize(
    ("coords", "expected"),
    [
        ([(5, -1), (5, 11)], shapely.box(5, 0, 10, 10)),
        ([(5, 11), (5, -1)], shapely.box(0, 0, 5, 10)),
    ],
)
def test_a_coast_across_the_box_has_water_on_its_right(
    coords: list[tuple[float, float]], expected: shapely.Polygon
) -> None:
    # Northward: the eastern half is sea. Southward: the western half.
    assert find_sea([LineString(coords)], BOX).equals(expected)


def test_an_end_inside_the_box_is_led_on_to_its_edge() -> None:
    sea = find_sea([LineString([(5, 1), (5, 9)])], BOX)

    assert sea.area == pytest.approx(50)
    assert sea.contains(shapely.Point(9, 5))


def test_an_island_is_land_in_the_sea() -> None:
    # Counter-clockwise, so that land is inside; and the mainland in the west.
    island = LineString([(7, 4), (8, 4), (8, 5), (7, 5), (7, 4)])
    sea = find_sea([LineString([(5, 0), (5, 10)]), island], BOX)

    assert sea.area == pytest.approx(49)
    assert not sea.contains(shapely.Point(7.5, 4.5))


def test_a_coast_in_pieces_is_joined_first() -> None:
    sea = find_sea([LineString([(5, 5), (5, 10)]), LineString([(5, 0), (5, 5)])], BOX)

    assert sea.area == pytest.approx(50)
