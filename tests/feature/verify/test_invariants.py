"""Each invariant of ``doorstep verify`` is broken once in a real database, by hand."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from doorstep import bootstrap
from doorstep.plumbing.db import Database
from doorstep.plumbing.invariants import Installation, Verdict
from worlds.day_on_server import API, Served, photo, report, serve_day
from worlds.in_hand import in_hand, is_sqlite, tamper

# One script for each, named after the check that must notice it. What makes the tables say
# something else than the journal is also noticed by whoever replays that: "-- also: NAME".
PLANTS = sorted((Path(__file__).parent / "plants").glob("*.sql"), key=lambda file: file.stem)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Give a day on which Ada has delivered A with a photo, failed at B, and C is open."""
    with serve_day(tmp_path) as served:
        served.release()
        route = served.route_of(served.ada)
        name, data = photo()
        served.ada.put(f"{API}/driver/files/{name}", content=data)
        served.day.clock.advance(timedelta(minutes=100))  # 06:40
        results = served.report(
            served.ada,
            report("start_route", route, "06:00"),
            report("deliver", route, "06:15", stop="A", photos=[name]),
            report("fail", route, "06:35", stop="B", reason="no_access"),
        )
        assert [one["outcome"] for one in results] == ["applied"] * 3
        yield served


def verdicts(served: Served, folder: Path) -> list[Verdict]:
    positions = Database(f"sqlite:///{folder / 'positions.db'}")
    try:
        return bootstrap.verify(Installation(served.day.kit, positions))
    finally:
        positions.close()


def violated(served: Served, folder: Path) -> set[str]:
    return {one.name for one in verdicts(served, folder) if one.violations}


def test_a_day_on_the_server_holds_every_invariant(served: Served, tmp_path: Path) -> None:
    assert violated(served, tmp_path) == set()


@pytest.mark.parametrize("script", PLANTS, ids=lambda file: file.stem)
def test_a_planted_violation_is_found_by_its_own_check_alone(
    served: Served, tmp_path: Path, script: Path
) -> None:
    text = script.read_text()
    tamper(tmp_path, text)

    also = "also" if is_sqlite(tmp_path) else "also(?: on postgresql)?"
    assert violated(served, tmp_path) == {
        script.stem,
        *re.findall(f"^-- {also}: (.+)$", text, re.MULTILINE),
    }


def test_an_event_that_could_not_come_then_is_an_illegal_transition(
    served: Served, tmp_path: Path
) -> None:
    route_id = served.route_of(served.ada)["id"]
    with served.day.write() as unit:
        unit.emit("route.recalled", route_id, {})

    assert violated(served, tmp_path) == {"transitions_legal"}


def test_a_shipment_that_was_imported_and_is_gone_is_missed(
    served: Served, tmp_path: Path
) -> None:
    told = {"id": "gone", "order_id": "gone", "service_on": "2026-06-01", "kind": "delivery"}
    shipments = [told | {"status": "pending", "parcels": ["gone"]}]
    with served.day.write() as unit:
        unit.emit("shipments.imported", "2026-06-01", {"added": 1, "shipments": shipments})

    assert violated(served, tmp_path) == {"shipments_match_journal", "parcels_match_journal"}


def test_an_event_that_lacks_what_states_are_rebuilt_from_is_a_violation_not_a_crash(
    served: Served, tmp_path: Path
) -> None:
    with served.day.write() as unit:
        unit.emit("order.changed", "somebody's", {})

    found = {one.name: one.violations for one in verdicts(served, tmp_path) if one.violations}
    assert set(found) >= {"parcels_match_journal", "shipments_match_journal"}
    assert all("cannot be read" in sentence for some in found.values() for sentence in some)


@pytest.mark.parametrize("which", ["as sent", "as shown"])
@pytest.mark.parametrize("damage", ["flipped", "short", "gone"])
def test_a_photo_that_rots_on_the_disk_is_found(
    served: Served, tmp_path: Path, damage: str, which: str
) -> None:
    sent = tmp_path / "files" / photo()[0][:2] / photo()[0]
    (shown,) = set((tmp_path / "files").glob("*/*")) - {sent}
    file = sent if which == "as sent" else shown
    data = file.read_bytes()
    file.unlink()
    if damage != "gone":
        file.write_bytes(data[:-1] + (bytes([data[-1] ^ 1]) if damage == "flipped" else b""))

    assert violated(served, tmp_path) == {"files_whole"}


@pytest.mark.sqlite_only(reason="PostgreSQL's pages are not ours to read")
def test_a_page_of_the_database_that_rots_is_found(served: Served, tmp_path: Path) -> None:
    served.day.kit.database.close()
    connection = sqlite3.connect(tmp_path / "doorstep.db")
    connection.execute("pragma wal_checkpoint(truncate)")
    page = connection.execute(
        "select rootpage from sqlite_master where name = 'ix_stops_shipment_id'"
    ).fetchone()[0]
    size = connection.execute("pragma page_size").fetchone()[0]
    connection.close()
    with (tmp_path / "doorstep.db").open("r+b") as file:
        file.seek((page - 1) * size + size - 20)
        file.write(b"\xff" * 10)

    assert "databases_whole" in violated(served, tmp_path)


def test_a_guard_that_was_taken_from_a_ledger_is_missed(served: Served, tmp_path: Path) -> None:
    guard = (
        "added_only_cash_entries_delete" if is_sqlite(tmp_path) else "added_only on cash_entries"
    )
    with in_hand(tmp_path) as connection:
        connection.exec_driver_sql(f"drop trigger {guard}")

    assert violated(served, tmp_path) == {"added_only_guarded"}


def test_each_invariant_is_broken_by_some_test(served: Served, tmp_path: Path) -> None:
    by_hand = {
        "databases_whole",
        "transitions_legal",
        "files_whole",
        "added_only_guarded",
        # Beside what they watch over: tests/unit/dispatch/test_cash.py, tests/unit/messages.
        "cash_explained",
        "cash_balanced",
        "cash_matches_journal",
        "messages_complete",
    }

    assert {one.name for one in verdicts(served, tmp_path)} == by_hand | {
        script.stem for script in PLANTS
    }
