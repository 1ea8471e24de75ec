"""How a simulated driver's day will go: when each stop is reached and left, along which roads."""

import bisect
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from doorstep.kernel import Point, SeededRng, distance_m
from doorstep.roads import decode_polyline

# How far real days stray from plans: standard deviation of the logarithm of the ratio of
# actual to planned. Chosen to look like a working day, not measured.
_TRAVEL_SPREAD = 0.10
_SERVICE_SPREAD = 0.20
_ABSENT_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class Visit:
    """One stop as it will go: drive from ``leave_at`` to ``arrive_at``, done at ``done_at``."""

    stop: dict[str, Any]
    path: tuple[Point, ...]
    leave_at: datetime
    arrive_at: datetime
    done_at: datetime
    absent: bool


@dataclass(frozen=True, slots=True)
class Journey:
    """A whole route as it will go, back to the depot at ``home_at``."""

    start_at: datetime
    visits: tuple[Visit, ...]
    home_path: tuple[Point, ...]
    home_at: datetime

    def position(self, instant: datetime) -> tuple[Point, float]:
        """Return where the driver is at ``instant`` and the heading in degrees from north."""
        for visit in self.visits:
            if instant < visit.arrive_at:
                return along(visit.path, _share(visit.leave_at, visit.arrive_at, instant))
            if instant < visit.done_at:
                return along(visit.path, 1.0)
        left_at = self.visits[-1].done_at if self.visits else self.start_at
        return along(self.home_path, _share(left_at, self.home_at, instant))


def foresee(route: dict[str, Any], now_at: datetime, rng: SeededRng) -> Journey:
    """Return how ``route`` (as the API gives it) will go from ``now_at`` on.

    Stops that are done already are left out, so that a drive can be taken up again.
    """
    todo = [stop for stop in route["stops"] if stop["status"] not in ("delivered", "failed")]
    paths = cut_at_stops(route)[len(route["stops"]) - len(todo) :]
    clock = start_at = max(now_at, _instant(route["start_at"]))
    left_plan = _instant(route["start_at"])
    if len(todo) < len(route["stops"]):
        left_plan = _instant(route["stops"][len(route["stops"]) - len(todo) - 1]["departure_at"])
    visits = []
    for stop, path in zip(todo, paths, strict=False):
        planned_travel = _instant(stop["arrival_at"]) - left_plan
        arrive_at = clock + planned_travel * rng.lognormvariate(0, _TRAVEL_SPREAD)
        opens_at = min((_instant(one["early_at"]) for one in stop["windows"]), default=arrive_at)
        planned_service = _instant(stop["departure_at"]) - _instant(stop["service_start_at"])
        done_at = max(arrive_at, opens_at) + planned_service * rng.lognormvariate(
            0, _SERVICE_SPREAD
        )
        absent = rng.random() < _ABSENT_SHARE
        visits.append(Visit(stop, path, clock, arrive_at, done_at, absent))
        clock, left_plan = done_at, _instant(stop["departure_at"])
    home_at = clock + (_instant(route["end_at"]) - left_plan)
    return Journey(start_at, tuple(visits), paths[-1], home_at)


def cut_at_stops(route: dict[str, Any]) -> list[tuple[Point, ...]]:
    """Return the route's line cut into one path to each stop and one back to the depot."""
    line = decode_polyline(route["geometry"])
    cuts = [0]
    for stop in route["stops"]:
        here = Point(stop["lat"], stop["lon"])
        reachable = range(cuts[-1], len(line))
        cuts.append(min(reachable, key=lambda index: distance_m(line[index], here)))
    cuts.append(len(line) - 1)
    return [tuple(line[start : end + 1]) for start, end in pairwise(cuts)]


def along(path: tuple[Point, ...], share: float) -> tuple[Point, float]:
    """Return the point after ``share`` (0..1) of the path's length, and the heading there."""
    lengths = [0.0]
    for a, b in pairwise(path):
        lengths.append(lengths[-1] + distance_m(a, b))
    if lengths[-1] == 0.0:
        return path[0], 0.0
    target = lengths[-1] * min(max(share, 0.0), 1.0)
    after = min(max(bisect.bisect_left(lengths, target), 1), len(path) - 1)
    a, b = path[after - 1], path[after]
    step = lengths[after] - lengths[after - 1]
    part = (target - lengths[after - 1]) / step if step else 0.0
    here = Point(a.lat + (b.lat - a.lat) * part, a.lon + (b.lon - a.lon) * part)
    east = (b.lon - a.lon) * math.cos(math.radians(a.lat))
    return here, math.degrees(math.atan2(east, b.lat - a.lat)) % 360


def _share(start_at: datetime, end_at: datetime, instant: datetime) -> float:
    span = (end_at - start_at) / timedelta(seconds=1)
    return 1.0 if span <= 0 else (instant - start_at) / timedelta(seconds=1) / span


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
