"""Who did what to a shipment, and where its parcels went: the audit of one shipment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from doorstep.orders import store
from doorstep.orders.model import Source, StoredShipment
from doorstep.orders.service import get_shipment
from doorstep.orders.store.mapping import to_values
from doorstep.orders.telling import PARCELS_MOVED
from doorstep.plumbing.journal import Event
from doorstep.plumbing.unit import Unit

_SHOWN = (
    "reference",
    "service_on",
    "recipient_name",
    "recipient_phone",
    "recipient_email",
    "gate_code",
    "safe_place",
    "neighbour",
    "address",
    "lat",
    "lon",
    "windows",
    "parcels",
    "weight_g",
    "volume_cm3",
    "service_s",
    "skills",
    "priority",
    "note",
    "cod_minor",
    "cod_currency",
    "pays_by",
    "temperature",
    "dangerous_goods",
    "min_age",
    "pin_check",
)


_CAME_IN = {Source.FILE: "From a file", Source.RECURRING: "From a recurring order"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that became another."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Something that happened to a shipment or to one of its parcels.

    Parameters
    ----------
    actor, actor_name
        Who did it, as the journal names them and as people do.
    note
        Why, in their words, or what is known of it.
    """

    kind: str
    happened_at: datetime
    recorded_at: datetime
    actor: str
    actor_name: str
    note: str = ""
    changes: tuple[Change, ...] = ()


def list_history(unit: Unit, shipment_id: str) -> list[HistoryEntry]:
    """Return what happened to a shipment, oldest first.

    Raises
    ------
    ShipmentNotFoundError
        There is none with this id.
    """
    stored = get_shipment(unit, shipment_id)
    versions = store.list_revisions(unit.session, shipment_id)
    versions[stored.version] = _plain(stored)
    events = store.list_events(unit.session, [stored.order_id, shipment_id])
    # The transfers say more of what moved than the journal does.
    found = [_from_event(event, versions) for event in events if event.kind != PARCELS_MOVED]
    found += _from_order(unit, stored, events)
    found += _from_transfers(unit, shipment_id)
    named = _name_actors(unit, found)
    return sorted(named, key=lambda one: one.recorded_at)


def _from_event(event: Event, versions: Mapping[int, Mapping[str, Any]]) -> HistoryEntry:
    changes: tuple[Change, ...] = ()
    note = ""
    version = event.data.get("version")
    if event.kind.startswith("shipment.") and isinstance(version, int):
        after = _at(versions, version)
        note = str(after.get("hold_note", ""))
        if event.kind == "shipment.changed":
            changes = tuple(_compare(_at(versions, version - 1), after))
    return HistoryEntry(
        event.kind, event.happened_at, event.recorded_at, event.actor, "", note, changes
    )


def _at(versions: Mapping[int, Mapping[str, Any]], version: int) -> Mapping[str, Any]:
    """Return a version as it was, or as the next that is kept: a new status keeps no revision."""
    later = [number for number in versions if number >= version]
    return versions[min(later)] if later else {}


def _from_order(unit: Unit, stored: StoredShipment, events: list[Event]) -> Iterator[HistoryEntry]:
    """Say how it came in for what came in a file, which is one event for all its rows."""
    if any(event.kind == "order.created" for event in events):
        return
    for order in store.list_orders_by_id(unit.session, [stored.order_id]):
        note = _CAME_IN.get(order.source, "")
        yield HistoryEntry(
            "order.created", order.created_at, order.created_at, order.created_by, "", note
        )


def _from_transfers(unit: Unit, shipment_id: str) -> Iterator[HistoryEntry]:
    parcels = {one.id: one for one in store.list_parcels(unit.session, [shipment_id])}
    for one in store.list_transfers(unit.session, parcels):
        ordinal = parcels[one.parcel_id].ordinal
        said = f"Parcel {ordinal}: {one.from_holder.label} → {one.to_holder.label}"
        note = f"{said}. {one.note}" if one.note else said
        yield HistoryEntry("parcel.moved", one.happened_at, one.recorded_at, one.actor, "", note)


def _compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name in _SHOWN:
        if before.get(name) != after.get(name):
            yield Change(name, _shown(before.get(name)), _shown(after.get(name)))


def _shown(value: Any) -> str:  # noqa: ANN401 -- whatever JSON can hold
    if isinstance(value, list):
        return ", ".join(
            " to ".join(map(str, one)) if isinstance(one, list) else str(one) for one in value
        )
    return "" if value is None else str(value)


def _plain(stored: StoredShipment) -> dict[str, Any]:
    values = to_values(stored)
    values["service_on"] = stored.service_on.isoformat()
    return values


def _name_actors(unit: Unit, entries: list[HistoryEntry]) -> list[HistoryEntry]:
    ids = {one.actor: one.actor.partition(":")[2] for one in entries}
    names = store.list_names(unit.session, set(ids.values()))
    return [
        HistoryEntry(
            one.kind,
            one.happened_at,
            one.recorded_at,
            one.actor,
            names.get(ids[one.actor], one.actor),
            one.note,
            one.changes,
        )
        for one in entries
    ]
