"""Quickest ways stay what they are when vertices are left out."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from doorstep.engine.formats.contraction import Floats, Ints, contract
from doorstep.engine.formats.ways import measure_ways


def test_ways_between_places_take_as_long_as_in_the_whole_graph() -> None:
    random = np.random.default_rng(3)
    for _ in range(40):
        vertices, edges = 30, int(random.integers(0, 70))
        tails, heads = random.integers(0, vertices, (2, edges))
        seconds = random.integers(1, 90, (edges, 2)).astype(np.float64)
        places = random.choice(vertices, 6)

        core = contract(tails, heads, seconds, places)

        assert len(core.first) - 1 < vertices or edges > 50
        for slice_, takes in enumerate(core.seconds):
            away = measure_ways(core.first, core.heads, takes, core.places)
            assert np.array_equal(away, by_scipy(tails, heads, seconds[:, slice_], places))


def by_scipy(tails: Ints, heads: Ints, seconds: Floats, places: Ints) -> Floats:
    """Return the same in the whole graph; of streets side by side the quickest counts."""
    vertices = 30
    table = np.full((vertices, vertices), np.inf)
    np.minimum.at(table, (tails, heads), seconds)
    table[np.isinf(table)] = 0  # no street
    away: Floats = dijkstra(csr_array(table), indices=places)[:, places]
    return away
