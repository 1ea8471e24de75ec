"""Keeps matrices, so that the same places are asked for once."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from doorstep.kernel import Point
from doorstep.roads.route import Matrix
from doorstep.roads.sources.files import find_arrays, write_arrays
from doorstep.roads.sources.region import Region

_DIGITS = 6


def cached_matrix(
    region: Region, points: Sequence[Point], profile: str, cache_dir: Path
) -> tuple[Matrix, bool]:
    """Return the matrix of some points, and whether it came from the cache.

    The file is named by what it holds: the region's key, the profile, and the points to a
    millionth of a degree (a tenth of a metre), which is also what the matrix is computed for.

    Parameters
    ----------
    region
        The streets.
    points
        In the order of the matrix.
    profile
        Name of a profile.
    cache_dir
        Where matrices are kept; made when missing.

    Raises
    ------
    ValueError
        There is no such profile.
    """
    rounded = [Point(round(p.lat, _DIGITS), round(p.lon, _DIGITS)) for p in points]
    named = f"{region.key}\n{profile}\n" + "\n".join(
        f"{p.lat:.{_DIGITS}f} {p.lon:.{_DIGITS}f}" for p in rounded
    )
    path = cache_dir / f"matrix-{hashlib.sha256(named.encode()).hexdigest()[:32]}.npz"
    stored = _find_matrix(path, len(points))
    if stored is not None:
        return stored, True
    matrix = region.network.matrix(rounded, profile)
    write_arrays(path, {"duration_s": matrix.duration_s, "distance_m": matrix.distance_m})
    return matrix, False


def _find_matrix(path: Path, size: int) -> Matrix | None:
    arrays = find_arrays(path)
    if arrays is None or set(arrays) != {"duration_s", "distance_m"}:
        return None
    shape = (size, size)
    if any(a.shape != shape or a.dtype != np.int32 for a in arrays.values()):
        return None
    return Matrix(arrays["duration_s"].astype(np.int32), arrays["distance_m"].astype(np.int32))
