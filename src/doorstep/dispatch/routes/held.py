"""HTTP: what a phone hands over without a session, and what the office makes of it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from doorstep.dispatch.held import (
    expects_file,
    find_holder,
    hold,
    list_held,
    list_references,
    release_held,
    set_aside,
)
from doorstep.dispatch.held_model import HeldReport
from doorstep.dispatch.routes.cash import MoneyView
from doorstep.dispatch.routes.driving import PICTURES, read_picture
from doorstep.dispatch.uploads import keep_picture, store_picture
from doorstep.dispatch.views import DeviceId, FileView, ProblemView, id_of, read_command
from doorstep.plumbing.guesses import Allowance
from doorstep.plumbing.problem import DoorstepError, NotFoundError
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.web import Anyone, Body, DayReader, Dispatcher, View, guard_guess

router = APIRouter(tags=["Held reports"])

_DEVICES = Allowance("device", burst=20, refill_s=10.0)
"""Only unknown devices count: nobody finds one by trying."""
_MOST_AT_ONCE = 50


class HeldReportsBody(Body):
    """Reports of one phone in the order in which they were made, each with its signature."""

    commands: list[dict[str, Any]] = Field(max_length=_MOST_AT_ONCE)


class HandedOver(View):
    """What became of one report."""

    id: str
    outcome: Literal["held", "already_applied", "refused"]
    problem: ProblemView | None = None


class HandedOverView(View):
    """What became of each report, in the order in which they were sent."""

    results: list[HandedOver]


class HeldReportView(View):
    """A report that waits for the office; ``cash`` is what it says was collected."""

    id: str
    device_id: str
    sequence: int
    driver_id: str
    kind: str
    route_id: str
    stop_id: str | None
    shipment_id: str | None
    reference: str = ""
    cash: MoneyView | None
    happened_at: datetime
    received_at: datetime
    state: Literal["held", "released", "set_aside"]
    note: str


class HeldReportsView(View):
    """The reports that wait."""

    items: list[HeldReportView]


class SetAside(Body):
    """Why a report does not count."""

    note: str = Field(min_length=1, max_length=300, examples=["The parcel is back at the depot"])


@router.post(
    "/driver/devices/{device_id}/held-reports",
    summary="Hand over reports of a phone that is signed out",
)
@refuses("unknown_device", "too_many_guesses")
def hand_over(
    device_id: DeviceId, body: HeldReportsBody, kit: Anyone, request: Request
) -> HandedOverView:
    """Keep each report that the phone has signed, for the office to release; change nothing."""
    with guard_guess(request, _DEVICES):
        holder = find_holder(kit, device_id)
    results = []
    for sent in body.commands:
        try:
            command = read_command(sent)
            with kit.write(holder.tenant_id, f"device:{device_id}") as unit:
                outcome = hold(unit, holder.device, command, sent)
            results.append(HandedOver(id=id_of(sent), outcome=outcome.value))
        except DoorstepError as error:
            problem = ProblemView.model_validate(error.as_problem())
            results.append(HandedOver(id=id_of(sent), outcome="refused", problem=problem))
    return HandedOverView(results=results)


@router.put(
    "/driver/devices/{device_id}/held-files/{sha256}",
    status_code=201,
    summary="Send a photo that a held report names",
    openapi_extra={"requestBody": {"required": True, "content": PICTURES}},
    responses={200: {"description": "It was there already", "model": FileView}},
)
@refuses(
    "unknown_device",
    "not_found",
    "too_many_guesses",
    "file_too_large",
    "not_a_picture",
    "file_damaged",
)
def put_held_file(
    device_id: DeviceId,
    sha256: str,
    kit: Anyone,
    request: Request,
    data: Annotated[bytes, Depends(read_picture)],
    response: Response,
) -> FileView:
    """Store a picture that a waiting report of this phone names; no other is taken."""
    with guard_guess(request, _DEVICES):
        holder = find_holder(kit, device_id)
        with kit.read(holder.tenant_id) as unit:
            if not expects_file(unit, holder.device, sha256):
                message = "No report of this phone that waits names this file."
                raise NotFoundError(message)
    picture = store_picture(kit, sha256, data)
    with kit.write(holder.tenant_id, f"device:{device_id}") as unit:
        new = keep_picture(unit, picture)
    if not new:
        response.status_code = 200
    return FileView(sha256=picture.sha256, size=picture.size)


@router.get("/held-reports", summary="Reports that wait for the office")
def get_held_reports(caller: DayReader) -> HeldReportsView:
    """Return what phones have handed over whose drivers are signed out, undecided."""
    with caller.read() as unit:
        return HeldReportsView(items=_show(unit, list_held(unit)))


@router.post("/held-reports/{held_id}/release", summary="Let a held report count")
@refuses(
    "held_report_not_found",
    "held_report_decided",
    "command_reused",
    "route_not_yours",
    "file_missing",
    "device_reused",
    "stop_not_on_route",
    "route_recalled",
    "invalid_command",
)
def release_held_report(held_id: str, caller: Dispatcher) -> HeldReportView:
    """Apply the report as if its driver had sent it: delivery, proof and cash."""
    with caller.write() as unit:
        return _show(unit, [release_held(unit, held_id, read_command)])[0]


@router.post("/held-reports/{held_id}/set-aside", summary="Decide that a held report is void")
@refuses("held_report_not_found", "held_report_decided")
def set_held_report_aside(held_id: str, body: SetAside, caller: Dispatcher) -> HeldReportView:
    """Let the report not count, and keep why; what it said of people is forgotten."""
    with caller.write() as unit:
        return _show(unit, [set_aside(unit, held_id, body.note)])[0]


def _show(unit: Unit, some: list[HeldReport]) -> list[HeldReportView]:
    references = list_references(unit, some)
    views = []
    for one in some:
        view = HeldReportView.model_validate(one)
        view.reference = references.get(one.stop_id or "", "")
        views.append(view)
    return views
