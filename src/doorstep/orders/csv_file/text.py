"""From the bytes of a file to its rows, with the line each row begins on."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from doorstep.orders.csv_file.columns import find_column
from doorstep.orders.errors import UnreadableOrdersError

MAX_BYTES = 50_000_000
"""Larger files are refused: half a million shipments fit."""

_DELIMITERS = (",", ";", "\t", "|")
_WORKBOOKS = {
    b"PK\x03\x04": "an Excel or LibreOffice workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip archive",
}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
# More control characters than this share of a text mean that it is none.
_MAX_CONTROL_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded file."""

    content: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, the line it begins on, and what is wrong with its quotation marks."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""


def read_text(data: bytes) -> Text:
    """Decode the bytes of a file: UTF-8, UTF-16 or, when it is neither, Windows-1252.

    Raises
    ------
    UnreadableOrdersError
        The file is empty, too large or no text.
    """
    _refuse_other_formats(data)
    text = _decode(data)
    if not text.content.strip():
        message = "The file is empty."
        raise UnreadableOrdersError(message)
    controls = sum(1 for char in text.content[:100_000] if char < " " and char not in "\r\n\t")
    if controls > _MAX_CONTROL_SHARE * min(len(text.content), 100_000):
        message = "The file is not text."
        raise UnreadableOrdersError(message, action="Save the sheet as CSV UTF-8 and try again.")
    return text


def _refuse_other_formats(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        message = f"The file has {len(data)} bytes; {MAX_BYTES} is the most."
        raise UnreadableOrdersError(message, action="Split it into several files.")
    for signature, what in _WORKBOOKS.items():
        if data.startswith(signature):
            message = f"The file is {what}, not CSV."
            raise UnreadableOrdersError(
                message, action='Save the sheet as "CSV UTF-8" and try again.'
            )


def _decode(data: bytes) -> Text:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Text(data.decode("utf-16", errors="replace"), "UTF-16")
    guess = _utf_16_without_mark(data)
    if guess is not None:
        return Text(data.decode(guess, errors="replace"), "UTF-16")
    try:
        return Text(data.decode("utf-8-sig"), "UTF-8")
    except UnicodeDecodeError:
        return Text(data.decode("cp1252", errors="replace"), "Windows-1252")


def _utf_16_without_mark(data: bytes) -> str | None:
    """Guess UTF-16 from zeros in every second byte, as Latin text has them."""
    sample = data[:2000]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.7 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.7 * half:
        return "utf-16-be"
    return None


def find_delimiter(content: str) -> tuple[str, int]:
    """Return the delimiter and how many leading lines only declare it.

    The delimiter is the one that makes most known columns of the header; Excel's line
    ``sep=;`` is obeyed.
    """
    stripped = content.lstrip("\r\n")
    first = stripped.splitlines()[0]
    if first[:4].casefold() == "sep=" and first[4:] in _DELIMITERS:
        return first[4], content[: content.index(first)].count("\n") + 1

    def known(delimiter: str) -> tuple[int, int]:
        cells = _first_cells(stripped, delimiter)
        return sum(1 for cell in cells if find_column(cell)), len(cells)

    return max(_DELIMITERS, key=known), 0


def _first_cells(content: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter), [])
    except csv.Error:  # an unclosed quotation mark: the row reader names it
        return []


def read_rows(content: str, delimiter: str, skip_lines: int = 0) -> Iterator[Row]:
    """Yield the rows that are not blank, each with the line it begins on, counted from 1."""
    # Lines are cut one by one: a StringIO would hold the file again, four bytes a character.
    lines = (match[0] for match in _LINE.finditer(content) if match[0])
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(line, (), _fault(str(error)))
            continue
        if line > skip_lines and any(cell.strip() for cell in cells):
            yield Row(line, tuple(cells))


def _fault(error: str) -> str:
    if "unexpected end of data" in error:
        return "A quotation mark opened in this row is never closed."
    if "field larger" in error:
        return "A cell is longer than 131072 characters; is a quotation mark not closed?"
    return "Text follows a closing quotation mark."
