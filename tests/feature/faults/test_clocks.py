"""D-9: clocks jump. The order of events is their sequence, never a time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from doorstep.kernel import FixedClock
from doorstep.plumbing import auth, journal
from doorstep.plumbing.auth import Principal, Role
from doorstep.plumbing.unit import Kit
from worlds.server import MONDAY_NOON, add_tenant, open_kit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUMPS = [
    HOUR,
    -HOUR,
    DAY,
    -DAY,
    30 * DAY,
    -30 * DAY,
    timedelta(seconds=-1),
    timedelta(microseconds=1),
]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY_NOON)


@pytest.fixture
def kit(tmp_path: Path, clock: FixedClock) -> Iterator[Kit]:
    with open_kit(tmp_path, clock) as opened:
        yield opened


def test_a_server_s_clock_that_jumps_breaks_neither_order_nor_chain(
    kit: Kit, clock: FixedClock
) -> None:
    """D-9: twenty jumps, both ways."""
    tenant_id = add_tenant(kit)
    told = []
    for number in range(20):
        with kit.write(tenant_id, "system") as unit:
            told.append(unit.emit("thing.happened", str(number), {}).id)
        clock.advance(JUMPS[number % len(JUMPS)])
    with kit.database.read(tenant_id) as session:
        entries = journal.list_entries(session, after=0, limit=100)
        assert [one.event.id for one in entries] == told
        assert len({one.event.id for one in entries}) == 20
        assert journal.find_broken_link(session) is None


@pytest.mark.parametrize("back", [timedelta(seconds=60), HOUR, DAY])
def test_a_clock_set_back_signs_nobody_out(kit: Kit, clock: FixedClock, back: timedelta) -> None:
    """D-9."""
    tenant_id = add_tenant(kit)
    someone = Principal("account", "a", "Ada", Role.DISPATCHER, tenant_id)
    with kit.database.write(None) as session:
        token = auth.start_session(session, kit.wall, kit.rng, someone)
    clock.advance(-back)
    with kit.database.read(None) as session:
        assert token in auth.find_principals(session, kit.wall, [token])
