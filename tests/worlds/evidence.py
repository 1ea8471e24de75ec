"""How often the effects of clients' acts stand in a stopped server's data folder."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from worlds.load import Act, Import, Report, SendFixes, SendPhoto

_FIXES = "select driver_id, fixed_ms from positions natural join followed"
_OUTCOMES = """
select json_extract(data, '$.command_id') from events
where kind in ('stop.delivered', 'stop.disputed')
"""


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
    with _open(folder / "doorstep.db") as business, _open(folder / "positions.db") as positions:
        photos = [name for (name,) in business.execute("select sha256 from files")]
        return Evidence(
            commands=_count(business, "select command_id from driver_commands"),
            attempts=_count(business, "select command_id from attempts"),
            outcomes=_count(business, _OUTCOMES),
            shipments=_count(business, "select service_on, reference from shipments"),
            photos=Counter(name for name in photos if _is_whole(folder, name)),
            fixes=_count(positions, _FIXES),
        )


def _is_whole(folder: Path, name: str) -> bool:
    file = folder / "files" / name[:2] / name
    return file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() == name


def _count(connection: sqlite3.Connection, query: str) -> Counter[Any]:
    return Counter(row if len(row) > 1 else row[0] for row in connection.execute(query))


@contextmanager
def _open(file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
    try:
        yield connection
    finally:
        connection.close()
