"""Orders in an Excel workbook: the first sheet's rows, read one by one.

A workbook is an archive of XML. Its size unpacked, the number of its parts and how much they
shrink are looked at before anything is unpacked; entities are refused by ``defusedxml``, which
openpyxl uses where it is installed; macros are never looked at.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException

from doorstep.orders.csv_file.reader import Sheet
from doorstep.orders.csv_file.text import Row
from doorstep.orders.errors import UnreadableOrdersError

SIGNATURE = b"PK\x03\x04"
"""What a workbook begins with."""
_MAX_PARTS = 1000
_MAX_UNPACKED = 400_000_000
_MAX_RATIO = 100
_EXACT_FLOAT = 2**53


def open_workbook(data: bytes) -> Sheet:
    """Return the rows of a workbook's first sheet.

    Raises
    ------
    UnreadableOrdersError
        It is no workbook, damaged, or an archive made to fill a disk.
    """
    import openpyxl  # noqa: PLC0415 -- eight megabytes that few files need
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    _check_archive(data)
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        names = book.sheetnames
        rows = _read(book.worksheets[0]) if book.worksheets else iter(())
        header = next(rows, None)
    except (*_DAMAGE, InvalidFileException) as error:
        message = "The workbook cannot be read."
        raise UnreadableOrdersError(message, action="Save the sheet as CSV UTF-8.") from error
    notices = (f"Only the sheet {names[0]!r} was read.",) if len(names) > 1 else ()
    return Sheet(header, rows, decimal_comma=True, notices=notices)


_DAMAGE = (
    zipfile.BadZipFile,
    DefusedXmlException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
)


def _check_archive(data: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile:
        message = "The file is a damaged archive."
        raise UnreadableOrdersError(message) from None
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MAX_PARTS or unpacked > _MAX_UNPACKED or unpacked > _MAX_RATIO * len(data):
        message = f"The archive has {len(parts)} parts of {unpacked} bytes, which is no workbook."
        raise UnreadableOrdersError(message, action="Save the sheet as CSV UTF-8.")


def _read(sheet: Any) -> Iterator[Row]:  # noqa: ANN401 -- openpyxl's own sheet without a type
    for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = tuple(_text(value) for value in values)
        if any(cell.strip() for cell in cells):
            yield Row(line, cells)


def _text(value: Any) -> str:  # noqa: ANN401 -- whatever a cell can hold
    """Return a cell as its owner would have typed it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_FLOAT:
        return str(int(value))
    return str(value)
