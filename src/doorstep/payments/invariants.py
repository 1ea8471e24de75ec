"""What must hold for card payments."""

from collections.abc import Iterator
from dataclasses import dataclass

from doorstep.payments import store
from doorstep.payments.model import EntryKind, Payment, PaymentState
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

_LEADS_TO = {
    "payment.asked": PaymentState.ASKED,
    "payment.opened": PaymentState.OPEN,
    "payment.paid": PaymentState.PAID,
    "payment.cancelled": PaymentState.CANCELLED,
    "payment.failed": PaymentState.FAILED,
    "payment.refunded": PaymentState.REFUNDED,
}


@dataclass(frozen=True, slots=True)
class _Records:
    payments: list[Payment]
    told: dict[str, PaymentState]


def examine(installation: Installation) -> list[Verdict]:
    """Examine each tenant's card payments."""
    return judge(load_each_tenant(installation, _load), _INVARIANTS)


def _load(unit: Unit) -> _Records:
    events = journal.list_of_kinds(unit.session, tuple(_LEADS_TO))
    return _Records(
        payments=store.list_payments(unit.session),
        told={event.subject_id: _LEADS_TO[event.kind] for event in events},
    )


def _find_unsettled(seen: _Records) -> Iterator[str]:
    for one in seen.payments:
        taken = sum(entry.kind is EntryKind.CAPTURED for entry in one.entries)
        if taken > 1:
            yield f"Payment {one.id} was taken {taken} times."
        if one.state is PaymentState.PAID and one.captured_minor() <= 0:
            yield f"Payment {one.id} is paid, and the ledger holds nothing of it."
        if one.state is not PaymentState.PAID and one.captured_minor() != 0:
            yield f"Payment {one.id} is {one.state.value}, and the ledger holds money of it."


def _find_untold(seen: _Records) -> Iterator[str]:
    kept = {one.id: one.state for one in seen.payments}
    yield from find_differences("Payment", kept, seen.told)


_INVARIANTS = (
    Invariant(
        "payments_settled",
        "What is paid by card was taken once, and of everything else nothing is kept.",
        REPORT,
        _find_unsettled,
    ),
    Invariant(
        "payments_match_journal",
        "Every card payment is in the state that the journal tells of.",
        REPORT,
        _find_untold,
    ),
)
