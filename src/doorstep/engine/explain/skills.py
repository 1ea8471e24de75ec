"""A vehicle has the room and the time for it, but not the skills."""

from collections.abc import Iterator

import numpy as np

from doorstep.engine.explain.model import Change, Relaxation
from doorstep.engine.explain.trial import Trial


def find(trial: Trial) -> Iterator[Relaxation]:
    """Yield places by how many skills the vehicle lacks."""
    places = trial.places
    possible = trial.is_in_time & trial.has_load & trial.has_stop & ~trial.has_skills
    for row in trial.order(np.flatnonzero(possible & ~places.is_extra), trial.lacking_skills):
        vehicle = int(places.vehicle[row])
        lacking = trial.wanted.skills - places.problem.vehicles[vehicle].skills
        yield Relaxation(
            shipment=trial.shipment,
            change=Change.SKILLS,
            vehicle=vehicle,
            position=int(places.position[row]),
            amount=len(lacking),
            skills=lacking,
        )
