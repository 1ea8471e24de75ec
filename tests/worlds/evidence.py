"""How often the effects of clients' acts stand in a stopped server's data folder."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from worlds.in_hand import in_hand
from worlds.load import Act, Import, Report, SendFixes, SendPhoto

_FIXES = "select driver_id, fixed_ms from positions natural join followed"
_OUTCOMES = "select data from events where kind in ('stop.delivered', 'stop.disputed')"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is on the disk, counted."""

    commands: Counter[Any]
    attempts: Counter[Any]
    outcomes: Counter[Any]
    shipments: Counter[Any]
    photos: Counter[Any]
    fixes: Counter[Any]

    def count_effects(self, act: Act) -> list[int]:
        """Return how often each effect of the act is there."""
        if isinstance(act, Import):
            day = act.service_on.isoformat()
            return [self.shipments[day, one] for one in act.references]
        if isinstance(act, SendFixes):
            ms = [round(one.timestamp() * 1000) for one in act.fixed_at]
            return [self.fixes[act.driver_id, one] for one in ms]
        if isinstance(act, SendPhoto):
            return [self.photos[act.name]]
        assert isinstance(act, Report)
        id_, kind = act.command["id"], act.command["kind"]
        if kind != "deliver":
            return [self.commands[id_]]
        return [self.commands[id_], self.attempts[id_], self.outcomes[id_]]


def read_evidence(folder: Path) -> Evidence:
    """Count what is in the folder, which nobody may be writing to."""
    with in_hand(folder) as business, _open(folder / "positions.db") as positions:
        photos = business.exec_driver_sql("select sha256 from files").scalars()
        told = business.exec_driver_sql(_OUTCOMES).scalars()
        return Evidence(
            commands=_count(business, "select command_id from driver_commands"),
            attempts=_count(business, "select command_id from attempts"),
            outcomes=Counter(_read(one)["command_id"] for one in told),
            shipments=_count(
                business, "select cast(service_on as text), reference from shipments"
            ),
            photos=Counter(name for name in photos if _is_whole(folder, name)),
            fixes=_count(positions, _FIXES),
        )


def _is_whole(folder: Path, name: str) -> bool:
    file = folder / "files" / name[:2] / name
    return file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() == name


def _count(connection: Connection, query: str) -> Counter[Any]:
    rows = connection.exec_driver_sql(query)
    return Counter(tuple(row) if len(row) > 1 else row[0] for row in rows)


def _read(data: Any) -> dict[str, Any]:
    """Return an event's data, which SQLite has as text."""
    read: dict[str, Any] = json.loads(data) if isinstance(data, str) else data
    return read


@contextmanager
def _open(file: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
