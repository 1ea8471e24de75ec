"""Positions reach live screens."""

import asyncio
from pathlib import Path

import pytest

from doorstep import tracking
from doorstep.dispatch import CommandKind, DispatchedRoute
from doorstep.plumbing.bus import Message
from doorstep.plumbing.db import Database
from doorstep.tracking import RawPosition
from doorstep.tracking.pace import Pace
from worlds.day import Day, at, command


def _start(day: Day, folder: Path) -> tuple[DispatchedRoute, Database]:
    route = day.release()["van 1"]
    day.clock.advance(at("06:00") - at("05:00"))
    day.apply(command(CommandKind.START_ROUTE, route, "06:00"))
    positions = Database(f"sqlite:///{folder / 'positions.db'}")
    tracking.prepare_positions(positions)
    return route, positions


async def _record(day: Day, positions: Database, driver_id: str, clock: str) -> list[Message]:
    """Record one position and return what live screens hear of it."""
    sent = [RawPosition(at(clock), 60.005, 25.0, heading_deg=10.0)]
    heard: list[Message] = []
    async with day.kit.bus.listen(day.tenant_id) as subscription:
        tracking.Recorder(day.kit, positions).record_now(
            day.tenant_id, tracking.SentPositions(driver_id, sent)
        )
        try:
            while (message := await subscription.next(0.2)) is not None:
                heard.append(message)
        except TimeoutError:
            return heard
    return heard


def test_a_new_position_is_told_with_those_who_may_see_it(day: Day, tmp_path: Path) -> None:
    route, positions = _start(day, tmp_path)
    (message,) = asyncio.run(_record(day, positions, route.driver_id, "06:00"))
    positions.close()
    assert (message.kind, message.subject_id, message.sequence) == (
        "position.updated",
        route.id,
        None,
    )
    assert (message.data["lat"], message.data["heading_deg"]) == (60.005, 10.0)
    # All three stops are fewer than four away.
    assert message.data["near"] == [stop.shipment_id for stop in route.stops]


def test_a_position_that_was_there_already_is_no_news(
    day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doorstep.tracking.service._pace", Pace(gap_s=0))
    route, positions = _start(day, tmp_path)
    asyncio.run(_record(day, positions, route.driver_id, "06:00"))
    assert asyncio.run(_record(day, positions, route.driver_id, "06:00")) == []
    positions.close()
