"""A small plan made by hand: one van, two stops, one shipment left out."""

from dataclasses import replace
from datetime import UTC, date, datetime

from doorstep.fleet import Depot
from doorstep.kernel import Point, TimeWindow
from doorstep.planning import Fix, Plan, PlannedRoute, PlannedStop, UnassignedShipment
from doorstep.roads import encode_polyline

DEPOT = Depot("Harbour", Point(60.166, 24.952), "Eteläranta 14")
HOSTILE = "</script><img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("http://evil","x")'


def at(hour: int, minute: int = 0) -> datetime:
    """Return a UTC instant of 4 May 2026; Helsinki is three hours ahead."""
    return datetime(2026, 5, 4, hour, minute, tzinfo=UTC)


def small_plan() -> Plan:
    """Return the plan; one stop's texts are a formula, the other's are markup."""
    first = PlannedStop(
        sequence=1,
        reference="A-1",
        recipient=FORMULA,
        phone="+358 1",
        address="Bulevardi 5",
        location=Point(60.165, 24.94),
        arrival_at=at(6, 10),
        service_start_at=at(6, 30),
        departure_at=at(6, 35),
        windows=(TimeWindow(at(6, 30), at(9)),),
        parcels=2,
        weight_g=3500,
        volume_cm3=18_000,
        note="'quoted",
        slack_s=900,
    )
    second = replace(
        first,
        sequence=2,
        reference="Ä-2 漢",
        recipient=HOSTILE,
        windows=(),
        note="",
        arrival_at=at(6, 40),
        service_start_at=at(6, 40),
        departure_at=at(6, 45),
    )
    line = [DEPOT.location, first.location, Point(60.1655, 24.945), DEPOT.location]
    route = PlannedRoute(
        vehicle="Van 1",
        driver="Ada",
        color="#2f7fd6",
        depot=DEPOT,
        start_at=at(6),
        end_at=at(7),
        distance_m=2500,
        cost_minor=4712,
        weight_g=7000,
        volume_cm3=36_000,
        capacity_g=400_000,
        capacity_cm3=2_200_000,
        geometry=encode_polyline(line),
        stops=(first, second),
    )
    left = UnassignedShipment(
        reference="C-3",
        recipient="Bo",
        address="Far 1",
        location=Point(60.17, 24.95),
        reason="fleet_full",
        sentence="No room.",
        action="Add a van.",
        fixes=(Fix("shift_end", "Van 1", 410, "With 12 minutes more on Van 1's shift."),),
    )
    return Plan(date(2026, 5, 4), "Europe/Helsinki", "EUR", (route,), (left,))
