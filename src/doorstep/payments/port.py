"""What a payment provider must be able to do, whoever it is; no card number passes here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from doorstep.kernel import Money


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody is to pay.

    Parameters
    ----------
    key
        Makes a repetition harmless; also how the provider's messages name the payment.
    what
        What the provider's page says it is for.
    back_url
        Where the provider's page sends the recipient afterwards.
    """

    key: str
    tenant_id: str
    money: Money
    what: str
    back_url: str


@dataclass(frozen=True, slots=True)
class Page:
    """The provider's page on which somebody pays."""

    session_ref: str
    url: str
    expires_at: datetime | None = None


class Happened(StrEnum):
    """What a provider tells of."""

    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"
    REFUNDED = "refunded"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class News:
    """One message of the provider, signed by it.

    Parameters
    ----------
    id
        Of the message: it may come again, and counts once.
    key, tenant_id
        Whose payment it is about, as we named it.
    money
        What was paid, or given back so far.
    """

    id: str
    happened: Happened
    key: str = ""
    tenant_id: str = ""
    session_ref: str = ""
    charge_ref: str = ""
    money: Money | None = None


class PaymentPort(Protocol):
    """A provider of card payments."""

    name: str

    def open_page(self, wish: Wish) -> Page:
        """Return the page for a wish; the same one when it was asked for before.

        Raises
        ------
        ProviderAwayError
            No answer came; ask again under the same key.
        ProviderRefusesError
            The provider says no.
        """

    def close_page(self, session_ref: str) -> News | None:
        """Let nobody pay on a page any more; return the news when somebody already has."""

    def refund(self, charge_ref: str, money: Money, key: str) -> str:
        """Give money back and return what the provider calls that."""

    def read_news(self, headers: Mapping[str, str], body: bytes, now_at: datetime) -> News:
        """Return what a message says.

        Raises
        ------
        SignatureError
            It is not the provider's, or too old.
        """
