from datetime import UTC, date, datetime
from pathlib import Path

from doorstep.kernel import Point
from doorstep.orders import (
    Order,
    Recipient,
    Shipment,
    ShipmentFilter,
    ShipmentStatus,
    Source,
    StoredShipment,
)
from doorstep.orders import store as orders_store
from doorstep.plumbing.unit import SYSTEM_ACTOR
from worlds.helsinki import MONDAY, TUESDAY
from worlds.server import add_tenant, open_kit

NOW = datetime(2026, 6, 1, 5, tzinfo=UTC)
ORDER = Order("order", "O", "", Source.API, NOW, "system")


def make_stored(number: int, service_on: date = MONDAY) -> StoredShipment:
    return StoredShipment(
        id=f"id-{number:05}",
        service_on=service_on,
        status=ShipmentStatus.PENDING,
        tracking_token=f"token-{number}",
        updated_at=NOW,
        order_id="order",
        shipment=Shipment(f"R-{number:05}", Recipient("Ada"), "Street 1", Point(60.17, 24.94)),
    )


def test_thousands_of_shipments_are_found_by_id_and_by_reference(tmp_path: Path) -> None:
    everything = [make_stored(number) for number in range(1_200)]
    with open_kit(tmp_path) as kit, kit.write(add_tenant(kit), SYSTEM_ACTOR) as unit:
        orders_store.add_orders(unit.session, unit.tenant_id, [ORDER])
        orders_store.add_shipments(unit.session, unit.tenant_id, everything, NOW)
        by_id = orders_store.list_by_id(unit.session, [one.id for one in everything])
        references = [one.shipment.reference for one in everything]
        by_reference = orders_store.list_by_reference(unit.session, MONDAY, references)
        orders_store.set_status(
            unit.session, [one.id for one in everything[:700]], ShipmentStatus.PLANNED
        )
        counts = orders_store.count_by_status(unit.session, MONDAY)
    assert sorted(by_id, key=lambda one: one.id) == everything
    assert len(by_reference) == 1_200
    assert counts == {ShipmentStatus.PLANNED: 700, ShipmentStatus.PENDING: 500}


def test_pages_across_days_go_by_day_then_reference(tmp_path: Path) -> None:
    days = {1: TUESDAY, 2: MONDAY, 3: MONDAY}
    with open_kit(tmp_path) as kit, kit.write(add_tenant(kit), SYSTEM_ACTOR) as unit:
        orders_store.add_orders(unit.session, unit.tenant_id, [ORDER])
        added = [make_stored(number, service_on) for number, service_on in days.items()]
        orders_store.add_shipments(unit.session, unit.tenant_id, added, NOW)
        first = orders_store.list_page(unit.session, ShipmentFilter(), None, 2)
        key = orders_store.PageKey(MONDAY, "R-00003", "id-00003")
        second = orders_store.list_page(unit.session, ShipmentFilter(), key, 2)
    assert [one.shipment.reference for one in first] == ["R-00002", "R-00003"]
    assert [one.shipment.reference for one in second] == ["R-00001"]
