"""What can go wrong with disruptions, coded."""

from doorstep.plumbing.problem import ConflictError, InvalidInputError, NotFoundError


class DisruptionNotFoundError(NotFoundError):
    """There is no such disruption."""

    code = "disruption_not_found"
    title = "No such disruption"
    action = "Load the disruptions again; somebody else may have deleted it."


class InvalidDisruptionError(InvalidInputError):
    """A disruption says something that cannot be, or means no street."""

    code = "disruption_invalid"
    title = "The disruption is not valid"
    action = "Correct what is listed and send it again."


class DisruptionOverError(ConflictError):
    """It has ended already."""

    code = "disruption_over"
    title = "The disruption is over"
    action = "Change its end, or make a new one."


class UnreadableGeoJsonError(InvalidInputError):
    """A file is not GeoJSON, or its features are not disruptions."""

    code = "geojson_unreadable"
    title = "The GeoJSON file cannot be used"
    action = "Send a FeatureCollection in WGS 84, as the export of disruptions is."


class StreetNotFoundError(NotFoundError):
    """No street of the region has this name."""

    code = "street_not_found"
    title = "No such street"
    action = "Search for the street's name first."

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no street {name[:80]!r} in this region.")
