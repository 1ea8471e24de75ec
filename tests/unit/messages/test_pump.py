"""Every event reaches every endpoint that wants it, in order, and whatever the receiver does."""
# Bad input: B-63 (docs/guides/bad-input.md).

import json
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from typing import Any

import pytest

from doorstep import messages
from doorstep.messages import Endpoint, Guard, Pump, store
from doorstep.messages.model import RETRY_AFTER, DeliveryStatus
from doorstep.messages.signing import sign
from doorstep.plumbing.invariants import Installation
from worlds.day import Day
from worlds.receiver import Receiver, answering

HERE = Guard.of("127.0.0.0/8")


def connect(day: Day, receiver: Receiver, *kinds: str) -> Endpoint:
    with day.write() as unit:
        return messages.create_endpoint(unit, HERE, receiver.url, kinds)


def tell(day: Day, *names: str, kind: str = "stop.delivered") -> list[str]:
    """Put events into the journal; return their ids."""
    with day.write() as unit:
        return [unit.emit(kind, name, {"reference": name}).id for name in names]


def states(day: Day) -> list[messages.service.EndpointState]:
    with day.kit.read(day.tenant_id) as unit:
        return messages.list_states(unit)


@pytest.fixture
def pump(day: Day) -> Pump:
    return Pump(day.kit, HERE, patience_s=1.0)


