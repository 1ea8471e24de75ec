"""What plans look like on the wire."""

from datetime import date, datetime
from typing import Literal, Self

from doorstep import engine
from doorstep.planning.stored import (
    PlanStatus,
    StoredPlan,
    StoredRoute,
    StoredStop,
    StoredUnassigned,
)
from doorstep.plumbing.web import View


class ProgressView(View):
    """The best plan so far of a running search."""

    elapsed_s: float
    cost_minor: int
    routes: int
    unassigned: int


class PlanProblemView(View):
    """Why a plan failed, and what to do about it."""

    code: str
    detail: str
    action: str


class PlanSummaryView(View):
    """A plan without its routes.

    ``co2e_g`` are grams of CO2 equivalent from well to wheel; ``co2e_cost_minor`` is the part of
    the cost that is their price. ``extra_visits`` counts visits to doors that are visited already,
    ``extra_visits_cost_minor`` is what these cost.
    """

    id: str
    service_on: date
    status: PlanStatus
    created_at: datetime
    seconds: int
    stop_requested: bool
    progress: ProgressView | None
    problem: PlanProblemView | None
    currency: str
    cost_minor: int
    distance_m: int
    duration_s: int
    co2e_g: int
    co2e_cost_minor: int
    extra_visits: int
    extra_visits_cost_minor: int


class PlansView(View):
    """The plans of a day, newest first."""

    items: list[PlanSummaryView]


class PlanWindowView(View):
    """When service may start, both ends included."""

    early_at: datetime
    late_at: datetime


class PlanStopView(View):
    """One planned visit."""

    id: str
    sequence: int
    shipment_id: str
    reference: str
    recipient: str
    address: str
    lat: float
    lon: float
    arrival_at: datetime
    service_start_at: datetime
    departure_at: datetime
    windows: list[PlanWindowView]
    parcels: int
    kind: Literal["delivery", "pickup"]
    slack_s: int

    @classmethod
    def from_stored(cls, stop: StoredStop) -> Self:
        """Return a stop as it goes over the wire."""
        return cls(
            id=stop.id,
            sequence=stop.sequence,
            shipment_id=stop.shipment_id,
            reference=stop.reference,
            recipient=stop.recipient,
            address=stop.address,
            lat=stop.location.lat,
            lon=stop.location.lon,
            arrival_at=stop.arrival_at,
            service_start_at=stop.service_start_at,
            departure_at=stop.departure_at,
            windows=[PlanWindowView.model_validate(window) for window in stop.windows],
            parcels=stop.parcels,
            kind=stop.kind,
            slack_s=stop.slack_s,
        )


class LoadView(View):
    """What a vehicle carries when it leaves, and what it could."""

    weight_g: int
    volume_cm3: int
    capacity_g: int
    capacity_cm3: int


class RouteDepotView(View):
    """Where the route starts and ends."""

    name: str
    lat: float
    lon: float


class PlannedBreakView(View):
    """Rest on the way: before which stop, one more than the last on the way to the depot.

    ``law`` names the law of drivers' hours that asks for it; empty for a break of the shift.
    """

    before_stop: int
    start_at: datetime
    end_at: datetime
    law: str


class PlanRouteView(View):
    """One vehicle's route; ``geometry`` is an encoded polyline of precision 6."""

    id: str
    vehicle_id: str
    vehicle: str
    driver: str
    color: str
    start_at: datetime
    end_at: datetime
    distance_m: int
    cost_minor: int
    load: LoadView
    geometry: str
    depot: RouteDepotView
    stops: list[PlanStopView]
    breaks: list[PlannedBreakView]
    co2e_g: int
    co2e_cost_minor: int
    extra_visits: int
    extra_visits_cost_minor: int

    @classmethod
    def from_stored(cls, route: StoredRoute) -> Self:
        """Return a route as it goes over the wire."""
        here = route.depot_location
        return cls(
            id=route.id,
            vehicle_id=route.vehicle_id,
            vehicle=route.vehicle,
            driver=route.driver,
            color=route.color,
            start_at=route.start_at,
            end_at=route.end_at,
            distance_m=route.distance_m,
            cost_minor=route.cost_minor,
            load=LoadView.model_validate(route),
            geometry=route.geometry,
            depot=RouteDepotView(name=route.depot, lat=here.lat, lon=here.lon),
            stops=[PlanStopView.from_stored(stop) for stop in route.stops],
            breaks=[PlannedBreakView.model_validate(rest) for rest in route.breaks],
            co2e_g=route.co2e_g,
            co2e_cost_minor=route.co2e_cost_minor,
            extra_visits=route.extra_visits,
            extra_visits_cost_minor=route.extra_visits_cost_minor,
        )


class FixView(View):
    """One change with which a shipment that was left out would fit, proven to work."""

    change: engine.Change
    vehicle: str
    cost_minor: int
    sentence: str


class UnassignedView(View):
    """A shipment that was left out, why, what to do, and what would make it fit."""

    shipment_id: str
    reference: str
    address: str
    lat: float
    lon: float
    reason: str
    sentence: str
    action: str
    fixes: list[FixView]

    @classmethod
    def from_stored(cls, left: StoredUnassigned) -> Self:
        """Return an unassigned shipment as it goes over the wire."""
        return cls(
            shipment_id=left.shipment_id,
            reference=left.reference,
            address=left.address,
            lat=left.location.lat,
            lon=left.location.lon,
            reason=left.reason,
            sentence=left.sentence,
            action=left.action,
            fixes=[FixView.model_validate(fix) for fix in left.fixes],
        )


class PlanView(PlanSummaryView):
    """A plan with its routes and what is unassigned."""

    routes: list[PlanRouteView]
    unassigned: list[UnassignedView]

    @classmethod
    def from_stored(cls, plan: StoredPlan) -> Self:
        """Return a plan as it goes over the wire."""
        summary = PlanSummaryView.model_validate(plan)
        return cls(
            **summary.model_dump(),
            routes=[PlanRouteView.from_stored(route) for route in plan.routes],
            unassigned=[UnassignedView.from_stored(left) for left in plan.unassigned],
        )
