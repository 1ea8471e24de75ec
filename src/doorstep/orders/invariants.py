"""What must hold for shipments: none that was taken in is missing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

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
    """How many shipments there are of each service date, and how many the journal added."""

    kept: dict[date, int]
    added: dict[date, int]


def examine(installation: Installation) -> list[Verdict]:
    """Examine the shipments of each tenant."""
    return judge(load_each_tenant(installation, _load), _INVARIANTS)


def _load(unit: Unit) -> _Intake:
    added: Counter[date] = Counter()
    for event in journal.list_of_kinds(unit.session, ["shipments.imported"]):
        added[date.fromisoformat(event.data["service_on"])] += event.data["added"]
    return _Intake(store.count_by_date(unit.session), added)


def _find_missing(intake: _Intake) -> Iterator[str]:
    for service_on, added in sorted(intake.added.items()):
        kept = intake.kept.get(service_on, 0)
        if kept < added:
            yield f"{added} shipments were imported for {service_on}, only {kept} are there."


_INVARIANTS = (
    Invariant("imports_kept", "Every imported shipment is there.", RESTORE, _find_missing),
)
