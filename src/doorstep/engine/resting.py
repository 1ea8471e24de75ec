"""Where on a route the rest can be taken that driving asks for.

Between two daily rests one drives at most twice as long as the law allows at a stretch, so one
rest is enough: with so much driving before it and so much after it that neither is too long. That
bounds the legs on which it can be, by driving alone; the clock does not matter. In parts, the last
is bound so, and the others come before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from doorstep.engine.parts import RestRule


@dataclass(frozen=True, slots=True)
class Resting:
    """Where the parts of a rest can be, by number of the part and the leg.

    Parameters
    ----------
    length_s
        How long the part is on each leg; None where it cannot be.
    driven_s
        How far into each leg, in seconds of driving, it is taken at the latest.
    """

    length_s: tuple[tuple[int | None, ...], ...]
    driven_s: tuple[int, ...]


def read_resting(
    rule: RestRule, travel_s: Sequence[int], service_s: Sequence[int]
) -> Resting | None:
    """Return where to rest along some legs and stops; None where nobody has to. O(stops).

    Where work counts as rest, a rest just before service is shortened by it.
    """
    driven = list(accumulate(travel_s, initial=0))
    latest = rule.driving_s
    earliest = driven[-1] - rule.driving_s
    if earliest <= 0:
        return None
    parts_s = rule.parts_s or (rule.rest_s,)
    lengths: list[list[int | None]] = [[] for _ in parts_s]
    for leg in range(len(travel_s)):
        is_before = driven[leg] <= latest
        for part, seconds in zip(lengths, parts_s, strict=True):
            part.append(seconds if is_before else None)
        if not is_before or driven[leg + 1] < earliest or earliest > latest:
            lengths[-1][leg] = None
        elif rule.work_counts and leg < len(service_s) and driven[leg + 1] <= latest:
            lengths[-1][leg] = max(0, parts_s[-1] - service_s[leg])
    drives = (
        min(takes_s, max(0, latest - before))
        for takes_s, before in zip(travel_s, driven, strict=False)
    )
    return Resting(tuple(map(tuple, lengths)), tuple(drives))
