"""From shipments and a fleet to a checked plan: what the files and the database share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from doorstep import engine, fleet, orders, roads
from doorstep.kernel import Point
from doorstep.planning.errors import BrokenPlanError, UnusableRoadsError
from doorstep.planning.model import Plan
from doorstep.planning.problem_mapping import (
    build_problem,
    list_points,
    list_profiles,
    read_solution,
)
from doorstep.plumbing.problem import Finding
from doorstep.roads.sources import Region, cached_matrix

Search = Callable[[engine.Problem], engine.Solution]
"""Finds routes: ``engine.solve`` with its budget, in this process or in one of its own."""


@dataclass(frozen=True, slots=True)
class Travel:
    """Travel times between the places of a day.

    Parameters
    ----------
    matrices
        By profile, between ``list_points``.
    from_cache
        Whether all of them were there already.
    """

    matrices: dict[str, roads.Matrix]
    from_cache: bool


def measure_travel(
    shipments: Sequence[orders.Shipment], crew: fleet.Fleet, region: Region, cache_dir: Path
) -> Travel:
    """Return the travel times between all places, for each profile the fleet uses.

    Raises
    ------
    UnusableRoadsError
        A depot is too far from any road its vehicles may use.
    """
    _require_reachable_depots(crew, region)
    points = list_points(shipments, crew)
    matrices, cached = {}, []
    for profile in list_profiles(crew):
        matrices[profile], was_cached = cached_matrix(region, points, profile, cache_dir)
        cached.append(was_cached)
    return Travel(matrices, all(cached))


def make_plan(
    shipments: Sequence[orders.Shipment],
    crew: fleet.Fleet,
    region: Region,
    travel: Travel,
    service_on: date,
    search: Search,
) -> Plan:
    """Search, have the answer judged by the independent checker, and return it as a plan.

    Raises
    ------
    BrokenPlanError
        The checker found a violation: an error of Doorstep.
    """
    problem = build_problem(shipments, crew, travel.matrices, service_on)
    solution = search(problem)
    if violations := engine.check(problem, solution):
        raise BrokenPlanError(violations)

    def draw(places: Sequence[Point], profile: str) -> Sequence[Point]:
        return region.network.route(places, profile).geometry

    explanation = engine.explain(problem, solution)
    return read_solution(solution, explanation, shipments, crew, service_on, draw)


def _require_reachable_depots(crew: fleet.Fleet, region: Region) -> None:
    findings = []
    for profile in list_profiles(crew):
        used = {vehicle.depot for vehicle in crew.vehicles if vehicle.profile == profile}
        depots = [depot for depot in crew.depots if depot.name in used]
        snaps = region.network.snap([depot.location for depot in depots], profile)
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
