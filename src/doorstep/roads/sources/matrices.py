"""Keeps matrices, so that the same places are asked for once."""

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from doorstep.kernel import Point
from doorstep.roads.route import Matrix
from doorstep.roads.sources.costs import forget_oldest, kept_costs, name_points, name_times
from doorstep.roads.sources.files import find_arrays, write_arrays
from doorstep.roads.sources.region import Region
from doorstep.roads.tables import to_matrix
from doorstep.roads.view import ProfileView

MOST_KEPT = 32
"""Every set of places has a file of its own, 8 bytes for each pair; those unused longest go."""


def cached_matrix(
    region: Region, points: Sequence[Point], view: ProfileView, cache_dir: Path
) -> tuple[Matrix, bool]:
    """Return the matrix of some points, and whether it came from the cache.

    The file is named by what it holds: the region's key, the profile, the time of every edge,
    and the points to a millionth of a degree (a tenth of a metre), which is also what the
    matrix is computed for.

    Parameters
    ----------
    region
        The streets.
    points
        In the order of the matrix.
    view
        The region's network as a profile finds it, closures and all.
    cache_dir
        Where matrices are kept; made when missing.
    """
    rounded, named = name_points(points)
    whole = "\n".join([region.key, view.profile, name_times(view), named])
    path = cache_dir / f"matrix-{hashlib.sha256(whole.encode()).hexdigest()[:32]}.npz"
    stored = _find_matrix(path, len(points))
    if stored is not None:
        with suppress(OSError):  # the cache may be another user's, to be read only
            os.utime(path)
        return stored, True
    matrix = to_matrix(kept_costs(region, rounded, view, cache_dir))
    write_arrays(path, {"duration_s": matrix.duration_s, "distance_m": matrix.distance_m})
    forget_oldest(cache_dir, "matrix-*.npz", MOST_KEPT)
    return matrix, False


def _find_matrix(path: Path, size: int) -> Matrix | None:
    arrays = find_arrays(path)
    if arrays is None or set(arrays) != {"duration_s", "distance_m"}:
        return None
    shape = (size, size)
    if any(a.shape != shape or a.dtype != np.int32 for a in arrays.values()):
        return None
    return Matrix(arrays["duration_s"].astype(np.int32), arrays["distance_m"].astype(np.int32))
