"""What the address book and recurring orders hold about a person, for export and erasure."""

from dataclasses import dataclass

from doorstep.orders import store
from doorstep.orders.known_recipient import Keys, KnownRecipient
from doorstep.orders.model import Recipient
from doorstep.orders.recurring import RecurringOrder
from doorstep.plumbing.unit import Unit


@dataclass(frozen=True, slots=True)
class Standing:
    """Entries of the address book and recurring orders of one person."""

    known: tuple[KnownRecipient, ...] = ()
    recurring: tuple[RecurringOrder, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.known or self.recurring)


def find_standing(unit: Unit, *, phone: str, email: str, shipment_ids: list[str]) -> Standing:
    """Return what is kept of who has this phone number or e-mail address, or these shipments."""
    theirs = [Keys.of(Recipient("", phone, email), "")]
    theirs += [
        Keys.of(one.shipment.recipient, one.shipment.address)
        for one in store.list_by_id(unit.session, shipment_ids)
    ]
    known = store.list_known(unit.session, "", None, None)
    recurring = store.list_recurring(unit.session)
    return Standing(
        tuple(one for one in known if _is_one_of(one.keys, theirs)),
        tuple(
            one
            for one in recurring
            if _is_one_of(Keys.of(one.shipment.recipient, one.shipment.address), theirs)
        ),
    )


def forget_standing(unit: Unit, standing: Standing) -> None:
    """Delete the entries and the recurring orders."""
    for entry in standing.known:
        store.remove_known(unit.session, entry.id)
        unit.emit("address_book.removed", entry.id, {})
    for one in standing.recurring:
        store.remove_recurring(unit.session, one.id)
        unit.emit("recurring_order.removed", one.id, {"version": one.version})


def _is_one_of(keys: Keys, theirs: list[Keys]) -> bool:
    return any(
        (one.phone and one.phone == keys.phone)
        or (one.email and one.email == keys.email)
        or one.is_same(keys)
        for one in theirs
    )
