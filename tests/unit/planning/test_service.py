# Bad input: B-60 (docs/guides/bad-input.md).
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from doorstep import orders, planning
from doorstep.fleet import Fleet
from doorstep.planning import PlanStatus, StoredPlan
from doorstep.plumbing import journal
from doorstep.plumbing.unit import SYSTEM_ACTOR, Kit
from doorstep.roads.sources import Region
from worlds.helsinki import (
    MONDAY,
    SIX_ORDERS,
    TUESDAY,
    TWO_VANS,
    VAN_1,
    add_company,
    import_orders,
    open_planning_kit,
)
from worlds.server import add_tenant

PATIENCE_S = 300


@pytest.fixture
def kit(tmp_path: Path, region: Region) -> Iterator[Kit]:
    with open_planning_kit(tmp_path, region) as opened:
        yield opened


def request_plan(kit: Kit, tenant_id: str, seconds: int = 1) -> str:
    with kit.write(tenant_id, "account:1") as unit:
        return planning.request_plan(unit, MONDAY, seconds).id


def wait_for_plan(kit: Kit, tenant_id: str, plan_id: str) -> StoredPlan:
    patience_ends_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < patience_ends_s:
        with kit.read(tenant_id) as unit:
            plan = planning.get_plan(unit, plan_id)
        if plan.status not in planning.IN_PROGRESS:
            return plan
        time.sleep(0.05)
    message = f"the plan is still {plan.status.value}"
    raise TimeoutError(message)


def test_a_day_is_planned_in_the_background(kit: Kit, region: Region) -> None:
    tenant_id = add_company(kit)
    import_orders(kit, tenant_id, region, SIX_ORDERS)
    plan = wait_for_plan(kit, tenant_id, request_plan(kit, tenant_id))
    assert (plan.status, plan.problem, plan.unassigned) == (PlanStatus.READY, None, ())
    stops = [stop for route in plan.routes for stop in route.stops]
    assert sorted(stop.reference for stop in stops) == [f"A-{n}" for n in range(1, 7)]
    cold = next(route for route in plan.routes if "A-3" in [s.reference for s in route.stops])
    assert cold.vehicle == "van 2", "only van 2 can keep things cold"
    assert plan.cost_minor == sum(route.cost_minor for route in plan.routes)
    assert all(stop.windows[0].contains(stop.service_start_at) for stop in stops if stop.windows)


def test_its_events_say_who_asked_and_what_came_of_it(kit: Kit, region: Region) -> None:
    tenant_id = add_company(kit)
    import_orders(kit, tenant_id, region, SIX_ORDERS)
    plan = wait_for_plan(kit, tenant_id, request_plan(kit, tenant_id))
    with kit.read(tenant_id) as unit:
        asked, ready = journal.list_of_kinds(unit.session, ["plan.requested", "plan.ready"])
    assert (asked.actor, ready.actor) == ("account:1", SYSTEM_ACTOR)
    assert (asked.subject_id, ready.subject_id) == (plan.id, plan.id)
    assert (ready.data["stops"], ready.data["unassigned"]) == (6, 0)
    assert ready.data["cost_minor"] == plan.cost_minor


def test_a_second_plan_of_the_same_day_is_refused_while_one_is_made(
    kit: Kit, region: Region
) -> None:
    tenant_id = add_company(kit)
    import_orders(kit, tenant_id, region, SIX_ORDERS)
    plan_id = request_plan(kit, tenant_id, seconds=600)
    with pytest.raises(planning.PlanInProgressError):
        request_plan(kit, tenant_id)
    with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
        planning.stop_plan(unit, plan_id)
    assert wait_for_plan(kit, tenant_id, plan_id).status is PlanStatus.READY


def test_stopping_keeps_the_best_so_far(kit: Kit, region: Region) -> None:
    tenant_id = add_company(kit)
    import_orders(kit, tenant_id, region, SIX_ORDERS)
    plan_id = request_plan(kit, tenant_id, seconds=600)
    with kit.write(tenant_id, "account:1") as unit:
        assert planning.stop_plan(unit, plan_id).stop_requested
    plan = wait_for_plan(kit, tenant_id, plan_id)
    assert plan.status is PlanStatus.READY
    assert sum(len(route.stops) for route in plan.routes) == 6
    with kit.write(tenant_id, "account:1") as unit:
        assert planning.stop_plan(unit, plan_id) == plan, "stopping a plan that is made: no change"


