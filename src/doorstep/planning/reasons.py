"""Why a shipment is left out, in words, with what to do about it: one table."""

from dataclasses import dataclass

from doorstep.engine import Reason


@dataclass(frozen=True, slots=True)
class Advice:
    """What a reason means and what to do about it, a sentence each."""

    sentence: str
    action: str


ADVICE: dict[Reason, Advice] = {
    Reason.NO_VEHICLE: Advice("No vehicle works on this day.", "Add a vehicle to the fleet."),
    Reason.SKILLS: Advice(
        "No vehicle has all the skills it needs.",
        "Give a vehicle these skills, or check the shipment's skills for a typing error.",
    ),
    Reason.CAPACITY: Advice(
        "It is heavier or larger than any vehicle that has its skills can carry.",
        "Split it into smaller shipments, or add a larger vehicle.",
    ),
    Reason.UNREACHABLE: Advice(
        "No road that a vehicle may use leads there.",
        "Check its location; a vehicle with another profile, such as bicycle, may get there.",
    ),
    Reason.TIME_WINDOW: Advice(
        "No vehicle can be there before its window closes.",
        "Widen the window, or let a shift begin earlier.",
    ),
    Reason.SHIFT: Advice(
        "No vehicle could be back at the depot before its shift ends.",
        "Let a shift end later, or offer an earlier window.",
    ),
    Reason.MAX_STOPS: Advice(
        "Every route that could take it already has its most stops.",
        "Raise max_stops, or add a vehicle.",
    ),
    Reason.VEHICLE: Advice(
        "No vehicle that has its skills may serve it.",
        "Let another vehicle serve it.",
    ),
    Reason.LIMIT: Advice(
        "No driver could serve it between their breaks and within their limits.",
        "Move a break, or offer another window.",
    ),
    Reason.HOURS: Advice(
        "The law of drivers' hours does not allow a day with it, even on a route of its own.",
        "Serve it from a nearer depot, or plan it for two drivers by hand.",
    ),
    Reason.RANGE: Advice(
        "No battery lasts there and back in time, even charged on the way.",
        "Name a charging station nearer to it, or let another vehicle serve it.",
    ),
    Reason.AFTER: Advice(
        "Something that must be served before it is left out.",
        "Make room for that first.",
    ),
    Reason.CHOICE: Advice(
        "Another of its alternatives is served.",
        "Nothing: this is as it should be.",
    ),
    Reason.NOT_WORTH_IT: Advice(
        "Serving it would cost more than leaving it out.",
        "Raise its priority, or search longer.",
    ),
    Reason.FLEET_FULL: Advice(
        "No route has the room or the time left for it.",
        "Add a vehicle, lengthen a shift, widen its window, or search longer.",
    ),
}
"""What to tell people for each reason of the engine."""

COLLECTION = Advice(
    "It is to be fetched from another place on the way, which plans cannot do yet.",
    "Bring its goods to the depot, or enter a pick-up for today and a delivery for later.",
)
"""What to tell people of goods that are not at the depot."""
