"""A card in place of cash: asked for once, believed when the provider says so."""
# Bad input: B-81 (docs/guides/bad-input.md).

import logging
from pathlib import Path
from typing import Any

import pytest

from doorstep.orders import PaysBy, get_shipment
from doorstep.payments import Stripe
from worlds.day_on_server import API
from worlds.stripe_server import KEY, SECRET, FakeStripe
from worlds.till import NEWS, Till, open_till


def entries(till: Till) -> int:
    (listed,) = till.listed()
    return int(listed["captured_minor"])


def test_a_door_is_paid_by_card_and_no_cash_is_missing(till: Till) -> None:
    asked = till.ask()
    assert (asked["state"], asked["amount_minor"], asked["currency"]) == ("open", 2495, "EUR")
    assert asked["url"].startswith(f"{till.stripe.url}/c/pay/cs_test_")
    assert asked["qr_svg"].startswith("<svg")
    assert till.at_the_door() == {"id": asked["id"], "state": "open"}
    till.stripe.pay(till.session())
    assert till.at_the_door() == {"id": asked["id"], "state": "paid"}
    till.deliver(cash_minor=None)
    assert till.differences() == []
    (listed,) = till.listed()
    assert (listed["state"], listed["captured_minor"], listed["problem"]) == ("paid", 2495, "")


@pytest.mark.slow
def test_who_means_to_pay_by_card_is_known_at_the_door_and_sees_it_paid(
    tmp_path: Path, stripe: FakeStripe
) -> None:
    with open_till(tmp_path, stripe, PaysBy.CARD) as till:
        served = till.served
        doors = served.ada.get(f"{API}/driver/route").json()["doors"]
        said = {one["stop_id"]: one["pays_by"] for one in doors}
        assert said.pop(till.stop["id"]) == "card"
        assert set(said.values()) == {"any"}

        with served.day.write() as unit:
            token = get_shipment(unit, served.day.shipments["A"]).tracking_token
        due = {"amount_minor": 2495, "currency": "EUR", "by_card": True, "paid": False}
        page = f"{API}/track/{token}"
        assert till.finance.get(page).json()["due"] == due
        till.ask()
        assert till.finance.get(page).json()["due"] == due
        stripe.pay(till.session())
        assert till.finance.get(page).json()["due"] == due | {"paid": True}
        till.deliver(cash_minor=None)
        assert till.finance.get(page).json()["due"] is None


def test_what_is_sent_to_the_provider_names_the_amount_and_nobody(till: Till) -> None:
    asked = till.ask()
    ((_, path, form, headers),) = till.stripe.asked
    assert path == "/v1/checkout/sessions"
    assert headers["idempotency-key"] == asked["id"]
    price = "line_items[0][price_data]"
    assert (form[f"{price}[unit_amount]"], form[f"{price}[currency]"]) == ("2495", "eur")
    assert form["payment_intent_data[metadata][payment]"] == asked["id"]
    assert form["success_url"].startswith("https://own.example/t/")
    assert not any("Aino" in value or "358" in value for value in form.values())


@pytest.mark.slow
def test_asking_again_gives_the_same_page(till: Till) -> None:
    assert till.ask() == till.ask()
    assert len(till.stripe.sessions) == 1


def test_when_no_answer_comes_asking_again_finds_the_page_that_was_made(till: Till) -> None:
    till.stripe.mishaps = ["no answer"]
    lost = till.served.ada.post(till.path)
    assert (lost.status_code, lost.json()["code"]) == (502, "payment_provider_away")
    shown = till.at_the_door()
    assert shown is not None
    assert shown["state"] == "asked"
    again = till.ask()
    assert again["state"] == "open"
    assert len(till.stripe.sessions) == 1
    assert {one[3]["idempotency-key"] for one in till.stripe.asked} == {again["id"]}


@pytest.mark.slow
def test_a_provider_in_trouble_is_asked_again_later(till: Till) -> None:
    till.stripe.mishaps = ["500", "429"]
    assert till.served.ada.post(till.path).status_code == 502
    assert till.served.ada.post(till.path).status_code == 502
    assert till.ask()["state"] == "open"


