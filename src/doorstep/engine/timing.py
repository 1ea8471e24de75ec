"""When a route does what: every leg, stop and break is a non-decreasing map of time.

The earliest times along a sequence are therefore found by going forward once. Where breaks may be
taken on several legs, the earliest time for each number of breaks already taken is kept, in
O(stops x breaks). A break on a leg moves its arrival by its length, whatever the traffic then is.
Goods that may ride for a limited time make their pick-up wait; the least
times that satisfy all of it are the least solution of a system of difference constraints, found
as Bellman and Ford do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from doorstep.engine.line import Line
from doorstep.engine.parts import Break, Window

NEVER = 2**40
"""A time after everything."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A break taken on the leg to stop number ``leg``, or to the end."""

    leg: int
    number: int
    begins: int


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one route, seconds since the horizon's start.

    Parameters
    ----------
    starts, leaves
        Start of service at each stop, and departure from it.
    arrivals
        At each stop, all breaks on the way being over.
    is_on_time
        Whether all windows, of stops and breaks, and the longest rides are kept.
    """

    start: int
    arrivals: list[int]
    starts: list[int]
    leaves: list[int]
    end: int
    pauses: list[Pause] = field(default_factory=list)
    is_on_time: bool = True


def earliest_start(windows: Sequence[Window], arrival: int) -> int | None:
    """Return the earliest start of service from ``arrival`` on, none when all windows are over.

    ``windows`` sorted; without windows, service starts on arrival.
    """
    if not windows:
        return arrival
    return min(
        (max(arrival, window.early) for window in windows if arrival <= window.late), default=None
    )


def latest_start(windows: Sequence[Window], latest: int) -> int | None:
    """Return the latest start of service up to ``latest``, none when no window is open by then."""
    if not windows:
        return latest
    return max(
        (min(latest, window.late) for window in windows if window.early <= latest), default=None
    )


def walk(line: Line, start: int) -> Times:
    """Return the earliest times of a route that leaves at ``start``.

    Who comes after the last window is served on arrival, and a break that is overdue begins at
    once: late, but priced. O(stops x breaks), times the number of rides that had to be shortened.
    """
    floors: list[int | None] = [None] * len(line.visits)
    times = _walk_above(line, start, floors)
    for _ in range(sum(1 + len(windows) for windows in line.windows) if line.rides else 0):
        late = False
        for ride in line.rides:
            leaves = times.starts[ride.delivery] - ride.max_s
            begins = leaves - line.service_s[ride.pickup]
            if times.leaves[ride.pickup] < leaves:
                floors[ride.pickup], late = begins, True
        if not late or not times.is_on_time:
            break
        times = _walk_above(line, start, floors)
    return times


def rides_too_long(line: Line, times: Times) -> bool:
    """Tell whether some goods are on board for longer than they may."""
    return any(
        times.starts[ride.delivery] - times.leaves[ride.pickup] > ride.max_s for ride in line.rides
    )


def walk_forward(line: Line, start: int) -> tuple[list[int], int]:
    """Return the start of service at each stop and the end, leaving at ``start``."""
    times = walk(line, start)
    return times.starts, times.end


def is_late(line: Line, starts: Sequence[int]) -> bool:
    """Tell whether some service starts outside its windows."""
    return any(
        earliest_start(windows, begins) != begins
        for windows, begins in zip(line.windows, starts, strict=True)
    )


def latest_departure(line: Line, times: Times, *, keep_starts: bool = False) -> int:
    """Return the latest departure that keeps the end and makes nobody later, in O(stops).

    Parameters
    ----------
    keep_starts
        Whether every service keeps its start as well.
    """
    latest = times.end
    for position in range(len(times.starts), -1, -1):
        if position < len(times.starts):
            until = latest - line.service_s[position]
            begins = latest_start(line.windows[position], until)
            now = times.starts[position]
            if keep_starts or begins is None or earliest_start(line.windows[position], now) != now:
                begins = now  # going later would only make it worse
            latest = begins
        latest = latest_leave(line, times, position, latest)
    return max(latest, times.start)


def driving_s(line: Line, times: Times) -> int:
    """Return how long the route is on its way, breaks left aside."""
    if line.legs is None:
        return sum(line.travel_s)
    leaves = [times.start, *times.leaves]
    return sum(line.arrive(leg, at) - at for leg, at in enumerate(leaves))


def slack_of(line: Line, times: Times) -> int:
    """Return by how many seconds everything can shift before something leaves its window."""
    slacks = [
        window.late - begins
        for windows, begins in zip(line.windows, times.starts, strict=True)
        for window in windows
        if window.early <= begins <= window.late
    ]
    slacks += [
        window.late - pause.begins
        for pause in times.pauses
        for window in line.breaks[pause.number].windows
        if window.early <= pause.begins <= window.late
    ]
    return min(slacks, default=0)


def _walk_above(line: Line, start: int, floors: Sequence[int | None]) -> Times:
    """Return the earliest times with service not before ``floors``."""
    if not line.breaks:
        return _walk_with(line, start, floors, [])
    placed = _place_breaks(line, start, floors)
    if placed is not None:
        return _walk_with(line, start, floors, placed)
    return _walk_with(line, start, floors, _place_overdue(line, start), is_on_time=False)


def _walk_with(
    line: Line,
    start: int,
    floors: Sequence[int | None],
    placed: Sequence[tuple[int, int]],
    *,
    is_on_time: bool = True,
) -> Times:
    """Return the times with each break on its leg; ``placed`` holds legs and break numbers."""
    arrivals, starts, leaves, pauses = [], [], [], []
    time_s = start
    on_leg: dict[int, list[int]] = {}
    for leg, number in placed:
        on_leg.setdefault(leg, []).append(number)
    for leg in range(len(line.visits) + 1):
        time_s, begun = _travel(line, leg, on_leg.get(leg, ()), time_s)
        pauses += [Pause(leg, number, begins) for number, begins in begun]
        if leg == len(line.visits):
            break
        floor = floors[leg]
        arrivals.append(time_s)
        time_s = time_s if floor is None else max(time_s, floor)
        begins = earliest_start(line.windows[leg], time_s)
        is_on_time = is_on_time and begins is not None
        starts.append(time_s if begins is None else begins)
        time_s = starts[-1] + line.service_s[leg]
        from_s = line.leaves_from[leg]
        time_s = time_s if from_s is None else max(time_s, from_s)
        leaves.append(time_s)
    return Times(start, arrivals, starts, leaves, time_s, pauses, is_on_time)


def _travel(
    line: Line, leg: int, numbers: Sequence[int], leaves: int
) -> tuple[int, list[tuple[int, int]]]:
    """Return the arrival after a leg with some breaks on it, and when each begins."""
    over, paused_s, begun = leaves, 0, []
    for number in numbers:
        pause = line.breaks[number]
        lasts_s = line.break_s(number, leg)
        lasts_s = pause.duration_s if lasts_s is None else lasts_s
        soonest = max(over, leaves + paused_s + line.break_between_s(number, leg)[0])
        begins = earliest_start(sorted(pause.windows), soonest)
        begins = soonest if begins is None else begins
        driven = min(leaves + line.break_offset_s(leg), line.arrive(leg, leaves))
        begins = max(begins, driven + paused_s)
        begun.append((number, begins))
        over = begins + lasts_s
        paused_s += lasts_s
    return max(over, line.arrive(leg, leaves) + paused_s), begun


def latest_leave(line: Line, times: Times, leg: int, arrival: int) -> int:
    """Return the latest departure on a leg, with its breaks, that keeps the arrival."""
    until, paused_s = arrival, 0
    on_leg = [pause for pause in times.pauses if pause.leg == leg]
    left_s = sum(line.break_s(pause.number, leg) or 0 for pause in on_leg)
    leaves = NEVER
    for pause in reversed(on_leg):
        rest = line.breaks[pause.number]
        lasts_s = line.break_s(pause.number, leg) or 0
        begins = latest_start(sorted(rest.windows), until - lasts_s)
        until = pause.begins if begins is None else begins
        paused_s += lasts_s
        driven_s = line.break_between_s(pause.number, leg)[0]
        leaves = min(leaves, until - (left_s - paused_s) - driven_s)
    return min(leaves, until, line.latest(leg, arrival - paused_s))


def _place_breaks(
    line: Line, start: int, floors: Sequence[int | None]
) -> list[tuple[int, int]] | None:
    """Return on which leg to take each break for the earliest end, none if it cannot be."""
    ready: list[int | None] = [start]
    for number, pause in enumerate(line.breaks):
        first = min((window.early for window in pause.windows), default=NEVER) + pause.duration_s
        is_over = first <= start and not line.must_break(number)
        ready.append(start if ready[-1] is not None and is_over else None)
    came_with: list[list[int]] = []
    for leg in range(len(line.visits) + 1):
        arrive, before = _reach_all(line, leg, ready)
        came_with.append(before)
        if leg == len(line.visits):
            ready = arrive
            break
        ready = [_serve(line, leg, floors[leg], reached) for reached in arrive]
    ends = [
        (end, taken)
        for taken, end in enumerate(ready)
        if end is not None
        and all(
            _may_rest_after(rest, end) and not line.must_break(number)
            for number, rest in enumerate(line.breaks[taken:], start=taken)
        )
    ]
    if not ends:
        return None
    taken = min(ends)[1]
    placed: list[tuple[int, int]] = []
    for leg in range(len(line.travel_s) - 1, -1, -1):
        fewer = came_with[leg][taken]
        placed += [(leg, number) for number in range(taken - 1, fewer - 1, -1)]
        taken = fewer
    return placed[::-1]


def _reach_all(
    line: Line, leg: int, ready: Sequence[int | None]
) -> tuple[list[int | None], list[int]]:
    """Return the earliest arrival for each number of breaks taken, and how many were before."""
    arrive: list[int | None] = [None] * len(ready)
    before = [0] * len(ready)
    for taken, leaves in enumerate(ready):
        if leaves is None:
            continue
        drives_until = line.arrive(leg, leaves)
        for more in range(taken, len(ready)):
            reached = _reach(line, leg, range(taken, more), (leaves, drives_until))
            if reached is None:
                break
            best = arrive[more]
            if best is None or reached <= best:  # of equal ones the earlier break
                arrive[more], before[more] = reached, taken
    return arrive, before


def _serve(line: Line, position: int, floor: int | None, arrival: int | None) -> int | None:
    """Return the departure from a stop, none when its windows are over."""
    if arrival is None:
        return None
    begins = earliest_start(
        line.windows[position], arrival if floor is None else max(arrival, floor)
    )
    if begins is None:
        return None
    leaves = begins + line.service_s[position]
    from_s = line.leaves_from[position]
    return leaves if from_s is None else max(leaves, from_s)


def _reach(line: Line, leg: int, numbers: Iterable[int], drives: tuple[int, int]) -> int | None:
    """Return the arrival after a leg with some breaks on it, none if one cannot be there.

    Without them, the leg would be driven between the times of ``drives``.
    """
    over, paused_s = drives[0], 0
    for number in numbers:
        at_least_s, at_most_s = line.break_between_s(number, leg)
        soonest = max(over, drives[0] + paused_s + at_least_s)
        begins = earliest_start(sorted(line.breaks[number].windows), soonest)
        lasts_s = line.break_s(number, leg)
        if begins is None or lasts_s is None:
            return None
        if at_most_s is not None and begins > drives[0] + paused_s + at_most_s:
            return None
        over = begins + lasts_s
        paused_s += lasts_s
    return max(over, drives[1] + paused_s)


def _may_rest_after(rest: Break, end: int) -> bool:
    return any(end <= window.late for window in rest.windows)


def _place_overdue(line: Line, start: int) -> list[tuple[int, int]]:
    """Return each break on the first leg on which it may begin, however late that is."""
    placed: list[tuple[int, int]] = []
    time_s, number = start, 0
    for leg in range(len(line.visits) + 1):
        on_leg: list[int] = []
        while number < len(line.breaks):
            pause = line.breaks[number]
            if min((window.early for window in pause.windows), default=0) > line.arrive(
                leg, time_s
            ):
                break
            on_leg.append(number)
            number += 1
        placed += [(leg, one) for one in on_leg]
        time_s, _ = _travel(line, leg, on_leg, time_s)
        if leg < len(line.visits):
            begins = earliest_start(line.windows[leg], time_s)
            time_s = (time_s if begins is None else begins) + line.service_s[leg]
    return placed
