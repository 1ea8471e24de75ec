"""What drivers' reports change, kept until it is written for all of them at once."""

from dataclasses import dataclass, field
from typing import Any

from doorstep.dispatch import store
from doorstep.dispatch.known import Known
from doorstep.dispatch.model import Attempt
from doorstep.plumbing.unit import Unit


@dataclass(frozen=True, slots=True)
class Noted:
    """Rows that are not in the database before ``write``.

    Parameters
    ----------
    progress
        What has changed of routes and their stops.
    seals, commands
        Values by the names of columns.
    """

    known: Known
    progress: store.Progress = field(default_factory=store.Progress)
    attempts: list[Attempt] = field(default_factory=list)
    seals: list[dict[str, Any]] = field(default_factory=list)
    commands: list[dict[str, Any]] = field(default_factory=list)

    def write(self, unit: Unit) -> None:
        """Write everything that was noted since the last time, and its events in their order."""
        store.add_attempts(unit.session, unit.tenant_id, self.attempts)
        self.progress.write(unit.session)
        self.known.bags.write(unit)
        self.known.handling.write(unit)
        store.add_seals(unit.session, self.seals)
        store.add_commands(unit.session, self.commands)
        for noted in (self.attempts, self.seals, self.commands):
            noted.clear()
        unit.tell()
