"""From a VROOM document to the engine's problem.

- Open routes: a vehicle without a start leaves from a place that lies at no distance from
  everywhere and that nobody can reach, one without an end ends at such a place that nobody can
  leave. The engine needs no rule of its own for them.
- Priorities: their sum over the jobs served counts first, then the number of jobs, then cost.
- No time window: from so early until so late that it never binds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

import numpy as np

from doorstep.engine.formats.vroom.document import Car, Document, Job, Place
from doorstep.engine.formats.vroom.errors import VroomError
from doorstep.engine.formats.vroom.pricing import (
    FINEST_SCALE,
    Weights,
    common_scale,
    lengths_of,
    missing_legs,
    weigh,
)
from doorstep.engine.formats.vroom.tables import Table, Wholes
from doorstep.engine.parts import (
    NO_CONNECTION,
    Activity,
    Break,
    IntMatrix,
    Pickup,
    Profile,
    Shipment,
    Vehicle,
    Window,
)
from doorstep.engine.problem import Problem
from doorstep.engine.validation import LARGEST_AMOUNT, LARGEST_TIME_S

Variant: TypeAlias = tuple[str, tuple[int, int, int]]
"""A profile's name with what makes its legs long."""

Part = TypeVar("Part", Vehicle, Shipment)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with the problem it makes; jobs and vehicles keep their order.

    Parameters
    ----------
    scale
        How many of the problem's cost units are one of VROOM's.
    metres
        Real distances of each of the problem's profiles, where the document has them.
    """

    document: Document
    problem: Problem
    scale: int
    metres: tuple[IntMatrix | None, ...]


def read(document: Document, measured: Mapping[str, Table] | None = None) -> Reading:
    """Return the problem that the document describes.

    Parameters
    ----------
    measured
        When the document has no matrices: those of each profile between
        ``document.list_points()``, in that order.

    Raises
    ------
    VroomError
        There are no matrices, or the document asks for what the engine cannot do.
    """
    tables = dict(document.tables or measured or {})
    if lacking := [name for name in document.profiles if name not in tables]:
        message = f"There are no travel times for {', '.join(lacking)}: give matrices."
        raise VroomError([message])
    at = _Map(document, tables)
    weights = [weigh(car, tables[car.profile]) for car in document.cars]
    scale = common_scale(weights)
    variants = _list_variants(document, tables, weights)
    profiles = tuple(at.profile(name, shape, variants) for name, shape in variants)
    horizon = _horizon(document, tables)
    vehicles = [
        _vehicle(replace(car, window=car.window or horizon), weight, scale, at, variants)
        for car, weight in zip(document.cars, weights, strict=True)
    ]
    dimensions = len(document.cars[0].capacity)
    try:
        problem = Problem(
            profiles,
            _named(vehicles, document.cars),
            _named(
                _shipments(document, at, _prizes(document, vehicles, profiles)), document.visits
            ),
            tuple(f"load {number}" for number in range(1, dimensions + 1)),
        )
    except ValueError as error:
        raise VroomError([f"{line}." for line in str(error).splitlines()]) from error
    metres = tuple(at.metres(tables[name]) for name, _ in variants)
    return Reading(document, problem, scale, metres)


class _Map:
    """The rows of the matrices, with those added for open routes."""

    def __init__(self, document: Document, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self._size = min(table.size for table in tables.values())
        points = document.list_points()
        self._row_of = (
            {point: row for row, point in enumerate(points)} if document.needs_tables else {}
        )
        self.from_anywhere = (
            self._size if any(car.start is None for car in document.cars) else None
        )
        ends_anywhere = any(car.end is None for car in document.cars)
        self.to_anywhere = (
            self._size + int(self.from_anywhere is not None) if ends_anywhere else None
        )

    def row(self, place: Place) -> int:
        """Return the row of a place."""
        if place.point is not None and self._row_of:
            return self._row_of[place.point]
        return place.index or 0

    def profile(self, name: str, shape: tuple[int, ...], variants: list[Variant]) -> Profile:
        """Return the engine's profile of one way to price the legs of one of VROOM's."""
        table = self._tables[name]
        alone = sum(other == name for other, _ in variants) == 1
        title = name if alone else f"{name} {':'.join(map(str, shape))}"
        missing = missing_legs(table)
        lengths = lengths_of(table, shape, f"profile {name}")
        return Profile(title, self._widen(table.durations, missing), self._widen(lengths, missing))

    def metres(self, table: Table) -> IntMatrix | None:
        """Return the real distances of a profile, if it has them."""
        if table.distances is None:
            return None
        return self._widen(table.distances, missing_legs(table))

    def _widen(
        self, legs: Wholes, missing: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    ) -> IntMatrix:
        added = (self.from_anywhere is not None) + (self.to_anywhere is not None)
        wide = np.full((self._size + added,) * 2, NO_CONNECTION, dtype=np.int32)
        wide[: self._size, : self._size] = np.where(missing, NO_CONNECTION, legs)
        if self.from_anywhere is not None:
            wide[self.from_anywhere, : self._size] = 0
            wide[self.from_anywhere, self.from_anywhere] = 0
        if self.to_anywhere is not None:
            wide[: self._size, self.to_anywhere] = 0
            wide[self.to_anywhere, self.to_anywhere] = 0
        return wide


def _list_variants(
    document: Document, tables: Mapping[str, Table], weights: list[Weights]
) -> list[Variant]:
    """Return profile names with the lengths their vehicles need, in the document's order."""
    variants: list[Variant] = []
    for name in tables:
        shapes = [
            weight.shape
            for car, weight in zip(document.cars, weights, strict=True)
            if car.profile == name
        ]
        metric = tables[name].distances is not None
        variants += [(name, shape) for shape in dict.fromkeys(shapes or [(1 - metric, metric, 0)])]
    return variants


