"""Which format an orders file has, by what it begins with."""

from doorstep.orders.csv_file.objects import open_objects
from doorstep.orders.csv_file.reader import Sheet, open_csv
from doorstep.orders.csv_file.workbook import SIGNATURE, open_workbook


def open_any(data: bytes) -> Sheet:
    """Return the rows of a CSV, XLSX or JSON file; names and media types are not believed.

    Raises
    ------
    UnreadableOrdersError
        It is none of them, or has no rows that could be read.
    """
    if data.startswith(SIGNATURE):
        return open_workbook(data)
    if data.lstrip()[:1] in (b"[", b"{"):
        return open_objects(data)
    return open_csv(data)
