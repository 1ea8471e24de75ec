"""Recurring orders over HTTP."""

from datetime import date, datetime, time
from typing import Annotated, Self
from zoneinfo import available_timezones

from fastapi import APIRouter, Request, Response
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from doorstep import orders
from doorstep.kernel import Point
from doorstep.orders.fields import Address, Lat, Lon, Note, Reference, ShortText, Skill
from doorstep.orders.fields import DangerousGoods as DangerousGoodsField
from doorstep.orders.locating import DeliveryRegion, locate
from doorstep.orders.model import PaysBy, Shipment, ShipmentKind, Temperature
from doorstep.orders.recurring import LocalWindow, RecurringOrder, Schedule
from doorstep.orders.routes.bodies import (
    CodAmountBody,
    CubicCm,
    Grams,
    RecipientBody,
    ServiceSeconds,
)
from doorstep.orders.routes.views import CodAmountView, RecipientView
from doorstep.plumbing.fields import CalendarDate
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.versions import ExpectedVersion, set_etag
from doorstep.plumbing.web import Body, OrdersReader, OrdersWriter, StrictRoute, View

router = APIRouter(tags=["Recurring orders"], route_class=StrictRoute)

_NEXT = 8
_Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


def _check_zone(name: str) -> str:
    # Names of zones only: "GMT+5" means the opposite of what people think.
    if name not in available_timezones() or name.startswith("Etc/") or "/" not in name:
        message = "this is not an IANA time zone, such as Europe/Helsinki"
        raise ValueError(message)
    return name


class LocalWindowBody(Body):
    """A window by the clock on the wall; an end at or before the start is on the next day."""

    early: _Clock = Field(examples=["09:00"])
    late: _Clock = Field(examples=["12:00"])


