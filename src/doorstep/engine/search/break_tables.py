"""The breaks of vehicles as the search reads them: those that a route may have to take."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from doorstep.engine.parts import Break, Vehicle, Window
from doorstep.engine.schedule import latest_return
from doorstep.engine.search.layout import Ints


@dataclass(frozen=True, slots=True)
class Breaks:
    """Breaks of all vehicles.

    Parameters
    ----------
    rest, window
        As in ``Model``.
    rows
        int64, (vehicles, 2): row of the first break of each vehicle, and how many it has.
    due
        int64, (vehicles, most breaks): until when a route may end with so many of them taken.
    """

    rest: Ints
    window: Ints
    rows: Ints
    due: Ints


def lay_out_breaks(cars: Sequence[Vehicle], begin_s: int) -> Breaks:
    """Return the breaks of vehicles, counting time from ``begin_s``."""
    taken = [_may_be_due(car) for car in cars]
    first_of: dict[tuple[Break, ...], int] = {}
    rest: list[tuple[int, int, int, int]] = []
    window: list[tuple[int, int]] = []
    for pauses in taken:
        if pauses in first_of:
            continue
        first_of[pauses] = len(rest)
        unpaid_s = 0
        for pause in pauses:
            apart = _join_touching(pause.windows)
            unpaid_s += 0 if pause.is_paid else pause.duration_s
            rest.append((pause.duration_s, len(window), len(window) + len(apart), unpaid_s))
            window += [(one.early - begin_s, one.late - begin_s) for one in apart]
    due = np.zeros((len(cars), max(map(len, taken))), np.int64)
    for number, (car, pauses) in enumerate(zip(cars, taken, strict=True)):
        until = latest_return(car)
        for at in range(len(pauses) - 1, -1, -1):
            until = min(until, _last(pauses[at]))
            due[number, at] = until - begin_s
    return Breaks(
        np.array(rest, np.int64).reshape(-1, 4),
        np.array(window, np.int64).reshape(-1, 2),
        np.array([(first_of[one], len(one)) for one in taken], np.int64),
        due,
    )


def _may_be_due(car: Vehicle) -> tuple[Break, ...]:
    """Return the breaks without the first that are over before work and the last that can wait."""
    pauses = list(car.breaks)
    while pauses and _last(pauses[-1]) >= latest_return(car):
        pauses.pop()
    while pauses and min(one.early for one in pauses[0].windows) + pauses[0].duration_s <= (
        car.shift.early
    ):
        pauses.pop(0)
    return tuple(pauses)


def _last(pause: Break) -> int:
    return max(window.late for window in pause.windows)


def _join_touching(windows: Sequence[Window]) -> list[Window]:
    """Return when a break may begin: apart, in order."""
    apart: list[Window] = []
    for window in sorted(windows):
        if apart and window.early <= apart[-1].late + 1:
            apart[-1] = Window(apart[-1].early, max(window.late, apart[-1].late))
        else:
            apart.append(window)
    return apart
