"""Routes are split where that costs least."""

from dataclasses import replace

from doorstep.engine.search.anneal import anneal
from doorstep.engine.search.model import translate
from doorstep.engine.search.plan import load, make_plan, read_current
from doorstep.engine.search.slices import TIMED
from worlds.problems import draw, van


def test_a_route_is_split_where_it_passes_its_depot() -> None:
    free = [replace(van(name), fixed_cost=0) for name in ("van 1", "van 2")]
    problem = draw("a b c d e f g h D i j", free)
    translation = translate(problem, range(10))
    plan = make_plan(translation, seed=1)
    load(translation, plan, {0: list(range(10))})

    # at no temperature only what costs nothing is done: a way home and out again is on the way
    split = TIMED._replace(tails_share=1.0, splits_share=1.0)
    anneal(translation.model, plan, split, 0.0, 50)

    assert sorted(read_current(translation, plan).values()) == [[0, 1, 2, 3, 4, 5, 6, 7], [8, 9]]
