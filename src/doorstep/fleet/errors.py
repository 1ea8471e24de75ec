"""What can go wrong with a fleet, coded."""

from doorstep.plumbing.problem import ConflictError, InvalidInputError, NotFoundError


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


class UnknownVehicleError(NotFoundError):
    """There is no such vehicle."""

    code = "vehicle_not_found"
    title = "No such vehicle"
    action = "Load the vehicles again."


class UnknownDepotError(NotFoundError):
    """There is no such depot, or it is out of use."""

    code = "depot_not_found"
    title = "No such depot"
    action = "Load the depots again."


class NameTakenError(ConflictError):
    """Another one in use has the name."""

    code = "name_taken"
    title = "The name is taken"
    action = "Choose another name; people tell them apart by it."


class UnknownVehicleTypeError(NotFoundError):
    """There is no such vehicle type."""

    code = "vehicle_type_not_found"
    title = "No such vehicle type"
    action = "Load the vehicle types again."


class VehicleTypeInUseError(ConflictError):
    """Vehicles in use are of this type."""

    code = "vehicle_type_in_use"
    title = "Vehicles are of this type"
    action = "Give them another type, or none, first."


class DepotInUseError(ConflictError):
    """Vehicles start at the depot."""

    code = "depot_in_use"
    title = "Vehicles start at this depot"
    action = "Let them start somewhere else first, or retire them."
