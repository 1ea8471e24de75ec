"""Travel by the time of day in the order the search reads it: all slices of a leg side by side."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from doorstep.engine.parts import Crossing, Slices, Window
from doorstep.engine.problem import Problem
from doorstep.engine.search.layout import Ints, Numbers

Pick: TypeAlias = tuple[npt.NDArray[np.int64], ...]
"""Rows and columns, as NumPy's ``ix_`` makes them."""

ENDLESS = 2**62
"""When the last slice ends."""

MOST_STEPS = 512
"""Entries of the table that says which slice holds when."""


class SliceTables(NamedTuple):
    """What ``Model`` has of the same names, and the least that each leg takes."""

    slices: int
    slice_s: int
    step: int
    clock: Ints
    slice_of: Ints
    waits: Ints
    takes: Numbers


NONE = SliceTables(
    slices=0,
    slice_s=1,
    step=0,
    clock=np.zeros((0, 0), np.int64),
    slice_of=np.zeros((0, 0), np.int64),
    waits=np.zeros(0, np.int64),
    takes=np.zeros(0, np.uint16),
)
"""Of a problem in which no leg goes by the time of day."""


def lay_out_slices(
    problem: Problem,
    used: Sequence[int],
    pick: Pick,
    horizon: Window,
    gap_s: int,
) -> SliceTables:
    """Return the tables of some profiles. O(places squared x slices).

    Parameters
    ----------
    used
        Numbers of the profiles.
    pick
        Rows and columns of the places, as NumPy's ``ix_`` makes them.
    gap_s
        What a leg takes that does not exist.
    """
    given = [problem.profiles[number] for number in used]
    if all(profile.slices is None for profile in given):
        return NONE
    all_slices = [one.slices or Slices((0,), one.duration_s[None]) for one in given]
    cut = [_cut(one.starts_s, horizon) for one in all_slices]
    most = max(len(starts) for _, starts in cut)
    clock = np.full((len(cut), most + 1), ENDLESS, np.int64)
    places = len(pick[0])
    takes = np.zeros((len(cut), places, places, most), np.int32)
    for number, (first, starts) in enumerate(cut):
        clock[number, : len(starts)] = starts
        for at in range(len(starts)):
            table = all_slices[number].duration_s[first + at][pick]
            takes[number, :, :, at] = np.where(table < 0, gap_s, table)
        takes[number, :, :, len(starts) :] = takes[number, :, :, len(starts) - 1, None]
    span = horizon.late - horizon.early
    step = max(0, (span // MOST_STEPS).bit_length())
    steps = (span >> step) + 1
    begins = np.arange(steps, dtype=np.int64) << step
    slice_of = np.stack(
        [np.searchsorted(row[:-1], begins, side="right") - 1 for row in clock]
    ).astype(np.int64)
    waits = [int(one.crossing is Crossing.WAIT) for one in all_slices]
    is_small = takes.max(initial=0) <= np.iinfo(np.uint16).max
    numbers: npt.DTypeLike = np.uint16 if is_small else np.int32
    return SliceTables(
        slices=most,
        slice_s=max(1, span // most),
        step=step,
        clock=clock,
        slice_of=slice_of,
        waits=np.array(waits, np.int64),
        takes=takes.ravel().astype(numbers, copy=False),
    )


def _cut(starts: Sequence[int], horizon: Window) -> tuple[int, list[int]]:
    """Return the slice that holds as the horizon begins, and the starts from it on, from 0."""
    first = max(0, int(np.searchsorted(starts, horizon.early, side="right")) - 1)
    kept = [start - horizon.early for start in starts[first:] if start < horizon.late]
    return first, [0, *kept[1:]]
