"""What must hold for shipments: none that was taken in is missing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from doorstep.orders import store
from doorstep.plumbing import journal
from doorstep.plumbing.invariants import (
    RESTORE,
    Installation,
    Invariant,
    Verdict,
    judge,
    load_each_tenant,
)
from doorstep.plumbing.unit import Unit


@dataclass(frozen=True, slots=True)
class _Intake:
    """How many shipments there are, and how many the journal says were taken in."""

    kept: int
    told: int


def examine(installation: Installation) -> list[Verdict]:
    """Examine the shipments of each tenant."""
    return judge(load_each_tenant(installation, _load), _INVARIANTS)


def _load(unit: Unit) -> _Intake:
    told = sum(
        _TAKEN_IN[event.kind](event.data)
        for event in journal.list_of_kinds(unit.session, list(_TAKEN_IN))
    )
    return _Intake(sum(store.count_by_date(unit.session).values()), told)


_TAKEN_IN: dict[str, Callable[[dict[str, Any]], int]] = {
    "shipments.imported": lambda data: int(data["added"]),
    "order.created": lambda data: len(data["shipments"]),
    "shipment.split": lambda _data: 1,
}


def _find_missing(intake: _Intake) -> Iterator[str]:
    if intake.kept < intake.told:
        yield f"{intake.told} shipments were taken in, only {intake.kept} are there."


_INVARIANTS = (
    Invariant("imports_kept", "Every imported shipment is there.", RESTORE, _find_missing),
)
