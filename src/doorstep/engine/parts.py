"""What a problem is made of: windows, travel profiles, vehicles, shipments.

Seconds count from the horizon's start, metres are metres, costs are thousandths of the
currency's minor unit (so that a price per second or metre keeps its digits).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from doorstep.engine.electric import Battery
from doorstep.engine.emissions import Emissions

IntMatrix: TypeAlias = npt.NDArray[np.int32]
"""int32, shape (locations, locations), [from, to]; -1 where there is no connection."""

IntCube: TypeAlias = npt.NDArray[np.int32]
"""int32, shape (slices, locations, locations), [slice, from, to]; -1 where there is no way."""

NO_CONNECTION = -1


class Activity(StrEnum):
    """What is done at a stop."""

    DELIVERY = "delivery"
    PICKUP = "pickup"
    SERVICE = "service"
    RELOAD = "reload"
    BREAK = "break"
    CHARGE = "charge"


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """From ``early`` to ``late``, seconds since the horizon's start, both ends included.

    Bounds the start of service at a stop; for a shift, departure and return.
    """

    early: int
    late: int

    def __post_init__(self) -> None:
        """Refuse a window that closes before it opens."""
        if self.late < self.early:
            message = f"window {self.early}..{self.late} closes before it opens"
            raise ValueError(message)


class Crossing(StrEnum):
    """What becomes of a leg that is not over when the next slice begins.

    Both keep the order: who leaves later never arrives earlier.
    """

    SHARE = "share"
    """The share that is still ahead takes what it takes in the next slice, rounded up [1]_.

    .. [1] Ichoua, Gendreau and Potvin (2003), doi:10.1016/S0377-2217(02)00147-9.
    """
    WAIT = "wait"
    """A leg takes what it takes in the slice in which it begins; who would arrive earlier by
    leaving in a later slice waits for that one."""


@dataclass(frozen=True, slots=True)
class Slices:
    """What legs take by the time at which they begin.

    Parameters
    ----------
    starts_s
        When each slice begins, rising. The first one also holds before, the last one for ever.
    duration_s
        int32, shape (slices, locations, locations), [slice, from, to]; -1 in all slices where
        there is no connection. The problem takes a read-only view of it.
    crossing
        What becomes of legs that are under way when a slice ends.
    """

    starts_s: tuple[int, ...]
    duration_s: IntCube
    crossing: Crossing = Crossing.SHARE


@dataclass(frozen=True, slots=True)
class Profile:
    """Travel between all locations for one kind of vehicle.

    Parameters
    ----------
    name
        For people: "van".
    duration_s, distance_m
        int32, shape (locations, locations), [from, to]; -1 in both where there is no connection,
        0 on the diagonal. The problem takes read-only views of them.
    slices
        Travel by the time of day. With it, ``duration_s`` times nothing: it only says which
        connections there are and who is near whom.
    energy
        int32, [from, to]: what each leg takes of a battery, slopes and all; for vehicles whose
        battery knows no more than ``per_km``, None.
    """

    name: str
    duration_s: IntMatrix
    distance_m: IntMatrix
    slices: Slices | None = None
    energy: IntMatrix | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """Rest that a driver takes on the way, never during service.

    It may interrupt a leg or the wait for a window. A route that is over by the time the break
    may still begin needs none, and neither does one that leaves after a break begun in one of the
    windows would be over.

    Parameters
    ----------
    windows
        When it may begin, at least one.
    duration_s
        How long it takes.
    is_paid
        Whether its time costs what the route's other time costs.
    """

    windows: tuple[Window, ...]
    duration_s: int
    is_paid: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """What it costs that a route is longer than a fair share, so that work is spread.

    Shares of stops and time may differ between drivers. Whoever is paid by the hour gets a fair
    share of pay with a fair share of time.

    Parameters
    ----------
    duration_s, cost_per_s
        A fair share of time from departure to return, and the price of each second beyond.
    stops, cost_per_stop
        A fair share of stops, as ``max_stops`` counts them, and the price of each stop beyond.
    """

    duration_s: int = 0
    cost_per_s: int = 0
    stops: int = 0
    cost_per_stop: int = 0

    def price(self, duration_s: int, stops: int) -> int:
        """Return what a route costs on top."""
        late = self.cost_per_s * max(0, duration_s - self.duration_s)
        return late + self.cost_per_stop * max(0, stops - self.stops)


@dataclass(frozen=True, slots=True)
class RestRule:
    """How long one may drive until one has rested.

    Parameters
    ----------
    driving_s
        Most seconds at the wheel, added up, before the next rest is complete.
    rest_s
        Length of that rest in one piece.
    parts_s
        Least lengths of the pieces it may be taken in instead, in this order. Empty: none.
    work_counts
        Whether any time away from the wheel is rest, as long as it is in one piece.
    """

    driving_s: int
    rest_s: int
    parts_s: tuple[int, ...] = ()
    work_counts: bool = False


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle with its driver for one shift.

    Parameters
    ----------
    name
        Unique in the problem.
    profile
        Index of its travel profile.
    start, end
        Index of the location where the route begins and ends.
    shift
        Earliest departure and latest return.
    capacity
        One amount for each load dimension.
    fixed_cost, cost_per_m, cost_per_s
        Paid once when the vehicle is used, and per metre and second of the route.
    skills
        What this vehicle and driver can do.
    max_stops
        Most stops on the route, or none; breaks and reloads do not count.
    breaks
        In the order in which they are taken.
    rest
        When the driver must rest by how long he or she drove; see ``hours`` and ``resting``. With
        breaks, the longest of them becomes the rest when there is enough driving. A rest of its
        own is paid.
    max_duration_s, max_driving_s, max_distance_m
        Longest time from departure to return, longest time on the way, longest way; or none.
    overtime_s, overtime_cost_per_s
        By how much it may return after its shift, and what a second of that costs on top.
    max_trips
        One more than how often the route may visit ``reload_at`` to unload and load.
    reload_s, reload_at
        How long a reload takes, and the location where; none: ``start``.
    on_board
        What is in the vehicle from start to end, one amount for each load dimension. Empty:
        nothing.
    is_lifo
        Whether what was picked up last is delivered first, of paired shipments.
    travel_percent, service_percent
        How long this driver takes, of the profile's travel times (rounded up) and the shipments'
        setup and service.
    balance
        What more than a fair share of the work costs, or none.
    battery
        What an electric vehicle drives by; it is charged at the problem's stations, on its own.
        Not where travel goes by time.
    emissions
        What it gives off on the way, and what that costs on top of ``cost_per_m``; or none.
    """

    name: str
    profile: int
    start: int
    end: int
    shift: Window
    capacity: tuple[int, ...]
    fixed_cost: int = 0
    cost_per_m: int = 0
    cost_per_s: int = 0
    skills: frozenset[str] = frozenset()
    max_stops: int | None = None
    breaks: tuple[Break, ...] = ()
    rest: RestRule | None = None
    max_duration_s: int | None = None
    max_driving_s: int | None = None
    max_distance_m: int | None = None
    overtime_s: int = 0
    overtime_cost_per_s: int = 0
    max_trips: int = 1
    reload_s: int = 0
    reload_at: int | None = None
    on_board: tuple[int, ...] = ()
    is_lifo: bool = False
    travel_percent: int = 100
    service_percent: int = 100
    balance: Balance | None = None
    battery: Battery | None = None
    emissions: Emissions | None = None

    @property
    def metre_cost(self) -> int:
        """Return what a metre costs, with what the vehicle gives off on it."""
        return self.cost_per_m + (0 if self.emissions is None else self.emissions.cost_per_m)


