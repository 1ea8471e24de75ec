"""Travel tables in the order the search reads them: shipments first, then depots."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from doorstep.engine.parts import Shipment, Vehicle, Window
from doorstep.engine.problem import Problem
from doorstep.engine.reach import least_s
from doorstep.engine.search.layout import Numbers
from doorstep.engine.search.slice_tables import SliceTables, lay_out_slices


@dataclass(frozen=True, slots=True)
class Travel:
    """The travel tables of all profiles in use, flat and one after the other.

    Parameters
    ----------
    travel, metres, metres_back, seconds, seconds_back, places
        As in ``Model``.
    farthest_m, longest_s
        The longest leg in metres, and in seconds.
    table_of
        Where each profile's table begins.
    place_of
        Row of each depot's location.
    profiles
        How many tables of a kind there are.
    has_gaps
        Whether some leg does not exist; it outlasts every shift.
    by_time
        What legs take by when they begin; the tables hold the least of it.
    """

    travel: Numbers
    metres: int
    metres_back: int
    seconds: int
    seconds_back: int
    places: int
    farthest_m: int
    longest_s: int
    table_of: dict[int, int]
    place_of: dict[int, int]
    profiles: int
    has_gaps: bool
    by_time: SliceTables

    @property
    def is_symmetric(self) -> bool:
        """Tell whether every way back is as long."""
        return (self.metres_back, self.seconds_back) == (self.metres, self.seconds)


def lay_out(
    problem: Problem, wanted: Sequence[Shipment], cars: Sequence[Vehicle], horizon: Window
) -> Travel:
    """Return the tables between ``wanted`` and the depots of ``cars``. O(places squared)."""
    depots = sorted({place for car in cars for place in (car.start, car.end)})
    index = np.array([*(shipment.location for shipment in wanted), *depots])
    used = sorted({car.profile for car in cars})
    pick = np.ix_(index, index)
    seconds = np.stack([least_s(problem.profiles[number])[pick] for number in used])
    metres = np.stack([problem.profiles[number].distance_m[pick] for number in used])
    gap_s = horizon.late - horizon.early + 1
    by_time = lay_out_slices(problem, used, pick, horizon, gap_s)
    gaps = seconds < 0
    has_gaps = bool(gaps.any())
    if has_gaps:
        seconds = seconds.astype(np.int64)
        seconds[gaps] = gap_s
        metres[gaps] = metres.max()
    tables: list[npt.NDArray[Any]] = []
    metres_at, metres_back_at = _place(tables, metres), _place(tables, metres.swapaxes(1, 2))
    seconds_at, seconds_back_at = _place(tables, seconds), _place(tables, seconds.swapaxes(1, 2))
    return Travel(
        travel=np.concatenate([table.ravel() for table in tables]),
        metres=metres_at,
        metres_back=metres_back_at,
        seconds=seconds_at,
        seconds_back=seconds_back_at,
        places=len(index),
        farthest_m=int(metres.max()),
        longest_s=int(seconds.max()),
        table_of={number: at * len(index) ** 2 for at, number in enumerate(used)},
        place_of={place: len(wanted) + at for at, place in enumerate(depots)},
        profiles=len(used),
        has_gaps=has_gaps,
        by_time=by_time,
    )


def _place(tables: list[npt.NDArray[Any]], table: npt.NDArray[Any]) -> int:
    """Return where the table begins in the row of ``tables``, appending it when it is new."""
    for number, other in enumerate(tables):
        if np.array_equal(table, other):
            return number * table.size
    tables.append(table)
    return (len(tables) - 1) * table.size
