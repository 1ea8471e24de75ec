"""What can go wrong with a fleet, coded."""

from doorstep.plumbing.problem import InvalidInputError


class InvalidFleetError(InvalidInputError):
    """The fleet file cannot be read or says something that cannot be."""

    code = "fleet_invalid"
    title = "The fleet file is not valid"
    action = "Correct what is listed; docs/guides/files.md explains every key."
