"""Every vehicle of a kind that could serve it is used: one more would do."""

from collections.abc import Iterator

import numpy as np

from doorstep.engine.explain.model import Change, Relaxation
from doorstep.engine.explain.trial import Trial


def find(trial: Trial) -> Iterator[Relaxation]:
    """Yield the kinds of vehicle that could serve it alone, the cheapest first."""
    places = trial.places
    fits = trial.is_in_time & trial.has_load & trial.has_stop & trial.has_skills
    for row in trial.order(np.flatnonzero(fits & places.is_extra), trial.about_cost):
        yield Relaxation(
            shipment=trial.shipment,
            change=Change.VEHICLE,
            vehicle=int(places.vehicle[row]),
            position=0,
            amount=1,
        )
