"""Every operation, for every role and for what is one's own, another company's or nobody's.

What is expected comes from the API description alone (``x-access``), never from the code.
"""
# Bad input: B-89 (docs/guides/bad-input.md).

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

from doorstep import fleet, orders
from doorstep.api import create_app, openapi_document
from doorstep.api.access_description import find_policy, list_api_routes
from doorstep.bootstrap import Parts, open_parts
from doorstep.demo.seed import CITY_FILE
from doorstep.kernel import FixedClock, Point
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal, Role, access
from doorstep.plumbing.db import Base
from doorstep.plumbing.denials import Denials
from doorstep.plumbing.settings import Settings
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.web import DRIVER_COOKIE, SESSION_COOKIE
from worlds.demo_process import new_data_folder
from worlds.helsinki import MONDAY, TWO_ORDERS, add_company, import_orders
from worlds.server import MONDAY_NOON

ANY = {"any_tenant": True}
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
NEVER = "01890000-0000-7000-8000-000000000000"
CANARY = "canary-of-the-other-company"
OWN_CANARY = "canary-of-our-own"
ACCOUNT_ROLES = list(auth.OFFICE_ROLES)
METHODS = ("get", "post", "put", "patch", "delete")
STREAMS = ("/live",)
# Rows that a refused request may rightly touch: none of them is of a company's business.
UNWATCHED = {"sessions", "alembic_version"}


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the API description."""

    method: str
    path: str
    access: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def is_open(self) -> bool:
        return bool(self.access["policy"] == "anyone")

    def fill(self, ids: dict[str, str]) -> str:
        path = self.path
        for name in self.access["object"]:
            path = path.replace(f"{{{name}}}", ids.get(name, NEVER))
        return path


@dataclass(frozen=True, slots=True)
class Company:
    tenant_id: str
    ids: dict[str, str]


@dataclass(frozen=True, slots=True)
class World:
    """Two companies that must not know of each other, on one server."""

    parts: Parts
    client: TestClient
    mine: Company
    theirs: Company

    def ask(self, operation: Operation, headers: dict[str, str], ids: dict[str, str]) -> Any:
        more = {"If-Match": '"1"', "Idempotency-Key": "1", **headers}
        return self.client.request(operation.method.upper(), operation.fill(ids), headers=more)


def operations() -> list[Operation]:
    document = openapi_document()
    return [
        Operation(method, path, described.get("x-access", {}))
        for path, item in document["paths"].items()
        for method, described in item.items()
        if method in METHODS and "/demo/" not in path
    ]


OPERATIONS = operations()
CLOSED = [
    one for one in OPERATIONS if one.access and not one.is_open and one.access["by"] == "caller"
]
LINKED = [one for one in OPERATIONS if one.access.get("by") == "link"]
"""What the link of a delivery opens, whoever else one is."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, roads_folder: Path) -> Iterator[World]:
    folder = new_data_folder(tmp_path_factory.mktemp("access"), roads_folder)
    with open_parts(Settings(data_dir=folder), CITY_FILE, FixedClock(MONDAY_NOON)) as parts:
        # More than a person is ever refused: this is no prowler, so nothing is journalled of it.
        object.__setattr__(parts.kit, "denials", Denials(most=0))
        app = create_app(parts)
        with TestClient(app, raise_server_exceptions=False) as client:
            mine, theirs = (add_full_company(parts, name) for name in (OWN_CANARY, CANARY))
            yield World(parts, client, mine, theirs)


def add_full_company(parts: Parts, name: str) -> Company:
    """Add a company that has something of everything, named so that a leak can be told."""
    kit = parts.kit
    tenant_id = add_company(kit)
    import_orders(kit, tenant_id, parts.region, TWO_ORDERS.replace(b"Aino", name.encode()))
    with kit.write(tenant_id, "system") as unit:
        owner = Principal("account", "1", name, Role.OWNER, tenant_id)
        auth.create_account(
            unit, email=f"{name}@x.example", name=name, role=Role.OWNER, password="correct horse b"
        )
        auth.invite(unit, owner, email=f"{name}@y.example", name=name, role=Role.PLANNER)
        auth.create_api_key(unit, owner, name=name, scopes=["day:read"])
        auth.start_session(unit.session, kit.wall, kit.rng, owner)
        _add_what_comes_again(unit, name)
    return Company(tenant_id, find_ids(parts, tenant_id))


