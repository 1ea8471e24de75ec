"""What is asked of the server, one kind of load after the other."""

import asyncio
import hashlib
import io
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from ops_http import (
    CREATED,
    DONE,
    OK,
    Answer,
    Ask,
    Client,
    Load,
    ask_json,
    percentile,
    run_open_loop,
)
from ops_server import Server
from ops_world import CASH_MINOR, World
from PIL import Image

from doorstep.kernel import SeededRng, SystemClock, SystemRng, new_id

_MILLISECOND = timedelta(milliseconds=1)
_ON_TIME = timedelta(hours=2)
_LATE = timedelta(hours=1, minutes=30)
_BURST = timedelta(hours=3)
BATCH = 20


@dataclass
class Acked:
    """All that was acknowledged so far, to be looked for at the end."""

    orders: list[str] = field(default_factory=list)
    positions: list[tuple[str, datetime]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


@dataclass
class Bench:
    """The server under load, who loads it, and what it has acknowledged."""

    server: Server
    world: World
    client: Client
    seconds: float
    acked: Acked = field(default_factory=Acked)
    numbers: Any = field(default_factory=lambda: count(1))
    rng: SeededRng = field(default_factory=lambda: SeededRng(2026))

    async def measure(
        self, name: str, rate: float, send: Callable[[int], Awaitable[tuple[Answer, Any]]]
    ) -> tuple[Load, dict[str, Any]]:
        """Run one load; return it and its figures."""
        before_s = self.server.cpu_s()
        load = await run_open_loop(rate, self.seconds, send)
        cpu_s = self.server.cpu_s() - before_s
        return load, {
            f"{name}_per_s": load.per_s,
            f"{name}_wanted_per_s": rate,
            f"{name}_p50_ms": percentile(load.took_ms, 0.5),
            f"{name}_p99_ms": percentile(load.took_ms, 0.99),
            f"{name}_errors": load.errors,
            f"{name}_statuses": dict(load.statuses),
            f"{name}_refused": len(load.refused_ms),
            f"{name}_cpu_ms": round(1000 * cpu_s / max(1, len(load.acked)), 2),
        }


def _fix(at: datetime, number: int) -> dict[str, Any]:
    return {
        "fixed_at": at.isoformat(),
        "lat": 60.16 + number % 1000 * 1e-5,
        "lon": 24.94,
        "accuracy_m": 8.5,
        "heading_deg": 12.5,
        "speed_mps": 7.1,
    }


async def _send_fixes(bench: Bench, fixes: list[dict[str, Any]], phone: Any) -> Answer:  # noqa: ANN401 -- a Phone
    body = {"positions": fixes}
    return await bench.client.send(ask_json("POST", "/driver/positions", phone.cookie, body))


async def positions(bench: Bench, name: str, rate: float, batch: int) -> dict[str, Any]:
    """Send positions of many phones in turn, so many in each request."""
    phones = bench.world.phones

    async def send(_: int) -> tuple[Answer, Any]:
        number = next(bench.numbers)
        phone = phones[number % len(phones)]
        first = bench.world.on_duty_from + _ON_TIME + number // len(phones) * batch * _MILLISECOND
        times = [first + one * _MILLISECOND for one in range(batch)]
        answer = await _send_fixes(bench, [_fix(at, number) for at in times], phone)
        if answer.status == OK and answer.json()["stored"] != batch:
            return Answer(500, answer.body), None
        return answer, [(phone.driver_id, at) for at in times]

    load, figures = await bench.measure(name, rate / batch, send)
    for some in load.acked:
        bench.acked.positions += some
    bench.numbers = count((next(bench.numbers) + len(phones)) * batch)
    for what in ("per_s", "wanted_per_s"):
        figures[f"{name}_{what}"] *= batch
    figures[f"{name}_cpu_ms"] = round(figures[f"{name}_cpu_ms"] / batch, 3)
    return figures


async def dirty_positions(bench: Bench, rate: float) -> dict[str, Any]:
    """Batches with a tenth sent twice, a tenth out of order, a twentieth late, and bad ones."""
    phones, rng = bench.world.phones, bench.rng
    wrong = 0

    async def send(_: int) -> tuple[Answer, Any]:
        nonlocal wrong
        number = next(bench.numbers)
        phone = phones[number % len(phones)]
        first = bench.world.on_duty_from + _ON_TIME + number // len(phones) * BATCH * _MILLISECOND
        times = [first + one * _MILLISECOND for one in range(BATCH)]
        times[0] -= _LATE
        fixes = [_fix(at, number) for at in times]
        fixes[5], fixes[6] = fixes[6], fixes[5]
        fixes += fixes[2:4]
        bad = rng.random() < BATCH / 100
        if bad:
            fixes.append(_fix(times[-1], 0) | {"lat": 91.0})
        answer = await _send_fixes(bench, fixes, phone)
        if answer.status == OK:
            told = answer.json()
            if told["stored"] != BATCH or len(told["rejected"]) != int(bad):
                wrong += 1
        return answer, [(phone.driver_id, at) for at in times]

    load, figures = await bench.measure("dirty", rate / BATCH, send)
    for some in load.acked:
        bench.acked.positions += some
    bench.numbers = count((next(bench.numbers) + len(phones)) * BATCH)
    for what in ("per_s", "wanted_per_s"):
        figures[f"dirty_{what}"] *= BATCH
    return figures | {"dirty_wrong_answers": wrong}


def order_ask(bench: Bench, cookie: str, reference: str) -> Ask:
    """Return a request that takes one order in."""
    body = {
        "reference": reference,
        "shipments": [
            {
                "service_on": (bench.world.service_on + timedelta(days=1)).isoformat(),
                "recipient": {"name": "Aino Example", "phone": "+358 00 000 0001"},
                "address": "Bulevardi 5, 00120 Helsinki",
                "lat": 60.1649,
                "lon": 24.9384,
            }
        ],
    }
    return ask_json("POST", "/orders", cookie, body, f"Idempotency-Key: {reference}\r\n")


async def orders(bench: Bench, name: str, rate: float) -> tuple[Load, dict[str, Any]]:
    """Send orders one by one, each under a key of its own."""

    async def send(_: int) -> tuple[Answer, Any]:
        reference = f"B-{next(bench.numbers):09}"
        return await bench.client.send(order_ask(bench, bench.world.office, reference)), reference

    load, figures = await bench.measure(name, rate, send)
    bench.acked.orders += load.acked
    return load, figures


async def orders_alone(bench: Bench, rate: float) -> dict[str, Any]:
    """Send orders one by one, and nothing else."""
    _, figures = await orders(bench, "orders", rate)
    return figures


def _picture(side: int) -> bytes:
    file = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(3 * side * side)).save(file, "JPEG")
    return file.getvalue()


