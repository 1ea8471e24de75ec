"""A small delivery day with a plan that is ready: two vans on one straight road.

::

    depot --- A --- B --- C      van 1, Ada Berg, leaves at 06:00 UTC
      |
      +------ D                  van 2, Bo Dahl, leaves at 06:00 UTC

Every leg takes 10 minutes, every service 5. A's window is 06:00 to 07:00; B's opens at 06:30, so
that van 1, at the door at 06:25, waits for 5 minutes; C and D have none.

    van 1: A 06:10 to 06:15, B 06:25 (06:30) to 06:35, C 06:45 to 06:50, back at 07:00
    van 2: D 06:10 to 06:15, back at 06:25
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from doorstep import dispatch, fleet, orders
from doorstep.dispatch import Command, CommandKind, DispatchedRoute
from doorstep.fleet import Depot, Fleet, StoredFleet, Vehicle
from doorstep.kernel import FixedClock, Point, SeededRng, TimeWindow, new_id
from doorstep.orders import Recipient, Shipment, ShipmentStatus, StoredShipment
from doorstep.orders import store as orders_store
from doorstep.planning import PlannedBreak, PlanStatus, PlanSummary, StoredRoute, StoredStop
from doorstep.planning import store as planning_store
from doorstep.plumbing.unit import SYSTEM_ACTOR, Kit, Unit
from worlds.server import add_tenant, open_kit

TODAY = date(2026, 6, 1)
DEPOT = Point(60.00, 25.0)
_RNG = SeededRng(11)


def at(clock: str) -> datetime:
    """Return a time of the day, UTC: at("06:10")."""
    return datetime.combine(TODAY, time.fromisoformat(clock), UTC)


SHIPMENTS = (
    Shipment(
        "A",
        Recipient("Aino Aalto", "+358401"),
        "Rauhankatu 7 B 12, 00170 Helsinki",
        Point(60.01, 25.0),
        (TimeWindow(at("06:00"), at("07:00")),),
        note="Ring twice",
    ),
    Shipment(
        "B",
        Recipient("Ben Bask"),
        "Unioninkatu 40, Helsinki",
        Point(60.02, 25.0),
        (TimeWindow(at("06:30"), at("08:00")),),
    ),
    Shipment("C", Recipient("Cia Ceder"), "Mariankatu 3", Point(60.03, 25.0)),
    Shipment("D", Recipient("Dan Dahl"), "Kruununhaka 1", Point(60.01, 25.0)),
)

_TIMES = {
    "A": (at("06:10"), at("06:10"), at("06:15")),
    "B": (at("06:25"), at("06:30"), at("06:35")),
    "C": (at("06:45"), at("06:45"), at("06:50")),
    "D": (at("06:10"), at("06:10"), at("06:15")),
}


def _van(name: str, driver: str) -> Vehicle:
    return Vehicle(
        name=name,
        depot="Hub",
        profile="van",
        shift_start=time(8),
        shift_end=time(17),
        capacity_g=500_000,
        capacity_cm3=5_000_000,
        fixed_cost_minor=2000,
        cost_per_km_minor=50,
        cost_per_hour_minor=2400,
        driver=driver,
    )


FLEET = Fleet(
    "Europe/Helsinki",
    "EUR",
    (Depot("Hub", DEPOT),),
    (_van("van 1", "Ada Berg"), _van("van 2", "Bo Dahl")),
)


@dataclass(frozen=True, slots=True)
class Day:
    """The day with its machinery; ``drivers`` by first name, ``shipments`` by reference."""

    kit: Kit
    clock: FixedClock
    tenant_id: str
    plan_id: str
    drivers: dict[str, str]
    shipments: dict[str, str]

    def release(self) -> dict[str, DispatchedRoute]:
        """Release the plan; return its routes by vehicle."""
        with self.write() as unit:
            return {route.vehicle: route for route in dispatch.release_plan(unit, self.plan_id)}

    def apply(self, command: Command, driver: str = "Ada") -> dispatch.Applied:
        """Apply a command in a transaction of its own."""
        driver_id = self.drivers[driver]
        with self.kit.write(self.tenant_id, f"driver:{driver_id}") as unit:
            return dispatch.apply_command(unit, driver_id, command)

    def route(self, route_id: str) -> DispatchedRoute:
        """Return a route as it is now."""
        with self.kit.read(self.tenant_id) as unit:
            return dispatch.get_route(unit, route_id)

    def status(self, reference: str) -> ShipmentStatus:
        """Return a shipment's status."""
        with self.kit.read(self.tenant_id) as unit:
            return orders.get_shipments(unit, [self.shipments[reference]])[0].status

    def write(self) -> AbstractContextManager[Unit]:
        """Open a unit of work for the office."""
        return self.kit.write(self.tenant_id, SYSTEM_ACTOR)


