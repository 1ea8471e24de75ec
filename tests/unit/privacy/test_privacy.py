"""What is known about people goes when its time is over, or at once when they ask."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import JSON, String, Text

from doorstep import bootstrap, dispatch, orders, privacy
from doorstep.dispatch import CommandKind, Fix, Proof
from doorstep.kernel import Point
from doorstep.plumbing import idempotency
from doorstep.plumbing.db import Base, Database
from doorstep.plumbing.idempotency import Asked, KeptAnswer
from doorstep.plumbing.invariants import Installation
from doorstep.privacy import Person, Policy
from doorstep.privacy.store import PERSONAL
from doorstep.tracking import RawPosition, Recorder, SentPositions, prepare_positions
from worlds import day as world
from worlds.day import Day, at, command, open_day
from worlds.day_on_server import photo

AINO = Person(phone="+358401")
CANARIES = ("Aino", "Aalto", "358401", "Rauhankatu", "Ring twice", "60.01234", "CANARYNOTE")
STROKES = (((0.1, 0.2, 0), (0.3, 0.4, 10)),)


@pytest.fixture
def positions(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'positions.db'}")
    prepare_positions(database)
    yield database
    database.close()


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    """Give a day on which A was delivered with a photo, and B with another."""
    with open_day(tmp_path) as opened:
        opened.release()
        opened.clock.advance(at("18:00") - opened.clock.now())
        for reference, clock, color in (("A", "06:15", "teal"), ("B", "06:35", "red")):
            name = keep(opened, color)
            proof = Proof((name,), None, f"{'Aino' if reference == 'A' else 'Ben'}", (), STROKES)
            here = Fix(Point(60.01234, 25.0), 5.0)
            opened.apply(
                command(
                    CommandKind.DELIVER,
                    route_of(opened),
                    clock,
                    reference,
                    proof=proof,
                    position=here,
                    note="CANARYNOTE" if reference == "A" else "",
                )
            )
        yield opened


def keep(day: Day, color: str) -> str:
    name, data = photo(color)
    picture = dispatch.store_picture(day.kit, name, data)
    with day.write() as unit:
        dispatch.keep_picture(unit, picture)
    return name


def route_of(day: Day) -> dispatch.DispatchedRoute:
    with day.kit.read(day.tenant_id) as unit:
        routes = dispatch.list_routes(unit, world.TODAY)
    return next(route for route in routes if route.vehicle == "van 1")


def erase(day: Day, person: Person = AINO) -> int:
    return privacy.erase_person(day.kit, day.tenant_id, "account:x", person)


def dump(folder: Path) -> str:
    with sqlite3.connect(folder / "doorstep.db") as connection:
        text = "\n".join(connection.iterdump())
    connection.close()
    return text


def violated(day: Day, positions: Database) -> set[str]:
    verdicts = bootstrap.verify(Installation(day.kit, positions))
    return {one.name for one in verdicts if one.violations}


def test_nothing_about_an_erased_person_is_left_anywhere(day: Day, tmp_path: Path) -> None:
    before = dump(tmp_path)
    assert [one for one in CANARIES if one not in before] == []
    assert erase(day) == 1
    after = dump(tmp_path).replace("'plan_stops'", "")
    # B's own delivery was at the same place.
    assert [one for one in CANARIES if one in after and one != "60.01234"] == []
    assert after.count("60.01234") < before.count("60.01234")
    name, _ = photo("teal")
    assert name not in after
    assert not (tmp_path / "files" / name[:2] / name).exists()


def test_the_address_book_and_recurring_orders_forget_a_person_too(
    day: Day, tmp_path: Path
) -> None:
    def know(entry_id: str, recipient: orders.Recipient) -> orders.KnownRecipient:
        where = Point(60.1, 25.0)
        return orders.KnownRecipient(
            entry_id,
            recipient,
            "Rauhankatu 7 B 12, 00170 Helsinki",
            where,
            is_located=True,
            note="",
            updated_at=at("05:00"),
        )

    with day.write() as unit:
        aino = orders.get_shipment(unit, day.shipments["A"]).shipment
        orders.add_known(unit, lambda new: know(new, orders.Recipient("CANARYBOOK", "+358401")))
        orders.add_known(unit, lambda new: know(new, orders.Recipient("Ben Bask", "+358777777")))
        plan = orders.Schedule("Europe/Helsinki", frozenset({1}), world.TODAY)
        weekly = orders.RecurringOrder(unit.new_id(), "CANARYWEEK", "", aino, True, plan)  # noqa: FBT003
        weekly = replace(weekly, paused=True, updated_at=at("05:00"))
        orders.add_recurring(unit, lambda new: replace(weekly, id=new))
    with day.kit.read(day.tenant_id) as unit:
        told = zipfile.ZipFile(BytesIO(privacy.export_person(unit, AINO))).read("person.json")
    assert b"CANARYBOOK" in told
    assert b"CANARYWEEK" in told
    assert b"Ben Bask" not in told
    erase(day)
    after = dump(tmp_path)
    assert "CANARYBOOK" not in after
    assert "Ben Bask" in after
    with day.kit.read(day.tenant_id) as unit:
        assert orders.list_recurring(unit) == []


def test_others_keep_what_is_theirs(day: Day, tmp_path: Path) -> None:
    erase(day)
    name, data = photo("red")
    assert (tmp_path / "files" / name[:2] / name).read_bytes() == data
    assert "Ben Bask" in dump(tmp_path)


def test_everything_still_holds_after_an_erasure(day: Day, positions: Database) -> None:
    assert violated(day, positions) == set()
    erase(day)
    assert violated(day, positions) == set()
    with day.kit.read(day.tenant_id) as unit:
        stop = route_of(day).stops[0]
        (sealed,) = dispatch.proofs.list_sealed(unit, stop.id)
    assert stop.status == "delivered"
    assert sealed.evidence_sha256 is not None


def test_a_photo_that_proves_two_deliveries_stays_for_the_other(day: Day, tmp_path: Path) -> None:
    name = keep(day, "red")
    day.apply(command(CommandKind.DELIVER, route_of(day), "06:50", "C", proof=Proof((name,))))
    erase(day, Person(reference="C"))
    assert (tmp_path / "files" / name[:2] / name).exists()


def test_a_person_gets_all_that_is_known(day: Day) -> None:
    with day.kit.read(day.tenant_id) as unit:
        data = privacy.export_person(unit, AINO)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        told = json.loads(archive.read("person.json"))
        name, sent = photo("teal")
        assert archive.read(f"files/{name}") == sent
    assert told["shipments"][0]["recipient_name"] == "Aino Aalto"
    assert told["attempts"][0]["note"] == "CANARYNOTE"
    assert "Ben" not in json.dumps(told)


@pytest.mark.parametrize("person", [Person(), Person(phone="+3584"), Person(email="x@y.z")])
def test_who_is_not_known_is_not_found(day: Day, person: Person) -> None:
    with pytest.raises(privacy.NobodyFoundError):
        erase(day, person)


def test_positions_are_forgotten_after_sixty_days_and_not_before(
    day: Day, positions: Database
) -> None:
    sent = [RawPosition(at("06:10") + timedelta(seconds=n), 60.0, 25.0) for n in range(700)]
    report = Recorder(day.kit, positions).record_now(
        day.tenant_id, SentPositions(day.drivers["Ada"], sent)
    )
    assert report.stored == 700
    day.clock.advance(timedelta(days=59))
    assert privacy.purge(day.kit, positions, Policy()).positions == 0
    day.clock.advance(timedelta(days=1))
    assert privacy.purge(day.kit, positions, Policy()).positions == 700
    assert privacy.purge(day.kit, positions, Policy()) == privacy.Purged()


def test_kept_answers_are_forgotten_after_thirty_days_and_not_before(
    day: Day, positions: Database
) -> None:
    asked, answer = Asked("key", "0f" * 32), KeptAnswer(201, "{}")
    with day.write() as unit:
        idempotency.keep_answers(unit.session, day.tenant_id, [(asked, answer)], unit.now())
    day.clock.advance(timedelta(days=30))
    assert privacy.purge(day.kit, positions, Policy()).answers == 0
    day.clock.advance(timedelta(seconds=1))
    assert privacy.purge(day.kit, positions, Policy()).answers == 1
    with day.kit.read(day.tenant_id) as unit:
        assert idempotency.find_answers(unit.session, [asked]) == [None]


def test_proof_is_erased_after_its_time_and_the_outcome_stays(
    day: Day, positions: Database, tmp_path: Path
) -> None:
    day.clock.advance(timedelta(days=179))
    assert privacy.purge(day.kit, positions, Policy()).proofs == 0
    day.clock.advance(timedelta(days=2))
    assert privacy.purge(day.kit, positions, Policy()).proofs == 2
    assert list((tmp_path / "files").glob("*/*")) == []
    assert "CANARYNOTE" not in dump(tmp_path)
    assert route_of(day).stops[0].status == "delivered"
    assert violated(day, positions) == set()


HARMLESS = frozenset({"id", "tenant_id", "kind", "status", "currency", "hash", "sha256"})
KNOWN_COLUMNS = {
    "shipments": {
        "order_id", "reference", "tracking_token", "windows", "skills", "cod_currency",
        "pays_by", "temperature", "dangerous_goods",
    },
    "stops": {"route_id", "shipment_id", "reference", "windows", "reason", "cod_currency"},
    "plan_stops": {
        "plan_id", "route_id", "shipment_id", "reference", "windows", "tracking_token",
    },
    "unassigned": {
        "plan_id", "shipment_id", "reference", "reason", "sentence", "action", "fixes",
    },
    # The note is the office's, on why a report does not count.
    "held_reports": {
        "device_id", "driver_id", "command_id", "digest", "route_id", "stop_id", "shipment_id",
        "state", "decided_by", "note",
    },
    "attempts": {
        "route_id", "stop_id", "shipment_id", "command_id", "outcome", "reason", "scans",
        "disputed", "handed_to", "pin",
    },
}  # fmt: skip


HANDLED_TABLES = frozenset(
    # Taken out as whole rows, or by their age.
    {"address_book", "idempotency_keys", "imports", "proof_seals", "recurring_orders"}
    | {"shipment_revisions", "sessions", "sign_in_codes", "files", "webhook_deliveries"}
)
OURS_TABLES = frozenset(
    # Words of the company about itself, and numbers.
    {"accounts", "api_keys", "cash_entries", "cash_exceptions", "cash_shifts", "depots", "devices"}
    | {"disruptions", "driver_commands", "drivers", "events", "gs1_settings", "import_mappings"}
    | {"invitations", "orders", "parcels", "parcel_transfers", "plan_routes", "plans", "routes"}
    | {"passkeys", "recovery_codes", "tenants", "vehicles", "webhook_endpoints"}
    # Of a card payment there are amounts and the provider's references.
    | {"payments", "payment_entries", "payment_news"}
    | {"holidays", "learned_routes", "looks", "plan_prices", "recurring_made", "street_lessons"}
    | {"vehicle_types"}
)


def test_every_table_is_known_as_personal_or_harmless() -> None:
    known = PERSONAL.keys() | HANDLED_TABLES | OURS_TABLES
    assert {one for one in Base.metadata.tables if one != "positions"} - known == set()


def test_every_column_of_words_beside_a_shipment_is_known_as_personal_or_harmless() -> None:
    forgotten = {
        f"{name}.{column.name}"
        for name, blanks in PERSONAL.items()
        for column in Base.metadata.tables[name].columns
        if isinstance(column.type, String | Text | JSON)
        and column.name not in HARMLESS | KNOWN_COLUMNS[name] | blanks.keys()
    }
    assert forgotten == set()