def _add_what_comes_again(unit: Unit, name: str) -> None:
    """Add an entry of the address book, a recurring order and a vehicle type."""
    here = Point(60.17, 24.94)
    who = orders.Recipient(name, "+358 40 1234567")
    entry = orders.KnownRecipient("", who, name, here, True, "", unit.now())  # noqa: FBT003
    orders.add_known(unit, lambda new: replace(entry, id=new))
    weekly = orders.RecurringOrder(
        "", name, "", orders.Shipment(name, who, name, here), True,  # noqa: FBT003
        orders.Schedule("Europe/Helsinki", frozenset({1}), MONDAY),
        paused=True, updated_at=unit.now(),
    )  # fmt: skip
    orders.add_recurring(unit, lambda new: replace(weekly, id=new))
    fleet.add_type(unit, fleet.VehicleType(name, "van", 1, 1))


def find_ids(parts: Parts, tenant_id: str) -> dict[str, str]:
    """Return one identifier for each kind of thing, under the name that paths have for it."""
    names = {
        "accounts": "account_id",
        "address_book": "entry_id",
        "api_keys": "key_id",
        "recurring_orders": "recurring_id",
        "vehicle_types": "type_id",
    }
    found = {}
    with parts.kit.database.read(None) as session:
        for table in Base.metadata.sorted_tables:
            if "tenant_id" in table.c and "id" in table.c:
                query = select(table.c.id).where(table.c.tenant_id == tenant_id)
                known = session.execute(query, execution_options=ANY).scalars().first()
                if known is not None:
                    name = names.get(table.name, f"{table.name.removesuffix('s')}_id")
                    found[name] = str(known)
    return found


def sign_in(world: World, role: Role, tenant_id: str | None = None) -> dict[str, str]:
    kit = world.parts.kit
    kind = "driver" if role in {Role.DRIVER, Role.COURIER} else "account"
    tenant_id = tenant_id or world.mine.tenant_id
    principal = Principal(kind, NEVER, "Somebody", role, tenant_id)
    with kit.database.write(None) as session:
        token = auth.start_session(session, kit.wall, kit.rng, principal)
    return {"Cookie": f"{SESSION_COOKIE}={token}"}


def state_of(world: World, tenant_id: str) -> str:
    """Return a hash over all rows of a company's business."""
    digest = hashlib.sha256()
    with world.parts.kit.database.read(None) as session:
        for table in Base.metadata.sorted_tables:
            if table.name in UNWATCHED or "tenant_id" not in table.c:
                continue
            query = select(table).where(table.c.tenant_id == tenant_id)
            query = query.order_by(*table.primary_key)
            rows = session.execute(query, execution_options=ANY).all()
            digest.update(json.dumps([table.name, *map(list, rows)], default=str).encode())
    return digest.hexdigest()


def test_every_operation_says_who_may_use_it() -> None:
    silent = [one.name for one in OPERATIONS if not one.access]
    known = {policy.name for policy in access.POLICIES} | {"anyone"}
    assert silent == []
    assert {one.access["policy"] for one in OPERATIONS} <= known
    assert len(CLOSED) > 80


def test_an_operation_that_does_not_say_so_is_found() -> None:
    app, router = FastAPI(), APIRouter()

    @router.get("/open-door")
    def open_door() -> str:
        return "come in"

    app.include_router(router)
    (route,) = [one for one in list_api_routes(app) if one.path == "/open-door"]
    with pytest.raises(LookupError, match="does not say who may use it"):
        find_policy(route)


