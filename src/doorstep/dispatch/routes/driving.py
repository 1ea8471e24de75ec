"""HTTP: release and recall, drivers' sign-in, their reports and their pictures."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from doorstep import planning
from doorstep.dispatch.devices import list_gaps, register_device
from doorstep.dispatch.driving import apply_reports, make_report
from doorstep.dispatch.errors import FileTooLargeError
from doorstep.dispatch.model import Applied, Report
from doorstep.dispatch.pictures import MAX_BYTES
from doorstep.dispatch.proofs import export_bundle, export_receipt, list_sealed
from doorstep.dispatch.release import recall_plan, release_plan
from doorstep.dispatch.sign_in import issue_driver_code, sign_driver_in
from doorstep.dispatch.uploads import SentPicture, get_picture, keep_pictures, store_picture
from doorstep.dispatch.views import (
    AttemptsView,
    AttemptView,
    CommandBody,
    CommandResult,
    CommandResults,
    CommandsBody,
    DeviceGapsView,
    DeviceId,
    DeviceView,
    DriverCode,
    FileView,
    NewDevice,
    SignInCodeView,
    id_of,
    read_command,
    refusal,
)
from doorstep.plumbing.guesses import SIGN_IN
from doorstep.plumbing.problem import DoorstepError
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.session_view import SessionView, describe_session
from doorstep.plumbing.web import (
    DRIVER_COOKIE,
    Anyone,
    Caller,
    DayReader,
    Dispatcher,
    Driver,
    device_of,
    end_session,
    guard_guess,
    set_session_cookie,
)

router = APIRouter(tags=["Dispatch"])

_AT_ONCE = 16
"""Reports of one phone that are handed in together: a backlog leaves room for other phones."""
_PICTURE = {"schema": {"type": "string", "format": "binary"}}
PICTURES = dict.fromkeys(("image/jpeg", "image/png", "image/webp"), _PICTURE)
# A picture is data: it must never run as a page of ours, whatever is in it.
_PICTURE_HEADERS = {
    "Cache-Control": "private, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@router.post(
    "/plans/{plan_id}/release",
    summary="Release a plan to its drivers",
)
@refuses(
    "plan_not_ready",
    "plan_already_released",
    "shipments_changed",
    "plan_not_found",
    "nothing_to_release",
    "driver_missing",
    "vehicle_busy",
    "plan_status",
)
def release(plan_id: str, caller: Dispatcher) -> planning.PlanView:
    """Freeze the plan's routes and hand them to their drivers."""
    with caller.write() as unit:
        release_plan(unit, plan_id)
        plan = planning.get_plan(unit, plan_id)
    return planning.PlanView.from_stored(plan)


@router.post(
    "/plans/{plan_id}/recall",
    summary="Take a released plan back",
)
@refuses("route_started", "plan_not_released", "plan_not_found", "plan_status")
def recall(plan_id: str, caller: Dispatcher) -> planning.PlanView:
    """Take the routes back, as long as no driver has started."""
    with caller.write() as unit:
        recall_plan(unit, plan_id)
        plan = planning.get_plan(unit, plan_id)
    return planning.PlanView.from_stored(plan)


@router.post(
    "/drivers/{driver_id}/sign-in-codes",
    status_code=201,
    summary="Make a one-time sign-in code for a driver",
)
@refuses("driver_not_found")
def make_sign_in_code(
    driver_id: str,
    caller: Dispatcher,
    request: Request,
    company: Annotated[str, Query(max_length=100)] = "",
) -> SignInCodeView:
    """Return a code that signs the driver in once, within 24 hours.

    With a ``company``, it is for a courier of that other company, and lasts a day.
    """
    with caller.write() as unit:
        code = issue_driver_code(unit, driver_id, str(request.base_url), company.strip())
    return SignInCodeView.model_validate(code)


@router.post(
    "/driver/session",
    summary="Sign a driver in with a one-time code",
)
@refuses("too_many_guesses", "wrong_code", "not_a_driver_code")
def sign_in_driver(
    body: DriverCode, kit: Anyone, request: Request, response: Response
) -> SessionView:
    """Use up the code and set the session cookie."""
    with guard_guess(request, SIGN_IN):
        principal, token = sign_driver_in(kit, body.code, device_of(request))
    set_session_cookie(request, response, token, DRIVER_COOKIE)
    demo = getattr(request.app.state, "demo", None) is not None
    return describe_session(kit, principal, demo=demo)


@router.delete("/driver/session", status_code=204, summary="Sign the driver out")
def sign_out_driver(kit: Anyone, request: Request, response: Response) -> None:
    """End the driver's session on this device, effective on the next request."""
    end_session(request, response, kit, DRIVER_COOKIE)


@router.post("/driver/commands", summary="Report what happened on the road")
async def take_commands(body: CommandsBody, caller: Driver) -> CommandResults:
    """Apply each report once, each wholly or not at all, and answer for each by its id."""
    offset_s = None
    if body.sent_at is not None:
        offset_s = (caller.kit.clock.now() - body.sent_at).total_seconds()
    results: list[CommandResult] = []
    for start in range(0, len(body.commands), _AT_ONCE):
        some = body.commands[start : start + _AT_ONCE]
        # One portion after the other, so that a driver's reports keep their order.
        results += await _take(some, offset_s, caller)
    return CommandResults(results=results)


