"""Have a shipment paid by card: ask once, believe the provider, give up in favour of cash."""

from collections.abc import Callable
from dataclasses import replace

from doorstep import orders
from doorstep.kernel import Money
from doorstep.payments import store
from doorstep.payments.errors import (
    NothingDueError,
    NotPaidError,
    PaymentNotFoundError,
    ProviderRefusesError,
)
from doorstep.payments.model import (
    SETTLED,
    UNDER_WAY,
    EntryKind,
    Payment,
    PaymentEntry,
    PaymentState,
    may_become,
)
from doorstep.payments.port import Happened, News, PaymentPort, Wish
from doorstep.plumbing.unit import Kit, Unit

_LONGEST_PROBLEM = 64

Then = Callable[[Unit, Payment], None]
"""What else is done about a payment that has changed, in the same transaction."""


def ask_for_payment(
    kit: Kit,
    port: PaymentPort,
    tenant_id: str,
    actor: str,
    shipment_id: str,
    back_url: str,
    then: Then,
) -> Payment:
    """Return the payment of what is due for a shipment, with the page on which it is paid.

    One that is under way already is returned again, so that nobody is asked twice. The provider
    is asked outside of any transaction, and under the payment's own id: whether or not an answer
    comes, asking again can only find the same page.

    Raises
    ------
    NothingDueError
        Nothing is to be paid, or it is paid.
    ProviderAwayError, ProviderRefusesError
        There is no page to be had.
    """
    with kit.write(tenant_id, actor) as unit:
        payment = _find_or_add(unit, shipment_id)
        what = orders.get_shipments(unit, [shipment_id])[0].shipment.reference
    if payment.state is PaymentState.OPEN:
        return payment
    wish = Wish(payment.id, tenant_id, payment.money, what, back_url)
    try:
        page = port.open_page(wish)
    except ProviderRefusesError as error:
        with kit.write(tenant_id, actor) as unit:
            _move(unit, payment.id, PaymentState.FAILED, problem=error.sentence)
        raise
    with kit.write(tenant_id, actor) as unit:
        fresh = _get(unit, payment.id)
        fresh = replace(
            fresh, session_ref=page.session_ref, url=page.url, expires_at=page.expires_at
        )
        store.save_payment(unit.session, fresh)
        # The provider may have told that it is paid before it told that there is a page.
        opened = _move(unit, payment.id, PaymentState.OPEN)
        then(unit, opened)
        return opened


def hear(kit: Kit, port: PaymentPort, news: News, then: Then) -> None:
    """Do what a message of the provider says, once."""
    if not news.tenant_id or not news.key or news.happened is Happened.OTHER:
        return
    with kit.write(news.tenant_id, f"provider:{port.name}") as unit:
        known = store.find_payment(unit.session, news.key, to_change=True)
        # A message about a payment that is not ours, or that we never asked for, is heard and
        # changes nothing: answering with an error would only make it come again for days.
        if known is None or not store.note_news(
            unit.session, unit.tenant_id, news.id, unit.kit.wall.now()
        ):
            return
        then(unit, _follow(unit, known, news))


def give_up(
    kit: Kit, port: PaymentPort, tenant_id: str, actor: str, payment_id: str, then: Then
) -> Payment:
    """Let nobody pay any more, because cash is taken; a payment made meanwhile counts.

    Raises
    ------
    PaymentNotFoundError
        There is none of this id.
    ProviderAwayError
        Whether it can still be paid is not known.
    """
    with kit.read(tenant_id, actor) as unit:
        payment = _get(unit, payment_id)
    if payment.state not in UNDER_WAY:
        return payment
    news = port.close_page(payment.session_ref) if payment.session_ref else None
    with kit.write(tenant_id, actor) as unit:
        if news is not None:
            ended = _follow(unit, _get(unit, payment_id), news)
        else:
            ended = _move(unit, payment_id, PaymentState.CANCELLED)
        then(unit, ended)
        return ended


def give_back(kit: Kit, port: PaymentPort, tenant_id: str, actor: str, payment_id: str) -> Payment:
    """Give what was paid back to the card; it counts when the provider says so.

    Raises
    ------
    PaymentNotFoundError, NotPaidError
        There is nothing to give back.
    ProviderAwayError, ProviderRefusesError
        It was not, or perhaps not, given back; asking again gives back once.
    """
    with kit.read(tenant_id, actor) as unit:
        payment = _get(unit, payment_id)
    left = payment.captured_minor()
    if payment.state is not PaymentState.PAID or left <= 0:
        message = "There is nothing to give back."
        raise NotPaidError(message)
    reference = port.refund(payment.charge_ref, Money(left, payment.money.currency), payment.id)
    with kit.write(tenant_id, actor) as unit:
        unit.emit("payment.refund_asked", payment_id, {"reference": reference})
        return _get(unit, payment_id)


def list_of_shipments(unit: Unit, shipment_ids: list[str]) -> dict[str, Payment]:
    """Return the payment that counts for each of some shipments: paid before under way."""
    found: dict[str, Payment] = {}
    for one in store.list_payments(unit.session, shipment_ids):
        known = found.get(one.shipment_id)
        if known is None or (one.state in SETTLED and known.state not in SETTLED):
            found[one.shipment_id] = one
    return found