def _named(picture: bytes) -> tuple[str, bytes]:
    # What follows a picture's end does not disturb it, and makes it another file.
    data = picture + os.urandom(16)
    return hashlib.sha256(data).hexdigest(), data


async def put_file(bench: Bench, cookie: str, name: str, data: bytes) -> Answer:
    """Send a picture under the hash of its bytes."""
    return await bench.client.send(
        Ask("PUT", f"/driver/files/{name}", cookie, data, media_type="image/jpeg")
    )


def deliveries(bench: Bench) -> list[tuple[Any, str]]:
    """Return every stop that is still to be delivered, van by van in turn."""
    longest = max(len(phone.stops) for phone in bench.world.phones)
    return [
        (phone, phone.stops[number])
        for number in range(longest)
        for phone in bench.world.phones
        if number < len(phone.stops)
    ]


async def deliver(bench: Bench, phone: Any, stop_id: str, signature: str) -> tuple[Answer, str]:  # noqa: ANN401 -- a Phone
    """Report one delivery with its signature and cash; return the answer and the command's id."""
    command_id = new_id(SystemClock(), SystemRng())
    command = {
        "id": command_id,
        "kind": "deliver",
        "route_id": phone.route_id,
        "stop_id": stop_id,
        "happened_at": (bench.world.on_duty_from + timedelta(hours=1)).isoformat(),
        "signature": signature,
        "recipient_name": "Aino",
        "cash": {"amount_minor": CASH_MINOR, "currency": "EUR"},
    }
    answer = await bench.client.send(
        ask_json("POST", "/driver/commands", phone.cookie, {"commands": [command]})
    )
    if answer.status == OK and answer.json()["results"][0]["outcome"] != "applied":
        return Answer(500, answer.body), command_id
    return answer, command_id


