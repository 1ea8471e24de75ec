"""A plan: routes on real roads, what is left out and why; pure."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from doorstep.fleet import Depot
from doorstep.kernel import Point, TimeWindow


@dataclass(frozen=True, slots=True)
class PlannedBreak:
    """Rest on the way.

    Parameters
    ----------
    before_stop
        Number of the stop that comes next; one more than the last on the way to the depot.
    start_at, end_at
        Aware UTC.
    not_before_at
        When it may begin at the earliest; none where driving decides, not the clock.
    law
        Which law asks for it, for people; empty for a break of the shift.
    """

    before_stop: int
    start_at: datetime
    end_at: datetime
    not_before_at: datetime | None = None
    law: str = ""


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """One visit, planned.

    Parameters
    ----------
    sequence
        From 1 along the route.
    arrival_at, service_start_at, departure_at
        Aware UTC; between the first two the driver waits.
    slack_s
        By how many seconds service could start later with every stop after it still in time.
    kind
        Whether goods are handed over ("delivery") or fetched ("pickup").
    """

    sequence: int
    reference: str
    recipient: str
    phone: str
    address: str
    location: Point
    arrival_at: datetime
    service_start_at: datetime
    departure_at: datetime
    windows: tuple[TimeWindow, ...]
    parcels: int
    weight_g: int
    volume_cm3: int
    note: str
    slack_s: int
    kind: str = "delivery"


@dataclass(frozen=True, slots=True)
class PlannedRoute:
    """The stops of one vehicle in its shift.

    Parameters
    ----------
    start_at, end_at
        Departure from and return to the depot, aware UTC.
    weight_g, volume_cm3
        What it carries when it leaves: what is fetched on the way does not count.
    geometry
        Its line on the roads, an encoded polyline of precision 6.
    breaks
        Of its driver, in order.
    co2e_g, co2e_cost_minor
        Grams of CO2 equivalent that it gives off, and the part of the cost that is their price.
    extra_visits, extra_visits_cost_minor
        How many of its visits are to a door that it, or a route before it in the plan, visits
        already; and the part of the cost that is their price.
    """

    vehicle: str
    driver: str
    color: str
    depot: Depot
    start_at: datetime
    end_at: datetime
    distance_m: int
    cost_minor: int
    weight_g: int
    volume_cm3: int
    capacity_g: int
    capacity_cm3: int
    geometry: str
    stops: tuple[PlannedStop, ...]
    breaks: tuple[PlannedBreak, ...] = ()
    co2e_g: int = 0
    co2e_cost_minor: int = 0
    extra_visits: int = 0
    extra_visits_cost_minor: int = 0

    @property
    def duration_s(self) -> int:
        """Return the seconds from departure to return."""
        return int((self.end_at - self.start_at).total_seconds())

    @property
    def parcels(self) -> int:
        """Return how many parcels it carries."""
        return sum(stop.parcels for stop in self.stops)


@dataclass(frozen=True, slots=True)
class Fix:
    """One change with which a shipment that was left out would fit.

    Parameters
    ----------
    change
        Its code, as in ``engine.Change``.
    vehicle
        Name of the vehicle that would take it, or of which there would be one more.
    cost_minor
        What the routes would then cost more, in minor units of the plan's currency.
    sentence
        The same in words, with amounts and local times.
    """

    change: str
    vehicle: str
    cost_minor: int
    sentence: str


@dataclass(frozen=True, slots=True)
class UnassignedShipment:
    """A shipment that was left out: a reason's code, what it means, what to do about it.

    Parameters
    ----------
    fixes
        Changes that were tried and found to work, the cheapest first; none when no single
        change would do.
    """

    reference: str
    recipient: str
    address: str
    location: Point
    reason: str
    sentence: str
    action: str
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The routes of one service date and what is left out of them.

    Parameters
    ----------
    timezone
        In which ``service_on`` and the times people see are.
    cost_minor
        Of all routes, minor units of ``currency``.
    """

    service_on: date
    timezone: str
    currency: str
    routes: tuple[PlannedRoute, ...]
    unassigned: tuple[UnassignedShipment, ...]

    @property
    def cost_minor(self) -> int:
        """Return what all routes cost together."""
        return sum(route.cost_minor for route in self.routes)

    @property
    def co2e_g(self) -> int:
        """Return the grams of CO2 equivalent that all routes give off together."""
        return sum(route.co2e_g for route in self.routes)

    @property
    def co2e_cost_minor(self) -> int:
        """Return the part of the cost that is the price of greenhouse gases."""
        return sum(route.co2e_cost_minor for route in self.routes)

    @property
    def extra_visits(self) -> int:
        """Return how many visits are to doors that are visited already."""
        return sum(route.extra_visits for route in self.routes)

    @property
    def extra_visits_cost_minor(self) -> int:
        """Return the part of the cost that is the price of such visits."""
        return sum(route.extra_visits_cost_minor for route in self.routes)

    @property
    def distance_m(self) -> int:
        """Return how far all routes go together."""
        return sum(route.distance_m for route in self.routes)

    @property
    def duration_s(self) -> int:
        """Return how long all routes take together."""
        return sum(route.duration_s for route in self.routes)

    @property
    def stop_count(self) -> int:
        """Return how many shipments are planned."""
        return sum(len(route.stops) for route in self.routes)

    def local(self, instant: datetime) -> datetime:
        """Return an instant as the clocks of the plan's time zone show it."""
        return instant.astimezone(ZoneInfo(self.timezone))

    def __str__(self) -> str:
        lines = [self._route_line(route) for route in self.routes]
        lines += [f"unassigned: {left.reference} {left.reason}" for left in self.unassigned]
        return "\n".join(lines)

    def _route_line(self, route: PlannedRoute) -> str:
        stops = "".join(
            f" > {stop.reference} {self.local(stop.arrival_at):%H:%M}" for stop in route.stops
        )
        start, end = self.local(route.start_at), self.local(route.end_at)
        depot = route.depot.name
        return f"{route.vehicle}: {depot} {start:%H:%M}{stops} > {depot} {end:%H:%M}"
