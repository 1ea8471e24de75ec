"""Make a requested plan in the background.

The job may run any number of times for the same plan: nothing of it is kept before the one
transaction that finishes it, and a plan that is finished is left alone.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from doorstep import disruptions, engine, speeds
from doorstep.disruptions import Disruption
from doorstep.fleet import StoredFleet
from doorstep.orders import StoredShipment
from doorstep.planning import store
from doorstep.planning.errors import NothingPlannedError, PlanningCrashedError
from doorstep.planning.make import make_plan
from doorstep.planning.model import Plan
from doorstep.planning.service import RUN_JOB, free_fleet, get_summary, list_plannable
from doorstep.planning.stored import (
    IN_PROGRESS,
    PlanProblem,
    PlanProgress,
    PlanStatus,
    PlanSummary,
)
from doorstep.planning.stored_mapping import to_stored_routes, to_stored_unassigned
from doorstep.planning.travel import measure_travel, work_span
from doorstep.plumbing import compute
from doorstep.plumbing.bus import Message
from doorstep.plumbing.problem import DoorstepError
from doorstep.plumbing.unit import SYSTEM_ACTOR, Kit, Unit
from doorstep.plumbing.work import JobInterrupted
from doorstep.roads.sources import Region

_TELL_EVERY_S = 0.5
_ASK_EVERY_S = 0.25
_MILLI = 1000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bench:
    """What plans are made with; matrices are kept in ``cache_dir``."""

    kit: Kit
    region: Region
    cache_dir: Path


@dataclass(frozen=True, slots=True)
class _Task:
    """What one plan is made of."""

    tenant_id: str
    plan: PlanSummary
    shipments: Sequence[StoredShipment]
    crew: StoredFleet
    disruptions: Sequence[Disruption]
    with_traffic: bool
    learned: speeds.Learned


def install(kit: Kit, region: Region, cache_dir: Path) -> None:
    """Have plans made by this process with these roads; matrices are kept in ``cache_dir``."""
    kit.work.handle(RUN_JOB, partial(run_plan, Bench(kit, region, cache_dir)))


def run_plan(bench: Bench, payload: dict[str, Any]) -> None:
    """Make the plan that ``payload`` names, or store why it cannot be made."""
    tenant_id, plan_id = str(payload["tenant_id"]), str(payload["plan_id"])
    try:
        task = _begin(bench, tenant_id, plan_id, with_traffic=bool(payload.get("with_traffic")))
        if task is None:
            return
        _finish(bench, task, _search(bench, task))
    except DoorstepError as error:
        _fail(bench, tenant_id, plan_id, error)
    except Exception:
        _log.exception("plan %s broke off", plan_id)
        message = "The search ended without an answer."
        _fail(bench, tenant_id, plan_id, PlanningCrashedError(message))
        raise


def _begin(bench: Bench, tenant_id: str, plan_id: str, *, with_traffic: bool) -> _Task | None:
    """Load what is to be planned, or return none when the plan is finished already."""
    with bench.kit.write(tenant_id, SYSTEM_ACTOR) as unit:
        plan = get_summary(unit, plan_id)
        if plan.status not in IN_PROGRESS:
            return None
        store.set_status(unit.session, plan_id, PlanStatus.MATRIX)
        store.set_progress(unit.session, plan_id, None)
    _tell_status(bench, tenant_id, plan, PlanStatus.MATRIX)
    with bench.kit.read(tenant_id) as unit:
        crew = free_fleet(unit, plan.service_on)
        in_force = disruptions.list_between(unit, *work_span(crew.fleet, plan.service_on))
        return _Task(
            tenant_id=tenant_id,
            plan=plan,
            shipments=list_plannable(unit, plan.service_on),
            crew=crew,
            disruptions=[stored.disruption for stored in in_force],
            with_traffic=with_traffic,
            learned=speeds.load(unit) if with_traffic else speeds.NOTHING,
        )


def _search(bench: Bench, task: _Task) -> Plan:
    """Return a checked plan.

    Raises
    ------
    JobInterrupted
        The process is about to end.
    """
    shipments = [stored.shipment for stored in task.shipments]
    crew = task.crew.fleet
    travel = measure_travel(
        shipments,
        crew,
        bench.region,
        bench.cache_dir,
        task.plan.service_on,
        task.disruptions,
        with_traffic=task.with_traffic,
        learned=task.learned,
    )
    with bench.kit.write(task.tenant_id, SYSTEM_ACTOR) as unit:
        store.set_status(unit.session, task.plan.id, PlanStatus.SOLVING)
    _tell_status(bench, task.tenant_id, task.plan, PlanStatus.SOLVING)

    def search(problem: engine.Problem) -> engine.Solution:
        watch = _Watch(bench, task)
        solution = compute.run(
            engine.solve_apart,
            (problem, float(task.plan.seconds)),
            on_message=watch.tell,
            should_stop=watch.should_stop,
        )
        if not bench.kit.work.is_running:
            raise JobInterrupted
        return solution

    return make_plan(shipments, crew, travel, task.plan.service_on, search)


@dataclass(slots=True)
class _Watch:
    """Stands between a running search and those who follow it."""

    bench: Bench
    task: _Task
    _told_s: float = field(default=float("-inf"), init=False)
    _asked_s: float = field(default=float("-inf"), init=False)
    _stop: bool = field(default=False, init=False)

    def should_stop(self) -> bool:
        """Tell whether somebody asked for the best so far, or the process is about to end."""
        if not self.bench.kit.work.is_running:
            return True
        if not self._stop and time.monotonic() - self._asked_s >= _ASK_EVERY_S:
            self._asked_s = time.monotonic()
            with self.bench.kit.read(self.task.tenant_id) as unit:
                self._stop = get_summary(unit, self.task.plan.id).stop_requested
        return self._stop

    def tell(self, found: engine.Progress) -> None:
        """Note the best so far, if there is any, and tell live screens, twice a second at most."""
        if found.message or time.monotonic() - self._told_s < _TELL_EVERY_S:
            return
        self._told_s = time.monotonic()
        progress = PlanProgress(
            elapsed_s=round(found.elapsed_s, 1),
            cost_minor=found.route_cost // _MILLI,
            routes=found.routes,
            unassigned=found.unassigned,
        )
        with self.bench.kit.write(self.task.tenant_id, SYSTEM_ACTOR) as unit:
            store.set_progress(unit.session, self.task.plan.id, progress)
        _tell_status(self.bench, self.task.tenant_id, self.task.plan, PlanStatus.SOLVING, progress)


def _finish(bench: Bench, task: _Task, plan: Plan) -> None:
    """Store the plan with all its parts in one transaction."""
    with bench.kit.write(task.tenant_id, SYSTEM_ACTOR) as unit:
        plan_id, session = task.plan.id, unit.session
        if get_summary(unit, plan_id).status not in IN_PROGRESS:
            return
        routes = to_stored_routes(plan, task.crew, task.shipments, unit.new_id)
        store.add_routes(session, unit.tenant_id, plan_id, routes)
        unassigned = to_stored_unassigned(plan, task.shipments)
        store.add_unassigned(session, unit.tenant_id, plan_id, unassigned)
        if not routes:
            message = f"Not one of {len(unassigned)} shipments fits any route."
            _store_problem(unit, task.plan, NothingPlannedError(message))
            return
        store.set_totals(session, plan_id, plan)
        store.set_status(session, plan_id, PlanStatus.READY)
        superseded = _supersede_others(unit, task.plan)
        unit.emit(
            "plan.ready",
            plan_id,
            {
                "service_on": plan.service_on.isoformat(),
                "routes": len(routes),
                "stops": plan.stop_count,
                "unassigned": len(unassigned),
                "cost_minor": plan.cost_minor,
                "currency": plan.currency,
                "distance_m": plan.distance_m,
                "duration_s": plan.duration_s,
                "co2e_g": plan.co2e_g,
                "co2e_cost_minor": plan.co2e_cost_minor,
                "extra_visits": plan.extra_visits,
                "extra_visits_cost_minor": plan.extra_visits_cost_minor,
                "superseded": superseded,
            },
        )


def _supersede_others(unit: Unit, plan: PlanSummary) -> list[str]:
    """Let the new plan take the place of the day's unreleased ones, and return their ids."""
    others = [
        other.id
        for other in store.list_plans(unit.session, plan.service_on, (PlanStatus.READY,))
        if other.id != plan.id
    ]
    for other in others:
        store.set_status(unit.session, other, PlanStatus.SUPERSEDED)
    return others


