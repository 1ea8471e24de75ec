"""Travel asked of a road server in place of the region's own search."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from doorstep import roads
from doorstep.kernel import Point
from doorstep.planning.errors import RoadServerFailedError
from doorstep.roads.sources import Region, RoadFileError, RoadServer, measure_reachable


class AskedRoads:
    """A road server's answers, its failures in the words of planning."""

    def __init__(self, server: RoadServer) -> None:
        self._server = server

    def matrix(self, points: Sequence[Point]) -> roads.Matrix:
        """Return the fastest ways between all points, ``NO_CONNECTION`` where there is none.

        Raises
        ------
        RoadServerFailedError
            It does not answer, or refuses.
        """
        with _our_words():
            return measure_reachable(self._server, points)

    def route(self, points: Sequence[Point]) -> roads.RoadRoute:
        """Return the fastest way through all points in order.

        Raises
        ------
        NoRouteError
            A point cannot be reached.
        RoadServerFailedError
            It does not answer, or refuses.
        """
        with _our_words():
            return self._server.route(points)


def ask_roads(region: Region, profile: str) -> AskedRoads | None:
    """Return who is asked for the travel of a profile in place of the region, or none."""
    server = region.server(profile)
    return AskedRoads(server) if server else None


@contextmanager
def _our_words() -> Iterator[None]:
    try:
        yield
    except RoadFileError as error:
        raise RoadServerFailedError(error.sentence) from error
