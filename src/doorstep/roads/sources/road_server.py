"""The questions of a ``ProfileView`` answered by an OSRM or a Valhalla server.

For regions that are too large for one process. Closures and other disruptions are not known to
such a server; whoever uses one measures without them.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise, product
from typing import Any, Protocol, TypeAlias
from urllib.parse import urlsplit

import httpx2
import numpy as np

from doorstep.kernel import Point
from doorstep.roads.polyline import decode_polyline
from doorstep.roads.route import NO_CONNECTION, Matrix, NoRouteError, RoadLeg, RoadRoute
from doorstep.roads.snapping import MAX_SNAP_M
from doorstep.roads.sources.errors import RoadFileError

_Json: TypeAlias = Any
"""What a server answered, read; its shape is the server's."""

_Table: TypeAlias = list[list[float | None]]
_TIMEOUT_S = 60.0
_OSRM_EDGE, _VALHALLA_EDGE = 100, 50
"""What the servers answer as they come: so many places by so many; larger tables go in blocks."""

_OSRM_PROFILES = {"bicycle": "cycling", "foot": "walking"}
_COSTINGS = {
    "car": "auto",
    "van": "auto",
    "truck": "truck",
    "bicycle": "bicycle",
    "cargo_bike": "bicycle",
    "scooter": "motor_scooter",
    "foot": "pedestrian",
}


class RoadServer(Protocol):
    """Answers matrices and routes of one profile, as ``ProfileView`` does."""

    def matrix(self, points: Sequence[Point]) -> Matrix:
        """Return the fastest ways between all points."""

    def route(self, points: Sequence[Point]) -> RoadRoute:
        """Return the fastest way through all points in order, with its line."""


def open_road_server(url: str, profile: str) -> RoadServer:
    """Return the server at ``osrm+http://host:5000`` or ``valhalla+http://host:8002``.

    Raises
    ------
    RoadFileError
        The address names no kind of server that is known.
    """
    kind, _, scheme = urlsplit(url).scheme.partition("+")
    address = f"{scheme}{url[len(kind) + 1 + len(scheme) :]}".rstrip("/")
    if scheme in {"http", "https"} and kind == "osrm":
        return OsrmServer(address, _OSRM_PROFILES.get(profile, "driving"))
    if scheme in {"http", "https"} and kind == "valhalla":
        return ValhallaServer(address, _COSTINGS.get(profile, "auto"))
    code, sentence = "road_server_unknown", f"{url} is no address of a road server."
    raise RoadFileError(
        code, sentence, "Write osrm+http://HOST:PORT or valhalla+http://HOST:PORT."
    )


class OsrmServer:
    """An OSRM server; its HTTP API, version 1.

    Parameters
    ----------
    url
        "http://127.0.0.1:5000".
    profile
        The word of the server's address: "driving".
    """

    def __init__(self, url: str, profile: str) -> None:
        self._url = url
        self._profile = profile

    def matrix(self, points: Sequence[Point]) -> Matrix:
        """Return the fastest ways between all points, asked for in blocks.

        Raises
        ------
        NoRouteError
            A point is too far from any street of the server.
        RoadFileError
            The server does not answer.
        """

        def block(rows: range, columns: range) -> tuple[_Table, _Table]:
            places = [points[i] for i in (rows if rows == columns else (*rows, *columns))]
            asked = {"annotations": "duration,distance"} | self._common(len(places))
            if rows != columns:
                asked["sources"] = ";".join(map(str, range(len(rows))))
                asked["destinations"] = ";".join(map(str, range(len(rows), len(places))))
            answer = self._ask("table", places, asked)
            return answer["durations"], answer["distances"]

        return _assemble(len(points), block, _OSRM_EDGE)

    def route(self, points: Sequence[Point]) -> RoadRoute:
        """Return the fastest way through all points in order, with its line.

        Raises
        ------
        NoRouteError
            A point is too far from any street, or cannot be reached.
        RoadFileError
            The server does not answer.
        """
        asked = {"overview": "false", "steps": "true", "geometries": "polyline6"}
        answer = self._ask("route", points, asked | self._common(len(points)))
        return RoadRoute(
            tuple(
                RoadLeg(
                    _up(leg["duration"]),
                    round(leg["distance"]),
                    _join([decode_polyline(step["geometry"]) for step in leg["steps"]]),
                )
                for leg in answer["routes"][0]["legs"]
            )
        )

    def _common(self, count: int) -> dict[str, str]:
        return {
            "radiuses": ";".join([f"{MAX_SNAP_M:.0f}"] * count),
            "generate_hints": "false",
        }

    def _ask(self, service: str, points: Sequence[Point], asked: dict[str, str]) -> _Json:
        places = ";".join(f"{p.lon:.6f},{p.lat:.6f}" for p in points)
        path = f"{self._url}/{service}/v1/{self._profile}/{places}"
        answer = _request("GET", path, params=asked)
        if answer.get("code") in {"NoSegment", "NoRoute"}:
            raise NoRouteError(answer.get("message", "there is no way"))
        if answer.get("code") != "Ok":
            raise _refused(path, str(answer.get("message", answer)))
        return answer