def test_nobody_gets_in_without_a_session_or_with_a_wrong_key(world: World) -> None:
    before = state_of(world, world.mine.tenant_id)
    for headers in ({}, {"Authorization": f"Bearer {auth.KEY_MARK}{'0' * 64}"}):
        answers = {one.name: world.ask(one, headers, world.mine.ids).status_code for one in CLOSED}
        assert {name: status for name, status in answers.items() if status != 401} == {}
    assert state_of(world, world.mine.tenant_id) == before


def become(world: World, state: str) -> dict[str, str]:
    """Return what an owner still holds who has come to be in this state."""
    kit = world.parts.kit
    headers = sign_in(world, Role.OWNER)
    token = headers["Cookie"].partition("=")[2]
    with kit.write(world.mine.tenant_id, "system") as unit:
        owner = Principal("account", "1", "Olga", Role.OWNER, unit.tenant_id)
        if state == "signed out":
            auth.end_session(unit.session, token)
        elif state == "suspended":
            name = f"{unit.new_id()}@x.example"
            account_id = auth.create_account(
                unit, email=name, name="S", role=Role.ADMIN, password=None
            )
            admin = Principal("account", account_id, "S", Role.ADMIN, unit.tenant_id)
            token = auth.start_session(unit.session, kit.wall, kit.rng, admin)
            auth.set_suspended(unit, owner, account_id, 1, suspended=True)
        elif state == "expired":
            long_ago = FixedClock(kit.wall.now() - auth.SESSION_LIFETIME - timedelta(seconds=1))
            token = auth.start_session(unit.session, long_ago, kit.rng, owner)
        elif state == "invited":
            _, token = auth.invite(
                unit, owner, email=f"{unit.new_id()}@x.example", name="", role=Role.OWNER
            )
        elif state == "retired driver":
            driver = fleet.add_driver(unit, fleet.Driver(unit.new_id()))
            who = Principal("driver", driver.id, "D", Role.DRIVER, unit.tenant_id)
            token = auth.start_session(unit.session, kit.wall, kit.rng, who)
            fleet.retire_driver(unit, driver.id, driver.version)
            return {"Cookie": f"{DRIVER_COOKIE}={token}"}
        elif state == "key deleted":
            key, token = auth.create_api_key(unit, owner, name="k", scopes=["orders:write"])
            auth.delete_api_key(unit, key.id)
            return {"Authorization": f"Bearer {token}"}
    return {"Cookie": f"{SESSION_COOKIE}={token}"}


@pytest.mark.parametrize(
    "state", ["signed out", "suspended", "expired", "invited", "key deleted", "retired driver"]
)
def test_only_who_is_active_gets_in_anywhere(world: World, state: str) -> None:
    headers = become(world, state)
    before = state_of(world, world.mine.tenant_id)
    answers = {one.name: world.ask(one, headers, world.mine.ids).status_code for one in CLOSED}
    assert {name: status for name, status in answers.items() if status != 401} == {}
    assert state_of(world, world.mine.tenant_id) == before


def test_a_role_that_was_lowered_counts_at_the_next_request_everywhere(world: World) -> None:
    kit = world.parts.kit
    with kit.write(world.mine.tenant_id, "system") as unit:
        owner = Principal("account", "1", "Olga", Role.OWNER, unit.tenant_id)
        name = f"{unit.new_id()}@x.example"
        account_id = auth.create_account(
            unit, email=name, name="S", role=Role.ADMIN, password=None
        )
        admin = Principal("account", account_id, "S", Role.ADMIN, unit.tenant_id, email=name)
        token = auth.start_session(unit.session, kit.wall, kit.rng, admin)
    headers = {"Cookie": f"{SESSION_COOKIE}={token}"}
    assert world.client.get("/api/v1/team", headers=headers).status_code == 200
    with kit.write(world.mine.tenant_id, "system") as unit:
        auth.change_role(unit, owner, account_id, Role.DEPOT, 1)
    denied = [one for one in CLOSED if "depot" not in one.access["roles"]]
    answers = {one.name: world.ask(one, headers, world.mine.ids).status_code for one in denied}
    assert {name: status for name, status in answers.items() if status != 403} == {}


