"""Shipments changed, held, cancelled and split over HTTP."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import Field

from doorstep import orders
from doorstep.orders.fields import Reason
from doorstep.orders.model import StoredShipment
from doorstep.orders.routes.bodies import ShipmentChange, SplitBody, WhyBody
from doorstep.orders.routes.views import ShipmentView
from doorstep.plumbing.problem import DoorstepError
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.versions import ExpectedVersion, set_etag
from doorstep.plumbing.web import Body, OrdersWriter, StrictRoute, View

router = APIRouter(tags=["Shipments"], route_class=StrictRoute)


class SplitView(View):
    """What stays and what became a shipment of its own."""

    stays: ShipmentView
    new: ShipmentView


class OneOfMany(Body):
    """A shipment in the version that was seen."""

    id: Annotated[str, Field(max_length=36)]
    version: Annotated[int, Field(ge=1)]


class ManyBody(Body):
    """What to do with several shipments."""

    action: Literal["hold", "resume", "cancel", "reinstate"]
    shipments: Annotated[list[OneOfMany], Field(min_length=1, max_length=500)]
    note: Reason = ""
    override: bool = False


class ManyItemView(View):
    """What became of one of several: the shipment, or why it stays as it is."""

    id: str
    shipment: ShipmentView | None = None
    problem: dict[str, Any] | None = None


class ManyView(View):
    """What became of each, in the order they were sent."""

    items: list[ManyItemView]
    changed: int
    refused: int


@router.patch("/shipments/{shipment_id}", summary="Change a shipment")
@refuses(
    "shipment_not_found",
    "shipment_status",
    "cutoff_passed",
    "reference_taken",
    "address_outside",
    "no_region",
)
def change_shipment(
    shipment_id: str,
    caller: OrdersWriter,
    version: ExpectedVersion,
    request: Request,
    response: Response,
    body: ShipmentChange,
) -> ShipmentView:
    """Change what nobody has planned yet; a new address is looked up, a given point believed."""
    with caller.write() as unit:
        before = orders.get_shipment(unit, shipment_id)
        shipment, is_located = body.apply(before, request.app.state.region)
        saved = orders.change_shipment(
            unit,
            shipment_id,
            version,
            shipment,
            service_on=body.service_on,
            is_located=is_located,
            override=body.override,
        )
    return _answer(saved, response)


@router.post("/shipments/{shipment_id}/hold", summary="Hold a shipment")
@refuses("shipment_not_found", "shipment_status")
def hold_shipment(
    shipment_id: str,
    caller: OrdersWriter,
    version: ExpectedVersion,
    response: Response,
    body: WhyBody,
) -> ShipmentView:
    """Keep a shipment back: it is not planned until it is resumed."""
    with caller.write() as unit:
        saved = orders.hold_shipment(unit, shipment_id, version, body.note)
    return _answer(saved, response)


@router.post("/shipments/{shipment_id}/resume", summary="Resume a shipment")
@refuses("shipment_not_found", "shipment_status")
def resume_shipment(
    shipment_id: str, caller: OrdersWriter, version: ExpectedVersion, response: Response
) -> ShipmentView:
    """Let a held shipment go on."""
    with caller.write() as unit:
        saved = orders.resume_shipment(unit, shipment_id, version)
    return _answer(saved, response)


@router.post("/shipments/{shipment_id}/cancel", summary="Cancel a shipment")
@refuses("shipment_not_found", "shipment_status", "cutoff_passed")
def cancel_shipment(
    shipment_id: str,
    caller: OrdersWriter,
    version: ExpectedVersion,
    response: Response,
    body: WhyBody,
) -> ShipmentView:
    """Cancel what nobody has planned yet, up to the order's cut-off."""
    with caller.write() as unit:
        saved = orders.cancel_shipment(
            unit, shipment_id, version, body.note, override=body.override
        )
    return _answer(saved, response)


@router.post("/shipments/{shipment_id}/reinstate", summary="Take a cancellation back")
@refuses("shipment_not_found", "shipment_status")
def reinstate_shipment(
    shipment_id: str, caller: OrdersWriter, version: ExpectedVersion, response: Response
) -> ShipmentView:
    """Let a cancelled shipment be delivered after all."""
    with caller.write() as unit:
        saved = orders.reinstate_shipment(unit, shipment_id, version)
    return _answer(saved, response)


@router.post(
    "/shipments/{shipment_id}/split",
    summary="Split a shipment",
)
@refuses(
    "shipment_not_found", "shipment_status", "cutoff_passed", "reference_taken", "split_invalid"
)
def split_shipment(
    shipment_id: str,
    caller: OrdersWriter,
    version: ExpectedVersion,
    response: Response,
    body: SplitBody,
) -> SplitView:
    """Move some parcels into a new shipment of the same order, for another day if need be."""
    with caller.write() as unit:
        stays, new = orders.split_shipment(
            unit,
            shipment_id,
            version,
            reference=body.reference,
            parcel_ids=tuple(body.parcel_ids),
            service_on=body.service_on,
        )
    set_etag(response, stays.version)
    return SplitView(stays=ShipmentView.from_stored(stays), new=ShipmentView.from_stored(new))


@router.post(
    "/shipments/bulk",
    summary="Hold, resume, cancel or reinstate several shipments",
)
@refuses("shipment_not_found", "shipment_status", "cutoff_passed")
def change_shipments(caller: OrdersWriter, body: ManyBody) -> ManyView:
    """Do the same with up to 500 shipments; one that is refused keeps no other from it.

    Where one of them is not there, nothing is done, and it is not said which.
    """
    actions: dict[str, Callable[[Unit, str, int], StoredShipment]] = {
        "hold": lambda unit, id_, version: orders.hold_shipment(unit, id_, version, body.note),
        "resume": orders.resume_shipment,
        "reinstate": orders.reinstate_shipment,
        "cancel": lambda unit, id_, version: orders.cancel_shipment(
            unit, id_, version, body.note, override=body.override
        ),
    }
    with caller.write() as unit:
        orders.get_shipments(unit, [one.id for one in body.shipments])
        items = [_do_one(unit, actions[body.action], one) for one in body.shipments]
    changed = sum(1 for one in items if one.shipment is not None)
    return ManyView(items=items, changed=changed, refused=len(items) - changed)


def _do_one(
    unit: Unit, action: Callable[[Unit, str, int], StoredShipment], one: OneOfMany
) -> ManyItemView:
    try:
        with unit.attempt():
            saved = action(unit, one.id, one.version)
    except DoorstepError as error:
        return ManyItemView(id=one.id, problem=error.as_problem())
    return ManyItemView(id=one.id, shipment=ShipmentView.from_stored(saved))


def _answer(saved: StoredShipment, response: Response) -> ShipmentView:
    set_etag(response, saved.version)
    return ShipmentView.from_stored(saved)
