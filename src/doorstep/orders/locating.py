"""Where an address is, and whether anybody can be sure of it."""

from dataclasses import dataclass
from typing import Protocol

from doorstep.kernel import Bounds, Point
from doorstep.orders.csv_file import MIN_CONFIDENCE, FindAddress
from doorstep.orders.errors import AddressUnknownError

# About a kilometre: roads run on past the last mapped door.
_MARGIN_DEG = 0.01


class _Network(Protocol):
    @property
    def bounds(self) -> Bounds: ...


class _Addresses(Protocol):
    @property
    def find(self) -> FindAddress: ...


class DeliveryRegion(Protocol):
    """The roads and addresses of where deliveries can go; ``roads.sources.Region`` is one."""

    @property
    def network(self) -> _Network:
        """The roads."""

    @property
    def addresses(self) -> _Addresses:
        """The addresses."""


@dataclass(frozen=True, slots=True)
class Located:
    """A point, and whether it is the address or only the nearest guess."""

    point: Point
    is_certain: bool


def locate(region: DeliveryRegion, address: str, point: Point | None) -> Located:
    """Return where an order's address is; a given point is believed.

    An address that is not found, or not surely, is no error: the order is taken in and waits
    until a person has looked at it. Nobody drives to a guess.

    Raises
    ------
    AddressUnknownError
        The given point is where the roads do not reach.
    """
    bounds = region.network.bounds
    if point is not None:
        if not bounds.contains(point, _MARGIN_DEG):
            swapped = Point(point.lon, point.lat) if abs(point.lon) <= 90 else None  # noqa: PLR2004 -- degrees
            hint = ""
            if swapped is not None and bounds.contains(swapped, _MARGIN_DEG):
                hint = " Latitude and longitude are swapped."
            message = f"{point.lat}, {point.lon} is not on the map.{hint}"
            raise AddressUnknownError(message)
        return Located(point, is_certain=True)
    match = region.addresses.find(address)
    if match is None:
        return Located(bounds.middle, is_certain=False)
    return Located(match.point, is_certain=match.confidence >= MIN_CONFIDENCE)
