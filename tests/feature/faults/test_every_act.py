"""D-3, D-4: whichever call of the database fails, in whichever act of a day.

For each act every statement fails once, by a disk that is full or broken, and so does the commit.
Each time the act is refused and the database is, row for row, what it was. Then the act is done.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from httpx2 import Response
from psycopg.errors import DiskFull, IoError
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from doorstep.dispatch.cash import ledger
from doorstep.kernel import Money
from doorstep.plumbing.auth import Principal, Role, issue_code
from worlds import day as world
from worlds.day import at
from worlds.day_on_server import API, Served, photo, report, serve_day
from worlds.devices import Phone
from worlds.in_hand import read_tables

CASH = {"amount_minor": 1250, "currency": "EUR"}
BROKEN, FULL = "disk I/O error", "database or disk is full"
ANSWERS = {BROKEN: (503, "storage_failed"), FULL: (507, "storage_full")}
# Who asks is another question, and asked before; who looked is told apart from what they did.
NOT_OURS = ("sessions", "api_keys", "looks")
Act = Callable[[Served], Callable[[], Response]]


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Give the day at 06:30, with 12.50 EUR to be collected at A, not released yet."""
    first, *others = world.SHIPMENTS
    due = Money(1250, "EUR")
    monkeypatch.setattr(world, "SHIPMENTS", (replace(first, cod=due), *others))
    with serve_day(tmp_path) as opened:
        opened.day.clock.advance(at("06:30") - at("05:00"))
        for client in (opened.office, opened.ada):
            client.app.state.kit = opened.day.kit  # type: ignore[attr-defined] # Starlette's
        yield opened


def release(served: Served) -> Callable[[], Response]:
    return lambda: served.office.post(f"{API}/plans/{served.day.plan_id}/release")


def send_photo(served: Served) -> Callable[[], Response]:
    name, data = photo()
    return lambda: served.ada.put(f"{API}/driver/files/{name}", content=data)


def deliver(served: Served) -> Callable[[], Response]:
    served.release()
    send_photo(served)()
    route = served.route_of(served.ada)
    told = report("deliver", route, "06:15", stop="A", photos=[photo()[0]], cash=CASH)
    return lambda: served.ada.post(f"{API}/driver/commands", json={"commands": [told]})


def finish(served: Served) -> Callable[[], Response]:
    served.release()
    told = report("finish_route", served.route_of(served.ada), "06:20")
    return lambda: served.ada.post(f"{API}/driver/commands", json={"commands": [told]})


def hand_over(served: Served) -> Callable[[], Response]:
    served.release()
    phone = Phone()
    phone.register(served)
    route = served.route_of(served.ada)
    sealed = phone.seal(report("deliver", route, "06:15", stop="A", cash=CASH))
    path = f"{API}/driver/devices/{phone.id}/held-reports"
    return lambda: TestClient(served.app).post(path, json={"commands": [sealed]})


def release_held(served: Served) -> Callable[[], Response]:
    hand_over(served)()
    (held,) = served.office.get(f"{API}/held-reports").json()["items"]
    return lambda: served.office.post(f"{API}/held-reports/{held['id']}/release")


def hand_in(served: Served) -> Callable[[], Response]:
    deliver(served)()
    with served.day.write() as unit:
        (shift,) = ledger.list_shifts(unit, 1)
        who = Principal("account", unit.new_id(), "Fia", Role.FINANCE, unit.tenant_id)
        code = issue_code(unit, who)
    finance = TestClient(served.app)
    assert finance.post(f"{API}/session/link", json={"code": code}).status_code == 200
    body = {"counted": [CASH]}
    return lambda: finance.post(f"{API}/cash/shifts/{shift.id}/hand-in", json=body)


ACTS: tuple[Act, ...] = (
    release, send_photo, deliver, finish, hand_over, release_held, hand_in,
)  # fmt: skip


def as_the_database_says(served: Served, said: str) -> Exception:
    if served.day.kit.database.engine.dialect.name == "postgresql":
        return DiskFull(said) if said == FULL else IoError(said)
    error = sqlite3.OperationalError(said)
    error.sqlite_errorcode = sqlite3.SQLITE_FULL if said == FULL else sqlite3.SQLITE_IOERR
    return error


def rows_of(folder: Path) -> str:
    """Return a hash over every row but those about who asked."""
    return hashlib.sha256(str(read_tables(folder, NOT_OURS)).encode()).hexdigest()


@contextmanager
def failing(served: Served, nth: int, said: str) -> Iterator[list[str]]:
    """Let the ``nth`` statement fail; give the statements that were asked for."""
    engine = served.day.kit.database.engine
    asked: list[str] = []

    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if any(name in statement for name in NOT_OURS):
            return
        asked.append(statement)
        if len(asked) == nth:
            cause = as_the_database_says(served, said)
            raise OperationalError(statement, {}, cause) from cause

    event.listen(engine, "before_cursor_execute", fail)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", fail)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_whichever_statement_of_an_act_fails_it_is_refused_and_nothing_changed(
    served: Served, tmp_path: Path, act: Act
) -> None:
    do = act(served)
    before = rows_of(tmp_path)
    for nth in range(1, 1000):
        said = (BROKEN, FULL)[nth % 2]
        with failing(served, nth, said) as asked:
            answer = do()
        if len(asked) < nth:
            break  # there was nothing left to fail
        assert (answer.status_code, answer.json()["code"]) == ANSWERS[said], asked[-1]
        assert int(answer.headers["Retry-After"]) > 0
        assert rows_of(tmp_path) == before, asked[-1]
    assert nth > 2
    assert answer.status_code < 300, answer.text
    assert "refused" not in answer.text
    assert rows_of(tmp_path) != before


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_an_act_whose_commit_fails_was_not_done(served: Served, tmp_path: Path, act: Act) -> None:
    do = act(served)
    before = rows_of(tmp_path)

    def fail(_connection: object) -> None:
        message = "commit"
        cause = as_the_database_says(served, BROKEN)
        raise OperationalError(message, {}, cause) from cause

    engine = served.day.kit.database.engine
    event.listen(engine, "commit", fail)
    try:
        answer = do()
    finally:
        event.remove(engine, "commit", fail)
    assert (answer.status_code, answer.json()["code"]) == ANSWERS[BROKEN]
    assert rows_of(tmp_path) == before
    assert do().status_code < 300
