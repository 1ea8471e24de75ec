"""Shipments over HTTP."""

import base64
from datetime import date, datetime
from typing import Annotated, Self

from fastapi import APIRouter, Query, Request, Response
from fastapi import Body as RequestBody
from pydantic import TypeAdapter

from doorstep import orders
from doorstep.orders.errors import InvalidCursorError
from doorstep.orders.model import ShipmentStatus, StoredShipment
from doorstep.orders.store import PageKey, ShipmentFilter
from doorstep.plumbing.fields import CalendarDate
from doorstep.plumbing.web import Dispatcher, View

router = APIRouter(tags=["Shipments"])

_MOST_ON_A_PAGE = 500
_LONGEST_SEARCH = 200
_LONGEST_CURSOR = 1000
_CURSOR = TypeAdapter(tuple[CalendarDate, str, str])


class RecipientView(View):
    """Who receives it; empty text where unknown."""

    name: str
    phone: str
    email: str


class WindowView(View):
    """When service may start, both ends included."""

    early_at: datetime
    late_at: datetime


class ShipmentView(View):
    """Goods to bring to one recipient on one service date."""

    id: str
    reference: str
    service_on: date
    recipient: RecipientView
    address: str
    lat: float
    lon: float
    windows: list[WindowView]
    parcels: int
    weight_g: int
    volume_cm3: int
    service_s: int
    skills: list[str]
    priority: int
    note: str
    status: ShipmentStatus
    tracking_url: str

    @classmethod
    def from_stored(cls, stored: StoredShipment) -> Self:
        """Return a shipment as it goes over the wire."""
        shipment = stored.shipment
        return cls(
            id=stored.id,
            reference=shipment.reference,
            service_on=stored.service_on,
            recipient=RecipientView.model_validate(shipment.recipient),
            address=shipment.address,
            lat=shipment.location.lat,
            lon=shipment.location.lon,
            windows=[WindowView.model_validate(window) for window in shipment.windows],
            parcels=shipment.parcels,
            weight_g=shipment.weight_g,
            volume_cm3=shipment.volume_cm3,
            service_s=shipment.service_s,
            skills=sorted(shipment.skills),
            priority=shipment.priority,
            note=shipment.note,
            status=stored.status,
            tracking_url=stored.tracking_url,
        )


class ShipmentsView(View):
    """A page of shipments; ``counts`` are of the whole date, whatever was searched for."""

    items: list[ShipmentView]
    next_cursor: str | None
    total: int
    counts: dict[ShipmentStatus, int]


class FindingView(View):
    """One thing wrong with a row; its line counts from 1, the header's line included."""

    line: int | None
    column: str | None
    value: str | None
    reason: str
    fix: str


class ImportView(View):
    """What an import did."""

    added: int
    updated: int
    unchanged: int
    rejected: list[FindingView]
    notices: list[str]


@router.get(
    "/shipments",
    summary="List and search shipments",
    responses={422: {"description": "cursor_invalid, invalid_input"}},
)
def list_shipments(
    caller: Dispatcher,
    *,
    service_on: CalendarDate | None = None,
    status: ShipmentStatus | None = None,
    q: Annotated[str, Query(max_length=_LONGEST_SEARCH)] = "",
    limit: Annotated[int, Query(ge=1, le=_MOST_ON_A_PAGE)] = _MOST_ON_A_PAGE,
    cursor: Annotated[str, Query(max_length=_LONGEST_CURSOR)] = "",
) -> ShipmentsView:
    """Return a page by service date and reference; ``q`` looks in reference, name and address."""
    after = _read_cursor(cursor) if cursor else None
    with caller.read() as unit:
        page = orders.list_shipments(
            unit, ShipmentFilter(service_on, status, q), after=after, limit=limit
        )
    return ShipmentsView(
        items=[ShipmentView.from_stored(stored) for stored in page.items],
        next_cursor=_write_cursor(page.next_key) if page.next_key else None,
        total=page.total,
        counts={status: page.counts.get(status, 0) for status in ShipmentStatus},
    )


@router.post(
    "/shipments/import",
    summary="Import an orders file",
    responses={422: {"description": "orders_unreadable, orders_rejected"}},
)
def import_shipments(
    caller: Dispatcher,
    request: Request,
    service_on: CalendarDate,
    data: Annotated[bytes, RequestBody(media_type="text/csv")] = b"",
    *,
    strict: bool = False,
) -> ImportView:
    """Add the file's good rows and list the bad ones; the same file again adds nothing."""
    with caller.write() as unit:
        report = orders.import_csv(
            unit, data, service_on=service_on, region=request.app.state.region, strict=strict
        )
    return ImportView.model_validate(report)


@router.get(
    "/shipments/import/example.csv",
    summary="An orders file to start from",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}},
)
def get_example_file(_caller: Dispatcher) -> Response:
    """Return an orders file with every column."""
    return Response(
        orders.example_csv(),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="orders-example.csv"'},
    )


@router.get(
    "/shipments/{shipment_id}",
    summary="Get one shipment",
    responses={404: {"description": "shipment_not_found"}},
)
def get_shipment(shipment_id: str, caller: Dispatcher) -> ShipmentView:
    """Return one shipment."""
    with caller.read() as unit:
        return ShipmentView.from_stored(orders.get_shipment(unit, shipment_id))


def _write_cursor(key: PageKey) -> str:
    plain = _CURSOR.dump_json((key.service_on, key.reference, key.id))
    return base64.urlsafe_b64encode(plain).decode()


def _read_cursor(cursor: str) -> PageKey:
    try:
        return PageKey(*_CURSOR.validate_json(base64.urlsafe_b64decode(cursor.encode())))
    except ValueError:
        message = "The cursor is not one that Doorstep gave."
        raise InvalidCursorError(message) from None
