"""Labels of parcels: numbers nobody else has, symbols scanners read, pages and printers' code."""

from doorstep.orders.labels.label import Label, Symbology, to_label
from doorstep.orders.labels.pdf import MOST_IN_A_PDF, to_pdf
from doorstep.orders.labels.sscc import check_digit, is_sscc, make_sscc
from doorstep.orders.labels.zpl import to_zpl

__all__ = [
    "MOST_IN_A_PDF",
    "Label",
    "Symbology",
    "check_digit",
    "is_sscc",
    "make_sscc",
    "to_label",
    "to_pdf",
    "to_zpl",
]
