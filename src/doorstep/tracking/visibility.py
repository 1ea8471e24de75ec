"""What a recipient may see of their delivery; pure, and the only place that decides it.

The driver is a person at work and the other stops are other people's homes. A recipient sees
the driver only while that driver is coming to them, roughly; never where the driver has been,
never another stop, and less and less once the goods are there.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from doorstep.dispatch import (
    DispatchedRoute,
    DispatchedStop,
    FailReason,
    RouteStatus,
    StopStatus,
)
from doorstep.kernel import Money, Point
from doorstep.orders import TRANSITIONS, PaysBy, ShipmentStatus, StoredShipment
from doorstep.tracking.drives import Drive
from doorstep.tracking.eta import interval, predict
from doorstep.tracking.model import Position

NEAR_STOPS = 3
"""The driver shows from this many stops before the recipient's own."""

DETAILS_LIFETIME = timedelta(hours=48)
"""How long after the end the page still says more than that it was delivered."""

LINK_LIFETIME = timedelta(days=14)
"""How long after the end the link works."""

_COMING = frozenset({ShipmentStatus.PLANNED, ShipmentStatus.OUT_FOR_DELIVERY})
_DUE = _COMING | {ShipmentStatus.PENDING}
_TO_COME = frozenset(
    {
        ShipmentStatus.UNLOCATED,
        ShipmentStatus.PENDING,
        ShipmentStatus.HELD,
        ShipmentStatus.PLANNED,
    }
)
_STALE = timedelta(minutes=10)
# About 50 m in the north of Europe: enough to see that the driver is near, not at which door.
_GRID_DEG = 0.0005


@dataclass(frozen=True, slots=True)
class VisibleDriver:
    """A driver as a recipient may see them: a first name and about where they are."""

    first_name: str
    lat: float
    lon: float
    heading_deg: float | None


@dataclass(frozen=True, slots=True)
class RecipientView:
    """Everything a recipient may see.

    Parameters
    ----------
    window
        The window that was promised, or none.
    eta
        Between when and when the driver is expected, or none.
    stops_before
        How many stops come first, or none before the driver has started.
    street, location
        Of the recipient's own door; gone 48 hours after the end.
    ended_at
        When it was delivered or failed, or none.
    door_pin
        What to say to the driver at the door, or empty; only while it is on its way.
    due, pays_by_card
        What is paid at the door, or none where nothing is, or nothing any more; and how the
        recipient means to pay it.
    """

    reference: str
    status: ShipmentStatus
    window: tuple[datetime, datetime] | None = None
    eta: tuple[datetime, datetime] | None = None
    stops_before: int | None = None
    street: str = ""
    location: Point | None = None
    driver: VisibleDriver | None = None
    ended_at: datetime | None = None
    recipient_name: str = ""
    reason: str | None = None
    door_pin: str = ""
    due: Money | None = None
    pays_by_card: bool = False


def show_to_recipient(
    stored: StoredShipment,
    route: DispatchedRoute | None,
    position: Position | None,
    now_at: datetime,
    drive: Drive | None = None,
) -> RecipientView | None:
    """Return what the recipient of ``stored`` may see now, or none when the link is too old."""
    stop = find_own_stop(route, stored.id)
    missed = is_missed(route, stop)
    status = ShipmentStatus.DELIVERY_FAILED if missed else _told(stored.status)
    if is_link_dead(stored, route, now_at):
        return None
    ended_at, over_at = _ended_at(route, stop), _over_at(stored, route, stop)
    if over_at is not None and now_at - over_at > DETAILS_LIFETIME:
        return RecipientView(stored.shipment.reference, status)
    reason = FailReason.OUT_OF_TIME if missed else stop.reason if stop else None
    return RecipientView(
        reference=stored.shipment.reference,
        status=status,
        window=_promised(stored, stop),
        eta=_expected(route, stop, now_at, drive),
        stops_before=stops_before(route, stop),
        street=street_of(stored.shipment.address),
        location=stored.shipment.location,
        driver=_driver(route, stop, position, now_at),
        ended_at=ended_at,
        recipient_name=stop.proof.recipient_name if stop and stop.proof and ended_at else "",
        reason=reason.value if reason else None,
        door_pin=stored.door_pin if stored.shipment.pin_check and status in _COMING else "",
        due=stored.shipment.cod if status in _DUE else None,
        pays_by_card=stored.shipment.pays_by is PaysBy.CARD,
    )


