"""Exact fastest ways on a graph whose speeds change by the hour: a judge that shares no code.

Dijkstra's algorithm on arrival times; on an edge one drives at the speed of the present hour, and
at the next hour's from its first second on (Ichoua, Gendreau and Potvin 2003,
doi:10.1016/S0377-2217(02)00147-9), so whoever leaves later never arrives earlier.
"""

import heapq

HOUR_S = 3600.0

Edge = tuple[int, float, list[float]]
"""Head, length in metres, one speed in metres per second for each hour of a day."""


def cross(at_s: float, length_m: float, speeds_mps: list[float]) -> float:
    """Return when one is across an edge that is entered ``at_s`` seconds after midnight."""
    hour = int(at_s // HOUR_S)
    while True:
        speed = speeds_mps[hour % len(speeds_mps)]
        left_s = (hour + 1) * HOUR_S - at_s
        if speed * left_s >= length_m:
            return at_s + length_m / speed
        length_m -= speed * left_s
        hour += 1
        at_s = hour * HOUR_S


def earliest_arrivals(edges_of: list[list[Edge]], source: int, start_s: float) -> dict[int, float]:
    """Return the earliest arrival at each vertex that can be reached, leaving at ``start_s``."""
    done: dict[int, float] = {}
    queue = [(start_s, source)]
    while queue:
        at_s, vertex = heapq.heappop(queue)
        if vertex in done:
            continue
        done[vertex] = at_s
        for head, length_m, speeds_mps in edges_of[vertex]:
            if head not in done:
                heapq.heappush(queue, (cross(at_s, length_m, speeds_mps), head))
    return done
