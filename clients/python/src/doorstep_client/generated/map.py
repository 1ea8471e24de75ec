# Written by tools/python_client.py from the API description; do not edit.
"""Map: operations."""

from doorstep_client.generated.models import (
    AddressesView,
    MapView,
)
from doorstep_client.transport import Transport


class Map:
    """Map: reach it as ``doorstep.map``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def find_addresses(
        self,
        *,
        q: str,
    ) -> AddressesView:
        """Find an address. Return what the map knows under this address.

        Refuses with no_region.
        """
        answer: AddressesView = self._transport.ask(
            "GET",
            "/addresses",
            query={"q": q},
        )
        return answer

    def find_nearest(
        self,
        *,
        lat: float,
        lon: float,
    ) -> AddressesView:
        """The address nearest to a place. Return the house nearest to a place, if there is
        one at hand.

        Refuses with no_region.
        """
        answer: AddressesView = self._transport.ask(
            "GET",
            "/addresses/nearest",
            query={"lat": lat, "lon": lon},
        )
        return answer

    def get_map(
        self,
    ) -> MapView:
        """The city's map. Return where the city is and the address of its tiles.

        Refuses with no_region.
        """
        answer: MapView = self._transport.ask(
            "GET",
            "/map",
        )
        return answer

    def get_tiles(
        self,
        key: str,
    ) -> bytes:
        """The city's vector tiles. Return the PMTiles archive, or the bytes of it that the
        Range header names.

        Refuses with http_400, not_found, no_region, http_416.
        """
        answer: bytes = self._transport.ask_bytes(
            "GET",
            f"/map/tiles/{self._transport.quote(key)}.pmtiles",
        )
        return answer
