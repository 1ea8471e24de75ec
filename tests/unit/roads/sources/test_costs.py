"""Costs on disk: what was searched for once is not searched for again."""

from pathlib import Path

import numpy as np
import pytest

from doorstep.kernel import Point
from doorstep.roads import Network, ProfileView
from doorstep.roads.hierarchy import HierarchySearch
from doorstep.roads.sources import Region, cached_cube, cached_matrix
from doorstep.roads.sources.costs import kept_costs
from worlds.towns import ascii_town

TOWN = ascii_town(
    """
    A-B-C-D
    | | | |
    E-F-G-H
    | | | |
    I-J-K-L
    """
)
FEW, ONE_MORE, ALL = "ABCDEFGH", "ABCKDEFGH", "ABCDEFGHIJKL"


def fresh_region() -> Region:
    region = Region.__new__(Region)
    region.key, region.network = "town", TOWN.network()
    return region


def met(view: ProfileView) -> int:
    """Return how many pairs of rows the view has met so far."""
    search = view.search
    assert isinstance(search, HierarchySearch)
    return search.met


def slowed(network: Network, factor: float) -> ProfileView:
    ahead, back = network.graph.forward_ms[1], network.graph.backward_ms[1]
    return network.with_weights(
        "van", (ahead * factor).astype(np.int32), (back * factor).astype(np.int32)
    )


def test_a_stop_that_is_added_is_all_that_is_searched_for(tmp_path: Path) -> None:
    region = fresh_region()
    view = region.network.view("van")
    kept_costs(region, TOWN.points(FEW), view, tmp_path)
    assert met(view) == 8 * 8
    costs = kept_costs(region, TOWN.points(ONE_MORE), view, tmp_path)
    # The new one's row and column, with itself once.
    assert met(view) == 8 * 8 + 2 * 8 + 1
    assert np.array_equal(costs, view.costs(TOWN.points(ONE_MORE)))


def test_stops_that_are_taken_out_or_put_in_another_order_need_no_search(tmp_path: Path) -> None:
    region = fresh_region()
    view = region.network.view("van")
    kept_costs(region, TOWN.points(ALL), view, tmp_path)
    before = met(view)
    for names in ("HAD", ALL[::-1], "AAB"):
        found = kept_costs(region, TOWN.points(names), view, tmp_path)
        assert met(view) == before
        assert np.array_equal(found, fresh_region().network.view("van").costs(TOWN.points(names)))


def test_the_fullest_of_several_files_is_gone_on_from(tmp_path: Path) -> None:
    region = fresh_region()
    view = region.network.view("van")
    for names in ("ABC", "ABCDEFGHIJ", "KL"):
        kept_costs(region, TOWN.points(names), view, tmp_path)
    before = met(view)
    kept_costs(region, TOWN.points("ABCDEFGHIJK"), view, tmp_path)
    assert met(view) == before + 2 * 10 + 1


def test_an_hour_whose_speeds_change_leaves_the_others_alone(tmp_path: Path) -> None:
    region, points = fresh_region(), TOWN.points(FEW)
    network = region.network
    usual, slow, slower = network.view("van"), slowed(network, 2), slowed(network, 3)
    cached_cube(region, points, [usual, slow], tmp_path)
    assert (met(usual), met(slow)) == (64, 64)
    cube, was_cached = cached_cube(region, points, [usual, slower, slow], tmp_path)
    assert not was_cached
    assert (met(usual), met(slow), met(slower)) == (64, 64, 64)
    assert [cube.duration(0, 1, 3600 * hour) for hour in range(3)] == [60, 180, 120]


def test_a_matrix_and_a_cube_of_the_same_streets_are_searched_for_once(tmp_path: Path) -> None:
    region, points = fresh_region(), TOWN.points(FEW)
    view = region.network.view("van")
    matrix, _ = cached_matrix(region, points, view, tmp_path)
    cube, _ = cached_cube(region, points, [view], tmp_path)
    assert met(view) == 64
    assert np.array_equal(cube.durations(0), matrix.duration_s)


def test_other_streets_are_never_gone_on_from(tmp_path: Path) -> None:
    region, points = fresh_region(), TOWN.points(FEW)
    kept_costs(region, points, region.network.view("van"), tmp_path)
    other = slowed(region.network, 2)
    kept_costs(region, TOWN.points(ONE_MORE), other, tmp_path)
    assert met(other) == 81


@pytest.mark.parametrize("kept_bytes", [0, 40, -9])
def test_a_damaged_file_is_searched_for_again(tmp_path: Path, kept_bytes: int) -> None:
    region, points = fresh_region(), TOWN.points(FEW)
    view = region.network.view("van")
    first = kept_costs(region, points, view, tmp_path)
    (file,) = tmp_path.glob("costs-*.npz")
    file.write_bytes(file.read_bytes()[:kept_bytes])
    assert np.array_equal(kept_costs(region, points, view, tmp_path), first)
    assert met(view) == 128


def test_a_place_away_from_the_streets_has_no_path(tmp_path: Path) -> None:
    region = fresh_region()
    view = region.network.view("van")
    kept_costs(region, TOWN.points(FEW), view, tmp_path)
    away = [*TOWN.points(FEW), Point(10.0, 10.0)]
    matrix, _ = cached_matrix(region, away, view, tmp_path)
    assert matrix.duration_s[8].tolist() == [-1] * 8 + [0]
    assert matrix.duration_s[0, 1] == 60
