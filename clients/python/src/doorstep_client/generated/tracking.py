# Written by tools/python_client.py from the API description; do not edit.
"""Tracking: operations."""

from collections.abc import Iterator

from typing import Literal

from doorstep_client.generated.models import (
    DirectionsView,
    DriverRouteView,
    LiveRouteView,
    LiveRoutesView,
    PositionsBody,
    PositionsReportView,
    TrackView,
)
from doorstep_client.transport import Event, Transport


class Tracking:
    """Tracking: reach it as ``doorstep.tracking``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get_driver_live(
        self,
    ) -> Iterator[Event]:
        """Live news of the driver's own route. Stream news of the driver's own route.

        Refuses with too_many_streams.
        """
        answer: Iterator[Event] = self._transport.listen(
            "GET",
            "/driver/live",
        )
        return answer

    def post_positions(
        self,
        body: PositionsBody,
    ) -> PositionsReportView:
        """Send positions. Store each position once; say which were rejected and why.

        Refuses with http_400.
        """
        answer: PositionsReportView = self._transport.ask(
            "POST",
            "/driver/positions",
            json=body,
        )
        return answer

    def get_driver_route(
        self,
    ) -> DriverRouteView:
        """The driver's own route. Return the route the driver has to do with now, and when
        the next one is."""
        answer: DriverRouteView = self._transport.ask(
            "GET",
            "/driver/route",
        )
        return answer

    def get_directions(
        self,
        stop_id: str,
        *,
        lat: float | None = None,
        lon: float | None = None,
        language: Literal['en', 'de', 'es', 'fr'] | None = None,
    ) -> DirectionsView:
        """The way to a stop, turn by turn. Return the way from where the driver is, or from
        the stop before, with the closures of now. Only to stops of the driver's own
        route.

        Refuses with not_found, no_way.
        """
        answer: DirectionsView = self._transport.ask(
            "GET",
            f"/driver/stops/{self._transport.quote(stop_id)}/directions",
            query={"lat": lat, "lon": lon, "language": language},
        )
        return answer

    def get_live(
        self,
    ) -> Iterator[Event]:
        """Live news of the day. Stream the company's news as it happens.

        Refuses with too_many_streams.
        """
        answer: Iterator[Event] = self._transport.listen(
            "GET",
            "/live",
        )
        return answer

    def get_routes(
        self,
        *,
        service_on: str,
    ) -> LiveRoutesView:
        """The day's released routes as they stand now. Return plan, progress, positions and
        ETAs of the day's routes."""
        answer: LiveRoutesView = self._transport.ask(
            "GET",
            "/routes",
            query={"service_on": service_on},
        )
        return answer

    def get_route(
        self,
        route_id: str,
    ) -> LiveRouteView:
        """A released route as it stands now. Return plan, progress, position and ETAs of
        one route.

        Refuses with not_found.
        """
        answer: LiveRouteView = self._transport.ask(
            "GET",
            f"/routes/{self._transport.quote(route_id)}",
        )
        return answer

    def get_track(
        self,
        token: str,
    ) -> TrackView:
        """What a recipient may see of their delivery. Return status, ETA and, while the
        driver is coming, about where they are.

        Refuses with not_found, no_region, tracking_link_expired, too_many_guesses.
        """
        answer: TrackView = self._transport.ask(
            "GET",
            f"/track/{self._transport.quote(token)}",
        )
        return answer

    def get_track_live(
        self,
        token: str,
    ) -> Iterator[Event]:
        """Hear when to look again. Stream an event without content whenever something about
        the delivery has changed.

        Refuses with not_found, tracking_link_expired, too_many_guesses, too_many_streams.
        """
        answer: Iterator[Event] = self._transport.listen(
            "GET",
            f"/track/{self._transport.quote(token)}/live",
        )
        return answer