async def _take(
    some: Sequence[CommandBody | dict[str, Any]], offset_s: float | None, caller: Caller
) -> list[CommandResult]:
    read = await run_in_threadpool(_read_all, some, offset_s, caller)
    reports = [one for one in read if isinstance(one, Report)]
    tenant_id = caller.principal.tenant_id
    applied = iter(await caller.kit.submit_all(tenant_id, apply_reports, reports))
    outcomes = [next(applied) if isinstance(one, Report) else one for one in read]
    return [_answer(id_of(sent), one) for sent, one in zip(some, outcomes, strict=True)]


def _read_all(
    some: Sequence[CommandBody | dict[str, Any]], offset_s: float | None, caller: Caller
) -> list[Report | DoorstepError]:
    """Return the reports, or why one cannot be read."""
    read: list[Report | DoorstepError] = []
    for sent in some:
        try:
            command = read_command(sent)
            driver = caller.principal
            read.append(make_report(driver.actor, driver.id, command, offset_s))
        except DoorstepError as error:
            read.append(error)
    return read


def _answer(command_id: str, outcome: Applied | BaseException) -> CommandResult:
    if isinstance(outcome, DoorstepError):
        return refusal(command_id, outcome)
    if isinstance(outcome, BaseException):
        raise outcome
    return CommandResult(id=command_id, outcome=outcome.value)


@router.put(
    "/driver/devices/{device_id}",
    summary="Register the device's public key",
)
@refuses("device_reused", "bad_device_key")
def put_device(device_id: DeviceId, body: NewDevice, caller: Driver) -> DeviceView:
    """Remember the key that signs the device's reports; doing it twice does no harm."""
    with caller.write() as unit:
        device = register_device(
            unit, caller.principal.id, device_id, body.algorithm, body.public_key
        )
    return DeviceView.model_validate(device)


@router.get("/devices/gaps", summary="Reports that were numbered and never arrived")
def get_gaps(caller: DayReader) -> DeviceGapsView:
    """Return the devices of which some reports are missing, and which."""
    with caller.read() as unit:
        return DeviceGapsView.model_validate({"items": list_gaps(unit)})


@router.get("/stops/{stop_id}/attempts", summary="The attempts at a stop and their proof")
def get_attempts(stop_id: str, caller: DayReader) -> AttemptsView:
    """Return every attempt, disputed ones too, with where its evidence is to be had."""
    with caller.read() as unit:
        return AttemptsView(items=[AttemptView.of(one) for one in list_sealed(unit, stop_id)])


@router.get(
    "/attempts/{attempt_id}/proof.zip",
    summary="The proof bundle of an attempt",
    response_class=Response,
    responses={
        200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}
    },
)
@refuses("no_proof")
def get_bundle(attempt_id: str, caller: DayReader, *, as_sent: bool = False) -> Response:
    """Return a file that ``doorstep proof verify`` checks without this server."""
    with caller.read() as unit:
        data = export_bundle(unit, attempt_id, as_sent=as_sent)
    return _download(data, "application/zip", f'attachment; filename="proof-{attempt_id}.zip"')


@router.get(
    "/attempts/{attempt_id}/receipt.pdf",
    summary="The receipt of an attempt",
    response_class=Response,
    responses={
        200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
    },
)
@refuses("no_proof")
def get_receipt(attempt_id: str, caller: DayReader) -> Response:
    """Return what is known about the attempt as a page to print."""
    with caller.read() as unit:
        data = export_receipt(unit, attempt_id)
    return _download(data, "application/pdf", f'inline; filename="receipt-{attempt_id}.pdf"')


def _download(data: bytes, media_type: str, disposition: str) -> Response:
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return Response(data, media_type=media_type, headers=headers)


async def read_picture(request: Request) -> bytes:
    """Read the body, but never more of it than a picture may have."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MAX_BYTES:
            message = f"A file may have {MAX_BYTES} bytes."
            raise FileTooLargeError(message)
    return bytes(data)


@router.put(
    "/driver/files/{sha256}",
    status_code=201,
    summary="Send a photo or signature",
    openapi_extra={"requestBody": {"required": True, "content": PICTURES}},
    responses={200: {"description": "It was there already", "model": FileView}},
)
@refuses("file_too_large", "not_a_picture", "file_damaged")
async def put_file(
    sha256: str,
    caller: Driver,
    data: Annotated[bytes, Depends(read_picture)],
    response: Response,
) -> FileView:
    """Store a picture under the SHA-256 of its bytes; sending it twice does no harm."""
    picture = await run_in_threadpool(store_picture, caller.kit, sha256, data)
    sent = SentPicture(caller.principal.actor, picture)
    (new,) = await caller.kit.submit_all(caller.principal.tenant_id, keep_pictures, [sent])
    if isinstance(new, BaseException):
        raise new
    if not new:
        response.status_code = 200
    return FileView(sha256=picture.sha256, size=picture.size)


@router.get(
    "/files/{sha256}",
    summary="A photo or signature",
    response_class=Response,
    responses={200: {"content": PICTURES}},
)
@refuses("not_found")
def get_file(sha256: str, caller: DayReader) -> Response:
    """Return the copy of a picture that a driver has sent: without the camera's own notes."""
    with caller.read() as unit:
        picture, data = get_picture(unit, sha256)
    ending = picture.shown_media_type.removeprefix("image/")
    disposition = f'inline; filename="{picture.sha256}.{ending}"'
    headers = {**_PICTURE_HEADERS, "Content-Disposition": disposition}
    return Response(data, media_type=picture.shown_media_type, headers=headers)
