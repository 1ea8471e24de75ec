"""Orders taken in, read and changed over HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import Field, TypeAdapter

from doorstep import orders
from doorstep.orders import TakenIn
from doorstep.orders.model import NewOrder, ShipmentStatus, Source
from doorstep.orders.routes.bodies import OrderBody, OrderChange
from doorstep.orders.routes.views import OrderView
from doorstep.orders.store import OrderFilter, OrderKey
from doorstep.plumbing.cursors import LONGEST_CURSOR, read_cursor, write_cursor
from doorstep.plumbing.fields import UtcInstant
from doorstep.plumbing.once import Answer, OnlyOnce
from doorstep.plumbing.problem import DoorstepError
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.versions import ExpectedVersion, set_etag
from doorstep.plumbing.web import Body, OrdersReader, OrdersWriter, StrictRoute, View

router = APIRouter(tags=["Orders"], route_class=StrictRoute)

_MOST_ON_A_PAGE = 200
_MOST_AT_ONCE = 500
_LONGEST_SEARCH = 200
_CURSOR = TypeAdapter(tuple[UtcInstant, str])
_PATH = "/api/v1/orders"

_EXAMPLE: dict[str, Any] = {
    "reference": "A-1001",
    "merchant": "Kauppa",
    "shipments": [
        {
            "service_on": "2026-06-01",
            "recipient": {"name": "Aino Example", "phone": "+358 00 000 0001"},
            "address": "Bulevardi 5, 00120 Helsinki",
            "lat": 60.1649,
            "lon": 24.9384,
            "windows": [
                {
                    "early_at": "2026-06-01T09:00:00+03:00",
                    "late_at": "2026-06-01T12:00:00+03:00",
                }
            ],
            "parcels": [{"weight_g": 2500, "barcode": "A-1001-1"}],
            "cod": {"amount_minor": 2495, "currency": "EUR"},
        }
    ],
}


class OrdersView(View):
    """A page of orders, the newest first."""

    items: list[OrderView]
    next_cursor: str | None
    total: int


class ManyOrdersBody(Body):
    """Several orders at once; each stands for itself."""

    orders: Annotated[list[OrderBody], Field(min_length=1, max_length=_MOST_AT_ONCE)]


class ItemView(View):
    """What became of one of several: an order, or why there is none (RFC 9457)."""

    index: int
    reference: str
    order: OrderView | None = None
    problem: dict[str, Any] | None = None


class ItemsView(View):
    """What became of each, in the order they were sent."""

    items: list[ItemView]
    created: int
    refused: int


@router.post(
    "/orders",
    status_code=201,
    response_model=OrderView,
    summary="Take an order in",
    openapi_extra={
        "requestBody": {"content": {"application/json": {"example": _EXAMPLE}}},
    },
)
@refuses("reference_taken", "address_outside", "no_region")
async def create_order(
    caller: OrdersWriter, once: OnlyOnce, request: Request, body: OrderBody
) -> Response:
    """Take an order in with its shipments and parcels; a repetition gives the first answer.

    An address that cannot be found surely does not keep the order out: the shipment is
    `unlocated` until somebody has shown where it is.
    """
    region = request.app.state.region
    if body.has_points:
        new = body.to_new(region, Source.API)
    else:
        # Looking an address up takes a while, and may ask another server.
        new = await run_in_threadpool(body.to_new, region, Source.API)
    return await once.submit(caller, _take_orders, new)


def _take_orders(unit: Unit, orders_: Sequence[NewOrder]) -> list[Answer | Exception]:
    answers: list[Answer | Exception] = []
    for taken in orders.add_many(unit, orders_):
        if isinstance(taken, Exception):
            answers.append(taken)
        else:
            view = OrderView.from_order(taken.order, taken.shipments)
            answers.append(Answer(view, 201, f"{_PATH}/{view.id}", view.version))
    return answers


@router.post(
    "/orders/bulk",
    response_model=ItemsView,
    summary="Take several orders in",
)
@refuses("no_region")
def create_orders(
    caller: OrdersWriter, once: OnlyOnce, request: Request, body: ManyOrdersBody
) -> Response:
    """Take up to 500 orders in; one that is refused keeps no other out."""
    located = [_locate(one, request) for one in body.orders]

    def work(unit: Unit) -> Answer:
        new = [one for one in located if isinstance(one, NewOrder)]
        taken = iter(orders.add_many(unit, new))
        items = [
            _show(index, sent, next(taken) if isinstance(one, NewOrder) else one)
            for index, (sent, one) in enumerate(zip(body.orders, located, strict=True))
        ]
        created = sum(1 for one in items if one.order is not None)
        return Answer(ItemsView(items=items, created=created, refused=len(items) - created))

    return once.answer(caller, work)


@router.get(
    "/orders",
    summary="List and search orders",
)
@refuses("cursor_invalid")
def list_orders(
    caller: OrdersReader,
    *,
    q: Annotated[str, Query(max_length=_LONGEST_SEARCH)] = "",
    merchant: Annotated[str, Query(max_length=200)] = "",
    reference: Annotated[str, Query(max_length=100)] = "",
    status: ShipmentStatus | None = None,
    limit: Annotated[int, Query(ge=1, le=_MOST_ON_A_PAGE)] = 50,
    cursor: Annotated[str, Query(max_length=LONGEST_CURSOR)] = "",
) -> OrdersView:
    """Return a page, the newest first; ``q`` looks in reference, name, address and phone."""
    after = OrderKey(*read_cursor(_CURSOR, cursor)) if cursor else None
    with caller.read() as unit:
        page = orders.list_orders(
            unit, OrderFilter(q, merchant, reference, status), after=after, limit=limit
        )
    return OrdersView(
        items=[OrderView.from_order(order, shipments) for order, shipments in page.items],
        next_cursor=write_cursor(_CURSOR, _key(page.next_key)) if page.next_key else None,
        total=page.total,
    )


@router.get(
    "/orders/{order_id}",
    summary="Get one order",
)
@refuses("order_not_found")
def get_order(order_id: str, caller: OrdersReader, response: Response) -> OrderView:
    """Return one order with its shipments."""
    with caller.read() as unit:
        return _view(unit, order_id, response)


@router.patch(
    "/orders/{order_id}",
    summary="Change an order's own words",
)
@refuses("order_not_found")
def change_order(
    order_id: str,
    caller: OrdersWriter,
    version: ExpectedVersion,
    response: Response,
    body: OrderChange,
) -> OrderView:
    """Change reference, merchant or cut-off; ``cancel_until_at`` null takes the cut-off away."""
    said = body.model_dump(exclude_unset=True)
    changes = {
        name: value
        for name, value in said.items()
        if value is not None or name == "cancel_until_at"
    }
    with caller.write() as unit:
        orders.change_order(unit, order_id, version, changes)
        return _view(unit, order_id, response)


def _locate(body: OrderBody, request: Request) -> NewOrder | DoorstepError:
    try:
        return body.to_new(request.app.state.region, Source.API)
    except DoorstepError as error:
        return error


def _show(index: int, sent: OrderBody, taken: TakenIn | DoorstepError) -> ItemView:
    if isinstance(taken, DoorstepError):
        return ItemView(index=index, reference=sent.reference, problem=taken.as_problem())
    view = OrderView.from_order(taken.order, taken.shipments)
    return ItemView(index=index, reference=sent.reference, order=view)


def _view(unit: Unit, order_id: str, response: Response) -> OrderView:
    order = orders.get_order(unit, order_id)
    set_etag(response, order.version)
    return OrderView.from_order(order, orders.list_shipments_of_order(unit, order_id))


def _key(key: OrderKey) -> tuple[datetime, str]:
    return (key.created_at, key.id)
