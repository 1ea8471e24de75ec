"""Depots, vehicles and drivers over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from doorstep import fleet
from doorstep.fleet.bodies import DepotBody, DriverBody, VehicleBody
from doorstep.fleet.profiles import require_profile
from doorstep.fleet.stored import StoredDepot, StoredDriver, StoredVehicle
from doorstep.fleet.views import (
    DepotsView,
    DepotView,
    DriverDetailView,
    DriversView,
    FleetSummaryView,
    VehiclesView,
    VehicleView,
    show_depot,
    show_driver,
    show_vehicle,
)
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.versions import ExpectedVersion, set_etag
from doorstep.plumbing.web import FleetReader, FleetWriter, StrictRoute

router = APIRouter(tags=["Fleet"], route_class=StrictRoute)


@router.get("/depots", summary="List the depots")
def list_depots(caller: FleetReader, *, retired: bool = False) -> DepotsView:
    """Return the depots in use, or those out of use, in their order."""
    with caller.read() as unit:
        depots = fleet.list_retired(unit)[0] if retired else fleet.load(unit).depots
    return DepotsView(items=[show_depot(depot) for depot in depots])


@router.post("/depots", status_code=201, summary="Add a depot")
@refuses("name_taken")
def add_depot(body: DepotBody, caller: FleetWriter, response: Response) -> DepotView:
    """Add a depot, or bring the retired one of this name back."""
    with caller.write() as unit:
        return _show_depot(fleet.add_depot(unit, body.to_model()), response)


@router.get("/depots/{depot_id}", summary="A depot")
@refuses("depot_not_found")
def get_depot(depot_id: str, caller: FleetReader, response: Response) -> DepotView:
    """Return a depot, in use or not."""
    with caller.read() as unit:
        return _show_depot(fleet.get_depot(unit, depot_id), response)


@router.put("/depots/{depot_id}", summary="Change a depot")
@refuses("depot_not_found", "name_taken")
def change_depot(
    depot_id: str,
    body: DepotBody,
    caller: FleetWriter,
    expected: ExpectedVersion,
    response: Response,
) -> DepotView:
    """Make the depot what the body says."""
    with caller.write() as unit:
        changed = fleet.change_depot(unit, depot_id, body.to_model(), expected)
        return _show_depot(changed, response)


@router.delete("/depots/{depot_id}", status_code=204, summary="Retire a depot")
@refuses("depot_not_found", "depot_in_use")
def retire_depot(depot_id: str, caller: FleetWriter, expected: ExpectedVersion) -> None:
    """Take the depot out of use; plans of the past keep it."""
    with caller.write() as unit:
        fleet.retire_depot(unit, depot_id, expected)


@router.post("/depots/{depot_id}/restore", summary="Bring a depot back")
@refuses("depot_not_found", "name_taken")
def restore_depot(depot_id: str, caller: FleetWriter, response: Response) -> DepotView:
    """Take a retired depot into use again."""
    with caller.write() as unit:
        return _show_depot(fleet.restore_depot(unit, depot_id), response)


@router.get("/drivers", summary="List the drivers")
def list_drivers(caller: FleetReader, *, retired: bool = False) -> DriversView:
    """Return the drivers in use, or those out of use, in their order."""
    with caller.read() as unit:
        drivers = fleet.list_retired(unit)[1] if retired else fleet.list_drivers(unit)
    return DriversView(items=[show_driver(driver) for driver in drivers])


@router.post("/drivers", status_code=201, summary="Add a driver")
@refuses("name_taken")
def add_driver(body: DriverBody, caller: FleetWriter, response: Response) -> DriverDetailView:
    """Add a driver, or bring the retired one of this name back."""
    with caller.write() as unit:
        return _show_driver(fleet.add_driver(unit, body.to_model()), response)


@router.get("/drivers/{driver_id}", summary="A driver")
@refuses("driver_not_found")
def get_driver(driver_id: str, caller: FleetReader, response: Response) -> DriverDetailView:
    """Return a driver, in use or not."""
    with caller.read() as unit:
        return _show_driver(fleet.find_driver(unit, driver_id), response)


@router.put("/drivers/{driver_id}", summary="Change a driver")
@refuses("driver_not_found", "name_taken")
def change_driver(
    driver_id: str,
    body: DriverBody,
    caller: FleetWriter,
    expected: ExpectedVersion,
    response: Response,
) -> DriverDetailView:
    """Make the driver what the body says."""
    with caller.write() as unit:
        changed = fleet.change_driver(unit, driver_id, body.to_model(), expected)
        return _show_driver(changed, response)


@router.post("/drivers/{driver_id}/restore", summary="Bring a driver back")
@refuses("driver_not_found", "name_taken")
def restore_driver(driver_id: str, caller: FleetWriter, response: Response) -> DriverDetailView:
    """Take a retired driver into use again."""
    with caller.write() as unit:
        return _show_driver(fleet.restore_driver(unit, driver_id), response)


@router.get("/vehicles", summary="List the vehicles with their drivers")
def list_vehicles(caller: FleetReader, *, retired: bool = False) -> VehiclesView:
    """Return the vehicles in use, or those out of use, in their order."""
    with caller.read() as unit:
        vehicles = fleet.list_retired(unit)[2] if retired else fleet.load(unit).vehicles
    return VehiclesView(items=[show_vehicle(vehicle) for vehicle in vehicles])


@router.post("/vehicles", status_code=201, summary="Add a vehicle")
@refuses(
    "depot_not_found",
    "driver_not_found",
    "vehicle_type_not_found",
    "name_taken",
    "unknown_profile",
    "no_region",
)
def add_vehicle(
    body: VehicleBody, caller: FleetWriter, request: Request, response: Response
) -> VehicleView:
    """Add a vehicle, or bring the retired one of this name back."""
    require_profile(request.app.state.region, body.profile)
    with caller.write() as unit:
        added = fleet.add_vehicle(
            unit,
            body.to_model(),
            depot_id=body.depot_id,
            driver_id=body.driver_id,
            type_id=body.type_id,
        )
        return _show_vehicle(added, response)


@router.get("/vehicles/{vehicle_id}", summary="A vehicle")
@refuses("vehicle_not_found")
def get_vehicle(vehicle_id: str, caller: FleetReader, response: Response) -> VehicleView:
    """Return a vehicle, in use or not."""
    with caller.read() as unit:
        return _show_vehicle(fleet.get_vehicle(unit, vehicle_id), response)


@router.put("/vehicles/{vehicle_id}", summary="Change a vehicle")
@refuses(
    "vehicle_not_found",
    "depot_not_found",
    "driver_not_found",
    "vehicle_type_not_found",
    "name_taken",
    "unknown_profile",
    "no_region",
)
def change_vehicle(
    vehicle_id: str,
    body: VehicleBody,
    caller: FleetWriter,
    expected: ExpectedVersion,
    request: Request,
    response: Response,
) -> VehicleView:
    """Make the vehicle what the body says; planned routes stay as they are."""
    require_profile(request.app.state.region, body.profile)
    with caller.write() as unit:
        changed = fleet.change_vehicle(
            unit,
            vehicle_id,
            body.to_model(),
            expected,
            depot_id=body.depot_id,
            driver_id=body.driver_id,
            type_id=body.type_id,
        )
        return _show_vehicle(changed, response)


@router.post("/vehicles/{vehicle_id}/restore", summary="Bring a vehicle back")
@refuses("vehicle_not_found", "name_taken")
def restore_vehicle(vehicle_id: str, caller: FleetWriter, response: Response) -> VehicleView:
    """Take a retired vehicle into use again."""
    with caller.write() as unit:
        return _show_vehicle(fleet.restore_vehicle(unit, vehicle_id), response)


@router.get(
    "/fleet.toml",
    summary="The fleet as a file",
    response_class=Response,
    responses={200: {"content": {"application/toml": {"schema": {"type": "string"}}}}},
)
def export_fleet(caller: FleetReader) -> Response:
    """Return the fleet in use as the file that ``doorstep plan`` and the import read."""
    with caller.read() as unit:
        text = fleet.write_toml(fleet.load(unit).fleet)
    return Response(
        text.encode(),
        media_type="application/toml",
        headers={"Content-Disposition": 'attachment; filename="fleet.toml"'},
    )


async def read_file(request: Request) -> bytes:
    """Return the body as it came."""
    return await request.body()


@router.post(
    "/fleet/import",
    summary="Make the fleet what a file says",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/toml": {"schema": {"type": "string"}}},
        }
    },
)
@refuses("fleet_invalid", "fleet_mismatch", "unknown_profile", "no_region")
def import_fleet(
    caller: FleetWriter, request: Request, data: Annotated[bytes, Depends(read_file)]
) -> FleetSummaryView:
    """Add and change what the file names, by its name, and retire what it does not name."""
    region = request.app.state.region
    read = fleet.read_toml(data, profiles=region.profiles, find_address=region.addresses.find)
    with caller.write() as unit:
        stored = fleet.save(unit, read)
        drivers = fleet.list_drivers(unit)
    return FleetSummaryView(
        depots=len(stored.depots), vehicles=len(stored.vehicles), drivers=len(drivers)
    )


def _show_depot(stored: StoredDepot, response: Response) -> DepotView:
    set_etag(response, stored.version)
    return show_depot(stored)


def _show_driver(stored: StoredDriver, response: Response) -> DriverDetailView:
    set_etag(response, stored.version)
    return show_driver(stored)


def _show_vehicle(stored: StoredVehicle, response: Response) -> VehicleView:
    set_etag(response, stored.version)
    return show_vehicle(stored)
