"""Geocoders in place of the region's own addresses; their answers have the shape they document."""
# Bad input: B-44 (docs/guides/bad-input.md).

from collections.abc import Iterator
from typing import Any

import pytest

from doorstep.kernel import Bounds, Point
from doorstep.roads import Address, AddressIndex
from doorstep.roads.sources import AddressServer, RoadFileError
from worlds.json_server import JsonServer, serve_json

HERE = Point(60.1, 24.9)
BOX = Bounds(60.0, 24.0, 61.0, 25.0)


def nominatim(**address: str) -> Any:
    label = ", ".join(address.values())
    place = {"lat": "60.1", "lon": "24.9", "display_name": label, "importance": 0.99}
    return [{**place, "address": address}]


def feature(**properties: Any) -> Any:
    geometry = {"type": "Point", "coordinates": [24.9, 60.1]}
    return {"features": [{"type": "Feature", "geometry": geometry, "properties": properties}]}


@pytest.fixture
def server() -> Iterator[JsonServer]:
    with serve_json() as running:
        yield running


@pytest.mark.parametrize(
    ("kind", "path", "answer", "confidence"),
    [
        ("nominatim", "/search", nominatim(house_number="12", road="Oak Lane"), 0.95),
        ("nominatim", "/search", nominatim(house_number="14", road="Oak Lane"), 0.5),
        ("nominatim", "/search", nominatim(road="Oak Lane", city="Town"), 0.5),
        ("nominatim", "/search", nominatim(city="Town"), 0.2),
        ("photon", "/api", feature(type="house", housenumber="12", street="Oak Lane"), 0.95),
        ("photon", "/api", feature(type="street", name="Oak Lane"), 0.5),
        ("photon", "/api", feature(type="city", name="Town"), 0.2),
        (
            "pelias",
            "/v1/search",
            feature(layer="address", housenumber="12", street="Oak Lane", match_type="exact"),
            0.95,
        ),
        (
            "pelias",
            "/v1/search",
            feature(layer="address", housenumber="12", street="O", match_type="interpolated"),
            0.75,
        ),
        (
            "pelias",
            "/v1/search",
            feature(layer="street", street="Oak Lane", match_type="fallback"),
            0.5,
        ),
        (
            "pelias",
            "/v1/search",
            feature(layer="locality", label="Town", match_type="fallback", confidence=0.9),
            0.2,
        ),
    ],
)
def test_only_the_house_that_was_asked_for_is_sure(
    server: JsonServer, kind: str, path: str, answer: Any, confidence: float
) -> None:
    server.answers[path] = (200, answer)
    match = AddressServer(f"{kind}+{server.url}").find("Oak Lane 12, Town")

    assert match is not None
    assert match.point == HERE
    assert match.confidence == pytest.approx(confidence)
    assert "Oak Lane 12, Town" in server.asked[0][0].replace("+", " ")


@pytest.mark.parametrize(
    ("kind", "path", "nothing"),
    [
        ("nominatim", "/search", []),
        ("photon", "/api", {"features": []}),
        ("pelias", "/v1/search", {"features": []}),
    ],
)
def test_nothing_found_is_none(server: JsonServer, kind: str, path: str, nothing: Any) -> None:
    server.answers[path] = (200, nothing)

    assert AddressServer(f"{kind}+{server.url}").find("Oak Lane 12") is None


@pytest.mark.parametrize(
    ("kind", "path", "answer"),
    [
        ("nominatim", "/reverse", nominatim(house_number="12", road="Oak Lane")[0]),
        ("photon", "/reverse", feature(type="house", housenumber="12", street="Oak Lane")),
        ("pelias", "/v1/reverse", feature(layer="address", housenumber="12", street="O")),
    ],
)
def test_the_nearest_address_is_asked_for_too(
    server: JsonServer, kind: str, path: str, answer: Any
) -> None:
    server.answers[path] = (200, answer)
    match = AddressServer(f"{kind}+{server.url}").nearest(HERE)

    assert match is not None
    assert match.point == HERE
    assert "60.1" in server.asked[0][0]


def test_a_region_asks_elsewhere_only_for_what_it_does_not_surely_know(
    server: JsonServer,
) -> None:
    index = AddressIndex([Address("Elm Road", "1", "", "Town", Point(60.5, 24.5))])
    index.ask_elsewhere(AddressServer(f"nominatim+{server.url}").find_within(BOX))
    server.answers["/search"] = (200, nominatim(house_number="12", road="Oak Lane"))

    known = index.find("Elm Road 1, Town")
    assert known is not None
    assert known.point == Point(60.5, 24.5)
    assert server.asked == []
    other = index.find("Oak Lane 12, Town")
    assert other is not None
    assert other.point == HERE


def test_what_lies_outside_the_region_or_comes_from_a_dead_server_is_not_found(
    server: JsonServer,
) -> None:
    server.answers["/search"] = (200, nominatim(house_number="12", road="Oak Lane"))
    elsewhere = Bounds(40.0, 0.0, 41.0, 1.0)
    outside = AddressServer(f"nominatim+{server.url}").find_within(elsewhere)
    dead = AddressServer("nominatim+http://127.0.0.1:9").find_within(BOX)

    assert outside("Oak Lane 12") is None
    assert dead("Oak Lane 12") is None


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://example.org", "address_server_unknown"),
        ("google+https://example.org", "address_server_unknown"),
        ("photon+http://127.0.0.1:9", "address_server_unreachable"),
    ],
)
def test_a_geocoder_that_is_none_says_so(url: str, code: str) -> None:
    with pytest.raises(RoadFileError) as caught:
        AddressServer(url).find("Oak Lane 12")
    assert caught.value.code == code
