"""A VROOM document as it was given: jobs, vehicles and matrices, each field checked.

Written against ``docs/API.md`` of VROOM. The words are VROOM's: a *job* is one place to bring
something to. Coordinates are [longitude, latitude], times seconds, windows include both ends.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from doorstep.engine.formats.vroom.errors import VroomError
from doorstep.engine.formats.vroom.fields import LARGEST_WHOLE, Fields, Findings
from doorstep.engine.formats.vroom.tables import Table, read_tables
from doorstep.engine.parts import Window

DEFAULT_PROFILE = "car"
DEFAULT_PER_HOUR = 3600
LARGEST_PRIORITY = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: a row of the matrices, [lon, lat], or both."""

    index: int | None
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Job:
    """One visit: a job, or one half of a shipment; ``where`` is its path in the document."""

    where: str
    id: int
    description: str
    place: Place
    setup_s: int
    service_s: int
    delivery: tuple[int, ...] | None
    skills: frozenset[int]
    priority: int
    windows: tuple[Window, ...]
    pickup: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One of VROOM's shipments: a pick-up and its delivery, which carries amount and skills."""

    pickup: Job
    delivery: Job


@dataclass(frozen=True, slots=True)
class Pause:
    """One break of a vehicle."""

    id: int
    description: str
    service_s: int
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Car:
    """One of VROOM's vehicles; without ``start`` or ``end`` its route is open there."""

    where: str
    id: int
    description: str
    profile: str
    start: Place | None
    end: Place | None
    capacity: tuple[int, ...]
    skills: frozenset[int]
    window: Window | None
    max_tasks: int | None
    fixed: int
    per_hour: int
    per_km: int
    breaks: tuple[Pause, ...] = ()
    max_travel_s: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Everything a document says, in VROOM's terms."""

    jobs: tuple[Job, ...]
    cars: tuple[Car, ...]
    tables: dict[str, Table]
    pairs: tuple[Pair, ...] = ()

    @property
    def visits(self) -> tuple[Job, ...]:
        """Return jobs, then the deliveries of shipments: as the problem numbers its shipments."""
        return (*self.jobs, *(pair.delivery for pair in self.pairs))

    def list_visits(self) -> list[Job]:
        """Return jobs and both halves of every shipment."""
        halves = (half for pair in self.pairs for half in (pair.pickup, pair.delivery))
        return [*self.jobs, *halves]

    @property
    def profiles(self) -> tuple[str, ...]:
        """Return the travel profiles of the vehicles."""
        return tuple(dict.fromkeys(car.profile for car in self.cars))

    @property
    def needs_tables(self) -> bool:
        """Tell whether travel times must be measured between the coordinates."""
        return not self.tables

    def list_points(self) -> list[tuple[float, float]]:
        """Return every coordinate once, [lon, lat], in order of appearance."""
        points = (place.point for place in self.list_places())
        return list(dict.fromkeys(point for point in points if point is not None))

    def list_places(self) -> Iterable[Place]:
        """Return where each vehicle starts and ends and each job is."""
        ends = [place for car in self.cars for place in (car.start, car.end)]
        return [
            *(place for place in ends if place),
            *(visit.place for visit in self.list_visits()),
        ]


