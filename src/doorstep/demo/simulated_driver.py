"""A simulated driver: does with the public API what the app on a phone does."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import httpx2

from doorstep.demo.journey import Journey, Visit, foresee
from doorstep.demo.pictures import draw_photo, draw_signature
from doorstep.kernel import FixedClock, SeededRng, SystemRng, distance_m, new_id

API = "/api/v1"
_FIX_EVERY = timedelta(seconds=15)
_MOST_FIXES = 20
# Every fourth door gets a signature, the others a photo.
_SIGNED_EVERY = 4


class SimulatedDriver:
    """One driver with a signed-in client and a route.

    Parameters
    ----------
    client
        Signed in as the driver.
    route
        The driver's route as the API gives it.
    """

    def __init__(self, client: httpx2.Client, route: dict[str, Any], now_at: datetime) -> None:
        self._client = client
        self._route = route
        seed = int.from_bytes(hashlib.sha256(route["id"].encode()).digest()[:8])
        self._rng = SeededRng(seed)
        self._ids = SystemRng()
        self._journey: Journey = foresee(route, now_at, self._rng)
        self._acts = self._script()
        self._last_fix_at = self._journey.start_at

    @property
    def finished(self) -> bool:
        """Tell whether the route is done."""
        return not self._acts

    def advance(self, now_at: datetime) -> None:
        """Do everything that is due at ``now_at`` and report where the van has been."""
        self._send_fixes(min(now_at, self._journey.home_at))
        while self._acts and self._acts[0][0] <= now_at:
            happened_at, kind, visit = self._acts.pop(0)
            self._command(happened_at, kind, visit)

    def _script(self) -> list[tuple[datetime, str, Visit | None]]:
        acts: list[tuple[datetime, str, Visit | None]] = []
        if self._route["status"] == "released":
            acts.append((self._journey.start_at, "start_route", None))
        for visit in self._journey.visits:
            acts.append((visit.arrive_at, "arrive", visit))
            acts.append((visit.done_at, "fail" if visit.absent else "deliver", visit))
        acts.append((self._journey.home_at, "finish_route", None))
        return acts

    def _command(self, happened_at: datetime, kind: str, visit: Visit | None) -> None:
        here, _ = self._journey.position(happened_at)
        command: dict[str, Any] = {
            "id": new_id(FixedClock(happened_at), self._ids),
            "kind": kind,
            "route_id": self._route["id"],
            "happened_at": happened_at.isoformat(),
            "position": {"lat": here.lat, "lon": here.lon, "accuracy_m": 6.0},
        }
        if visit is not None:
            command["stop_id"] = visit.stop["id"]
        if kind == "fail":
            command["reason"] = "recipient_absent"
        if kind == "deliver" and visit is not None:
            command |= self._proof(visit)
        answer = self._client.post(f"{API}/driver/commands", json={"commands": [command]})
        answer.raise_for_status()

    def _proof(self, visit: Visit) -> dict[str, Any]:
        seed = self._rng.getrandbits(32)
        if visit.stop["sequence"] % _SIGNED_EVERY == 0:
            signature = self._upload(draw_signature(seed), "image/png")
            return {"signature": signature, "recipient_name": visit.stop["recipient"]}
        return {"photos": [self._upload(draw_photo(visit.stop["reference"], seed), "image/jpeg")]}

    def _upload(self, data: bytes, media_type: str) -> str:
        name = hashlib.sha256(data).hexdigest()
        answer = self._client.put(
            f"{API}/driver/files/{name}", content=data, headers={"Content-Type": media_type}
        )
        answer.raise_for_status()
        return name

    def _send_fixes(self, until_at: datetime) -> None:
        fixes: list[dict[str, Any]] = []
        while self._last_fix_at + _FIX_EVERY <= until_at:
            self._last_fix_at += _FIX_EVERY
            here, heading = self._journey.position(self._last_fix_at)
            before, _ = self._journey.position(self._last_fix_at - _FIX_EVERY)
            fixes.append(
                {
                    "fixed_at": self._last_fix_at.isoformat(),
                    "lat": round(here.lat, 6),
                    "lon": round(here.lon, 6),
                    "accuracy_m": 6.0,
                    "heading_deg": round(heading, 1),
                    "speed_mps": round(distance_m(before, here) / _FIX_EVERY.total_seconds(), 2),
                }
            )
        if fixes:
            body = {"positions": fixes[-_MOST_FIXES:]}
            self._client.post(f"{API}/driver/positions", json=body).raise_for_status()
