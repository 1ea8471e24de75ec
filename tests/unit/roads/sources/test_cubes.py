"""Cubes on disk: mapped, found again, and never a damaged or another one."""

from pathlib import Path

import numpy as np
import pytest

from doorstep.kernel import Point
from doorstep.roads import Disruption, ProfileView, disrupt
from doorstep.roads.sources import Region, cached_cube

POINTS = [Point(60.1715, 24.9420), Point(60.1690, 24.9480), Point(60.1676, 24.9460)]


@pytest.fixture(scope="module")
def hours(region: Region) -> list[ProfileView]:
    """Return three hours of which the middle one is slow."""
    network = region.network
    here = network.bounds
    ring = tuple(
        Point(lat, lon)
        for lat, lon in (
            (here.south, here.west),
            (here.south, here.east),
            (here.north, here.east),
            (here.north, here.west),
            (here.south, here.west),
        )
    )
    snow = Disruption(areas=(ring,), speed_factor=0.5)
    times = disrupt(network.graph, "van", [(snow, 1.0)])
    usual = network.view("van")
    return [usual, network.with_weights("van", times.forward_ms, times.backward_ms), usual]


def test_a_cube_holds_what_each_hour_s_matrix_says(
    region: Region, hours: list[ProfileView], tmp_path: Path
) -> None:
    cube, was_cached = cached_cube(region, POINTS, hours, tmp_path)
    assert (was_cached, cube.tables.shape) == (False, (2, 3, 3))
    for hour, view in enumerate(hours):
        wanted = view.matrix(POINTS).duration_s
        # The matrix rounds each way up to whole seconds.
        assert np.abs(cube.durations(hour * 3600) - wanted).max() <= 1.0
    assert cube.duration(0, 1, 3600) > cube.duration(0, 1, 0)


def test_a_cube_is_mapped_from_its_file_the_second_time(
    region: Region, hours: list[ProfileView], tmp_path: Path
) -> None:
    first, _ = cached_cube(region, POINTS, hours, tmp_path)
    second, was_cached = cached_cube(region, POINTS, hours, tmp_path)
    assert was_cached
    assert isinstance(second.tables, np.memmap)
    assert np.array_equal(first.tables, second.tables)
    assert np.array_equal(first.steps, second.steps)


def test_other_hours_or_other_places_are_another_cube(
    region: Region, hours: list[ProfileView], tmp_path: Path
) -> None:
    cached_cube(region, POINTS, hours, tmp_path)
    assert not cached_cube(region, POINTS, hours[1:], tmp_path)[1]
    assert not cached_cube(region, POINTS[::-1], hours, tmp_path)[1]


@pytest.mark.parametrize("kept_bytes", [0, 40, -9])
def test_a_damaged_cube_is_made_again(
    region: Region, hours: list[ProfileView], tmp_path: Path, kept_bytes: int
) -> None:
    first, _ = cached_cube(region, POINTS, hours, tmp_path)
    (file,) = tmp_path.glob("cube-*.npy")
    file.write_bytes(file.read_bytes()[:kept_bytes])
    again, was_cached = cached_cube(region, POINTS, hours, tmp_path)
    assert not was_cached
    assert np.array_equal(first.tables, again.tables)