def test_a_new_plan_supersedes_the_one_before(kit: Kit, region: Region) -> None:
    tenant_id = add_company(kit)
    import_orders(kit, tenant_id, region, SIX_ORDERS)
    first = wait_for_plan(kit, tenant_id, request_plan(kit, tenant_id))
    second = wait_for_plan(kit, tenant_id, request_plan(kit, tenant_id))
    with kit.read(tenant_id) as unit:
        statuses = {plan.id: plan.status for plan in planning.list_plans(unit, MONDAY)}
    assert statuses == {first.id: PlanStatus.SUPERSEDED, second.id: PlanStatus.READY}


def test_a_released_plan_keeps_its_vehicles_and_is_not_superseded(
    kit: Kit, region: Region
) -> None:
    tenant_id = add_company(kit, replace(TWO_VANS, vehicles=(VAN_1,)))
    import_orders(kit, tenant_id, region, SIX_ORDERS.replace(b"cold", b""))
    plan = wait_for_plan(kit, tenant_id, request_plan(kit, tenant_id))
    with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
        planning.mark(unit, plan.id, PlanStatus.RELEASED)
    with pytest.raises(planning.NoVehiclesError, match="Every vehicle has a released route"):
        request_plan(kit, tenant_id)
    with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
        planning.mark(unit, plan.id, PlanStatus.READY)
        with pytest.raises(planning.PlanStatusError):
            planning.mark(unit, plan.id, PlanStatus.FAILED)


def test_nothing_to_plan_and_nobody_to_drive_are_said_at_once(kit: Kit, region: Region) -> None:
    with_vans, without_vans = add_company(kit), add_tenant(kit)
    with pytest.raises(planning.NoShipmentsError):
        request_plan(kit, with_vans)
    import_orders(kit, with_vans, region, SIX_ORDERS, TUESDAY)
    with pytest.raises(planning.NoShipmentsError, match="2026-06-01"):
        request_plan(kit, with_vans)
    import_orders(kit, without_vans, region, SIX_ORDERS)
    with pytest.raises(planning.NoVehiclesError, match="The fleet has no vehicle"):
        request_plan(kit, without_vans)


def test_a_day_of_which_nothing_fits_fails_with_the_reason_of_each(
    kit: Kit, region: Region
) -> None:
    tenant_id = add_company(kit, _fleet_that_carries_nothing())
    import_orders(kit, tenant_id, region, SIX_ORDERS)
    plan = wait_for_plan(kit, tenant_id, request_plan(kit, tenant_id))
    assert plan.status is PlanStatus.FAILED
    assert plan.problem is not None
    assert plan.problem.code == "nothing_planned"
    assert "6" in plan.problem.detail
    assert {left.reason for left in plan.unassigned} <= {"capacity", "skills"}
    assert len(plan.unassigned) == 6
    fixes = [fix for left in plan.unassigned for fix in left.fixes]
    assert {(fix.change, fix.vehicle) for fix in fixes} == {("capacity", VAN_1.name)}


def _fleet_that_carries_nothing() -> Fleet:
    return replace(TWO_VANS, vehicles=(replace(VAN_1, capacity_g=1),))


def test_orders_that_are_gone_before_the_search_fail_the_plan_with_a_code(
    tmp_path: Path, region: Region
) -> None:
    with open_planning_kit(tmp_path, region) as kit:
        tenant_id = add_company(kit)
        import_orders(kit, tenant_id, region, SIX_ORDERS)
        with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
            plan_id = planning.request_plan(unit, MONDAY, 1).id
            ids = [stored.id for stored in orders.list_plannable(unit, MONDAY)]
            orders.change_status(unit, ids, orders.ShipmentStatus.CANCELLED)
        plan = wait_for_plan(kit, tenant_id, plan_id)
    assert plan.problem is not None
    assert plan.problem.code == "no_shipments"
    assert plan.problem.action.startswith("Import the orders")


def test_a_plan_of_another_company_is_not_there(kit: Kit, region: Region) -> None:
    owner, stranger = add_company(kit), add_company(kit)
    import_orders(kit, owner, region, SIX_ORDERS)
    plan_id = wait_for_plan(kit, owner, request_plan(kit, owner)).id
    with kit.read(stranger) as unit:
        assert planning.list_plans(unit, MONDAY) == []
        with pytest.raises(planning.PlanNotFoundError):
            planning.get_plan(unit, plan_id)