def test_who_must_add_a_second_factor_first_reaches_their_own_account_only(world: World) -> None:
    kit = world.parts.kit
    owner = Principal("account", NEVER, "O", Role.OWNER, world.mine.tenant_id, limited=True)
    with kit.database.write(None) as session:
        token = auth.start_session(session, kit.wall, kit.rng, owner)
    headers = {"Cookie": f"{SESSION_COOKIE}={token}"}
    denied = [one for one in CLOSED if one.access["policy"] != "account"]
    answers = {one.name: world.ask(one, headers, world.mine.ids) for one in denied}
    assert {name: one.status_code for name, one in answers.items() if one.status_code != 403} == {}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_does_what_its_policies_allow_and_nothing_else(world: World, role: Role) -> None:
    headers = sign_in(world, role)
    denied = [one for one in CLOSED if role.value not in one.access["roles"]]
    before = state_of(world, world.mine.tenant_id)
    answers = {one.name: world.ask(one, headers, world.mine.ids) for one in denied}
    assert {name: one.status_code for name, one in answers.items() if one.status_code != 403} == {}
    assert [
        name for name, one in answers.items() if OWN_CANARY in one.text + str(one.headers)
    ] == []
    assert state_of(world, world.mine.tenant_id) == before

    allowed = [
        one
        for one in CLOSED
        if role.value in one.access["roles"] and not one.path.endswith(STREAMS)
    ]
    got = {one.name: world.ask(one, headers, {}).status_code for one in allowed}
    assert {name: status for name, status in got.items() if status in {401, 403, 500}} == {}


@pytest.mark.parametrize("scope", [None, *access.SCOPES])
def test_a_key_does_what_its_scopes_say_and_nothing_else(world: World, scope: str | None) -> None:
    kit = world.parts.kit
    with kit.write(world.mine.tenant_id, "system") as unit:
        owner = Principal("account", "1", "Olga", Role.OWNER, unit.tenant_id)
        _, secret = auth.create_api_key(unit, owner, name="k", scopes=[scope or "day:read"])
    headers = {"Authorization": f"Bearer {secret}"}
    given = scope or "day:read"
    denied = [one for one in CLOSED if one.access["scope"] != given]
    answers = {one.name: world.ask(one, headers, world.mine.ids).status_code for one in denied}
    assert {name: status for name, status in answers.items() if status != 403} == {}
    allowed = [
        one for one in CLOSED if one.access["scope"] == given and not one.path.endswith(STREAMS)
    ]
    got = {one.name: world.ask(one, headers, {}).status_code for one in allowed}
    assert {name: status for name, status in got.items() if status in {401, 403, 500}} == {}


def test_what_is_another_company_s_looks_like_what_never_was(world: World) -> None:
    """Not even the owner tells them apart, and nothing of the other company changes or shows."""
    headers = sign_in(world, Role.OWNER)
    named = [
        one
        for one in CLOSED
        if one.access["object"]
        and Role.OWNER.value in one.access["roles"]
        and set(one.access["object"]) <= set(world.theirs.ids)
    ]
    before = state_of(world, world.theirs.tenant_id)
    wrong = {}
    for one in named:
        theirs = world.ask(one, headers, world.theirs.ids)
        never = world.ask(one, headers, {})
        told = [anonymous(answer.text, world) for answer in (theirs, never)]
        if (
            theirs.status_code < 400
            or theirs.status_code != never.status_code
            or told[0] != told[1]
        ):
            wrong[one.name] = (theirs.status_code, never.status_code, theirs.text[:100])
    assert wrong == {}
    assert state_of(world, world.theirs.tenant_id) == before
    covered = {name for one in named for name in one.access["object"]}
    assert {"depot_id", "driver_id", "vehicle_id", "account_id", "key_id"} <= covered


