"""Bring the journal to every endpoint, in order, again and again until it is there.

The truth is in the database: which events there are, how far each endpoint has come, and what is
still to be sent. So a process that is killed at any moment goes on where it was. A message whose
answer got lost is sent once more, under the same id and with the same body.
"""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http import HTTPStatus

from doorstep.messages import store
from doorstep.messages.envelope import MEDIA_TYPE, write_message
from doorstep.messages.guard import Guard, RefusedTargetError
from doorstep.messages.model import (
    Delivery,
    DeliveryStatus,
    Endpoint,
    EndpointStatus,
    next_attempt_at,
)
from doorstep.messages.sender import PATIENCE_S, Answer, SendError, send
from doorstep.messages.signing import sign
from doorstep.plumbing import journal
from doorstep.plumbing.journal import Entry
from doorstep.plumbing.unit import SYSTEM_ACTOR, Kit

_log = logging.getLogger(__name__)
_PAUSE_S = 0.5
_BATCH = 500
_AT_ONCE = 8
_ASKS_TO_WAIT = frozenset({429, 502, 503, 504})


class Pump:
    """Sends what is due, on threads of its own.

    Parameters
    ----------
    patience_s
        How long one message may take.
    """

    def __init__(self, kit: Kit, guard: Guard, patience_s: float = PATIENCE_S) -> None:
        self._kit = kit
        self.guard = guard
        self._patience_s = patience_s
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._busy: set[str] = set()
        self._lock = threading.Lock()

    def start(self) -> None:
        """Send what is due from now on."""
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop after the messages that are under way."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def run_once(self) -> int:
        """Send everything that is due now, in this thread; return how many messages went."""
        return sum(
            self._drain(tenant_id, endpoint_id) for tenant_id, endpoint_id in self._list_ready()
        )

    def _run(self) -> None:
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="webhook") as pool:
            while not self._stop.wait(_PAUSE_S):
                try:
                    for tenant_id, endpoint_id in self._list_ready():
                        with self._lock:
                            if endpoint_id in self._busy:
                                continue
                            self._busy.add(endpoint_id)
                        pool.submit(self._drain_alone, tenant_id, endpoint_id)
                except Exception:  # noqa: BLE001 -- the database may be away; the next round asks again
                    _log.exception("webhooks_not_read")

    def _drain_alone(self, tenant_id: str, endpoint_id: str) -> None:
        try:
            self._drain(tenant_id, endpoint_id)
        except Exception:  # noqa: BLE001 -- one endpoint must not stop the others
            _log.exception("webhook_not_sent", extra={"endpoint_id": endpoint_id})
        finally:
            with self._lock:
                self._busy.discard(endpoint_id)

    def _list_ready(self) -> list[tuple[str, str]]:
        """Note what is new, and return the endpoints whose next message is due."""
        with self._kit.database.read(None) as session:
            tenants = store.list_tenants_with_endpoints(session)
        ready = []
        for tenant_id in tenants:
            now_at = self._kit.wall.now()
            with self._kit.read(tenant_id) as unit:
                last = journal.last_sequence(unit.session)
                endpoints = [
                    one
                    for one in store.list_endpoints(unit.session, now_at)
                    if one.status is EndpointStatus.ENABLED
                ]
            for endpoint in endpoints:
                if endpoint.cursor < last:
                    self._note_new(tenant_id, endpoint)
                with self._kit.read(tenant_id) as unit:
                    head = store.find_next(unit.session, endpoint.id)
                if head is not None and head.next_at <= now_at:
                    ready.append((tenant_id, endpoint.id))
        return ready

    def _note_new(self, tenant_id: str, endpoint: Endpoint) -> None:
        """Turn the events since the cursor into deliveries, and move it, in one transaction."""
        cursor = endpoint.cursor
        while True:
            with self._kit.write(tenant_id, SYSTEM_ACTOR) as unit:
                page = journal.list_entries(unit.session, cursor, _BATCH)
                if not page:
                    return
                cursor = page[-1].event.sequence
                wanted = [
                    (one.event.id, one.event.sequence, one.event.kind)
                    for one in page
                    if endpoint.wants(one.event.kind, one.event.subject_id)
                ]
                now_at = self._kit.wall.now()
                store.add_deliveries(unit.session, tenant_id, endpoint.id, wanted, now_at)
                store.set_cursor(unit.session, endpoint.id, cursor)

    def _drain(self, tenant_id: str, endpoint_id: str) -> int:
        """Send an endpoint its messages one after the other, until one fails or is not due."""
        sent = 0
        while not self._stop.is_set():
            now_at = self._kit.wall.now()
            with self._kit.read(tenant_id) as unit:
                endpoint = store.find_endpoint(unit.session, endpoint_id, now_at)
                head = store.find_next(unit.session, endpoint_id)
                entry = journal.find_entry(unit.session, head.event_id) if head else None
            if endpoint is None or endpoint.status is not EndpointStatus.ENABLED:
                return sent
            if head is None or entry is None or head.next_at > now_at:
                return sent
            sent += 1
            self._save(tenant_id, head, self._attempt(tenant_id, endpoint, entry))
        return sent

    def _attempt(self, tenant_id: str, endpoint: Endpoint, entry: Entry) -> Answer | str:
        """Return the receiver's answer, or why there is none."""
        body = write_message(tenant_id, entry)
        now_at = self._kit.wall.now()
        headers = sign(endpoint.secrets, entry.event.id, now_at, body)
        headers |= {"Content-Type": MEDIA_TYPE, "User-Agent": "Doorstep"}
        try:
            target, address = self.guard.check(endpoint.url)
            return send(target, address, headers, body, now_at, patience_s=self._patience_s)
        except (RefusedTargetError, SendError) as error:
            return str(error)

    def _save(self, tenant_id: str, before: Delivery, answer: Answer | str) -> None:
        now_at = self._kit.wall.now()
        chance = int.from_bytes(self._kit.rng.random_bytes(4)) / 2**32
        after = _judge(before, answer)
        with self._kit.write(tenant_id, SYSTEM_ACTOR) as unit:
            if after.status is DeliveryStatus.PENDING:
                asked = None
                if isinstance(answer, Answer) and answer.status in _ASKS_TO_WAIT:
                    asked = answer.retry_after_s
                next_at = next_attempt_at(after, now_at, chance, asked)
                if next_at is None:
                    after = replace(after, status=DeliveryStatus.DEAD)
                    about = {"event_id": after.event_id, "answer": after.answer}
                    unit.emit("webhook.given_up", after.endpoint_id, about)
                else:
                    after = replace(after, next_at=next_at)
            if isinstance(answer, Answer) and answer.status == HTTPStatus.GONE:
                store.set_status(unit.session, after.endpoint_id, EndpointStatus.GONE)
                unit.emit("webhook.gone", after.endpoint_id, {})
            store.save_attempt(unit.session, after, now_at)


def _judge(before: Delivery, answer: Answer | str) -> Delivery:
    attempts = before.attempts + 1
    if isinstance(answer, str):
        return replace(before, attempts=attempts, answer=None, error=answer)
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return replace(
            before,
            attempts=attempts,
            answer=answer.status,
            error="",
            status=DeliveryStatus.DELIVERED,
        )
    error = f"The receiver answered {answer.status}."
    if HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST:
        error += " Redirects are not followed."
    return replace(before, attempts=attempts, answer=answer.status, error=error)
