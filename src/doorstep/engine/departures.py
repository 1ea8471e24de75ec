"""When a route may best leave where its legs take more or less by the time of day.

How long a route takes is, as a function of its departure, made of straight pieces. They meet where
the departure on some leg, or the arrival after it, is at the end of a slice, or where a stop is
reached as a window opens or closes. Its lowest point is therefore one of these, traced back to the
depot: exact with ``Crossing.WAIT``, to the second's rounding with ``Crossing.SHARE``. Breaks and
longest rides bend the function too and are left aside here.
"""

from collections.abc import Iterator, Sequence

from doorstep.engine.line import Line


def list_departures(line: Line, leaves: Sequence[int], latest_end: int) -> list[int]:
    """Return the departures worth comparing, rising.

    O(stops squared x slices in the time in which a leg may begin).

    Parameters
    ----------
    leaves
        The earliest departure on each leg, from the start on.
    latest_end
        When the route must be over.
    """
    if line.legs is None:
        return []
    found = set()
    latest = _list_latest(line, latest_end)
    for leg, (early, late) in enumerate(zip(leaves, latest, strict=True)):
        for instant in _list_bends(line, leg):
            if early < instant <= late:
                start = _trace_back(line, leg, instant)
                if start is not None and start > leaves[0]:
                    found.add(start)
    return sorted(found)


def _list_latest(line: Line, latest_end: int) -> list[int]:
    """Return the latest departure on each leg that keeps every window after it, breaks aside."""
    latest = [line.latest(len(line.visits), latest_end)]
    for position in range(len(line.visits) - 1, -1, -1):
        lates = [window.late for window in line.windows[position]]
        until = min(latest[-1] - line.service_s[position], max(lates, default=latest_end))
        latest.append(line.latest(position, until))
    return latest[::-1]


def _list_bends(line: Line, leg: int) -> Iterator[int]:
    """Yield when a leg begins as a slice begins or ends, or ends as a slice or window does."""
    legs = line.legs or []
    for start in legs[leg].starts_s[1:]:
        yield start - 1
        yield start
        yield line.latest(leg, start)
    if leg < len(line.visits):
        for window in line.windows[leg]:
            yield line.latest(leg, window.early)
            yield line.latest(leg, window.late)


def _trace_back(line: Line, leg: int, instant: int) -> int | None:
    """Return the latest departure from the start that is on a leg by ``instant``, if any is."""
    for position in range(leg - 1, -1, -1):
        until = instant - line.service_s[position]
        windows = line.windows[position]
        if windows:
            open_by = [window for window in windows if window.early <= until]
            if not open_by:
                return None
            until = max(min(until, window.late) for window in open_by)
        instant = line.latest(position, until)
    return instant
