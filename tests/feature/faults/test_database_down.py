"""D-6: PostgreSQL goes away in the middle and comes back; the server is not started again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, text
from starlette.testclient import TestClient

from doorstep.api import create_app
from doorstep.bootstrap import Parts, open_parts
from doorstep.demo.seed import CITY_FILE, console_code, seed
from doorstep.plumbing.settings import Settings
from worlds.demo_process import new_data_folder
from worlds.orders import Office, order_body
from worlds.postgres import new_database, running_postgres


@pytest.fixture(scope="module")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_postgres(tmp_path_factory.mktemp("pg")) as url:
        yield url


@pytest.fixture
def parts(tmp_path: Path, roads_folder: Path, postgres_url: str) -> Iterator[Parts]:
    folder = new_data_folder(tmp_path, roads_folder)
    settings = Settings(data_dir=folder, database_url=new_database(postgres_url))
    with open_parts(settings, CITY_FILE) as opened:
        yield opened


@pytest.fixture
def office(parts: Parts) -> Iterator[Office]:
    tenant_id, login = seed(parts.kit, parts.settings.data_dir)
    code = console_code(parts.kit, tenant_id, login.email)
    app = create_app(parts)
    with TestClient(app, base_url="http://testserver/api/v1/") as client:
        assert client.post("session/link", json={"code": code}).status_code == 200
        yield Office(client)


def cut_every_connection(parts: Parts) -> None:
    """Let the database drop all connections of ours but the one that asks."""
    with parts.kit.database.read(None) as session:
        session.execute(
            text(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )
        )


def test_connections_that_were_cut_are_made_again(parts: Parts, office: Office) -> None:
    """D-6: five times, between requests."""
    for number in range(5):
        office.create(f"A-{number}")
        cut_every_connection(parts)
    assert office.get("orders")["total"] == 5


def test_a_connection_cut_before_the_commit_is_told_and_the_repetition_is_done_once(
    parts: Parts, office: Office
) -> None:
    """D-6: nobody can know whether it was written; the key knows."""
    engine = parts.kit.database.engine
    is_cut = is_the_order_s = False

    def look(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        nonlocal is_the_order_s
        is_the_order_s |= statement.startswith("INSERT INTO idempotency_keys")

    def cut(_connection: object) -> None:
        nonlocal is_cut
        if is_the_order_s and not is_cut:
            is_cut = True
            cut_every_connection(parts)

    event.listen(engine, "before_cursor_execute", look)
    event.listen(engine, "commit", cut)
    try:
        answer = office.post_order(order_body("A-1"), key="same")
    finally:
        event.remove(engine, "commit", cut)
        event.remove(engine, "before_cursor_execute", look)
    assert is_cut
    assert (answer.status_code, answer.json()["code"]) == (503, "storage_failed")
    assert int(answer.headers["Retry-After"]) > 0
    for _ in range(2):
        assert office.post_order(order_body("A-1"), key="same").status_code == 201
    assert office.get("orders", reference="A-1")["total"] == 1
