"""Addresses looked up by a Nominatim, Photon or Pelias server.

Each answers with a confidence that is worked out from what was found, never from the server's
own score alone: a house whose number was asked for counts as found, a street or a town does not.
"""

from collections.abc import Callable
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import httpx2

from doorstep.kernel import Bounds, Point
from doorstep.roads.address_text import number_keys, words
from doorstep.roads.addresses import EXACT, Match, Precision
from doorstep.roads.sources.errors import RoadFileError

_Json: TypeAlias = Any
"""What a server answered, read; its shape is the server's."""

_TIMEOUT_S = 10.0
_MARGIN_DEG = 0.01
_INTERPOLATED = 0.75
_STREET_ONLY = 0.5
_AREA_ONLY = 0.2
"""The middle of a town is no address."""


class AddressServer:
    """A geocoder behind an address.

    Parameters
    ----------
    url
        "nominatim+https://host", "photon+http://host:2322" or "pelias+http://host:4000".

    Raises
    ------
    RoadFileError
        The address names no kind of server that is known.
    """

    def __init__(self, url: str) -> None:
        kind, _, scheme = urlsplit(url).scheme.partition("+")
        if kind not in _KINDS or scheme not in {"http", "https"}:
            code, sentence = "address_server_unknown", f"{url} is no address of a geocoder."
            known = ", ".join(f"{name}+https://HOST" for name in _KINDS)
            raise RoadFileError(code, sentence, f"Write one of {known}.")
        self._address = f"{scheme}{url[len(kind) + 1 + len(scheme) :]}".rstrip("/")
        self._search, self._reverse, self._read = _KINDS[kind]

    def find(self, text: str) -> Match | None:
        """Return the best match for an address, or none.

        Raises
        ------
        RoadFileError
            The server does not answer.
        """
        path, asked = self._search(text)
        matches = self._read(self._ask(path, asked), text)
        return max(matches, key=lambda match: match.confidence, default=None)

    def find_within(self, bounds: Bounds) -> Callable[[str], Match | None]:
        """Return a search that finds only what lies in a box, and nothing while it is away.

        Nobody's import fails because a geocoder does: what is not found goes to a person.
        """

        def find(text: str) -> Match | None:
            try:
                match = self.find(text)
            except RoadFileError:
                return None
            return match if match and bounds.contains(match.point, _MARGIN_DEG) else None

        return find

    def nearest(self, point: Point) -> Match | None:
        """Return the address nearest to a point, or none.

        Raises
        ------
        RoadFileError
            The server does not answer.
        """
        path, asked = self._reverse(point)
        return next(iter(self._read(self._ask(path, asked), "")), None)

    def _ask(self, path: str, asked: dict[str, str]) -> _Json:
        url = f"{self._address}{path}"
        try:
            answer = httpx2.get(
                url, params=asked, timeout=_TIMEOUT_S, headers={"User-Agent": "Doorstep"}
            )
            if answer.is_success:
                return answer.json()
            why = f"it answered {answer.status_code}"
        except (httpx2.TransportError, httpx2.InvalidURL) as error:
            why = str(error)
        except ValueError:
            why = "it answered with no JSON"
        code, sentence = "address_server_unreachable", f"{url} cannot be asked: {why}."
        raise RoadFileError(code, sentence, "Check the address and the server.")


def _confidence(asked: str, number: str, *, has_street: bool) -> tuple[float, Precision]:
    """Return how sure a place is that has this house number, or none."""
    if not number:
        return (_STREET_ONLY if has_street else _AREA_ONLY), Precision.STREET
    if not asked:
        return EXACT, Precision.HOUSE
    said = {key for word in words(asked) for key in number_keys(word)}
    is_same = any(key in said for key in number_keys(number))
    return (EXACT if is_same else _STREET_ONLY), Precision.HOUSE


def _read_nominatim(answer: _Json, asked: str) -> list[Match]:
    rows = answer if isinstance(answer, list) else [answer]
    found = []
    for row in rows:
        if "lat" not in row:
            continue
        details = row.get("address", {})
        trust, precision = _confidence(
            asked, details.get("house_number", ""), has_street="road" in details
        )
        point = Point(float(row["lat"]), float(row["lon"]))
        found.append(Match(point, row.get("display_name", ""), trust, precision))
    return found


def _read_photon(answer: _Json, asked: str) -> list[Match]:
    found = []
    for feature in answer["features"]:
        facts = feature["properties"]
        lon, lat = feature["geometry"]["coordinates"]
        street = facts.get("street") or (facts["name"] if facts.get("type") == "street" else "")
        number = facts.get("housenumber", "")
        trust, precision = _confidence(asked, number, has_street=bool(street))
        town = " ".join(part for key in ("postcode", "city") if (part := facts.get(key, "")))
        house = " ".join(part for part in (street or facts.get("name", ""), number) if part)
        label = ", ".join(part for part in (house, town) if part)
        found.append(Match(Point(lat, lon), label, trust, precision))
    return found


def _read_pelias(answer: _Json, asked: str) -> list[Match]:
    found = []
    for feature in answer["features"]:
        facts = feature["properties"]
        lon, lat = feature["geometry"]["coordinates"]
        number = facts.get("housenumber", "") if facts.get("layer") == "address" else ""
        trust, precision = _confidence(asked, number, has_street=bool(facts.get("street")))
        if facts.get("match_type") == "interpolated" and precision is Precision.HOUSE:
            trust, precision = min(trust, _INTERPOLATED), Precision.INTERPOLATED
        if facts.get("match_type") == "fallback":
            trust = min(trust, _STREET_ONLY)
        found.append(Match(Point(lat, lon), facts.get("label", ""), trust, precision))
    return found


_Question = tuple[str, dict[str, str]]
_KINDS: dict[
    str,
    tuple[
        Callable[[str], _Question],
        Callable[[Point], _Question],
        Callable[[_Json, str], list[Match]],
    ],
] = {
    "nominatim": (
        lambda text: ("/search", {"q": text, "format": "jsonv2", "addressdetails": "1"}),
        lambda p: (
            "/reverse",
            {"lat": str(p.lat), "lon": str(p.lon), "format": "jsonv2", "addressdetails": "1"},
        ),
        _read_nominatim,
    ),
    "photon": (
        lambda text: ("/api", {"q": text}),
        lambda p: ("/reverse", {"lat": str(p.lat), "lon": str(p.lon)}),
        _read_photon,
    ),
    "pelias": (
        lambda text: ("/v1/search", {"text": text}),
        lambda p: ("/v1/reverse", {"point.lat": str(p.lat), "point.lon": str(p.lon)}),
        _read_pelias,
    ),
}
