"""With whom each parcel is: one holder at each moment, and both sides of each change of hands.

What somebody scanned is a fact and is kept. The side a parcel comes from is always the one it was
known to be with, so the chain of its holders never has a gap; where a scan says otherwise, the
transfer says so too, for somebody to look at.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from doorstep.orders import store
from doorstep.orders.errors import ParcelNotFoundError
from doorstep.orders.model import (
    FINAL_HOLDERS,
    Holder,
    HolderKind,
    Parcel,
    Transfer,
)
from doorstep.orders.telling import emit_moves
from doorstep.plumbing.unit import Unit

_SYMBOLOGY = re.compile(r"^\][A-Za-z][0-9]")  # what scanners put in front: ISO/IEC 15424
_SSCC = re.compile(r"^(?:\(00\)|00)([0-9]{18})$")


class ScanOutcome(StrEnum):
    """What became of a scan."""

    MOVED = "moved"
    ALREADY_THERE = "already_there"
    OVERTAKEN = "overtaken"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Scan:
    """Somebody held a label under a scanner and said where the parcel goes.

    Parameters
    ----------
    code
        As the scanner gave it.
    from_holder
        Where the scanner believes it comes from, or none.
    """

    code: str
    to_holder: Holder
    happened_at: datetime
    from_holder: Holder | None = None


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What became of a scan; ``note`` is for whoever scanned."""

    outcome: ScanOutcome
    parcel: Parcel | None = None
    note: str = ""


def decide(
    parcel: Parcel,
    to_holder: Holder,
    *,
    happened_at: datetime,
    recorded_at: datetime,
    actor: str,
    from_holder: Holder | None = None,
    is_scanned: bool = True,
) -> tuple[Parcel, Transfer] | None:
    """Return the parcel and its transfer, or none where it is there already; pure."""
    if parcel.holder == to_holder:
        return None
    notes = []
    if from_holder is not None and _who(from_holder) != _who(parcel.holder):
        notes.append(f"Said to come from {from_holder.label}")
    if not is_scanned:
        notes.append("Not scanned, others of the shipment were")
    if parcel.holder.kind in FINAL_HOLDERS:
        notes.append(f"It was {parcel.holder.kind.value}")
    transfer = Transfer(
        parcel_id=parcel.id,
        sequence=parcel.moves + 1,
        from_holder=parcel.holder,
        to_holder=to_holder,
        happened_at=happened_at,
        recorded_at=recorded_at,
        actor=actor,
        note="; ".join(notes),
    )
    return replace(parcel, holder=to_holder, moves=parcel.moves + 1), transfer


def is_with(parcel: Parcel, holder: Holder) -> bool:
    """Tell whether a parcel is with a holder, wherever in it."""
    return _who(parcel.holder) == _who(holder)


def scan_parcel(unit: Unit, scan: Scan) -> ScanResult:
    """Let one parcel change hands because its label was scanned.

    A scan that is older than the last one known, sent late, changes nothing; the same scan again
    finds the parcel there already.
    """
    found = _find(unit, scan.code)
    if len(found) != 1:
        outcome = ScanOutcome.AMBIGUOUS if found else ScanOutcome.UNKNOWN
        note = f"{len(found)} parcels have this label." if found else "Nobody knows this label."
        return ScanResult(outcome, note=note)
    (parcel,) = found
    transfers = store.list_transfers(unit.session, [parcel.id])
    if transfers and scan.happened_at < transfers[-1].happened_at:
        note = f"It has gone on to {parcel.holder.label} since."
        return ScanResult(ScanOutcome.OVERTAKEN, parcel, note)
    decided = decide(
        parcel,
        scan.to_holder,
        happened_at=scan.happened_at,
        recorded_at=unit.now(),
        actor=unit.actor,
        from_holder=scan.from_holder,
    )
    if decided is None:
        return ScanResult(ScanOutcome.ALREADY_THERE, parcel, "It is there already.")
    moved, transfer = decided
    store.add_transfers(unit.session, unit.tenant_id, [transfer], [moved])
    emit_moves(unit, moved.shipment_id, [decided], scan.happened_at)
    return ScanResult(ScanOutcome.MOVED, moved, transfer.note)


def get_parcel(unit: Unit, parcel_id: str) -> Parcel:
    """Return one parcel.

    Raises
    ------
    ParcelNotFoundError
        There is none with this id.
    """
    found = store.find_parcel(unit.session, parcel_id)
    if found is None:
        message = "There is no parcel with this id."
        raise ParcelNotFoundError(message)
    return found


def list_transfers(unit: Unit, parcel_id: str) -> list[Transfer]:
    """Return a parcel's changes of hands, oldest first.

    Raises
    ------
    ParcelNotFoundError
        There is none with this id.
    """
    get_parcel(unit, parcel_id)
    return store.list_transfers(unit.session, [parcel_id])


def normal_code(code: str) -> str:
    """Return a scanned code as labels have it, without what scanners add.

    That is: blanks and line ends, the symbology identifier of ISO/IEC 15424, the separator FNC1,
    and the application identifier (00) in front of an SSCC.
    """
    text = _SYMBOLOGY.sub("", code.strip().strip("\x1d\x1e\x04")).strip()
    match = _SSCC.match(text)
    return match[1] if match else text


def _find(unit: Unit, code: str) -> list[Parcel]:
    """Return the parcels whose label this is: exactly so, else in capitals as Code 39 prints."""
    text = normal_code(code)
    if not text or len(text) > 100 or not text.isprintable():  # noqa: PLR2004 -- as a barcode
        return []
    return store.list_by_barcode(unit.session, text) or store.list_by_barcode(
        unit.session, text.upper()
    )


def _who(holder: Holder) -> tuple[HolderKind, str]:
    """Return the holder without the place in it: a bin is not another holder."""
    return (holder.kind, holder.id)
