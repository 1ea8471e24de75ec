"""Depots, drivers and vehicles as the API shows them."""

from datetime import date

from doorstep.fleet.model import AbsenceReason, Availability, Holiday, HoursLawName
from doorstep.fleet.stored import StoredDepot, StoredDriver, StoredVehicle, StoredVehicleType
from doorstep.plumbing.web import View


class AbsenceView(View):
    """From one date to another, both included, and why."""

    first_on: date
    last_on: date
    reason: AbsenceReason


class AvailabilityView(View):
    """On which dates it works: days of the week (Monday is 1), but for absences."""

    weekdays: list[int]
    absences: list[AbsenceView]
    works_holidays: bool


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
    hours_law: HoursLawName
    co2e_g_per_km: int | None
    color: str
    breaks: list[BreakView]
    availability: AvailabilityView
    driver: DriverView | None
    type_id: str | None
    retired: bool
    version: int


class VehiclesView(View):
    """Vehicles in their order."""

    items: list[VehicleView]


class VehicleTypeView(View):
    """What vehicles of one kind have in common, and how many vehicles in use are of it."""

    id: str
    name: str
    profile: str
    capacity_g: int
    capacity_cm3: int
    fixed_cost_minor: int
    cost_per_km_minor: int
    cost_per_hour_minor: int
    skills: list[str]
    max_stops: int | None
    hours_law: HoursLawName
    co2e_g_per_km: int | None
    vehicles: int
    version: int


class VehicleTypesView(View):
    """Vehicle types by name."""

    items: list[VehicleTypeView]


class HolidayView(View):
    """A date on which the company rests."""

    on: date
    name: str


class HolidaysView(View):
    """Holidays in order."""

    items: list[HolidayView]


class PlanPricesView(View):
    """What plans count beside what vehicles cost, in minor units; 0: it costs nothing."""

    co2e_per_t_minor: int
    extra_visit_minor: int


class FleetSummaryView(View):
    """How many there are in the fleet."""

    depots: int
    vehicles: int
    drivers: int


def show_depot(stored: StoredDepot) -> DepotView:
    """Return the depot as the API shows it."""
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


def show_driver(stored: StoredDriver) -> DriverDetailView:
    """Return the driver as the API shows them."""
    return DriverDetailView(
        id=stored.id,
        name=stored.name,
        phone=stored.phone,
        skills=sorted(stored.skills),
        availability=show_availability(stored.availability),
        retired=stored.retired,
        version=stored.version,
    )


def show_vehicle(stored: StoredVehicle) -> VehicleView:
    """Return the vehicle as the API shows it."""
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
        hours_law=vehicle.hours_law,
        co2e_g_per_km=vehicle.co2e_g_per_km,
        color=stored.color,
        breaks=[
            BreakView(
                earliest=f"{one.earliest:%H:%M}",
                latest=f"{one.latest:%H:%M}",
                duration_s=one.duration_s,
            )
            for one in vehicle.breaks
        ],
        availability=show_availability(vehicle.availability),
        driver=DriverView.model_validate(stored.driver) if stored.driver else None,
        type_id=stored.type_id,
        retired=stored.retired,
        version=stored.version,
    )


def show_availability(availability: Availability) -> AvailabilityView:
    """Return the dates as the API shows them."""
    return AvailabilityView(
        weekdays=sorted(availability.weekdays),
        absences=[AbsenceView.model_validate(one) for one in availability.absences],
        works_holidays=availability.works_holidays,
    )


def show_type(stored: StoredVehicleType) -> VehicleTypeView:
    """Return the vehicle type as the API shows it."""
    common = {name: getattr(stored.type, name) for name in stored.type.__slots__}
    return VehicleTypeView(
        **common | {"skills": sorted(stored.type.skills)},
        id=stored.id,
        vehicles=stored.vehicles,
        version=stored.version,
    )


def show_holiday(holiday: Holiday) -> HolidayView:
    """Return the holiday as the API shows it."""
    return HolidayView.model_validate(holiday)
