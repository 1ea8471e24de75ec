"""What can go wrong with a fleet, coded."""

from doorstep.plumbing.problem import InvalidInputError, NotFoundError


class InvalidFleetError(InvalidInputError):
    """The fleet file cannot be read or says something that cannot be."""

    code = "fleet_invalid"
    title = "The fleet file is not valid"
    action = "Correct what is listed; docs/guides/files.md explains every key."


class FleetMismatchError(InvalidInputError):
    """The fleet is in another currency or time zone than the company."""

    code = "fleet_mismatch"
    title = "The fleet does not fit the company"
    action = "Use the company's currency and time zone in the fleet file."


class UnknownDriverError(NotFoundError):
    """There is no such driver in use."""

    code = "driver_not_found"
    title = "No such driver"
    action = "Load the vehicles again; the driver may have left the fleet."
