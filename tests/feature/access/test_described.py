"""Each role sends what the description allows and forbids: answered in words, never a fault.

Beside order operations, which have a test of their own, these are all a role may use.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from starlette.testclient import TestClient

from doorstep.api import openapi_document
from doorstep.demo.seed import CITY_FILE
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal, Role, access
from doorstep.plumbing.web import DRIVER_COOKIE, SESSION_COOKIE
from worlds.demo_process import new_data_folder
from worlds.office import Office, open_office

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

# What would end or limit the session that asks, reach out of the machine, or never end; and a file
# of TOML, which Schemathesis cannot write.
LEFT_OUT = (
    "/live", "/demo/", "/regions", "/company/region", "/company/second-factor",
    "/account/sessions", "/sign-out", "/session/oidc", "/fleet/import",
)  # fmt: skip
SCHEMA = schemathesis.openapi.from_dict(openapi_document())
OPERATIONS = [
    one
    for one in (found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok))
    if not any(part in one.path for part in LEFT_OUT)
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, roads_folder: Path) -> Iterator[Office]:
    folder = new_data_folder(tmp_path_factory.mktemp("described"), roads_folder)
    with open_office(folder, CITY_FILE, key_requests_per_s=1e6) as opened, opened.owner:
        yield opened


def come_as(office: Office, role: Role) -> TestClient:
    """Return a browser, phone or machine of this role."""
    client, kit = TestClient(office.owner.app, raise_server_exceptions=False), office.kit
    with kit.write(office.first.tenant_id, "system") as unit:
        owner = Principal("account", "1", "Olga", Role.OWNER, unit.tenant_id)
        if role is Role.INTEGRATION:
            scopes = list(access.SCOPES)
            _, secret = auth.create_api_key(unit, owner, name="k", scopes=scopes)
            client.headers["Authorization"] = f"Bearer {secret}"
        elif role is not Role.RECIPIENT:
            account_id = auth.create_account(
                unit,
                email=f"{unit.new_id()}@x.example",
                name=role.value,
                role=role,
                password="correct horse battery",
                merchant="Kauppa" if role is Role.MERCHANT else "",
            )
            kind = "driver" if role in {Role.DRIVER, Role.COURIER} else "account"
            principal = Principal(kind, account_id, role.value, role, unit.tenant_id)
            token = auth.start_session(unit.session, kit.wall, kit.rng, principal)
            client.cookies.set(DRIVER_COOKIE if kind == "driver" else SESSION_COOKIE, token)
    return client


def may(role: Role, operation: Any) -> bool:
    described = operation.definition.raw["x-access"]
    if role is Role.INTEGRATION:
        return described["scope"] is not None
    return role.value in described["roles"]


def is_body_wrong(case: Any) -> bool:
    parts = {
        str(getattr(place, "value", place)): info for place, info in case.meta.components.items()
    }
    return "body" in parts and parts["body"].mode is GenerationMode.NEGATIVE


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisDeprecationWarning")
@pytest.mark.parametrize("role", list(Role))
def test_no_role_finds_a_fault_and_no_wrong_body_is_taken(office: Office, role: Role) -> None:
    client = come_as(office, role)
    operations = [one for one in OPERATIONS if may(role, one)]
    assert operations
    wrong: list[str] = []
    for operation in operations:
        for mode in GenerationMode:
            wrong.extend(try_operation(client, operation, mode))
    assert wrong == []


def try_operation(client: TestClient, operation: Any, mode: GenerationMode) -> list[str]:
    wrong: list[str] = []

    @settings(
        max_examples=6,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        wanted = case.as_transport_kwargs(base_url="http://testserver")
        wanted.pop("cookies", None)
        wanted["headers"] = {
            name: value
            for name, value in dict(wanted.get("headers") or {}).items()
            if name.lower() not in {"authorization", "cookie"}
        }
        if isinstance(wanted.get("data"), bytes | str):
            wanted["content"] = wanted.pop("data")
        try:
            answer = client.request(**wanted)
        except httpx2.InvalidURL:
            return  # so long an address that no client sends it
        if answer.status_code >= 500:
            wrong.append(f"{operation.label}: {answer.status_code} {answer.text[:200]}")
        elif answer.status_code >= 400 and "code" not in answer.json():
            wrong.append(f"{operation.label}: no code in {answer.text[:200]}")
        elif answer.status_code < 300 and is_body_wrong(case):
            wrong.append(f"{operation.label}: took {str(case.body)[:200]}")

    with suppress(Unsatisfiable):
        run()
    return wrong[:3]
