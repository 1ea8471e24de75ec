"""Give parcels their numbers and print their labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from doorstep.orders import store
from doorstep.orders.errors import LabelsError
from doorstep.orders.labels import MOST_IN_A_PDF, Label, Symbology, make_sscc, to_label
from doorstep.orders.model import Parcel, StoredShipment
from doorstep.orders.service import get_shipments
from doorstep.plumbing.unit import Unit

_OWN_BYTES = 8
MOST_SHIPMENTS = 20_000
"""Shipments whose labels are printed at once."""


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """Whose labels are wanted: of some shipments, or of a whole service date."""

    symbology: Symbology = Symbology.CODE128
    shipment_ids: tuple[str, ...] = ()
    service_on: date | None = None


def make_labels(unit: Unit, wanted: LabelRequest) -> list[Label]:
    """Return the labels of shipments; parcels without a number are given one.

    With a GS1 company prefix a new number is an SSCC, otherwise one of our own.

    Raises
    ------
    LabelsError
        There is nothing to print, or too much.
    ShipmentNotFoundError
        One of the shipments is not there.
    """
    shipments = _shipments(unit, wanted)
    by_id = {one.id: one for one in shipments}
    parcels = _number(unit, store.list_parcels(unit.session, by_id))
    if not parcels:
        message = "No shipment was asked for that has parcels."
        raise LabelsError(message)
    return [to_label(by_id[one.shipment_id], one, wanted.symbology) for one in parcels]


def require_pdf(labels: Sequence[Label]) -> None:
    """Refuse more labels than a PDF has room for.

    Raises
    ------
    LabelsError
        There are too many.
    """
    if len(labels) > MOST_IN_A_PDF:
        message = f"{len(labels)} labels are too many for one PDF; {MOST_IN_A_PDF} fit."
        raise LabelsError(message)


def set_company_prefix(unit: Unit, company_prefix: str) -> None:
    """Let new numbers carry a GS1 company prefix; serials go on where they were."""
    store.save_prefix(unit.session, unit.tenant_id, company_prefix)
    unit.emit("labels.prefix_set", "labels", {"company_prefix": company_prefix})


def get_company_prefix(unit: Unit) -> str:
    """Return the company's GS1 prefix, or empty text."""
    return store.find_prefix(unit.session)


def _shipments(unit: Unit, wanted: LabelRequest) -> list[StoredShipment]:
    if wanted.shipment_ids:
        return get_shipments(unit, wanted.shipment_ids)
    if wanted.service_on is None:
        message = "Neither shipments nor a service date were named."
        raise LabelsError(message)
    return store.list_page(
        unit.session, store.ShipmentFilter(wanted.service_on), None, MOST_SHIPMENTS
    )


def _number(unit: Unit, parcels: Sequence[Parcel]) -> list[Parcel]:
    bare = [one for one in parcels if not one.details.barcode]
    numbers = iter(list(_new_numbers(unit, len(bare))))
    numbered = []
    for one in parcels:
        if not one.details.barcode:
            details = replace(one.details, barcode=next(numbers))
            store.save_details(unit.session, one.id, details)
            numbered.append(replace(one, details=details))
        else:
            numbered.append(one)
    if bare:
        barcodes = {one.id: one.details.barcode for one in numbered}
        told = [{"id": one.id, "barcode": barcodes[one.id]} for one in bare]
        unit.emit("labels.numbered", "labels", {"parcels": told})
    return numbered


def _new_numbers(unit: Unit, count: int) -> Iterator[str]:
    prefix = store.find_prefix(unit.session)
    if not prefix:
        for _ in range(count):
            yield f"D{unit.kit.rng.random_bytes(_OWN_BYTES).hex().upper()}"
        return
    first = store.take_serials(unit.session, count)
    for serial in range(first, first + count):
        yield make_sscc(prefix, serial)
