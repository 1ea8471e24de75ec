"""How fast each vehicle can be at each location and home again, directly or by way of others.

Where legs take more or less by the time of day: what they take at least.
"""

from dataclasses import replace

import numpy as np

from doorstep.engine.parts import IntMatrix, Profile, Vehicle
from doorstep.engine.problem import Problem
from doorstep.engine.rules import list_rules

NEVER = 2**40
"""A duration for what cannot be reached, longer than any horizon."""


class Reach:
    """Durations from the start to a location and from there to the end, for each vehicle.

    Parameters
    ----------
    problem
        What is planned.
    by_way_of_others
        Whether a leg may be replaced by several that are faster together. Tables measured on
        roads never have such legs, but a table with missing connections may.
    """

    def __init__(self, problem: Problem, *, by_way_of_others: bool) -> None:
        self._problem = problem
        self.by_way_of_others = by_way_of_others
        self._there: dict[tuple[int, int], list[int]] = {}
        self._back: dict[tuple[int, int], list[int]] = {}
        self.cars = tuple({replace(car, name=""): car for car in problem.vehicles}.values())
        """One vehicle of each kind."""
        self.has_rare_rules = bool(list_rules(problem))
        """Whether a route with one stop has more to keep than windows, load and shift."""

    def there_s(self, car: Vehicle, location: int) -> int | None:
        """Return the seconds from the vehicle's start to ``location``, none where no way is."""
        key = (car.profile, car.start)
        if key not in self._there:
            matrix = least_s(self._problem.profiles[car.profile])
            self._there[key] = self._durations(matrix, car.start)
        return _known(self._there[key][location])

    def back_s(self, car: Vehicle, location: int) -> int | None:
        """Return the seconds from ``location`` to the vehicle's end, none where no way is."""
        key = (car.profile, car.end)
        if key not in self._back:
            matrix = least_s(self._problem.profiles[car.profile])
            self._back[key] = self._durations(matrix.T, car.end)
        return _known(self._back[key][location])

    def _durations(self, matrix: IntMatrix, start: int) -> list[int]:
        """Return durations from ``start``, by Bellman and Ford: O(locations squared) a round.

        One round when every direct leg is the fastest way, as it is on roads.
        """
        direct = np.where(matrix[start] < 0, NEVER, matrix[start].astype(np.int64))
        while self.by_way_of_others:
            faster = direct.copy()
            for middle in np.flatnonzero(direct < NEVER):
                leg = matrix[middle]
                np.minimum(faster, np.where(leg < 0, NEVER, direct[middle] + leg), out=faster)
            if np.array_equal(faster, direct):
                break
            direct = faster
        durations: list[int] = direct.tolist()
        return durations


def least_s(profile: Profile) -> IntMatrix:
    """Return the least that each leg takes, whenever it begins; -1 where there is none."""
    if profile.slices is None:
        return profile.duration_s
    least: IntMatrix = profile.slices.duration_s.min(axis=0)
    return least


def _known(seconds: int) -> int | None:
    return None if seconds >= NEVER else seconds
