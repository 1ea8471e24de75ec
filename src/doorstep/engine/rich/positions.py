"""Where a shipment still fits into given routes, whatever rules the problem has."""

from collections.abc import Mapping, Sequence

import numpy as np

from doorstep.engine.parts import Window
from doorstep.engine.places import Place
from doorstep.engine.problem import Problem
from doorstep.engine.rich.anneal import FIND, SETTLE, WRITE, run
from doorstep.engine.rich.layout import HUGE, MAX_STOPS, NEVER, WINDOW, WINDOW_END
from doorstep.engine.rich.model import build_model, make_work
from doorstep.engine.rich.routes import (
    CAR,
    FIRST,
    FORM,
    MOST_CANDIDATES,
    RELOAD_AFTER,
    RELOAD_BEFORE,
    SECOND,
    make_routes,
)

MOST_RELOADS = 64
"""Room that is kept for visits to the depot in one route."""


def longest_route(problem: Problem) -> int:
    """Return how many activities one route can have."""
    trips = max((car.max_trips for car in problem.vehicles), default=1)
    return len(problem.activities.owners) + min(trips, MOST_RELOADS) + 3


class RichPositions:
    """Every place where a shipment could be put into the routes.

    The same as ``insertion.Positions``, for any rules: in each route the ``MOST_CANDIDATES``
    places with the shortest detours are driven, O(routes x places x stops).
    """

    def __init__(self, problem: Problem, sequences: Mapping[int, Sequence[int]]) -> None:
        self._problem = problem
        self.sequences = {car: list(stops) for car, stops in sequences.items()}
        model = build_model(problem)
        spare = np.zeros((1, 2), np.int64)  # where a window that is tried out is put
        self._model = model._replace(window=np.concatenate([model.window, spare]))
        most = max((len(stops) for stops in sequences.values()), default=0)
        self._work = make_work(problem, max(most, longest_route(problem)) + 3)
        # nothing is remembered: windows and most stops change from one question to the next
        self._routes = make_routes(problem, self._work, sequences, seed=1, remembers=False)
        self._run(SETTLE, 0, 0)

    def put(self, shipment: int, place: Place) -> None:
        """Insert ``shipment`` at ``place``."""
        del shipment
        car, sequence = place.vehicle, list(place.sequence)
        self.sequences[car] = sequence
        self._work.trial[: len(sequence)] = sequence
        self._run(WRITE, car, len(sequence))

    def find_best(self, shipment: int, *, heed_max_stops: bool = True) -> Place | None:
        """Return the cheapest place that breaks nothing, or none."""
        if not self._keeps_bonds(shipment):
            return None
        most_stops = self._model.car[:, MAX_STOPS].copy()
        if not heed_max_stops:
            self._model.car[:, MAX_STOPS] = NEVER
        found = self._run(FIND, shipment, 0)
        self._model.car[:, MAX_STOPS] = most_stops
        if found >= HUGE:
            return None
        car, first, second, form = (
            int(self._routes.chosen[at]) for at in (CAR, FIRST, SECOND, FORM)
        )
        sequence = self._with(self.sequences.get(car, []), shipment, first, second, form)
        return Place(car, first, int(found), sequence)

    def find_in_windows(
        self, shipment: int, windows: Sequence[Window]
    ) -> tuple[Place | None, ...]:
        """Return for each window, instead of the shipment's own, the cheapest place or none."""
        row, spare = self._model.activity[shipment], len(self._model.window) - 1
        own = int(row[WINDOW]), int(row[WINDOW_END])
        row[WINDOW], row[WINDOW_END] = spare, spare + 1
        found = []
        for window in windows:
            self._model.window[spare] = window.early, window.late
            found.append(self.find_best(shipment))
        row[WINDOW], row[WINDOW_END] = own
        return tuple(found)

    def _run(self, task: int, first: int, last: int) -> int:
        return run(self._model, self._work, self._routes, task, first, last, MOST_CANDIDATES, 0.0)

    def _with(
        self, sequence: Sequence[int], shipment: int, first: int, second: int, form: int
    ) -> tuple[int, ...]:
        """Return a route's activities with a shipment put in; see ``places.write_trial``."""
        reload = [self._problem.activities.reload]
        *fetched, served = self._problem.activities.list_of(shipment)
        if fetched:
            return (
                *sequence[:first],
                *fetched,
                *sequence[first:second],
                served,
                *sequence[second:],
            )
        before = reload if form == RELOAD_BEFORE else []
        after = reload if form == RELOAD_AFTER else []
        return (*sequence[:first], *before, served, *after, *sequence[first:])

    def _keeps_bonds(self, shipment: int) -> bool:
        """Tell whether no other of its choice is served; other routes are not looked at else."""
        choice = self._problem.shipments[shipment].choice
        served = {number for stops in self.sequences.values() for number in stops}
        return choice is None or all(
            one.choice != choice or index not in served
            for index, one in enumerate(self._problem.shipments)
        )
