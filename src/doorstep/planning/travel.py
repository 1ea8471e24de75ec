"""How long it takes between the places of a day, on the roads as they are that day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from doorstep import fleet, orders, roads, speeds
from doorstep.disruptions import Disruption
from doorstep.kernel import Point
from doorstep.planning.asked import AskedRoads, ask_roads
from doorstep.planning.errors import UnusableRoadsError
from doorstep.planning.hourly import STEP, step_view, usual_view, weigh
from doorstep.planning.problem_mapping import list_points, list_profiles
from doorstep.plumbing.problem import Finding
from doorstep.roads.sources import Region, cached_cube, cached_matrix

ORDINARY_WALK_S = 36
"""50 m on foot: so much of the way to a door is in the service time that people set."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The roads by hour, for one profile.

    Parameters
    ----------
    start_at
        Local midnight of the service date, from which hours count.
    views
        The roads in each hour.
    cube
        Travel times between ``list_points`` by departure.
    """

    start_at: datetime
    views: tuple[roads.ProfileView, ...]
    cube: roads.Cube

    def duration_s(self, start: int, end: int, at: datetime) -> float:
        """Return the seconds from one place to another, leaving at an instant."""
        return self.cube.duration(start, end, (at - self.start_at).total_seconds())

    def view(self, at: datetime) -> roads.ProfileView:
        """Return the roads at an instant."""
        step = (at - self.start_at) // STEP
        return self.views[min(max(step, 0), len(self.views) - 1)]


@dataclass(frozen=True, slots=True)
class Travel:
    """Travel times between the places of a day.

    Parameters
    ----------
    views
        The roads as each profile finds them that day.
    matrices
        By profile, between ``list_points``; with traffic the mean over the time in which the
        fleet works.
    from_cache
        Whether all of them were there already.
    hours
        By profile, the roads by hour; empty without traffic.
    asked
        By profile, the road server that measured; empty where the region's own search did.
    flown
        By profile, where what flies may fly.
    walks_s
        For each shipment, seconds on foot from the street to the door and back, as far as that is
        more than ``ORDINARY_WALK_S`` each way; the longest of all profiles that drive.
    """

    views: dict[str, roads.ProfileView]
    matrices: dict[str, roads.Matrix]
    from_cache: bool
    hours: dict[str, Hours]
    asked: dict[str, AskedRoads] = field(default_factory=dict)
    flown: dict[str, roads.Airspace] = field(default_factory=dict)
    walks_s: tuple[int, ...] = ()

    def with_walks(self, shipments: Sequence[orders.Shipment]) -> Sequence[orders.Shipment]:
        """Return shipments whose service has the way on foot in it that is longer than usual."""
        if not any(self.walks_s):
            return shipments
        return [
            replace(shipment, service_s=shipment.service_s + walk_s)
            for shipment, walk_s in zip(shipments, self.walks_s, strict=True)
        ]

    def draw(self, places: Sequence[Point], profile: str) -> Sequence[Point]:
        """Return the line on the roads through some places in order."""
        if profile in self.flown:
            return self.flown[profile].route(places).geometry
        return (self.asked.get(profile) or self.views[profile]).route(places).geometry


def measure_travel(
    shipments: Sequence[orders.Shipment],
    crew: fleet.Fleet,
    region: Region,
    cache_dir: Path,
    service_on: date,
    disruptions: Sequence[Disruption] = (),
    *,
    with_traffic: bool = False,
    learned: speeds.Learned = speeds.NOTHING,
) -> Travel:
    """Return the travel times between all places, for each profile the fleet uses.

    Parameters
    ----------
    disruptions
        Those that may be in force; each counts for its share of the time in which the fleet
        works, a closure in full as soon as it is in force for any of it.
    with_traffic
        Go by the usual speeds of each hour, and by disruptions and signs every quarter.
    learned
        What drives have taught of usual speeds; counts with traffic.

    Raises
    ------
    UnusableRoadsError
        A depot is too far from any road its vehicles may use.
    RoadServerFailedError
        The road server that is to be asked does not answer.

    Notes
    -----
    A road server knows neither disruptions nor our traffic: a day that has them is measured by
    the region's own search.
    """
    span = work_span(crew, service_on)
    in_force = weigh(disruptions, *span)
    zone = ZoneInfo(crew.timezone)
    shown = span[0].astimezone(zone), span[1].astimezone(zone)
    flown = {name: region.airspaces[name] for name in list_profiles(crew) if _flies(region, name)}
    views = {
        name: usual_view(region, name, shown, in_force)
        for name in list_profiles(crew)
        if name not in flown
    }
    _require_reachable_depots(crew, views, flown)
    points = list_points(shipments, crew)
    matrices = {name: airspace.matrix(points) for name, airspace in flown.items()}
    cached = []
    asked: dict[str, AskedRoads] = {}
    for profile, view in views.items():
        server = None if in_force or with_traffic else ask_roads(region, profile)
        if server is not None:
            asked[profile] = server
            matrices[profile], was_cached = server.matrix(points), False
        else:
            matrices[profile], was_cached = cached_matrix(region, points, view, cache_dir)
        cached.append(was_cached)
    hours: dict[str, Hours] = {}
    for profile in views if with_traffic else ():
        hours[profile], was_cached = _measure_hours(
            points, crew, region, cache_dir, service_on, disruptions, profile, learned
        )
        cached.append(was_cached)
        matrices[profile] = _mean_matrix(hours[profile], matrices[profile], crew, service_on)
    walks_s = _measure_walks([shipment.location for shipment in shipments], views)
    return Travel(views, matrices, all(cached), hours, asked, flown, walks_s)


def _flies(region: Region, profile: str) -> bool:
    """Tell whether a profile is an aircraft's; a road profile of the same name comes first."""
    return profile in region.airspaces and profile not in region.network.profiles


