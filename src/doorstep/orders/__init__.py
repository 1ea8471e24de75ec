"""Orders, shipments, parcels.

Owns what is to be brought to whom, and where each shipment is in its life. Does not own when
and by whom it is brought. Emits ``shipments.imported``.
"""

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
from doorstep.orders.errors import (
    InvalidCursorError,
    RejectedOrdersError,
    ShipmentNotFoundError,
    ShipmentStatusError,
    UnreadableOrdersError,
)
from doorstep.orders.invariants import examine
from doorstep.orders.model import TRANSITIONS, Recipient, Shipment, ShipmentStatus, StoredShipment
from doorstep.orders.service import (
    DeliveryRegion,
    ImportReport,
    ShipmentPage,
    change_status,
    find_by_token,
    get_shipment,
    get_shipments,
    import_csv,
    list_plannable,
    list_shipments,
    list_statuses,
)
from doorstep.orders.store import PageKey, ShipmentFilter

__all__ = [
    "COLUMNS",
    "MIN_CONFIDENCE",
    "TRANSITIONS",
    "AddressMatch",
    "Area",
    "Column",
    "DeliveryRegion",
    "FindAddress",
    "ImportReport",
    "InvalidCursorError",
    "OrdersFile",
    "PageKey",
    "Recipient",
    "RejectedOrdersError",
    "RejectedRow",
    "Shipment",
    "ShipmentFilter",
    "ShipmentNotFoundError",
    "ShipmentPage",
    "ShipmentStatus",
    "ShipmentStatusError",
    "StoredShipment",
    "UnreadableOrdersError",
    "change_status",
    "examine",
    "example_csv",
    "find_by_token",
    "get_shipment",
    "get_shipments",
    "import_csv",
    "list_plannable",
    "list_shipments",
    "list_statuses",
    "read_csv",
]
