"""Orders files taken in over HTTP: look first, say what the columns mean, import, get a report."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi import Body as RequestBody
from fastapi.responses import StreamingResponse
from pydantic import Field

from doorstep import orders
from doorstep.orders.csv_file import COLUMNS
from doorstep.plumbing.fields import CalendarDate
from doorstep.plumbing.formulas import defuse_unless_number
from doorstep.plumbing.problem import Finding, InvalidInputError
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import Body, OrdersReader, OrdersWriter, StrictRoute, View

router = APIRouter(tags=["Imports"], route_class=StrictRoute)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_REPORTED = 1000
FileBytes = Annotated[
    bytes,
    RequestBody(media_type="text/csv", description=f"CSV, JSON or {_XLSX}; told by its content."),
]
Merchant = Annotated[str, Query(max_length=200)]


class FindingView(View):
    """One thing wrong with a row; its line counts from 1, the header's line included."""

    line: int | None
    column: str | None
    value: str | None
    reason: str
    fix: str


class ImportView(View):
    """What an import did; ``rejected`` has the first 1000 faults, the report has more."""

    id: str
    added: int
    updated: int
    unchanged: int
    unlocated: int
    rejected: list[FindingView]
    notices: list[str]


class HeadingView(View):
    """One column of a file, with what it is taken for and why."""

    heading: str
    column: str
    because: str
    samples: list[str]


class ColumnView(View):
    """One column Doorstep reads."""

    name: str
    meaning: str
    form: str
    default: str


class PreviewRowView(View):
    """One row as it would be read."""

    line: int
    reference: str
    name: str
    address: str
    is_located: bool
    is_good: bool


class ImportPreviewView(View):
    """A file before it is taken in."""

    headings: list[HeadingView]
    columns: list[ColumnView]
    rows: list[PreviewRowView]
    findings: list[FindingView]
    notices: list[str]


class MappingBody(Body):
    """Which column each heading means; empty text: none."""

    columns: Annotated[
        dict[Annotated[str, Field(max_length=200)], Annotated[str, Field(max_length=50)]],
        Field(max_length=200),
    ]


class PastImportView(View):
    """A file that was taken in."""

    id: str
    file_name: str
    merchant: str
    service_on: date
    created_at: datetime
    created_by: str
    added: int
    updated: int
    unchanged: int
    rejected: int


class PastImportsView(View):
    """The newest imports."""

    items: list[PastImportView]


@router.post(
    "/shipments/import",
    summary="Import an orders file",
)
@refuses("orders_unreadable", "orders_rejected", "no_region")
def import_shipments(
    caller: OrdersWriter,
    request: Request,
    service_on: CalendarDate,
    data: FileBytes = b"",
    *,
    file_name: Annotated[str, Query(max_length=200)] = "",
    merchant: Merchant = "",
    update: bool = True,
    strict: bool = False,
) -> ImportView:
    """Add the file's good rows and list the bad ones; the same file again adds nothing."""
    wanted = orders.ImportRequest(service_on, file_name, merchant, update=update, strict=strict)
    report = orders.import_file(
        caller.kit,
        caller.principal.tenant_id,
        caller.principal.actor,
        data,
        wanted,
        request.app.state.region,
    )
    view = ImportView.model_validate(report)
    view.rejected = view.rejected[:_MOST_REPORTED]
    return view


@router.post(
    "/shipments/import/preview",
    summary="Look at an orders file before it is imported",
)
@refuses("orders_unreadable", "no_region")
def preview_import(
    caller: OrdersWriter,
    request: Request,
    service_on: CalendarDate,
    data: FileBytes = b"",
    *,
    merchant: Merchant = "",
    mapping: Annotated[str, Query(max_length=20_000, description="JSON: heading to column")] = "",
) -> ImportPreviewView:
    """Return what its columns probably mean and how its first rows would be read."""
    with caller.read() as unit:
        found = orders.preview_file(
            unit,
            data,
            service_on=service_on,
            merchant=merchant,
            region=request.app.state.region,
            mapping=_read_mapping(mapping),
        )
    return ImportPreviewView(
        headings=[HeadingView.model_validate(one) for one in found.headings],
        columns=[ColumnView.model_validate(one) for one in COLUMNS],
        rows=[
            PreviewRowView(
                line=one.row.line,
                reference=one.shipment.reference if one.shipment else "",
                name=one.shipment.recipient.name if one.shipment else "",
                address=one.shipment.address if one.shipment else "",
                is_located=one.is_located,
                is_good=one.shipment is not None,
            )
            for one in found.rows
        ],
        findings=[FindingView.model_validate(one) for one in found.findings],
        notices=list(found.notices),
    )


@router.put("/import-mapping", summary="Remember what a merchant's columns mean", status_code=204)
def remember_mapping(caller: OrdersWriter, body: MappingBody, merchant: Merchant = "") -> None:
    """Understand the headings of this merchant's files so from now on."""
    with caller.write() as unit:
        orders.remember_mapping(unit, merchant, body.columns)


@router.get(
    "/shipments/import/example.csv",
    summary="An orders file to start from",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}},
)
def get_example_file(_caller: OrdersReader) -> Response:
    """Return an orders file with every column."""
    return Response(
        orders.example_csv(),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="orders-example.csv"'},
    )


@router.get("/imports", summary="List the newest imports")
def list_imports(caller: OrdersReader) -> PastImportsView:
    """Return what was taken in last, by whom."""
    with caller.read() as unit:
        found = orders.list_imports(unit)
    return PastImportsView(
        items=[
            PastImportView(
                id=one.id,
                file_name=one.file_name,
                merchant=one.merchant,
                service_on=one.service_on,
                created_at=one.created_at,
                created_by=one.created_by,
                added=one.added,
                updated=one.updated,
                unchanged=one.unchanged,
                rejected=len(one.rejected),
            )
            for one in found
        ]
    )


@router.get(
    "/imports/{import_id}/report.csv",
    summary="What was wrong with the rows of an import",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}},
)
@refuses("import_not_found")
def get_import_report(import_id: str, caller: OrdersReader) -> StreamingResponse:
    """Return every fault with its line, column, value, reason and what to do."""
    with caller.read() as unit:
        found = orders.get_import(unit, import_id)
    return StreamingResponse(
        _write_report(found.rejected),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="import-report.csv"'},
    )


def _write_report(findings: tuple[Finding, ...]) -> Iterator[str]:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("line", "column", "value", "reason", "fix"))
    yield "\ufeff" + out.getvalue()
    for one in findings:
        out.seek(0)
        out.truncate()
        cells = (str(one.line or ""), one.column or "", one.value or "", one.reason, one.fix)
        writer.writerow([defuse_unless_number(cell) for cell in cells])
        yield out.getvalue()


def _read_mapping(text: str) -> dict[str, str] | None:
    if not text:
        return None
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        message = "The mapping is not a JSON object of headings and columns."
        raise InvalidInputError(message)
    return found
