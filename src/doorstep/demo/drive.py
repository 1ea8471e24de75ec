"""The simulated drivers' process: ``python -m doorstep.demo.drive URL FOLDER [--whole-day]``.

It knows nothing of the server's inside: it signs in and works through the public API, first as
the dispatcher, then as each driver.
"""

import argparse
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2

from doorstep.demo.logins import read_login
from doorstep.demo.simulated_driver import API, SimulatedDriver

_TICK_S = 0.4
_TIMEOUT_S = 60.0
_PLAN_SECONDS = 10
_EARLY = timedelta(minutes=3)
_SHIPMENTS = 300


def main() -> None:
    """Drive the day that stands released, or with ``--whole-day`` bring it about first."""
    parser = argparse.ArgumentParser(description="Drive the demo's routes.")
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--whole-day", action="store_true")
    arguments = parser.parse_args()
    with httpx2.Client(base_url=arguments.url, timeout=_TIMEOUT_S) as office:
        try:
            _work(office, arguments.folder, whole_day=arguments.whole_day)
        except httpx2.TransportError:
            # The server has stopped, and with it the day.
            return


def _work(office: httpx2.Client, folder: Path, *, whole_day: bool) -> None:
    login = read_login(folder)
    if login is None:
        message = f"there is no demo in {folder}"
        raise SystemExit(message)
    body = {"email": login.email, "password": login.password}
    tenant = _ask(office, "POST", "/session", json=body)["tenant"]
    service_on = _now(office).astimezone(ZoneInfo(tenant["timezone"])).date().isoformat()
    if whole_day and not _open_routes(office, service_on):
        _plan_and_release(office, service_on)
    routes = _open_routes(office, service_on)
    if routes:
        _skip_the_wait(office, routes)
        _drive(office, routes)
    _ask(office, "POST", "/demo/pause")


def _plan_and_release(office: httpx2.Client, service_on: str) -> None:
    body = {"service_on": service_on, "count": _SHIPMENTS}
    _ask(office, "POST", "/demo/shipments", json=body)
    body = {"service_on": service_on, "seconds": _PLAN_SECONDS}
    plan = _ask(office, "POST", "/plans", json=body)
    while plan["status"] in ("queued", "matrix", "solving"):
        time.sleep(_TICK_S)
        plan = _ask(office, "GET", f"/plans/{plan['id']}")
    _ask(office, "POST", f"/plans/{plan['id']}/release")


def _drive(office: httpx2.Client, routes: list[dict[str, Any]]) -> None:
    vehicles = {one["id"]: one for one in _ask(office, "GET", "/vehicles")["items"]}
    now_at = _now(office)
    clients: list[httpx2.Client] = []
    drivers = []
    try:
        for route in routes:
            driver = vehicles[route["vehicle_id"]]["driver"]
            client = httpx2.Client(base_url=office.base_url, timeout=_TIMEOUT_S)
            clients.append(client)
            code = _ask(office, "POST", f"/drivers/{driver['id']}/sign-in-codes")["code"]
            _ask(client, "POST", "/driver/session", json={"code": code})
            drivers.append(SimulatedDriver(client, route, now_at))
        while any(not driver.finished for driver in drivers):
            now_at = _now(office)
            for driver in drivers:
                if not driver.finished:
                    driver.advance(now_at)
            time.sleep(_TICK_S)
    finally:
        for client in clients:
            client.close()


def _open_routes(office: httpx2.Client, service_on: str) -> list[dict[str, Any]]:
    routes = _ask(office, "GET", "/routes", params={"service_on": service_on})["items"]
    return [route for route in routes if route["status"] != "finished"]


def _skip_the_wait(office: httpx2.Client, routes: list[dict[str, Any]]) -> None:
    first_at = min(datetime.fromisoformat(route["start_at"]) for route in routes)
    _ask(office, "POST", "/demo/skip", json={"to_at": (first_at - _EARLY).isoformat()})


def _now(client: httpx2.Client) -> datetime:
    return datetime.fromisoformat(_ask(client, "GET", "/clock")["now_at"])


def _ask(client: httpx2.Client, method: str, path: str, **more: Any) -> Any:  # noqa: ANN401 -- JSON
    answer = client.request(method, API + path, **more)
    answer.raise_for_status()
    return answer.json() if answer.content else None


if __name__ == "__main__":
    main()
