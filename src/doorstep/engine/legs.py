"""How a leg maps departure to arrival, and back: steadily, or by the time at which it begins.

Both maps are non-decreasing and in whole seconds; ``latest`` is the exact inverse of ``arrive``:
``arrive(t) <= a`` exactly for the ``t`` up to ``latest(a)``.

A leg across the end of a slice goes on by one of two laws (``parts.Crossing``). By ``SHARE``,
what is still ahead is kept in whole seconds of the current slice and turned into seconds of the
next one, rounded up. Both the rounding and the change of slice keep the order of arrivals: who
leaves later has at least as much ahead at every bound.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from doorstep.engine.parts import Crossing


def most_seconds(longest_s: int, shortest_s: int, slices: int, shortest_slice_s: int) -> int:
    """Return what a leg takes at most, whenever it begins.

    What it takes in its slowest slice, and what rounding may add: nothing at the first end of a
    slice on the way, at each further one up to a second of the quickest slice, at the slowest
    one's pace.
    """
    if longest_s < shortest_slice_s or longest_s == shortest_s:
        return longest_s
    crossed = max(1, min(slices - 1, 2 + longest_s // shortest_slice_s))
    return longest_s + (crossed - 1) * -(-longest_s // max(1, shortest_s))


@dataclass(frozen=True, slots=True)
class Leg:
    """What one leg takes in each slice of the day.

    Parameters
    ----------
    starts_s
        When each slice begins; one for a leg that always takes the same.
    takes_s
        What the whole leg takes in each.
    crossing
        What becomes of it when a slice ends on the way.
    """

    starts_s: Sequence[int]
    takes_s: Sequence[int]
    crossing: Crossing = Crossing.SHARE

    def most_s(self) -> int:
        """Return what the leg takes at most, whenever it begins; see ``most_seconds``."""
        gaps = (later - earlier for earlier, later in pairwise(self.starts_s))
        return most_seconds(
            max(self.takes_s), min(self.takes_s), len(self.starts_s), min(gaps, default=1)
        )

    def arrive(self, leaves: int) -> int:
        """Return the arrival when leaving at an instant, in O(log(slices) + slices crossed)."""
        at = max(0, bisect_right(self.starts_s, leaves) - 1)
        arrival = leaves + self.takes_s[at]
        last = len(self.starts_s) - 1
        if self.crossing is Crossing.WAIT:
            while at < last and self.starts_s[at + 1] < arrival:
                at += 1
                arrival = min(arrival, self.starts_s[at] + self.takes_s[at])
            return arrival
        while at < last and self.starts_s[at + 1] < arrival:
            ahead = arrival - self.starts_s[at + 1]
            at += 1
            ahead = -(-ahead * self.takes_s[at] // self.takes_s[at - 1])
            arrival = self.starts_s[at] + ahead
        return arrival

    def latest(self, arrival: int) -> int:
        """Return the latest departure that arrives by an instant, in O(log(slices) + crossed)."""
        at = max(0, bisect_right(self.starts_s, arrival) - 1)
        until = arrival
        while at > 0 and until - self.takes_s[at] < self.starts_s[at]:
            ahead = until - self.starts_s[at]
            at -= 1
            if self.crossing is Crossing.SHARE:
                most = ahead * self.takes_s[at] // self.takes_s[at + 1]
                until = self.starts_s[at + 1] + most
        leaves = until - self.takes_s[at]
        if at + 1 < len(self.starts_s):
            leaves = min(leaves, self.starts_s[at + 1] - 1)
        return leaves
