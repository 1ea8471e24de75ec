"""Reports that are taken in together: the same as one by one, and a fraction of the work."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, select

from doorstep import dispatch
from doorstep.dispatch import Applied, Command, CommandKind, DispatchedRoute, HandedTo, Proof
from doorstep.dispatch.driving import apply_reports, make_report
from doorstep.dispatch.model import DeviceSeal
from doorstep.kernel import Money, SeededRng
from doorstep.plumbing import journal
from doorstep.plumbing.db import Base
from doorstep.plumbing.invariants import Installation
from doorstep.plumbing.problem import DoorstepError
from doorstep.plumbing.scoping import ANY_TENANT
from doorstep.plumbing.unit import SYSTEM_ACTOR
from worlds.day import Day, command, open_day

START, ARRIVE, DELIVER = CommandKind.START_ROUTE, CommandKind.ARRIVE, CommandKind.DELIVER
PICTURE = hashlib.sha256(b"abc").hexdigest()
STATEMENTS = 22
"""For any number of deliveries with a picture and cash that was not due, into a new bag."""

Sent = Sequence[tuple[str, Command]]


def apply_alone(day: Day, sent: Sent) -> list[str]:
    outcomes = []
    for driver, one in sent:
        try:
            outcomes.append(day.apply(one, driver).value)
        except DoorstepError as error:
            outcomes.append(error.code)
    return outcomes


def apply_together(day: Day, sent: Sent) -> list[str]:
    reports = [
        make_report(f"driver:{day.drivers[driver]}", day.drivers[driver], one)
        for driver, one in sent
    ]
    with day.kit.write(day.tenant_id, SYSTEM_ACTOR) as unit:
        outcomes = apply_reports(unit, reports)
    return [one.value if isinstance(one, Applied) else one.code for one in outcomes]


@contextmanager
def released_day(folder: Path) -> Iterator[tuple[Day, dict[str, DispatchedRoute]]]:
    folder.mkdir(exist_ok=True)
    with open_day(folder) as day:
        routes = day.release()
        day.clock.advance(timedelta(hours=13))
        day.kit.blobs.put(b"abc")
        with day.write() as unit:
            picture = dispatch.Picture(PICTURE, "image/png", 3, PICTURE, "image/png", 3)
            dispatch.keep_picture(unit, picture)
        yield day, routes


def draw(rng: SeededRng, routes: dict[str, DispatchedRoute]) -> Sent:
    """Return reports of two drivers: late, twice, against each other, and some that are wrong."""
    sent: list[tuple[str, Command]] = []
    for number in range(25):
        driver, van, at_doors = rng.choice((("Ada", "van 1", "ABC"), ("Bo", "van 2", "D")))
        kind = rng.choice((*CommandKind, DELIVER, DELIVER))
        reference = rng.choice(at_doors) if rng.random() < 0.95 else "nowhere"
        clock = rng.choice(("05:30", "06:10", "07:00", "09:59"))
        one = command(kind, routes[van], clock, reference if "route" not in kind else None)
        if kind in (DELIVER, CommandKind.FAIL):
            name = PICTURE if rng.random() < 0.8 else "cd" * 32
            proof = Proof(signature=name, handed_to=rng.choice(tuple(HandedTo)))
            cash = Money(rng.choice((500, 700)), "EUR") if rng.random() < 0.6 else None
            one = replace(one, proof=proof, cash=cash)
        if rng.random() < 0.3:
            seal = DeviceSeal("d" * 36, 1 + number // rng.choice((1, 2)), "{}", "x")
            one = replace(one, device=seal)
        sent.append(("Bo" if rng.random() < 0.05 else driver, one))
        if rng.random() < 0.3:
            driver, one = rng.choice(sent)
            sent.append((driver, one if rng.random() < 0.6 else replace(one, note="other")))
    return sent


def read_everything(day: Day) -> dict[str, list[tuple[object, ...]]]:
    with day.kit.database.engine.connect() as opened:
        connection = opened.execution_options(**{ANY_TENANT: True})
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=str)
            for table in Base.metadata.sorted_tables
        }


@pytest.mark.sqlite_only(reason="two databases are compared")
@pytest.mark.parametrize("seed", range(6))
def test_reports_taken_together_leave_every_row_that_they_leave_one_by_one(
    seed: int, tmp_path: Path
) -> None:
    def live_through(name: str, apply: Callable[[Day, Sent], list[str]]) -> object:
        with released_day(tmp_path / name) as (day, routes):
            # A command draws its id by itself: the first day's are sent on the second one too.
            sent = days.setdefault("sent", draw(SeededRng(seed), routes))
            outcomes = [*apply(day, sent[:12]), *apply(day, sent[12:])]
            with day.kit.read(day.tenant_id) as unit:
                assert journal.find_broken_link(unit.session) is None
            there = Installation(day.kit, day.kit.database)
            verdicts = (*dispatch.examine(there), *dispatch.examine_cash(there))
            assert [one for one in verdicts if one.violations] == []
            return outcomes, read_everything(day)

    days: dict[str, Sent] = {}
    alone = live_through("alone", apply_alone)
    assert live_through("together", apply_together) == alone


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def deliver(route: DispatchedRoute, reference: str) -> Command:
    cash, proof = Money(500, "EUR"), Proof(signature=PICTURE, recipient_name="Aino")
    return command(DELIVER, route, "06:15", reference, cash=cash, proof=proof)


def test_deliveries_taken_together_cost_the_statements_of_one(tmp_path: Path) -> None:
    with released_day(tmp_path) as (day, routes):
        ada, bo = routes["van 1"], routes["van 2"]
        first = [("Ada", command(START, ada, "06:00")), ("Bo", command(START, bo, "06:00"))]
        assert apply_together(day, first) == ["applied"] * 2
        with counted(day.kit.database.engine) as one:
            assert apply_together(day, [("Ada", deliver(ada, "A"))]) == ["applied"]
        some = [("Ada", deliver(ada, "B")), ("Bo", deliver(bo, "D")), ("Ada", deliver(ada, "C"))]
        with counted(day.kit.database.engine) as three:
            assert apply_together(day, some) == ["applied"] * 3
    without_begin = [
        [text for text in each if "begin" not in text.lower()] for each in (one, three)
    ]
    assert [len(each) for each in without_begin] == [STATEMENTS, STATEMENTS], three


def test_one_that_is_refused_changes_nothing_for_the_others(tmp_path: Path) -> None:
    with released_day(tmp_path) as (day, routes):
        ada, bo = routes["van 1"], routes["van 2"]
        not_theirs = ("Bo", command(ARRIVE, ada, "06:05", "A"))
        without_picture = ("Ada", replace(deliver(ada, "A"), proof=Proof(signature="cd" * 32)))
        good = ("Bo", deliver(bo, "D"))
        outcomes = apply_together(day, [not_theirs, without_picture, good])
        assert outcomes == ["route_not_yours", "file_missing", "applied"]
        assert day.route(ada.id).started_at is None
        assert day.route(bo.id).stops[0].status is dispatch.StopStatus.DELIVERED
