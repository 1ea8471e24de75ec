"""Keeps cubes of travel times, so that the same hours between the same places are asked once."""

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from doorstep.kernel import Point
from doorstep.roads.cube import HOUR_S, Cube, TableArray, build_cube
from doorstep.roads.graph import FloatArray
from doorstep.roads.sources.costs import forget_oldest, kept_costs, name_points, name_times
from doorstep.roads.sources.files import whole_file
from doorstep.roads.sources.matrices import MOST_KEPT
from doorstep.roads.sources.region import Region
from doorstep.roads.tables import to_seconds
from doorstep.roads.view import ProfileView

WORKERS = 2
"""Tables measured at the same time; each is memory for all pairs."""


def cached_cube(
    region: Region,
    points: Sequence[Point],
    views: Sequence[ProfileView],
    cache_dir: Path,
    step_s: int = HOUR_S,
) -> tuple[Cube, bool]:
    """Return the cube of some points, and whether it came from the cache.

    The tables are mapped from the file, not read: only steps that are asked for take memory.

    Parameters
    ----------
    region
        The streets.
    points
        In the order of the tables; measured to a millionth of a degree.
    views
        The network as one profile finds it in each step from the horizon's start on. Steps with
        equal times of all edges are measured once.
    cache_dir
        Where cubes are kept; made when missing.
    step_s
        Length of a step, seconds.
    """
    times = {id(view): name_times(view) for view in views}
    keys = [times[id(view)] for view in views]
    rounded, named = name_points(points)
    whole = "\n".join([region.key, views[0].profile, *keys, named])
    path = cache_dir / f"cube-{hashlib.sha256(whole.encode()).hexdigest()[:32]}.npy"
    tables = _find_tables(path, len(points), len(set(keys)))
    if tables is not None:
        numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        return Cube(tables, np.array([numbers[key] for key in keys], dtype=np.int32), step_s), True

    def measure(step: int) -> FloatArray:
        return to_seconds(kept_costs(region, rounded, views[step], cache_dir))

    cube = build_cube(keys, measure, WORKERS, step_s)
    with whole_file(path) as draft, draft.open("wb") as file:
        np.save(file, cube.tables, allow_pickle=False)
    forget_oldest(cache_dir, "cube-*.npy", MOST_KEPT)
    return cube, False


def _find_tables(path: Path, places: int, tables: int) -> TableArray | None:
    try:
        found = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    is_whole = found.shape == (tables, places, places)
    if not is_whole or found.dtype not in (np.dtype(np.uint16), np.dtype(np.uint32)):
        return None
    with suppress(OSError):  # the cache may be another user's, to be read only
        os.utime(path)
    kept: TableArray = found
    return kept
