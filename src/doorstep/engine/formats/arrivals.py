"""Arrival functions of legs (``mamut-td-atf``) as slices, exactly.

A leg's function goes straight from one point (departure, arrival) to the next. Those of Rifki's
set come from travel times in steps: where a step is quicker than the one before, who would arrive
earlier by leaving later waits, which is ``Crossing.WAIT``. Other functions are refused.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from doorstep.engine.formats.errors import FormatError
from doorstep.engine.legs import Leg
from doorstep.engine.parts import Crossing, Slices

Arc: TypeAlias = tuple[int, int, Sequence[float], Sequence[float]]
"""From, to, departures, and the arrival for each of them."""


def read_arrivals(arcs: Sequence[Arc], places: int) -> Slices:
    """Return the slices that give every arc its function. O(arcs x points).

    Raises
    ------
    FormatError
        An arc is missing, is not between two places, or has a function of another kind.
    """
    _require_all(arcs, places)
    starts = _list_starts(arcs)
    cube = np.zeros((len(starts), places, places), np.int32)
    for here, there, departures, arrivals in arcs:
        takes = _read_steps(starts, departures, arrivals)
        _require_same(Leg(starts, takes, Crossing.WAIT), (here, there), departures, arrivals)
        cube[:, here, there] = takes
    return Slices(tuple(starts), cube, Crossing.WAIT)


def _require_all(arcs: Sequence[Arc], places: int) -> None:
    given = {(here, there) for here, there, _, _ in arcs if here != there}
    wanted = {(here, there) for here in range(places) for there in range(places) if here != there}
    findings = []
    if wanted - given:
        findings.append(f"{len(wanted - given)} arcs have no arrival function.")
    if given - wanted:
        findings.append(f"{len(given - wanted)} arcs are not between two of the places.")
    for here, there, departures, arrivals in arcs:
        if len(departures) != len(arrivals) or not departures:
            findings.append(f"Arc {here}-{there} has not one arrival for each departure.")
    if findings:
        raise FormatError(findings)


def _list_starts(arcs: Sequence[Arc]) -> list[int]:
    """Return when a step begins on some arc: where a function jumps, or rises after a rest."""
    found = {min(int(departures[0]) for _, _, departures, _ in arcs)} if arcs else {0}
    for _, _, departures, arrivals in arcs:
        for at in range(1, len(departures) - 1):
            jumps = departures[at] == departures[at + 1]
            rested = arrivals[at - 1] == arrivals[at]
            if jumps or (rested and arrivals[at] < arrivals[at + 1]):
                found.add(round(departures[at]))
    return sorted(found)


def _read_steps(
    starts: Sequence[int], departures: Sequence[float], arrivals: Sequence[float]
) -> list[int]:
    """Return what the leg takes in each step; in one that only waits, as long as the wait."""
    takes = []
    for number, start in enumerate(starts):
        until = starts[number + 1] if number + 1 < len(starts) else departures[-1] + 1
        at = max(0, bisect_right(departures, start) - 1)
        takes.append(round(arrivals[at] - departures[at]) if departures[at] == start else -1)
        for point in range(at, len(departures) - 1):
            if departures[point] >= until:
                break
            rises = arrivals[point + 1] > arrivals[point]
            if rises and departures[point + 1] > departures[point] >= start:
                takes[-1] = round(arrivals[point] - departures[point])
                break
        if takes[-1] < 0:
            takes[-1] = _value_at(departures, arrivals, start) - start
    return takes


def _value_at(departures: Sequence[float], arrivals: Sequence[float], instant: int) -> int:
    at = min(bisect_right(departures, instant), len(departures) - 1)
    before = max(0, at - 1)
    span = departures[at] - departures[before]
    share = 1.0 if span <= 0 else (instant - departures[before]) / span
    return round(arrivals[before] + share * (arrivals[at] - arrivals[before]))


def _require_same(
    leg: Leg, arc: tuple[int, int], departures: Sequence[float], arrivals: Sequence[float]
) -> None:
    """Compare the leg with every point of the function; at a jump with the later one."""
    for at, departure in enumerate(departures):
        if at + 1 < len(departures) and departures[at + 1] == departure:
            continue
        whole = round(departure)
        if whole != departure or leg.arrive(whole) != arrivals[at]:
            message = (
                f"Arc {arc[0]}-{arc[1]} arrives at {arrivals[at]:g} when leaving at"
                f" {departure:g}, which no travel times in steps of whole seconds give."
            )
            raise FormatError([message])
