"""Group commit: many changes, one transaction, nobody answered before it is on disk."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import event

from doorstep.plumbing import auth
from doorstep.plumbing.auth import Tenant
from doorstep.plumbing.problem import TooBusyError
from doorstep.plumbing.together import MOST_WAITING
from doorstep.plumbing.unit import Kit, Unit
from worlds.server import add_tenant, open_kit


def adding(name: str) -> Callable[[Unit], str]:
    def work(unit: Unit) -> str:
        auth.create_tenant(unit.session, Tenant(name, name, "UTC", "EUR", "en"))
        unit.session.flush()
        return name

    return work


def names(kit: Kit) -> set[str]:
    with kit.database.read(None) as session:
        return {name for name in map(str, range(20)) if auth.find_tenant(session, name)}


def test_changes_that_wait_together_share_one_commit(tmp_path: Path) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        commits: list[object] = []
        started, go = threading.Event(), threading.Event()

        def slow(_unit: Unit) -> None:
            started.set()
            go.wait(10)

        event.listen(kit.database.engine, "commit", commits.append)
        with ThreadPoolExecutor(20) as people:
            first = people.submit(kit.write_together, tenant_id, "system", slow)
            started.wait(10)
            rest = [
                people.submit(kit.write_together, tenant_id, "system", adding(str(number)))
                for number in range(10)
            ]
            # All ten have come before the first one's transaction ends.
            while kit.database.count_waiting(tenant_id) < 10:
                threading.Event().wait(0.01)
            go.set()
            first.result(10)
            assert [one.result(10) for one in rest] == [str(number) for number in range(10)]
        # The slow one changed nothing and had nothing to commit; the ten have one commit.
        assert len(commits) == 1
        assert names(kit) == {str(number) for number in range(10)}


def test_a_refused_change_takes_no_other_with_it(tmp_path: Path) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)

        def refused(unit: Unit) -> None:
            adding("7")(unit)
            message = "no"
            raise LookupError(message)

        with ThreadPoolExecutor(3) as people:
            good = people.submit(kit.write_together, tenant_id, "system", adding("1"))
            bad = people.submit(kit.write_together, tenant_id, "system", refused)
            also = people.submit(kit.write_together, tenant_id, "system", adding("2"))
            assert (good.result(10), also.result(10)) == ("1", "2")
            with pytest.raises(LookupError):
                bad.result(10)
        assert names(kit) == {"1", "2"}


def test_nobody_is_told_of_success_when_the_commit_fails(tmp_path: Path) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)

        def fail(_connection: object) -> None:
            message = "disk full"
            raise OSError(message)

        event.listen(kit.database.engine, "commit", fail)
        with pytest.raises(OSError, match="disk full"):
            kit.write_together(tenant_id, "system", adding("1"))
        event.remove(kit.database.engine, "commit", fail)
        assert names(kit) == set()
        # The next one is not held up by it.
        assert kit.write_together(tenant_id, "system", adding("2")) == "2"


def test_changes_of_a_kind_share_a_call_in_their_order_whatever_came_in_between(
    tmp_path: Path,
) -> None:
    calls: list[tuple[str, list[int]]] = []

    def note(kind: str, numbers: Sequence[int]) -> list[int]:
        calls.append((kind, list(numbers)))
        return list(numbers)

    def pictures(_unit: Unit, numbers: Sequence[int]) -> list[int]:
        return note("pictures", numbers)

    def reports(_unit: Unit, numbers: Sequence[int]) -> list[int]:
        return note("reports", numbers)

    async def send(kit: Kit, tenant_id: str) -> list[object]:
        started, go = threading.Event(), threading.Event()

        def slow(_unit: Unit) -> None:
            started.set()
            go.wait(60)

        first = asyncio.to_thread(kit.write_together, tenant_id, "system", slow)
        waiting: list[asyncio.Future[object]] = [asyncio.ensure_future(first)]
        await asyncio.to_thread(started.wait, 60)
        for number in range(4):
            kind = (pictures, reports)[number % 2]
            waiting.append(asyncio.ensure_future(kit.submit_all(tenant_id, kind, [number, 10])))
        await asyncio.sleep(0)
        go.set()
        return list(await asyncio.gather(*waiting))[1:]

    with open_kit(tmp_path) as kit:
        answers = asyncio.run(send(kit, add_tenant(kit)))
    assert answers == [[number, 10] for number in range(4)]
    assert calls == [("pictures", [0, 10, 2, 10]), ("reports", [1, 10, 3, 10])]


def test_changes_handed_in_together_are_all_refused_where_too_many_wait(tmp_path: Path) -> None:
    def never(_unit: Unit, _numbers: Sequence[int]) -> list[int]:
        raise AssertionError

    async def send(kit: Kit, tenant_id: str) -> None:
        await kit.submit_all(tenant_id, never, range(MOST_WAITING + 1))

    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        with pytest.raises(TooBusyError):
            asyncio.run(send(kit, tenant_id))
        assert kit.database.count_waiting(tenant_id) == 0
