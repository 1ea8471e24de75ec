"""What a route with one shipment alone costs, where legs take more or less by when they begin."""

from collections.abc import Sequence

import numpy as np

from doorstep.engine.parts import Window
from doorstep.engine.search.layout import (
    CLOCK,
    END,
    FIXED,
    HUGE,
    PER_M,
    PER_S,
    START,
    TABLE,
    Ints,
    Numbers,
    Records,
)
from doorstep.engine.search.travel_tables import Travel


def price_alone_by_time(
    stop: Records,
    opened: Sequence[Sequence[Window]],
    cars: Ints,
    shifts: Numbers,
    travel: Travel,
    alone: Ints,
) -> None:
    """Replace in ``alone`` what the least travel times make of it, HUGE where it cannot be.

    Leaving at the start, so late that nothing ends later, or so that either leg begins with a
    slice: O(kinds x nodes x slices squared).
    """
    nodes, rows = len(stop), np.arange(len(stop))
    service = stop["service"].astype(np.int64)
    for kind, car in enumerate(cars):
        there = _Legs(travel, car, car[TABLE] + car[START] * travel.places + rows)
        back = _Legs(travel, car, car[TABLE] + rows * travel.places + car[END])
        early, late = (np.full(nodes, instant) for instant in shifts[kind])
        first = _begin(opened, there.arrive(early))
        instants = [early, there.latest(first)]
        for begins in travel.by_time.clock[car[CLOCK], 1:-1]:
            bound = np.full(nodes, min(int(begins), int(late[0])))
            instants += [bound - 1, bound, there.latest(back.latest(bound) - service)]
            instants.append(there.latest(bound - service))
        least = np.full(nodes, HUGE)
        for leaves in instants:
            start = np.maximum(leaves, early)
            begins = _begin(opened, there.arrive(start))
            end = back.arrive(begins + service)
            fits = (begins < HUGE // 4) & (end <= late)
            least = np.where(fits, np.minimum(least, end - start), least)
        metres = travel.travel[travel.metres + there.row].astype(np.int64)
        metres += travel.travel[travel.metres + back.row]
        cost = car[FIXED] + car[PER_M] * metres + car[PER_S] * np.minimum(least, HUGE // 2**24)
        alone[kind] = np.where((least < HUGE) & (alone[kind] < HUGE), cost, HUGE)


class _Legs:
    """One leg for each node, with what it takes in each slice."""

    def __init__(self, travel: Travel, car: Ints, row: Ints) -> None:
        by_time = travel.by_time
        self.row = row
        self._clock = by_time.clock[car[CLOCK]]
        self._waits = bool(by_time.waits[car[CLOCK]])
        takes = by_time.takes.reshape(-1, by_time.slices)
        self._takes = takes[row].astype(np.int64)
        self._nodes = np.arange(len(row))

    def arrive(self, leaves: Ints) -> Ints:
        """Return the arrivals; see ``engine.legs``."""
        at = self._slice_at(leaves)
        arrival: Ints = leaves + self._takes[self._nodes, at]
        for number in range(1, self._takes.shape[1]):
            begins = self._clock[number]
            crosses = (at < number) & (begins < arrival)
            after = self._takes[:, number]
            if self._waits:
                new = np.minimum(arrival, begins + after)
            else:
                before = np.maximum(1, self._takes[:, number - 1])
                new = begins - (-(arrival - begins) * after // before)
            arrival = np.where(crosses, new, arrival)
        return arrival

    def latest(self, arrival: Ints) -> Ints:
        """Return the latest departures that arrive by some instants."""
        at, until = self._slice_at(arrival), arrival
        for number in range(self._takes.shape[1] - 1, 0, -1):
            begins, takes = self._clock[number], self._takes[:, number]
            crosses = (at == number) & (until - takes < begins)
            if not self._waits:
                share = (until - begins) * self._takes[:, number - 1] // np.maximum(1, takes)
                until = np.where(crosses, begins + share, until)
            at = np.where(crosses, number - 1, at)
        ends = self._clock[at + 1] - 1
        leaves: Ints = np.minimum(until - self._takes[self._nodes, at], ends)
        return leaves

    def _slice_at(self, instants: Ints) -> Ints:
        return np.maximum(0, np.searchsorted(self._clock[:-1], instants, side="right") - 1)


def _begin(opened: Sequence[Sequence[Window]], arrival: Ints) -> Ints:
    """Return when service starts, far too late where all windows are over."""
    most = max(len(windows) for windows in opened)
    begins = np.full(len(opened), HUGE // 4)
    for number in range(most):
        windows = [one[min(number, len(one) - 1)] for one in opened]
        early = np.array([window.early for window in windows])
        late = np.array([window.late for window in windows])
        start = np.maximum(arrival, early)
        begins = np.minimum(begins, np.where(start <= late, start, HUGE // 4))
    return begins
