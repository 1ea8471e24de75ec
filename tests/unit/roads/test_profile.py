"""What tags mean for those who travel."""

import pytest

from doorstep.roads.profile import Directions, Profile, Size
from doorstep.roads.sources import read_profiles
from doorstep.roads.tags import parse_duration_s, parse_maxspeed

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


@pytest.mark.parametrize(
    ("tag", "seconds"),
    [("45", 2700), ("01:30", 5400), ("0:05:30", 330), ("PT1H30M", 5400), ("soon", None)],
)
def test_durations_are_read_as_they_are_tagged(tag: str, seconds: float | None) -> None:
    assert parse_duration_s(tag) == seconds


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
        (FOOT, {"highway": "footway", "access": "private"}),
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


@pytest.mark.parametrize(
    ("profile", "tags", "ends_only"),
    [
        (VAN, {"access": "private"}, True),
        (VAN, {"access": "destination"}, True),
        (VAN, {"motor_vehicle": "delivery"}, True),
        (VAN, {"access": "private", "goods": "yes"}, False),
        (VAN, {"access": "no", "access:conditional": "yes @ delivery"}, True),
        (VAN, {}, False),
        (BICYCLE, {"vehicle": "destination", "bicycle": "yes"}, False),
    ],
)
def test_private_ground_is_for_the_ends_of_a_trip(
    profile: Profile,
    tags: dict[str, str],
    ends_only: bool,  # noqa: FBT001
) -> None:
    passage = profile.passage({"highway": "residential", **tags})

    assert passage.is_open
    assert passage.ends_only is ends_only


def test_who_only_drives_may_not_deliver() -> None:
    assert not PROFILES["car"].passage({"highway": "service", "access": "delivery"}).is_open


@pytest.mark.parametrize(
    ("tags", "is_open"),
    [
        ({"maxweight": "7.5"}, False),
        ({"maxweight": "12"}, True),
        ({"maxheight": "3.8"}, False),
        ({"maxheight": "13'6\""}, True),
        ({"maxwidth": "2.2"}, False),
        ({"hgv": "no"}, False),
        ({"hgv:conditional": "no @ (weight>7.5)"}, False),
        ({"hgv:conditional": "no @ (weight>18)"}, True),
        ({"hazmat": "no"}, True),
    ],
)
def test_a_truck_reads_the_signs_for_its_size(tags: dict[str, str], is_open: bool) -> None:  # noqa: FBT001
    # 12 t, 4.0 m high, 2.55 m wide; 13'6" are 4.11 m.
    assert PROFILES["truck"].passage({"highway": "tertiary", **tags}).is_open is is_open


def test_dangerous_goods_keep_off_roads_closed_to_them() -> None:
    tanker = PROFILES["truck"].with_size(Size(hazmat=True))

    assert not tanker.passage({"highway": "tertiary", "hazmat": "no"}).is_open


def test_a_bicycle_goes_against_a_one_way_street_where_the_lane_does() -> None:
    tags = {"highway": "residential", "oneway": "yes", "cycleway": "opposite_lane"}

    assert BICYCLE.directions(tags) == BOTH
    assert VAN.directions(tags) == ALONG


def test_a_slope_slows_a_bicycle_uphill_only() -> None:
    passage = BICYCLE.passage({"highway": "residential", "incline": "10%"})

    # 6 % of the speed lost for each of ten percent.
    assert passage.forward_kmh == pytest.approx(15 * 0.4)
    assert passage.backward_kmh == pytest.approx(15)


def test_a_slope_slows_who_walks_or_pedals_with_help_less() -> None:
    tags = {"highway": "residential", "incline": "-10%"}

    # 3 % of the speed lost for each of ten percent; the way back is the one that climbs.
    for name, kmh in (("foot", 5), ("cargo_bike", 15)):
        passage = PROFILES[name].passage(tags)
        assert passage.forward_kmh == pytest.approx(kmh)
        assert passage.backward_kmh == pytest.approx(kmh * 0.7)
    assert VAN.passage(tags).forward_kmh == VAN.passage(tags).backward_kmh


@pytest.mark.parametrize(
    ("surface", "kmh"), [("asphalt", 15), ("gravel", 6), ("cobblestone", 6), ("sand", 3)]
)
def test_a_surface_slows_whom_it_slows(surface: str, kmh: float) -> None:
    passage = BICYCLE.passage({"highway": "residential", "surface": surface})

    assert passage.forward_kmh == kmh


def test_a_limit_may_be_lifted_for_those_who_deliver() -> None:
    tags = {"highway": "residential", "maxweight": "2.8"}

    assert not VAN.passage(tags).is_open
    assert VAN.passage({**tags, "maxweight:conditional": "none @ delivery"}).is_open
    assert VAN.passage({**tags, "maxweight:conditional": "5 @ (Su)"}).is_open is False


def test_a_living_street_is_driven_at_walking_pace() -> None:
    assert VAN.passage({"highway": "living_street"}).forward_kmh == 10


def test_a_ferry_takes_its_time() -> None:
    tags = {"route": "ferry", "duration": "00:30", "motor_vehicle": "yes"}

    # 5 km in half an hour.
    assert VAN.passage(tags, 5000).forward_kmh == pytest.approx(10)
    assert not VAN.passage({"route": "ferry"}, 5000).is_open
    assert FOOT.passage({"route": "ferry"}, 5000).is_open


@pytest.mark.parametrize(
    ("name", "tags", "is_open"),
    [
        ("van", {"barrier": "bollard"}, False),
        ("van", {"barrier": "gate"}, True),
        ("van", {"barrier": "gate", "access": "no"}, False),
        ("van", {"barrier": "bollard", "motor_vehicle": "yes"}, True),
        ("bicycle", {"barrier": "bollard"}, True),
        ("cargo_bike", {"barrier": "cycle_barrier"}, False),
        ("bicycle", {"barrier": "cycle_barrier"}, True),
        ("pavement_robot", {"barrier": "kerb"}, False),
        ("pavement_robot", {"barrier": "kerb", "kerb": "lowered"}, True),
        ("foot", {"barrier": "kerb"}, True),
    ],
)
def test_barriers_stop_whom_they_stop(
    name: str,
    tags: dict[str, str],
    is_open: bool,  # noqa: FBT001
) -> None:
    assert PROFILES[name].barrier(tags)[0].is_open is is_open


def test_delivery_hours_are_read_and_hold_at_their_hours_only() -> None:
    tags = {
        "highway": "pedestrian",
        "motor_vehicle": "no",
        "motor_vehicle:conditional": "delivery @ (Mo-Fr 06:00-10:00)",
    }
    hours = list(VAN.passages_by_hour(tags))

    assert not VAN.passage(tags).is_open
    assert [one.when for one in hours] == ["Mo-Fr 06:00-10:00"]
    assert hours[0].passage.forward_kmh == 6
    assert hours[0].passage.ends_only