def parse(text: str | bytes) -> Document:
    """Return the document in a JSON text.

    Raises
    ------
    VroomError
        It is not JSON, a value is not what it should be, or it asks for what the engine cannot
        do: every such key is named.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise VroomError([f"The document is not JSON: {error}."]) from error
    findings = Findings()
    document = _read_document(Fields(found, "", findings), findings)
    if sentences := findings.list_sentences():
        raise VroomError(sentences)
    if sentences := _list_contradictions(document):
        raise VroomError(sentences)
    return document


def _read_document(fields: Fields, findings: Findings) -> Document:
    jobs = [
        _read_job(Fields(found, f"jobs[{at}]", findings), f"jobs[{at}]")
        for at, found in enumerate(fields.items("jobs"))
    ]
    pairs = [
        _read_pair(Fields(found, f"shipments[{at}]", findings), f"shipments[{at}]", findings)
        for at, found in enumerate(fields.items("shipments"))
    ]
    cars = [
        _read_car(Fields(found, f"vehicles[{at}]", findings), f"vehicles[{at}]", findings)
        for at, found in enumerate(fields.items("vehicles"))
    ]
    matrices, matrix = fields.take("matrices"), fields.take("matrix")
    if matrices is None and matrix is not None:
        matrices = {DEFAULT_PROFILE: {"durations": matrix}}
    fields.refuse("options", {})
    fields.end()
    return Document(tuple(jobs), tuple(cars), read_tables(matrices, findings), tuple(pairs))


def _read_job(fields: Fields, where: str) -> Job:
    delivery, pickup = fields.wholes("delivery"), fields.wholes("pickup")
    amount = fields.wholes("amount")  # the old word for a delivery, read as VROOM does
    if delivery is None and pickup is None:
        delivery = amount
    fields.refuse("setup_per_type", {})
    fields.refuse("service_per_type", {})
    job = Job(
        where=where,
        id=fields.identity(),
        description=fields.text("description"),
        place=_read_place(fields, "location", "location_index") or Place(None, None),
        setup_s=fields.count("setup"),
        service_s=fields.count("service"),
        delivery=delivery,
        skills=frozenset(fields.wholes("skills") or ()),
        priority=fields.count("priority", most=LARGEST_PRIORITY),
        windows=fields.windows("time_windows"),
        pickup=pickup,
    )
    fields.end()
    return job


def _read_pair(fields: Fields, where: str, findings: Findings) -> Pair:
    amount = fields.wholes("amount")
    skills = frozenset(fields.wholes("skills") or ())
    priority = fields.count("priority", most=LARGEST_PRIORITY)
    halves = []
    for key in ("pickup", "delivery"):
        half = Fields(fields.take(key), f"{where}.{key}", findings)
        half.refuse("setup_per_type", {})
        half.refuse("service_per_type", {})
        halves.append(
            Job(
                where=f"{where}.{key}",
                id=half.identity(),
                description=half.text("description"),
                place=_read_place(half, "location", "location_index") or Place(None, None),
                setup_s=half.count("setup"),
                service_s=half.count("service"),
                delivery=amount,
                skills=skills,
                priority=priority,
                windows=half.windows("time_windows"),
            )
        )
        half.end()
    fields.end()
    return Pair(*halves)


def _read_pause(fields: Fields) -> Pause:
    fields.refuse("max_load", None)
    pause = Pause(
        id=fields.identity(),
        description=fields.text("description"),
        service_s=fields.count("service"),
        windows=fields.windows("time_windows"),
    )
    fields.end()
    return pause


def _read_car(fields: Fields, where: str, findings: Findings) -> Car:
    for key, harmless in (
        ("speed_factor", 1),
        ("max_distance", None),
        ("steps", []),
    ):
        fields.refuse(key, harmless)
    fields.text("type")  # has a meaning for the *_per_type keys of jobs only
    costs = Fields(fields.take("costs") if fields.has("costs") else {}, f"{where}.costs", findings)
    costs.refuse("per_task_hour", 0)
    car = Car(
        where=where,
        id=fields.identity(),
        description=fields.text("description"),
        profile=fields.text("profile") or DEFAULT_PROFILE,
        start=_read_place(fields, "start", "start_index"),
        end=_read_place(fields, "end", "end_index"),
        capacity=fields.wholes("capacity") or (),
        skills=frozenset(fields.wholes("skills") or ()),
        window=fields.window("time_window"),
        max_tasks=fields.whole("max_tasks", None),
        fixed=costs.count("fixed"),
        per_hour=costs.count("per_hour", DEFAULT_PER_HOUR),
        per_km=costs.count("per_km"),
        breaks=tuple(
            _read_pause(Fields(found, f"{where}.breaks[{at}]", findings))
            for at, found in enumerate(fields.items("breaks"))
        ),
        max_travel_s=fields.whole("max_travel_time", None),
    )
    costs.end()
    fields.end()
    return car


def _read_place(fields: Fields, point_key: str, index_key: str) -> Place | None:
    place = Place(fields.whole(index_key, None, LARGEST_WHOLE), fields.point(point_key))
    return None if place == Place(None, None) else place


def _list_contradictions(document: Document) -> list[str]:
    """Return what is wrong between the parts of a document."""
    findings = ["There is no vehicle."] if not document.cars else []
    findings += _repeated("job", (job.id for job in document.jobs))
    findings += _repeated("pickup", (pair.pickup.id for pair in document.pairs))
    findings += _repeated("delivery", (pair.delivery.id for pair in document.pairs))
    findings += _repeated("vehicle", (car.id for car in document.cars))
    findings += [
        f"{car.where} has neither a start nor an end."
        for car in document.cars
        if car.start is None and car.end is None
    ]
    findings += _list_unplaced(document)
    dimensions = len(document.cars[0].capacity) if document.cars else 0
    findings += [
        f"{owner} has {len(amounts)} amounts, the first vehicle's capacity has {dimensions}."
        for owner, amounts in (
            *((car.where, car.capacity) for car in document.cars),
            *((job.where, job.delivery) for job in document.visits if job.delivery is not None),
            *(
                (job.where, job.pickup)
                for job in document.jobs
                if job.pickup is not None and any(job.pickup)
            ),
        )
        if len(amounts) != dimensions
    ]
    return findings


def _repeated(kind: str, ids: Iterable[int]) -> list[str]:
    counts = Counter(ids)
    return [
        f"Two {kind}s have the id {number}." for number in sorted(counts) if counts[number] > 1
    ]


def _list_unplaced(document: Document) -> list[str]:
    lacking = [name for name in document.profiles if name not in document.tables]
    if document.tables and lacking:
        return [f"There is no matrix of profile {name!r}." for name in lacking]
    owners = [(job.where, job.place) for job in document.list_visits()]
    owners += [
        (f"{car.where}.{key}", place)
        for car in document.cars
        for key, place in (("start", car.start), ("end", car.end))
        if place is not None
    ]
    if document.needs_tables:
        return [f"{owner} has no coordinates." for owner, place in owners if place.point is None]
    size = min(table.size for table in document.tables.values())
    return [
        f"{owner} has no index from 0 to {size - 1} into the matrices."
        for owner, place in owners
        if place.index is None or place.index >= size
    ]