def list_latest(unit: Unit, limit: int) -> list[Payment]:
    """Return the last payments, the newest first."""
    return store.list_latest(unit.session, limit)


def get_payment(unit: Unit, payment_id: str) -> Payment:
    """Return a payment.

    Raises
    ------
    PaymentNotFoundError
        There is none of this id.
    """
    return _get(unit, payment_id)


def flag_paid_twice(unit: Unit, payment_id: str) -> None:
    """Note that cash was taken for what was paid by card, for somebody to give it back."""
    payment = _get(unit, payment_id)
    if payment.state is PaymentState.PAID and not payment.problem:
        store.save_payment(unit.session, replace(payment, problem="paid_twice"))
        unit.emit("payment.paid_twice", payment_id, {"shipment_id": payment.shipment_id})


def _find_or_add(unit: Unit, shipment_id: str) -> Payment:
    shipments = orders.get_shipments(unit, [shipment_id])
    due = shipments[0].shipment.cod if shipments else None
    known = store.list_payments(unit.session, [shipment_id])
    if due is None or due.amount_minor <= 0 or any(one.state in SETTLED for one in known):
        message = "There is nothing to pay for this shipment, or it is paid."
        raise NothingDueError(message)
    for one in known:
        # What was asked for another amount is another payment; it is given up by hand.
        if one.state in UNDER_WAY and one.money == due:
            return one
    payment = Payment(unit.new_id(), shipment_id, due, PaymentState.ASKED, unit.now())
    store.add_payment(unit.session, unit.tenant_id, payment)
    unit.emit("payment.asked", payment.id, {"shipment_id": shipment_id} | _wire(due))
    return payment


def _follow(unit: Unit, known: Payment, news: News) -> Payment:
    if news.happened is Happened.PAID:
        return _take(unit, known, news)
    if news.happened is Happened.REFUNDED:
        return _return(unit, known, news)
    state = PaymentState.CANCELLED if news.happened is Happened.EXPIRED else PaymentState.FAILED
    return _move(unit, known.id, state)


def _take(unit: Unit, known: Payment, news: News) -> Payment:
    money = news.money or known.money
    # One charge of a payment: the same one told of again, under whatever event, is entered once.
    if not any(one.kind is EntryKind.CAPTURED for one in known.entries):
        reference = news.charge_ref or news.session_ref
        _enter(unit, known.id, EntryKind.CAPTURED, money, reference)
    paid = replace(
        known,
        charge_ref=news.charge_ref or known.charge_ref,
        session_ref=news.session_ref or known.session_ref,
        paid_at=known.paid_at or unit.now(),
        problem=known.problem if money == known.money else "amount_differs",
    )
    store.save_payment(unit.session, paid)
    return _move(unit, known.id, PaymentState.PAID)


def _return(unit: Unit, known: Payment, news: News) -> Payment:
    back = news.money.amount_minor if news.money is not None else 0
    entered = sum(
        one.money.amount_minor for one in known.entries if one.kind is EntryKind.REFUNDED
    )
    # The provider tells the sum so far, and messages overtake each other.
    if back > entered:
        money = Money(back - entered, known.money.currency)
        _enter(unit, known.id, EntryKind.REFUNDED, money, f"{known.charge_ref}:{back}")
    fresh = _get(unit, known.id)
    if fresh.captured_minor() > 0:
        return fresh
    return _move(unit, known.id, PaymentState.REFUNDED)


def _move(unit: Unit, payment_id: str, state: PaymentState, problem: str = "") -> Payment:
    known = _get(unit, payment_id)
    if not may_become(known.state, state):
        return known
    is_over = state in {PaymentState.CANCELLED, PaymentState.FAILED, PaymentState.REFUNDED}
    moved = replace(
        known,
        state=state,
        ended_at=unit.now() if is_over else known.ended_at,
        problem=problem[:_LONGEST_PROBLEM] or known.problem,
    )
    store.save_payment(unit.session, moved)
    about = {"shipment_id": known.shipment_id, "state": state.value}
    unit.emit(f"payment.{_TOLD[state]}", payment_id, about)
    return moved


_TOLD = {
    PaymentState.OPEN: "opened",
    PaymentState.PAID: "paid",
    PaymentState.CANCELLED: "cancelled",
    PaymentState.FAILED: "failed",
    PaymentState.REFUNDED: "refunded",
}


def _enter(unit: Unit, payment_id: str, kind: EntryKind, money: Money, reference: str) -> None:
    entry = PaymentEntry(unit.new_id(), payment_id, kind, money, reference, unit.now())
    store.add_entry(unit.session, unit.tenant_id, entry)


def _get(unit: Unit, payment_id: str) -> Payment:
    found = store.find_payment(unit.session, payment_id)
    if found is None:
        message = "There is no payment of this id."
        raise PaymentNotFoundError(message)
    return found


def _wire(money: Money) -> dict[str, int | str]:
    return {"amount_minor": money.amount_minor, "currency": money.currency}
