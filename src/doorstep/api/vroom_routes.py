"""VROOM's own address: its JSON in, its JSON out, so that its users swap the host."""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse

from doorstep import engine, planning, roads
from doorstep.engine.formats import vroom
from doorstep.plumbing import compute
from doorstep.plumbing.fields import Instant
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import Planner
from doorstep.roads.sources import Region

router = APIRouter(tags=["Plans"])

MOST_JOBS = 5000
MOST_SECONDS = 60

_MILLI = 1000
_INTERNAL_ERROR = 1
_places = threading.BoundedSemaphore(2)
"""Searches under way at once: each keeps a core busy, and the day's own plans need theirs."""


async def read_body(request: Request) -> bytes:
    """Return the body as it came."""
    return await request.body()


# Not in the API description: the shape of both bodies is VROOM's, described by VROOM.
@router.post(
    "/vroom",
    summary="Solve a VROOM document",
    responses={
        400: {"description": "VROOM's own code and error"},
        503: {"description": "VROOM's own code and error: other documents are being solved"},
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
    },
)
@refuses("no_region")
def solve_document(
    caller: Planner,
    request: Request,
    body: Annotated[bytes, Depends(read_body)],
    seconds: Annotated[int, Query(ge=1, le=MOST_SECONDS)] = 5,
    at: Annotated[
        Instant | None,
        Query(description="Measure by the closures and the usual speeds of this instant."),
    ] = None,
) -> JSONResponse:
    """Answer with routes, or with VROOM's code and error; stores nothing.

    Travel is measured with the closures of now, or of the instant that is named.
    """
    region: Region = request.app.state.region
    if not _places.acquire(blocking=False):
        return _refuse(503, _INTERNAL_ERROR, "Other documents are being solved: try again.")
    try:
        reading = planning.read_vroom(body, region, _choose_roads(caller, region, at))
        if len(reading.problem.shipments) > MOST_JOBS:
            message = f"At most {MOST_JOBS} jobs are solved at this address."
            return _refuse(400, vroom.INPUT_ERROR, message)
        began_s = time.perf_counter()
        solution: engine.Solution = compute.run(
            engine.solve_apart,
            (reading.problem, float(seconds)),
            on_message=lambda _progress: None,
            should_stop=lambda: not caller.kit.work.is_running,
        )
    except vroom.VroomError as error:
        return _refuse(400, error.code, str(error))
    finally:
        _places.release()
    if violations := engine.check(reading.problem, solution):
        raise planning.BrokenPlanError(violations)
    took_ms = round((time.perf_counter() - began_s) * _MILLI)
    return JSONResponse(vroom.write(reading, solution, computing_ms=took_ms))


def _choose_roads(
    caller: Planner, region: Region, at: datetime | None
) -> Callable[[str], roads.ProfileView] | None:
    """Return the roads of an instant, those of now without one; none when they are as usual."""
    with caller.read() as unit:
        now_at = unit.now()
        known = planning.read_roads(unit, region, at or now_at)
    if at is not None:
        return lambda profile: known.view(profile, at)
    if known.is_usual(now_at):
        return None
    return lambda profile: known.view(profile, now_at, with_peaks=False)


def _refuse(status: int, code: int, error: str) -> JSONResponse:
    answer: dict[str, Any] = {"code": code, "error": error}
    return JSONResponse(answer, status_code=status)
