"""Released routes, their stops, and what drivers report about them; pure."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from doorstep.kernel import Money, Point, TimeWindow
from doorstep.planning import PlannedBreak


class RouteStatus(StrEnum):
    """Where a released route is in its life."""

    RELEASED = "released"
    STARTED = "started"
    FINISHED = "finished"
    RECALLED = "recalled"


class StopStatus(StrEnum):
    """Where a stop is in its life."""

    PLANNED = "planned"
    DELIVERED = "delivered"
    FAILED = "failed"


class CommandKind(StrEnum):
    """What a driver can report."""

    START_ROUTE = "start_route"
    ARRIVE = "arrive"
    DELIVER = "deliver"
    FAIL = "fail"
    FINISH_ROUTE = "finish_route"


class FailReason(StrEnum):
    """Why goods were not handed over."""

    RECIPIENT_ABSENT = "recipient_absent"
    REFUSED = "refused"
    WRONG_ADDRESS = "wrong_address"
    NO_ACCESS = "no_access"
    DAMAGED = "damaged"
    OUT_OF_TIME = "out_of_time"
    AGE_NOT_PROVED = "age_not_proved"
    NOT_PAID = "not_paid"


class HandedTo(StrEnum):
    """Who took the goods, or where they were left."""

    RECIPIENT = "recipient"
    HOUSEHOLD = "household"
    NEIGHBOUR = "neighbour"
    SAFE_PLACE = "safe_place"


class PinVerdict(StrEnum):
    """What the PIN said at the door is worth."""

    NOT_ASKED = "not_asked"
    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"


class Outcome(StrEnum):
    """How an attempt ended."""

    DELIVERED = "delivered"
    FAILED = "failed"


class Applied(StrEnum):
    """What became of a command that was not refused."""

    APPLIED = "applied"
    ALREADY_APPLIED = "already_applied"


ROUTE_TRANSITIONS: dict[RouteStatus, frozenset[RouteStatus]] = {
    # A report may overtake the ones before it: the end of a route can be heard of first.
    RouteStatus.RELEASED: frozenset(
        {RouteStatus.STARTED, RouteStatus.FINISHED, RouteStatus.RECALLED}
    ),
    RouteStatus.STARTED: frozenset({RouteStatus.FINISHED}),
    RouteStatus.FINISHED: frozenset(),
    RouteStatus.RECALLED: frozenset(),
}
"""Legal changes of a route's status; everything else is refused or changes nothing."""

STOP_TRANSITIONS: dict[StopStatus, frozenset[StopStatus]] = {
    StopStatus.PLANNED: frozenset({StopStatus.DELIVERED, StopStatus.FAILED}),
    StopStatus.DELIVERED: frozenset(),
    StopStatus.FAILED: frozenset(),
}
"""Legal changes of a stop's status; a second outcome is kept as a dispute instead."""

ACTIVE = frozenset({RouteStatus.RELEASED, RouteStatus.STARTED})
"""Routes that occupy their vehicle and driver."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that goods were handed over.

    Parameters
    ----------
    photos, signature
        Names of files: the SHA-256 of the bytes that the device sent.
    recipient_name
        Who took them.
    scans
        Codes read from the labels at the door.
    strokes
        The signature as it was drawn: lines of points, x and y as shares of the pad and the
        milliseconds since its first touch.
    age_checked
        The age in years that the recipient proved to have reached, or none.
    pin
        What the recipient said when asked for their PIN, or empty.
    handed_to
        Who took them, or where they were left.
    """

    photos: tuple[str, ...] = ()
    signature: str | None = None
    recipient_name: str = ""
    scans: tuple[str, ...] = ()
    strokes: tuple[tuple[tuple[float, float, int], ...], ...] = ()
    age_checked: int | None = None
    pin: str = ""
    handed_to: HandedTo = HandedTo.RECIPIENT


@dataclass(frozen=True, slots=True)
class DeviceSeal:
    """What binds a report to the device on which it was made.

    Parameters
    ----------
    device_id, sequence
        Which installation of the app, and the how manieth report of it, from 1 without a gap.
    signed
        The exact text that the device's key signed, or empty: the report as JSON.
    signature
        Over ``signed``, base64url, or empty.
    same
        Whether ``signed`` says the same as the report that came with it.
    """

    device_id: str
    sequence: int
    signed: str = ""
    signature: str = ""
    same: bool = True


