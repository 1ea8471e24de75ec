"""A card payment in place of cash at the door; pure.

It is asked for once and under one key, so that whatever the network does there is at most one
charge. What the provider says happened is a fact: a payment that was given up here and paid there
counts as paid.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from doorstep.kernel import Money


class PaymentState(StrEnum):
    """Where a payment is in its life."""

    ASKED = "asked"
    OPEN = "open"
    PAID = "paid"
    CANCELLED = "cancelled"
    FAILED = "failed"
    REFUNDED = "refunded"


TRANSITIONS: dict[PaymentState, frozenset[PaymentState]] = {
    # Asked: whether the provider heard us is not known before it answers, or tells of it.
    PaymentState.ASKED: frozenset(
        {PaymentState.OPEN, PaymentState.PAID, PaymentState.FAILED, PaymentState.CANCELLED}
    ),
    PaymentState.OPEN: frozenset({PaymentState.PAID, PaymentState.FAILED, PaymentState.CANCELLED}),
    # The recipient may have paid in the moment in which it was given up.
    PaymentState.CANCELLED: frozenset({PaymentState.PAID}),
    PaymentState.FAILED: frozenset({PaymentState.PAID}),
    PaymentState.PAID: frozenset({PaymentState.REFUNDED}),
    PaymentState.REFUNDED: frozenset(),
}
"""Legal changes; everything else changes nothing."""

UNDER_WAY = frozenset({PaymentState.ASKED, PaymentState.OPEN})
"""The recipient can still pay."""
SETTLED = frozenset({PaymentState.PAID})
"""The money is the company's."""


class EntryKind(StrEnum):
    """What a line of the ledger says."""

    CAPTURED = "captured"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class PaymentEntry:
    """One line of the ledger of card payments; lines are only added.

    Parameters
    ----------
    reference
        What the provider calls it; the same one is entered once.
    """

    id: str
    payment_id: str
    kind: EntryKind
    money: Money
    reference: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Payment:
    """One try to have a shipment paid by card.

    Parameters
    ----------
    id
        Also the key under which the provider is asked, always the same one.
    session_ref, charge_ref
        What the provider calls the page and the charge, or empty so far.
    url
        Of the provider's page, where the recipient pays; empty so far.
    problem
        What somebody should look at, or empty: "amount_differs", "paid_twice", or why it failed.
    """

    id: str
    shipment_id: str
    money: Money
    state: PaymentState
    asked_at: datetime
    session_ref: str = ""
    charge_ref: str = ""
    url: str = ""
    expires_at: datetime | None = None
    paid_at: datetime | None = None
    ended_at: datetime | None = None
    problem: str = ""
    entries: tuple[PaymentEntry, ...] = ()

    def captured_minor(self) -> int:
        """Return what was taken and not given back, in minor units."""
        signs = {EntryKind.CAPTURED: 1, EntryKind.REFUNDED: -1}
        return sum(signs[one.kind] * one.money.amount_minor for one in self.entries)


def may_become(now: PaymentState, then: PaymentState) -> bool:
    """Tell whether a payment may go from one state to another."""
    return then in TRANSITIONS[now]
