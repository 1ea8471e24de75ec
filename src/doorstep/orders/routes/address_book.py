"""The address book over HTTP."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, TypeAdapter, model_validator

from doorstep import orders
from doorstep.kernel import Point
from doorstep.orders.fields import Address, Lat, Lon, Note
from doorstep.orders.known_recipient import KnownRecipient
from doorstep.orders.locating import DeliveryRegion, locate
from doorstep.orders.routes.bodies import RecipientBody
from doorstep.orders.routes.views import RecipientView
from doorstep.plumbing.cursors import LONGEST_CURSOR, read_cursor, write_cursor
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.versions import ExpectedVersion, set_etag
from doorstep.plumbing.web import Body, OrdersReader, OrdersWriter, StrictRoute, View

router = APIRouter(tags=["Address book"], route_class=StrictRoute)

_CURSOR = TypeAdapter(tuple[str, str])


class AddressBookBody(Body):
    """A recipient who comes again: who, where, and what they wish."""

    recipient: RecipientBody
    address: Annotated[Address, Field(min_length=1)]
    lat: Lat | None = None
    lon: Lon | None = None
    note: Note = ""

    @model_validator(mode="after")
    def _says_who(self) -> "AddressBookBody":
        if (self.lat is None) != (self.lon is None):
            message = "lat and lon come together"
            raise ValueError(message)
        if not (self.recipient.name or self.recipient.phone or self.recipient.email):
            message = "a name, a phone number or an e-mail address is needed"
            raise ValueError(message)
        return self

    def to_known(self, entry_id: str, region: DeliveryRegion, unit: Unit) -> KnownRecipient:
        """Return the entry this says."""
        point = None if self.lat is None or self.lon is None else Point(self.lat, self.lon)
        located = locate(region, self.address, point)
        return KnownRecipient(
            id=entry_id,
            recipient=self.recipient.to_recipient(),
            address=self.address,
            location=located.point,
            is_located=located.is_certain,
            note=self.note,
            updated_at=unit.now(),
        )


class AddressBookEntryView(View):
    """An entry; ``version`` is what If-Match names."""

    id: str
    recipient: RecipientView
    address: str
    lat: float
    lon: float
    is_located: bool
    note: str
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, entry: KnownRecipient) -> Self:
        """Return the entry as it goes over the wire."""
        return cls(
            id=entry.id,
            recipient=RecipientView.model_validate(entry.recipient),
            address=entry.address,
            lat=entry.location.lat,
            lon=entry.location.lon,
            is_located=entry.is_located,
            note=entry.note,
            updated_at=entry.updated_at,
            version=entry.version,
        )


class AddressBookView(View):
    """A page of the address book, by name."""

    items: list[AddressBookEntryView]
    next_cursor: str | None


@router.get(
    "/address-book",
    summary="List and search the address book",
)
@refuses("cursor_invalid")
def list_entries(
    caller: OrdersReader,
    *,
    q: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str, Query(max_length=LONGEST_CURSOR)] = "",
) -> AddressBookView:
    """Return a page; ``q`` looks in name, phone, e-mail and address."""
    after = read_cursor(_CURSOR, cursor) if cursor else None
    with caller.read() as unit:
        items, more = orders.list_known(unit, q, after=after, limit=limit)
    return AddressBookView(
        items=[AddressBookEntryView.of(one) for one in items],
        next_cursor=write_cursor(_CURSOR, more) if more else None,
    )


@router.post("/address-book", status_code=201, summary="Add to the address book")
@refuses("address_book_taken", "address_outside", "no_region")
def add_entry(
    caller: OrdersWriter, request: Request, response: Response, body: AddressBookBody
) -> AddressBookEntryView:
    """Remember a recipient; orders for them are completed from the entry."""
    with caller.write() as unit:
        added = orders.add_known(
            unit, lambda entry_id: body.to_known(entry_id, request.app.state.region, unit)
        )
    set_etag(response, added.version)
    return AddressBookEntryView.of(added)


@router.get("/address-book/{entry_id}", summary="Get an entry")
@refuses("address_book_entry_not_found")
def get_entry(entry_id: str, caller: OrdersReader, response: Response) -> AddressBookEntryView:
    """Return one entry."""
    with caller.read() as unit:
        found = orders.get_known(unit, entry_id)
    set_etag(response, found.version)
    return AddressBookEntryView.of(found)


@router.put("/address-book/{entry_id}", summary="Change an entry")
@refuses("address_book_entry_not_found", "address_book_taken", "address_outside", "no_region")
def change_entry(
    entry_id: str,
    caller: OrdersWriter,
    version: ExpectedVersion,
    request: Request,
    response: Response,
    body: AddressBookBody,
) -> AddressBookEntryView:
    """Replace the entry; orders that are there already stay as they are."""
    with caller.write() as unit:
        after = body.to_known(entry_id, request.app.state.region, unit)
        saved = orders.change_known(unit, after, version)
    set_etag(response, saved.version)
    return AddressBookEntryView.of(saved)


@router.delete(
    "/address-book/{entry_id}",
    status_code=204,
    summary="Remove an entry",
)
@refuses("address_book_entry_not_found")
def remove_entry(entry_id: str, caller: OrdersWriter, version: ExpectedVersion) -> None:
    """Forget the entry for good."""
    with caller.write() as unit:
        orders.remove_known(unit, entry_id, version)
