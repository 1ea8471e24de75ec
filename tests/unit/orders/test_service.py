from datetime import UTC, datetime
from pathlib import Path

import pytest

from doorstep import orders
from doorstep.kernel import TimeWindow
from doorstep.orders import ShipmentFilter, ShipmentStatus
from doorstep.plumbing import journal
from doorstep.plumbing.unit import SYSTEM_ACTOR
from doorstep.roads.sources import Region
from worlds.helsinki import MONDAY, SIX_ORDERS, TUESDAY, TWO_ORDERS, import_orders
from worlds.server import add_tenant, open_kit


def test_a_file_sent_twice_adds_its_shipments_once(tmp_path: Path, region: Region) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        first = import_orders(kit, tenant_id, region, SIX_ORDERS)
        second = import_orders(kit, tenant_id, region, SIX_ORDERS)
        with kit.read(tenant_id) as unit:
            total = orders.list_shipments(unit, ShipmentFilter()).total
            kinds = [event.kind for event in journal.list_after(unit.session, 0)]
    assert (first.added, first.unchanged, second.added, second.unchanged) == (6, 0, 0, 6)
    assert total == 6
    assert kinds == ["shipments.imported"], "an import that changes nothing is no event"


def test_what_a_file_brought_and_changed_is_rebuilt_from_its_events(
    tmp_path: Path, region: Region
) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        import_orders(kit, tenant_id, region, TWO_ORDERS)
        import_orders(kit, tenant_id, region, TWO_ORDERS.replace(b"Aino", b"Venla"))
        with kit.read(tenant_id) as unit:
            told = orders.follow(journal.list_after(unit.session, 0))
            assert told.shipments == orders.list_states(unit)
            parcels = orders.list_parcels_of(unit, told.shipments)
    assert sorted(one.version for one in told.shipments.values()) == [1, 2]
    assert told.parcels.keys() == {one.id for one in parcels}
    assert told.faults == []


def test_a_changed_row_updates_a_pending_shipment_and_keeps_its_link(
    tmp_path: Path, region: Region
) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        import_orders(kit, tenant_id, region, TWO_ORDERS)
        with kit.read(tenant_id) as unit:
            before = orders.list_plannable(unit, MONDAY)[0]
        report = import_orders(kit, tenant_id, region, TWO_ORDERS.replace(b"Aino", b"Venla"))
        with kit.read(tenant_id) as unit:
            after = orders.get_shipment(unit, before.id)
    assert (report.added, report.updated, report.unchanged) == (0, 1, 1)
    assert after.shipment.recipient.name == "Venla"
    assert after.tracking_token == before.tracking_token


def test_a_changed_row_of_a_planned_shipment_is_rejected(tmp_path: Path, region: Region) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        import_orders(kit, tenant_id, region, TWO_ORDERS)
        with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
            ids = [stored.id for stored in orders.list_plannable(unit, MONDAY)]
            orders.change_status(unit, ids, ShipmentStatus.PLANNED)
        report = import_orders(kit, tenant_id, region, TWO_ORDERS.replace(b"Aino", b"Venla"))
    assert (report.updated, report.unchanged) == (0, 1)
    assert [(one.column, one.value) for one in report.rejected] == [("reference", "A-1")]


def test_the_same_reference_on_another_day_is_another_shipment(
    tmp_path: Path, region: Region
) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        import_orders(kit, tenant_id, region, TWO_ORDERS, MONDAY)
        report = import_orders(kit, tenant_id, region, TWO_ORDERS, TUESDAY)
    assert report.added == 2


def test_a_strict_import_with_a_bad_row_adds_nothing(tmp_path: Path, region: Region) -> None:
    data = TWO_ORDERS + b"A-9,,,91.5,24.9,,\n"
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        with (
            pytest.raises(orders.RejectedOrdersError) as refusal,
            kit.write(tenant_id, SYSTEM_ACTOR) as unit,
        ):
            orders.import_csv(unit, data, service_on=MONDAY, region=region, strict=True)
        with kit.read(tenant_id) as unit:
            assert orders.list_plannable(unit, MONDAY) == []
    # Header and two good rows come first: the bad row is line 4.
    assert [one.line for one in refusal.value.findings] == [4]


def test_windows_are_read_in_the_company_s_time_zone(tmp_path: Path, region: Region) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        import_orders(kit, tenant_id, region, TWO_ORDERS)
        with kit.read(tenant_id) as unit:
            windows = orders.list_plannable(unit, MONDAY)[0].shipment.windows
    # 09:00-12:00 in Helsinki in June, three hours ahead of UTC.
    early_at, late_at = (datetime(2026, 6, 1, hour, tzinfo=UTC) for hour in (6, 9))
    assert windows == (TimeWindow(early_at, late_at),)


