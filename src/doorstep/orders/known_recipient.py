"""A recipient who stands in the address book, and what they are recognized by; pure."""

from dataclasses import dataclass
from datetime import datetime

from doorstep.kernel import Point
from doorstep.orders.model import Recipient
from doorstep.orders.search_key import search_key

_PHONE_DIGITS = 9
"""So many digits at the end are the same however a country's or a trunk's prefix is written."""
_FEWEST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class KnownRecipient:
    """One entry of the address book.

    Parameters
    ----------
    recipient
        Who it is, with what they wish: gate code, safe place, neighbour.
    address, location
        Where their door is.
    is_located
        Whether ``location`` is sure; otherwise it is only the nearest guess.
    note
        Words for the driver, each time.
    """

    id: str
    recipient: Recipient
    address: str
    location: Point
    is_located: bool
    note: str
    updated_at: datetime
    version: int = 1

    @property
    def keys(self) -> "Keys":
        """Return what the entry is recognized by."""
        return Keys.of(self.recipient, self.address)


@dataclass(frozen=True, slots=True)
class Keys:
    """What a recipient is recognized by: the address, and any of the others."""

    address: str
    phone: str
    email: str
    name: str

    @classmethod
    def of(cls, recipient: Recipient, address: str) -> "Keys":
        """Return the keys; empty where there is nothing to recognize."""
        digits = "".join(char for char in recipient.phone if char.isascii() and char.isdigit())
        return cls(
            address="".join(char for char in search_key(address) if char.isalnum()),
            phone=digits[-_PHONE_DIGITS:] if len(digits) >= _FEWEST_DIGITS else "",
            email=recipient.email.strip().casefold(),
            name=" ".join(search_key(recipient.name).split()),
        )

    def is_same(self, other: "Keys") -> bool:
        """Tell whether both are the same recipient at the same address.

        A phone number or an e-mail address tells it; where one of both has neither, the name.
        """
        if not self.address or self.address != other.address:
            return False
        pairs = ((self.phone, other.phone), (self.email, other.email))
        told = [one == two for one, two in pairs if one and two]
        if told:
            return any(told)
        return bool(self.name) and self.name == other.name
