"""Where a row's shipment goes: its coordinates, or its address looked up."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from doorstep.kernel import Bounds, Point
from doorstep.orders.csv_file.values import RowCells

MIN_CONFIDENCE = 0.7
"""An address found with less is not planned but shown, so that nobody drives to a guess."""

# About a kilometre: roads run on past the last mapped door.
_MARGIN_DEG = 0.01
_MAX_LAT, _MAX_LON = 90, 180


class AddressMatch(Protocol):
    """An address that was found."""

    @property
    def point(self) -> Point:
        """Where it is."""

    @property
    def label(self) -> str:
        """How the map writes it."""

    @property
    def confidence(self) -> float:
        """From 0 to 1, how surely it is the one meant."""


FindAddress = Callable[[str], AddressMatch | None]


@dataclass(frozen=True, slots=True)
class Area:
    """Where deliveries can go: the box of the roads, and its addresses.

    With ``keeps_uncertain``, an address nobody is sure of does not reject its row: the shipment
    is taken in with the nearest guess and waits for a person.
    """

    bounds: Bounds | None = None
    find_address: FindAddress | None = None
    keeps_uncertain: bool = False


def read_location(row: RowCells, address: str, area: Area) -> Point | None:
    """Return where the shipment goes, or none with what is wrong in the row's findings."""
    given = [column for column in ("lat", "lon") if row.text(column)]
    if not given:
        return _look_up(row, address, area)
    if len(given) == 1:
        missing = "lon" if given == ["lat"] else "lat"
        row.refuse(missing, "One coordinate is missing.", "Fill in both, or neither.")
        return None
    # Their ranges are looked at together, so that two swapped numbers can be recognised.
    lat, lon = (row.decimal(column) for column in ("lat", "lon"))
    if lat is None or lon is None:
        return None
    return _check_point(row, lat, lon, area)


def _check_point(row: RowCells, lat: Decimal, lon: Decimal, area: Area) -> Point | None:
    if _inside(lat, lon, area):
        return Point(float(lat), float(lon))
    if _inside(lon, lat, area):
        row.refuse("lat", "Latitude and longitude are swapped.", f"Write lat {lon} and lon {lat}.")
        return None
    impossible = [("lat", _MAX_LAT)] * (abs(lat) > _MAX_LAT)
    impossible += [("lon", _MAX_LON)] * (abs(lon) > _MAX_LON)
    for column, limit in impossible:
        row.refuse(
            column, f"The number is outside -{limit} to {limit}.", "Write degrees, as maps do."
        )
    if not impossible:
        row.refuse(
            "lat",
            "The location is outside the area of the road file.",
            "Correct the coordinates, or plan with the roads of that area.",
        )
    return None


def _inside(lat: Decimal, lon: Decimal, area: Area) -> bool:
    if abs(lat) > _MAX_LAT or abs(lon) > _MAX_LON:
        return False
    point = Point(float(lat), float(lon))
    return area.bounds is None or area.bounds.contains(point, _MARGIN_DEG)


def _look_up(row: RowCells, address: str, area: Area) -> Point | None:
    if not row.text("address"):
        row.refuse(
            "address",
            "There is neither an address nor coordinates.",
            "Fill in address, or lat and lon.",
        )
        return None
    if not address:  # already refused as text
        return None
    if area.find_address is None:
        row.refuse("address", "Addresses cannot be looked up here.", "Fill in lat and lon.")
        return None
    match = area.find_address(address)
    if area.keeps_uncertain and area.bounds is not None:
        row.is_located = match is not None and match.confidence >= MIN_CONFIDENCE
        return match.point if match is not None else area.bounds.middle
    return _require_certain(row, match)


def _require_certain(row: RowCells, match: AddressMatch | None) -> Point | None:
    if match is None:
        row.refuse(
            "address",
            "The road file does not know this address.",
            "Check street and number, or fill in lat and lon.",
        )
        return None
    if match.confidence < MIN_CONFIDENCE:
        row.refuse(
            "address",
            f"The address is not certain; the nearest found is {match.label!r}.",
            f"Write {match.label!r} if that is right, or fill in lat and lon.",
        )
        return None
    return match.point
