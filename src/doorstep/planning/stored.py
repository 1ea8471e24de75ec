"""Plans as Doorstep keeps them: with identifiers, a status and how far the search is."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from doorstep.kernel import Point, TimeWindow
from doorstep.planning.model import Fix, PlannedBreak


class PlanStatus(StrEnum):
    """Where a plan is in its life."""

    QUEUED = "queued"
    MATRIX = "matrix"
    SOLVING = "solving"
    READY = "ready"
    FAILED = "failed"
    RELEASED = "released"
    SUPERSEDED = "superseded"


IN_PROGRESS = frozenset({PlanStatus.QUEUED, PlanStatus.MATRIX, PlanStatus.SOLVING})
"""A service date has at most one plan in one of these."""


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """The best plan so far of a running search."""

    elapsed_s: float
    cost_minor: int
    routes: int
    unassigned: int


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """Why a plan failed, and what to do about it."""

    code: str
    detail: str
    action: str


@dataclass(frozen=True, slots=True)
class StoredStop:
    """One planned visit; everything a driver needs is in it."""

    id: str
    sequence: int
    shipment_id: str
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
    service_s: int
    note: str
    slack_s: int
    tracking_token: str
    kind: str = "delivery"


@dataclass(frozen=True, slots=True)
class StoredRoute:
    """One vehicle's route with its stops in order; ``geometry`` is a polyline of precision 6."""

    id: str
    vehicle_id: str
    vehicle: str
    driver_id: str | None
    driver: str
    color: str
    depot_id: str
    depot: str
    depot_address: str
    depot_location: Point
    start_at: datetime
    end_at: datetime
    distance_m: int
    cost_minor: int
    weight_g: int
    volume_cm3: int
    capacity_g: int
    capacity_cm3: int
    geometry: str
    stops: tuple[StoredStop, ...]
    breaks: tuple[PlannedBreak, ...] = ()
    co2e_g: int = 0
    co2e_cost_minor: int = 0
    extra_visits: int = 0
    extra_visits_cost_minor: int = 0


@dataclass(frozen=True, slots=True)
class StoredUnassigned:
    """A shipment that was left out, why, and what to do about it."""

    shipment_id: str
    reference: str
    recipient: str
    address: str
    location: Point
    reason: str
    sentence: str
    action: str
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan without its routes.

    Parameters
    ----------
    seconds
        How long the search may take.
    stop_requested
        Whether somebody asked to end the search and keep the best so far.
    duration_s
        Of all routes together, from leaving the depot to being back.
    co2e_g, co2e_cost_minor
        Grams of CO2 equivalent of all routes, and the part of the cost that is their price.
    extra_visits, extra_visits_cost_minor
        Visits to doors that are visited already, and the part of the cost that is their price.
    """

    id: str
    service_on: date
    status: PlanStatus
    created_at: datetime
    requested_by: str
    seconds: int
    stop_requested: bool
    progress: PlanProgress | None
    problem: PlanProblem | None
    currency: str
    cost_minor: int
    distance_m: int
    duration_s: int
    co2e_g: int
    co2e_cost_minor: int
    extra_visits: int
    extra_visits_cost_minor: int


@dataclass(frozen=True, slots=True)
class StoredPlan(PlanSummary):
    """A plan with its routes and what is unassigned."""

    routes: tuple[StoredRoute, ...]
    unassigned: tuple[StoredUnassigned, ...]
