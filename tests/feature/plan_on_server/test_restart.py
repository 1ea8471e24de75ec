"""What becomes of a plan when the server ends, or dies, while it is made."""

import time
from pathlib import Path

from doorstep import planning
from doorstep.planning import PlanProgress, PlanStatus, StoredPlan
from doorstep.planning import store as planning_store
from doorstep.planning.job import Bench, run_plan
from doorstep.plumbing import journal
from doorstep.plumbing.unit import SYSTEM_ACTOR, Kit
from doorstep.roads.sources import Region
from worlds.helsinki import MONDAY, SIX_ORDERS, add_company, import_orders, open_planning_kit

PATIENCE_S = 300


def wait_for(kit: Kit, tenant_id: str, plan_id: str, *statuses: PlanStatus) -> StoredPlan:
    patience_ends_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < patience_ends_s:
        with kit.read(tenant_id) as unit:
            plan = planning.get_plan(unit, plan_id)
        if plan.status in statuses:
            return plan
        time.sleep(0.02)
    message = f"the plan is {plan.status.value}: {plan.problem}"
    raise TimeoutError(message)


def test_a_plan_cut_short_by_a_stop_of_the_server_is_made_after_the_next_start(
    tmp_path: Path, region: Region
) -> None:
    with open_planning_kit(tmp_path, region) as kit:
        tenant_id = add_company(kit)
        import_orders(kit, tenant_id, region, SIX_ORDERS)
        with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
            plan_id = planning.request_plan(unit, MONDAY, 3).id
        wait_for(kit, tenant_id, plan_id, PlanStatus.SOLVING)
    with open_planning_kit(tmp_path, region) as kit:
        with kit.read(tenant_id) as unit:
            assert planning.get_plan(unit, plan_id).status in planning.IN_PROGRESS
        plan = wait_for(kit, tenant_id, plan_id, PlanStatus.READY)
        with kit.read(tenant_id) as unit:
            ready = journal.list_of_kinds(unit.session, ["plan.ready"])
    assert sum(len(route.stops) for route in plan.routes) == 6
    assert [event.subject_id for event in ready] == [plan_id]


def test_a_job_that_runs_again_after_a_crash_gives_one_ready_plan(
    tmp_path: Path, region: Region
) -> None:
    with open_planning_kit(tmp_path, region) as kit:
        kit.work.handle(planning.RUN_JOB, lambda _payload: None)  # we run it ourselves
        tenant_id = add_company(kit)
        import_orders(kit, tenant_id, region, SIX_ORDERS)
        with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
            plan_id = planning.request_plan(unit, MONDAY, 1).id
        with kit.write(tenant_id, SYSTEM_ACTOR) as unit:  # as a crash leaves it
            planning_store.set_status(unit.session, plan_id, PlanStatus.SOLVING)
            planning_store.set_progress(unit.session, plan_id, PlanProgress(3.0, 99, 1, 5))
        bench = Bench(kit, region, tmp_path / "matrices")
        run_plan(bench, {"plan_id": plan_id, "tenant_id": tenant_id})
        with kit.read(tenant_id) as unit:
            once = planning.get_plan(unit, plan_id)
        run_plan(bench, {"plan_id": plan_id, "tenant_id": tenant_id})
        with kit.read(tenant_id) as unit:
            assert planning.get_plan(unit, plan_id) == once
            ready = journal.list_of_kinds(unit.session, ["plan.ready"])
    assert (once.status, len(ready)) == (PlanStatus.READY, 1)
    assert sorted(stop.reference for route in once.routes for stop in route.stops) == [
        f"A-{number}" for number in range(1, 7)
    ]
