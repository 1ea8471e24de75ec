"""Whether the server is up, whether it can work, and its figures."""

import shutil
from collections.abc import Iterator
from http import HTTPStatus
from ipaddress import ip_address

from fastapi import APIRouter, Request, Response
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0
from pydantic import BaseModel

from doorstep import messages
from doorstep.api.observe import Figures
from doorstep.plumbing.problem import DoorstepError, NotFoundError
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.unit import Kit
from doorstep.plumbing.web import Anyone

router = APIRouter(tags=["Health"])

_LEAST_FREE_BYTES = 64 * 1024 * 1024


class NotReadyError(DoorstepError):
    """A part that the server needs does not work now."""

    code = "not_ready"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = "The server cannot take work"
    action = "Try again in a moment; the operator sees in the log what is wrong."

    def headers(self) -> dict[str, str]:
        """Return when to try again."""
        return {"Retry-After": "5"}


class HealthView(BaseModel):
    """The answer of a server that works."""

    status: str


class ReadyView(BaseModel):
    """Which parts work."""

    status: str
    parts: dict[str, bool]


@router.get("/healthz", summary="Whether the server works")
def get_health(kit: Anyone) -> HealthView:
    """Ask the database and say so."""
    kit.database.probe()
    return HealthView(status="ok")


@router.get(
    "/readyz",
    summary="Whether the server can take work",
)
@refuses("not_ready")
def get_readiness(kit: Anyone, request: Request) -> ReadyView:
    """Ask every part; a balancer sends no work while one of them is away."""
    parts = dict(_ask_parts(kit, request))
    away = [name for name, works in parts.items() if not works]
    if away:
        message = f"These parts do not work: {', '.join(away)}."
        raise NotReadyError(message)
    return ReadyView(status="ok", parts=parts)


@router.get(
    "/metrics", summary="Figures for Prometheus, on this machine only", response_class=Response
)
@refuses("not_found")
def get_metrics(kit: Anyone, request: Request) -> Response:
    """Return the figures; whoever asks from another machine is told that there are none."""
    if not _is_here(request):
        message = "There is nothing at this address."
        raise NotFoundError(message)
    figures: Figures = request.app.state.figures
    for part, works in _ask_parts(kit, request):
        figures.ready.labels(part).set(works)
    for status, count in messages.count_all(kit).items():
        figures.webhooks.labels(status).set(count)
    return Response(generate_latest(figures.registry), media_type=CONTENT_TYPE_PLAIN_1_0_0)


def _ask_parts(kit: Kit, request: Request) -> Iterator[tuple[str, bool]]:
    for name, database in (("database", kit.database), ("positions", request.app.state.positions)):
        yield name, database.answers()
    yield "work", kit.work.is_running
    free = shutil.disk_usage(request.app.state.settings.data_dir).free
    yield "disk", free >= _LEAST_FREE_BYTES


def _is_here(request: Request) -> bool:
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False
