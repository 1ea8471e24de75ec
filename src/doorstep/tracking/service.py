"""Take in positions; put plan, facts, positions and ETAs together."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from doorstep import dispatch, orders
from doorstep.dispatch import DispatchedRoute, RouteStatus
from doorstep.payments import Payment, PaymentState
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Tenant
from doorstep.plumbing.bus import Message
from doorstep.plumbing.db import Database
from doorstep.plumbing.problem import NotFoundError
from doorstep.plumbing.unit import Kit, Unit
from doorstep.roads.sources import Region
from doorstep.tracking import store
from doorstep.tracking.drives import read_drives
from doorstep.tracking.errors import LinkExpiredError
from doorstep.tracking.eta import BreakEta, Eta, forecast
from doorstep.tracking.model import BadPositionError, Position, RawPosition, check_position
from doorstep.tracking.pace import Pace
from doorstep.tracking.visibility import (
    RecipientView,
    is_link_dead,
    list_near,
    show_to_recipient,
)

_pace = Pace()
_PURGED_AT_ONCE = 300
_TOO_LONG_AGO = "This delivery was too long ago."


@dataclass(frozen=True, slots=True)
class LiveRoute:
    """A released route with where its driver is, and when open stops and breaks will be reached.

    Parameters
    ----------
    payments
        Card payments, by the shipment's id.
    """

    route: DispatchedRoute
    position: Position | None
    etas: dict[str, Eta]
    breaks: tuple[BreakEta | None, ...] = ()
    payments: Mapping[str, Payment] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RejectedPosition:
    """A position that was not taken in, by its place in the batch."""

    index: int
    reason: str


@dataclass(frozen=True, slots=True)
class PositionsReport:
    """What became of a batch: how many are new, and which were rejected why."""

    stored: int
    rejected: tuple[RejectedPosition, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Tracked:
    """What the page behind a tracking link shows, for which company, and whether it is paid."""

    tenant: Tenant
    view: RecipientView
    is_paid: bool = False


@dataclass(frozen=True, slots=True)
class SentPositions:
    """What one request of a driver's device brought.

    Parameters
    ----------
    sent
        As the device sent them, or the reason why one could not be read.
    """

    driver_id: str
    sent: Sequence[RawPosition | str]


class Recorder:
    """Takes positions in, those of many phones that come at the same time together.

    Parameters
    ----------
    positions
        Their database: they have transactions of their own.
    """

    def __init__(self, kit: Kit, positions: Database) -> None:
        self._kit = kit
        self._positions = positions
        self._adding = store.Adding(self._check)

    async def record(self, tenant_id: str, sent: SentPositions) -> PositionsReport:
        """Store a driver's positions; a bad one is rejected by itself.

        Raises
        ------
        TooBusyError
            More comes in than can be written.
        """
        report = PositionsReport(*await self._positions.submit(tenant_id, self._adding, sent))
        if report.stored and self._is_time_to_tell(tenant_id, sent.driver_id):
            await asyncio.to_thread(self._tell, tenant_id, sent.driver_id)
        return report

    def record_now(self, tenant_id: str, sent: SentPositions) -> PositionsReport:
        """Store a driver's positions, from a thread."""
        (outcome,) = self._positions.write_together(
            tenant_id, lambda session: self._adding(session, [sent])
        )
        report = PositionsReport(*outcome)
        if report.stored and self._is_time_to_tell(tenant_id, sent.driver_id):
            self._tell(tenant_id, sent.driver_id)
        return report

    def _check(
        self, tenant_id: str, requests: Sequence[SentPositions]
    ) -> tuple[datetime, list[tuple[list[Position], tuple[RejectedPosition, ...]]]]:
        """Tell good from bad for several requests, with one question about who is on duty."""
        now_at = self._kit.clock.now()
        drivers = {one.driver_id for one in requests}
        since_at = min(
            (raw.fixed_at for one in requests for raw in one.sent if not isinstance(raw, str)),
            default=now_at,
        )
        with self._kit.read(tenant_id) as unit:
            duties = dispatch.list_duties(unit, drivers, since_at)
        return now_at, [_check(one, now_at, duties.get(one.driver_id, ())) for one in requests]

    def _is_time_to_tell(self, tenant_id: str, driver_id: str) -> bool:
        return self._kit.bus.has_listeners(tenant_id) and _pace.may_tell(driver_id)

    def _tell(self, tenant_id: str, driver_id: str) -> None:
        with self._kit.read(tenant_id) as unit:
            _tell(unit, self._positions, driver_id)


def _check(
    one: SentPositions, now_at: datetime, duty: Sequence[tuple[datetime, datetime | None]]
) -> tuple[list[Position], tuple[RejectedPosition, ...]]:
    good: list[Position] = []
    rejected: list[RejectedPosition] = []
    for index, raw in enumerate(one.sent):
        if isinstance(raw, str):
            rejected.append(RejectedPosition(index, raw))
            continue
        try:
            good.append(check_position(raw, one.driver_id, now_at, duty))
        except BadPositionError as error:
            rejected.append(RejectedPosition(index, str(error)))
    return good, tuple(rejected)


