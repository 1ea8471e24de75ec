"""What every test stands on: no network beyond this machine, one clock, one city."""

from datetime import UTC, datetime

import pytest

from doorstep.kernel import FixedClock

LOOPBACK = "127.0.0.1,::1,localhost"


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Close the network but for loopback: a test that calls out is a broken test."""
    if not config.option.allow_hosts:
        config.option.allow_hosts = LOOPBACK
        config.option.allow_unix_socket = True


@pytest.fixture
def clock() -> FixedClock:
    """Give a clock that stands at a Friday morning, 06:00 UTC, until it is moved."""
    return FixedClock(datetime(2026, 11, 20, 6, 0, tzinfo=UTC))