def test_a_link_opens_its_own_delivery_to_anybody_and_nothing_else(world: World) -> None:
    """A recipient is whoever has the link; a session adds nothing, a wrong link opens nothing."""
    assert {one.name for one in LINKED} >= {"GET /api/v1/track/{token}"}
    mine, theirs = (token_of(world, company) for company in (world.mine, world.theirs))
    everybody = [{}, *(sign_in(world, role) for role in Role)]
    for one in (one for one in LINKED if not one.path.endswith(STREAMS)):
        seen = {world.ask(one, headers, {"token": mine}).text for headers in everybody}
        assert len(seen) == 1
        assert CANARY not in seen.pop()
        assert world.ask(one, {}, {"token": theirs}).status_code == 200
        wrong = theirs[:-1] + ("A" if theirs[-1] != "A" else "B")
        assert world.ask(one, {}, {"token": wrong}).status_code == 404
    for one in CLOSED:
        headers = {"Authorization": f"Bearer {mine}"}
        assert world.ask(one, headers, world.mine.ids).status_code == 401, one.name


def token_of(world: World, company: Company) -> str:
    with world.parts.kit.database.read(company.tenant_id) as session:
        table = Base.metadata.tables["shipments"]
        query = select(table.c.tracking_token).where(table.c.tenant_id == company.tenant_id)
        return str(session.execute(query).scalars().first())


def test_lists_hold_nothing_of_another_company(world: World) -> None:
    headers = sign_in(world, Role.OWNER)
    lists = [
        one
        for one in CLOSED
        if one.method == "get" and not one.access["object"] and not one.path.endswith(STREAMS)
    ]
    shown = {one.name: world.ask(one, headers, {}).text for one in lists}
    assert [name for name, text in shown.items() if CANARY in text] == []
    theirs = sign_in(world, Role.OWNER, world.theirs.tenant_id)
    seen = [one.name for one in lists if CANARY in world.ask(one, theirs, {}).text]
    assert "GET /api/v1/team" in seen, "the canary must be where its own company sees it"


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.RECIPIENT])
def test_whatever_a_list_names_is_of_one_s_own_company(world: World, role: Role) -> None:
    """Ids as well as words: of every row of every table, through every list, search and export."""
    mine, theirs = (every_id(world, one.tenant_id) for one in (world.mine, world.theirs))
    assert mine.isdisjoint(theirs)
    headers = sign_in(world, role)
    lists = [
        one
        for one in CLOSED
        if one.method == "get"
        and not one.access["object"]
        and not one.path.endswith(STREAMS)
        and role.value in one.access["roles"]
    ]
    found: dict[str, set[str]] = {}
    for one in lists:
        for query in ({}, {"q": "a"}, {"service_on": MONDAY.isoformat()}, {"retired": "true"}):
            path = one.fill({}) + "?" + urlencode(query)
            text = world.client.get(path, headers=headers).text
            found.setdefault(one.name, set()).update(ID.findall(text))
    # Who looked is written down by what they typed, found or not.
    found.setdefault("GET /api/v1/looks", set()).difference_update(world.theirs.ids.values())
    assert {name: ids & theirs for name, ids in found.items() if ids & theirs} == {}
    if role is Role.OWNER:
        assert sum(bool(ids & mine) for ids in found.values()) > 10, "lists must name something"


def every_id(world: World, tenant_id: str) -> set[str]:
    """Return the ids of all rows that a company has."""
    found: set[str] = set()
    with world.parts.kit.database.read(None) as session:
        for table in Base.metadata.sorted_tables:
            if "tenant_id" in table.c and "id" in table.c:
                query = select(table.c.id).where(table.c.tenant_id == tenant_id)
                found |= set(map(str, session.execute(query, execution_options=ANY).scalars()))
    return found


def anonymous(text: str, world: World) -> str:
    for name in world.theirs.ids.values():
        text = text.replace(name, NEVER)
    return text
