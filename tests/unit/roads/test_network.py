"""Where points are on the streets, and how far it is between them."""

import numpy as np
import pytest

from doorstep.kernel import Point
from doorstep.roads import NO_CONNECTION, NoRouteError
from worlds.towns import Town, ascii_town

BACKENDS = pytest.mark.parametrize("fast", [True, False], ids=["hierarchy", "dijkstra"])


def minutes(town: Town, names: str, profile: str = "van", *, fast: bool) -> list[list[float]]:
    """Return the matrix of named places in minutes."""
    duration_s = town.network(fast=fast).matrix(town.points(names), profile).duration_s
    return [[value / 60 for value in row] for row in duration_s.tolist()]


@BACKENDS
def test_minutes_are_the_cells_between_two_places(fast: bool) -> None:  # noqa: FBT001
    town = ascii_town("D-+-+-a-+-+-b")

    # D to a is three cells, a to b three more.
    assert minutes(town, "Dab", fast=fast) == [[0, 3, 6], [3, 0, 3], [6, 3, 0]]


@BACKENDS
def test_metres_are_those_of_the_fastest_way(fast: bool) -> None:  # noqa: FBT001
    town = ascii_town("D-+-+-a-+-+-b")
    matrix = town.network(fast=fast).matrix(town.points("Db"), "van")

    # Six cells of 500 m.
    assert matrix.distance_m.tolist() == [[0, 3000], [3000, 0]]
    assert matrix.distance_m.dtype == matrix.duration_s.dtype == np.int32


@BACKENDS
def test_one_way_streets_make_the_way_back_longer(fast: bool) -> None:  # noqa: FBT001
    town = ascii_town(
        """
        a>b
        ^ v
        d<c
        """
    )

    # One cell on, three cells round the block back.
    assert minutes(town, "ab", fast=fast) == [[0, 1], [3, 0]]
    assert minutes(town, "ab", "foot", fast=fast) == [[0, 1], [1, 0]]


@BACKENDS
def test_places_along_a_street_pay_for_their_part_of_it(fast: bool) -> None:  # noqa: FBT001
    town = ascii_town("a-b-c")
    points = [town.between("a", "b", 0.25), town.between("b", "c", 0.5)]
    matrix = town.network(fast=fast).matrix(points, "van")

    # Three quarters of 60 s and half of 60 s; of 500 m likewise.
    assert matrix.duration_s[0, 1] == 45 + 30
    assert matrix.distance_m[0, 1] == 375 + 250


@BACKENDS
def test_two_places_on_one_street_do_not_leave_it(fast: bool) -> None:  # noqa: FBT001
    town = ascii_town("a-b")
    points = [town.between("a", "b", 0.2), town.between("a", "b", 0.8)]
    duration_s = town.network(fast=fast).matrix(points, "van").duration_s

    # Six tenths of 60 s either way.
    assert duration_s.tolist() == [[0, 36], [36, 0]]


@BACKENDS
def test_two_places_on_one_one_way_street_go_round_the_block(fast: bool) -> None:  # noqa: FBT001
    town = ascii_town(
        """
        a>b
        ^ v
        d<c
        """
    )
    points = [town.between("a", "b", 0.2), town.between("a", "b", 0.8)]
    duration_s = town.network(fast=fast).matrix(points, "van").duration_s

    # On: 0.6 x 60 s. Back: 0.2 x 60 to b, three cells to a, 0.2 x 60 again.
    assert duration_s.tolist() == [[0, 36], [12 + 180 + 12, 0]]


@BACKENDS
def test_what_cannot_be_reached_is_minus_one(fast: bool) -> None:  # noqa: FBT001
    town = ascii_town("a-b   c-d", connected=False)
    matrix = town.network(fast=fast).matrix(town.points("ac"), "van")

    assert matrix.duration_s.tolist() == [[0, NO_CONNECTION], [NO_CONNECTION, 0]]
    assert matrix.distance_m.tolist() == [[0, -1], [-1, 0]]


