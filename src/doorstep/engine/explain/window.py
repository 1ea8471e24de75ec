"""It would fit at another time: how much wider one of its windows would have to be."""

from collections.abc import Iterator

import numpy as np

from doorstep.engine.explain.minutes import round_up
from doorstep.engine.explain.model import Change, Relaxation
from doorstep.engine.explain.places import NEVER, Ints
from doorstep.engine.explain.trial import Trial
from doorstep.engine.parts import Window


def find_later(trial: Trial) -> Iterator[Relaxation]:
    """Yield places by how much later a window would have to close.

    At a place service may start from the arrival until the latest start, and no window reaches
    into that time: one that closes before it would have to stay open until the arrival.
    """
    windows = trial.wanted.windows
    short = np.array([trial.arrival - window.late for window in windows], dtype=np.int64)
    for row, which, amount in _list_places(trial, short):
        window = windows[which]
        wider = Window(window.early, window.late + amount)
        yield _relax(trial, Change.WINDOW_LATER, row, amount, wider)


def find_earlier(trial: Trial) -> Iterator[Relaxation]:
    """Yield places by how much earlier a window would have to open; see ``find_later``."""
    windows = trial.wanted.windows
    short = np.array([window.early - trial.latest_start for window in windows], dtype=np.int64)
    for row, which, amount in _list_places(trial, short):
        window = windows[which]
        wider = Window(window.early - amount, window.late)
        yield _relax(trial, Change.WINDOW_EARLIER, row, amount, wider)


def _list_places(trial: Trial, short: Ints) -> Iterator[tuple[int, int, int]]:
    """Yield row, window and seconds; ``short`` has shape (windows, places), positive if short."""
    if not len(short):
        return
    short = np.where(short > 0, short, NEVER)
    least = round_up(short.min(axis=0))
    possible = trial.is_connected & ~trial.is_in_time & trial.has_load & trial.has_stop
    possible &= trial.has_skills & (trial.arrival <= trial.latest_start) & (least < NEVER)
    rows = np.flatnonzero(possible & ~trial.places.is_extra)
    for row in trial.order(rows, least):
        yield int(row), int(short[:, row].argmin()), int(least[row])


def _relax(trial: Trial, change: Change, row: int, amount: int, wider: Window) -> Relaxation:
    return Relaxation(
        shipment=trial.shipment,
        change=change,
        vehicle=int(trial.places.vehicle[row]),
        position=int(trial.places.position[row]),
        amount=amount,
        window=wider,
    )
