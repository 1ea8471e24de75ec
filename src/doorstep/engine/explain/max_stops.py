"""A route has the room and the time for it, but has its most stops."""

from collections.abc import Iterator

import numpy as np

from doorstep.engine.explain.model import Change, Relaxation
from doorstep.engine.explain.trial import Trial


def find(trial: Trial) -> Iterator[Relaxation]:
    """Yield places by how many stops more the vehicle would have to make."""
    places = trial.places
    possible = trial.is_in_time & trial.has_load & trial.has_skills & ~trial.has_stop
    for row in trial.order(np.flatnonzero(possible & ~places.is_extra), trial.lacking_stops):
        yield Relaxation(
            shipment=trial.shipment,
            change=Change.MAX_STOPS,
            vehicle=int(places.vehicle[row]),
            position=int(places.position[row]),
            amount=int(trial.lacking_stops[row]),
        )
