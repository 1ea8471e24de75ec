"""Put the server together from its parts."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

from fastapi import FastAPI
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from doorstep import messages, orders, payments, privacy, tracking
from doorstep.api import (
    account_routes,
    address_routes,
    company_routes,
    direction_routes,
    health_routes,
    key_routes,
    map_routes,
    oidc_routes,
    passkey_routes,
    retiring_routes,
    road_routes,
    session_routes,
    team_routes,
    vroom_routes,
)
from doorstep.api.access_description import describe_access
from doorstep.api.example_description import describe_examples
from doorstep.api.observe import Figures, ObserveMiddleware
from doorstep.api.positions_door import PositionsDoor
from doorstep.api.problem_answers import ProblemAnswersMiddleware
from doorstep.api.refusal_description import describe_refusals
from doorstep.api.route_table import RouteTable
from doorstep.api.security_headers import SecurityHeadersMiddleware
from doorstep.api.shedding import SheddingMiddleware
from doorstep.api.shrinking import ShrinkMiddleware
from doorstep.api.web_apps import mount_web_apps
from doorstep.bootstrap import Parts
from doorstep.demo.routes import router as demo_router
from doorstep.demo.stage import Stage
from doorstep.dispatch.routes import router as dispatch_router
from doorstep.disruptions.routes import router as disruptions_router
from doorstep.fleet.routes import router as fleet_router
from doorstep.insight.routes import router as insight_router
from doorstep.messages.routes import router as messages_router
from doorstep.orders.routes import router as orders_router
from doorstep.planning.routes import router as planning_router
from doorstep.plumbing.web import install_problem_handlers
from doorstep.privacy.routes import router as privacy_router
from doorstep.tracking.routes import router as tracking_router

API_PREFIX = "/api/v1"
_MAX_BODY_BYTES = 12 * 1024 * 1024
_MIN_GZIP_BYTES = 1024
_RETENTION_EVERY_S = 3600.0
_RECURRING_EVERY_S = 300.0
_LEARNING_EVERY_S = 900.0
_log = logging.getLogger(__name__)


def create_app(parts: Parts, stage: Stage | None = None) -> FastAPI:
    """Return the server of ``parts``.

    Parameters
    ----------
    parts
        What ``bootstrap`` opened.
    stage
        The demo's stage, or none on a real installation; opens the demo routes.
    """
    pump = messages.Pump(parts.kit, messages.Guard.of(parts.settings.webhook_networks))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        # DBOS will not register its queue on a running event loop.
        await asyncio.to_thread(parts.kit.work.start)
        pump.start()
        janitor = asyncio.create_task(_forget_on_time(parts))
        recurring = asyncio.create_task(_make_recurring(parts))
        learning = asyncio.create_task(_learn_at_night(parts))
        clock_keeper = asyncio.create_task(stage.keep_clock()) if stage is not None else None
        try:
            yield
        finally:
            if stage is not None and clock_keeper is not None:
                clock_keeper.cancel()
                stage.stop_drivers()
            janitor.cancel()
            recurring.cancel()
            learning.cancel()
            parts.kit.bus.close()
            await asyncio.to_thread(pump.stop)
            await asyncio.to_thread(parts.kit.work.stop)

    app = _assemble(lifespan, with_demo=stage is not None)
    app.state.kit = parts.kit
    app.state.settings = parts.settings
    app.state.regions = parts.regions
    # Where the company chooses its region, the one chosen by now.
    ground = parts.regions or parts
    app.state.region = ground.region
    app.state.tiles = ground.tiles
    app.state.positions = parts.positions
    app.state.recorder = tracking.Recorder(parts.kit, parts.positions)
    app.state.webhook_guard = pump.guard
    app.state.payments = _open_payments(parts)
    app.state.demo = stage
    mount_web_apps(app)
    app.router.routes.insert(0, RouteTable(app.router.routes))
    figures: Figures = app.state.figures
    door = PositionsDoor(app.answer, app.state, figures)
    app.door = SheddingMiddleware(door, figures)
    return app


class _Server(FastAPI):
    """FastAPI behind a door of ours: what is turned away there costs next to nothing."""

    door: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer at the door what can be answered there."""
        door = self.door if scope["type"] == "http" else None
        await (door or self.answer)(scope, receive, send)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as FastAPI does."""
        await super().__call__(scope, receive, send)


def _open_payments(parts: Parts) -> payments.PaymentPort | None:
    """Return who takes card payments, or none where no key is set."""
    settings = parts.settings
    key = settings.stripe_key.get_secret_value()
    if not key:
        return None
    secret = settings.stripe_webhook_secret.get_secret_value()
    return payments.Stripe(key, secret, settings.stripe_url)


async def _forget_on_time(parts: Parts) -> None:
    """Apply the retention policy at the start and every hour."""
    settings = parts.settings
    policy = privacy.Policy(
        positions=timedelta(days=settings.keep_positions_days),
        proof=timedelta(days=settings.keep_proof_days),
    )
    while True:
        try:
            await asyncio.to_thread(privacy.purge, parts.kit, parts.positions, policy)
        except Exception:  # noqa: BLE001 -- the database may be away; the next hour asks again
            _log.exception("retention_failed")
        await asyncio.sleep(_RETENTION_EVERY_S)


async def _make_recurring(parts: Parts) -> None:
    """Make the recurring orders that are due, at the start and every few minutes."""
    while True:
        try:
            await asyncio.to_thread(orders.make_due, parts.kit)
        except Exception:  # noqa: BLE001 -- what was not made is made the next time
            _log.exception("recurring_orders_failed")
        await asyncio.sleep(_RECURRING_EVERY_S)


async def _learn_at_night(parts: Parts) -> None:
    """Have the roads taught by each company's day once its night has come."""
    asked: dict[str, date] = {}
    while True:
        try:
            if parts.regions is None or parts.regions.is_open:
                await asyncio.to_thread(tracking.enqueue_at_night, parts.kit, asked)
        except Exception:  # noqa: BLE001 -- a route that was missed is learned from the next night
            _log.exception("learning_failed")
        await asyncio.sleep(_LEARNING_EVERY_S)


