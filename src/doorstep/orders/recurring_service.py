"""Keep recurring orders, and make the orders of each date once.

Which dates are made is written in the transaction that makes their orders, under a key that
exists once: whoever is killed, started twice or asked again makes no second one.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from doorstep.orders import store
from doorstep.orders.errors import RecurringOrderNotFoundError, ReferenceTakenError
from doorstep.orders.intake import add_order
from doorstep.orders.recurring import RecurringOrder
from doorstep.plumbing import auth
from doorstep.plumbing.invariants import tenant_ids_of
from doorstep.plumbing.unit import SYSTEM_ACTOR, Kit, Unit
from doorstep.plumbing.versions import check_version


def add_recurring(unit: Unit, make: Callable[[str], RecurringOrder]) -> RecurringOrder:
    """Add a recurring order that ``make`` makes of its id, and make the orders due by now.

    Raises
    ------
    ReferenceTakenError
        Another recurring order has its reference.
    """
    one = make(unit.new_id())
    _require_own_name(unit, one)
    store.add_recurring(unit.session, unit.tenant_id, one)
    unit.emit("recurring_order.added", one.id, _about(one))
    _make_due(unit, one)
    return one


def get_recurring(unit: Unit, recurring_id: str, *, to_change: bool = False) -> RecurringOrder:
    """Return one recurring order.

    Raises
    ------
    RecurringOrderNotFoundError
        There is none with this id.
    """
    found = store.find_recurring(unit.session, recurring_id, to_change=to_change)
    if found is None:
        message = "There is no recurring order with this id."
        raise RecurringOrderNotFoundError(message)
    return found


def list_recurring(unit: Unit) -> list[RecurringOrder]:
    """Return the recurring orders by reference."""
    return store.list_recurring(unit.session)


def change_recurring(unit: Unit, after: RecurringOrder, version: int) -> RecurringOrder:
    """Replace a recurring order; orders that it has made stay as they are.

    Raises
    ------
    RecurringOrderNotFoundError, StaleVersionError, ReferenceTakenError
        It cannot be.
    """
    before = get_recurring(unit, after.id, to_change=True)
    check_version(version, before.version)
    saved = replace(after, version=before.version + 1, updated_at=unit.now())
    _require_own_name(unit, saved)
    store.save_recurring(unit.session, saved)
    unit.emit("recurring_order.changed", saved.id, _about(saved))
    _make_due(unit, saved)
    return saved


def remove_recurring(unit: Unit, recurring_id: str, version: int) -> None:
    """End a recurring order for good; orders that it has made stay.

    Raises
    ------
    RecurringOrderNotFoundError, StaleVersionError
        It cannot be.
    """
    before = get_recurring(unit, recurring_id)
    check_version(version, before.version)
    store.remove_recurring(unit.session, recurring_id)
    unit.emit("recurring_order.removed", recurring_id, _about(before))


def timezone_of(unit: Unit) -> str:
    """Return the company's time zone."""
    tenant = auth.find_tenant(unit.session, unit.tenant_id)
    return tenant.timezone if tenant else "UTC"


def list_next(unit: Unit, one: RecurringOrder, count: int) -> list[tuple[date, bool, str]]:
    """Return the next dates: whether the order is made, and what kept it from being made."""
    made = store.list_made(unit.session, [one.id])
    today = _today(unit, one)
    found = []
    for on in one.schedule.list_dates(today, today + timedelta(days=366)):
        problem = made.get((one.id, on))
        found.append((on, problem == "", problem or ""))
        if len(found) == count:
            break
    return found


def make_due(kit: Kit) -> int:
    """Make the orders that are due of every company; return how many."""
    count = 0
    for tenant_id in tenant_ids_of(kit.database):
        with kit.read(tenant_id) as unit:
            ids = [one.id for one in store.list_recurring(unit.session) if not one.paused]
        for recurring_id in ids:
            with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
                one = store.find_recurring(unit.session, recurring_id, to_change=True)
                count += _make_due(unit, one) if one is not None else 0
    return count


def _require_own_name(unit: Unit, one: RecurringOrder) -> None:
    """Two of a name would make orders of a name, of which only the first are taken in."""
    others = store.list_recurring(unit.session)
    if any(other.reference == one.reference and other.id != one.id for other in others):
        message = f"There is a recurring order {one.reference!r} already."
        raise ReferenceTakenError(message)


def _make_due(unit: Unit, one: RecurringOrder) -> int:
    if one.paused:
        return 0
    today = _today(unit, one)
    made = store.list_made(unit.session, [one.id])
    count = 0
    for on in one.schedule.list_dates(today, today + timedelta(days=one.days_ahead)):
        if (one.id, on) not in made:
            count += _make(unit, one, on)
    return count


def _make(unit: Unit, one: RecurringOrder, on: date) -> int:
    order_id, problem = "", ""
    try:
        with unit.attempt():
            order_id = add_order(unit, one.make(on)).order.id
    except ReferenceTakenError as error:
        problem = error.sentence
    store.add_made(unit.session, unit.tenant_id, one.id, on, order_id, problem)
    return 1 if order_id else 0


def _today(unit: Unit, one: RecurringOrder) -> date:
    return unit.now().astimezone(ZoneInfo(one.schedule.timezone)).date()


def _about(one: RecurringOrder) -> dict[str, object]:
    return {"reference": one.reference, "paused": one.paused, "version": one.version}
