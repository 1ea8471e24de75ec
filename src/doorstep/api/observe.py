"""What an operator sees of a running server: counts for Prometheus, and one log line a request.

Neither names anybody. A request is told by the pattern of its address, never by the address: a
tracking link in a log would open a recipient's page for whoever reads it.
"""

import json
import logging
import time
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("doorstep.requests")
_UNKNOWN = "(none)"
_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Figures:
    """The counts of one server process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "doorstep_http_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "doorstep_http_request_seconds",
            "Seconds from a request's first byte to the start of its answer.",
            ("route",),
            buckets=_BUCKETS_S,
            registry=self.registry,
        )
        self.shed = Counter(
            "doorstep_http_shed",
            "Requests turned away unread, because too many were under way.",
            registry=self.registry,
        )
        self.webhooks = Gauge(
            "doorstep_webhook_deliveries",
            "Messages to webhooks by what has become of them.",
            ("status",),
            registry=self.registry,
        )
        self.ready = Gauge(
            "doorstep_ready", "Whether a part works.", ("part",), registry=self.registry
        )
        # Looked up once for each kind of request, not once for each request.
        self._count = cache(self.requests.labels)
        self._time = cache(self.seconds.labels)

    def tell(self, method: str, route: str, status: int, took_s: float) -> None:
        """Count and log a request whose answer begins.

        Parameters
        ----------
        route
            The pattern of its address.
        took_s
            Seconds from its first byte.
        """
        self._count(method, route, str(status)).inc()
        self._time(route).observe(took_s)
        if not _log.isEnabledFor(logging.INFO):
            return
        line = {"method": method, "route": route, "status": status, "ms": round(took_s * 1000, 1)}
        _log.info(json.dumps({"event": "request", **line}))


class ObserveMiddleware:
    """Counts and logs each request once its answer has begun."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self._app = app
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note what came of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began_s = time.perf_counter()
        told = False

        async def send_and_tell(message: Message) -> None:
            nonlocal told
            if message["type"] == "http.response.start" and not told:
                told = True
                took_s = time.perf_counter() - began_s
                self._figures.tell(scope["method"], pattern_of(scope), message["status"], took_s)
            await send(message)

        await self._app(scope, receive, send_and_tell)


def pattern_of(scope: Scope) -> str:
    """Return the pattern of the route that answered, or a word for those that have none."""
    route = scope.get("route")
    path = getattr(route, "path_format", None) or getattr(route, "path", None)
    return path if isinstance(path, str) and path else _UNKNOWN
