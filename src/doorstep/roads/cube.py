"""Travel times between places at any time of a day, from one table for each step of time.

A table answers for a trip that begins and ends in its step, an hour or less. A trip that crosses
its end is split: the share of it that is driven by then counts at the old step's time, the rest
at the new one's. That is the model of Ichoua, Gendreau and Potvin [1]_ with the whole trip as one
edge, so whoever leaves later never arrives earlier.

References
----------
.. [1] Ichoua, Gendreau and Potvin (2003), "Vehicle dispatching with time-dependent travel
   times", doi:10.1016/S0377-2217(02)00147-9.
"""

from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from doorstep.roads.graph import BoolArray, FloatArray, IntArray
from doorstep.roads.route import NO_CONNECTION

HOUR_S = 3600
_DS = 10

TableArray: TypeAlias = npt.NDArray[np.uint16] | npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Cube:
    """Travel times of one profile between places, by steps of time.

    Parameters
    ----------
    tables
        Tenths of a second, rounded; the largest value of the type where there is no way; uint16
        while everything fits, else uint32; shape (tables, places, places), [table, from, to].
        May be a memory map. Steps in which the streets are alike share a table.
    steps
        Which table each step from the horizon's start has, int32, shape (steps,). Before the
        first step and after the last one these two hold.
    step_s
        Length of a step, seconds.
    """

    tables: TableArray
    steps: IntArray
    step_s: int = HOUR_S

    @property
    def places(self) -> int:
        """Return how many places there are."""
        return int(self.tables.shape[1])

    def durations(self, at_s: float) -> FloatArray:
        """Return seconds between all places, leaving ``at_s`` seconds after the horizon's start.

        Float64, shape (places, places); ``NO_CONNECTION`` where there is no way in the step in
        which one leaves. A street that closes under way no longer counts: one drives on.
        """
        every = slice(None)
        return self._split((every, every), (self.places, self.places), at_s)

    def duration(self, start: int, end: int, at_s: float) -> float:
        """Return the seconds from one place to another, or ``NO_CONNECTION``."""
        some = slice(start, start + 1), slice(end, end + 1)
        return float(self._split(some, (1, 1), at_s)[0, 0])

    def slices(self, start_s: int, slice_s: int, count: int) -> IntArray:
        """Return whole seconds for departures every ``slice_s`` seconds, rounded up.

        int32, shape (count, places, places). Between two of them linear interpolation keeps the
        order of arrivals, because each of them does.
        """
        sampled = np.empty((count, self.places, self.places), dtype=np.int32)
        for number in range(count):
            sampled[number] = _whole(self.durations(start_s + number * slice_s))
        return sampled

    def mean(self, from_s: int, until_s: int) -> IntArray:
        """Return whole seconds, the mean over departures from ``from_s`` to ``until_s``.

        The mean of the tables of the steps, each by its share of that time; ``NO_CONNECTION``
        where any of them has none. int32, shape (places, places).
        """
        step_s = self.step_s
        first, last = from_s // step_s, max(-(-until_s // step_s), from_s // step_s + 1)
        total = np.zeros((self.places, self.places))
        missing = np.zeros((self.places, self.places), dtype=np.bool_)
        whole_s = 0.0
        shares: dict[int, float] = {}
        for step in range(first, last):
            share_s = max(min(until_s, (step + 1) * step_s) - max(from_s, step * step_s), 1e-9)
            number = self._number(step)
            shares[number] = shares.get(number, 0.0) + share_s
        for number, share_s in shares.items():
            table, is_missing = self._table(number, (slice(None), slice(None)))
            total += share_s * table
            missing |= is_missing
            whole_s += share_s
        return _whole(np.where(missing, NO_CONNECTION, total / whole_s))

    def _number(self, step: int) -> int:
        return int(self.steps[min(max(step, 0), len(self.steps) - 1)])

    def _table(self, number: int, some: tuple[slice, slice]) -> tuple[FloatArray, BoolArray]:
        table = self.tables[number][some]
        return table / _DS, np.asarray(table == np.iinfo(table.dtype).max)

    def _split(self, some: tuple[slice, slice], shape: tuple[int, int], at_s: float) -> FloatArray:
        step = int(at_s // self.step_s)
        here = self._number(step)
        full_s, missing = self._table(here, some)
        share = np.where(missing, 0.0, np.ones(shape))
        spent = np.zeros(shape)
        while share.any():
            left_s = (step + 1) * self.step_s - at_s
            need_s = share * full_s
            crosses = need_s > left_s
            spent += np.where(crosses, left_s, need_s)
            share = np.where(crosses, share - left_s / np.maximum(full_s, left_s), 0.0)
            step += 1
            at_s = float(step * self.step_s)
            if self._number(step) != here:
                here = self._number(step)
                next_s, closed = self._table(here, some)
                # Who is under way when a street closes drives on.
                full_s = np.where(closed, full_s, next_s)
        return np.where(missing, NO_CONNECTION, spent)


def pack_tables(seconds: Sequence[FloatArray]) -> TableArray:
    """Return tables of seconds, ``NO_CONNECTION`` where none, as a cube keeps them."""
    tenths = np.stack([np.rint(table * _DS) for table in seconds])
    if tenths.max(initial=0) < np.iinfo(np.uint16).max:
        return np.where(tenths < 0, np.iinfo(np.uint16).max, tenths).astype(np.uint16)
    return np.where(tenths < 0, np.iinfo(np.uint32).max, tenths).astype(np.uint32)


def build_cube(
    keys: Sequence[Hashable],
    measure: Callable[[int], FloatArray],
    workers: int = 1,
    step_s: int = HOUR_S,
) -> Cube:
    """Return the cube of some steps of time, measuring only those that differ.

    Parameters
    ----------
    keys
        One for each step; steps with equal keys have equal travel times.
    measure
        From the number of a step to the seconds between all places, ``NO_CONNECTION`` where
        none; called once for each different key.
    workers
        How many threads measure at the same time. The search lets go of Python's lock.
    step_s
        Length of a step, seconds.
    """
    first: dict[Hashable, int] = {}
    for step, key in enumerate(keys):
        first.setdefault(key, step)
    number = {key: index for index, key in enumerate(first)}
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        tables = list(pool.map(measure, first.values()))
    steps = np.array([number[key] for key in keys], dtype=np.int32)
    return Cube(pack_tables(tables), steps, step_s)


def _whole(seconds: FloatArray) -> IntArray:
    return np.where(seconds < 0, NO_CONNECTION, np.ceil(np.maximum(seconds, 0) - 1e-6)).astype(
        np.int32
    )
