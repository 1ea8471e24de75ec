"""What is kept between two starts."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from doorstep.kernel import Point
from doorstep.roads.sources import PROFILE_NAMES, Region, cached_matrix, load_region
from doorstep.roads.sources.matrices import MOST_KEPT
from worlds.repository import ROOT

HELSINKI = ROOT / "src/doorstep/demo/data/helsinki.osm.pbf"


def only_file(folder: Path) -> Path:
    """Return the one file of a matrix, or of a region, of a folder."""
    (found,) = [*folder.glob("matrix-*.npz")] or folder.glob("*.npz")
    return found


def test_a_region_has_the_towns_name_streets_and_addresses(region: Region) -> None:
    assert region.name == "Helsinki"
    assert region.network.profiles == PROFILE_NAMES
    assert region.network.bounds.contains(Point(60.1699, 24.9384))
    assert len(region.addresses.entries) > 500
    assert "OpenStreetMap" in region.attribution


def test_the_second_load_reads_the_cache_and_answers_the_same(
    tmp_path: Path, region: Region
) -> None:
    load_region(HELSINKI, tmp_path)
    written_ns = only_file(tmp_path).stat().st_mtime_ns
    again = load_region(HELSINKI, tmp_path)

    assert only_file(tmp_path).stat().st_mtime_ns == written_ns
    assert again.key == region.key
    assert again.addresses.entries == region.addresses.entries
    points = [address.point for address in again.addresses.entries[:20]]
    ours, theirs = (r.network.matrix(points, "van") for r in (again, region))
    np.testing.assert_array_equal(ours.duration_s, theirs.duration_s)


def cut_off(path: Path) -> None:
    """Keep half of the file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    """Change some bytes in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 64] = b"\xff" * 64
    path.write_bytes(content)


def other(path: Path) -> None:
    """Put a well-formed file of something else there."""
    with path.open("wb") as file:
        np.savez(file, texts=np.frombuffer(b"{}", dtype=np.uint8))


@pytest.mark.parametrize("damage", [cut_off, flip, other, lambda p: p.write_bytes(b"")])
def test_a_damaged_cache_is_made_again(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    load_region(HELSINKI, tmp_path)
    path = only_file(tmp_path)
    whole = path.read_bytes()
    damage(path)

    assert len(load_region(HELSINKI, tmp_path).addresses.entries) > 500
    assert path.read_bytes() == whole


def test_loading_tells_how_far_it_is(tmp_path: Path) -> None:
    shares: list[float] = []
    load_region(HELSINKI, tmp_path, shares.append)

    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_matrix_is_computed_once_for_the_same_places(tmp_path: Path, region: Region) -> None:
    points = [Point(round(a.point.lat, 6), a.point.lon) for a in region.addresses.entries[:10]]
    first, first_hit = cached_matrix(region, points, region.network.view("van"), tmp_path)
    moved = [Point(p.lat + 1e-8, p.lon) for p in points]
    second, second_hit = cached_matrix(region, moved, region.network.view("van"), tmp_path)

    # A hundred-millionth of a degree is a millimetre.
    assert (first_hit, second_hit) == (False, True)
    np.testing.assert_array_equal(first.duration_s, second.duration_s)
    np.testing.assert_array_equal(first.distance_m, second.distance_m)


def test_other_profiles_places_and_orders_are_other_matrices(
    tmp_path: Path, region: Region
) -> None:
    points = [address.point for address in region.addresses.entries[:5]]
    cached_matrix(region, points, region.network.view("van"), tmp_path)

    assert not cached_matrix(region, points, region.network.view("foot"), tmp_path)[1]
    assert not cached_matrix(region, points[::-1], region.network.view("van"), tmp_path)[1]
    assert not cached_matrix(region, points[:4], region.network.view("van"), tmp_path)[1]


@pytest.mark.parametrize("damage", [cut_off, flip, other])
def test_a_damaged_matrix_is_computed_again(
    tmp_path: Path, region: Region, damage: Callable[[Path], None]
) -> None:
    points = [address.point for address in region.addresses.entries[:30]]
    expected, _ = cached_matrix(region, points, region.network.view("van"), tmp_path)
    damage(only_file(tmp_path))
    matrix, hit = cached_matrix(region, points, region.network.view("van"), tmp_path)

    assert not hit
    np.testing.assert_array_equal(matrix.duration_s, expected.duration_s)


def test_only_the_matrices_used_last_are_kept(region: Region, tmp_path: Path) -> None:
    older, oldest = tmp_path / "matrix-older.npz", tmp_path / "matrix-oldest.npz"
    for age, file in enumerate((older, oldest)):
        file.touch()
        os.utime(file, (100 - age, 100 - age))
    for number in range(MOST_KEPT - 1):
        (tmp_path / f"matrix-{number}.npz").touch()
    (tmp_path / "region-1.npz").touch()
    cached_matrix(region, [Point(60.169, 24.94)], region.network.view("van"), tmp_path)
    # The new one and 31 others are 32; of two more, the older two are gone.
    assert len(list(tmp_path.glob("matrix-*.npz"))) == MOST_KEPT
    assert not older.exists()
    assert not oldest.exists()
    assert (tmp_path / "region-1.npz").exists()


def test_a_vehicle_of_ones_own_gets_streets_too(tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "sledge.toml").write_text(
        'access_keys = ["access", "foot"]\noneway_keys = []\ntop_kmh = 9\n'
        "[speed_kmh]\nfootway = 9\nresidential = 9\n"
    )
    plain = load_region(HELSINKI, tmp_path / "cache")
    more = load_region(HELSINKI, tmp_path / "cache", profiles=folder)

    assert more.key != plain.key
    assert more.network.profiles == (*plain.network.profiles, "sledge")
    places = [address.point for address in more.addresses.entries[::200]]
    assert (more.network.matrix(places, "sledge").duration_s >= 0).all()
