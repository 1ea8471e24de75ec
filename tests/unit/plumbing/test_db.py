from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import StatementError

from doorstep.plumbing import auth
from doorstep.plumbing.auth import Role
from doorstep.plumbing.auth.store import AccountRow, SessionRow
from doorstep.plumbing.db import Database, UnscopedQueryError
from doorstep.plumbing.unit import Kit
from worlds.server import MONDAY_NOON, add_tenant


def _add_account(kit: Kit, tenant_id: str, email: str) -> str:
    with kit.write(tenant_id, "system") as unit:
        return auth.create_account(
            unit, email=email, name="Ada", role=Role.DISPATCHER, password="correct horse"
        )


def test_sqlite_keeps_a_commit_through_a_power_cut(kit: Kit) -> None:
    with kit.database.read(None) as session:
        connection = session.connection()
        pragmas = [
            connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "mmap_size")
        ]
    assert pragmas == ["wal", 2, 1, 0]


def test_a_tenant_sees_only_its_own_rows(kit: Kit, tenant_id: str) -> None:
    other_id = add_tenant(kit, "Other Courier")
    _add_account(kit, tenant_id, "ada@example.com")
    _add_account(kit, other_id, "bob@example.com")
    with kit.read(tenant_id) as unit:
        emails = list(unit.session.scalars(select(AccountRow.email)))
        count = unit.session.scalar(select(func.count()).select_from(AccountRow))
    assert emails == ["ada@example.com"]
    assert count == 1


def test_a_tenant_cannot_load_another_ones_row_by_its_id(kit: Kit, tenant_id: str) -> None:
    other_id = add_tenant(kit, "Other Courier")
    foreign_id = _add_account(kit, other_id, "bob@example.com")
    with kit.read(tenant_id) as unit:
        assert unit.session.get(AccountRow, foreign_id) is None


def test_a_tenant_cannot_change_or_remove_another_ones_rows(kit: Kit, tenant_id: str) -> None:
    other_id = add_tenant(kit, "Other Courier")
    _add_account(kit, other_id, "bob@example.com")
    with kit.write(tenant_id, "system") as unit:
        unit.session.execute(update(AccountRow).values(name="Eve"))
        unit.session.execute(delete(AccountRow))
    with kit.read(other_id) as unit:
        assert unit.session.scalars(select(AccountRow.name)).all() == ["Ada"]


def test_a_query_without_a_tenant_is_refused(kit: Kit) -> None:
    with kit.database.read(None) as session, pytest.raises(UnscopedQueryError):
        session.scalars(select(SessionRow)).all()


def test_a_failed_block_leaves_nothing_behind(kit: Kit, tenant_id: str) -> None:
    def fail_after_emitting() -> None:
        with kit.write(tenant_id, "system") as unit:
            unit.emit("thing.happened", "1", {})
            raise KeyError

    with pytest.raises(KeyError):
        fail_after_emitting()
    with kit.read(tenant_id) as unit:
        assert unit.session.scalars(select(AccountRow)).all() == []


def test_instants_come_back_aware_and_in_utc(tmp_path: Path, kit: Kit, tenant_id: str) -> None:
    del tmp_path
    three_east = timezone(timedelta(hours=3))
    with kit.write(tenant_id, "system") as unit:
        noon_there = datetime(2026, 6, 1, 12, 0, tzinfo=three_east)
        event = unit.emit("thing.happened", "1", {}, happened_at=noon_there)
    assert event.happened_at == MONDAY_NOON
    assert event.happened_at.tzinfo == UTC


def test_a_naive_instant_is_never_stored(kit: Kit, tenant_id: str) -> None:
    naive = datetime(2026, 6, 1, 12, 0)  # noqa: DTZ001 -- the mistake this test is about
    with pytest.raises(ValueError, match="naive"), kit.write(tenant_id, "system") as unit:
        unit.emit("thing.happened", "1", {}, happened_at=naive)
    with pytest.raises(StatementError, match="naive"), kit.read(tenant_id) as unit:
        unit.session.scalars(select(SessionRow).where(SessionRow.expires_at > naive)).all()


def test_two_writers_wait_for_each_other(tmp_path: Path, kit: Kit, tenant_id: str) -> None:
    second = Database(f"sqlite:///{tmp_path / 'doorstep.db'}")
    with kit.write(tenant_id, "first") as unit:
        unit.emit("thing.happened", "1", {})
    with second.write(tenant_id) as session:
        session.scalars(select(AccountRow)).all()
    second.close()
