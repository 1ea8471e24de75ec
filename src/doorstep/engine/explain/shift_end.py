"""It would fit into a longer day: how much later a vehicle would have to be back."""

from collections.abc import Iterator

import numpy as np

from doorstep.engine.explain.minutes import round_up
from doorstep.engine.explain.model import Change, Relaxation
from doorstep.engine.explain.places import NEVER
from doorstep.engine.explain.trial import Trial
from doorstep.engine.parts import Window
from doorstep.engine.schedule import read_line, walk_forward

EXACT_PLACES = 64
"""How many routes are driven to find the least extension where stops have several windows."""


def find(trial: Trial) -> Iterator[Relaxation]:
    """Yield places by how much later the shift would have to end.

    The bound of ``Places.rest_end`` is exact where every stop has one window at most, so that
    one route is driven; with several windows, as many as could still be better.
    """
    places = trial.places
    possible = trial.is_connected & ~trial.is_in_time & trial.has_load & trial.has_stop
    possible &= trial.has_skills & (trial.next_arrival <= places.latest_free)
    possible &= ~places.is_extra & (trial.next_arrival < NEVER)
    ends = np.maximum(trial.next_arrival + places.rest_s, places.rest_end)
    cars = places.problem.vehicles
    shift_late = np.array([car.shift.late for car in cars], dtype=np.int64)[places.vehicle]
    least = round_up(np.maximum(1, ends - shift_late))
    driven: list[tuple[int, int, int]] = []
    for rank, row in enumerate(trial.order(np.flatnonzero(possible), least)[:EXACT_PLACES]):
        if driven and least[row] >= driven[0][0]:
            break
        driven.append((_extension_s(trial, int(row)), rank, int(row)))
        driven.sort()
    for amount, _, row in driven:
        shift = cars[places.vehicle[row]].shift
        yield Relaxation(
            shipment=trial.shipment,
            change=Change.SHIFT_END,
            vehicle=int(places.vehicle[row]),
            position=int(places.position[row]),
            amount=amount,
            window=Window(shift.early, shift.late + amount),
        )


def _extension_s(trial: Trial, row: int) -> int:
    """Return the whole minutes by which the route with the shipment ends after the shift."""
    problem, vehicle = trial.places.problem, int(trial.places.vehicle[row])
    shift = problem.vehicles[vehicle].shift
    line = read_line(problem, vehicle, trial.places.sequence_with(trial.shipment, row))
    _, end = walk_forward(line, shift.early)
    return round_up(end - shift.late)
