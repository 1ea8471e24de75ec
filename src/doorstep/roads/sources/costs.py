"""Keeps costs between places, so that what is new is all there is to search for.

A stop that is added, or an hour of the day that changes, leaves all other pairs and hours alone.
"""

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from doorstep.kernel import Point
from doorstep.roads.graph import BoolArray, LongArray
from doorstep.roads.sources.files import find_arrays, write_arrays
from doorstep.roads.sources.region import Region
from doorstep.roads.view import ProfileView

_DIGITS = 6
_MOST_KEPT = 64
"""Each set of places at each state of the streets has a file of 8 bytes for each pair."""
_LEAST_KNOWN = 0.25
"""With fewer places known than this, looking up costs more than searching."""


def kept_costs(
    region: Region, points: Sequence[Point], view: ProfileView, cache_dir: Path
) -> LongArray:
    """Return ``view.costs``, taking what was asked before from the cache.

    Files are named by the region's key, the profile and the time of every edge, and by their
    points. Of the files with equal streets the one with the most points in common is taken, and
    only pairs with another point are searched for.

    Parameters
    ----------
    points
        From ``name_points``, so that equal places are equal.
    """
    streets = "\n".join([region.key, view.profile, name_times(view)])
    prefix = f"costs-{_digest(streets)}"
    spots = np.array([(p.lat, p.lon) for p in points]).reshape(-1, 2)
    path = cache_dir / f"{prefix}-{_digest(spots.tobytes().hex())}.npz"
    exact = _find(path)
    if exact is not None and np.array_equal(exact[0], spots):
        with suppress(OSError):  # the cache may be another user's, to be read only
            os.utime(path)
        return exact[1]
    known = _most_known(cache_dir, prefix, spots)
    if known is None:
        costs = view.costs(points)
    else:
        here, there, kept = known
        fresh: BoolArray = np.ones(len(points), dtype=np.bool_)
        fresh[here] = False
        costs = view.costs(points, fresh)
        costs[np.ix_(here, here)] = kept[np.ix_(there, there)]
    write_arrays(path, {"points": spots, "costs": costs})
    forget_oldest(cache_dir, "costs-*.npz", _MOST_KEPT)
    return costs


def name_points(points: Sequence[Point]) -> tuple[list[Point], str]:
    """Return points to a millionth of a degree, and a text that names them."""
    rounded = [Point(round(p.lat, _DIGITS), round(p.lon, _DIGITS)) for p in points]
    return rounded, "\n".join(f"{p.lat:.{_DIGITS}f} {p.lon:.{_DIGITS}f}" for p in rounded)


def name_times(view: ProfileView) -> str:
    """Return a digest of the time of every edge, and of the turns that are allowed then."""
    whole = hashlib.sha256(view.forward_ms.tobytes() + view.backward_ms.tobytes())
    whole.update(view.lifted.tobytes())
    return whole.hexdigest()


def forget_oldest(cache_dir: Path, pattern: str, most: int) -> None:
    """Delete what was used longest ago; another process may be doing the same."""
    used_at = {}
    for file in cache_dir.glob(pattern):
        with suppress(FileNotFoundError):
            used_at[file] = file.stat().st_mtime_ns
    for file in sorted(used_at, key=lambda one: -used_at[one])[most:]:
        file.unlink(missing_ok=True)


def _most_known(
    cache_dir: Path, prefix: str, spots: np.ndarray[tuple[int, int], np.dtype[np.float64]]
) -> tuple[LongArray, LongArray, LongArray] | None:
    """Return the places that are known, their numbers in a file, and its costs."""
    wanted = [tuple(spot) for spot in spots.tolist()]
    best: tuple[LongArray, LongArray, LongArray] | None = None
    for file in sorted(cache_dir.glob(f"{prefix}-*.npz")):
        found = _find(file)
        if found is None:
            continue
        number = {tuple(spot): i for i, spot in enumerate(found[0].tolist())}
        here = np.array([i for i, spot in enumerate(wanted) if spot in number], dtype=np.int64)
        if len(here) >= _LEAST_KNOWN * len(wanted) and (best is None or len(here) > len(best[0])):
            there = np.array([number[wanted[i]] for i in here.tolist()], dtype=np.int64)
            best = here, there, found[1]
    return best


def _find(
    path: Path,
) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.float64]], LongArray] | None:
    arrays = find_arrays(path)
    if arrays is None or set(arrays) != {"points", "costs"}:
        return None
    spots, costs = arrays["points"], arrays["costs"]
    if spots.dtype != np.float64 or spots.ndim != 2 or costs.dtype != np.int64:  # noqa: PLR2004
        return None
    if costs.shape != (len(spots), len(spots)):
        return None
    return spots.astype(np.float64), costs.astype(np.int64)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
