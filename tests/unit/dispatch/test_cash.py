"""Cash on delivery: what comes in at a door is a fact, and what does not fit is looked at."""
# Bad input: B-56 (docs/guides/bad-input.md).

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from doorstep import dispatch
from doorstep.dispatch import CommandKind, DispatchedRoute
from doorstep.dispatch.cash import ledger
from doorstep.dispatch.cash_model import CashShift, Difference, find_difference
from doorstep.dispatch.errors import CashClosedError, NothingToApproveError
from doorstep.kernel import Money
from doorstep.plumbing.invariants import Installation
from worlds import day as world
from worlds.day import Day, at, command, open_day
from worlds.in_hand import no_guards

EUR = "EUR"
DUE = Money(1250, EUR)


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Day]:
    """Give the day with 12.50 EUR due at A, 8 EUR at B and nothing elsewhere, at 18:00."""
    first, second, *others = world.SHIPMENTS
    cod = (replace(first, cod=DUE), replace(second, cod=Money(800, EUR)), *others)
    monkeypatch.setattr(world, "SHIPMENTS", cod)
    with open_day(tmp_path) as opened:
        opened.release()
        opened.clock.advance(at("18:00") - opened.clock.now())
        yield opened


def route_of(day: Day) -> DispatchedRoute:
    with day.kit.read(day.tenant_id) as unit:
        routes = dispatch.list_routes(unit, world.TODAY)
    return next(route for route in routes if route.vehicle == "van 1")


def deliver(day: Day, reference: str, got: Money | None, clock: str = "06:15") -> None:
    day.apply(command(CommandKind.DELIVER, route_of(day), clock, reference, cash=got))


def shifts(day: Day) -> list[CashShift]:
    with day.kit.read(day.tenant_id) as unit:
        return ledger.list_shifts(unit, 10)


def differences(day: Day) -> list[str]:
    with day.kit.read(day.tenant_id) as unit:
        return [one.difference.value for one in ledger.list_open_exceptions(unit)][::-1]


def violations(day: Day) -> set[str]:
    verdicts = dispatch.examine_cash(Installation(day.kit, day.kit.database))
    return {one.name for one in verdicts if one.violations}


def hand_in(day: Day, counted: dict[str, int]) -> CashShift:
    with day.write() as unit:
        return ledger.hand_in(unit, shifts(day)[0].id, counted)


@pytest.mark.parametrize(
    ("due", "got", "delivered", "counted", "found"),
    [
        (DUE, DUE, True, True, None),
        (None, None, True, True, None),
        (DUE, None, False, True, None),
        (DUE, Money(1249, EUR), True, True, Difference.SHORT),
        (DUE, Money(1251, EUR), True, True, Difference.OVER),
        (DUE, None, True, True, Difference.MISSING),
        (DUE, Money(0, EUR), True, True, Difference.MISSING),
        (None, Money(1, EUR), True, True, Difference.NOT_DUE),
        (DUE, DUE, False, True, Difference.NOT_DUE),
        (DUE, Money(1250, "USD"), True, True, Difference.OTHER_CURRENCY),
        (DUE, DUE, True, False, Difference.AGAIN),
        (DUE, None, True, False, None),
    ],
)
def test_whatever_is_not_what_was_due_has_a_name(
    due: Money | None, got: Money | None, *, delivered: bool, counted: bool, found: Any
) -> None:
    assert find_difference(due, got, delivered=delivered, counted=counted) is found


def test_a_day_without_differences_balances_at_the_hand_in(day: Day) -> None:
    deliver(day, "A", DUE)
    deliver(day, "B", Money(800, EUR), "06:35")
    # 12.50 + 8.00 = 20.50 EUR.
    assert shifts(day)[0].balance() == {EUR: 2050}
    closed = hand_in(day, {EUR: 2050})
    assert (closed.state, closed.balance()) == ("balanced", {})
    assert differences(day) == []
    assert violations(day) == set()


def test_a_report_that_is_sent_again_collects_nothing_twice(day: Day) -> None:
    sent = command(CommandKind.DELIVER, route_of(day), "06:15", "A", cash=DUE)
    day.apply(sent)
    day.apply(sent)
    assert shifts(day)[0].balance() == {EUR: 1250}


