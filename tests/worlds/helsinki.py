"""Small delivery days in central Helsinki: two vans, a handful of shipments."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time
from pathlib import Path

from starlette.testclient import TestClient

from doorstep import fleet, orders, planning
from doorstep.api import create_app
from doorstep.bootstrap import Parts
from doorstep.fleet import Depot, Fleet, Vehicle
from doorstep.kernel import Point
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal, Role
from doorstep.plumbing.db import Database
from doorstep.plumbing.settings import Settings
from doorstep.plumbing.unit import SYSTEM_ACTOR, Kit
from doorstep.roads.sources import Region
from doorstep.tracking import prepare_positions
from worlds.server import add_tenant, open_kit

MONDAY = date(2026, 6, 1)
TUESDAY = date(2026, 6, 2)

DEPOT = Depot("Asema", Point(60.1715, 24.9420), "Kaivokatu 1, Helsinki")
VAN_1 = Vehicle(
    name="van 1",
    depot="Asema",
    profile="van",
    shift_start=time(8),
    shift_end=time(17),
    capacity_g=800_000,
    capacity_cm3=6_000_000,
    fixed_cost_minor=4_000,
    cost_per_km_minor=45,
    cost_per_hour_minor=2_600,
    driver="Aino",
)
VAN_2 = replace(VAN_1, name="van 2", driver="Otso", skills=frozenset({"cold"}))
TWO_VANS = Fleet("Europe/Helsinki", "EUR", (DEPOT,), (VAN_1, VAN_2))

SIX_ORDERS = b"""\
reference,name,address,lat,lon,window,skills
A-1,Aino,Mannerheimintie 5,60.1690,24.9390,09:00-12:00,
A-2,\xc3\x84mma,Aleksanterinkatu 20,60.1690,24.9480,,
A-3,Caf\xc3\xa9 Kide,Bulevardi 2,60.1660,24.9400,,cold
A-4,Eino,Fabianinkatu 20,60.1690,24.9510,13:00-16:00,
A-5,Ilona,Unioninkatu 30,60.1720,24.9500,,
A-6,Onni,Pohjoisesplanadi 30,60.1676,24.9460,,
"""
TWO_ORDERS = b"".join(SIX_ORDERS.splitlines(keepends=True)[:3])


@contextmanager
def open_planning_kit(folder: Path, region: Region) -> Iterator[Kit]:
    """Open a kit whose work queue runs and makes plans."""
    with open_kit(folder) as kit:
        planning.install(kit, region, folder / "matrices")
        kit.work.start()
        try:
            yield kit
        finally:
            kit.work.stop()


def add_company(kit: Kit, crew: Fleet = TWO_VANS) -> str:
    """Add a company with a fleet and return its id."""
    tenant_id = add_tenant(kit)
    with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
        fleet.save(unit, crew)
    return tenant_id


def import_orders(
    kit: Kit, tenant_id: str, region: Region, data: bytes, service_on: date = MONDAY
) -> orders.ImportReport:
    """Import an orders file."""
    with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
        return orders.import_csv(unit, data, service_on=service_on, region=region)


@contextmanager
def open_console(folder: Path, region: Region, crew: Fleet = TWO_VANS) -> Iterator[TestClient]:
    """Open a whole server with one company, and a client signed in as its dispatcher."""
    with open_kit(folder) as kit:
        planning.install(kit, region, folder / "matrices")
        positions = Database(f"sqlite:///{folder / 'positions.db'}")
        prepare_positions(positions)
        parts = Parts(Settings(data_dir=folder), kit, region, folder / "no.pmtiles", positions)
        principal = Principal(
            "account", "1", "Dispatcher", Role.DISPATCHER, add_company(kit, crew)
        )
        with kit.write(principal.tenant_id, SYSTEM_ACTOR) as unit:
            code = auth.issue_code(unit, principal)
        try:
            with TestClient(create_app(parts), base_url="http://testserver/api/v1/") as client:
                assert client.post("session/link", json={"code": code}).status_code == 200
                yield client
        finally:
            positions.close()
