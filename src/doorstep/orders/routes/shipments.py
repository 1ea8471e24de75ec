"""Shipments over HTTP."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import TypeAdapter

from doorstep import orders
from doorstep.orders.export import write_csv
from doorstep.orders.model import ShipmentStatus
from doorstep.orders.routes.views import ParcelView, ShipmentView
from doorstep.orders.store import PageKey, ShipmentFilter
from doorstep.plumbing.cursors import LONGEST_CURSOR, read_cursor, write_cursor
from doorstep.plumbing.fields import CalendarDate
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.versions import set_etag
from doorstep.plumbing.web import Caller, OrdersReader, StrictRoute, View

router = APIRouter(tags=["Shipments"], route_class=StrictRoute)

_MOST_ON_A_PAGE = 500
_LONGEST_SEARCH = 200
_CURSOR = TypeAdapter(tuple[CalendarDate, str, str])


class ShipmentsView(View):
    """A page of shipments; ``counts`` are of the whole date, whatever was searched for."""

    items: list[ShipmentView]
    next_cursor: str | None
    total: int
    counts: dict[ShipmentStatus, int]


@router.get(
    "/shipments",
    summary="List and search shipments",
)
@refuses("cursor_invalid")
def list_shipments(
    caller: OrdersReader,
    *,
    service_on: CalendarDate | None = None,
    status: ShipmentStatus | None = None,
    merchant: Annotated[str, Query(max_length=200)] = "",
    q: Annotated[str, Query(max_length=_LONGEST_SEARCH)] = "",
    limit: Annotated[int, Query(ge=1, le=_MOST_ON_A_PAGE)] = _MOST_ON_A_PAGE,
    cursor: Annotated[str, Query(max_length=LONGEST_CURSOR)] = "",
) -> ShipmentsView:
    """Return a page by service date and reference; ``q`` looks in reference, name and address."""
    after = PageKey(*read_cursor(_CURSOR, cursor)) if cursor else None
    with caller.read() as unit:
        page = orders.list_shipments(
            unit, ShipmentFilter(service_on, status, q, merchant), after=after, limit=limit
        )
    return ShipmentsView(
        items=[ShipmentView.from_stored(stored) for stored in page.items],
        next_cursor=write_cursor(_CURSOR, _key(page.next_key)) if page.next_key else None,
        total=page.total,
        counts={status: page.counts.get(status, 0) for status in ShipmentStatus},
    )


@router.get(
    "/shipments/export.csv",
    summary="Take shipments away as a file",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}},
)
@refuses("too_many_exports")
def export_shipments(
    caller: OrdersReader,
    *,
    service_on: CalendarDate | None = None,
    status: ShipmentStatus | None = None,
    merchant: Annotated[str, Query(max_length=200)] = "",
    q: Annotated[str, Query(max_length=_LONGEST_SEARCH)] = "",
) -> StreamingResponse:
    """Return what the list shows, as a file that no spreadsheet runs a formula of."""
    wanted = ShipmentFilter(service_on, status, q, merchant)
    lines = _write_export(caller, wanted)
    first = next(lines)  # what is refused is refused now, not in the middle of the file
    return StreamingResponse(
        chain([first], lines),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="shipments.csv"'},
    )


def _write_export(caller: Caller, wanted: ShipmentFilter) -> Iterator[str]:
    """Yield the file in portions, all of it as the database was when it began."""
    with caller.kit.exports.one(caller.principal.tenant_id), caller.read() as unit:
        yield from write_csv(orders.stream_shipments(unit, wanted))


@router.get(
    "/shipments/{shipment_id}",
    summary="Get one shipment",
)
@refuses("shipment_not_found")
def get_shipment(shipment_id: str, caller: OrdersReader, response: Response) -> ShipmentView:
    """Return one shipment."""
    with caller.read() as unit:
        stored = orders.get_shipment(unit, shipment_id)
    set_etag(response, stored.version)
    return ShipmentView.from_stored(stored)


class ParcelsView(View):
    """A shipment's parcels."""

    items: list[ParcelView]


class ChangeView(View):
    """One thing that became another."""

    field: str
    before: str
    after: str


class HistoryEntryView(View):
    """Something that happened: what, when, by whom and why."""

    kind: str
    happened_at: datetime
    recorded_at: datetime
    actor: str
    actor_name: str
    note: str
    changes: list[ChangeView]


class HistoryView(View):
    """What happened to a shipment, oldest first."""

    items: list[HistoryEntryView]


@router.get(
    "/shipments/{shipment_id}/parcels",
    summary="List a shipment's parcels",
)
@refuses("shipment_not_found")
def list_parcels(shipment_id: str, caller: OrdersReader) -> ParcelsView:
    """Return each physical unit, and with whom it is."""
    with caller.read() as unit:
        parcels = orders.list_parcels(unit, shipment_id)
    return ParcelsView(items=[ParcelView.from_parcel(one) for one in parcels])


@router.get(
    "/shipments/{shipment_id}/history",
    summary="List what happened to a shipment",
)
@refuses("shipment_not_found")
def list_history(shipment_id: str, caller: OrdersReader) -> HistoryView:
    """Return who did what to it and where its parcels went."""
    with caller.read() as unit:
        entries = orders.list_history(unit, shipment_id)
    return HistoryView(items=[HistoryEntryView.model_validate(one) for one in entries])


def _key(key: PageKey) -> tuple[date, str, str]:
    return (key.service_on, key.reference, key.id)
