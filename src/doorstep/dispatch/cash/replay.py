"""Fill the bags of cash again as the journal tells it; pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from doorstep.dispatch.cash_model import CashShift, EntryKind
from doorstep.plumbing.journal import Event

KINDS = (
    "cash.collected",
    "cash.handed_in",
    "cash.approved",
    "cash.exception_opened",
    "cash.exception_settled",
)
"""The events that move money, or say that it is not what was due."""

_Line = tuple[EntryKind, int, str, str | None]


@dataclass(slots=True)
class BagState:
    """Whose bag it is, whether it was handed in, and its lines: what, how much, at which door."""

    driver_id: str
    is_closed: bool = False
    lines: Counter[_Line] = field(default_factory=Counter)


@dataclass(slots=True)
class DifferenceState:
    """Money at a door that was not what was due, and whether somebody has looked at it."""

    attempt_id: str
    difference: str
    is_settled: bool = False


@dataclass(slots=True)
class CashTold:
    """Where the journal leads, and what cannot have happened."""

    bags: dict[str, BagState] = field(default_factory=dict)
    differences: dict[str, DifferenceState] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def replay_cash(events: Iterable[Event]) -> CashTold:
    """Return where ``events``, oldest first, lead."""
    told = CashTold()
    for event in events:
        data = event.data
        if event.kind == "cash.collected":
            bag = told.bags.setdefault(event.subject_id, BagState(data["driver_id"]))
            if bag.is_closed:
                told.faults.append(f"Event {event.sequence} put money into a bag that was closed.")
            money = (data["amount_minor"], data["currency"])
            bag.lines[EntryKind.COLLECTED, *money, data["attempt_id"]] += 1
        elif event.kind == "cash.exception_opened":
            told.differences[event.subject_id] = DifferenceState(
                data["attempt_id"], data["difference"]
            )
        elif event.kind == "cash.exception_settled":
            told.differences[event.subject_id].is_settled = True
        else:
            _close(told, event)
    return told


def state_of(shift: CashShift) -> BagState:
    """Return a bag as it is kept, to be compared with what the journal makes of it."""
    lines = Counter(
        (one.kind, one.money.amount_minor, one.money.currency, one.attempt_id)
        for one in shift.entries
    )
    return BagState(shift.driver_id, shift.closed_at is not None, lines)


def _close(told: CashTold, event: Event) -> None:
    bag = told.bags[event.subject_id]
    is_hand_in = event.kind == "cash.handed_in"
    if bag.is_closed == is_hand_in:
        told.faults.append(f"Event {event.sequence} ({event.kind}) came at the wrong time.")
    kind = EntryKind.HANDED_IN if is_hand_in else EntryKind.APPROVED
    for currency, minor in event.data["counted" if is_hand_in else "difference"].items():
        if minor:
            bag.lines[kind, minor, currency, None] += 1
    bag.is_closed = True
