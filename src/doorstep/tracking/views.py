"""What live routes, positions and the recipient's page look like on the wire."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from doorstep.plumbing.fields import Instant
from doorstep.plumbing.web import Body, View
from doorstep.tracking.model import RawPosition

_MOST_POSITIONS = 5000

_Number = Annotated[float | None, Field(allow_inf_nan=True)]


class PositionBody(Body):
    """One fix of the device: degrees WGS 84, metres, degrees from north, metres a second."""

    fixed_at: Instant
    lat: float
    lon: float
    accuracy_m: _Number = None
    heading_deg: _Number = None
    speed_mps: _Number = None


class PositionsBody(Body):
    """Fixes in any order; one that does not fit is rejected by itself."""

    positions: list[
        Annotated[PositionBody | dict[str, Any], Field(union_mode="left_to_right")]
    ] = Field(max_length=_MOST_POSITIONS)


class RejectedPositionView(View):
    """A fix that was not taken in, by its place in the batch."""

    index: int
    reason: str


class PositionsReportView(View):
    """How many fixes are new, and which were rejected why."""

    stored: int
    rejected: list[RejectedPositionView]


class StopWindowView(View):
    """From when until when, both ends included."""

    early_at: datetime
    late_at: datetime


class LivePositionView(View):
    """Where the driver is."""

    lat: float
    lon: float
    fixed_at: datetime
    heading_deg: float | None
    speed_mps: float | None


class ProofView(View):
    """What shows that the goods were handed over; photos and signature as addresses."""

    photos: list[str]
    signature: str | None
    recipient_name: str


class CodView(View):
    """Cash to collect at the door, in minor units."""

    amount_minor: int
    currency: str


class StopPaymentView(View):
    """How far the card payment is that was asked for in place of cash."""

    id: str
    state: Literal["asked", "open", "paid", "cancelled", "failed", "refunded"]


class LiveStopView(View):
    """A stop as planned, as it went, and as predicted.

    ``en_route`` is the first open stop of a route that has started. ``late`` means that the ETA
    is after the last window.
    """

    id: str
    sequence: int
    shipment_id: str
    reference: str
    recipient: str
    phone: str
    address: str
    lat: float
    lon: float
    arrival_at: datetime
    service_start_at: datetime
    departure_at: datetime
    windows: list[StopWindowView]
    parcels: int
    note: str
    status: Literal["planned", "en_route", "delivered", "failed"]
    eta_at: datetime | None
    late: bool
    arrived_at: datetime | None
    completed_at: datetime | None
    reason: str | None
    disputed: bool
    proof: ProofView | None
    cod: CodView | None
    payment: StopPaymentView | None


class LiveLoadView(View):
    """What is in the vehicle at the start and what fits in."""

    weight_g: int
    volume_cm3: int
    capacity_g: int
    capacity_cm3: int


class LiveDepotView(View):
    """Where the route starts and ends."""

    name: str
    lat: float
    lon: float


class LiveBreakView(View):
    """A break as planned and as predicted: ``eta_at`` is null once a stop behind it was reached.

    ``before_stop`` is one more than the last stop's number on the way to the depot; ``law`` names
    the law of drivers' hours that asks for it, and is empty for a break of the shift.
    """

    before_stop: int
    start_at: datetime
    end_at: datetime
    eta_at: datetime | None
    law: str


class LiveRouteView(View):
    """A released route as it stands now.

    ``done`` counts delivered stops, ``failed`` those that failed, ``late`` open ones whose ETA
    is after the last window.
    """

    id: str
    plan_id: str
    service_on: date
    status: Literal["released", "started", "finished"]
    vehicle_id: str
    vehicle: str
    driver_id: str
    driver: str
    color: str
    start_at: datetime
    end_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    distance_m: int
    cost_minor: int
    currency: str
    load: LiveLoadView
    depot: LiveDepotView
    geometry: str
    position: LivePositionView | None
    done: int
    failed: int
    total: int
    late: int
    breaks: list[LiveBreakView]
    stops: list[LiveStopView]


class LiveRoutesView(View):
    """The day's routes, by vehicle."""

    items: list[LiveRouteView]


class DoorView(View):
    """What the driver needs to know and to ask at one door."""

    stop_id: str
    kind: str
    labels: list[str]
    min_age: int
    pin_check: bool
    gate_code: str
    safe_place: str
    neighbour: str
    pays_by: str
    temperature: str
    dangerous_goods: str


class DriverRouteView(View):
    """The driver's route with its doors, or none; and the date of the next one after today.

    ``takes_cards`` tells whether what is due may be paid by card.
    """

    route: LiveRouteView | None
    doors: list[DoorView]
    next_route_on: date | None
    takes_cards: bool


class TrackDriverView(View):
    """Who brings it and about where they are."""

    first_name: str
    lat: float
    lon: float
    heading_deg: float | None


class DeliveredView(View):
    """When it was handed over, and to whom."""

    at: datetime
    recipient_name: str


class FailedView(View):
    """When it could not be handed over, and why."""

    at: datetime
    reason: str


class TrackMapView(View):
    """The city's map, as ``GET /map`` gives it."""

    name: str
    bounds: tuple[float, float, float, float]
    center: tuple[float, float]
    tiles_url: str
    attribution: str


class TrackDueView(View):
    """What is paid at the door, and how the recipient means to; ``paid`` once it is by card."""

    amount_minor: int
    currency: str
    by_card: bool
    paid: bool


class TrackView(View):
    """Everything the recipient may see; what is not theirs to see is null."""

    reference: str
    merchant: str
    status: str
    window: StopWindowView | None
    eta: StopWindowView | None
    stops_before: int | None
    address: str
    lat: float | None
    lon: float | None
    driver: TrackDriverView | None
    delivered: DeliveredView | None
    failed: FailedView | None
    door_pin: str | None
    due: TrackDueView | None
    map: TrackMapView
    timezone: str
    locale: str


def read_positions(body: PositionsBody) -> list[RawPosition | str]:
    """Return each fix, or the reason why it cannot be read."""
    return [_read_position(one) for one in body.positions]


def _read_position(body: PositionBody | dict[str, Any]) -> RawPosition | str:
    if not isinstance(body, PositionBody):
        try:
            body = PositionBody.model_validate(body)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            return f"malformed: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return RawPosition(
        body.fixed_at, body.lat, body.lon, body.accuracy_m, body.heading_deg, body.speed_mps
    )
