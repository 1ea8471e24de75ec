from datetime import UTC, datetime
from pathlib import Path

import pytest

from doorstep.planning import PlanInProgressError, PlanProblem, PlanStatus, PlanSummary, store
from doorstep.plumbing.unit import SYSTEM_ACTOR
from worlds.helsinki import MONDAY, TUESDAY
from worlds.server import add_tenant, open_kit


def make_summary(plan_id: str) -> PlanSummary:
    return PlanSummary(
        id=plan_id,
        service_on=MONDAY,
        status=PlanStatus.QUEUED,
        created_at=datetime(2026, 6, 1, 5, tzinfo=UTC),
        requested_by="account:1",
        seconds=10,
        stop_requested=False,
        progress=None,
        problem=None,
        currency="EUR",
        cost_minor=0,
        distance_m=0,
        duration_s=0,
        co2e_g=0,
        co2e_cost_minor=0,
        extra_visits=0,
        extra_visits_cost_minor=0,
    )


def test_a_plan_comes_back_as_it_was_stored(tmp_path: Path) -> None:
    with open_kit(tmp_path) as kit, kit.write(add_tenant(kit), SYSTEM_ACTOR) as unit:
        store.add_plan(unit.session, unit.tenant_id, make_summary("p1"))
        assert store.find_plan(unit.session, "p1") == make_summary("p1")
        assert store.list_plans(unit.session, TUESDAY) == []


def test_the_database_itself_allows_one_plan_in_progress_a_day(tmp_path: Path) -> None:
    with open_kit(tmp_path) as kit:
        tenant_id = add_tenant(kit)
        with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
            store.add_plan(unit.session, tenant_id, make_summary("p1"))
        with (
            pytest.raises(PlanInProgressError, match="2026-06-01"),
            kit.write(tenant_id, SYSTEM_ACTOR) as unit,
        ):
            store.add_plan(unit.session, tenant_id, make_summary("p2"))


def test_a_plan_that_failed_makes_room_for_the_next(tmp_path: Path) -> None:
    problem = PlanProblem("no_shipments", "Nothing waits.", "Import orders.")
    with open_kit(tmp_path) as kit, kit.write(add_tenant(kit), SYSTEM_ACTOR) as unit:
        store.add_plan(unit.session, unit.tenant_id, make_summary("p1"))
        store.set_problem(unit.session, "p1", problem)
        store.add_plan(unit.session, unit.tenant_id, make_summary("p2"))
        newest, failed = store.list_plans(unit.session, MONDAY)
        queued = store.list_plans(unit.session, MONDAY, (PlanStatus.QUEUED,))
    assert (newest.id, failed.id, failed.status) == ("p2", "p1", PlanStatus.FAILED)
    assert failed.problem == problem
    assert [plan.id for plan in queued] == ["p2"]
