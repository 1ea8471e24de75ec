"""From an orders file to shipments, with every fault of every row named at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from doorstep.orders.csv_file.columns import COLUMNS, find_column, heading_key
from doorstep.orders.csv_file.goods import read_cod, read_dangerous_goods
from doorstep.orders.csv_file.places import Area, read_location
from doorstep.orders.csv_file.text import Row, find_delimiter, read_rows, read_text
from doorstep.orders.csv_file.times import Day, read_windows
from doorstep.orders.csv_file.values import RowCells, shorten
from doorstep.orders.errors import UnreadableOrdersError
from doorstep.orders.model import PaysBy, Recipient, Shipment, ShipmentKind, Temperature
from doorstep.plumbing.problem import Finding

_NAMES = [column.name for column in COLUMNS]
_MAX_NOTICED = 20
_MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that cannot be planned, as it stood, with everything that is wrong with it."""

    line: int
    cells: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class OrdersFile:
    """What an orders file holds.

    Parameters
    ----------
    header
        The headings as they stood.
    shipments
        The good rows, in the file's order.
    rejected
        The bad rows, in the file's order.
    notices
        What was read in a way the sender should know, sentences.
    """

    header: tuple[str, ...]
    shipments: tuple[Shipment, ...]
    rejected: tuple[RejectedRow, ...]
    notices: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong with all rows, in the file's order."""
        return tuple(finding for row in self.rejected for finding in row.findings)


@dataclass(frozen=True, slots=True)
class _Header:
    headings: tuple[str, ...]
    names: tuple[str | None, ...]
    decimal_comma: bool


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What one row says: a shipment, or what is wrong with it.

    Parameters
    ----------
    is_located
        Whether anybody can be sure of where the address is.
    """

    row: Row
    shipment: Shipment | None
    findings: tuple[Finding, ...]
    is_located: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, whatever its format, read one by one.

    Parameters
    ----------
    header
        The headings.
    rows
        The rows after it.
    decimal_comma
        Whether ``1,5`` is one and a half.
    notices
        What was read in a way the sender should know, sentences.
    """

    header: Row | None
    rows: Iterator[Row]
    decimal_comma: bool = False
    notices: tuple[str, ...] = ()


def open_csv(data: bytes) -> Sheet:
    """Return the rows of a CSV file.

    Raises
    ------
    UnreadableOrdersError
        It is empty, binary or too large.
    """
    text = read_text(data)
    delimiter, skip_lines = find_delimiter(text.content)
    rows = read_rows(text.content, delimiter, skip_lines)
    notices: tuple[str, ...] = ()
    if text.encoding == "Windows-1252":
        notices = ("The file is not UTF-8; it was read as Windows-1252.",)
    return Sheet(next(rows, None), rows, delimiter != ",", notices)


def read_csv(
    data: bytes, *, timezone: str, service_on: date, area: Area | None = None
) -> OrdersFile:
    """Read an orders file; a bad row never hides another.

    Parameters
    ----------
    data
        The bytes of the file.
    timezone, service_on
        What clock times in the file mean.
    area
        Where deliveries can go; without it every point of the earth, and no addresses.

    Raises
    ------
    UnreadableOrdersError
        The file has no rows that could be read: empty, binary, without a header.
    """
    reader = SheetReader(
        open_csv(data), timezone=timezone, service_on=service_on, area=area or Area()
    )
    shipments: list[Shipment] = []
    rejected: list[RejectedRow] = []
    for read in reader:
        if read.shipment is None:
            rejected.append(RejectedRow(read.row.line, read.row.cells, read.findings))
        else:
            shipments.append(read.shipment)
    if not shipments and not rejected:
        message = "The file has a header but no rows."
        raise UnreadableOrdersError(message, action="Add a row for each shipment.")
    return OrdersFile(reader.headings, tuple(shipments), tuple(rejected), reader.notices)


