"""Orders as files: what their columns are, and what each row says or does wrong."""

from doorstep.orders.csv_file.any_file import open_any
from doorstep.orders.csv_file.columns import COLUMNS, Column, find_column, heading_key
from doorstep.orders.csv_file.example import example_csv
from doorstep.orders.csv_file.places import MIN_CONFIDENCE, AddressMatch, Area, FindAddress
from doorstep.orders.csv_file.reader import (
    OrdersFile,
    ReadRow,
    RejectedRow,
    Sheet,
    SheetReader,
    read_csv,
)

__all__ = [
    "COLUMNS",
    "MIN_CONFIDENCE",
    "AddressMatch",
    "Area",
    "Column",
    "FindAddress",
    "OrdersFile",
    "ReadRow",
    "RejectedRow",
    "Sheet",
    "SheetReader",
    "example_csv",
    "find_column",
    "heading_key",
    "open_any",
    "read_csv",
]
