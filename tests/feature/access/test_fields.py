"""Field by field: nobody writes what the server keeps, nobody reads what is another's."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from doorstep import orders
from doorstep.api import openapi_document
from doorstep.kernel import FixedClock
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal, Role
from doorstep.plumbing.web import DRIVER_COOKIE, SESSION_COOKIE
from worlds.day_on_server import API, Served, report, serve_day
from worlds.office import Office, open_office

KEPT_BY_THE_SERVER = ("tenant_id", "is_admin", "cod_collected", "created_by", "__proto__")


@cache
def document() -> dict[str, Any]:
    return openapi_document()


def resolve(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return dict(document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    return schema


@cache
def bodies() -> list[tuple[str, str, dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Return every operation that takes an object: method, path, access, schema, example."""
    found = []
    for path, item in document()["paths"].items():
        for method, one in item.items():
            content = one.get("requestBody", {}).get("content", {}).get("application/json", {})
            schema = resolve(content.get("schema", {}))
            if "properties" in schema and "/demo/" not in path:
                found.append((method, path, one["x-access"], schema, content["example"]))
    return found


@cache
def fields() -> list[str]:
    """Return the name of every field that any answer has, and of some that none should."""
    schemas = document()["components"]["schemas"].values()
    known = {name for one in schemas for name in one.get("properties", {})}
    return [*sorted(known), *KEPT_BY_THE_SERVER]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("fields") / "data") as opened:
        yield opened


@pytest.fixture(scope="module")
def people(office: Office) -> dict[Role, TestClient]:
    """Give somebody of each role, signed in."""
    found = {}
    for role in Role:
        kind = "driver" if role in {Role.DRIVER, Role.COURIER} else "account"
        client = TestClient(office.owner.app, raise_server_exceptions=False)
        with office.kit.write(office.first.tenant_id, "system") as unit:
            principal = Principal(kind, unit.new_id(), "S", role, unit.tenant_id)
            token = auth.start_session(unit.session, office.kit.wall, office.kit.rng, principal)
        client.cookies.set(DRIVER_COOKIE if kind == "driver" else SESSION_COOKIE, token)
        found[role] = client
    return found


@settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_nobody_writes_a_field_that_the_description_does_not_name(
    people: dict[Role, TestClient], data: st.DataObject
) -> None:
    method, path, access, schema, example = data.draw(st.sampled_from(bodies()))
    foreign = [name for name in fields() if name not in schema["properties"]]
    name = data.draw(st.sampled_from(foreign))
    value: Any = data.draw(st.sampled_from([True, 1, "delivered", None, {}, []]))
    allowed = [role for role in Role if role.value in access["roles"]]
    client = people[data.draw(st.sampled_from(allowed or list(Role)))]
    filled = path.replace("{", "").replace("}", "")
    headers = {"If-Match": '"1"', "Idempotency-Key": "1"}
    answer = client.request(method.upper(), filled, json=example | {name: value}, headers=headers)
    assert answer.status_code == 422, (method, path, name, answer.text)
    assert name in {one["column"].rpartition(".")[2] for one in answer.json()["findings"]}


CANARIES = ("name", "phone", "door", "note")


def canaries(reference: str) -> dict[str, str]:
    return {what: f"canary-{reference}-{what}" for what in CANARIES}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Give a day on which every shipment's person can be told from all the others."""
    with serve_day(tmp_path) as opened:
        day = opened.day
        with day.write() as unit:
            for reference, shipment_id in day.shipments.items():
                before = orders.get_shipment(unit, shipment_id)
                mark = canaries(reference)
                who = orders.Recipient(mark["name"], mark["phone"], gate_code=mark["door"])
                told = replace(before.shipment, recipient=who, note=mark["note"])
                orders.change_shipment(unit, shipment_id, before.version, told)
        opened.release()
        yield opened


def seen(text: str) -> set[str]:
    """Return whose person shows in an answer."""
    return {one for one in "ABCD" if any(mark in text for mark in canaries(one).values())}


def test_a_driver_reads_of_people_on_their_own_route_only(served: Served) -> None:
    for driver, own in ((served.ada, {"A", "B", "C"}), (served.bo, {"D"})):
        texts = [driver.get(f"{API}/driver/route").text, served.hear(driver, "/driver/live")]
        assert set().union(*map(seen, texts)) == own


def test_a_recipient_reads_nothing_of_others_nor_of_the_driver_but_the_first_name(
    served: Served,
) -> None:
    route = served.route_of(served.ada)
    clock = served.day.clock
    assert isinstance(clock, FixedClock)
    served.report(served.ada, report("start_route", route, "06:00"))
    for reference, shipment_id in served.day.shipments.items():
        with served.day.write() as unit:
            token = orders.get_shipment(unit, shipment_id).tracking_token
        visitor = TestClient(served.app)
        page = visitor.get(f"{API}/track/{token}")
        assert page.status_code == 200
        told = page.text + served.hear(visitor, f"/track/{token}/live")
        assert seen(told) <= {reference}
        # Not even what the carrier keeps about them, nor who else drives.
        assert not any(canaries(reference)[what] in told for what in ("phone", "door", "note"))
        assert not any(name in told for name in ("Berg", "Dahl", "van 1", "van 2"))
