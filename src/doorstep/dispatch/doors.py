"""What a driver needs to know and to ask at each door, and what the answers are worth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from doorstep import orders
from doorstep.dispatch.model import Attempt, Command, DispatchedStop, Outcome, PinVerdict
from doorstep.plumbing.unit import Unit

FAR_M = 300
"""From here on a position says that the goods were handed over somewhere else."""


@dataclass(frozen=True, slots=True)
class Door:
    """What is asked at one door.

    Parameters
    ----------
    labels
        The codes on the parcels' labels, as far as they have one.
    pin
        What the recipient has to say, or empty; never leaves the server for a driver.
    """

    stop_id: str
    kind: str = "delivery"
    labels: tuple[str, ...] = ()
    min_age: int = 0
    pin: str = ""
    gate_code: str = ""
    safe_place: str = ""
    neighbour: str = ""
    pays_by: str = "any"
    temperature: str = "ambient"
    dangerous_goods: str = ""

    @property
    def pin_check(self) -> bool:
        """Tell whether the driver asks for the PIN."""
        return bool(self.pin)


@dataclass(frozen=True, slots=True)
class Scanned:
    """Which labels were scanned at a door, which were not, and what else was."""

    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()


def read_doors(unit: Unit, stops: Sequence[DispatchedStop]) -> dict[str, Door]:
    """Return what is asked at each of some stops, by the stop's id."""
    shipments = {one.id: one for one in orders.get_shipments(unit, _ids(stops))}
    parcels: dict[str, list[orders.Parcel]] = {}
    for parcel in orders.list_parcels_of(unit, shipments):
        parcels.setdefault(parcel.shipment_id, []).append(parcel)
    return {
        stop.id: make_door(stop.id, shipments[stop.shipment_id], parcels.get(stop.shipment_id, ()))
        for stop in stops
    }


def make_door(
    stop_id: str, stored: orders.StoredShipment, parcels: Iterable[orders.Parcel]
) -> Door:
    """Return what is asked at the door of a shipment with these parcels; pure."""
    what, who = stored.shipment, stored.shipment.recipient
    return Door(
        stop_id=stop_id,
        kind=what.kind.value,
        labels=tuple(one.details.barcode for one in parcels if one.details.barcode),
        min_age=what.min_age,
        pin=stored.door_pin if what.pin_check else "",
        gate_code=who.gate_code,
        safe_place=who.safe_place,
        neighbour=who.neighbour,
        pays_by=what.pays_by.value,
        temperature=what.temperature.value,
        dangerous_goods=what.dangerous_goods,
    )


def judge_pin(door: Door, command: Command, outcome: Outcome) -> PinVerdict:
    """Tell what the PIN in a report is worth; pure."""
    if not door.pin_check or outcome is not Outcome.DELIVERED:
        return PinVerdict.NOT_ASKED
    if not command.proof.pin:
        return PinVerdict.MISSING
    return PinVerdict.RIGHT if command.proof.pin == door.pin else PinVerdict.WRONG


def match_scans(labels: Iterable[str], scans: Iterable[str]) -> Scanned:
    """Tell which labels were scanned; a scanner's additions and a label's case do not count."""
    wanted = {one.upper(): one for one in labels}
    read = list(dict.fromkeys(orders.normal_code(one).upper() for one in scans))
    return Scanned(
        found=tuple(wanted[one] for one in read if one in wanted),
        missing=tuple(label for key, label in wanted.items() if key not in read),
        strange=tuple(one for one in read if one not in wanted),
    )


def find_flags(door: Door, attempt: Attempt) -> tuple[str, ...]:
    """Return what somebody in the office should look at; pure.

    A delivery is a fact, so nothing of this keeps it out.
    """
    flags = []
    if attempt.outcome is Outcome.DELIVERED:
        scanned = match_scans(door.labels, attempt.proof.scans)
        if attempt.pin in (PinVerdict.WRONG, PinVerdict.MISSING):
            flags.append(f"pin_{attempt.pin.value}")
        if door.min_age and (attempt.proof.age_checked or 0) < door.min_age:
            flags.append("age_not_checked")
        if scanned.found and scanned.missing:
            flags.append("parcels_not_scanned")
        if scanned.strange and door.labels:
            flags.append("strange_parcel")
    if attempt.distance_m is not None and attempt.distance_m > FAR_M + _accuracy_m(attempt):
        flags.append("far_from_address")
    return tuple(flags)


def _accuracy_m(attempt: Attempt) -> float:
    return (attempt.position.accuracy_m if attempt.position else None) or 0.0


def _ids(stops: Sequence[DispatchedStop]) -> list[str]:
    return list(dict.fromkeys(stop.shipment_id for stop in stops))