def test_an_event_arrives_signed_as_a_cloud_event(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    endpoint = connect(day, receiver)
    (event_id,) = tell(day, "A")
    assert pump.run_once() == 1
    (message,) = receiver.got
    expected = sign(endpoint.secrets, event_id, day.clock.now(), message.body)
    assert {name: message.headers[name] for name in expected} == expected
    assert message.headers["content-type"] == "application/cloudevents+json"
    event = json.loads(message.body)
    assert event["specversion"] == "1.0"
    assert event["id"] == event_id
    assert event["type"] == "doorstep.stop.delivered"
    assert event["source"] == f"urn:doorstep:{day.tenant_id}"
    assert event["subject"] == "A"
    assert event["time"] == "2026-06-01T05:00:00+00:00"
    assert event["data"] == {"reference": "A"}
    assert pump.run_once() == 0


def test_only_what_was_asked_for_and_what_may_leave_the_house_is_sent(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    connect(day, receiver, "stop.*", "route.started")
    tell(day, "1", kind="stop.failed")
    tell(day, "2", kind="route.started")
    tell(day, "3", kind="route.finished")
    tell(day, "4", kind="account.created")
    tell(day, "5", kind="sign_in_code.issued")
    pump.run_once()
    assert [json.loads(one.body)["subject"] for one in receiver.got] == ["1", "2"]


def test_who_asks_for_everything_hears_nothing_of_accounts_and_codes(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    connect(day, receiver)
    tell(day, "1", kind="account.created")
    tell(day, "2", kind="sign_in_code.issued")
    tell(day, "3", kind="stop.failed")
    pump.run_once()
    assert [json.loads(one.body)["subject"] for one in receiver.got] == ["3"]


def test_what_happened_before_a_webhook_was_made_is_not_sent(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    tell(day, "before")
    connect(day, receiver)
    tell(day, "after")
    pump.run_once()
    assert [json.loads(one.body)["subject"] for one in receiver.got] == ["after"]


def test_events_arrive_in_the_journals_order_also_around_a_failure(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    connect(day, receiver)
    ids = tell(day, "A", "B")
    receiver.behave = answering(500)
    pump.run_once()
    ids += tell(day, "C")
    pump.run_once()
    # A failed; B and C wait for it.
    assert receiver.ids == ids[:1]
    receiver.behave = answering(200)
    day.clock.advance(timedelta(seconds=6))
    pump.run_once()
    assert receiver.ids == [ids[0], *ids]


def test_a_failing_message_is_tried_on_the_schedule_of_the_specification_and_then_laid_aside(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    connect(day, receiver)
    (event_id,) = tell(day, "A")
    receiver.behave = answering(503)
    tried_at: list[datetime] = []
    for _ in range(len(RETRY_AFTER)):
        assert pump.run_once() == 1
        tried_at.append(day.clock.now())
        (state,) = states(day)
        if state.next is not None:
            # Not a second early.
            day.clock.advance(state.next.next_at - day.clock.now() - timedelta(seconds=1))
            assert pump.run_once() == 0
            day.clock.advance(timedelta(seconds=1))
    gaps_s = [(later - one).total_seconds() for one, later in pairwise(tried_at)]
    planned_s = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
    for gap_s, wanted_s in zip(gaps_s, planned_s, strict=True):
        assert gap_s == pytest.approx(wanted_s, rel=0.1)
    assert sum(planned_s) == 75 * 3600 + 35 * 60 + 5
    (state,) = states(day)
    assert (state.pending, state.dead) == (0, 1)
    assert receiver.ids == [event_id] * 10
    assert len({one.body for one in receiver.got}) == 1
    day.clock.advance(timedelta(days=30))
    assert pump.run_once() == 0


def test_a_receiver_that_is_gone_for_days_does_not_hold_each_event_for_three_more(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    connect(day, receiver)
    ids = tell(day, "A", "B", "C")
    receiver.behave = answering(500)
    for _ in range(40):
        pump.run_once()
        (state,) = states(day)
        if state.next is None:
            break
        day.clock.advance(max(state.next.next_at - day.clock.now(), timedelta()))
    # A's ten attempts took 75 h; B then had those at once, after 5 s, 5 min, 30 min, 2 h and 5 h,
    # when it was more than 80 h old; C had one.
    assert [receiver.ids.count(one) for one in ids] == [10, 6, 1]
    assert states(day)[0].dead == 3


def test_one_dead_receiver_holds_up_no_other(day: Day, pump: Pump, receiver: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with day.write() as unit:
        dead = messages.create_endpoint(unit, HERE, f"http://127.0.0.1:{port}/", ())
    connect(day, receiver)
    ids = tell(day, "A", "B")
    pump.run_once()
    assert receiver.ids == ids
    found = {one.endpoint.id: one for one in states(day)}
    assert found[dead.id].pending == 2
    head = found[dead.id].next
    assert head is not None
    assert "connection failed" in head.error


def test_a_receiver_that_says_gone_is_sent_nothing_more_and_loses_nothing(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    endpoint = connect(day, receiver)
    ids = tell(day, "A")
    receiver.behave = answering(410)
    pump.run_once()
    ids += tell(day, "B")
    day.clock.advance(timedelta(days=1))
    assert pump.run_once() == 0
    assert states(day)[0].endpoint.status == "gone"
    receiver.behave = answering(200)
    with day.write() as unit:
        messages.set_enabled(unit, endpoint.id, enabled=True)
    pump.run_once()
    assert receiver.ids == [ids[0], *ids]


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        ("3600", timedelta(hours=1)),
        ("99999999", timedelta(hours=24)),
        ("9" * 900, timedelta(hours=24)),
        ("1", timedelta(seconds=5)),
        ("Mon, 01 Jun 2026 07:00:00 GMT", timedelta(hours=2)),
        ("soon", timedelta(seconds=5)),
        ("-5", timedelta(seconds=5)),
    ],
)
def test_a_receiver_may_ask_to_be_left_alone_for_a_day_at_most(
    day: Day, pump: Pump, receiver: Receiver, asked: str, waits: timedelta
) -> None:
    connect(day, receiver)
    tell(day, "A")
    receiver.behave = answering(429, Retry_After=asked)
    pump.run_once()
    (state,) = states(day)
    assert state.next is not None
    waited = state.next.next_at - day.clock.now()
    assert waited.total_seconds() == pytest.approx(waits.total_seconds(), rel=0.1)


def test_redirects_are_not_followed(day: Day, pump: Pump, receiver: Receiver) -> None:
    connect(day, receiver)
    tell(day, "A")
    receiver.behave = answering(307, Location=receiver.url + "/elsewhere")
    pump.run_once()
    assert len(receiver.got) == 1
    head = states(day)[0].next
    assert head is not None
    assert (head.answer, "not followed" in head.error) == (307, True)


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Answer one byte at a time, for ever."""
    for _ in range(200):
        handler.wfile.write(b"H")
        handler.wfile.flush()
        time.sleep(0.05)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.flush_headers()
    for number in range(200):
        handler.wfile.write(f"x-{number}: 1\r\n".encode())
        time.sleep(0.05)


def drip_body(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def many_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    for number in range(10_000):
        handler.send_header(f"x-{number}", "1")
    handler.end_headers()


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("behave", [drip, drip_headers, drip_body, many_headers, hang_up])
def test_a_receiver_that_plays_games_costs_its_patience_and_no_more(
    day: Day, pump: Pump, receiver: Receiver, behave: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    connect(day, receiver)
    tell(day, "A")
    receiver.behave = behave
    started_s = time.monotonic()
    pump.run_once()
    assert time.monotonic() - started_s < 3
    assert states(day)[0].pending == 1


def test_of_an_answer_without_end_only_the_beginning_is_read(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    written = []

    def flood(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(2**30))
        handler.end_headers()
        try:
            while True:
                written.append(handler.wfile.write(b"x" * 65536))
        except OSError:
            pass

    connect(day, receiver)
    tell(day, "A")
    receiver.behave = flood
    pump.run_once()
    assert states(day)[0].delivered == 1
    # What the sockets of both sides hold, and no gigabyte.
    assert sum(written) < 2**25


def test_a_lost_answer_is_asked_for_again_under_the_same_id(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    connect(day, receiver)
    (event_id,) = tell(day, "A")
    receiver.behave = hang_up
    pump.run_once()
    receiver.behave = answering(204)
    day.clock.advance(timedelta(seconds=6))
    pump.run_once()
    assert receiver.ids == [event_id, event_id]
    assert receiver.got[0].body == receiver.got[1].body


def test_a_name_that_leads_elsewhere_by_the_time_of_sending_is_refused(
    day: Day, receiver: Receiver
) -> None:
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    guard = Guard(resolve=lambda _host: next(answers))
    with day.write() as unit:
        messages.create_endpoint(unit, guard, "https://shop.example/", ())
    tell(day, "A")
    Pump(day.kit, guard).run_once()
    assert receiver.got == []
    head = states(day)[0].next
    assert head is not None
    assert "not public" in head.error


def test_the_connection_goes_to_the_address_that_was_judged(day: Day, receiver: Receiver) -> None:
    # A name that nobody but our look-up knows; a second look-up would fail.
    asked = []

    def resolve(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    guard = Guard.of("127.0.0.0/8", resolve)
    port = receiver.url.split(":")[2].partition("/")[0]
    with day.write() as unit:
        messages.create_endpoint(unit, guard, f"http://shop.invalid:{port}/hook", ())
    tell(day, "A")
    Pump(day.kit, guard).run_once()
    assert asked == ["shop.invalid"] * 2  # when it was saved, and once to send
    assert receiver.got[0].headers["host"] == f"shop.invalid:{port}"


def test_a_new_secret_signs_beside_the_old_one_for_a_day(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    old = connect(day, receiver)
    with day.write() as unit:
        new = messages.rotate_secret(unit, old.id)
    assert new.secrets[0] != old.secrets[0]
    tell(day, "A")
    pump.run_once()
    day.clock.advance(timedelta(hours=24))
    tell(day, "B")
    pump.run_once()
    first, second = (one.headers["webhook-signature"].split(" ") for one in receiver.got)
    assert len(first) == 2
    body, sent_at = receiver.got[0].body, day.clock.now() - timedelta(hours=24)
    old_sign = sign(old.secrets, receiver.ids[0], sent_at, body)["webhook-signature"]
    assert first[1] == old_sign
    assert len(second) == 1


def test_a_time_range_is_sent_again_under_the_same_ids(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    endpoint = connect(day, receiver)
    ids = tell(day, "A")
    day.clock.advance(timedelta(hours=1))
    ids += tell(day, "B")
    day.clock.advance(timedelta(hours=1))
    ids += tell(day, "C")
    pump.run_once()
    with day.write() as unit:
        # From 05:30 to 06:30: B alone.
        start_at = datetime(2026, 6, 1, 5, 30, tzinfo=UTC)
        assert messages.replay(unit, endpoint.id, start_at, start_at + timedelta(hours=1)) == 1
    pump.run_once()
    assert receiver.ids == [*ids, ids[1]]
    with day.write() as unit:
        everything = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
        messages.replay(unit, endpoint.id, *everything)
        messages.replay(unit, endpoint.id, *everything)
    pump.run_once()
    # What was before the webhook can be asked for, too; each message waits once.
    again = receiver.ids[4:]
    assert again[-3:] == ids
    assert len(set(again)) == len(again) > 3


def test_a_test_event_goes_to_its_own_endpoint_only(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    mine = connect(day, receiver, "route.*")
    other = connect(day, receiver)
    with day.write() as unit:
        messages.send_test(unit, mine.id)
    pump.run_once()
    assert [json.loads(one.body)["subject"] for one in receiver.got] == [mine.id]
    assert other.id != mine.id


def test_the_message_that_the_others_wait_for_can_be_laid_aside(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    endpoint = connect(day, receiver)
    ids = tell(day, "poison", "B")
    receiver.behave = answering(400)
    pump.run_once()
    receiver.behave = answering(200)
    with day.write() as unit:
        messages.give_up_next(unit, endpoint.id)
    pump.run_once()
    assert receiver.ids == ids
    assert states(day)[0].dead == 1


def test_a_message_that_would_be_too_large_names_where_its_event_is(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    connect(day, receiver)
    with day.write() as unit:
        event = unit.emit("route.released", "R", {"stops": ["x" * 100] * 300})
    pump.run_once()
    body = receiver.got[0].body
    assert len(body) < 20_000
    told = json.loads(body)
    assert "data" not in told
    assert told["dataref"] == f"/api/v1/events/{event.id}"


def test_a_new_process_goes_on_where_the_old_one_was(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    connect(day, receiver)
    ids = tell(day, "A")
    pump.run_once()
    ids += tell(day, "B")
    Pump(day.kit, HERE).run_once()
    assert receiver.ids == ids


def test_threads_send_what_comes_while_they_run(day: Day, receiver: Receiver) -> None:
    connect(day, receiver)
    pump = Pump(day.kit, HERE)
    pump.start()
    try:
        ids = tell(day, "A", "B", "C")
        end_s = time.monotonic() + 10
        while len(receiver.got) < 3 and time.monotonic() < end_s:
            time.sleep(0.05)
    finally:
        pump.stop()
    assert receiver.ids == ids


def verdict(day: Day) -> Any:
    (found,) = messages.examine(Installation(day.kit, day.kit.database))
    return found


def test_verify_sees_an_event_that_was_never_to_be_sent(
    day: Day, pump: Pump, receiver: Receiver
) -> None:
    endpoint = connect(day, receiver)
    tell(day, "A", "B")
    pump.run_once()
    assert verdict(day).violations == ()
    with day.write() as unit:
        (row, _) = store.list_deliveries(unit.session, endpoint.id, 10)
        assert row.status == DeliveryStatus.DELIVERED
        unit.session.delete(row)
    assert "never to be sent" in verdict(day).violations[0]
