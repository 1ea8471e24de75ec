"""Points on the earth and the distance between them."""

import math
from dataclasses import dataclass

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius, metres. IUGG (1980), doi:10.1007/BF02521480."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the earth, WGS 84 degrees.

    Raises
    ------
    ValueError
        A coordinate is not finite or outside +-90 (``lat``) or +-180 (``lon``).
    """

    lat: float
    lon: float

    def __post_init__(self) -> None:
        """Refuse what is not on the earth."""
        if not (math.isfinite(self.lat) and -90 <= self.lat <= 90):
            message = f"latitude {self.lat} is outside -90..90"
            raise ValueError(message)
        if not (math.isfinite(self.lon) and -180 <= self.lon <= 180):
            message = f"longitude {self.lon} is outside -180..180"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A box of latitudes and longitudes, WGS 84 degrees, edges included."""

    south: float
    west: float
    north: float
    east: float

    @property
    def middle(self) -> Point:
        """Return the point in the middle of the box."""
        return Point((self.south + self.north) / 2, (self.west + self.east) / 2)

    def contains(self, point: Point, margin_deg: float = 0.0) -> bool:
        """Tell whether ``point`` is inside the box widened by ``margin_deg`` on each side."""
        return (
            self.south - margin_deg <= point.lat <= self.north + margin_deg
            and self.west - margin_deg <= point.lon <= self.east + margin_deg
        )


def distance_m(a: Point, b: Point) -> float:
    """Return the great-circle distance in metres, by the haversine formula."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat = (lat_b - lat_a) / 2
    half_lon = math.radians(b.lon - a.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))
