"""What can go wrong with releasing and driving, coded."""

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus

from doorstep.plumbing.problem import (
    ConflictError,
    DoorstepError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)


class PlanNotReadyError(ConflictError):
    """The plan is still being made, failed, or was superseded."""

    code = "plan_not_ready"
    title = "The plan is not ready"
    action = "Wait until the plan is ready, or release the newest plan of the day."


class PlanAlreadyReleasedError(ConflictError):
    """The plan is with the drivers already."""

    code = "plan_already_released"
    title = "The plan is released already"
    action = "Load the day's routes; recall the plan first if it must change."


class PlanNotReleasedError(ConflictError):
    """There is nothing to recall."""

    code = "plan_not_released"
    title = "The plan is not released"
    action = "Load the plan again; somebody else may have recalled it."


class RoutesOpenError(ConflictError):
    """Drivers have routes whose times would mean something else."""

    code = "routes_open"
    title = "Routes are with their drivers"
    action = "Recall the routes that nobody has started; wait until the others are finished."

    def __init__(self, days: Sequence[date]) -> None:
        told = ", ".join(day.isoformat() for day in days)
        super().__init__(f"There are released routes that are not finished: {told}.")


class NothingToReleaseError(ConflictError):
    """The plan has no route."""

    code = "nothing_to_release"
    title = "The plan has no route"
    action = "See why its shipments are unassigned, and plan again."


class ShipmentsChangedError(ConflictError):
    """Shipments of the plan are no longer waiting to be planned."""

    code = "shipments_changed"
    title = "Shipments have changed since the plan was made"
    action = "Plan the day again and release the new plan."


class VehicleBusyError(ConflictError):
    """A vehicle or driver of the plan has another route to drive."""

    code = "vehicle_busy"
    title = "A vehicle or driver has another route"
    action = "Recall that route, or wait until it is finished."


class DriverMissingError(ConflictError):
    """A route of the plan has nobody to drive it."""

    code = "driver_missing"
    title = "A route has no driver"
    action = "Give the vehicle a driver in the fleet, plan again and release the new plan."


class RouteStartedError(ConflictError):
    """A driver is on the road already."""

    code = "route_started"
    title = "A driver has started"
    action = "Call the driver; a route that has started cannot be recalled."


class RouteRecalledError(ConflictError):
    """The route was taken back by the dispatcher."""

    code = "route_recalled"
    title = "The route was recalled"
    action = "Load the route again, or call the dispatcher."


class RouteNotYoursError(NotAllowedError):
    """The route is another driver's, or there is none of this id."""

    code = "route_not_yours"
    title = "This is not your route"
    action = "Load your route again, or call the dispatcher."


class StopNotOnRouteError(NotFoundError):
    """The stop is not on the route that the command names."""

    code = "stop_not_on_route"
    title = "The stop is not on this route"
    action = "Load your route again, or call the dispatcher."


class InvalidCommandError(InvalidInputError):
    """A command lacks something or does not fit the API description."""

    code = "invalid_command"
    title = "The report is not complete"
    action = "Update the app, then make the report again."


class CommandReusedError(ConflictError):
    """Another report was made under the same id before."""

    code = "command_reused"
    title = "This id belongs to another report"
    action = "Make the report again; the app gives it a new id."


class FileMissingError(ConflictError):
    """A photo or signature is named that was not uploaded."""

    code = "file_missing"
    title = "A photo or signature is missing"
    action = "Send the files first, then the same report again."


class WrongFileNameError(InvalidInputError):
    """The bytes do not have the SHA-256 in the address: they were damaged on the way."""

    code = "file_damaged"
    title = "The file was damaged on the way"
    action = "Send it again."


class NotAPictureError(InvalidInputError):
    """The file is not a JPEG, PNG or WebP picture that can be read to its end."""

    code = "not_a_picture"
    title = "The file is not a picture that can be read"
    action = "Take the photo again; JPEG, PNG and WebP are accepted."


class FileTooLargeError(DoorstepError):
    """The file has too many bytes or too many pixels."""

    code = "file_too_large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    title = "The picture is too large"
    action = "Send a picture of at most 5 MB and 40 million pixels."


class BadDeviceKeyError(InvalidInputError):
    """A device was registered with something that is no public key."""

    code = "bad_device_key"
    title = "This is no public key"
    action = "Send an ES256 or EdDSA key as SubjectPublicKeyInfo in base64url."


class DeviceReusedError(ConflictError):
    """The id of the device is taken, or its number was used for another report."""

    code = "device_reused"
    title = "This belongs to another device or report"
    action = "Sign in again, so that the app makes a new device id."


class NoProofError(NotFoundError):
    """The attempt has no evidence, or it was erased when its time was over."""

    code = "no_proof"
    title = "There is no proof"
    action = "Check the address; proof is erased at the end of its retention."


class CashNotFoundError(NotFoundError):
    """There is no such cash shift or difference, or it is settled."""

    code = "cash_not_found"
    title = "There is no such cash"
    action = "Load the cash page again."


class CashClosedError(ConflictError):
    """The cash was handed in before."""

    code = "cash_closed"
    title = "This cash was handed in before"
    action = "Load the cash page again; newer money is in the driver's next shift."


class NothingToApproveError(ConflictError):
    """The cash shift is open, or it balances."""

    code = "nothing_to_approve"
    title = "There is no difference"
    action = "Load the cash page again."


class StillOnRouteError(ConflictError):
    """A driver or vehicle has a route that is not finished."""

    code = "still_on_route"
    title = "A route is not finished"
    action = "Recall the plan or let the route be finished, then retire it."


class NotADriverCodeError(NotAllowedError):
    """The one-time code signs somebody else in than a driver."""

    code = "not_a_driver_code"
    title = "This code is not for drivers"
    action = "Open the console with it, or ask the dispatcher for a driver's code."


class StillHoldsCashError(ConflictError):
    """A driver has cash that was not handed in."""

    code = "still_holds_cash"
    title = "There is cash to hand in"
    action = "Count the driver's bag and hand it in on the cash page, then retire them."


class UnknownDeviceError(NotFoundError):
    """No company has registered this installation of the driver's app."""

    code = "unknown_device"
    title = "This phone is not known"
    action = "Keep the phone as it is and show the dispatcher what it holds."


class ReportNotSignedError(InvalidInputError):
    """A report without a session must carry its device's signature, and does not."""

    code = "report_not_signed"
    title = "The report is not signed by this phone"
    action = "Sign the driver in again, so that the phone can send it with a session."


class TooManyHeldError(ConflictError):
    """Too many reports of one device wait for the office."""

    code = "too_many_held"
    title = "Too many reports of this phone wait"
    action = "Ask the office to decide on those that wait, then hand the rest over."


class HeldNotFoundError(NotFoundError):
    """There is no such held report."""

    code = "held_report_not_found"
    title = "There is no such report"
    action = "Load the held reports again."


class HeldDecidedError(ConflictError):
    """A held report was decided before, or nothing of it is left to release."""

    code = "held_report_decided"
    title = "This report cannot be released any more"
    action = "Load the held reports again; set it aside with a note if nothing is left of it."