@BACKENDS
def test_a_point_far_from_any_street_has_no_connection(fast: bool) -> None:  # noqa: FBT001
    town = ascii_town("a-b")
    far = Point(town.places["a"].lat + 0.01, town.places["a"].lon)
    duration_s = town.network(fast=fast).matrix([far, town.places["b"]], "van").duration_s

    # 0.01 degrees are 1.1 km, more than the 500 m allowed.
    assert duration_s.tolist() == [[0, -1], [-1, 0]]


@BACKENDS
def test_no_points_make_an_empty_matrix(fast: bool) -> None:  # noqa: FBT001
    assert ascii_town("a-b").network(fast=fast).matrix([], "van").duration_s.shape == (0, 0)


def test_seconds_are_rounded_up_so_that_no_detour_looks_shorter() -> None:
    town = ascii_town("a-b-c")
    points = [town.between("a", "b", share) for share in (0.505, 0.51, 0.515)]
    duration_s = town.network().matrix(points, "van").duration_s

    # 0.3 s is 1 s, and 0.6 s is 1 s: never more than 1 + 1.
    assert duration_s[0].tolist() == [0, 1, 1]


def test_a_dead_end_one_cannot_leave_is_not_part_of_the_network() -> None:
    town = ascii_town("a-b>c")
    network = town.network()

    # c can be reached but not left, so the nearest usable place is b, 500 m away.
    snaps = network.snap(town.points("c"), "van", max_snap_m=600)
    assert snaps[0] is not None
    assert snaps[0].distance_m == pytest.approx(500, abs=1)
    assert network.snap(town.points("c"), "foot")[0] is not None


def test_a_point_beside_a_street_is_snapped_to_the_nearest_place_on_it() -> None:
    town = ascii_town("a-b")
    beside = town.between("a", "b", 0.5)
    snap = town.network().snap([Point(beside.lat + 0.001, beside.lon)], "van")[0]

    assert snap is not None
    assert snap.fraction == pytest.approx(0.5, abs=1e-6)
    # 0.001 degrees of latitude.
    assert snap.distance_m == pytest.approx(111.2, abs=0.1)
    assert snap.point.lat == pytest.approx(beside.lat)


def test_an_unknown_profile_is_named_with_those_that_are_known() -> None:
    town = ascii_town("a-b")

    with pytest.raises(ValueError, match="no travel profile 'tank'; known are car, van"):
        town.network().matrix(town.points("ab"), "tank")


def test_a_route_follows_the_streets_and_agrees_with_the_matrix() -> None:
    town = ascii_town(
        """
        a-b-c
            |
            d
        """
    )
    network = town.network()
    route = network.route(town.points("adb"), "van")

    assert [leg.duration_s for leg in route.legs] == [180, 120]
    assert [leg.distance_m for leg in route.legs] == [1500, 1000]
    assert (route.duration_s, route.distance_m) == (300, 2500)
    corners = [(round(p.lat, 4), round(p.lon, 4)) for p in route.geometry]
    expected = [town.places[name] for name in "abcdcb"]
    assert corners == [(round(p.lat, 4), round(p.lon, 4)) for p in expected]


def test_a_route_between_parts_of_streets_begins_and_ends_there() -> None:
    town = ascii_town("a-b-c")
    start, end = town.between("c", "b", 0.5), town.between("a", "b", 0.5)
    leg = town.network().route([start, end], "van").legs[0]

    assert (leg.duration_s, leg.distance_m) == (60, 500)
    assert [round(p.lon, 6) for p in leg.geometry] == [
        round(lon, 6) for lon in (start.lon, town.places["b"].lon, end.lon)
    ]


def test_a_route_without_a_way_says_so() -> None:
    town = ascii_town("a-b   c-d", connected=False)

    with pytest.raises(NoRouteError, match="no way from"):
        town.network().route(town.points("ac"), "van")


def test_a_route_from_nowhere_names_the_point() -> None:
    town = ascii_town("a-b")

    with pytest.raises(NoRouteError, match="point 2 is more than 500 m from any street"):
        town.network().route([town.places["a"], Point(0.0, 0.0)], "van")


def test_the_box_around_the_streets_is_worked_out_once() -> None:
    network = ascii_town("D-+-a").network()

    # It is asked for with each order, and a city has a million points.
    assert network.bounds is network.bounds
