"""A released day on a running demo, and clients that keep its server busy."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from itertools import count, cycle
from typing import Any

import httpx2

from doorstep.kernel import FixedClock, Rng, new_id
from worlds.day_on_server import photo
from worlds.demo_process import DemoProcess
from worlds.load import API, Act, Import, Report, SendFixes, SendPhoto, Worker

_SHIPMENTS = 60
_SOLVER_S = 2
_MOST_ROUTES = 2
_ROWS = 3
_FIXES = 5
_MILLISECOND = timedelta(milliseconds=1)


def open_busy_day(demo: DemoProcess, rng: Rng, clients: ExitStack) -> list[Worker]:
    """Plan, release and start a day; return a worker that imports, and two for each route.

    ``clients`` closes their connections.
    """
    office = _client(demo, clients)
    _ask(office, "POST", "/session", json={"email": demo.email, "password": demo.password})
    now_at = datetime.fromisoformat(_ask(office, "GET", "/clock")["now_at"])
    service_on = now_at.date()
    _release(office, service_on)
    routes = _ask(office, "GET", "/routes", params={"service_on": service_on.isoformat()})
    vehicles = {one["id"]: one for one in _ask(office, "GET", "/vehicles")["items"]}
    workers = [Worker(office, _imports(service_on + timedelta(days=1)))]
    for route in routes["items"][:_MOST_ROUTES]:
        driver_id = vehicles[route["vehicle_id"]]["driver"]["id"]
        driver = _client(demo, clients)
        code = _ask(office, "POST", f"/drivers/{driver_id}/sign-in-codes")["code"]
        _ask(driver, "POST", "/driver/session", json={"code": code})
        Report(_command(rng, "start_route", route, now_at)).send(driver)
        started_at = datetime.fromisoformat(_ask(office, "GET", "/clock")["now_at"])
        workers.append(Worker(driver, _reports(route, started_at, rng)))
        phone = _client(demo, clients)
        phone.cookies = driver.cookies
        workers.append(Worker(phone, _fixes(driver_id, started_at)))
    return workers


def _release(office: httpx2.Client, service_on: date) -> None:
    day = service_on.isoformat()
    _ask(office, "POST", "/demo/shipments", json={"service_on": day, "count": _SHIPMENTS})
    plan = _ask(office, "POST", "/plans", json={"service_on": day, "seconds": _SOLVER_S})
    while plan["status"] in ("queued", "matrix", "solving"):
        time.sleep(0.1)
        plan = _ask(office, "GET", f"/plans/{plan['id']}")
    _ask(office, "POST", f"/plans/{plan['id']}/release")


def _imports(service_on: date) -> Iterator[Act]:
    for number in count():
        yield Import(service_on, tuple(f"L-{number}-{row}" for row in range(_ROWS)))


def _reports(route: dict[str, Any], since_at: datetime, rng: Rng) -> Iterator[Act]:
    """Arrive and deliver with a photo, stop by stop; from the second round on as disputes."""
    _, picture = photo()
    for number, stop in enumerate(cycle(route["stops"]), 1):
        happened_at = since_at + number * _MILLISECOND
        yield Report(_command(rng, "arrive", route, happened_at, stop_id=stop["id"]))
        # What follows a picture's end does not disturb it, and makes it another file.
        data = picture + rng.random_bytes(16)
        name = hashlib.sha256(data).hexdigest()
        yield SendPhoto(name, data)
        yield Report(
            _command(rng, "deliver", route, happened_at, stop_id=stop["id"], photos=[name])
        )


def _fixes(driver_id: str, since_at: datetime) -> Iterator[Act]:
    # Positions are kept to the millisecond.
    base_at = since_at.replace(microsecond=since_at.microsecond // 1000 * 1000) + _MILLISECOND
    for number in count():
        at = tuple(base_at + (number * _FIXES + fix) * _MILLISECOND for fix in range(_FIXES))
        yield SendFixes(driver_id, at)


def _command(
    rng: Rng, kind: str, route: dict[str, Any], happened_at: datetime, **more: Any
) -> dict[str, Any]:
    return {
        "id": new_id(FixedClock(happened_at), rng),
        "kind": kind,
        "route_id": route["id"],
        "happened_at": happened_at.isoformat(),
        **more,
    }


def _client(demo: DemoProcess, clients: ExitStack) -> httpx2.Client:
    return clients.enter_context(httpx2.Client(base_url=demo.url, timeout=30))


def _ask(client: httpx2.Client, method: str, path: str, **more: Any) -> Any:
    answer = client.request(method, API + path, **more).raise_for_status()
    return answer.json()