@pytest.mark.parametrize(
    ("reference", "got", "found"),
    [
        ("A", Money(1000, EUR), "short"),
        ("A", Money(2000, EUR), "over"),
        ("A", None, "missing"),
        ("C", Money(500, EUR), "not_due"),
        ("A", Money(1250, "USD"), "other_currency"),
    ],
)
def test_a_difference_at_the_door_counts_as_a_fact_and_is_looked_at(
    day: Day, reference: str, got: Money | None, found: str
) -> None:
    deliver(day, reference, got)
    assert differences(day) == [found]
    assert violations(day) == set()
    if got is not None:
        assert shifts(day)[0].balance() == {got.currency: got.amount_minor}


def test_a_second_delivery_of_the_same_parcel_keeps_its_money_and_opens_a_difference(
    day: Day,
) -> None:
    deliver(day, "A", DUE)
    deliver(day, "A", DUE, "06:20")
    assert shifts(day)[0].balance() == {EUR: 2500}
    assert differences(day) == ["again"]
    assert violations(day) == set()


def test_money_that_comes_after_the_hand_in_never_changes_the_closed_shift(day: Day) -> None:
    deliver(day, "A", DUE)
    closed = hand_in(day, {EUR: 1250})
    deliver(day, "B", Money(800, EUR), "06:35")
    (newer,) = [one for one in shifts(day) if one.id != closed.id]
    assert closed in shifts(day)
    assert newer.balance() == {EUR: 800}
    assert differences(day) == ["after_hand_in"]
    with pytest.raises(CashClosedError), day.write() as unit:
        ledger.hand_in(unit, closed.id, {EUR: 1})


def test_what_is_missing_at_the_hand_in_waits_for_somebody_to_approve_it(day: Day) -> None:
    deliver(day, "A", DUE)
    closed = hand_in(day, {EUR: 1200, "USD": 100})
    # 50 cents are missing, and one dollar came from nowhere.
    assert (closed.state, closed.balance()) == ("difference", {EUR: 50, "USD": -100})
    with day.write() as unit:
        settled = ledger.approve_difference(unit, closed.id, "Lost in the van")
    assert (settled.state, settled.balance()) == ("balanced", {})
    assert violations(day) == set()
    with pytest.raises(NothingToApproveError), day.write() as unit:
        ledger.approve_difference(unit, closed.id, "again")


def test_an_open_shift_cannot_be_approved(day: Day) -> None:
    deliver(day, "A", DUE)
    with pytest.raises(NothingToApproveError), day.write() as unit:
        ledger.approve_difference(unit, shifts(day)[0].id, "early")


def test_a_difference_that_was_looked_at_is_gone_from_the_list_and_stays_on_record(
    day: Day,
) -> None:
    deliver(day, "A", None)
    with day.write() as unit:
        ledger.settle_exception(unit, ledger.list_open_exceptions(unit)[0].id, "Paid by card")
    assert differences(day) == []
    assert violations(day) == set()


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("update cash_entries set amount_minor = 1249", "cash_explained"),
        ("delete from cash_entries", "cash_explained"),
        ("update cash_entries set attempt_id = 'x' where kind = 'collected'", "cash_explained"),
        ("update stops set cod_minor = 1 where reference = 'A'", "cash_explained"),
        ("update cash_shifts set closed_at = null", "cash_balanced"),
        (
            "delete from cash_entries; delete from cash_shifts; update stops set cod_minor = null",
            "cash_matches_journal",
        ),
        (
            "update cash_entries set amount_minor = 1 where kind = 'handed_in'",
            "cash_matches_journal",
        ),
    ],
)
def test_verify_sees_what_was_changed_behind_the_ledger(day: Day, script: str, name: str) -> None:
    """What the ledger itself cannot tell, the journal that is replayed does."""
    deliver(day, "A", DUE)
    hand_in(day, {EUR: 1250})
    assert violations(day) == set()
    with day.kit.database.engine.begin() as connection, no_guards(connection):
        for one in script.split(";"):
            connection.exec_driver_sql(one, execution_options={"any_tenant": True})
    assert violations(day) >= {name}
    assert violations(day) - {name} <= {"cash_matches_journal"}
