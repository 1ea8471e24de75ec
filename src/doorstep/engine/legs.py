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

from doorstep.engine.parts import Crossing


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
