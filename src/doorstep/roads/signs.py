"""What signs with hours on them say at a time: which streets and turns are open then, how fast.

Signs go by the clock on the wall, so times are local and have no zone. A span of time that a sign
holds for in part counts as if the worse held for all of it: nobody plans to arrive at a bollard
and wait until it goes down.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import numpy as np

from doorstep.roads.disruptions import EdgeTimes
from doorstep.roads.graph import NODE_BASED, Graph, IntArray, LongArray, worse_ms
from doorstep.roads.opening_hours import Cover, OpeningHours, parse_hours

_COVERS = {Cover.NONE: 0, Cover.PART: 1, Cover.ALL: 2}


def has_hours(graph: Graph, profile: str) -> bool:
    """Tell whether any sign with hours binds a profile.

    Raises
    ------
    ValueError
        There is no such profile.
    """
    row = graph.profile_index(profile)
    return bool((graph.hours.row == row).any()) or len(_ruled(graph, row)) > 0


@dataclass(frozen=True, slots=True)
class Signs:
    """Which hours on signs are in force; two equal ones mean equal streets.

    Parameters
    ----------
    hours, turns
        For each of ``Hours.whens`` and ``Turns.whens``: 0 not in force, 1 in part, 2 throughout.
    """

    hours: bytes
    turns: bytes


def read_signs(
    graph: Graph, start: datetime, end: datetime, holidays: Collection[date] = ()
) -> Signs:
    """Return what signs say between two local times, see ``times_at``."""
    turns = graph.turns.whens if graph.turns is not None else ()
    hours, turned = (
        bytes(_COVERS[_parsed(when).cover(start, end, holidays)] for when in whens)
        for whens in (graph.hours.whens, turns)
    )
    return Signs(hours, turned)


def times_at(
    graph: Graph, profile: str, start: datetime, end: datetime, holidays: Collection[date] = ()
) -> EdgeTimes:
    """Return a profile's times as signs have them between two local times.

    Where several signs are in force on one street, the worst of them counts.

    Parameters
    ----------
    graph
        The network.
    profile
        Name of the profile.
    start, end
        What the clocks on the wall show, to the minute; the end is not included.
    holidays
        Days that signs mean by PH and SH. No calendar comes with Doorstep: without one such days
        are like any others.

    Raises
    ------
    ValueError
        There is no such profile.
    """
    return times_under(graph, profile, read_signs(graph, start, end, holidays))


def times_under(graph: Graph, profile: str, signs: Signs) -> EdgeTimes:
    """Return a profile's times under what signs say, see ``times_at``."""
    row = graph.profile_index(profile)
    forward_ms, backward_ms = graph.forward_ms[row], graph.backward_ms[row]
    hours, turns = graph.hours, graph.turns
    mine = np.flatnonzero(hours.row == row)
    if mine.size:
        in_force = np.frombuffer(signs.hours, dtype=np.uint8)[hours.when[mine]]
        some, whole = mine[in_force > 0], mine[in_force == _COVERS[Cover.ALL]]
        forward_ms = _apply(forward_ms, hours.edge, hours.forward_ms, some, whole)
        backward_ms = _apply(backward_ms, hours.edge, hours.backward_ms, some, whole)
    ruled = _ruled(graph, row)
    if turns is None or not len(ruled):
        return EdgeTimes(forward_ms, backward_ms)
    turned = np.frombuffer(signs.turns, dtype=np.uint8)
    shut = ruled[turned[turns.ruled_when[ruled]] > 0]
    lifted = ruled[~np.isin(turns.ruled_turn[ruled], turns.ruled_turn[shut])]
    return EdgeTimes(forward_ms, backward_ms, lifted.astype(np.int32))


def _ruled(graph: Graph, row: int) -> LongArray:
    """Return which of the turns that are forbidden at hours are so for the profile of a row."""
    turns = graph.turns
    if turns is None or turns.row[row] == NODE_BASED:
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(turns.ruled_row == turns.row[row])


def _apply(
    usual_ms: IntArray, edge: IntArray, then_ms: IntArray, some: LongArray, whole: LongArray
) -> IntArray:
    """Return times with the rules ``some`` in force, those in ``whole`` all the time.

    Where a rule holds all the time the usual does not count; else the worse of both does.
    """
    times = usual_ms.copy()
    # The first rule that holds throughout takes the usual's place, all others make it worse.
    first, place = np.unique(edge[whole], return_index=True)
    times[first] = then_ms[whole[place]]
    for rule in some.tolist():
        at = edge[rule]
        times[at] = worse_ms(times[at : at + 1], then_ms[rule : rule + 1])[0]
    return times


@lru_cache(maxsize=4096)
def _parsed(when: str) -> OpeningHours:
    return parse_hours(when)
