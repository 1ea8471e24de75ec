"""Finds streets that are open but cut off, as behind a closed street that was the one way out."""

import numpy as np

from doorstep.roads.costs import NO_PATH
from doorstep.roads.graph import BoolArray, LongArray
from doorstep.roads.states import States
from doorstep.roads.strong import strong_parts

_TOWN_OF_ITS_OWN = 0.1
"""A part that has this share of the largest part is no pocket: a town beyond a closed bridge."""


def find_pockets(states: States, direction_cost: LongArray, arc_cost: LongArray) -> BoolArray:
    """Return the open edges one cannot both reach and leave, shape (edges,).

    Linear in arcs.

    Parameters
    ----------
    states
        What the profile searches.
    direction_cost
        Packed cost of each directed edge, ``NO_PATH`` where closed, shape (2 x edges,).
    arc_cost
        Likewise of each arc, turns included, shape (arcs,).
    """
    goes = arc_cost < NO_PATH
    tail, head = states.tail[goes], states.head[goes]
    if states.turn:
        # A trip may begin and end in either direction of a street.
        one, other = states.kin
        state_goes = direction_cost[states.state_direction] < NO_PATH
        both = state_goes[one] & state_goes[other]
        one, other = one[both], other[both]
        tail, head = np.concatenate([tail, one, other]), np.concatenate([head, other, one])
    part = strong_parts(states.count, tail, head)
    sizes = np.bincount(part, minlength=1)
    is_main = (sizes >= _TOWN_OF_ITS_OWN * sizes.max())[part]
    is_open = direction_cost.reshape(-1, 2).min(axis=1) < NO_PATH
    joined = np.zeros(len(is_open), dtype=np.bool_)
    if states.turn:
        joined[states.state_direction[is_main & state_goes] // 2] = True
    else:
        across = is_main[states.tail] & is_main[states.head] & goes
        joined[states.direction[across] // 2] = True
    pockets: BoolArray = is_open & ~joined
    return pockets
