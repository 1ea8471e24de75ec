"""A merchant's own orders: what the merchant may see of them, and new ones sent in.

Every query names the merchant of the account; another merchant's order looks as if it never was.
"""

from datetime import date, datetime
from typing import Annotated, Self

from fastapi import APIRouter, Query, Request, Response
from pydantic import TypeAdapter

from doorstep import orders
from doorstep.orders.errors import OrderNotFoundError
from doorstep.orders.model import (
    Order,
    OrderStatus,
    ShipmentStatus,
    Source,
    StoredShipment,
    order_status,
)
from doorstep.orders.routes.bodies import OrderBody
from doorstep.orders.routes.views import CodAmountView, WindowView
from doorstep.orders.store import OrderFilter, OrderKey
from doorstep.plumbing import auth
from doorstep.plumbing.cursors import LONGEST_CURSOR, read_cursor, write_cursor
from doorstep.plumbing.fields import UtcInstant
from doorstep.plumbing.once import Answer, OnlyOnce
from doorstep.plumbing.problem import InvalidInputError
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.web import Merchant, StrictRoute, View

router = APIRouter(tags=["Merchant"], prefix="/merchant", route_class=StrictRoute)

_MOST_ON_A_PAGE = 200
_CURSOR = TypeAdapter(tuple[UtcInstant, str])
_NOT_THEIRS = ("priority", "skills", "service_s")
"""What the carrier decides about the merchant's goods."""


class OwnShipmentView(View):
    """What a merchant sees of a shipment: what they have sent, and how it stands."""

    id: str
    reference: str
    service_on: date
    recipient: str
    address: str
    windows: list[WindowView]
    parcels: int
    cod: CodAmountView | None
    status: ShipmentStatus
    tracking_url: str

    @classmethod
    def from_stored(cls, stored: StoredShipment) -> Self:
        """Return a shipment as its merchant sees it."""
        shipment = stored.shipment
        return cls(
            id=stored.id,
            reference=shipment.reference,
            service_on=stored.service_on,
            recipient=shipment.recipient.name,
            address=shipment.address,
            windows=[WindowView.model_validate(one) for one in shipment.windows],
            parcels=shipment.parcels,
            cod=CodAmountView.model_validate(shipment.cod) if shipment.cod else None,
            status=stored.status,
            tracking_url=stored.tracking_url,
        )


class OwnOrderView(View):
    """A merchant's own order."""

    id: str
    reference: str
    status: OrderStatus
    created_at: datetime
    shipments: list[OwnShipmentView]

    @classmethod
    def from_order(cls, order: Order, shipments: tuple[StoredShipment, ...]) -> Self:
        """Return an order as its merchant sees it."""
        return cls(
            id=order.id,
            reference=order.reference,
            status=order_status(one.status for one in shipments),
            created_at=order.created_at,
            shipments=[OwnShipmentView.from_stored(one) for one in shipments],
        )


class OwnOrdersView(View):
    """A page of a merchant's own orders, the newest first."""

    merchant: str
    items: list[OwnOrderView]
    next_cursor: str | None
    total: int


@router.get(
    "/orders",
    summary="List one's own orders",
)
@refuses("cursor_invalid")
def list_own_orders(
    caller: Merchant,
    *,
    q: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=_MOST_ON_A_PAGE)] = 50,
    cursor: Annotated[str, Query(max_length=LONGEST_CURSOR)] = "",
) -> OwnOrdersView:
    """Return a page of the merchant's orders; ``q`` looks in reference, name and address."""
    after = OrderKey(*read_cursor(_CURSOR, cursor)) if cursor else None
    with caller.read() as unit:
        merchant = _merchant_of(unit, caller.principal.id)
        page = orders.list_orders(unit, OrderFilter(q, merchant), after=after, limit=limit)
    key = page.next_key
    return OwnOrdersView(
        merchant=merchant,
        items=[OwnOrderView.from_order(order, tuple(some)) for order, some in page.items],
        next_cursor=write_cursor(_CURSOR, (key.created_at, key.id)) if key else None,
        total=page.total,
    )


@router.get(
    "/orders/{order_id}",
    summary="Get one of one's own orders",
)
@refuses("order_not_found")
def get_own_order(order_id: str, caller: Merchant) -> OwnOrderView:
    """Return one of the merchant's orders; another merchant's is not there."""
    with caller.read() as unit:
        merchant = _merchant_of(unit, caller.principal.id)
        order = orders.get_order(unit, order_id)
        if order.merchant != merchant:
            message = "There is no order with this id."
            raise OrderNotFoundError(message)
        return OwnOrderView.from_order(
            order, tuple(orders.list_shipments_of_order(unit, order_id))
        )


@router.post(
    "/orders",
    status_code=201,
    response_model=OwnOrderView,
    summary="Send an order in",
)
@refuses("reference_taken", "address_outside", "no_region")
def send_own_order(
    caller: Merchant, once: OnlyOnce, request: Request, body: OrderBody
) -> Response:
    """Take an order of the merchant's in; what the carrier decides cannot be said here."""

    def work(unit: Unit) -> Answer:
        merchant = _merchant_of(unit, caller.principal.id)
        _refuse_foreign_words(body, merchant)
        own = body.model_copy(update={"merchant": merchant})
        taken = orders.add_order(unit, own.to_new(request.app.state.region, Source.API))
        view = OwnOrderView.from_order(taken.order, taken.shipments)
        return Answer(view, 201, f"/api/v1/merchant/orders/{view.id}")

    return once.answer(caller, work)


def _merchant_of(unit: Unit, account_id: str) -> str:
    """Return whose orders the account sees; never the empty name, which would be everybody."""
    merchant = auth.get_account(unit, account_id).merchant
    if not merchant:
        message = "This account belongs to no merchant."
        raise OrderNotFoundError(message)
    return merchant


def _refuse_foreign_words(body: OrderBody, merchant: str) -> None:
    if body.merchant not in {"", merchant}:
        message = f"This account sends orders of {merchant!r} in, and of nobody else."
        raise InvalidInputError(message, action="Leave merchant out.")
    for shipment in body.shipments:
        said = [name for name in _NOT_THEIRS if name in shipment.model_fields_set]
        if said:
            message = f"{said[0]} is the carrier's to decide."
            raise InvalidInputError(message, action=f"Leave {said[0]} out.")
