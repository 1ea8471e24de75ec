"""A seeded generator of days of a delivery company on the roads of a real city."""

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from doorstep import engine
from doorstep.engine import Activity, Break, Profile, Shipment, Vehicle, Window
from doorstep.kernel import Point
from doorstep.roads import Network

HOUR_S = 3600
OPENS_S = 7 * HOUR_S
SHIFT = Window(OPENS_S, OPENS_S + 9 * HOUR_S)
LUNCH = Break((Window(11 * HOUR_S, 13 * HOUR_S),), 45 * 60)
CENT = 1000
"""Thousandths of the minor unit."""

NEAR_M = 12_000
"""How far from the depot people live."""

RULES = ("windows", "skills", "breaks", "two loads", "mixed fleet", "pickups", "reload")
"""What a day can have beside loads and shifts."""

Numbers: TypeAlias = "np.random.Generator"


@dataclass(frozen=True)
class Kind:
    """One kind of vehicle."""

    name: str
    profile: str
    litres: int
    kilograms: int
    fixed_cost: int
    cost_per_m: int


VAN = Kind("van", "van", 9000, 1100, 6500 * CENT, 32)
SMALL_VAN = Kind("small van", "van", 5000, 650, 5200 * CENT, 26)
CARGO_BIKE = Kind("cargo bike", "cargo_bike", 1500, 180, 2100 * CENT, 5)
LOST_PARCEL = 4000 * CENT


def draw_day(network: Network, stops: int, rules: Collection[str], seed: int) -> engine.Problem:
    """Return the day of a seed with some of ``RULES``.

    People, goods and times are drawn first and for all rules, so that two days of the same seed
    differ only by what their rules say. Prices are a vehicle's day and its way; leaving a parcel
    behind costs more than any detour for it.
    """
    rng = np.random.default_rng(seed)
    points = _draw_points(network, stops, rng)
    kinds = [VAN, SMALL_VAN, CARGO_BIKE] if "mixed fleet" in rules else [VAN]
    names = sorted({kind.profile for kind in kinds})
    profiles = tuple(_read_profile(network, points, name) for name in names)
    shipments = _draw_shipments(stops, rules, rng)
    cars = _draw_fleet(kinds, names, shipments, rules)
    dimensions = 2 if "two loads" in rules else 1
    return engine.Problem(
        profiles,
        tuple(replace(car, capacity=car.capacity[:dimensions]) for car in cars),
        tuple(replace(one, load=one.load[:dimensions]) for one in shipments),
        ("litres", "kilograms")[:dimensions],
    )


def _draw_points(network: Network, stops: int, rng: Numbers) -> list[Point]:
    """Return the depot, then people, at random bends of streets: dense where they are many."""
    graph = network.graph
    lat, lon = np.asarray(graph.shape_lat), np.asarray(graph.shape_lon)
    depot = Point(float(np.median(lat)), float(np.median(lon)))
    north = (lat - depot.lat) * 111_195
    east = (lon - depot.lon) * 111_195 * math.cos(math.radians(depot.lat))
    bends = rng.choice(np.flatnonzero(np.hypot(north, east) < NEAR_M), 2 * stops)
    candidates = [depot, *(Point(float(lat[bend]), float(lon[bend])) for bend in bends)]
    kept = _reached(network, candidates)
    return [depot, *[candidates[number] for number in kept[:stops]]]


def _reached(network: Network, points: list[Point]) -> list[int]:
    """Return the numbers of points that van and bike reach from the first and come back from."""
    sample = list(range(1, len(points)))
    for profile in ("van", "cargo_bike"):
        far = network.matrix(points, profile).duration_s
        sample = [one for one in sample if far[0, one] >= 0 and far[one, 0] >= 0]
    return sample


def _read_profile(network: Network, points: list[Point], name: str) -> Profile:
    found = network.matrix(points, name)
    return Profile(name, found.duration_s, found.distance_m)


def _draw_shipments(stops: int, rules: Collection[str], rng: Numbers) -> list[Shipment]:
    litres = np.minimum(400, rng.lognormal(3.3, 0.9, stops)).astype(int) + 2
    kilograms = np.minimum(60, rng.lognormal(1.2, 0.8, stops)).astype(int) + 1
    service_s = rng.integers(60, 240, stops)
    style = rng.random((3, stops))
    begins = rng.integers(0, 8, stops)
    shipments = []
    for number in range(stops):
        windows = _windows(float(style[0, number]), int(begins[number]))
        needs = _skills(float(style[1, number]))
        is_pickup = "pickups" in rules and style[2, number] < 0.15  # noqa: PLR2004, a share
        shipments.append(
            Shipment(
                name=f"s{number}",
                location=number + 1,
                load=(int(litres[number]), int(kilograms[number])),
                windows=windows if "windows" in rules else (),
                service_s=int(service_s[number]),
                skills=needs if "skills" in rules else frozenset(),
                prize=LOST_PARCEL,
                kind=Activity.PICKUP if is_pickup else Activity.DELIVERY,
            )
        )
    return shipments


def _windows(style: float, hour: int) -> tuple[Window, ...]:
    """Return no window for half of the people, else two or four hours, for some also later."""
    early = OPENS_S + min(hour, 7) * HOUR_S
    if style < 0.5:  # noqa: PLR2004, shares
        return ()
    if style < 0.7:  # noqa: PLR2004
        return (Window(early, early + 2 * HOUR_S),)
    if style < 0.9:  # noqa: PLR2004
        return (Window(early, early + 4 * HOUR_S),)
    return (Window(OPENS_S, OPENS_S + 2 * HOUR_S), Window(OPENS_S + 6 * HOUR_S, SHIFT.late))


def _skills(style: float) -> frozenset[str]:
    if style < 0.08:  # noqa: PLR2004, shares
        return frozenset({"cold"})
    return frozenset({"two people"}) if style < 0.12 else frozenset()  # noqa: PLR2004


def _draw_fleet(
    kinds: list[Kind],
    names: list[str],
    shipments: list[Shipment],
    rules: Collection[str],
) -> list[Vehicle]:
    """Return vehicles for a quarter more than loads and service need, each kind in turn."""
    trips = 3 if "reload" in rules else 1
    shrunk = 2 if "reload" in rules else 1
    need = [sum(one.load[dimension] for one in shipments) for dimension in range(2)]
    busy_s = sum(one.service_s + 240 for one in shipments)
    cars: list[Vehicle] = []
    room = [0, 0, 0]
    while room[0] < 1.25 * need[0] or room[1] < 1.25 * need[1] or room[2] < 1.4 * busy_s:
        kind = kinds[len(cars) % len(kinds)]
        capacity = (kind.litres // shrunk, kind.kilograms // shrunk)
        has = {"cold"} if len(cars) // len(kinds) % 3 == 0 else set()
        has |= {"two people"} if len(cars) // len(kinds) % 4 == 0 else set()
        cars.append(
            Vehicle(
                name=f"{kind.name} {len(cars) + 1}",
                profile=names.index(kind.profile),
                start=0,
                end=0,
                shift=SHIFT,
                capacity=capacity,
                fixed_cost=kind.fixed_cost,
                cost_per_m=kind.cost_per_m,
                skills=frozenset(has) if "skills" in rules else frozenset(),
                breaks=(LUNCH,) if "breaks" in rules else (),
                max_trips=trips,
                reload_s=900 if trips > 1 else 0,
            )
        )
        room[0] += capacity[0] * trips
        room[1] += capacity[1] * trips
        room[2] += SHIFT.late - SHIFT.early
    return cars
