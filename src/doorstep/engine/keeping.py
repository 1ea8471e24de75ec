"""What of a sequence can stay when it breaks something."""

from collections.abc import Collection, Sequence

from doorstep.engine.problem import Problem
from doorstep.engine.schedule import is_feasible


def keep_feasible(problem: Problem, vehicle: int, sequence: Sequence[int]) -> list[int]:
    """Return the activities of ``sequence``, in order, without the shipments that break it.

    What is locked is kept. O(stops) when nothing is broken, else O(stops squared).
    """
    if is_feasible(problem, vehicle, sequence):
        return list(sequence)
    owners = problem.activities.owners
    reload = problem.activities.reload
    locked = {
        owners[activity]
        for route in problem.initial
        if route.vehicle == vehicle
        for activity in route.activities[: route.locked]
        if activity != reload
    }
    kept = list(locked)
    rest = dict.fromkeys(owners[activity] for activity in sequence if activity != reload)
    for shipment in rest:
        if shipment not in locked and is_feasible(
            problem, vehicle, _only(problem, sequence, {*kept, shipment})
        ):
            kept.append(shipment)
    return _only(problem, sequence, set(kept)) if kept else []


def _only(problem: Problem, sequence: Sequence[int], shipments: Collection[int]) -> list[int]:
    """Return the activities of some shipments, and the reloads."""
    activities = problem.activities
    return [
        activity
        for activity in sequence
        if activity == activities.reload or activities.owners[activity] in shipments
    ]
