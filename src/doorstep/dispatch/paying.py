"""Where card payments and the door meet: what is due there, and what cash was taken besides."""

from collections.abc import Sequence

from doorstep import payments
from doorstep.dispatch import store
from doorstep.dispatch.cash.ledger import settle_exception
from doorstep.dispatch.cash_model import Difference
from doorstep.dispatch.errors import RouteNotYoursError
from doorstep.dispatch.model import DispatchedRoute, DispatchedStop, RouteStatus
from doorstep.dispatch.store import cash as cash_store
from doorstep.payments import Payment, PaymentPort, PaymentState
from doorstep.plumbing.unit import Kit, Unit

_BY_CARD = "Paid by card"


def find_stop_of_driver(
    unit: Unit, driver_id: str, stop_id: str
) -> tuple[DispatchedRoute, DispatchedStop]:
    """Return a stop of a driver's own route.

    Raises
    ------
    RouteNotYoursError
        It is on another's route, or on none.
    """
    route = store.find_route_of_stop(unit.session, stop_id)
    stop = route.find_stop(stop_id) if route else None
    is_theirs = route is not None and route.driver_id == driver_id
    if route is None or stop is None or not is_theirs or route.status is RouteStatus.RECALLED:
        message = "You have no stop of this id."
        raise RouteNotYoursError(message)
    return route, stop


def list_payments(unit: Unit, routes: Sequence[DispatchedRoute]) -> dict[str, Payment]:
    """Return the card payments at the stops of some routes, by the shipment's id."""
    ids = [stop.shipment_id for route in routes for stop in route.stops if stop.cod is not None]
    return payments.list_of_shipments(unit, ids) if ids else {}


def hear_of_payment(kit: Kit, port: PaymentPort, news: payments.News) -> None:
    """Take in what the provider tells, and settle with it what was missing at the door."""
    payments.hear(kit, port, news, then=reconcile)


def reconcile(unit: Unit, payment: Payment) -> None:
    """Let the door follow a payment: no cash is missing then, and what was taken is too much."""
    settle_paid(unit, payment.shipment_id)
    route = store.find_route_of_shipment(unit.session, payment.shipment_id)
    stops = route.stops if route else ()
    stop = next((one for one in stops if one.shipment_id == payment.shipment_id), None)
    if route is None or stop is None:
        return
    about = {"route_id": route.id, "driver_id": route.driver_id, "payment_id": payment.id}
    unit.emit("stop.payment_changed", stop.id, about | {"state": payment.state.value})


def settle_paid(unit: Unit, shipment_id: str) -> None:
    """Settle missing cash of a shipment that is paid by card; flag cash that came besides."""
    payment = payments.list_of_shipments(unit, [shipment_id]).get(shipment_id)
    if payment is None or payment.state is not PaymentState.PAID:
        return
    for one in cash_store.list_open_of_shipment(unit.session, shipment_id):
        if one.difference is Difference.MISSING:
            settle_exception(unit, one.id, _BY_CARD)
    if cash_store.has_cash_of_shipment(unit.session, shipment_id):
        payments.flag_paid_twice(unit, payment.id)
