"""Orders as a CSV file: what its columns are, and what each row says or does wrong."""

from doorstep.orders.csv_file.columns import COLUMNS, Column
from doorstep.orders.csv_file.example import example_csv
from doorstep.orders.csv_file.places import MIN_CONFIDENCE, AddressMatch, Area, FindAddress
from doorstep.orders.csv_file.reader import OrdersFile, RejectedRow, read_csv

__all__ = [
    "COLUMNS",
    "MIN_CONFIDENCE",
    "AddressMatch",
    "Area",
    "Column",
    "FindAddress",
    "OrdersFile",
    "RejectedRow",
    "example_csv",
    "read_csv",
]
