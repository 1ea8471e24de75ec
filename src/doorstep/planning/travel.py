"""How long it takes between the places of a day, on the roads as they are that day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from doorstep import fleet, orders, roads
from doorstep.disruptions import Disruption
from doorstep.kernel import Point
from doorstep.planning.errors import UnusableRoadsError
from doorstep.planning.problem_mapping import list_points, list_profiles
from doorstep.plumbing.problem import Finding
from doorstep.roads.sources import Region, cached_matrix


@dataclass(frozen=True, slots=True)
class Travel:
    """Travel times between the places of a day.

    Parameters
    ----------
    views
        The roads as each profile finds them that day.
    matrices
        By profile, between ``list_points``.
    from_cache
        Whether all of them were there already.
    """

    views: dict[str, roads.ProfileView]
    matrices: dict[str, roads.Matrix]
    from_cache: bool

    def draw(self, places: Sequence[Point], profile: str) -> Sequence[Point]:
        """Return the line on the roads through some places in order."""
        return self.views[profile].route(places).geometry


def measure_travel(
    shipments: Sequence[orders.Shipment],
    crew: fleet.Fleet,
    region: Region,
    cache_dir: Path,
    service_on: date,
    disruptions: Sequence[Disruption] = (),
) -> Travel:
    """Return the travel times between all places, for each profile the fleet uses.

    Parameters
    ----------
    disruptions
        Those that may be in force; each counts for its share of the time in which the fleet
        works, a closure in full as soon as it is in force for any of it.

    Raises
    ------
    UnusableRoadsError
        A depot is too far from any road its vehicles may use.
    """
    in_force = _weigh(disruptions, *work_span(crew, service_on))
    views = {name: _view(region, name, in_force) for name in list_profiles(crew)}
    _require_reachable_depots(crew, views)
    points = list_points(shipments, crew)
    matrices, cached = {}, []
    for profile, view in views.items():
        matrices[profile], was_cached = cached_matrix(region, points, view, cache_dir)
        cached.append(was_cached)
    return Travel(views, matrices, all(cached))


def work_span(crew: fleet.Fleet, service_on: date) -> tuple[datetime, datetime]:
    """Return when the first shift of a service date starts and the last one ends."""
    starts, ends = [], []
    for vehicle in crew.vehicles:
        starts.append(_instant(service_on, vehicle.shift_start, crew.timezone))
        overnight = timedelta(days=vehicle.shift_end <= vehicle.shift_start)
        ends.append(_instant(service_on + overnight, vehicle.shift_end, crew.timezone))
    return min(starts), max(*ends, *starts)


def _weigh(
    disruptions: Sequence[Disruption], from_at: datetime, until_at: datetime
) -> list[tuple[roads.Disruption, float]]:
    """Return those in force while anybody works, each with its share of that time."""
    whole_s = (until_at - from_at).total_seconds()
    shares = [(one, one.overlap_s(from_at, until_at)) for one in disruptions]
    return [(one.on_roads, shared_s / whole_s) for one, shared_s in shares if shared_s > 0]


def _view(
    region: Region, profile: str, in_force: Sequence[tuple[roads.Disruption, float]]
) -> roads.ProfileView:
    network = region.network
    if not in_force:
        return network.view(profile)
    times = roads.disrupt(network.graph, profile, in_force)
    return network.with_weights(profile, times.forward_ms, times.backward_ms)


def _require_reachable_depots(crew: fleet.Fleet, views: dict[str, roads.ProfileView]) -> None:
    findings = []
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
