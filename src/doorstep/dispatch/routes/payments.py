"""HTTP: card payments at the door, what the provider tells of them, and giving back."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from doorstep import payments
from doorstep.dispatch.paying import find_stop_of_driver, hear_of_payment, reconcile
from doorstep.orders import get_shipments
from doorstep.payments import NoProviderError, Payment, PaymentPort, PaymentState
from doorstep.plumbing.qr_code import draw_qr
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.web import (
    Anyone,
    Driver,
    MoneyReader,
    MoneyWriter,
    StrictRoute,
    View,
)

router = APIRouter(tags=["Payments"], route_class=StrictRoute)

_MOST = 200


def port_of(request: Request) -> PaymentPort:
    """Return who takes card payments for this installation.

    Raises
    ------
    NoProviderError
        Nobody does.
    """
    port: PaymentPort | None = getattr(request.app.state, "payments", None)
    if port is None:
        message = "No payment provider is set."
        raise NoProviderError(message)
    return port


def find_port(request: Request) -> PaymentPort | None:
    """Return who takes card payments, or none."""
    port: PaymentPort | None = getattr(request.app.state, "payments", None)
    return port


Port = Annotated[PaymentPort, Depends(port_of)]


class DoorPaymentView(View):
    """A payment as the driver shows it: the provider's page as a link and as a QR code."""

    id: str
    state: PaymentState
    amount_minor: int
    currency: str
    url: str
    qr_svg: str

    @classmethod
    def of(cls, payment: Payment) -> "DoorPaymentView":
        """Return the view of a payment."""
        return cls(
            id=payment.id,
            state=payment.state,
            amount_minor=payment.money.amount_minor,
            currency=payment.money.currency,
            url=payment.url,
            qr_svg=draw_qr(payment.url) if payment.url else "",
        )


class CardPaymentView(View):
    """A card payment; ``problem`` says what somebody should look at, and is empty otherwise."""

    id: str
    shipment_id: str
    reference: str
    state: PaymentState
    amount_minor: int
    currency: str
    captured_minor: int
    charge_ref: str
    problem: str
    asked_at: datetime
    paid_at: datetime | None


class CardPaymentsView(View):
    """Card payments, the newest first; ``provider`` is empty where cards are not taken."""

    provider: str
    items: list[CardPaymentView]


@router.post("/driver/stops/{stop_id}/payment", summary="Have a stop paid by card")
@refuses(
    "route_not_yours",
    "no_payment_provider",
    "nothing_due",
    "payment_provider_refuses",
    "payment_provider_away",
)
def ask_at_the_door(stop_id: str, caller: Driver, port: Port, request: Request) -> DoorPaymentView:
    """Return the provider's page for what is due; the same page each time it is asked for."""
    principal = caller.principal
    with caller.read() as unit:
        _, stop = find_stop_of_driver(unit, principal.id, stop_id)
        stored = get_shipments(unit, [stop.shipment_id])[0]
    payment = payments.ask_for_payment(
        caller.kit,
        port,
        principal.tenant_id,
        principal.actor,
        stop.shipment_id,
        f"{_origin(request)}/t/{stored.tracking_token}",
        then=reconcile,
    )
    return DoorPaymentView.of(payment)


@router.post("/driver/stops/{stop_id}/payment/cancel", summary="Take cash instead")
@refuses("route_not_yours", "no_payment_provider", "payment_not_found", "payment_provider_away")
def cancel_at_the_door(stop_id: str, caller: Driver, port: Port) -> DoorPaymentView:
    """Close the provider's page; a payment that was made meanwhile counts, and is answered."""
    principal = caller.principal
    with caller.read() as unit:
        _, stop = find_stop_of_driver(unit, principal.id, stop_id)
        found = payments.list_of_shipments(unit, [stop.shipment_id]).get(stop.shipment_id)
    payment = payments.give_up(
        caller.kit,
        port,
        principal.tenant_id,
        principal.actor,
        found.id if found else "",
        then=reconcile,
    )
    return DoorPaymentView.of(payment)


@router.get("/payments", summary="Card payments")
def list_payments(
    caller: MoneyReader,
    port: Annotated[PaymentPort | None, Depends(find_port)],
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 50,
) -> CardPaymentsView:
    """Return the last card payments."""
    with caller.read() as unit:
        items = [_show(unit, one) for one in payments.list_latest(unit, limit)]
    return CardPaymentsView(provider=port.name if port else "", items=items)


@router.post("/payments/{payment_id}/refund", summary="Give a card payment back")
@refuses(
    "no_payment_provider",
    "payment_not_found",
    "payment_not_paid",
    "payment_provider_refuses",
    "payment_provider_away",
)
def refund_payment(payment_id: str, caller: MoneyWriter, port: Port) -> CardPaymentView:
    """Ask the provider to give it back; it counts once the provider says that it did."""
    principal = caller.principal
    payment = payments.give_back(
        caller.kit, port, principal.tenant_id, principal.actor, payment_id
    )
    with caller.read() as unit:
        return _show(unit, payment)


async def read_body(request: Request) -> bytes:
    """Return the body as it came: it is signed byte by byte."""
    return await request.body()


@router.post(
    "/payments/news",
    status_code=204,
    summary="What the payment provider tells",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
    },
)
@refuses("no_payment_provider", "payment_signature")
def hear_news(
    kit: Anyone, request: Request, port: Port, body: Annotated[bytes, Depends(read_body)]
) -> None:
    """Take a message in that the provider has signed; one that comes again changes nothing."""
    news = port.read_news(request.headers, body, kit.wall.now())
    hear_of_payment(kit, port, news)


def _show(unit: Unit, one: Payment) -> CardPaymentView:
    (stored,) = get_shipments(unit, [one.shipment_id])
    return CardPaymentView(
        id=one.id,
        shipment_id=one.shipment_id,
        reference=stored.shipment.reference,
        state=one.state,
        amount_minor=one.money.amount_minor,
        currency=one.money.currency,
        captured_minor=one.captured_minor(),
        charge_ref=one.charge_ref,
        problem=one.problem,
        asked_at=one.asked_at,
        paid_at=one.paid_at,
    )


def _origin(request: Request) -> str:
    public: str = request.app.state.settings.public_url
    return public or f"{request.url.scheme}://{request.url.netloc}"
