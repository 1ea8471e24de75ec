# Written by tools/python_client.py from the API description; do not edit.
"""Roads: operations."""

from typing import Any

from doorstep_client.generated.models import (
    MatchBody,
    MatchView,
    RouteBody,
    RouteView,
)
from doorstep_client.transport import Transport


class Roads:
    """Roads: reach it as ``doorstep.roads``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get_isochrones(
        self,
        *,
        lat: float,
        lon: float,
        minutes: list[int],
        profile: str | None = None,
        departs_at: str | None = None,
    ) -> dict[str, Any]:
        """How far one gets. Return GeoJSON: the area within each time, the largest first;
        closures are kept to.

        Refuses with no_region, no_way, unknown_profile.
        """
        answer: dict[str, Any] = self._transport.ask(
            "GET",
            "/roads/isochrones",
            query={"lat": lat, "lon": lon, "minutes": minutes, "profile": profile, "departs_at": departs_at},
        )
        return answer

    def match_trace(
        self,
        body: MatchBody,
    ) -> MatchView:
        """The streets that were driven. Return the streets that noisy positions were on, in
        order.

        Refuses with no_region, unknown_profile.
        """
        answer: MatchView = self._transport.ask(
            "POST",
            "/roads/match",
            json=body,
        )
        return answer

    def find_route(
        self,
        body: RouteBody,
    ) -> RouteView:
        """The way through some places. Return times, lines and what to do at each turn.

        Refuses with no_region, no_way, unknown_profile.
        """
        answer: RouteView = self._transport.ask(
            "POST",
            "/roads/route",
            json=body,
        )
        return answer
