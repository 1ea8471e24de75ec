"""D-3, D-4, D-5, D-22: a disk that is full, fails or dawdles. Nothing is acknowledged that is
not there, what can be read can be read, and nobody has to start the server again."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from doorstep.plumbing.db import Database
from worlds.orders import Office, order_body


def database_of(client: TestClient) -> Database:
    database: Database = client.app.state.kit.database  # type: ignore[attr-defined] # Starlette's
    return database


@contextmanager
def a_full_disk(database: Database) -> Iterator[None]:
    """Let SQLite have not one page more than it has."""

    def no_more(connection: Any, _record: object, _proxy: object) -> None:
        pages = connection.execute("pragma page_count").fetchone()[0]
        connection.execute(f"pragma max_page_count={pages}")

    def room_again(connection: Any, _record: object, _proxy: object) -> None:
        connection.execute("pragma max_page_count=1073741823")

    event.listen(database.engine, "checkout", no_more)
    try:
        yield
    finally:
        event.remove(database.engine, "checkout", no_more)
        event.listen(database.engine, "checkout", room_again)


@pytest.mark.sqlite_only(reason="a SQLite file is let grow no page further")
def test_a_full_disk_refuses_what_is_new_and_shows_what_is_there(
    office: Office, client: TestClient
) -> None:
    """D-3."""
    before = office.create("A-1")
    refused: list[str] = []
    with a_full_disk(database_of(client)):
        for number in range(400):
            answer = office.post_order(order_body(f"F-{number}", note="x" * 400), key=f"f{number}")
            if answer.status_code != 201:
                refused.append(f"F-{number}")
                assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
                assert int(answer.headers["Retry-After"]) > 0
            if len(refused) == 3:
                break
        assert len(refused) == 3
        assert office.seen(before)["reference"] == "A-1"
        assert office.get("orders", reference=refused[0])["total"] == 0
    # Room again, and no restart: the same request under the same key is done, once.
    number = int(refused[0].removeprefix("F-"))
    for _ in range(2):
        again = office.post_order(order_body(refused[0], note="x" * 400), key=f"f{number}")
        assert again.status_code == 201
    assert office.get("orders", reference=refused[0])["total"] == 1


@pytest.mark.parametrize("nth", range(1, 13))
def test_whichever_statement_fails_nothing_is_acknowledged_or_left_behind(
    office: Office, client: TestClient, nth: int
) -> None:
    """D-4: the N-th call of the database fails, for each N of taking an order in."""
    engine = database_of(client).engine
    calls = 0

    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        nonlocal calls
        if "api_keys" in statement or "sessions" in statement:
            return  # who asks is another question, and asked before
        calls += 1
        if calls == nth:
            cause = sqlite3.OperationalError("disk I/O error")
            raise OperationalError(statement, {}, cause)

    event.listen(engine, "before_cursor_execute", fail)
    try:
        answer = office.post_order(order_body("A-1"), key="same")
    finally:
        event.remove(engine, "before_cursor_execute", fail)
    if calls < nth:
        assert answer.status_code == 201  # there are no more calls to fail
        return
    # Everybody in a group gets a second try by themselves; what failed then is told.
    assert answer.status_code in (201, 503)
    if answer.status_code == 503:
        assert answer.json()["code"] == "storage_failed"
        assert office.get("orders", reference="A-1")["total"] == 0
        assert office.post_order(order_body("A-1"), key="same").status_code == 201
    assert office.get("orders", reference="A-1")["total"] == 1


def test_a_sync_that_fails_is_no_acknowledgement(office: Office, client: TestClient) -> None:
    """D-4: the commit itself fails."""
    engine = database_of(client).engine

    def fail(_connection: object) -> None:
        cause = sqlite3.OperationalError("disk I/O error")
        message = "commit"
        raise OperationalError(message, {}, cause)

    event.listen(engine, "commit", fail)
    try:
        answer = office.post_order(order_body("A-1"), key="same")
    finally:
        event.remove(engine, "commit", fail)
    assert (answer.status_code, answer.json()["code"]) == (503, "storage_failed")
    assert office.get("orders", reference="A-1")["total"] == 0
    assert office.post_order(order_body("A-1"), key="same").status_code == 201


def test_a_slow_disk_answers_late_and_never_early(office: Office, client: TestClient) -> None:
    """D-22: each commit takes 0.3 s."""
    database = database_of(client)
    done: list[float] = []

    def dawdle(_connection: object) -> None:
        time.sleep(0.3)
        done.append(time.monotonic())

    event.listen(database.engine, "commit", dawdle)
    try:
        answer = office.post_order(order_body("A-1"))
    finally:
        event.remove(database.engine, "commit", dawdle)
    assert answer.status_code == 201
    assert time.monotonic() >= done[0]
    with database.read(None) as session:
        found = session.execute(text("select 1")).scalar()  # a read works meanwhile as well
    assert found == 1
