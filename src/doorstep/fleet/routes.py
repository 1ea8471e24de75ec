"""Depots, vehicles and drivers over HTTP."""

from datetime import time
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field, StringConstraints

from doorstep import fleet
from doorstep.fleet.model import EVERY_DAY, Availability, Break, Depot, Driver, Vehicle
from doorstep.fleet.stored import StoredDepot, StoredDriver, StoredVehicle
from doorstep.kernel import Point
from doorstep.plumbing.fields import CalendarDate
from doorstep.plumbing.versions import VERSIONED, ExpectedVersion, set_etag
from doorstep.plumbing.web import Body, FleetReader, FleetWriter, StrictRoute, View

router = APIRouter(tags=["Fleet"], route_class=StrictRoute)

_Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^\S")
]
_Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
_Skill = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=50)
]
_Skills = Annotated[list[_Skill], Field(max_length=50)]
_Weekday = Annotated[int, Field(ge=1, le=7)]
_Cost = Annotated[int, Field(ge=0, le=100_000_000)]


class AvailabilityBody(Body):
    """On which dates it works: days of the week (Monday is 1), and dates off."""

    weekdays: list[_Weekday] = Field(default_factory=lambda: sorted(EVERY_DAY), max_length=7)
    days_off: list[CalendarDate] = Field(default_factory=list, max_length=400)

    def to_model(self) -> Availability:
        """Return it as the fleet knows it."""
        return Availability(frozenset(self.weekdays), frozenset(self.days_off))


class BreakBody(Body):
    """Rest within the shift; begins between two local clock times."""

    earliest: _Clock = Field(examples=["11:30"])
    latest: _Clock = Field(examples=["13:00"])
    duration_s: int = Field(ge=60, le=4 * 3600, examples=[1800])


class DepotBody(Body):
    """A depot as it shall be."""

    name: _Name = Field(examples=["Main depot"])
    address: str = Field("", max_length=300)
    lat: float = Field(ge=-90, le=90, allow_inf_nan=False)
    lon: float = Field(ge=-180, le=180, allow_inf_nan=False)

    def to_model(self) -> Depot:
        """Return it as the fleet knows it."""
        return Depot(self.name, Point(self.lat, self.lon), self.address.strip())


class DriverBody(Body):
    """A driver as they shall be."""

    name: _Name = Field(examples=["Aino H."])
    phone: str = Field("", max_length=50)
    skills: _Skills = Field(default_factory=list)
    availability: AvailabilityBody = Field(default_factory=AvailabilityBody)

    def to_model(self) -> Driver:
        """Return them as the fleet knows them."""
        return Driver(
            self.name, self.phone.strip(), frozenset(self.skills), self.availability.to_model()
        )


class VehicleBody(Body):
    """A vehicle as it shall be; amounts are minor units of the company's currency."""

    name: _Name = Field(examples=["Van 1"])
    depot_id: str = Field(max_length=36)
    driver_id: str | None = Field(None, max_length=36)
    profile: str = Field("van", max_length=50, examples=["van"])
    shift_start: _Clock = Field("08:00")
    shift_end: _Clock = Field("17:00")
    capacity_g: int = Field(ge=0, le=100_000_000)
    capacity_cm3: int = Field(ge=0, le=1_000_000_000)
    fixed_cost_minor: _Cost = 0
    cost_per_km_minor: _Cost = 0
    cost_per_hour_minor: _Cost = 0
    skills: _Skills = Field(default_factory=list)
    max_stops: int | None = Field(None, ge=1, le=10_000)
    color: Annotated[str, StringConstraints(pattern=r"^(#[0-9A-Fa-f]{6})?$")] = ""
    breaks: list[BreakBody] = Field(default_factory=list, max_length=6)
    availability: AvailabilityBody = Field(default_factory=AvailabilityBody)

    def to_model(self) -> Vehicle:
        """Return it as the fleet knows it, without depot and driver."""
        return Vehicle(
            name=self.name,
            depot="",
            profile=self.profile,
            shift_start=time.fromisoformat(self.shift_start),
            shift_end=time.fromisoformat(self.shift_end),
            capacity_g=self.capacity_g,
            capacity_cm3=self.capacity_cm3,
            fixed_cost_minor=self.fixed_cost_minor,
            cost_per_km_minor=self.cost_per_km_minor,
            cost_per_hour_minor=self.cost_per_hour_minor,
            skills=frozenset(self.skills),
            max_stops=self.max_stops,
            color=self.color.lower(),
            breaks=tuple(
                Break(
                    time.fromisoformat(one.earliest),
                    time.fromisoformat(one.latest),
                    one.duration_s,
                )
                for one in self.breaks
            ),
            availability=self.availability.to_model(),
        )