def _fail(bench: Bench, tenant_id: str, plan_id: str, error: DoorstepError) -> None:
    with bench.kit.write(tenant_id, SYSTEM_ACTOR) as unit:
        plan = get_summary(unit, plan_id)
        if plan.status in IN_PROGRESS:
            _store_problem(unit, plan, error)


def _store_problem(unit: Unit, plan: PlanSummary, error: DoorstepError) -> None:
    details = " ".join([error.sentence, *(finding.reason for finding in error.findings)])
    problem = PlanProblem(error.code, details, error.what_to_do)
    store.set_problem(unit.session, plan.id, problem)
    about = {"service_on": plan.service_on.isoformat(), "code": error.code, "detail": details}
    unit.emit("plan.failed", plan.id, about)


def _tell_status(
    bench: Bench,
    tenant_id: str,
    plan: PlanSummary,
    status: PlanStatus,
    progress: PlanProgress | None = None,
) -> None:
    """Tell live screens how far the plan is; passing news, kept nowhere."""
    data: dict[str, Any] = {"service_on": plan.service_on.isoformat(), "status": status.value}
    if progress is not None:
        data |= {
            "elapsed_s": progress.elapsed_s,
            "cost_minor": progress.cost_minor,
            "routes": progress.routes,
            "unassigned": progress.unassigned,
        }
    bench.kit.bus.publish(tenant_id, Message("plan.progress", plan.id, data))
