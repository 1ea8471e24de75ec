"""What can go wrong with planning, coded."""

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus

from doorstep.engine import Violation
from doorstep.plumbing.problem import (
    ConflictError,
    DoorstepError,
    InvalidInputError,
    NotFoundError,
)


class BrokenPlanError(DoorstepError):
    """The plan breaks a rule: an error of Doorstep itself. Nothing is written."""

    code = "plan_broken"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    title = "The plan breaks a rule"
    action = "Please report this with the input files; it is an error of Doorstep, not yours."

    def __init__(self, violations: Sequence[Violation]) -> None:
        shown = "; ".join(violation.sentence for violation in violations[:3])
        more = f" and {len(violations) - 3} more" if len(violations) > 3 else ""  # noqa: PLR2004, as above
        super().__init__(f"The plan that was found is not valid: {shown}{more}.")


class UnusableRoadsError(InvalidInputError):
    """The road file cannot be read, or does not fit the fleet."""

    code = "roads_unusable"
    title = "The road file cannot be used"
    action = "Name an OpenStreetMap extract (.osm.pbf) of the delivery area."


class RoadServerFailedError(DoorstepError):
    """The road server that was named in the settings does not answer, or refuses."""

    code = "road_server_failed"
    status = HTTPStatus.BAD_GATEWAY
    title = "The road server does not answer"
    action = "Start it, or unset DOORSTEP_ROAD_SERVER_URL to measure on the region's own roads."


class MissingFileError(InvalidInputError):
    """An input file is not there or may not be read."""

    code = "file_unreadable"
    title = "A file cannot be read"
    action = "Check its name and that you may read it."


class NothingPlannedError(DoorstepError):
    """There is no shipment to plan, or not one fits any route."""

    code = "nothing_planned"
    status = HTTPStatus.CONFLICT
    title = "Nothing could be planned"
    action = "See the reason of each shipment."


class PlanInProgressError(ConflictError):
    """A plan of this date is being made already."""

    code = "plan_in_progress"
    title = "A plan of this day is being made"
    action = "Wait until it is ready, or stop it; it keeps the best so far."

    def __init__(self, service_on: date) -> None:
        super().__init__(f"A plan of {service_on.isoformat()} is being made already.")


class PlanNotFoundError(NotFoundError):
    """There is no such plan."""

    code = "plan_not_found"
    title = "No such plan"
    action = "Load the plans of the day again."


class NoShipmentsError(ConflictError):
    """No shipment of this date is pending."""

    code = "no_shipments"
    title = "There is nothing to plan"
    action = "Import the orders of this day first; what is planned or delivered is left alone."


class NoVehiclesError(ConflictError):
    """No vehicle is free on this date."""

    code = "no_vehicles"
    title = "There is no vehicle to plan with"
    action = "Add vehicles to the fleet, or recall a released plan of this day."


class PlanNotMadeError(ConflictError):
    """The plan has no routes yet, or never got any."""

    code = "plan_not_made"
    title = "The plan is not made"
    action = "Wait until it is ready; if it failed, do what it says and plan again."


class PlanStatusError(ConflictError):
    """The plan's status cannot become what is asked for."""

    code = "plan_status"
    title = "The plan's status does not allow this"
    action = "Load the plan again; somebody else may have changed it."


class PlanningCrashedError(DoorstepError):
    """The search ended without an answer: an error of Doorstep, or too little memory."""

    code = "planning_crashed"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    title = "The search broke off"
    action = "Plan again; if it breaks off again, please report it with the server's log."