def openapi_document() -> dict[str, Any]:
    """Return the OpenAPI description of every route, the demo's included."""
    return _assemble(None, with_demo=True).openapi()


def _assemble(lifespan: Lifespan[FastAPI] | None, *, with_demo: bool) -> _Server:
    app = _Server(
        title="Doorstep",
        version="0.1.0",
        description="The open-source operating system for the last mile.",
        lifespan=lifespan,
        openapi_url=f"{API_PREFIX}/openapi.json",
        # The documentation pages of FastAPI load scripts from another host.
        docs_url=None,
        redoc_url=None,
        # Requests are counted in ``api.observe``, which names nobody; this costs each of them.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        # The names of clients' methods: those of our own functions.
        generate_unique_id_function=lambda route: route.name,
    )
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=_MAX_BODY_BYTES)
    app.add_middleware(ProblemAnswersMiddleware)
    app.add_middleware(ShrinkMiddleware, minimum_size=_MIN_GZIP_BYTES)
    app.add_middleware(SecurityHeadersMiddleware)
    figures = Figures()
    app.state.figures = figures
    app.add_middleware(ObserveMiddleware, figures=figures)
    install_problem_handlers(app)
    for router in (
        session_routes.router,
        oidc_routes.router,
        account_routes.router,
        passkey_routes.router,
        company_routes.router,
        team_routes.router,
        key_routes.router,
        map_routes.router,
        address_routes.router,
        road_routes.router,
        direction_routes.router,
        orders_router,
        fleet_router,
        retiring_routes.router,
        disruptions_router,
        planning_router,
        vroom_routes.router,
        dispatch_router,
        tracking_router,
        messages_router,
        insight_router,
        privacy_router,
    ):
        app.include_router(router, prefix=API_PREFIX)
    if with_demo:
        app.include_router(demo_router, prefix=API_PREFIX)
    app.include_router(health_routes.router)
    describe_access(app)
    describe_refusals(app)
    describe_examples(app)
    return app
