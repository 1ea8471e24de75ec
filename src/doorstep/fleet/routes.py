"""Depots and vehicles over HTTP."""

from fastapi import APIRouter

from doorstep import fleet
from doorstep.fleet.stored import StoredDepot, StoredVehicle
from doorstep.plumbing.web import Dispatcher, View

router = APIRouter(tags=["Fleet"])


class DepotView(View):
    """Where routes start and end."""

    id: str
    name: str
    address: str
    lat: float
    lon: float


class DepotsView(View):
    """All depots in use."""

    items: list[DepotView]


class DriverView(View):
    """Who drives."""

    id: str
    name: str


class VehicleView(View):
    """A vehicle with its driver's shift; its times are local to the company."""

    id: str
    name: str
    depot_id: str
    profile: str
    shift_start: str
    shift_end: str
    capacity_g: int
    capacity_cm3: int
    skills: list[str]
    color: str
    driver: DriverView | None


class VehiclesView(View):
    """All vehicles in use."""

    items: list[VehicleView]


@router.get("/depots", summary="List the depots")
def list_depots(caller: Dispatcher) -> DepotsView:
    """Return the depots in use, in the order of the fleet file."""
    with caller.read() as unit:
        stored = fleet.load(unit)
    return DepotsView(items=[_depot_view(depot) for depot in stored.depots])


@router.get("/vehicles", summary="List the vehicles with their drivers")
def list_vehicles(caller: Dispatcher) -> VehiclesView:
    """Return the vehicles in use, in the order of the fleet file."""
    with caller.read() as unit:
        stored = fleet.load(unit)
    return VehiclesView(items=[_vehicle_view(vehicle) for vehicle in stored.vehicles])


def _depot_view(stored: StoredDepot) -> DepotView:
    depot = stored.depot
    return DepotView(
        id=stored.id,
        name=depot.name,
        address=depot.address,
        lat=depot.location.lat,
        lon=depot.location.lon,
    )


def _vehicle_view(stored: StoredVehicle) -> VehicleView:
    vehicle = stored.vehicle
    return VehicleView(
        id=stored.id,
        name=vehicle.name,
        depot_id=stored.depot_id,
        profile=vehicle.profile,
        shift_start=f"{vehicle.shift_start:%H:%M}",
        shift_end=f"{vehicle.shift_end:%H:%M}",
        capacity_g=vehicle.capacity_g,
        capacity_cm3=vehicle.capacity_cm3,
        skills=sorted(vehicle.skills),
        color=stored.color,
        driver=DriverView.model_validate(stored.driver) if stored.driver else None,
    )
