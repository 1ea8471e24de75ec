"""A company at work, made before the server starts: vans on the road, and everybody signed in."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from doorstep import dispatch, fleet, orders
from doorstep.bootstrap import open_parts
from doorstep.demo.seed import CITY_FILE, seed
from doorstep.demo.stage import open_clock
from doorstep.dispatch import Command, CommandKind, DispatchedRoute
from doorstep.fleet import Depot, Fleet, StoredVehicle, Vehicle
from doorstep.kernel import Money, Point, ScaledClock, SystemClock, new_id
from doorstep.orders import NewOrder, NewShipment, Recipient, Shipment, StoredShipment
from doorstep.planning import PlanStatus, PlanSummary, StoredRoute, StoredStop
from doorstep.planning import store as planning_store
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal, Role, Tenant
from doorstep.plumbing.settings import Settings
from doorstep.plumbing.unit import SYSTEM_ACTOR, Kit, Unit

CASH_MINOR = 1250
DEPOT = Point(60.1660, 24.9440)
HUB = "Hub"
ON_DUTY = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Phone:
    """A driver's device: who drives which route, with which stops still open."""

    cookie: str
    driver_id: str
    route_id: str
    stops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Who can be sent as, and the day they work on.

    Parameters
    ----------
    office, neighbour
        Cookies of the dispatchers of two companies.
    on_duty_from
        Since when positions are taken.
    """

    tenant_id: str
    office: str
    neighbour: str
    phones: tuple[Phone, ...]
    service_on: date
    on_duty_from: datetime


def make_world(folder: Path, url: str, phones: int, stops: int) -> World:
    """Fill an empty data folder."""
    folder.mkdir()
    # Six hours before the server's day begins, so that everybody has long been on the road.
    clock = ScaledClock(open_clock(folder, SystemClock()).now() - ON_DUTY)
    with open_parts(Settings(data_dir=folder, database_url=url), CITY_FILE, clock) as parts:
        kit = parts.kit
        tenant_id, _ = seed(kit, folder)
        other = Tenant(new_id(kit.wall, kit.rng), "Next Door", "Europe/Helsinki", "EUR", "en-GB")
        with kit.write(other.id, SYSTEM_ACTOR) as unit:
            auth.create_tenant(unit.session, other)
        service_on = clock.now().date()
        with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
            crew = fleet.save(unit, _fleet(phones))
            plan_id = _plan(unit, list(crew.vehicles), service_on, stops)
            routes = dispatch.release_plan(unit, plan_id)
        started_at = clock.now()
        for route in routes:
            with kit.write(tenant_id, f"driver:{route.driver_id}") as unit:
                dispatch.apply_command(unit, route.driver_id, _start(unit, route, started_at))
        return World(
            tenant_id=tenant_id,
            office=_sign_in(kit, tenant_id, "account", Role.DISPATCHER),
            neighbour=_sign_in(kit, other.id, "account", Role.DISPATCHER),
            phones=tuple(_phone(kit, tenant_id, route) for route in routes),
            service_on=service_on,
            on_duty_from=started_at,
        )


def _fleet(vans: int) -> Fleet:
    return Fleet(
        "Europe/Helsinki",
        "EUR",
        (Depot(HUB, DEPOT),),
        tuple(
            Vehicle(
                name=f"van {number}",
                depot=HUB,
                profile="van",
                shift_start=time(6),
                shift_end=time(20),
                capacity_g=5_000_000,
                capacity_cm3=50_000_000,
                fixed_cost_minor=2000,
                cost_per_km_minor=50,
                cost_per_hour_minor=2400,
                driver=f"Driver {number}",
            )
            for number in range(vans)
        ),
    )


def _plan(unit: Unit, vans: list[StoredVehicle], service_on: date, stops: int) -> str:
    plan_id = unit.new_id()
    now_at = unit.now()
    summary = PlanSummary(
        id=plan_id,
        service_on=service_on,
        status=PlanStatus.READY,
        created_at=now_at,
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
    planning_store.add_plan(unit.session, unit.tenant_id, summary)
    routes = []
    for number, van in enumerate(vans):
        taken = orders.add_many(
            unit, [_order(service_on, f"R{number}-{stop}") for stop in range(stops)]
        )
        shipments = [one.shipments[0] for one in taken if not isinstance(one, Exception)]
        routes.append(_route(unit, van, shipments, now_at))
    planning_store.add_routes(unit.session, unit.tenant_id, plan_id, routes)
    return plan_id


def _order(service_on: date, reference: str) -> NewOrder:
    shipment = Shipment(
        reference,
        Recipient("Aino Example", "+358 00 000 0001"),
        "Bulevardi 5, 00120 Helsinki",
        Point(60.1649, 24.9384),
        cod=Money(CASH_MINOR, "EUR"),
    )
    return NewOrder(reference, (NewShipment(service_on, shipment),))


def _route(
    unit: Unit, van: StoredVehicle, shipments: list[StoredShipment], now_at: datetime
) -> StoredRoute:
    return StoredRoute(
        id=unit.new_id(),
        vehicle_id=van.id,
        vehicle=van.vehicle.name,
        driver_id=van.driver.id if van.driver else None,
        driver=van.vehicle.driver,
        color=van.color,
        depot_id=van.depot_id,
        depot=HUB,
        depot_address="",
        depot_location=DEPOT,
        start_at=now_at,
        end_at=now_at + timedelta(hours=10),
        distance_m=50_000,
        cost_minor=5000,
        weight_g=1000 * len(shipments),
        volume_cm3=5000 * len(shipments),
        capacity_g=5_000_000,
        capacity_cm3=50_000_000,
        geometry="",
        stops=tuple(
            StoredStop(
                id=unit.new_id(),
                sequence=sequence,
                shipment_id=stored.id,
                reference=stored.shipment.reference,
                recipient=stored.shipment.recipient.name,
                phone=stored.shipment.recipient.phone,
                address=stored.shipment.address,
                location=stored.shipment.location,
                arrival_at=now_at + sequence * timedelta(minutes=5),
                service_start_at=now_at + sequence * timedelta(minutes=5),
                departure_at=now_at + sequence * timedelta(minutes=8),
                windows=(),
                parcels=1,
                weight_g=1000,
                volume_cm3=5000,
                service_s=180,
                note="",
                slack_s=0,
                tracking_token=stored.tracking_token,
            )
            for sequence, stored in enumerate(shipments, 1)
        ),
    )


def _start(unit: Unit, route: DispatchedRoute, started_at: datetime) -> Command:
    return Command(unit.new_id(), CommandKind.START_ROUTE, route.id, started_at, None)


def _phone(kit: Kit, tenant_id: str, route: DispatchedRoute) -> Phone:
    cookie = _sign_in(kit, tenant_id, "driver", Role.DRIVER, route.driver_id)
    return Phone(cookie, route.driver_id, route.id, tuple(stop.id for stop in route.stops))


def _sign_in(kit: Kit, tenant_id: str, kind: str, role: Role, id_: str = "") -> str:
    """Return the cookie of a new session."""
    principal = Principal(kind, id_ or new_id(kit.wall, kit.rng), "Bench", role, tenant_id)
    with kit.database.write(None) as session:
        token = auth.start_session(session, kit.wall, kit.rng, principal, "bench")
    return f"doorstep_{'driver' if kind == 'driver' else 'session'}={token}"
