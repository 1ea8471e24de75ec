"""Vehicle types, holidays and prices of plans over HTTP."""

from fastapi import APIRouter, Request, Response

from doorstep import fleet
from doorstep.fleet.bodies import HolidayBody, PlanPricesBody, VehicleTypeBody
from doorstep.fleet.model import Holiday
from doorstep.fleet.profiles import require_profile
from doorstep.fleet.stored import StoredVehicleType
from doorstep.fleet.views import (
    HolidaysView,
    HolidayView,
    PlanPricesView,
    VehicleTypesView,
    VehicleTypeView,
    show_holiday,
    show_type,
)
from doorstep.plumbing.fields import CalendarDate
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.versions import ExpectedVersion, set_etag
from doorstep.plumbing.web import FleetReader, FleetWriter, StrictRoute

router = APIRouter(tags=["Fleet"], route_class=StrictRoute)


@router.get("/vehicle-types", summary="List the vehicle types")
def list_types(caller: FleetReader) -> VehicleTypesView:
    """Return them by name."""
    with caller.read() as unit:
        return VehicleTypesView(items=[show_type(one) for one in fleet.list_types(unit)])


@router.post("/vehicle-types", status_code=201, summary="Add a vehicle type")
@refuses("name_taken", "no_region")
def add_type(
    body: VehicleTypeBody, caller: FleetWriter, request: Request, response: Response
) -> VehicleTypeView:
    """Add a type; vehicles that name it have its values."""
    require_profile(request.app.state.region, body.profile)
    with caller.write() as unit:
        return _show(fleet.add_type(unit, body.to_model()), response)


@router.get("/vehicle-types/{type_id}", summary="A vehicle type")
@refuses("vehicle_type_not_found")
def get_type(type_id: str, caller: FleetReader, response: Response) -> VehicleTypeView:
    """Return one type."""
    with caller.read() as unit:
        return _show(fleet.get_type(unit, type_id), response)


@router.put("/vehicle-types/{type_id}", summary="Change a vehicle type")
@refuses("vehicle_type_not_found", "name_taken", "no_region")
def change_type(
    type_id: str,
    body: VehicleTypeBody,
    caller: FleetWriter,
    expected: ExpectedVersion,
    request: Request,
    response: Response,
) -> VehicleTypeView:
    """Make the type, and every vehicle of it, what the body says."""
    require_profile(request.app.state.region, body.profile)
    with caller.write() as unit:
        return _show(fleet.change_type(unit, type_id, body.to_model(), expected), response)


@router.delete(
    "/vehicle-types/{type_id}",
    status_code=204,
    summary="Remove a vehicle type",
)
@refuses("vehicle_type_not_found", "vehicle_type_in_use")
def remove_type(type_id: str, caller: FleetWriter, expected: ExpectedVersion) -> None:
    """Delete a type that no vehicle in use is of."""
    with caller.write() as unit:
        fleet.remove_type(unit, type_id, expected)


@router.get("/holidays", summary="List the company's holidays")
def list_holidays(caller: FleetReader) -> HolidaysView:
    """Return them in order."""
    with caller.read() as unit:
        return HolidaysView(items=[show_holiday(one) for one in fleet.list_holidays(unit)])


@router.put("/holidays/{on}", summary="Set a holiday")
def put_holiday(on: CalendarDate, body: HolidayBody, caller: FleetWriter) -> HolidayView:
    """Let only those drive on this date who work on holidays; doing it twice does no harm."""
    with caller.write() as unit:
        return show_holiday(fleet.put_holiday(unit, Holiday(on, body.name)))


@router.delete("/holidays/{on}", status_code=204, summary="Remove a holiday")
def remove_holiday(on: CalendarDate, caller: FleetWriter) -> None:
    """Let the date be a day like others; doing it twice does no harm."""
    with caller.write() as unit:
        fleet.remove_holiday(unit, on)


@router.get("/plan-prices", summary="What plans count beside what vehicles cost")
def get_plan_prices(caller: FleetReader) -> PlanPricesView:
    """Return the company's prices; 0 where something costs nothing."""
    with caller.read() as unit:
        return PlanPricesView.model_validate(fleet.get_prices(unit))


@router.put("/plan-prices", summary="Set what plans count beside what vehicles cost")
def set_plan_prices(body: PlanPricesBody, caller: FleetWriter) -> PlanPricesView:
    """Let plans from now on count these prices."""
    with caller.write() as unit:
        return PlanPricesView.model_validate(fleet.set_prices(unit, body.to_model()))


def _show(stored: StoredVehicleType, response: Response) -> VehicleTypeView:
    set_etag(response, stored.version)
    return show_type(stored)
