"""The address book: recipients who are known, where their door is and what they wish.

An order for somebody who stands in it is completed from it: what the order itself says stays,
what it leaves empty is filled in. So a gate code is told once, and a door that a person has shown
on the map is never looked for again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from doorstep.orders import store
from doorstep.orders.errors import AddressBookEntryNotFoundError, AddressBookTakenError
from doorstep.orders.known_recipient import Keys, KnownRecipient
from doorstep.orders.model import NewOrder, NewShipment, Shipment
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.versions import check_version

_AT_ONCE = 500
_WISHES = ("name", "phone", "email", "gate_code", "safe_place", "neighbour")


def complete(shipment: NewShipment, known: KnownRecipient) -> NewShipment:
    """Return a shipment with what the address book knows of its recipient; pure."""
    before = shipment.shipment
    wishes = {
        name: getattr(known.recipient, name)
        for name in _WISHES
        if not getattr(before.recipient, name)
    }
    after = replace(
        before,
        recipient=replace(before.recipient, **wishes),
        note=before.note or known.note,
    )
    if shipment.is_located or not known.is_located:
        return replace(shipment, shipment=after)
    return replace(shipment, shipment=replace(after, location=known.location), is_located=True)


def complete_orders(unit: Unit, orders: Iterable[NewOrder]) -> list[NewOrder]:
    """Complete the shipments of orders from the address book, with one query for 500."""
    found = list(orders)
    for start in range(0, len(found), _AT_ONCE):
        some = found[start : start + _AT_ONCE]
        wanted = {_keys(one.shipment).address for new in some for one in new.shipments} - {""}
        known = store.list_known_at(unit.session, sorted(wanted))
        if known:
            by_address: dict[str, list[KnownRecipient]] = {}
            for entry in known:
                by_address.setdefault(entry.keys.address, []).append(entry)
            found[start : start + _AT_ONCE] = [_complete_order(new, by_address) for new in some]
    return found


def add_known(unit: Unit, make: Callable[[str], KnownRecipient]) -> KnownRecipient:
    """Add an entry that ``make`` makes of its id.

    Raises
    ------
    AddressBookTakenError
        The same recipient stands in the address book already.
    """
    entry = make(unit.new_id())
    _require_new(unit, entry)
    store.add_known(unit.session, unit.tenant_id, entry)
    unit.emit("address_book.added", entry.id, {"version": entry.version})
    return entry


def get_known(unit: Unit, entry_id: str) -> KnownRecipient:
    """Return one entry.

    Raises
    ------
    AddressBookEntryNotFoundError
        There is none with this id.
    """
    found = store.find_known(unit.session, entry_id)
    if found is None:
        message = "The address book has no entry with this id."
        raise AddressBookEntryNotFoundError(message)
    return found


def change_known(unit: Unit, after: KnownRecipient, version: int) -> KnownRecipient:
    """Replace an entry; orders that are there already stay as they are.

    Raises
    ------
    AddressBookEntryNotFoundError, StaleVersionError, AddressBookTakenError
        It cannot be.
    """
    before = get_known(unit, after.id)
    check_version(version, before.version)
    saved = replace(after, version=before.version + 1, updated_at=unit.now())
    _require_new(unit, saved)
    store.save_known(unit.session, saved)
    unit.emit("address_book.changed", saved.id, {"version": saved.version})
    return saved


def remove_known(unit: Unit, entry_id: str, version: int) -> None:
    """Forget an entry for good; nothing of it is kept.

    Raises
    ------
    AddressBookEntryNotFoundError, StaleVersionError
        It cannot be.
    """
    check_version(version, get_known(unit, entry_id).version)
    store.remove_known(unit.session, entry_id)
    unit.emit("address_book.removed", entry_id, {})


def list_known(
    unit: Unit, q: str, *, after: tuple[str, str] | None, limit: int
) -> tuple[list[KnownRecipient], tuple[str, str] | None]:
    """Return a page of entries by name, and where the next begins."""
    found = store.list_known(unit.session, q, after, limit + 1)
    items = found[:limit]
    last = items[-1] if len(found) > limit else None
    return items, (last.keys.name, last.id) if last else None


def _complete_order(new: NewOrder, known: Mapping[str, Sequence[KnownRecipient]]) -> NewOrder:
    shipments = []
    for one in new.shipments:
        keys = _keys(one.shipment)
        entry = next((e for e in known.get(keys.address, ()) if e.keys.is_same(keys)), None)
        shipments.append(one if entry is None else complete(one, entry))
    return replace(new, shipments=tuple(shipments))


def _keys(shipment: Shipment) -> Keys:
    return Keys.of(shipment.recipient, shipment.address)


def _require_new(unit: Unit, entry: KnownRecipient) -> None:
    for other in store.list_known_at(unit.session, [entry.keys.address]):
        if other.id != entry.id and other.keys.is_same(entry.keys):
            message = "This recipient stands in the address book already, at this address."
            raise AddressBookTakenError(message)
