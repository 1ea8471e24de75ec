"""Cash on delivery in whole minor units; pure.

A driver's cash lies in one bag at a time: a cash shift, opened by the first money and closed by
the hand-in. Entries are only ever added. What came in at the door is a fact, also when it is not
what was due; the difference is kept for somebody to look at, and nothing is corrected by itself.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from doorstep.kernel import Money


class EntryKind(StrEnum):
    """What an entry of the ledger says."""

    COLLECTED = "collected"
    HANDED_IN = "handed_in"
    APPROVED = "approved"


class Difference(StrEnum):
    """Why money at the door was not what was due."""

    SHORT = "short"
    OVER = "over"
    MISSING = "missing"
    NOT_DUE = "not_due"
    OTHER_CURRENCY = "other_currency"
    AGAIN = "again"
    AFTER_HAND_IN = "after_hand_in"


class ShiftState(StrEnum):
    """Where a driver's bag of cash is."""

    OPEN = "open"
    DIFFERENCE = "difference"
    BALANCED = "balanced"


@dataclass(frozen=True, slots=True)
class CashEntry:
    """One line of the ledger.

    Parameters
    ----------
    money
        Collected and handed in are positive; an approved difference is what was handed in too
        little, or negative for too much.
    attempt_id
        For what was collected.
    """

    id: str
    shift_id: str
    kind: EntryKind
    money: Money
    attempt_id: str | None
    at: datetime
    actor: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CashException:
    """Money at the door that was not what was due; open until somebody has looked at it."""

    id: str
    attempt_id: str
    stop_id: str
    driver_id: str
    reference: str
    difference: Difference
    due: Money | None
    got: Money | None
    opened_at: datetime
    settled_at: datetime | None = None
    settled_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CashShift:
    """A driver's bag of cash with its entries."""

    id: str
    driver_id: str
    driver: str
    opened_at: datetime
    closed_at: datetime | None
    entries: tuple[CashEntry, ...] = ()

    def sums(self, kind: EntryKind) -> dict[str, int]:
        """Return the minor units of a kind by currency."""
        return sum_by_currency(one.money for one in self.entries if one.kind is kind)

    def balance(self) -> dict[str, int]:
        """Return what is neither handed in nor approved, by currency; zeros left out."""
        left = Counter(self.sums(EntryKind.COLLECTED))
        left.subtract(self.sums(EntryKind.HANDED_IN))
        left.subtract(self.sums(EntryKind.APPROVED))
        return {currency: minor for currency, minor in sorted(left.items()) if minor}

    @property
    def state(self) -> ShiftState:
        """Return where the bag is."""
        if self.closed_at is None:
            return ShiftState.OPEN
        return ShiftState.DIFFERENCE if self.balance() else ShiftState.BALANCED


def sum_by_currency(money: Iterable[Money]) -> dict[str, int]:
    """Return the sum of each currency, in its minor units."""
    sums: Counter[str] = Counter()
    for one in money:
        sums[one.currency] += one.amount_minor
    return dict(sorted(sums.items()))


def find_difference(
    due: Money | None, got: Money | None, *, delivered: bool, counted: bool
) -> Difference | None:
    """Return why what came in is not what was due, or none when it is.

    Parameters
    ----------
    delivered
        Whether the goods were handed over; else nothing is due.
    counted
        Whether this attempt is the one that counts; else its money came on top.
    """
    if not counted:
        return Difference.AGAIN if got is not None and got.amount_minor else None
    owed = due if delivered and due is not None and due.amount_minor else None
    came = got if got is not None and got.amount_minor else None
    if owed is None or came is None:
        if owed is not None:
            return Difference.MISSING
        return Difference.NOT_DUE if came is not None else None
    if owed.currency != came.currency:
        return Difference.OTHER_CURRENCY
    if came.amount_minor == owed.amount_minor:
        return None
    return Difference.SHORT if came.amount_minor < owed.amount_minor else Difference.OVER