def is_link_dead(stored: StoredShipment, route: DispatchedRoute | None, now_at: datetime) -> bool:
    """Tell whether it is over for so long that the link opens nothing any more."""
    over_at = _over_at(stored, route, find_own_stop(route, stored.id))
    return over_at is not None and now_at - over_at > LINK_LIFETIME


def _over_at(
    stored: StoredShipment, route: DispatchedRoute | None, stop: DispatchedStop | None
) -> datetime | None:
    """Return since when nothing more is to come, or none.

    What ended without a visit, such as a cancellation, is over with its day. An attempt that
    failed is not the end while another one is to come.
    """
    if stored.status in _TO_COME and (stop is None or stop.status is not StopStatus.DELIVERED):
        return None
    ended_at = _ended_at(route, stop)
    if ended_at is None and not TRANSITIONS[stored.status]:
        return datetime.combine(stored.service_on + timedelta(days=1), time(), UTC)
    return ended_at


def _told(status: ShipmentStatus) -> ShipmentStatus:
    """Return the status in the recipient's words: what the office still looks into is pending."""
    inside = {ShipmentStatus.UNLOCATED, ShipmentStatus.HELD}
    return ShipmentStatus.PENDING if status in inside else status


def is_missed(route: DispatchedRoute | None, stop: DispatchedStop | None) -> bool:
    """Tell whether the driver ended the route without a visit.

    The office decides what becomes of the shipment; until then the recipient must not go on
    waiting for a van that is back in its depot.
    """
    if route is None or stop is None:
        return False
    return route.status is RouteStatus.FINISHED and stop.status is StopStatus.PLANNED


def find_own_stop(route: DispatchedRoute | None, shipment_id: str) -> DispatchedStop | None:
    """Return the stop that carries the shipment, or none."""
    if route is None:
        return None
    return next((stop for stop in route.stops if stop.shipment_id == shipment_id), None)


def stops_before(route: DispatchedRoute | None, stop: DispatchedStop | None) -> int | None:
    """Return how many open stops come before ``stop``; none unless the driver is under way."""
    if route is None or stop is None or route.status is not RouteStatus.STARTED:
        return None
    if stop.status is not StopStatus.PLANNED:
        return None
    return sum(
        one.status is StopStatus.PLANNED and one.sequence < stop.sequence for one in route.stops
    )


def list_near(route: DispatchedRoute) -> tuple[str, ...]:
    """Return the shipments whose recipients may see the route's driver now."""
    near = (
        stop.shipment_id
        for stop in route.stops
        if (before := stops_before(route, stop)) is not None and before <= NEAR_STOPS
    )
    return tuple(near)


def street_of(address: str) -> str:
    """Return the street's name alone: no number, flat, postcode or city.

    A tracking link gets forwarded; together with a photo of a door, a full address is too much.
    """
    street = address.split(",", maxsplit=1)[0].strip()
    without_number = re.sub(r"^\d+\S*\s+", "", street)
    return re.split(r"\s+\d", without_number, maxsplit=1)[0].strip()


def _ended_at(route: DispatchedRoute | None, stop: DispatchedStop | None) -> datetime | None:
    if route is not None and is_missed(route, stop):
        return route.finished_at
    return stop.completed_at if stop else None


def _driver(
    route: DispatchedRoute | None,
    stop: DispatchedStop | None,
    position: Position | None,
    now_at: datetime,
) -> VisibleDriver | None:
    before = stops_before(route, stop)
    if route is None or position is None or before is None or before > NEAR_STOPS:
        return None
    if position.driver_id != route.driver_id or now_at - position.fixed_at > _STALE:
        return None
    names = route.driver.split()
    return VisibleDriver(
        first_name=names[0] if names else "",
        lat=_roughly(position.point.lat),
        lon=_roughly(position.point.lon),
        heading_deg=position.heading_deg,
    )


def _promised(
    stored: StoredShipment, stop: DispatchedStop | None
) -> tuple[datetime, datetime] | None:
    windows = stop.windows if stop else stored.shipment.windows
    if not windows:
        return None
    planned_at = stop.service_start_at if stop else None
    for window in sorted(windows):
        if planned_at is None or window.contains(planned_at):
            return window.early_at, window.late_at
    last = max(windows)
    return last.early_at, last.late_at


def _expected(
    route: DispatchedRoute | None,
    stop: DispatchedStop | None,
    now_at: datetime,
    drive: Drive | None,
) -> tuple[datetime, datetime] | None:
    if route is None or stop is None:
        return None
    eta = predict(route, now_at, drive).get(stop.id)
    return interval(eta, now_at) if eta else None


def _roughly(degrees: float) -> float:
    return round(round(degrees / _GRID_DEG) * _GRID_DEG, 4)
