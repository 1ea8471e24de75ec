"""It would fit into a larger vehicle: how much more one would have to carry."""

from collections.abc import Iterator

import numpy as np

from doorstep.engine.explain.model import Change, Relaxation
from doorstep.engine.explain.trial import Trial

_PARTS = 10**6


def find(trial: Trial) -> Iterator[Relaxation]:
    """Yield places by the load that is too much, as a part of the vehicle's capacity.

    Of several dimensions the one that is short most counts.
    """
    places = trial.places
    possible = trial.is_in_time & trial.has_stop & trial.has_skills & ~trial.has_load
    rows = np.flatnonzero(possible & ~places.is_extra)
    if not len(rows):
        return
    cars = places.problem.vehicles
    capacity = np.array([car.capacity for car in cars], dtype=np.float64)[places.vehicle]
    share = (trial.lacking_load / np.maximum(1, capacity)).max(axis=1)
    for row in trial.order(rows, np.ceil(share * _PARTS).astype(np.int64)):
        yield Relaxation(
            shipment=trial.shipment,
            change=Change.CAPACITY,
            vehicle=int(places.vehicle[row]),
            position=int(places.position[row]),
            amount=0,
            load=tuple(trial.lacking_load[row].tolist()),
        )