class AvailabilityView(View):
    """On which dates it works: days of the week (Monday is 1), and dates off."""

    weekdays: list[int]
    days_off: list[str]


class BreakView(View):
    """Rest within the shift."""

    earliest: str
    latest: str
    duration_s: int


class DepotView(View):
    """Where routes start and end."""

    id: str
    name: str
    address: str
    lat: float
    lon: float
    retired: bool
    version: int


class DepotsView(View):
    """Depots in their order."""

    items: list[DepotView]


class DriverView(View):
    """Who drives."""

    id: str
    name: str


class DriverDetailView(DriverView):
    """Who drives, and when."""

    phone: str
    skills: list[str]
    availability: AvailabilityView
    retired: bool
    version: int


class DriversView(View):
    """Drivers in their order."""

    items: list[DriverDetailView]


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
    fixed_cost_minor: int
    cost_per_km_minor: int
    cost_per_hour_minor: int
    skills: list[str]
    max_stops: int | None
    color: str
    breaks: list[BreakView]
    availability: AvailabilityView
    driver: DriverView | None
    retired: bool
    version: int


class VehiclesView(View):
    """Vehicles in their order."""

    items: list[VehicleView]


@router.get("/depots", summary="List the depots")
def list_depots(caller: FleetReader, *, retired: bool = False) -> DepotsView:
    """Return the depots in use, or those out of use, in their order."""
    with caller.read() as unit:
        depots = fleet.list_retired(unit)[0] if retired else fleet.load(unit).depots
    return DepotsView(items=[_depot_view(depot) for depot in depots])


@router.post("/depots", status_code=201, summary="Add a depot")
def add_depot(body: DepotBody, caller: FleetWriter, response: Response) -> DepotView:
    """Add a depot, or bring the retired one of this name back."""
    with caller.write() as unit:
        return _show_depot(fleet.add_depot(unit, body.to_model()), response)


@router.get("/depots/{depot_id}", summary="A depot")
def get_depot(depot_id: str, caller: FleetReader, response: Response) -> DepotView:
    """Return a depot, in use or not."""
    with caller.read() as unit:
        return _show_depot(fleet.get_depot(unit, depot_id), response)


@router.put("/depots/{depot_id}", summary="Change a depot", responses=VERSIONED)
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


@router.delete(
    "/depots/{depot_id}", status_code=204, summary="Retire a depot", responses=VERSIONED
)
def retire_depot(depot_id: str, caller: FleetWriter, expected: ExpectedVersion) -> None:
    """Take the depot out of use; plans of the past keep it."""
    with caller.write() as unit:
        fleet.retire_depot(unit, depot_id, expected)


@router.post("/depots/{depot_id}/restore", summary="Bring a depot back")
def restore_depot(depot_id: str, caller: FleetWriter, response: Response) -> DepotView:
    """Take a retired depot into use again."""
    with caller.write() as unit:
        return _show_depot(fleet.restore_depot(unit, depot_id), response)


@router.get("/drivers", summary="List the drivers")
def list_drivers(caller: FleetReader, *, retired: bool = False) -> DriversView:
    """Return the drivers in use, or those out of use, in their order."""
    with caller.read() as unit:
        drivers = fleet.list_retired(unit)[1] if retired else fleet.list_drivers(unit)
    return DriversView(items=[_driver_view(driver) for driver in drivers])


@router.post("/drivers", status_code=201, summary="Add a driver")
def add_driver(body: DriverBody, caller: FleetWriter, response: Response) -> DriverDetailView:
    """Add a driver, or bring the retired one of this name back."""
    with caller.write() as unit:
        return _show_driver(fleet.add_driver(unit, body.to_model()), response)


@router.get("/drivers/{driver_id}", summary="A driver")
def get_driver(driver_id: str, caller: FleetReader, response: Response) -> DriverDetailView:
    """Return a driver, in use or not."""
    with caller.read() as unit:
        return _show_driver(fleet.find_driver(unit, driver_id), response)


@router.put("/drivers/{driver_id}", summary="Change a driver", responses=VERSIONED)
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


@router.delete(
    "/drivers/{driver_id}", status_code=204, summary="Retire a driver", responses=VERSIONED
)
def retire_driver(driver_id: str, caller: FleetWriter, expected: ExpectedVersion) -> None:
    """Take the driver out of use and sign their phones out."""
    with caller.write() as unit:
        fleet.retire_driver(unit, driver_id, expected)


@router.post("/drivers/{driver_id}/restore", summary="Bring a driver back")
def restore_driver(driver_id: str, caller: FleetWriter, response: Response) -> DriverDetailView:
    """Take a retired driver into use again."""
    with caller.write() as unit:
        return _show_driver(fleet.restore_driver(unit, driver_id), response)


