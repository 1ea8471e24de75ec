"""One shipment tried at every place at once: what holds there, and what is missing."""

from dataclasses import dataclass

import numpy as np

from doorstep.engine.explain.places import NEVER, Flags, Ints, Places
from doorstep.engine.parts import Shipment


@dataclass(frozen=True, slots=True)
class Trial:
    """What the places say to one shipment; every array has one row for each place.

    Parameters
    ----------
    arrival
        At the shipment, the earliest.
    latest_start
        Of its service, that keeps everything after it.
    next_arrival
        At the location after it, the earliest; ``NEVER`` or more when its windows are over.
    lacking_load
        Shape (places, load dimensions); 0 where there is room.
    lacking_stops, lacking_skills
        How many; skills that are forbidden count as well.
    about_cost
        What the vehicle, the legs and the service add; waiting not counted.
    is_connected
        Whether both legs exist.
    """

    places: Places
    shipment: int
    wanted: Shipment
    arrival: Ints
    latest_start: Ints
    next_arrival: Ints
    lacking_load: Ints
    lacking_stops: Ints
    lacking_skills: Ints
    about_cost: Ints
    is_connected: Flags

    @property
    def is_in_time(self) -> Flags:
        """Return where its windows, those after it and the shift are kept."""
        return np.logical_and(self.is_connected, self.next_arrival <= self.places.latest)

    @property
    def has_load(self) -> Flags:
        """Return where there is room for it."""
        dimensions: Ints = np.count_nonzero(self.lacking_load, axis=1)
        return np.equal(dimensions, 0)

    @property
    def has_stop(self) -> Flags:
        """Return where one more stop is allowed."""
        return np.equal(self.lacking_stops, 0)

    @property
    def has_skills(self) -> Flags:
        """Return where nothing is lacking in skills."""
        return np.equal(self.lacking_skills, 0)

    def order(self, rows: Ints, measure: Ints) -> Ints:
        """Return ``rows`` by a measure of all places, equal ones by what they add."""
        return rows[np.lexsort((rows, self.about_cost[rows], measure[rows]))]


def try_everywhere(places: Places, shipment: int) -> Trial:
    """Return one shipment's trial, O(places x (windows + load dimensions))."""
    wanted = places.problem.shipments[shipment]
    here = wanted.location
    legs = ((places.before, here), (here, places.after), (places.before, places.after))
    to_s, from_s, leg_s, to_m, from_m, leg_m = (
        matrix[places.profile, *leg].astype(np.int64)
        for matrix in (places.duration_s, places.distance_m)
        for leg in legs
    )
    arrival = places.departure + to_s
    cars = places.problem.vehicles
    lacking = np.array(
        [
            len(wanted.skills - car.skills) + len(wanted.forbidden_skills & car.skills)
            for car in cars
        ],
        dtype=np.int64,
    )
    load = np.array(wanted.load, dtype=np.int64)
    return Trial(
        places=places,
        shipment=shipment,
        wanted=wanted,
        arrival=arrival,
        latest_start=places.latest - from_s - wanted.service_s,
        next_arrival=_earliest_starts(wanted, arrival) + wanted.service_s + from_s,
        lacking_load=np.maximum(0, load - places.free_load),
        lacking_stops=np.maximum(0, 1 - places.free_stops),
        lacking_skills=lacking[places.vehicle],
        about_cost=places.opening
        + places.cost_per_m * (to_m + from_m - leg_m)
        + places.cost_per_s * (to_s + from_s - leg_s + wanted.service_s),
        is_connected=(to_s >= 0) & (from_s >= 0),
    )


def _earliest_starts(wanted: Shipment, arrival: Ints) -> Ints:
    if not wanted.windows:
        return arrival
    starts = np.full_like(arrival, NEVER)
    for window in wanted.windows:
        begins = np.maximum(arrival, window.early)
        starts = np.minimum(starts, np.where(begins <= window.late, begins, NEVER))
    return starts
