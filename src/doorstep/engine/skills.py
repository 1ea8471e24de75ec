"""Skills: what a shipment asks of a vehicle and its driver, and what they must not have."""

from doorstep.engine.parts import Shipment, Vehicle


def has_skills(car: Vehicle, shipment: Shipment) -> bool:
    """Tell whether a vehicle has what a shipment asks for, and nothing that it forbids."""
    return shipment.skills <= car.skills and not shipment.forbidden_skills & car.skills