class SheetReader:
    """Reads a sheet's rows as shipments, one by one; what is wrong is said row by row.

    Parameters
    ----------
    sheet
        The rows.
    timezone, service_on, area
        As for ``read_csv``.
    mapping
        Which column some headings mean, by their ``heading_key``; empty text: none.

    Raises
    ------
    UnreadableOrdersError
        The header names no known column, lacks one or has one twice.
    """

    def __init__(
        self,
        sheet: Sheet,
        *,
        timezone: str,
        service_on: date,
        area: Area,
        mapping: Mapping[str, str] | None = None,
    ) -> None:
        self._rows = sheet.rows
        self._header = _read_header(sheet.header, mapping or {}, decimal_comma=sheet.decimal_comma)
        self._day = Day(service_on, ZoneInfo(timezone))
        self._area = area
        self._lines: dict[str, int] = {}
        self.notices = (*_unknown_columns(self._header), *sheet.notices)

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings as they stood."""
        return self._header.headings

    @property
    def columns(self) -> frozenset[str]:
        """Return the names of the columns the file has."""
        return frozenset(name for name in self._header.names if name)

    def __iter__(self) -> Iterator[ReadRow]:
        """Yield what each row says."""
        for row in self._rows:
            yield self._read(row)

    def _read(self, row: Row) -> ReadRow:
        cells = RowCells(row.line, {}, self._header.decimal_comma)
        shipment = _read_row(row, cells, self._header, self._day, self._area)
        reference = cells.text("reference")
        if reference in self._lines:
            cells.refuse(
                "reference",
                f"The reference is already on line {self._lines[reference]}.",
                "Give each shipment its own reference, or delete one of the rows.",
            )
        elif reference:
            self._lines[reference] = row.line
        good = shipment if not cells.findings else None
        return ReadRow(row, good, tuple(cells.findings), cells.is_located)


def _read_header(row: Row | None, mapping: Mapping[str, str], *, decimal_comma: bool) -> _Header:
    if row is None or row.fault:
        message = f"The header cannot be read. {row.fault if row else ''}".strip()
        raise UnreadableOrdersError(message)
    if len(row.cells) > _MAX_COLUMNS:
        message = f"The header has {len(row.cells)} columns; {_MAX_COLUMNS} is the most."
        raise UnreadableOrdersError(message)
    names = tuple(
        mapping[key] or None if (key := heading_key(cell)) in mapping else find_column(cell)
        for cell in row.cells
    )
    known = [name for name in names if name]
    if not known:
        message = f"Line {row.line} names no known column: {shorten(', '.join(row.cells))!r}."
        raise UnreadableOrdersError(message)
    findings = [
        Finding(
            f"Two columns mean {name}.",
            "Delete or rename one of them.",
            line=row.line,
            column=name,
        )
        for name in sorted({name for name in known if known.count(name) > 1})
    ]
    if "reference" not in known:
        findings.append(_missing(row.line, "reference"))
    if "address" not in known and not {"lat", "lon"} <= set(known):
        findings.append(_missing(row.line, "address"))
    if findings:
        message = "The header cannot be used."
        raise UnreadableOrdersError(message, findings=findings)
    return _Header(row.cells, names, decimal_comma)


def _missing(line: int, column: str) -> Finding:
    return Finding(f"There is no column {column}.", "Add it to the header.", line, column)


def _unknown_columns(header: _Header) -> Iterator[str]:
    unknown = [
        heading
        for heading, name in zip(header.headings, header.names, strict=True)
        if name is None and heading.strip()
    ]
    for heading in unknown[:_MAX_NOTICED]:
        close = get_close_matches(heading_key(heading), _NAMES, n=1)
        hint = f" Did you mean {close[0]}?" if close else ""
        yield f"Column {shorten(heading.strip())!r} is not known and was ignored.{hint}"
    if len(unknown) > _MAX_NOTICED:
        yield f"{len(unknown) - _MAX_NOTICED} more columns are not known and were ignored."


def _read_row(row: Row, cells: RowCells, header: _Header, day: Day, area: Area) -> Shipment | None:
    if row.fault:
        cells.refuse(
            None, row.fault, 'Double each quotation mark inside a quoted cell: "6"" pipe".'
        )
        return None
    width = len(header.headings)
    if any(cell.strip() for cell in row.cells[width:]):
        cells.refuse(
            None,
            f"The row has {len(row.cells)} cells, the header {width}.",
            "Put a cell that contains the delimiter in quotation marks.",
        )
    cells.cells.update(
        (name, cell) for name, cell in zip(header.names, row.cells, strict=False) if name
    )
    return _read_shipment(cells, day, area)


def _read_shipment(cells: RowCells, day: Day, area: Area) -> Shipment | None:
    if not cells.text("reference"):
        cells.refuse("reference", "The reference is empty.", "Give the shipment its own name.")
    texts = {column: cells.plain_text(column) for column in _TEXTS}
    if texts["email"] and "@" not in texts["email"]:
        cells.refuse("email", "This is not an e-mail address.", "Correct it or leave it empty.")
    windows = read_windows(cells, day)
    parcels = cells.whole("parcels", 1, 10_000)
    weight_kg = cells.number("weight_kg", 0, 100_000)
    volume_l = cells.number("volume_l", 0, 1_000_000)
    service_min = cells.number("service_min", 0, 1440)
    priority = cells.whole("priority", 0, 9)
    skills = cells.plain_text("skills").replace(",", ";").split(";")
    kind = ShipmentKind(cells.choice("kind", *ShipmentKind))
    pays_by = PaysBy(cells.choice("pays_by", *PaysBy))
    temperature = Temperature(cells.choice("temperature", *Temperature))
    goods = read_dangerous_goods(cells)
    min_age = cells.whole("min_age", 0, 99)
    pin_check = cells.choice("pin_check", "no", "yes") == "yes"
    cod = read_cod(cells)
    location = read_location(cells, texts["address"], area)
    if location is None or cells.findings:
        return None
    return Shipment(
        reference=texts["reference"],
        recipient=Recipient(
            texts["name"],
            texts["phone"],
            texts["email"],
            texts["gate_code"],
            texts["safe_place"],
            texts["neighbour"],
        ),
        address=texts["address"],
        location=location,
        windows=windows,
        parcels=1 if parcels is None else parcels,
        weight_g=_scaled(weight_kg, 1000, 1000),
        volume_cm3=_scaled(volume_l, 1000, 5000),
        service_s=_scaled(service_min, 60, 180),
        skills=frozenset(skill.strip().casefold() for skill in skills if skill.strip()),
        priority=priority or 0,
        note=texts["note"],
        kind=kind,
        cod=cod,
        pays_by=pays_by,
        temperature=temperature,
        dangerous_goods=goods,
        min_age=min_age or 0,
        pin_check=pin_check,
    )


_TEXTS = (
    "reference",
    "name",
    "address",
    "phone",
    "email",
    "note",
    "gate_code",
    "safe_place",
    "neighbour",
)


def _scaled(value: Decimal | None, factor: int, default: int) -> int:
    if value is None:
        return default
    return int((value * factor).to_integral_value(ROUND_HALF_EVEN))
