"""The roads at any instant: what is in force then, and the speed that is usual in that hour."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from doorstep import disruptions, roads, speeds
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
STEP = timedelta(minutes=15)
"""How finely the roads change: signs and closures count for each step they are in force in."""

_STEP_MIN = 15
_AHEAD = timedelta(hours=12)
"""A route asked for is told by the step for so long; then the last step holds."""

InForce = tuple[tuple[roads.Disruption, float], ...]
"""What counts, each with its share of the time it is asked for, 0 to 1."""


def weigh(known: Sequence[Disruption], from_at: datetime, until_at: datetime) -> InForce:
    """Return those in force between two instants, each with its share of that time."""
    whole_s = (until_at - from_at).total_seconds()
    shares = [(one, one.overlap_s(from_at, until_at)) for one in known]
    return tuple((one.on_roads, shared_s / whole_s) for one, shared_s in shares if shared_s > 0)


def usual_view(
    region: Region, profile: str, local: tuple[datetime, datetime], in_force: InForce
) -> roads.ProfileView:
    """Return the roads of a whole day without peaks, with what is in force.

    What a sign forbids at any time between the two local times counts as forbidden.
    """
    return _make_view(region, profile, _signs(region, profile, *local), b"", in_force)


def step_view(
    region: Region,
    profile: str,
    local: datetime,
    in_force: InForce,
    learned: speeds.Learned = speeds.NOTHING,
    *,
    with_peaks: bool = True,
) -> roads.ProfileView:
    """Return the roads in the step of a local time; the same object for steps that are alike.

    Signs with hours on them hold as they do in that step; with peaks, streets are as fast as
    they usually are then.
    """
    begin = local.replace(second=0, microsecond=0, tzinfo=None)
    begin -= timedelta(minutes=begin.minute % _STEP_MIN)
    signs = _signs(region, profile, begin, begin + STEP)
    week_hour = begin.weekday() * 24 + begin.hour
    shares = _shares(region, profile, week_hour, learned) if with_peaks else b""
    return _make_view(region, profile, signs, shares, in_force)


def _signs(
    region: Region, profile: str, local_from: datetime, local_until: datetime
) -> roads.Signs | None:
    graph = region.network.graph
    if not roads.has_hours(graph, profile):
        return None
    return roads.read_signs(
        graph, local_from.replace(tzinfo=None), local_until.replace(tzinfo=None)
    )


@lru_cache(maxsize=8)
def _traffic(region: Region, profile: str, learned: speeds.Learned) -> roads.Traffic:
    lessons = learned.by_profile.get(profile)
    usual = read_traffic(TRAFFIC)
    graph = region.network.graph
    return usual if lessons is None else roads.teach(usual, graph, profile, lessons)


@lru_cache(maxsize=512)
def _shares(region: Region, profile: str, week_hour: int, learned: speeds.Learned) -> bytes:
    """Return the shares of an hour; those of hours that are alike are one object."""
    traffic = _traffic(region, profile, learned)
    return _same(traffic.shares(region.network.graph, profile, week_hour).tobytes())


@lru_cache(maxsize=32)
def _same(shares: bytes) -> bytes:
    return shares


@lru_cache(maxsize=16)
def _make_view(
    region: Region, profile: str, signs: roads.Signs | None, shares: bytes, in_force: InForce
) -> roads.ProfileView:
    graph, network = region.network.graph, region.network
    if signs is None and not shares and not in_force:
        return network.view(profile)
    usual = None if signs is None else roads.times_under(graph, profile, signs)
    times = roads.disrupt(graph, profile, in_force, usual)
    if shares:
        times = roads.slow_down(times, np.frombuffer(shares))
    return network.with_times(profile, times)


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
    learned
        What drives have taught of usual speeds.
    """

    def __init__(
        self,
        region: Region,
        timezone: str,
        known: Sequence[Disruption],
        learned: speeds.Learned = speeds.NOTHING,
    ) -> None:
        self._region = region
        self._learned = learned
        self._zone = ZoneInfo(timezone)
        self._known = known
        self._views: dict[tuple[str, datetime, InForce, bool], roads.ProfileView] = {}

    def is_usual(self, at: datetime) -> bool:
        """Tell whether nothing is in force at an instant."""
        return not weigh(self._known, at, at + _A_MOMENT)

    def view(self, profile: str, at: datetime, *, with_peaks: bool = True) -> roads.ProfileView:
        """Return the roads at an instant; without peaks as fast as empty streets."""
        local = at.astimezone(self._zone)
        step = local.replace(
            minute=local.minute - local.minute % _STEP_MIN, second=0, microsecond=0
        )
        key = (profile, step, weigh(self._known, at, at + _A_MOMENT), with_peaks)
        if key not in self._views:
            self._views[key] = step_view(
                self._region, profile, step, key[2], self._learned, with_peaks=with_peaks
            )
        return self._views[key]

    def leg_s(self, profile: str, start: Point, end: Point, at: datetime) -> float | None:
        """Return the seconds from one place to another leaving at an instant, or none.

        A trip that crosses the end of a step is split as ``roads.Cube`` splits it; who is under
        way when a street closes drives on.
        """
        full_s = _seconds(self.view(profile, at), start, end)
        if full_s < 0:
            return None
        spent_s, share, latest_at = 0.0, 1.0, at + LONGEST
        while at < latest_at:
            next_at = _next_step(at, self._zone)
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

        The exact fastest way while the roads change, see ``roads.TimedRoads``; a closure counts
        for the whole of each step that it is in force in.

        Raises
        ------
        NoRouteError
            A place is too far from any street, or cannot be reached.
        """
        start_at = _next_step(at, self._zone) - STEP
        steps = [start_at + number * STEP for number in range(_AHEAD // STEP)]
        views = [
            step_view(
                self._region,
                profile,
                step.astimezone(self._zone),
                weigh(self._known, step, step + STEP),
                self._learned,
            )
            for step in steps
        ]
        timed = roads.TimedRoads(views, int(STEP.total_seconds()))
        legs = []
        at_s = (at - start_at).total_seconds()
        for start, end in pairwise(points):
            legs.append(timed.leg(start, end, at_s))
            at_s += legs[-1].duration_s
        return legs


def read_roads(
    unit: Unit, region: Region, from_at: datetime, leaves_at: datetime | None = None
) -> HourlyRoads:
    """Return the roads by the instant, with what the company knows of them from an instant on.

    Parameters
    ----------
    leaves_at
        The latest instant at which somebody sets out, who is under way for ``LONGEST`` at most;
        ``from_at`` where it is not given.
    """
    until_at = max(from_at, leaves_at or from_at) + LONGEST
    stored = disruptions.list_between(unit, from_at, until_at)
    known = [one.disruption for one in stored]
    timezone = auth.get_company(unit).timezone
    return HourlyRoads(region, timezone, known, speeds.load(unit))


def _next_step(at: datetime, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    minutes = local.minute % _STEP_MIN
    past = timedelta(minutes=minutes, seconds=local.second, microseconds=local.microsecond)
    return at.astimezone(UTC) - past + STEP
