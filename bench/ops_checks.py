"""What is really on the disk, asked of the database itself once the server is gone."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ops_runs import Acked
from sqlalchemy import Connection, create_engine, text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def check(folder: Path, url: str, acked: Acked) -> dict[str, int]:
    """Return how much of what was acknowledged is missing, and how much is there twice."""
    engine = create_engine(url or f"sqlite:///{folder / 'doorstep.db'}")
    lost: dict[str, int] = {}
    double = 0
    with engine.connect() as connection:
        _see_everything(connection)
        orders = Counter(connection.scalars(text("select reference from orders")))
        commands = Counter(connection.scalars(text("select command_id from driver_commands")))
    for name, wanted, there in (
        ("orders", acked.orders, orders),
        ("commands", acked.commands, commands),
    ):
        lost[name] = sum(1 for one in wanted if not there[one])
        double += sum(1 for one in wanted if there[one] > 1)
    lost["files"] = sum(
        1 for one in acked.files if not (folder / "files" / one[:2] / one).exists()
    )
    lost["positions"] = _lost_positions(folder, acked)
    return {
        "acked": len(acked.orders) + len(acked.positions) + len(acked.commands) + len(acked.files),
        "acked_lost": sum(lost.values()),
        "acked_double": double,
    }


def _lost_positions(folder: Path, acked: Acked) -> int:
    if not acked.positions:
        return 0
    engine = create_engine(f"sqlite:///{folder / 'positions.db'}")
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "select driver_id, fixed_ms from followed join positions using (number)"
                " where fixed_ms >= :first_ms"
            ),
            {"first_ms": _to_ms(min(at for _, at in acked.positions))},
        )
        there = {(driver_id, fixed_ms) for driver_id, fixed_ms in rows}
    return sum(1 for driver_id, at in acked.positions if (driver_id, _to_ms(at)) not in there)


def _to_ms(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)


def sizes(folder: Path, url: str, kind: str) -> tuple[int, int]:
    """Return how many rows of a kind there are, and how many bytes their database has."""
    file, table, where = {
        "order": ("doorstep.db", "orders", url),
        "position": ("positions.db", "positions", ""),
    }[kind]
    engine = create_engine(where or f"sqlite:///{folder / file}")
    with engine.connect() as connection:
        _see_everything(connection)
        rows = connection.scalar(text(f"select count(*) from {table}")) or 0  # noqa: S608 -- ours
        if engine.dialect.name == "sqlite":
            pages = connection.scalar(text("select page_count from pragma_page_count"))
            size = connection.scalar(text("select page_size from pragma_page_size"))
            return rows, (pages or 0) * (size or 0)
        total = connection.scalar(text("select pg_database_size(current_database())"))
        return rows, total or 0


def _see_everything(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("select set_config('doorstep.tenant', '*', false)"))
