"""Run the server in this process: what ``demo`` and ``serve`` share."""

import socket
from collections.abc import Callable
from http import HTTPStatus
from types import FrameType

import typer
import uvicorn

from doorstep.api import create_app
from doorstep.bootstrap import Parts
from doorstep.demo.stage import Stage
from doorstep.plumbing.collector import settle
from doorstep.plumbing.problem import DoorstepError
from doorstep.plumbing.settings import Settings

_GRACE_S = 3


class PortInUseError(DoorstepError):
    """Something else listens on the port."""

    code = "port_in_use"
    status = HTTPStatus.CONFLICT
    title = "The port is in use"
    action = "Stop what listens there, or name another port with --port."


class Server(uvicorn.Server):
    """Uvicorn that says when it answers and lets live screens go when it stops."""

    def __init__(self, parts: Parts, stage: Stage | None, started: Callable[[], None]) -> None:
        settings = parts.settings
        super().__init__(
            uvicorn.Config(
                create_app(parts, stage),
                host=settings.host,
                port=settings.port,
                log_level="warning",
                # Its lines would hold tracking links; api.observe tells requests without.
                access_log=False,
                timeout_graceful_shutdown=_GRACE_S,
                server_header=False,
            )
        )
        self._parts = parts
        self._started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then tell."""
        await super().startup(sockets)
        if self.started:
            settle()
            self._started()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End the live streams first: they would hold the server open."""
        self._parts.kit.bus.close()
        super().handle_exit(sig, frame)


def print_running(url: str) -> None:
    """Print where the server answers. Without Rich, whose 7 MB a server would keep."""
    name, address = (typer.style(text, bold=True) for text in ("Doorstep", url))
    typer.echo(f"\n{name} runs at {address}   (Ctrl-C stops it)\n")


def require_free_port(settings: Settings) -> None:
    """Refuse to go on when something else listens where the server would.

    Raises
    ------
    PortInUseError
        The address cannot be bound.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            message = f"Port {settings.port} of {settings.host} cannot be used: {error.strerror}."
            raise PortInUseError(message) from error
