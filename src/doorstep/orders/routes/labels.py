"""Labels over HTTP."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from doorstep import orders
from doorstep.orders.labelling import LabelRequest, require_pdf
from doorstep.orders.labels import Symbology, to_pdf, to_zpl
from doorstep.plumbing.fields import CalendarDate
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import (
    Body,
    FleetWriter,
    LabelPrinter,
    OrdersReader,
    StrictRoute,
    View,
)

router = APIRouter(tags=["Labels"], route_class=StrictRoute)


class LabelFormat(StrEnum):
    """A file to look at, or code for a label printer."""

    PDF = "pdf"
    ZPL = "zpl"


class LabelsBody(Body):
    """Whose labels are wanted, and how: of some shipments, or of a whole service date."""

    format: Annotated[LabelFormat, Field(strict=False)] = LabelFormat.PDF
    symbology: Annotated[Symbology, Field(strict=False)] = Symbology.CODE128
    shipment_ids: Annotated[
        list[Annotated[str, Field(max_length=36)]], Field(max_length=20_000)
    ] = Field(default_factory=list)
    service_on: CalendarDate | None = None


class LabelSettings(View):
    """The company's own part of the numbers GS1 gives out; empty: none."""

    company_prefix: str


class LabelSettingsBody(Body):
    """The company's GS1 prefix, 7 to 10 digits; empty: numbers of our own."""

    company_prefix: Annotated[str, Field(pattern=r"^([0-9]{7,10})?$")]


@router.post(
    "/labels",
    summary="Print labels",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}, "application/zpl": {}}}},
)
@refuses("shipment_not_found", "labels_impossible")
def print_labels(caller: LabelPrinter, body: LabelsBody) -> Response:
    """Return the labels of parcels; those without a number are given one, for good."""
    wanted = LabelRequest(body.symbology, tuple(body.shipment_ids), body.service_on)
    with caller.write() as unit:
        labels = orders.make_labels(unit, wanted)
        if body.format is LabelFormat.PDF:
            require_pdf(labels)
    if body.format is LabelFormat.ZPL:
        return StreamingResponse(
            to_zpl(labels),
            media_type="application/zpl",
            headers={"Content-Disposition": 'attachment; filename="labels.zpl"'},
        )
    return Response(
        to_pdf(labels),
        media_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="labels.pdf"'},
    )


@router.get("/label-settings", summary="Get how parcels are numbered")
def get_label_settings(caller: OrdersReader) -> LabelSettings:
    """Return the company's GS1 prefix."""
    with caller.read() as unit:
        return LabelSettings(company_prefix=orders.get_company_prefix(unit))


@router.put("/label-settings", summary="Set how parcels are numbered")
def set_label_settings(caller: FleetWriter, body: LabelSettingsBody) -> LabelSettings:
    """Let new numbers of parcels carry this GS1 prefix."""
    with caller.write() as unit:
        orders.set_company_prefix(unit, body.company_prefix)
    return LabelSettings(company_prefix=body.company_prefix)
