"""Turn what is known about routes and deliveries into what goes over the wire."""

from datetime import datetime

from doorstep.dispatch import DispatchedStop, Proof, RouteStatus, StopStatus
from doorstep.kernel import TimeWindow
from doorstep.tracking.eta import is_late
from doorstep.tracking.model import Position
from doorstep.tracking.service import LiveRoute, Tracked
from doorstep.tracking.views import (
    DeliveredView,
    FailedView,
    LiveBreakView,
    LiveDepotView,
    LivePositionView,
    LiveRouteView,
    LiveStopView,
    ProofView,
    StopPaymentView,
    StopWindowView,
    TrackDriverView,
    TrackDueView,
    TrackMapView,
    TrackView,
)


def show_live_route(live: LiveRoute) -> LiveRouteView:
    """Return a live route as it goes over the wire."""
    route = live.route
    stops = [_show_stop(stop, live) for stop in route.stops]
    next_up = next((stop for stop in stops if stop.status == "planned"), None)
    if next_up is not None and route.status is RouteStatus.STARTED:
        next_up.status = "en_route"
    depot = route.depot
    return LiveRouteView.model_validate(
        {name: getattr(route, name) for name in LiveRouteView.model_fields if hasattr(route, name)}
        | {
            "status": route.status.value,
            "currency": route.costs.currency,
            "depot": LiveDepotView(
                name=depot.name, lat=depot.location.lat, lon=depot.location.lon
            ),
            "position": _show_position(live.position),
            "done": sum(stop.status == "delivered" for stop in stops),
            "failed": sum(stop.status == "failed" for stop in stops),
            "total": len(stops),
            "late": sum(stop.late for stop in stops),
            "breaks": _show_breaks(live),
            "stops": stops,
        }
    )


def show_tracked(tracked: Tracked, city: TrackMapView) -> TrackView:
    """Return the recipient's page as it goes over the wire."""
    view = tracked.view
    ended_at = view.ended_at
    failed = ended_at is not None and view.reason is not None
    return TrackView(
        reference=view.reference,
        merchant=tracked.tenant.name,
        status=view.status.value,
        window=_show_span(view.window),
        eta=_show_span(view.eta),
        stops_before=view.stops_before,
        address=view.street,
        lat=view.location.lat if view.location else None,
        lon=view.location.lon if view.location else None,
        driver=TrackDriverView.model_validate(view.driver) if view.driver else None,
        delivered=DeliveredView(at=ended_at, recipient_name=view.recipient_name)
        if ended_at is not None and not failed
        else None,
        failed=FailedView(at=ended_at, reason=view.reason or "")
        if ended_at is not None and failed
        else None,
        door_pin=view.door_pin or None,
        due=TrackDueView(
            amount_minor=view.due.amount_minor,
            currency=view.due.currency,
            by_card=view.pays_by_card,
            paid=tracked.is_paid,
        )
        if view.due
        else None,
        map=city,
        timezone=tracked.tenant.timezone,
        locale=tracked.tenant.locale,
    )


def _show_stop(stop: DispatchedStop, live: LiveRoute) -> LiveStopView:
    eta = live.etas.get(stop.id)
    payment = live.payments.get(stop.shipment_id)
    shown = {
        name: getattr(stop, name) for name in LiveStopView.model_fields if hasattr(stop, name)
    }
    return LiveStopView.model_validate(
        shown
        | {
            "status": stop.status.value,
            "lat": stop.location.lat,
            "lon": stop.location.lon,
            "windows": [_show_window(window) for window in stop.windows],
            "eta_at": eta.service_start_at if eta else None,
            "late": eta is not None and is_late(stop, eta),
            "reason": stop.reason.value if stop.reason else None,
            "payment": StopPaymentView(id=payment.id, state=payment.state.value)
            if payment
            else None,
            "proof": _show_proof(stop.proof) if stop.status is not StopStatus.PLANNED else None,
        }
    )


def _show_breaks(live: LiveRoute) -> list[LiveBreakView]:
    return [
        LiveBreakView(
            before_stop=rest.before_stop,
            start_at=rest.start_at,
            end_at=rest.end_at,
            eta_at=ahead.start_at if ahead else None,
            law=rest.law,
        )
        for rest, ahead in zip(live.route.breaks, live.breaks, strict=True)
    ]


def _show_proof(proof: Proof | None) -> ProofView | None:
    if proof is None:
        return None
    return ProofView(
        photos=[_file_url(name) for name in proof.photos],
        signature=_file_url(proof.signature) if proof.signature else None,
        recipient_name=proof.recipient_name,
    )


def _show_position(position: Position | None) -> LivePositionView | None:
    if position is None:
        return None
    return LivePositionView(
        lat=position.point.lat,
        lon=position.point.lon,
        fixed_at=position.fixed_at,
        heading_deg=position.heading_deg,
        speed_mps=position.speed_mps,
    )


def _show_window(window: TimeWindow) -> StopWindowView:
    return StopWindowView(early_at=window.early_at, late_at=window.late_at)


def _show_span(span: tuple[datetime, datetime] | None) -> StopWindowView | None:
    return StopWindowView(early_at=span[0], late_at=span[1]) if span else None


def _file_url(sha256: str) -> str:
    return f"/api/v1/files/{sha256}"
