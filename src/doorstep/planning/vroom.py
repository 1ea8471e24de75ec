"""VROOM documents without matrices, measured on the streets of a region."""

from collections.abc import Callable, Iterator

from doorstep import roads
from doorstep.engine.formats import vroom
from doorstep.kernel import Point
from doorstep.planning.asked import ask_roads
from doorstep.roads.sources import Region

MOST_PLACES = 2000
"""Between more places than this no travel is measured for one document."""

_MOST_NAMED = 20


def read_vroom(
    text: str | bytes,
    region: Region,
    view: Callable[[str], roads.ProfileView] | None = None,
) -> vroom.Reading:
    """Return the problem of a document, its travel measured where it brings no matrices.

    Parameters
    ----------
    view
        The roads as a profile finds them; without it they are as usual, and a road server is
        asked where one is named in the settings.

    Raises
    ------
    VroomError
        It cannot be read (code 2), or its places are not on the streets (code 3).
    RoadServerFailedError
        The road server does not answer.
    """
    document = vroom.parse(text)
    if not document.needs_tables:
        return vroom.read(document)
    lon_lats = document.list_points()
    if len(lon_lats) > MOST_PLACES:
        message = f"Travel is measured between {MOST_PLACES} places at most, not {len(lon_lats)}."
        raise vroom.VroomError([message])
    if unknown := [name for name in document.profiles if name not in region.network.profiles]:
        known = ", ".join(region.network.profiles)
        message = f"There is no profile {', '.join(unknown)}; there are {known}."
        raise vroom.VroomError([message])
    if findings := list(_list_faults(document, lon_lats, region))[:_MOST_NAMED]:
        raise vroom.VroomError(findings, vroom.ROUTING_ERROR)
    points = [Point(lat, lon) for lon, lat in lon_lats]
    return vroom.read(
        document, {name: _measure(points, name, region, view) for name in document.profiles}
    )


def _measure(
    points: list[Point],
    profile: str,
    region: Region,
    view: Callable[[str], roads.ProfileView] | None,
) -> vroom.Table:
    if view is not None:
        matrix = view(profile).matrix(points)
    else:
        matrix = (ask_roads(region, profile) or region.network.view(profile)).matrix(points)
    return vroom.Table.measured(matrix.duration_s, matrix.distance_m)


def _list_faults(
    document: vroom.Document, lon_lats: list[tuple[float, float]], region: Region
) -> Iterator[str]:
    """Yield the places that no street is near to."""
    off_earth = [(lon, lat) for lon, lat in lon_lats if not (abs(lon) <= 180 and abs(lat) <= 90)]  # noqa: PLR2004, degrees
    for lon, lat in off_earth:
        yield f"[{lon}, {lat}] is not [longitude, latitude]."
    if off_earth:
        return
    points = [Point(lat, lon) for lon, lat in lon_lats]
    for profile in document.profiles:
        for point, snap in zip(points, region.network.snap(points, profile), strict=True):
            if snap is None:
                yield f"No street for {profile} is near [{point.lon}, {point.lat}]."
