"""From a cost in the hierarchy back to the streets it is made of."""

import numpy as np

from doorstep.roads.compiled import compiled
from doorstep.roads.costs import NO_PATH
from doorstep.roads.graph import IntArray, LongArray

_BELOW = -1
"""Instead of a depth: the round trip runs through lower states only."""


@compiled
def unpack(  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917 - a kernel is one function
    start: int,
    end: int,
    meeting: int,
    cost: int,
    offset: LongArray,
    head: IntArray,
    head_depth: IntArray,
    depth: IntArray,
    into: LongArray,
    into_arcs: IntArray,
    tail: IntArray,
    up: LongArray,
    down: LongArray,
    state: IntArray,
    exits: LongArray,
    exit_head: IntArray,
    exit_cost: LongArray,
) -> IntArray:
    """Return the arcs of the states on the way that meets at a depth.

    Shortcuts are waiting on a stack as ``arc`` travelled up or ``-1 - arc`` travelled down, the
    one travelled first on top.
    """
    width = max(depth[start], depth[end]) + 1
    stack = np.empty(2 * width + 64, dtype=np.int64)
    size = 0
    if meeting == _BELOW:
        for i in range(into[start], into[start + 1]):
            arc = into_arcs[i]
            if up[arc] + down[arc] == cost:
                stack[0], stack[1] = arc, -1 - arc
                size = 2
                break
    else:
        for side in range(2):
            at = end if side == 0 else start
            weights = down if side == 0 else up
            label = np.full(width, NO_PATH, dtype=np.int64)
            before = np.full(width, -1, dtype=np.int64)
            label[depth[at]] = 0
            while depth[at] > meeting:
                here = label[depth[at]]
                for arc in range(offset[at], offset[at + 1]):
                    above = head_depth[arc]
                    if here + weights[arc] < label[above]:
                        label[above] = here + weights[arc]
                        before[above] = arc
                at = head[offset[at]]
            steps = np.empty(width, dtype=np.int64)
            count = 0
            place = meeting
            while before[place] >= 0:
                steps[count] = before[place]
                place = depth[tail[before[place]]]
                count += 1
            # From the meeting point to an end. The way down is needed last, so it goes in first,
            # its last step at the bottom; the way up is on top, its first step on top of all.
            for k in range(count):
                if side == 0:
                    stack[size + count - 1 - k] = -1 - steps[k]
                else:
                    stack[size + k] = steps[k]
            size += count
    found = np.empty(256, dtype=np.int32)
    used = 0
    while size > 0:
        size -= 1
        item = stack[size]
        is_up = item >= 0
        arc = item if is_up else -1 - item
        low, high = tail[arc], head[arc]
        first, last = (low, high) if is_up else (high, low)
        weight = up[arc] if is_up else down[arc]
        plain = -1
        for k in range(exits[state[first]], exits[state[first] + 1]):
            if exit_head[k] == state[last] and exit_cost[k] == weight:
                plain = k
                break
        if plain >= 0:
            if used == len(found):
                larger = np.empty(2 * used, dtype=np.int32)
                larger[:used] = found
                found = larger
            found[used] = plain
            used += 1
            continue
        if size + 2 > len(stack):
            longer = np.empty(2 * len(stack), dtype=np.int64)
            longer[:size] = stack[:size]
            stack = longer
        for i in range(into[low], into[low + 1]):
            one = into_arcs[i]
            below = tail[one]
            span = head[offset[below] : offset[below + 1]]
            k = np.searchsorted(span, high)
            if k == len(span) or span[k] != high:
                continue
            other = offset[below] + k
            to_low, to_high = one, other
            if is_up and down[to_low] + up[to_high] == weight:
                stack[size], stack[size + 1] = to_high, -1 - to_low
                size += 2
                break
            if not is_up and down[to_high] + up[to_low] == weight:
                stack[size], stack[size + 1] = to_low, -1 - to_high
                size += 2
                break
    return found[:used].copy()