@dataclass(frozen=True, slots=True)
class Pickup:
    """Where the goods of a paired shipment are fetched, by the route that delivers them.

    Parameters
    ----------
    location, windows, setup_s, service_s, visit_cost
        As of a shipment.
    """

    location: int
    windows: tuple[Window, ...] = ()
    service_s: int = 0
    setup_s: int = 0
    visit_cost: int = 0


@dataclass(frozen=True, slots=True)
class TimePrice:
    """What it costs when service starts inside ``window``.

    For example by how likely nobody is at home then, or because another time was promised.
    """

    window: Window
    cost: int


@dataclass(frozen=True, slots=True)
class Shipment:
    """Goods to bring from the vehicle's start to one location, unless it says otherwise.

    Parameters
    ----------
    name
        Unique in the problem.
    location
        Index into the profiles' matrices.
    load
        One amount for each load dimension.
    windows
        When service may start; one of them must hold. Empty: at any time.
    service_s
        How long the stop takes.
    skills
        What the vehicle must have.
    forbidden_skills
        What it must not have: no combustion engine in a zone, no dog.
    prize
        What leaving it out costs. None: it is left out only when it cannot be served, whatever
        serving it costs.
    kind
        ``DELIVERY``; ``PICKUP`` for goods to bring from the location to the depot; ``SERVICE`` for
        a visit without load.
    returns
        What is picked up at a delivery and goes to the depot, one amount for each load
        dimension. Empty: nothing.
    pickup
        Where the goods of a delivery are fetched, when it is not the depot.
    max_ride_s
        Longest time from leaving the pick-up to the start of delivery, or none.
    setup_s
        What service takes longer when the vehicle does not come from the same location.
    release
        When the goods are at the depot: the trip with them leaves no earlier. None: before all.
    due, late_cost_per_s
        What a second costs by which service starts after ``due``.
    time_prices
        What the time at which service starts costs; every price that applies counts.
    vehicles
        Indices of those that may serve it. None: all.
    kept_by, moving_cost
        Index of the vehicle that it is told to, and what it costs to give it to another.
    goods, not_with
        Kinds of goods that it is, and kinds that may not be on the same trip.
    after
        Indices of shipments that are served before it on the same route.
    choice, choice_cost
        Of shipments with the same choice at most one is served, at its own cost; only when none
        is does their prize, which is the same, count once.
    visit_cost
        What it costs when the vehicle does not come from the same location, so that shipments to
        one door are better served in one visit; see ``visits``.
    """

    name: str
    location: int
    load: tuple[int, ...]
    windows: tuple[Window, ...] = ()
    service_s: int = 0
    skills: frozenset[str] = frozenset()
    prize: int | None = None
    kind: Activity = Activity.DELIVERY
    returns: tuple[int, ...] = ()
    pickup: Pickup | None = None
    max_ride_s: int | None = None
    setup_s: int = 0
    release: int | None = None
    due: int | None = None
    late_cost_per_s: int = 0
    time_prices: tuple[TimePrice, ...] = ()
    vehicles: frozenset[int] | None = None
    kept_by: int | None = None
    moving_cost: int = 0
    goods: frozenset[str] = frozenset()
    not_with: frozenset[str] = frozenset()
    after: frozenset[int] = frozenset()
    choice: str | None = None
    choice_cost: int = 0
    visit_cost: int = 0
    forbidden_skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class InitialRoute:
    """A route as it is so far: where the search begins, and what it may not change.

    Parameters
    ----------
    vehicle
        Index of who drives it.
    activities
        In order; see ``activities``.
    locked
        How many of the first ones stay as they are.
    """

    vehicle: int
    activities: tuple[int, ...]
    locked: int = 0