def _measure_walks(
    doors: Sequence[Point], views: Mapping[str, roads.ProfileView]
) -> tuple[int, ...]:
    """Return for each door the longest way on foot there and back beyond the ordinary one."""
    walks_s = [0] * len(doors)
    for view in views.values():
        for number, snap in enumerate(view.snap(doors)):
            if snap is not None:
                beyond_s = 2 * max(snap.walk_s - ORDINARY_WALK_S, 0)
                walks_s[number] = max(walks_s[number], beyond_s)
    return tuple(walks_s)


def _measure_hours(
    points: Sequence[Point],
    crew: fleet.Fleet,
    region: Region,
    cache_dir: Path,
    service_on: date,
    disruptions: Sequence[Disruption],
    profile: str,
    learned: speeds.Learned,
) -> tuple[Hours, bool]:
    """Return the roads of each step from local midnight to the end of the last shift."""
    start_at = _instant(service_on, time(), crew.timezone).astimezone(UTC)
    _, until_at = work_span(crew, service_on)
    views = []
    for number in range(-((start_at - until_at) // STEP)):
        from_at = start_at + number * STEP
        local = from_at.astimezone(ZoneInfo(crew.timezone))
        in_force = weigh(disruptions, from_at, from_at + STEP)
        views.append(step_view(region, profile, local, in_force, learned))
    step_s = int(STEP.total_seconds())
    cube, was_cached = cached_cube(region, points, views, cache_dir, step_s)
    return Hours(start_at, tuple(views), cube), was_cached


def _mean_matrix(
    hours: Hours, usual: roads.Matrix, crew: fleet.Fleet, service_on: date
) -> roads.Matrix:
    """Return the mean of the hours in which the fleet works, with the usual way's length."""
    first, last = (
        int((at - hours.start_at).total_seconds()) for at in work_span(crew, service_on)
    )
    mean = hours.cube.mean(first, last)
    missing = (mean == roads.NO_CONNECTION) | (usual.duration_s == roads.NO_CONNECTION)
    return roads.Matrix(
        np.where(missing, roads.NO_CONNECTION, mean).astype(np.int32),
        np.where(missing, roads.NO_CONNECTION, usual.distance_m).astype(np.int32),
    )


def shift_end(vehicle: fleet.Vehicle, service_on: date, timezone: str) -> datetime:
    """Return when a vehicle's shift of a service date is over."""
    overnight = timedelta(days=vehicle.shift_end <= vehicle.shift_start)
    return _instant(service_on + overnight, vehicle.shift_end, timezone)


def work_span(crew: fleet.Fleet, service_on: date) -> tuple[datetime, datetime]:
    """Return when the first shift of a service date starts and the last one ends."""
    starts, ends = [], []
    for vehicle in crew.vehicles:
        starts.append(_instant(service_on, vehicle.shift_start, crew.timezone))
        ends.append(shift_end(vehicle, service_on, crew.timezone))
    return min(starts), max(*ends, *starts)


def _require_reachable_depots(
    crew: fleet.Fleet,
    views: Mapping[str, roads.ProfileView],
    flown: Mapping[str, roads.Airspace],
) -> None:
    named = {depot.name: depot for depot in crew.depots}
    findings = [
        Finding(
            f"The depot is where nothing may fly, so a {vehicle.profile} cannot start there.",
            "Correct its place, or use another depot.",
            column="depots",
            value=vehicle.depot,
        )
        for vehicle in crew.vehicles
        if vehicle.profile in flown
        and not flown[vehicle.profile].is_open(named[vehicle.depot].location)
    ]
    for profile, view in views.items():
        used = {vehicle.depot for vehicle in crew.vehicles if vehicle.profile == profile}
        depots = [depot for depot in crew.depots if depot.name in used]
        snaps = view.snap([depot.location for depot in depots])
        findings += [
            Finding(
                f"The depot is more than {roads.MAX_SNAP_M:.0f} m from any road for {profile}.",
                "Correct its place, or use the roads of its area.",
                column="depots",
                value=depot.name,
            )
            for depot, snap in zip(depots, snaps, strict=True)
            if snap is None
        ]
    if findings:
        message = "A depot is not on the roads."
        raise UnusableRoadsError(message, findings=findings)


def _instant(day: date, clock: time, timezone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(timezone))
