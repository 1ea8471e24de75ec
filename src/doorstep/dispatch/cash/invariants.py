"""What must hold for cash on delivery."""

from collections.abc import Iterator
from dataclasses import dataclass

from doorstep import payments
from doorstep.dispatch.cash.replay import (
    KINDS,
    CashTold,
    DifferenceState,
    replay_cash,
    state_of,
)
from doorstep.dispatch.cash_model import CashException, CashShift, EntryKind, find_difference
from doorstep.dispatch.model import Attempt, DispatchedRoute, Outcome
from doorstep.dispatch.store import cash as store
from doorstep.dispatch.store import records
from doorstep.kernel import Money
from doorstep.plumbing import journal
from doorstep.plumbing.invariants import (
    REPORT,
    Installation,
    Invariant,
    Verdict,
    find_differences,
    judge,
    load_each_tenant,
)
from doorstep.plumbing.unit import Unit


@dataclass(frozen=True, slots=True)
class _Records:
    routes: list[DispatchedRoute]
    attempts: list[Attempt]
    shifts: list[CashShift]
    exceptions: list[CashException]
    told: CashTold


def examine(installation: Installation) -> list[Verdict]:
    """Examine each tenant's cash ledger, and its card payments."""
    cash = judge(load_each_tenant(installation, _load), _INVARIANTS)
    return [*cash, *payments.examine(installation)]


def _load(unit: Unit) -> _Records:
    return _Records(
        routes=records.list_all_routes(unit.session),
        attempts=records.list_attempts(unit.session),
        shifts=store.list_shifts(unit.session),
        exceptions=store.list_exceptions(unit.session, open_only=False),
        told=replay_cash(journal.list_of_kinds(unit.session, KINDS)),
    )


def _find_unexplained(seen: _Records) -> Iterator[str]:
    due = {stop.id: stop.cod for route in seen.routes for stop in route.stops}
    got: dict[str, Money] = {}
    for shift in seen.shifts:
        for entry in shift.entries:
            if entry.kind is EntryKind.COLLECTED:
                if entry.attempt_id is None:
                    yield f"Cash entry {entry.id} was collected in no attempt."
                else:
                    got[entry.attempt_id] = entry.money
    known = {(one.attempt_id, one.difference) for one in seen.exceptions}
    for attempt in seen.attempts:
        difference = find_difference(
            due.get(attempt.stop_id),
            got.pop(attempt.id, None),
            delivered=attempt.outcome is Outcome.DELIVERED,
            counted=not attempt.disputed,
        )
        if difference is not None and (attempt.id, difference) not in known:
            yield f"The cash of attempt {attempt.id} is {difference.value}, and nobody was told."
    for attempt_id in sorted(got):
        yield f"There is cash of attempt {attempt_id}, which is not there."


def _find_unbalanced(seen: _Records) -> Iterator[str]:
    for shift in seen.shifts:
        approved = shift.sums(EntryKind.APPROVED)
        if shift.closed_at is None and (approved or shift.sums(EntryKind.HANDED_IN)):
            yield f"Cash shift {shift.id} is open, but something of it was handed in."
        if approved and shift.balance():
            yield f"Cash shift {shift.id} was approved and still does not balance."


def _find_untold(seen: _Records) -> Iterator[str]:
    yield from seen.told.faults
    bags = {one.id: state_of(one) for one in seen.shifts}
    yield from find_differences("Cash shift", bags, seen.told.bags)
    differences = {
        one.id: DifferenceState(one.attempt_id, one.difference.value, one.settled_at is not None)
        for one in seen.exceptions
    }
    yield from find_differences("Cash difference", differences, seen.told.differences)


_INVARIANTS = (
    Invariant(
        "cash_explained",
        "At every door came in what was due, or the difference was kept to be looked at.",
        REPORT,
        _find_unexplained,
    ),
    Invariant(
        "cash_balanced",
        "Of every approved cash shift, collected is handed in plus approved differences.",
        REPORT,
        _find_unbalanced,
    ),
    Invariant(
        "cash_matches_journal",
        "Every bag of cash is what the journal makes of it, read from its beginning.",
        REPORT,
        _find_untold,
    ),
)