@contextmanager
def open_day(folder: Path, breaks: tuple[PlannedBreak, ...] = ()) -> Iterator[Day]:
    """Open a company at 05:00 UTC with four pending shipments and a plan that is ready.

    Parameters
    ----------
    breaks
        Of van 1's driver, whatever the times of the stops say.
    """
    clock = FixedClock(at("05:00"))
    with open_kit(folder, clock) as kit:
        tenant_id = add_tenant(kit)
        with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
            stored_fleet = fleet.save(unit, FLEET)
            stored = {one.reference: _add_shipment(unit, one) for one in SHIPMENTS}
            plan_id = add_plan(unit, stored_fleet, stored, breaks)
        drivers = {
            one.driver.name.split()[0]: one.driver.id
            for one in stored_fleet.vehicles
            if one.driver is not None
        }
        shipments = {reference: one.id for reference, one in stored.items()}
        yield Day(kit, clock, tenant_id, plan_id, drivers, shipments)


def add_plan(
    unit: Unit,
    crew: StoredFleet,
    shipments: dict[str, StoredShipment],
    breaks: tuple[PlannedBreak, ...] = (),
) -> str:
    """Add the plan of the drawing, ready to be released; return its id."""
    plan_id = unit.new_id()
    plan = PlanSummary(
        id=plan_id,
        service_on=TODAY,
        status=PlanStatus.READY,
        created_at=unit.now(),
        requested_by=unit.actor,
        seconds=1,
        stop_requested=False,
        progress=None,
        problem=None,
        currency="EUR",
        cost_minor=0,
        distance_m=0,
        duration_s=0,
        co2e_g=0,
        co2e_cost_minor=0,
        extra_visits=0,
        extra_visits_cost_minor=0,
    )
    planning_store.add_plan(unit.session, unit.tenant_id, plan)
    first = _route(unit, crew, 0, [shipments[one] for one in "ABC"], at("07:00"), 12_000)
    routes = [
        replace(first, breaks=breaks),
        _route(unit, crew, 1, [shipments["D"]], at("06:25"), 3000),
    ]
    planning_store.add_routes(unit.session, unit.tenant_id, plan_id, routes)
    return plan_id


def command(
    kind: CommandKind,
    route: DispatchedRoute,
    clock: str,
    reference: str | None = None,
    **more: object,
) -> Command:
    """Return a driver's report: command(CommandKind.ARRIVE, route, "06:10", "A")."""
    happened_at = at(clock)
    stop_id = next((one.id for one in route.stops if one.reference == reference), None)
    new = Command(new_id(FixedClock(happened_at), _RNG), kind, route.id, happened_at, stop_id)
    if kind is CommandKind.FAIL:
        new = replace(new, reason=dispatch.FailReason.RECIPIENT_ABSENT)
    return replace(new, **more)  # type: ignore[arg-type] # any field of a command


def _add_shipment(unit: Unit, shipment: Shipment) -> StoredShipment:
    new = orders.NewOrder(shipment.reference, (orders.NewShipment(TODAY, shipment),))
    (stored,) = orders.add_order(unit, new).shipments
    stored = replace(stored, tracking_token=f"token-{shipment.reference}")
    orders_store.save(unit.session, stored)
    return stored


def _route(
    unit: Unit,
    crew: StoredFleet,
    vehicle: int,
    shipments: list[StoredShipment],
    end_at: datetime,
    distance_m: int,
) -> StoredRoute:
    van = crew.vehicles[vehicle]
    return StoredRoute(
        id=unit.new_id(),
        vehicle_id=van.id,
        vehicle=van.vehicle.name,
        driver_id=van.driver.id if van.driver else None,
        driver=van.vehicle.driver,
        color=van.color,
        depot_id=van.depot_id,
        depot="Hub",
        depot_address="",
        depot_location=DEPOT,
        start_at=at("06:00"),
        end_at=end_at,
        distance_m=distance_m,
        cost_minor=5000,
        weight_g=1000 * len(shipments),
        volume_cm3=5000 * len(shipments),
        capacity_g=500_000,
        capacity_cm3=5_000_000,
        geometry="",
        stops=tuple(_stop(unit, number, one) for number, one in enumerate(shipments, 1)),
    )


def _stop(unit: Unit, sequence: int, stored: StoredShipment) -> StoredStop:
    shipment = stored.shipment
    arrival_at, service_start_at, departure_at = _TIMES[shipment.reference]
    return StoredStop(
        id=unit.new_id(),
        sequence=sequence,
        shipment_id=stored.id,
        reference=shipment.reference,
        recipient=shipment.recipient.name,
        phone=shipment.recipient.phone,
        address=shipment.address,
        location=shipment.location,
        arrival_at=arrival_at,
        service_start_at=service_start_at,
        departure_at=departure_at,
        windows=shipment.windows,
        parcels=shipment.parcels,
        weight_g=shipment.weight_g,
        volume_cm3=shipment.volume_cm3,
        service_s=300,
        note=shipment.note,
        slack_s=0,
        tracking_token=stored.tracking_token,
    )
