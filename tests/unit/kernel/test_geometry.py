"""Points, boxes and distances."""

import math

import pytest

from doorstep.kernel import Bounds, Point, distance_m

HELSINKI = Point(60.1699, 24.9384)
TALLINN = Point(59.4370, 24.7536)


def test_a_degree_along_the_equator_is_known() -> None:
    # 2 pi x 6 371 008.8 m / 360 = 111 195.08 m
    assert distance_m(Point(0, 0), Point(0, 1)) == pytest.approx(111_195.08, abs=0.01)


def test_helsinki_to_tallinn_is_82_km() -> None:
    assert distance_m(HELSINKI, TALLINN) == pytest.approx(82_140, abs=100)


def test_the_way_round_the_antimeridian_is_the_short_one() -> None:
    assert distance_m(Point(0, 179.5), Point(0, -179.5)) == pytest.approx(111_195.08, abs=0.01)


def test_poles_are_half_a_circle_apart() -> None:
    # pi x 6 371 008.8 m
    assert distance_m(Point(90, 0), Point(-90, 0)) == pytest.approx(20_015_114.4, abs=0.1)


@pytest.mark.parametrize(
    ("lat", "lon"), [(90.1, 0), (-91, 0), (0, 180.5), (0, -181), (math.nan, 0), (0, math.inf)]
)
def test_what_is_not_on_the_earth_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="outside"):
        Point(lat, lon)


def test_a_box_holds_its_edges_and_a_margin_when_asked() -> None:
    box = Bounds(south=60, west=24, north=61, east=26)

    assert box.contains(Point(60, 26))
    assert not box.contains(Point(59.95, 25))
    assert box.contains(Point(59.95, 25), margin_deg=0.1)
