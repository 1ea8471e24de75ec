"""What tags mean for those who travel."""

import pytest

from doorstep.roads.profile import Directions, Profile, parse_maxspeed
from doorstep.roads.sources import read_profiles

PROFILES = {profile.name: profile for profile in read_profiles()}
VAN, BICYCLE, FOOT = PROFILES["van"], PROFILES["bicycle"], PROFILES["foot"]
BOTH = Directions(forward=True, backward=True)
ALONG = Directions(forward=True, backward=False)
AGAINST = Directions(forward=False, backward=True)


@pytest.mark.parametrize(
    ("tag", "kmh"),
    [("50", 50), ("30 mph", 48.28032), ("30mph", 48.28032), ("40 km/h", 40)],
)
def test_a_maxspeed_is_read_in_kilometres_per_hour(tag: str, kmh: float) -> None:
    assert parse_maxspeed(tag) == pytest.approx(kmh)


@pytest.mark.parametrize("tag", ["FI:urban", "signals", "none", "", "walk", "0", "-5"])
def test_a_maxspeed_that_is_no_number_is_ignored(tag: str) -> None:
    assert parse_maxspeed(tag) is None


def test_a_van_drives_the_share_of_the_limit_that_its_file_says() -> None:
    # 0.8 of 50 km/h.
    assert VAN.travel_kmh({"highway": "primary", "maxspeed": "50"}) == pytest.approx(40)


def test_a_van_without_a_limit_drives_the_speed_of_the_class() -> None:
    assert VAN.travel_kmh({"highway": "residential"}) == 25


def test_a_bicycle_does_not_read_the_limit() -> None:
    assert BICYCLE.travel_kmh({"highway": "residential", "maxspeed": "80"}) == 15


@pytest.mark.parametrize(
    ("profile", "tags"),
    [
        (VAN, {"highway": "footway"}),
        (VAN, {"highway": "residential", "access": "private"}),
        (VAN, {"highway": "residential", "motor_vehicle": "no"}),
        (BICYCLE, {"highway": "footway"}),
        (FOOT, {"highway": "motorway"}),
        (FOOT, {"highway": "path", "foot": "no"}),
        (FOOT, {"highway": "construction"}),
    ],
)
def test_closed_roads_are_closed(profile: Profile, tags: dict[str, str]) -> None:
    assert profile.travel_kmh(tags) is None


@pytest.mark.parametrize(
    ("profile", "tags"),
    [
        (VAN, {"highway": "service", "access": "no", "motor_vehicle": "yes"}),
        (VAN, {"highway": "residential", "access": "destination"}),
        (BICYCLE, {"highway": "footway", "bicycle": "designated"}),
        (FOOT, {"highway": "service", "access": "private", "foot": "yes"}),
    ],
)
def test_the_most_specific_sign_opens_a_road(profile: Profile, tags: dict[str, str]) -> None:
    assert profile.travel_kmh(tags) is not None


@pytest.mark.parametrize(
    ("profile", "tags", "expected"),
    [
        (VAN, {}, BOTH),
        (VAN, {"oneway": "yes"}, ALONG),
        (VAN, {"oneway": "-1"}, AGAINST),
        (VAN, {"junction": "roundabout"}, ALONG),
        (VAN, {"highway": "motorway"}, ALONG),
        (VAN, {"highway": "motorway", "oneway": "no"}, BOTH),
        (BICYCLE, {"oneway": "yes"}, ALONG),
        (BICYCLE, {"oneway": "yes", "oneway:bicycle": "no"}, BOTH),
        (VAN, {"oneway": "yes", "oneway:bicycle": "no"}, ALONG),
        (FOOT, {"oneway": "yes", "junction": "roundabout"}, BOTH),
    ],
)
def test_one_ways_bind_whom_they_bind(
    profile: Profile, tags: dict[str, str], expected: Directions
) -> None:
    assert profile.directions(tags) == expected