class ValhallaServer:
    """A Valhalla server; its actions ``sources_to_targets`` and ``route``.

    Parameters
    ----------
    url
        "http://127.0.0.1:8002".
    costing
        Valhalla's word for the vehicle: "auto".
    """

    def __init__(self, url: str, costing: str) -> None:
        self._url = url
        self._costing = costing

    def matrix(self, points: Sequence[Point]) -> Matrix:
        """Return the fastest ways between all points, asked for in blocks.

        Raises
        ------
        NoRouteError
            A point is too far from any street of the server.
        RoadFileError
            The server does not answer.
        """
        places = _locations(points)

        def block(rows: range, columns: range) -> tuple[_Table, _Table]:
            body = {"sources": [places[i] for i in rows], "targets": [places[i] for i in columns]}
            table = self._ask("sources_to_targets", body)["sources_to_targets"]
            metres = [
                [None if one["distance"] is None else one["distance"] * 1000 for one in row]
                for row in table
            ]
            return [[one["time"] for one in row] for row in table], metres

        return _assemble(len(points), block, _VALHALLA_EDGE)

    def route(self, points: Sequence[Point]) -> RoadRoute:
        """Return the fastest way through all points in order, with its line.

        Raises
        ------
        NoRouteError
            A point is too far from any street, or cannot be reached.
        RoadFileError
            The server does not answer.
        """
        trip = self._ask("route", {"locations": _locations(points)})["trip"]
        return RoadRoute(
            tuple(
                RoadLeg(
                    _up(leg["summary"]["time"]),
                    round(leg["summary"]["length"] * 1000),
                    tuple(decode_polyline(leg["shape"])),
                )
                for leg in trip["legs"]
            )
        )

    def _ask(self, action: str, body: dict[str, Any]) -> _Json:
        whole = {**body, "costing": self._costing, "units": "kilometers"}
        answer = _request("POST", f"{self._url}/{action}", json=whole)
        if "error_code" in answer:
            # 171 and 442: no street near a point, no way between two.
            if answer["error_code"] in {171, 442}:
                raise NoRouteError(answer["error"])
            raise _refused(self._url, str(answer.get("error")))
        return answer


def _locations(points: Sequence[Point]) -> list[dict[str, float]]:
    return [{"lat": p.lat, "lon": p.lon, "search_cutoff": MAX_SNAP_M} for p in points]


def measure_reachable(server: RoadServer, points: Sequence[Point]) -> Matrix:
    """Return the fastest ways between all points; one without a street near has no connection.

    Servers refuse a whole table for one such point, which is then looked for one by one.

    Raises
    ------
    RoadFileError
        The server does not answer.
    """
    try:
        return server.matrix(points)
    except NoRouteError:
        near = [number for number, point in enumerate(points) if _has_street(server, point)]
    size = len(points)
    duration_s = np.full((size, size), NO_CONNECTION, dtype=np.int32)
    distance_m = duration_s.copy()
    if near:
        found = server.matrix([points[number] for number in near])
        where = np.ix_(near, near)
        duration_s[where], distance_m[where] = found.duration_s, found.distance_m
    np.fill_diagonal(duration_s, 0)
    np.fill_diagonal(distance_m, 0)
    return Matrix(duration_s, distance_m)


def _has_street(server: RoadServer, point: Point) -> bool:
    try:
        server.matrix([point, point])
    except NoRouteError:
        return False
    return True


def _assemble(
    count: int, block: Callable[[range, range], tuple[_Table, _Table]], edge: int
) -> Matrix:
    duration_s = np.full((count, count), NO_CONNECTION, dtype=np.int32)
    distance_m = duration_s.copy()
    parts = [range(first, min(count, first + edge)) for first in range(0, count, edge)]
    for rows, columns in product(parts, parts):
        seconds, metres = block(rows, columns)
        for row, some_s, some_m in zip(rows, seconds, metres, strict=True):
            for column, second, metre in zip(columns, some_s, some_m, strict=True):
                if second is not None and metre is not None:
                    duration_s[row, column] = _up(second)
                    distance_m[row, column] = round(metre)
    np.fill_diagonal(duration_s, 0)
    np.fill_diagonal(distance_m, 0)
    return Matrix(duration_s, distance_m)


def _join(lines: Sequence[Sequence[Point]]) -> tuple[Point, ...]:
    whole = [point for line in lines for point in line]
    return (*whole[:1], *(b for a, b in pairwise(whole) if a != b))


def _up(seconds: float) -> int:
    """Return whole seconds, rounded up, so that a detour never looks shorter than it is."""
    return -int(-seconds // 1)


def _request(method: str, url: str, **more: _Json) -> dict[str, Any]:
    try:
        answer = httpx2.request(method, url, timeout=_TIMEOUT_S, **more)
        found = answer.json()
    except (httpx2.TransportError, httpx2.InvalidURL) as error:
        code, sentence = "road_server_unreachable", f"{url} does not answer: {error}."
        raise RoadFileError(code, sentence, "Check the address and the server.") from error
    except ValueError as error:
        raise _refused(url, f"it answered {answer.status_code} with no JSON") from error
    if not isinstance(found, dict):
        raise _refused(url, "it answered with no JSON object")
    return found


def _refused(url: str, why: str) -> RoadFileError:
    code, sentence = "road_server_refused", f"{url} cannot answer: {why}."
    return RoadFileError(code, sentence, "Check the server's limits and its data.")
