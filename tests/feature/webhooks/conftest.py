from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from doorstep.messages import Guard
from doorstep.messages.routes import router
from doorstep.plumbing.auth import Principal, Role, issue_code
from worlds.day_on_server import API, Served, serve_day
from worlds.receiver import Receiver, running_receiver


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serve_day(tmp_path) as opened:
        opened.app.include_router(router, prefix=API)
        opened.app.state.webhook_guard = Guard.of("127.0.0.0/8")
        yield opened


@pytest.fixture
def owner(served: Served) -> TestClient:
    with served.day.write() as unit:
        who = Principal("account", unit.new_id(), "Olga", Role.OWNER, served.day.tenant_id)
        code = issue_code(unit, who)
    client = TestClient(served.app)
    assert client.post(f"{API}/session/link", json={"code": code}).status_code == 200
    return client


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running_receiver() as running:
        yield running