class ScheduleBody(Body):
    """On which dates, and when on each."""

    timezone: Annotated[str, Field(max_length=64), AfterValidator(_check_zone)] | None = None
    weekdays: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)]
    every_weeks: Annotated[int, Field(ge=1, le=52)] = 1
    starts_on: CalendarDate
    ends_on: CalendarDate | None = None
    windows: Annotated[list[LocalWindowBody], Field(max_length=5)] = Field(default_factory=list)
    skipped: Annotated[list[CalendarDate], Field(max_length=400)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _is_in_order(self) -> "ScheduleBody":
        if self.ends_on is not None and self.ends_on < self.starts_on:
            message = "it ends before it starts"
            raise ValueError(message)
        return self

    def to_schedule(self, timezone: str) -> Schedule:
        """Return the schedule this says; ``timezone`` is the company's, for who gave none."""
        return Schedule(
            timezone=self.timezone or timezone,
            weekdays=frozenset(self.weekdays),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            every_weeks=self.every_weeks,
            windows=tuple(
                LocalWindow(time.fromisoformat(one.early), time.fromisoformat(one.late))
                for one in self.windows
            ),
            skipped=frozenset(self.skipped),
        )


class RecurringShipmentBody(Body):
    """What is brought each time."""

    recipient: RecipientBody = Field(default_factory=RecipientBody)
    address: Address = ""
    lat: Lat | None = None
    lon: Lon | None = None
    parcel_count: Annotated[int, Field(ge=1, le=1000)] = 1
    weight_g: Grams = 1000
    volume_cm3: CubicCm = 5000
    service_s: ServiceSeconds = 180
    skills: Annotated[list[Skill], Field(max_length=20)] = Field(default_factory=list)
    priority: Annotated[int, Field(ge=0, le=9)] = 0
    note: Note = ""
    kind: Annotated[ShipmentKind, Field(strict=False)] = ShipmentKind.DELIVERY
    cod: CodAmountBody | None = None
    pays_by: Annotated[PaysBy, Field(strict=False)] = PaysBy.ANY
    temperature: Annotated[Temperature, Field(strict=False)] = Temperature.AMBIENT
    dangerous_goods: DangerousGoodsField = ""
    min_age: Annotated[int, Field(ge=0, le=99)] = 0
    pin_check: bool = False

    @model_validator(mode="after")
    def _says_where(self) -> "RecurringShipmentBody":
        if (self.lat is None) != (self.lon is None):
            message = "lat and lon come together"
            raise ValueError(message)
        if self.lat is None and not self.address:
            message = "there is neither an address nor lat and lon"
            raise ValueError(message)
        return self

    def to_shipment(self, reference: str, region: DeliveryRegion) -> tuple[Shipment, bool]:
        """Return what is brought, and whether its place is sure."""
        point = None if self.lat is None or self.lon is None else Point(self.lat, self.lon)
        located = locate(region, self.address, point)
        shipment = Shipment(
            reference=reference,
            recipient=self.recipient.to_recipient(),
            address=self.address,
            location=located.point,
            parcels=self.parcel_count,
            weight_g=self.weight_g,
            volume_cm3=self.volume_cm3,
            service_s=self.service_s,
            skills=frozenset(self.skills),
            priority=self.priority,
            note=self.note,
            kind=self.kind,
            cod=self.cod.to_money() if self.cod else None,
            pays_by=self.pays_by,
            temperature=self.temperature,
            dangerous_goods=self.dangerous_goods,
            min_age=self.min_age,
            pin_check=self.pin_check,
        )
        return shipment, located.is_certain


class RecurringOrderBody(Body):
    """An order that comes again and again, as it shall be."""

    reference: Reference = Field(examples=["MILK-7"])
    merchant: ShortText = ""
    shipment: RecurringShipmentBody
    schedule: ScheduleBody
    days_ahead: Annotated[int, Field(ge=0, le=60)] = 7
    paused: bool = False

    def to_recurring(
        self, recurring_id: str, region: DeliveryRegion, unit: Unit
    ) -> RecurringOrder:
        """Return the recurring order this says."""
        shipment, is_located = self.shipment.to_shipment(self.reference, region)
        return RecurringOrder(
            id=recurring_id,
            reference=self.reference,
            merchant=self.merchant,
            shipment=shipment,
            is_located=is_located,
            schedule=self.schedule.to_schedule(orders.timezone_of(unit)),
            days_ahead=self.days_ahead,
            paused=self.paused,
            updated_at=unit.now(),
        )


class LocalWindowView(View):
    """A window by the clock on the wall."""

    early: str
    late: str


class ScheduleView(View):
    """On which dates, and when on each."""

    timezone: str
    weekdays: list[int]
    every_weeks: int
    starts_on: date
    ends_on: date | None
    windows: list[LocalWindowView]
    skipped: list[date]

    @classmethod
    def of(cls, schedule: Schedule) -> Self:
        """Return the schedule as it goes over the wire."""
        return cls(
            timezone=schedule.timezone,
            weekdays=sorted(schedule.weekdays),
            every_weeks=schedule.every_weeks,
            starts_on=schedule.starts_on,
            ends_on=schedule.ends_on,
            windows=[
                LocalWindowView(early=f"{one.early:%H:%M}", late=f"{one.late:%H:%M}")
                for one in schedule.windows
            ],
            skipped=sorted(schedule.skipped),
        )


class RecurringShipmentView(View):
    """What is brought each time."""

    recipient: RecipientView
    address: str
    lat: float
    lon: float
    is_located: bool
    parcel_count: int
    weight_g: int
    volume_cm3: int
    service_s: int
    skills: list[str]
    priority: int
    note: str
    kind: ShipmentKind
    cod: CodAmountView | None
    pays_by: PaysBy
    temperature: Temperature
    dangerous_goods: str
    min_age: int
    pin_check: bool

    @classmethod
    def of(cls, shipment: Shipment, *, is_located: bool) -> Self:
        """Return what is brought as it goes over the wire."""
        plain = {
            name: getattr(shipment, name) for name in cls.model_fields if hasattr(shipment, name)
        }
        return cls(
            **plain
            | {
                "recipient": RecipientView.model_validate(shipment.recipient),
                "lat": shipment.location.lat,
                "lon": shipment.location.lon,
                "is_located": is_located,
                "parcel_count": shipment.parcels,
                "skills": sorted(shipment.skills),
                "cod": shipment.cod and CodAmountView.model_validate(shipment.cod),
            }
        )


class NextDateView(View):
    """One of the next dates; ``problem`` says what kept its order from being made."""

    service_on: date
    made: bool
    problem: str


class RecurringOrderView(View):
    """An order that comes again and again; ``version`` is what If-Match names."""

    id: str
    reference: str
    merchant: str
    shipment: RecurringShipmentView
    schedule: ScheduleView
    days_ahead: int
    paused: bool
    next: list[NextDateView]
    updated_at: datetime | None
    version: int


class RecurringOrdersView(View):
    """Recurring orders by reference."""

    items: list[RecurringOrderView]


@router.get("/recurring-orders", summary="List the recurring orders")
def list_recurring(caller: OrdersReader) -> RecurringOrdersView:
    """Return all of them with their next dates."""
    with caller.read() as unit:
        items = [_view(unit, one) for one in orders.list_recurring(unit)]
    return RecurringOrdersView(items=items)


@router.post("/recurring-orders", status_code=201, summary="Add a recurring order")
@refuses("reference_taken", "address_outside", "no_region")
def add_recurring(
    caller: OrdersWriter, request: Request, response: Response, body: RecurringOrderBody
) -> RecurringOrderView:
    """Add it, and make the orders that are due by now; each date's is made once."""
    with caller.write() as unit:
        added = orders.add_recurring(
            unit, lambda new_id: body.to_recurring(new_id, request.app.state.region, unit)
        )
        view = _view(unit, added)
    set_etag(response, added.version)
    return view


@router.get("/recurring-orders/{recurring_id}", summary="Get a recurring order")
@refuses("recurring_order_not_found")
def get_recurring(
    recurring_id: str, caller: OrdersReader, response: Response
) -> RecurringOrderView:
    """Return one of them with its next dates."""
    with caller.read() as unit:
        found = orders.get_recurring(unit, recurring_id)
        view = _view(unit, found)
    set_etag(response, found.version)
    return view


@router.put(
    "/recurring-orders/{recurring_id}",
    summary="Change, pause or skip",
)
@refuses("recurring_order_not_found", "reference_taken", "address_outside", "no_region")
def change_recurring(
    recurring_id: str,
    caller: OrdersWriter,
    version: ExpectedVersion,
    request: Request,
    response: Response,
    body: RecurringOrderBody,
) -> RecurringOrderView:
    """Replace it; orders that it has made already stay as they are."""
    with caller.write() as unit:
        after = body.to_recurring(recurring_id, request.app.state.region, unit)
        saved = orders.change_recurring(unit, after, version)
        view = _view(unit, saved)
    set_etag(response, saved.version)
    return view


@router.delete(
    "/recurring-orders/{recurring_id}",
    status_code=204,
    summary="End a recurring order",
)
@refuses("recurring_order_not_found")
def remove_recurring(recurring_id: str, caller: OrdersWriter, version: ExpectedVersion) -> None:
    """Forget it; orders that it has made stay."""
    with caller.write() as unit:
        orders.remove_recurring(unit, recurring_id, version)


def _view(unit: Unit, one: RecurringOrder) -> RecurringOrderView:
    return RecurringOrderView(
        id=one.id,
        reference=one.reference,
        merchant=one.merchant,
        shipment=RecurringShipmentView.of(one.shipment, is_located=one.is_located),
        schedule=ScheduleView.of(one.schedule),
        days_ahead=one.days_ahead,
        paused=one.paused,
        next=[
            NextDateView(service_on=on, made=made, problem=problem)
            for on, made, problem in orders.list_next(unit, one, _NEXT)
        ],
        updated_at=one.updated_at,
        version=one.version,
    )
