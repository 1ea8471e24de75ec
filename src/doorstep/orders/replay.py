"""Lead orders, shipments and parcels through their life again as the journal tells it; pure.

Nothing here looks at a table: what comes out is compared with the tables by who has both.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from doorstep.orders.model import (
    Holder,
    HolderKind,
    ParcelState,
    ShipmentKind,
    ShipmentState,
    ShipmentStatus,
)
from doorstep.orders.telling import PARCELS_MOVED
from doorstep.plumbing.journal import Event

_CHANGED = (
    "shipment.changed",
    "shipment.held",
    "shipment.resumed",
    "shipment.cancelled",
    "shipment.reinstated",
)
_TAKEN_IN = ("order.created", "shipments.imported")
KINDS = (*_TAKEN_IN, *_CHANGED, "shipment.split", "order.changed", PARCELS_MOVED)
"""The events that say where orders, shipments and parcels are; routes tell the rest."""


@dataclass(slots=True)
class Followed:
    """Where the journal leads: orders by their versions, and what cannot have happened."""

    orders: dict[str, int] = field(default_factory=dict)
    shipments: dict[str, ShipmentState] = field(default_factory=dict)
    parcels: dict[str, ParcelState] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def set_status(
        self, shipment_ids: Iterable[str], before: ShipmentStatus, after: ShipmentStatus
    ) -> None:
        """Move those of the shipments on that are ``before``: each gets a new version."""
        for id_ in shipment_ids:
            one = self.shipments.get(id_)
            if one is not None and one.status is before:
                self.shipments[id_] = replace(one, status=after, version=one.version + 1)


def follow(events: Iterable[Event], into: Followed | None = None) -> Followed:
    """Return where ``events``, oldest first, lead; those of other kinds say nothing here."""
    state = Followed() if into is None else into
    for event in events:
        handle = _HANDLERS.get(event.kind)
        if handle is not None:
            handle(state, event)
    return state


def _take_in(state: Followed, event: Event) -> None:
    if event.kind == "order.created":
        state.orders[event.subject_id] = 1
    _add(state, event, event.data["shipments"])


def _add(state: Followed, event: Event, told: Iterable[dict[str, Any]]) -> None:
    for one in told:
        if one["id"] in state.shipments:
            state.faults.append(f"Shipment {one['id']} was taken in again by {_named(event)}.")
        state.orders.setdefault(one["order_id"], 1)
        state.shipments[one["id"]] = ShipmentState(
            one["order_id"], date.fromisoformat(one["service_on"]), ShipmentStatus(one["status"])
        )
        _announce(state, one["id"], one["kind"], one["parcels"])


def _announce(state: Followed, shipment_id: str, kind: str, parcel_ids: Iterable[str]) -> None:
    """Parcels that are new are with whom they come from; those of a split keep their holder."""
    is_fetched = kind == ShipmentKind.PICKUP.value
    holder = Holder(HolderKind.RECIPIENT if is_fetched else HolderKind.MERCHANT)
    for parcel_id in parcel_ids:
        known = state.parcels.get(parcel_id)
        state.parcels[parcel_id] = (
            ParcelState(shipment_id, holder)
            if known is None
            else replace(known, shipment_id=shipment_id)
        )


def _change(state: Followed, event: Event) -> None:
    data, before = event.data, state.shipments.get(event.subject_id)
    if before is None or data["version"] != before.version + 1:
        was = "not there" if before is None else f"version {before.version}"
        state.faults.append(f"Shipment {event.subject_id} was {was} when {_named(event)} came.")
    state.shipments[event.subject_id] = ShipmentState(
        data["order_id"],
        date.fromisoformat(data["service_on"]),
        ShipmentStatus(data["status"]),
        data["version"],
    )
    _announce(state, event.subject_id, data["kind"], data.get("parcels_added", ()))
    for parcel_id in data.get("parcels_removed", ()):
        if state.parcels.pop(parcel_id, None) is None:
            state.faults.append(f"Parcel {parcel_id} was not there when {_named(event)} came.")


def _split(state: Followed, event: Event) -> None:
    _change(state, event)
    _add(state, event, event.data["into"])


def _change_order(state: Followed, event: Event) -> None:
    if event.data["version"] != state.orders.get(event.subject_id, 0) + 1:
        state.faults.append(f"Order {event.subject_id} was changed behind {_named(event)}.")
    state.orders[event.subject_id] = event.data["version"]


def _move(state: Followed, event: Event) -> None:
    from_holder, to_holder = Holder(**_kind(event.data["from"])), Holder(**_kind(event.data["to"]))
    for one in event.data["parcels"]:
        before = state.parcels.get(one["id"])
        if before is None or (before.holder, before.moves + 1) != (from_holder, one["sequence"]):
            was = "nowhere" if before is None else before.holder.label
            state.faults.append(
                f"Parcel {one['id']} was with {was} when {_named(event)} took it from "
                f"{from_holder.label}."
            )
        state.parcels[one["id"]] = ParcelState(one["shipment_id"], to_holder, one["sequence"])


def _kind(told: dict[str, str]) -> dict[str, Any]:
    return told | {"kind": HolderKind(told["kind"])}


def _named(event: Event) -> str:
    return f"event {event.sequence} ({event.kind})"


_HANDLERS: dict[str, Callable[[Followed, Event], None]] = {
    **dict.fromkeys(_TAKEN_IN, _take_in),
    **dict.fromkeys(_CHANGED, _change),
    "shipment.split": _split,
    "order.changed": _change_order,
    PARCELS_MOVED: _move,
}
