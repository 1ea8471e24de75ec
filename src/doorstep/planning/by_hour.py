"""A day with traffic: the roads' travel by the hour as the engine's, and lines drawn for the hour.

The search, the planned times and the promises made of them all go by the same slices. So a plan
needs no timing of its own afterwards.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from doorstep import engine, fleet, roads
from doorstep.kernel import Point
from doorstep.planning.model import Plan, PlannedRoute
from doorstep.planning.travel import Hours, Travel, work_span

_TENTHS = 10


def list_slices(travel: Travel, crew: fleet.Fleet, service_on: date) -> dict[str, engine.Slices]:
    """Return each profile's travel in the hours the fleet works in; empty without traffic."""
    if not travel.hours:
        return {}
    first_at, last_at = work_span(crew, service_on)
    return {
        profile: _read_slices(
            hours,
            travel.matrices[profile],
            int((first_at - hours.start_at).total_seconds()),
            int((last_at - hours.start_at).total_seconds()),
        )
        for profile, hours in travel.hours.items()
    }


def _read_slices(hours: Hours, usual: roads.Matrix, first_s: int, last_s: int) -> engine.Slices:
    """Return one slice for each run of steps that are alike, whole seconds rounded up.

    The cube splits a leg at a step's end as the engine does, by the share that is still ahead.
    """
    cube = hours.cube
    step_s = cube.step_s
    last = max(-(-last_s // step_s), first_s // step_s + 1)
    starts: list[int] = []
    tables: list[int] = []
    for step in range(first_s // step_s, last):
        table = int(cube.steps[min(step, len(cube.steps) - 1)])
        if not tables or table != tables[-1]:
            starts.append(step * step_s)
            tables.append(table)
    duration_s = np.empty((len(tables), cube.places, cube.places), np.int32)
    for number, table in enumerate(tables):
        seconds = -(-cube.tables[table].astype(np.int32) // _TENTHS)
        duration_s[number] = np.where(usual.duration_s < 0, engine.NO_CONNECTION, seconds)
    return engine.Slices(tuple(starts), duration_s)


def draw_by_hour(plan: Plan, crew: fleet.Fleet, travel: Travel) -> Plan:
    """Return a plan whose lines lead along the streets as they are when each leg begins."""
    if not travel.hours:
        return plan
    profiles = {vehicle.name: vehicle.profile for vehicle in crew.vehicles}
    return replace(
        plan, routes=tuple(_redraw(route, profiles, travel.hours) for route in plan.routes)
    )


def _redraw(
    route: PlannedRoute, profiles: Mapping[str, str], by_profile: Mapping[str, Hours]
) -> PlannedRoute:
    hours = by_profile.get(profiles[route.vehicle])
    if hours is None:
        return route  # what flies knows no traffic
    line: list[Point] = []
    at, here = route.start_at, route.depot.location
    ends = [(stop.location, stop.departure_at) for stop in route.stops]
    for there, leaves_at in [*ends, (route.depot.location, route.end_at)]:
        drawn = hours.view(at).route((here, there)).geometry
        line += drawn[1:] if line and line[-1] == drawn[0] else drawn
        at, here = leaves_at, there
    return replace(route, geometry=roads.encode_polyline(line))