def purge_positions(positions: Database, before_at: datetime) -> int:
    """Forget where drivers were before an instant; return how many positions.

    In small steps, so that phones that report meanwhile hardly wait.
    """
    count = 0
    while True:
        with positions.write(None) as session:
            gone = store.purge_before(session, before_at, _PURGED_AT_ONCE)
        count += gone
        if gone < _PURGED_AT_ONCE:
            return count


def list_live_routes(
    unit: Unit, positions: Database, service_on: date, region: Region | None = None
) -> list[LiveRoute]:
    """Return the day's released routes as they stand now, arrivals by the region's roads."""
    return _make_live(unit, positions, dispatch.list_routes(unit, service_on), region)


def get_live_route(
    unit: Unit, positions: Database, route_id: str, region: Region | None = None
) -> LiveRoute:
    """Return a released route as it stands now.

    Raises
    ------
    NotFoundError
        There is none, or it was recalled.
    """
    return _make_live(unit, positions, [dispatch.get_route(unit, route_id)], region)[0]


def find_live_route_of_driver(
    unit: Unit, positions: Database, driver_id: str, region: Region | None = None
) -> LiveRoute | None:
    """Return the route the driver has to do with now, or none."""
    route = dispatch.find_route_of_driver(unit, driver_id)
    return _make_live(unit, positions, [route], region)[0] if route else None


def track(kit: Kit, positions: Database, token: str, region: Region | None = None) -> Tracked:
    """Return what the recipient with this tracking token may see now.

    Raises
    ------
    NotFoundError
        No shipment has this token.
    LinkExpiredError
        Its delivery is too long ago.
    """
    tenant_id, stored = find_tracked(kit, token)
    with kit.read(tenant_id) as unit:
        tenant = auth.find_tenant(unit.session, tenant_id)
        route = dispatch.find_route_of_shipment(unit, stored.id)
        position = _latest(unit, positions, [route] if route else []).get(
            route.driver_id if route else ""
        )
        drive = read_drives(unit, region, [route])(route) if route else None
        view = show_to_recipient(stored, route, position, unit.now(), drive)
        paid = dispatch.list_payments(unit, [route]).get(stored.id) if route else None
    if view is None or tenant is None:
        raise LinkExpiredError(_TOO_LONG_AGO)
    return Tracked(tenant, view, paid is not None and paid.state is PaymentState.PAID)


def find_listened(kit: Kit, token: str) -> tuple[str, orders.StoredShipment, str | None]:
    """Return whose shipment has this tracking token, it, and the id of its route or none.

    Raises
    ------
    NotFoundError
        No shipment has this token.
    LinkExpiredError
        Its delivery is too long ago.
    """
    tenant_id, stored = find_tracked(kit, token)
    with kit.read(tenant_id) as unit:
        route = dispatch.find_route_of_shipment(unit, stored.id)
        if is_link_dead(stored, route, unit.now()):
            raise LinkExpiredError(_TOO_LONG_AGO)
    return tenant_id, stored, route.id if route else None


def find_tracked(kit: Kit, token: str) -> tuple[str, orders.StoredShipment]:
    """Return whose the shipment with this tracking token is, and it.

    Raises
    ------
    NotFoundError
        No shipment has this token.
    """
    found = orders.find_by_token(kit, token)
    if found is None:
        message = "No delivery belongs to this link."
        raise NotFoundError(message)
    return found


def _make_live(
    unit: Unit,
    positions: Database,
    routes: Sequence[DispatchedRoute],
    region: Region | None = None,
) -> list[LiveRoute]:
    latest = _latest(unit, positions, routes)
    now_at = unit.now()
    drives = read_drives(unit, region, routes)
    payments = dispatch.list_payments(unit, routes)
    live = []
    for route in routes:
        ahead = forecast(route, now_at, drives(route))
        position = latest.get(route.driver_id)
        live.append(LiveRoute(route, position, ahead.stops, ahead.breaks, payments))
    return live


def _latest(
    unit: Unit, positions: Database, routes: Sequence[DispatchedRoute]
) -> dict[str, Position]:
    """Return where the drivers are that are on the road; others are nobody's business."""
    started = [route for route in routes if route.status is RouteStatus.STARTED]
    if not started:
        return {}
    with positions.read(None) as session:
        latest = store.list_latest(session, unit.tenant_id, [route.driver_id for route in started])
    since = {route.driver_id: route.started_at for route in started}
    return {
        driver_id: position
        for driver_id, position in latest.items()
        if (start_at := since[driver_id]) is not None and position.fixed_at >= start_at
    }


def _tell(unit: Unit, positions: Database, driver_id: str) -> None:
    """Tell live screens where the driver is now."""
    live = find_live_route_of_driver(unit, positions, driver_id)
    if live is None or live.position is None:
        return
    here = live.position
    data = {
        "route_id": live.route.id,
        "driver_id": driver_id,
        "lat": here.point.lat,
        "lon": here.point.lon,
        "fixed_at": here.fixed_at.isoformat(),
        "accuracy_m": here.accuracy_m,
        "heading_deg": here.heading_deg,
        "speed_mps": here.speed_mps,
        "near": list(list_near(live.route)),
    }
    unit.kit.bus.publish(unit.tenant_id, Message("position.updated", live.route.id, data))
