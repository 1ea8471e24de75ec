"""What an unknown file's columns probably mean: guess, show, and remember what a person says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from itertools import islice

from doorstep.orders import store
from doorstep.orders.csv_file import (
    COLUMNS,
    Area,
    ReadRow,
    SheetReader,
    find_column,
    heading_key,
    open_any,
)
from doorstep.orders.errors import UnreadableOrdersError
from doorstep.orders.locating import DeliveryRegion
from doorstep.plumbing import auth
from doorstep.plumbing.problem import Finding, InvalidInputError
from doorstep.plumbing.unit import Unit

_SAMPLES = 3
_ROWS = 20
_NAMES = frozenset(column.name for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class HeadingGuess:
    """One column of a file, with what it probably means.

    Parameters
    ----------
    column
        The column it is taken for, or empty for none.
    because
        "remembered" from a file before, "known" by its heading, "similar", or empty.
    """

    heading: str
    column: str
    because: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A file before it is taken in: its columns and its first rows as they would be read."""

    headings: tuple[HeadingGuess, ...]
    rows: tuple[ReadRow, ...]
    findings: tuple[Finding, ...]
    notices: tuple[str, ...]


def preview_file(
    unit: Unit,
    data: bytes,
    *,
    service_on: date,
    merchant: str,
    region: DeliveryRegion,
    mapping: dict[str, str] | None = None,
) -> Preview:
    """Return what a file's columns probably mean and how its first rows would be read.

    Parameters
    ----------
    mapping
        What a person says the headings mean; what is remembered where none is given.

    Raises
    ------
    UnreadableOrdersError
        It has no header.
    """
    sheet = open_any(data)
    if sheet.header is None:
        message = "The file is empty."
        raise UnreadableOrdersError(message)
    remembered = (
        _checked(mapping) if mapping is not None else store.find_mapping(unit.session, merchant)
    )
    rows = list(islice(sheet.rows, _ROWS))
    headings = tuple(_guess(sheet.header.cells, [row.cells for row in rows], remembered))
    chosen = {heading_key(one.heading): one.column for one in headings}
    tenant = auth.find_tenant(unit.session, unit.tenant_id)
    try:
        reader = SheetReader(
            replace(sheet, rows=iter(rows)),
            timezone=tenant.timezone if tenant else "UTC",
            service_on=service_on,
            area=Area(region.network.bounds, region.addresses.find, keeps_uncertain=True),
            mapping=chosen,
        )
    except UnreadableOrdersError as error:
        said = error.findings or (Finding(error.sentence, error.what_to_do),)
        return Preview(headings, (), said, sheet.notices)
    read = tuple(reader)
    findings = tuple(finding for one in read for finding in one.findings)
    return Preview(headings, read, findings, reader.notices)


def remember_mapping(unit: Unit, merchant: str, mapping: dict[str, str]) -> None:
    """Remember what a merchant's headings mean, for every file of theirs that follows.

    Raises
    ------
    InvalidInputError
        A column is not one of ours, or two headings mean the same.
    """
    checked = _checked(mapping)
    store.save_mapping(unit.session, unit.tenant_id, merchant, checked, unit.now())
    unit.emit("import_mapping.changed", merchant or "-", {"columns": checked})


def _checked(mapping: dict[str, str]) -> dict[str, str]:
    checked = {heading_key(heading): column for heading, column in mapping.items()}
    unknown = sorted({column for column in checked.values() if column} - _NAMES)
    if unknown:
        message = f"{unknown[0]!r} is not a column of an orders file."
        raise InvalidInputError(message)
    meant = [column for column in checked.values() if column]
    twice = sorted({column for column in meant if meant.count(column) > 1})
    if twice:
        message = f"Two headings would mean {twice[0]}."
        raise InvalidInputError(message)
    return checked


def _guess(
    headings: Sequence[str], rows: Sequence[Sequence[str]], remembered: dict[str, str]
) -> list[HeadingGuess]:
    found = []
    taken: set[str] = set()
    for place, heading in enumerate(headings):
        cells = [row[place].strip() for row in rows if place < len(row)]
        samples = tuple(cell[:80] for cell in cells if cell)[:_SAMPLES]
        column, because = _meaning(heading, remembered)
        if column in taken:
            column, because = "", ""
        taken.add(column)
        found.append(HeadingGuess(heading, column, because, samples))
    return found


def _meaning(heading: str, remembered: dict[str, str]) -> tuple[str, str]:
    key = heading_key(heading)
    if key in remembered:
        return remembered[key], "remembered"
    known = find_column(heading)
    if known is not None:
        return known, "known"
    words = {one: column.name for column in COLUMNS for one in (column.name, *column.aliases)}
    close = get_close_matches(key, words, n=1, cutoff=0.75)
    return (words[close[0]], "similar") if close else ("", "")