@pytest.mark.slow
def test_news_that_overtakes_the_answer_counts(till: Till) -> None:
    till.stripe.mishaps = ["no answer"]
    till.served.ada.post(till.path)
    till.stripe.pay(till.session())
    shown = till.at_the_door()
    assert shown is not None
    assert shown["state"] == "paid"
    refused = till.served.ada.post(till.path)
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_due")
    assert entries(till) == 2495


def test_news_that_comes_twice_or_under_another_name_counts_once(till: Till) -> None:
    till.ask()
    event = till.stripe.pay(till.session())
    assert till.stripe.send(event).status_code == 204
    later = till.stripe.event(
        "checkout.session.async_payment_succeeded", till.stripe.sessions[till.session()]
    )
    assert till.stripe.send(later).status_code == 204
    assert entries(till) == 2495


@pytest.mark.slow
def test_a_page_that_expires_after_it_was_paid_stays_paid(till: Till) -> None:
    till.ask()
    paid = till.stripe.pay(till.session(), tell=False)
    expired = till.stripe.event("checkout.session.expired", till.stripe.sessions[till.session()])
    till.stripe.send(expired)
    till.stripe.send(paid)
    (listed,) = till.listed()
    assert (listed["state"], listed["captured_minor"]) == ("paid", 2495)


@pytest.mark.slow
def test_completed_without_money_is_not_paid(till: Till) -> None:
    till.ask()
    session = till.stripe.sessions[till.session()] | {"status": "complete"}
    till.stripe.send(till.stripe.event("checkout.session.completed", session))
    assert till.listed()[0]["state"] == "open"
    till.stripe.send(till.stripe.event("checkout.session.async_payment_failed", session))
    assert till.listed()[0]["state"] == "failed"


def test_cash_is_taken_instead_and_nobody_can_pay_any_more(till: Till) -> None:
    till.ask()
    gone = till.served.ada.post(f"{till.path}/cancel")
    assert (gone.status_code, gone.json()["state"]) == (200, "cancelled")
    assert till.stripe.sessions[till.session()]["status"] == "expired"
    till.deliver(cash_minor=2495)
    assert till.differences() == []


@pytest.mark.slow
def test_a_payment_made_while_it_was_given_up_counts(till: Till) -> None:
    till.ask()
    till.stripe.pay(till.session(), tell=False)
    gone = till.served.ada.post(f"{till.path}/cancel")
    assert gone.json()["state"] == "paid"
    assert entries(till) == 2495


def test_who_pays_by_card_and_cash_gets_the_card_back(till: Till) -> None:
    till.ask()
    till.deliver(cash_minor=2495)
    till.stripe.pay(till.session())
    (listed,) = till.listed()
    assert (listed["state"], listed["problem"]) == ("paid", "paid_twice")
    path = f"{API}/payments/{listed['id']}/refund"
    assert till.finance.post(path).json()["state"] == "paid"
    charge = till.stripe.charges[listed["charge_ref"]]
    assert charge["refunded"]
    event = till.stripe.event("charge.refunded", charge)
    till.stripe.send(event)
    till.stripe.send(event)
    (listed,) = till.listed()
    assert (listed["state"], listed["captured_minor"]) == ("refunded", 0)
    again = till.finance.post(path)
    assert (again.status_code, again.json()["code"]) == (409, "payment_not_paid")


@pytest.mark.slow
def test_a_delivery_without_money_waits_for_the_card(till: Till) -> None:
    till.ask()
    till.deliver(cash_minor=None)
    assert till.differences() == ["missing"]
    till.stripe.pay(till.session())
    assert till.differences() == []


@pytest.mark.slow
def test_another_amount_than_was_asked_for_is_seen(till: Till) -> None:
    till.ask()
    session = till.stripe.sessions[till.session()]
    session["amount_total"] = 2000
    till.stripe.pay(till.session())
    (listed,) = till.listed()
    assert (listed["captured_minor"], listed["problem"]) == (2000, "amount_differs")


