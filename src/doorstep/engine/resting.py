"""Where on a route the rest can be taken that driving asks for.

Between two daily rests one drives at most twice as long as the law allows at a stretch, so one
rest is enough: with so much driving before it and so much after it that neither is too long. That
bounds the legs on which it can be, by driving alone; the clock does not matter. In parts, the last
is bound so, and the others come before it.

Where legs take more or less by the time of day, each counts with the most that it takes: with less
driving the law is kept all the more. Where the driver has breaks by the clock, the longest of them
becomes the rest: it begins when the clock allows it, with so much driving on its leg as the bounds
ask for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from doorstep.engine.parts import Break, RestRule


@dataclass(frozen=True, slots=True)
class Resting:
    """Where the parts of a rest can be, by number of the part and the leg.

    Parameters
    ----------
    length_s
        How long the part is on each leg; None where it cannot be.
    driven_s
        How far into each leg, in seconds of driving, it is taken at the latest.
    must_be
        Of each part, whether it must be taken, whatever its windows say.
    between_s
        Of a break that becomes the rest: how many seconds of driving into each leg it begins at
        the earliest, and at the latest or none. Empty: of parts without times of their own.
    """

    length_s: tuple[tuple[int | None, ...], ...]
    driven_s: tuple[int, ...]
    must_be: tuple[bool, ...]
    between_s: tuple[tuple[int, int | None], ...] = ()


def read_resting(
    rule: RestRule,
    travel_s: Sequence[int],
    service_s: Sequence[int],
    breaks: Sequence[Break] = (),
) -> Resting | None:
    """Return where to rest along some legs and stops; None where nobody has to. O(stops).

    Where work counts as rest, a rest just before service is shortened by it.

    Parameters
    ----------
    travel_s
        The most that each leg takes.
    breaks
        By the clock; one of them becomes the rest.
    """
    driven = list(accumulate(travel_s, initial=0))
    if driven[-1] <= rule.driving_s:
        return None
    if breaks:
        return _rest_in_break(rule, driven, service_s, breaks)
    latest = rule.driving_s
    earliest = driven[-1] - rule.driving_s
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
    return Resting(tuple(map(tuple, lengths)), tuple(drives), (True,) * len(parts_s))


def resting_break(breaks: Sequence[Break]) -> int:
    """Return which of the breaks becomes the rest: the longest, of equal ones the first."""
    return max(range(len(breaks)), key=lambda number: (breaks[number].duration_s, -number))


def _rest_in_break(
    rule: RestRule, driven: Sequence[int], service_s: Sequence[int], breaks: Sequence[Break]
) -> Resting:
    """Return where the breaks can be when one of them is the rest."""
    legs = len(driven) - 1
    chosen = resting_break(breaks)
    earliest, latest = driven[-1] - rule.driving_s, rule.driving_s
    lengths: list[tuple[int | None, ...]] = [(one.duration_s,) * legs for one in breaks]
    resting: list[int | None] = []
    between: list[tuple[int, int | None]] = []
    for leg in range(legs):
        before, after = driven[leg], driven[leg + 1]
        between.append((max(0, earliest - before), None if after <= latest else latest - before))
        if before > latest or after < earliest or earliest > latest:
            resting.append(None)
            continue
        worked_s = service_s[leg] if rule.work_counts and leg < len(service_s) else 0
        worked_s = worked_s if after <= latest else 0
        resting.append(max(breaks[chosen].duration_s, rule.rest_s - worked_s))
    lengths[chosen] = tuple(resting)
    must_be = tuple(number == chosen for number in range(len(breaks)))
    return Resting(tuple(lengths), (0,) * legs, must_be, tuple(between))