def _vehicle(car: Car, weights: Weights, scale: int, at: _Map, variants: list[Variant]) -> Vehicle:
    start = at.from_anywhere if car.start is None else at.row(car.start)
    end = at.to_anywhere if car.end is None else at.row(car.end)
    shift = car.window or Window(0, 0)
    return Vehicle(
        name="",
        profile=variants.index((car.profile, weights.shape)),
        start=start or 0,
        end=end or 0,
        shift=shift,
        capacity=car.capacity,
        fixed_cost=car.fixed * scale,
        cost_per_m=weights.times * scale // FINEST_SCALE,
        skills=frozenset(map(str, car.skills)),
        max_stops=car.max_tasks,
        breaks=tuple(Break(pause.windows or (shift,), pause.service_s) for pause in car.breaks),
        max_driving_s=car.max_travel_s,
    )


def _shipments(document: Document, at: _Map, prizes: list[int | None]) -> list[Shipment]:
    dimensions = len(document.cars[0].capacity)
    nothing = (0,) * dimensions
    places = Counter(at.row(visit.place) for visit in document.list_visits())
    places.update(at.row(car.start) for car in document.cars if car.start is not None)
    # Where nobody else is, setup is simply part of the service.
    is_shared = [places[at.row(visit.place)] > 1 for visit in document.visits]
    shipments = [
        Shipment(
            name="",
            location=at.row(visit.place),
            load=visit.delivery or nothing,
            windows=visit.windows,
            service_s=visit.service_s + (0 if shared else visit.setup_s),
            setup_s=visit.setup_s if shared else 0,
            skills=frozenset(map(str, visit.skills)),
            prize=prize,
        )
        for visit, prize, shared in zip(document.visits, prizes, is_shared, strict=True)
    ]
    for number, job in enumerate(document.jobs):
        if any(job.pickup or ()):
            shipments[number] = _with_pickup(shipments[number], job.pickup or ())
    for number, pair in enumerate(document.pairs, start=len(document.jobs)):
        half = pair.pickup
        pickup = Pickup(at.row(half.place), half.windows, half.service_s, half.setup_s)
        shipments[number] = replace(shipments[number], pickup=pickup)
    return shipments


def _with_pickup(shipment: Shipment, amounts: tuple[int, ...]) -> Shipment:
    """Return a job that takes something back to the depot, with or without bringing something."""
    if any(shipment.load):
        return replace(shipment, returns=amounts)
    return replace(shipment, kind=Activity.PICKUP, load=amounts)


def _named(parts: Iterable[Part], owners: Sequence[Job] | Sequence[Car]) -> tuple[Part, ...]:
    """Return the parts named by description where everybody has one of their own, else by id."""
    names = [owner.description for owner in owners]
    if not all(names) or len(set(names)) < len(names):
        names = [str(owner.id) for owner in owners]
    if len(set(names)) < len(names):  # a job and a delivery may have the same id
        names = [f"{owner.where.split('[')[0]} {owner.id}" for owner in owners]
    return tuple(replace(part, name=name) for part, name in zip(parts, names, strict=True))


def _horizon(document: Document, tables: Mapping[str, Table]) -> Window:
    """Return a shift for vehicles without one, which binds nothing.

    Before the first window and after the last there is time for all jobs one after another,
    with the longest leg before each.
    """
    longest = max(
        int(table.durations[~missing_legs(table)].max(initial=0)) for table in tables.values()
    )
    visits = document.list_visits()
    pauses = [pause for car in document.cars for pause in car.breaks]
    work_s = sum(visit.setup_s + visit.service_s for visit in visits)
    work_s += sum(pause.service_s for pause in pauses)
    slack = work_s + (len(visits) + 1) * longest
    windows = [window for visit in visits for window in visit.windows]
    windows += [window for pause in pauses for window in pause.windows]
    early = min((window.early for window in windows), default=0)
    late = max((window.late for window in windows), default=0)
    return Window(max(0, early - slack), min(late + slack, LARGEST_TIME_S))


def _prizes(
    document: Document, vehicles: Sequence[Vehicle], profiles: tuple[Profile, ...]
) -> list[int | None]:
    """Return what leaving out each job costs; none when all have the same priority.

    One more job is worth more than a vehicle, the way to it and the way back; one more priority
    is worth more than all jobs.
    """
    priorities = [visit.priority for visit in document.visits]
    if len(set(priorities)) <= 1:
        return [None] * len(priorities)
    farthest = max(int(profile.distance_m.max()) for profile in profiles)
    ways = 3 if document.pairs else 2
    worth = 1 + max(car.fixed_cost + ways * farthest * car.cost_per_m for car in vehicles)
    most = (LARGEST_AMOUNT // worth - 1) // max(priorities)
    if most < 1:
        raise VroomError(["The costs are too large to weigh priorities against them."])
    step = min(len(priorities), most)
    return [worth * (1 + step * priority) for priority in priorities]
