"""Parts of a route that are joined without looking inside them.

Vidal et al. 2013, doi:10.1016/j.cor.2012.07.018.
"""

from typing import Any, NamedTuple, TypeAlias

Seconds: TypeAlias = Any
"""A number, or an int64 array for many segments at once."""


class Segment(NamedTuple):
    """Part of a route: its least duration, and between which starts it takes that.

    The least duration of two that are joined is exact as long as nothing on them is late.
    """

    duration: Seconds
    early: Seconds
    late: Seconds

    def join(self, travel_s: Seconds, then: "Segment") -> "Segment":
        """Return both with a leg between them, in O(1)."""
        shift = self.duration + travel_s
        early, late = then.early - shift, then.late - shift
        wait = _larger(0, early - self.late)
        return Segment(
            shift + wait + then.duration,
            _larger(early, self.early) - wait,
            -_larger(-late, -self.late),
        )


def _larger(one: Seconds, other: Seconds) -> Seconds:
    """Return the larger, of numbers or element by element, with the same operations for both."""
    return (one + other + abs(one - other)) // 2
