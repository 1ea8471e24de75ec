"""Orders, shipments, parcels."""

from doorstep.orders.csv_file import (
    COLUMNS,
    MIN_CONFIDENCE,
    AddressMatch,
    Area,
    Column,
    FindAddress,
    OrdersFile,
    RejectedRow,
    example_csv,
    read_csv,
)
from doorstep.orders.errors import RejectedOrdersError, UnreadableOrdersError
from doorstep.orders.model import TRANSITIONS, Recipient, Shipment, ShipmentStatus

__all__ = [
    "COLUMNS",
    "MIN_CONFIDENCE",
    "TRANSITIONS",
    "AddressMatch",
    "Area",
    "Column",
    "FindAddress",
    "OrdersFile",
    "Recipient",
    "RejectedOrdersError",
    "RejectedRow",
    "Shipment",
    "ShipmentStatus",
    "UnreadableOrdersError",
    "example_csv",
    "read_csv",
]
