"""Take orders files in: what is new is added, what is known is updated, what is wrong is named.

A file is read row by row and written in portions, each in a transaction of its own, so that a
hundred thousand rows neither fill the memory nor keep others from working. Whatever stops it in
between, the same file sent again adds what is missing and nothing twice.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from doorstep.orders import store
from doorstep.orders.csv_file import Area, ReadRow, SheetReader, open_any
from doorstep.orders.editing import change_shipment
from doorstep.orders.errors import RejectedOrdersError, UnreadableOrdersError
from doorstep.orders.intake import add_quietly
from doorstep.orders.locating import DeliveryRegion
from doorstep.orders.merging import merge
from doorstep.orders.model import (
    EDITABLE,
    NewOrder,
    NewShipment,
    Shipment,
    Source,
    StoredShipment,
)
from doorstep.orders.store import StoredImport
from doorstep.orders.telling import tell_taken_in
from doorstep.plumbing import auth
from doorstep.plumbing.problem import Finding
from doorstep.plumbing.unit import Kit, Unit

MAX_ROWS = 200_000
"""Rows a file may have."""
_PORTION = 1000
_MOST_KEPT = 5_000  # findings of one import; whoever has more has one mistake, not thousands


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Parameters
    ----------
    added, updated, unchanged
        How many shipments were new, were pending and said something else, were there already.
    rejected
        What is wrong with the rows that were left out.
    notices
        What was read in a way the sender should know, sentences.
    unlocated
        How many wait for a person to show where they go.
    id
        The import's own, under which its report is kept; empty where it is not.
    """

    added: int
    updated: int
    unchanged: int
    rejected: tuple[Finding, ...]
    notices: tuple[str, ...]
    unlocated: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is to be done with a file.

    Parameters
    ----------
    merchant
        Whose orders they are, and by whose mapping the headings are understood.
    update
        Whether a row that says something else of a pending shipment changes it; otherwise it is
        rejected.
    strict
        Whether one bad row keeps all others out.
    """

    service_on: date
    file_name: str = ""
    merchant: str = ""
    update: bool = True
    strict: bool = False


@dataclass(slots=True)
class _Tally:
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    unlocated: int = 0
    faults: int = 0
    rejected: list[Finding] = field(default_factory=list)

    def refuse(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.faults += 1
            if len(self.rejected) < _MOST_KEPT:
                self.rejected.append(finding)

    def report(self, reader: SheetReader, import_id: str = "") -> ImportReport:
        notices = reader.notices
        if self.faults > len(self.rejected):
            more = self.faults - len(self.rejected)
            notices = (*notices, f"{more} more faults were found and are not listed.")
        return ImportReport(
            self.added,
            self.updated,
            self.unchanged,
            tuple(self.rejected),
            notices,
            self.unlocated,
            import_id,
        )


def import_file(
    kit: Kit,
    tenant_id: str,
    actor: str,
    data: bytes,
    wanted: ImportRequest,
    region: DeliveryRegion,
) -> ImportReport:
    """Take a CSV, XLSX or JSON file in; sending it again adds nothing.

    Raises
    ------
    UnreadableOrdersError
        The file has no rows that could be read, or too many.
    RejectedOrdersError
        With ``strict``, a row was rejected; nothing is added.
    """
    with kit.write(tenant_id, actor) as unit:
        reader = _open(unit, data, wanted, region)
        kept = StoredImport(
            id=unit.new_id(),
            file_name=wanted.file_name,
            sha256=hashlib.sha256(data).hexdigest(),
            merchant=wanted.merchant,
            service_on=wanted.service_on,
            created_at=unit.now(),
            created_by=actor,
        )
        if not wanted.strict:
            store.add_import(unit.session, tenant_id, kept)
    tally = _Tally()
    portions = _portions(_limited(reader))
    if wanted.strict:
        with kit.write(tenant_id, actor) as unit:
            store.add_import(unit.session, tenant_id, kept)
            for portion in portions:
                _take(unit, portion, wanted, reader.columns, tally, kept.id)
            _require_faultless(tally)
            _save(unit, kept, tally)
    else:
        for portion in portions:
            with kit.write(tenant_id, actor) as unit:
                _take(unit, portion, wanted, reader.columns, tally, kept.id)
                _save(unit, kept, tally)
    return tally.report(reader, kept.id)


def import_csv(
    unit: Unit, data: bytes, *, service_on: date, region: DeliveryRegion, strict: bool = False
) -> ImportReport:
    """Take a file in within one transaction; see ``import_file``.

    Raises
    ------
    UnreadableOrdersError
        The file has no rows that could be read.
    RejectedOrdersError
        With ``strict``, a row was rejected; nothing is added.
    """
    wanted = ImportRequest(service_on, strict=strict)
    reader = _open(unit, data, wanted, region)
    tally = _Tally()
    for portion in _portions(_limited(reader)):
        _take(unit, portion, wanted, reader.columns, tally, "")
    if strict:
        _require_faultless(tally)
    return tally.report(reader)


def _open(unit: Unit, data: bytes, wanted: ImportRequest, region: DeliveryRegion) -> SheetReader:
    return SheetReader(
        open_any(data),
        timezone=_timezone(unit),
        service_on=wanted.service_on,
        area=Area(region.network.bounds, region.addresses.find, keeps_uncertain=True),
        mapping=store.find_mapping(unit.session, wanted.merchant),
    )


def _limited(reader: SheetReader) -> Iterator[ReadRow]:
    count = 0
    for count, read in enumerate(reader, start=1):
        if count > MAX_ROWS:
            message = f"The file has more than {MAX_ROWS} rows."
            raise UnreadableOrdersError(message, action="Split it into several files.")
        yield read
    if not count:
        message = "The file has a header but no rows."
        raise UnreadableOrdersError(message, action="Add a row for each shipment.")


def _portions(rows: Iterator[ReadRow]) -> Iterator[list[ReadRow]]:
    while portion := list(islice(rows, _PORTION)):
        yield portion


def _take(
    unit: Unit,
    rows: Sequence[ReadRow],
    wanted: ImportRequest,
    columns: frozenset[str],
    tally: _Tally,
    import_id: str,
) -> None:
    known = _known(unit, wanted.service_on, rows)
    new: list[NewOrder] = []
    changed: list[tuple[StoredShipment, Shipment, bool]] = []
    rejected: list[Finding] = []
    unchanged = 0
    for read in rows:
        shipment = read.shipment
        if shipment is None:
            rejected.extend(read.findings)
        elif (old := known.get(shipment.reference)) is None:
            new.append(_order(wanted, shipment, import_id, is_located=read.is_located))
        else:
            merged, is_located = merge(old, shipment, columns, is_located=read.is_located)
            if merged == old.shipment:
                unchanged += 1
            elif old.status in EDITABLE and wanted.update:
                changed.append((old, merged, is_located))
            else:
                rejected.append(_refuse_change(old, read, may_update=wanted.update))
    tally.added += len(new)
    tally.updated += len(changed)
    tally.unchanged += unchanged
    tally.unlocated += sum(1 for one in new if not one.shipments[0].is_located)
    tally.refuse(rejected)
    taken = add_quietly(unit, new)
    if new or changed:
        about = {
            "import_id": import_id,
            "service_on": wanted.service_on.isoformat(),
            "rejected": len(rejected),
            "added": len(new),
            "updated": len(changed),
            "unchanged": unchanged,
            "shipments": tell_taken_in(
                [shipment for one in taken for shipment in one.shipments],
                [parcel for one in taken for parcel in one.parcels],
            ),
        }
        unit.emit("shipments.imported", wanted.service_on.isoformat(), about)
    for old, merged, is_located in changed:
        change_shipment(unit, old.id, old.version, merged, is_located=is_located, override=True)


def _known(unit: Unit, service_on: date, rows: Sequence[ReadRow]) -> dict[str, StoredShipment]:
    references = [one.shipment.reference for one in rows if one.shipment is not None]
    found = store.list_by_reference(unit.session, service_on, references)
    return {stored.shipment.reference: stored for stored in found}


def _order(
    wanted: ImportRequest, shipment: Shipment, import_id: str, *, is_located: bool
) -> NewOrder:
    return NewOrder(
        shipment.reference,
        (NewShipment(wanted.service_on, shipment, is_located=is_located),),
        merchant=wanted.merchant,
        source=Source.FILE,
        source_id=import_id,
    )


def _refuse_change(stored: StoredShipment, read: ReadRow, *, may_update: bool) -> Finding:
    if may_update:
        reason = f"The shipment is {stored.status.value}; what the row changes came too late."
        fix = "Recall the released plan first, or give the row a reference of its own."
    else:
        reason = "The shipment is there already and says something else."
        fix = "Import with update to change it, or give the row a reference of its own."
    return Finding(
        reason, fix, line=read.row.line, column="reference", value=stored.shipment.reference
    )


def _require_faultless(tally: _Tally) -> None:
    if tally.faults:
        message = f"{tally.faults} faults were found; nothing was imported."
        action = "Correct the rows that are listed, or import without strict."
        raise RejectedOrdersError(message, action=action, findings=tally.rejected)


def _save(unit: Unit, kept: StoredImport, tally: _Tally) -> None:
    store.save_import(
        unit.session,
        replace(
            kept,
            added=tally.added,
            updated=tally.updated,
            unchanged=tally.unchanged,
            rejected=tuple(tally.rejected),
        ),
    )


def _timezone(unit: Unit) -> str:
    tenant = auth.find_tenant(unit.session, unit.tenant_id)
    if tenant is None:
        message = f"there is no tenant {unit.tenant_id}"
        raise LookupError(message)
    return tenant.timezone