async def driver_events(bench: Bench, rate: float, todo: list[tuple[Any, str]]) -> dict[str, Any]:
    """Deliver with a signature of 20 kB and cash."""
    signature = _picture(110)

    async def send(_: int) -> tuple[Answer, Any]:
        if not todo:
            return Answer(-2, b""), None
        phone, stop_id = todo.pop()
        name, data = _named(signature)
        answer = await put_file(bench, phone.cookie, name, data)
        if answer.status not in DONE:
            return answer, None
        answer, command_id = await deliver(bench, phone, stop_id, name)
        return answer, (command_id, name)

    load, figures = await bench.measure("driver_events", rate, send)
    bench.acked.commands += [one for one, _ in load.acked]
    bench.acked.files += [name for _, name in load.acked]
    return figures


async def photos(bench: Bench, rate: float) -> dict[str, Any]:
    """Upload photos of 1 MB, and orders beside them to see whether those wait."""
    picture = _picture(920)
    phones = bench.world.phones

    async def send(number: int) -> tuple[Answer, Any]:
        name, data = _named(picture)
        return await put_file(bench, phones[number % len(phones)].cookie, name, data), name

    beside = asyncio.create_task(orders(bench, "beside_photos", 20))
    load, figures = await bench.measure("photos", rate, send)
    _, other = await beside
    bench.acked.files += load.acked
    return figures | {
        "photo_kb": len(picture) // 1000,
        "orders_beside_photos_p99_ms": other["beside_photos_p99_ms"],
    }


async def import_rows(bench: Bench, rows: int) -> dict[str, Any]:
    """Import a file, and orders beside it to see whether those wait."""
    day = (bench.world.service_on + timedelta(days=10 + rows % 7)).isoformat()
    text = "\n".join(
        ["reference,name,phone,address,lat,lon"]
        + [
            f"I{rows}-{row},Aino Example,+358000000001,Bulevardi 5,60.1649,24.9384"
            for row in range(rows)
        ]
    )
    ask = Ask(
        "POST",
        f"/shipments/import?service_on={day}",
        bench.world.office,
        text.encode(),
        media_type="text/csv",
        patience_s=600,
    )
    loop, cpu_s, rss_mb = asyncio.get_running_loop(), bench.server.cpu_s(), bench.server.rss_mb()
    began = loop.time()
    work = asyncio.create_task(bench.client.send(ask))
    waits: list[float] = []
    while not work.done():
        sent = loop.time()
        reference = f"B-{next(bench.numbers):09}"
        answer = await bench.client.send(order_ask(bench, bench.world.office, reference))
        waits.append(1000 * (loop.time() - sent))
        if answer.status == CREATED:
            bench.acked.orders.append(reference)
        await asyncio.sleep(0.05)
    answer = work.result()
    took_s = loop.time() - began
    if answer.status not in DONE:
        message = f"the import was answered {answer.status}: {answer.body[:500]!r}"
        raise SystemExit(message)
    again = await bench.client.send(ask)
    return {
        f"import_{rows}_s": round(took_s, 2),
        f"import_{rows}_cpu_s": round(bench.server.cpu_s() - cpu_s, 2),
        f"import_{rows}_extra_rss_mb": round(bench.server.rss_mb("VmHWM") - rss_mb, 1),
        f"import_{rows}_orders_p99_ms": percentile(waits, 0.99),
        f"import_{rows}_new_rows_when_sent_again": again.json().get("added"),
    }


