"""Planted changes of what is locked."""

from dataclasses import replace

from doorstep.engine import InitialRoute, Problem, check, evaluate
from worlds.problems import draw, van


def _town() -> Problem:
    town = draw("D . a . b", [van("van 1"), van("van 2")])
    return replace(town, initial=(InitialRoute(0, (1, 0), locked=1),))


def test_a_route_that_begins_otherwise_is_reported() -> None:
    sentence = "vehicle 'van 1' does not begin with its 1 locked stops"

    for routes in ([(0, [0, 1])], [(1, [1, 0])], []):
        found = check(_town(), evaluate(_town(), routes))
        assert [one.sentence for one in found if one.rule == "locks"] == [sentence]


def test_what_follows_the_lock_is_free() -> None:
    assert check(_town(), evaluate(_town(), [(0, [1]), (1, [0])])) == []
