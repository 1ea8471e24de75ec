"""Plans: shipments and vehicles in, routes on real roads out.

Owns plans and how they are made, on files and in the database. Does not own what happens to
their routes after release. Emits ``plan.requested``, ``plan.stopped``, ``plan.ready``,
``plan.failed`` and ``plan.dropped``; live screens also hear ``plan.progress``, which is kept
nowhere.
"""

from doorstep.planning.errors import (
    BrokenPlanError,
    MissingFileError,
    NoShipmentsError,
    NoVehiclesError,
    PlanInProgressError,
    PlanningCrashedError,
    PlanNotFoundError,
    PlanNotMadeError,
    PlanStatusError,
    RoadServerFailedError,
    UnusableRoadsError,
)
from doorstep.planning.files import (
    PLAN_VERSION,
    plan_schema,
    to_geojson,
    to_html,
    to_json,
    to_manifest,
    to_rejected_csv,
    to_stops_csv,
)
from doorstep.planning.hourly import HourlyRoads, read_roads
from doorstep.planning.job import install
from doorstep.planning.make import Search, make_plan
from doorstep.planning.model import (
    Fix,
    Plan,
    PlannedBreak,
    PlannedRoute,
    PlannedStop,
    UnassignedShipment,
)
from doorstep.planning.pipeline import (
    Audience,
    PlanReport,
    PlanRequest,
    describe_rejected,
    plan_files,
)
from doorstep.planning.problem_mapping import (
    build_problem,
    list_points,
    list_profiles,
    read_solution,
)
from doorstep.planning.reasons import ADVICE, Advice
from doorstep.planning.rests import keep_breaks, read_kept_breaks
from doorstep.planning.service import (
    RUN_JOB,
    drop_unreleased,
    get_finished_plan,
    get_plan,
    list_plans,
    mark,
    request_plan,
    stop_plan,
)
from doorstep.planning.stored import (
    IN_PROGRESS,
    PlanProblem,
    PlanProgress,
    PlanStatus,
    PlanSummary,
    StoredPlan,
    StoredRoute,
    StoredStop,
    StoredUnassigned,
)
from doorstep.planning.travel import Travel, measure_travel
from doorstep.planning.views import PlanView
from doorstep.planning.vroom import read_vroom

__all__ = [
    "ADVICE",
    "IN_PROGRESS",
    "PLAN_VERSION",
    "RUN_JOB",
    "Advice",
    "Audience",
    "BrokenPlanError",
    "Fix",
    "HourlyRoads",
    "MissingFileError",
    "NoShipmentsError",
    "NoVehiclesError",
    "Plan",
    "PlanInProgressError",
    "PlanNotFoundError",
    "PlanNotMadeError",
    "PlanProblem",
    "PlanProgress",
    "PlanReport",
    "PlanRequest",
    "PlanStatus",
    "PlanStatusError",
    "PlanSummary",
    "PlanView",
    "PlannedBreak",
    "PlannedRoute",
    "PlannedStop",
    "PlanningCrashedError",
    "RoadServerFailedError",
    "Search",
    "StoredPlan",
    "StoredRoute",
    "StoredStop",
    "StoredUnassigned",
    "Travel",
    "UnassignedShipment",
    "UnusableRoadsError",
    "build_problem",
    "describe_rejected",
    "drop_unreleased",
    "get_finished_plan",
    "get_plan",
    "install",
    "keep_breaks",
    "list_plans",
    "list_points",
    "list_profiles",
    "make_plan",
    "mark",
    "measure_travel",
    "plan_files",
    "plan_schema",
    "read_kept_breaks",
    "read_roads",
    "read_solution",
    "read_vroom",
    "request_plan",
    "stop_plan",
    "to_geojson",
    "to_html",
    "to_json",
    "to_manifest",
    "to_rejected_csv",
    "to_stops_csv",
]