@pytest.mark.slow
def test_news_of_what_was_never_asked_for_changes_nothing(till: Till) -> None:
    till.ask()
    tenant = till.served.day.tenant_id
    named: tuple[dict[str, str], ...] = (
        {},
        {"payment": "x", "tenant": tenant},
        {"payment": "x", "tenant": "y"},
    )
    for kind in ("checkout.session.completed", "charge.refunded", "invoice.paid"):
        for metadata in named:
            thing = {"id": "cs_1", "payment_status": "paid", "metadata": metadata}
            assert till.stripe.send(till.stripe.event(kind, thing)).status_code == 204
    assert till.listed()[0]["state"] == "open"


def test_news_that_is_not_signed_just_now_is_refused(till: Till) -> None:
    till.ask()
    event = till.stripe.pay(till.session(), tell=False)
    now_s = till.stripe.now_s
    wrong: list[dict[str, Any]] = [
        {"secret": "whsec_of_somebody_else"},
        {"at_s": now_s - 301},
        {"at_s": now_s + 301},
    ]
    for signed in wrong:
        refused = till.stripe.send(event, **signed)
        assert (refused.status_code, refused.json()["code"]) == (400, "payment_signature")
    assert till.listed()[0]["state"] == "open"
    assert till.stripe.send(event, at_s=now_s - 299).status_code == 204


@pytest.mark.slow
def test_a_changed_body_is_refused(till: Till) -> None:
    till.ask()
    sent: list[tuple[bytes, str]] = []
    tell = till.stripe.tell
    assert tell is not None
    till.stripe.tell = lambda body, signature: sent.append((body, signature))
    till.stripe.pay(till.session())
    ((body, signature),) = sent
    assert tell(body.replace(b"2495", b"1"), signature).status_code == 400
    assert tell(body, signature).status_code == 204


def test_only_the_driver_of_the_route_may_ask_and_only_where_money_is_due(till: Till) -> None:
    stranger = till.served.bo.post(till.path)
    assert (stranger.status_code, stranger.json()["code"]) == (403, "route_not_yours")
    stops = till.served.route_of(till.served.ada)["stops"]
    other = next(one for one in stops if one["reference"] == "B")
    free = till.served.ada.post(f"{API}/driver/stops/{other['id']}/payment")
    assert (free.status_code, free.json()["code"]) == (409, "nothing_due")
    never = till.served.ada.post(f"{API}/driver/stops/unknown/payment")
    assert never.status_code == 403


@pytest.mark.slow
def test_without_a_provider_there_is_cash(till: Till) -> None:
    till.served.app.state.payments = None
    refused = till.served.ada.post(till.path)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_payment_provider")
    assert till.finance.get(f"{API}/payments").json() == {"provider": "", "items": []}
    assert till.finance.post(NEWS, content=b"{}").status_code == 409


@pytest.mark.slow
def test_a_wrong_key_is_refused_and_never_told(
    till: Till, stripe: FakeStripe, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    till.served.app.state.payments = Stripe("sk_test_canary", SECRET, stripe.url)
    refused = till.served.ada.post(till.path)
    assert (refused.status_code, refused.json()["code"]) == (409, "payment_provider_refuses")
    till.served.app.state.payments = Stripe(KEY, SECRET, stripe.url)
    assert till.ask()["state"] == "open"
    till.stripe.pay(till.session())
    told = refused.text + caplog.text
    assert not any(secret in told for secret in ("canary", KEY, SECRET))


@pytest.mark.slow
def test_a_page_that_is_no_page_is_not_shown(till: Till, stripe: FakeStripe) -> None:
    stripe.url = "javascript:alert(1)//"
    refused = till.served.ada.post(till.path)
    assert (refused.status_code, refused.json()["code"]) == (409, "payment_provider_refuses")


@pytest.mark.slow
def test_the_driver_and_the_office_hear_of_it_at_once(till: Till) -> None:
    till.ask()
    till.stripe.pay(till.session())
    for listener, path in ((till.served.ada, "/driver/live"), (till.served.office, "/live")):
        told = till.served.hear(listener, path)
        assert "stop.payment_changed" in told
        assert '"state":"paid"' in told.replace(" ", "")
