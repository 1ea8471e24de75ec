import threading
from collections.abc import Iterator
from typing import Any

import pytest

from doorstep.plumbing.unit import Kit

_PATIENCE_S = 120.0


@pytest.fixture
def running(kit: Kit) -> Iterator[Kit]:
    kit.work.start()
    yield kit
    kit.work.stop()


def test_a_job_runs_once_its_transaction_is_committed(running: Kit, tenant_id: str) -> None:
    got: list[dict[str, Any]] = []
    done = threading.Event()

    def handler(payload: dict[str, Any]) -> None:
        got.append(payload)
        done.set()

    running.work.handle("test.note", handler)
    with running.write(tenant_id, "system") as unit:
        unit.enqueue("test.note", {"text": "hello"})
    assert done.wait(_PATIENCE_S)
    assert got == [{"text": "hello", "tenant_id": tenant_id}]


def test_a_job_of_a_failed_transaction_never_runs(running: Kit, tenant_id: str) -> None:
    ran: list[str] = []
    done = threading.Event()

    def handler(payload: dict[str, Any]) -> None:
        ran.append(payload["text"])
        done.set()

    running.work.handle("test.note", handler)

    def fail() -> None:
        with running.write(tenant_id, "system") as unit:
            unit.enqueue("test.note", {"text": "never"})
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with running.write(tenant_id, "system") as unit:
        unit.enqueue("test.note", {"text": "after"})
    assert done.wait(_PATIENCE_S)
    assert ran == ["after"]


def test_nothing_is_enqueued_before_the_queue_is_started(kit: Kit, tenant_id: str) -> None:
    def enqueue() -> None:
        with kit.write(tenant_id, "system") as unit:
            unit.enqueue("test.note", {})

    with pytest.raises(RuntimeError, match="not started"):
        enqueue()
