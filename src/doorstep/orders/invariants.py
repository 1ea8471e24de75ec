"""What must hold for orders and parcels: each is where the journal and its transfers lead."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from doorstep.orders import store
from doorstep.orders.model import HolderKind, Parcel, ParcelState, Transfer
from doorstep.orders.replay import KINDS, Followed, follow
from doorstep.orders.store import ParcelsOfShipment
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
class _Intake:
    """Orders and parcels by the tables and by the journal, and how the parcels went."""

    orders: dict[str, int]
    told: Followed
    parcels: list[Parcel]
    transfers: dict[str, list[Transfer]]
    counted: list[ParcelsOfShipment]


def examine(installation: Installation) -> list[Verdict]:
    """Examine the shipments of each tenant."""
    return judge(load_each_tenant(installation, _load), _INVARIANTS)


def _load(unit: Unit) -> _Intake:
    parcels = store.list_all_parcels(unit.session)
    transfers: dict[str, list[Transfer]] = defaultdict(list)
    for one in store.list_transfers(unit.session, (parcel.id for parcel in parcels)):
        transfers[one.parcel_id].append(one)
    return _Intake(
        orders=store.list_order_versions(unit.session),
        told=follow(journal.list_of_kinds(unit.session, KINDS)),
        parcels=parcels,
        transfers=transfers,
        counted=store.count_by_shipment(unit.session),
    )


def _find_untold(intake: _Intake) -> Iterator[str]:
    yield from intake.told.faults
    yield from find_differences("Order", intake.orders, intake.told.orders)
    parcels = {
        one.id: ParcelState(one.shipment_id, one.holder, one.moves) for one in intake.parcels
    }
    yield from find_differences("Parcel", parcels, intake.told.parcels)


def _find_unaccounted_parcels(intake: _Intake) -> Iterator[str]:
    for shipment in intake.counted:
        if shipment.said != shipment.there:
            yield (
                f"Shipment {shipment.shipment_id} has {shipment.said} parcels, "
                f"{shipment.there} are there."
            )
    for parcel in intake.parcels:
        way = intake.transfers.get(parcel.id, [])
        if [one.sequence for one in way] != list(range(1, parcel.moves + 1)):
            yield f"Parcel {parcel.id} moved {parcel.moves} times, {len(way)} transfers are there."
        for before, after in pairwise(way):
            if before.to_holder != after.from_holder:
                yield (
                    f"Parcel {parcel.id} went to {before.to_holder.label} and left "
                    f"{after.from_holder.label}."
                )
        if way and way[-1].to_holder != parcel.holder:
            yield (
                f"Parcel {parcel.id} is with {parcel.holder.label}, its last transfer says "
                f"{way[-1].to_holder.label}."
            )
        if not way and parcel.holder.kind not in _FIRST_HOLDERS:
            yield f"Parcel {parcel.id} is with {parcel.holder.label} and never moved there."


_FIRST_HOLDERS = {HolderKind.MERCHANT, HolderKind.RECIPIENT}
_INVARIANTS = (
    Invariant(
        "parcels_accounted",
        "Each parcel is with one holder, and each change of hands names both sides.",
        REPORT,
        _find_unaccounted_parcels,
    ),
    Invariant(
        "parcels_match_journal",
        "Every order and every parcel is what the journal makes of it, read from its beginning.",
        REPORT,
        _find_untold,
    ),
)
