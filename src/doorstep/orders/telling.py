"""What the journal says of shipments and parcels: all that their states can be rebuilt from.

Ids, states and whose hands; no names, addresses or words about people, which could not be erased
from a chain of hashes. ``orders.replay`` reads it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from doorstep.orders.model import Holder, Parcel, StoredShipment, Transfer
from doorstep.plumbing.unit import Unit

PARCELS_MOVED = "parcels.moved"
"""Parcels have changed hands: from one holder to another one, as many as did so together."""


def tell_taken_in(
    shipments: Iterable[StoredShipment], parcels: Iterable[Parcel]
) -> list[dict[str, Any]]:
    """Return what is said of shipments that were taken in, each with the ids of its parcels."""
    ids: dict[str, list[str]] = defaultdict(list)
    for parcel in parcels:
        ids[parcel.shipment_id].append(parcel.id)
    return [
        {
            "id": one.id,
            "order_id": one.order_id,
            "service_on": one.service_on.isoformat(),
            "kind": one.shipment.kind.value,
            "status": one.status.value,
            "parcels": ids[one.id],
        }
        for one in shipments
    ]


def emit_moves(
    unit: Unit, subject_id: str, moves: Iterable[tuple[Parcel, Transfer]], happened_at: datetime
) -> None:
    """Write that parcels have changed hands, one event for each two holders.

    Parameters
    ----------
    subject_id
        The shipment they are of, or the vehicle they went into or came from.
    """
    between: dict[tuple[Holder, Holder], list[tuple[Parcel, Transfer]]] = defaultdict(list)
    for parcel, transfer in moves:
        between[transfer.from_holder, transfer.to_holder].append((parcel, transfer))
    unit.emit_all(
        [
            (
                PARCELS_MOVED,
                subject_id,
                {
                    "from": _wire(from_holder),
                    "to": _wire(to_holder),
                    "parcels": [
                        {
                            "id": parcel.id,
                            "shipment_id": parcel.shipment_id,
                            "sequence": transfer.sequence,
                            "barcode": parcel.details.barcode,
                        }
                        for parcel, transfer in together
                    ],
                },
            )
            for (from_holder, to_holder), together in between.items()
        ],
        happened_at=happened_at,
    )


def _wire(holder: Holder) -> dict[str, str]:
    return {"kind": holder.kind.value, "id": holder.id, "place": holder.place}
