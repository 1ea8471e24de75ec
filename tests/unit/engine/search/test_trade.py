"""A larger vehicle takes over whole routes of smaller ones, where that is cheaper."""

from dataclasses import replace

import numpy as np

from doorstep.engine import Problem, Profile, Shipment
from doorstep.engine.search.anneal import anneal
from doorstep.engine.search.model import translate
from doorstep.engine.search.plan import load, make_plan, read_current
from doorstep.engine.search.slices import UNTIMED
from worlds.problems import van


def far_away(stops: int) -> Problem:
    """Return a problem of stops 10 km away, which four small vans can serve, or one large."""
    places = np.column_stack([10_000 + 20 * np.arange(stops), 50 * (np.arange(stops) % 7)])
    places = np.vstack([[0, 0], places])
    metres = np.abs(places[:, None] - places[None, :]).sum(axis=2).astype(np.int32)
    free = replace(van(), cost_per_s=0)
    small = [replace(free, name=f"small {n}", capacity=(stops // 4,)) for n in range(4)]
    large = replace(free, name="large", capacity=(stops,), fixed_cost=9000)
    return Problem(
        profiles=(Profile("van", np.zeros_like(metres), metres),),
        vehicles=(*small, large),
        shipments=tuple(Shipment(str(n), n, (1,)) for n in range(1, stops + 1)),
        load_names=("kg",),
    )


def test_a_large_van_takes_over_what_four_small_ones_carry() -> None:
    problem = far_away(80)
    translation = translate(problem, range(80))
    plan = make_plan(translation, seed=1)
    load(translation, plan, {n: list(range(20 * n, 20 * n + 20)) for n in range(4)})

    # At no temperature; the small ones are 4 x 1000 and four times the way, the large one is 9000.
    anneal(translation.model, plan, UNTIMED, 0.0, 2000)

    assert list(read_current(translation, plan)) == [4]
