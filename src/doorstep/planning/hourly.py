"""The roads at any instant: what is in force then, and the speed that is usual in that hour."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from doorstep import disruptions, roads
from doorstep.disruptions import Disruption
from doorstep.kernel import Point
from doorstep.plumbing import auth
from doorstep.plumbing.unit import Unit
from doorstep.roads.sources import Region, read_traffic

TRAFFIC = "city"
"""The traffic that counts when the peak hours are to."""

LONGEST = timedelta(days=2)
"""Nobody is under way for longer without a new look at the roads."""

_A_MOMENT = timedelta(seconds=1)
_HOUR = timedelta(hours=1)
_HOURS_AHEAD = 12
"""A route asked for is told by the hour for so long; then the last hour holds."""

InForce = tuple[tuple[roads.Disruption, float], ...]
"""What counts, each with its share of the time it is asked for, 0 to 1."""


def weigh(known: Sequence[Disruption], from_at: datetime, until_at: datetime) -> InForce:
    """Return those in force between two instants, each with its share of that time."""
    whole_s = (until_at - from_at).total_seconds()
    shares = [(one, one.overlap_s(from_at, until_at)) for one in known]
    return tuple((one.on_roads, shared_s / whole_s) for one, shared_s in shares if shared_s > 0)


def usual_view(region: Region, profile: str, in_force: InForce) -> roads.ProfileView:
    """Return the roads of a whole day without peaks, with what is in force.

    What signs forbid at certain hours counts as forbidden.
    """
    network = region.network
    if not in_force:
        return network.view(profile)
    times = roads.disrupt(network.graph, profile, in_force)
    return network.with_times(profile, times)


def hour_view(
    region: Region, profile: str, local: datetime, in_force: InForce, *, with_peaks: bool = True
) -> roads.ProfileView:
    """Return the roads in the hour of a local time; the same object for hours that are alike.

    Signs with hours on them hold as they do in that hour; with peaks, streets are as fast as
    they usually are then.
    """
    hour = local.replace(minute=0, second=0, microsecond=0, tzinfo=None)
    signs_at = hour if roads.has_hours(region.network.graph, profile) else None
    if not with_peaks:
        return _make_view(region, profile, signs_at, b"", in_force)
    return _find_view(region, profile, hour.weekday() * 24 + hour.hour, signs_at, in_force)


@cache
def _traffic() -> roads.Traffic:
    return read_traffic(TRAFFIC)


@lru_cache(maxsize=24)
def _find_view(
    region: Region, profile: str, week_hour: int, signs_at: datetime | None, in_force: InForce
) -> roads.ProfileView:
    """Return the view of an hour without looking at every street again."""
    shares = _traffic().shares(region.network.graph, profile, week_hour)
    return _make_view(region, profile, signs_at, shares.tobytes(), in_force)


@lru_cache(maxsize=16)
def _make_view(
    region: Region, profile: str, signs_at: datetime | None, shares: bytes, in_force: InForce
) -> roads.ProfileView:
    graph = region.network.graph
    usual = roads.times_at(graph, profile, signs_at, signs_at + _HOUR) if signs_at else None
    times = roads.disrupt(graph, profile, in_force, usual)
    if shares:
        times = roads.slow_down(times, np.frombuffer(shares))
    return region.network.with_times(profile, times)


@lru_cache(maxsize=100_000)
def _seconds(view: roads.ProfileView, start: Point, end: Point) -> float:
    return float(view.seconds([start, end])[0, 1])


class HourlyRoads:
    """The roads of a region by the instant, for one company.

    Parameters
    ----------
    region
        The streets.
    timezone
        Whose hours the peaks are told in.
    known
        The disruptions that may be in force.
    """

    def __init__(self, region: Region, timezone: str, known: Sequence[Disruption]) -> None:
        self._region = region
        self._zone = ZoneInfo(timezone)
        self._known = known
        self._views: dict[tuple[str, datetime, InForce, bool], roads.ProfileView] = {}

    def is_usual(self, at: datetime) -> bool:
        """Tell whether nothing is in force at an instant."""
        return not weigh(self._known, at, at + _A_MOMENT)

    def view(self, profile: str, at: datetime, *, with_peaks: bool = True) -> roads.ProfileView:
        """Return the roads at an instant; without peaks as fast as empty streets."""
        hour = at.astimezone(self._zone).replace(minute=0, second=0, microsecond=0)
        key = (profile, hour, weigh(self._known, at, at + _A_MOMENT), with_peaks)
        if key not in self._views:
            self._views[key] = hour_view(
                self._region, profile, hour, key[2], with_peaks=with_peaks
            )
        return self._views[key]

    def leg_s(self, profile: str, start: Point, end: Point, at: datetime) -> float | None:
        """Return the seconds from one place to another leaving at an instant, or none.

        A trip that crosses the hour is split as ``roads.Cube`` splits it; who is under way when
        a street closes drives on.
        """
        full_s = _seconds(self.view(profile, at), start, end)
        if full_s < 0:
            return None
        spent_s, share, latest_at = 0.0, 1.0, at + LONGEST
        while at < latest_at:
            next_at = _next_hour(at, self._zone)
            left_s = (next_at - at).total_seconds()
            if share * full_s <= left_s:
                break
            spent_s += left_s
            share -= left_s / full_s
            at = next_at
            again_s = _seconds(self.view(profile, at), start, end)
            full_s = again_s if again_s > 0 else full_s
        return spent_s + share * full_s

    def route(self, profile: str, points: Sequence[Point], at: datetime) -> list[roads.RoadLeg]:
        """Return the legs through some places in order, leaving at an instant.

        The exact fastest way while the hours change, see ``roads.TimedRoads``; a closure counts
        for the whole of each hour that it is in force in.

        Raises
        ------
        NoRouteError
            A place is too far from any street, or cannot be reached.
        """
        start_at = _next_hour(at, self._zone) - _HOUR
        hours = [start_at + number * _HOUR for number in range(_HOURS_AHEAD)]
        views = [
            hour_view(
                self._region,
                profile,
                hour.astimezone(self._zone),
                weigh(self._known, hour, hour + _HOUR),
            )
            for hour in hours
        ]
        timed = roads.TimedRoads(views)
        legs = []
        at_s = (at - start_at).total_seconds()
        for start, end in pairwise(points):
            legs.append(timed.leg(start, end, at_s))
            at_s += legs[-1].duration_s
        return legs


def read_roads(unit: Unit, region: Region, from_at: datetime) -> HourlyRoads:
    """Return the roads by the instant, with what the company knows of them from an instant on."""
    stored = disruptions.list_between(unit, from_at, from_at + LONGEST)
    known = [one.disruption for one in stored]
    return HourlyRoads(region, auth.get_company(unit).timezone, known)


def _next_hour(at: datetime, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return at.astimezone(UTC) - past + _HOUR
