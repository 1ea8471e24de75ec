"""It fits already: what it would cost, and whether its prize is worth that."""

from collections.abc import Iterator

import numpy as np

from doorstep.engine.explain.model import Change, Relaxation
from doorstep.engine.explain.trial import Trial
from doorstep.engine.schedule import evaluate_route

PRICED_PLACES = 8
"""How many of the places that look cheapest are priced exactly."""


def find(trial: Trial) -> Iterator[Relaxation]:
    """Yield the cheapest place that breaks nothing; the prize it lacks is the change."""
    places = trial.places
    fits = trial.is_in_time & trial.has_load & trial.has_stop & trial.has_skills
    rows = trial.order(np.flatnonzero(fits & ~places.is_extra), trial.about_cost)
    priced = [(_added_cost(trial, int(row)), int(row)) for row in rows[:PRICED_PLACES]]
    if not priced:
        return
    added, row = min(priced)
    prize = trial.wanted.prize
    lacking = 0 if prize is None else max(0, added + 1 - prize)
    yield Relaxation(
        shipment=trial.shipment,
        change=Change.PRIZE if lacking else Change.NOTHING,
        vehicle=int(places.vehicle[row]),
        position=int(places.position[row]),
        amount=lacking,
    )


def _added_cost(trial: Trial, row: int) -> int:
    problem, vehicle = trial.places.problem, int(trial.places.vehicle[row])
    cost = evaluate_route(problem, vehicle, trial.places.sequence_with(trial.shipment, row)).cost
    before = trial.places.sequences.get(vehicle)
    return cost - evaluate_route(problem, vehicle, before).cost if before else cost
