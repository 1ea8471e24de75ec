"""What stands on a label; pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from doorstep.orders.labels.sscc import is_sscc
from doorstep.orders.model import Parcel, StoredShipment

if TYPE_CHECKING:
    import zxingcpp

_MOST_BARS = 40  # characters whose bars are as wide as a label


class Symbology(StrEnum):
    """How the code is drawn: bars for every scanner, squares for phones and small labels."""

    CODE128 = "code128"
    DATAMATRIX = "datamatrix"
    QR = "qr"


@dataclass(frozen=True, slots=True)
class Label:
    """One parcel's label."""

    code: str
    symbology: Symbology
    recipient: str
    address: str
    phone: str
    note: str
    reference: str
    service_on: str
    number: str
    marks: str

    @property
    def is_gs1(self) -> bool:
        """Tell whether the code is an SSCC, which is drawn as GS1 says."""
        return is_sscc(self.code)

    @property
    def shown_code(self) -> str:
        """Return the code as people read it."""
        return f"(00) {self.code}" if self.is_gs1 else self.code

    def symbol(self) -> "zxingcpp.Barcode":
        """Return the drawn code: GS1-128, GS1 DataMatrix or a plain symbol of the text."""
        import zxingcpp  # noqa: PLC0415 -- with the first label

        # GS1 has no QR code for an SSCC; phones read the bare number.
        gs1 = self.is_gs1 and self.symbology is not Symbology.QR
        content = f"(00){self.code}" if gs1 else self.code
        drawn_as = getattr(zxingcpp.BarcodeFormat, _FORMATS[self.drawn_as])
        return zxingcpp.create_barcode(content, drawn_as, gs1=gs1)

    @property
    def drawn_as(self) -> Symbology:
        """Return the symbology, or one that has room for more than ASCII."""
        is_short = self.code.isascii() and len(self.code) <= _MOST_BARS
        if self.symbology is Symbology.CODE128 and not is_short:
            return Symbology.DATAMATRIX
        return self.symbology


_FORMATS = {
    Symbology.CODE128: "Code128",
    Symbology.DATAMATRIX: "DataMatrix",
    Symbology.QR: "QRCode",
}


def to_label(shipment: StoredShipment, parcel: Parcel, symbology: Symbology) -> Label:
    """Return the label of one parcel."""
    what = shipment.shipment
    marks = [
        what.temperature.value.upper() if what.temperature != "ambient" else "",
        what.dangerous_goods,
        f"{what.min_age}+" if what.min_age else "",
        "PIN" if what.pin_check else "",
        f"COD {what.cod}" if what.cod else "",
        "PICK-UP" if what.kind == "pickup" else "",
    ]
    return Label(
        code=parcel.details.barcode,
        symbology=symbology,
        recipient=what.recipient.name,
        address=what.address,
        phone=what.recipient.phone,
        note=what.note,
        reference=what.reference,
        service_on=shipment.service_on.isoformat(),
        number=f"{parcel.ordinal}/{what.parcels}",
        marks=" · ".join(mark for mark in marks if mark),
    )
