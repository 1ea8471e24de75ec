"""What must hold for shipments: none that was taken in is missing."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from doorstep.orders import store
from doorstep.orders.model import HolderKind, Parcel, Transfer
from doorstep.orders.store import ParcelsOfShipment
from doorstep.plumbing import journal
from doorstep.plumbing.invariants import (
    REPORT,
    RESTORE,
    Installation,
    Invariant,
    Verdict,
    judge,
    load_each_tenant,
)
from doorstep.plumbing.unit import Unit


@dataclass(frozen=True, slots=True)
class _Intake:
    """What was taken in, by the tables and by the journal, and where the parcels are."""

    kept: int
    told: int
    parcels: list[Parcel]
    transfers: dict[str, list[Transfer]]
    counted: list[ParcelsOfShipment]


def examine(installation: Installation) -> list[Verdict]:
    """Examine the shipments of each tenant."""
    return judge(load_each_tenant(installation, _load), _INVARIANTS)


def _load(unit: Unit) -> _Intake:
    told = sum(
        _TAKEN_IN[event.kind](event.data)
        for event in journal.list_of_kinds(unit.session, list(_TAKEN_IN))
    )
    parcels = store.list_all_parcels(unit.session)
    transfers: dict[str, list[Transfer]] = defaultdict(list)
    for one in store.list_transfers(unit.session, (parcel.id for parcel in parcels)):
        transfers[one.parcel_id].append(one)
    return _Intake(
        kept=sum(store.count_by_date(unit.session).values()),
        told=told,
        parcels=parcels,
        transfers=transfers,
        counted=store.count_by_shipment(unit.session),
    )


_TAKEN_IN: dict[str, Callable[[dict[str, Any]], int]] = {
    "shipments.imported": lambda data: int(data["added"]),
    "order.created": lambda data: len(data["shipments"]),
    "shipment.split": lambda _data: 1,
}


def _find_missing(intake: _Intake) -> Iterator[str]:
    if intake.kept < intake.told:
        yield f"{intake.told} shipments were taken in, only {intake.kept} are there."


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
    Invariant("imports_kept", "Every imported shipment is there.", RESTORE, _find_missing),
)
