"""Small drawn towns for the engine's tests, and the truth about them by trying everything.

In a drawing ``D`` is the depot and each small letter one shipment. One cell is one minute and
100 metres; streets run along rows and columns, so distances are Manhattan distances.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, permutations

import numpy as np

from doorstep.engine import (
    NO_CONNECTION,
    Problem,
    Profile,
    Reason,
    Shipment,
    Solution,
    Unassigned,
    Vehicle,
    Window,
    check,
)
from doorstep.engine.schedule import evaluate_route
from doorstep.engine.schedule import prizes as prizes_of

CELL_S = 60
CELL_M = 100

OK_SMALL = """
    D . . a . . b
    . . . . . . .
    c . . . . . d
"""
"""Four shipments that are easy to understand: the round D a b d c D is 3 + 3 + 2 + 6 + 2 = 16
cells."""


def at(clock: str) -> int:
    """Return the seconds from the horizon's start (midnight) to ``clock``, as in "08:30"."""
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def during(early: str, late: str) -> Window:
    """Return the window from one clock time to another."""
    return Window(at(early), at(late))


def van(name: str = "van 1") -> Vehicle:
    """Return a van at the depot from 08:00 to 18:00 for 10 kg; 1000 a day, 1 a metre, 1 a second.

    A cell costs it 100 + 60 = 160.
    """
    return Vehicle(
        name=name,
        profile=0,
        start=0,
        end=0,
        shift=during("08:00", "18:00"),
        capacity=(10,),
        fixed_cost=1000,
        cost_per_m=1,
        cost_per_s=1,
    )


def draw(
    drawing: str,
    vehicles: Sequence[Vehicle] = (van(),),
    *,
    windows: Mapping[str, Sequence[Window]] | None = None,
    loads: Mapping[str, int] | None = None,
    skills: Mapping[str, Collection[str]] | None = None,
    prizes: Mapping[str, int] | None = None,
    closed: Iterable[str] = (),
) -> Problem:
    """Return the problem of a drawing; shipments in alphabetical order, one kilogram each.

    ``closed`` lists legs that do not exist, as in "ab"; "Da" is from the depot to a.
    """
    rows = [line.split() for line in drawing.strip().splitlines()]
    cells = {
        sign: (x, y) for y, row in enumerate(rows) for x, sign in enumerate(row) if sign != "."
    }
    names = sorted(cells)  # "D" sorts before the small letters
    place = np.array([cells[name] for name in names])
    steps = np.abs(place[:, None] - place[None, :]).sum(axis=2).astype(np.int32)
    duration_s, distance_m = steps * np.int32(CELL_S), steps * np.int32(CELL_M)
    for leg in closed:
        start, end = names.index(leg[0]), names.index(leg[1])
        duration_s[start, end] = distance_m[start, end] = NO_CONNECTION
    return Problem(
        profiles=(Profile("van", duration_s, distance_m),),
        vehicles=tuple(vehicles),
        shipments=tuple(
            Shipment(
                name=name,
                location=index,
                load=((loads or {}).get(name, 1),),
                windows=tuple((windows or {}).get(name, ())),
                skills=frozenset((skills or {}).get(name, ())),
                prize=(prizes or {}).get(name),
            )
            for index, name in enumerate(names)
            if name != "D"
        ),
        load_names=("kg",),
    )


def ok_small() -> Problem:
    """Return the named small world: one van, four shipments, nothing in the way."""
    return draw(OK_SMALL)


def with_vehicles(problem: Problem, *vehicles: Vehicle) -> Problem:
    """Return the problem with other vehicles."""
    return replace(problem, vehicles=vehicles)


def rank(problem: Problem, solution: Solution) -> tuple[int, int]:
    """Return what is compared: shipments without a prize left out, then cost."""
    left_out = (
        problem.shipments[left.shipment]
        for left in solution.unassigned
        if left.reason is not Reason.CHOICE
    )
    return sum(shipment.prize is None for shipment in left_out), solution.cost


def best_by_force(problem: Problem) -> tuple[int, int]:
    """Return the best rank of any solution that the checker accepts, by trying all of them.

    For six stops at most: every order of every subset for every vehicle, pick-ups and reloads
    included. What is locked at the beginning of a route is not looked at.
    """
    best: dict[frozenset[int], int] = {frozenset(): 0}
    for vehicle in range(len(problem.vehicles)):
        combined = dict(best)
        for stops, cost in _list_routes(problem, vehicle):
            for served, before in best.items():
                if not served & stops and not _share_a_choice(problem, served, stops):
                    union = served | stops
                    combined[union] = min(before + cost, combined.get(union, before + cost))
        best = combined
    return min(_rank_of(problem, served, cost) for served, cost in best.items())


def _share_a_choice(problem: Problem, some: Iterable[int], others: Iterable[int]) -> bool:
    first, second = (
        {problem.shipments[index].choice for index in indices} - {None}
        for indices in (some, others)
    )
    return bool(first & second)


def _list_routes(problem: Problem, vehicle: int) -> Iterator[tuple[frozenset[int], int]]:
    """Yield the stops and the cost of every route that breaks no rule."""
    count = len(problem.shipments)
    reloads = [problem.activities.reload] * (problem.vehicles[vehicle].max_trips - 1)
    for length in range(1, count + 1):
        for chosen in combinations(range(count), length):
            numbers = [number for one in chosen for number in problem.activities.list_of(one)]
            for more in range(len(reloads) + 1):
                for sequence in set(permutations([*numbers, *reloads[:more]])):
                    yield from _judge(problem, vehicle, chosen, sequence)


def _judge(
    problem: Problem, vehicle: int, chosen: Collection[int], sequence: Sequence[int]
) -> Iterator[tuple[frozenset[int], int]]:
    """Yield the route if the checker finds nothing."""
    route = evaluate_route(problem, vehicle, sequence)
    left_out = [index for index in range(len(problem.shipments)) if index not in chosen]
    left = tuple(Unassigned(index, Reason.FLEET_FULL) for index in left_out)
    if not check(problem, Solution((route,), left, route.cost + prizes_of(problem, left_out))):
        yield frozenset(chosen), route.cost


def _rank_of(problem: Problem, served: frozenset[int], cost: int) -> tuple[int, int]:
    out = [index for index in range(len(problem.shipments)) if index not in served]
    missing = sum(
        shipment.prize is None
        for index, shipment in enumerate(problem.shipments)
        if index in out and not _share_a_choice(problem, [index], served)
    )
    return missing, cost + prizes_of(problem, out)