async def burst(bench: Bench, todo: list[tuple[Any, str]], phones: int) -> dict[str, Any]:
    """Phones come back together, each with a morning's deliveries, photos and positions."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    signature, picture = _picture(110), _picture(400)
    mine: dict[str, list[str]] = {}
    chosen = {phone.driver_id: phone for phone, _ in todo[-phones * 4 :]}
    for phone, stop_id in list(todo):
        if phone.driver_id in list(chosen)[:phones] and len(mine.get(phone.driver_id, [])) < _OPEN:
            mine.setdefault(phone.driver_id, []).append(stop_id)
            todo.remove((phone, stop_id))
    first_ms: list[float] = []
    events_s: list[float] = []

    async def come_back(driver_id: str) -> None:
        phone = chosen[driver_id]
        for stop_id in mine.get(driver_id, []):
            name, data = _named(signature)
            await _until_done(lambda: put_file(bench, phone.cookie, name, data))  # noqa: B023 -- awaited here
            if not first_ms or len(first_ms) < phones:
                first_ms.append(1000 * (loop.time() - began))
            command_id = await _deliver_until_done(bench, phone, stop_id, name)
            bench.acked.commands.append(command_id)
            bench.acked.files.append(name)
        events_s.append(loop.time() - began)
        for _ in mine.get(driver_id, []):
            name, data = _named(picture)
            await _until_done(lambda: put_file(bench, phone.cookie, name, data))  # noqa: B023 -- as above
            bench.acked.files.append(name)
        for start in range(0, _BACKLOG, _BACKLOG_BATCH):
            times = [
                bench.world.on_duty_from + _BURST + (start + one) * _MILLISECOND
                for one in range(_BACKLOG_BATCH)
            ]
            fixes = [_fix(at, start) for at in times]
            await _until_done(lambda: _send_fixes(bench, fixes, phone))  # noqa: B023 -- as above
            bench.acked.positions += [(driver_id, at) for at in times]

    await asyncio.gather(*(come_back(driver_id) for driver_id in mine))
    return {
        "burst_phones": len(mine),
        "burst_positions": len(mine) * _BACKLOG,
        "burst_events_s": round(max(events_s), 1),
        "burst_all_s": round(loop.time() - began, 1),
        "burst_slowest_first_answer_ms": round(max(first_ms), 1),
    }


_OPEN = 10
"""Deliveries that each phone has not sent yet."""
_BACKLOG, _BACKLOG_BATCH = 5760, 480
"""Positions of eight hours, one every five seconds; in each request."""
_WELL_S, _PATIENCE_S = 0.15, 30


async def _until_done(send: Callable[[], Awaitable[Answer]]) -> None:
    while True:
        answer = await send()
        if answer.status in DONE:
            return
        await asyncio.sleep(1)


async def _deliver_until_done(bench: Bench, phone: Any, stop_id: str, name: str) -> str:  # noqa: ANN401 -- a Phone
    while True:
        answer, command_id = await deliver(bench, phone, stop_id, name)
        if answer.status == OK:
            return command_id
        await asyncio.sleep(1)


async def overload(bench: Bench, capacity_per_s: float) -> dict[str, Any]:
    """Send three times what was reached, then see how soon it is well again."""
    load, _ = await orders(bench, "overload", 3 * capacity_per_s)
    loop = asyncio.get_running_loop()
    began = loop.time()
    while loop.time() - began < _PATIENCE_S:
        sent = loop.time()
        reference = f"B-{next(bench.numbers):09}"
        answer = await bench.client.send(order_ask(bench, bench.world.office, reference))
        if answer.status == CREATED:
            bench.acked.orders.append(reference)
            if loop.time() - sent < _WELL_S:
                break
    return {
        "overload_offered_per_s": round(3 * capacity_per_s, 1),
        "overload_goodput": round(load.per_s / max(1.0, capacity_per_s), 2),
        "overload_refused": len(load.refused_ms),
        "overload_refusal_p99_ms": percentile(load.refused_ms, 0.99),
        "overload_refused_without_retry_after": load.refused_without_retry_after,
        "overload_errors": load.errors,
        "overload_not_sent": load.statuses[-1],
        "overload_well_again_s": round(loop.time() - began, 1),
    }


async def noisy_tenant(bench: Bench, capacity_per_s: float) -> dict[str, Any]:
    """See how long a quiet company waits while its neighbour sends all it can."""

    async def quiet(_: int) -> tuple[Answer, Any]:
        reference = f"Q-{next(bench.numbers):09}"
        ask = order_ask(bench, bench.world.neighbour, reference)
        return await bench.client.send(ask), reference

    alone = await run_open_loop(10, bench.seconds, quiet)
    noise = asyncio.create_task(orders(bench, "noise", 0.8 * capacity_per_s))
    beside = await run_open_loop(10, bench.seconds, quiet)
    await noise
    bench.acked.orders += alone.acked + beside.acked
    return {
        "quiet_tenant_alone_p99_ms": percentile(alone.took_ms, 0.99),
        "quiet_tenant_beside_p99_ms": percentile(beside.took_ms, 0.99),
    }
