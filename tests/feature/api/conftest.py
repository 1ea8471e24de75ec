"""A whole server in this process, with somebody of each role to sign in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from doorstep.api import create_app
from doorstep.bootstrap import Parts
from doorstep.demo.stage import Stage
from doorstep.kernel import ScaledClock
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal, Role
from worlds.server import add_tenant

SignIn: TypeAlias = Callable[[Role], None]


@pytest.fixture
def tenant_id(parts: Parts) -> str:
    return add_tenant(parts.kit)


@pytest.fixture
def app(parts: Parts, tmp_path: Path, tenant_id: str) -> FastAPI:
    clock = parts.kit.clock
    assert isinstance(clock, ScaledClock)
    return create_app(parts, Stage(clock, tmp_path, "http://127.0.0.1:1", tenant_id))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def sign_in(client: TestClient, parts: Parts, tenant_id: str) -> SignIn:
    def signed_in(role: Role) -> None:
        with parts.kit.write(tenant_id, "system") as unit:
            kind = "driver" if role is Role.DRIVER else "account"
            principal = Principal(kind, unit.new_id(), "Somebody", role, tenant_id)
            code = auth.issue_code(unit, principal)
        path = "/api/v1/driver/session" if role is Role.DRIVER else "/api/v1/session/link"
        answer = client.post(path, json={"code": code})
        assert answer.status_code == 200, answer.text

    return signed_in
