"""Plans without their routes."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from doorstep.planning.errors import PlanInProgressError
from doorstep.planning.model import Plan
from doorstep.planning.store.tables import PlanRow
from doorstep.planning.stored import PlanProblem, PlanProgress, PlanStatus, PlanSummary


def add_plan(session: Session, tenant_id: str, plan: PlanSummary) -> None:
    """Add a plan that has just been requested.

    Raises
    ------
    PlanInProgressError
        Another plan of this date is in progress.
    """
    session.add(
        PlanRow(
            id=plan.id,
            tenant_id=tenant_id,
            service_on=plan.service_on,
            status=plan.status.value,
            created_at=plan.created_at,
            requested_by=plan.requested_by,
            seconds=plan.seconds,
            currency=plan.currency,
        )
    )
    try:
        session.flush()
    except IntegrityError as error:
        raise PlanInProgressError(plan.service_on) from error


def find_plan(session: Session, plan_id: str) -> PlanSummary | None:
    """Return the plan with this id."""
    row = session.scalars(select(PlanRow).where(PlanRow.id == plan_id)).first()
    return None if row is None else _to_summary(row)


def list_plans(
    session: Session, service_on: date, statuses: Sequence[PlanStatus] = ()
) -> list[PlanSummary]:
    """Return the plans of a service date, newest first; of all statuses when none is given."""
    query = select(PlanRow).where(PlanRow.service_on == service_on).order_by(PlanRow.id.desc())
    if statuses:
        query = query.where(PlanRow.status.in_([status.value for status in statuses]))
    return [_to_summary(row) for row in session.scalars(query)]


def list_from(
    session: Session, since_on: date, statuses: Sequence[PlanStatus]
) -> list[PlanSummary]:
    """Return the plans of some statuses for a service date or a later one, by date."""
    query = (
        select(PlanRow)
        .where(
            PlanRow.service_on >= since_on,
            PlanRow.status.in_([status.value for status in statuses]),
        )
        .order_by(PlanRow.service_on, PlanRow.id)
    )
    return [_to_summary(row) for row in session.scalars(query)]


def set_status(session: Session, plan_id: str, status: PlanStatus) -> None:
    """Set the status of a plan."""
    _get(session, plan_id).status = status.value


def request_stop(session: Session, plan_id: str) -> None:
    """Note that the search is to end with the best so far."""
    _get(session, plan_id).stop_requested = True


def set_progress(session: Session, plan_id: str, progress: PlanProgress | None) -> None:
    """Note how far the search is, or that it has none."""
    row = _get(session, plan_id)
    row.progress_elapsed_s = progress.elapsed_s if progress else None
    row.progress_cost_minor = progress.cost_minor if progress else None
    row.progress_routes = progress.routes if progress else None
    row.progress_unassigned = progress.unassigned if progress else None


def set_problem(session: Session, plan_id: str, problem: PlanProblem) -> None:
    """Note why the plan failed."""
    row = _get(session, plan_id)
    row.status = PlanStatus.FAILED.value
    row.problem_code = problem.code
    row.problem_detail = problem.detail
    row.problem_action = problem.action


def set_totals(session: Session, plan_id: str, plan: Plan) -> None:
    """Note what all routes of a plan come to."""
    row = _get(session, plan_id)
    row.cost_minor = plan.cost_minor
    row.distance_m = plan.distance_m
    row.duration_s = plan.duration_s
    row.co2e_g = plan.co2e_g
    row.co2e_cost_minor = plan.co2e_cost_minor
    row.extra_visits = plan.extra_visits
    row.extra_visits_cost_minor = plan.extra_visits_cost_minor


def _get(session: Session, plan_id: str) -> PlanRow:
    return session.scalars(select(PlanRow).where(PlanRow.id == plan_id)).one()


def _to_summary(row: PlanRow) -> PlanSummary:
    return PlanSummary(
        id=row.id,
        service_on=row.service_on,
        status=PlanStatus(row.status),
        created_at=row.created_at,
        requested_by=row.requested_by,
        seconds=row.seconds,
        stop_requested=row.stop_requested,
        progress=_to_progress(row),
        problem=_to_problem(row),
        currency=row.currency,
        cost_minor=row.cost_minor,
        distance_m=row.distance_m,
        duration_s=row.duration_s,
        co2e_g=row.co2e_g,
        co2e_cost_minor=row.co2e_cost_minor,
        extra_visits=row.extra_visits,
        extra_visits_cost_minor=row.extra_visits_cost_minor,
    )


def _to_progress(row: PlanRow) -> PlanProgress | None:
    if row.progress_elapsed_s is None:
        return None
    return PlanProgress(
        elapsed_s=row.progress_elapsed_s,
        cost_minor=row.progress_cost_minor or 0,
        routes=row.progress_routes or 0,
        unassigned=row.progress_unassigned or 0,
    )


def _to_problem(row: PlanRow) -> PlanProblem | None:
    if row.problem_code is None:
        return None
    return PlanProblem(row.problem_code, row.problem_detail or "", row.problem_action or "")
