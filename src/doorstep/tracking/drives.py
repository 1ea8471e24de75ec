"""How long it takes a vehicle to the next door, on the roads of the hour in which it drives."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from doorstep import fleet, planning
from doorstep.dispatch import DispatchedRoute
from doorstep.kernel import Point
from doorstep.plumbing.unit import Unit
from doorstep.roads.sources import Region

Drive: TypeAlias = Callable[[Point, Point, datetime], timedelta | None]
"""From where, to where, leaving when; none where there is no way or nobody knows."""

Drives: TypeAlias = Callable[[DispatchedRoute], Drive]


def read_drives(unit: Unit, region: Region | None, routes: Sequence[DispatchedRoute]) -> Drives:
    """Return how some routes of a company drive: by the hour, and round closures.

    Parameters
    ----------
    routes
        Those that are asked for; of a later day with what is known of that day's roads.
    region
        The streets, or none where there are none yet; then nothing is known of any drive.
    """
    if region is None or not routes:
        return lambda _route: _unknown
    last_start_at = max(route.start_at for route in routes)
    known = planning.read_roads(unit, region, unit.now(), last_start_at)
    vehicles = fleet.load(unit).vehicles
    profiles = {vehicle.id: vehicle.vehicle.profile for vehicle in vehicles}

    def drive_of(route: DispatchedRoute) -> Drive:
        profile = profiles.get(route.vehicle_id)
        if profile not in region.network.profiles:
            return _unknown

        def drive(start: Point, end: Point, leaves_at: datetime) -> timedelta | None:
            seconds = known.leg_s(profile, start, end, leaves_at)
            return None if seconds is None else timedelta(seconds=round(seconds))

        return drive

    return drive_of


def _unknown(_start: Point, _end: Point, _leaves_at: datetime) -> None:
    return None
