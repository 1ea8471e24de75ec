"""The real streets and addresses of central Helsinki."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from doorstep.kernel import Point, SeededRng, distance_m
from doorstep.roads import Address, Network
from doorstep.roads.address_text import fold
from doorstep.roads.sources import Region


@pytest.mark.parametrize("profile", ["van", "foot"])
def test_the_hierarchy_answers_as_dijkstra_does_for_200_pairs(
    region: Region, profile: str
) -> None:
    rng = SeededRng(7)
    addresses = [rng.choice(region.addresses.entries) for _ in range(15)]
    points = [address.point for address in addresses]
    assert region.network.hierarchy is not None
    ours = region.network.matrix(points, profile)
    theirs = Network(region.network.graph).matrix(points, profile)

    # 15 places are 210 pairs.
    np.testing.assert_array_equal(ours.duration_s, theirs.duration_s)
    np.testing.assert_array_equal(ours.distance_m, theirs.distance_m)
    assert (ours.duration_s >= 0).all()


def test_routes_are_as_long_as_their_lines_and_as_the_matrix_says(region: Region) -> None:
    points = [address.point for address in region.addresses.entries[::40]]
    matrix = region.network.matrix(points, "van")
    legs = region.network.route(points, "van").legs

    for i, leg in enumerate(legs):
        line_m = sum(distance_m(a, b) for a, b in pairwise(leg.geometry))
        assert leg.duration_s == matrix.duration_s[i, i + 1]
        assert leg.distance_m == matrix.distance_m[i, i + 1]
        assert line_m == pytest.approx(leg.distance_m, abs=2)


def test_main_streets_are_driven_at_the_speed_measured_there_by_day(region: Region) -> None:
    graph = region.network.graph
    main = np.isin(np.array(graph.classes)[graph.edge_class], ["primary", "secondary", "tertiary"])
    open_ms = graph.forward_ms[graph.profile_index("van")]
    used = main & (open_ms > 0)
    kmh = 3600 * graph.edge_length_m[used].sum() / open_ms[used].sum()

    # HSL measured 23.9 km/h in the city centre by day; see profiles/van.toml.
    assert 23 <= kmh <= 24.5


WRITTEN: dict[str, Callable[[Address], str]] = {
    "clean": lambda a: a.label,
    "number first": lambda a: fold(f"{a.number} {a.street}, {a.postcode} {a.city}"),
    "capitals, no comma": lambda a: a.label.upper().replace(",", ""),
    "a letter missing": lambda a: f"{a.street[:3]}{a.street[4:]} {a.number}, {a.city}",
}


@pytest.mark.parametrize("form", WRITTEN)
def test_nearly_every_address_is_found_again(region: Region, form: str) -> None:
    entries = region.addresses.entries
    found = [region.addresses.find(WRITTEN[form](address)) for address in entries]
    right = sum(
        match is not None and match.label == address.label and match.confidence >= 0.7
        for match, address in zip(found, entries, strict=True)
    )

    assert right >= 0.97 * len(entries)


def test_a_swedish_street_name_is_understood(region: Region) -> None:
    match = region.addresses.find("Alexandersgatan 17")

    assert match is not None
    assert match.label.startswith("Aleksanterinkatu 17")


def test_a_place_out_at_sea_is_on_no_street(region: Region) -> None:
    assert region.network.snap([Point(60.10, 24.95)], "van") == [None]