@dataclass(frozen=True, slots=True)
class DispatchedStop:
    """One visit of a released route: the frozen plan and what has happened since.

    Parameters
    ----------
    arrival_at, service_start_at, departure_at
        As planned.
    arrived_at, completed_at
        As it happened, or none so far.
    reason
        Why it failed, or none.
    disputed
        The driver's reports contradict each other; somebody must look at it.
    cod
        Cash to collect at the door, or none.
    """

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
    windows: tuple[TimeWindow, ...] = ()
    parcels: int = 1
    note: str = ""
    status: StopStatus = StopStatus.PLANNED
    arrived_at: datetime | None = None
    completed_at: datetime | None = None
    reason: FailReason | None = None
    proof: Proof | None = None
    disputed: bool = False
    cod: Money | None = None


@dataclass(frozen=True, slots=True)
class RouteCosts:
    """What the route's vehicle and driver cost, frozen at the release; minor units."""

    currency: str
    fixed_minor: int = 0
    per_km_minor: int = 0
    per_hour_minor: int = 0


@dataclass(frozen=True, slots=True)
class RouteLoad:
    """What is in the vehicle at the start and what fits in."""

    weight_g: int
    volume_cm3: int
    capacity_g: int
    capacity_cm3: int


@dataclass(frozen=True, slots=True)
class RouteDepot:
    """Where the route starts and ends."""

    name: str
    location: Point


@dataclass(frozen=True, slots=True)
class DispatchedRoute:
    """A released route: the frozen plan and how far its driver is.

    Parameters
    ----------
    start_at, end_at, distance_m, cost_minor, geometry, breaks
        As planned; ``geometry`` is a polyline with six digits.
    started_at, finished_at
        As it happened, or none so far.
    """

    id: str
    plan_id: str
    service_on: date
    vehicle_id: str
    vehicle: str
    driver_id: str
    driver: str
    color: str
    start_at: datetime
    end_at: datetime
    distance_m: int
    cost_minor: int
    costs: RouteCosts
    load: RouteLoad
    depot: RouteDepot
    geometry: str
    released_at: datetime
    stops: tuple[DispatchedStop, ...]
    status: RouteStatus = RouteStatus.RELEASED
    started_at: datetime | None = None
    finished_at: datetime | None = None
    breaks: tuple[PlannedBreak, ...] = ()

    def find_stop(self, stop_id: str | None) -> DispatchedStop | None:
        """Return the stop, or none when it is not on this route."""
        return next((stop for stop in self.stops if stop.id == stop_id), None)


@dataclass(frozen=True, slots=True)
class Fix:
    """Where the device was when the driver reported."""

    point: Point
    accuracy_m: float | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """One report of a driver, made on the device; its id makes a repetition harmless.

    Parameters
    ----------
    happened_at
        By the device's clock, which may be wrong.
    stop_id
        For arrive, deliver and fail.
    reason
        For fail.
    cash
        What was collected at the door, or none.
    device
        Which device made it, with its signature, or none.
    """

    id: str
    kind: CommandKind
    route_id: str
    happened_at: datetime
    stop_id: str | None = None
    position: Fix | None = None
    proof: Proof = field(default_factory=Proof)
    reason: FailReason | None = None
    note: str = ""
    cash: Money | None = None
    device: DeviceSeal | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """Return the names of the files that it needs."""
        signature = self.proof.signature
        return self.proof.photos if signature is None else (*self.proof.photos, signature)


@dataclass(frozen=True, slots=True)
class Report:
    """A command that is to be applied, with what tells it from another one of its id.

    Parameters
    ----------
    actor
        Who says that it is to be: the driver, or whoever released it for them.
    clock_offset_s
        How far our clock was ahead of the device's when it sent this, or none when unknown.
    """

    driver_id: str
    actor: str
    command: Command
    digest: str
    clock_offset_s: float | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to hand goods over, as reported; attempts are only ever added.

    Parameters
    ----------
    happened_at, completed_at
        By the device's clock, and corrected to what is possible.
    distance_m
        From the device to the address, or none when the device gave no position.
    disputed
        Why it did not change the stop, or empty when it did.
    pin
        What the PIN in the proof is worth; the PIN itself is not kept.
    """

    id: str
    route_id: str
    stop_id: str
    shipment_id: str
    command_id: str
    outcome: Outcome
    happened_at: datetime
    completed_at: datetime
    recorded_at: datetime
    proof: Proof
    reason: FailReason | None
    note: str
    position: Fix | None
    distance_m: int | None
    disputed: str = ""
    pin: PinVerdict = PinVerdict.NOT_ASKED