def test_pages_hold_every_shipment_once_in_order(tmp_path: Path, region: Region) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        import_orders(kit, tenant_id, region, SIX_ORDERS)
        seen, after = [], None
        with kit.read(tenant_id) as unit:
            for _ in range(3):
                page = orders.list_shipments(unit, ShipmentFilter(MONDAY), after=after, limit=2)
                seen += [stored.shipment.reference for stored in page.items]
                after = page.next_key
    assert seen == ["A-1", "A-2", "A-3", "A-4", "A-5", "A-6"]
    assert after is None


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("ÄMMA", ["A-2"]),  # whatever its case, beyond ASCII too
        ("Cafe\u0301", ["A-3"]),  # accents in their other form
        ("bulevardi 2", ["A-3"]),
        ("%", []),  # no wildcard
        ("_", []),
        ("'; DROP TABLE shipments;--", []),
        ("  ", ["A-1", "A-2", "A-3", "A-4", "A-5", "A-6"]),
    ],
)
def test_search_looks_for_the_text_itself(
    tmp_path: Path, region: Region, text: str, references: list[str]
) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        import_orders(kit, tenant_id, region, SIX_ORDERS)
        with kit.read(tenant_id) as unit:
            page = orders.list_shipments(unit, ShipmentFilter(MONDAY, None, text))
    assert [stored.shipment.reference for stored in page.items] == references
    assert page.counts == {ShipmentStatus.PENDING: 6}, "counts are of the whole day"


def test_another_company_sees_nothing_of_it(tmp_path: Path, region: Region) -> None:
    with open_kit(tmp_path) as kit:
        owner, stranger = add_tenant(kit, "Owner"), add_tenant(kit, "Stranger")
        import_orders(kit, owner, region, SIX_ORDERS)
        with kit.read(owner) as unit:
            shipment_id = orders.list_plannable(unit, MONDAY)[0].id
        with kit.read(stranger) as unit:
            page = orders.list_shipments(unit, ShipmentFilter())
            assert (page.items, page.total, page.counts) == ((), 0, {})
            with pytest.raises(orders.ShipmentNotFoundError):
                orders.get_shipment(unit, shipment_id)
        assert import_orders(kit, stranger, region, SIX_ORDERS).added == 6


def test_status_changes_all_or_none_and_only_along_the_legal_ways(
    tmp_path: Path, region: Region
) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        import_orders(kit, tenant_id, region, TWO_ORDERS)
        with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
            first, second = (stored.id for stored in orders.list_plannable(unit, MONDAY))
            orders.change_status(unit, [first], ShipmentStatus.PLANNED)
            with pytest.raises(orders.ShipmentStatusError, match="A-1 is planned"):
                orders.change_status(unit, [second, first], ShipmentStatus.PLANNED)
            statuses = [one.status for one in orders.get_shipments(unit, [first, second])]
    assert statuses == [ShipmentStatus.PLANNED, ShipmentStatus.PENDING]


def test_a_tracking_token_opens_one_shipment_and_has_128_bits(
    tmp_path: Path, region: Region
) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        import_orders(kit, tenant_id, region, SIX_ORDERS)
        with kit.read(tenant_id) as unit:
            stored = orders.list_plannable(unit, MONDAY)
        found = orders.find_by_token(kit, stored[0].tracking_token)
        assert found == (tenant_id, stored[0])
        assert orders.find_by_token(kit, stored[0].tracking_token[:-1]) is None
    # 16 bytes are 22 signs of base64, without padding.
    assert {len(one.tracking_token) for one in stored} == {22}
    assert len({one.tracking_token for one in stored}) == 6


def test_an_address_without_coordinates_is_looked_up(tmp_path: Path, region: Region) -> None:
    data = b'reference,address\nB-1,"Bulevardi 5, Helsinki"\nB-2,Nowhere Street 1\n'
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        report = import_orders(kit, tenant_id, region, data)
        with kit.read(tenant_id) as unit:
            (plannable,) = orders.list_plannable(unit, MONDAY)
            waiting = orders.list_shipments(unit, ShipmentFilter(status=ShipmentStatus.UNLOCATED))
    location = plannable.shipment.location
    assert (report.added, report.unlocated, report.rejected) == (2, 1, ())
    assert [one.shipment.reference for one in waiting.items] == ["B-2"]
    assert (round(location.lat, 2), round(location.lon, 2)) == (60.17, 24.94)
