"""Card payments in place of cash at the door, taken on the provider's own page.

Owns payments, their ledger and what the provider has told. Does not own cash, nor what is due.
No card number comes here. Emits ``payment.asked``, ``payment.opened``, ``payment.paid``,
``payment.cancelled``, ``payment.failed``, ``payment.refunded``, ``payment.refund_asked`` and
``payment.paid_twice``.
"""

from doorstep.payments.errors import NoProviderError
from doorstep.payments.invariants import examine
from doorstep.payments.model import EntryKind, Payment, PaymentEntry, PaymentState
from doorstep.payments.port import Happened, News, Page, PaymentPort, Wish
from doorstep.payments.service import (
    ask_for_payment,
    flag_paid_twice,
    get_payment,
    give_back,
    give_up,
    hear,
    list_latest,
    list_of_shipments,
)
from doorstep.payments.stripe import Stripe

__all__ = [
    "EntryKind",
    "Happened",
    "News",
    "NoProviderError",
    "Page",
    "Payment",
    "PaymentEntry",
    "PaymentPort",
    "PaymentState",
    "Stripe",
    "Wish",
    "ask_for_payment",
    "examine",
    "flag_paid_twice",
    "get_payment",
    "give_back",
    "give_up",
    "hear",
    "list_latest",
    "list_of_shipments",
]
