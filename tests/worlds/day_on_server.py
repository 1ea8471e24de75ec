"""The small day of ``worlds.day`` behind the HTTP API, with clients for everybody."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from fastapi import FastAPI
from PIL import Image
from starlette.testclient import TestClient

from doorstep.api import session_routes
from doorstep.dispatch.routes import router as dispatch_router
from doorstep.insight.routes import router as insight_router
from doorstep.kernel import Bounds, FixedClock, SeededRng, new_id
from doorstep.planning.routes import router as planning_router
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal, Role
from doorstep.plumbing.db import Database
from doorstep.plumbing.web import install_problem_handlers
from doorstep.tracking import Recorder, prepare_positions
from doorstep.tracking.routes import router as tracking_router
from worlds.day import Day, at, open_day

API = "/api/v1"
_RNG = SeededRng(13)


@dataclass(frozen=True, slots=True)
class Served:
    """The day, its server and who is signed in; ``ada`` and ``bo`` drive."""

    day: Day
    app: FastAPI
    office: TestClient
    ada: TestClient
    bo: TestClient

    def release(self) -> None:
        """Release the plan as the office does."""
        answer = self.office.post(f"{API}/plans/{self.day.plan_id}/release")
        assert answer.status_code == 200, answer.text

    def route_of(self, driver: TestClient) -> dict[str, Any]:
        """Return the route that the driver's app shows."""
        route: dict[str, Any] = driver.get(f"{API}/driver/route").json()["route"]
        return route

    def report(self, driver: TestClient, *commands: dict[str, Any]) -> list[dict[str, Any]]:
        """Send reports and return what became of each."""
        answer = driver.post(f"{API}/driver/commands", json={"commands": list(commands)})
        assert answer.status_code == 200, answer.text
        results: list[dict[str, Any]] = answer.json()["results"]
        return results

    def hear(self, client: TestClient, path: str, last: str = "0") -> str:
        """Return all that a live stream has to say about what has happened since ``last``."""
        done = threading.Event()

        def end_streams() -> None:
            while not done.wait(0.05):
                self.day.kit.bus.close()

        ending = threading.Thread(target=end_streams)
        ending.start()
        try:
            return client.get(API + path, headers={"Last-Event-ID": last}).text
        finally:
            done.set()
            ending.join()


@contextmanager
def serve_day(folder: Path) -> Iterator[Served]:
    """Serve the day."""
    with open_day(folder) as day:
        positions = Database(f"sqlite:///{folder / 'positions.db'}")
        prepare_positions(positions)
        app = FastAPI()
        app.state.kit = day.kit
        app.state.positions = positions
        app.state.recorder = Recorder(day.kit, positions)
        network = SimpleNamespace(bounds=Bounds(60.0, 24.9, 60.1, 25.1))
        app.state.region = SimpleNamespace(key="key", name="Testby", network=network)
        install_problem_handlers(app)
        for router in (
            session_routes.router,
            planning_router,
            dispatch_router,
            tracking_router,
            insight_router,
        ):
            app.include_router(router, prefix=API)
        office = _sign_in_office(day, app)
        ada, bo = (_sign_in_driver(day, app, office, name) for name in ("Ada", "Bo"))
        try:
            yield Served(day, app, office, ada, bo)
        finally:
            positions.close()


def report(kind: str, route: dict[str, Any], clock: str, **more: Any) -> dict[str, Any]:
    """Return a report as the driver's app sends it; ``stop`` names a reference."""
    happened_at = at(clock)
    sent = {
        "id": new_id(FixedClock(happened_at), _RNG),
        "kind": kind,
        "route_id": route["id"],
        "happened_at": happened_at.isoformat(),
    }
    if "stop" in more:
        reference = more.pop("stop")
        stop = next(one for one in route["stops"] if one["reference"] == reference)
        sent["stop_id"] = stop["id"]
    return sent | more


def photo(color: str = "teal") -> tuple[str, bytes]:
    """Return the name and the bytes of a small photo."""
    file = BytesIO()
    Image.new("RGB", (40, 30), color).save(file, "JPEG")
    return hashlib.sha256(file.getvalue()).hexdigest(), file.getvalue()


def _sign_in_office(day: Day, app: FastAPI) -> TestClient:
    with day.write() as unit:
        someone = Principal("account", unit.new_id(), "Olga", Role.DISPATCHER, day.tenant_id)
        code = auth.issue_code(unit, someone)
    client = TestClient(app)
    assert client.post(f"{API}/session/link", json={"code": code}).status_code == 200
    return client


def _sign_in_driver(day: Day, app: FastAPI, office: TestClient, name: str) -> TestClient:
    path = f"{API}/drivers/{day.drivers[name]}/sign-in-codes"
    code = office.post(path).json()["code"]
    client = TestClient(app)
    assert client.post(f"{API}/driver/session", json={"code": code}).status_code == 200
    return client