@router.get("/vehicles", summary="List the vehicles with their drivers")
def list_vehicles(caller: FleetReader, *, retired: bool = False) -> VehiclesView:
    """Return the vehicles in use, or those out of use, in their order."""
    with caller.read() as unit:
        vehicles = fleet.list_retired(unit)[2] if retired else fleet.load(unit).vehicles
    return VehiclesView(items=[_vehicle_view(vehicle) for vehicle in vehicles])


@router.post("/vehicles", status_code=201, summary="Add a vehicle")
def add_vehicle(body: VehicleBody, caller: FleetWriter, response: Response) -> VehicleView:
    """Add a vehicle, or bring the retired one of this name back."""
    with caller.write() as unit:
        added = fleet.add_vehicle(
            unit, body.to_model(), depot_id=body.depot_id, driver_id=body.driver_id
        )
        return _show_vehicle(added, response)


@router.get("/vehicles/{vehicle_id}", summary="A vehicle")
def get_vehicle(vehicle_id: str, caller: FleetReader, response: Response) -> VehicleView:
    """Return a vehicle, in use or not."""
    with caller.read() as unit:
        return _show_vehicle(fleet.get_vehicle(unit, vehicle_id), response)


@router.put("/vehicles/{vehicle_id}", summary="Change a vehicle", responses=VERSIONED)
def change_vehicle(
    vehicle_id: str,
    body: VehicleBody,
    caller: FleetWriter,
    expected: ExpectedVersion,
    response: Response,
) -> VehicleView:
    """Make the vehicle what the body says; planned routes stay as they are."""
    with caller.write() as unit:
        changed = fleet.change_vehicle(
            unit,
            vehicle_id,
            body.to_model(),
            expected,
            depot_id=body.depot_id,
            driver_id=body.driver_id,
        )
        return _show_vehicle(changed, response)


@router.delete(
    "/vehicles/{vehicle_id}", status_code=204, summary="Retire a vehicle", responses=VERSIONED
)
def retire_vehicle(vehicle_id: str, caller: FleetWriter, expected: ExpectedVersion) -> None:
    """Take the vehicle out of use; plans of the past keep it."""
    with caller.write() as unit:
        fleet.retire_vehicle(unit, vehicle_id, expected)


@router.post("/vehicles/{vehicle_id}/restore", summary="Bring a vehicle back")
def restore_vehicle(vehicle_id: str, caller: FleetWriter, response: Response) -> VehicleView:
    """Take a retired vehicle into use again."""
    with caller.write() as unit:
        return _show_vehicle(fleet.restore_vehicle(unit, vehicle_id), response)


def _show_depot(stored: StoredDepot, response: Response) -> DepotView:
    set_etag(response, stored.version)
    return _depot_view(stored)


def _show_driver(stored: StoredDriver, response: Response) -> DriverDetailView:
    set_etag(response, stored.version)
    return _driver_view(stored)


def _show_vehicle(stored: StoredVehicle, response: Response) -> VehicleView:
    set_etag(response, stored.version)
    return _vehicle_view(stored)


def _depot_view(stored: StoredDepot) -> DepotView:
    depot = stored.depot
    return DepotView(
        id=stored.id,
        name=depot.name,
        address=depot.address,
        lat=depot.location.lat,
        lon=depot.location.lon,
        retired=stored.retired,
        version=stored.version,
    )


def _driver_view(stored: StoredDriver) -> DriverDetailView:
    return DriverDetailView(
        id=stored.id,
        name=stored.name,
        phone=stored.phone,
        skills=sorted(stored.skills),
        availability=_availability_view(stored.availability),
        retired=stored.retired,
        version=stored.version,
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
        fixed_cost_minor=vehicle.fixed_cost_minor,
        cost_per_km_minor=vehicle.cost_per_km_minor,
        cost_per_hour_minor=vehicle.cost_per_hour_minor,
        skills=sorted(vehicle.skills),
        max_stops=vehicle.max_stops,
        color=stored.color,
        breaks=[
            BreakView(
                earliest=f"{one.earliest:%H:%M}",
                latest=f"{one.latest:%H:%M}",
                duration_s=one.duration_s,
            )
            for one in vehicle.breaks
        ],
        availability=_availability_view(vehicle.availability),
        driver=DriverView.model_validate(stored.driver) if stored.driver else None,
        retired=stored.retired,
        version=stored.version,
    )


def _availability_view(availability: Availability) -> AvailabilityView:
    return AvailabilityView(
        weekdays=sorted(availability.weekdays),
        days_off=sorted(day.isoformat() for day in availability.days_off),
    )
