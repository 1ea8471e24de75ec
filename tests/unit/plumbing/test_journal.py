# Bad input: B-86 (docs/guides/bad-input.md).
import contextlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import update

from doorstep.plumbing import journal
from doorstep.plumbing.journal import EventRow
from doorstep.plumbing.unit import Kit
from worlds.in_hand import no_guards


def _emit(kit: Kit, tenant_id: str, subject_id: str) -> None:
    with kit.write(tenant_id, "account:1") as unit:
        unit.emit("parcel.scanned", subject_id, {"weight_g": 250, "note": "käsi"})


def test_each_event_holds_the_hash_of_the_one_before(kit: Kit, tenant_id: str) -> None:
    _emit(kit, tenant_id, "a")
    _emit(kit, tenant_id, "b")
    with kit.read(tenant_id) as unit:
        assert journal.find_broken_link(unit.session) is None
        first, second = journal.list_after(unit.session, 0)
    assert (first.subject_id, second.subject_id) == ("a", "b")
    assert first.sequence < second.sequence


def test_a_phone_s_time_zone_does_not_break_the_chain(kit: Kit, tenant_id: str) -> None:
    three_east = timezone(timedelta(hours=3))
    with kit.write(tenant_id, "driver:1") as unit:
        happened_at = datetime(2026, 6, 1, 12, 0, tzinfo=three_east)
        unit.emit("parcel.scanned", "a", {}, happened_at=happened_at)
    with kit.read(tenant_id) as unit:
        assert journal.find_broken_link(unit.session) is None


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "account:2"},
        {"kind": "parcel.lost"},
        {"data": {"weight_g": 251, "note": "käsi"}},
        {"happened_at": datetime(2026, 6, 1, 8, 0, tzinfo=UTC)},
        {"recorded_at": datetime(2026, 6, 1, 8, 0, tzinfo=UTC)},
        {"id": "0" * 36},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_event_breaks_the_chain(
    kit: Kit, tenant_id: str, change: dict[str, Any]
) -> None:
    for subject in ("a", "b", "c"):
        _emit(kit, tenant_id, subject)
    with kit.write(tenant_id, "system") as unit, no_guards(unit.session.connection()):
        unit.session.execute(update(EventRow).where(EventRow.subject_id == "b").values(**change))
    with kit.read(tenant_id) as unit:
        changed = journal.list_after(unit.session, 0)[1]
        assert journal.find_broken_link(unit.session) == changed.sequence


def test_only_what_was_missed_is_listed(kit: Kit, tenant_id: str) -> None:
    for subject in ("a", "b", "c"):
        _emit(kit, tenant_id, subject)
    with kit.read(tenant_id) as unit:
        first = journal.list_after(unit.session, 0)[0]
        missed = journal.list_after(unit.session, first.sequence)
        latest = journal.list_after(unit.session, 0, limit=1)
    assert [event.subject_id for event in missed] == ["b", "c"]
    assert [event.subject_id for event in latest] == ["c"]


def test_an_event_that_was_undone_is_no_link_of_the_chain(kit: Kit, tenant_id: str) -> None:
    with kit.write(tenant_id, "system") as unit:
        unit.emit("parcel.scanned", "a", {})
        with contextlib.suppress(LookupError), unit.attempt():
            unit.emit("parcel.scanned", "undone", {})
            raise LookupError
        unit.emit_all([("parcel.scanned", "b", {}), ("parcel.scanned", "c", {})])
    with kit.read(tenant_id) as unit:
        assert journal.find_broken_link(unit.session) is None
        assert [one.subject_id for one in journal.list_after(unit.session, 0)] == ["a", "b", "c"]
