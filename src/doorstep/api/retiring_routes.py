"""Take drivers and vehicles out of use; plans of the past keep them."""

from fastapi import APIRouter

from doorstep import dispatch
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.versions import ExpectedVersion
from doorstep.plumbing.web import FleetWriter

router = APIRouter(tags=["Fleet"])


@router.delete("/drivers/{driver_id}", status_code=204, summary="Retire a driver")
@refuses("driver_not_found", "still_on_route", "still_holds_cash")
def retire_driver(driver_id: str, caller: FleetWriter, expected: ExpectedVersion) -> None:
    """Take the driver out of use and sign their phones out, unless they are on a route."""
    with caller.write() as unit:
        dispatch.retire_driver(unit, driver_id, expected)


@router.delete("/vehicles/{vehicle_id}", status_code=204, summary="Retire a vehicle")
@refuses("vehicle_not_found", "still_on_route")
def retire_vehicle(vehicle_id: str, caller: FleetWriter, expected: ExpectedVersion) -> None:
    """Take the vehicle out of use, unless it is on a route."""
    with caller.write() as unit:
        dispatch.retire_vehicle(unit, vehicle_id, expected)
